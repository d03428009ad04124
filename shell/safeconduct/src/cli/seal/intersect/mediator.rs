//! What the mediator does in a round: count, check and hand out; or find the same in clear.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use exchange::seal::intersect::{
    self, Keys, MatchQuota, MatchRelease, Query, RoundRefusal, Secret,
};
use exchange::seal::notary::hex;
use exchange::seal::payload;
use exchange::vocabulary::{Digest, ExchangeId, Side};

use super::files::{self, list, round_file, working};
use super::{early, refused, tell_found};
use crate::cli::seal::acts::Place;
use crate::cli::seal::keys::chance;
use crate::cli::{Failure, Out};
use crate::files::write_whole;

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

pub(super) fn allow(arguments: &AllowArguments, out: &mut Out) -> Result<(), Failure> {
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

pub(super) fn release(arguments: &ReleaseArguments, out: &mut Out) -> Result<(), Failure> {
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
    let mut answers = BTreeMap::new();
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

pub(super) fn clear(arguments: &ClearArguments, out: &mut Out) -> Result<(), Failure> {
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
