//! What a list is: who made it, what for, and what it replaces.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal;
use exchange::lists::{Purpose, Stage, may_replace};
use exchange::vocabulary::{ListId, Side};

use super::super::{PURPOSES, Said, mendable, named, purpose_word};
use super::draft::{self, Choices, Draft};
use crate::web::frame::{Choice, Frame};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};

/// The most lists among which the one is chosen that a new one replaces.
const REPLACED_MAX: usize = 200;

/// What a list is: who made it, what for, and what it replaces.
pub(super) struct Asked {
    pub(super) sides: Vec<Choice>,
    pub(super) purposes: Vec<Choice>,
    pub(super) replaced: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "3-lists/what.html")]
struct What {
    frame: Frame,
    back: String,
    asked: Asked,
}

/// What can be said that a list is, with what was said already.
pub(super) async fn asked(visit: &mut Visit, before: Option<&Choices>) -> Result<Asked, Trouble> {
    let words = visit.words;
    let typed = |field: &str, kept: Option<String>| {
        let typed = visit.form.one(field);
        if typed.is_empty() { kept.unwrap_or_default() } else { typed.to_owned() }
    };
    let from = typed("from", before.map(|one| one.from.to_string()));
    let purpose = typed("purpose", before.map(|one| purpose_word(one.purpose).to_owned()));
    let replaced = before.and_then(|one| one.replaces.as_ref()).map(ListId::to_string);
    let replaced = typed("replaces", replaced);
    visit.desk.open_book().await?;
    let books = visit.desk.state().lists.lists.iter();
    let mut books: Vec<_> =
        books.filter(|(_, book)| matches!(book.stage, Stage::Closed { .. })).collect();
    books.sort_by_key(|(_, book)| std::cmp::Reverse(book.worked_at));
    let none = [(String::new(), words.t("import-replaces-none"))];
    let books = books.into_iter().take(REPLACED_MAX).map(|(list, book)| {
        let title = named(words, book);
        let day = words.day(book.worked_at.to_zoned(jiff::tz::TimeZone::UTC).date());
        (list.to_string(), format!("{title}, {day}, {list}"))
    });
    let older: Vec<(String, String)> = none.into_iter().chain(books).collect();
    visit.desk.shut_book().await;
    let sides = Side::BOTH.map(|side| (side.to_string(), words.with("list-side", side)));
    let choose = || (String::new(), words.t("import-choose"));
    let purposes = PURPOSES.map(|one| {
        let word = purpose_word(one);
        (word.to_owned(), words.t(&format!("list-purpose-{word}")))
    });
    Ok(Asked {
        sides: Choice::list(std::iter::once(choose()).chain(sides), &from),
        purposes: Choice::list(std::iter::once(choose()).chain(purposes), &purpose),
        replaced: Choice::list(older, &replaced),
    })
}

/// What was said that a list is.
pub(super) type Is = (Side, Purpose, Option<ListId>);

/// Reads what a list is from a form, or says which fields must be mended.
pub(super) fn read_what(visit: &Visit) -> Result<Is, Vec<(&'static str, String)>> {
    let form = &visit.form;
    let side = Side::BOTH.into_iter().find(|side| side.to_string() == form.one("from"));
    let purpose = PURPOSES.into_iter().find(|one| purpose_word(*one) == form.one("purpose"));
    let replaces = match form.one("replaces") {
        "" => Some(None),
        text => ListId::read(text).ok().map(Some),
    };
    let mut wrong = Vec::new();
    if side.is_none() {
        wrong.push(("from", visit.words.t("import-from-missing")));
    }
    if purpose.is_none() {
        wrong.push(("purpose", visit.words.t("import-purpose-missing")));
    }
    if replaces.is_none() {
        wrong.push(("replaces", visit.words.t("import-replaces-unknown")));
    }
    match (side, purpose, replaces) {
        (Some(side), Some(purpose), Some(replaces)) => Ok((side, purpose, replaces)),
        (_, _, _) => Err(wrong),
    }
}

/// Looks whether a list may take the place of the one that was chosen.
pub(super) async fn check_replaces(visit: &mut Visit, is: &Is) -> Result<(), Trouble> {
    let Some(old) = &is.2 else { return Ok(()) };
    visit.desk.open_book().await?;
    let may = may_replace(visit.desk.state(), old, (is.0, is.1)).map_err(journal::Refusal::from);
    visit.desk.shut_book().await;
    Ok(may?)
}

/// What the core says of a list that is not there is said on the form too.
pub(super) fn mendable_or_unknown(trouble: Trouble) -> Result<Said, Trouble> {
    if matches!(trouble, Trouble::Unknown) {
        return Ok(Said::named("lists-unknown-list", "there is no such list"));
    }
    mendable(trouble)
}

pub(super) async fn what(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    show_what(visit, &draft, (StatusCode::OK, Vec::new())).await
}

async fn show_what(
    visit: &mut Visit,
    draft: &Draft,
    (status, wrong): (StatusCode, Vec<(&'static str, String)>),
) -> Result<Reply, Trouble> {
    let asked = asked(visit, Some(&draft.choices)).await?;
    let mut frame = Frame::of(visit, "import-step-what");
    frame.wrong = wrong;
    let page = What { frame, back: draft.at(""), asked };
    Ok(Reply::Page(status, page.render()?))
}

pub(super) async fn say_what(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(mut draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let is = match read_what(visit) {
        Ok(is) => is,
        Err(wrong) => {
            let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong);
            return show_what(visit, &draft, wrong).await;
        }
    };
    if let Err(trouble) = check_replaces(visit, &is).await {
        mendable_or_unknown(trouble)?;
        let wrong = vec![("replaces", visit.words.t("import-replaces-unknown"))];
        return show_what(visit, &draft, (StatusCode::UNPROCESSABLE_ENTITY, wrong)).await;
    }
    (draft.choices.from, draft.choices.purpose, draft.choices.replaces) = is;
    draft.save(visit)?;
    Ok(Reply::Go(draft.at("")))
}
