//! A round is built: days and vehicles, shares of the draw, tables, the plan, its people. What the other side has to
//! know goes by file or by a digest that is read aloud; one step at a time.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Verb};
use exchange::plan::{self, Candidate, ClassTable, Ground, State, share_commitment};
use exchange::vocabulary::{Digest, Side};
use rand::RngCore as _;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{File, Reply, Visit};
use super::super::words::Words;
use crate::cli::Failure;
use crate::cli::plan::candidates::read_people;
use crate::cli::plan::journal::read_transport;
use crate::desk::Who;

/// The step that is open: which forms the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Transport,
    Commit,
    Tables,
    Reveal,
    Make,
    Assign,
    Nothing,
}

impl Open {
    fn of(state: &State, own: Side) -> Self {
        let both = |known: &dyn Fn(Side) -> bool| Side::BOTH.into_iter().all(known);
        if state.begun.is_none() {
            Self::Transport
        } else if !both(&|side| state.commitments.contains_key(&side)) {
            Self::Commit
        } else if !both(&|side| state.tables.contains_key(&side)) {
            Self::Tables
        } else if !both(&|side| state.shares.contains_key(&side)) {
            Self::Reveal
        } else if state.plan.is_none() {
            Self::Make
        } else if !state.assigned.contains_key(&own) {
            Self::Assign
        } else {
            Self::Nothing
        }
    }

    /// The name of the step in messages.
    fn word(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Commit => "commit",
            Self::Tables => "tables",
            Self::Reveal => "reveal",
            Self::Make => "make",
            Self::Assign => "assign",
            Self::Nothing => "lock",
        }
    }
}

/// What both sides have to have alike, or read to each other.
struct Known {
    label: String,
    digest: String,
}

#[derive(Template)]
#[template(path = "5-plan/build.html")]
struct Build {
    frame: Frame,
    step: &'static str,
    label: String,
    known: Vec<Known>,
    own: Side,
    other: Side,
    /// A share of the draw that nobody else has seen, for whoever commits to it.
    share: Option<String>,
    /// Whether this side's part of the step is done, and the other side's.
    is_own_done: bool,
    is_other_done: bool,
    has_table: bool,
    /// What is wrong with a file, in the words of who read it.
    said: Option<(String, String)>,
    typed: String,
}

impl Build {
    /// What was typed into a field that has to be mended.
    fn typed_in(&self, field: &str) -> &str {
        if self.frame.wrong_with(field).is_some() { &self.typed } else { "" }
    }
}

pub(super) fn pages() -> Vec<Page> {
    let acts = || Who::May(Verb::Negotiate);
    vec![
        Page::get("/round/build", "build-page", acts(), run!(show)),
        Page::get("/round/build/table/file", "table-file", acts(), run!(table_file)),
        Page::post("/round/build/transport", "begin-plan", acts(), run!(transport)),
        Page::post("/round/build/commit", "commit-share", acts(), run!(commit)),
        Page::post("/round/build/committed", "take-commitment", acts(), run!(committed)),
        Page::post("/round/build/table", "seal-table", acts(), run!(table)),
        Page::post("/round/build/take", "take-table", acts(), run!(take)),
        Page::post("/round/build/reveal", "open-share", acts(), run!(reveal)),
        Page::post("/round/build/make", "make-plan", acts(), run!(make)),
        Page::post("/round/build/assign", "assign-people", acts(), run!(assign)),
    ]
}

/// The side whose instance this is.
fn own_side(visit: &Visit) -> Result<Side, Trouble> {
    visit.desk.meta().party.side().ok_or_else(|| {
        Failure::refused("this instance belongs to neither side", "use the instance of a side")
            .into()
    })
}

/// What has to be mended before a form is taken.
#[derive(Default)]
struct Flaw {
    field: Option<(&'static str, String)>,
    said: Option<(String, String)>,
    typed: String,
}

impl Flaw {
    fn field(name: &'static str, what: String) -> Self {
        Self { field: Some((name, what)), ..Self::default() }
    }
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    page(visit, Flaw::default(), StatusCode::OK).await
}

async fn mend(visit: &mut Visit, flaw: Flaw) -> Result<Reply, Trouble> {
    page(visit, flaw, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn page(visit: &mut Visit, flaw: Flaw, status: StatusCode) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let own = own_side(visit)?;
    let (words, other) = (visit.words, own.other());
    let state = &visit.desk.state().plan;
    let open = Open::of(state, own);
    let is_done = |side: Side| match open {
        Open::Commit => state.commitments.contains_key(&side),
        Open::Tables => state.tables.contains_key(&side),
        Open::Reveal => state.shares.contains_key(&side),
        Open::Transport | Open::Make | Open::Assign | Open::Nothing => false,
    };
    let draws = open == Open::Commit && !is_done(own);
    // A share that was drawn, and perhaps written down, stays through a mistake.
    let kept = flaw.field.as_ref().is_some_and(|(field, _)| *field == "kept");
    let share = if kept { flaw.typed.clone() } else { draw_share() };
    let mut frame = Frame::of(visit, "build-title");
    frame.wrong.extend(flaw.field);
    let page = Build {
        step: if state.lock.holds() { "locked" } else { open.word() },
        label: words.t(&format!("round-step-{}", open.word())),
        known: known(words, state)?,
        own,
        other,
        share: draws.then_some(share),
        is_own_done: is_done(own),
        is_other_done: is_done(other),
        has_table: state.tables.contains_key(&own),
        said: flaw.said,
        typed: flaw.typed,
        frame,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(status, page.render()?))
}

/// Draws a share that nobody can foresee.
fn draw_share() -> String {
    let mut share = [0; 32];
    rand::rngs::OsRng.fill_bytes(&mut share);
    Digest(share).to_string()
}

/// Lists the digests that both sides compare.
fn known(words: Words, state: &State) -> Result<Vec<Known>, Trouble> {
    let mut known = Vec::new();
    let mut add = |key: &str, side: Option<Side>, digest: String| {
        let label = side.map_or_else(|| words.t(key), |side| words.with(key, side));
        known.push(Known { label, digest });
    };
    if state.begun.is_some() {
        let ground = state.ground().map_err(exchange::journal::Refusal::from)?;
        add("build-ground", None, ground.digest.to_string());
    }
    for (side, commitment) in &state.commitments {
        add("build-commitment", Some(*side), commitment.to_string());
    }
    for (side, table) in &state.tables {
        add("build-table", Some(*side), table.digest().to_string());
    }
    for (side, share) in &state.shares {
        add("build-share-open", Some(*side), share.to_string());
    }
    if let Some(plan) = &state.plan {
        add("build-plan", None, plan.digest().to_string());
    }
    Ok(known)
}

/// Records what a form says, and goes back to the page.
async fn record(visit: &mut Visit, command: plan::Command, done: &str) -> Result<Reply, Trouble> {
    let target = format!("/round/build?done={done}");
    visit.record(vec![Command::Plan(command)], move |_, _| target.clone()).await
}

/// Shows what a file lacks on the form; every other trouble has its own page.
fn flaw_of(failure: Failure) -> Result<Flaw, Trouble> {
    match failure {
        Failure::Incomplete { what, hint } => {
            Ok(Flaw { said: Some((what, hint)), ..Flaw::default() })
        }
        failure @ (Failure::Refused { .. } | Failure::Fault(_)) => Err(failure.into()),
    }
}

async fn transport(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let Some(file) = visit.form.file("file") else {
        let what = visit.words.t("movement-no-file");
        return mend(visit, Flaw::field("file", what)).await;
    };
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    match read_transport(&file.name, &text) {
        Ok(transport) => {
            let command = plan::Command::RecordTransport { transport: Box::new(transport) };
            record(visit, command, "transport").await
        }
        Err(failure) => mend(visit, flaw_of(failure)?).await,
    }
}

/// Reads 64 hexadecimal digits.
fn digest(visit: &Visit, field: &'static str) -> Result<Digest, Flaw> {
    let text = visit.form.one(field).to_lowercase();
    Digest::try_from(text.clone()).map_err(|_unread| Flaw {
        typed: text,
        ..Flaw::field(field, visit.words.t("movement-bad-digest"))
    })
}

async fn commit(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let own = own_side(visit)?;
    let share = match digest(visit, "share") {
        Ok(share) => share,
        Err(flaw) => return mend(visit, flaw).await,
    };
    if visit.form.one("kept").is_empty() {
        let what = visit.words.t("build-not-kept");
        let flaw = Flaw { typed: share.to_string(), ..Flaw::field("kept", what) };
        return mend(visit, flaw).await;
    }
    let commitment = share_commitment(own, &share.0);
    record(visit, plan::Command::CommitSeed { side: own, commitment }, "committed").await
}

async fn committed(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let side = own_side(visit)?.other();
    match digest(visit, "commitment") {
        Ok(commitment) => {
            let command = plan::Command::CommitSeed { side, commitment };
            record(visit, command, "their-commitment").await
        }
        Err(flaw) => mend(visit, flaw).await,
    }
}

/// Reads this side's people from the file of a form, on the ground of the plan.
async fn people(visit: &mut Visit) -> Result<Result<(Ground, Vec<Candidate>), Flaw>, Trouble> {
    visit.desk.open_book().await?;
    let Some(file) = visit.form.file("file") else {
        let what = visit.words.t("movement-no-file");
        return Ok(Err(Flaw::field("file", what)));
    };
    let state = &visit.desk.state().plan;
    let ground = state.ground().map_err(exchange::journal::Refusal::from)?;
    let Some(begun) = &state.begun else { return Err(Trouble::Unknown) };
    match read_people((&file.name, &file.bytes), &begun.settled, &begun.transport) {
        Ok(people) => Ok(Ok((ground, people))),
        Err(failure) => flaw_of(failure).map(Err),
    }
}

async fn table(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let own = own_side(visit)?;
    let (ground, people) = match people(visit).await? {
        Ok(read) => read,
        Err(flaw) => return mend(visit, flaw).await,
    };
    let table = ClassTable::of(&ground, own, &people).map_err(exchange::journal::Refusal::from)?;
    record(visit, plan::Command::SealTable { table: Box::new(table) }, "table").await
}

/// Hands out the own table as the other side takes it in: counts of classes, and no person.
async fn table_file(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let own = own_side(visit)?;
    let table = visit.desk.state().plan.tables.get(&own).ok_or(Trouble::Unknown)?;
    let name = format!("table-{own}.json").to_lowercase();
    let file = File { name, kind: "application/json", bytes: table.bytes() };
    visit.desk.shut_book().await;
    Ok(Reply::File(file))
}

async fn take(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let (words, own) = (visit.words, own_side(visit)?);
    let Some(file) = visit.form.file("theirs") else {
        return mend(visit, Flaw::field("theirs", words.t("movement-no-file"))).await;
    };
    let read: Result<ClassTable, _> = serde_json::from_slice(&file.bytes);
    match read {
        Ok(table) if table.side == own.other() => {
            let command = plan::Command::SealTable { table: Box::new(table) };
            record(visit, command, "their-table").await
        }
        Ok(table) => {
            let what = words.with("build-other-table", table.side);
            mend(visit, Flaw::field("theirs", what)).await
        }
        Err(error) => {
            let what = words.with("movement-bad-file", error);
            mend(visit, Flaw::field("theirs", what)).await
        }
    }
}

/// Opens a share: the own one, or the other side's as it was told.
async fn reveal(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    let own = own_side(visit)?;
    let fields: BTreeMap<&str, (&'static str, Side)> =
        BTreeMap::from([("own", ("own-share", own)), ("other", ("their-share", own.other()))]);
    let (field, side) = fields.get(visit.form.one("whose")).copied().ok_or(Trouble::Unknown)?;
    match digest(visit, field) {
        Ok(share) => record(visit, plan::Command::RevealSeed { side, share }, "share").await,
        Err(flaw) => mend(visit, flaw).await,
    }
}

async fn make(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    record(visit, plan::Command::Make, "made").await
}

async fn assign(visit: &mut Visit) -> Result<Reply, Trouble> {
    if let Some(reply) = visit.before().await? {
        return Ok(reply);
    }
    match people(visit).await? {
        Ok((_, candidates)) => {
            let command = Command::Plan(plan::Command::Assign { candidates });
            visit.record(vec![command], |_, _| "/round?done=assigned".to_owned()).await
        }
        Err(flaw) => mend(visit, flaw).await,
    }
}
