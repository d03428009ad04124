//! One person: the status, the claims with their words, and what is added to them.

use std::collections::BTreeMap;

use clap::ValueEnum as _;
use exchange::journal::{self, Command, Deed, Purpose, Recorded, Thing, Verb};
use exchange::lists::Field;
use exchange::registry::{
    self, Assertion, Condition, Credibility, Event, Opened, RecordedClaim, Reliability, Source,
    SourceKind, State, Stated, Told,
};
use exchange::vocabulary::{ClaimId, DateReading, LineId, ListId, PartialDate, PersonId, Private};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::{Call, malformed, tag, unusable};
use super::operation::{Operation, Who, run};
use super::page::Page;
use super::schema;
use crate::cli::words::SaysWord;
use crate::desk::Permit;

/// What was answered when somebody was asked for one thing.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StatedForm {
    /// This, word for word.
    Given(String),
    /// They would not say.
    Refused,
    /// They could not say.
    Unable,
}

impl From<StatedForm> for Stated {
    fn from(form: StatedForm) -> Self {
        match form {
            StatedForm::Given(text) => Self::Given(Private::new(text)),
            StatedForm::Refused => Self::Refused,
            StatedForm::Unable => Self::Unable,
        }
    }
}

/// Who says something, and how far they can be trusted.
#[derive(Deserialize, JsonSchema)]
pub(super) struct SourceForm {
    /// What kind of source says it.
    #[schemars(schema_with = "schema::source")]
    source: SourceKind,
    /// Who says it: a person, an office, a paper.
    #[serde(default)]
    #[schemars(length(max = 500))]
    by: String,
    /// How reliable the source is: A to F.
    #[serde(default)]
    #[schemars(schema_with = "schema::reliability")]
    reliability: Option<Reliability>,
    /// How likely it is: 1 to 6.
    #[serde(default, deserialize_with = "schema::whole")]
    #[schemars(schema_with = "schema::credibility")]
    credibility: Option<u8>,
    /// Under which condition it was said.
    #[serde(default)]
    #[schemars(schema_with = "schema::condition")]
    condition: Option<Condition>,
    /// The language, as an ISO 639 code.
    #[schemars(regex(pattern = r"^[a-z]{2,3}$"))]
    language: Option<String>,
}

/// What somebody says, word for word.
#[derive(Deserialize, JsonSchema)]
pub(super) struct Said {
    /// When it was so.
    #[serde(default)]
    #[schemars(schema_with = "schema::partial_date")]
    when: Option<String>,
    /// Where.
    #[schemars(length(max = 500))]
    place: Option<String>,
    /// In the source's own words.
    #[schemars(length(max = 20_000))]
    words: Option<String>,
    /// What was said of each thing.
    #[serde(default)]
    #[schemars(schema_with = "fields")]
    fields: BTreeMap<Field, StatedForm>,
}

fn fields(schemas: &mut SchemaGenerator) -> Schema {
    let (names, values) = (schema::field(schemas), schemas.subschema_for::<StatedForm>());
    json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": values })
}

impl SourceForm {
    /// Puts the source together.
    pub(super) fn read(self) -> Result<Source, Problem> {
        let language = self.language;
        let plain = |code: &String| {
            (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase())
        };
        if language.as_ref().is_some_and(|code| !plain(code)) {
            return Err(malformed("this is no language", "write uk, ru, en and the like"));
        }
        let credibility = match self.credibility {
            None => Credibility::UNKNOWN,
            Some(grade) => Credibility::read(grade)
                .ok_or_else(|| malformed("there is no such grade", "give 1 to 6"))?,
        };
        Ok(Source {
            kind: self.source,
            name: Private::new(self.by),
            reliability: self.reliability.unwrap_or(Reliability::F),
            credibility,
            condition: self.condition.unwrap_or(Condition::NotKnown),
            language,
        })
    }
}

impl Said {
    /// Puts what is told together.
    pub(super) fn read(self) -> Result<Told, Problem> {
        Ok(Told {
            fields: self.fields.into_iter().map(|(field, one)| (field, one.into())).collect(),
            on: self.when.as_deref().map(partial_date).transpose()?,
            place: self.place.map(Private::new),
            words: self.words.map(Private::new),
        })
    }

    /// Reads what is said from its word; a place on a list needs the list and the line.
    pub(super) fn assertion(
        word: &str,
        place: (Option<ListId>, Option<LineId>),
    ) -> Result<Assertion, Problem> {
        let says = SaysWord::from_str(word, false).map_err(|_unknown| {
            malformed("this is nothing that can be said", "see the document")
        })?;
        match (says.plain(), place) {
            (Some(says), (None, None)) => Ok(says),
            (None, (Some(list), Some(line))) => Ok(Assertion::Listed { list, line }),
            (Some(_), _) => Err(unusable(
                "a list or a line is named for a claim that needs none",
                "leave them away, or say `listed`",
            )),
            (None, _) => Err(unusable(
                "a place on a list is said without the list and the line",
                "name both; of somebody who is entered now nothing is on a list yet",
            )),
        }
    }
}

fn partial_date(text: &str) -> Result<PartialDate, Problem> {
    match PartialDate::read_iso(text) {
        DateReading::Read(date) => Ok(date),
        DateReading::Absent | DateReading::Impossible | DateReading::NotADate => {
            Err(unusable("`when` is no date", "write YYYY, YYYY-MM or YYYY-MM-DD"))
        }
    }
}

/// A status, and the claim it rests on.
#[derive(Serialize, JsonSchema)]
pub(super) struct StatusForm {
    /// The status.
    status: &'static str,
    /// The claim that it rests on.
    by: String,
    /// What kind of source that claim has.
    #[schemars(schema_with = "schema::source")]
    source: SourceKind,
    /// When that claim was recorded.
    since: String,
    /// Claims that speak against it.
    against: Vec<String>,
}

impl StatusForm {
    /// Reads the status of a person.
    pub(super) fn of(state: &State, person: &PersonId, moment: Option<Timestamp>) -> Option<Self> {
        let reading = state.status(person, moment)?;
        Some(Self {
            status: reading.status.word(),
            by: reading.by.to_string(),
            source: reading.source,
            since: reading.since.to_string(),
            against: reading.against.iter().map(ClaimId::to_string).collect(),
        })
    }
}

/// Makes the tag of a person as they stand, with all entries merged.
pub(super) fn version_of(state: &State, person: &PersonId) -> String {
    let group = state.group(person, None);
    let of = |one: &PersonId| {
        let entry = state.persons.get(one);
        let claims = entry.into_iter().flat_map(|entry| &entry.claims);
        let withdrawn: Vec<_> = claims
            .filter(|place| {
                state.claims.at(**place).is_some_and(|(_, one)| one.withdrawn_at.is_some())
            })
            .collect();
        let merges = entry.into_iter().flat_map(|entry| &entry.merges);
        let merges: Vec<_> = merges.filter_map(|claim| state.merges.get(claim)).collect();
        let settled = state.settled.get(one).map(|of| of.values().collect::<Vec<_>>());
        serde_json::json!([one, entry, withdrawn, merges, settled, state.holds.get(one)])
    };
    tag(&group.iter().map(of).collect::<Vec<_>>())
}

/// Refuses a person whom the registry does not know.
pub(super) fn known(state: &State, person: &PersonId) -> Result<(), Problem> {
    if state.persons.contains_key(person) { Ok(()) } else { Err(Problem::unknown()) }
}

/// The last moment of a day in universal time.
pub(super) fn end_of(day: Date) -> Result<Timestamp, Problem> {
    let next = day.tomorrow().and_then(|next| next.to_zoned(TimeZone::UTC));
    let next = next.map(|next| next.timestamp()).ok();
    next.and_then(|next| next.checked_sub(jiff::Span::new().nanoseconds(1)).ok())
        .ok_or_else(|| unusable("this day is at the end of the calendar", "name an earlier one"))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ShowQuery {
    /// As it was known at the end of this day, in universal time.
    #[serde(default)]
    #[schemars(schema_with = "schema::day")]
    on: Option<Date>,
    /// The most claims on the page.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u16>,
    /// The cursor of the page before.
    #[schemars(length(min = 1, max = 1000))]
    cursor: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PersonForm {
    #[schemars(schema_with = "schema::id")]
    person: String,
    /// The status; none, when nothing is claimed.
    status: Option<StatusForm>,
    /// Other entries that are the same person.
    one_with: Vec<String>,
    /// Whether what was known was destroyed.
    erased: bool,
    /// Whether the data is on hold.
    on_hold: bool,
    /// The claims, in the order in which they were recorded.
    claims: Page<ClaimForm>,
}

#[derive(Serialize, JsonSchema)]
struct ClaimForm {
    #[schemars(schema_with = "schema::id")]
    claim: String,
    /// What is said.
    says: &'static str,
    /// When it was recorded.
    at: String,
    #[schemars(schema_with = "schema::source")]
    source: SourceKind,
    #[schemars(schema_with = "schema::reliability")]
    reliability: Reliability,
    #[schemars(schema_with = "schema::credibility")]
    credibility: u8,
    #[schemars(schema_with = "schema::condition")]
    condition: Condition,
    language: Option<String>,
    /// Who says it.
    by: Option<String>,
    /// When it was so.
    when: Option<String>,
    /// Where.
    place: Option<String>,
    /// In the source's own words.
    words: Option<String>,
    /// What was said of each thing.
    #[schemars(schema_with = "fields")]
    fields: BTreeMap<Field, StatedForm>,
    /// Things that were said and are not for the reader's role.
    hidden: Vec<&'static str>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ClaimBody {
    #[serde(flatten)]
    source: SourceForm,
    #[serde(flatten)]
    said: Said,
    /// What is said.
    #[schemars(schema_with = "schema::says")]
    says: String,
    /// The list, where a place on one is said.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    list: Option<ListId>,
    /// The line of that list.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    line: Option<LineId>,
}

/// A reason, in words that name nobody but whom it is about.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    pub(super) reason: String,
}

/// What became of a person by a change.
#[derive(Serialize, JsonSchema)]
pub(super) struct Changed {
    #[schemars(schema_with = "schema::id")]
    person: String,
    /// The claim that was recorded, if one was.
    claim: Option<String>,
    status: Option<StatusForm>,
}

impl Changed {
    /// Answers what became of a person.
    pub(super) fn answer(
        status: u16,
        (state, recorded): (&journal::State, &[Recorded]),
        person: &PersonId,
    ) -> Answer {
        let claim = recorded.iter().find_map(|one| {
            let journal::Event::Registry(Event::Claimed { claim, .. }) = &one.event else {
                return None;
            };
            Some(claim.to_string())
        });
        let reading = StatusForm::of(&state.registry, person, None);
        let changed = Self { person: person.to_string(), claim, status: reading };
        Answer::of(status, &changed).tagged(version_of(&state.registry, person))
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Apart {
    /// The other entry.
    #[schemars(schema_with = "schema::id")]
    other: PersonId,
    /// What differs.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Settle {
    /// The thing on which sources differ.
    #[schemars(schema_with = "schema::field")]
    field: Field,
    /// The claim whose word is taken.
    #[schemars(schema_with = "schema::id")]
    claim: ClaimId,
    /// Why.
    #[schemars(length(min = 1, max = 2000))]
    reason: String,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/people/{person}", "showPerson", run!(show))
            .says("Show one person: the status, and every claim")
            .who(Who::Look(Deed::Show))
            .query::<ShowQuery>()
            .gives::<PersonForm>(200),
        Operation::post("/people/{person}/claims", "addClaim", run!(claim))
            .says("Record what somebody says of a person")
            .who(Who::May(Verb::Register))
            .takes::<ClaimBody>()
            .matches()
            .gives::<Changed>(201),
        Operation::post(
            "/people/{person}/claims/{claim}/withdrawal",
            "withdrawClaim",
            run!(withdraw),
        )
        .says("Take back a claim for its source; it stays to be read, and counts no more")
        .who(Who::May(Verb::Register))
        .takes::<Reason>()
        .matches()
        .gives::<Changed>(200),
        Operation::post("/people/{person}/apart", "tellApart", run!(apart))
            .says("Say that two entries that look alike are two people")
            .who(Who::May(Verb::Register))
            .takes::<Apart>()
            .matches()
            .gives::<Changed>(200),
        Operation::post("/people/{person}/settlements", "settleDispute", run!(settle))
            .says("Where sources differ on one thing, take one claim's word for it")
            .who(Who::May(Verb::Register))
            .takes::<Settle>()
            .matches()
            .gives::<Changed>(200),
    ]
}

async fn show(call: &mut Call) -> Result<Answer, Problem> {
    let query: ShowQuery = call.query()?;
    let person: PersonId = call.id("person")?;
    let moment = query.on.map(end_of).transpose()?;
    let question = format!("{person} {}", query.on.map_or_else(String::new, |on| on.to_string()));
    let window = call.window((query.limit, query.cursor.as_deref()), &question)?;
    call.desk.open_book().await?;
    let registry = &call.desk.about(&person).await?.registry;
    let entry = registry.persons.get(&person).ok_or_else(Problem::unknown)?;
    let etag = version_of(registry, &person);
    let group = registry.group(&person, moment);
    let mut form = PersonForm {
        person: person.to_string(),
        status: StatusForm::of(registry, &person, moment),
        one_with: group.iter().filter(|one| **one != person).map(PersonId::to_string).collect(),
        erased: entry.erased,
        on_hold: registry.held_since(&person).is_some(),
        claims: Page { items: Vec::new(), next: None },
    };
    if entry.erased {
        return Ok(Answer::of(200, &form).tagged(etag));
    }
    let (purpose, actor) = (call.purpose()?, call.actor()?.clone());
    let permit = call.desk.show(&actor, purpose, &person).await?;
    let after: u64 = window.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(0);
    let registry = &call.desk.about(&person).await?.registry;
    let claims = registry.claims_on(&person, moment).into_iter();
    let claims = claims.filter(|(_, recorded)| recorded.number > after);
    let page = call.cut(claims, (&window, &question), |(_, one)| one.number.to_string())?;
    form.claims.next = page.next;
    for (id, recorded) in page.items {
        form.claims.items.push(opened(call, &permit, (id, recorded)).await?);
    }
    Ok(Answer::of(200, &form).tagged(etag))
}

/// Opens one claim, as far as the reader may see it.
async fn opened(
    call: &Call,
    permit: &Permit,
    (id, recorded): (&ClaimId, &RecordedClaim),
) -> Result<ClaimForm, Problem> {
    let claim = &recorded.claim;
    let words = read(call, permit, &claim.kept.record).await?;
    let mut told = words.told.fields;
    if let Some(kept) = claim.health.as_ref().filter(|_| permit.shows(Thing::Health)) {
        told.extend(read(call, permit, &kept.record).await?.told.fields);
    }
    let (mut fields, mut hidden) = (BTreeMap::new(), Vec::new());
    for (field, stated) in told {
        if !permit.shows(Thing::of(field)) {
            hidden.push(field.word());
            continue;
        }
        let form = match stated {
            Stated::Given(text) => StatedForm::Given(text.into_open()),
            Stated::Refused => StatedForm::Refused,
            Stated::Unable => StatedForm::Unable,
        };
        fields.insert(field, form);
    }
    let spoken = |text: Option<Private<String>>| {
        text.filter(|_| permit.shows(Thing::Words)).map(Private::into_open)
    };
    Ok(ClaimForm {
        claim: id.to_string(),
        says: claim.says.word(),
        at: recorded.at.to_string(),
        source: claim.source,
        reliability: claim.reliability,
        credibility: claim.credibility.grade(),
        condition: claim.condition,
        language: claim.language.clone(),
        by: permit.shows(Thing::Source).then(|| words.source.into_open()),
        when: words.told.on.map(|on| on.to_string()),
        place: spoken(words.told.place),
        words: spoken(words.told.words),
        fields,
        hidden,
    })
}

async fn read(
    call: &Call,
    permit: &Permit,
    record: &exchange::vocabulary::RecordId,
) -> Result<Opened, Problem> {
    let bytes = call.desk.read(permit, record).await?;
    Ok(Opened::from_bytes(bytes.open()).map_err(anyhow::Error::from)?)
}

/// Takes the pen for a change of one person as they were looked at.
async fn change(call: &mut Call) -> Result<PersonId, Problem> {
    let person: PersonId = call.id("person")?;
    call.desk.take_pen().await?;
    let registry = &call.desk.state().registry;
    known(registry, &person)?;
    call.matches(&version_of(registry, &person))?;
    Ok(person)
}

async fn claim(call: &mut Call) -> Result<Answer, Problem> {
    let ClaimBody { source, said, says, list, line } = call.body()?;
    let says = Said::assertion(&says, (list, line))?;
    let (source, told) = (Some(source.read()?), said.read()?);
    let person = change(call).await?;
    let command = registry::Command::Claim { person: person.clone(), says, source, told };
    call.record(vec![Command::Registry(command)], |state, recorded| {
        Changed::answer(201, (state, recorded), &person)
    })
    .await
}

async fn withdraw(call: &mut Call) -> Result<Answer, Problem> {
    let Reason { reason } = call.body()?;
    let claim: ClaimId = call.id("claim")?;
    let person = change(call).await?;
    let is_theirs = |one: &RecordedClaim| {
        call.desk.state().registry.group(&person, None).contains(&one.claim.person)
    };
    if !call.desk.state().registry.claims.get(&claim).is_some_and(is_theirs) {
        return Err(Problem::unknown());
    }
    let command = registry::Command::Withdraw { claim, reason: Private::new(reason) };
    call.record(vec![Command::Registry(command)], |state, recorded| {
        Changed::answer(200, (state, recorded), &person)
    })
    .await
}

async fn apart(call: &mut Call) -> Result<Answer, Problem> {
    let Apart { other, reason } = call.body()?;
    let person = change(call).await?;
    let one = person.clone();
    let command = registry::Command::TellApart { one, other, reason: Private::new(reason) };
    call.record(vec![Command::Registry(command)], |state, recorded| {
        Changed::answer(200, (state, recorded), &person)
    })
    .await
}

async fn settle(call: &mut Call) -> Result<Answer, Problem> {
    let Settle { field, claim, reason } = call.body()?;
    let actor = call.actor()?.clone();
    let shown: PersonId = call.id("person")?;
    call.desk.open_book().await?;
    known(&call.desk.state().registry, &shown)?;
    call.matches(&version_of(&call.desk.state().registry, &shown))?;
    let permit = call.desk.show(&actor, Purpose::Tracing, &shown).await?;
    let kept = call.desk.state().registry.claims_on(&shown, None).into_iter();
    let record = kept
        .filter(|(id, _)| **id == claim)
        .map(|(_, recorded)| recorded.claim.kept.record.clone())
        .next()
        .ok_or_else(Problem::unknown)?;
    let words = Box::new(read(call, &permit, &record).await?);
    let person = change(call).await?;
    let reason = Private::new(reason);
    let command = registry::Command::Settle { person: person.clone(), field, claim, words, reason };
    call.record(vec![Command::Registry(command)], |state, recorded| {
        Changed::answer(200, (state, recorded), &person)
    })
    .await
}
