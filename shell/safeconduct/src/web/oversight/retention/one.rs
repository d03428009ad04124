//! One person's data, one stage's or one list's: kept although its time ran out, or destroyed, with a proof of what
//! was destroyed.

use std::cell::RefCell;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Recorded, Verb};
use exchange::registry::{Clock, Command, clock};
use exchange::vocabulary::{ListId, PersonId, Private};
use exchange::{handover, lists};

use crate::cli::erasure::{Doomed, What, text};
use crate::desk::{Who, draw_id};
use crate::web::frame::Frame;
use crate::web::handover::stage_of;
use crate::web::lists::mendable;
use crate::web::said::Said;
use crate::web::serve::{Page, at_once, may_ask, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{File, Reply, Visit};

/// The longest reason, in bytes, that the form takes.
const REASON_MAX: usize = 2_000;

/// What a page is about.
struct About {
    what: What,
    /// Where its pages are.
    at: String,
    /// The name of its message.
    title: &'static str,
    /// How it is called on the page.
    id: String,
}

#[derive(Template)]
#[template(path = "oversight/retention-one.html")]
struct One {
    frame: Frame,
    id: String,
    at: String,
    is_person: bool,
    /// Until when it is kept, in words.
    kept: String,
    /// Since when a hold keeps it; nothing without one.
    held: String,
    /// How many records would be destroyed, where that can be told before.
    records: Option<usize>,
    /// Where the person's own page is, for who may see it.
    person: Option<String>,
    reason: String,
    is_erased: bool,
    /// What the core says against it, in its own words.
    against: Option<Said>,
}

#[derive(Template)]
#[template(path = "oversight/retention-gone.html")]
struct Gone {
    frame: Frame,
    /// The proof; none, once the server has forgotten it.
    proof: Option<String>,
    at: String,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Erase);
    vec![
        Page::get("/retention/people/{person}", "retention-person", who, run!(show)),
        Page::post("/retention/people/{person}/hold", "hold-data", who, run!(hold)),
        Page::post("/retention/people/{person}/unhold", "end-hold", who, run!(unhold)),
        Page::post("/retention/people/{person}/erase", "erase-person", who, run!(erase)),
        Page::get("/retention/stages/{stage}", "retention-stage", who, run!(show)),
        Page::post("/retention/stages/{stage}/erase", "erase-stage", who, run!(erase)),
        Page::get("/retention/lists/{list}", "retention-list", who, run!(show)),
        Page::post("/retention/lists/{list}/erase", "erase-list", who, run!(erase)),
        Page::get("/retention/gone/{proof}", "retention-gone", who, at_once!(gone)),
        Page::get("/retention/gone/{proof}/file", "proof-of-erasure", who, at_once!(proof)),
    ]
}

/// Reads from the address what the page is about.
fn about(visit: &Visit) -> Result<About, Trouble> {
    let part = |name: &str| visit.path.iter().any(|(part, _)| part == name);
    if part("person") {
        let person: PersonId = visit.id("person")?;
        let (at, id) = (format!("/retention/people/{person}"), person.to_string());
        return Ok(About { what: What::Person(person), at, title: "retention-person", id });
    }
    if part("stage") {
        let stage = stage_of(visit)?;
        let (at, id) = (format!("/retention/stages/{stage}"), stage.to_string());
        return Ok(About { what: What::Stage(stage), at, title: "retention-stage", id });
    }
    let list: ListId = visit.id("list")?;
    let (at, id) = (format!("/retention/lists/{list}"), list.to_string());
    Ok(About { what: What::List(list), at, title: "retention-list", id })
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let about = about(visit)?;
    let frame = Frame::of(visit, about.title);
    page(visit, (StatusCode::OK, frame), about, None).await
}

async fn page(
    visit: &mut Visit,
    (status, frame): (StatusCode, Frame),
    about: About,
    against: Option<Said>,
) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (words, now) = (visit.words, visit.desk.now());
    let (mut held, mut records, mut person, mut is_erased) = (String::new(), None, None, false);
    let until = |at: jiff::Timestamp| {
        let key = if at <= now { "retention-since" } else { "retention-until" };
        words.with(key, words.moment(at))
    };
    let kept = match &about.what {
        What::Person(one) => {
            let registry = &visit.desk.about(one).await?.registry;
            let entry = registry.persons.get(one).ok_or(Trouble::Unknown)?;
            is_erased = entry.erased;
            held = registry.held_since(one).map_or_else(String::new, |at| words.moment(at));
            person = may_ask(visit, "/people/{person}").then(|| format!("/people/{one}"));
            match clock(registry, one) {
                Clock::GoesOn => words.t("retention-goes-on"),
                Clock::Kept => words.t("retention-kept"),
                Clock::Until(at) => until(at),
            }
        }
        What::Stage(stage) => {
            let due = handover::due(visit.desk.state(), now);
            let found = due.into_iter().find(|one| one.stage == *stage).ok_or(Trouble::Unknown)?;
            records = Some(found.erasable.records.len());
            until(found.since)
        }
        What::List(list) => {
            let due = lists::due(visit.desk.state(), now);
            let found = due.into_iter().find(|one| one.list == *list).ok_or(Trouble::Unknown)?;
            records = Some(found.records.len());
            until(found.since)
        }
    };
    visit.desk.shut_book().await;
    let page = One {
        frame,
        is_person: matches!(about.what, What::Person(_)),
        id: about.id,
        at: about.at,
        kept,
        held,
        records,
        person,
        reason: visit.form.one("reason").to_owned(),
        is_erased,
        against,
    };
    Ok(Reply::Page(status, page.render()?))
}

/// Shows the page again with what is wrong on it.
async fn again(
    visit: &mut Visit,
    wrong: (&'static str, &str),
    against: Option<Said>,
) -> Result<Reply, Trouble> {
    let about = about(visit)?;
    let mut frame = Frame::of(visit, about.title);
    frame.wrong.push((wrong.0, frame.t(wrong.1)));
    page(visit, (StatusCode::UNPROCESSABLE_ENTITY, frame), about, against).await
}

async fn hold(visit: &mut Visit) -> Result<Reply, Trouble> {
    keep(visit, "held", |person, reason| Command::Hold { person, reason }).await
}

async fn unhold(visit: &mut Visit) -> Result<Reply, Trouble> {
    keep(visit, "unheld", |person, reason| Command::EndHold { person, reason }).await
}

/// Begins or ends a hold, for a reason.
async fn keep(
    visit: &mut Visit,
    done: &str,
    command: impl FnOnce(PersonId, Private<String>) -> Command,
) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let reason = visit.form.one("reason").trim().to_owned();
    if reason.is_empty() || reason.len() > REASON_MAX {
        return again(visit, ("reason", "retention-reason-missing"), None).await;
    }
    let target = format!("/retention/people/{person}?done={done}");
    let command = journal::Command::Registry(command(person, Private::new(reason)));
    match visit.record(vec![command], |_, _| target.clone()).await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            again(visit, ("reason", "retention-refused"), Some(said)).await
        }
    }
}

/// Destroys it, and keeps the proof for whoever asked for it to take away.
async fn erase(visit: &mut Visit) -> Result<Reply, Trouble> {
    let about = about(visit)?;
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    if visit.form.one("sure") != "yes" {
        return again(visit, ("sure", "retention-not-sure"), None).await;
    }
    visit.desk.open_book().await?;
    let doomed = Doomed::of(&visit.desk, about.what.clone()).await?;
    visit.desk.shut_book().await;
    let proof = draw_id();
    let target = format!("/retention/gone/{proof}?done=erased");
    let written: RefCell<Vec<Recorded>> = RefCell::default();
    let keep = |_: &journal::State, recorded: &[Recorded]| {
        *written.borrow_mut() = recorded.to_vec();
        target.clone()
    };
    let reply = match visit.record(vec![doomed.command()], keep).await {
        Ok(reply) => reply,
        Err(trouble) => {
            let said = mendable(trouble)?;
            return again(visit, ("sure", "retention-refused"), Some(said)).await;
        }
    };
    let left = doomed.left(&visit.desk).await?;
    let recorded = written.into_inner();
    let text = text(&visit.desk, &recorded, (&doomed.records, left)).await?;
    visit.keep_under(&proof, text.into_bytes())?;
    Ok(reply)
}

/// The proof of an erasure, as long as the server keeps it.
fn kept_proof(visit: &Visit) -> Result<Option<String>, Trouble> {
    let id: String = visit.id("proof")?;
    let kept = visit.kept(&id)?;
    Ok(kept.map(|proof| String::from_utf8_lossy(&proof.bytes).into_owned()))
}

fn gone(visit: &mut Visit) -> Result<Reply, Trouble> {
    let id: String = visit.id("proof")?;
    let proof = kept_proof(visit)?;
    let frame = Frame::of(visit, "gone-title");
    let page = Gone { frame, proof, at: format!("/retention/gone/{id}/file") };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn proof(visit: &mut Visit) -> Result<Reply, Trouble> {
    let text = kept_proof(visit)?.ok_or(Trouble::Unknown)?;
    let name = "erasure.json".to_owned();
    Ok(Reply::File(File { name, kind: "application/json", bytes: text.into_bytes() }))
}
