//! What can go wrong, each with the thing's name and a hint.

use std::io;
use std::path::PathBuf;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file would have been written over.
    #[error("{} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// No instance is there.
    #[error("{} does not exist", path.display())]
    Missing {
        /// The file that was looked for.
        path: PathBuf,
    },
    /// Some other file, or one of which the creation never ended.
    #[error("{} is not an instance of safeconduct: {why}", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Written by a later release.
    #[error("{} was written by a later release (database form {form})", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form that this release does not know.
        form: i64,
    },
    /// A backup or a restore was pointed at a database that a process still writes to.
    #[error("{} is in use, or was not closed: part of it lies in its write-ahead log", path.display())]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The instance key is not the one of this database.
    #[error("the instance key does not open {}", path.display())]
    WrongKey {
        /// The database.
        path: PathBuf,
    },
    /// The key file cannot be used.
    #[error("the key file {} cannot be used: {why}", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
        /// What to do about it.
        mend: &'static str,
    },
    /// Somebody else appended first.
    #[error("the journal has moved on: expected version {expected}, found {found}")]
    Conflict {
        /// The version that the caller had seen.
        expected: u64,
        /// The version that is there.
        found: u64,
    },
    /// The events of an append do not follow each other.
    #[error("event {found} was given where event {expected} belongs")]
    Misnumbered {
        /// The number that belongs there.
        expected: u64,
        /// The number that was given.
        found: u64,
    },
    /// A request's key was used before.
    #[error("this key was used for a request before")]
    KeyUsed,
    /// A vault record would have been written over.
    #[error("vault record {record} exists already")]
    RecordExists {
        /// The record's name.
        record: String,
    },
    /// A text that names no database server.
    #[error("this is not the address of a PostgreSQL database: {why}")]
    NotAServer {
        /// What is wrong with it.
        why: String,
    },
    /// A server does not answer, or does not let us in.
    #[error("{server} cannot be used")]
    Unreachable {
        /// The server, without the password.
        server: String,
        /// What it said, or the system.
        source: sqlx::Error,
    },
    /// A limit on one call.
    #[error("{what}: {found} given, at most {limit} taken at once")]
    TooMuch {
        /// What there was too much of.
        what: &'static str,
        /// How much was given.
        found: usize,
        /// How much is taken.
        limit: usize,
    },
    /// An event does not fit the chain, or cannot be read.
    #[error("event {number} of the journal is broken: {why}")]
    BrokenEvent {
        /// Its number.
        number: u64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A look does not fit its chain, or cannot be read.
    #[error("look {number} is broken: {why}")]
    BrokenLook {
        /// Its number.
        number: u64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An entry of the log of sign-ins cannot be read.
    #[error("entry {number} of the log of sign-ins is broken: {why}")]
    BrokenEntry {
        /// Its number.
        number: u64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An account does not open under the key of accounts.
    #[error("account {account} is broken: it does not open under this instance's key")]
    BrokenAccount {
        /// Its opaque name.
        account: String,
    },
    /// Somebody has that working name already.
    #[error("there is an account of that name already")]
    AccountExists,
    /// Somebody else changed the account first.
    #[error("account {account} was changed meanwhile")]
    AccountMoved {
        /// Its opaque name.
        account: String,
    },
    /// A vault record does not open under its compartment's key.
    #[error("vault record {record} is broken: it does not open under its compartment's key")]
    BrokenRecord {
        /// Its name.
        record: String,
    },
    /// A vault record lies in a compartment that only people open, and none of them has signed in here.
    #[error("vault record {record} lies in the {compartment} compartment, which is closed")]
    Shut {
        /// Its name.
        record: String,
        /// The compartment's word.
        compartment: &'static str,
    },
    /// A compartment was closed since this process opened the instance.
    #[error("the keys of this instance have changed since it was opened")]
    KeysMoved,
    /// A compartment's key is to be handed on by somebody who does not have it.
    #[error("the {compartment} compartment is not open here")]
    NotHeld {
        /// The compartment's word.
        compartment: &'static str,
    },
    /// A lock, a grant or the key of a closed compartment does not open.
    #[error("the {what} of {whose} is broken: it does not open under this instance's key")]
    BrokenLock {
        /// Which of them.
        what: &'static str,
        /// Whose it is.
        whose: String,
    },
    /// A row of a view holds what cannot be in it.
    #[error("the row {row} of a view is broken")]
    BrokenView {
        /// Its key.
        row: String,
    },
    /// Somebody else set the checkpoint first.
    #[error("checkpoint `{name}` has moved on")]
    CheckpointMoved {
        /// Its name.
        name: String,
    },
    /// A backup does not verify.
    #[error("{} does not verify: {first}", path.display())]
    Unsound {
        /// The file.
        path: PathBuf,
        /// The first flaw.
        first: String,
    },
    /// The file system failed.
    #[error("{doing} {}", path.display())]
    Disk {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database failed.
    #[error("{doing}")]
    Database {
        /// What was being done.
        doing: &'static str,
        /// What the database said.
        source: sqlx::Error,
    },
}

impl Error {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Exists { .. } => "choose another name, or move that file away first",
            Self::Missing { .. } => "check the folder; make a new instance, or restore a backup",
            Self::NotAStore { .. } => "choose the file that `create` or `backup` wrote",
            Self::Newer { .. } => "open it with that release or a later one",
            Self::InUse { .. } => {
                "end the process that uses it and open it once, or take a file that `backup` wrote"
            }
            Self::WrongKey { .. } => "put the instance.key of this instance beside it",
            Self::KeyFile { mend, .. } => mend,
            Self::Conflict { .. } => "load the journal again and decide again",
            Self::Misnumbered { .. } => "number the events on from the version that was loaded",
            Self::KeyUsed => "draw a new key for a new request",
            Self::RecordExists { .. } => "draw a new name; a kept record is never written over",
            Self::NotAServer { .. } => "write postgres://name@host:5432/database",
            Self::Unreachable { .. } => {
                "see that the server runs, that the database exists, and that name and password are right"
            }
            Self::TooMuch { .. } => "split it into smaller parts",
            Self::BrokenEvent { .. }
            | Self::BrokenRecord { .. }
            | Self::BrokenLook { .. }
            | Self::BrokenEntry { .. }
            | Self::BrokenAccount { .. }
            | Self::BrokenLock { .. } => {
                "stop writing, run `store verify`, and restore the last sound backup"
            }
            Self::AccountExists => "choose another working name; `safeconduct account list` shows those there are",
            Self::AccountMoved { .. } => "look at it again, and decide again",
            Self::Shut { .. } => {
                "sign in with your password; if your role opens it, ask somebody who has it open for \
                 `safeconduct account admit`, or use the recovery key"
            }
            Self::KeysMoved => "end this process and start it again; nothing was written",
            Self::NotHeld { .. } => {
                "sign in as somebody who has it open, or give the recovery key with --recovery"
            }
            Self::BrokenView { .. } => "make the views again with `store rebuild`; nothing is lost",
            Self::CheckpointMoved { .. } => "read the checkpoint again and decide again",
            Self::Unsound { .. } => "keep the file for study, and use an older backup",
            Self::Disk { .. } | Self::Database { .. } => {
                "look at free space and permissions (`safeconduct doctor`), then try again"
            }
        }
        .to_owned()
    }

    /// Says whether the machine failed, as opposed to a request that cannot be met.
    pub fn is_fault(&self) -> bool {
        matches!(
            self,
            Self::Disk { .. }
                | Self::Database { .. }
                | Self::BrokenEvent { .. }
                | Self::BrokenRecord { .. }
                | Self::BrokenLook { .. }
                | Self::BrokenEntry { .. }
                | Self::BrokenAccount { .. }
                | Self::BrokenLock { .. }
                | Self::BrokenView { .. }
        )
    }
}

/// Names what was being done when the database failed.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str) -> Result<T, Error>;
}

impl<T> Doing<T> for Result<T, sqlx::Error> {
    fn doing(self, doing: &'static str) -> Result<T, Error> {
        self.map_err(|source| Error::Database { doing, source })
    }
}
