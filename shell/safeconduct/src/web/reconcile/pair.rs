//! Same person or not? One pair after the other: their line beside who it may be, what speaks against it first.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Deed, Purpose, Verb};
use exchange::lists::{Field, Line};
use exchange::reconcile::wording::{self, bits};
use exchange::reconcile::{Beside, Command as Core, LineVerdict, Says, Settlement, Sheet, Verdict};
use exchange::registry::{Stated, Status};
use exchange::vocabulary::{LineId, ListId, PersonId, Private, Standing};

use super::super::frame::{Choice, Frame};
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::wording::told;
use super::super::words::Words;
use crate::cli::reconcile::{opened_sheet, written};
use crate::cli::registry::claims;
use crate::desk::{Permit, Who};

/// The longest bar of a field's weight, in the units of its picture, stands for so many bits.
const BITS_SHOWN_MAX: i32 = 16;
/// Half the width of the picture of a weight.
const BAR: i32 = 80;

/// What is written of somebody.
type Fields = BTreeMap<Field, Private<String>>;

/// What both sides say in one field, and what that is worth.
struct Row {
    field: String,
    theirs: String,
    ours: String,
    /// How the two relate: `=`, `≈`, `≠`, or nothing where one side is silent.
    sign: &'static str,
    says: String,
    bits: String,
    is_against: bool,
    is_contradiction: bool,
    /// Where the bar begins and how long it is.
    from: i32,
    length: i32,
}

/// A step of the sum that is no field.
struct Step {
    label: String,
    bits: String,
}

/// One pair, as it is shown.
struct Pair {
    mark: String,
    /// Who the line was compared with, in words, and where more stands about them.
    beside: String,
    person: Option<String>,
    because: String,
    probability: String,
    rows: Vec<Row>,
    steps: Vec<Step>,
    /// What "the same person" would mean.
    same: &'static str,
    same_means: String,
    is_told: bool,
    /// A colleague said something that a family would be told, and a second officer has to say the same.
    waits_by: Option<String>,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "4-reconcile/pair.html")]
struct Shown {
    frame: Frame,
    list: String,
    /// How many wait, and the place of this one among them, from 0.
    waiting: usize,
    place: usize,
    pair: Option<Pair>,
    /// The line that was decided last, to be taken back.
    undo: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Negotiate);
    vec![
        Page::get("/matches/{list}", "pair-page", who, run!(show)),
        Page::post("/matches/{list}", "settle-pair", who, run!(settle)),
        Page::post("/matches/{list}/undo", "reopen-pair", who, run!(undo)),
    ]
}

/// The lines that wait for whoever looks: doubtful, and not decided by themselves already.
fn waiting<'a>(sheet: &'a Sheet, visit: &Visit, list: &ListId) -> Vec<&'a LineVerdict> {
    let comparison = visit.desk.state().reconcile.comparisons.get(list);
    let own = visit.who.as_ref().map(|who| who.name.as_str());
    let is_own = |line: &LineId| {
        let proposed = comparison.and_then(|one| one.proposed.get(&sheet.mark(line)));
        proposed.is_some_and(|(by, _)| Some(by.as_str()) == own)
    };
    let doubtful = sheet.judged().values().filter(|one| one.verdict == Verdict::Doubtful);
    let mut found: Vec<&LineVerdict> = doubtful.filter(|one| !is_own(&one.line)).collect();
    found.sort_by_key(|one| {
        (one.urgency(), std::cmp::Reverse(one.probability_per_mille), &one.line)
    });
    found
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.open_book().await?;
    if !visit.desk.state().reconcile.comparisons.contains_key(&list) {
        return Err(Trouble::Unknown);
    }
    let (actor, work) = (visit.actor()?.clone(), ("pair-page", 1));
    let permit = visit.desk.go_through(&actor, (Purpose::Exchange, Deed::Show), work).await?;
    let sheet = opened_sheet(&visit.desk, &permit, &list).await?;
    let waiting = waiting(&sheet, visit, &list);
    let from: usize = visit.asked("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    // Behind the last one those come again that were passed over.
    let place = if waiting.is_empty() { 0 } else { from % waiting.len() };
    let pair = match waiting.get(place) {
        Some(judged) => Some(pair(visit, &permit, (&list, &sheet, judged)).await?),
        None => None,
    };
    let waiting = waiting.len();
    let undo = visit.asked("undo").map(str::to_owned);
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "pair-title");
    let page = Shown { frame, list: list.to_string(), waiting, place, pair, undo };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Opens a line of a list, and no other.
async fn line_of(
    visit: &Visit,
    permit: &Permit,
    (list, line): (&ListId, &LineId),
) -> Result<Option<Line>, Trouble> {
    let book = visit.desk.state().lists.lists.get(list);
    let kept = book.and_then(|book| book.lines().iter().find(|kept| kept.line == *line));
    let Some(kept) = kept else { return Ok(None) };
    let bytes = visit.desk.read(permit, &kept.record).await?;
    Ok(Some(Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?))
}

/// What is known of who the line was compared with.
#[derive(Default)]
struct Other {
    fields: Fields,
    status: Option<Status>,
    standing: Option<Standing>,
}

async fn other(
    visit: &Visit,
    permit: &Permit,
    (list, judged): (&ListId, &LineVerdict),
) -> Result<Other, Trouble> {
    let comparison = visit.desk.state().reconcile.comparisons.get(list);
    let line = match &judged.beside {
        None => return Ok(Other::default()),
        Some(Beside::Person(person)) => return somebody(visit, person).await,
        Some(Beside::Before(before)) => line_of(visit, permit, (list, before)).await?,
        Some(Beside::Ours(line)) => match comparison.and_then(|one| one.ours.clone()) {
            Some(ours) => line_of(visit, permit, (&ours, line)).await?,
            None => None,
        },
    };
    let standing = line.as_ref().and_then(|line| line.facts.standing);
    let status = judged.person.as_ref().and_then(|person| {
        visit.desk.state().registry.status(person, None).map(|reading| reading.status)
    });
    Ok(Other { fields: line.map(|line| line.fields).unwrap_or_default(), status, standing })
}

/// Opens what the registry knows of somebody; it counts as a look at them.
async fn somebody(visit: &Visit, person: &PersonId) -> Result<Other, Trouble> {
    let permit = visit.desk.show(visit.actor()?, Purpose::Exchange, person).await?;
    let mut fields = BTreeMap::new();
    for claim in claims(&visit.desk, &permit, person).await? {
        for (field, stated) in claim.words.told.fields {
            if let Stated::Given(text) = stated
                && permit.shows(exchange::journal::Thing::of(field))
            {
                fields.entry(field).or_insert(text);
            }
        }
    }
    let reading = visit.desk.state().registry.status(person, None);
    Ok(Other { fields, status: reading.map(|reading| reading.status), standing: None })
}

async fn pair(
    visit: &Visit,
    permit: &Permit,
    (list, sheet, judged): (&ListId, &Sheet, &LineVerdict),
) -> Result<Pair, Trouble> {
    let words = visit.words;
    let line = line_of(visit, permit, (list, &judged.line)).await?;
    let other = other(visit, permit, (list, judged)).await?;
    let civilian = |standing: Option<Standing>| standing == Some(Standing::Civilian);
    let is_civilian =
        civilian(other.standing) || civilian(line.as_ref().and_then(|line| line.facts.standing));
    let same = judged.if_same(other.status, is_civilian);
    let mark = sheet.mark(&judged.line);
    let comparison = visit.desk.state().reconcile.comparisons.get(list);
    let waits = comparison.and_then(|one| one.proposed.get(&mark));
    let (label, person) = beside(words, judged);
    let theirs = line.map(|line| line.fields).unwrap_or_default();
    let verdicts = Verdict::ALL.into_iter().filter(|one| *one != Verdict::Doubtful);
    let verdicts =
        verdicts.map(|one| (one.word(), words.t(&format!("wording-verdict-{}", one.word()))));
    Ok(Pair {
        mark: mark.to_string(),
        beside: label,
        person,
        because: told(words, &wording::because(judged, other.status)),
        probability: percent(words, judged.probability_per_mille),
        rows: rows(words, judged, (&theirs, &other.fields)),
        steps: steps(words, judged),
        same: same.word(),
        same_means: words.t(&format!("wording-verdict-{}", same.word())),
        is_told: same.is_told(),
        waits_by: waits.map(|(by, _)| by.clone()),
        choices: Choice::list(verdicts, same.word()),
    })
}

fn beside(words: Words, judged: &LineVerdict) -> (String, Option<String>) {
    let person = judged.person.as_ref().map(PersonId::to_string);
    match &judged.beside {
        None => (words.t("pair-nobody"), person),
        Some(Beside::Ours(_)) => (words.t("pair-our-line"), person),
        Some(Beside::Before(_)) => (words.t("pair-their-line"), None),
        Some(Beside::Person(one)) => (words.t("pair-our-person"), Some(one.to_string())),
    }
}

fn percent(words: Words, per_mille: u16) -> String {
    let text = format!("{}.{}", per_mille / 10, per_mille % 10);
    words.with("pair-percent", text)
}

/// One row a field: what was compared, contradictions first, and then what one side alone says.
fn rows(words: Words, judged: &LineVerdict, (theirs, ours): (&Fields, &Fields)) -> Vec<Row> {
    let texts = |field: Field| {
        (written(Some(theirs), field).to_owned(), written(Some(ours), field).to_owned())
    };
    let mut rows: Vec<Row> = Vec::new();
    for reason in &judged.waterfall.reasons {
        let (their, our) = texts(reason.field);
        let otherwise = reason.says == Says::Same && their.to_lowercase() != our.to_lowercase();
        let says = if otherwise { "same-in-other-words" } else { wording::word(reason.says) };
        let length = (reason.weight.abs() * BAR / (BITS_SHOWN_MAX * 100)).clamp(1, BAR);
        let is_against = reason.weight < 0;
        rows.push(Row {
            field: words.t(&format!("field-{}", reason.field.word())),
            sign: if reason.says == Says::Same {
                "="
            } else if is_against || reason.is_contradiction() {
                "≠"
            } else {
                "≈"
            },
            says: words.t(&format!("wording-says-{says}")),
            bits: bits(reason.weight),
            is_against,
            is_contradiction: reason.is_contradiction(),
            from: if is_against { BAR - length } else { BAR },
            length,
            theirs: their,
            ours: our,
        });
    }
    let compared: Vec<Field> = judged.waterfall.reasons.iter().map(|one| one.field).collect();
    let silent = theirs.keys().chain(ours.keys()).filter(|field| {
        // The reference and the number in a list say nothing of a person.
        !compared.contains(field) && !matches!(field, Field::Id | Field::Ordinal)
    });
    let mut silent: Vec<Field> = silent.copied().collect();
    silent.sort_unstable();
    silent.dedup();
    for field in silent {
        let (theirs, ours) = texts(field);
        rows.push(Row {
            field: words.t(&format!("field-{}", field.word())),
            theirs,
            ours,
            sign: "",
            says: words.t("pair-not-compared"),
            bits: String::new(),
            is_against: false,
            is_contradiction: false,
            from: BAR,
            length: 0,
        });
    }
    rows
}

/// What stands in the sum beside the fields.
fn steps(words: Words, judged: &LineVerdict) -> Vec<Step> {
    let of = &judged.waterfall;
    let step = |key: &str, weight: i32| Step { label: words.t(key), bits: bits(weight) };
    let mut steps = vec![step("pair-start", of.start)];
    if of.together != 0 {
        steps.push(step("pair-together", of.together));
    }
    steps.push(step("pair-sum", of.sum));
    steps.extend(of.rival.map(|rival| step("pair-rival", rival)));
    steps
}

/// Finds the line that a mark stands for.
fn marked<'a>(sheet: &'a Sheet, mark: &str) -> Option<&'a LineVerdict> {
    sheet.judged().values().find(|one| sheet.mark(&one.line).to_string() == mark)
}

async fn opened(visit: &mut Visit, work: &str) -> Result<(ListId, Box<Sheet>), Trouble> {
    let list: ListId = visit.id("list")?;
    visit.desk.take_pen().await?;
    if !visit.desk.state().reconcile.comparisons.contains_key(&list) {
        return Err(Trouble::Unknown);
    }
    let actor = visit.actor()?.clone();
    let permit = visit.desk.go_through(&actor, (Purpose::Exchange, Deed::Show), (work, 1)).await?;
    let sheet = opened_sheet(&visit.desk, &permit, &list).await?;
    Ok((list, Box::new(sheet)))
}

/// Says what a line is, and goes on to the next.
async fn settle(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, sheet) = opened(visit, "settle-pair").await?;
    let mark = visit.form.one("mark").to_owned();
    let judged = marked(&sheet, &mark).ok_or(Trouble::Unknown)?;
    let word = visit.form.one("verdict");
    let verdict = Verdict::ALL.into_iter().find(|one| one.word() == word);
    let verdict = verdict.ok_or(Trouble::Unknown)?;
    let is_linked = !matches!(verdict, Verdict::UnknownToUs | Verdict::NotOurs);
    let settlement = Settlement {
        line: judged.line.clone(),
        verdict,
        ours: judged.ours.clone().filter(|_| is_linked),
        person: judged.person.clone().filter(|_| is_linked),
    };
    let from = visit.form.one("from").parse::<usize>().unwrap_or(0);
    let target = format!("/matches/{list}?from={from}&undo={mark}&done=settled");
    let command = Core::Settle { theirs: list, sheet, settlement };
    visit.record(vec![Command::Reconcile(command)], move |_, _| target.clone()).await
}

/// Takes back what was said last.
async fn undo(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, sheet) = opened(visit, "reopen-pair").await?;
    let line = marked(&sheet, visit.form.one("mark")).ok_or(Trouble::Unknown)?.line.clone();
    let from = visit.form.one("from").parse::<usize>().unwrap_or(0);
    let target = format!("/matches/{list}?from={from}&done=reopened");
    let command = Core::Reopen { theirs: list, sheet, line };
    visit.record(vec![Command::Reconcile(command)], move |_, _| target.clone()).await
}
