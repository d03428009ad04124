//! The last steps: the first rows as they are understood, what is wrong row by row, the same workbook with the
//! reasons, and opening the list.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Command};
use exchange::lists::{self, Event, Field};

use super::super::findings::Findings;
use super::super::{CSV, Said, XLSX, fates, purpose_word};
use super::draft::{self, Choices, Draft};
use super::what::{check_replaces, mendable_or_unknown};
use crate::cli::Failure;
use crate::web::frame::Frame;
use crate::web::trouble::Trouble;
use crate::web::visit::{File, Reply, Visit};

/// So many rows are shown as they are understood.
const PREVIEWED: usize = 20;

/// A row as it is understood.
struct Understood {
    row: u32,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "3-lists/preview.html")]
struct Preview {
    frame: Frame,
    back: String,
    next: String,
    heads: Vec<String>,
    rows: Vec<Understood>,
    lines: usize,
    said: Option<Said>,
}

#[derive(Template)]
#[template(path = "3-lists/check.html")]
struct Check {
    frame: Frame,
    back: String,
    what: String,
    how: String,
    rows: Vec<(String, usize)>,
    questions: usize,
    found: Option<Findings>,
    said: Option<Said>,
}

pub(super) async fn preview(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(mut draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let words = visit.words;
    let frame = Frame::of(visit, "import-step-preview");
    let (back, next) = (draft.at(""), draft.at("/check"));
    let (mut heads, mut rows, mut lines, mut said) = (Vec::new(), Vec::new(), 0, None);
    match draft.list() {
        Err(refusal) => said = Some(refusal.into()),
        Ok(list) => {
            lines = list.lines().len();
            let shown = &list.lines()[..lines.min(PREVIEWED)];
            let present = |field: &Field| shown.iter().any(|line| line.text(*field).is_some());
            let fields: Vec<Field> = Field::ALL.into_iter().filter(present).collect();
            heads = fields.iter().map(|field| words.t(&format!("field-{field}"))).collect();
            let cells = |line: &lists::Line| {
                fields
                    .iter()
                    .map(|field| line.text(*field).unwrap_or_default().to_owned())
                    .collect()
            };
            rows =
                shown.iter().map(|line| Understood { row: line.row, cells: cells(line) }).collect();
            draft.choices.is_previewed = true;
            draft.save(visit)?;
        }
    }
    let page = Preview { frame, back, next, heads, rows, lines, said };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

pub(super) async fn check(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    show_check(visit, &draft, (StatusCode::OK, None)).await
}

async fn show_check(
    visit: &mut Visit,
    draft: &Draft,
    (status, refused): (StatusCode, Option<Said>),
) -> Result<Reply, Trouble> {
    let words = visit.words;
    let is = (draft.choices.from, draft.choices.purpose, draft.choices.replaces.clone());
    let mut said = refused;
    if let Err(trouble) = check_replaces(visit, &is).await {
        said = Some(mendable_or_unknown(trouble)?);
    }
    let (mut rows, mut questions, mut found) = (Vec::new(), 0, None);
    match draft.list() {
        Err(refusal) => said = Some(refusal.into()),
        Ok(list) => {
            questions = list.questions().count();
            rows = fates(words, list.tally());
            let asked = (visit.asked("kind"), visit.asked("page"));
            let at = (&list, draft.at("/check"));
            found = Some(Findings::of(words, at, asked, &|_column| false));
        }
    }
    let what = format!("{}: {}", words.with("list-side", is.0), {
        words.t(&format!("list-purpose-{}", purpose_word(is.1)))
    });
    let page = Check {
        frame: Frame::of(visit, "import-step-check"),
        back: draft.at(""),
        what,
        how: draft.book.how.clone(),
        rows,
        questions,
        found,
        said,
    };
    Ok(Reply::Page(status, page.render()?))
}

pub(super) async fn workbook(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let list =
        draft.list().map_err(|refusal| Failure::incomplete(refusal.to_string(), refusal.hint()))?;
    let bytes = draft.book.bytes_with_findings(&list)?;
    let ending = draft.book.ending();
    let kind = if ending == "csv" { CSV } else { XLSX };
    Ok(Reply::File(File { name: format!("list-with-findings.{ending}"), kind, bytes }))
}

pub(super) async fn open(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let Choices { from, purpose, replaces, .. } = draft.choices.clone();
    let Ok(list) = draft.list() else {
        return show_check(visit, &draft, (StatusCode::UNPROCESSABLE_ENTITY, None)).await;
    };
    let (table, today) = (Box::new(draft.book.table.clone()), list.today());
    let command = lists::Command::Open { from, purpose, replaces, table, today };
    let done = visit.record(vec![Command::Lists(command)], |_, recorded| {
        let list = recorded.iter().find_map(|one| {
            let journal::Event::Lists(Event::Opened { list, .. }) = &one.event else {
                return None;
            };
            Some(list)
        });
        list.map_or_else(|| "/lists".to_owned(), |list| format!("/lists/{list}?done=list-opened"))
    });
    match done.await {
        Ok(reply) => {
            draft::forget(visit, &draft.id);
            Ok(reply)
        }
        Err(trouble) => {
            let said = mendable_or_unknown(trouble)?;
            visit.desk.shut_book().await;
            show_check(visit, &draft, (StatusCode::CONFLICT, Some(said))).await
        }
    }
}
