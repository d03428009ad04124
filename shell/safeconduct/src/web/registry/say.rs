//! What somebody says of a person is recorded question by question: what, in which words, who says it, how sure it
//! is; then everything is looked at once more and recorded once. Whoever is entered anew goes the same way.
//!
//! What was typed travels with the forms and stands nowhere until it is recorded; no name is part of an address.

mod draft;
mod enter;
mod fields;
mod questions;
mod record;

pub(super) use record::can_correct;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Purpose, Thing, Verb};
use exchange::registry::Card;
use exchange::vocabulary::PersonId;

use super::super::frame::{Choice, Frame};
use super::super::said::Said;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::person::said;
use crate::cli::registry::claims;
use crate::desk::Who;
use draft::{Draft, Step, Whose};
use enter::Alike;
use fields::AskedField;

/// One answer, to be checked.
struct Answered {
    label: String,
    text: String,
    step: &'static str,
}

#[derive(Template)]
#[template(path = "2-registry/say.html")]
struct Asked {
    frame: Frame,
    /// Where the form goes, and where one gets by giving up.
    action: String,
    leave: String,
    /// Of whom something is said.
    about: String,
    step: &'static str,
    /// Which question it is, and of how many; nothing on the last page.
    place: String,
    previous: Option<&'static str>,
    /// What was typed on other pages.
    carried: Vec<(String, String)>,
    says: Vec<Choice>,
    sources: Vec<Choice>,
    conditions: Vec<Choice>,
    reliabilities: Vec<Choice>,
    credibilities: Vec<Choice>,
    fields: Vec<AskedField>,
    when: String,
    at: String,
    words: String,
    by: String,
    language: String,
    /// Whether something odd may stand as it is, where the source has it so.
    is_odd: bool,
    answers: Vec<Answered>,
    /// Whether another claim is taken back by this one.
    is_instead: bool,
    is_new: bool,
    alike: Vec<Alike>,
    reason: String,
    /// Why the core refuses, in its words.
    refused: Option<Said>,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = Who::May(Verb::Register);
    vec![
        Page::get("/people/new", "enter-page", acts, run!(begin)),
        Page::post("/people/new", "enter-person", acts, run!(answer)),
        Page::get("/people/{person}/claims/new", "add-claim-page", acts, run!(begin)),
        Page::post("/people/{person}/claims/new", "add-claim", acts, run!(answer)),
    ]
}

/// Of whom something is said: somebody who is known, or whoever is entered.
fn whose(visit: &Visit) -> Result<Whose, Trouble> {
    if visit.path.iter().any(|(name, _)| name == "person") {
        return Ok(Whose::Known(visit.id("person")?));
    }
    Ok(Whose::New)
}

async fn begin(visit: &mut Visit) -> Result<Reply, Trouble> {
    let whose = whose(visit)?;
    visit.desk.open_book().await?;
    let draft = Draft::default();
    let page = page(visit, (&whose, whose.steps()[0]), &draft, Vec::new()).await?;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Takes the answer to one question and asks the next; from the last one everything is recorded.
async fn answer(visit: &mut Visit) -> Result<Reply, Trouble> {
    let whose = whose(visit)?;
    visit.desk.open_book().await?;
    let mut draft = Draft::read(&visit.form);
    let go = visit.form.one("go").to_owned();
    let answered = Step::of_word(visit.form.one("step"));
    if answered.is_none()
        && let (Whose::Known(person), Some(claim)) = (&whose, draft.instead())
    {
        draft = record::of_claim(visit, person, &claim).await?;
    }
    if go == "record" {
        return record::record(visit, &whose, draft).await;
    }
    let to = match (Step::of_word(&go), answered) {
        // Back, or to an answer that is to be changed: nothing is asked of what was typed so far.
        (Some(Step::Check), _) => Step::Check,
        (Some(to), _) => to,
        (None, None) => whose.steps()[0],
        (None, Some(answered)) => {
            let wrong = questions::wrong(visit, &whose, (&draft, answered));
            if !wrong.is_empty() {
                return again(visit, (&whose, answered), &draft, wrong).await;
            }
            whose.after(answered, draft.is_checked())
        }
    };
    if to == Step::Check {
        // A later answer may no longer fit an earlier one that was changed.
        for step in whose.steps() {
            let wrong = questions::wrong(visit, &whose, (&draft, *step));
            if !wrong.is_empty() {
                return again(visit, (&whose, *step), &draft, wrong).await;
            }
        }
        draft.check();
    }
    let page = page(visit, (&whose, to), &draft, Vec::new()).await?;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Shows a question again with what is to be mended.
async fn again(
    visit: &mut Visit,
    at: (&Whose, Step),
    draft: &Draft,
    wrong: Vec<(&'static str, String)>,
) -> Result<Reply, Trouble> {
    let page = page(visit, at, draft, wrong).await?;
    Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}

/// Puts the page of a question together.
async fn page(
    visit: &mut Visit,
    (whose, step): (&Whose, Step),
    draft: &Draft,
    wrong: Vec<(&'static str, String)>,
) -> Result<Asked, Trouble> {
    let words = visit.words;
    let about = match whose {
        Whose::Known(person) => about(visit, person, step).await?,
        Whose::New => String::new(),
    };
    let is_new = matches!(whose, Whose::New);
    let alike =
        if is_new && step == Step::Check { enter::alike(visit, draft).await? } else { Vec::new() };
    let place = whose.place(step).map_or_else(String::new, |(number, all)| {
        let said = [("number", words.number(number)), ("all", words.number(all))];
        words.fill("ask-place", &said.each_ref().map(|(name, text)| (*name, text.as_str())))
    });
    let is_of_new = is_new && matches!(step, Step::Told | Step::Says);
    let title = format!("{}-{}", if is_of_new { "enter" } else { "ask" }, step.word());
    let mut frame = Frame::of(visit, &title);
    let is_odd = draft.stands() || questions::may_stand(visit, draft);
    frame.wrong = wrong;
    let fields = fields::asked(words, &frame, (whose, draft));
    Ok(Asked {
        action: whose.action(),
        leave: whose.leave(),
        about,
        step: step.word(),
        place,
        previous: whose.before(step).map(Step::word),
        carried: draft.carried(step, &fields),
        says: questions::says(words, whose, draft),
        sources: questions::sources(words, draft),
        conditions: questions::conditions(words, draft),
        reliabilities: questions::reliabilities(words, draft),
        credibilities: questions::credibilities(words, draft),
        fields,
        when: draft.one("when").to_owned(),
        at: draft.one("place").to_owned(),
        words: draft.one("words").to_owned(),
        by: draft.one("by").to_owned(),
        language: draft.one("language").to_owned(),
        is_odd,
        answers: if step == Step::Check { questions::answers(visit, draft) } else { Vec::new() },
        is_instead: draft.instead().is_some(),
        is_new,
        alike,
        reason: draft.one("reason").to_owned(),
        refused: None,
        frame,
    })
}

/// Names the person on the first page and the last; between them the reference stands alone, so that not every
/// step is a look.
async fn about(visit: &Visit, person: &PersonId, step: Step) -> Result<String, Trouble> {
    let registry = &visit.desk.about(person).await?.registry;
    let entry = registry.persons.get(person).ok_or(Trouble::Unknown)?;
    if entry.erased || !matches!(step, Step::Says | Step::Check) {
        return Ok(person.to_string());
    }
    let permit = visit.desk.show(visit.actor()?, Purpose::Tracing, person).await?;
    if !permit.shows(Thing::Name) {
        return Ok(visit.words.t("person-hidden"));
    }
    let opened = claims(&visit.desk, &permit, person).await?;
    let opened: Vec<_> = opened.into_iter().map(|one| (one.recorded, one.words)).collect();
    let card = Card::of_claims(&opened, &registry.settled_on(person));
    Ok(said::names(visit.words, &card).0)
}
