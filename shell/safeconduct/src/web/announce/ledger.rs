//! A public ledger, added up: delivered against agreed, where both sides' totals differ, and how long it may take.

use askama::Template;
use axum::http::StatusCode;
use exchange::announce::{
    AgreementAccount, Disputed, Explanation, Ledger, PublicAccount, Total, Track,
};
use exchange::plan::planner::forecast::forecast;

use super::super::frame::Frame;
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::Failure;
use crate::cli::announce::account::read_ledger;
use crate::cli::plan::forecast::{Past, YEAR_DAYS, date, question, read_past};
use crate::files::TEXT_BYTES_MAX;

/// Width of the picture of a forecast, in its own units.
const WIDTH: f64 = 600.0;

/// What went one way under one agreement.
struct Way {
    label: String,
    known: String,
    left_out: Option<String>,
    agreed: String,
    against: String,
    owed: String,
}

/// One agreement of the ledger.
struct Under {
    name: String,
    conflict: String,
    stages: Option<String>,
    people: Vec<Way>,
    remains: Vec<Way>,
}

/// One handover of which the sides tell different totals.
struct Difference {
    id: String,
    day: String,
    to: String,
    a: (String, u32),
    b: (String, u32),
    by: u32,
    columns: String,
    note: String,
}

/// When everybody may be home.
struct Bands {
    learnt: String,
    /// Where the band begins, its middle and its end; none where it never ends.
    marks: Option<[f64; 3]>,
    /// By when, in words: the tenth, the half and the ninetieth of a hundred courses.
    days: [String; 3],
    not_by: String,
    broken_off: String,
}

#[derive(Template)]
#[template(path = "9-announce/ledger.html")]
struct Page {
    frame: Frame,
    said: Option<(String, String)>,
    agreements: Vec<Under>,
    disputed: Vec<Difference>,
    forecast: Option<Result<Bands, String>>,
    is_read: bool,
}

impl Page {
    fn empty(frame: Frame) -> Self {
        let (agreements, disputed) = (Vec::new(), Vec::new());
        Self { frame, said: None, agreements, disputed, forecast: None, is_read: false }
    }
}

/// Asks for a ledger.
pub(super) fn ask(visit: &mut Visit) -> Result<Reply, Trouble> {
    let page = Page::empty(Frame::of(visit, "progress-ledger"));
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Adds a ledger up and looks ahead; nothing is recorded.
pub(super) async fn add_up(visit: &mut Visit) -> Result<Reply, Trouble> {
    let words = visit.words;
    let mut page = Page::empty(Frame::of(visit, "progress-ledger"));
    let Some(file) = visit.form.file("file") else {
        page.frame.wrong.push(("file", words.t("progress-no-file")));
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let read = if u64::try_from(file.bytes.len()).is_ok_and(|bytes| bytes <= TEXT_BYTES_MAX) {
        read_ledger(&file.name, &file.bytes)
    } else {
        Err(Failure::incomplete(
            format!("{} has more than {TEXT_BYTES_MAX} bytes", file.name),
            "split the ledger by conflict",
        ))
    };
    let text = String::from_utf8_lossy(&file.bytes).into_owned();
    let ledger = match read {
        Ok(ledger) => ledger,
        Err(Failure::Incomplete { what, hint }) => {
            page.said = Some((what, hint));
            return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
        }
        Err(failure @ (Failure::Refused { .. } | Failure::Fault(_))) => return Err(failure.into()),
    };
    let name = file.name.clone();
    tell(words, &ledger, &mut page);
    visit.desk.open_book().await?;
    let plan = &visit.desk.state().plan;
    if plan.plan.is_some() {
        let instance = plan.ground().and_then(|ground| {
            let tables = plan.both_tables()?;
            exchange::plan::instance(&ground, &tables)
        });
        let instance = instance.map_err(exchange::journal::Refusal::from)?;
        page.forecast = Some(look_ahead(words, &instance, (&name, &text)));
    }
    visit.desk.shut_book().await;
    page.is_read = true;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn look_ahead(
    words: Words,
    instance: &exchange::plan::planner::Instance,
    (name, text): (&str, &str),
) -> Result<Bands, String> {
    let no = |what: String| words.with("forecast-no", what);
    let Past { conflict, history, .. } = read_past(name, text, None).map_err(|failure| {
        no(match failure {
            Failure::Incomplete { what, .. } | Failure::Refused { what, .. } => what,
            Failure::Fault(error) => error.to_string(),
        })
    })?;
    let today = instance.frame.as_of();
    let question = question(instance, 0, today.saturating_add(YEAR_DAYS));
    let found = forecast(&history, &question).map_err(|refusal| no(refusal.to_string()))?;
    let day = |number: Option<i64>| {
        let day = number.and_then(date);
        day.map_or_else(|| words.t("forecast-never"), |day| words.day(day))
    };
    let marks = match found.day {
        [Some(early), Some(middle), Some(late)] => {
            let from = i64::from(today);
            let whole = (late - from).max(1) as f64;
            Some([early, middle, late].map(|day| WIDTH * (day - from).max(0) as f64 / whole))
        }
        _ => None,
    };
    let percent = |share: f64| words.with("pair-percent", format!("{:.0}", 100.0 * share));
    let rounds = words.number(u64::try_from(history.rounds.len()).unwrap_or(u64::MAX));
    Ok(Bands {
        learnt: words.fill("forecast-learnt", &[("n", &rounds), ("it", &conflict)]),
        marks,
        days: found.day.map(day),
        not_by: percent(found.not_by),
        broken_off: percent(found.broken_off),
    })
}

fn tell(words: Words, ledger: &Ledger, page: &mut Page) {
    let account = PublicAccount::over(ledger, None);
    page.agreements = account.agreements.iter().map(|one| under(words, one)).collect();
    page.disputed = account.disputed.iter().map(|one| difference(words, one)).collect();
}

fn under(words: Words, account: &AgreementAccount) -> Under {
    let stages = account.stages.map(|stages| {
        let (done, all) = (words.number(account.stages_done), words.number(stages));
        words.fill("ledger-of", &[("done", &done), ("all", &all)])
    });
    Under {
        name: account.agreement.clone().unwrap_or_else(|| words.t("ledger-no-agreement")),
        conflict: account.conflict.clone(),
        stages,
        people: ways(words, &account.people),
        remains: ways(words, &account.remains),
    }
}

fn ways(words: Words, track: &Track) -> Vec<Way> {
    let Some(first) = track.entries.first() else { return Vec::new() };
    let names = [&first.to_a.name, &first.to_b.name];
    let one = |(name, total): (&String, &Total)| {
        let unknown = || words.t("ledger-unknown");
        let number = |count: Option<u64>| count.map_or_else(unknown, |count| words.number(count));
        let left_out = (!total.is_whole()).then(|| {
            let (withheld, missing) =
                (words.number(total.handovers_withheld), words.number(total.handovers_not_given));
            words.fill("ledger-left-out", &[("withheld", &withheld), ("missing", &missing)])
        });
        Way {
            label: words.with("ledger-to", name),
            known: number((total.handovers_known > 0).then_some(total.delivered_known)),
            left_out,
            agreed: number(total.agreed),
            against: number(total.delivered_of_agreed),
            owed: number(total.outstanding()),
        }
    };
    names.into_iter().zip([&track.to_a, &track.to_b]).map(one).collect()
}

fn difference(words: Words, disputed: &Disputed) -> Difference {
    let columns = match disputed.columns {
        Explanation::Civilians { civilians } => words.with("ledger-civilians", civilians),
        Explanation::CiviliansDoNotCover { civilians } => {
            words.with("ledger-civilians-no", civilians)
        }
        Explanation::Nothing => words.t("ledger-nothing"),
    };
    Difference {
        id: disputed.id.clone(),
        day: words.day(disputed.date),
        to: match disputed.to {
            exchange::vocabulary::Side::A => disputed.name_a.clone(),
            exchange::vocabulary::Side::B => disputed.name_b.clone(),
        },
        a: (disputed.name_a.clone(), disputed.a_says),
        b: (disputed.name_b.clone(), disputed.b_says),
        by: disputed.difference,
        columns,
        note: disputed.note.clone(),
    }
}
