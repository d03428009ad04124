//! Pages of the desk, as a browser asks for them: home, search, a person, the queue of matches, the workbench of a list.

use std::error::Error;

use crate::desk::{Instance, Seat};
use crate::people::{Chance, somebody};
use crate::{Times, timed};

/// Who looks at pages.
pub(crate) const OFFICER: &str = "reader";
/// How often each page is asked for.
const TIMES: usize = 60;
/// After how many looks at the other pages somebody is searched for: a search shows twelve people, and an officer may
/// be shown 120 in an hour.
const BETWEEN_SEARCHES: usize = 6;

/// Asks for one page after the other, and times each.
pub(crate) fn measure(
    (people, list): (usize, &str),
    instance: &Instance,
    times: &Times,
) -> Result<(), Box<dyn Error>> {
    let mut seat = instance.seat(OFFICER)?;
    let mut chance = Chance::new(77);
    let (queue, workbench) = (format!("/matches/{list}"), format!("/lists/{list}/workbench"));
    let mut person = None;
    for round in 0..TIMES {
        timed(times, "home", &mut seat, |seat| seat.page("/").map(drop));
        if round.is_multiple_of(BETWEEN_SEARCHES) {
            let text = somebody(chance.below(people)).written(chance.below(3));
            let found = timed(times, "search", &mut seat, |seat| search(seat, &text));
            person = found.and_then(|page| first(&page)).or(person);
        }
        if let Some(person) = &person {
            timed(times, "person", &mut seat, |seat| seat.page(person).map(drop));
        }
        timed(times, "queue of matches", &mut seat, |seat| seat.page(&queue).map(drop));
        timed(times, "workbench", &mut seat, |seat| seat.page(&workbench).map(drop));
    }
    Ok(())
}

fn search(at: &Seat, text: &str) -> Result<String, String> {
    let page = at.page("/people")?;
    let seal = hidden(&page, "seal").ok_or("a form without a seal")?;
    let key = hidden(&page, "key").ok_or("a form without a key")?;
    at.form("/people", &[("seal", seal), ("key", key), ("text", text)])
}

/// The value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next()
}

/// The first person whom a page leads to.
fn first(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("href=\"/people/")?;
    let id = rest.split('"').next()?;
    Some(format!("/people/{id}"))
}
