//! Showing an instance as a page on this machine.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use super::{Failure, Out};
use crate::desk::Desk;
use crate::web;

/// The address that is used when none is named.
pub(crate) const LISTEN: &str = "127.0.0.1:7007";

/// What to show, and where.
#[derive(Args)]
pub(crate) struct Command {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The address of this machine to listen on
    #[arg(long, value_name = "ADDRESS", default_value = LISTEN)]
    listen: SocketAddr,
}

/// Serves the page until it is told to stop.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let desk = Desk::open(&command.dir, None).await?;
    web::serve(desk, command.listen, out).await
}
