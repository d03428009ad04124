//! The other use of a file: everybody on it is entered in the registry, on the word of one source.

use askama::Template;
use axum::http::StatusCode;
use exchange::registry::{Assertion, Condition, Credibility, Reliability, Source, SourceKind};
use exchange::vocabulary::Private;
use serde_json::{Value, from_value};

use super::super::{Said, mendable};
use super::draft::{self, Draft};
use crate::cli::Failure;
use crate::cli::registry::import::{entering, looks_known, not_entered_before};
use crate::web::frame::{Choice, Frame};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};

/// The most people that are entered from a page: a longer file is entered with the command, which says how far it
/// is.
const PEOPLE_MAX: usize = 5_000;
/// Rows named one by one that look like people who are entered already.
const ALIKE_SHOWN_MAX: usize = 20;
/// The longest name of a source, in characters.
const BY_LETTERS_MAX: usize = 200;
/// What can be said of everybody on a file.
const SAYS: [Assertion; 4] =
    [Assertion::Missing, Assertion::TracingRequest, Assertion::SeenHeld, Assertion::Acknowledged];
/// Who can say it, as the journal writes them.
const SOURCES: [&str; 9] = [
    "own-forces",
    "family",
    "witness",
    "detaining-power",
    "tracing-agency",
    "medical-commission",
    "mediator",
    "host-state",
    "published",
];

#[derive(Template)]
#[template(path = "3-lists/people.html")]
struct People {
    frame: Frame,
    back: String,
    lines: usize,
    questions: usize,
    sources: Vec<Choice>,
    says: Vec<Choice>,
    by: String,
    /// Rows that look like people who are entered already; none, before it was looked.
    known: Option<Vec<(u32, String)>>,
    alike: usize,
    known_too: bool,
    said: Option<Said>,
}

/// What was found, and what must be mended.
#[derive(Default)]
struct Looked {
    status: StatusCode,
    wrong: Vec<(&'static str, String)>,
    known: Option<Vec<(u32, String)>>,
    said: Option<Said>,
}

pub(super) async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    page(visit, &draft, Looked::default())
}

fn page(visit: &Visit, draft: &Draft, looked: Looked) -> Result<Reply, Trouble> {
    let words = visit.words;
    let list = draft.list();
    let choose = || (String::new(), words.t("import-choose"));
    let sources = SOURCES.map(|one| (one.to_owned(), words.t(&format!("source-{one}"))));
    let says = SAYS.map(|one| (one.word().to_owned(), words.t(&format!("says-{}", one.word()))));
    let refused = list.as_ref().err();
    let no_list = refused.cloned().map(Said::from);
    let mut frame = Frame::of(visit, "import-people-title");
    frame.wrong = looked.wrong;
    let alike = looked.known.as_ref().map_or(0, Vec::len);
    let known = looked.known.map(|mut known| {
        known.truncate(ALIKE_SHOWN_MAX);
        known
    });
    let page = People {
        frame,
        back: draft.at(""),
        lines: list.as_ref().map_or(0, |list| list.lines().len()),
        questions: list.as_ref().map_or(0, |list| list.questions().count()),
        sources: Choice::list(std::iter::once(choose()).chain(sources), visit.form.one("source")),
        says: Choice::list(std::iter::once(choose()).chain(says), visit.form.one("says")),
        by: visit.form.one("by").to_owned(),
        known,
        alike,
        known_too: visit.form.one("known-too") == "yes",
        said: looked.said.or(no_list),
    };
    Ok(Reply::Page(looked.status, page.render()?))
}

/// Reads who says what, or says which fields must be mended.
fn read_source(visit: &Visit) -> Result<(Source, Assertion), Vec<(&'static str, String)>> {
    let (words, form) = (visit.words, &visit.form);
    let kind = SOURCES.into_iter().find(|one| *one == form.one("source"));
    let kind = kind.and_then(|word| from_value::<SourceKind>(Value::from(word)).ok());
    let says = SAYS.into_iter().find(|one| one.word() == form.one("says"));
    let by = form.one("by");
    let mut wrong = Vec::new();
    if kind.is_none() {
        wrong.push(("source", words.t("import-source-missing")));
    }
    if by.is_empty() || by.chars().count() > BY_LETTERS_MAX {
        wrong.push(("by", words.t("import-by-missing")));
    }
    if says.is_none() {
        wrong.push(("says", words.t("import-says-missing")));
    }
    match (kind, says) {
        (Some(kind), Some(says)) if wrong.is_empty() => {
            let source = Source {
                kind,
                name: Private::new(by.to_owned()),
                reliability: Reliability::F,
                credibility: Credibility::UNKNOWN,
                condition: Condition::NotKnown,
                language: None,
            };
            Ok((source, says))
        }
        (_, _) => Err(wrong),
    }
}

/// Looks who is entered already, and enters everybody where that was asked for.
pub(super) async fn enter(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let unfit = StatusCode::UNPROCESSABLE_ENTITY;
    let (source, says) = match read_source(visit) {
        Ok(read) => read,
        Err(wrong) => {
            return page(visit, &draft, Looked { status: unfit, wrong, ..Looked::default() });
        }
    };
    let Ok(list) = draft.list() else {
        return page(visit, &draft, Looked { status: unfit, ..Looked::default() });
    };
    let (rows, questions) = (list.lines().len(), list.questions().count());
    if questions > 0 || rows > PEOPLE_MAX {
        let key = if questions > 0 { "import-people-questions" } else { "import-people-many" };
        let wrong = vec![("people", visit.words.t(key))];
        return page(visit, &draft, Looked { status: unfit, wrong, ..Looked::default() });
    }
    let actor = visit.actor()?.clone();
    visit.desk.open_book().await?;
    let found = looks_known((&visit.desk, &actor), list.lines(), |_rows| ()).await?;
    let found: Vec<(u32, String)> =
        found.into_iter().map(|(row, person)| (row, person.to_string())).collect();
    visit.desk.shut_book().await;
    if visit.form.one("do") != "enter" {
        return page(visit, &draft, Looked { known: Some(found), ..Looked::default() });
    }
    let known_too = visit.form.one("known-too") == "yes";
    if let Err(failure) = not_entered_before((found.len(), rows), known_too) {
        return not_entered(visit, &draft, (failure, found));
    }
    let commands = entering(list.lines(), Some(&source), &says);
    match visit.record(commands, |_, _| "/lists?done=people-entered".to_owned()).await {
        Ok(reply) => {
            draft::forget(visit, &draft.id);
            Ok(reply)
        }
        Err(Trouble::Failed(failure)) => not_entered(visit, &draft, (failure, found)),
        Err(trouble) => Err(trouble),
    }
}

/// Says why nobody was entered, with who looks known.
fn not_entered(
    visit: &Visit,
    draft: &Draft,
    (failure, found): (Failure, Vec<(u32, String)>),
) -> Result<Reply, Trouble> {
    let said = mendable(failure.into())?;
    let wrong = vec![("people", visit.words.t("import-people-refused"))];
    let looked =
        Looked { status: StatusCode::CONFLICT, wrong, known: Some(found), said: Some(said) };
    page(visit, draft, looked)
}
