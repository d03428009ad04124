//! What the columns of a file hold: the guess beside sample cells, the maps that are kept for senders, and what an
//! officer says.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Verb};
use exchange::lists::{self, DatePart, Field, Holds, NOT_READ, ReadAs, SENDER_CHARACTERS_MAX};

use super::super::findings::shortened;
use super::super::{Said, mendable};
use super::draft::{self, Draft, map_of, said_of};
use crate::cli::lists::maps;
use crate::desk::Who;
use crate::web::frame::{Choice, Frame};
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};
use crate::workbook::cell_text;

/// Rows among which the one with the headings is chosen, where none is known.
const ROWS_SHOWN: usize = 15;
/// So many cells of such a row are shown.
const CELLS_SHOWN: usize = 12;

/// A column with its first cells and what it can hold.
struct Column {
    at: usize,
    heading: String,
    samples: Vec<String>,
    options: Vec<Choice>,
    is_unknown: bool,
}

/// A row that may hold the headings.
struct HeadRow {
    at: usize,
    number: usize,
    cells: Vec<String>,
}

#[derive(Template)]
#[template(path = "3-lists/columns.html")]
struct ColumnsPage {
    frame: Frame,
    back: String,
    columns: Vec<Column>,
    /// Rows among which the headings are looked for; none, where they are found.
    heads: Vec<HeadRow>,
    senders: Vec<Choice>,
    /// By whose kept map the columns are read.
    by: Option<String>,
    sender: String,
    sender_most: usize,
    said: Option<Said>,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Negotiate);
    vec![
        Page::get("/lists/import/{file}/columns", "import-columns", who, run!(show)),
        Page::post("/lists/import/{file}/columns", "import-say-columns", who, run!(say)),
    ]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let columns = draft.columns();
    let columns = columns.map_err(Said::from);
    page(visit, &draft, columns, (StatusCode::OK, Vec::new(), None)).await
}

/// What is wrong with what was said.
type Wrong = (StatusCode, Vec<(&'static str, String)>, Option<Said>);

async fn page(
    visit: &mut Visit,
    draft: &Draft,
    columns: Result<Vec<ReadAs>, Said>,
    (status, wrong, said): Wrong,
) -> Result<Reply, Trouble> {
    let words = visit.words;
    let (columns, said) = match columns {
        Ok(columns) => (columns, said),
        Err(no_header) => (Vec::new(), said.or(Some(no_header))),
    };
    let actor = visit.actor()?.clone();
    visit.desk.open_book().await?;
    let kept = maps::opened(&visit.desk, &actor).await?;
    visit.desk.shut_book().await;
    let mut senders: Vec<String> =
        kept.into_iter().map(|(_, map)| map.sender.open().clone()).collect();
    senders.sort();
    senders.dedup();
    let by = draft.choices.by.clone();
    let chosen = by.clone().unwrap_or_default();
    let senders = senders.into_iter().map(|sender| (sender.clone(), sender));
    let senders = Choice::list(senders, &chosen);
    let shown = columns.iter().map(|column| {
        let holds = column.holds.map_or("", Holds::word);
        Column {
            at: column.at,
            heading: shortened(&column.heading),
            samples: draft
                .samples(column)
                .into_iter()
                .map(|one| shortened(&cell_text(one)))
                .collect(),
            options: options(visit, holds),
            is_unknown: column.holds.is_none(),
        }
    });
    let heads = if columns.is_empty() { head_rows(draft) } else { Vec::new() };
    let mut frame = Frame::of(visit, "import-step-columns");
    frame.wrong = wrong;
    let typed = visit.form.one("keep-for").to_owned();
    let page = ColumnsPage {
        back: draft.at(""),
        columns: shown.collect(),
        heads,
        senders,
        sender: if typed.is_empty() { chosen } else { typed },
        by: by.map(|sender| words.with("import-columns-by", sender)),
        sender_most: SENDER_CHARACTERS_MAX,
        said,
        frame,
    };
    Ok(Reply::Page(status, page.render()?))
}

/// Everything that a column can hold.
fn options(visit: &Visit, chosen: &str) -> Vec<Choice> {
    let words = visit.words;
    let silent = [(String::new(), words.t("import-holds-unknown"))];
    let not_read = [(NOT_READ.to_owned(), words.t("import-holds-not-read"))];
    let fields = Field::ALL
        .into_iter()
        .map(|field| (field.word().to_owned(), words.t(&format!("field-{field}"))));
    let parts = DatePart::ALL
        .into_iter()
        .map(|part| (part.word().to_owned(), words.t(&format!("import-holds-{}", part.word()))));
    Choice::list(silent.into_iter().chain(not_read).chain(fields).chain(parts), chosen)
}

fn head_rows(draft: &Draft) -> Vec<HeadRow> {
    let rows = draft.book.table.rows.iter().enumerate();
    let filled = rows.filter(|(_, row)| row.iter().any(|cell| !cell.is_blank()));
    let one = |(at, row): (usize, &Vec<lists::Cell>)| HeadRow {
        at,
        number: at + 1,
        cells: row
            .iter()
            .filter(|cell| !cell.is_blank())
            .take(CELLS_SHOWN)
            .map(|cell| shortened(&cell_text(cell)))
            .collect(),
    };
    filled.take(ROWS_SHOWN).map(one).collect()
}

async fn say(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(mut draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    match visit.form.one("do") {
        "header" => name_header(visit, draft).await,
        "use" => use_kept(visit, draft).await,
        "guess" => {
            let choices = &mut draft.choices;
            (choices.map, choices.by, choices.header) = (None, None, None);
            choices.are_columns_agreed = false;
            draft.save(visit)?;
            Ok(Reply::Go(draft.at("/columns")))
        }
        _ => agree(visit, draft).await,
    }
}

/// Takes the row of headings that somebody named.
async fn name_header(visit: &mut Visit, mut draft: Draft) -> Result<Reply, Trouble> {
    let at = visit.form.one("header").parse().ok();
    let Some(at) = at.filter(|at| head_rows(&draft).iter().any(|row| row.at == *at)) else {
        let wrong = vec![("header", visit.words.t("import-header-missing"))];
        let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong, None);
        return page(visit, &draft, Ok(Vec::new()), wrong).await;
    };
    draft.choices.header = Some(at);
    draft.save(visit)?;
    Ok(Reply::Go(draft.at("/columns")))
}

/// Reads the columns by what is kept for a sender.
async fn use_kept(visit: &mut Visit, mut draft: Draft) -> Result<Reply, Trouble> {
    let (sender, actor) = (visit.form.one("sender").to_owned(), visit.actor()?.clone());
    visit.desk.open_book().await?;
    draft.book.table.map = None;
    let found = maps::by_sender(&mut draft.book.table, (&visit.desk, &actor), &sender).await;
    visit.desk.shut_book().await;
    if let Err(failure) = found {
        let said = mendable(failure.into())?;
        let wrong = vec![("sender", visit.words.t("import-sender-unfit"))];
        let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong, Some(said));
        let columns = draft.columns();
        let columns = columns.map_err(Said::from);
        return page(visit, &draft, columns, wrong).await;
    }
    draft.choices.map.clone_from(&draft.book.table.map);
    (draft.choices.by, draft.choices.are_columns_agreed) = (Some(sender), false);
    draft.save(visit)?;
    Ok(Reply::Go(draft.at("/columns")))
}

/// Takes what somebody says that each column holds, and keeps it for a sender where one is named.
async fn agree(visit: &mut Visit, mut draft: Draft) -> Result<Reply, Trouble> {
    let columns = draft.columns().unwrap_or_default();
    let said = said_of(visit, columns);
    let sender = visit.form.one("keep-for").to_owned();
    let map = map_of(&said).and_then(|map| {
        draft.book.table.map = Some(map.clone());
        draft.list().map(|_| map)
    });
    let map = match map {
        Ok(map) => map,
        Err(refusal) => {
            let wrong = vec![("columns", visit.words.t("import-columns-refused"))];
            let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong, Some(refusal.into()));
            return page(visit, &draft, Ok(said), wrong).await;
        }
    };
    let choices = &mut draft.choices;
    choices.map = Some(map);
    choices.are_columns_agreed = true;
    draft.save(visit)?;
    let next = draft.at("/preview");
    if sender.is_empty() {
        return Ok(Reply::Go(next));
    }
    let kept = match maps::whole_map(&said, &sender) {
        Ok(Some(kept)) => kept,
        Ok(None) => {
            let wrong = vec![("keep-for", visit.words.t("import-keep-unknown"))];
            let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong, None);
            return page(visit, &draft, Ok(said), wrong).await;
        }
        Err(refusal) => {
            let wrong = vec![("keep-for", visit.words.t("import-keep-refused"))];
            let wrong = (StatusCode::UNPROCESSABLE_ENTITY, wrong, Some(refusal.into()));
            return page(visit, &draft, Ok(said), wrong).await;
        }
    };
    let actor = visit.actor()?.clone();
    visit.desk.take_pen().await?;
    let replaces = maps::replaced_by((&visit.desk, &actor), &kept).await?;
    let command = lists::Command::KeepMap { map: Box::new(kept), replaces };
    let target = format!("{next}?done=map-kept");
    visit.record(vec![Command::Lists(command)], |_, _| target.clone()).await
}
