//! Verdicts as a table for a program. It names nobody.

use exchange::reconcile::wording::{bits, word};
use exchange::reconcile::{LineVerdict, by_urgency};

use super::told::{Indexed, Told, written};
use crate::workbook::csv_bytes;

/// The heads of the table.
const HEADS: [&str; 12] = [
    "row",
    "reference",
    "line",
    "verdict",
    "because",
    "probability",
    "ours",
    "person",
    "before",
    "look",
    "slips",
    "reasons",
];

/// Writes verdicts as CSV, those first that need a person.
pub(super) fn csv<'a>(
    verdicts: impl IntoIterator<Item = &'a LineVerdict>,
    told: &Told<'_>,
) -> Vec<u8> {
    let ordered = by_urgency(verdicts);
    let indexed = Indexed::of(told, &ordered);
    let mut rows = vec![HEADS.map(str::to_owned).to_vec()];
    for verdict in ordered {
        let line = indexed.line(verdict);
        let id = |id: Option<String>| id.unwrap_or_default();
        let slips: Vec<String> = verdict
            .slips()
            .map(|reason| format!("{}: {}", reason.field, word(reason.says)))
            .collect();
        let reasons: Vec<String> = verdict
            .waterfall
            .reasons
            .iter()
            .map(|reason| {
                let (field, says, bits) = (reason.field, word(reason.says), bits(reason.weight));
                format!("{field}/{} {says} {bits}", reason.level)
            })
            .collect();
        rows.push(vec![
            id(line.map(|line| line.row.to_string())),
            written(line.map(|line| &line.fields), exchange::lists::Field::Id).to_owned(),
            verdict.line.to_string(),
            verdict.verdict.word().to_owned(),
            indexed.because(verdict).id.trim_start_matches("because.").to_owned(),
            format!("{:.3}", f64::from(verdict.probability_per_mille) / 1000.0),
            id(verdict.ours.as_ref().map(ToString::to_string)),
            id(verdict.person.as_ref().map(ToString::to_string)),
            id(verdict.before.as_ref().map(ToString::to_string)),
            verdict.urgency().to_string(),
            slips.join("; "),
            reasons.join("; "),
        ]);
    }
    // A program wants no byte order mark, and there is nobody's name in it to be misread.
    csv_bytes(&rows).into_iter().skip('\u{feff}'.len_utf8()).collect()
}
