//! Taking bundles in: twice, in any order, broken off at any moment.

use std::collections::BTreeMap;
use std::time::Duration;

use super::*;

/// Everything beneath a folder, by path.
fn state(table: &Table, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = table.path(name);
    let files = bundle_files(&folder).into_iter();
    files
        .map(|path| {
            let below = path.strip_prefix(&folder).expect("below").to_owned();
            (below, fs::read(&path).expect("a file"))
        })
        .collect()
}

/// Three bundles of one exchange, each longer than the one before.
fn three() -> Table {
    let table = quarrel();
    fs::rename(table.path("bundle"), table.path("first")).expect("a folder");
    table.done(&format!(
        "seal refuse acts --policy policy.txt --from a --clause bodies-date --reason no-date {}",
        officers("a")
    ));
    table.bundled("second");
    table.witnessed("2025-06-07T12:00:00Z");
    table.bundled("third.tar");
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
        ["second", "third.tar", "second"],
        ["third.tar", "third.tar", "first"],
    ];
    for (at, order) in orders.iter().enumerate() {
        for bundle in order {
            table.done(&import(bundle, &format!("in-{at}")));
        }
        assert_eq!(state(&table, &format!("in-{at}")), state(&table, "acts"), "{order:?}");
    }
    let report = table.done(&import("first", "in-0"));
    assert!(report.contains("5 acts in in-0: 0 of them new, handed over by B"), "{report}");
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
fn an_import_broken_off_at_two_hundred_moments_and_repeated_comes_to_the_same_state() {
    let table = three();
    // How long one takes here, so that the moments fall over its whole length.
    let began = std::time::Instant::now();
    table.done(&import("third.tar", "timed"));
    let whole = began.elapsed().max(Duration::from_millis(20));
    let expected = state(&table, "timed");
    let mut broken = 0;
    for moment in 0..200_u32 {
        if table.path("in").exists() {
            fs::remove_dir_all(table.path("in")).expect("a folder");
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(import("third.tar", "in").split_whitespace())
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
        table.done(&import("third.tar", "in"));
        assert_eq!(state(&table, "in"), expected, "broken off at moment {moment}");
    }
    assert!(broken > 50, "only {broken} of 200 were broken off before their end");
}
