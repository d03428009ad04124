//! Registry: claims about people, each with its source. A status is computed from claims; evidence is
//! never overwritten.
//!
//! A [`Claim`] says who says what of whom, how far they can be trusted, and under which condition they
//! said it. Claims climb the ladder of [`Status`]; [`State::status`] computes it for any past moment and
//! names the claim it rests on. Two entries can be merged and unmerged. Erasing a person destroys the
//! vault's records and leaves events that say nothing of anybody. `spec/2-registry.md` is the rule.

mod card;
mod claim;
mod claims;
mod decide;
mod disputed;
mod identity;
mod ladder;
mod owed;
mod papers;
mod refusal;
mod retention;
mod saved;
mod search;
mod source;
mod state;
mod status;
mod touches;

pub use card::{CARD_NAMES_MAX, CARD_VALUES_MAX, Card};
pub use claim::{Assertion, Claim, Kept, Opened, Recorded as RecordedClaim, Source, Stated, Told};
pub use claims::{ClaimPlace, Claims};
pub use decide::{Command, decide};
pub use disputed::{Dispute, disputes};
pub use ladder::{StatusReading, Step};
pub use owed::{HEALTH_DAYS, ITEMS_OF_CIVILIANS, ITEMS_OF_PRISONERS, Owed, owed};
pub use papers::{
    NewPaper, PAPER_BYTES_MAX, PAPER_WORDS_MAX, PAPERS_MAX, Paper, PaperForm, PaperKind,
    PaperWords, Papers,
};
pub use refusal::Refusal;
pub use retention::{Clock, Due, KEPT_AFTER_RETURN_DAYS, clock, due};
pub use search::{
    CARD_KEYS_MAX, Fit, Key, LIKENESS_MIN, LOOKS_KNOWN_MIN, Likeness, QUERY_CHARACTERS_MAX,
    QUERY_KEYS_MAX, Query, WIDE_KEYS_MAX,
};
pub use source::{Condition, Credibility, Reliability, Script, SourceKind};
pub use state::{Event, Merge, Person, State};
pub use status::{Known, Status};
pub use touches::{Entry, Touches, touches};

#[cfg(test)]
mod tests;
