//! The table of class counts that a side seals. It says how many, never who and never why not.

use std::collections::BTreeMap;

use crate::frame::{NUMBER_MAX, range};
use crate::{Frame, Refusal, Side, Unit};

/// Reads one side's rows `(class, count)`.
///
/// # Errors
/// A [`Refusal`] that names the row: an unreadable class, a class twice, a class of the other side, a
/// count that is not from 1 to the limit.
pub fn read<'a>(
    frame: &Frame,
    side: Side,
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<Unit, u32>, Refusal> {
    let mut units = BTreeMap::new();
    for (class, count) in rows {
        let unit = frame.read_unit(class)?;
        if unit[0].side != side {
            return Err(Refusal::UnknownWord {
                place: format!("the side of the class `{class}`"),
                word: unit[0].side.to_string(),
                choices: "the side whose table this is",
            });
        }
        let place = format!("the count of `{class}`");
        let number = count.trim().parse::<i64>().map_err(|_not_a_number| Refusal::Unreadable {
            place: place.clone(),
            text: count.chars().take(40).collect(),
            wanted: "a whole number",
        })?;
        range(&place, number, 1, NUMBER_MAX)?;
        let number = u32::try_from(number).expect("the limit lies within 32 bits");
        if units.insert(unit, number).is_some() {
            return Err(Refusal::Twice {
                place: format!("the table of side {side}"),
                name: class.to_owned(),
            });
        }
    }
    Ok(units)
}

/// Returns one side's rows `(class, count)` in the order in which they are sealed.
pub fn write(frame: &Frame, units: &BTreeMap<Unit, u32>) -> Vec<(String, u32)> {
    units.iter().map(|(unit, count)| (frame.write_unit(unit), *count)).collect()
}
