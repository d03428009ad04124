//! Acts: begun, added, answered, signed and shown.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::seal::payload::{self, Answer, Answers, Genesis};
use exchange::seal::{Chain, ChainRefusal, Draft, Kind, inspect};
use exchange::vocabulary::{ClauseId, Party};
use jiff::Timestamp;

use super::keys::{PartyLetter, chance, read_secrets};
use super::{folder, log};
use crate::cli::{self, Failure, Out};
use crate::files;

/// The folder of acts and the policy: what every command on acts shares.
#[derive(Args)]
pub(crate) struct Place {
    /// The folder in which the acts are gathered.
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// The policy file.
    #[arg(long, value_name = "FILE")]
    pub(super) policy: PathBuf,
}

impl Place {
    /// Takes up the acts.
    pub(super) fn open(&self) -> Result<Chain, Failure> {
        folder::open(&self.folder, &files::read_text(&self.policy)?)
    }
}

/// What `seal begin` takes.
#[derive(Args)]
pub(crate) struct BeginArguments {
    #[command(flatten)]
    place: Place,
    /// What people call the exchange.
    #[arg(long)]
    title: String,
    /// Whose call it is to begin.
    #[arg(long, value_enum, ignore_case = true, default_value = "m")]
    from: PartyLetter,
    /// An officer's key file; others may follow with `seal sign`.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
}

/// What `seal act` takes.
#[derive(Args)]
pub(crate) struct ActArguments {
    #[command(flatten)]
    place: Place,
    /// What it does, such as `propose` or `list-commit`.
    #[arg(long = "type", value_name = "WORD")]
    kind: String,
    /// Who does it.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// The payload, a JSON file; its exact bytes are sealed.
    #[arg(long, value_name = "FILE")]
    payload: PathBuf,
    /// When an offer ends (RFC 3339).
    #[arg(long, value_name = "TIME")]
    expires: Option<Timestamp>,
    /// An officer's key file; others may follow with `seal sign`.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
}

/// What `seal accept` and `seal refuse` take.
#[derive(Args)]
pub(crate) struct AnswerArguments {
    #[command(flatten)]
    place: Place,
    /// Who answers.
    #[arg(long, value_enum, ignore_case = true)]
    from: PartyLetter,
    /// A clause, as it was put forward last.
    #[arg(long = "clause", value_name = "ID", required = true)]
    clauses: Vec<String>,
    /// Why, in words for the other side.
    #[arg(long)]
    reason: Option<String>,
    /// An officer's key file; others may follow with `seal sign`.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
}

/// What `seal sign` takes.
#[derive(Args)]
pub(crate) struct SignArguments {
    #[command(flatten)]
    place: Place,
    /// An officer's key file.
    #[arg(long = "key", value_name = "FILE", required = true)]
    keys: Vec<PathBuf>,
}

/// What `seal show` takes.
#[derive(Args)]
pub(crate) struct ShowArguments {
    #[command(flatten)]
    place: Place,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Turns the core's refusal into ours.
#[expect(clippy::needless_pass_by_value, reason = "handed over by map_err")]
pub(super) fn refused(refusal: ChainRefusal) -> Failure {
    let hint = match &refusal {
        ChainRefusal::Authority(_) => "use the policy file that all parties exchanged",
        ChainRefusal::Payload(_) => "mend the payload; spec/6-seal.md shows each kind",
        ChainRefusal::Ledger(_) => "look at `safeconduct seal show`: an act must follow from it",
        ChainRefusal::Unsigned { .. } => "have them sign with `safeconduct seal sign` first",
        ChainRefusal::Empty => "begin with `safeconduct seal begin`",
        ChainRefusal::Files(_) => "the folder was changed by hand; take the acts from a copy",
        ChainRefusal::Note(_)
        | ChainRefusal::Signature(_)
        | ChainRefusal::Checkpoint(_)
        | ChainRefusal::Head(_)
        | ChainRefusal::Time => "sign each act once, with a key that its party has in the policy",
    };
    let basis = if let ChainRefusal::Payload(payload::PayloadRefusal::Law(law)) = &refusal {
        law.basis()
    } else {
        None
    };
    let (what, hint, id) = (refusal.to_string(), hint.to_owned(), Some(refusal.id()));
    Failure::Refused { what, hint, basis, id, kind: cli::Kind::Rule }
}

/// Begins an exchange.
pub(super) fn begin(arguments: &BeginArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let parties = std::collections::BTreeMap::new();
    let genesis = Genesis::new(chain.authority(), arguments.title.clone(), parties);
    let draft = Draft {
        kind: Kind::Genesis,
        from: arguments.from.into(),
        payload: payload::write(&genesis),
        expires: None,
    };
    add(&arguments.place, draft, &arguments.keys, out)
}

/// Adds an act.
pub(super) fn act(arguments: &ActArguments, out: &mut Out) -> Result<(), Failure> {
    let kind = Kind::read(&arguments.kind).ok_or_else(|| {
        let words: Vec<&str> = Kind::ALL.into_iter().map(Kind::word).collect();
        Failure::incomplete(
            format!("`{}` is no type of act", arguments.kind),
            format!("write one of {}", words.join(", ")),
        )
    })?;
    let payload = files::read_bytes(&arguments.payload, files::TEXT_BYTES_MAX)?;
    let draft = Draft { kind, from: arguments.from.into(), payload, expires: arguments.expires };
    add(&arguments.place, draft, &arguments.keys, out)
}

/// Accepts or refuses clauses.
pub(super) fn answer(
    arguments: &AnswerArguments,
    accepts: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let mut clauses = Vec::new();
    for id in &arguments.clauses {
        let unknown = || {
            Failure::refused(
                format!("nobody has put forward a clause `{id}`"),
                "look at `safeconduct seal show` for the clauses",
            )
        };
        let id = ClauseId::read(id).ok().ok_or_else(unknown)?;
        let digest = chain.ledger().clauses().newest(&id).ok_or_else(unknown)?;
        clauses.push(Answer { id, digest, reason: arguments.reason.clone() });
    }
    let kind = if accepts { Kind::Accept } else { Kind::Refuse };
    let from: Party = arguments.from.into();
    let draft = Draft { kind, from, payload: payload::write(&Answers { clauses }), expires: None };
    add(&arguments.place, draft, &arguments.keys, out)
}

pub(super) fn add(
    place: &Place,
    draft: Draft,
    keys: &[PathBuf],
    out: &mut Out,
) -> Result<(), Failure> {
    let mut chain = place.open()?;
    let keys = read_secrets(keys)?;
    let seq = chain.append(draft, chance(), &keys.iter().collect::<Vec<_>>()).map_err(refused)?;
    folder::store(&place.folder, &chain)?;
    told(&place.folder, &chain, seq, out)
}

/// Signs the last act.
pub(super) fn sign(arguments: &SignArguments, out: &mut Out) -> Result<(), Failure> {
    let mut chain = arguments.place.open()?;
    let mut seq = 0;
    for key in read_secrets(&arguments.keys)? {
        seq = chain.sign(&key).map_err(refused)?;
    }
    folder::store(&arguments.place.folder, &chain)?;
    told(&arguments.place.folder, &chain, seq, out)
}

/// Says what was added and who has yet to sign.
fn told(folder: &Path, chain: &Chain, seq: u64, out: &mut Out) -> Result<(), Failure> {
    let kind = chain.ledger().rows().last().map_or("", |row| row.act.kind.word());
    out.line(format!("entry {seq}: {kind}, in {}", folder.display()))?;
    let missing = chain.missing();
    if missing.is_empty() {
        return out.line("it bears every signature that it needs");
    }
    out.line(format!("it binds nobody until {} signed", log::joined(&missing)))
}

/// Shows acts and clauses.
pub(super) fn show(arguments: &ShowArguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.place.policy)?;
    let folder = &arguments.place.folder;
    // Acts that are being gathered have their post beside them; a bundle may be one file.
    let mut found = if folder.is_dir() { folder::gathered(folder) } else { folder::read(folder) }?;
    found.remove(exchange::seal::bundle::MANIFEST);
    let report = inspect(&found, &policy);
    crate::cli::verify::show(&report, arguments.json, out)
}

/// What `seal open-act` takes.
#[derive(Args)]
pub(crate) struct OpenArguments {
    #[command(flatten)]
    place: Place,
    /// An act whose payload is laid open.
    #[arg(long = "entry", value_name = "NUMBER", required = true)]
    entries: Vec<u64>,
    /// Where it goes, for `safeconduct verify --open FILE`. Hand it to the judge alone.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Lays payloads open.
pub(super) fn open(arguments: &OpenArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let laid_open = chain.lay_open(&arguments.entries).ok_or_else(|| {
        Failure::incomplete(
            "one of these acts, or its payload, is not here",
            "look at `safeconduct seal show`; take in the bundle again with --identity FILE",
        )
    })?;
    files::write_whole(&arguments.out, &payload::write(&laid_open))?;
    out.line(format!(
        "{}: for `safeconduct verify --open`; hand it to the judge alone",
        arguments.out.display()
    ))
}
