//! Where the database of an instance is: a file in its folder, or a server that a file there names.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::file::{self, Draft, disk};
use crate::{DATABASE_FILE, Keys, Meta, Report, Server, Store};

/// The name of the file that holds the address of the server. It may hold a password, so only its owner
/// may read it.
pub const ADDRESS_FILE: &str = "database.url";
/// The longest address, in bytes.
const ADDRESS_BYTES_MAX: u64 = 4_096;

/// Where the database of an instance is.
#[derive(Debug, Clone)]
pub enum Place {
    /// In a SQLite file.
    File(PathBuf),
    /// In a PostgreSQL database.
    Server(Server),
}

impl Place {
    /// Finds where the database of a folder's instance is. Where an address is written down, it is there,
    /// whatever else lies in the folder.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is neither an address nor a file, [`Error::NotAServer`].
    pub fn of(folder: &Path) -> Result<Self, Error> {
        if let Some(server) = address(folder)? {
            return Ok(Self::Server(server));
        }
        let path = folder.join(DATABASE_FILE);
        if path.exists() { Ok(Self::File(path)) } else { Err(Error::Missing { path }) }
    }

    /// Names the place without a password.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server(server) => server.name(),
        }
    }

    /// Makes a new instance in a folder: in a file there, or on a server whose address is written down
    /// there once the instance is complete.
    ///
    /// # Errors
    /// As [`Store::create`] and [`Store::create_on`].
    pub async fn create(
        folder: &Path,
        url: Option<&str>,
        meta: Meta,
        keys: &Keys,
    ) -> Result<Store, Error> {
        let Some(url) = url else {
            return Store::create(&folder.join(DATABASE_FILE), meta, keys).await;
        };
        let store = Store::create_on(&Server::read(url)?, meta, keys).await?;
        write_address(folder, url)?;
        Ok(store)
    }

    /// Opens the instance that is here.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::open_on`].
    pub async fn open(&self, keys: &Keys) -> Result<Store, Error> {
        match self {
            Self::File(path) => Store::open(path, keys).await,
            Self::Server(server) => Store::open_on(server, keys).await,
        }
    }

    /// Moves a folder's instance from its file to an empty database on a server. The copy is verified
    /// before the folder points to it; the file is kept under another name.
    ///
    /// # Errors
    /// As [`Store::copy_to_server`]; [`Error::Exists`] when it is on a server already.
    pub async fn move_to_server(folder: &Path, url: &str, keys: &Keys) -> Result<Report, Error> {
        let server = Server::read(url)?;
        let Self::File(path) = Self::of(folder)? else {
            return Err(Error::Exists { path: folder.join(ADDRESS_FILE) });
        };
        let store = Store::open(&path, keys).await?;
        let copied = store.copy_to_server(&server, keys).await;
        store.close().await;
        let report = copied?;
        write_address(folder, url)?;
        put_aside(&path, report.version)?;
        Ok(report)
    }

    /// Moves a folder's instance from its server to a file. The database on the server is left as it is.
    ///
    /// # Errors
    /// As [`Store::copy_to_file`]; [`Error::Missing`] when it is on no server.
    pub async fn move_to_file(folder: &Path, keys: &Keys) -> Result<Report, Error> {
        let at = folder.join(ADDRESS_FILE);
        let Some(server) = address(folder)? else { return Err(Error::Missing { path: at }) };
        let store = Store::open_on(&server, keys).await?;
        let copied = store.copy_to_file(&folder.join(DATABASE_FILE), keys).await;
        store.close().await;
        let report = copied?;
        put_aside(&at, report.version)?;
        Ok(report)
    }

    /// Puts a backup in place of an instance that is gone, in a file of the folder or on a server.
    ///
    /// # Errors
    /// As [`Store::restore`] and [`Store::copy_to_server`].
    pub async fn restore(
        backup: &Path,
        folder: &Path,
        url: Option<&str>,
        keys: &Keys,
    ) -> Result<Report, Error> {
        if let Ok(there) = Self::of(folder) {
            return Err(Error::Exists { path: PathBuf::from(there.name()) });
        }
        let Some(url) = url else {
            return Store::restore(backup, &folder.join(DATABASE_FILE), keys).await;
        };
        let server = Server::read(url)?;
        let store = Store::open(backup, keys).await?;
        let copied = store.copy_to_server(&server, keys).await;
        store.close().await;
        let report = copied?;
        write_address(folder, url)?;
        Ok(report)
    }
}

/// Reads the address that is written down in a folder.
fn address(folder: &Path) -> Result<Option<Server>, Error> {
    let path = folder.join(ADDRESS_FILE);
    let facts = match fs::metadata(&path) {
        Ok(facts) => facts,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk("looking at", &path)(error)),
    };
    if facts.len() > ADDRESS_BYTES_MAX {
        let why = format!("{} is too long for an address", path.display());
        return Err(Error::NotAServer { why });
    }
    let text = fs::read_to_string(&path).map_err(disk("reading", &path))?;
    Server::read(text.trim()).map(Some)
}

fn write_address(folder: &Path, url: &str) -> Result<(), Error> {
    let draft = Draft::begin(&folder.join(ADDRESS_FILE))?;
    let mut file = file::create_private(draft.at())?;
    file.write_all(format!("{url}\n").as_bytes()).map_err(disk("writing", draft.at()))?;
    drop(file);
    draft.finish()
}

/// Renames what is in force no more; it is kept until its owner deletes it.
fn put_aside(path: &Path, version: u64) -> Result<(), Error> {
    let aside = file::with_suffix(path, &format!(".moved-at-{version}"));
    if aside.symlink_metadata().is_ok() {
        return Err(Error::Exists { path: aside });
    }
    fs::rename(path, &aside).map_err(disk("renaming", path))
}
