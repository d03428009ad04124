//! What the children write, the same in every process: a registry with claims, merges, withdrawals and
//! erasures, step after step, with records in every compartment.

use exchange::journal::{self, Command, Compartment, Context, Event, Recorded, State, VaultChange};
use exchange::registry::{self, Assertion};
use exchange::vocabulary::{Actor, ClaimId, Digest, Party, PersonId, Private, RecordId, Role};

use super::super::search::{source, told};
use super::Chance;

const SURNAMES: [&str; 5] = ["Вигаданко", "Шевчук", "Бондар", "Sarapin", "Мельник"];
const GIVEN: [&str; 4] = ["Іван", "Олена", "Petro", "Микола"];

/// One append: what is written in one transaction.
pub(super) struct Append {
    pub(super) expected: u64,
    pub(super) events: Vec<Recorded>,
    pub(super) changes: Vec<VaultChange>,
    /// Whether the views come along at once, or are left behind.
    pub(super) viewed: bool,
}

/// The tale so far.
pub(super) struct Tale {
    pub(super) state: State,
    /// Every event that was ever appended.
    pub(super) events: Vec<Recorded>,
    /// What the vault must hold: digest and compartment of each record, by name.
    pub(super) vault: std::collections::BTreeMap<RecordId, (PersonId, Compartment, Digest)>,
    step: u64,
    chance: Chance,
    people: Vec<PersonId>,
    claims: Vec<ClaimId>,
    merges: Vec<ClaimId>,
}

impl Tale {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            state: State::default(),
            events: Vec::new(),
            vault: std::collections::BTreeMap::new(),
            step: 0,
            chance: Chance(seed),
            people: Vec::new(),
            claims: Vec::new(),
            merges: Vec::new(),
        }
    }

    /// Tells the tale on until the journal has reached a version, where an append must end.
    pub(super) fn told_to(seed: u64, version: u64) -> Self {
        let mut tale = Self::new(seed);
        while tale.state.version < version {
            tale.append();
        }
        assert_eq!(tale.state.version, version, "an append was kept in part");
        tale
    }

    /// Returns the next append, and counts it in.
    pub(super) fn append(&mut self) -> Append {
        loop {
            self.step += 1;
            let viewed = self.chance.below(4) > 0;
            let Some((name, command)) = self.command() else { continue };
            let actor = Actor { party: Party::A, name: name.to_owned(), role: Role::Officer };
            let at = super::super::CREATED.parse::<jiff::Timestamp>().unwrap();
            let at = at + jiff::SignedDuration::from_secs(i64::try_from(self.step).unwrap());
            let context = Context::new(at, actor, Digest::of(&[&self.step.to_be_bytes()]).0);
            // A refusal is a step that writes nothing.
            let decided = journal::decide(&self.state, &context, Command::Registry(command));
            let Ok(outcome) = decided else { continue };
            let expected = self.state.version;
            let events = Recorded::number(&context, expected, &outcome.events);
            let mut changes = outcome.vault;
            changes.extend(self.beside(&context));
            self.count_in(&events, &changes);
            return Append { expected, events, changes, viewed };
        }
    }

    /// A record of another compartment about somebody who is still there.
    fn beside(&mut self, context: &Context) -> Option<VaultChange> {
        let compartment = match self.chance.below(6) {
            0 => Compartment::Family,
            1 => Compartment::List,
            2 => Compartment::Health,
            _ => return None,
        };
        let person = self.somebody()?;
        let there = !self.state.registry.persons.get(&person)?.erased;
        let place = ("test/beside", 0);
        let (.., change) =
            VaultChange::keep(context, place, Some(&person), compartment, &"words of theirs");
        there.then_some(change)
    }

    fn below(&mut self, count: usize) -> Option<usize> {
        let count = u64::try_from(count).unwrap();
        (count > 0).then(|| usize::try_from(self.chance.below(count)).unwrap())
    }

    fn command(&mut self) -> Option<(&'static str, registry::Command)> {
        let surname = SURNAMES[self.below(SURNAMES.len())?];
        let name = [surname, GIVEN[self.below(GIVEN.len())?], ""];
        let reason = Private::new("read from the wrong paper".to_owned());
        let officer = "officer-1";
        Some(match self.chance.below(10) {
            0..5 => {
                let identity = told(name, "1991-02-03", "");
                let also = vec![Assertion::Missing];
                (officer, registry::Command::Register { source: Some(source()), identity, also })
            }
            5 => {
                let person = self.somebody()?;
                let (says, told) = (Assertion::Identity, told(name, "", ""));
                (officer, registry::Command::Claim { person, says, source: Some(source()), told })
            }
            6 => {
                let at = self.below(self.claims.len())?;
                let claim = self.claims[at].clone();
                (officer, registry::Command::Withdraw { claim, reason })
            }
            7 => {
                let (one, other) = (self.somebody()?, self.somebody()?);
                (officer, registry::Command::Merge { one, other, reason })
            }
            8 => {
                let at = self.below(self.merges.len())?;
                let claim = self.merges[at].clone();
                ("officer-2", registry::Command::Unmerge { claim })
            }
            _ => (officer, registry::Command::Erase { person: self.somebody()? }),
        })
    }

    fn somebody(&mut self) -> Option<PersonId> {
        let at = self.below(self.people.len())?;
        Some(self.people[at].clone())
    }

    fn count_in(&mut self, events: &[Recorded], changes: &[VaultChange]) {
        for event in events {
            self.state.apply(event);
            let Event::Registry(event) = &event.event else { continue };
            if let registry::Event::Registered { person } = event {
                self.people.push(person.clone());
            } else if let registry::Event::Claimed { claim, .. } = event {
                self.claims.push(claim.clone());
            } else if let registry::Event::MergeProposed { claim, .. } = event {
                self.merges.push(claim.clone());
            }
        }
        self.events.extend_from_slice(events);
        for change in changes {
            match change {
                VaultChange::Keep { record, person, compartment, salt, bytes } => {
                    let digest = VaultChange::digest(salt, bytes.open());
                    let person = person.clone().expect("all are about somebody");
                    self.vault.insert(record.clone(), (person, *compartment, digest));
                }
                VaultChange::Erase(gone) => drop(self.vault.remove(gone)),
                VaultChange::EraseAbout(gone) => self.vault.retain(|_, (one, ..)| one != gone),
            }
        }
    }
}
