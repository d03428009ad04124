//! Reconcile in the story: each side compares the other's offer with its own request and its registry,
//! and answers line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Context as _;
use exchange::journal::{Deed, access};
use exchange::lists::Purpose;
use exchange::reconcile::{self, Command, ERROR_RATE, LineVerdict, Verdict};
use exchange::seal::Kind;
use exchange::seal::notary::list::CommittedList;
use exchange::seal::payload::ListReply;
use exchange::vocabulary::{Digest, LineId, Role, Side};

use super::cast::{Cast, working_name};
use super::lists::{Books, Closed, letter};
use super::seal::{Sealing, chance, sides};
use crate::cli::Failure;
use crate::cli::reconcile::{Told, book, opened_sheet};

/// The verdicts of each side on the other's offer.
pub(crate) type Verdicts = BTreeMap<Side, BTreeMap<LineId, LineVerdict>>;

/// Compares, writes the verdicts down, and seals each side's reply.
pub(crate) async fn compare(
    cast: &mut Cast,
    sealing: &mut Sealing,
    books: &Books,
) -> Result<Verdicts, Failure> {
    let mut verdicts = Verdicts::new();
    for side in sides() {
        let theirs = list(books, side, (side.other(), Purpose::Offer))?;
        let ours = list(books, side, (side, Purpose::Request))?;
        let desk = cast.desk(side);
        let actor = desk.actor(working_name(Role::Officer), Role::Officer);
        let work = ("reconcile compare", desk.state().registry.persons.len());
        let permit =
            desk.go_through(&actor, (access::Purpose::Exchange, Deed::Match), work).await?;
        let known = desk.known(&permit).await?;
        let command = Command::Compare {
            ours: Some(ours.list.clone()),
            theirs: theirs.list.clone(),
            lists: Box::new((ours.lines.clone(), theirs.lines.clone())),
            known: Arc::clone(&known),
        };
        cast.tell(side, Role::Officer, command).await?;
        let judged = opened_sheet(cast.desk(side), &permit, &theirs.list).await?.into_judged();
        let told = Told { theirs: &theirs.lines, ours: &ours.lines, known: &known };
        let bytes = book::workbook(judged.values(), &told, ERROR_RATE)?;
        cast.write(&format!("4-verdicts-{}-only.xlsx", letter(side)), &bytes)?;
        let sealed = list(books, side.other(), (side.other(), Purpose::Offer))?;
        reply(cast, sealing, side, (sealed, &judged)).await?;
        verdicts.insert(side, judged);
    }
    Ok(verdicts)
}

fn list(books: &Books, desk: Side, which: super::lists::Which) -> Result<&Closed, Failure> {
    Ok(books.get(&(desk, which)).context("a list that was closed")?)
}

/// Answers the other side's list: one salted leaf a line, and how many of each verdict. Which line has
/// which verdict stays between the two sides.
async fn reply(
    cast: &mut Cast,
    sealing: &mut Sealing,
    side: Side,
    (offer, judged): (&Closed, &BTreeMap<LineId, LineVerdict>),
) -> Result<(), Failure> {
    let leaves: Vec<([u8; 32], String)> = judged
        .values()
        .map(|it| (chance(), format!("{},{}", it.line, it.verdict.word())))
        .collect();
    let commitment = CommittedList::new(leaves.iter().map(|(salt, text)| (salt, text.as_bytes())));
    let commitment = commitment.commitment();
    let document = ListReply {
        list: offer.list.clone(),
        to: offer.root.context("the offer was committed to")?,
        root: Digest(commitment.root),
        count: commitment.count,
        verdicts: counts(judged),
    };
    sealing.act(cast, Kind::ListReply, side, &document).await?;
    Ok(())
}

/// Returns the lines of each side's offer that the other side accepted, by the side that made the offer.
pub(crate) fn accepted(verdicts: &Verdicts) -> BTreeMap<Side, BTreeSet<LineId>> {
    verdicts
        .iter()
        .map(|(side, judged)| {
            let lines = judged.values().map(|judged| (&judged.line, judged.verdict));
            (side.other(), reconcile::accepted(lines))
        })
        .collect()
}

/// Counts the lines of each verdict that some line has.
pub(crate) fn counts(judged: &BTreeMap<LineId, LineVerdict>) -> BTreeMap<Verdict, u64> {
    let mut counts = reconcile::counts(judged.values().map(|judged| judged.verdict));
    counts.retain(|_, count| *count > 0);
    counts
}
