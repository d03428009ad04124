//! Reconcile in the story: each side compares the other's offer with its own request and its registry,
//! and answers line by line.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use exchange::lists::Purpose;
use exchange::reconcile::{Command, Judged, Verdict};
use exchange::seal::Kind;
use exchange::seal::notary::list::CommittedList;
use exchange::seal::payload::ListReply;
use exchange::vocabulary::{Digest, LineId, Role, Side};

use rust_xlsxwriter::Workbook;

use super::cast::{Cast, working_name};
use super::lists::{Books, Closed, letter};
use super::seal::{Sealing, chance, sides};
use crate::cli::Failure;
use crate::cli::registry::known_people;

/// The verdicts of each side on the other's offer.
pub(crate) type Verdicts = BTreeMap<Side, BTreeMap<LineId, Judged>>;

/// Compares, writes the verdicts down, and seals each side's reply.
pub(crate) async fn compare(
    cast: &mut Cast,
    sealing: &mut Sealing,
    books: &Books,
) -> Result<Verdicts, Failure> {
    let mut verdicts = Verdicts::new();
    for side in sides() {
        let theirs = book(books, side, (side.other(), Purpose::Offer))?;
        let ours = book(books, side, (side, Purpose::Request))?;
        let desk = cast.desk(side);
        let actor = desk.actor(working_name(Role::Officer), Role::Officer);
        let known = known_people(desk, &actor).await?;
        let command = Command::Compare {
            ours: ours.list.clone(),
            theirs: theirs.list.clone(),
            lists: Box::new((ours.lines.clone(), theirs.lines.clone())),
            known,
        };
        cast.tell(side, Role::Officer, command).await?;
        let compared = &cast.desk(side).state().reconcile.comparisons;
        let judged = compared.get(&theirs.list).context("the offer was compared")?.verdicts.clone();
        document(cast, side, theirs, &judged)?;
        let sealed = book(books, side.other(), (side.other(), Purpose::Offer))?;
        reply(cast, sealing, side, (sealed, &judged)).await?;
        verdicts.insert(side, judged);
    }
    Ok(verdicts)
}

fn book(books: &Books, desk: Side, which: super::lists::Which) -> Result<&Closed, Failure> {
    Ok(books.get(&(desk, which)).context("a list that was closed")?)
}

/// Writes the verdict of each line for the side's own officers.
fn document(
    cast: &mut Cast,
    side: Side,
    theirs: &Closed,
    judged: &BTreeMap<LineId, Judged>,
) -> Result<(), Failure> {
    let make = || -> anyhow::Result<Vec<u8>> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, head) in (0_u16..).zip(["row", "line", "verdict", "probability"]) {
            sheet.write_string(0, column, head)?;
        }
        let lines = theirs.lines.lines().filter_map(|line| Some((line, judged.get(&line.id)?)));
        for (at, (line, judged)) in (1_u32..).zip(lines) {
            sheet.write_number(at, 0, line.row)?;
            sheet.write_string(at, 1, line.id.as_str())?;
            sheet.write_string(at, 2, judged.verdict.word())?;
            sheet.write_number(at, 3, f64::from(judged.probability_per_mille) / 1000.0)?;
        }
        Ok(book.save_to_buffer()?)
    };
    let bytes = make().context("making the workbook of verdicts")?;
    cast.write(&format!("4-verdicts-{}-only.xlsx", letter(side)), &bytes)
}

/// Answers the other side's list: one salted leaf a line, and how many of each verdict. Which line has
/// which verdict stays between the two sides.
async fn reply(
    cast: &mut Cast,
    sealing: &mut Sealing,
    side: Side,
    (offer, judged): (&Closed, &BTreeMap<LineId, Judged>),
) -> Result<(), Failure> {
    let leaves: Vec<([u8; 32], String)> = judged
        .values()
        .map(|it| (chance(), format!("{},{}", it.line, it.verdict.word())))
        .collect();
    let commitment = CommittedList::new(leaves.iter().map(|(salt, text)| (salt, text.as_bytes())));
    let commitment = commitment.commitment();
    let mut verdicts: BTreeMap<String, u64> = BTreeMap::new();
    for it in judged.values() {
        *verdicts.entry(it.verdict.word().to_owned()).or_default() += 1;
    }
    let document = ListReply {
        list: offer.list.clone(),
        to: offer.root.context("the offer was committed to")?,
        root: Digest(commitment.root),
        count: commitment.count,
        verdicts,
    };
    sealing.act(cast, Kind::ListReply, side, &document).await?;
    Ok(())
}

/// Returns the lines of each side's offer that the other side accepted, by the side that made the offer.
pub(crate) fn accepted(verdicts: &Verdicts) -> BTreeMap<Side, BTreeSet<LineId>> {
    let goes = |judged: &&Judged| matches!(judged.verdict, Verdict::Matched | Verdict::Civilian);
    verdicts
        .iter()
        .map(|(side, judged)| {
            let lines = judged.values().filter(goes).map(|judged| judged.line.clone());
            (side.other(), lines.collect())
        })
        .collect()
}

/// Counts the lines of each verdict.
pub(crate) fn counts(judged: &BTreeMap<LineId, Judged>) -> BTreeMap<Verdict, usize> {
    let mut counts = BTreeMap::new();
    for judged in judged.values() {
        *counts.entry(judged.verdict).or_insert(0) += 1;
    }
    counts
}
