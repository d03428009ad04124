//! What is written on both sides of a pair, for whoever may see it.

use std::collections::{BTreeMap, HashSet};

use exchange::lists::{ClosedList, Field, Line};
use exchange::reconcile::wording::{self, Message};
use exchange::reconcile::{Beside, LineVerdict, Reason};
use exchange::registry::{Known, Status};
use exchange::vocabulary::{PersonId, Private};

/// The lists and the registry that a verdict speaks of.
pub(crate) struct Told<'a> {
    pub(crate) theirs: &'a ClosedList,
    pub(crate) ours: &'a ClosedList,
    pub(crate) known: &'a [Known],
}

/// The same, with people to be found by reference.
pub(super) struct Indexed<'a> {
    pub(super) told: &'a Told<'a>,
    people: BTreeMap<&'a PersonId, &'a Known>,
}

type Fields = BTreeMap<Field, Private<String>>;

impl<'a> Indexed<'a> {
    /// Finds the people that verdicts speak of.
    pub(super) fn of(told: &'a Told<'a>, verdicts: &[&LineVerdict]) -> Self {
        // A registry may be long, and few of it are spoken of.
        let wanted: HashSet<&PersonId> = verdicts
            .iter()
            .flat_map(|line| {
                let beside = match &line.beside {
                    Some(Beside::Person(person)) => Some(person),
                    Some(Beside::Ours(_) | Beside::Before(_)) | None => None,
                };
                [beside, line.person.as_ref()]
            })
            .flatten()
            .collect();
        let people = told.known.iter().map(|known| (&known.person, known));
        let people = people.filter(|(person, _)| wanted.contains(person)).collect();
        Self { told, people }
    }

    /// The line that a verdict is about.
    pub(super) fn line(&self, verdict: &LineVerdict) -> Option<&'a Line> {
        self.told.theirs.line(&verdict.line)
    }

    /// What is written about the one with whom the line was compared.
    pub(super) fn partner(&self, verdict: &LineVerdict) -> Option<&'a Fields> {
        match verdict.beside.as_ref()? {
            Beside::Ours(line) => self.told.ours.line(line).map(|line| &line.fields),
            Beside::Before(line) => self.told.theirs.line(line).map(|line| &line.fields),
            Beside::Person(person) => self.people.get(person).map(|known| &known.fields),
        }
    }

    /// What became of the person with whom the line was compared.
    fn status(&self, verdict: &LineVerdict) -> Option<Status> {
        let Some(Beside::Person(person)) = &verdict.beside else { return None };
        self.people.get(person).map(|known| known.status)
    }

    /// Why the line has its verdict.
    pub(super) fn because(&self, verdict: &LineVerdict) -> Message {
        wording::because(verdict, self.status(verdict))
    }

    /// What one field says, with what is written on both sides.
    pub(super) fn reason(&self, verdict: &LineVerdict, reason: &Reason) -> Message {
        let theirs = self.line(verdict).map(|line| &line.fields);
        let text = |fields: Option<&'a Fields>| written(fields, reason.field);
        wording::reason(reason, text(theirs), text(self.partner(verdict)))
    }
}

/// What is written in a field.
pub(crate) fn written(fields: Option<&Fields>, field: Field) -> &str {
    fields.and_then(|fields| fields.get(&field)).map_or("", |text| text.open().as_str())
}

/// The name as it is written, surname first.
pub(crate) fn name(fields: Option<&Fields>) -> String {
    let parts =
        [Field::Surname, Field::GivenName, Field::Patronymic].map(|field| written(fields, field));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { written(fields, Field::FullName).to_owned() } else { parts.join(" ") }
}
