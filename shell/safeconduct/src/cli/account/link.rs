//! Which accounts are linked to whom a provider of sign-ins knows.

use clap::Subcommand;

use super::On;
use crate::cli::{Failure, Out, counted, token};

/// What to do with links.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Link an account to somebody whom a provider knows: whoever the provider names so signs in as its owner
    Link {
        /// Whose
        name: String,
        /// The provider, letter for letter as it names itself
        #[arg(long, value_name = "URL")]
        issuer: String,
        /// What it puts into `sub` for the owner, letter for letter
        #[arg(long, value_name = "TEXT")]
        subject: String,
        #[command(flatten)]
        on: On,
    },
    /// Take the link of an account away: nobody is let in by it any more
    Unlink {
        /// Whose
        name: String,
        #[command(flatten)]
        on: On,
    },
    /// List which accounts are linked
    Links(On),
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let origin = token::origin();
    match command {
        Command::Link { name, issuer, subject, on } => {
            let whom = (issuer.as_str(), subject.as_str());
            let account = on.open().await?.link_account(&name, whom, &origin).await?;
            out.line(format!("linked {}; its other sessions ended", account.name))?;
            out.line("whatever needs a fresh code still asks its owner for a code or a passkey")
        }
        Command::Unlink { name, on } => {
            let account = on.open().await?.unlink_account(&name, &origin).await?;
            out.line(format!("took the link of {} away; its other sessions ended", account.name))
        }
        Command::Links(on) => {
            let all = on.open().await?.links().await?;
            for (name, link) in &all {
                let shown = link.shown_at.map_or("never".to_owned(), |at| at.to_string());
                let (issuer, subject, made) = (&link.issuer, &link.subject, link.made_at);
                out.line(format!(
                    "{name:<20} {issuer}  {subject}  linked {made}  last let in {shown}"
                ))?;
            }
            out.line(counted(all.len(), "link"))
        }
    }
}
