//! Open points about how many go: the categories or a number, and what happens when one side has fewer.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::category::{Meanings, Membership};
use super::{Listed, Look, OpenKind, OpenPoint, Turns, point};
use crate::agreement::{Basis, Parity, Quantity, Row};
use crate::vocabulary::{Side, Standing};

pub(super) fn points(look: &Look<'_>, row: &Row, a: &Quantity, b: &Quantity) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    let both = [a, b];
    let said = both.map(describe);
    if a.basis != b.basis {
        let question = "do the categories decide how many go, or a number?";
        let mut open = point(row, OpenKind::FloorOrCategory, question, said.clone());
        open.turns = floor_turns(look, both);
        points.push(open);
    } else if a.beyond_categories != b.beyond_categories {
        let question = "may people outside every category be taken to reach the number?";
        let said = both.map(|q| yes_no(q.beyond_categories));
        let mut open = point(row, OpenKind::BeyondCategories, question, said);
        open.turns = look.turns(|line| is_prisoner(line) && in_none(look, line));
        points.push(open);
    }
    if a.parity != b.parity || a.ratio != b.ratio {
        let question = "when one side has fewer, do the others of the larger side wait?";
        let mut open = point(row, OpenKind::Parity, question, both.map(parity_words));
        open.turns = parity_turns(look, both);
        points.push(open);
    }
    let mut numbers = |kind, question: &str, of: fn(&Quantity) -> Option<u32>| {
        if of(a) != of(b) {
            points.push(point(row, kind, question, both.map(|q| number_words(of(q)))));
        }
    };
    if a.basis == b.basis {
        numbers(OpenKind::Floor, "how many does each side give at least?", |q| q.floor);
    }
    numbers(OpenKind::Ceiling, "how many does each side give at most?", |q| q.ceiling);
    numbers(OpenKind::StageLeast, "how many at least in one stage?", |q| q.stage_least);
    for number in both.iter().filter_map(|q| q.expected).take(1) {
        let said = both.map(|q| match q.expected {
            Some(number) => format!("speaks of {number}"),
            None => "does not speak of it".to_owned(),
        });
        let question = format!("is {number} promised, or only spoken of?");
        points.push(point(row, OpenKind::SpokenOf, question, said));
    }
    points.extend(out_of_reach(look, row, both));
    points
}

fn yes_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

fn number_words(number: Option<u32>) -> String {
    number.map_or_else(|| "names no number".to_owned(), |number| number.to_string())
}

fn parity_words(quantity: &Quantity) -> String {
    let per = format!("{} for {}", quantity.ratio.a, quantity.ratio.b);
    match quantity.parity {
        Parity::None => "nothing need be equal".to_owned(),
        Parity::Category => format!("equal in each counted category, {per}"),
        Parity::Total => format!("equal in total, {per}"),
    }
}

fn describe(quantity: &Quantity) -> String {
    let bounds = match (quantity.floor, quantity.ceiling) {
        (Some(floor), None) => format!("at least {floor}"),
        (None, Some(ceiling)) => format!("at most {ceiling}"),
        (Some(floor), Some(ceiling)) => format!("{floor} to {ceiling}"),
        (None, None) => "no number".to_owned(),
    };
    match quantity.basis {
        Basis::Category => format!("all who belong to a category; {bounds}"),
        Basis::Number if quantity.beyond_categories => {
            format!("{bounds} on each side, the categories first")
        }
        Basis::Number => format!("{bounds} on each side"),
    }
}

/// Whether somebody could be in an exchange of prisoners at all. In doubt, yes (GC III art. 5).
fn is_prisoner(line: &Listed) -> bool {
    !matches!(line.facts.standing, Some(Standing::Civilian | Standing::Retained))
}

fn in_none(look: &Look<'_>, line: &Listed) -> bool {
    let outside = |meanings: &Meanings| meanings.membership(line, look.on) == Membership::Outside;
    look.meanings.iter().all(outside)
}

fn in_some(look: &Look<'_>, line: &Listed) -> bool {
    let surely = |meanings: &Meanings| meanings.membership(line, look.on) == Membership::Surely;
    look.meanings.iter().any(surely)
}

fn count<'l>(lines: impl Iterator<Item = &'l Listed>) -> u32 {
    u32::try_from(lines.count()).unwrap_or(u32::MAX)
}

/// Which lines turn on number or category: with too few in the categories, those not surely inside,
/// because only a number would take them; with more than the number, those inside, because only the
/// categories promise each of them a place.
fn floor_turns(look: &Look<'_>, both: [&Quantity; 2]) -> BTreeMap<Side, Turns> {
    let number = both.iter().find(|q| q.basis == Basis::Number);
    let promised = number.and_then(|q| q.floor.or(q.ceiling)).unwrap_or(0);
    let turns = |lines: &Vec<Listed>| {
        let (inside, others): (Vec<&Listed>, Vec<&Listed>) =
            lines.iter().filter(|line| is_prisoner(line)).partition(|line| in_some(look, line));
        let outside = others.iter().filter(|line| in_none(look, line)).count();
        let undecided = others.len() - outside;
        let counts = format!(
            "{} surely in a category, {undecided} undecided, {outside} in none",
            inside.len()
        );
        let count = u32::try_from(inside.len()).unwrap_or(u32::MAX);
        let (turning, note) = match count.cmp(&promised) {
            Ordering::Less => {
                (others, format!("{} more would be needed to reach {promised}", promised - count))
            }
            Ordering::Greater => {
                (inside, format!("{} more than the number {promised} promises", count - promised))
            }
            Ordering::Equal => (Vec::new(), format!("just the number {promised}")),
        };
        let lines = turning.into_iter().map(Listed::name).collect();
        Turns { lines, note: Some(format!("{counts}; {note}")) }
    };
    look.lists.iter().map(|(side, lines)| (*side, turns(lines))).collect()
}

/// Whether a line counts in a parity sum: a prisoner who is not seriously wounded or sick, in a
/// counted category, or in none where people beyond the categories may be taken.
fn counts(look: &Look<'_>, quantity: &Quantity, line: &Listed) -> bool {
    let serious = line.facts.health.is_some_and(crate::vocabulary::HealthGrade::is_serious);
    let surely = |meanings: &&Meanings| meanings.membership(line, look.on) == Membership::Surely;
    let counted = look.meanings.iter().filter(|m| m.counted.contains(&true)).any(|m| surely(&m));
    let uncounted =
        look.meanings.iter().filter(|m| m.counted == [false, false]).any(|m| surely(&m));
    is_prisoner(line)
        && !serious
        && !uncounted
        && (counted || (quantity.beyond_categories && in_none(look, line)))
}

/// Which lines turn on parity: those of the side that has more than the ratio matches.
fn parity_turns(look: &Look<'_>, both: [&Quantity; 2]) -> BTreeMap<Side, Turns> {
    let Some(parity) = both.into_iter().find(|q| q.parity != Parity::None) else {
        return BTreeMap::new();
    };
    let counted = |side| {
        look.lists.get(&side).map(|lines: &Vec<Listed>| {
            let lines = lines.iter().filter(|line| counts(look, parity, line));
            lines.map(Listed::name).collect::<Vec<_>>()
        })
    };
    let (a, b) = match (counted(Side::A), counted(Side::B)) {
        (Some(a), Some(b)) => (a, b),
        (a, b) => {
            let note = |lines: Vec<_>| Turns {
                note: Some(format!("{} counted; give the other side's list too", lines.len())),
                lines: Vec::new(),
            };
            let one = |side, lines: Option<Vec<_>>| Some((side, note(lines?)));
            return [one(Side::A, a), one(Side::B, b)].into_iter().flatten().collect();
        }
    };
    // With k units of the ratio on each side, A gives k * ratio.a and B gives k * ratio.b.
    let size = |lines: &Vec<_>| u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let units = (size(&a) / parity.ratio.a).min(size(&b) / parity.ratio.b);
    let side_turns = |own: Vec<_>, other: u32, part: u32| {
        let matched = units * part;
        let over = size(&own).saturating_sub(matched);
        let note =
            format!("{} counted against {other}: {over} of them have nobody opposite", own.len());
        Turns { lines: if over > 0 { own } else { Vec::new() }, note: Some(note) }
    };
    let (count_a, count_b) = (size(&a), size(&b));
    BTreeMap::from([
        (Side::A, side_turns(a, count_b, parity.ratio.a)),
        (Side::B, side_turns(b, count_a, parity.ratio.b)),
    ])
}

/// Says when a list cannot reach a floor that either side names.
fn out_of_reach(look: &Look<'_>, row: &Row, both: [&Quantity; 2]) -> Option<OpenPoint> {
    let floor = both.iter().filter_map(|q| q.floor).max()?;
    let beyond = both.iter().any(|q| q.beyond_categories);
    let reach = |lines: &Vec<Listed>| {
        let may = |line: &&Listed| is_prisoner(line) && (beyond || !in_none(look, line));
        count(lines.iter().filter(may))
    };
    let short: BTreeMap<Side, Turns> = look
        .lists
        .iter()
        .map(|(side, lines)| (*side, reach(lines)))
        .filter(|(_, most)| *most < floor)
        .map(|(side, most)| {
            let note = format!("at most {most} could go: {} fewer than {floor}", floor - most);
            (side, Turns { lines: Vec::new(), note: Some(note) })
        })
        .collect();
    if short.is_empty() {
        return None;
    }
    let question = format!("how is {floor} reached when a list does not hold so many?");
    let mut open = point(row, OpenKind::FloorOutOfReach, question, both.map(describe));
    open.turns = short;
    Some(open)
}
