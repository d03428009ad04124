//! Who goes home in which stage: makes a plan under agreed terms, and checks anybody's plan.
//!
//! [`frame`] holds the terms, the stages and the vehicles; [`mod@unit`] the classes of people whom those
//! terms cannot tell apart; [`people`] turns people into classes where one reader may hold both
//! lists; [`tables`] reads the class counts that each side seals instead. [`check`] says whether a
//! plan obeys every term and what it costs whom; [`greedy`] makes a first plan. `spec/5-plan.md` is
//! the page that an opponent can build a second program from.

pub mod frame;
pub mod unit;

pub mod people;
pub mod tables;

pub mod check;
pub mod greedy;

pub mod certificate;
pub mod order;
pub mod program;
pub mod search;

mod exact;
mod simplex;

pub mod make;

pub mod assign;

pub mod explain;
pub mod forecast;
pub mod inclusion;
pub mod said;
pub mod what_if;

mod refusal;

pub use check::{Counts, Evaluation, Violation, evaluate};
pub use frame::{Aim, Capacity, Category, Frame, Need, Parity, Ratio, Side, Stage, Terms};
pub use make::{Made, Proof, make, make_within};
pub use refusal::Refusal;
pub use unit::{Demand, Instance, Key, Row, Unit};
