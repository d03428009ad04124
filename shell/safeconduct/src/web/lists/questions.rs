//! Answering what is asked about an open list: each question with its row and cell, many alike at once, and closing
//! the list when none is open.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Command, Deed, Purpose as For, Verb};
use exchange::lists::{self, Answer, DraftList, FindingKey, Flaw, Resolution, Stage, read};
use exchange::vocabulary::{ListId, Private};

use super::book::{hidden_columns, opened};
use super::findings::{Kind, Told};
use super::paging::Pages;
use super::{Said, mendable, named};
use crate::cli::lists::book_of;
use crate::desk::Who;
use crate::web::frame::Frame;
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};

/// Questions on one page.
const QUESTIONS: usize = 50;
/// The longest reason and the longest corrected value, in characters.
const TEXT_LETTERS_MAX: usize = 2_000;

/// A question, with what was typed for it and not taken yet.
struct Question {
    shown: Told,
    /// A single cell is meant, so that a value can correct it.
    may_correct: bool,
    /// It was corrected before, and the flaw is still there.
    is_again: bool,
    choice: String,
    value: String,
    reason: String,
    wrong: Option<String>,
}

#[derive(Template)]
#[template(path = "3-lists/questions.html")]
struct QuestionsPage {
    frame: Frame,
    list: String,
    /// The address of every question.
    base: String,
    name: String,
    kinds: Vec<Kind>,
    kind: Option<&'static str>,
    all: usize,
    alike: usize,
    all_choice: String,
    all_reason: String,
    questions: Vec<Question>,
    pages: Pages,
    said: Option<Said>,
}

/// What must be mended before answers are taken.
#[derive(Default)]
struct Wrong {
    status: StatusCode,
    of_page: Vec<(&'static str, String)>,
    of_question: Vec<(FindingKey, String)>,
    said: Option<Said>,
}

pub(super) fn pages() -> Vec<Page> {
    let look = Who::LookFor(Deed::Show, For::Exchange);
    let act = Who::May(Verb::Negotiate);
    vec![
        Page::get("/lists/{list}/questions", "list-questions", look, run!(show)),
        Page::post("/lists/{list}/questions", "answer-list", act, run!(answer)),
        Page::post("/lists/{list}/questions/alike", "answer-alike", act, run!(answer_alike)),
    ]
}

/// An open list as its answers leave it, and what keeps it from being closed.
struct Asked {
    draft: DraftList,
    table: lists::Table,
    before: Vec<Answer>,
    open: Vec<FindingKey>,
}

impl Asked {
    fn of(
        (table, before): (lists::Table, Vec<Answer>),
        today: jiff::civil::Date,
    ) -> Result<Self, Trouble> {
        let draft = read(&table, today).map_err(journal::Refusal::from)?;
        let draft = draft.corrected(&before).map_err(journal::Refusal::from)?;
        let open = draft.unsettled(&before);
        Ok(Self { draft, table, before, open })
    }

    fn of_kind(&self, kind: Option<Flaw>) -> Vec<FindingKey> {
        let wanted = self.open.iter().filter(|key| kind.is_none_or(|flaw| key.flaw == flaw));
        wanted.copied().collect()
    }
}

/// The kind of flaw that is looked at: of a form that came, else of the address.
fn kind_of(visit: &Visit) -> Option<Flaw> {
    let typed = Some(visit.form.one("kind")).filter(|word| !word.is_empty());
    typed.or_else(|| visit.asked("kind")).and_then(Flaw::of_word)
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    page(visit, &list, Wrong::default()).await
}

/// Says why a list was not closed, with the questions that are open.
pub(super) async fn not_closed(
    visit: &mut Visit,
    list: &ListId,
    said: Said,
) -> Result<Reply, Trouble> {
    let of_page = vec![("answers", visit.words.t("answers-not-closed"))];
    let status = StatusCode::CONFLICT;
    page(visit, list, Wrong { status, of_page, said: Some(said), ..Wrong::default() }).await
}

async fn page(visit: &mut Visit, list: &ListId, wrong: Wrong) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let words = visit.words;
    let book = book_of(&visit.desk, list)?;
    if !matches!(book.stage, Stage::Open) {
        return Ok(Reply::Go(format!("/lists/{list}")));
    }
    let (today, name) = (book.today, named(words, book));
    let rows = book.unanswered().min(QUESTIONS);
    let (permit, table, before) = opened(visit, (list, Deed::Show, rows)).await?;
    visit.desk.shut_book().await;
    let asked = Asked::of((table, before), today)?;
    let kind = kind_of(visit);
    let kinds = Kind::count(words, asked.open.iter().map(|key| key.flaw), kind);
    let wanted = asked.of_kind(kind);
    let number = Some(visit.form.one("page")).filter(|page| !page.is_empty());
    let number = number.or_else(|| visit.asked("page"));
    let pages = Pages::of(wanted.len(), (QUESTIONS, number), |page| match kind {
        Some(flaw) => format!("/lists/{list}/questions?kind={flaw}&page={page}"),
        None => format!("/lists/{list}/questions?page={page}"),
    });
    let hidden = hidden_columns(&asked.table, &permit);
    let answered: BTreeSet<FindingKey> = asked.before.iter().map(|answer| answer.key).collect();
    let question = |key: &FindingKey| {
        let finding = asked.draft.keyed_findings().get(key)?;
        let is_hidden =
            key.column.is_some_and(|at| hidden.contains(&(at.saturating_sub(1) as usize)));
        let typed = |field: &str| visit.form.one(&format!("{field}:{key}")).to_owned();
        Some(Question {
            shown: Told::of(words, asked.draft.table(), (*key, finding), is_hidden),
            may_correct: key.column.is_some(),
            is_again: answered.contains(key),
            choice: typed("answer"),
            value: typed("value"),
            reason: typed("reason"),
            wrong: wrong.of_question.iter().find(|(of, _)| of == key).map(|(_, what)| what.clone()),
        })
    };
    let questions = wanted[pages.places()].iter().filter_map(question).collect();
    let mut frame = Frame::of(visit, "answers-title");
    frame.wrong = wrong.of_page;
    let page = QuestionsPage {
        frame,
        list: list.to_string(),
        base: format!("/lists/{list}/questions"),
        name,
        kinds,
        kind: kind.map(Flaw::word),
        all: asked.open.len(),
        alike: wanted.len(),
        all_choice: visit.form.one("all").to_owned(),
        all_reason: visit.form.one("all-reason").to_owned(),
        questions,
        pages,
        said: wrong.said,
    };
    Ok(Reply::Page(wrong.status, page.render()?))
}

/// Reads the answer to one question; none, where it is left open.
fn given(visit: &Visit, key: FindingKey) -> Result<Option<Answer>, &'static str> {
    let typed = |field: &str| visit.form.one(&format!("{field}:{key}"));
    let (value, reason) = (typed("value"), typed("reason"));
    if [value, reason].iter().any(|text| text.chars().count() > TEXT_LETTERS_MAX) {
        return Err("answers-too-long");
    }
    let resolution = match typed("answer") {
        "" if value.is_empty() && reason.is_empty() => return Ok(None),
        "keep" => Resolution::Keep,
        "set-aside" => Resolution::SetAside,
        "correct" if value.is_empty() => return Err("answers-no-value"),
        "correct" => Resolution::Correct(Private::new(value.to_owned())),
        _ => return Err("answers-not-chosen"),
    };
    if !matches!(resolution, Resolution::Correct(_)) && reason.is_empty() {
        return Err("answers-no-reason");
    }
    Ok(Some(Answer { key, resolution, reason: Private::new(reason.to_owned()) }))
}

async fn answer(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    let names = visit.form.fields.iter().filter_map(|(name, _)| name.split_once(':'));
    let keys: BTreeSet<FindingKey> = names.filter_map(|(_, key)| FindingKey::read(key)).collect();
    let (mut answers, mut wrong) = (Vec::new(), Vec::new());
    for key in keys {
        match given(visit, key) {
            Ok(answer) => answers.extend(answer),
            Err(what) => wrong.push((key, visit.words.t(what))),
        }
    }
    if answers.is_empty() || !wrong.is_empty() {
        let what = if wrong.is_empty() { "answers-none" } else { "answers-mend" };
        let of_page = vec![("answers", visit.words.t(what))];
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let wrong = Wrong { status, of_page, of_question: wrong, said: None };
        return page(visit, &list, wrong).await;
    }
    visit.desk.take_pen().await?;
    record(visit, &list, (answers, None)).await
}

/// Answers every open question of one kind alike.
async fn answer_alike(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    let reason = visit.form.one("all-reason").to_owned();
    let resolution = match visit.form.one("all") {
        "keep" => Some(Resolution::Keep),
        "set-aside" => Some(Resolution::SetAside),
        _ => None,
    };
    let what = match (&resolution, kind_of(visit)) {
        (_, None) | (None, _) => Some("answers-not-chosen"),
        (Some(_), Some(_)) if reason.is_empty() => Some("answers-no-reason"),
        (Some(_), Some(_)) if reason.chars().count() > TEXT_LETTERS_MAX => Some("answers-too-long"),
        (Some(_), Some(_)) => None,
    };
    let Some(resolution) = resolution.filter(|_| what.is_none()) else {
        let of_page = vec![("alike", visit.words.t(what.unwrap_or("answers-not-chosen")))];
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(visit, &list, Wrong { status, of_page, ..Wrong::default() }).await;
    };
    visit.desk.take_pen().await?;
    record(visit, &list, (Vec::new(), Some((resolution, reason)))).await
}

/// Records answers: those given one by one, or one to every open question of the kind that is looked at.
async fn record(
    visit: &mut Visit,
    list: &ListId,
    (mut answers, alike): (Vec<Answer>, Option<(Resolution, String)>),
) -> Result<Reply, Trouble> {
    let book = book_of(&visit.desk, list)?;
    let (rows, today) = (book.tally.read as usize, book.today);
    let (_, table, mut before) = opened(visit, (list, Deed::Match, rows)).await?;
    let kind = kind_of(visit);
    if let Some((resolution, reason)) = alike {
        let asked = Asked::of((table.clone(), before.clone()), today)?;
        let keys = asked.of_kind(kind);
        if keys.len().to_string() != visit.form.one("count") {
            visit.desk.shut_book().await;
            let of_page = vec![("alike", visit.words.t("answers-moved"))];
            let wrong = Wrong { status: StatusCode::CONFLICT, of_page, ..Wrong::default() };
            return page(visit, list, wrong).await;
        }
        let one = |key| Answer {
            key,
            resolution: resolution.clone(),
            reason: Private::new(reason.clone()),
        };
        answers = keys.into_iter().map(one).collect();
    }
    before.retain(|old| answers.iter().all(|new| new.key != old.key));
    let table = Box::new(table);
    let command = lists::Command::Answer { list: list.clone(), table, before, answers };
    let done = visit.record(vec![Command::Lists(command)], |state, _| {
        let book = state.lists.lists.get(list);
        let waits = |flaw: Flaw| {
            let questions = book.into_iter().flat_map(|book| &book.questions);
            questions.into_iter().any(|(key, answer)| key.flaw == flaw && answer.is_none())
        };
        match kind.filter(|flaw| waits(*flaw)) {
            Some(flaw) => format!("/lists/{list}/questions?kind={flaw}&done=list-answered"),
            None => format!("/lists/{list}/questions?done=list-answered"),
        }
    });
    match done.await {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            visit.desk.shut_book().await;
            let of_page = vec![("answers", visit.words.t("answers-refused"))];
            let status = StatusCode::CONFLICT;
            let wrong = Wrong { status, of_page, said: Some(said), ..Wrong::default() };
            page(visit, list, wrong).await
        }
    }
}
