//! Clauses in an instance: recorded, proposed, accepted, refused, and shown as they stand.

use std::path::Path;

use exchange::agreement::{Clause, Command, Offered, State};
use exchange::journal;
use exchange::vocabulary::{Digest, Party, Side};

use super::Act;
use super::check::read_terms;
use super::show::hanging;
use crate::cli::{Failure, Out, Seat};

/// The fewest digits by which a clause may be named.
const DIGITS_MIN: usize = 6;
/// The digits of a digest that are shown in a table.
const DIGITS_SHOWN: usize = 12;

/// Takes terms in.
pub(super) async fn record(out: &mut Out, seat: &Seat, path: &Path) -> Result<(), Failure> {
    let terms = read_terms(path)?.terms;
    let (rows, digest) = (terms.rows.len(), terms.digest());
    let (mut desk, actor) = seat.open().await?;
    let command = Command::Record { terms: Box::new(terms) };
    desk.submit(&actor, journal::Command::Agreement(command)).await?;
    let open = desk.state().agreement.open_points().len();
    out.line(format!("recorded: {rows} clauses, {open} open points, digest {digest}"))
}

/// Takes a clause out of terms as one side reads it.
pub(super) fn clause_of(path: &Path, id: &str, side: Option<Side>) -> Result<Clause, Failure> {
    let terms = read_terms(path)?.terms;
    let Some(row) = terms.rows.iter().find(|row| row.id.as_str() == id) else {
        let ids: Vec<&str> = terms.rows.iter().map(|row| row.id.as_str()).collect();
        return Err(Failure::incomplete(
            format!("{} has no clause `{id}`", path.display()),
            format!("the clauses are: {}", ids.join(", ")),
        ));
    };
    let (a, b) = (row.clause(Side::A), row.clause(Side::B));
    let clause = match side {
        Some(Side::A) => a,
        Some(Side::B) => b,
        None if a == b => a,
        None => {
            return Err(Failure::incomplete(
                format!("the two sides read clause `{id}` differently"),
                "say whose words are proposed: --reading a or --reading b",
            ));
        }
    };
    clause.ok_or_else(|| {
        Failure::incomplete(
            format!("that side says nothing about clause `{id}`"),
            "propose the other reading, or write the clause into the terms first",
        )
    })
}

/// Proposes a clause.
pub(super) async fn propose(
    out: &mut Out,
    seat: &Seat,
    act: &Act,
    clause: Clause,
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let (id, digest) = (clause.id.clone(), clause.digest());
    let by = act.by.map_or(actor.party, Party::from);
    let command = Command::Propose { by, clause: Box::new(clause), evidence: act.evidence };
    desk.submit(&actor, journal::Command::Agreement(command)).await?;
    out.line(format!("{by} proposes `{id}`, digest {digest}"))?;
    standing(out, &desk.state().agreement, digest)
}

/// Accepts or refuses a clause.
pub(super) async fn answer(
    out: &mut Out,
    seat: &Seat,
    act: &Act,
    (digits, accepts): (&str, bool),
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let digest = find(&desk.state().agreement, digits)?;
    let by = act.by.map_or(actor.party, Party::from);
    let evidence = act.evidence;
    let command = if accepts {
        Command::Accept { by, digest, evidence }
    } else {
        Command::Refuse { by, digest, evidence }
    };
    desk.submit(&actor, journal::Command::Agreement(command)).await?;
    out.line(format!("{by} {}", if accepts { "accepts" } else { "refuses" }))?;
    standing(out, &desk.state().agreement, digest)
}

/// Finds a clause by the first digits of its digest.
fn find(state: &State, digits: &str) -> Result<Digest, Failure> {
    let found: Vec<Digest> = state
        .offered
        .keys()
        .filter(|digest| digits.len() >= DIGITS_MIN && digest.to_string().starts_with(digits))
        .copied()
        .collect();
    match found.as_slice() {
        [digest] => Ok(*digest),
        [] => Err(Failure::incomplete(
            format!("no proposed clause has a digest that begins with `{digits}`"),
            "`safeconduct agreement show` lists them; give at least 6 digits",
        )),
        [_, ..] => Err(Failure::incomplete(
            format!("{} clauses have digests that begin with `{digits}`", found.len()),
            "give more digits",
        )),
    }
}

fn standing(out: &mut Out, state: &State, digest: Digest) -> Result<(), Failure> {
    match state.offered.get(&digest) {
        Some(offered) => out.line(format!("`{}` is {}", offered.clause.id, status(offered))),
        None => Ok(()),
    }
}

fn status(offered: &Offered) -> String {
    let sides = |sides: &std::collections::BTreeSet<Side>| {
        sides.iter().map(Side::to_string).collect::<Vec<_>>().join(" and ")
    };
    match (offered.is_agreed(), offered.accepted.is_empty(), offered.refused.is_empty()) {
        (true, _, _) => "AGREED".to_owned(),
        (false, true, true) => "proposed".to_owned(),
        (false, false, true) => format!("accepted by {}", sides(&offered.accepted)),
        (false, true, false) => format!("refused by {}", sides(&offered.refused)),
        (false, false, false) => {
            format!(
                "accepted by {}, refused by {}",
                sides(&offered.accepted),
                sides(&offered.refused)
            )
        }
    }
}

/// Shows every clause and what is still open.
pub(super) async fn show(out: &mut Out, seat: &Seat, json: bool) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let state = &desk.state().agreement;
    let open = state.open_points();
    let settled = state.settled();
    if json {
        let answer = serde_json::json!({
            "offered": state.offered,
            "agreed": state.agreed,
            "open": open,
            "settled": settled.as_ref().ok(),
            "unsettled": settled.as_ref().err().map(|reasons| {
                reasons.iter().map(ToString::to_string).collect::<Vec<_>>()
            }),
        });
        return out.line(serde_json::to_string_pretty(&answer).map_err(anyhow::Error::from)?);
    }
    let mut offered: Vec<_> = state.offered.iter().collect();
    offered.sort_by_key(|(digest, offered)| (&offered.clause.id, **digest));
    for (digest, offered) in offered {
        let id = offered.clause.id.as_str();
        let digits = &digest.to_string()[..DIGITS_SHOWN];
        out.line(format!("{digits}  {id:<24} {}", status(offered)))?;
    }
    out.line(format!("agreed clauses: {}; open points: {}", state.agreed.len(), open.len()))?;
    for point in &open {
        hanging(out, "  - ", &format!("{}: {}", point.clause, point.question))?;
    }
    match settled {
        Ok(_) => out.line("settled: the agreed clauses are enough to plan from"),
        Err(reasons) => {
            out.line("not settled yet:")?;
            reasons.iter().try_for_each(|reason| hanging(out, "  - ", &reason.to_string()))
        }
    }
}
