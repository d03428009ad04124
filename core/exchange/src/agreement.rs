//! Agreement: what each party says was agreed, clause by clause, and the points that both readings leave open.
//!
//! Terms hold two readings of every clause. A clause is agreed when both sides accept the same bytes of
//! it; agreed clauses in which nothing is left unsaid add up to [`Settled`] terms. No clause may worsen
//! the Conventions (`spec/1-agreement.md`).

mod canonical;
mod clause;
mod decide;
mod law;
mod open;
mod predicate;
mod read;
mod refusal;
mod settled;
mod state;
mod terms;

pub use clause::{
    Basis, Bodies, CategoryRule, Clause, Commission, CommissionKind, Condition, Counted,
    DisclosedFact, Disclosure, Expiry, FurtherRound, Identified, Openness, Order, Parity, Quantity,
    Ratio, Release, Remains, Right, Rule, Schedule, Track, Until,
};
pub use decide::{Command, decide};
pub use law::{LEAST_CELL, check as check_law};
pub use open::{
    LineName, Listed, Lists, OpenKind, OpenPoint, Report, Tally, Turns, day_of, find as find_open,
};
pub use predicate::{Age, Definition, Gap, Health, Held, Predicate, Reference, Truth, Upper};
pub use read::{CLAUSES_MAX, Document, NotRead, TERMS_BYTES_MAX, read};
pub use refusal::Refusal;
pub use settled::{Category, Placement, Settled, Unsettled};
pub use state::{Event, Offered, State};
pub use terms::{Also, Reading, Round, Row, Terms};
