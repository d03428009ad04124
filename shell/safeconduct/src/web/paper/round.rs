//! The plan on paper, and why somebody goes or waits in the words that a family may be told: a paper can leave the
//! room, and the officers' own reasons stay in it.

use anyhow::Context as _;
use exchange::journal::{Deed, Purpose};
use exchange::plan::planner::said::{Language as Said, Said as Sentence};
use exchange::plan::{Kept, ReasonRecord};
use exchange::vocabulary::{LineId, Side, StageNumber};

use super::super::plan::counted;
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::{Language, Words};
use super::sheet::{Cell, Part, Table, Tongues};
use super::{Paper, not_too_long, number, sheets, tongues};
use crate::desk::Permit;
use crate::paper_number::PaperNumber;

/// How wide the columns of stages are: stage, day, side A, side B.
pub(super) const STAGES: &[u16] = &[26, 80, 40, 40];
/// How wide those of reasons are: number, and the reason in each language.
pub(super) const REASONS: &[u16] = &[12, 87, 87];
/// How wide those of people are, three in a row: reference, and the number of the reason.
pub(super) const PEOPLE: &[u16] = &[50, 12, 50, 12, 50, 12];
/// How wide two languages are side by side.
pub(super) const HALVES: &[u16] = &[93, 93];

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let own = visit.desk.meta().party.side().ok_or(Trouble::Unknown)?;
    let of = visit.desk.state().plan.clone();
    let (made, begun) = of.plan.as_ref().zip(of.begun.as_ref()).ok_or(Trouble::Unknown)?;
    let assigned = of.assigned.get(&own).ok_or(Trouble::Unknown)?;
    let ground = of.ground().map_err(exchange::journal::Refusal::from)?;
    let heads = made.heads(&ground).map_err(exchange::journal::Refusal::from)?;
    let tongues = tongues(visit);
    let days = begun.transport.stages.iter().map(|stage| stage.day);
    let cell = |count: i64| {
        let count = usize::try_from(count).unwrap_or_default();
        Cell::Both(tongues.say(|words| counted(words, count)))
    };
    let stages = (1..).map(StageNumber).zip(days).zip(heads).map(|((stage, day), [a, b])| {
        let day = Cell::Both(tongues.say(|words| words.day(day)));
        vec![Cell::Sign(stage.to_string()), day, cell(a), cell(b)]
    });
    let gives = |side: Side| tongues.say(|words| words.with("round-gives", side));
    let stages = Table {
        of: Some(tongues.t("round-proposal")),
        heads: vec![
            tongues.t("gates-stage"),
            tongues.t("round-day"),
            gives(Side::A),
            gives(Side::B),
        ],
        widths: STAGES,
        rows: stages.collect(),
    };
    let families = &assigned.families;
    not_too_long(families.len())?;
    let (ask, work) = ((Purpose::Family, Deed::Show), ("print-round", families.len()));
    let permit = visit.desk.go_through(visit.actor()?, ask, work).await?;
    let mut reasons = Vec::with_capacity(families.len());
    for (line, kept) in families {
        let said = said(visit, &permit, kept).await?;
        reasons.push((number(visit, "line", line), alike(said)));
    }
    visit.desk.shut_book().await;
    // By number: the order of the plan, and who goes when, does not show.
    reasons.sort_by(|one, other| one.0.cmp(&other.0));
    let (kinds, people) = by_kind(tongues, reasons);
    let paper = Paper {
        title: "paper-round",
        about: vec![tongues.say(|words| words.with("list-side", own))],
        number: number(visit, "plan", made.digest()),
        digest: made.digest(),
        digest_of: "paper-digest-plan",
        back: "/round".to_owned(),
        parts: vec![
            Part::Table(stages),
            Part::Text(tongues.t("paper-round-says")),
            Part::Table(kinds),
            Part::Table(people),
        ],
    };
    sheets(visit, tongues, paper)
}

/// Why one person goes or waits, for the family.
pub(super) async fn reason(visit: &mut Visit) -> Result<Reply, Trouble> {
    let line: LineId = visit.id("line")?;
    visit.desk.open_book().await?;
    let own = visit.desk.meta().party.side().ok_or(Trouble::Unknown)?;
    let assigned = visit.desk.state().plan.assigned.get(&own).ok_or(Trouble::Unknown)?;
    let kept = assigned.families.get(&line).ok_or(Trouble::Unknown)?;
    let actor = visit.actor()?;
    let permit = if let Some(person) = visit.desk.state().registry.lines.get(&line) {
        visit.desk.show(actor, Purpose::Family, person).await?
    } else {
        let ask = (Purpose::Family, Deed::Show);
        visit.desk.go_through(actor, ask, ("print-reason", 1)).await?
    };
    let said = said(visit, &permit, kept).await?;
    let digest = kept.digest;
    visit.desk.shut_book().await;
    let tongues = tongues(visit);
    let rows = said.iter().map(|one| both(tongues, std::slice::from_ref(one)).to_vec()).collect();
    let table = Table { of: None, heads: Vec::new(), widths: HALVES, rows };
    let mut parts = vec![Part::Table(table)];
    parts.push(Part::Text(tongues.t("paper-reason-says")));
    let paper = Paper {
        title: "paper-reason-title",
        about: Vec::new(),
        number: number(visit, "line", &line),
        digest,
        digest_of: "paper-digest-reason",
        back: format!("/round/people/{line}"),
        parts,
    };
    sheets(visit, tongues, paper)
}

/// What of a reason many have alike: without what has a person's own numbers in it, such as days.
fn alike(said: Vec<Sentence>) -> Vec<Sentence> {
    said.into_iter().filter(|one| one.with.is_empty()).collect()
}

/// The reasons, each once under a number, and which of them is whose.
fn by_kind(tongues: Tongues, reasons: Vec<(PaperNumber, Vec<Sentence>)>) -> (Table, Table) {
    let mut kinds: Vec<Vec<Sentence>> = Vec::new();
    let mut cells = Vec::new();
    for (number, said) in reasons {
        let at = kinds.iter().position(|kind| *kind == said).unwrap_or_else(|| {
            kinds.push(said);
            kinds.len() - 1
        });
        cells.extend([Cell::Number(number), Cell::Sign((at + 1).to_string())]);
    }
    let rows = cells.chunks(PEOPLE.len()).map(|row| {
        let mut row = row.to_vec();
        row.resize(PEOPLE.len(), Cell::Sign(String::new()));
        row
    });
    let rows = rows.collect();
    let heads = (0..PEOPLE.len() / 2).flat_map(|_| ["paper-reference", "paper-no"]);
    let heads = heads.map(|key| tongues.t(key)).collect();
    let people = Table { of: Some(tongues.t("paper-round-people")), heads, widths: PEOPLE, rows };
    let row = |(at, said): (usize, &Vec<Sentence>)| {
        let [one, other] = both(tongues, said);
        vec![Cell::Sign(at.to_string()), one, other]
    };
    let kinds = Table {
        of: Some(tongues.t("paper-round-reasons")),
        heads: ["paper-no", "paper-reason", "paper-reason"].map(|key| tongues.t(key)).into(),
        widths: REASONS,
        rows: (1..).zip(&kinds).map(row).collect(),
    };
    (kinds, people)
}

/// Reads what a family may be told.
async fn said(visit: &Visit, permit: &Permit, kept: &Kept) -> Result<Vec<Sentence>, Trouble> {
    let bytes = visit.desk.read(permit, &kept.record).await?;
    let record: ReasonRecord =
        serde_json::from_slice(bytes.open()).context("reading a reason from the vault")?;
    Ok(record.said)
}

/// The sentences in a language.
fn told(words: Words, said: &[Sentence]) -> String {
    let language = match words.language {
        Language::En => Said::English,
        Language::Uk => Said::Ukrainian,
        Language::Ru => Said::Russian,
        Language::Tr => Said::Turkish,
        Language::Ar => Said::Arabic,
    };
    said.iter().map(|one| one.text(language)).collect::<Vec<_>>().join(" ")
}

/// The same in both languages of a paper, side by side.
fn both(tongues: Tongues, said: &[Sentence]) -> [Cell; 2] {
    [Cell::One(told(tongues.one, said)), Cell::Other(told(tongues.other, said))]
}
