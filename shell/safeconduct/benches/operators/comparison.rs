//! A list of the other side, handed in and compared with everybody, several times over.

use std::time::Instant;

use serde_json::json;

use crate::desk::{Instance, Seat};
use crate::people::somebody;
use crate::{Shown, say};

/// Who compares.
pub(crate) const OFFICER: &str = "comparer";
/// How often the list is compared as things stand.
const COMPARISONS: usize = 3;
/// One in so many lines is somebody whom nobody entered.
const STRANGERS: usize = 8;

/// Hands a list in, closes it, and says how long each comparison takes: as things stand, and after somebody was
/// entered. Returns the list.
pub(crate) fn measure(
    (people, lines): (usize, usize),
    instance: &Instance,
) -> Result<String, Box<dyn std::error::Error>> {
    let mut seat = instance.seat(OFFICER)?;
    let (list, etag) = handed_in((people, lines), &mut seat)?;
    say(&format!("a list of {lines} lines, compared with {people} people:   ms"))?;
    for _ in 0..COMPARISONS {
        compared(&seat, (&list, &etag), "as things stand")?;
    }
    // Nobody else looks like this one.
    let mut new = somebody(people + seat.used_step()).entry();
    new["fields"]["surname"]["given"] = json!("Ґудзь");
    new["fields"]["service-number"] = json!({ "given": format!("БН-{}", seat.used_step()) });
    match seat.post("/people", None, &new) {
        Err(what) if !what.contains("refused") => return Err(what.into()),
        _ => {}
    }
    compared(&seat, (&list, &etag), "after somebody was entered")?;
    let (counts, _) = seat.get(&format!("/lists/{list}/comparison"))?;
    say(&format!("  {}", counts["counts"]))?;
    Ok(list)
}

/// Hands a list in and closes it; returns its reference and what a change of it has to match.
fn handed_in(
    (people, lines): (usize, usize),
    seat: &mut Seat,
) -> Result<(String, String), Box<dyn std::error::Error>> {
    let mut text = String::from("surname,given-name,patronymic,birth-date\n");
    for line in 0..lines {
        let number = line * (people / lines).max(1);
        let number = if line % STRANGERS == 0 { people + 1_000_000 + number } else { number };
        text.push_str(&somebody(number).listed(line % STRANGERS));
    }
    let (opened, etag) = seat.hand_in("/lists?from=b&purpose=offer", text)?;
    let list = opened["list"].as_str().ok_or("no list was opened")?.to_owned();
    let (_, etag) = seat.step(&format!("/lists/{list}/closing"), &etag)?;
    Ok((list, etag))
}

fn compared(seat: &Seat, (list, etag): (&str, &str), when: &str) -> Shown {
    let began = Instant::now();
    seat.post(&format!("/lists/{list}/comparison"), Some(etag), &json!({}))?;
    say(&format!("  {when:<28} {:>7}", began.elapsed().as_millis()))?;
    Ok(())
}
