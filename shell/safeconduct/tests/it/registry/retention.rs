//! Holds, time that has run out, and the proof of an erasure. All people are invented.

use std::fs;

use super::Desk;

#[test]
fn whose_time_has_run_out_is_named_and_erased_with_a_proof_unless_on_hold() {
    let desk = Desk::new();
    desk.import();
    let person = desk.find("Коваль Петро");
    let home = ["registry", "claim", &person, "--says", "crossed", "--source", "handover-team"];
    desk.answer(&[&home[..], &["--by", "the team", "--at", "2025-06-09T12:00:00Z"]].concat());
    let text = desk.answer(&["registry", "due", "--at", "2026-06-01T12:00:00Z"]);
    assert!(text.contains("0 people came home") && text.contains("1 more is running"), "{text}");
    let late = ["--at", "2026-06-10T12:00:00Z"];
    let text = desk.answer(&[&["registry", "due"][..], &late].concat());
    assert!(text.contains(&format!("{person}: to be gone since 2026-06-09")), "{text}");
    desk.answer(&["registry", "hold", &person, "--reason", "an inquiry into his treatment"]);
    let text = desk.answer(&[&["registry", "due"][..], &late].concat());
    assert!(text.contains(", on hold since") && text.contains("1 of them on hold"), "{text}");
    let said = desk.failure(1, &["registry", "erase", &person]);
    assert!(said.contains("is on hold"), "{said}");
    desk.answer(&["registry", "unhold", &person, "--reason", "the inquiry has ended"]);
    let proof = desk.folder.path().join("proof.json");
    let file = proof.display().to_string();
    let erase = ["registry", "erase", &person, "--proof", &file];
    let text = desk.answer(&erase);
    assert!(text.contains("0 records about them are left"), "{text}");
    let text = fs::read_to_string(&proof).expect("a proof");
    let said: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(said["erased"][0]["person"], person.as_str());
    assert_eq!(said["records_left"], 0);
    // Identity, two reasons and what the team said.
    let destroyed = said["records_destroyed"].as_array().expect("records");
    assert!(destroyed.len() >= 4, "{text}");
    let digest = said["journal"]["digest"].as_str().expect("a digest");
    assert!(desk.answer(&["store", "verify"]).contains(digest), "{digest}");
    for secret in ["Коваль", "Петро", "1990", "inquiry"] {
        assert!(!text.contains(secret), "{text}");
    }
    let again = desk.failure(1, &erase);
    assert!(again.contains("is there already"), "{again}");
}
