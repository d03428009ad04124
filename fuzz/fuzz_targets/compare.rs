//! Any two texts have a score from 0 to 1, the same both ways, and the same as its explanation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkage::name::{Scorer, compare};

fuzz_target!(|text: &str| {
    let (left, right) = text.split_once('\t').unwrap_or((text, "Шевченко Микола Іванович"));
    let mut scorer = Scorer::default();
    let score = scorer.score(left, right);
    assert!((0.0..=1.0).contains(&score), "{score}");
    let turned = scorer.score(right, left);
    assert!((score - turned).abs() < 1e-9, "{score} {turned}");
    let found = compare(left, right);
    assert!((score - found.score).abs() < 1e-9, "{score} {}", found.score);
    assert!(found.pieces.iter().all(|piece| !piece.text_id().is_empty()));
});
