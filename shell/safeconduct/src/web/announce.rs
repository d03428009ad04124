//! Announce on the page: who was told, what was said, and what may not be said yet.

mod ledger;
mod progress;

use exchange::agreement::Until;
use exchange::announce::{Closed, Delivery, FactKind, Now};
use exchange::journal::State;
use jiff::civil::Date;

use super::overview::Count;
use super::words::Words;

/// The pages of what may be said and of the account.
pub(super) fn pages() -> Vec<super::serve::Page> {
    progress::pages()
}

/// Counts what the page of the whole exchange says of announcements.
pub(super) fn counts(state: &State, words: Words) -> Vec<Count> {
    let announce = &state.announce;
    let came_of = |delivery| {
        announce.contacts.values().filter(|contact| contact.told == Some(delivery)).count()
    };
    let notices = announce.notices.values().filter(|notice| notice.delivery.is_none()).count();
    let visits = announce.visits.values().filter(|visit| !visit.made).count();
    vec![
        Count::of(words, "contacts", announce.contacts.len()),
        Count::of(words, "told", came_of(Delivery::Told)),
        Count::of(words, "not-reached", came_of(Delivery::NotReached)),
        Count::of(words, "notices", notices),
        Count::of(words, "visits", visits),
        Count::of(words, "proposed", announce.proposed.len()),
        Count::of(words, "released", announce.released.len()),
        Count::of(words, "heard", announce.heard.len()),
        Count { label: words.t("count-not-told"), value: closed(state, words) },
    ]
}

/// Says which facts are closed, and until when. The page has no clock: an embargo is shown with its
/// day, and the reader knows what day it is.
fn closed(state: &State, words: Words) -> String {
    let announce = &state.announce;
    let Some(sheet) = &announce.sheet else { return words.t("not-told-all") };
    let now = Now { on: Date::MIN, all_stages_done: announce.all_stages_done };
    let say = |kind: FactKind| {
        let fact = words.t(&format!("fact-{}", kind.word()));
        Some(match sheet.closed(kind, None, now)? {
            Closed::Withheld => words.with("not-told-withheld", fact),
            Closed::Embargoed(Until::AllStagesDone) => words.with("not-told-last", fact),
            Closed::Embargoed(Until::Date(day)) => {
                words.fill("not-told-until", &[("it", &fact), ("day", &words.day(day))])
            }
        })
    };
    let mut said: Vec<String> = FactKind::ALL.into_iter().filter_map(say).collect();
    said.push(words.t("not-told-names"));
    said.join("; ")
}
