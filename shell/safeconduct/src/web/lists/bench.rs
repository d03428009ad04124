//! The workbench: what each line of their list is to us, those first that need a person, by class, with the reasons
//! on demand.

mod calibration;
mod reply;

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Deed, Purpose as For, Thing, Verb, may};
use exchange::lists::{Book, Field, KeptLine, Line, Stage};
use exchange::reconcile::wording::{advice, because, bits, word};
use exchange::reconcile::{Beside, Comparison, LineVerdict, URGENCY_MAX, Verdict, by_urgency};
use exchange::registry::Status;
use exchange::vocabulary::{LineId, ListId, PersonId};

use self::calibration::{Band, bands};
use self::reply::Replied;
use super::paging::Pages;
use super::{Said, is_theirs, mendable, named};
use crate::cli::lists::book_of;
use crate::cli::reconcile::{compare_command, name, opened_sheet, our_request, written};
use crate::desk::{Permit, Who};
use crate::web::frame::{Choice, Frame};
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};
use crate::web::wording::told;

/// Lines on one page.
const LINES: usize = 100;
/// The width of the picture in its own units.
const PICTURE: usize = 320;
/// The room for a number behind a bar.
const PICTURE_NUMBER: usize = 60;
/// The height of one class: its name, and its bar below.
const PICTURE_STEP: usize = 38;

/// A class of verdicts: how many lines, and its bar.
struct Class {
    word: &'static str,
    name: String,
    count: usize,
    is_chosen: bool,
    bar: usize,
    bar_at: usize,
    name_at: usize,
    number_at: usize,
    /// Where it begins from above.
    top: usize,
}

/// What one field says.
struct Reason {
    field: String,
    theirs: String,
    ours: String,
    says: String,
    weight: String,
    is_against: bool,
}

/// One line of their list.
struct Judged {
    row: u32,
    line: String,
    name: String,
    born: String,
    verdict: String,
    is_urgent: bool,
    is_settled: bool,
    why: String,
    advice: String,
    /// In tenths of a percent, where it was compared with somebody.
    likely: Option<String>,
    person: Option<String>,
    /// How many fields say something, and where they are shown.
    says: usize,
    to: String,
}

#[derive(Template)]
#[template(path = "3-lists/bench.html")]
struct Bench {
    frame: Frame,
    list: String,
    name: String,
    ours: Option<String>,
    lines: usize,
    doubtful: usize,
    waiting: usize,
    classes: Vec<Class>,
    picture_width: usize,
    picture_height: usize,
    is_of_all: bool,
    /// What people decided beside how sure the program was.
    bands: Vec<Band>,
    rows: Vec<Judged>,
    pages: Pages,
    reply: Option<Replied>,
    said: Option<Said>,
}

#[derive(Template)]
#[template(path = "3-lists/line.html")]
struct LinePage {
    frame: Frame,
    back: String,
    one: Judged,
    /// Where the two are looked at side by side, where people decide.
    matches: Option<String>,
    partner: String,
    has_ours: bool,
    reasons: Vec<Reason>,
}

#[derive(Template)]
#[template(path = "3-lists/uncompared.html")]
struct Uncompared {
    frame: Frame,
    list: String,
    name: String,
    is_closed: bool,
    is_theirs: bool,
    ours: Vec<Choice>,
    may_act: bool,
    said: Option<Said>,
}

pub(super) fn pages() -> Vec<Page> {
    let look = Who::LookFor(Deed::Show, For::Exchange);
    let act = Who::May(Verb::Negotiate);
    let mut pages = vec![
        Page::get("/lists/{list}/workbench", "workbench-page", look, run!(show)),
        Page::get("/lists/{list}/workbench/{line}", "workbench-line", look, run!(line)),
        Page::post("/lists/{list}/compare", "compare-list", act, run!(compare)),
    ];
    pages.extend(reply::pages());
    pages
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let list: ListId = visit.id("list")?;
    bench(visit, &list, (StatusCode::OK, Vec::new(), None)).await
}

/// What must be mended first: fields, and what the core says.
pub(super) type Wrong = (StatusCode, Vec<(&'static str, String)>, Option<Said>);

/// Shows the workbench, or offers the comparison where there is none.
pub(super) async fn bench(
    visit: &mut Visit,
    list: &ListId,
    wrong: Wrong,
) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let (words, actor) = (visit.words, visit.actor()?.clone());
    let book = book_of(&visit.desk, list)?;
    let Some(comparison) = visit.desk.state().reconcile.comparisons.get(list) else {
        return uncompared(visit, list, wrong);
    };
    let chosen = visit.asked("class");
    let chosen = Verdict::ALL.into_iter().find(|one| Some(one.word()) == chosen);
    let count = |one: Verdict| {
        usize::try_from(comparison.counts.get(&one).copied().unwrap_or(0)).unwrap_or(usize::MAX)
    };
    let total = chosen.map_or_else(|| comparison.lines(), count);
    let pages = Pages::of(total, (LINES, visit.asked("page")), |page| match chosen {
        Some(one) => format!("/lists/{list}/workbench?class={}&page={page}", one.word()),
        None => format!("/lists/{list}/workbench?page={page}"),
    });
    let work = ("workbench-page", pages.len());
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Show), work).await?;
    let sheet = opened_sheet(&visit.desk, &permit, list).await?;
    // In the order of the list, so that lines of one urgency and likelihood keep it.
    let in_order = book.lines().iter().filter_map(|kept| sheet.judged().get(&kept.line));
    let in_order: Vec<&LineVerdict> = in_order.collect();
    let waiting = in_order.iter().filter(|one| one.urgency() < URGENCY_MAX).count();
    let wanted = in_order.into_iter().filter(|one| chosen.is_none_or(|it| one.verdict == it));
    let ordered = by_urgency(wanted);
    let places = pages.places().start.min(ordered.len())..pages.places().end.min(ordered.len());
    let near = Near::of(visit, &permit, (list, comparison));
    let mut rows = Vec::new();
    for verdict in &ordered[places] {
        rows.push(near.row(verdict).await?);
    }
    let classes = classes(visit, comparison, chosen);
    let (status, fields, said) = wrong;
    let mut frame = Frame::of(visit, "bench-title");
    frame.wrong = fields;
    let page = Bench {
        list: list.to_string(),
        name: named(words, book),
        ours: comparison.ours.as_ref().map(ListId::to_string),
        lines: comparison.lines(),
        doubtful: count(Verdict::Doubtful),
        waiting,
        picture_width: PICTURE,
        picture_height: classes.len() * PICTURE_STEP,
        classes,
        is_of_all: chosen.is_none(),
        bands: bands(words, sheet.judged().values()),
        rows,
        pages,
        reply: Replied::of(visit, &actor, (book, comparison)),
        said,
        frame,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(status, page.render()?))
}

/// The class and the page of lines from which one comes, as they stand in an address.
fn from_of(visit: &Visit) -> String {
    let class = visit.asked("class").and_then(|class| {
        Verdict::ALL.into_iter().find(|one| one.word() == class).map(Verdict::word)
    });
    let page: usize = visit.asked("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    class.map_or_else(|| format!("page={page}"), |class| format!("class={class}&page={page}"))
}

/// Shows one line with what each field says.
async fn line(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, line): (ListId, LineId) = (visit.id("list")?, visit.id("line")?);
    visit.desk.open_book().await?;
    let actor = visit.actor()?.clone();
    let comparison = visit.desk.state().reconcile.comparisons.get(&list);
    let comparison = comparison.ok_or(Trouble::Unknown)?;
    let work = ("workbench-line", 1);
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Show), work).await?;
    let sheet = opened_sheet(&visit.desk, &permit, &list).await?;
    let verdict = sheet.judged().get(&line).ok_or(Trouble::Unknown)?;
    let near = Near::of(visit, &permit, (&list, comparison));
    let theirs = near.line(near.theirs.get(&line)).await?;
    let ours = match &verdict.beside {
        Some(Beside::Ours(line)) => near.line(near.ours.get(line)).await?,
        Some(Beside::Before(line)) => near.line(near.theirs.get(line)).await?,
        Some(Beside::Person(_)) | None => None,
    };
    let one = near.row(verdict).await?;
    let reasons = if permit.shows(Thing::Reason) {
        near.reasons(verdict, (theirs.as_ref(), ours.as_ref()))
    } else {
        Vec::new()
    };
    let page = LinePage {
        frame: Frame::of(visit, "bench-line-title"),
        back: format!("/lists/{list}/workbench?{}#line-{line}", from_of(visit)),
        one,
        matches: (verdict.verdict == Verdict::Doubtful).then(|| format!("/matches/{list}")),
        partner: near.name(ours.as_ref()),
        has_ours: ours.is_some(),
        reasons,
    };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Counts the classes and draws their bars, from the side from which the language is read.
fn classes(visit: &Visit, comparison: &Comparison, chosen: Option<Verdict>) -> Vec<Class> {
    let words = visit.words;
    let count = |one: Verdict| {
        usize::try_from(comparison.counts.get(&one).copied().unwrap_or(0)).unwrap_or(usize::MAX)
    };
    let most = Verdict::ALL.into_iter().map(count).max().unwrap_or(0).max(1);
    let is_mirrored = words.language.direction() == "rtl";
    let room = PICTURE - PICTURE_NUMBER;
    let order = Verdict::ALL.into_iter().rev().enumerate();
    let one = |(at, verdict): (usize, Verdict)| {
        let count = count(verdict);
        let bar = (count * room).div_ceil(most);
        let from = |start: usize, width: usize| {
            if is_mirrored { PICTURE - start - width } else { start }
        };
        Class {
            word: verdict.word(),
            name: words.t(&format!("wording-verdict-{}", verdict.word())),
            count,
            is_chosen: chosen == Some(verdict),
            bar,
            bar_at: from(0, bar),
            name_at: from(0, 0),
            number_at: from(bar + 6, 0),
            top: at * PICTURE_STEP,
        }
    };
    order.map(one).collect()
}

/// What is opened to show lines beside those with whom they were compared.
struct Near<'a> {
    visit: &'a Visit,
    permit: &'a Permit,
    theirs: BTreeMap<&'a LineId, &'a KeptLine>,
    ours: BTreeMap<&'a LineId, &'a KeptLine>,
    list: String,
    /// The class and the page of lines from which one comes.
    from: String,
}

impl<'a> Near<'a> {
    fn of(
        visit: &'a Visit,
        permit: &'a Permit,
        (list, comparison): (&ListId, &Comparison),
    ) -> Self {
        let lists = &visit.desk.state().lists.lists;
        let by_line = |list: Option<&ListId>| {
            let lines = list.and_then(|list| lists.get(list)).map_or(&[][..], Book::lines);
            lines.iter().map(|kept| (&kept.line, kept)).collect()
        };
        let (theirs, ours) = (by_line(Some(list)), by_line(comparison.ours.as_ref()));
        let (list, from) = (list.to_string(), from_of(visit));
        Self { visit, permit, theirs, ours, list, from }
    }

    async fn line(&self, kept: Option<&&KeptLine>) -> Result<Option<Line>, Trouble> {
        let Some(kept) = kept else { return Ok(None) };
        let bytes = self.visit.desk.read(self.permit, &kept.record).await?;
        Ok(Some(Line::from_bytes(bytes.open()).map_err(anyhow::Error::from)?))
    }

    /// What is written in a field, as far as the reader may see.
    fn text(&self, line: Option<&Line>, field: Field) -> String {
        if !self.permit.shows(Thing::of(field)) {
            return self.visit.words.t("person-hidden");
        }
        written(line.map(|line| &line.fields), field).to_owned()
    }

    /// The name as it is written, as far as the reader may see.
    fn name(&self, line: Option<&Line>) -> String {
        if line.is_some() && !self.permit.shows(Thing::Name) {
            return self.visit.words.t("person-hidden");
        }
        name(line.map(|line| &line.fields))
    }

    async fn row(&self, verdict: &LineVerdict) -> Result<Judged, Trouble> {
        let words = self.visit.words;
        let line = self.line(self.theirs.get(&verdict.line)).await?;
        let person = match &verdict.beside {
            Some(Beside::Person(person)) => Some(person),
            Some(Beside::Ours(_) | Beside::Before(_)) | None => verdict.person.as_ref(),
        };
        let status = match person {
            Some(person) => self.status(person).await,
            None => None,
        };
        let see_why = self.permit.shows(Thing::Reason);
        let hidden = || words.t("person-hidden");
        let likely = verdict.probability_per_mille;
        let is_urgent = verdict.urgency() < URGENCY_MAX;
        Ok(Judged {
            row: line.as_ref().map_or(0, |line| line.row),
            line: verdict.line.to_string(),
            name: self.name(line.as_ref()),
            born: self.text(line.as_ref(), Field::BirthDate),
            verdict: words.t(&format!("wording-verdict-{}", verdict.verdict.word())),
            is_urgent,
            is_settled: verdict.settled,
            why: if see_why { told(words, &because(verdict, status)) } else { hidden() },
            advice: if is_urgent { told(words, &advice(verdict)) } else { String::new() },
            likely: verdict.beside.as_ref().map(|_| format!("{}.{} %", likely / 10, likely % 10)),
            person: person.map(PersonId::to_string),
            says: if see_why { verdict.waterfall.reasons.len() } else { 0 },
            to: format!("/lists/{}/workbench/{}?{}", self.list, verdict.line, self.from),
        })
    }

    /// What became of a person of our registry.
    async fn status(&self, person: &PersonId) -> Option<Status> {
        let about = self.visit.desk.about(person).await.ok()?;
        about.registry.status(person, None).map(|reading| reading.status)
    }

    fn reasons(
        &self,
        verdict: &LineVerdict,
        (theirs, ours): (Option<&Line>, Option<&Line>),
    ) -> Vec<Reason> {
        let words = self.visit.words;
        let reasons = verdict.waterfall.reasons.iter().map(|reason| Reason {
            field: words.t(&format!("field-{}", reason.field)),
            theirs: self.text(theirs, reason.field),
            ours: self.text(ours, reason.field),
            says: words.t(&format!("wording-says-{}", word(reason.says))),
            weight: bits(reason.weight),
            is_against: reason.is_contradiction() || reason.weight < 0,
        });
        reasons.collect()
    }
}

/// Offers the comparison of a list that was not compared yet.
fn uncompared(
    visit: &Visit,
    list: &ListId,
    (status, fields, said): Wrong,
) -> Result<Reply, Trouble> {
    let words = visit.words;
    let (state, party) = (visit.desk.state(), visit.desk.meta().party);
    let book = book_of(&visit.desk, list)?;
    let usual = our_request(&visit.desk).map(|list| list.to_string()).unwrap_or_default();
    let own =
        state.lists.lists.iter().filter(|(_, book)| {
            !is_theirs(book, party) && matches!(book.stage, Stage::Closed { .. })
        });
    let own = own.map(|(list, book)| (list.to_string(), format!("{}, {list}", named(words, book))));
    let none = (String::new(), words.t("bench-ours-none"));
    let mut frame = Frame::of(visit, "bench-title");
    frame.wrong = fields;
    let page = Uncompared {
        list: list.to_string(),
        name: named(words, book),
        is_closed: matches!(book.stage, Stage::Closed { .. }),
        is_theirs: is_theirs(book, party),
        ours: Choice::list(std::iter::once(none).chain(own), &usual),
        may_act: may(visit.actor()?.role, Verb::Negotiate),
        said,
        frame,
    };
    Ok(Reply::Page(status, page.render()?))
}

async fn compare(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (list, actor): (ListId, _) = (visit.id("list")?, visit.actor()?.clone());
    let ours = match visit.form.one("ours") {
        "" => None,
        text => Some(ListId::read(text).map_err(|_unread| Trouble::Unknown)?),
    };
    visit.desk.take_pen().await?;
    let people = visit.desk.state().registry.persons.len();
    let work = ("compare-list", people);
    let permit = visit.desk.go_through(&actor, (For::Exchange, Deed::Match), work).await?;
    let made = compare_command(&visit.desk, &permit, (&list, ours)).await;
    let target = format!("/lists/{list}/workbench?done=list-compared");
    let done = match made {
        Ok((command, _)) => {
            visit.record(vec![Command::Reconcile(command)], |_, _| target.clone()).await
        }
        Err(failure) => Err(failure.into()),
    };
    match done {
        Ok(reply) => Ok(reply),
        Err(trouble) => {
            let said = mendable(trouble)?;
            visit.desk.shut_book().await;
            let wrong = vec![("compare", visit.words.t("bench-refused"))];
            bench(visit, &list, (StatusCode::CONFLICT, wrong, Some(said))).await
        }
    }
}
