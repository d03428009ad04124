//! The whole exchange in one command.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::serve::LISTEN;
use super::{Failure, Out};
use crate::desk::Ways;
use crate::{demo, web};

/// Where to write the exchange, and whether to show it afterwards.
#[derive(Args)]
pub(crate) struct Command {
    /// A new folder for everything that the exchange leaves behind
    #[arg(long, value_name = "DIR", default_value = "safeconduct-demo")]
    dir: PathBuf,
    /// End when the exchange is done, without showing the page
    #[arg(long)]
    no_serve: bool,
    /// The address of this machine to show the page on
    #[arg(long, value_name = "ADDRESS", default_value = LISTEN)]
    listen: SocketAddr,
}

/// Plays the exchange, prints what came of it, and shows the page.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let desk = demo::run(&command.dir, out).await?;
    if command.no_serve {
        return Ok(());
    }
    web::serve(Some(desk), (None, Ways::default()), command.listen, out).await
}
