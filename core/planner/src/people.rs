//! People as a mediator who holds both lists sees them, turned into units.

use std::collections::BTreeMap;

use crate::frame::DAY_MAX;
use crate::unit::level;
use crate::{Frame, Instance, Key, Need, Refusal, Side, Unit};

/// The columns of `persons.csv`, in order.
pub const COLUMNS: [&str; 11] = [
    "id",
    "side",
    "cats",
    "capture_day",
    "place",
    "need",
    "named",
    "refuses",
    "hold_until",
    "excluded",
    "group",
];

/// People who travel together, in the order in which sets of one unit go: longest held, then the draw.
type Set = (i32, [u8; 32], Vec<String>);

/// The most characters of an id or a group.
const ID_MAX: usize = 64;

/// One person, as far as a plan may know them.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// An opaque id.
    pub id: String,
    /// The side that holds them.
    pub side: Side,
    /// Day of capture.
    pub captured: i32,
    /// What follows from the terms.
    pub standing: Standing,
    /// The group they travel with, where its members are more than one.
    pub group: Option<String>,
}

/// Whether the terms let somebody go at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They may go; the key says in which class. `from` may lie after the last stage.
    MayGo(Key),
    /// No agreed category fits.
    NoCategory,
    /// They do not wish to be repatriated.
    Refuses,
    /// The side that holds them has taken them off its list.
    Excluded,
}

/// Everybody, and the units they form.
pub struct People {
    /// Terms, stages, vehicles and the number of each unit.
    pub instance: Instance,
    /// Everybody by id, whether or not they may go.
    pub by_id: BTreeMap<String, Person>,
    /// For each unit, its sets of ids, in the order in which the sealed rule lets them go.
    pub members: BTreeMap<Unit, Vec<Vec<String>>>,
}

impl Person {
    /// Reads one row of `persons.csv`.
    ///
    /// # Errors
    /// A [`Refusal`] that names the row and the column.
    pub fn read(frame: &Frame, row: usize, fields: &[&str]) -> Result<Self, Refusal> {
        let &[id, side, cats, captured, _place, need, named, refuses, hold, excluded, group] =
            fields
        else {
            return Err(unreadable(row, "the row", &fields.join(","), "eleven fields"));
        };
        if id.is_empty() || id.len() > ID_MAX || group.len() > ID_MAX {
            return Err(unreadable(row, "id or group", id, "1 to 64 characters"));
        }
        if !is_plain(id) {
            return Err(unreadable(row, "id", id, PLAIN));
        }
        let side = match side {
            "A" => Side::A,
            "B" => Side::B,
            _ => return Err(word(row, "side", side, "A, B")),
        };
        let need = Need::read(need)
            .ok_or_else(|| word(row, "need", need, "seat, stretcher, ambulance"))?;
        let captured = day(row, "capture_day", captured)?;
        let hold = day(row, "hold_until", hold)?;
        let flag = |column, text| match text {
            "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(word(row, column, text, "0, 1")),
        };
        let (named, refuses, excluded) =
            (flag("named", named)?, flag("refuses", refuses)?, flag("excluded", excluded)?);
        let band = frame.band(captured).ok_or_else(|| Refusal::OutOfRange {
            place: format!("row {row}: capture_day"),
            number: i64::from(captured),
            least: i64::from(frame.terms().bands[0]),
            most: DAY_MAX,
        })?;
        let mut category = None;
        for name in cats.split(';').filter(|name| !name.is_empty()) {
            let at = frame.category(name).ok_or_else(|| Refusal::UnknownCategory {
                place: format!("row {row}: cats"),
                name: name.chars().take(80).collect(),
            })?;
            category = Some(category.map_or(at, |first: u8| first.min(at)));
        }
        let standing = match category {
            None => Standing::NoCategory,
            Some(_) if refuses => Standing::Refuses,
            Some(_) if excluded => Standing::Excluded,
            Some(category) => {
                let from = frame.first_stage(hold);
                Standing::MayGo(Key { side, category, need, from, band, named })
            }
        };
        let group = (!group.is_empty()).then(|| group.to_owned());
        Ok(Self { id: id.to_owned(), side, captured, standing, group })
    }
}

/// What [`is_plain`] asks for.
const PLAIN: &str = "letters and digits, with signs such as `-`, `_`, `.` and `/` after the first";

/// Says whether an id can stand in a plan, which people open in spreadsheet programs: it parts no cells
/// and begins no formula.
fn is_plain(id: &str) -> bool {
    let parts = |c: char| c.is_control() || matches!(c, ',' | ';' | '"' | '\'');
    id.starts_with(char::is_alphanumeric) && !id.contains(parts)
}

impl People {
    /// Gathers people into units. The members of a group who may go form one unit.
    ///
    /// # Errors
    /// [`Refusal::Twice`], [`Refusal::GroupAcrossSides`], or too many people.
    pub fn gather(frame: Frame, people: impl IntoIterator<Item = Person>) -> Result<Self, Refusal> {
        let mut all: Vec<(String, Person)> =
            people.into_iter().map(|person| (person.id.clone(), person)).collect();
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        if let Some([(twin, _), _]) = all.array_windows().find(|[one, other]| one.0 == other.0) {
            let (place, name) = ("the list of people".into(), twin.clone());
            return Err(Refusal::Twice { place, name });
        }
        // Sorted beforehand, which is quicker than one by one.
        let by_id: BTreeMap<String, Person> = all.into_iter().collect();
        let mut sides: BTreeMap<&str, Side> = BTreeMap::new();
        let mut groups: BTreeMap<&str, Vec<&Person>> = BTreeMap::new();
        let mut sets: Vec<Vec<&Person>> = Vec::new();
        for person in by_id.values() {
            if let Some(group) = &person.group
                && *sides.entry(group).or_insert(person.side) != person.side
            {
                return Err(Refusal::GroupAcrossSides(group.clone()));
            }
            match (&person.standing, &person.group) {
                (Standing::MayGo(_), Some(group)) => groups.entry(group).or_default().push(person),
                (Standing::MayGo(_), None) => sets.push(vec![person]),
                (Standing::NoCategory | Standing::Refuses | Standing::Excluded, _) => {}
            }
        }
        sets.extend(groups.into_values());
        let mut members: BTreeMap<Unit, Vec<Set>> = BTreeMap::new();
        for set in sets {
            let unit = unit_of(&set);
            let longest = set.iter().map(|person| person.captured).min().unwrap_or_default();
            let draw = crate::assign::draw(frame.seed(), &set[0].id);
            let ids = set.iter().map(|person| person.id.clone()).collect();
            members.entry(unit).or_default().push((longest, draw, ids));
        }
        let mut counts = BTreeMap::new();
        let mut ordered = BTreeMap::new();
        for (unit, mut sets) in members {
            sets.sort_unstable();
            counts.insert(unit.clone(), u32::try_from(sets.len()).unwrap_or(u32::MAX));
            ordered.insert(unit, sets.into_iter().map(|(_, _, ids)| ids).collect());
        }
        let instance = Instance::new(frame, counts)?;
        Ok(Self { instance, by_id, members: ordered })
    }

    /// Returns the group of a person when it has more than one member who may go.
    pub fn companions(&self, person: &Person) -> Vec<&Person> {
        let Some(group) = &person.group else { return Vec::new() };
        self.by_id
            .values()
            .filter(|other| other.group.as_ref() == Some(group) && other.id != person.id)
            .filter(|other| matches!(other.standing, Standing::MayGo(_)))
            .collect()
    }
}

/// Returns the unit that a set of people forms.
fn unit_of(set: &[&Person]) -> Unit {
    let mut unit: Unit = set
        .iter()
        .filter_map(|person| match person.standing {
            Standing::MayGo(key) => Some(key),
            Standing::NoCategory | Standing::Refuses | Standing::Excluded => None,
        })
        .collect();
    level(&mut unit);
    unit
}

fn day(row: usize, column: &'static str, text: &str) -> Result<i32, Refusal> {
    let place = format!("row {row}: {column}");
    let number = text
        .parse::<i64>()
        .map_err(|_not_a_number| unreadable(row, column, text, "a day as a whole number"))?;
    crate::frame::range(&place, number, -DAY_MAX, DAY_MAX)?;
    Ok(i32::try_from(number).expect("the limit lies within 32 bits"))
}

fn word(row: usize, column: &str, text: &str, choices: &'static str) -> Refusal {
    Refusal::UnknownWord {
        place: format!("row {row}: {column}"),
        word: text.chars().take(80).collect(),
        choices,
    }
}

fn unreadable(row: usize, column: &str, text: &str, wanted: &'static str) -> Refusal {
    Refusal::Unreadable {
        place: format!("row {row}: {column}"),
        text: text.chars().take(80).collect(),
        wanted,
    }
}
