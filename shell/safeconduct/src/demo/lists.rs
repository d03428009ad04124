//! Lists in the story: each side reads the other's workbook, answers what is wrong with it, closes it,
//! and commits to its own before it looks at the other's.

use std::collections::BTreeMap;

use anyhow::Context as _;
use exchange::journal::{Deed, Event, access};
use exchange::lists::{self, ClosedList, Command, DraftList, Purpose};
use exchange::seal::Kind;
use exchange::seal::notary::list::CommittedList;
use exchange::seal::payload::{ListCommit, ListKind};
use exchange::vocabulary::{Digest, ListId, Role, Side};
use jiff::civil::Date;

use super::cast::{Cast, working_name};
use store::Opened;

use super::seal::{Sealing, sides};
use crate::cli::Failure;
use crate::cli::lists::closed_list;
use crate::workbook::Workbook;

/// The day against which the lists are read.
const TODAY: Date = Date::constant(2025, 6, 5);

/// What one desk holds of one list.
#[derive(Debug, Clone)]
pub(crate) struct Closed {
    /// Its reference in that desk's journal.
    pub(crate) list: ListId,
    /// Its lines, opened.
    pub(crate) lines: ClosedList,
    /// The root over its salted lines, where this side committed to it.
    pub(crate) root: Option<Digest>,
}

/// Which list: who made it and what for.
pub(crate) type Which = (Side, Purpose);

/// The closed lists of both desks: at whose desk, which list.
pub(crate) type Books = BTreeMap<(Side, Which), Closed>;

/// How many findings the lists had, by purpose.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Findings {
    /// Lines read in both offers.
    pub(crate) lines: usize,
    /// Findings in both offers.
    pub(crate) flaws: usize,
    /// Those of them that had to be answered.
    pub(crate) questions: usize,
}

/// Reads, answers and closes every list at the desks that see it, and commits to the own ones first.
pub(crate) async fn close_all(
    cast: &mut Cast,
    sealing: &mut Sealing,
) -> Result<(Books, Findings), Failure> {
    let mut books = Books::new();
    let mut found = Findings::default();
    for side in sides() {
        for (purpose, name, of) in [
            (Purpose::Offer, "offer.xlsx", ListKind::Offered),
            (Purpose::Request, "request.csv", ListKind::Wanted),
        ] {
            let (mut closed, _) = close(cast, side, (side, purpose), name).await?;
            closed.root = Some(commit(cast, sealing, (side, of), &closed.list).await?);
            books.insert((side, (side, purpose)), closed);
        }
    }
    let at = cast.set_time("2025-06-05T12:00:00Z")?;
    // Nobody looks at the other side's list before both are fixed under one checkpoint.
    sealing.witness(cast, at).await?;
    for side in sides() {
        let which = (side.other(), Purpose::Offer);
        let (closed, draft) = close(cast, side, which, "offer.xlsx").await?;
        found.lines += closed.lines.len();
        found.flaws += draft.findings().len();
        found.questions += draft.questions().count();
        books.insert((side, which), closed);
    }
    Ok((books, found))
}

/// Reads, answers and closes one list at one desk.
async fn close(
    cast: &mut Cast,
    desk: Side,
    (from, purpose): Which,
    name: &str,
) -> Result<(Closed, DraftList), Failure> {
    let path = cast.list(from, name);
    let book = Workbook::open(&path, None)?;
    let draft = lists::read(&book.table, TODAY)
        .map_err(|refusal| Failure::from(exchange::journal::Refusal::from(refusal)))?;
    if desk != from {
        let back = format!("3-{}-offer-back-with-reasons.{}", letter(from), book.ending());
        let path = cast.folder.join("documents").join(back);
        book.give_back(&path, &draft)?;
        cast.wrote(path);
    }
    let table = Box::new(book.table);
    let open = Command::Open { from, purpose, replaces: None, table: table.clone(), today: TODAY };
    let recorded = cast.tell(desk, Role::Officer, open).await?;
    let list = recorded
        .iter()
        .find_map(|recorded| {
            let Event::Lists(lists::Event::Opened { list, .. }) = &recorded.event else {
                return None;
            };
            Some(list.clone())
        })
        .context("a list that was opened")?;
    let answers = draft.keep_all("taken as the sender wrote it; asked back in the reply");
    if !answers.is_empty() {
        let answer = Command::Answer {
            list: list.clone(),
            table: table.clone(),
            before: Vec::new(),
            answers: answers.clone(),
        };
        cast.tell(desk, Role::Officer, answer).await?;
    }
    let command = Command::Close { list: list.clone(), table, answers };
    cast.tell(desk, Role::Officer, command).await?;
    let at = cast.desk(desk);
    let actor = at.actor(working_name(Role::Officer), Role::Officer);
    let work = ("lists", at.state().lists.lists.get(&list).map_or(0, |book| book.lines().len()));
    let permit = at.go_through(&actor, (access::Purpose::Exchange, Deed::Match), work).await?;
    let lines = closed_list(at, &permit, &list).await?;
    Ok((Closed { list, lines, root: None }, draft))
}

/// Opens the vault records of a closed list's lines, salts included.
async fn opened(cast: &Cast, side: Side, list: &ListId) -> Result<Vec<Opened>, Failure> {
    let desk = cast.desk(side);
    let actor = desk.actor(working_name(Role::Officer), Role::Officer);
    let book = desk.state().lists.lists.get(list).context("a list that was closed")?;
    let mut records = Vec::new();
    let work = ("lists", book.lines().len());
    let permit = desk.go_through(&actor, (access::Purpose::Exchange, Deed::Match), work).await?;
    for kept in book.lines() {
        records.push(desk.open_record(&permit, &kept.record).await?);
    }
    Ok(records)
}

/// Commits to a list: one leaf a line under the salt that lies with it in the vault, so that one line
/// can be shown to a judge, or erased, alone. The root and the count are sealed.
async fn commit(
    cast: &mut Cast,
    sealing: &mut Sealing,
    (side, of): (Side, ListKind),
    list: &ListId,
) -> Result<Digest, Failure> {
    let records = opened(cast, side, list).await?;
    let lines = records.iter().map(|it| (it.salt.open(), it.bytes.open().as_slice()));
    let commitment = CommittedList::new(lines).commitment();
    let root = Digest(commitment.root);
    let document = ListCommit { list: list.clone(), version: 1, of, root, count: commitment.count };
    sealing.act(cast, Kind::ListCommit, side, &document).await?;
    Ok(root)
}

/// The letter by which files name a side.
pub(crate) fn letter(side: Side) -> String {
    side.to_string().to_lowercase()
}
