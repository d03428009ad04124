//! A birth date whose day, month and year stand in columns of their own.

use super::{Field, field_of_heading, is_unknown};

/// A part of a birth date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// The year, four digits.
    Year,
    /// The month, as a number or a word.
    Month,
    /// The day of the month.
    Day,
}

impl DatePart {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Year, Self::Month, Self::Day];

    /// Returns the word for the part, as mapping files have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Year => "birth-year",
            Self::Month => "birth-month",
            Self::Day => "birth-day",
        }
    }

    /// Headings that name the part and the birth, then those that name the part alone; folded as
    /// [`fold`] does.
    fn headings(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Year => (
                &[
                    "birth year",
                    "year of birth",
                    "dob year",
                    "yob",
                    "рік народження",
                    "рік нар",
                    "рік народж",
                    "р н",
                    "год рождения",
                    "год рожд",
                    "г р",
                ],
                &["year", "рік", "год"],
            ),
            Self::Month => (
                &[
                    "birth month",
                    "month of birth",
                    "dob month",
                    "місяць народження",
                    "місяць нар",
                    "місяць народж",
                    "месяц рождения",
                    "месяц рожд",
                ],
                &["month", "місяць", "месяц"],
            ),
            Self::Day => (
                &[
                    "birth day",
                    "day of birth",
                    "dob day",
                    "день народження",
                    "день нар",
                    "день народж",
                    "число народження",
                    "день рождения",
                    "день рожд",
                    "число рождения",
                ],
                &["day", "день", "число"],
            ),
        }
    }
}

/// In which columns the parts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateParts {
    /// The column of years.
    pub year: usize,
    /// The column of months, if there is one.
    pub month: Option<usize>,
    /// The column of days, if there is one.
    pub day: Option<usize>,
}

impl DateParts {
    /// Finds the parts by their headings, in Ukrainian, Russian or English: a year and a month at least.
    /// Headings that do not speak of birth (`year`, `month`, `day`) count when all three are there. None
    /// where another column holds whole birth dates.
    pub fn by_headings<T: AsRef<str>>(headings: &[T]) -> Option<Self> {
        let folded: Vec<String> = headings.iter().map(|heading| fold(heading.as_ref())).collect();
        let place = |words: &[&str]| folded.iter().position(|one| words.contains(&one.as_str()));
        let of_birth = DatePart::ALL.map(|part| place(part.headings().0));
        let alone = DatePart::ALL.map(|part| place(part.headings().1));
        let either = [0, 1, 2].map(|part| of_birth[part].or(alone[part]));
        let found = match (of_birth, either) {
            // A year of birth beside bare months and days is the same date.
            ([Some(_), ..], [Some(year), Some(month), day]) => (year, month, day),
            (_, [Some(year), Some(month), Some(day)]) => (year, month, Some(day)),
            _ => return None,
        };
        let parts = Self { year: found.0, month: Some(found.1), day: found.2 };
        let is_whole = |(at, heading): (usize, &T)| {
            !parts.stand_in(at) && field_of_heading(heading.as_ref()) == Some(Field::BirthDate)
        };
        (!headings.iter().enumerate().any(is_whole)).then_some(parts)
    }

    /// Says whether a part stands in a column.
    pub fn stand_in(self, column: usize) -> bool {
        self.year == column || self.month == Some(column) || self.day == Some(column)
    }

    /// Says which part stands in a column, if one does.
    pub fn part_in(self, column: usize) -> Option<DatePart> {
        let places = [Some(self.year), self.month, self.day];
        let at = places.iter().position(|place| *place == Some(column))?;
        DatePart::ALL.get(at).copied()
    }

    /// Returns the columns in which parts stand, the year's first.
    pub fn columns(self) -> impl Iterator<Item = usize> {
        std::iter::once(self.year).chain(self.month).chain(self.day)
    }

    /// Says whether the column of years holds a whole date, which goes before the other parts.
    pub fn is_whole<'a>(self, cell: impl Fn(usize) -> &'a str) -> bool {
        is_whole(cell(self.year).trim())
    }

    /// Writes the date as it would stand in one cell, as far as it is known: `31.07.1990`, `07.1990`,
    /// `1990`. Nothing without a year.
    pub fn join<'a>(self, cell: impl Fn(usize) -> &'a str) -> String {
        let text = |at: usize| Some(cell(at).trim()).filter(|text| !is_unknown(text));
        let Some(year) = text(self.year) else { return String::new() };
        if is_whole(year) {
            return year.to_owned();
        }
        let (month, day) = (self.month.and_then(text), self.day.and_then(text));
        let two = |text: &str| {
            let digit = text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit());
            if digit { format!("0{text}") } else { text.to_owned() }
        };
        let joint =
            |text: &str| if text.bytes().all(|byte| byte.is_ascii_digit()) { '.' } else { ' ' };
        match (month, day) {
            (Some(month), Some(day)) => {
                let joint = joint(month);
                format!("{}{joint}{}{joint}{year}", two(day), two(month))
            }
            (Some(month), None) => format!("{}{}{year}", two(month), joint(month)),
            (None, _) => year.to_owned(),
        }
    }
}

/// Says whether a date is whole already, which somebody wrote in the column of years.
fn is_whole(year: &str) -> bool {
    year.contains(['.', '-', '/'])
}

/// Lower case, no points or dashes, one blank between words.
fn fold(heading: &str) -> String {
    let plain = heading.to_lowercase().replace(['_', '-', '.', '/'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_by_their_headings_in_three_languages() {
        for headings in [
            ["id", "birth_year", "birth_month", "birth_day"],
            ["id", "Рік народження", "Місяць народження", "День народження"],
            ["id", "год рождения", "месяц рождения", "число рождения"],
            ["id", "year", "month", "day"],
            ["id", "Рік народження", "місяць", "число"],
        ] {
            let parts = DateParts::by_headings(&headings);
            let expected = DateParts { year: 1, month: Some(2), day: Some(3) };
            assert_eq!(parts, Some(expected), "{headings:?}");
        }
        for headings in [
            ["id", "year of birth", "surname", "day"],
            ["id", "year", "month", "surname"],
            ["birth date", "year", "month", "day"],
        ] {
            assert_eq!(DateParts::by_headings(&headings), None, "{headings:?}");
        }
    }

    #[test]
    fn parts_are_joined_as_far_as_they_are_known() {
        let parts = DateParts { year: 0, month: Some(1), day: Some(2) };
        for (cells, date) in [
            (["1990", "7", "31"], "31.07.1990"),
            (["1990", "липня", "31"], "31 липня 1990"),
            (["1990", "Jul", "3"], "03 Jul 1990"),
            (["1990", "07", ""], "07.1990"),
            (["1990", "", "31"], "1990"),
            (["", "7", "31"], ""),
            (["невідомо", "7", "31"], ""),
            (["1990-07-31", "7", "31"], "1990-07-31"),
        ] {
            assert_eq!(parts.join(|at| cells[at]), date);
        }
    }
}
