//! Announce on the page: who was told, what was said, and what may not be said yet.

use askama::Template;
use exchange::agreement::Until;
use exchange::announce::{Closed, Delivery, FactKind, Now};
use exchange::journal::State;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "9-announce/section.html")]
struct Section {
    contacts: usize,
    told: usize,
    not_reached: usize,
    waiting: usize,
    visits_open: usize,
    proposed: usize,
    released: usize,
    heard: usize,
    closed: Vec<String>,
    has_sheet: bool,
}

/// Renders the section.
pub(crate) fn section(state: &State) -> anyhow::Result<String> {
    let announce = &state.announce;
    let came_of = |delivery| {
        announce.contacts.values().filter(|contact| contact.told == Some(delivery)).count()
    };
    let section = Section {
        contacts: announce.contacts.len(),
        told: came_of(Delivery::Told),
        not_reached: came_of(Delivery::NotReached),
        waiting: announce.notices.values().filter(|notice| notice.delivery.is_none()).count(),
        visits_open: announce.visits.values().filter(|visit| !visit.made).count(),
        proposed: announce.proposed.len(),
        released: announce.released.len(),
        heard: announce.heard.len(),
        closed: closed(state),
        has_sheet: announce.sheet.is_some(),
    };
    Ok(section.render()?)
}

/// Says which facts are closed, and until when. The page has no clock: an embargo is shown with its
/// day, and the reader knows what day it is.
fn closed(state: &State) -> Vec<String> {
    let announce = &state.announce;
    let Some(sheet) = &announce.sheet else { return Vec::new() };
    let now = Now { on: Date::MIN, all_stages_done: announce.all_stages_done };
    let say = |kind: FactKind| {
        let state = match sheet.closed(kind, None, now)? {
            Closed::Withheld => "withheld".to_owned(),
            Closed::Embargoed(Until::AllStagesDone) => {
                "not before the last stage is done".to_owned()
            }
            Closed::Embargoed(Until::Date(day)) => format!("not before {day}"),
        };
        Some(format!("{}: {state}", kind.words()))
    };
    FactKind::ALL.into_iter().filter_map(say).collect()
}
