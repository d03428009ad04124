//! Keys: made on a party's own machine, known to the others by what was read aloud.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use exchange::seal::keyring::{Keyring, PublicKeys, compose_policy};
use exchange::seal::notary::key::{SecretKey, VerifyKey};
use exchange::vocabulary::{Digest, ExchangeId, Party};
use rand::RngCore as _;

use super::locked;
use crate::cli::{Failure, Out};
use crate::files;

/// The public halves of a party's keys, in its key folder.
const PUBLIC_FILE: &str = "keys.pub";

/// A party as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum PartyLetter {
    /// Side A.
    A,
    /// Side B.
    B,
    /// The mediator.
    M,
    /// A host state.
    H,
}

impl From<PartyLetter> for Party {
    fn from(letter: PartyLetter) -> Self {
        match letter {
            PartyLetter::A => Self::A,
            PartyLetter::B => Self::B,
            PartyLetter::M => Self::Mediator,
            PartyLetter::H => Self::Host,
        }
    }
}

/// What `seal keys` takes.
#[derive(Args)]
pub(crate) struct KeysArguments {
    /// Whose keys.
    #[arg(long, value_enum, ignore_case = true)]
    party: PartyLetter,
    /// How many officers; all of them must sign for their party.
    #[arg(long, default_value_t = 2)]
    officers: u32,
    /// A new folder for the keys.
    #[arg(long, value_name = "KEYDIR")]
    out: PathBuf,
}

/// What `seal policy` takes.
#[derive(Args)]
pub(crate) struct PolicyArguments {
    /// Each party's key folder, or the file keys.pub from it.
    #[arg(value_name = "KEYS", required = true)]
    keys: Vec<PathBuf>,
    /// The exchange's identifier, 32 hexadecimal digits; drawn if left away.
    #[arg(long, value_name = "ID")]
    exchange: Option<String>,
    /// Where the policy goes.
    #[arg(long, value_name = "POLICY")]
    out: PathBuf,
}

/// What `seal fingerprints` takes.
#[derive(Args)]
pub(crate) struct FingerprintArguments {
    /// A file keys.pub or a policy.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Draws 32 bytes of chance.
pub(super) fn chance() -> [u8; 32] {
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Makes a party's keys.
pub(super) fn make(arguments: &KeysArguments, out: &mut Out) -> Result<(), Failure> {
    let ring = Keyring::new(arguments.party.into(), arguments.officers, &chance())
        .map_err(|refusal| Failure::incomplete(refusal.to_string(), "name 2 to 20 officers"))?;
    fs::create_dir(&arguments.out).map_err(|error| {
        Failure::refused(
            format!("{} cannot be made: {error}", arguments.out.display()),
            "name a new folder; keys are never written over others",
        )
    })?;
    let mut is_locked = false;
    for key in ring.all() {
        let path = arguments.out.join(format!("{}.key", key.public().name()));
        let text = locked::lock(&key.public().to_string(), &key.to_secret_text())?;
        is_locked = text != key.to_secret_text();
        write_secret(&path, &text)?;
        out.line(format!("{}  {}", path.display(), key.public().fingerprint()))?;
    }
    let public = arguments.out.join(PUBLIC_FILE);
    files::write_whole(&public, ring.public().to_text().as_bytes())?;
    out.line(format!("{}  hand this file to the other parties", public.display()))?;
    out.line(if is_locked {
        "the .key files are secret and under your passphrase: keep one officer's key on one officer's machine, and a \
         copy of each where it is safe"
    } else {
        "the .key files are secret, readable by you alone, and under no passphrase (--passphrase-file FILE puts them \
         under one): keep them on an encrypted disk, one officer's key on one officer's machine"
    })
}

/// A secret is created for its owner alone: it is never readable by others, not even for a moment.
pub(super) fn write_secret(path: &Path, text: &str) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || -> anyhow::Result<()> {
        let mut file = options.open(path)?;
        file.write_all(format!("{text}\n").as_bytes())?;
        file.sync_all()?;
        Ok(())
    };
    write().with_context(|| format!("writing {}", path.display()))?;
    Ok(())
}

/// Reads a secret key from its file.
pub(super) fn read_secret(path: &Path) -> Result<SecretKey, Failure> {
    let text = locked::unlock(path, &files::read_text(path)?)?;
    SecretKey::read(&text).map_err(|refusal| {
        Failure::incomplete(
            format!("{}: {refusal}", path.display()),
            "name a .key file that `safeconduct seal keys` made",
        )
    })
}

/// Reads several secret keys.
pub(super) fn read_secrets(paths: &[PathBuf]) -> Result<Vec<SecretKey>, Failure> {
    paths.iter().map(|path| read_secret(path)).collect()
}

/// Writes the policy file.
pub(super) fn policy(arguments: &PolicyArguments, out: &mut Out) -> Result<(), Failure> {
    let mut parties = Vec::new();
    for path in &arguments.keys {
        let path = if path.is_dir() { path.join(PUBLIC_FILE) } else { path.clone() };
        let keys = PublicKeys::read(&files::read_text(&path)?).map_err(|refusal| {
            Failure::incomplete(
                format!("{}: {refusal}", path.display()),
                "name the file keys.pub of one party",
            )
        })?;
        parties.push(keys);
    }
    parties.sort_by_key(|keys| keys.party);
    let exchange =
        arguments.exchange.clone().unwrap_or_else(|| Digest(chance()).to_string()[..32].to_owned());
    let exchange = ExchangeId::read(&exchange).map_err(|refusal| {
        Failure::incomplete(refusal.to_string(), "write 32 hexadecimal digits")
    })?;
    if arguments.out.exists() {
        return Err(Failure::refused(
            format!("{} exists already", arguments.out.display()),
            "a policy in use must never change: name another file",
        ));
    }
    let text = compose_policy(&exchange, &parties).map_err(|refusal| {
        Failure::refused(refusal.to_string(), "name the keys of A, of B and of M, each once")
    })?;
    files::write_whole(&arguments.out, text.as_bytes())?;
    out.line(format!("exchange {exchange}"))?;
    out.line(format!("policy   {}  {}", arguments.out.display(), Digest::of(&[text.as_bytes()])))?;
    out.line("read the fingerprints aloud to each other before anybody signs:")?;
    list_fingerprints(&text, out)
}

/// Shows the fingerprints of the keys in a file.
pub(super) fn fingerprints(arguments: &FingerprintArguments, out: &mut Out) -> Result<(), Failure> {
    list_fingerprints(&files::read_text(&arguments.file)?, out)
}

fn list_fingerprints(text: &str, out: &mut Out) -> Result<(), Failure> {
    let keys: Vec<VerifyKey> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .filter_map(|word| VerifyKey::read(word).ok())
        .collect();
    if keys.is_empty() {
        return Err(Failure::incomplete(
            "there is no key in this file",
            "name a file keys.pub or a policy",
        ));
    }
    for key in keys {
        out.line(format!("  {:<14} {}", key.name(), key.fingerprint()))?;
    }
    Ok(())
}
