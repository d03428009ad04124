//! The exchange day by day: one pair of bars a stage, the line of the nine words, and tables that say
//! the same.

use askama::Template;
use exchange::handover::Leg;
use exchange::journal::{STAGES, State, Tally};
use exchange::vocabulary::{Side, StageNumber};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::words::Words;

/// Width of the drawings in their own units; the page scales them.
const WIDTH: f64 = 1000.0;
/// Height of the longest bar.
const BAR: f64 = 110.0;

/// One of the nine words on the line.
struct Station {
    label: String,
    events: u64,
    /// The first day in numbers, for the drawing.
    short: String,
    first: String,
    last: String,
    x: f64,
    radius: f64,
}

/// One dated handover.
struct Bars {
    stage: StageNumber,
    /// The day in numbers, for the drawing.
    day: String,
    whole_day: String,
    to_a: u32,
    to_b: u32,
    x: f64,
    height_a: f64,
    height_b: f64,
}

impl Bars {
    fn top_a(&self) -> f64 {
        BAR + 20.0 - self.height_a
    }

    fn top_b(&self) -> f64 {
        BAR + 20.0 - self.height_b
    }
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    words: Words,
    stations: Vec<Station>,
    bars: Vec<Bars>,
    half: f64,
}

/// Draws the stages by day, and the nine words with the number of events in each.
pub(super) fn render(state: &State, words: Words) -> anyhow::Result<String> {
    let bars = bars(state, words);
    let half = (WIDTH / (bars.len() as f64 + 1.0) / 3.0).min(28.0);
    Ok(Timeline { words, stations: stations(&state.tally, words), bars, half }.render()?)
}

fn stations(tally: &Tally, words: Words) -> Vec<Station> {
    let step = WIDTH / 9.0;
    let station = |(at, word): (usize, &&'static str)| {
        let mine = tally.stages.get(*word);
        let day = |at: Option<Timestamp>| {
            at.map_or_else(|| "–".to_owned(), |at| words.day(at.to_zoned(TimeZone::UTC).date()))
        };
        let short = |at: Timestamp| at.strftime("%d.%m.%Y").to_string();
        let events = mine.map_or(0, |mine| mine.events);
        Station {
            label: words.t(&format!("word-{word}")),
            events,
            short: mine.map_or_else(|| "–".to_owned(), |mine| short(mine.first)),
            first: day(mine.map(|mine| mine.first)),
            last: day(mine.map(|mine| mine.last)),
            x: step * (at as f64 + 0.5),
            radius: 5.0 + 5.0 * (events as f64 + 1.0).log10(),
        }
    };
    STAGES.iter().enumerate().map(station).collect()
}

fn bars(state: &State, words: Words) -> Vec<Bars> {
    let came = |stage: StageNumber, to: Side| {
        let lists = state.handover.leg(stage, to.other()).and_then(Leg::four_lists);
        lists.map_or(0, |lists| lists.sums().received + lists.sums().unlisted)
    };
    let counts: Vec<(StageNumber, u32, u32)> = state
        .handover
        .stages
        .keys()
        .map(|stage| (*stage, came(*stage, Side::A), came(*stage, Side::B)))
        .collect();
    let most = counts.iter().map(|(_, a, b)| *a.max(b)).max().unwrap_or(1).max(1);
    let step = WIDTH / counts.len().max(1) as f64;
    let day = |stage: StageNumber| {
        let stages = &state.plan.begun.as_ref()?.transport.stages;
        let found = stages.get(usize::from(stage.0).checked_sub(1)?)?;
        Some(found.day)
    };
    let height = |count: u32| BAR * f64::from(count) / f64::from(most);
    counts
        .iter()
        .enumerate()
        .map(|(at, (stage, to_a, to_b))| Bars {
            stage: *stage,
            day: day(*stage).map_or_else(String::new, |day| day.strftime("%d.%m").to_string()),
            whole_day: day(*stage).map_or_else(String::new, |day| words.day(day)),
            to_a: *to_a,
            to_b: *to_b,
            x: step * (at as f64 + 0.5),
            height_a: height(*to_a),
            height_b: height(*to_b),
        })
        .collect()
}
