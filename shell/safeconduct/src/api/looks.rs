//! Who looked at whom, for whoever looks after the data.

use exchange::journal::{Answer as Ended, Deed, Look, Purpose, Scope, Thing};
use exchange::vocabulary::PersonId;
use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Problem};
use super::call::Call;
use super::operation::{Operation, Who, run};
use super::page::{Page, PageQuery};
use super::person::known;
use super::schema;

/// One look.
#[derive(Serialize, JsonSchema)]
struct LookForm {
    number: u64,
    at: String,
    /// The working name of who looked.
    by: String,
    role: String,
    #[schemars(schema_with = "schema::purpose")]
    purpose: Purpose,
    /// `show`, `match` or `export`.
    deed: &'static str,
    /// The person who was shown; none, when a program went through many.
    person: Option<String>,
    /// How many people a program went through.
    people: Option<u32>,
    /// The name of the work.
    work: Option<String>,
    /// What was open.
    things: Vec<&'static str>,
    /// `open`, `broken-glass`, `denied` or `spent`.
    answer: &'static str,
    /// Why somebody went past the hour's number.
    reason: Option<String>,
}

impl LookForm {
    fn of((number, look): (u64, Look)) -> Self {
        let (person, people, work) = match look.whose {
            Scope::Person { person } => (Some(person.to_string()), None, None),
            Scope::Many { people, work } => (None, Some(people), Some(work)),
        };
        let (answer, reason) = match look.answer {
            Ended::Open => ("open", None),
            Ended::BrokenGlass { reason } => ("broken-glass", Some(reason)),
            Ended::Denied => ("denied", None),
            Ended::Spent => ("spent", None),
        };
        Self {
            number,
            at: look.at.to_string(),
            by: look.actor.name,
            role: look.actor.role.to_string(),
            purpose: look.purpose,
            deed: look.deed.word(),
            person,
            people,
            work,
            things: look.things.iter().map(|thing| thing.word()).collect(),
            answer,
            reason,
        }
    }
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/looks", "listLooks", run!(all))
            .says("Show the log of looks, from the first on")
            .who(Who::Looks)
            .query::<PageQuery>()
            .gives::<Page<LookForm>>(200),
        Operation::get("/people/{person}/looks", "listLooksAt", run!(at))
            .says("Show who looked at one person, whichever of their entries was named")
            .who(Who::Looks)
            .query::<PageQuery>()
            .gives::<Page<LookForm>>(200),
    ]
}

/// Writes down that somebody looks at the looks.
async fn look(call: &Call, people: usize) -> Result<(), Problem> {
    let permit = call.go_through(Purpose::Oversight, Deed::Show, people).await?;
    if permit.shows(Thing::Looks) { Ok(()) } else { Err(Problem::unknown()) }
}

async fn all(call: &mut Call) -> Result<Answer, Problem> {
    let question = "";
    let window = call.plain_window(question)?;
    look(call, 0).await?;
    let from: u64 = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0) + 1;
    let most = u32::try_from(window.most + 1).unwrap_or(u32::MAX);
    let found = call.desk.store().looks(from, most).await?;
    let page = call.cut(found, (&window, question), |(number, _)| number.to_string())?;
    Ok(Answer::of(200, &page.map(LookForm::of)))
}

async fn at(call: &mut Call) -> Result<Answer, Problem> {
    let person: PersonId = call.id("person")?;
    let window = call.plain_window(person.as_str())?;
    call.desk.open_book().await?;
    known(&call.desk.state().registry, &person)?;
    let group = call.desk.state().registry.group(&person, None);
    call.desk.shut_book().await;
    look(call, 1).await?;
    let mut found = Vec::new();
    for one in group {
        found.extend(call.desk.store().looks_at(&one).await?);
    }
    found.sort_by_key(|(number, _)| *number);
    let after: u64 = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let rest = found.into_iter().filter(|(number, _)| *number > after);
    let page = call.cut(rest, (&window, person.as_str()), |(number, _)| number.to_string())?;
    Ok(Answer::of(200, &page.map(LookForm::of)))
}
