//! Who sits at which desk: the arguments that every command on an instance shares.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use exchange::vocabulary::{Actor, Role};
use jiff::Timestamp;

use super::Failure;
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

/// The instance, who acts, and in which role.
#[derive(Args)]
pub(crate) struct Seat {
    /// The folder of the instance
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The working name of who acts
    #[arg(long = "as", value_name = "NAME", default_value = "officer-1")]
    name: String,
    /// The role in which they act
    #[arg(long, value_enum, default_value = "officer")]
    role: RoleWord,
    /// The time to act at, in a practice instance only (RFC 3339)
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// Why more people than the hour's number must be seen now; kept, and looked at afterwards
    #[arg(long, value_name = "REASON")]
    break_glass: Option<String>,
}

impl Seat {
    /// Opens the desk and puts the actor together.
    pub(crate) async fn open(&self) -> Result<(Desk, Actor), Failure> {
        let glass = Glass::read(self.break_glass.as_deref())?;
        let mut desk = Desk::open(&self.dir, self.at).await?;
        desk.break_glass(glass);
        let actor = desk.actor(&self.name, self.role.into());
        Ok((desk, actor))
    }
}
