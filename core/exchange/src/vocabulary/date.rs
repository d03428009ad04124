//! Dates as people know them: sometimes only the year.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date of which the day, or the day and the month, may be unknown.
///
/// Written `1990`, `1990-07` or `1990-07-31` (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// Only the year is known.
    Year(i16),
    /// The year and the month are known.
    Month(i16, i8),
    /// The whole date is known.
    Day(Date),
}

/// What came of reading a date that somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateReading {
    /// Nothing stands there, or a word for "unknown" does.
    Absent,
    /// A date.
    Read(PartialDate),
    /// A date of the right form that is in no calendar, such as 31.02.1990.
    Impossible,
    /// Text that is not a date.
    NotADate,
}

impl PartialDate {
    /// Returns the earliest day that it can be.
    pub fn earliest(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::Day(date) => Some(date),
        }
    }

    /// Returns the latest day that it can be.
    pub fn latest(self) -> Option<Date> {
        match self {
            Self::Year(year) => Date::new(year, 12, 31).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok().map(Date::last_of_month),
            Self::Day(date) => Some(date),
        }
    }

    /// Returns the whole date where it is known.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Year(_) | Self::Month(..) => None,
        }
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }

    /// Reads `1990`, `1990-07` or `1990-07-31`.
    pub fn read_iso(text: &str) -> DateReading {
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split('-').collect();
        let form: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        if !parts.iter().all(|part| digits(part)) {
            return DateReading::NotADate;
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
        let read = match form.as_slice() {
            [4] => number(0).map(Self::Year),
            [4, 2] => number(0)
                .zip(number(1))
                .filter(|(_, month)| (1..=12).contains(month))
                .and_then(|(year, month)| Some(Self::Month(year, i8::try_from(month).ok()?))),
            [4, 2, 2] => text.parse::<Date>().ok().map(Self::Day),
            _ => return DateReading::NotADate,
        };
        read.map_or(DateReading::Impossible, DateReading::Read)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        match Self::read_iso(&text) {
            DateReading::Read(date) => Ok(date),
            DateReading::Absent | DateReading::Impossible | DateReading::NotADate => {
                Err(format!("`{text}` is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_date_keeps_what_is_known_and_no_more() {
        let read = |text| PartialDate::read_iso(text);
        assert_eq!(read("1990"), DateReading::Read(PartialDate::Year(1990)));
        assert_eq!(read("1990-07"), DateReading::Read(PartialDate::Month(1990, 7)));
        assert_eq!(read("1990-02-31"), DateReading::Impossible);
        assert_eq!(read("1990-13"), DateReading::Impossible);
        assert_eq!(read("in 1990"), DateReading::NotADate);
        assert_eq!(read(""), DateReading::NotADate);
    }
}
