//! `safeconduct sign-in` and `sign-out`: a session on the command line.

use std::path::PathBuf;

use clap::Args;
use exchange::journal::account::{PROOF_MINUTES_MAX, SESSION_HOURS_MAX, SESSION_IDLE_MINUTES_MAX};
use jiff::Timestamp;

use super::secret::SecretsFrom;
use super::{Failure, Out, token};
use crate::desk::Desk;

/// What `sign-in` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The working name of the account
    #[arg(value_name = "NAME", required_unless_present = "again", conflicts_with = "again")]
    name: Option<String>,
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// Show a code again in the session that there is, for what needs a fresh one
    #[arg(long)]
    again: bool,
    /// Print the token for SAFECONDUCT_SESSION in place of keeping it in the folder
    #[arg(long, conflicts_with = "again")]
    print: bool,
    #[command(flatten)]
    secrets: SecretsFrom,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// What `sign-out` takes.
#[derive(Args)]
pub(crate) struct OutArguments {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

/// Begins a session, or proves one.
pub(crate) async fn run(arguments: Arguments, out: &mut Out) -> Result<(), Failure> {
    let mut desk = Desk::open(&arguments.dir, arguments.at).await?;
    let mut secrets = arguments.secrets.open()?;
    let origin = token::origin();
    let Some(name) = arguments.name.filter(|_| !arguments.again) else {
        let token = token::presented(&arguments.dir)?.ok_or_else(nobody)?;
        let actor = desk.enter(&token, &origin).await?;
        desk.prove(&secrets.line("code")?).await?;
        return out.line(format!(
            "{} ({}) showed a code; it is fresh for {PROOF_MINUTES_MAX} minutes",
            actor.name, actor.role
        ));
    };
    let (password, code) = (secrets.line("password")?, secrets.line("code")?);
    let (token, account) = desk.sign_in((&name, &password, &code), &origin).await?;
    if arguments.print {
        return out.line(token.text());
    }
    let path = token::keep(&arguments.dir, &token)?;
    out.line(format!("{} ({}) signed in", account.name, account.role))?;
    out.line(format!(
        "the session is in {}; it ends after {SESSION_IDLE_MINUTES_MAX} idle minutes, after {SESSION_HOURS_MAX} \
         hours, or with `safeconduct sign-out`",
        path.display()
    ))
}

/// Ends the session that there is.
pub(crate) async fn sign_out(arguments: OutArguments, out: &mut Out) -> Result<(), Failure> {
    let token = token::presented(&arguments.dir)?.ok_or_else(nobody)?;
    let mut desk = Desk::open(&arguments.dir, arguments.at).await?;
    let entered = desk.enter(&token, &token::origin()).await;
    // A session that has ended already leaves its file behind as well.
    token::forget(&arguments.dir)?;
    let actor = entered?;
    desk.sign_out().await?;
    out.line(format!("{} signed out", actor.name))
}

fn nobody() -> Failure {
    Failure::refused(
        "nobody has signed in",
        "`safeconduct sign-in NAME --dir DIR` begins a session",
    )
}
