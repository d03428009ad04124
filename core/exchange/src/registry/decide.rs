//! What follows from a command about people.

use super::claim::{Kept, Opened, Source, Stated, Told};
use super::papers::{self, NewPaper};
use super::{Assertion, Claim, Condition, Event, Refusal, Script, Status, identity, retention};
use crate::journal::{Compartment, Context, Outcome, State as Journal, VaultChange, Verb};
use crate::lists::Field;
use crate::vocabulary::{ClaimId, PaperId, PersonId, Private, RecordId};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Enter somebody, with who says who they are, and perhaps what else that source says.
    Register {
        /// Who says it. A registry without sources would be rumour.
        source: Option<Source>,
        /// Who the person is.
        identity: Told,
        /// What the same source says beside.
        also: Vec<Assertion>,
    },
    /// Enter one person, after a search for those who are entered already.
    Enter {
        /// Who says it.
        source: Option<Source>,
        /// Who the person is.
        identity: Told,
        /// What the same source says beside.
        also: Vec<Assertion>,
        /// Whom the search found so like that they may be the same ([`LOOKS_KNOWN_MIN`]).
        ///
        /// [`LOOKS_KNOWN_MIN`]: super::LOOKS_KNOWN_MIN
        alike: Vec<PersonId>,
        /// Of those, from whom the officer told the person apart, and why.
        apart: (Vec<PersonId>, Private<String>),
    },
    /// Record what somebody says of a person.
    Claim {
        /// Of whom.
        person: PersonId,
        /// What.
        says: Assertion,
        /// Who says it.
        source: Option<Source>,
        /// Word for word.
        told: Told,
    },
    /// A source takes back what it said.
    Withdraw {
        /// The claim.
        claim: ClaimId,
        /// Why.
        reason: Private<String>,
    },
    /// Two entries are one person.
    Merge {
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
        /// Why.
        reason: Private<String>,
    },
    /// A second person agrees to a merge.
    ConfirmMerge {
        /// The merge.
        claim: ClaimId,
    },
    /// Undo a merge, or strike out a proposal.
    Unmerge {
        /// The merge.
        claim: ClaimId,
    },
    /// Two entries that look alike are two people.
    TellApart {
        /// One entry.
        one: PersonId,
        /// The other.
        other: PersonId,
        /// Why.
        reason: Private<String>,
    },
    /// Where sources differ on one thing, take one claim's word for it.
    Settle {
        /// The person.
        person: PersonId,
        /// The thing.
        field: Field,
        /// Whose word is taken.
        claim: ClaimId,
        /// That claim's words, opened.
        words: Box<Opened>,
        /// Why.
        reason: Private<String>,
    },
    /// Say why a person's data has to be kept although its time may run out.
    Hold {
        /// The person.
        person: PersonId,
        /// Why.
        reason: Private<String>,
    },
    /// Say that this reason is over.
    EndHold {
        /// The person.
        person: PersonId,
        /// Why.
        reason: Private<String>,
    },
    /// Keep a photograph, document or letter about a person.
    AddPaper {
        /// About whom.
        person: PersonId,
        /// Who handed it in.
        source: Option<Source>,
        /// The paper, written anew by whoever read it.
        paper: Box<NewPaper>,
    },
    /// Destroy a paper that says nothing, or is of somebody else.
    RemovePaper {
        /// The paper.
        paper: PaperId,
        /// Why.
        reason: Private<String>,
    },
    /// Destroy what is known of a person.
    Erase {
        /// The person.
        person: PersonId,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Register { .. }
            | Self::Claim { .. }
            | Self::Withdraw { .. }
            | Self::Merge { .. }
            | Self::ConfirmMerge { .. }
            | Self::Unmerge { .. }
            | Self::Enter { .. }
            | Self::TellApart { .. }
            | Self::AddPaper { .. }
            | Self::RemovePaper { .. }
            | Self::Settle { .. } => Verb::Register,
            Self::Hold { .. } | Self::EndHold { .. } | Self::Erase { .. } => Verb::Erase,
        }
    }
}

/// Says which events follow from a command, or refuses it.
///
/// # Errors
/// A claim without a source, or from a source that cannot know it; a merge without a second person
/// where it would change a status; erasing what is still needed.
pub fn decide(
    state: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    match command {
        Command::Register { source, identity, also } => {
            register(state, context, (source, identity), &also)
        }
        Command::Enter { source, identity, also, alike, apart } => {
            identity::check_apart(state, &alike, &apart.0)?;
            let entered = register(state, context, (source, identity), &also)?;
            identity::enter_apart(state, context, entered, &apart)
        }
        Command::TellApart { one, other, reason } => {
            identity::tell_apart(state, context, (one, other), &reason)
        }
        Command::Settle { person, field, claim, words, reason } => {
            identity::settle(state, context, (person, field, claim, &words), &reason)
        }
        Command::Claim { person, says, source, told } => {
            known(state, &person)?;
            let (event, vault) =
                claim(state, context, (0, &person, says), (source.as_ref(), &told))?;
            Ok(Outcome::of(vec![event]).with(vault))
        }
        Command::Withdraw { claim, reason } => withdraw(state, context, claim, &reason),
        Command::Merge { one, other, reason } => merge(state, context, (one, other), &reason),
        Command::ConfirmMerge { claim } => confirm(state, context, claim),
        Command::Unmerge { claim } => match state.registry.merges.get(&claim) {
            Some(merge) if merge.until.is_none() => {
                Ok(Outcome::of(vec![Event::Unmerged { claim }]))
            }
            Some(_) | None => Err(Refusal::NoSuchMerge { claim }),
        },
        Command::Hold { person, reason } => retention::hold(state, context, person, &reason),
        Command::EndHold { person, reason } => retention::end_hold(state, context, person, &reason),
        Command::AddPaper { person, source, paper } => {
            papers::add(state, context, (person, source.as_ref()), &paper)
        }
        Command::RemovePaper { paper, reason } => papers::remove(state, context, paper, &reason),
        Command::Erase { person } => erase(state, &person),
    }
}

pub(super) fn known(state: &Journal, person: &PersonId) -> Result<(), Refusal> {
    match state.registry.persons.get(person) {
        None => Err(Refusal::UnknownPerson { person: person.clone() }),
        Some(entry) if entry.erased => Err(Refusal::Erased { person: person.clone() }),
        Some(_) => Ok(()),
    }
}

fn register(
    state: &Journal,
    context: &Context,
    (source, identity): (Option<Source>, Told),
    also: &[Assertion],
) -> Result<Outcome<Event>, Refusal> {
    if identity.fields.is_empty() {
        return Err(Refusal::NobodyNamed);
    }
    let person =
        PersonId::read(&context.draw_id("registry/person", 0)).expect("hexadecimal digits");
    let mut events = vec![Event::Registered { person: person.clone() }];
    let mut vault = Vec::new();
    let words = Told { fields: std::collections::BTreeMap::new(), ..identity.clone() };
    let all = std::iter::once((Assertion::Identity, &identity))
        .chain(also.iter().cloned().map(|says| (says, &words)));
    for (number, (says, told)) in (0..).zip(all) {
        let (event, kept) =
            claim(state, context, (number, &person, says), (source.as_ref(), told))?;
        events.push(event);
        vault.extend(kept);
    }
    Ok(Outcome::of(events).with(vault))
}

/// Checks a claim against what its source can know, and makes the event and the vault records.
fn claim(
    state: &Journal,
    context: &Context,
    (number, person, says): (u64, &PersonId, Assertion),
    (source, told): (Option<&Source>, &Told),
) -> Result<(Event, Vec<VaultChange>), Refusal> {
    let named = source.filter(|source| !source.name.open().trim().is_empty());
    let Some(source) = named else { return Err(Refusal::NoSource { says: says.word() }) };
    check_source(state, &says, source)?;
    if says == Assertion::Identity && told.fields.is_empty() {
        return Err(Refusal::NobodyNamed);
    }
    check_told(&says, told)?;
    let mut identity = told.clone();
    let health = identity.fields.remove(&Field::Health);
    let opened = Opened { source: source.name.clone(), told: identity };
    let script = Script::of(&all_words(told));
    let (kept, change) = keep(
        context,
        ("registry/claim", number),
        (person, Compartment::Identity),
        opened.to_bytes(),
    );
    let mut vault = vec![change];
    let health = health.map(|health| {
        let told =
            Told { fields: [(Field::Health, health)].into(), on: told.on, ..Told::default() };
        let opened = Opened { source: source.name.clone(), told };
        let place = (person, Compartment::Health);
        let (kept, change) = keep(context, ("registry/health", number), place, opened.to_bytes());
        vault.push(change);
        kept
    });
    let about = Claim {
        person: person.clone(),
        says,
        source: source.kind,
        reliability: source.reliability,
        credibility: source.credibility,
        condition: source.condition,
        language: source.language.clone(),
        script,
        kept,
        health: health.map(Box::new),
    };
    let claim =
        ClaimId::read(&context.draw_id("registry/claim-id", number)).expect("hexadecimal digits");
    Ok((Event::Claimed { claim, about: Box::new(about) }, vault))
}

/// Refuses what a source cannot know, and what was got by pressure.
pub(super) fn check_source(
    state: &Journal,
    says: &Assertion,
    source: &Source,
) -> Result<(), Refusal> {
    if source.condition == Condition::UnderPressure {
        return Err(Refusal::UnderPressure);
    }
    if let Some(language) = &source.language
        && !(matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_lowercase()))
    {
        return Err(Refusal::NotALanguage(language.chars().take(20).collect()));
    }
    let kind = source.kind;
    if let Assertion::Listed { list, line } = says {
        let book = state.lists.lists.get(list);
        if !book.is_some_and(|book| book.lines().iter().any(|kept| kept.line == *line)) {
            return Err(Refusal::UnknownLine { line: line.clone() });
        }
    }
    if *says == Assertion::Declines && source.condition != Condition::InPrivate {
        return Err(Refusal::NotInPrivate);
    }
    let theirs = says.can_rest_on(kind);
    if theirs { Ok(()) } else { Err(Refusal::NotTheirs { says: says.word(), source_kind: kind }) }
}

/// Refuses a claim without what it is there to say.
fn check_told(says: &Assertion, told: &Told) -> Result<(), Refusal> {
    match says.needs() {
        Some(field) if !told.fields.contains_key(&field) => {
            Err(Refusal::NothingTold { says: says.word(), field })
        }
        Some(_) | None => Ok(()),
    }
}

fn all_words(told: &Told) -> String {
    let given = told.fields.values().filter_map(|stated| match stated {
        Stated::Given(text) => Some(text.open().as_str()),
        Stated::Refused | Stated::Unable => None,
    });
    let words = told.words.iter().map(|words| words.open().as_str());
    given.chain(words).collect()
}

fn withdraw(
    state: &Journal,
    context: &Context,
    claim: ClaimId,
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    let recorded = state.registry.claims.get(&claim).filter(|known| known.withdrawn_at.is_none());
    let Some(recorded) = recorded else { return Err(Refusal::UnknownClaim { claim }) };
    let person = recorded.claim.person.clone();
    let (why, change) = keep_reason(context, (0, &person), reason)?;
    Ok(Outcome::of(vec![Event::Withdrawn { claim, why }]).with(vec![change]))
}

fn merge(
    state: &Journal,
    context: &Context,
    (one, other): (PersonId, PersonId),
    reason: &Private<String>,
) -> Result<Outcome<Event>, Refusal> {
    known(state, &one)?;
    known(state, &other)?;
    let registry = &state.registry;
    if registry.group(&one, None).contains(&other) {
        return Err(Refusal::AlreadyOne { one, other });
    }
    let (why, change) = keep_reason(context, (0, &one), reason)?;
    let claim = ClaimId::read(&context.draw_id("registry/merge", 0)).expect("hexadecimal digits");
    let needs_a_second = registry.merge_needs_a_second(&one, &other);
    let mut events = vec![Event::MergeProposed {
        claim: claim.clone(),
        one: one.clone(),
        other: other.clone(),
        why,
    }];
    if !needs_a_second {
        events.push(Event::Merged { claim, one, other });
    }
    Ok(Outcome::of(events).with(vec![change]))
}

fn confirm(state: &Journal, context: &Context, claim: ClaimId) -> Result<Outcome<Event>, Refusal> {
    let merge = state.registry.merges.get(&claim);
    let waiting = merge.filter(|merge| merge.since.is_none() && merge.until.is_none());
    let Some(merge) = waiting else { return Err(Refusal::NoSuchMerge { claim }) };
    if merge.by == context.actor.name {
        return Err(Refusal::SamePerson { name: merge.by.clone() });
    }
    known(state, &merge.one)?;
    known(state, &merge.other)?;
    let (one, other) = (merge.one.clone(), merge.other.clone());
    Ok(Outcome::of(vec![Event::Merged { claim, one, other }]))
}

fn erase(state: &Journal, person: &PersonId) -> Result<Outcome<Event>, Refusal> {
    known(state, person)?;
    let status = state.registry.status(person, None).map(|reading| reading.status);
    if let Some(status @ (Status::Confirmed | Status::Listed | Status::AtHandover)) = status {
        return Err(Refusal::StillNeeded { person: person.clone(), status });
    }
    if state.registry.held_since(person).is_some() {
        return Err(Refusal::OnHold { person: person.clone() });
    }
    // One person may have several entries; all of them go.
    let group = state.registry.group(person, None);
    let vault = group.iter().cloned().map(VaultChange::EraseAbout).collect();
    let events = group.into_iter().map(|person| Event::Erased { person }).collect();
    Ok(Outcome::of(events).with(vault))
}

pub(super) fn keep_reason(
    context: &Context,
    (number, person): (u64, &PersonId),
    reason: &Private<String>,
) -> Result<(Kept, VaultChange), Refusal> {
    if reason.open().trim().is_empty() {
        return Err(Refusal::NoReason);
    }
    let bytes = serde_json::to_vec(reason.open()).expect("text is JSON");
    Ok(keep(context, ("registry/reason", number), (person, Compartment::Identity), bytes))
}

/// Puts bytes about a person into the vault under a drawn name and salt.
pub(super) fn keep(
    context: &Context,
    (what, number): (&str, u64),
    (person, compartment): (&PersonId, Compartment),
    bytes: Vec<u8>,
) -> (Kept, VaultChange) {
    let record = RecordId::read(&context.draw_id(what, number)).expect("hexadecimal digits");
    let salt = context.draw(&format!("{what}/salt"), number);
    let digest = VaultChange::digest(&salt, &bytes);
    let change = VaultChange::Keep {
        record: record.clone(),
        person: Some(person.clone()),
        compartment,
        salt,
        bytes: Private::new(bytes),
    };
    (Kept { record, digest }, change)
}
