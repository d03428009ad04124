//! The kinds of flaw that a list can have, and how much each weighs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::vocabulary::Severity;

macro_rules! flaws {
    ($($(#[$doc:meta])* $name:ident $word:literal $severity:ident;)*) => {
        /// A kind of flaw. `spec/3-lists.md` has the same table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Flaw { $($(#[$doc])* #[serde(rename = $word)] $name),* }

        impl Flaw {
            /// All kinds, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the stable word for the kind.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// Says how much the kind weighs.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity),* }
            }
        }
    };
}

flaws! {
    /// The head of a column says nothing that is known, and the column is not empty.
    UnknownHeader "unknown-header" Question;
    /// Two columns have heads of one meaning; only the first is used.
    HeaderTwice "header-twice" Question;
    /// Cells stand in a column without a head.
    MissingHeader "missing-header" Question;
    /// Another sheet of the workbook holds something that was not read.
    OtherSheet "other-sheet" Question;
    /// The sheet has other columns than those that are kept for its sender.
    ColumnsChanged "columns-changed" Question;
    /// A column of dates with slashes was read day first.
    DayFirstAssumed "day-first-assumed" Note;
    /// Whole names in one cell were cut into parts by their order.
    NameOrderAssumed "name-order-assumed" Note;
    /// The row repeats the header.
    HeaderRepeated "header-repeated" Note;
    /// No name and nothing else that is about one person.
    NotAPerson "not-a-person" SetAside;
    /// No surname.
    MissingSurname "missing-surname" Question;
    /// A date that is in no calendar, or in no living memory.
    ImpossibleDate "impossible-date" Question;
    /// Text in a date column that is not a date.
    NotADate "not-a-date" Question;
    /// A year of two digits.
    ShortYear "short-year" Question;
    /// Two dates in one cell.
    TwoDates "two-dates" Question;
    /// A date with slashes that can only be read month first.
    MonthFirst "month-first" Question;
    /// A date with slashes in a column where some stand month first.
    AmbiguousDate "ambiguous-date" Question;
    /// Day serials of a spreadsheet in a column, read as dates.
    SerialDate "serial-date" Note;
    /// Born after the day of capture.
    BirthAfterCapture "birth-after-capture" Question;
    /// Born after the day on which the list is read.
    BirthInFuture "birth-in-future" Question;
    /// Captured after the day on which the list is read.
    CaptureInFuture "capture-in-future" Question;
    /// Under 15 or over 90 at capture.
    UnlikelyAge "unlikely-age" Question;
    /// The sender's reference stands on an earlier row too.
    DuplicateId "duplicate-id" Question;
    /// The service number stands on an earlier row too, with another name.
    DuplicateServiceNumber "duplicate-service-number" Question;
    /// The same name and birth date stand on an earlier row.
    SamePersonTwice "same-person-twice" Question;
    /// A formula instead of a value.
    FormulaCell "formula-cell" Question;
    /// A cell merged with one above; only that one holds the value.
    MergedCell "merged-cell" Question;
    /// A word holds letters of two alphabets.
    MixedAlphabets "mixed-alphabets" Question;
    /// Characters that cannot be seen; the cell was read without them.
    InvisibleCharacter "invisible-character" Note;
    /// Characters were lost when the file was saved.
    LostCharacters "lost-characters" Question;
    /// A digit stands in a name.
    DigitInName "digit-in-name" Question;
    /// Only an initial stands for a name.
    InitialOnly "initial-only" Note;
    /// A number or a date stands in a column of names.
    NotText "not-text" Question;
    /// Service numbers in a column that were kept as numbers, and may have lost zeros in front.
    NumberCell "number-cell" Note;
    /// A word for health, sex or standing that is not known.
    UnknownWord "unknown-word" Question;
    /// A cell much longer than what belongs there.
    LongCell "long-cell" Question;
}

impl Flaw {
    /// Reads the word back.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|flaw| flaw.word() == word)
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Where a flaw is and of which kind: what an answer refers to. It says nothing about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FindingKey {
    /// The row, counted from 1; none when a column or the whole list is meant.
    pub row: Option<u32>,
    /// The column, counted from 1; none when no single column is meant.
    pub column: Option<u32>,
    /// The kind.
    pub flaw: Flaw,
}

impl fmt::Display for FindingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |number: Option<u32>| number.map_or_else(|| "*".to_owned(), |n| n.to_string());
        write!(f, "{}:{}:{}", part(self.row), part(self.column), self.flaw)
    }
}

impl FindingKey {
    /// Reads `14:5:impossible-date`; `*` stands where no one row or column is meant.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.trim().split(':');
        let mut part = || match parts.next()? {
            "*" => Some(None),
            number => number.parse::<u32>().ok().filter(|number| *number > 0).map(Some),
        };
        let (row, column) = (part()?, part()?);
        let flaw = Flaw::of_word(parts.next()?)?;
        parts.next().is_none().then_some(Self { row, column, flaw })
    }
}

impl From<FindingKey> for String {
    fn from(key: FindingKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for FindingKey {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text).ok_or_else(|| format!("`{text}` is not row:column:kind"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_nothing_else_does() {
        for flaw in Flaw::ALL {
            let key = FindingKey { row: Some(14), column: None, flaw: *flaw };
            assert_eq!(FindingKey::read(&key.to_string()), Some(key));
        }
        for text in ["", "14:5", "0:5:not-a-date", "14:5:nonsense", "14:5:not-a-date:x"] {
            assert_eq!(FindingKey::read(text), None, "{text}");
        }
    }
}
