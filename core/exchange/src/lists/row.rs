//! One row of a sheet into one line.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::dates::{Reading, read_number, read_text};
use super::letters::{self, is_initial, visible};
use super::limits::CELL_CHARACTERS_USUAL;
use super::remarks::Remarks;
use super::sheet::{Header, number};
use super::{Cell, Field, Flaw, Line, Table, name, words};
use crate::vocabulary::{Facts, LineId, PartialDate, Private};

/// How a date should be written; the end of every hint about one.
const DATE_HINT: &str = "write DD.MM.YYYY, or only what is known: MM.YYYY or YYYY";

/// What a row is read with.
pub(super) struct Reader<'a> {
    pub(super) table: &'a Table,
    pub(super) header: &'a Header,
    pub(super) today: Date,
    /// Columns of dates in which some date with slashes stands month first.
    pub(super) month_first: Vec<usize>,
    /// What needs one remark a column however many cells have it: how many they are.
    pub(super) counted: BTreeMap<(usize, Flaw), u32>,
    /// How many whole names were cut into parts.
    pub(super) names_cut: u32,
}

/// A row while it is read.
struct Row {
    number: u32,
    fields: BTreeMap<Field, String>,
    facts: Facts,
}

impl Reader<'_> {
    /// Reads one row below the header. None, when it is about no person; a remark then says so.
    pub(super) fn read(&mut self, at: usize, remarks: &mut Remarks) -> Option<Line> {
        let mut row = Row { number: number(at), fields: BTreeMap::new(), facts: Facts::default() };
        let mut found = Remarks::new(self.header.labels.clone());
        for (column, field) in self.header.columns.clone() {
            self.read_cell(&mut row, (at, column), field, &mut found);
        }
        self.cut_name(&mut row);
        let identifies = |field: &Field| {
            field.is_name() || matches!(field, Field::BirthDate | Field::ServiceNumber)
        };
        if !row.fields.keys().any(identifies) {
            remarks.row(
                (row.number, None),
                Flaw::NotAPerson,
                "no name, birth date or service number stands in this row".to_owned(),
                "if it is about a person, write the name and read the list again",
            );
            return None;
        }
        self.check_names(&row, &mut found);
        self.check_dates(&row, &mut found);
        remarks.append(found);
        let id = LineId::read(&format!("row-{}", row.number)).expect("digits are plain text");
        let fields =
            row.fields.into_iter().map(|(field, text)| (field, Private::new(text))).collect();
        Some(Line { id, row: row.number, fields, facts: row.facts })
    }

    fn read_cell(
        &mut self,
        row: &mut Row,
        (at, column): (usize, usize),
        field: Field,
        found: &mut Remarks,
    ) {
        let place = (row.number, Some(column));
        let cell = self.table.rows[at].get(column).unwrap_or(&Cell::Empty);
        match cell {
            _ if field == Field::BirthDate && self.header.birth.is_some() => {
                self.read_birth_parts(row, at, found);
            }
            _ if field.is_date() => self.read_date_cell(row, (cell, column), field, found),
            Cell::Text(text) => Self::read_text_cell(row, (text, column), field, found),
            Cell::Formula(_) => remark_formula(place, found),
            Cell::Number(_) | Cell::Date(_) if field.is_name() => found.row(
                place,
                Flaw::NotText,
                "a number or a date stands where a name belongs".to_owned(),
                "write the name; if it is one, format the cell as text",
            ),
            Cell::Number(number) => {
                if field == Field::ServiceNumber {
                    self.count(column, Flaw::NumberCell);
                }
                row.fields.insert(field, format!("{number}"));
            }
            Cell::Date(date) => {
                row.fields.insert(field, date.to_string());
            }
            Cell::Empty => self.check_merged(place, found),
        }
    }

    fn count(&mut self, column: usize, flaw: Flaw) {
        *self.counted.entry((column, flaw)).or_default() += 1;
    }

    fn check_merged(&self, place: (u32, Option<usize>), found: &mut Remarks) {
        let (row, Some(column)) = place else { return };
        if let Some(start) = self.table.merged.get(&(row, number(column)))
            && *start > number(self.header.at)
        {
            found.row(
                place,
                Flaw::MergedCell,
                format!("merged with row {start}, which alone holds the value"),
                "unmerge the cells and write the value in each row",
            );
        }
    }

    fn read_text_cell(
        row: &mut Row,
        (raw, column): (&str, usize),
        field: Field,
        found: &mut Remarks,
    ) {
        let place = (row.number, Some(column));
        for flaw in letters::look(raw, field.is_name()) {
            found.row(place, flaw.flaw, flaw.what, flaw.hint);
        }
        let text = visible(raw);
        if words::is_unknown(&text) {
            return;
        }
        let length = text.chars().count();
        if length > CELL_CHARACTERS_USUAL && !field.is_long() {
            found.row(
                place,
                Flaw::LongCell,
                format!("{length} characters, where {CELL_CHARACTERS_USUAL} are more than enough"),
                "move what does not belong here into a note",
            );
        }
        if !read_word(&mut row.facts, field, &text) {
            found.row(
                place,
                Flaw::UnknownWord,
                format!(
                    "`{}` is not a known word for {field}",
                    text.chars().take(40).collect::<String>()
                ),
                "write one of the words of spec/3-lists.md",
            );
        }
        row.fields.insert(field, text);
    }

    /// Reads a birth date whose parts stand in columns of their own, as one date. What is wrong with it
    /// is told of the column of years; a whole date that is written there puts it right.
    fn read_birth_parts(&mut self, row: &mut Row, at: usize, found: &mut Remarks) {
        let Some(parts) = self.header.birth else { return };
        let cells = &self.table.rows[at];
        let place = |column| (row.number, Some(column));
        let formula = |column: &usize| matches!(cells.get(*column), Some(Cell::Formula(_)));
        if let Some(column) = parts.columns().find(formula) {
            return remark_formula(place(column), found);
        }
        let text = |column: usize| match cells.get(column) {
            Some(Cell::Text(text)) => visible(text),
            Some(Cell::Number(number)) => format!("{number}"),
            Some(Cell::Date(date)) => date.to_string(),
            Some(Cell::Empty | Cell::Formula(_)) | None => String::new(),
        };
        let texts: Vec<(usize, String)> = parts.columns().map(|at| (at, text(at))).collect();
        let cell = |column: usize| {
            texts.iter().find(|(at, _)| *at == column).map_or("", |(_, text)| text.as_str())
        };
        let given = |column: usize| !words::is_unknown(cell(column));
        let whole = parts.is_whole(cell);
        let gap = if !given(parts.year)
            && (parts.month.is_some_and(given) || parts.day.is_some_and(given))
        {
            Some("a day or a month of birth without the year")
        } else if !whole && parts.day.is_some_and(given) && !parts.month.is_some_and(given) {
            Some("a day of birth without the month")
        } else {
            None
        };
        if let Some(what) = gap {
            found.row(place(parts.year), Flaw::NotADate, what.to_owned(), DATE_HINT);
        }
        let joined = parts.join(cell);
        if joined.is_empty() {
            return self.check_merged(place(parts.year), found);
        }
        self.read_date_cell(row, (&Cell::Text(joined), parts.year), Field::BirthDate, found);
    }

    fn read_date_cell(
        &mut self,
        row: &mut Row,
        (cell, column): (&Cell, usize),
        field: Field,
        found: &mut Remarks,
    ) {
        let place = (row.number, Some(column));
        let (shown, reading) = match cell {
            Cell::Empty => return self.check_merged(place, found),
            Cell::Formula(_) => return remark_formula(place, found),
            Cell::Date(date) => (date.to_string(), Reading::Plain(PartialDate::Day(*date))),
            Cell::Number(number) => {
                (format!("{number}"), read_number(*number, self.table.epoch_1904))
            }
            Cell::Text(raw) => {
                for flaw in letters::look(raw, false) {
                    found.row(place, flaw.flaw, flaw.what, flaw.hint);
                }
                let text = visible(raw);
                if words::is_unknown(&text) {
                    return;
                }
                let reading = read_text(&text);
                (text, reading)
            }
        };
        let short: String = shown.chars().take(40).collect();
        if let Some((flaw, what, hint)) = self.remark_on_date(reading, &short, column) {
            found.row(place, flaw, what, hint);
        }
        let date = reading.date();
        row.fields.insert(field, date.map_or(shown, |date| date.to_string()));
        if field == Field::BirthDate {
            row.facts.birth = date;
        } else {
            row.facts.captured = date;
        }
    }

    /// Says what to remark about a date, if anything.
    fn remark_on_date(
        &mut self,
        reading: Reading,
        shown: &str,
        column: usize,
    ) -> Option<(Flaw, String, &'static str)> {
        match reading {
            Reading::Plain(_) => None,
            Reading::DayFirstAssumed(_) if self.month_first.contains(&column) => Some((
                Flaw::AmbiguousDate,
                format!(
                    "{shown} was read day first, but other dates in this column stand month first"
                ),
                DATE_HINT,
            )),
            Reading::DayFirstAssumed(_) => {
                self.count(column, Flaw::DayFirstAssumed);
                None
            }
            Reading::MonthFirst(date) => Some((
                Flaw::MonthFirst,
                format!("{shown} can only be {date}, month first"),
                DATE_HINT,
            )),
            Reading::Serial(_) => {
                self.count(column, Flaw::SerialDate);
                None
            }
            Reading::ShortYear => Some((
                Flaw::ShortYear,
                format!("{shown} has a year of two digits"),
                "write the year with four digits",
            )),
            Reading::TwoDates => Some((
                Flaw::TwoDates,
                format!("`{shown}` holds two dates"),
                "write one date here and the other in a note",
            )),
            Reading::Impossible => {
                Some((Flaw::ImpossibleDate, format!("{shown} does not exist"), DATE_HINT))
            }
            Reading::NotADate => {
                Some((Flaw::NotADate, format!("`{shown}` is not a date"), DATE_HINT))
            }
        }
    }

    /// Gives the parts of a whole name, where the sheet has no columns of their own for them.
    fn cut_name(&mut self, row: &mut Row) {
        let Some(whole) = row.fields.get(&Field::FullName) else { return };
        if self.header.column(Field::Surname).is_some() {
            return;
        }
        self.names_cut += 1;
        let parts = name::cut(whole);
        for (field, part) in [
            (Field::Surname, parts.surname),
            (Field::GivenName, parts.given),
            (Field::Patronymic, parts.patronymic),
        ] {
            if let Some(part) = part {
                row.fields.entry(field).or_insert(part);
            }
        }
    }

    fn check_names(&self, row: &Row, found: &mut Remarks) {
        let column =
            |field| self.header.column(field).or_else(|| self.header.column(Field::FullName));
        let place = (row.number, column(Field::Surname));
        // A cell that could not be read has its own remark.
        if !row.fields.contains_key(&Field::Surname) && !found.has(place) {
            found.row(
                place,
                Flaw::MissingSurname,
                "no surname stands here".to_owned(),
                "write it, or answer that it is not known",
            );
        }
        for field in [Field::Surname, Field::GivenName, Field::Patronymic] {
            if row.fields.get(&field).is_some_and(|name| is_initial(name)) {
                found.row(
                    (row.number, column(field)),
                    Flaw::InitialOnly,
                    format!("only an initial stands for the {}", field.word().replace('-', " ")),
                    "write it in full if it is known",
                );
            }
        }
    }

    fn check_dates(&self, row: &Row, found: &mut Remarks) {
        let place = |field| (row.number, self.header.column(field));
        let (birth, captured) = (row.facts.birth, row.facts.captured);
        let after_today = |date: Option<PartialDate>| {
            date.and_then(PartialDate::earliest).is_some_and(|date| date > self.today)
        };
        if after_today(birth) {
            found.row(
                place(Field::BirthDate),
                Flaw::BirthInFuture,
                format!("born after {}, the day of reading", self.today),
                DATE_HINT,
            );
        }
        if after_today(captured) {
            found.row(
                place(Field::CapturedOn),
                Flaw::CaptureInFuture,
                format!("captured after {}, the day of reading", self.today),
                DATE_HINT,
            );
        }
        let Some(birth) = birth.filter(|_| !after_today(birth)) else { return };
        let captured = captured.unwrap_or(PartialDate::Day(self.today));
        if birth.earliest() > captured.latest() {
            found.row(
                place(Field::BirthDate),
                Flaw::BirthAfterCapture,
                format!("born {birth}, after the capture on {captured}"),
                "check both dates; perhaps they stand in each other's column",
            );
            return;
        }
        self.check_age(row, (birth, captured), found);
    }

    fn check_age(
        &self,
        row: &Row,
        (birth, captured): (PartialDate, PartialDate),
        found: &mut Remarks,
    ) {
        use super::limits::{AGE_YEARS_MAX, AGE_YEARS_MIN};
        let Some(youngest) = whole_years(birth.latest(), captured.earliest()) else { return };
        let Some(oldest) = whole_years(birth.earliest(), captured.latest()) else { return };
        if oldest < AGE_YEARS_MIN || youngest > AGE_YEARS_MAX {
            found.row(
                (row.number, self.header.column(Field::BirthDate)),
                Flaw::UnlikelyAge,
                format!("aged {oldest} at capture"),
                "check both dates; a child under fifteen is protected as such (AP I art. 77)",
            );
        }
    }
}

/// Reads a word on which a category may turn. False, when the field asks for one and it is not known.
fn read_word(facts: &mut Facts, field: Field, text: &str) -> bool {
    if field == Field::Health {
        facts.health = words::health(text);
        return facts.health.is_some();
    }
    if field == Field::Sex {
        facts.sex = words::sex(text);
        return facts.sex.is_some();
    }
    if field == Field::Standing {
        facts.standing = words::standing(text);
        return facts.standing.is_some();
    }
    true
}

fn remark_formula(place: (u32, Option<usize>), found: &mut Remarks) {
    found.row(
        place,
        Flaw::FormulaCell,
        "a formula stands here; its result was not read".to_owned(),
        "copy the column and paste it back as values",
    );
}

/// Whole years from one day to another; below zero when the order is the other way.
fn whole_years(from: Option<Date>, to: Option<Date>) -> Option<i16> {
    let (from, to) = (from?, to?);
    let years = to.year() - from.year();
    Some(if (to.month(), to.day()) < (from.month(), from.day()) { years - 1 } else { years })
}

/// Reads from fields what a category may turn on. What cannot be read for certain is absent.
pub fn facts_of(fields: &BTreeMap<Field, Private<String>>) -> Facts {
    let mut facts = Facts::default();
    for (field, text) in fields {
        let text = text.open();
        if field.is_date() {
            let date = read_text(text).date();
            if *field == Field::BirthDate {
                facts.birth = date;
            } else {
                facts.captured = date;
            }
        } else {
            read_word(&mut facts, *field, text);
        }
    }
    facts
}
