//! Who is who: entries that may be one person, merges, and what sources differ on.

use exchange::journal::{self, Command, Deed, Purpose, Thing, Verb};
use exchange::lists::Field;
use exchange::reconcile::{duplicates, wording};
use exchange::registry::{self, Event, Merge, Status, Touches, touches};
use exchange::vocabulary::{ClaimId, LineId, PersonId, Private};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::{Call, tag};
use super::operation::{Operation, Who, run};
use super::page::{Page, PageQuery};
use super::person::known;
use super::schema;
use crate::cli::reconcile::{name as written_name, written};
use crate::cli::registry::disputes;

/// How many people are looked at for one page of disputes.
const DISPUTES_LOOKED_AT: usize = 5_000;

#[derive(Serialize, JsonSchema)]
struct PairForm {
    /// How likely the two are one person, in thousandths.
    per_mille: u16,
    one: Candidate,
    other: Candidate,
    /// What speaks for and against it.
    because: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Candidate {
    #[schemars(schema_with = "schema::id")]
    person: String,
    status: Option<&'static str>,
    name: String,
    birth_date: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Two {
    /// One entry.
    #[schemars(schema_with = "schema::id")]
    one: PersonId,
    /// The other.
    #[schemars(schema_with = "schema::id")]
    other: PersonId,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MergeBody {
    /// One entry.
    #[schemars(schema_with = "schema::id")]
    one: PersonId,
    /// The other.
    #[schemars(schema_with = "schema::id")]
    other: PersonId,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

#[derive(Serialize, JsonSchema)]
struct TouchesForm {
    /// The two.
    entries: Vec<EntryForm>,
    /// The status that they would have together.
    status: Option<&'static str>,
    /// Whether somebody told them apart before.
    told_apart: bool,
    /// Whether a second person has to agree.
    needs_a_second: bool,
}

#[derive(Serialize, JsonSchema)]
struct EntryForm {
    #[schemars(schema_with = "schema::id")]
    person: String,
    status: Option<&'static str>,
    /// How many claims count on it.
    claims: usize,
    /// Lines of closed lists that stand for it.
    lines: Vec<String>,
    /// Stages on whose manifest it is.
    stages: Vec<u16>,
    /// Whether it is in somebody's care after a return.
    in_care: bool,
}

impl TouchesForm {
    fn of(touched: &Touches) -> Self {
        let entries = touched.entries.iter().map(|entry| EntryForm {
            person: entry.person.to_string(),
            status: entry.status.map(Status::word),
            claims: entry.claims,
            lines: entry.lines.iter().map(LineId::to_string).collect(),
            stages: entry.stages.iter().map(|stage| stage.0).collect(),
            in_care: entry.in_care,
        });
        Self {
            entries: entries.collect(),
            status: touched.status.map(Status::word),
            told_apart: touched.told_apart,
            needs_a_second: touched.needs_a_second,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct MergeForm {
    #[schemars(schema_with = "schema::id")]
    merge: String,
    #[schemars(schema_with = "schema::id")]
    one: String,
    #[schemars(schema_with = "schema::id")]
    other: String,
    /// The working name of who made or proposed it.
    by: String,
    /// When it took effect; none, while it waits for a second person.
    since: Option<String>,
    /// When it was undone.
    until: Option<String>,
}

impl MergeForm {
    fn of(id: &ClaimId, merge: &Merge) -> Self {
        Self {
            merge: id.to_string(),
            one: merge.one.to_string(),
            other: merge.other.to_string(),
            by: merge.by.clone(),
            since: merge.since.map(|at| at.to_string()),
            until: merge.until.map(|at| at.to_string()),
        }
    }

    fn answer(status: u16, state: &journal::State, id: &ClaimId) -> Answer {
        let Some(merge) = state.registry.merges.get(id) else { return Answer::nothing() };
        let answer = Answer::of(status, &Self::of(id, merge)).tagged(tag(merge));
        if status == 201 { answer.at(&format!("/merges/{id}")) } else { answer }
    }
}

#[derive(Serialize, JsonSchema)]
struct DisputeForm {
    #[schemars(schema_with = "schema::id")]
    person: String,
    /// The thing on which sources differ.
    field: &'static str,
    /// What was said, each value once, with the claims that say it.
    values: Vec<ValueForm>,
}

#[derive(Serialize, JsonSchema)]
struct ValueForm {
    value: String,
    claims: Vec<String>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/duplicates", "listDuplicates", run!(alike))
            .says("Name entries that may be one person, the likeliest first")
            .who(Who::LookFor(Deed::Match, Purpose::Tracing))
            .query::<PageQuery>()
            .gives::<Page<PairForm>>(200),
        Operation::ask("/merges/preview", "previewMerge", run!(preview))
            .says("Say what a merge would touch")
            .who(Who::May(Verb::Register))
            .takes::<Two>()
            .gives::<TouchesForm>(200),
        Operation::post("/merges", "merge", run!(merge))
            .says("Say that two entries are one person, as the preview showed it")
            .who(Who::May(Verb::Register))
            .takes::<MergeBody>()
            .matches()
            .gives::<MergeForm>(201),
        Operation::get("/merges", "listMerges", run!(list))
            .says("List merges, those that wait for a second person and those undone too")
            .who(Who::May(Verb::Register))
            .query::<PageQuery>()
            .gives::<Page<MergeForm>>(200),
        Operation::get("/merges/{merge}", "showMerge", run!(show))
            .says("Show one merge")
            .who(Who::May(Verb::Register))
            .gives::<MergeForm>(200),
        Operation::post("/merges/{merge}/confirmation", "confirmMerge", run!(confirm))
            .says("Agree, as a second person, to a merge that changes an answer")
            .who(Who::May(Verb::Register))
            .matches()
            .gives::<MergeForm>(200),
        Operation::post("/merges/{merge}/undoing", "undoMerge", run!(undo))
            .says("Undo a merge, or strike out a proposal")
            .who(Who::May(Verb::Register))
            .matches()
            .gives::<MergeForm>(200),
        Operation::get("/disputes", "listDisputes", run!(disputed))
            .says("Name things on which sources differ and nobody has settled it")
            .who(Who::LookFor(Deed::Match, Purpose::Tracing))
            .query::<PageQuery>()
            .gives::<Page<DisputeForm>>(200),
    ]
}

async fn alike(call: &mut Call) -> Result<Answer, Problem> {
    let question = "";
    let window = call.plain_window(question)?;
    let actor = call.actor()?.clone();
    call.desk.open_book().await?;
    let people = call.desk.state().registry.persons.len();
    let permit = call.go_through(Purpose::Tracing, Deed::Match, people).await?;
    // It takes seconds with many people; nobody waits for it.
    call.desk.step_aside();
    let known = call.desk.known(&permit).await?;
    let state = &call.desk.state().registry;
    let found = duplicates(&known, state);
    let from: usize = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let rest = found.iter().enumerate().skip(from);
    let page = call.cut(rest, (&window, question), |(at, _)| (at + 1).to_string())?;
    let shown: Vec<PersonId> =
        page.items.iter().flat_map(|(_, pair)| [pair.one.clone(), pair.other.clone()]).collect();
    let permits = call.desk.show_each(&actor, Purpose::Tracing, &shown).await?;
    let of = |person: &PersonId| {
        let at = known.binary_search_by(|known| known.person.cmp(person)).ok();
        at.map(|at| &known[at].fields)
    };
    let candidate = |person: &PersonId| Candidate {
        person: person.to_string(),
        status: state.status(person, None).map(|one| one.status.word()),
        name: written_name(of(person)),
        birth_date: written(of(person), Field::BirthDate).to_owned(),
    };
    let pairs = page.items.into_iter().zip(permits.chunks(2));
    let seen = pairs.filter(|(_, permits)| permits.iter().all(Option::is_some));
    let items = seen.map(|((_, pair), _)| {
        let because = pair.waterfall.reasons.iter().map(|reason| {
            let text = |person| written(of(person), reason.field);
            let (theirs, ours) = (text(&pair.other), text(&pair.one));
            wording::reason(reason, theirs, ours).in_english()
        });
        PairForm {
            per_mille: per_mille(pair.probability),
            one: candidate(&pair.one),
            other: candidate(&pair.other),
            because: because.collect(),
        }
    });
    let items = items.collect();
    Ok(Answer::of(200, &Page { items, next: page.next }))
}

/// Writes a probability in thousandths.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability is from 0 to 1"
)]
fn per_mille(probability: f64) -> u16 {
    (probability.clamp(0.0, 1.0) * 1000.0).round() as u16
}

async fn preview(call: &mut Call) -> Result<Answer, Problem> {
    let Two { one, other } = call.body()?;
    call.desk.open_book().await?;
    let touched = touched(call, &one, &other)?;
    let form = TouchesForm::of(&touched);
    let etag = tag(&form);
    Ok(Answer::of(200, &form).tagged(etag))
}

fn touched(call: &Call, one: &PersonId, other: &PersonId) -> Result<Touches, Problem> {
    let state = call.desk.state();
    known(&state.registry, one)?;
    known(&state.registry, other)?;
    Ok(touches(state, one, other).map_err(journal::Refusal::from)?)
}

async fn merge(call: &mut Call) -> Result<Answer, Problem> {
    let MergeBody { one, other, reason } = call.body()?;
    call.desk.take_pen().await?;
    let touched = touched(call, &one, &other)?;
    call.matches(&tag(&TouchesForm::of(&touched)))?;
    let command = registry::Command::Merge { one, other, reason: Private::new(reason) };
    call.record(vec![Command::Registry(command)], |state, recorded| {
        let id = recorded.iter().find_map(|one| {
            let journal::Event::Registry(
                Event::Merged { claim, .. } | Event::MergeProposed { claim, .. },
            ) = &one.event
            else {
                return None;
            };
            Some(claim)
        });
        id.map_or_else(Answer::nothing, |id| MergeForm::answer(201, state, id))
    })
    .await
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let question = "";
    let window = call.plain_window(question)?;
    call.desk.open_book().await?;
    let merges = call.desk.state().registry.merges.iter();
    let after = window.after.clone().unwrap_or_default();
    let rest = merges.filter(|(id, _)| id.as_str() > after.as_str());
    let page = call.cut(rest, (&window, question), |(id, _)| id.to_string())?;
    Ok(Answer::of(200, &page.map(|(id, merge)| MergeForm::of(id, merge))))
}

async fn show(call: &mut Call) -> Result<Answer, Problem> {
    let id: ClaimId = call.id("merge")?;
    call.desk.open_book().await?;
    if !call.desk.state().registry.merges.contains_key(&id) {
        return Err(Problem::unknown());
    }
    Ok(MergeForm::answer(200, call.desk.state(), &id))
}

/// Takes the pen for a change of one merge as it was looked at.
async fn change(call: &mut Call) -> Result<ClaimId, Problem> {
    let id: ClaimId = call.id("merge")?;
    call.desk.take_pen().await?;
    let merge = call.desk.state().registry.merges.get(&id).ok_or_else(Problem::unknown)?;
    call.matches(&tag(merge))?;
    Ok(id)
}

async fn confirm(call: &mut Call) -> Result<Answer, Problem> {
    let id = change(call).await?;
    let command = registry::Command::ConfirmMerge { claim: id.clone() };
    let answer = |state: &journal::State, _: &[_]| MergeForm::answer(200, state, &id);
    call.record(vec![Command::Registry(command)], answer).await
}

async fn undo(call: &mut Call) -> Result<Answer, Problem> {
    let id = change(call).await?;
    let command = registry::Command::Unmerge { claim: id.clone() };
    let answer = |state: &journal::State, _: &[_]| MergeForm::answer(200, state, &id);
    call.record(vec![Command::Registry(command)], answer).await
}

/// Looks through so many people for a page; where that found fewer than asked for, the next page goes on from
/// there.
async fn disputed(call: &mut Call) -> Result<Answer, Problem> {
    let question = "";
    let window = call.plain_window(question)?;
    let actor = call.actor()?.clone();
    call.desk.open_book().await?;
    let people = call.desk.state().registry.persons.len();
    let permit = call.go_through(Purpose::Tracing, Deed::Match, people).await?;
    let state = &call.desk.state().registry;
    let after = window.after.clone().unwrap_or_default();
    let (mut found, mut looked_at, mut is_more) = (Vec::new(), 0_usize, false);
    let mut shown = Vec::new();
    for (person, entry) in state.persons.iter().filter(|(id, _)| id.as_str() > after.as_str()) {
        if shown.len() >= window.most || looked_at >= DISPUTES_LOOKED_AT {
            is_more = true;
            break;
        }
        looked_at += 1;
        let several = !entry.erased
            && state.standing_for(person) == *person
            && state.claims_on(person, None).len() > 1;
        if several {
            let mut theirs = disputes(&call.desk, &permit, person).await?;
            theirs.retain(|dispute| dispute.settled.is_none());
            if !theirs.is_empty() {
                shown.push(person.clone());
                found.push(theirs);
            }
        }
    }
    let end = state.persons.keys().filter(|id| id.as_str() > after.as_str());
    let end = end.take(looked_at).last().map(PersonId::to_string);
    let next = end.filter(|_| is_more).map(|end| call.cursor(&end, question)).transpose()?;
    let permits = call.desk.show_each(&actor, Purpose::Tracing, &shown).await?;
    let mut items = Vec::new();
    for ((person, disputes), permit) in shown.iter().zip(found).zip(permits) {
        let Some(permit) = permit else { continue };
        for dispute in disputes.into_iter().filter(|one| permit.shows(Thing::of(one.field))) {
            let values = dispute.values.iter().map(|(value, said_by)| ValueForm {
                value: value.open().clone(),
                claims: said_by.iter().map(ClaimId::to_string).collect(),
            });
            items.push(DisputeForm {
                person: person.to_string(),
                field: dispute.field.word(),
                values: values.collect(),
            });
        }
    }
    Ok(Answer::of(200, &Page { items, next }))
}
