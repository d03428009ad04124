//! What a report tells beside the clauses: the title, what was read in several ways, and who signed for which
//! version of which list.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::act::Kind;
use super::clauses::Standing;
use super::payload::{Acknowledgement, Genesis, ListCommit, ListReply};
use super::reading::{Entry, Reading};
use super::report::{ClauseRow, DisputedRow, ListRow};
use crate::vocabulary::{ClauseId, Party};

fn read<T: DeserializeOwned>(entry: &Entry) -> Option<T> {
    serde_json::from_slice(&entry.payload.as_ref()?.0).ok()
}

/// Returns what people call the exchange.
pub(super) fn title(first: &Entry) -> Option<String> {
    (first.act.kind == Kind::Genesis).then(|| read::<Genesis>(first)).flatten().map(|own| own.title)
}

/// Who put a wording forward, and when; none once it was agreed or signed by both.
fn put_forward(standing: &Standing) -> Option<(Party, u64)> {
    match standing {
        Standing::Proposed { by, at, .. } | Standing::Refused { by, at, .. } => Some((*by, *at)),
        Standing::Withdrawn { by, at, .. } => Some(((*by).into(), *at)),
        Standing::Agreed { .. } | Standing::Signed { .. } | Standing::Lapsed { .. } => None,
    }
}

/// Returns the clauses with several wordings of which none was signed by both sides.
pub(super) fn disputed(clauses: &[ClauseRow]) -> Vec<DisputedRow> {
    let mut by_clause: BTreeMap<&ClauseId, Vec<Option<(Party, u64)>>> = BTreeMap::new();
    for row in clauses {
        by_clause.entry(&row.clause).or_default().push(put_forward(&row.standing));
    }
    let several = by_clause.into_iter().filter(|(_, readings)| readings.len() > 1);
    several
        .filter_map(|(clause, readings)| {
            let mut readings = readings.into_iter().collect::<Option<Vec<_>>>()?;
            readings.sort_by_key(|(_, entry)| *entry);
            Some(DisputedRow { clause: clause.clone(), readings })
        })
        .collect()
}

/// Returns the lists, each with who signed for that version of it.
pub(super) fn lists(reading: &Reading) -> Vec<ListRow> {
    let complete: Vec<bool> = reading.ledger.rows().iter().map(|row| row.complete).collect();
    let mut lists: Vec<ListRow> = Vec::new();
    for (entry, complete) in reading.entries.iter().zip(complete) {
        let (by, at) = (entry.act.from, entry.act.seq);
        if !complete {
            continue;
        }
        if entry.act.kind == Kind::ListCommit
            && let Some(own) = read::<ListCommit>(entry)
        {
            let ListCommit { list, version, count: lines, .. } = own;
            let (received, answered) = (Vec::new(), Vec::new());
            lists.push(ListRow { list, version, by, entry: at, lines, received, answered });
        }
        if entry.act.kind == Kind::Acknowledgement
            && let Some(own) = read::<Acknowledgement>(entry)
            && let Some(row) = lists.iter_mut().find(|row| row.entry == own.seq && row.by != by)
        {
            row.received.push((by, at));
        }
        if entry.act.kind == Kind::ListReply
            && let Some(own) = read::<ListReply>(entry)
            && let Some(row) = lists.iter_mut().find(|row| row.list == own.list && row.by != by)
        {
            let told = own.verdicts.iter().map(|(word, count)| format!("{count} {word}"));
            let told: Vec<String> = told.collect();
            row.answered.push((by, at, told.join(", ")));
        }
    }
    lists
}
