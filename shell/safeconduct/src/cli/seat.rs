//! Who sits at which desk: the arguments that every command on an instance shares.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use exchange::vocabulary::{Actor, Role};
use jiff::Timestamp;

use super::{Failure, token};
use crate::desk::{Desk, Glass};

/// The roles as they are typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RoleWord {
    /// Terms, registry, lists, plans.
    Officer,
    /// Work at the line.
    HandoverTeam,
    /// Health.
    Clinician,
    /// Families and the public.
    Spokesperson,
    /// Who looked at whom; erasure.
    DataProtection,
    /// The machine; nobody's data.
    Administrator,
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Officer => Self::Officer,
            RoleWord::HandoverTeam => Self::HandoverTeam,
            RoleWord::Clinician => Self::Clinician,
            RoleWord::Spokesperson => Self::Spokesperson,
            RoleWord::DataProtection => Self::DataProtection,
            RoleWord::Administrator => Self::Administrator,
        }
    }
}

/// Who acts where nobody has signed in, in a practice instance.
const PRACTICE_NAME: &str = "officer-1";

/// Who acts, as far as the command says so.
#[derive(Args)]
#[group(skip)]
pub(crate) struct Actors {
    /// The working name of who acts, in a practice instance; elsewhere it is who signed in
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// The role in which they act, in a practice instance; elsewhere it is the account's
    #[arg(long, value_enum)]
    role: Option<RoleWord>,
}

impl Actors {
    /// Says who acts at a desk: who signed in, or in a practice instance whoever is named.
    pub(crate) async fn sit(&self, desk: &mut Desk, dir: &Path) -> Result<Actor, Failure> {
        let role = self.role.map(Role::from);
        let Some(token) = token::presented(dir)? else {
            let name = self.name.as_deref().unwrap_or(PRACTICE_NAME);
            let actor = desk.actor(name, role.unwrap_or(Role::Officer));
            desk.admit(&actor)?;
            return Ok(actor);
        };
        let signed = desk.enter(&token, &token::origin()).await?;
        let named = self.name.clone().unwrap_or_else(|| signed.name.clone());
        desk.admit(&desk.actor(&named, role.unwrap_or(signed.role)))?;
        Ok(signed)
    }
}

/// The instance, who acts, and in which role.
#[derive(Args)]
pub(crate) struct Seat {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    #[command(flatten)]
    actors: Actors,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// Why more people than the hour's number must be seen now; kept, and looked at afterwards
    #[arg(long, value_name = "REASON")]
    break_glass: Option<String>,
}

/// The same for a command that needs an instance only for some of what it does.
#[derive(Args)]
pub(crate) struct MaybeSeat {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[command(flatten)]
    actors: Actors,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
}

impl MaybeSeat {
    /// The seat, where an instance is named.
    pub(crate) fn seat(self) -> Option<Seat> {
        let Self { dir, actors, at } = self;
        Some(Seat { dir: dir?, actors, at, break_glass: None })
    }
}

impl Seat {
    /// Opens the desk and puts the actor together.
    pub(crate) async fn open(&self) -> Result<(Desk, Actor), Failure> {
        let glass = Glass::read(self.break_glass.as_deref())?;
        let mut desk = Desk::open(&self.dir, self.at).await?;
        desk.break_glass(glass);
        let actor = Box::pin(self.actors.sit(&mut desk, &self.dir)).await?;
        Ok((desk, actor))
    }
}
