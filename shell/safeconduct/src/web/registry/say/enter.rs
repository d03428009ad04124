//! Entering somebody: nobody is entered while somebody who is known looks like them, unless an officer says that it
//! is another person, and why.

use exchange::journal::{Command, Thing};
use exchange::lists::Field;
use exchange::registry::{self, Assertion};
use exchange::vocabulary::{PersonId, Private};

use super::draft::Draft;
use super::questions;
use crate::cli::reconcile::{name as written_name, written};
use crate::cli::registry::because;
use crate::web::registry::person::status;
use crate::web::trouble::Trouble;
use crate::web::visit::Visit;

/// Somebody who is known and looks like whoever is to be entered.
pub(super) struct Alike {
    pub(super) person: String,
    pub(super) name: String,
    pub(super) born: String,
    pub(super) status: String,
    pub(super) why: String,
    /// Whether the officer said that it is another person.
    pub(super) is_apart: bool,
}

/// Shows who looks like the person.
pub(super) async fn alike(visit: &mut Visit, draft: &Draft) -> Result<Vec<Alike>, Trouble> {
    let identity = questions::told(visit, draft);
    let (actor, apart) = (visit.actor()?.clone(), draft.apart());
    let Some(alike) = visit.desk.alike(&actor, &identity, "enter-person").await? else {
        return Ok(Vec::new());
    };
    let hidden = || visit.words.t("person-hidden");
    let shown = alike.found.iter().map(|(one, permit)| {
        let fields = Some(&one.card.fields);
        let shows = |thing: Thing| permit.as_ref().is_some_and(|permit| permit.shows(thing));
        let registry = &visit.desk.about_found(&one.person).registry;
        let reading = registry.status(&one.person, None);
        let born = written(fields, Field::BirthDate).to_owned();
        Alike {
            person: one.person.to_string(),
            name: if shows(Thing::Name) { written_name(fields) } else { hidden() },
            born: if shows(Thing::Birth) { born } else { hidden() },
            status: status(visit, reading.map(|reading| reading.status)),
            why: if shows(Thing::Name) { because(&alike.query, one) } else { String::new() },
            is_apart: apart.contains(&one.person),
        }
    });
    Ok(shown.collect())
}

/// Puts the command together by which somebody is entered.
pub(super) async fn commands(visit: &mut Visit, draft: &Draft) -> Result<Vec<Command>, Trouble> {
    let identity = questions::told(visit, draft);
    let actor = visit.actor()?.clone();
    let alike = visit.desk.alike(&actor, &identity, "enter-person").await?;
    let alike: Vec<PersonId> = alike.map(|alike| alike.people()).unwrap_or_default();
    let says = draft.says().filter(|says| *says != Assertion::Identity);
    // Whoever stopped looking like the person meanwhile is not told apart from them.
    let registry = &visit.desk.state().registry;
    let is_alike =
        |one: &PersonId| alike.iter().any(|other| registry.group(other, None).contains(one));
    let apart = draft.apart().into_iter().filter(is_alike).collect();
    let command = registry::Command::Enter {
        source: questions::source(draft),
        identity,
        also: says.into_iter().collect(),
        apart: (apart, Private::new(draft.one("reason").to_owned())),
        alike,
    };
    Ok(vec![Command::Registry(command)])
}
