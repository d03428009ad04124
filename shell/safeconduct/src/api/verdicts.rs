//! What each line of their list is to us: compared, shown, and the doubtful ones settled by people.

use std::collections::BTreeMap;

use exchange::journal::{self, Command, Deed, Purpose as For, Verb};
use exchange::reconcile::{Command as Core, LineVerdict, Settlement, Verdict};
use exchange::vocabulary::{LineId, ListId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::{Call, tag};
use super::lists::book;
use super::operation::{Operation, Who, run};
use super::page::{Page, PageQuery};
use super::schema;
use crate::cli::reconcile::{compare_command, opened_sheet};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Compare {
    /// Our list; without it, our last closed request.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    ours: Option<ListId>,
}

#[derive(Serialize, JsonSchema)]
struct Compared {
    #[schemars(schema_with = "schema::id")]
    list: String,
    ours: Option<String>,
    /// How many lines have which verdict.
    counts: BTreeMap<&'static str, u64>,
    /// How many lines people settled.
    settled: usize,
    /// How many wait for a second person.
    proposed: usize,
}

impl Compared {
    fn answer(status: u16, state: &journal::State, list: &ListId) -> Answer {
        let Some(comparison) = state.reconcile.comparisons.get(list) else {
            return Answer::nothing();
        };
        let compared = Self {
            list: list.to_string(),
            ours: comparison.ours.as_ref().map(ListId::to_string),
            counts: comparison.counts.iter().map(|(one, count)| (one.word(), *count)).collect(),
            settled: comparison.settled.len(),
            proposed: comparison.proposed.len(),
        };
        Answer::of(status, &compared).tagged(version_of(state, list))
    }
}

/// Makes the tag of a comparison.
fn version_of(state: &journal::State, list: &ListId) -> String {
    tag(&state.reconcile.comparisons.get(list))
}

/// One line's verdict.
#[derive(Serialize, JsonSchema)]
struct VerdictForm {
    #[schemars(schema_with = "schema::id")]
    line: String,
    #[schemars(schema_with = "schema::verdict")]
    verdict: Verdict,
    /// How likely it is the same person, in thousandths.
    per_mille: u16,
    /// The line of our list that it matches, or may match.
    ours: Option<String>,
    /// The person of our registry.
    person: Option<String>,
    /// The line of their own list in which the person stood before.
    before: Option<String>,
    /// Where it stands among those that need a person, 0 first.
    urgency: u8,
    /// Whether people settled it.
    settled: bool,
    /// The fields that speak against it, or differ a little.
    slips: Vec<&'static str>,
}

impl VerdictForm {
    fn of(one: &LineVerdict) -> Self {
        Self {
            line: one.line.to_string(),
            verdict: one.verdict,
            per_mille: one.probability_per_mille,
            ours: one.ours.as_ref().map(LineId::to_string),
            person: one.person.as_ref().map(PersonId::to_string),
            before: one.before.as_ref().map(LineId::to_string),
            urgency: one.urgency(),
            settled: one.settled,
            slips: one.slips().map(|reason| reason.field.word()).collect(),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settle {
    /// The line of their list.
    #[schemars(schema_with = "schema::id")]
    line: LineId,
    /// What it is.
    #[schemars(schema_with = "schema::verdict")]
    verdict: Verdict,
    /// The person of our registry that it is.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    person: Option<PersonId>,
    /// The line of our list that it is.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    ours: Option<LineId>,
}

pub(super) fn operations() -> Vec<Operation> {
    let shown = Who::LookFor(Deed::Show, For::Exchange);
    vec![
        Operation::post("/lists/{list}/comparison", "compareList", run!(compare))
            .says("Compare their closed list with ours and the registry, and record the verdicts")
            .who(Who::May(Verb::Negotiate))
            .takes::<Compare>()
            .matches()
            .gives::<Compared>(201),
        Operation::get("/lists/{list}/comparison", "showComparison", run!(show))
            .says("Count the verdicts on a list")
            .who(shown)
            .gives::<Compared>(200),
        Operation::get("/lists/{list}/verdicts", "listVerdicts", run!(verdicts))
            .says("Show the verdicts on a list, those that need a person first")
            .who(shown)
            .query::<PageQuery>()
            .gives::<Page<VerdictForm>>(200),
        Operation::post("/lists/{list}/verdicts", "settleVerdict", run!(settle))
            .says("Say what a doubtful line is; a death or a return takes a second officer who says the same")
            .who(Who::May(Verb::Negotiate))
            .takes::<Settle>()
            .matches()
            .gives::<Compared>(200),
    ]
}

async fn compare(call: &mut Call) -> Result<Answer, Problem> {
    let Compare { ours } = call.body()?;
    let list: ListId = call.id("list")?;
    call.desk.take_pen().await?;
    call.matches(&tag(book(call, &list)?))?;
    let people = call.desk.state().registry.persons.len();
    let permit = call.go_through(For::Exchange, Deed::Match, people).await?;
    let (command, _known) = compare_command(&call.desk, &permit, (&list, ours)).await?;
    call.record(vec![Command::Reconcile(command)], |state, _| Compared::answer(201, state, &list))
        .await
}

async fn show(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    call.desk.open_book().await?;
    if !call.desk.state().reconcile.comparisons.contains_key(&list) {
        return Err(Problem::unknown());
    }
    Ok(Compared::answer(200, call.desk.state(), &list))
}

async fn verdicts(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    let window = call.plain_window(list.as_str())?;
    call.desk.open_book().await?;
    let comparison = call.desk.state().reconcile.comparisons.get(&list);
    let lines = comparison.ok_or_else(Problem::unknown)?.lines();
    let from: usize = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let rows = window.most.min(lines.saturating_sub(from));
    let permit = call.go_through(For::Exchange, Deed::Show, rows).await?;
    let sheet = opened_sheet(&call.desk, &permit, &list).await?;
    let mut ordered: Vec<&LineVerdict> = sheet.judged().values().collect();
    ordered.sort_by_key(|one| (one.urgency(), &one.line));
    let rest = ordered.into_iter().enumerate().skip(from);
    let page = call.cut(rest, (&window, list.as_str()), |(at, _)| (at + 1).to_string())?;
    let etag = version_of(call.desk.state(), &list);
    Ok(Answer::of(200, &page.map(|(_, one)| VerdictForm::of(one))).tagged(etag))
}

async fn settle(call: &mut Call) -> Result<Answer, Problem> {
    let Settle { line, verdict, person, ours } = call.body()?;
    let list: ListId = call.id("list")?;
    call.desk.take_pen().await?;
    if !call.desk.state().reconcile.comparisons.contains_key(&list) {
        return Err(Problem::unknown());
    }
    call.matches(&version_of(call.desk.state(), &list))?;
    let permit = call.go_through(For::Exchange, Deed::Show, 1).await?;
    let sheet = Box::new(opened_sheet(&call.desk, &permit, &list).await?);
    if !sheet.judged().contains_key(&line) {
        return Err(Problem::unknown());
    }
    let settlement = Settlement { line, verdict, ours, person };
    let command = Core::Settle { theirs: list.clone(), sheet, settlement };
    call.record(vec![Command::Reconcile(command)], |state, _| Compared::answer(200, state, &list))
        .await
}
