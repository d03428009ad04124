//! Any table of any kinds of column is read and linked; every pair has a probability.
//!
//! The first line says what the columns hold, a letter each; every other line is a row, cut at tabs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkage::link::{self, Bands, Shape};
use linkage::record::{Builder, Column, Kind, Records};

const KINDS: [Kind; 15] = [
    Kind::Surname,
    Kind::GivenName,
    Kind::Patronymic,
    Kind::FullName,
    Kind::BirthDate,
    Kind::Date,
    Kind::Place,
    Kind::Rank,
    Kind::Unit,
    Kind::Number,
    Kind::Postcode,
    Kind::Address,
    Kind::Word,
    Kind::Sex,
    Kind::Text,
];

/// Reads rows; none where the reader refuses them.
fn records(heads: &str, rows: &[&str]) -> Option<Records> {
    let columns = heads.bytes().enumerate().map(|(at, byte)| Column {
        label: format!("{at}"),
        kind: KINDS[usize::from(byte) % KINDS.len()],
    });
    let columns: Vec<Column> = columns.collect();
    let count = columns.len();
    let mut builder = Builder::new(columns).ok()?;
    for row in rows {
        let mut cells = row.split('\t');
        let id = cells.next().unwrap_or_default();
        let cells = cells.chain(std::iter::repeat("")).take(count);
        builder.push(id, cells).ok()?;
    }
    builder.finish(|text| text == "-").ok()
}

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let heads = lines.next().unwrap_or_default();
    let rows: Vec<&str> = lines.collect();
    let (left, right) = rows.split_at(rows.len() / 2);
    let (Some(left), Some(right)) = (records(heads, left), records(heads, right)) else { return };
    for linked in [
        link::link(&left, &right, Shape::OneToOne),
        link::link(&left, &right, Shape::Many),
        link::within(&left),
    ] {
        let probabilities = || linked.links.iter().map(|link| link.probability);
        assert!(probabilities().all(|probability| (0.0..=1.0).contains(&probability)));
        assert!(linked.blocking_recall.is_none_or(|share| (0.0..=1.0).contains(&share)));
        let bands = Bands::for_error(probabilities(), 0.01);
        assert_eq!(bands.counts.iter().sum::<usize>(), linked.links.len());
    }
    // The order of rows changes nothing.
    let turned: Vec<&str> = rows[..rows.len() / 2].iter().rev().copied().collect();
    assert!(records(heads, &turned).as_ref() == Some(&left));
});
