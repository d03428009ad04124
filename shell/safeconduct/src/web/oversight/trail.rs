//! The log of sign-ins: every try, every refusal, and everything that was done to accounts, the newest first.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::account::{Entry, Step, Why};
use exchange::vocabulary::{AccountId, Role};

use super::super::frame::Frame;
use super::super::lists::paging::Pages;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::desk::Who;

/// How many entries stand on a page.
const ENTRIES: usize = 100;

/// An entry of the log.
struct Row {
    number: String,
    at: String,
    /// Whose account; the opaque name, where the reader may not see names.
    whose: String,
    by: String,
    origin: String,
    what: String,
    is_refused: bool,
}

#[derive(Template)]
#[template(path = "oversight/trail.html")]
struct Trail {
    frame: Frame,
    rows: Vec<Row>,
    pages: Pages,
    /// The end of the log's chain.
    end: String,
    is_practice: bool,
}

pub(super) fn pages() -> Vec<Page> {
    vec![Page::get("/trail", "trail-page", Who::Signed, run!(show))]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let is_practice = visit.desk.meta().practice;
    let (count, end) = visit.desk.store().entries_end().await?;
    let total = if is_practice { 0 } else { usize::try_from(count).unwrap_or(usize::MAX) };
    let to = |page: usize| format!("/trail?page={page}");
    let pages = Pages::of(total, (ENTRIES, visit.asked("page")), to);
    let mut rows = Vec::new();
    if !is_practice {
        let names = names(visit).await?;
        let (first, most) = newest(&pages);
        for (number, entry) in visit.desk.sign_ins_from(first, most).await?.iter().rev() {
            rows.push(row(visit.words, &names, (*number, entry)));
        }
    }
    let frame = Frame::of(visit, "trail-title");
    let page = Trail { frame, rows, pages, end: end.to_string(), is_practice };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Which entries of a log that is numbered from 1 stand on a page, where the newest stand on the first: the number
/// of the oldest of them, and how many.
pub(super) fn newest(pages: &Pages) -> (u64, u32) {
    let places = pages.places();
    let first = u64::try_from(pages.total - places.end).unwrap_or(u64::MAX).saturating_add(1);
    (first, u32::try_from(places.len()).unwrap_or(u32::MAX))
}

/// The working names of accounts, for who may see them.
async fn names(visit: &Visit) -> Result<BTreeMap<AccountId, String>, Trouble> {
    if visit.actor()?.role != Role::Administrator {
        return Ok(BTreeMap::new());
    }
    let all = visit.desk.all_accounts().await?;
    Ok(all.into_iter().map(|account| (account.id, account.name)).collect())
}

fn row(words: Words, names: &BTreeMap<AccountId, String>, (number, entry): (u64, &Entry)) -> Row {
    let who = |id: &Option<AccountId>| match id {
        None => String::new(),
        Some(id) => names.get(id).cloned().unwrap_or_else(|| id.to_string()),
    };
    Row {
        number: words.number(number),
        at: words.moment(entry.at),
        whose: who(&entry.account),
        by: who(&entry.by),
        origin: entry.origin.clone(),
        what: what(words, &entry.step),
        is_refused: matches!(entry.step, Step::Refused { .. } | Step::ProofMissing),
    }
}

fn what(words: Words, step: &Step) -> String {
    let said = words.t(&format!("trail-{}", step.word()));
    let more = match step {
        Step::MadeToWait { seconds } => words.n("trail-seconds", *seconds),
        Step::Refused { why } | Step::Ended { why } => {
            words.t(&format!("trail-why-{}", word(*why)))
        }
        Step::AccountMade { role } | Step::RoleSet { role } => {
            words.t(&format!("role-{}", role.word()))
        }
        Step::RecoveryUsed { left } => words.n("trail-left", *left),
        Step::Admitted { compartments } => {
            let all: Vec<_> = compartments.iter().map(|one| one.word()).collect();
            all.join(", ")
        }
        Step::PasskeyAdded { passkey }
        | Step::PasskeyShown { passkey }
        | Step::PasskeyDropped { passkey } => passkey.to_string(),
        Step::HookMade { hook }
        | Step::HookDropped { hook }
        | Step::HookResumed { hook }
        | Step::HookStopped { hook } => hook.to_string(),
        Step::Tried
        | Step::SignedIn
        | Step::Proven
        | Step::ProofMissing
        | Step::Disabled
        | Step::Enabled
        | Step::PasswordSet
        | Step::CodesSet
        | Step::Closed
        | Step::LetGo
        | Step::Linked
        | Step::Unlinked
        | Step::Vouched => return said,
    };
    format!("{said}: {more}")
}

/// The word of a reason, as it stands in the log.
fn word(why: Why) -> String {
    let word = serde_json::to_value(why).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}
