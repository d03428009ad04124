//! The gates of one person: what was found at each, and what is found now.

use askama::Template;
use axum::http::StatusCode;
use exchange::handover::{self, Finding, GateKind, Proceedings};
use exchange::journal::{Command, Deed, Purpose, Thing, Verb, may};
use exchange::lists::{Field, Line};
use exchange::vocabulary::{LineId, Private};
use jiff::Timestamp;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::board::{Cell, cell, own_side, stage_of, travelling};
use crate::cli::Failure;
use crate::cli::reconcile::{name as written_name, written};
use crate::desk::Who;

/// One gate and the form by which it is settled.
struct Shown {
    word: &'static str,
    label: String,
    says: String,
    basis: &'static str,
    cell: Cell,
    until: String,
    /// Whether whoever looks may settle it.
    is_mine: bool,
}

#[derive(Template)]
#[template(path = "7-handover/person.html")]
struct Person {
    frame: Frame,
    stage: String,
    line: String,
    name: String,
    born: String,
    number: String,
    gates: Vec<Shown>,
    /// The next in the stage, to go on to.
    next: Option<String>,
    now: String,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = Who::Either(Verb::Gate, Verb::Heal);
    vec![
        Page::get("/gates/{stage}/people/{line}", "gates-of-person", acts, run!(show)),
        Page::post("/gates/{stage}/people/{line}", "record-gate", acts, run!(record)),
    ]
}

/// What is written of somebody on a list of this side's own, as far as the reader may see it.
async fn card(visit: &Visit, line: &LineId) -> Result<[String; 3], Trouble> {
    let hidden = || visit.words.t("person-hidden");
    let lists = &visit.desk.state().lists.lists;
    let kept =
        lists.values().flat_map(exchange::lists::Book::lines).find(|kept| kept.line == *line);
    let Some(kept) = kept else { return Ok([hidden(), hidden(), hidden()]) };
    let (record, actor) = (kept.record.clone(), visit.actor()?);
    // Lists are open to who negotiates them; the team has the printed manifest.
    if !Who::LookFor(Deed::Show, Purpose::Exchange).lets_in(actor.role, Purpose::Exchange) {
        return Ok([hidden(), hidden(), hidden()]);
    }
    let ask = (Purpose::Exchange, Deed::Show);
    let permit = visit.desk.go_through(actor, ask, ("gates-of-person", 1)).await?;
    let bytes = visit.desk.read(&permit, &record).await?;
    let line = Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
    let fields = Some(&line.fields);
    let shown = |thing: Thing, text: String| if permit.shows(thing) { text } else { hidden() };
    Ok([
        shown(Thing::Name, written_name(fields)),
        shown(Thing::Birth, written(fields, Field::BirthDate).to_owned()),
        shown(Thing::Number, written(fields, Field::ServiceNumber).to_owned()),
    ])
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (stage, side, line) = (stage_of(visit)?, own_side(visit)?, visit.id::<LineId>("line")?);
    let people = travelling(visit, stage, side);
    let at = people.iter().position(|one| one.line == line).ok_or(Trouble::Unknown)?;
    let next = people.get(at + 1).map(|one| one.line.to_string());
    let [name, born, number] = card(visit, &line).await?;
    let (words, role) = (visit.words, visit.actor()?.role);
    let recorded = visit.desk.state().handover.gates.get(&line);
    let gates = GateKind::ALL.map(|gate| {
        let until = recorded.and_then(|all| all.recorded.get(&gate)).and_then(|one| one.until);
        Shown {
            word: gate.word(),
            label: words.t(&format!("gate-{}", gate.word())),
            says: words.t(&format!("gate-{}-says", gate.word())),
            basis: gate.basis(),
            cell: cell(visit, &line, gate),
            until: until.map_or_else(String::new, |until| words.moment(until)),
            is_mine: may(role, gate.verb()),
        }
    });
    let page = Person {
        stage: stage.to_string(),
        line: line.to_string(),
        name,
        born,
        number,
        gates: gates.into_iter().collect(),
        next,
        now: visit.desk.now().to_string(),
        frame: Frame::of(visit, "person-gates-title"),
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn unusable(what: &str, hint: &str) -> Trouble {
    Failure::incomplete(what, hint).into()
}

/// Reads a time as it was typed, in universal time.
fn time(visit: &Visit, name: &str) -> Result<Option<Timestamp>, Trouble> {
    let text = visit.form.one(name);
    if text.is_empty() {
        return Ok(None);
    }
    let read = text.parse().ok().or_else(|| format!("{text}:00Z").parse().ok());
    read.map(Some).ok_or_else(|| {
        unusable("the time cannot be read", "write it as 2025-06-12T08:30 in universal time")
    })
}

/// Reads what was found from a form. What it settles, if anything, is the core's to say.
fn finding(visit: &Visit) -> Result<Finding, Trouble> {
    let text = |name: &str| Private::new(visit.form.one(name).to_owned());
    let ticked = |name: &str| !visit.form.one(name).is_empty();
    Ok(match visit.form.one("finding") {
        word @ ("identity-sure" | "identity-unsure") => Finding::Identity {
            confirmed: word == "identity-sure",
            compared_with: text("compared_with"),
        },
        word @ ("wish-go" | "wish-stay") => Finding::OwnWish {
            go: word == "wish-go",
            private: ticked("private"),
            neutral: ticked("neutral"),
            heard_by: text("heard_by"),
            heard_at: time(visit, "heard_at")?.unwrap_or_else(|| visit.desk.now()),
        },
        word @ ("fit" | "unfit") => Finding::FitToTravel {
            fit: word == "fit",
            found_by: text("found_by"),
            needs: text("needs"),
            until: time(visit, "until")?,
        },
        "not-held" => Finding::NotHeld,
        "hold-lifted" => {
            Finding::HoldLifted { court_order: text("court_order"), consent: text("consent") }
        }
        "held" => {
            Finding::Held { proceedings: Proceedings::Judicial, reference: text("reference") }
        }
        word @ ("papers-back" | "papers-missing") => {
            Finding::Papers { settled: word == "papers-back", papers: text("papers") }
        }
        "property" => {
            let packet = visit.form.one("packet").to_owned();
            let items = visit.form.one("items").lines().map(str::trim);
            let items =
                items.filter(|item| !item.is_empty()).map(|item| Private::new(item.to_owned()));
            Finding::Property {
                packet: (!packet.is_empty()).then(|| Private::new(packet)),
                contents: items.collect(),
            }
        }
        word @ ("contact-verified" | "contact-open") => Finding::FamilyContact {
            verified: word == "contact-verified",
            contact: text("contact"),
        },
        "reopen" => {
            let word = visit.form.one("gate");
            let gate = GateKind::ALL.into_iter().find(|gate| gate.word() == word);
            Finding::Reopened { gate: gate.ok_or(Trouble::Unknown)?, why: text("why") }
        }
        _ => return Err(Trouble::Unknown),
    })
}

async fn record(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (stage, line) = (stage_of(visit)?, visit.id::<LineId>("line")?);
    visit.desk.take_pen().await?;
    let side = own_side(visit)?;
    if !travelling(visit, stage, side).iter().any(|one| one.line == line) {
        return Err(Trouble::Unknown);
    }
    let finding = finding(visit)?;
    let target = format!("/gates/{stage}/people/{line}?done=gate");
    let command = handover::Command::RecordGate { line, person: None, finding };
    visit.record(vec![Command::Handover(command)], move |_, _| target.clone()).await
}
