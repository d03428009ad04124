//! How long until all-for-all is complete, learnt from a ledger of past exchanges.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use exchange::plan::planner::Instance;
use exchange::plan::planner::forecast::{
    Agreed, Covered, Forecast, History, Question, Round, Spread, Waiting, back_test, forecast,
};
use jiff::civil::Date;
use jiff::{ToSpan as _, Unit};
use serde_json::json;

use super::folder::{self, refused};
use super::{Where, journal};
use crate::cli::{Failure, Out};
use crate::files;

/// How many courses one forecast draws where nothing else is said.
const COURSES: usize = 5_000;
/// The seed of a forecast where nothing else is said.
const SEED: u64 = 1;
/// Days of a year, by the end of which a forecast says whether it is done.
pub(crate) const YEAR_DAYS: i32 = 365;
/// The courses of one forecast within a back-test.
const BACK_TEST_COURSES: usize = 1_000;
/// The spans of a back-test, in days.
const SPANS: [i32; 3] = [30, 90, 180];

/// What `plan forecast` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    on: Where,
    /// Past exchanges: a file in the form of examples/exchanges.csv
    #[arg(long, value_name = "EXCHANGES.csv")]
    ledger: PathBuf,
    /// Which conflict of the ledger to learn from; the one with the most rows where nothing is said
    #[arg(long, value_name = "TEXT")]
    conflict: Option<String>,
    /// The day by which it should be done; the chance of not is shown
    #[arg(long, value_name = "DATE")]
    by: Option<Date>,
    /// The date of day 0 of instance.json
    #[arg(long, value_name = "DATE", default_value = "2022-02-24", conflicts_with = "dir")]
    day_zero: Date,
    /// New captives of A in 30 days, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0)]
    captures_a: f64,
    /// New captives of B in 30 days, on average
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0)]
    captures_b: f64,
    /// How many courses are drawn
    #[arg(long, value_name = "NUMBER", default_value_t = COURSES)]
    courses: usize,
    /// The same seed gives the same forecast
    #[arg(long, value_name = "NUMBER", default_value_t = SEED)]
    seed: u64,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Counts days from 1 January 1970.
fn number(day: Date) -> Result<i32, Failure> {
    let span =
        day.since((Unit::Day, jiff::civil::date(1970, 1, 1))).map_err(anyhow::Error::from)?;
    Ok(span.get_days())
}

/// Reads a count of days from 1 January 1970.
pub(crate) fn date(number: i64) -> Option<Date> {
    let days = i32::try_from(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days.days()).ok()
}

/// What is learnt from, and where it ends.
pub(crate) struct Past {
    pub(crate) conflict: String,
    pub(crate) history: History,
    last: i32,
}

/// Reads past exchanges from a ledger: of the conflict whose name holds a text, or of the one with the most rounds.
pub(crate) fn read_past(name: &str, text: &str, conflict: Option<&str>) -> Result<Past, Failure> {
    let wrong = |what: String| {
        Failure::incomplete(
            format!("{name}: {what}"),
            "write it as examples/exchanges.csv, with date_start, conflict, kind, status, \
             returned_to_a and returned_to_b",
        )
    };
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let column = |name: &str| {
        let at = header.iter().position(|own| own == name);
        at.ok_or_else(|| wrong(format!("no column `{name}`")))
    };
    let wanted =
        ["date_start", "conflict", "kind", "status", "returned_to_a", "returned_to_b"].map(column);
    let [day, war, kind, status, to_a, to_b] = wanted;
    let [day, war, kind, status, to_a, to_b] = [day?, war?, kind?, status?, to_a?, to_b?];
    let mut wars: BTreeMap<String, (Vec<Round>, usize)> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default().trim();
        if cell(kind) != "live" {
            continue;
        }
        let line = record.position().map_or(0, csv::Position::line);
        let on: Date = cell(day)
            .parse()
            .map_err(|_not_a_date| wrong(format!("line {line}: `{}` is no date", cell(day))))?;
        let known = |at: usize| cell(at).parse::<u64>().ok();
        let own = wars.entry(cell(war).to_owned()).or_default();
        match cell(status) {
            // Who returns to B was handed over by A.
            "done" => own.0.push(Round { day: number(on)?, people: [known(to_b), known(to_a)] }),
            "agreed (delivery not in source)" => {}
            _ => own.1 += 1,
        }
    }
    let chosen = match conflict {
        Some(text) => wars.into_iter().find(|(name, _)| name.contains(text)),
        None => wars.into_iter().max_by_key(|(_, (rounds, _))| rounds.len()),
    };
    let (conflict, (rounds, slipped)) =
        chosen.ok_or_else(|| wrong("no exchange of that conflict".to_owned()))?;
    let history = History::new(rounds, slipped);
    let last = history.rounds.last().map_or(0, |round| round.day);
    Ok(Past { conflict, history, last })
}

/// Runs the command.
pub(super) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let text = files::read_text(&arguments.ledger)?;
    let name = arguments.ledger.display().to_string();
    let ledger = read_past(&name, &text, arguments.conflict.as_deref())?;
    let (instance, zero) = match &arguments.on.instance {
        Some(folder) => (folder::read(folder)?.0.instance().clone(), number(arguments.day_zero)?),
        None => (journal::instance(&arguments.on.seated).await?, 0),
    };
    let today = instance.frame.as_of().saturating_add(zero);
    let by = arguments.by.map_or(Ok(today.saturating_add(YEAR_DAYS)), number)?;
    let mut question = question(&instance, zero, by);
    question.captures = [arguments.captures_a, arguments.captures_b];
    (question.courses, question.seed) = (arguments.courses, arguments.seed);
    let found = forecast(&ledger.history, &question).map_err(|it| refused("the forecast", &it))?;
    let courses = BACK_TEST_COURSES.min(question.courses);
    let tests = SPANS.map(|days| back_test(&ledger.history, days, (courses, question.seed)));
    if arguments.json {
        let tests: Vec<_> = tests
            .iter()
            .flatten()
            .map(|test| {
                let of = |it: Covered| json!({ "within": it.within, "below": it.below, "above": it.above });
                json!({ "days": test.days, "rounds": of(test.rounds), "people": of(test.people) })
            })
            .collect();
        let day = found.day.map(|day| day.and_then(date).map(|day| day.to_string()));
        let answer = json!({
            "conflict": ledger.conflict, "rounds_learnt_from": ledger.history.rounds.len(),
            "stages": found.stages, "day": day, "by": date(i64::from(question.by)).map(|it| it.to_string()),
            "not_by": found.not_by, "broken_off": found.broken_off, "stranded": found.stranded,
            "left_behind": found.left_behind, "back_test_90": tests,
        });
        return out.line(answer.to_string());
    }
    let Waiting { regardless, counted } = &question.waiting;
    let waiting: u64 = counted.iter().map(|(_, [a, b])| a + b).sum();
    out.line(format!(
        "waiting: {} go regardless of number, {waiting} are counted",
        regardless[0] + regardless[1]
    ))?;
    out.line(format!(
        "learnt from {} rounds of {}, the last on {}; {} agreed rounds did not take place",
        ledger.history.rounds.len(),
        ledger.conflict,
        date(i64::from(ledger.last)).map_or_else(String::new, |day| day.to_string()),
        ledger.history.slipped
    ))?;
    show(&found, &question, out)?;
    for test in tests.iter().flatten() {
        out.line(format!(
            "tried on the past, {} days ahead: rounds {}; people {}",
            test.days,
            covered(test.rounds),
            covered(test.people)
        ))?;
    }
    if tests.iter().all(Result::is_err) {
        out.line("too few rounds to try the forecast on the past: take the bands with care")?;
    }
    Ok(())
}

/// Asks when everybody of an instance is home, with no new captives; `zero` is the number of its day 0.
pub(crate) fn question(instance: &Instance, zero: i32, by: i32) -> Question {
    let frame = &instance.frame;
    let agreed = frame.stages().iter().map(|stage| Agreed {
        day: stage.day.saturating_add(zero),
        places: [0, 1].map(|side: usize| {
            stage.capacity[side].places.iter().map(|places| u64::from(*places)).sum()
        }),
    });
    Question {
        waiting: Waiting::of(instance),
        agreed: agreed.collect(),
        today: frame.as_of().saturating_add(zero),
        by,
        captures: [0.0; 2],
        courses: COURSES,
        seed: SEED,
    }
}

fn covered(it: Covered) -> String {
    if it.tried() == 0 {
        return "nothing to try".to_owned();
    }
    let percent = 100 * it.within / it.tried();
    format!(
        "within the 90 % band {} times of {} ({percent} %), {} below, {} above",
        it.within,
        it.tried(),
        it.below,
        it.above
    )
}

fn show(found: &Forecast, question: &Question, out: &mut Out) -> Result<(), Failure> {
    let spread = |spread: Spread, word: &dyn Fn(i64) -> String| {
        let [low, middle, high] = spread.map(|it| it.map_or_else(|| "never".to_owned(), word));
        format!("P10 {low}, P50 {middle}, P90 {high}")
    };
    let plain = |number: i64| number.to_string();
    let day = |number: i64| date(number).map_or_else(|| number.to_string(), |day| day.to_string());
    out.line(format!("stages until all-for-all is complete: {}", spread(found.stages, &plain)))?;
    out.line(format!("complete on: {}", spread(found.day, &day)))?;
    out.line(format!(
        "chance of not being done by {}: {:.0} %",
        day(i64::from(question.by)),
        100.0 * found.not_by
    ))?;
    out.line(format!(
        "chance that the talks end before it is done: {:.0} %",
        100.0 * found.broken_off
    ))?;
    for (at, side) in ["A", "B"].into_iter().enumerate() {
        out.line(format!(
            "held by {side}, stranded by parity: {}",
            spread(found.stranded[at], &plain)
        ))?;
        out.line(format!(
            "held by {side}, still waiting where the talks end first: {}",
            spread(found.left_behind[at], &plain)
        ))?;
    }
    Ok(())
}
