//! Taking bundles in: twice, in any order, broken off at any moment.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;

/// Everything beneath a folder, by path.
pub(super) fn state(table: &Table, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = table.path(name);
    let files = bundle_files(&folder).into_iter();
    files
        .map(|path| {
            let below = path.strip_prefix(&folder).expect("below").to_owned();
            (below, fs::read(&path).expect("a file"))
        })
        .collect()
}

/// The acts, payloads and checkpoints beneath a folder, without its post.
pub(super) fn gathered(table: &Table, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = state(table, name);
    all.retain(|path, _| !path.starts_with("post"));
    all
}

pub(super) fn sent(table: &Table, from: &str, to: &str, name: &str) -> String {
    let keys = officers(from);
    table.done(&format!(
        "seal bundle acts --policy policy.txt --from {from} --to {to} {keys} --out {name}"
    ))
}

/// Three bundles from B to A, each longer than the one before.
pub(super) fn three() -> Table {
    let table = quarrel();
    sent(&table, "b", "a", "first");
    table.done(&format!(
        "seal refuse acts --policy policy.txt --from a --clause bodies-date --reason no-date {}",
        officers("a")
    ));
    sent(&table, "b", "a", "second");
    table.witnessed("2025-06-07T12:00:00Z");
    sent(&table, "b", "a", "third.tar");
    table
}

fn import(bundle: &str, into: &str) -> String {
    format!("seal import {bundle} --into {into} --policy policy.txt")
}

#[test]
fn bundles_in_any_order_and_more_than_once_come_to_one_state() {
    let table = three();
    let orders = [
        ["first", "second", "third.tar"],
        ["third.tar", "second", "first"],
        ["second", "third.tar", "first"],
        ["third.tar", "first", "second"],
        ["first", "third.tar", "second"],
        ["second", "first", "third.tar"],
    ];
    for (at, order) in orders.iter().enumerate() {
        for bundle in order {
            // Twice each: what comes again changes nothing.
            table.done(&import(bundle, &format!("in-{at}")));
            table.done(&import(bundle, &format!("in-{at}")));
        }
        assert_eq!(gathered(&table, &format!("in-{at}")), gathered(&table, "acts"), "{order:?}");
        assert_eq!(state(&table, &format!("in-{at}")), state(&table, "in-0"), "{order:?}");
    }
    let report = table.done(&import("first", "in-0"));
    assert!(report.contains("5 acts in in-0: 0 of them new, handed over by B"), "{report}");
}

#[test]
fn an_early_bundle_waits_and_gaps_and_what_is_not_acknowledged_show() {
    let table = three();
    let report = table.done("verify third.tar --policy policy.txt");
    assert!(
        report.contains("handed over by B to A as bundle 2, having received of A's none"),
        "{report}"
    );
    let report = table.done(&import("third.tar", "in"));
    assert!(
        report.contains("bundle 2 from B came early and waits in in: bundle 0 has not come"),
        "{report}"
    );
    assert!(!table.path("in/acts").exists());
    let status = table.done("seal status in --policy policy.txt --as a");
    assert!(status.contains("MISSING from B: 0, 1; ask for them again"), "{status}");
    table.done(&import("first", "in"));
    let status = table.done("seal status in --policy policy.txt");
    assert!(status.contains("A to B: 0 sent"), "{status}");
    assert!(status.contains("from B: received up to 0"), "{status}");
    assert!(status.contains("MISSING from B: 1; ask"), "{status}");
    let report = table.done(&import("second", "in"));
    assert!(report.contains("bundle 2, which waited: 5 acts in in"), "{report}");
    assert!(!table.path("in/post/early/B-A-0002.tar").exists());

    // A answers, and so acknowledges all three; from then on B keeps their manifests alone.
    let shown = table.done("seal show acts --policy policy.txt");
    assert!(shown.contains("bodies-date  REFUSED by A at entry 4"), "its post is no act: {shown}");
    let status = table.done("seal status acts --policy policy.txt --as b --json");
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    assert_eq!(status[0]["unacknowledged"], serde_json::json!([0, 1, 2]));
    assert!(table.path("acts/post/sent/B-A-0001.tar").exists());
    table.done(&format!(
        "seal bundle in --policy policy.txt --from a --to b {} --out reply.tar",
        officers("a")
    ));
    let report = table.done("verify reply.tar --policy policy.txt");
    assert!(report.contains("by A to B as bundle 0, having received of B's up to 2"), "{report}");
    table.done("seal import reply.tar --into acts --policy policy.txt --as b");
    assert!(!table.path("acts/post/sent/B-A-0001.tar").exists());
    assert!(table.path("acts/post/sent/B-A-0001.note").exists());
    let status = table.done("seal status acts --policy policy.txt --as b");
    assert!(!status.contains("not acknowledged"), "{status}");
    let said = sent(&table, "b", "a", "fourth");
    assert!(said.contains("bundle 3 to A"), "{said}");
    table.done(&import("fourth", "in"));
}

#[test]
fn a_bundle_for_another_a_second_one_of_a_number_and_an_old_copy_are_refused() {
    let table = three();
    let before = state(&table, "acts");
    let report = table.fails(1, "seal import first --into m --policy policy.txt --as m");
    assert!(report.contains("the bundle is for A, and this is M"), "{report}");
    let report = table.fails(1, "seal import first --into acts --policy policy.txt --as b");
    assert!(report.contains("the bundle comes from B"), "{report}");
    assert!(!table.path("m").exists());
    assert_eq!(state(&table, "acts"), before);
    // B loses its post, and numbers its bundles anew.
    table.done(&import("first", "in"));
    table.done(&import("second", "in"));
    fs::rename(table.path("acts/post"), table.path("lost")).expect("a folder");
    sent(&table, "b", "a", "again");
    let before = state(&table, "in");
    let report = table.fails(1, &import("again", "in"));
    assert!(report.contains("B signed two different bundles 0 to A"), "{report}");
    sent(&table, "b", "a", "again-1");
    sent(&table, "b", "a", "again-2");
    let report = table.fails(1, &import("again-2", "in"));
    assert!(report.contains("bundle 2 from B follows another bundle 1 than"), "{report}");
    assert_eq!(state(&table, "in"), before);
    // A's answer tells B before it does so once more.
    table.done(&format!(
        "seal bundle in --policy policy.txt --from a --to b {} --out reply",
        officers("a")
    ));
    fs::remove_dir_all(table.path("acts/post")).expect("a folder");
    table.done("seal import reply --into acts --policy policy.txt");
    let report = table.fails(
        1,
        &format!(
            "seal bundle acts --policy policy.txt --from b --to a {} --out more",
            officers("b")
        ),
    );
    assert!(report.contains("A has acknowledged more bundles than were sent"), "{report}");
    assert!(!table.path("more").exists());
    let status = table.done("seal status acts --policy policy.txt --as b");
    assert!(status.contains("OLD COPY"), "{status}");
}

#[test]
fn a_bundle_that_parts_is_broken_or_has_a_gap_changes_nothing() {
    let table = three();
    table.done(&import("first", "in"));
    let before = state(&table, "in");
    // Another act of the same number.
    table.done(&import("first", "other"));
    table.clause("another", "2025-06-30");
    table.done(&format!(
        "seal act other --policy policy.txt --type propose --from b --payload another.json {}",
        officers("b")
    ));
    table.done(&import("first", "in-second"));
    table.done(&import("second", "in-second"));
    table.done(&format!(
        "seal bundle other --policy policy.txt --from b {} --out parted",
        officers("b")
    ));
    let report = table.fails(1, &import("parted", "in-second"));
    assert!(report.contains("acts/0004.note: the bundle holds another act"), "{report}");
    fs::write(table.path("second/acts/0002.note"), "x").expect("a file");
    let report = table.fails(1, &import("second", "in"));
    assert!(report.contains("acts/0002.note: the file was changed"), "{report}");
    fs::remove_file(table.path("second/acts/0002.note")).expect("a file");
    let report = table.fails(2, &import("second", "in"));
    assert!(report.contains("has a gap: acts/0002.note"), "{report}");
    assert_eq!(state(&table, "in"), before);
}

#[test]
fn a_bundle_that_came_in_and_still_waits_is_tidied_away() {
    let table = three();
    table.done(&import("third.tar", "in"));
    let waiting = table.path("in/post/early/B-A-0002.tar");
    let kept = fs::read(&waiting).expect("the bundle waits");
    table.done(&import("first", "in"));
    table.done(&import("second", "in"));
    let whole = state(&table, "in");
    assert!(!waiting.exists());
    // As a run leaves it that was broken off after the note and before the removal.
    fs::write(&waiting, kept).expect("a file");
    table.done(&import("second", "in"));
    assert_eq!(state(&table, "in"), whole);
}

#[test]
fn an_import_broken_off_at_two_hundred_moments_and_repeated_comes_to_the_same_state() {
    let table = three();
    let expected = {
        for bundle in ["third.tar", "first", "second"] {
            table.done(&import(bundle, "expected"));
        }
        state(&table, "expected")
    };
    // How long one takes here, so that the moments fall over its whole length.
    let began = std::time::Instant::now();
    table.done(&import("first", "timed"));
    let whole = began.elapsed().max(Duration::from_millis(20));
    let mut broken = 0;
    for moment in 0..200_u32 {
        if table.path("in").exists() {
            fs::remove_dir_all(table.path("in")).expect("a folder");
        }
        // Now the bundle that must wait is broken off, now the one that it waited for, now the last.
        let order = ["third.tar", "first", "second"];
        let at = usize::try_from(moment % 3).expect("a small number");
        for bundle in &order[..at] {
            table.done(&import(bundle, "in"));
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(import(order[at], "in").split_whitespace())
            .current_dir(table.0.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("the program runs");
        std::thread::sleep(whole * (moment * 37 % 200) / 200);
        child.kill().expect("a process");
        let status = child.wait().expect("an end");
        broken += u32::from(!status.success());
        if table.path("in").exists() {
            // What is there is whole: no act stands without those before it.
            let acts = state(&table, "in");
            let named = |path: &&PathBuf| path.to_string_lossy().starts_with("acts/0");
            let acts = acts.keys().filter(named).count();
            assert!((0..acts).all(|act| table.path(&format!("in/acts/{act:04}.note")).exists()));
        }
        for bundle in &order[at..] {
            table.done(&import(bundle, "in"));
        }
        let now = state(&table, "in");
        let differs: Vec<_> = now
            .keys()
            .chain(expected.keys())
            .filter(|path| now.get(*path) != expected.get(*path))
            .collect();
        assert!(differs.is_empty(), "broken off at moment {moment}: {differs:?}");
    }
    assert!(broken > 50, "only {broken} of 200 were broken off before their end");
}

#[test]
fn parties_that_sign_and_cosign_side_by_side_come_to_one_act_and_one_quorum() {
    let table = quarrel();
    table.done("seal keys --party b --name B-witness.2 --out witness");
    table.done(&format!(
        "seal rotate acts --policy policy.txt --from b --replace B-witness=witness/keys.pub {}",
        officers("b")
    ));
    let bundle = |folder: &str, letter: &str, out: &str| {
        table.done(&format!(
            "seal bundle {folder} --policy policy.txt --from {letter} {} --out {out}",
            officers(letter)
        ))
    };
    // A and M sign at the same time, each at home.
    bundle("acts", "b", "half");
    for letter in ["a", "m"] {
        let home = format!("of-{letter}");
        table.done(&import("half", &home));
        table.done(&format!("seal sign {home} --policy policy.txt {}", officers(letter)));
        bundle(&home, letter, &format!("by-{letter}"));
    }
    for one in ["by-a", "by-m"] {
        table.done(&import(one, "acts"));
    }
    for one in ["by-m", "half", "by-a"] {
        table.done(&import(one, "other-way"));
    }
    assert_eq!(gathered(&table, "acts"), gathered(&table, "other-way"));
    table.done("seal checkpoint acts --policy policy.txt --log keys-m/M-log.key");
    // And so do the three witnesses.
    bundle("acts", "b", "open");
    let witnesses =
        [("a", "keys-a/A-witness"), ("m", "keys-m/M-witness"), ("b", "witness/B-witness.2")];
    for (letter, key) in witnesses {
        let home = format!("of-{letter}");
        table.done(&import("open", &home));
        table.done(&format!(
            "seal cosign {home} --policy policy.txt --key {key}.key --at 2025-06-07T12:00:00Z"
        ));
        bundle(&home, letter, &format!("seen-{letter}"));
    }
    for (into, order) in
        [("acts", ["seen-m", "seen-b", "seen-a"]), ("other-way", ["seen-a", "seen-m", "seen-b"])]
    {
        for one in order {
            table.done(&import(one, into));
        }
    }
    assert_eq!(gathered(&table, "acts"), gathered(&table, "other-way"));
    bundle("acts", "a", "whole");
    let report = table.done("verify whole --policy policy.txt");
    let seen =
        "checkpoint over 5 acts: A-witness, B-witness, M-witness; quorum: 2025-06-07T12:00:00Z";
    assert!(report.contains(seen), "{report}");
}
