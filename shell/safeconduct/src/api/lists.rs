//! Lists: read within limits, taken in, answered, closed, released, and compared with the version before.

use std::collections::BTreeMap;

use exchange::journal::{self, Command, Deed, Purpose as For, Verb};
use exchange::lists::{
    self, Book, Change, ClosedList, DraftList, Event, Field, FindingKey, Line, Purpose, Release,
    Resolution, Stage, Tally, difference, read,
};
use exchange::vocabulary::{Finding, LineId, ListId, Private, Severity, Side};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::{Call, tag, unusable};
use super::operation::{Operation, Who, at_once, run};
use super::page::{Page, PageQuery};
use super::schema;
use crate::cli::lists::{answers_of, closed_csv, closed_list, table_of, today};
use crate::desk::Permit;
use crate::workbook::Workbook;

/// The most findings that a dry run tells of.
const FINDINGS_TOLD_MAX: usize = 1_000;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CheckQuery {
    /// The sheet of people, where the first with a known header is not the one.
    #[schemars(length(max = 100))]
    sheet: Option<String>,
    /// The day against which a capture is in the future; without it, today.
    #[serde(default)]
    #[schemars(schema_with = "schema::day")]
    today: Option<Date>,
}

/// A side as it is written.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum SideWord {
    /// Side A.
    A,
    /// Side B.
    B,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct OpenQuery {
    /// The side that made the list.
    from: SideWord,
    /// What it is for: `offer`, `request` or `proceedings`.
    #[schemars(schema_with = "schema::list_purpose")]
    purpose: Purpose,
    /// The closed version that it replaces.
    #[serde(default)]
    #[schemars(schema_with = "schema::id")]
    replaces: Option<ListId>,
    /// The sheet of people, where the first with a known header is not the one.
    #[schemars(length(max = 100))]
    sheet: Option<String>,
    /// The day against which a capture is in the future; without it, today.
    #[serde(default)]
    #[schemars(schema_with = "schema::day")]
    today: Option<Date>,
}

/// What became of the rows of a sheet.
#[derive(Serialize, JsonSchema)]
struct Fates {
    rows: u32,
    /// Rows that became lines.
    read: u32,
    /// Rows that could not be used.
    set_aside: u32,
    blank: u32,
    /// The header, titles, and what repeats them.
    title: u32,
}

impl From<Tally> for Fates {
    fn from(tally: Tally) -> Self {
        let Tally { rows, read, set_aside, blank, title } = tally;
        Self { rows, read, set_aside, blank, title }
    }
}

#[derive(Serialize, JsonSchema)]
struct Checked {
    /// How the file was understood.
    how: String,
    rows: Fates,
    /// How many questions must be answered before the list may be closed.
    questions: usize,
    /// What is wrong: the first thousand.
    findings: Vec<FindingForm>,
}

#[derive(Serialize, JsonSchema)]
struct FindingForm {
    /// By what it is answered.
    question: String,
    row: Option<u32>,
    column: Option<String>,
    /// `note`, `question` or `set-aside`.
    #[schemars(schema_with = "schema::severity")]
    severity: Severity,
    kind: String,
    what: String,
    hint: String,
}

impl FindingForm {
    fn of(key: FindingKey, finding: &Finding) -> Self {
        Self {
            question: key.to_string(),
            row: finding.row,
            column: finding.column.clone(),
            severity: finding.severity,
            kind: finding.kind.clone(),
            what: finding.what.clone(),
            hint: finding.hint.clone(),
        }
    }
}

/// A list without its lines.
#[derive(Serialize, JsonSchema)]
struct ListForm {
    #[schemars(schema_with = "schema::id")]
    list: String,
    from: String,
    #[schemars(schema_with = "schema::list_purpose")]
    purpose: Purpose,
    /// `open`, `closed`, `replaced` or `erased`.
    stage: &'static str,
    replaces: Option<String>,
    replaced_by: Option<String>,
    rows: Fates,
    /// Questions without an answer.
    open_questions: usize,
    /// Lines of the closed list.
    lines: usize,
    /// The working names of who said that it may leave: it takes two.
    released_by: Vec<String>,
}

impl ListForm {
    fn of(list: &ListId, book: &Book) -> Self {
        let (stage, replaced_by) = match &book.stage {
            Stage::Open => ("open", None),
            Stage::Closed { .. } => ("closed", None),
            Stage::Replaced { by, .. } => ("replaced", Some(by.to_string())),
            Stage::Erased { .. } => ("erased", None),
        };
        let released_by = match &book.release {
            Release::No => Vec::new(),
            Release::Asked { by } => vec![by.clone()],
            Release::Given { by } => by.to_vec(),
        };
        Self {
            list: list.to_string(),
            from: book.from.to_string(),
            purpose: book.purpose,
            stage,
            replaces: book.replaces.as_ref().map(ListId::to_string),
            replaced_by,
            rows: book.tally.into(),
            open_questions: book.unanswered(),
            lines: book.lines().len(),
            released_by,
        }
    }

    fn answer(status: u16, state: &journal::State, list: &ListId) -> Answer {
        let Some(book) = state.lists.lists.get(list) else { return Answer::nothing() };
        Answer::of(status, &Self::of(list, book)).tagged(tag(book))
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Answers {
    /// The answers.
    #[schemars(length(min = 1, max = 20_000))]
    answers: Vec<AnswerForm>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    /// What is answered, such as `14:5:not-a-date`.
    #[schemars(schema_with = "schema::question")]
    question: String,
    /// What is decided.
    answer: Decision,
    /// What the cell says, with `correct`.
    #[schemars(length(max = 2000))]
    value: Option<String>,
    /// Why, with `keep` and `set-aside`.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    reason: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    /// It stays as it stands.
    Keep,
    /// The cell says something else.
    Correct,
    /// The row is not used.
    SetAside,
}

#[derive(Serialize, JsonSchema)]
struct LineForm {
    #[schemars(schema_with = "schema::id")]
    line: String,
    /// The row it stood in.
    row: u32,
    /// What stands in it, by field.
    fields: BTreeMap<&'static str, String>,
    /// Things that stand in it and are not for the reader's role.
    hidden: Vec<&'static str>,
}

#[derive(Serialize, JsonSchema)]
struct ChangeForm {
    /// `added`, `removed` or `altered`.
    change: &'static str,
    /// The line in the older version.
    older: Option<String>,
    /// The line in the newer version.
    newer: Option<String>,
    /// The fields that differ.
    fields: Vec<&'static str>,
}

#[derive(Serialize, JsonSchema)]
struct Written {
    /// The lines as a table with commas, as `lists write` makes it; nothing in it starts a formula.
    csv: String,
}

pub(super) fn operations() -> Vec<Operation> {
    let negotiate = Who::May(Verb::Negotiate);
    let shown = Who::LookFor(Deed::Show, For::Exchange);
    vec![
        Operation::ask("/lists/check", "checkList", at_once!(check))
            .says("Read a list and say what is wrong with it; nothing is recorded")
            .who(negotiate)
            .query::<CheckQuery>()
            .takes_file()
            .gives::<Checked>(200),
        Operation::post("/lists", "openList", run!(open))
            .says("Take a list in")
            .who(negotiate)
            .query::<OpenQuery>()
            .takes_file()
            .gives::<ListForm>(201),
        Operation::get("/lists", "listLists", run!(all))
            .says("List the lists, without their lines")
            .who(shown)
            .query::<PageQuery>()
            .gives::<Page<ListForm>>(200),
        Operation::get("/lists/{list}", "showList", run!(show))
            .says("Show one list, without its lines")
            .who(shown)
            .gives::<ListForm>(200),
        Operation::get("/lists/{list}/questions", "listQuestions", run!(questions))
            .says("Show the questions of a list that nobody has answered")
            .who(shown)
            .query::<PageQuery>()
            .gives::<Page<FindingForm>>(200),
        Operation::post("/lists/{list}/answers", "answerList", run!(answers))
            .says("Answer questions of a list")
            .who(negotiate)
            .takes::<Answers>()
            .matches()
            .gives::<ListForm>(200),
        Operation::post("/lists/{list}/closing", "closeList", run!(close))
            .says("Close a list whose questions are all answered")
            .who(negotiate)
            .matches()
            .gives::<ListForm>(200),
        Operation::post("/lists/{list}/release", "releaseList", run!(release))
            .says("Say that a closed list of one's own may leave; a second officer says the same")
            .who(negotiate)
            .matches()
            .gives::<ListForm>(200),
        Operation::get("/lists/{list}/lines", "listLines", run!(lines))
            .says("Show the lines of a closed list")
            .who(shown)
            .query::<PageQuery>()
            .gives::<Page<LineForm>>(200),
        Operation::get("/lists/{list}/changes", "listChanges", run!(changes))
            .says("Compare a list with the version that it replaced, line by line")
            .who(shown)
            .query::<PageQuery>()
            .gives::<Page<ChangeForm>>(200),
        Operation::get("/lists/{list}/file", "writeList", run!(file))
            .says("Write a released list for the other side")
            .who(Who::LookFor(Deed::Export, For::Exchange))
            .gives::<Written>(200),
    ]
}

/// Reads what was sent as a list.
fn draft(
    call: &Call,
    (sheet, day): (Option<&str>, Option<Date>),
) -> Result<(Workbook, DraftList), Problem> {
    let book = Workbook::read(&call.body, sheet)?;
    let draft = read(&book.table, day.unwrap_or_else(today))
        .map_err(|refusal| unusable(refusal.to_string(), refusal.hint()))?;
    Ok((book, draft))
}

fn check(call: &Call) -> Result<Answer, Problem> {
    let CheckQuery { sheet, today } = call.query()?;
    let (book, draft) = draft(call, (sheet.as_deref(), today))?;
    let findings = draft.keyed_findings().iter().take(FINDINGS_TOLD_MAX);
    let checked = Checked {
        how: book.how,
        rows: draft.tally().into(),
        questions: draft.questions().count(),
        findings: findings.map(|(key, finding)| FindingForm::of(*key, finding)).collect(),
    };
    Ok(Answer::of(200, &checked))
}

async fn open(call: &mut Call) -> Result<Answer, Problem> {
    let OpenQuery { from, purpose, replaces, sheet, today } = call.query()?;
    let (book, draft) = draft(call, (sheet.as_deref(), today))?;
    let from = match from {
        SideWord::A => Side::A,
        SideWord::B => Side::B,
    };
    let (table, today) = (Box::new(book.table), draft.today());
    let command = lists::Command::Open { from, purpose, replaces, table, today };
    call.record(vec![Command::Lists(command)], |state, recorded| {
        let list = recorded.iter().find_map(|one| {
            let journal::Event::Lists(Event::Opened { list, .. }) = &one.event else {
                return None;
            };
            Some(list)
        });
        list.map_or_else(Answer::nothing, |list| {
            ListForm::answer(201, state, list).at(&format!("/lists/{list}"))
        })
    })
    .await
}

/// Finds a list.
pub(super) fn book<'a>(call: &'a Call, list: &ListId) -> Result<&'a Book, Problem> {
    call.desk.state().lists.lists.get(list).ok_or_else(Problem::unknown)
}

async fn all(call: &mut Call) -> Result<Answer, Problem> {
    let question = "";
    let window = call.plain_window(question)?;
    call.desk.open_book().await?;
    let after = window.after.clone().unwrap_or_default();
    let rest = call.desk.state().lists.lists.iter().filter(|(id, _)| id.as_str() > after.as_str());
    let page = call.cut(rest, (&window, question), |(id, _)| id.to_string())?;
    Ok(Answer::of(200, &page.map(|(id, book)| ListForm::of(id, book))))
}

async fn show(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    call.desk.open_book().await?;
    book(call, &list)?;
    Ok(ListForm::answer(200, call.desk.state(), &list))
}

async fn questions(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    let window = call.plain_window(list.as_str())?;
    call.desk.open_book().await?;
    book(call, &list)?.still_here(&list).map_err(journal::Refusal::from)?;
    let rows = window.most.min(book(call, &list)?.unanswered());
    let permit = call.go_through(For::Exchange, Deed::Show, rows).await?;
    let book = book(call, &list)?;
    let table = table_of(&call.desk, &permit, book).await?;
    let before = answers_of(&call.desk, &permit, book).await?;
    let draft = read(&table, book.today).map_err(journal::Refusal::from)?;
    let draft = draft.corrected(&before).map_err(journal::Refusal::from)?;
    let from: usize = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let open =
        draft.questions().filter(|(key, _)| book.questions.get(key).is_some_and(Option::is_none));
    let rest = open.enumerate().skip(from);
    let page = call.cut(rest, (&window, list.as_str()), |(at, _)| (at + 1).to_string())?;
    Ok(Answer::of(200, &page.map(|(_, (key, finding))| FindingForm::of(key, finding))))
}

/// Takes the pen for a change of one list as it was looked at.
async fn change(call: &mut Call) -> Result<(ListId, Permit), Problem> {
    let list: ListId = call.id("list")?;
    call.desk.take_pen().await?;
    call.matches(&tag(book(call, &list)?))?;
    book(call, &list)?.still_here(&list).map_err(journal::Refusal::from)?;
    let rows = book(call, &list)?.lines().len();
    let permit = call.go_through(For::Exchange, Deed::Match, rows).await?;
    Ok((list, permit))
}

async fn answers(call: &mut Call) -> Result<Answer, Problem> {
    let Answers { answers } = call.body()?;
    let answers = answers.into_iter().map(given).collect::<Result<Vec<_>, _>>()?;
    let (list, permit) = change(call).await?;
    let kept = book(call, &list)?;
    let table = Box::new(table_of(&call.desk, &permit, kept).await?);
    let mut before = answers_of(&call.desk, &permit, kept).await?;
    before.retain(|old| answers.iter().all(|new| new.key != old.key));
    let command = lists::Command::Answer { list: list.clone(), table, before, answers };
    call.record(vec![Command::Lists(command)], |state, _| ListForm::answer(200, state, &list)).await
}

/// Reads one answer.
fn given(form: AnswerForm) -> Result<lists::Answer, Problem> {
    let key = FindingKey::read(&form.question).ok_or_else(|| {
        unusable("a question has no such reference", "take it from the questions of the list")
    })?;
    let resolution = match (form.answer, form.value) {
        (Decision::Keep, None) => Resolution::Keep,
        (Decision::SetAside, None) => Resolution::SetAside,
        (Decision::Correct, Some(value)) if !value.trim().is_empty() => {
            Resolution::Correct(Private::new(value))
        }
        (Decision::Correct, _) => {
            return Err(unusable("`correct` without a value", "say what the cell says"));
        }
        (Decision::Keep | Decision::SetAside, Some(_)) => {
            return Err(unusable("a value goes with `correct` alone", "leave it away"));
        }
    };
    Ok(lists::Answer { key, resolution, reason: Private::new(form.reason) })
}

async fn close(call: &mut Call) -> Result<Answer, Problem> {
    let (list, permit) = change(call).await?;
    let kept = book(call, &list)?;
    let table = Box::new(table_of(&call.desk, &permit, kept).await?);
    let answers = answers_of(&call.desk, &permit, kept).await?;
    let command = lists::Command::Close { list: list.clone(), table, answers };
    call.record(vec![Command::Lists(command)], |state, _| ListForm::answer(200, state, &list)).await
}

async fn release(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    call.desk.take_pen().await?;
    call.matches(&tag(book(call, &list)?))?;
    let command = lists::Command::Release { list: list.clone() };
    call.record(vec![Command::Lists(command)], |state, _| ListForm::answer(200, state, &list)).await
}

async fn lines(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    let window = call.plain_window(list.as_str())?;
    call.desk.open_book().await?;
    let from: usize = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let rows = window.most.min(book(call, &list)?.lines().len().saturating_sub(from));
    let permit = call.go_through(For::Exchange, Deed::Show, rows).await?;
    let rest = book(call, &list)?.lines().iter().enumerate().skip(from);
    let page = call.cut(rest, (&window, list.as_str()), |(at, _)| (at + 1).to_string())?;
    let mut items = Vec::new();
    for (_, kept) in page.items {
        let bytes = call.desk.read(&permit, &kept.record).await?;
        let line = Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?;
        items.push(line_form(&line, &permit));
    }
    Ok(Answer::of(200, &Page { items, next: page.next }))
}

fn line_form(line: &Line, permit: &Permit) -> LineForm {
    let (mut fields, mut hidden) = (BTreeMap::new(), Vec::new());
    for field in line.fields.keys() {
        if !permit.shows(journal::Thing::of(*field)) {
            hidden.push(field.word());
        } else if let Some(text) = line.text(*field) {
            fields.insert(field.word(), text.to_owned());
        }
    }
    LineForm { line: line.id.to_string(), row: line.row, fields, hidden }
}

async fn changes(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    let window = call.plain_window(list.as_str())?;
    call.desk.open_book().await?;
    let Some(older) = book(call, &list)?.replaces.clone() else {
        return Err(unusable("the list replaced no other", "name a list that replaces another"));
    };
    let permit = call.go_through(For::Exchange, Deed::Show, window.most).await?;
    let (newer, older) =
        (opened(call, &permit, &list).await?, opened(call, &permit, &older).await?);
    let from: usize = window.after.as_deref().and_then(|at| at.parse().ok()).unwrap_or(0);
    let rest = difference(&older, &newer).into_iter().enumerate().skip(from);
    let page = call.cut(rest, (&window, list.as_str()), |(at, _)| (at + 1).to_string())?;
    let id = |line: &LineId| Some(line.to_string());
    let page = page.map(|(_, change)| match change {
        Change::Added { line } => {
            ChangeForm { change: "added", older: None, newer: id(&line), fields: Vec::new() }
        }
        Change::Removed { line } => {
            ChangeForm { change: "removed", older: id(&line), newer: None, fields: Vec::new() }
        }
        Change::Altered { was, line, fields } => {
            let fields = fields.into_iter().map(Field::word).collect();
            ChangeForm { change: "altered", older: id(&was), newer: id(&line), fields }
        }
    });
    Ok(Answer::of(200, &page))
}

async fn opened(call: &Call, permit: &Permit, list: &ListId) -> Result<ClosedList, Problem> {
    Ok(closed_list(&call.desk, permit, list).await?)
}

async fn file(call: &mut Call) -> Result<Answer, Problem> {
    let list: ListId = call.id("list")?;
    call.desk.open_book().await?;
    book(call, &list)?.may_leave(&list).map_err(journal::Refusal::from)?;
    let rows = book(call, &list)?.lines().len();
    let permit = call.go_through(For::Exchange, Deed::Export, rows).await?;
    let closed = opened(call, &permit, &list).await?;
    let csv = String::from_utf8(closed_csv(&closed)).map_err(anyhow::Error::from)?;
    Ok(Answer::of(200, &Written { csv }))
}
