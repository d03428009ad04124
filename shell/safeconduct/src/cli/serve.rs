//! Showing an instance as a page on this machine.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;

use super::seal::keys::PartyLetter;
use super::{Failure, Out};
use crate::desk::{Desk, Site, Ways};
use crate::files;
#[cfg(feature = "oidc")]
use crate::provider::Provider;
use crate::web::{self, Door};

/// The address that is used when none is named.
pub(crate) const LISTEN: &str = "127.0.0.1:7007";

/// What to show, and where.
#[derive(Args)]
pub(crate) struct Command {
    /// The folder of the instance whose pages are shown
    #[arg(long, value_name = "DIR", required_unless_present = "seal")]
    dir: Option<PathBuf>,
    /// The address under which browsers reach this server, such as `https://desk.example.org`: passkeys are bound
    /// to it for good
    #[arg(long, value_name = "ORIGIN", requires = "dir")]
    site: Option<String>,
    /// The file that tells of a provider of sign-ins (OpenID Connect), whom accounts are linked to
    #[cfg(feature = "oidc")]
    #[arg(long, value_name = "FILE", requires = "dir")]
    provider: Option<PathBuf>,
    /// The folder of acts whose bundles come and go here (`seal push`, `seal pull`)
    #[arg(long, value_name = "ACTS", requires_all = ["policy", "own"])]
    seal: Option<PathBuf>,
    /// The policy file of those acts
    #[arg(long, value_name = "FILE", requires = "seal")]
    policy: Option<PathBuf>,
    /// Whose door it is: bundles for another party are refused
    #[arg(long = "as", value_name = "PARTY", value_enum, ignore_case = true, requires = "seal")]
    own: Option<PartyLetter>,
    /// In a practice instance: the time at which its clock begins, such as `2025-06-12T18:00:00Z`
    #[arg(long, value_name = "TIME", requires = "dir")]
    at: Option<Timestamp>,
    /// The address of this machine to listen on
    #[arg(long, value_name = "ADDRESS", default_value = LISTEN)]
    listen: SocketAddr,
}

/// Serves the page until it is told to stop.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let desk = match &command.dir {
        Some(dir) => Some(Desk::open(dir, command.at).await?),
        None => None,
    };
    let door = match (command.seal, command.policy, command.own) {
        (Some(acts), Some(policy), Some(own)) => {
            Some(Door::new(acts, files::read_text(&policy)?, own.into())?)
        }
        _ => None,
    };
    let ways = Ways {
        dir: command.dir,
        site: command.site.as_deref().map(Site::read).transpose()?,
        #[cfg(feature = "oidc")]
        provider: command.provider.as_deref().map(Provider::read).transpose()?,
    };
    web::serve(desk, (door, ways), command.listen, out).await
}
