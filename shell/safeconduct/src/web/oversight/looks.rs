//! Who looked at whom and why: in counts, what was refused or forced, one person's, alarms of decoys, and the log as
//! it is kept elsewhere.

mod alarms;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Answer, Deed, Look, Purpose, Scope, Thing};
use exchange::vocabulary::PersonId;

use super::super::frame::Frame;
use super::super::lists::paging::Pages;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{File, Reply, Visit};
use super::super::words::Words;
use super::trail::newest;
use crate::cli::Failure;
use crate::cli::registry::looks::{self, Summed};
use crate::desk::Who;

/// How many looks stand on a page.
const LOOKS: usize = 100;
/// The most looks, the newest, that are counted for the summary on a page.
const COUNTED_MAX: u32 = 50_000;
/// The most looks that were refused or forced on the page of the summary.
const ODD_MAX: usize = 50;
/// How many looks are read at once.
const READ: u32 = 5_000;

pub(super) use alarms::waiting;

/// One look.
pub(super) struct Row {
    number: String,
    at: String,
    by: String,
    role: String,
    deed: String,
    purpose: String,
    /// One person; none, when a program went through many.
    person: Option<String>,
    people: String,
    work: String,
    things: String,
    ended: String,
    reason: String,
    is_odd: bool,
}

impl Row {
    fn of(words: Words, (number, look): (u64, &Look)) -> Self {
        let (person, people, work) = match &look.whose {
            Scope::Person { person } => (Some(person.to_string()), String::new(), String::new()),
            Scope::Many { people, work } => (None, words.n("looks-people", *people), work.clone()),
        };
        let (ended, reason) = match &look.answer {
            Answer::Open => ("looks-open", String::new()),
            Answer::BrokenGlass { reason } => ("looks-forced", reason.clone()),
            Answer::Denied => ("looks-denied", String::new()),
            Answer::Spent => ("looks-spent", String::new()),
        };
        let things: Vec<String> =
            look.things.iter().map(|one| words.t(&format!("looks-thing-{}", one.word()))).collect();
        Self {
            number: words.number(number),
            at: words.moment(look.at),
            by: look.actor.name.clone(),
            role: words.t(&format!("role-{}", look.actor.role.word())),
            deed: words.t(&format!("looks-deed-{}", look.deed.word())),
            purpose: words.t(&format!("looks-purpose-{}", look.purpose.word())),
            person,
            people,
            work,
            things: things.join(" · "),
            ended: words.t(ended),
            reason,
            is_odd: !matches!(look.answer, Answer::Open),
        }
    }
}

/// Somebody who looked.
struct Looker {
    name: String,
    role: String,
    all: usize,
    odd: usize,
}

#[derive(Template)]
#[template(path = "oversight/looks.html")]
struct Looks {
    frame: Frame,
    lookers: Vec<Looker>,
    odd: Vec<Row>,
    odd_more: usize,
    counted: usize,
    is_part: bool,
    total: usize,
    end: String,
    typed: String,
    /// What came of comparing a file that was kept elsewhere: how many looks, or what is wrong.
    compared: Option<Compared>,
}

/// What came of comparing a file with the log.
struct Compared {
    count: usize,
    /// In the words of the desk.
    wrong: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "oversight/log.html")]
struct Log {
    frame: Frame,
    rows: Vec<Row>,
    pages: Pages,
    end: String,
}

#[derive(Template)]
#[template(path = "oversight/looked.html")]
struct Looked {
    frame: Frame,
    person: String,
    rows: Vec<Row>,
    pages: Pages,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::Looks;
    let mut pages = vec![
        Page::get("/looks", "looks-page", who, run!(summary)),
        Page::get("/looks/log", "log-page", who, run!(log)),
        Page::post("/looks/person", "who-looked", who, run!(find)),
        Page::get("/looks/person/{person}", "who-looked-page", who, run!(at)),
        Page::post("/looks/export", "export-looks", who, run!(export)),
        Page::post("/looks/check", "check-looks", who, run!(check)),
    ];
    pages.extend(alarms::pages());
    pages
}

/// Writes down that somebody looks at the looks.
async fn look(visit: &Visit, deed: Deed, people: usize) -> Result<(), Trouble> {
    let actor = visit.actor()?;
    let work = visit.page.map_or("looks-page", |page| page.work);
    let permit = visit.desk.go_through(actor, (Purpose::Oversight, deed), (work, people)).await?;
    if permit.shows(Thing::Looks) { Ok(()) } else { Err(Trouble::Unknown) }
}

async fn summary(visit: &mut Visit) -> Result<Reply, Trouble> {
    look(visit, Deed::Show, 0).await?;
    summary_page(visit, Frame::of(visit, "looks-title"), None).await
}

async fn summary_page(
    visit: &Visit,
    frame: Frame,
    compared: Option<Compared>,
) -> Result<Reply, Trouble> {
    let words = visit.words;
    let (count, end) = visit.desk.store().looks_end().await?;
    let first = count.saturating_sub(u64::from(COUNTED_MAX)) + 1;
    let looks = from(visit, first).await?;
    let summed = Summed::of(&looks);
    let looker = |((name, role), (all, odd)): (&(String, &'static str), &(usize, usize))| Looker {
        name: name.clone(),
        role: words.t(&format!("role-{role}")),
        all: *all,
        odd: *odd,
    };
    let odd = summed.to_look_at.iter().rev().take(ODD_MAX);
    let page = Looks {
        lookers: summed.actors.iter().map(looker).collect(),
        odd: odd.map(|(number, look)| Row::of(words, (*number, look))).collect(),
        odd_more: summed.to_look_at.len().saturating_sub(ODD_MAX),
        counted: looks.len(),
        is_part: first > 1,
        total: usize::try_from(count).unwrap_or(usize::MAX),
        end: end.to_string(),
        typed: visit.form.one("person").to_owned(),
        compared,
        frame,
    };
    let is_wrong = page.frame.wrong.is_empty();
    let status = if is_wrong { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(Reply::Page(status, page.render()?))
}

/// Reads the log from a number on.
async fn from(visit: &Visit, first: u64) -> Result<Vec<(u64, Look)>, Trouble> {
    let mut all: Vec<(u64, Look)> = Vec::new();
    loop {
        let next = all.last().map_or(first, |(number, _)| number + 1);
        let page = visit.desk.store().looks(next, READ).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

async fn log(visit: &mut Visit) -> Result<Reply, Trouble> {
    look(visit, Deed::Show, 0).await?;
    let (count, end) = visit.desk.store().looks_end().await?;
    let total = usize::try_from(count).unwrap_or(usize::MAX);
    let to = |page: usize| format!("/looks/log?page={page}");
    let pages = Pages::of(total, (LOOKS, visit.asked("page")), to);
    let (first, most) = newest(&pages);
    let looks = visit.desk.store().looks(first, most).await?;
    let rows = looks.iter().rev().map(|(number, look)| Row::of(visit.words, (*number, look)));
    let frame = Frame::of(visit, "log-title");
    let page = Log { frame, rows: rows.collect(), pages, end: end.to_string() };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Says whether somebody is in the registry, or seems to be.
async fn is_known(visit: &Visit, person: &PersonId) -> Result<bool, Trouble> {
    Ok(visit.desk.about(person).await?.registry.persons.contains_key(person))
}

/// Goes to who looked at a person whose reference was typed.
async fn find(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: Option<PersonId> = visit.form.one("person").parse().ok();
    visit.desk.open_book().await?;
    if let Some(person) = person
        && is_known(visit, &person).await?
    {
        return Ok(Reply::Go(format!("/looks/person/{person}")));
    }
    visit.desk.shut_book().await;
    look(visit, Deed::Show, 0).await?;
    let mut frame = Frame::of(visit, "looks-title");
    frame.wrong.push(("person", frame.t("looks-person-unknown")));
    summary_page(visit, frame, None).await
}

async fn at(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    visit.desk.open_book().await?;
    if !is_known(visit, &person).await? {
        return Err(Trouble::Unknown);
    }
    look(visit, Deed::Show, 1).await?;
    let found = looks::of_person(&visit.desk, &person).await?;
    visit.desk.shut_book().await;
    let to = |page: usize| format!("/looks/person/{person}?page={page}");
    let pages = Pages::of(found.len(), (LOOKS, visit.asked("page")), to);
    let places = pages.places();
    let rows = found.iter().rev().skip(places.start).take(places.len());
    let rows = rows.map(|(number, look)| Row::of(visit.words, (*number, look))).collect();
    let frame = Frame::of(visit, "looked-title");
    let page = Looked { frame, person: person.to_string(), rows, pages };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Hands the whole log out, to be kept on another machine.
async fn export(visit: &mut Visit) -> Result<Reply, Trouble> {
    look(visit, Deed::Export, 0).await?;
    let looks = looks::every(&visit.desk).await?;
    Ok(Reply::File(File {
        name: format!("looks-{}.jsonl", looks.len()),
        kind: "application/jsonl",
        bytes: looks::shipped(&looks).into_bytes(),
    }))
}

/// Compares a file that was kept elsewhere with the log.
async fn check(visit: &mut Visit) -> Result<Reply, Trouble> {
    look(visit, Deed::Show, 0).await?;
    let mut frame = Frame::of(visit, "looks-title");
    let Some(file) = visit.form.file("file").filter(|file| !file.bytes.is_empty()) else {
        frame.wrong.push(("file", frame.t("looks-no-file")));
        return summary_page(visit, frame, None).await;
    };
    let text = String::from_utf8_lossy(&file.bytes);
    let compared = match looks::compare(&visit.desk, (&file.name, &text)).await {
        Ok(count) => Compared { count, wrong: None },
        Err(Failure::Refused { what, hint, .. } | Failure::Incomplete { what, hint }) => {
            Compared { count: 0, wrong: Some((what, hint)) }
        }
        Err(failure @ Failure::Fault(_)) => return Err(failure.into()),
    };
    summary_page(visit, frame, Some(compared)).await
}
