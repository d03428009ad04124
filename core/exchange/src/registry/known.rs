//! A person opened for comparison: what the best sources say of them.

use super::claim::{Opened, Recorded};
use super::{Card, Known, Status};
use crate::vocabulary::PersonId;

impl Known {
    /// Puts a person together from claims that the desk opened, as [`Card::of_claims`] does.
    pub fn of_claims(person: PersonId, status: Status, claims: &[(&Recorded, Opened)]) -> Self {
        Card::of_claims(claims).known(person, status)
    }
}
