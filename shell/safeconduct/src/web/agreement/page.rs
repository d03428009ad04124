//! What was agreed, in both readings; what is still open, and how many people each open point touches; clauses put
//! forward, accepted and refused.

use askama::Template;
use axum::http::StatusCode;
use exchange::agreement::{self, Clause, Lists, Offered, OpenPoint, Row, Terms, day_of, find_open};
use exchange::journal::{Command, Deed, Purpose, Verb, may};
use exchange::lists::Purpose as For;
use exchange::vocabulary::{Digest, Party, Side};

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::agreement::{listed, terms_of};
use crate::cli::lists::closed_list;
use crate::desk::Who;

/// One clause as both sides read it.
struct Reading {
    id: String,
    title: String,
    track: String,
    a: String,
    b: String,
    is_same: bool,
    /// `agreed`, `offered` or `open`.
    status: &'static str,
    label: String,
    /// The words that this side could put forward: its own and the other's, where they state a rule.
    offers: Vec<(&'static str, String)>,
}

/// A clause that was put forward and is not agreed.
struct Waiting {
    digest: String,
    id: String,
    title: String,
    text: String,
    by: String,
    /// Who accepts and who refuses it, in words.
    stands: String,
    is_ours_to_answer: bool,
    /// What would be open if these words stood beside the agreed ones.
    points: Vec<Point>,
}

/// One question that is open.
struct Point {
    id: String,
    question: String,
    a: String,
    b: String,
    offer: String,
    /// How many lines of each list turn on it.
    touches: Vec<String>,
}

#[derive(Template)]
#[template(path = "1-agreement/page.html")]
struct Shown {
    frame: Frame,
    title: String,
    round: String,
    sides: [String; 2],
    readings: Vec<Reading>,
    points: Vec<Point>,
    waiting: Vec<Waiting>,
    /// What keeps the agreed clauses from being enough to plan from.
    unsettled: Vec<String>,
    may_act: bool,
    counted: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = Who::May(Verb::Negotiate);
    vec![
        Page::get("/agreement", "agreement-page", Who::Signed, run!(show)),
        Page::get("/agreement/people", "agreement-people", acts, run!(people)),
        Page::post("/agreement/clauses/{digest}/accept", "accept-clause", acts, run!(accept)),
        Page::post("/agreement/clauses/{digest}/refuse", "refuse-clause", acts, run!(refuse)),
        Page::post("/agreement/propose", "propose-clause", acts, run!(propose)),
        Page::post("/agreement/terms", "record-terms", acts, run!(terms)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    page(visit, &Lists::new(), false, Vec::new())
}

/// The same, with how many people of each side's closed offer each point touches.
async fn people(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let state = visit.desk.state();
    let mut lists = Lists::new();
    for side in Side::BOTH {
        let Some((list, book)) = state.lists.current(side, For::Offer) else { continue };
        let work = ("agreement-people", book.lines().len());
        let ask = (Purpose::Exchange, Deed::Match);
        let permit = visit.desk.go_through(visit.actor()?, ask, work).await?;
        let closed = closed_list(&visit.desk, &permit, list).await?;
        lists.insert(side, closed.lines().map(listed).collect());
    }
    page(visit, &lists, true, Vec::new())
}

fn page(
    visit: &mut Visit,
    lists: &Lists,
    counted: bool,
    wrong: Vec<(&'static str, String)>,
) -> Result<Reply, Trouble> {
    let words = visit.words;
    let may_act = may(visit.actor()?.role, Verb::Negotiate);
    let state = &visit.desk.state().agreement;
    let terms = state.terms.as_ref();
    let own = visit.desk.meta().party;
    let readings =
        terms.map(|terms| terms.rows.iter().map(|row| reading(words, state, row)).collect());
    let mut waiting: Vec<Waiting> = state
        .offered
        .iter()
        .filter(|(digest, _)| state.waits(digest))
        .map(|(digest, offered)| Waiting {
            points: differs(words, state, (&offered.clause, lists)),
            ..waits(words, own, (digest, offered))
        })
        .collect();
    waiting.sort_by_key(|one| (!one.is_ours_to_answer, one.id.clone()));
    let unsettled = state.settled().err().unwrap_or_default();
    let mut frame = Frame::of(visit, "agreement-title");
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    frame.wrong = wrong;
    let page = Shown {
        title: terms.map_or_else(String::new, |terms| terms.title.clone()),
        round: terms.map_or_else(String::new, |terms| {
            let round = &terms.round;
            format!("{}, {}, {}", round.name, round.place, words.day(round.date))
        }),
        sides: Side::BOTH.map(|side| {
            terms.map_or_else(|| side.to_string(), |terms| terms.name(side).to_owned())
        }),
        readings: readings.unwrap_or_default(),
        points: points(words, state, lists),
        waiting,
        unsettled: unsettled.iter().map(ToString::to_string).collect(),
        may_act,
        counted,
        frame,
    };
    Ok(Reply::Page(status, page.render()?))
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn reading(words: Words, state: &agreement::State, row: &Row) -> Reading {
    let (a, b) = (plain(&row.a.text), plain(&row.b.text));
    let is_offered = state.offered.values().any(|offered| offered.clause.id == row.id);
    let status = match (state.agreed.contains_key(&row.id), is_offered) {
        (true, _) => "agreed",
        (false, true) => "offered",
        (false, false) => "open",
    };
    let says =
        |side: Side| row.clause(side).map(|_| (letter(side), words.with("agreement-offer", side)));
    Reading {
        id: row.id.to_string(),
        title: row.title.clone(),
        track: words.t(&format!("track-{}", row.track.word())),
        is_same: a == b,
        a,
        b,
        status,
        label: words.t(&format!("clause-{status}")),
        offers: Side::BOTH.into_iter().filter_map(says).collect(),
    }
}

fn letter(side: Side) -> &'static str {
    match side {
        Side::A => "a",
        Side::B => "b",
    }
}

fn waits(words: Words, own: Party, (digest, offered): (&Digest, &Offered)) -> Waiting {
    let own_side = own.side();
    let is_answered = own_side
        .is_some_and(|side| offered.accepted.contains(&side) || offered.refused.contains(&side));
    let of = |key: &str, sides: &std::collections::BTreeSet<Side>| -> Option<String> {
        let sides: Vec<String> = sides.iter().map(Side::to_string).collect();
        (!sides.is_empty()).then(|| words.with(key, sides.join(", ")))
    };
    let stands =
        [of("clause-accepted-by", &offered.accepted), of("clause-refused-by", &offered.refused)];
    Waiting {
        digest: digest.to_string(),
        id: offered.clause.id.to_string(),
        title: offered.clause.title.clone(),
        text: plain(&offered.clause.text),
        by: offered.by.iter().map(Party::to_string).collect::<Vec<_>>().join(", "),
        stands: stands.into_iter().flatten().collect::<Vec<_>>().join(" "),
        is_ours_to_answer: own_side.is_some() && !is_answered,
        points: Vec::new(),
    }
}

/// What parts words that were put forward from those that are agreed, and who turns on it.
fn differs(
    words: Words,
    state: &agreement::State,
    (clause, lists): (&Clause, &Lists),
) -> Vec<Point> {
    let agreed = state.agreed.get(&clause.id).and_then(|digest| state.offered.get(digest));
    let (Some(agreed), Some(terms)) = (agreed, &state.terms) else { return Vec::new() };
    let (before, after) = (Row::alike(agreed.clause.clone()), Row::alike(clause.clone()));
    let terms = Terms { rows: vec![Row { b: after.b, ..before }], ..terms.clone() };
    let found = find_open(&terms, lists, day_of(&terms)).points;
    found.into_iter().map(|open| point(words, open)).collect()
}

/// The open points, with how many lines of the lists at hand turn on each.
fn points(words: Words, state: &agreement::State, lists: &Lists) -> Vec<Point> {
    let mut found = state.open_points();
    let turning = state.terms.as_ref().map(|terms| find_open(terms, lists, day_of(terms)).points);
    for open in turning.into_iter().flatten() {
        if let Some(same) = found.iter_mut().find(|one| one.question == open.question) {
            same.turns = open.turns;
        }
    }
    found.into_iter().map(|open| point(words, open)).collect()
}

fn point(words: Words, open: OpenPoint) -> Point {
    let touches = open.turns.iter().map(|(side, turns)| {
        let count = words.n("point-lines", turns.lines.len());
        words.fill("point-touches", &[("side", &side.to_string()), ("it", &count)])
    });
    Point {
        id: open.clause.to_string(),
        touches: touches.collect(),
        question: open.question,
        a: open.a,
        b: open.b,
        offer: open.offer.unwrap_or_default(),
    }
}

/// Finds a clause by its digest, and says who answers: this side.
fn answered(visit: &Visit) -> Result<(Party, Digest), Trouble> {
    let text: String = visit.id("digest")?;
    let digest = Digest::try_from(text).map_err(|_unread| Trouble::Unknown)?;
    Ok((visit.desk.meta().party, digest))
}

async fn accept(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (by, digest) = answered(visit)?;
    let command = agreement::Command::Accept { by, digest, evidence: None };
    let target = |_: &_, _: &[_]| "/agreement?done=accepted".to_owned();
    visit.record(vec![Command::Agreement(command)], target).await
}

async fn refuse(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (by, digest) = answered(visit)?;
    let command = agreement::Command::Refuse { by, digest, evidence: None };
    let target = |_: &_, _: &[_]| "/agreement?done=refused".to_owned();
    visit.record(vec![Command::Agreement(command)], target).await
}

/// Puts a clause forward in the words of one reading.
async fn propose(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.take_pen().await?;
    let (id, side) = (visit.form.one("clause").to_owned(), visit.form.one("reading").to_owned());
    let side = Side::BOTH.into_iter().find(|one| letter(*one) == side).ok_or(Trouble::Unknown)?;
    let terms = visit.desk.state().agreement.terms.as_ref();
    let row = terms.and_then(|terms| terms.rows.iter().find(|row| row.id.as_str() == id));
    let clause = row.and_then(|row| row.clause(side)).ok_or(Trouble::Unknown)?;
    let by = visit.desk.meta().party;
    let command = agreement::Command::Propose { by, clause: Box::new(clause), evidence: None };
    let target = |_: &_, _: &[_]| "/agreement?done=proposed".to_owned();
    visit.record(vec![Command::Agreement(command)], target).await
}

/// Takes terms in: what each side says was agreed.
async fn terms(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(file) = visit.form.file("terms") else {
        visit.desk.open_book().await?;
        let wrong = vec![("terms", visit.words.t("agreement-no-file"))];
        return page(visit, &Lists::new(), false, wrong);
    };
    let document = terms_of(&file.bytes, &file.name)?;
    let command = agreement::Command::Record { terms: Box::new(document.terms) };
    let target = |_: &_, _: &[_]| "/agreement?done=terms".to_owned();
    visit.record(vec![Command::Agreement(command)], target).await
}
