//! Why an instance, a table or a plan cannot be read. Each names the thing and how to mend it.

/// Why an input was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The file is not the JSON of an instance.
    #[error("the instance cannot be read: {0}")]
    NotAnInstance(String),
    /// A category is used that the terms do not name.
    #[error("{place} names the category `{name}`, which the terms do not have")]
    UnknownCategory {
        /// Where it stands.
        place: String,
        /// The word.
        name: String,
    },
    /// A word other than those that may stand there.
    #[error("{place} is `{word}`")]
    UnknownWord {
        /// Where it stands.
        place: String,
        /// What stands there.
        word: String,
        /// What may stand there.
        choices: &'static str,
    },
    /// A number that cannot be meant, or is larger than the stated limit.
    #[error("{place} is {number}, outside {least} to {most}")]
    OutOfRange {
        /// Where it stands.
        place: String,
        /// What stands there.
        number: i64,
        /// The least that may stand there.
        least: i64,
        /// The most that may stand there.
        most: i64,
    },
    /// Numbers that must rise do not.
    #[error("{place} must rise from each entry to the next, and does not at entry {entry}")]
    NotRising {
        /// Which list.
        place: String,
        /// Which entry, counted from 1.
        entry: usize,
    },
    /// The same name stands twice.
    #[error("{place} holds `{name}` twice")]
    Twice {
        /// Where.
        place: String,
        /// What.
        name: String,
    },
    /// A category is both counted and declared to go without count.
    #[error("the category `{0}` is counted in parity and also declared to go unconditionally")]
    CountedAndUnconditional(String),
    /// A counted category has no ratio.
    #[error("the counted category `{0}` has no parity ratio")]
    NoRatio(String),
    /// Members of one group are held by different sides.
    #[error("group `{0}` has members on both sides, who cannot travel together")]
    GroupAcrossSides(String),
    /// A field that must be filled is empty or is not a number.
    #[error("{place} is `{text}`, not {wanted}")]
    Unreadable {
        /// Where it stands.
        place: String,
        /// What stands there.
        text: String,
        /// What should.
        wanted: &'static str,
    },
    /// The floor over the agreement cannot be reached with these people and vehicles.
    #[error(
        "the floor of {floor} a side cannot be met: side {side} can send {most} at most; {binding}"
    )]
    FloorOutOfReach {
        /// The agreed floor.
        floor: u32,
        /// The side that falls short.
        side: crate::Side,
        /// How many that side can send.
        most: i64,
        /// The terms that bind.
        binding: String,
    },
}

impl Refusal {
    /// Says how to mend it.
    pub fn hint(&self) -> String {
        match self {
            Self::NotAnInstance(_) => {
                "write the instance as in spec/5-plan.md, section 2".to_owned()
            }
            Self::UnknownCategory { .. } => {
                "use a category from `precedence`, or add it to the terms".to_owned()
            }
            Self::UnknownWord { choices, .. } => format!("write one of: {choices}"),
            Self::OutOfRange { least, most, .. } => {
                format!("write a whole number from {least} to {most}")
            }
            Self::NotRising { .. } => "sort it, and let no entry stand twice".to_owned(),
            Self::Twice { .. } => "keep one of the two".to_owned(),
            Self::CountedAndUnconditional(_) => "take it out of `counted`: the seriously wounded, \
                 the sick and civilians go whether or not numbers match"
                .to_owned(),
            Self::NoRatio(_) => "give it a ratio such as [1, 1] under `parity`".to_owned(),
            Self::GroupAcrossSides(_) => "give each side's members a group of their own".to_owned(),
            Self::Unreadable { wanted, .. } => format!("write {wanted}"),
            Self::FloorOutOfReach { .. } => {
                "add vehicles or stages, agree on a lower floor, or plan these stages as a part of \
                 the agreement with `floor` 0"
                    .to_owned()
            }
        }
    }
}
