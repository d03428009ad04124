//! What follows from a command about terms.

use super::{Clause, Event, Offered, Refusal, Terms, check_law};
use crate::journal::{Context, Outcome, State as Journal, Verb};
use crate::vocabulary::{Digest, Party, Side};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Record what each side says was agreed.
    Record {
        /// The terms as read.
        terms: Box<Terms>,
    },
    /// Propose a clause.
    Propose {
        /// The party that proposes it: a side or the mediator.
        by: Party,
        /// The clause.
        clause: Box<Clause>,
        /// The digest of the signed note, where another party did it.
        evidence: Option<Digest>,
    },
    /// Accept a clause that was proposed.
    Accept {
        /// The party that accepts it: a side.
        by: Party,
        /// The clause's digest.
        digest: Digest,
        /// The digest of the signed note, where another party did it.
        evidence: Option<Digest>,
    },
    /// Refuse a clause that was proposed, or take one's own proposal back.
    Refuse {
        /// The party that refuses it: a side.
        by: Party,
        /// The clause's digest.
        digest: Digest,
        /// The digest of the signed note, where another party did it.
        evidence: Option<Digest>,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::Record { .. }
            | Self::Propose { .. }
            | Self::Accept { .. }
            | Self::Refuse { .. } => Verb::Negotiate,
        }
    }
}

/// Says which events follow from a command, or refuses it.
///
/// # Errors
/// A clause that the law does not allow; an act of another party without its signed note; an answer to
/// nothing, or given before.
pub fn decide(
    state: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let event = match command {
        Command::Record { terms } => record(terms)?,
        Command::Propose { by, clause, evidence } => {
            check_evidence(context, by, evidence)?;
            propose(state, by, clause, evidence)?
        }
        Command::Accept { by, digest, evidence } => {
            check_evidence(context, by, evidence)?;
            let (by, offered) = answer(state, by, digest)?;
            if offered.accepted.contains(&by) {
                let clause = offered.clause.id.clone();
                return Err(Refusal::AnsweredAlready { side: by, clause });
            }
            Event::Accepted { by, digest, evidence }
        }
        Command::Refuse { by, digest, evidence } => {
            check_evidence(context, by, evidence)?;
            let (by, offered) = answer(state, by, digest)?;
            if offered.refused.contains(&by) {
                let clause = offered.clause.id.clone();
                return Err(Refusal::AnsweredAlready { side: by, clause });
            }
            Event::Refused { by, digest, evidence }
        }
    };
    Ok(Outcome::of(vec![event]))
}

fn record(terms: Box<Terms>) -> Result<Event, Refusal> {
    for row in &terms.rows {
        for clause in Side::BOTH.into_iter().filter_map(|side| row.clause(side)) {
            check_law(&clause)?;
        }
    }
    let digest = terms.digest();
    Ok(Event::TermsRecorded { terms, digest })
}

/// What another party did is recorded only with the signed note that proves it.
fn check_evidence(context: &Context, by: Party, evidence: Option<Digest>) -> Result<(), Refusal> {
    if by == context.actor.party || evidence.is_some() {
        Ok(())
    } else {
        Err(Refusal::NoEvidence(by))
    }
}

fn propose(
    state: &Journal,
    by: Party,
    clause: Box<Clause>,
    evidence: Option<Digest>,
) -> Result<Event, Refusal> {
    if by == Party::Host {
        return Err(Refusal::NoSay(by));
    }
    check_law(&clause)?;
    let digest = clause.digest();
    if let Some(offered) = state.agreement.offered.get(&digest) {
        if offered.is_agreed() {
            return Err(Refusal::AgreedAlready(clause.id));
        }
        // A side that took its proposal back may make it again.
        let withdrawn = by.side().is_some_and(|side| !offered.accepted.contains(&side));
        if offered.by.contains(&by) && !withdrawn {
            return Err(Refusal::ProposedAlready { party: by, clause: clause.id });
        }
    }
    Ok(Event::Proposed { by, clause, digest, evidence })
}

fn answer(state: &Journal, by: Party, digest: Digest) -> Result<(Side, &Offered), Refusal> {
    let side = by.side().ok_or(Refusal::NoSay(by))?;
    let offered = state.agreement.offered.get(&digest).ok_or(Refusal::UnknownClause(digest))?;
    if offered.is_agreed() {
        return Err(Refusal::AgreedAlready(offered.clause.id.clone()));
    }
    Ok((side, offered))
}

#[cfg(test)]
mod tests;
