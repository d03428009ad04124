//! Keys: made on a party's own machine, known to the others by what was read aloud.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use exchange::seal::keyring::{Keyring, PublicKeys, compose_policy};
use exchange::seal::notary::fingerprint;
use exchange::seal::notary::key::{Algorithm, SecretKey, VerifyKey};
use exchange::seal::notary::recipient::{Identity, Recipient};
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
    /// Make this one key alone, to be put in the place of another: such as `A-officer-1.2`, `A-root.2`,
    /// `A-witness.2`, `A-age-3`.
    #[arg(long, value_name = "NAME", conflicts_with = "officers")]
    name: Option<String>,
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
    /// A file keys.pub, a policy or a key file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What was heard: ten groups of five. Says which group is wrong.
    #[arg(long, value_name = "GROUPS")]
    heard: Option<String>,
    /// Whose fingerprint was heard: a name as it is shown here; the whole file's if left away.
    #[arg(long, value_name = "NAME", requires = "heard")]
    of: Option<String>,
}

/// Draws 32 bytes of chance.
pub(super) fn chance() -> [u8; 32] {
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Makes a party's keys, or one that is to stand in the place of another.
pub(super) fn make(arguments: &KeysArguments, out: &mut Out) -> Result<(), Failure> {
    let party: Party = arguments.party.into();
    let (secrets, public) = match &arguments.name {
        Some(name) => one(party, name)?,
        None => all(party, arguments.officers)?,
    };
    fs::create_dir(&arguments.out).map_err(|error| {
        Failure::refused(
            format!("{} cannot be made: {error}", arguments.out.display()),
            "name a new folder; keys are never written over others",
        )
    })?;
    let mut is_locked = false;
    for Secret { name, public, text } in &secrets {
        let path = arguments.out.join(format!("{name}.key"));
        let locked = locked::lock(public, text)?;
        is_locked = locked != *text;
        write_secret(&path, &locked)?;
        out.line(format!("{}  {}", path.display(), fingerprint::of(public)))?;
    }
    let path = arguments.out.join(PUBLIC_FILE);
    files::write_whole(&path, public.as_bytes())?;
    out.line(format!("{}  hand this file to the other parties", path.display()))?;
    if secrets.iter().any(|secret| secret.name.contains("-root")) {
        out.line(format!(
            "take {party}-root.key off this machine now: it signs changes of keys and nothing else"
        ))?;
    }
    out.line(if is_locked {
        "the .key files are secret and under your passphrase: keep one officer's key on one officer's machine, and a \
         copy of each where it is safe"
    } else {
        "the .key files are secret, readable by you alone, and under no passphrase (--passphrase-file FILE puts them \
         under one): keep them on an encrypted disk, one officer's key on one officer's machine"
    })
}

/// A secret before it is written: the name of its file, its public half and itself, as text.
struct Secret {
    name: String,
    public: String,
    text: String,
}

impl Secret {
    fn of_key(key: &SecretKey) -> Self {
        let public = key.public();
        let (name, text) = (public.name().to_owned(), key.to_secret_text());
        Self { name, public: public.to_string(), text }
    }

    fn of_identity(name: String, identity: &Identity) -> Self {
        Self { name, public: identity.recipient().to_string(), text: identity.to_secret_text() }
    }
}

fn all(party: Party, officers: u32) -> Result<(Vec<Secret>, String), Failure> {
    let ring = Keyring::new(party, officers, &chance())
        .map_err(|refusal| Failure::incomplete(refusal.to_string(), "name 2 to 20 officers"))?;
    let named = ring.identities.iter().zip(1..);
    let identities = named
        .map(|(identity, number)| Secret::of_identity(format!("{party}-age-{number}"), identity));
    let secrets = ring.all().map(Secret::of_key).chain(identities).collect();
    Ok((secrets, ring.public().to_text()))
}

fn one(party: Party, name: &str) -> Result<(Vec<Secret>, String), Failure> {
    let wrong = |what: String| {
        Failure::incomplete(what, "write such as A-officer-1.2, A-root.2, A-witness.2 or A-age-3")
    };
    let place = name.strip_prefix(&format!("{party}-"));
    let place = place.ok_or_else(|| wrong(format!("`{name}` is no key of {party}")))?;
    if place.contains(['/', '\\']) {
        return Err(wrong(format!("`{name}` cannot name a file")));
    }
    let secret = if place.starts_with("age-") {
        Secret::of_identity(name.to_owned(), &Identity::from_seed(chance()))
    } else {
        let witness = place.starts_with("witness");
        let algorithm = if witness { Algorithm::Cosignature } else { Algorithm::Note };
        let key = SecretKey::from_seed(name, algorithm, &chance());
        Secret::of_key(&key.map_err(|refusal| wrong(refusal.to_string()))?)
    };
    let public = format!("{}\n", secret.public);
    Ok((vec![secret], public))
}

/// A secret is created for its owner alone: it is never readable by others, not even for a moment.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<(), Failure> {
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

/// Shows the fingerprints of the keys in a file, or holds one that was heard against them.
pub(super) fn fingerprints(arguments: &FingerprintArguments, out: &mut Out) -> Result<(), Failure> {
    let text = files::read_text(&arguments.file)?;
    let Some(heard) = &arguments.heard else { return list_fingerprints(&text, out) };
    let (name, own) = match &arguments.of {
        None => ("the whole file".to_owned(), whole_file(&text)),
        Some(name) => named_keys(&text)
            .into_iter()
            .find(|(own, _)| own == name)
            .map(|(name, public)| (name, fingerprint::of(&public)))
            .ok_or_else(|| {
                Failure::incomplete(
                    format!("there is no key `{name}` in {}", arguments.file.display()),
                    "write a name as `safeconduct seal fingerprints FILE` shows it",
                )
            })?,
    };
    fingerprint::hear(heard, &own).map_err(|slip| {
        let hint = match slip {
            fingerprint::Slip::Other(..) => {
                "do not sign: one of you holds another file; compare key by key with --of NAME"
            }
            fingerprint::Slip::Count(_) | fingerprint::Slip::Misheard(..) => {
                "have it read again, slowly"
            }
        };
        Failure::refused(format!("{name}: {slip}"), hint)
    })?;
    out.line(format!("{name}: all ten groups are as they were heard"))
}

/// A file has one fingerprint of its own: whoever hears that one has heard all its keys.
fn whole_file(text: &str) -> String {
    fingerprint::of(text)
}

/// Returns the keys in a file with the names under which they are shown: a recipient is named after the party
/// whose it is.
fn named_keys(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut letter = String::new();
    for word in text.split_whitespace() {
        let key = SecretKey::read(word).ok().map(|key| key.public().clone());
        let recipient = Identity::read(word).ok().map(|own| own.recipient());
        if let Some(key) = key.or_else(|| VerifyKey::read(word).ok()) {
            let own = key.name().split('-').next().unwrap_or_default();
            own.clone_into(&mut letter);
            found.push((key.name().to_owned(), key.to_string()));
        } else if let Some(own) = recipient.or_else(|| Recipient::read(word).ok()) {
            let prefix = format!("{letter}-age-");
            let number = found.iter().filter(|(name, _)| name.starts_with(&prefix)).count() + 1;
            found.push((format!("{prefix}{number}"), own.to_string()));
        }
    }
    found
}

fn list_fingerprints(text: &str, out: &mut Out) -> Result<(), Failure> {
    let keys = named_keys(text);
    if keys.is_empty() {
        return Err(Failure::incomplete(
            "there is no key in this file",
            "name a file keys.pub, a policy or a key file",
        ));
    }
    for (name, public) in &keys {
        out.line(format!("  {name:<14} {}", fingerprint::of(public)))?;
    }
    if keys.len() > 1 {
        out.line(format!("  {:<14} {}", "the whole file", whole_file(text)))?;
    }
    Ok(())
}
