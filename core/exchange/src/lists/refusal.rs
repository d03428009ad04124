//! Why this stage refuses.

use super::{
    CELL_CHARACTERS_MAX, COLUMNS_MAX, FindingKey, HEADER_SEARCH_ROWS_MAX, MAPS_MAX, ROWS_MAX,
    SENDER_CHARACTERS_MAX,
};
use jiff::Timestamp;

use crate::vocabulary::{LineId, ListId, MapId, PersonId};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Nothing stands in the sheet.
    #[error("the list is empty")]
    Empty,
    /// No row names the columns.
    #[error("none of the first {HEADER_SEARCH_ROWS_MAX} rows names a column for the surname")]
    NoHeader,
    /// There is a header and nobody under it.
    #[error("nobody stands under the header in row {header_row}")]
    NoLines {
        /// The row of the header, counted from 1.
        header_row: u32,
    },
    /// Too many rows.
    #[error("the list has {rows} rows; at most {ROWS_MAX} are read")]
    TooManyRows {
        /// How many there are.
        rows: usize,
    },
    /// Too many columns.
    #[error("row {row} reaches to column {columns}; at most {COLUMNS_MAX} are read")]
    TooManyColumns {
        /// The row, counted from 1.
        row: u32,
        /// Its last filled column, counted from 1.
        columns: usize,
    },
    /// A cell longer than any spreadsheet makes.
    #[error("row {row}, column {column}: a cell of more than {CELL_CHARACTERS_MAX} characters")]
    CellTooLong {
        /// The row, counted from 1.
        row: u32,
        /// The column, counted from 1.
        column: u32,
    },
    /// Two columns are said to hold one thing.
    #[error("two columns are said to hold the {field}")]
    TwoColumns {
        /// The word for what both hold.
        field: &'static str,
    },
    /// A month or a day says nothing without its year.
    #[error("a column holds the month or the day of birth, and none holds the year")]
    YearMissing,
    /// Nobody could be known by such columns.
    #[error("no column is said to hold the surname or the whole name")]
    NoNameColumn,
    /// A map of columns is kept for somebody.
    #[error("a sender has a name of 1 to {SENDER_CHARACTERS_MAX} characters")]
    NoSender,
    /// As many maps of columns as are kept.
    #[error("{MAPS_MAX} maps of columns are kept, and no more can be")]
    TooManyMaps,
    /// A map that the journal does not know, or that was dropped.
    #[error("no map of columns {map} is kept in this instance")]
    UnknownMap {
        /// Its reference.
        map: MapId,
    },
    /// Questions are open.
    #[error("{count} finding{} not answered, the first is {first}", if *count == 1 { " is" } else { "s are" })]
    Unanswered {
        /// How many.
        count: usize,
        /// The first of them.
        first: FindingKey,
    },
    /// An answer to nothing that was found.
    #[error("no finding {key} is in this list")]
    NoSuchFinding {
        /// What the answer refers to.
        key: FindingKey,
    },
    /// Two answers to one finding.
    #[error("the finding {key} is answered twice")]
    AnsweredTwice {
        /// The finding.
        key: FindingKey,
    },
    /// An answer that keeps or sets aside without saying why.
    #[error("the answer to {key} gives no reason")]
    NoReason {
        /// The finding.
        key: FindingKey,
    },
    /// A correction where no single cell is meant.
    #[error("the finding {key} is about no single cell, so no value can correct it")]
    NothingToCorrect {
        /// The finding.
        key: FindingKey,
    },
    /// A corrected value with the same flaw.
    #[error("the value that corrects {key} has the same flaw")]
    StillWrong {
        /// The finding.
        key: FindingKey,
    },
    /// Every row was set aside.
    #[error("every line is set aside; nobody would be on the list")]
    NothingLeft,
    /// A list that the journal does not know.
    #[error("no list {list} is in this instance")]
    UnknownList {
        /// Its reference.
        list: ListId,
    },
    /// A closed or replaced list can no longer change.
    #[error("the list {list} is closed and can no longer change")]
    NotOpen {
        /// Its reference.
        list: ListId,
    },
    /// The sheet or the answers are not those that the journal recorded.
    #[error("what was opened for the list {list} is not what was recorded")]
    NotAsRecorded {
        /// Its reference.
        list: ListId,
    },
    /// Only one's own list is let out.
    #[error("the list {list} was made by the other side")]
    NotOurs {
        /// Its reference.
        list: ListId,
    },
    /// A list is let out only once it is closed.
    #[error("the list {list} is not closed yet")]
    StillOpen {
        /// Its reference.
        list: ListId,
    },
    /// A later version took its place.
    #[error("the list {list} was replaced by {by}")]
    WasReplaced {
        /// Its reference.
        list: ListId,
        /// The version in force.
        by: ListId,
    },
    /// The second person is the first.
    #[error("{name} asked for the release of the list {list}; it takes two people")]
    SamePerson {
        /// Its reference.
        list: ListId,
        /// Who asked.
        name: String,
    },
    /// Nothing is left to decide.
    #[error("the list {list} is released already")]
    ReleasedAlready {
        /// Its reference.
        list: ListId,
    },
    /// A list that two people have not let out.
    #[error("two people have not released the list {list}")]
    NotReleased {
        /// Its reference.
        list: ListId,
    },
    /// What was kept of the list is destroyed.
    #[error("the list {list} was erased")]
    WasErased {
        /// Its reference.
        list: ListId,
    },
    /// Somebody still has to cross by it.
    #[error("line {line} of the list {list} is on its way: nobody has signed the act of its stage")]
    AtWork {
        /// Its reference.
        list: ListId,
        /// The first such line.
        line: LineId,
    },
    /// Its time is not over.
    #[error("the list {list} is kept until {until}")]
    StillKept {
        /// Its reference.
        list: ListId,
        /// Until when.
        until: Timestamp,
    },
    /// A hold keeps what is known of somebody on it.
    #[error("the list {list} has a line of person {person}, who is on hold")]
    OnHold {
        /// Its reference.
        list: ListId,
        /// Whose data is on hold.
        person: PersonId,
    },
    /// A version that replaces a list of another kind.
    #[error("the list {list} is of another side or purpose")]
    OtherKind {
        /// The list that was to be replaced.
        list: ListId,
    },
}

crate::vocabulary::ids! { Refusal {
    Empty => "lists-empty",
    NoHeader => "lists-no-header",
    NoLines => "lists-no-lines",
    TooManyRows => "lists-too-many-rows",
    TooManyColumns => "lists-too-many-columns",
    CellTooLong => "lists-cell-too-long",
    TwoColumns => "lists-two-columns",
    YearMissing => "lists-year-missing",
    NoNameColumn => "lists-no-name-column",
    NoSender => "lists-no-sender",
    TooManyMaps => "lists-too-many-maps",
    UnknownMap => "lists-unknown-map",
    Unanswered => "lists-unanswered",
    NoSuchFinding => "lists-no-such-finding",
    AnsweredTwice => "lists-answered-twice",
    NoReason => "lists-no-reason",
    NothingToCorrect => "lists-nothing-to-correct",
    StillWrong => "lists-still-wrong",
    NothingLeft => "lists-nothing-left",
    UnknownList => "lists-unknown-list",
    NotOpen => "lists-not-open",
    NotAsRecorded => "lists-not-as-recorded",
    NotOurs => "lists-not-ours",
    StillOpen => "lists-still-open",
    WasReplaced => "lists-was-replaced",
    SamePerson => "lists-same-person",
    ReleasedAlready => "lists-released-already",
    NotReleased => "lists-not-released",
    WasErased => "lists-was-erased",
    AtWork => "lists-at-work",
    StillKept => "lists-still-kept",
    OnHold => "lists-on-hold",
    OtherKind => "lists-other-kind",
} }

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Empty => "check that it is the right file and the right sheet".to_owned(),
            Self::NoHeader => "head the columns: Прізвище, Фамилия or surname, and the others of \
                               spec/3-lists.md"
                .to_owned(),
            Self::NoLines { .. } => {
                "check that the people stand below the header, on the same sheet".to_owned()
            }
            Self::TooManyRows { .. } => "split the list".to_owned(),
            Self::TooManyColumns { .. } => {
                "delete the columns that are not about the person".to_owned()
            }
            Self::CellTooLong { .. } => {
                "shorten it; perhaps a quotation mark before it is never closed".to_owned()
            }
            Self::TwoColumns { .. } => {
                "leave one column for each meaning, and say not-read of the other".to_owned()
            }
            Self::YearMissing => "name the column of years too, as birth-year".to_owned(),
            Self::NoNameColumn => {
                "say which column holds the surname, as surname, or the whole name, as full-name"
                    .to_owned()
            }
            Self::NoSender => "name the office that sends such lists".to_owned(),
            Self::TooManyMaps => {
                "drop those that are out of use with `safeconduct lists map drop`".to_owned()
            }
            Self::UnknownMap { .. } => {
                "check the reference with `safeconduct lists map show`".to_owned()
            }
            Self::Unanswered { .. } => {
                "answer each with keep, set-aside or a corrected value, and a reason".to_owned()
            }
            Self::NoSuchFinding { .. } | Self::NotAsRecorded { .. } => {
                "read the list again and answer what is found now".to_owned()
            }
            Self::AnsweredTwice { .. } => "strike out one of the two answers".to_owned(),
            Self::NoReason { .. } => "say in a few words why".to_owned(),
            Self::NothingToCorrect { .. } => "answer keep or set-aside, with a reason".to_owned(),
            Self::StillWrong { .. } => {
                "give a value without it, or answer keep with a reason".to_owned()
            }
            Self::NothingLeft => "ask the sender for a new list".to_owned(),
            Self::UnknownList { .. } => {
                "check the reference with `safeconduct lists show`".to_owned()
            }
            Self::NotOpen { .. } => "read a new version that replaces it".to_owned(),
            Self::NotOurs { .. } => "release only lists of your own side".to_owned(),
            Self::StillOpen { .. } => {
                "answer its questions and close it with `safeconduct lists answer --close`"
                    .to_owned()
            }
            Self::WasReplaced { by, .. } => format!("release {by}"),
            Self::SamePerson { .. } => {
                "let a second officer say the same with --as NAME".to_owned()
            }
            Self::ReleasedAlready { list } => {
                format!("write it with `safeconduct lists write {list} --out FILE`")
            }
            Self::NotReleased { list } => format!(
                "let two officers say `safeconduct lists release {list}`, each with their own --as NAME"
            ),
            Self::WasErased { .. }
            | Self::AtWork { .. }
            | Self::StillKept { .. }
            | Self::OnHold { .. } => self.hint_of_keeping(),
            Self::OtherKind { .. } => {
                "replace a list only by one of the same side and purpose".to_owned()
            }
        }
    }

    fn hint_of_keeping(&self) -> String {
        if let Self::OnHold { person, .. } = self {
            return format!("a hold ends with `safeconduct registry unhold {person}`");
        }
        let hint = if matches!(self, Self::WasErased { .. }) {
            "its counts and references are in the journal; what is known of people is in the registry"
        } else {
            "wait; `safeconduct registry due` names lists whose time is over"
        };
        hint.to_owned()
    }

    /// Names the article or clause that the rule rests on, where it is more than the form of a list.
    pub fn basis(&self) -> Option<&'static str> {
        matches!(self, Self::AtWork { .. } | Self::StillKept { .. })
            .then_some("docs/data-protection.md: a year after the act of the last stage")
    }
}
