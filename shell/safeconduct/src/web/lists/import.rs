//! Importing a list: the file and what it is, then the sheet, the columns, the first rows, and what is wrong with
//! it. Nothing is recorded before somebody opens the list.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{self, Command, Verb};
use exchange::lists::{self, Event, Field, Purpose, Stage, may_replace};
use exchange::vocabulary::{ListId, Side};

use super::draft::{self, Choices, Draft};
use super::findings::Findings;
use super::{PURPOSES, Said, mendable, named, purpose_word};
use crate::cli::Failure;
use crate::desk::Who;
use crate::web::frame::{Choice, Frame};
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{File, Reply, Visit};
use crate::workbook::Workbook;

/// The most lists among which the one is chosen that a new one replaces.
const REPLACED_MAX: usize = 200;
/// So many rows are shown as they are understood.
const PREVIEWED: usize = 20;

/// What a list is: who made it, what for, and what it replaces.
struct Asked {
    sides: Vec<Choice>,
    purposes: Vec<Choice>,
    replaced: Vec<Choice>,
}

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

#[derive(Template)]
#[template(path = "3-lists/what.html")]
struct What {
    frame: Frame,
    back: String,
    asked: Asked,
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

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Negotiate);
    vec![
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
    ]
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

/// What can be said that a list is, with what was said already.
async fn asked(visit: &mut Visit, before: Option<&Choices>) -> Result<Asked, Trouble> {
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
    let replaces: Vec<(String, String)> = none.into_iter().chain(books).collect();
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
        replaced: Choice::list(replaces, &replaced),
    })
}

/// What was said that a list is.
type Is = (Side, Purpose, Option<ListId>);

/// Reads what a list is from a form, or says which fields must be mended.
fn read_what(visit: &Visit) -> Result<Is, Vec<(&'static str, String)>> {
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
async fn check_replaces(visit: &mut Visit, is: &Is) -> Result<(), Trouble> {
    let Some(old) = &is.2 else { return Ok(()) };
    visit.desk.open_book().await?;
    let may = may_replace(visit.desk.state(), old, (is.0, is.1)).map_err(journal::Refusal::from);
    visit.desk.shut_book().await;
    Ok(may?)
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

/// What the core says of a list that is not there is said on the form too.
fn mendable_or_unknown(trouble: Trouble) -> Result<Said, Trouble> {
    if matches!(trouble, Trouble::Unknown) {
        return Ok(Said { what: "there is no such list".to_owned(), hint: String::new() });
    }
    mendable(trouble)
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

async fn what(visit: &mut Visit) -> Result<Reply, Trouble> {
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

async fn say_what(visit: &mut Visit) -> Result<Reply, Trouble> {
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

async fn preview(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(mut draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let words = visit.words;
    let frame = Frame::of(visit, "import-step-preview");
    let (back, next) = (draft.at(""), draft.at("/check"));
    let (mut heads, mut rows, mut lines, mut said) = (Vec::new(), Vec::new(), 0, None);
    match draft.list() {
        Err(refusal) => said = Some(Said { what: refusal.to_string(), hint: refusal.hint() }),
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

async fn check(visit: &mut Visit) -> Result<Reply, Trouble> {
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
        Err(refusal) => said = Some(Said { what: refusal.to_string(), hint: refusal.hint() }),
        Ok(list) => {
            questions = list.questions().count();
            rows = super::fates(words, list.tally());
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

async fn workbook(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let list =
        draft.list().map_err(|refusal| Failure::incomplete(refusal.to_string(), refusal.hint()))?;
    let bytes = draft.book.bytes_with_findings(&list)?;
    let ending = draft.book.ending();
    let kind = if ending == "csv" { super::CSV } else { super::XLSX };
    Ok(Reply::File(File { name: format!("list-with-findings.{ending}"), kind, bytes }))
}

async fn open(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(draft) = Draft::open(visit)? else { return draft::gone(visit).await };
    let Choices { from, purpose, replaces, .. } = draft.choices.clone();
    let list = match draft.list() {
        Ok(list) => list,
        Err(_) => {
            return show_check(visit, &draft, (StatusCode::UNPROCESSABLE_ENTITY, None)).await;
        }
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
