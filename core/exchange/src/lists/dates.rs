//! Dates as officers type them.
//!
//! Whatever could be two dates is not decided here: the reading says in which form the date stood,
//! and the reader of the list turns that into a finding.

use jiff::civil::Date;

use crate::vocabulary::{DateReading, PartialDate};

/// The earliest year that a date on a list can have; an earlier one is a slip of the hand.
const YEAR_MIN: i16 = 1880;
/// The latest year that a date on a list can have.
const YEAR_MAX: i16 = 2100;
/// The first Excel day serial that is read as a date: 18 May 1927 in the common calendar.
const SERIAL_MIN: i32 = 10_000;
/// The last Excel day serial that is read as a date: 26 November 2064.
const SERIAL_MAX: i32 = 60_230;

/// What came of reading a date cell, and in which form it stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// A date that can be only one.
    Plain(PartialDate),
    /// Written with slashes and both leading numbers at most 12: read day first.
    DayFirstAssumed(PartialDate),
    /// Written with slashes, month first: no other date fits.
    MonthFirst(PartialDate),
    /// A day serial of a spreadsheet.
    Serial(PartialDate),
    /// A year of two digits.
    ShortYear,
    /// Two dates.
    TwoDates,
    /// A date of the right form that is in no calendar.
    Impossible,
    /// Not a date.
    NotADate,
}

impl Reading {
    /// Returns the date, where there is one.
    pub(super) fn date(self) -> Option<PartialDate> {
        match self {
            Self::Plain(date)
            | Self::DayFirstAssumed(date)
            | Self::MonthFirst(date)
            | Self::Serial(date) => Some(date),
            Self::ShortYear | Self::TwoDates | Self::Impossible | Self::NotADate => None,
        }
    }
}

/// Reads a date that somebody typed, in any of the forms of `spec/3-lists.md`.
///
/// An ambiguous form is read day first; where that matters, read the list with [`super::read`], which
/// reports it.
pub fn read_date(text: &str) -> DateReading {
    if super::words::is_unknown(text) {
        return DateReading::Absent;
    }
    match read_text(text) {
        Reading::Impossible => DateReading::Impossible,
        Reading::ShortYear | Reading::TwoDates | Reading::NotADate => DateReading::NotADate,
        reading @ (Reading::Plain(_)
        | Reading::DayFirstAssumed(_)
        | Reading::MonthFirst(_)
        | Reading::Serial(_)) => reading.date().map_or(DateReading::NotADate, DateReading::Read),
    }
}

/// Reads a number in a date column: a year, a day serial, or `YYYYMMDD`.
pub(super) fn read_number(number: f64, epoch_1904: bool) -> Reading {
    let whole = number.trunc();
    if !(0.0..=99_999_999.0).contains(&whole) {
        return Reading::NotADate;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
    let whole = whole as i32;
    if (i32::from(YEAR_MIN)..=i32::from(YEAR_MAX)).contains(&whole) {
        return i16::try_from(whole)
            .map_or(Reading::NotADate, |y| Reading::Plain(PartialDate::Year(y)));
    }
    if whole >= 10_000_000 {
        return year_month_day(whole / 10_000, whole / 100 % 100, whole % 100);
    }
    serial(whole, epoch_1904)
}

fn serial(days: i32, epoch_1904: bool) -> Reading {
    if !(SERIAL_MIN..=SERIAL_MAX).contains(&days) {
        return Reading::NotADate;
    }
    // Excel counts a 29 February 1900 that never was, so for later days the count starts a day early.
    let start = if epoch_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
    start
        .checked_add(jiff::Span::new().days(days))
        .map_or(Reading::Impossible, |date| Reading::Serial(PartialDate::Day(date)))
}

/// A piece of a date text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Digits(String),
    Month(i8),
    Slash,
}

/// Reads `1990-07-31` and `31.07.1990`, which most cells of a long list hold; none when the text is of
/// another form, or no day, for which see [`read_text`].
fn common(text: &str) -> Option<Reading> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0_i16, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
        })
    };
    let (year, month, day) = match (bytes[4], bytes[7], bytes[2], bytes[5]) {
        (b'-', b'-', ..) => (digits(0, 4)?, digits(5, 7)?, digits(8, 10)?),
        (.., b'.', b'.') => (digits(6, 10)?, digits(3, 5)?, digits(0, 2)?),
        _ => return None,
    };
    let year = known_year(i32::from(year))?;
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(Reading::Plain(PartialDate::Day(date)))
}

pub(super) fn read_text(text: &str) -> Reading {
    if let Some(reading) = common(text) {
        return reading;
    }
    read_pieces(text)
}

fn read_pieces(text: &str) -> Reading {
    let Some(pieces) = pieces(text) else { return Reading::NotADate };
    let slashes = pieces.contains(&Piece::Slash);
    let pieces: Vec<&Piece> = pieces.iter().filter(|piece| **piece != Piece::Slash).collect();
    match pieces.as_slice() {
        [Piece::Digits(one)] => single(one),
        [Piece::Month(month), Piece::Digits(year)] if year.len() == 4 => {
            month_of(number(year), *month)
        }
        [Piece::Digits(a), Piece::Digits(b)] => two(a, b),
        [Piece::Digits(day), Piece::Month(month), Piece::Digits(year)]
        | [Piece::Month(month), Piece::Digits(day), Piece::Digits(year)]
            if day.len() <= 2 =>
        {
            match year.len() {
                4 => year_month_day(number(year), i32::from(*month), number(day)),
                2 => Reading::ShortYear,
                _ => Reading::NotADate,
            }
        }
        [Piece::Digits(year), Piece::Month(month), Piece::Digits(day)]
            if year.len() == 4 && day.len() <= 2 =>
        {
            year_month_day(number(year), i32::from(*month), number(day))
        }
        [Piece::Digits(a), Piece::Digits(b), Piece::Digits(c)] => three(a, b, c, slashes),
        many if years(many) >= 2 => Reading::TwoDates,
        _ => Reading::NotADate,
    }
}

fn years(pieces: &[&Piece]) -> usize {
    pieces
        .iter()
        .filter(|piece| matches!(piece, Piece::Digits(digits) if digits.len() == 4))
        .count()
}

fn single(digits: &str) -> Reading {
    match digits.len() {
        4 => year(number(digits)),
        5 => serial(number(digits), false),
        8 => {
            let whole = number(digits);
            year_month_day(whole / 10_000, whole / 100 % 100, whole % 100)
        }
        _ => Reading::NotADate,
    }
}

fn two(a: &str, b: &str) -> Reading {
    match (a.len(), b.len()) {
        (4, 4) => Reading::TwoDates,
        (4, 1 | 2) => month_of_number(number(a), number(b)),
        (1 | 2, 4) => month_of_number(number(b), number(a)),
        _ => Reading::NotADate,
    }
}

fn three(a: &str, b: &str, c: &str, slashes: bool) -> Reading {
    match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => year_month_day(number(a), number(b), number(c)),
        (1 | 2, 1 | 2, 4) => {
            let (first, second, year) = (number(a), number(b), number(c));
            let day_first = year_month_day(year, second, first);
            if !slashes {
                return day_first;
            }
            match (day_first, year_month_day(year, first, second)) {
                (Reading::Plain(date), _) if first <= 12 && first != second && second <= 12 => {
                    Reading::DayFirstAssumed(date)
                }
                (Reading::Impossible, Reading::Plain(date)) => Reading::MonthFirst(date),
                _ => day_first,
            }
        }
        (1 | 2, 1 | 2, 2) => Reading::ShortYear,
        _ => Reading::NotADate,
    }
}

fn number(digits: &str) -> i32 {
    // `pieces` lets through at most eight digits.
    digits.parse().unwrap_or(i32::MAX)
}

fn known_year(year: i32) -> Option<i16> {
    i16::try_from(year).ok().filter(|year| (YEAR_MIN..=YEAR_MAX).contains(year))
}

fn year(year: i32) -> Reading {
    known_year(year).map_or(Reading::Impossible, |year| Reading::Plain(PartialDate::Year(year)))
}

fn month_of(year: i32, month: i8) -> Reading {
    known_year(year).map_or(Reading::Impossible, |y| Reading::Plain(PartialDate::Month(y, month)))
}

fn month_of_number(year: i32, month: i32) -> Reading {
    match i8::try_from(month) {
        Ok(month) if (1..=12).contains(&month) => month_of(year, month),
        Ok(_) | Err(_) => Reading::Impossible,
    }
}

fn year_month_day(year: i32, month: i32, day: i32) -> Reading {
    let date = known_year(year)
        .zip(i8::try_from(month).ok())
        .zip(i8::try_from(day).ok())
        .and_then(|((year, month), day)| Date::new(year, month, day).ok());
    date.map_or(Reading::Impossible, |date| Reading::Plain(PartialDate::Day(date)))
}

/// Cuts a text into numbers and months. Nothing, when it holds anything that does not belong in a
/// date.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let mut found = Vec::new();
    let mut rest = without_time(text.trim());
    while let Some(first) = rest.chars().next() {
        let length = |same: fn(char) -> bool| rest.find(|c| !same(c)).unwrap_or(rest.len());
        if first.is_ascii_digit() {
            let (digits, after) = rest.split_at(length(|c| c.is_ascii_digit()));
            if digits.len() > 8 {
                return None;
            }
            found.push(Piece::Digits(digits.to_owned()));
            rest = after;
        } else if first.is_alphabetic() {
            let (word, after) = rest.split_at(length(char::is_alphabetic));
            let word = word.to_lowercase();
            if let Some(month) = month(&word) {
                found.push(Piece::Month(month));
            } else if !filler(&word) {
                return None;
            }
            rest = after;
        } else if matches!(first, '.' | ',' | '-' | '–' | '—' | '/' | '\\') || first.is_whitespace()
        {
            if matches!(first, '/' | '\\') {
                found.push(Piece::Slash);
            }
            rest = &rest[first.len_utf8()..];
        } else {
            return None;
        }
    }
    (found.len() <= 12).then_some(found)
}

/// Cuts off a time of day: `1972-09-20T00:00:00` and `20.09.1972 0:00`.
fn without_time(text: &str) -> &str {
    let Some((until_colon, _)) = text.split_once(':') else { return text };
    match until_colon.rsplit_once(|c: char| c == 'T' || c.is_whitespace()) {
        Some((date, hour)) if hour.bytes().all(|b| b.is_ascii_digit()) => date.trim(),
        Some(_) | None => text,
    }
}

/// Words that stand beside a year and say nothing more.
fn filler(word: &str) -> bool {
    matches!(
        word,
        "р" | "року"
            | "рік"
            | "рн"
            | "н"
            | "народження"
            | "г"
            | "года"
            | "год"
            | "гр"
    ) || matches!(word, "рождения" | "of" | "th" | "st" | "nd" | "rd" | "the" | "year" | "born")
}

/// A month by its name or its usual short form, in three languages and any case of declension.
fn month(word: &str) -> Option<i8> {
    const STEMS: [&[&str]; 12] = [
        &["jan", "янв", "січ"],
        &["feb", "фев", "лют"],
        &["mar", "мар", "бер"],
        &["apr", "апр", "кві"],
        &["may", "май", "мая", "тра"],
        &["jun", "июн", "чер"],
        &["jul", "июл", "лип"],
        &["aug", "авг", "сер"],
        &["sep", "сен", "вер"],
        &["oct", "окт", "жов"],
        &["nov", "ноя", "лис"],
        &["dec", "дек", "гру"],
    ];
    let found = STEMS.iter().position(|stems| stems.iter().any(|stem| word.starts_with(stem)))?;
    // A longer word must be the month's own, or a surname such as "Мартинюк" would be a month.
    let whole = whole_words(found);
    (word.chars().count() <= 4 || whole.contains(&word)).then(|| i8::try_from(found + 1).ok())?
}

#[rustfmt::skip]
fn whole_words(month: usize) -> &'static [&'static str] {
    const WHOLE: [&[&str]; 12] = [
        &["january", "января", "январь", "січня", "січень"],
        &["february", "февраля", "февраль", "лютого", "лютий"],
        &["march", "марта", "март", "березня", "березень"],
        &["april", "апреля", "апрель", "квітня", "квітень"],
        &["may", "мая", "май", "травня", "травень"],
        &["june", "июня", "июнь", "червня", "червень"],
        &["july", "июля", "июль", "липня", "липень"],
        &["august", "августа", "август", "серпня", "серпень"],
        &["september", "сентября", "сентябрь", "вересня", "вересень"],
        &["october", "октября", "октябрь", "жовтня", "жовтень"],
        &["november", "ноября", "ноябрь", "листопада", "листопад"],
        &["december", "декабря", "декабрь", "грудня", "грудень"],
    ];
    WHOLE[month]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> PartialDate {
        PartialDate::Day(Date::new(year, month, day).unwrap())
    }

    #[test]
    fn the_common_forms_are_read_like_all_others() {
        for text in ["1990-07-31", "31.07.1990", "29.02.1996", "1880-01-01", "01.02.2100"] {
            assert!(common(text).is_some(), "{text}");
            assert_eq!(common(text), Some(read_pieces(text)), "{text}");
        }
        for text in
            ["31/07/1990", "29.02.1997", "1879-01-01", "1990.07.31", "31-07-1990", "нуль1990"]
        {
            assert_eq!(common(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_the_forms_that_officers_use() {
        for text in [
            "20.09.1972",
            "1972-09-20",
            "20 Sep 1972",
            "20 September 1972",
            "Sep 20, 1972",
            "20 вересня 1972 року",
            "20 сентября 1972 г.",
            "20/09/1972",
            "20-09-1972",
            "1972/09/20",
            "19720920",
            "1972-09-20T00:00:00",
            "20.09.1972 0:00",
            " 20.9.1972 р.н. ",
            "20.09.1972\u{a0}0:00",
            "20.09.1972\u{3000}00:00",
        ] {
            assert_eq!(read_text(text).date(), Some(day(1972, 9, 20)), "{text}");
        }
        assert_eq!(read_text("1972"), Reading::Plain(PartialDate::Year(1972)));
        assert_eq!(read_text("09.1972"), Reading::Plain(PartialDate::Month(1972, 9)));
        assert_eq!(read_text("вересень 1972"), Reading::Plain(PartialDate::Month(1972, 9)));
    }

    #[test]
    fn a_wide_space_before_a_colon_is_only_a_space() {
        for text in ["␪\u{a0}:", "\u{a0}:", "a\u{2003}7:", "\u{3000}:\u{3000}:"] {
            assert_eq!(read_text(text), Reading::NotADate, "{text}");
        }
    }

    #[test]
    fn a_spreadsheet_serial_is_the_day_that_the_spreadsheet_shows() {
        assert_eq!(read_number(26562.0, false), Reading::Serial(day(1972, 9, 20)));
        assert_eq!(read_number(26562.75, false), Reading::Serial(day(1972, 9, 20)));
        assert_eq!(read_number(25100.0, true), Reading::Serial(day(1972, 9, 20)));
        assert_eq!(read_text("26562"), Reading::Serial(day(1972, 9, 20)));
        assert_eq!(read_number(1972.0, false), Reading::Plain(PartialDate::Year(1972)));
        assert_eq!(read_number(7.0, false), Reading::NotADate);
        assert_eq!(read_number(f64::NAN, false), Reading::NotADate);
    }

    #[test]
    fn what_could_be_two_dates_says_so() {
        assert_eq!(read_text("07/10/1994"), Reading::DayFirstAssumed(day(1994, 10, 7)));
        assert_eq!(read_text("10/25/1994"), Reading::MonthFirst(day(1994, 10, 25)));
        assert_eq!(read_text("07/07/1994"), Reading::Plain(day(1994, 7, 7)));
        assert_eq!(read_text("07.10.94"), Reading::ShortYear);
        assert_eq!(read_text("20.09.1972, 21.09.1972"), Reading::TwoDates);
        assert_eq!(read_text("1972/1973"), Reading::TwoDates);
    }

    #[test]
    fn what_is_in_no_calendar_is_impossible_and_what_is_no_date_is_none() {
        for text in ["31.02.1990", "32.01.1990", "1990-13-01", "20.09.1072", "29.02.1991"] {
            assert_eq!(read_text(text), Reading::Impossible, "{text}");
        }
        for text in [
            "О5.12.1980",
            "близько 1972",
            "Мартинюк 1972",
            "12",
            "1.2.3.4",
            "9".repeat(40).as_str(),
        ] {
            assert_eq!(read_text(text), Reading::NotADate, "{text}");
        }
        assert_eq!(read_date("невідомо"), DateReading::Absent);
        assert_eq!(read_date("31.02.1990"), DateReading::Impossible);
        assert_eq!(read_date("20 Sep 1972"), DateReading::Read(day(1972, 9, 20)));
    }
}
