//! Who may ask for a piece of work: one table for pages and for the API, asked before anything of a request is
//! looked at. The desk asks again when the work is done.

use exchange::journal::{Deed, Purpose, Verb, may};
use exchange::vocabulary::{Actor, Role};

use super::{Desk, may_look_at_anybody, may_see_looks};
use crate::cli::{Failure, Kind};

/// Who may ask.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    /// Anybody who reaches the server: nothing of an instance's data is in the answer.
    Anybody,
    /// Whoever has signed in.
    Signed,
    /// Whoever may do this ([`exchange::journal::may`]).
    May(Verb),
    /// Whoever may do one of these.
    Either(Verb, Verb),
    /// Whoever may look at people for the purpose that the request names.
    Look(Deed),
    /// Whoever may look at people for this purpose.
    LookFor(Deed, Purpose),
    /// Whoever may see who looked.
    Looks,
}

impl Who {
    /// Says whether a role is let in, writing nothing down.
    pub(crate) fn lets_in(self, role: Role, asked: Purpose) -> bool {
        match self {
            Self::Anybody | Self::Signed => true,
            Self::May(verb) => may(role, verb),
            Self::Either(one, other) => may(role, one) || may(role, other),
            Self::Look(deed) => may_look_at_anybody(role, asked, deed),
            Self::LookFor(deed, purpose) => may_look_at_anybody(role, purpose, deed),
            Self::Looks => may_see_looks(role),
        }
    }
}

impl Desk {
    /// Refuses an actor who may not ask for a piece of work, and writes down that they did where people are
    /// looked at.
    pub(crate) async fn check_who(
        &self,
        actor: &Actor,
        (who, purpose): (Who, Purpose),
        work: &str,
    ) -> Result<(), Failure> {
        match who {
            Who::Anybody | Who::Signed => Ok(()),
            Who::May(_) | Who::Either(..) if who.lets_in(actor.role, purpose) => self.admit(actor),
            Who::May(_) | Who::Either(..) => Err(Failure::refused_as(
                Kind::NotAllowed,
                format!("the role {} may not do this", actor.role),
                "ask an administrator; docs/access.md says who may what",
            )),
            Who::Look(deed) => self.may_look(actor, (purpose, deed), work).await,
            Who::LookFor(deed, purpose) => self.may_look(actor, (purpose, deed), work).await,
            Who::Looks => self.may_see_looks(actor, work).await,
        }
    }
}
