//! Reconcile: a verdict for each line of a closed list, with a probability and reasons. People decide;
//! this proposes.

mod columns;
mod decide;
mod duplicates;
mod judge;
mod kin;
mod mapping_file;
mod partners;
mod reason;
mod reply;
mod sheet;
mod status_words;
mod verdict;
pub mod wording;

#[cfg(test)]
mod tests;

/// The engine below, as the command line uses it: names across scripts, and linking of lists.
pub use linkage::{link, name, record, table, value};

pub use columns::{Mapping, Rows};
pub use decide::{Command, Comparison, Event, Kept, Settled, State, decide};
pub use duplicates::{Duplicate, duplicates};
pub use judge::{reconcile, reconcile_at};
pub use mapping_file::{MappingFile, Renamed};
pub use reason::{Reason, Says, Waterfall};
pub use reply::{
    ANSWER_HEADING, KeptReply, LAYOUT_CHARACTERS_MAX, LAYOUT_COLUMNS_MAX, Layout, NOT_READ_ANSWER,
    REPLY_FIELDS, Reply, ReplyColumn, ReplyHolds, ReplyStage,
};
pub use sheet::{Settlement, Sheet};
pub use status_words::status_of_word;
pub use verdict::{
    Because, Beside, Doubt, LineVerdict, Reconciliation, URGENCY_MAX, Verdict, accepted,
    by_urgency, counts,
};

/// How likely a single link may be wrong, and a single partner that is let go may be true, where nobody
/// says otherwise. It sets the bands of [`link::Bands`].
pub const ERROR_RATE: f64 = 0.01;

/// However small the error that is asked for, a partner below this probability is not worth a
/// reviewer's time: every line has some stranger who is one in twenty likely.
pub const REVIEW_MIN: f64 = 0.05;

use crate::vocabulary::{LineId, ListId};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// The rows cannot be compared.
    #[error(transparent)]
    Records(#[from] record::RecordsRefusal),
    /// A column that is needed is not there.
    #[error("no column is headed `{heading}`")]
    ColumnMissing {
        /// The heading that was looked for.
        heading: String,
    },
    /// Two columns mean one thing.
    #[error("two columns hold the {field}")]
    TwoColumns {
        /// The field's word.
        field: String,
    },
    /// A month or a day says nothing without its year.
    #[error("a column holds the month or the day of birth, and none holds the year")]
    YearMissing,
    /// No heading is known.
    #[error("no column can be compared")]
    NothingToCompare,
    /// The mapping file cannot be read.
    #[error("the mapping of columns cannot be read: {why}")]
    Mapping {
        /// What is wrong.
        why: String,
    },
    /// A list that is not closed may still change.
    #[error("list {list} is not closed")]
    NotClosed {
        /// The list.
        list: ListId,
    },
    /// The lines are not those that were closed.
    #[error("the lines are not those of list {list} as it was closed")]
    OtherLines {
        /// The list.
        list: ListId,
    },
    /// Nobody compared the list yet.
    #[error("list {list} was not compared yet")]
    NotCompared {
        /// The list.
        list: ListId,
    },
    /// The verdicts are not those that were recorded.
    #[error("the verdicts are not those of the last comparison of list {list}")]
    OtherVerdicts {
        /// The list.
        list: ListId,
    },
    /// The list has no such line.
    #[error("line {line} is not on the list that was compared")]
    UnknownLine {
        /// The line.
        line: LineId,
    },
    /// The line has a verdict already.
    #[error("line {line} is not doubtful")]
    NotDoubtful {
        /// The line.
        line: LineId,
    },
    /// There is nothing to take back.
    #[error("nobody has said what line {line} is, or a colleague has and it waits")]
    NothingSaid {
        /// The line.
        line: LineId,
    },
    /// A settlement has to settle.
    #[error("line {line} would stay doubtful")]
    StillDoubtful {
        /// The line.
        line: LineId,
    },
    /// Nobody is named whom the line would be.
    #[error("line {line} is said to be somebody, and nobody is named")]
    NobodyNamed {
        /// The line.
        line: LineId,
    },
    /// What a family is told rests on two people's judgement.
    #[error("line {line} needs a second reviewer, and this is the first one again")]
    SameReviewer {
        /// The line.
        line: LineId,
    },
    /// An agreed layout that cannot be used.
    #[error("the layout of the answer cannot be used: {why}")]
    Layout {
        /// What is wrong.
        why: String,
    },
    /// Only the other side's list is answered, and not one of people held for proceedings.
    #[error("list {list} is not one that is answered")]
    NotAnswered {
        /// The list.
        list: ListId,
    },
    /// Doubtful lines would be told as such.
    #[error("{doubtful} lines of list {list} are doubtful")]
    Doubtful {
        /// The list.
        list: ListId,
        /// How many.
        doubtful: u64,
    },
    /// Nobody drew an answer up, or a verdict changed since.
    #[error("no answer to list {list} is drawn up as the verdicts stand")]
    NoReply {
        /// The list.
        list: ListId,
    },
    /// It takes two people.
    #[error("{name} drew the answer up; it takes two people")]
    SamePerson {
        /// Who drew it up.
        name: String,
    },
    /// Nothing is left to agree to.
    #[error("the answer to list {list} is released already")]
    ReplyReleased {
        /// The list.
        list: ListId,
    },
    /// An answer that two people have not let out.
    #[error("two people have not released the answer to list {list}, as the verdicts stand")]
    NotReleased {
        /// The list.
        list: ListId,
    },
    /// The two reviewers do not say the same.
    #[error("the two reviewers of line {line} do not say the same")]
    ReviewersDiffer {
        /// The line.
        line: LineId,
    },
}

crate::vocabulary::ids! { Refusal {
    Records(record::RecordsRefusal::Repeated { .. }) => "reconcile-records-repeated",
    Records(record::RecordsRefusal::WithoutId { .. }) => "reconcile-records-without-id",
    Records(record::RecordsRefusal::Uneven { .. }) => "reconcile-records-uneven",
    Records(record::RecordsRefusal::TooMany { .. }) => "reconcile-records-too-many",
    Records(record::RecordsRefusal::TwoColumns { .. }) => "reconcile-records-two-columns",
    Records(record::RecordsRefusal::TooManyColumns { .. }) => "reconcile-records-too-many-columns",
    ColumnMissing => "reconcile-column-missing",
    TwoColumns => "reconcile-two-columns",
    YearMissing => "reconcile-year-missing",
    NothingToCompare => "reconcile-nothing-to-compare",
    Mapping => "reconcile-mapping",
    NotClosed => "reconcile-not-closed",
    OtherLines => "reconcile-other-lines",
    NotCompared => "reconcile-not-compared",
    OtherVerdicts => "reconcile-other-verdicts",
    UnknownLine => "reconcile-unknown-line",
    NotDoubtful => "reconcile-not-doubtful",
    NothingSaid => "reconcile-nothing-said",
    StillDoubtful => "reconcile-still-doubtful",
    NobodyNamed => "reconcile-nobody-named",
    SameReviewer => "reconcile-same-reviewer",
    Layout => "reconcile-layout",
    NotAnswered => "reconcile-not-answered",
    Doubtful => "reconcile-doubtful",
    NoReply => "reconcile-no-reply",
    SamePerson => "reconcile-same-person",
    ReplyReleased => "reconcile-reply-released",
    NotReleased => "reconcile-not-released",
    ReviewersDiffer => "reconcile-reviewers-differ",
} }

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Records(record::RecordsRefusal::Repeated { .. }) => {
                "give every row an id of its own".to_owned()
            }
            Self::Records(record::RecordsRefusal::WithoutId(_)) => {
                "fill the column of ids, or number the rows".to_owned()
            }
            Self::Records(record::RecordsRefusal::TooMany(_)) => "split the list".to_owned(),
            Self::Records(record::RecordsRefusal::TooManyColumns(_)) => {
                "name fewer columns in a mapping file".to_owned()
            }
            Self::Records(
                record::RecordsRefusal::Uneven { .. } | record::RecordsRefusal::TwoColumns(_),
            )
            | Self::TwoColumns { .. } => "leave one column for each meaning".to_owned(),
            Self::YearMissing => "name the column of years too, as `birth-year`".to_owned(),
            Self::ColumnMissing { .. } | Self::NothingToCompare => {
                "head the columns in Ukrainian, Russian or English, or name them in a file given \
                 with --columns"
                    .to_owned()
            }
            Self::Mapping { .. } => {
                "write `id = \"heading\"`, then `[columns]` with lines `heading = \"kind\"`"
                    .to_owned()
            }
            Self::NotClosed { .. } => "answer its questions and close it first".to_owned(),
            Self::OtherLines { .. } => "open the list from the vault again".to_owned(),
            Self::NotCompared { .. } => "compare it first".to_owned(),
            Self::OtherVerdicts { .. } => "open them from the vault again".to_owned(),
            Self::UnknownLine { .. } => "check the line's reference".to_owned(),
            Self::NotDoubtful { .. } => {
                "compare the lists again if something new is known".to_owned()
            }
            Self::NothingSaid { .. } => "what waits is taken back by who said it".to_owned(),
            Self::StillDoubtful { .. } => "leave it until you can tell".to_owned(),
            Self::NobodyNamed { .. } => "name our line or the person".to_owned(),
            Self::SameReviewer { .. } => "ask a colleague to look at it".to_owned(),
            Self::ReviewersDiffer { .. } => "look at it together".to_owned(),
            Self::Layout { .. } => {
                "write [[column]] with a heading and what it holds: row, answer, or a field by which they \
                 know a line again; and [words] with agreed words"
                    .to_owned()
            }
            Self::NotAnswered { .. } => {
                "answer whom the other side offers or asks for".to_owned()
            }
            Self::Doubtful { .. } => {
                "settle them, or say with --doubtful-too that they are told as doubtful".to_owned()
            }
            Self::NoReply { list } | Self::NotReleased { list } => format!(
                "draw it up with `safeconduct reconcile reply {list}`; a second officer says \
                 `safeconduct reconcile release {list}`"
            ),
            Self::SamePerson { .. } => "let a second officer say the same with --as NAME".to_owned(),
            Self::ReplyReleased { list } => {
                format!("write it with `safeconduct reconcile write {list} --out FILE`")
            }
        }
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        None
    }
}
