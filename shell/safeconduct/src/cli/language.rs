//! Languages as they are typed.

use clap::ValueEnum;
use exchange::announce;
use exchange::plan::planner::said;

/// A language as it is typed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageWord {
    /// English
    En,
    /// Ukrainian
    Uk,
    /// Russian
    Ru,
}

impl From<LanguageWord> for announce::Language {
    fn from(word: LanguageWord) -> Self {
        match word {
            LanguageWord::En => Self::English,
            LanguageWord::Uk => Self::Ukrainian,
            LanguageWord::Ru => Self::Russian,
        }
    }
}

impl From<LanguageWord> for said::Language {
    fn from(word: LanguageWord) -> Self {
        match word {
            LanguageWord::En => Self::English,
            LanguageWord::Uk => Self::Ukrainian,
            LanguageWord::Ru => Self::Russian,
        }
    }
}
