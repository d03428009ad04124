//! Intersect: finding who is sought by one side and held by the other, step by step, each step a file.

mod files;

use std::path::PathBuf;

use clap::{Args, Subcommand};
use exchange::seal::Ledger;
use exchange::seal::intersect::{
    self, Keyed, Keys, Match, MatchAnswer, MatchCommit, MatchQuery, MatchQuota, MatchRelease,
    QUERY_KEYS, Query, RoundRefusal, Secret,
};
use exchange::seal::notary::hex;
use exchange::seal::payload;
use exchange::vocabulary::{Digest, ExchangeId, ListId, Side};

use self::files::{keep_secret, list, open_secret, round_file, working};
use super::acts::Place;
use super::keys::chance;
use crate::cli::{Failure, Out};
use crate::files::write_whole;

/// The steps of a round, in their order.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Show what each way of matching tells whom, before you choose.
    Modes,
    /// Fix lists, key and tags for a round, before anybody asks.
    Commit(CommitArguments),
    /// Make the query for those whom your side seeks.
    Ask(AskArguments),
    /// Count a query against its quota, as the mediator.
    Allow(AllowArguments),
    /// Answer the other side's query, into the mediator's hands.
    Answer(AnswerArguments),
    /// Check both answers, and hand them out at once, as the mediator.
    Release(ReleaseArguments),
    /// See who was found, at home.
    Match(MatchArguments),
    /// Find the same in clear, as a mediator to whom both sides gave their lists.
    Clear(ClearArguments),
}

/// What `seal intersect commit` takes.
#[derive(Args)]
pub(crate) struct CommitArguments {
    #[command(flatten)]
    place: Place,
    /// Your side.
    #[arg(long, value_enum, ignore_case = true)]
    from: SideLetter,
    /// The round, counted from 1.
    #[arg(long, default_value_t = 1)]
    round: u32,
    /// The identifier of your committed list of those you seek.
    #[arg(long, value_name = "ID")]
    wanted: String,
    /// The identifier of your committed list of those you hold.
    #[arg(long, value_name = "ID")]
    held: String,
    /// The closed list of those you hold, as `lists close` wrote it.
    #[arg(long, value_name = "LIST")]
    held_list: PathBuf,
    /// Where the round's secret goes: a new file. Destroy it after the round.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// Where the tag file goes. The other side gets it through the mediator, with the answer.
    #[arg(long, value_name = "FILE")]
    tags: PathBuf,
    /// Where a table goes that tells, for you alone, which reference means which line.
    #[arg(long, value_name = "CSV")]
    references: PathBuf,
    /// Where the payload for `seal act --type match-commit` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A side as it is typed.
#[derive(Clone, Copy, clap::ValueEnum)]
enum SideLetter {
    /// Side A.
    A,
    /// Side B.
    B,
}

impl From<SideLetter> for Side {
    fn from(letter: SideLetter) -> Self {
        match letter {
            SideLetter::A => Self::A,
            SideLetter::B => Self::B,
        }
    }
}

/// What `seal intersect ask` takes.
#[derive(Args)]
pub(crate) struct AskArguments {
    #[command(flatten)]
    place: Place,
    /// The round's secret.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The closed list of those you seek, as `lists close` wrote it.
    #[arg(long, value_name = "LIST")]
    wanted_list: PathBuf,
    /// Where the query goes. Keep a copy: `match` needs it.
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
    /// Where the payload for `seal act --type match-query` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal intersect allow` takes.
#[derive(Args)]
pub(crate) struct AllowArguments {
    #[command(flatten)]
    place: Place,
    /// The query file.
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
    /// Where the payload for `seal act --type match-quota` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal intersect answer` takes.
#[derive(Args)]
pub(crate) struct AnswerArguments {
    #[command(flatten)]
    place: Place,
    /// The round's secret.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The other side's query file.
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
    /// Where the answer goes: to the mediator, with the tag file.
    #[arg(long, value_name = "FILE")]
    answer: PathBuf,
    /// Where the payload for `seal act --type match-answer` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal intersect release` takes.
#[derive(Args)]
pub(crate) struct ReleaseArguments {
    #[command(flatten)]
    place: Place,
    /// The round.
    #[arg(long, default_value_t = 1)]
    round: u32,
    /// What A sent: its query, its answer to B, its tag file.
    #[arg(long, num_args = 3, value_names = ["QUERY", "ANSWER", "TAGS"])]
    a: Vec<PathBuf>,
    /// What B sent: its query, its answer to A, its tag file.
    #[arg(long, num_args = 3, value_names = ["QUERY", "ANSWER", "TAGS"])]
    b: Vec<PathBuf>,
    /// Where the payload for `seal act --type match-release` goes.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What `seal intersect match` takes.
#[derive(Args)]
pub(crate) struct MatchArguments {
    #[command(flatten)]
    place: Place,
    /// The round's secret.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The closed list of those you seek.
    #[arg(long, value_name = "LIST")]
    wanted_list: PathBuf,
    /// Your query file, as it was sent.
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
    /// The other side's answer.
    #[arg(long, value_name = "FILE")]
    answer: PathBuf,
    /// The other side's tag file.
    #[arg(long, value_name = "FILE")]
    tags: PathBuf,
    /// Where the table of those found goes. It names lines of your list.
    #[arg(long, value_name = "CSV")]
    out: PathBuf,
}

/// What `seal intersect clear` takes.
#[derive(Args)]
pub(crate) struct ClearArguments {
    /// The closed list of those whom one side seeks.
    #[arg(value_name = "WANTED")]
    wanted: PathBuf,
    /// The closed list of those whom the other side holds.
    #[arg(value_name = "HELD")]
    held: PathBuf,
    /// Where the table of those found goes: for the side that seeks them.
    #[arg(long, value_name = "CSV")]
    out: PathBuf,
    /// Where a table goes that tells the holding side which reference means which line.
    #[arg(long, value_name = "CSV")]
    references: PathBuf,
}

/// Runs the command.
pub(super) fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Modes => out.line(intersect::MODES.trim_end()),
        Command::Commit(arguments) => commit(&arguments, out),
        Command::Ask(arguments) => ask(&arguments, out),
        Command::Allow(arguments) => allow(&arguments, out),
        Command::Answer(arguments) => answer(&arguments, out),
        Command::Release(arguments) => release(&arguments, out),
        Command::Match(arguments) => matched(&arguments, out),
        Command::Clear(arguments) => clear(&arguments, out),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "handed over by map_err")]
fn refused(refusal: RoundRefusal) -> Failure {
    let hint = match &refusal {
        RoundRefusal::People { .. } => "name the closed list that was committed to",
        RoundRefusal::Oprf(_) => "do not use it; tell the mediator, and keep the file as evidence",
        RoundRefusal::File(_) => "ask for the file again; it was damaged or is another",
        RoundRefusal::Other(_) | RoundRefusal::Digest(_) => {
            "name the file that belongs to this round; if it does, keep it as evidence"
        }
    };
    Failure::refused(refusal.to_string(), hint)
}

fn early(what: String) -> Failure {
    Failure::refused(what, "look at `safeconduct seal show`; the round has its order")
}

/// The most keys that anybody may ask in this exchange so far: the floor for keys is set against it.
fn quota(ledger: &Ledger) -> u64 {
    let most = ledger.lists().map(|(.., commitment)| commitment.count).max().unwrap_or(0);
    most.saturating_mul(QUERY_KEYS)
}

fn commit(arguments: &CommitArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let side: Side = arguments.from.into();
    let lines = |id: &str| -> Result<(ListId, u64), Failure> {
        let list = ListId::read(id).map_err(|refusal| {
            Failure::incomplete(refusal.to_string(), "name the list as `seal commit --id` did")
        })?;
        let lines = chain.ledger().lines(side.into(), &list).ok_or_else(|| {
            Failure::refused(
                format!("{side} has committed to no list `{id}`"),
                "commit to both lists first: `safeconduct seal commit`, then `seal act`",
            )
        })?;
        Ok((list, lines))
    };
    let (wanted, _) = lines(&arguments.wanted)?;
    let (held, count) = lines(&arguments.held)?;
    let round = arguments.round;
    let exchange = chain.authority().exchange().clone();
    let secret = Secret { exchange: exchange.clone(), round, side, seed: chance() };
    let quota = quota(chain.ledger());
    let people = list(&arguments.held_list)?;
    let keys = Keys::new(&exchange, round, quota);
    let keyed: Vec<Vec<Keyed>> = people.iter().map(|own| keys.held(&own.known())).collect();
    let _busy = working("making tags");
    let (key, tags) = intersect::fix(&secret, &keyed, count).map_err(refused)?;
    let bytes = tags.to_bytes();
    let commit = MatchCommit {
        round,
        wanted,
        held,
        profile: intersect::profile(),
        key,
        tags: Digest::of(&[&bytes]),
        rows: u64::try_from(tags.rows.len()).unwrap_or(u64::MAX),
    };
    keep_secret(&arguments.secret, &secret, quota)?;
    write_whole(&arguments.tags, &bytes)?;
    files::references(&arguments.references, &secret, &people)?;
    write_whole(&arguments.out, &payload::write(&commit))?;
    tell_keys(&keyed, out)?;
    out.line(format!("{} tags fixed for {count} lines of list {}", commit.rows, commit.held))?;
    out.line("seal it with `safeconduct seal act --type match-commit`; keep the secret to yourself")
}

/// Says how many people have keys, and how many have none and so cannot be found.
fn tell_keys(keyed: &[Vec<Keyed>], out: &mut Out) -> Result<(), Failure> {
    let without = keyed.iter().filter(|own| own.is_empty()).count();
    out.line(format!(
        "{} people, {} keys",
        keyed.len(),
        keyed.iter().map(Vec::len).sum::<usize>()
    ))?;
    if without > 0 {
        out.line(format!(
            "{without} of them have no key that could not be guessed and cannot be found this way: give the \
             mediator their lines, or find out their birth dates"
        ))?;
    }
    Ok(())
}

/// The people sought, their keys, and the number of committed lines.
type Sought = (Vec<files::Person>, Vec<Vec<Keyed>>, u64);

fn sought(
    ledger: &Ledger,
    (secret, quota): &(Secret, u64),
    path: &std::path::Path,
) -> Result<Sought, Failure> {
    let side = secret.side;
    let own = ledger.match_commit(secret.round, side).ok_or_else(|| {
        early(format!("{side} has not fixed its lists for round {}", secret.round))
    })?;
    let lines = ledger.lines(side.into(), &own.wanted).unwrap_or(0);
    let people = list(path)?;
    let keys = Keys::new(&secret.exchange, secret.round, *quota);
    let keyed = people.iter().map(|own| keys.wanted(&own.known())).collect();
    Ok((people, keyed, lines))
}

fn ask(arguments: &AskArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let opened = open_secret(&arguments.secret)?;
    let secret = &opened.0;
    let (_, keyed, lines) = sought(chain.ledger(), &opened, &arguments.wanted_list)?;
    let other = secret.side.other();
    if chain.ledger().match_commit(secret.round, other).is_none() {
        return Err(early(format!("{other} has not fixed its lists, key and tags yet")));
    }
    let _busy = working("making the query");
    let bytes = intersect::ask(secret, &keyed, lines).map_err(refused)?.to_bytes();
    let keys = lines.saturating_mul(QUERY_KEYS);
    let query = MatchQuery { round: secret.round, query: Digest::of(&[&bytes]), keys };
    write_whole(&arguments.query, &bytes)?;
    write_whole(&arguments.out, &payload::write(&query))?;
    tell_keys(&keyed, out)?;
    out.line(format!(
        "{keys} keys asked for {lines} lines; the rest is filling that means nobody"
    ))?;
    out.line("seal it with `safeconduct seal act --type match-query`")
}

fn allow(arguments: &AllowArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let bytes = round_file(&arguments.query)?;
    let read = Query::read(&bytes).map_err(|refusal| refused(refusal.into()))?;
    let (side, round) = (read.head.from, read.head.round);
    let logged = chain
        .ledger()
        .match_query(round, side)
        .ok_or_else(|| early(format!("{side} has not asked in round {round}")))?;
    let count = u64::try_from(read.elements.len()).unwrap_or(u64::MAX);
    if logged.query != Digest::of(&[&bytes]) {
        return Err(refused(RoundRefusal::Digest("query")));
    }
    if read.head.exchange != *chain.authority().exchange() {
        return Err(refused(RoundRefusal::Other("query")));
    }
    if logged.keys != count {
        return Err(Failure::refused(
            format!("the query holds {count} keys, and its act says {}", logged.keys),
            "do not allow it; the side must ask anew with the number it asks",
        ));
    }
    let quota = MatchQuota { round, of: side, query: logged.query };
    write_whole(&arguments.out, &payload::write(&quota))?;
    out.line(format!("the query of {side} has {count} keys, within its quota"))?;
    out.line("seal it with `safeconduct seal act --type match-quota --from m`")
}

fn answer(arguments: &AnswerArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let (secret, _) = open_secret(&arguments.secret)?;
    let (side, round) = (secret.side, secret.round);
    let ledger = chain.ledger();
    let own = ledger
        .match_commit(round, side)
        .ok_or_else(|| early(format!("{side} has not fixed its lists for round {round}")))?;
    let other = side.other();
    let logged = ledger
        .match_query(round, other)
        .ok_or_else(|| early(format!("{other} has not asked in round {round}")))?;
    if !ledger.is_counted(round, other) {
        return Err(early(format!("the mediator has not counted the query of {other}")));
    }
    let query = round_file(&arguments.query)?;
    if Digest::of(&[&query]) != logged.query {
        return Err(refused(RoundRefusal::Digest("query")));
    }
    let _busy = working("answering");
    let bytes = intersect::answer(&secret, &query).map_err(refused)?.to_bytes();
    let answered =
        MatchAnswer { round, query: logged.query, answer: Digest::of(&[&bytes]), tags: own.tags };
    write_whole(&arguments.answer, &bytes)?;
    write_whole(&arguments.out, &payload::write(&answered))?;
    out.line(format!("{} keys answered; hand answer and tag file to the mediator", logged.keys))?;
    out.line("seal it with `safeconduct seal act --type match-answer`")
}

fn release(arguments: &ReleaseArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let round = arguments.round;
    let read = |paths: &[PathBuf]| -> Result<Vec<Vec<u8>>, Failure> {
        if paths.len() != 3 {
            return Err(Failure::incomplete(
                "three files of each side are needed",
                "write --a QUERY ANSWER TAGS --b QUERY ANSWER TAGS",
            ));
        }
        paths.iter().map(|path| round_file(path)).collect()
    };
    let sent = [read(&arguments.a)?, read(&arguments.b)?];
    let mut answers = std::collections::BTreeMap::new();
    let _busy = working("checking proofs");
    for (at, side) in Side::BOTH.into_iter().enumerate() {
        let ledger = chain.ledger();
        let logged = ledger
            .match_answer(round, side)
            .ok_or_else(|| early(format!("{side} has not answered in round {round}")))?;
        let commit = ledger
            .match_commit(round, side)
            .ok_or_else(|| early(format!("{side} has not fixed its lists for round {round}")))?;
        let ([_, answer, tags], [query, ..]) = (&sent[at][..], &sent[1 - at][..]) else {
            return Err(Failure::incomplete("three files of each side are needed", "name them"));
        };
        if Digest::of(&[answer]) != logged.answer {
            return Err(refused(RoundRefusal::Digest("answer")));
        }
        intersect::check_answer(query, answer, tags, commit).map_err(refused)?;
        answers.insert(side, logged.answer);
        out.line(format!("{side}: answers, proofs and tags are those that were fixed"))?;
    }
    write_whole(&arguments.out, &payload::write(&MatchRelease { round, answers }))?;
    out.line(
        "seal it with `safeconduct seal act --type match-release --from m`, then hand both out",
    )
}

fn matched(arguments: &MatchArguments, out: &mut Out) -> Result<(), Failure> {
    let chain = arguments.place.open()?;
    let ledger = chain.ledger();
    let opened = open_secret(&arguments.secret)?;
    let secret = &opened.0;
    let (people, keyed, lines) = sought(ledger, &opened, &arguments.wanted_list)?;
    let (round, other) = (secret.round, secret.side.other());
    if !ledger.is_released(round) {
        return Err(early(format!("the mediator has not released round {round}")));
    }
    let commit = ledger
        .match_commit(round, other)
        .ok_or_else(|| early(format!("{other} has not fixed its lists for round {round}")))?;
    let files = [&arguments.query, &arguments.answer, &arguments.tags];
    let [query, answer, tags] = files.map(|path| round_file(path));
    let (query, answer, tags) = (query?, answer?, tags?);
    let logged = ledger.match_query(round, secret.side).map(|own| own.query);
    if logged != Some(Digest::of(&[&query])) {
        return Err(refused(RoundRefusal::Digest("query")));
    }
    if ledger.match_answer(round, other).map(|own| own.answer) != Some(Digest::of(&[&answer])) {
        return Err(refused(RoundRefusal::Digest("answer")));
    }
    let _busy = working("matching");
    let found = intersect::matches(secret, (&keyed, lines), (&query, &answer, &tags), commit)
        .map_err(refused)?;
    files::found(&arguments.out, &people, &found)?;
    tell_found(&found, out)?;
    out.line("after the round destroy the secret and both tag files")
}

fn tell_found(found: &[Match], out: &mut Out) -> Result<(), Failure> {
    let candidates = found.iter().filter(|own| own.candidate).count();
    out.line(format!(
        "{candidates} candidates; {} where one weak key fitted, for the mediator to look at",
        found.len() - candidates
    ))?;
    out.line("people confirm each of them before anybody is told")
}

fn clear(arguments: &ClearArguments, out: &mut Out) -> Result<(), Failure> {
    let exchange = ExchangeId::read(&hex(&chance())[..32])
        .map_err(|refusal| Failure::Fault(anyhow::Error::new(refusal)))?;
    let secret = Secret { exchange: exchange.clone(), round: 1, side: Side::A, seed: chance() };
    let (wanted, held) = (list(&arguments.wanted)?, list(&arguments.held)?);
    // Nobody guesses here: the mediator sees the lists. Every key counts.
    let keys = Keys::new(&exchange, 1, 0);
    let of_wanted: Vec<_> = wanted.iter().map(|own| keys.wanted(&own.known())).collect();
    let of_held: Vec<_> = held.iter().map(|own| keys.held(&own.known())).collect();
    let found = intersect::clear(&secret, &of_wanted, &of_held);
    files::references(&arguments.references, &secret, &held)?;
    files::found(&arguments.out, &wanted, &found)?;
    tell_found(&found, out)
}
