//! Who plays: the two sides, the mediator and a host state, each with an instance of its own.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use exchange::journal::{Command, Recorded};
use exchange::vocabulary::{Party, Role, Side};
use jiff::Timestamp;

use super::people::World;
use crate::cli::Failure;
use crate::desk::Desk;
use crate::files::write_whole;

/// The folders of the instances, by party.
const FOLDERS: [(Party, &str); 4] =
    [(Party::A, "a"), (Party::B, "b"), (Party::Mediator, "mediator"), (Party::Host, "host")];

/// Four desks and the folder in which they stand.
pub(crate) struct Cast {
    /// Where everything is written.
    pub(crate) folder: PathBuf,
    /// The invented people, and the truth that no side knows whole.
    pub(crate) world: World,
    desks: Vec<(Party, Desk)>,
    written: Vec<PathBuf>,
}

impl Cast {
    /// Founds four practice instances.
    pub(crate) async fn found(folder: &Path, world: World, at: Timestamp) -> Result<Self, Failure> {
        let mut desks = Vec::new();
        for (party, name) in FOLDERS {
            let desk = Desk::create(&folder.join(name), party, true, (Some(at), None)).await?;
            desks.push((party, desk));
        }
        for name in ["lists", "documents"] {
            let path = folder.join(name);
            fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        }
        Ok(Self { folder: folder.to_owned(), world, desks, written: Vec::new() })
    }

    /// Returns a party's desk.
    pub(crate) fn desk(&self, party: impl Into<Party>) -> &Desk {
        let party = party.into();
        let found = self.desks.iter().find(|(known, _)| *known == party);
        &found.expect("every party has a desk").1
    }

    /// Sets the time at all desks.
    pub(crate) fn set_time(&mut self, at: &str) -> Result<Timestamp, Failure> {
        let at: Timestamp = at.parse().context("a time of the story")?;
        for (_, desk) in &mut self.desks {
            desk.set_practice_time(at)?;
        }
        Ok(at)
    }

    /// Gives one command at a party's desk.
    pub(crate) async fn tell(
        &mut self,
        party: impl Into<Party>,
        role: Role,
        command: impl Into<Command>,
    ) -> Result<Vec<Recorded>, Failure> {
        self.tell_all(party, role, vec![command.into()]).await
    }

    /// Gives several commands at a party's desk, as one.
    pub(crate) async fn tell_all(
        &mut self,
        party: impl Into<Party>,
        role: Role,
        commands: Vec<Command>,
    ) -> Result<Vec<Recorded>, Failure> {
        self.tell_as(party, (working_name(role), role), commands).await
    }

    /// Gives several commands at a party's desk under a working name.
    pub(crate) async fn tell_as(
        &mut self,
        party: impl Into<Party>,
        (name, role): (&str, Role),
        commands: Vec<Command>,
    ) -> Result<Vec<Recorded>, Failure> {
        let party = party.into();
        let desk = self.desks.iter_mut().find(|(known, _)| *known == party);
        let desk = &mut desk.expect("every party has a desk").1;
        let actor = desk.actor(name, role);
        desk.submit_all(&actor, commands).await
    }

    /// Writes a document of the story.
    pub(crate) fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.folder.join("documents").join(name);
        write_whole(&path, bytes)?;
        self.written.push(path);
        Ok(())
    }

    /// Notes a document that another part of the program wrote.
    pub(crate) fn wrote(&mut self, path: PathBuf) {
        self.written.push(path);
    }

    /// Returns the number of documents written so far.
    pub(crate) fn documents(&self) -> usize {
        self.written.len()
    }

    /// Returns the path of a list that a side sent or keeps.
    pub(crate) fn list(&self, side: Side, name: &str) -> PathBuf {
        self.folder.join("lists").join(format!("{}-{name}", side.to_string().to_lowercase()))
    }
}

/// The working name under which a role acts in the story.
pub(crate) fn working_name(role: Role) -> &'static str {
    match role {
        Role::Officer => "officer-1",
        Role::HandoverTeam => "team-1",
        Role::Clinician => "clinician-1",
        Role::Spokesperson => "spokesperson-1",
        Role::DataProtection => "protection-1",
        Role::Administrator => "administrator-1",
    }
}
