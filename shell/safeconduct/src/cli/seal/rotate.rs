//! Rotation: keys that are replaced or revoked while an exchange goes on.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::seal::notary::key::VerifyKey;
use exchange::seal::notary::recipient::Recipient;
use exchange::seal::payload;
use exchange::seal::roster::{Address, Change, Key, KeyChange};
use exchange::seal::{Draft, Kind, root_name, witness_name};
use exchange::vocabulary::Party;

use super::acts::{Place, add};
use super::keys::PartyLetter;
use crate::cli::{Failure, Out};
use crate::files;

/// What `seal rotate` takes.
#[derive(Args)]
pub(crate) struct RotateArguments {
    #[command(flatten)]
    place: Place,
    /// Whose keys change.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// A place and the file with its new public key, such as `A-officer-1=new/keys.pub`.
    #[arg(long, value_name = "PLACE=FILE")]
    replace: Vec<String>,
    /// A place whose key no longer counts from the next entry on.
    #[arg(long, value_name = "PLACE")]
    revoke: Vec<String>,
    /// A file with the age recipients to which the party's payloads are encrypted from now on.
    #[arg(long, value_name = "FILE")]
    recipients: Option<PathBuf>,
    /// The party's root. Where a root or a witness is replaced: officers' keys; others follow with `seal sign`.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
}

/// Adds an act that changes keys.
pub(super) fn rotate(arguments: &RotateArguments, out: &mut Out) -> Result<(), Failure> {
    let party: Party = arguments.from.into();
    let mut changes = Vec::new();
    for word in &arguments.replace {
        let (place, file) = word.split_once('=').ok_or_else(|| {
            Failure::incomplete(
                format!("`{word}` does not say what is replaced by what"),
                "write PLACE=FILE, such as A-officer-1=new/keys.pub",
            )
        })?;
        let key = read_key(Path::new(file))?;
        changes.push(Change::Replace { place: place.to_owned(), key: Key(key) });
    }
    let revoked = arguments.revoke.iter();
    changes.extend(revoked.map(|place| Change::Revoke { place: place.clone() }));
    if let Some(path) = &arguments.recipients {
        changes.push(Change::Recipients { recipients: read_recipients(path)? });
    }
    let lost = [root_name(party), witness_name(party)];
    let ceremony = changes
        .iter()
        .any(|change| matches!(change, Change::Replace { place, .. } if lost.contains(place)));
    let kind = if ceremony { Kind::KeyCeremony } else { Kind::KeyChange };
    let payload = payload::write(&KeyChange { changes });
    let draft = Draft { kind, from: party, payload, expires: None };
    add(&arguments.place, draft, &arguments.keys, out)
}

fn read_key(path: &Path) -> Result<VerifyKey, Failure> {
    let text = files::read_text(path)?;
    VerifyKey::read(text.trim_end_matches('\n')).map_err(|refusal| {
        Failure::refused(
            format!("{}: {refusal}", path.display()),
            "name the keys.pub that `safeconduct seal keys --name NAME` made",
        )
    })
}

fn read_recipients(path: &Path) -> Result<Vec<Address>, Failure> {
    let text = files::read_text(path)?;
    let lines = text.lines().filter(|line| line.starts_with("age1"));
    lines
        .map(|line| {
            Recipient::read(line).map(Address).map_err(|refusal| {
                Failure::refused(
                    format!("{}: {refusal}", path.display()),
                    "name the keys.pub that `safeconduct seal keys --name NAME` made",
                )
            })
        })
        .collect()
}
