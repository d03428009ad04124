//! Entries that may be one person: named, looked at side by side, merged or told apart; and what a merge touches,
//! before it is made and before it is undone.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Command, Deed, Event, Purpose, Thing, Verb};
use exchange::lists::Field;
use exchange::reconcile::{duplicates, wording};
use exchange::registry::{self, Stated, Touches, touches};
use exchange::vocabulary::{ClaimId, Digest, LineId, PersonId, Private};

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::reconcile::{name as written_name, written};
use crate::cli::registry::claims;
use crate::cli::{Failure, Kind};
use crate::desk::Who;

/// How many pairs one page shows: each is two people whom the reader sees.
const PAIRS: usize = 10;
/// The longest reason, in characters.
const REASON_LETTERS_MAX: usize = 2_000;

struct Candidate {
    person: String,
    name: String,
    born: String,
    status: String,
}

/// Two entries that look alike.
struct Pair {
    percent: String,
    two: [Candidate; 2],
    because: Vec<String>,
}

#[derive(Template)]
#[template(path = "2-registry/duplicates.html")]
struct Duplicates {
    frame: Frame,
    pairs: Vec<Pair>,
    all: usize,
    from: usize,
    next: Option<usize>,
}

/// One field of two entries.
struct Row {
    field: String,
    one: String,
    other: String,
    sign: &'static str,
}

/// What hangs on an entry.
pub(super) struct Entry {
    person: String,
    status: String,
    claims: usize,
    lines: Vec<String>,
    stages: Vec<String>,
    in_care: bool,
}

#[derive(Template)]
#[template(path = "2-registry/merge.html")]
struct Merge {
    frame: Frame,
    one: String,
    other: String,
    rows: Vec<Row>,
    entries: Vec<Entry>,
    together: String,
    told_apart: bool,
    needs_a_second: bool,
    /// What was looked at, so that nobody decides on something else.
    seen: String,
    reason: String,
    /// The merge that holds or waits, where this page undoes it.
    undoes: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    let (sees, acts) = (Who::LookFor(Deed::Match, Purpose::Tracing), Who::May(Verb::Register));
    vec![
        Page::get("/duplicates", "duplicates-page", sees, run!(show)),
        Page::get("/duplicates/{one}/{other}", "merge-preview", acts, run!(preview)),
        Page::post("/duplicates/{one}/{other}/merge", "merge", acts, run!(merge)),
        Page::post("/duplicates/{one}/{other}/apart", "tell-apart", acts, run!(apart)),
        Page::get("/merges/{merge}", "unmerge-preview", acts, run!(unmerge_preview)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let from: usize = visit.asked("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let words = visit.words;
    visit.desk.open_book().await?;
    let people = visit.desk.state().registry.persons.len();
    let (actor, work) = (visit.actor()?.clone(), ("duplicates-page", people));
    let permit = visit.desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    // It takes seconds with many people; nobody waits for it.
    visit.desk.step_aside();
    let known = visit.desk.known(&permit).await?;
    let state = &visit.desk.state().registry;
    let found = duplicates(&known, state);
    let all = found.len();
    let page: Vec<_> = found.iter().skip(from).take(PAIRS).collect();
    let shown: Vec<PersonId> =
        page.iter().flat_map(|pair| [pair.one.clone(), pair.other.clone()]).collect();
    let permits = visit.desk.show_each(&actor, Purpose::Tracing, &shown).await?;
    let of = |person: &PersonId| {
        let at = known.binary_search_by(|known| known.person.cmp(person)).ok();
        at.map(|at| &known[at].fields)
    };
    let candidate = |person: &PersonId| Candidate {
        person: person.to_string(),
        name: written_name(of(person)),
        born: written(of(person), Field::BirthDate).to_owned(),
        status: status(words, state.status(person, None).map(|one| one.status)),
    };
    let seen = page.into_iter().zip(permits.chunks(2));
    let seen = seen.filter(|(_, permits)| permits.iter().all(Option::is_some));
    let pairs = seen.map(|(pair, _)| Pair {
        percent: words.with("pair-percent", format!("{:.1}", pair.probability * 100.0)),
        two: [candidate(&pair.one), candidate(&pair.other)],
        because: pair
            .waterfall
            .reasons
            .iter()
            .map(|reason| {
                let field = words.t(&format!("field-{}", reason.field.word()));
                let says = words.t(&format!("wording-says-{}", wording::word(reason.says)));
                format!("{field}: {says}")
            })
            .collect(),
    });
    let pairs = pairs.collect();
    let next = Some(from + PAIRS).filter(|next| *next < all);
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "duplicates-title");
    let page = Duplicates { frame, pairs, all, from, next };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn status(words: Words, status: Option<registry::Status>) -> String {
    words.t(&status.map_or("find-no-status".to_owned(), |one| format!("status-{}", one.word())))
}

/// The fields of one entry that the reader may see, by what its claims say first.
async fn fields(visit: &Visit, person: &PersonId) -> Result<Vec<(Field, String)>, Trouble> {
    let permit = visit.desk.show(visit.actor()?, Purpose::Tracing, person).await?;
    let mut found: Vec<(Field, String)> = Vec::new();
    for claim in claims(&visit.desk, &permit, person).await? {
        for (field, stated) in claim.words.told.fields {
            let Stated::Given(text) = stated else { continue };
            if permit.shows(Thing::of(field)) && found.iter().all(|(known, _)| *known != field) {
                found.push((field, text.open().clone()));
            }
        }
    }
    Ok(found)
}

async fn rows(visit: &Visit, (one, other): (&PersonId, &PersonId)) -> Result<Vec<Row>, Trouble> {
    let (one, other) = (fields(visit, one).await?, fields(visit, other).await?);
    let mut all: Vec<Field> = one.iter().chain(&other).map(|(field, _)| *field).collect();
    all.sort_unstable();
    all.dedup();
    let of = |fields: &[(Field, String)], field: Field| {
        let found = fields.iter().find(|(known, _)| *known == field);
        found.map_or_else(String::new, |(_, text)| text.clone())
    };
    let row = |field: Field| {
        let (one, other) = (of(&one, field), of(&other, field));
        let sign = match (
            one.is_empty() || other.is_empty(),
            one.to_lowercase() == other.to_lowercase(),
        ) {
            (true, _) => "",
            (false, true) => "=",
            (false, false) => "≠",
        };
        Row { field: visit.words.t(&format!("field-{}", field.word())), one, other, sign }
    };
    Ok(all.into_iter().map(row).collect())
}

fn entries(words: Words, touched: &Touches) -> Vec<Entry> {
    let entry = touched.entries.iter().map(|one| Entry {
        person: one.person.to_string(),
        status: status(words, one.status),
        claims: one.claims,
        lines: one.lines.iter().map(LineId::to_string).collect(),
        stages: one.stages.iter().map(ToString::to_string).collect(),
        in_care: one.in_care,
    });
    entry.collect()
}

/// The hash of what a merge touches: two looks with one hash saw the same.
fn seen(touched: &Touches) -> String {
    Digest::of(&[b"safeconduct/merge-seen/1\0", format!("{touched:?}").as_bytes()]).to_string()
}

fn touched(visit: &Visit, (one, other): (&PersonId, &PersonId)) -> Result<Touches, Trouble> {
    let state = visit.desk.state();
    for person in [one, other] {
        if !state.registry.persons.contains_key(person) {
            return Err(Trouble::Unknown);
        }
    }
    Ok(touches(state, one, other).map_err(journal::Refusal::from)?)
}

/// Puts the page together on which two entries stand side by side.
async fn side_by_side(
    visit: &Visit,
    (one, other): (PersonId, PersonId),
    undoes: Option<String>,
) -> Result<Merge, Trouble> {
    let is_one = visit.desk.state().registry.group(&one, None).contains(&other);
    // Of two that are one already there is nothing to be told apart but what each brings.
    let touched = if is_one { None } else { Some(touched(visit, (&one, &other))?) };
    let rows = rows(visit, (&one, &other)).await?;
    let words = visit.words;
    let title = if undoes.is_some() { "unmerge-title" } else { "merge-title" };
    Ok(Merge {
        frame: Frame::of(visit, title),
        rows,
        entries: touched.as_ref().map(|touched| entries(words, touched)).unwrap_or_default(),
        together: status(words, touched.as_ref().and_then(|touched| touched.status)),
        told_apart: touched.as_ref().is_some_and(|touched| touched.told_apart),
        needs_a_second: touched.as_ref().is_some_and(|touched| touched.needs_a_second),
        seen: touched.as_ref().map(seen).unwrap_or_default(),
        reason: visit.form.one("reason").to_owned(),
        one: one.to_string(),
        other: other.to_string(),
        undoes,
    })
}

async fn preview(visit: &mut Visit) -> Result<Reply, Trouble> {
    let two: (PersonId, PersonId) = (visit.id("one")?, visit.id("other")?);
    visit.desk.open_book().await?;
    let page = side_by_side(visit, two, None).await?;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Reads why, or shows the page again where nobody said why.
async fn reason(
    visit: &Visit,
    two: (PersonId, PersonId),
) -> Result<Result<Private<String>, Reply>, Trouble> {
    let reason = visit.form.one("reason").to_owned();
    if !reason.is_empty() && reason.chars().count() <= REASON_LETTERS_MAX {
        return Ok(Ok(Private::new(reason)));
    }
    let mut page = side_by_side(visit, two, None).await?;
    page.frame.wrong.push(("reason", page.frame.t("merge-no-reason")));
    Ok(Err(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?)))
}

async fn merge(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (one, other): (PersonId, PersonId) = (visit.id("one")?, visit.id("other")?);
    visit.desk.take_pen().await?;
    if seen(&touched(visit, (&one, &other))?) != visit.form.one("seen") {
        return Err(Failure::refused_as(
            Kind::Moved,
            "what hangs on the two entries is not what was shown",
            "look at the two again, and decide again",
        )
        .into());
    }
    let reason = match reason(visit, (one.clone(), other.clone())).await? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    let command = Command::Registry(registry::Command::Merge { one, other, reason });
    visit
        .record(vec![command], |_, recorded| {
            let waits = recorded.iter().any(|one| {
                matches!(one.event, Event::Registry(registry::Event::MergeProposed { .. }))
            });
            let done = if waits { "merge-proposed" } else { "merged" };
            format!("/merges?done={done}")
        })
        .await
}

async fn apart(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (one, other): (PersonId, PersonId) = (visit.id("one")?, visit.id("other")?);
    visit.desk.take_pen().await?;
    let reason = match reason(visit, (one.clone(), other.clone())).await? {
        Ok(reason) => reason,
        Err(page) => return Ok(page),
    };
    let command = Command::Registry(registry::Command::TellApart { one, other, reason });
    visit.record(vec![command], |_, _| "/duplicates?done=apart".to_owned()).await
}

/// Shows what comes apart when a merge is undone.
async fn unmerge_preview(visit: &mut Visit) -> Result<Reply, Trouble> {
    let id: ClaimId = visit.id("merge")?;
    visit.desk.open_book().await?;
    let merge = visit.desk.state().registry.merges.get(&id).ok_or(Trouble::Unknown)?;
    let two = (merge.one.clone(), merge.other.clone());
    let is_over = merge.until.is_some();
    let mut page = side_by_side(visit, two, Some(id.to_string())).await?;
    if is_over {
        page.undoes = None;
    }
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}
