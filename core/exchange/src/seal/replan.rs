//! Makes sure that a sealed plan is one that its own inputs allow: the clauses that are AGREED, the two
//! sealed tables, the draw that both sides showed, and the vehicles that stand beside the plan.

use std::collections::BTreeMap;

use super::act::Kind;
use super::bundle::Name;
use super::clauses::Standing;
use super::payload::{Proposal, SealedPlan};
use super::reading::{Entry, Reading};
use super::report::{Objection, Weight};
use crate::agreement::{Clause, Settled};
use crate::plan::{ClassTable, Ground, check, seed};
use crate::vocabulary::{ClauseId, Digest, Party, Side};

/// Checks every sealed plan again, and returns what stands against it.
pub(super) fn objections(reading: &Reading) -> Vec<Objection> {
    let mut found = Vec::new();
    for entry in reading.entries.iter().filter(|entry| entry.act.kind == Kind::Plan) {
        let Some(sealed) = read::<SealedPlan>(entry) else { continue };
        let path = Name::Payload(entry.act.seq).path();
        match recheck(reading, &sealed) {
            Ok(broken) => found
                .extend(broken.into_iter().map(|broken| Objection::contradiction(&path, broken))),
            Err(why) => found.push(Objection {
                weight: Weight::Note,
                file: Some(path),
                what: format!("the plan could not be made again from this bundle: {why}"),
                hint:
                    "its signatures hold; `safeconduct plan check` can check it where its terms are"
                        .to_owned(),
            }),
        }
    }
    found
}

/// Returns what the plan breaks, or why that cannot be told from here.
fn recheck(reading: &Reading, sealed: &SealedPlan) -> Result<Vec<String>, String> {
    let settled = Settled::of(&agreed(reading)).map_err(|open| {
        let open: Vec<String> = open.iter().map(ToString::to_string).collect();
        format!("the agreed clauses do not settle it ({})", open.join("; "))
    })?;
    let table = |side| {
        let mut tables = reading.entries.iter().filter(|entry| {
            entry.act.kind == Kind::ClassTable && entry.act.from == Party::from(side)
        });
        tables
            .find_map(read::<ClassTable>)
            .ok_or_else(|| format!("the table of side {side} is not at hand"))
    };
    let tables = [table(Side::A)?, table(Side::B)?];
    let (Some(a), Some(b)) = (reading.ledger.seed(Party::A), reading.ledger.seed(Party::B)) else {
        return Err("the draw is not at hand".to_owned());
    };
    Ok(match Ground::new(&settled, &sealed.transport) {
        Err(refusal) => vec![refusal.to_string()],
        Ok(ground) => match check(&ground, &tables, seed(&a.0, &b.0), &sealed.plan) {
            Ok(_) => Vec::new(),
            Err(violations) => violations.iter().map(ToString::to_string).collect(),
        },
    })
}

/// Returns the clauses that are AGREED, each in the wording agreed last.
fn agreed(reading: &Reading) -> Vec<Clause> {
    let mut words: BTreeMap<(ClauseId, Digest), Clause> = BTreeMap::new();
    for entry in &reading.entries {
        if matches!(entry.act.kind, Kind::Propose | Kind::Counter)
            && let Some(proposal) = read::<Proposal>(entry)
        {
            words.extend(
                proposal.clauses.into_iter().map(|own| ((own.id.clone(), own.digest()), own)),
            );
        }
    }
    let mut last: BTreeMap<ClauseId, (u64, Digest)> = BTreeMap::new();
    let standings = reading.ledger.clauses().standings(reading.ledger.witnessed());
    for (clause, digest, standing) in standings {
        if let Standing::Agreed { a, b, .. } = standing {
            let now = (a.max(b), digest);
            last.entry(clause).and_modify(|before| *before = now.max(*before)).or_insert(now);
        }
    }
    last.into_iter().filter_map(|(clause, (_, digest))| words.remove(&(clause, digest))).collect()
}

fn read<T: serde::de::DeserializeOwned>(entry: &Entry) -> Option<T> {
    serde_json::from_slice(&entry.payload.as_ref()?.0).ok()
}
