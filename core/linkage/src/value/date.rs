//! Dates as clerks write them, and the slips they make.

use super::Level;

/// A day of which parts may be unknown (0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate {
    /// The year.
    pub year: u16,
    /// The month, 0 when unknown.
    pub month: u8,
    /// The day, 0 when unknown.
    pub day: u8,
}

impl CivilDate {
    /// Reads `1990-07-31`, `19900731`, `31.07.1990`, `31/07/1990`, `31 Jul 1990`, `07.1990`,
    /// `1990-07`, `1990`. None when it is none of these.
    pub fn read(text: &str) -> Option<Self> {
        let parts: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .map(str::to_lowercase)
            .take(4)
            .collect();
        let number = |part: &str| part.parse::<u32>().ok();
        let month = |part: &str| number(part).or_else(|| month_by_name(part));
        let parts: Vec<&str> = parts
            .iter()
            .map(String::as_str)
            .filter(|part| !matches!(*part, "р" | "г" | "рік" | "год"))
            .collect();
        let (year, month, day) = match parts.as_slice() {
            [whole] if whole.len() == 8 => {
                let whole = number(whole)?;
                (whole / 10_000, whole / 100 % 100, whole % 100)
            }
            [year] if year.len() == 4 => (number(year)?, 0, 0),
            [year, m] if year.len() == 4 => (number(year)?, month(m)?, 0),
            [m, year] if year.len() == 4 => (number(year)?, month(m)?, 0),
            [year, m, day] if year.len() == 4 => (number(year)?, month(m)?, number(day)?),
            [day, m, year] if year.len() == 4 => match number(day) {
                Some(day) => (number(year)?, month(m)?, day),
                None => (number(year)?, month_by_name(day)?, number(m)?),
            },
            _ => return None,
        };
        if !(1850..=2100).contains(&year) || month > 31 || day > 31 {
            return None;
        }
        // 12/25/1990: only one order is a date.
        let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
        if month > 12 {
            return None;
        }
        let narrow = |number: u32| u8::try_from(number).ok();
        Some(Self { year: u16::try_from(year).ok()?, month: narrow(month)?, day: narrow(day)? })
    }

    /// Says whether year, month and day are known.
    pub fn is_whole(self) -> bool {
        self.month > 0 && self.day > 0
    }

    /// Returns the date with day and month exchanged, where that is a date and another one.
    pub fn exchanged(self) -> Option<Self> {
        (self.is_whole() && self.day <= 12 && self.day != self.month).then_some(Self {
            month: self.day,
            day: self.month,
            ..self
        })
    }

    /// Packs the date into a number that orders like the date.
    pub fn packed(self) -> u64 {
        u64::from(self.year) << 16 | u64::from(self.month) << 8 | u64::from(self.day)
    }

    /// Returns the date of a packed number.
    pub(crate) fn unpacked(packed: u32) -> Self {
        let (month, day) = (packed >> 8 & 0xff, packed & 0xff);
        let narrow = |number: u32| u8::try_from(number).expect("eight bits fit");
        let year = u16::try_from(packed >> 16).expect("sixteen bits fit");
        Self { year, month: narrow(month), day: narrow(day) }
    }

    /// 1 equal; 2 day and month exchanged; 3 one part differs; 4 agrees as far as known; 5 only the
    /// year agrees; 6 a year apart, or the parts of the day agree with two slips; 7 other.
    pub(crate) fn level(self, other: Self) -> Level {
        if self == other && self.is_whole() {
            return 1;
        }
        let same_year = self.year == other.year;
        if !self.is_whole() || !other.is_whole() {
            let months = self.month == 0 || other.month == 0 || self.month == other.month;
            return match (same_year, months) {
                (true, true) => 4,
                (true, false) => 5,
                (false, _) if self.year.abs_diff(other.year) == 1 => 6,
                (false, _) => 7,
            };
        }
        let (same_month, same_day) = (self.month == other.month, self.day == other.day);
        match (same_year, same_month, same_day) {
            (true, ..) if self.exchanged() == Some(other) => 2,
            (true, true, _) | (true, _, true) | (_, true, true) => 3,
            (true, false, false) => 5,
            _ if self.year.abs_diff(other.year) == 1 => 6,
            _ => 7,
        }
    }
}

fn month_by_name(text: &str) -> Option<u32> {
    const STARTS: [&[&str]; 12] = [
        &["jan", "січ", "янв"],
        &["feb", "лют", "фев"],
        &["mar", "бер", "мар"],
        &["apr", "кві", "апр"],
        &["may", "тра", "май", "мая"],
        &["jun", "чер", "июн"],
        &["jul", "лип", "июл"],
        &["aug", "сер", "авг"],
        &["sep", "вер", "сен"],
        &["oct", "жов", "окт"],
        &["nov", "лис", "ноя"],
        &["dec", "гру", "дек"],
    ];
    let at = STARTS.iter().position(|starts| starts.iter().any(|start| text.starts_with(start)))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> CivilDate {
        CivilDate::read(text).unwrap()
    }

    #[test]
    fn one_day_is_written_in_many_ways() {
        for text in [
            "1990-07-31",
            "31.07.1990",
            "31/07/1990",
            "19900731",
            "31 Jul 1990",
            "31 липня 1990 р.",
        ] {
            assert_eq!(date(text).level(date("1990-07-31")), 1, "{text}");
        }
        for text in ["", "unknown", "45.45.1990", "1990-13-40", "99999999", "07.31"] {
            assert_eq!(CivilDate::read(text), None, "{text}");
        }
    }

    #[test]
    fn each_slip_has_its_level() {
        let born = date("1990-07-11");
        for (text, level) in [
            ("1990-11-07", 2),
            ("1991-07-11", 3),
            ("1990-07-12", 3),
            ("1990", 4),
            ("1990-07", 4),
            ("1990-01-02", 5),
            ("1991-02-03", 6),
            ("1975-02-03", 7),
        ] {
            assert_eq!(born.level(date(text)), level, "{text}");
            assert_eq!(date(text).level(born), level, "{text}");
        }
    }
}
