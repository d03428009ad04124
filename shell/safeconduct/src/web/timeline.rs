//! The exchange day by day: one bar a stage for each direction, and a table that says the same.

use askama::Template;
use exchange::journal::{Recorded, STAGES, State};

/// Width of the drawing in its own units; the page scales it.
const WIDTH: f64 = 1000.0;

/// One of the nine words on the line.
struct Station {
    word: &'static str,
    events: usize,
    first: String,
    last: String,
    x: f64,
    radius: f64,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    stations: Vec<Station>,
    width: f64,
}

/// Draws the line of the nine words, each with its first and last day and its number of events.
pub(crate) fn render(_state: &State, events: &[Recorded]) -> anyhow::Result<String> {
    let step = WIDTH / 9.0;
    let stations = STAGES
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let mine: Vec<&Recorded> =
                events.iter().filter(|event| event.event.stage() == *word).collect();
            let day = |event: Option<&&Recorded>| {
                event.map_or_else(|| "–".to_owned(), |event| event.at.strftime("%-d %b %Y").to_string())
            };
            let size = (mine.len() as f64 + 1.0).log10();
            Station {
                word,
                events: mine.len(),
                first: day(mine.first()),
                last: day(mine.last()),
                x: step * (at as f64 + 0.5),
                radius: 5.0 + 5.0 * size,
            }
        })
        .collect();
    Ok(Timeline { stations, width: WIDTH }.render()?)
}
