//! `safeconduct account`: who may sign in, and what happened at the door.

#[cfg(feature = "oidc")]
mod link;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use exchange::journal::Compartment;
use exchange::journal::account::{Account, Entry, Step};
use exchange::vocabulary::{PasskeyId, SessionId};
use jiff::Timestamp;

use super::seat::RoleWord;
use super::secret::SecretsFrom;
use super::{Failure, Out, counted, token};
use crate::desk::{CODE_DIGITS, CODE_SECONDS, Desk, Shown, ShownPasskey};

/// The accounts of one instance. Secrets are read from the terminal, a file or standard input.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make an account; the first of an instance is an administrator's
    Add {
        /// The working name, such as officer-1
        name: String,
        /// What it may do
        #[arg(long, value_enum)]
        role: RoleWord,
        /// The language that its owner works in (ISO 639, such as uk)
        #[arg(long, value_name = "CODE", value_parser = read_language)]
        language: Option<String>,
        #[command(flatten)]
        secrets: SecretsFrom,
        #[command(flatten)]
        on: On,
    },
    /// List the accounts
    List(On),
    /// Set a new password: the own, or as an administrator anybody's
    Password {
        /// Whose; without it the own
        name: Option<String>,
        #[command(flatten)]
        secrets: SecretsFrom,
        #[command(flatten)]
        on: On,
    },
    /// Make a new secret for codes, and new recovery codes
    Totp {
        /// Whose; without it the own
        name: Option<String>,
        #[command(flatten)]
        on: On,
    },
    /// List the passkeys of an account; they are added over the API, where the device is
    Passkeys {
        /// Whose; without it the own
        name: Option<String>,
        #[command(flatten)]
        on: On,
    },
    /// Take a passkey away, as of a device that was lost: nothing is let in by it any more
    DropPasskey {
        /// Which, as `account passkeys` names it
        passkey: PasskeyId,
        #[command(flatten)]
        on: On,
    },
    #[cfg(feature = "oidc")]
    #[command(flatten)]
    Link(link::Command),
    /// Give an account another role, at once
    Role {
        /// Whose
        name: String,
        /// The new role
        #[arg(long, value_enum)]
        role: RoleWord,
        #[command(flatten)]
        on: On,
    },
    /// Let an account sign in no more, and end its sessions
    Disable {
        /// Whose
        name: String,
        #[command(flatten)]
        on: On,
    },
    /// Let a disabled account sign in again
    Enable {
        /// Whose
        name: String,
        #[command(flatten)]
        on: On,
    },
    /// List the sessions that have not ended: the own, or for an administrator all
    Sessions(On),
    /// End a session, or all sessions of an account, at once
    #[command(group = clap::ArgGroup::new("which").required(true))]
    Revoke {
        /// The session, as `account sessions` names it
        #[arg(group = "which")]
        session: Option<SessionId>,
        /// All sessions of this account
        #[arg(long, value_name = "NAME", group = "which")]
        of: Option<String>,
        #[command(flatten)]
        on: On,
    },
    /// Close the health, family and list compartments: from then on only people whose role opens them do,
    /// and the instance key alone does not
    Close {
        /// Write the recovery key to this new file; put it away from the machine
        #[arg(long, value_name = "FILE")]
        recovery: PathBuf,
        #[command(flatten)]
        on: On,
    },
    /// Give an account the keys of the closed compartments that its role opens
    Admit {
        /// Whose
        name: String,
        /// With the recovery key, where nobody who could is there
        #[arg(long, value_name = "FILE")]
        recovery: Option<PathBuf>,
        #[command(flatten)]
        on: On,
    },
    /// Say which compartments are closed, and who has their keys
    Keys(On),
    /// Show the log of sign-ins: every try, every refusal, everything done to accounts
    Trail(On),
}

/// The instance.
#[derive(Args)]
#[group(skip)]
pub(crate) struct On {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

impl On {
    /// Opens the desk for whoever has signed in; what they may, the desk says.
    pub(super) async fn open(&self) -> Result<Desk, Failure> {
        let mut desk = Desk::open(&self.dir, self.at).await?;
        if let Some(token) = token::presented(&self.dir)? {
            desk.enter(&token, &token::origin()).await?;
        }
        Ok(desk)
    }
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let origin = token::origin();
    match command {
        Command::Add { name, role, language, secrets, on } => {
            let desk = on.open().await?;
            let password = secrets.open()?.twice("password")?;
            let asked = (name.as_str(), role.into(), language);
            let (account, shown) = desk.make_account(asked, &password, &origin).await?;
            out.line(format!("made {} ({}) as {}", account.name, account.role, account.id))?;
            show_once(&account, &shown, out)
        }
        Command::List(on) => list(&on.open().await?, out).await,
        Command::Password { name, secrets, on } => {
            let desk = on.open().await?;
            let me = &desk.signed()?.name();
            let is_own = name.as_ref().is_none_or(|name| name == me);
            let mut secrets = secrets.open()?;
            let old = if is_own { Some(secrets.line("old password")?) } else { None };
            let new = secrets.twice("new password")?;
            let asked = (old.as_deref(), new.as_str());
            let account = desk.set_password(name.as_deref(), asked, &origin).await?;
            out.line(format!("{} has a new password; its other sessions ended", account.name))
        }
        Command::Totp { name, on } => {
            let desk = on.open().await?;
            let (account, shown) = desk.set_codes(name.as_deref(), &origin).await?;
            out.line(format!("{} has new codes; its other sessions ended", account.name))?;
            show_once(&account, &shown, out)
        }
        Command::Passkeys { name, on } => passkeys(&on.open().await?, name.as_deref(), out).await,
        Command::DropPasskey { passkey, on } => {
            on.open().await?.drop_passkey(&passkey, &origin).await?;
            out.line(format!("took {passkey} away; other sessions of its owner ended"))
        }
        #[cfg(feature = "oidc")]
        Command::Link(command) => link::run(command, out).await,
        Command::Role { name, role, on } => {
            let account = on.open().await?.set_role(&name, role.into(), &origin).await?;
            out.line(format!("{} is {} now; its sessions ended", account.name, account.role))
        }
        Command::Disable { name, on } => {
            let account = on.open().await?.set_disabled(&name, true, &origin).await?;
            out.line(format!("{} may sign in no more; its sessions ended", account.name))
        }
        Command::Enable { name, on } => {
            let account = on.open().await?.set_disabled(&name, false, &origin).await?;
            out.line(format!("{} may sign in again", account.name))
        }
        Command::Sessions(on) => sessions(&on.open().await?, out).await,
        Command::Revoke { session, of, on } => {
            let desk = on.open().await?;
            let ended = desk.revoke(session.as_ref(), of.as_deref(), &origin).await?;
            if ended == 0 {
                return Err(Failure::incomplete(
                    "there is no such session, or it has ended",
                    "`safeconduct account sessions` lists those there are",
                ));
            }
            out.line(format!("ended {}", counted(ended, "session")))
        }
        Command::Close { recovery, on } => close(&on.open().await?, &recovery, out).await,
        Command::Admit { name, recovery, on } => {
            admit(on.open().await?, (&name, recovery.as_deref()), out).await
        }
        Command::Keys(on) => keys(&on.open().await?, out).await,
        Command::Trail(on) => trail(&on.open().await?, &on.dir, out).await,
    }
}

/// Shows what the owner of an account must write down. It is nowhere to be seen again.
fn show_once(account: &Account, shown: &Shown, out: &mut Out) -> Result<(), Failure> {
    out.line("shown once; its owner writes it down, and nobody else:")?;
    out.line(format!(
        "  codes     otpauth://totp/safeconduct:{}?secret={}&issuer=safeconduct&digits={CODE_DIGITS}&period={CODE_SECONDS}",
        account.id, shown.secret
    ))?;
    out.line(format!("            by hand: {}", shown.secret))?;
    for (number, code) in (1..).zip(&shown.recovery) {
        out.line(format!("  recovery  {number:>2}  {code}"))?;
    }
    Ok(())
}

async fn list(desk: &Desk, out: &mut Out) -> Result<(), Failure> {
    for account in desk.all_accounts().await? {
        let state = if account.is_disabled { "disabled" } else { "may sign in" };
        let language = account.language.as_deref().unwrap_or("-");
        out.line(format!(
            "{:<20} {:<16} {language:<4} {state:<12} {}",
            account.name,
            account.role.word(),
            account.id
        ))?;
    }
    Ok(())
}

async fn passkeys(desk: &Desk, name: Option<&str>, out: &mut Out) -> Result<(), Failure> {
    let all = desk.passkeys(name).await?;
    for ShownPasskey { passkey, owner } in &all {
        let shown = passkey.shown_at.map_or("never".to_owned(), |at| at.to_string());
        let (id, label, made) = (&passkey.id, &passkey.label, passkey.made_at);
        out.line(format!("{id}  {owner}  {label}  added {made}  last shown {shown}"))?;
    }
    out.line(counted(all.len(), "passkey"))
}

async fn sessions(desk: &Desk, out: &mut Out) -> Result<(), Failure> {
    let all = desk.open_sessions().await?;
    for (session, owner) in &all {
        out.line(format!(
            "{}  {owner}  from {}  began {}  last used {}",
            session.id, session.origin, session.made_at, session.seen_at
        ))?;
    }
    out.line(counted(all.len(), "session"))
}

async fn close(desk: &Desk, recovery: &Path, out: &mut Out) -> Result<(), Failure> {
    let count = desk.close_compartments(recovery, &token::origin()).await?;
    let words = words(&Compartment::CLOSABLE);
    out.line(format!(
        "closed {words}; {} sealed anew",
        counted(usize::try_from(count).unwrap_or(usize::MAX), "record")
    ))?;
    out.line(format!(
        "the recovery key is in {}: take it off this machine, two copies, in two places; whoever has it \
         and the instance opens all of it, and without it and all passwords nobody does",
        recovery.display()
    ))?;
    out.line("backups made before today still open with the instance key alone: destroy them")?;
    out.line("start every other process of this instance again; until then it writes nothing")?;
    out.line("`safeconduct account keys` says who may open what")
}

async fn admit(
    mut desk: Desk,
    (name, recovery): (&str, Option<&Path>),
    out: &mut Out,
) -> Result<(), Failure> {
    let (account, all) = desk.admit_to_keys(name, recovery, &token::origin()).await?;
    let words = words(&all);
    out.line(format!("{} ({}) may open {words}", account.name, account.role))?;
    out.line("it holds from their next sign-in with the password on")
}

async fn keys(desk: &Desk, out: &mut Out) -> Result<(), Failure> {
    let keyring = desk.keyring().await?;
    if keyring.closed.is_empty() {
        out.line("no compartment is closed: whoever has instance.key and the database opens all")?;
        return out
            .line("`safeconduct account close --recovery FILE` closes health, family and list");
    }
    out.line(format!("closed: {}; the recovery key opens them", words(&keyring.closed)))?;
    for one in &keyring.accounts {
        let has = if one.has.is_empty() { "nothing".to_owned() } else { words(&one.has) };
        let next = match (one.has.len() < one.may.len(), one.is_own, one.account.is_disabled) {
            (_, _, true) => "  disabled",
            (true, true, _) => "  (to be admitted)",
            (true, false, _) => "  (must choose a password first)",
            (false, _, _) => "",
        };
        let (name, role) = (&one.account.name, one.account.role.word());
        out.line(format!("{name:<20} {role:<16} has {has}{next}"))?;
    }
    Ok(())
}

fn words(compartments: &[Compartment]) -> String {
    compartments.iter().map(|one| one.word()).collect::<Vec<_>>().join(", ")
}

async fn trail(desk: &Desk, dir: &Path, out: &mut Out) -> Result<(), Failure> {
    let entries = desk.sign_ins().await?;
    for (number, entry) in &entries {
        out.line(entry_line(*number, entry))?;
    }
    let (count, end) = desk.store().entries_end().await?;
    out.line(format!("{count} entries end in {end}"))?;
    out.line(format!("`safeconduct store verify --dir {}` checks their chain", dir.display()))
}

fn entry_line(number: u64, entry: &Entry) -> String {
    let of = |id: &Option<_>| {
        id.as_ref().map_or_else(|| "-".to_owned(), exchange::vocabulary::AccountId::to_string)
    };
    let what = match &entry.step {
        Step::Tried => "tries to sign in, or to show a code".to_owned(),
        Step::MadeToWait { seconds } => format!("was told to wait {seconds} s"),
        Step::Refused { why } => format!("REFUSED: {}", why.words()),
        Step::SignedIn => "signed in".to_owned(),
        Step::Proven => "showed a fresh code".to_owned(),
        Step::Ended { why } => format!("session ended: {}", why.words()),
        Step::ProofMissing => "REFUSED: a fresh code is needed".to_owned(),
        Step::AccountMade { role } => format!("account made ({role})"),
        Step::RoleSet { role } => format!("role set to {role}"),
        Step::Disabled => "account disabled".to_owned(),
        Step::Enabled => "account enabled".to_owned(),
        Step::PasswordSet => "new password".to_owned(),
        Step::CodesSet => "new codes".to_owned(),
        Step::Closed => "compartments closed".to_owned(),
        Step::Admitted { compartments } => format!("given the keys of {}", words(compartments)),
        Step::LetGo => "keys of compartments taken back".to_owned(),
        Step::RecoveryUsed { left } => format!("used a recovery code; {left} left"),
        Step::PasskeyAdded { passkey } => format!("added passkey {passkey}"),
        Step::PasskeyShown { passkey } => format!("showed passkey {passkey}"),
        Step::PasskeyDropped { passkey } => format!("took passkey {passkey} away"),
        Step::Linked => "linked to somebody whom a provider knows".to_owned(),
        Step::Unlinked => "its link to a provider taken away".to_owned(),
        Step::Vouched => "a provider vouched for its owner".to_owned(),
        Step::HookMade { hook } => format!("made webhook {hook}"),
        Step::HookDropped { hook } => format!("took webhook {hook} away"),
        Step::HookResumed { hook } => format!("had webhook {hook} go on"),
        Step::HookStopped { hook } => {
            format!("webhook {hook} switched off: its messages are not taken")
        }
    };
    let by = entry.by.as_ref().map_or_else(String::new, |by| format!("  by {by}"));
    let session = entry.session.as_ref().map_or_else(String::new, |id| format!("  {id}"));
    format!("{number}  {}  {}  {}  {what}{session}{by}", entry.at, of(&entry.account), entry.origin)
}

/// Reads a language's code.
fn read_language(text: &str) -> Result<String, String> {
    let is_code = (2..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase());
    if is_code {
        Ok(text.to_owned())
    } else {
        Err("write two or three small letters, such as uk".into())
    }
}
