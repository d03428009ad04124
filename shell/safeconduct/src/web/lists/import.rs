//! Importing a list: the file and what it is, then the sheet, the columns, the first rows, and what is wrong with
//! it. Nothing is recorded before somebody opens the list.

mod check;
mod columns;
mod draft;
mod what;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::Verb;

use self::check::{check, open, preview, workbook};
use self::draft::{Choices, Draft};
use self::what::{Asked, asked, check_replaces, mendable_or_unknown, read_what, say_what, what};
use super::{Said, mendable, purpose_word};
use crate::desk::Who;
use crate::web::frame::Frame;
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};
use crate::workbook::Workbook;

#[derive(Template)]
#[template(path = "3-lists/choose.html")]
struct Choose {
    frame: Frame,
    asked: Asked,
    said: Option<Said>,
}

/// One step, and how far it is.
struct Task {
    label: String,
    about: String,
    /// Where it is done; none, where there is nothing to do.
    to: Option<String>,
    is_done: bool,
    state: String,
}

#[derive(Template)]
#[template(path = "3-lists/steps.html")]
struct Steps {
    frame: Frame,
    name: String,
    tasks: Vec<Task>,
    next: String,
}

/// A sheet that can be chosen.
struct SheetShown {
    name: String,
    about: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "3-lists/sheet.html")]
struct Sheet {
    frame: Frame,
    back: String,
    sheets: Vec<SheetShown>,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Negotiate);
    let mut pages = vec![
        Page::get("/lists/import", "import-page", who, run!(begin)),
        Page::post("/lists/import", "import-file", who, run!(take)),
        Page::get("/lists/import/{file}", "import-steps", who, run!(steps)),
        Page::get("/lists/import/{file}/what", "import-what", who, run!(what)),
        Page::post("/lists/import/{file}/what", "import-say-what", who, run!(say_what)),
        Page::get("/lists/import/{file}/sheet", "import-sheet", who, run!(sheet)),
        Page::post("/lists/import/{file}/sheet", "import-choose-sheet", who, run!(choose_sheet)),
        Page::get("/lists/import/{file}/preview", "import-preview", who, run!(preview)),
        Page::get("/lists/import/{file}/check", "import-check", who, run!(check)),
        Page::get("/lists/import/{file}/workbook", "import-workbook", who, run!(workbook)),
        Page::post("/lists/import/{file}/open", "import-open", who, run!(open)),
    ];
    pages.extend(columns::pages());
    pages
}

async fn begin(visit: &mut Visit) -> Result<Reply, Trouble> {
    choose(visit, StatusCode::OK, (Vec::new(), None)).await
}

/// Asks for a file; `wrong` is what must be mended first, in the words of the page and of the core.
pub(super) async fn choose(
    visit: &mut Visit,
    status: StatusCode,
    (wrong, said): (Vec<(&'static str, String)>, Option<Said>),
) -> Result<Reply, Trouble> {
    let asked = asked(visit, None).await?;
    let mut frame = Frame::of(visit, "import-title");
    frame.wrong = wrong;
    Ok(Reply::Page(status, Choose { frame, asked, said }.render()?))
}

async fn take(visit: &mut Visit) -> Result<Reply, Trouble> {
    let mut wrong = Vec::new();
    let mut said = None;
    match visit.form.file("file") {
        None => wrong.push(("file", visit.words.t("import-file-missing"))),
        Some(file) => {
            if let Err(failure) = Workbook::read(&file.bytes, None) {
                said = Some(mendable(failure.into())?);
                wrong.push(("file", visit.words.t("import-file-unreadable")));
            }
        }
    }
    let is = match read_what(visit) {
        Ok(is) => match check_replaces(visit, &is).await {
            Ok(()) => Some(is),
            Err(trouble) => {
                said = Some(mendable_or_unknown(trouble)?);
                wrong.push(("replaces", visit.words.t("import-replaces-unknown")));
                None
            }
        },
        Err(more) => {
            wrong.extend(more);
            None
        }
    };
    let Some((from, purpose, replaces)) = is.filter(|_| wrong.is_empty()) else {
        return choose(visit, StatusCode::UNPROCESSABLE_ENTITY, (wrong, said)).await;
    };
    let id = visit.keep("file")?.ok_or(Trouble::Unknown)?;
    let choices = Choices {
        from,
        purpose,
        replaces,
        sheet: None,
        header: None,
        by: None,
        map: None,
        are_columns_agreed: false,
        is_previewed: false,
    };
    draft::save(visit, &id, &choices)?;
    Ok(Reply::Go(format!("/lists/import/{id}")))
}

async fn steps(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let tasks = tasks(visit, &draft);
    let next = tasks.iter().find(|task| !task.is_done).and_then(|task| task.to.clone());
    let next = next.unwrap_or_else(|| draft.at("/check"));
    let frame = Frame::of(visit, "import-steps-title");
    let page = Steps { frame, name: draft.name, tasks, next };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn tasks(visit: &Visit, draft: &Draft) -> Vec<Task> {
    let words = visit.words;
    let task = |key: &str, about: String, (to, is_done): (Option<&str>, bool)| Task {
        label: words.t(key),
        about,
        to: to.map(|step| draft.at(step)),
        is_done,
        state: words.t(if is_done { "import-state-done" } else { "import-state-look" }),
    };
    let choices = &draft.choices;
    let what = format!("{}, {}", words.with("list-side", choices.from), {
        words.t(&format!("list-purpose-{}", purpose_word(choices.purpose)))
    });
    let mut tasks = vec![
        task("import-step-file", draft.book.how.clone(), (None, true)),
        task("import-step-what", what, (Some("/what"), true)),
    ];
    let sheets = draft.book.sheets();
    if sheets.len() > 1 {
        let chosen = sheets.iter().find(|sheet| sheet.is_chosen);
        let about = chosen.map_or_else(String::new, |sheet| sheet.name.to_owned());
        tasks.push(task("import-step-sheet", about, (Some("/sheet"), choices.sheet.is_some())));
    }
    let about = match draft.columns() {
        Ok(columns) => {
            let unknown = columns.iter().filter(|column| column.holds.is_none()).count();
            words.n("import-columns-unknown", unknown)
        }
        Err(_) => words.t("import-no-header"),
    };
    let by = choices.by.as_ref().map(|sender| words.with("import-columns-by", sender));
    let about = by.unwrap_or(about);
    tasks.push(task("import-step-columns", about, (Some("/columns"), choices.are_columns_agreed)));
    let lines = draft.list().map_or(0, |list| list.lines().len());
    let about = words.n("import-lines", lines);
    tasks.push(task("import-step-preview", about, (Some("/preview"), choices.is_previewed)));
    let questions = draft.list().map_or(0, |list| list.questions().count());
    let about = words.n("import-questions", questions);
    tasks.push(task("import-step-check", about, (Some("/check"), false)));
    tasks
}

async fn sheet(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    show_sheets(visit, &draft, StatusCode::OK)
}

fn show_sheets(visit: &Visit, draft: &Draft, status: StatusCode) -> Result<Reply, Trouble> {
    let words = visit.words;
    let sheets = draft.book.sheets();
    let sheets = sheets.iter().map(|sheet| SheetShown {
        name: sheet.name.to_owned(),
        about: if sheet.is_hidden {
            format!("{}, {}", words.n("import-sheet-rows", sheet.rows), words.t("import-hidden"))
        } else {
            words.n("import-sheet-rows", sheet.rows)
        },
        is_chosen: sheet.is_chosen,
    });
    let sheets = sheets.collect();
    let mut frame = Frame::of(visit, "import-step-sheet");
    if status != StatusCode::OK {
        frame.wrong.push(("sheet", words.t("import-sheet-missing")));
    }
    Ok(Reply::Page(status, Sheet { frame, back: draft.at(""), sheets }.render()?))
}

async fn choose_sheet(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(mut draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    // A name may begin or end with a space.
    let chosen = visit.form.all("sheet").next().unwrap_or_default().to_owned();
    if !draft.book.sheets().iter().any(|sheet| sheet.name == chosen) {
        return show_sheets(visit, &draft, StatusCode::UNPROCESSABLE_ENTITY);
    }
    if draft.choices.sheet.as_ref() != Some(&chosen) {
        // Another sheet has other columns.
        let choices = &mut draft.choices;
        (choices.map, choices.by, choices.header) = (None, None, None);
        (choices.are_columns_agreed, choices.is_previewed) = (false, false);
        choices.sheet = Some(chosen);
    }
    draft.save(visit)?;
    Ok(Reply::Go(draft.at("/columns")))
}
