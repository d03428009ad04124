//! Finding people, entering them, listing and counting them.

use std::collections::BTreeMap;

use exchange::journal::{self, Deed, Thing, Verb};
use exchange::lists::Field;
use exchange::registry::{self, Assertion, Event, Query, Status};
use exchange::vocabulary::{PersonId, Private};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::FoundPerson;

use super::answer::{Answer, Problem};
use super::call::{Call, malformed, unusable};
use super::operation::{Operation, Who, run};
use super::page::Page;
use super::person::{Said, SourceForm, StatusForm, end_of, version_of};
use super::schema;
use crate::cli::reconcile::{name as written_name, written};
use crate::cli::registry::because;
use crate::desk::Permit;

/// How many entries are counted before others are let at the book.
const COUNTED_AT_ONCE: usize = 2_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// A name or a part of one in any script, and perhaps a birth year or date, or a service number.
    #[schemars(length(min = 1, max = 200))]
    text: String,
    /// The most people to return.
    #[serde(default, deserialize_with = "schema::whole")]
    #[schemars(range(min = 1, max = 50))]
    most: Option<u8>,
}

/// How many people a search returns where nobody says.
const FOUND: u8 = 10;
/// The most people whom a search returns.
const FOUND_MAX: u8 = 50;

#[derive(Serialize, JsonSchema)]
struct Found {
    /// The likeliest first.
    items: Vec<FoundForm>,
    /// How many more were found whom the reader's role may not see.
    not_shown: usize,
}

/// Somebody who was found.
#[derive(Serialize, JsonSchema)]
struct FoundForm {
    #[schemars(schema_with = "schema::id")]
    person: String,
    /// From 0 to 1; it orders those who were found and is no probability.
    score: f64,
    /// The status, if anything is claimed of them.
    status: Option<&'static str>,
    /// The name as the best source wrote it.
    name: Option<String>,
    /// The birth date as the best source gave it.
    birth_date: Option<String>,
    /// What speaks for and against them.
    because: Option<String>,
}

impl FoundForm {
    fn of(call: &Call, (query, one): (&Query, &FoundPerson), permit: &Permit) -> Self {
        let status = call.desk.about_found(&one.person).registry.status(&one.person, None);
        let fields = Some(&one.card.fields);
        let name = permit.shows(Thing::Name).then(|| written_name(fields));
        let birth = permit.shows(Thing::Birth).then(|| written(fields, Field::BirthDate));
        let because = permit.shows(Thing::Name).then(|| because(query, one));
        Self {
            person: one.person.to_string(),
            score: (one.likeness.score * 1000.0).round() / 1000.0,
            status: status.map(|reading| reading.status.word()),
            name,
            birth_date: birth.map(ToOwned::to_owned).filter(|text| !text.is_empty()),
            because: because.filter(|text| !text.is_empty()),
        }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Enter {
    #[serde(flatten)]
    source: SourceForm,
    #[serde(flatten)]
    said: Said,
    /// What the source says beside who they are.
    #[serde(default)]
    #[schemars(schema_with = "schema::says")]
    says: Option<String>,
    /// People who look like the one to be entered, and are somebody else.
    #[serde(default)]
    #[schemars(schema_with = "schema::ids")]
    apart_from: Vec<PersonId>,
    /// What differs.
    #[schemars(length(max = 2000))]
    reason: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Entered {
    #[schemars(schema_with = "schema::id")]
    person: String,
    status: Option<StatusForm>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// Only people of this status; without it, those of whom nothing is claimed.
    #[serde(default)]
    #[schemars(schema_with = "schema::status")]
    status: Option<Status>,
    /// The most things on the page.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u16>,
    /// The cursor of the page before.
    #[schemars(length(min = 1, max = 1000))]
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Reference {
    #[schemars(schema_with = "schema::id")]
    person: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CountsQuery {
    /// As it was known at the end of this day, in universal time.
    #[serde(default)]
    #[schemars(schema_with = "schema::day")]
    on: Option<jiff::civil::Date>,
}

#[derive(Serialize, JsonSchema)]
struct Counts {
    /// How many people have which status.
    by_status: BTreeMap<&'static str, u32>,
    /// How many have one.
    people: u32,
    /// How many entries there are, those merged counted each.
    entries: usize,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::ask("/people/search", "searchPeople", run!(search))
            .says("Find people by name in any script, birth date or number")
            .who(Who::Look(Deed::Match))
            .takes::<Search>()
            .gives::<Found>(200),
        Operation::post("/people", "addPerson", run!(add))
            .says("Enter one person, after looking for those who are entered already")
            .who(Who::May(Verb::Register))
            .takes::<Enter>()
            .gives::<Entered>(201),
        Operation::get("/people", "listPeople", run!(list))
            .says("List the references of people of one status")
            .who(Who::Look(Deed::Show))
            .query::<ListQuery>()
            .gives::<Page<Reference>>(200),
        Operation::get("/people/counts", "countPeople", run!(counts))
            .says("Count people by status, today or as it was known on a past day")
            .query::<CountsQuery>()
            .gives::<Counts>(200),
    ]
}

async fn search(call: &mut Call) -> Result<Answer, Problem> {
    let Search { text, most } = call.body()?;
    let most = most.unwrap_or(FOUND);
    if !(1..=FOUND_MAX).contains(&most) {
        return Err(malformed("so many cannot be asked for", format!("ask for 1 to {FOUND_MAX}")));
    }
    let query = Query::read(&text).ok_or_else(|| {
        let hint =
            "write a name or a part of one, and perhaps a birth year or date, or a service number";
        unusable("nothing can be looked for by this", hint)
    })?;
    let (purpose, actor) = (call.purpose()?, call.actor()?.clone());
    let query = (&query, usize::from(most));
    let sought = call.desk.seek(&actor, purpose, query, call.operation.id).await?;
    let shown =
        sought.shown.iter().map(|(one, permit)| FoundForm::of(call, (query.0, one), permit));
    Ok(Answer::of(200, &Found { items: shown.collect(), not_shown: sought.not_shown }))
}

async fn add(call: &mut Call) -> Result<Answer, Problem> {
    let Enter { source, said, says, apart_from, reason } = call.body()?;
    let says = Said::assertion(says.as_deref().unwrap_or("missing"), (None, None))?;
    let (source, identity) = (Some(source.read()?), said.read()?);
    let actor = call.actor()?.clone();
    let mut alike = Vec::new();
    let mut looks_like = Vec::new();
    if let Some(known) = call.desk.alike(&actor, &identity, call.operation.id).await? {
        let seen = known.found.iter().filter(|(_, permit)| permit.is_some());
        looks_like = seen.map(|(one, _)| one.person.to_string()).collect();
        alike = known.people();
    }
    let also = if says == Assertion::Identity { Vec::new() } else { vec![says] };
    let apart = (apart_from, Private::new(reason.unwrap_or_default()));
    let command = registry::Command::Enter { source, identity, also, alike, apart };
    let commands = vec![journal::Command::Registry(command)];
    let done = call
        .record(commands, |state, recorded| {
            let entered = recorded.iter().find_map(|one| {
                let journal::Event::Registry(Event::Registered { person }) = &one.event else {
                    return None;
                };
                Some(person)
            });
            let Some(person) = entered else { return Answer::nothing() };
            let status = StatusForm::of(&state.registry, person, None);
            let entered = Entered { person: person.to_string(), status };
            Answer::of(201, &entered)
                .tagged(version_of(&state.registry, person))
                .at(&format!("/people/{person}"))
        })
        .await;
    done.map_err(|problem| {
        if looks_like.is_empty() {
            return problem;
        }
        problem.with("alike", json!(looks_like))
    })
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let query: ListQuery = call.query()?;
    let question = query.status.map_or("none", Status::word);
    let window = call.window((query.limit, query.cursor.as_deref()), question)?;
    let after = window.after.as_deref().map(PersonId::read).transpose();
    let after = after.map_err(|_unread| Problem::unknown())?;
    let most = u32::try_from(window.most + 1).unwrap_or(u32::MAX);
    let found = call.desk.store().persons_with(query.status, after.as_ref(), most).await?;
    let page = call.cut(found, (&window, question), PersonId::to_string)?;
    Ok(Answer::of(200, &page.map(|person| Reference { person: person.to_string() })))
}

/// Counts in steps, so that nobody waits for the book. What was known at a moment stays what it was.
async fn counts(call: &mut Call) -> Result<Answer, Problem> {
    let CountsQuery { on } = call.query()?;
    let moment = match on {
        Some(day) => end_of(day)?,
        None => call.desk.now(),
    };
    let mut counts: BTreeMap<Status, u32> = BTreeMap::new();
    let (mut last, mut entries): (Option<PersonId>, usize) = (None, 0);
    loop {
        call.desk.open_book().await?;
        let registry = &call.desk.state().registry;
        let from = match &last {
            Some(last) => std::ops::Bound::Excluded(last),
            None => std::ops::Bound::Unbounded,
        };
        let mut end = None;
        let mut counted = 0;
        for (person, entry) in
            registry.persons.range::<PersonId, _>((from, std::ops::Bound::Unbounded))
        {
            counted += 1;
            let first = entry.merges.is_empty()
                || registry.group(person, Some(moment)).first() == Some(person);
            if let Some(reading) = registry.status(person, Some(moment)).filter(|_| first) {
                *counts.entry(reading.status).or_default() += 1;
            }
            end = Some(person.clone());
            if counted == COUNTED_AT_ONCE {
                break;
            }
        }
        call.desk.shut_book().await;
        entries += counted;
        if counted < COUNTED_AT_ONCE {
            break;
        }
        last = end;
    }
    let people = counts.values().sum();
    let by_status =
        Status::ALL.iter().map(|one| (one.word(), counts.get(one).copied().unwrap_or(0))).collect();
    Ok(Answer::of(200, &Counts { by_status, people, entries }))
}
