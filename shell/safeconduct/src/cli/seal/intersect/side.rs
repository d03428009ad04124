//! What a side does in a round: fix, ask, answer, and see at home who was found.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::seal::Ledger;
use exchange::seal::intersect::{
    self, Keyed, Keys, MatchAnswer, MatchCommit, MatchQuery, QUERY_KEYS, RoundRefusal, Secret,
};
use exchange::seal::payload;
use exchange::vocabulary::{Digest, ListId, Side};

use super::files::{self, keep_secret, list, open_secret, round_file, working};
use super::{early, refused, tell_found};
use crate::cli::seal::acts::Place;
use crate::cli::seal::keys::chance;
use crate::cli::{Failure, Out};
use crate::files::write_whole;

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

/// What `seal intersect ask` and `match` share: the same side, and the same query.
#[derive(Args)]
struct Seeking {
    #[command(flatten)]
    place: Place,
    /// The round's secret.
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The closed list of those you seek, as `lists close` wrote it.
    #[arg(long, value_name = "LIST")]
    wanted_list: PathBuf,
    /// The query: `ask` writes it, and `match` needs it as it was sent.
    #[arg(long, value_name = "FILE")]
    query: PathBuf,
}

/// What `seal intersect ask` takes.
#[derive(Args)]
pub(crate) struct AskArguments {
    #[command(flatten)]
    seeking: Seeking,
    /// Where the payload for `seal act --type match-query` goes.
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

/// What `seal intersect match` takes.
#[derive(Args)]
pub(crate) struct MatchArguments {
    #[command(flatten)]
    seeking: Seeking,
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

/// The most keys that anybody may ask in this exchange so far: the floor for keys is set against it.
fn quota(ledger: &Ledger) -> u64 {
    let most = ledger.lists().map(|(.., commitment)| commitment.count).max().unwrap_or(0);
    most.saturating_mul(QUERY_KEYS)
}

pub(super) fn commit(arguments: &CommitArguments, out: &mut Out) -> Result<(), Failure> {
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
    wanted_list: &Path,
) -> Result<Sought, Failure> {
    let side = secret.side;
    let own = ledger.match_commit(secret.round, side).ok_or_else(|| {
        early(format!("{side} has not fixed its lists for round {}", secret.round))
    })?;
    let lines = ledger.lines(side.into(), &own.wanted).unwrap_or(0);
    let people = list(wanted_list)?;
    let keys = Keys::new(&secret.exchange, secret.round, *quota);
    let keyed = people.iter().map(|own| keys.wanted(&own.known())).collect();
    Ok((people, keyed, lines))
}

pub(super) fn ask(arguments: &AskArguments, out: &mut Out) -> Result<(), Failure> {
    let Seeking { place, secret, wanted_list, query: path } = &arguments.seeking;
    let chain = place.open()?;
    let opened = open_secret(secret)?;
    let secret = &opened.0;
    let (_, keyed, lines) = sought(chain.ledger(), &opened, wanted_list)?;
    let other = secret.side.other();
    if chain.ledger().match_commit(secret.round, other).is_none() {
        return Err(early(format!("{other} has not fixed its lists, key and tags yet")));
    }
    let _busy = working("making the query");
    let bytes = intersect::ask(secret, &keyed, lines).map_err(refused)?.to_bytes();
    let keys = lines.saturating_mul(QUERY_KEYS);
    let query = MatchQuery { round: secret.round, query: Digest::of(&[&bytes]), keys };
    write_whole(path, &bytes)?;
    write_whole(&arguments.out, &payload::write(&query))?;
    tell_keys(&keyed, out)?;
    out.line(format!(
        "{keys} keys asked for {lines} lines; the rest is filling that means nobody"
    ))?;
    out.line("seal it with `safeconduct seal act --type match-query`")
}

pub(super) fn answer(arguments: &AnswerArguments, out: &mut Out) -> Result<(), Failure> {
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

pub(super) fn matched(arguments: &MatchArguments, out: &mut Out) -> Result<(), Failure> {
    let Seeking { place, secret, wanted_list, query } = &arguments.seeking;
    let chain = place.open()?;
    let ledger = chain.ledger();
    let opened = open_secret(secret)?;
    let secret = &opened.0;
    let (people, keyed, lines) = sought(ledger, &opened, wanted_list)?;
    let (round, other) = (secret.round, secret.side.other());
    if !ledger.is_released(round) {
        return Err(early(format!("the mediator has not released round {round}")));
    }
    let commit = ledger
        .match_commit(round, other)
        .ok_or_else(|| early(format!("{other} has not fixed its lists for round {round}")))?;
    let files = [query, &arguments.answer, &arguments.tags];
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
