//! Decoys: invented people who are found and shown as anybody is, and whom nobody has a reason to open.
//!
//! A decoy is in no event, no vault record and no view. It lies with all others in one sealed note, so that
//! the state of an instance, and with it every list, match, count, plan, export, clock and number, has none.
//! Two doors alone meet them, searching and showing one person, and there a decoy answers as a person does.
//! An alarm is a look at one: the log of looks has it, and cannot lose it.

use exchange::journal::{
    self, Command, Compartment, Context, Deed, Event, Look, Purpose, Recorded,
};
use exchange::journal::{Scope, State, Thing, VaultChange};
use exchange::reconcile::name::Scorer;
use exchange::registry::{self, Card, LIKENESS_MIN, Opened as Words, Query, Source, Told};
use exchange::vocabulary::{Actor, Digest, PersonId, Private, RecordId, Role};
use serde::{Deserialize, Serialize};
use store::{FoundPerson, Note, Opened, Store};

use super::Desk;
use super::door::Need;
use super::looking::Permit;
use crate::cli::Failure;

/// The name of the note.
const NOTE: &str = "beside";
/// The most decoys of one instance.
pub(crate) const DECOYS_MAX: usize = 64;
/// How many looks are read at once.
const PAGE: u32 = 5_000;

/// A decoy as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    person: PersonId,
    events: Vec<Recorded>,
    records: Vec<KeptRecord>,
}

/// What the vault would hold of a person.
#[derive(Serialize, Deserialize)]
struct KeptRecord {
    record: RecordId,
    compartment: Compartment,
    salt: Digest,
    bytes: Vec<u8>,
}

/// The decoys of an instance, each with what a journal of it alone adds up to.
#[derive(Default)]
pub(super) struct Decoys(Vec<Decoy>);

struct Decoy {
    kept: Kept,
    state: State,
    card: Card,
}

/// A look at a decoy.
pub(crate) struct Alarm {
    /// Its number in the log of looks.
    pub(crate) number: u64,
    /// The look.
    pub(crate) look: Look,
}

impl Decoy {
    fn read(kept: Kept) -> Result<Self, Failure> {
        let mut state = State::default();
        for event in &kept.events {
            state.apply(event);
        }
        let mut claims = Vec::new();
        for (_, recorded) in state.registry.claims_on(&kept.person, None) {
            let found = kept.records.iter().find(|one| one.record == recorded.claim.kept.record);
            if let Some(found) = found {
                let words = Words::from_bytes(&found.bytes).map_err(anyhow::Error::from)?;
                claims.push((recorded, words));
            }
        }
        let card = Card::of_claims(&claims, &std::collections::BTreeMap::new());
        drop(claims);
        Ok(Self { kept, state, card })
    }
}

impl Decoys {
    async fn load(store: &Store) -> Result<(Self, Note), Failure> {
        let note = store.note(NOTE).await?;
        if note.text.is_empty() {
            return Ok((Self::default(), note));
        }
        let kept: Vec<Kept> = serde_json::from_slice(&note.text).map_err(anyhow::Error::from)?;
        let all: Result<Vec<Decoy>, Failure> = kept.into_iter().map(Decoy::read).collect();
        Ok((Self(all?), note))
    }

    fn get(&self, person: &PersonId) -> Option<&Decoy> {
        self.0.iter().find(|one| one.kept.person == *person)
    }

    /// Returns what the vault would hold of a decoy.
    pub(super) fn record(&self, record: &RecordId) -> Option<Opened> {
        let of = |decoy: &Decoy| {
            let one = decoy.kept.records.iter().find(|one| one.record == *record)?;
            Some(Opened {
                record: one.record.clone(),
                person: Some(decoy.kept.person.clone()),
                compartment: one.compartment,
                salt: Private::new(one.salt.0),
                bytes: Private::new(one.bytes.clone()),
            })
        };
        self.0.iter().find_map(of)
    }

    /// Puts those decoys among people who were found whom the same search would find, were they people.
    pub(super) fn join(&self, query: &Query, found: &mut Vec<FoundPerson>, most: usize) {
        let asked = query.keys();
        let mut scorer = Scorer::default();
        let before = found.len();
        for decoy in &self.0 {
            let keys = decoy.card.keys();
            if asked.iter().any(|(key, _)| keys.contains(key)) {
                let likeness = query.judge(&mut scorer, &decoy.card);
                if likeness.score >= LIKENESS_MIN {
                    let (person, card) = (decoy.kept.person.clone(), decoy.card.clone());
                    found.push(FoundPerson { person, card, likeness });
                }
            }
        }
        if found.len() > before {
            found.sort_by(|a, b| {
                b.likeness.score.total_cmp(&a.likeness.score).then_with(|| a.person.cmp(&b.person))
            });
            found.truncate(most);
        }
    }
}

/// Reads every look at a decoy after a number of the log, and says how many decoys there are.
pub(crate) async fn alarms(store: &Store, after: u64) -> Result<(usize, Vec<Alarm>), Failure> {
    let (decoys, _) = Decoys::load(store).await?;
    let mut found = Vec::new();
    let mut next = after.saturating_add(1);
    while !decoys.0.is_empty() {
        let page = store.looks(next, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        next = last + 1;
        for (number, look) in page {
            if matches!(&look.whose, Scope::Person { person } if decoys.get(person).is_some()) {
                found.push(Alarm { number, look });
            }
        }
    }
    Ok((decoys.0.len(), found))
}

impl Desk {
    /// The decoys, read once by each desk.
    pub(super) async fn decoys(&self) -> Result<&Decoys, Failure> {
        self.decoys.get_or_try_init(|| async { Ok(Decoys::load(&self.store).await?.0) }).await
    }

    /// Returns what the journal says of a person, or of a decoy what it would say.
    pub(crate) async fn about(&self, person: &PersonId) -> Result<&State, Failure> {
        if self.state.registry.persons.contains_key(person) {
            return Ok(&self.state);
        }
        Ok(self.decoys().await?.get(person).map_or(&self.state, |decoy| &decoy.state))
    }

    /// The same, for who has been at [`Desk::about`] or [`Desk::find`] before.
    pub(crate) fn about_found(&self, person: &PersonId) -> &State {
        let decoy = self.decoys.get().and_then(|decoys| decoys.get(person));
        decoy.map_or(&self.state, |decoy| &decoy.state)
    }

    /// Finds people as [`Desk::search`] does, and decoys among them: for a search that shows whom it found to
    /// somebody, and for nothing that a program does.
    pub(crate) async fn find(
        &self,
        permit: &Permit,
        (query, most): (&Query, usize),
    ) -> Result<Vec<FoundPerson>, Failure> {
        let mut found = self.search(permit, (query, most)).await?;
        self.decoys().await?.join(query, &mut found, most);
        Ok(found)
    }

    /// Says why a command was refused. Whoever wants to change a decoy is answered as if somebody else were
    /// at it, and the try is written down.
    pub(super) async fn disguise(
        &self,
        actor: &Actor,
        refusal: journal::Refusal,
    ) -> Result<Failure, Failure> {
        let journal::Refusal::Registry(registry::Refusal::UnknownPerson { person }) = &refusal
        else {
            return Ok(Failure::from(refusal));
        };
        if self.decoys().await?.get(person).is_none() {
            return Ok(Failure::from(refusal));
        }
        let whose = Scope::Person { person: person.clone() };
        let look = Look {
            at: self.now(),
            actor: actor.clone(),
            purpose: Purpose::usual(actor.role),
            deed: Deed::Match,
            whose,
            things: std::collections::BTreeSet::new(),
            answer: journal::Answer::Denied,
        };
        self.store.append_looks(&[look]).await?;
        Ok(Failure::refused(
            format!("somebody else is working on person {person}"),
            "try again in a while",
        ))
    }

    /// Plants a decoy, on a source's word as for anybody.
    pub(crate) async fn plant(
        &self,
        actor: &Actor,
        (source, identity): (Option<Source>, Told),
        also: Vec<registry::Assertion>,
    ) -> Result<PersonId, Failure> {
        self.keeps_decoys(actor).await?;
        let (decoys, note) = Decoys::load(&self.store).await?;
        if decoys.0.len() >= DECOYS_MAX {
            return Err(Failure::refused(
                format!("there are {DECOYS_MAX} decoys already"),
                "take one up with `safeconduct registry decoy remove`",
            ));
        }
        // As an officer would have entered them; the decoy's own journal begins and ends with it.
        let entered_by = Actor { role: Role::Officer, ..actor.clone() };
        let context = Context::new(self.now(), entered_by, super::secrets::chance());
        let command = registry::Command::Register { source, identity, also };
        let outcome = journal::decide(&State::default(), &context, Command::Registry(command))?;
        let events = Recorded::number(&context, 0, &outcome.events);
        let person = events.iter().find_map(|one| {
            let Event::Registry(registry::Event::Registered { person }) = &one.event else {
                return None;
            };
            Some(person.clone())
        });
        let person = person.expect("whoever is registered has a reference");
        let records = outcome.vault.into_iter().filter_map(|change| match change {
            VaultChange::Keep { record, compartment, salt, bytes, .. } => Some(KeptRecord {
                record,
                compartment,
                salt: Digest(salt),
                bytes: bytes.into_open(),
            }),
            VaultChange::EraseAbout(_) | VaultChange::Erase(_) => None,
        });
        let kept = Kept { person: person.clone(), events, records: records.collect() };
        let mut all: Vec<Kept> = decoys.0.into_iter().map(|decoy| decoy.kept).collect();
        all.push(kept);
        self.put_decoys(&note, &all).await?;
        Ok(person)
    }

    /// Takes a decoy up again; says whether there was one.
    pub(crate) async fn take_up(&self, actor: &Actor, person: &PersonId) -> Result<bool, Failure> {
        self.keeps_decoys(actor).await?;
        let (decoys, note) = Decoys::load(&self.store).await?;
        let before = decoys.0.len();
        let left: Vec<Kept> = decoys.0.into_iter().map(|decoy| decoy.kept).collect();
        let left: Vec<Kept> = left.into_iter().filter(|kept| kept.person != *person).collect();
        if left.len() < before {
            self.put_decoys(&note, &left).await?;
        }
        Ok(left.len() < before)
    }

    /// Names the decoys, for who looks after the data.
    pub(crate) async fn all_decoys(&self, actor: &Actor) -> Result<Vec<(PersonId, Card)>, Failure> {
        self.keeps_decoys(actor).await?;
        let (decoys, _) = Decoys::load(&self.store).await?;
        Ok(decoys.0.into_iter().map(|decoy| (decoy.kept.person, decoy.card)).collect())
    }

    /// Reads the looks at decoys, for who looks after the data.
    pub(crate) async fn alarms(
        &self,
        actor: &Actor,
        after: u64,
    ) -> Result<(usize, Vec<Alarm>), Failure> {
        self.keeps_decoys(actor).await?;
        alarms(&self.store, after).await
    }

    async fn put_decoys(&self, note: &Note, all: &[Kept]) -> Result<(), Failure> {
        let text = serde_json::to_vec(all).map_err(anyhow::Error::from)?;
        Ok(self.store.put_note(NOTE, note, &text).await?)
    }

    /// Lets in who looks after the data, and nobody else; the look is written down.
    async fn keeps_decoys(&self, actor: &Actor) -> Result<(), Failure> {
        let permit =
            self.go_through(actor, (Purpose::Oversight, Deed::Show), ("registry looks", 0)).await?;
        if !permit.shows(Thing::Looks) {
            return Err(Failure::refused(
                format!("the role {} may not do this", actor.role),
                "ask whoever looks after the data (--role data-protection)",
            ));
        }
        self.need(Need::Fresh("keeping decoys")).await
    }
}
