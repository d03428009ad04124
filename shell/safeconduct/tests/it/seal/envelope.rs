//! Payloads that not everybody may read: encrypted in a bundle, opened by a party, laid open to a judge, destroyed.

use super::*;

const ROAD: &str = "by the invented forest road";

/// A movement notice by A, witnessed and bundled by B.
fn notice() -> Table {
    let table = Table::begun();
    table.clause("bodies", "2025-06-09");
    table.propose("a", "bodies");
    let notice = format!(
        r#"{{"closes":"2025-06-09T12:00:00Z","corridor":"{ROAD}","from":"a",
        "nonce":"{}","opens":"2025-06-09T08:00:00Z","stage":1,"vehicles":{{}}}}"#,
        "05".repeat(32)
    );
    table.write("notice.json", &notice);
    table.done(&format!(
        "seal act acts --policy policy.txt --type movement-notice --from a --payload notice.json {}",
        officers("a")
    ));
    table.witnessed("2025-06-08T10:00:00Z");
    table.bundled("bundle");
    table
}

fn holds_road(table: &Table, folder: &str) -> bool {
    bundle_files(&table.path(folder)).iter().any(|path| {
        String::from_utf8_lossy(&fs::read(path).expect("a file")).contains("forest road")
    })
}

#[test]
fn the_corridor_stands_in_no_bundle_and_its_parties_read_it() {
    let table = notice();
    assert!(!holds_road(&table, "bundle"));
    assert!(table.path("bundle/payloads/0002.age").exists());
    assert!(!table.path("bundle/payloads/0002.salt").exists(), "a salt alone is a guesser's help");
    let report = table.done("verify bundle --policy policy.txt");
    assert!(report.contains("bodies  PROPOSED by A at entry 1"), "{report}");
    assert!(report.contains("the payload of act 2 is encrypted to its parties"), "{report}");
    for identity in
        ["keys-a/A-age-1.key", "keys-a/A-age-2.key", "keys-b/B-age-1.key", "keys-m/M-age-2.key"]
    {
        let report =
            table.done(&format!("verify bundle --policy policy.txt --identity {identity}"));
        assert!(!report.contains("encrypted"), "{report}");
        assert!(!report.contains("forest road"), "{report}");
    }
    table.done("seal keys --party h --name H-age-1 --out stranger");
    let report =
        table.fails(2, "verify bundle --policy policy.txt --identity stranger/H-age-1.key");
    assert!(report.contains("payloads/0002.age: none of the identities"), "{report}");
}

#[test]
fn a_payload_is_laid_open_to_a_judge_and_no_other_passes_for_it() {
    let table = notice();
    table.done("seal open-act acts --policy policy.txt --entry 2 --out open.json");
    let report = table.done("verify bundle --policy policy.txt --open open.json");
    assert!(!report.contains("encrypted"), "{report}");
    let text = fs::read_to_string(table.path("open.json")).expect("a file");
    table.write("other.json", &text.replace("forest", "desert"));
    let report = table.fails(1, "verify bundle --policy policy.txt --open other.json");
    assert!(report.contains("not the payload that act 2 was signed over"), "{report}");
    table.fails(2, "seal open-act acts --policy policy.txt --entry 9 --out nine.json");
}

#[test]
fn destroying_an_encrypted_payload_leaves_the_bundle_sound() {
    let table = notice();
    fs::remove_file(table.path("bundle/payloads/0002.age")).expect("a file");
    let report = table.done("verify bundle --policy policy.txt");
    assert!(
        report.contains("the payload of act 2 (`movement-notice`) is not in the bundle"),
        "{report}"
    );
    // In one's own folder too: the salt and the payload go, and what is handed over from then on is sound.
    for path in ["acts/payloads/0002.json", "acts/payloads/0002.salt"] {
        fs::remove_file(table.path(path)).expect("a file");
    }
    table.bundled("erased");
    table.done("verify erased --policy policy.txt");
    assert!(!holds_road(&table, "erased") && !holds_road(&table, "acts"));
}

#[test]
fn an_import_opens_what_is_for_us_and_keeps_the_rest_closed() {
    let table = notice();
    table.bundled("again");
    let read = |path: &str| fs::read(table.path(path)).expect("a file");
    assert_ne!(read("bundle/payloads/0002.age"), read("again/payloads/0002.age"));
    table.done("seal import bundle --policy policy.txt --into one");
    table.done("seal import again --policy policy.txt --into one");
    table.done("seal import again --policy policy.txt --into other");
    table.done("seal import bundle --policy policy.txt --into other");
    assert!(!holds_road(&table, "one"));
    assert_eq!(read("one/payloads/0002.age"), read("other/payloads/0002.age"), "in any order");
    table.done("seal import bundle --policy policy.txt --into one --identity keys-b/B-age-2.key");
    assert!(holds_road(&table, "one") && !table.path("one/payloads/0002.age").exists());
    table.done("seal import again --policy policy.txt --into one");
    assert!(!table.path("one/payloads/0002.age").exists(), "what was opened stays open");
}

#[test]
fn a_lost_recipient_is_replaced_and_the_next_bundle_is_for_the_new_one() {
    let table = notice();
    table.done("seal keys --party b --name B-age-3 --out new");
    table.done(
        "seal rotate acts --policy policy.txt --from b --recipients new/keys.pub --key keys-b/B-root.key",
    );
    table.witnessed("2025-06-08T11:00:00Z");
    table.bundled("later");
    let verify = "verify later --policy policy.txt --identity";
    table.done(&format!("{verify} new/B-age-3.key"));
    table.fails(2, &format!("{verify} keys-b/B-age-1.key"));
    let report = table.done("verify later --policy policy.txt");
    assert!(report.contains("B is written to at age1"), "{report}");
}

#[test]
fn a_witness_restored_from_an_old_copy_asks_the_others_before_it_signs() {
    let table = quarrel();
    let old = fs::read(table.path("keys-a/A-witness.seen")).expect("its memory");
    table.clause("place", "2025-06-20");
    table.propose("a", "place");
    table.witnessed("2025-06-07T11:00:00Z");
    for memory in [Some(old), None] {
        match &memory {
            Some(old) => fs::write(table.path("keys-a/A-witness.seen"), old).expect("a file"),
            None => fs::remove_file(table.path("keys-a/A-witness.seen")).expect("a file"),
        }
        let cosign = "seal cosign acts --policy policy.txt --key keys-a/A-witness.key";
        let report = table.fails(1, cosign);
        assert!(report.contains("`A-witness` cosigned a checkpoint over 5 acts"), "{report}");
        let recall = "seal recall acts --policy policy.txt --key keys-a/A-witness.key --newest";
        let report = table.done(&format!("{recall} acts/head.note"));
        assert!(report.contains("A-witness remembers 5 acts now"), "{report}");
    }
    table.clause("hour", "2025-06-21");
    table.propose("a", "hour");
    table.done("seal checkpoint acts --policy policy.txt --log keys-m/M-log.key");
    fs::copy(table.path("acts/head.note"), table.path("bare.note")).expect("a copy");
    let report = table.fails(
        2,
        "seal recall acts --policy policy.txt --key keys-a/A-witness.key --newest bare.note",
    );
    assert!(report.contains("no checkpoint here is cosigned by B-witness, M-witness"), "{report}");
}
