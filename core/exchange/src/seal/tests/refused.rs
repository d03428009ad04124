//! What must be refused, item by item, each by a message that names it.

use super::*;
use crate::seal::keyring::PublicKeys;
use crate::seal::{Authority, Kind};

/// Changes one file, as text, and signs a new manifest over it, as a dishonest party would.
fn changed(world: &World, path: &str, change: impl FnOnce(&str) -> String) -> Report {
    let mut files = world.chain.files();
    let text = String::from_utf8(files[path].clone()).unwrap();
    let other = change(&text);
    assert_ne!(text, other, "{path} was not changed");
    files.insert(path.to_owned(), other.into_bytes());
    repacked(world, &files)
}

fn says(report: &Report, verdict: Verdict, path: &str, what: &str) {
    let found = report
        .objections
        .iter()
        .any(|own| own.file.as_deref() == Some(path) && own.what.contains(what));
    assert!(found && report.verdict == verdict, "{path}: {what}\n{}", report.to_text());
}

#[test]
fn a_flipped_bit_in_each_file_is_refused_by_the_files_name() {
    let world = quarrel();
    for (path, bytes) in world.bundle() {
        let mut files = world.bundle();
        files.get_mut(&path).unwrap()[bytes.len() / 2] ^= 1;
        let report = world.verify(&files);
        assert!(report.verdict == Verdict::Contradicted && named(&report, &path), "{path}");
    }
}

#[test]
fn a_size_and_one_more_is_refused() {
    let world = quarrel();
    let report = changed(&world, "head.note", |text| text.replacen("\n4\n", "\n5\n", 1));
    says(&report, Verdict::Contradicted, "head.note", "signature");
    // And the size that a manifest lists.
    let mut files = world.bundle();
    files.get_mut("acts/0001.note").unwrap().push(b'\n');
    says(&world.verify(&files), Verdict::Contradicted, "acts/0001.note", "changed");
}

#[test]
fn a_missing_cosignature_is_told_and_nothing_is_agreed() {
    let world = quarrel();
    let report = changed(&world, "head.note", |text| {
        let rest = text.split_inclusive('\n').filter(|line| !line.contains("B-witness"));
        rest.collect()
    });
    let what = "too few of the policy's witnesses cosigned this checkpoint";
    says(&report, Verdict::Incomplete, "head.note", what);
    assert!(report.clauses[0].sentence.contains("not yet agreed"), "{}", report.to_text());
}

#[test]
fn one_signer_counted_twice_is_refused() {
    let world = quarrel();
    let doubled = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.contains(&format!(" {name} "))).unwrap();
        format!("{text}{line}\n")
    };
    let report = changed(&world, "acts/0001.note", |text| doubled(text, "A-officer-1"));
    says(&report, Verdict::Contradicted, "acts/0001.note", "`A-officer-1` signed twice");
    let report = changed(&world, "head.note", |text| doubled(text, "A-witness"));
    says(&report, Verdict::Contradicted, "head.note", "`A-witness` signed twice");
}

#[test]
fn a_reordered_seq_is_refused() {
    let world = quarrel();
    let mut files = world.chain.files();
    let mut swap = |one: &str, other: &str| {
        let (first, second) = (files[one].clone(), files[other].clone());
        files.insert(one.to_owned(), second);
        files.insert(other.to_owned(), first);
    };
    swap("acts/0001.note", "acts/0002.note");
    for ending in ["json", "salt"] {
        swap(&format!("payloads/0001.{ending}"), &format!("payloads/0002.{ending}"));
    }
    let report = repacked(&world, &files);
    let what = "the act says it is entry 2, and the next is 1";
    says(&report, Verdict::Contradicted, "acts/0001.note", what);
}

#[test]
fn an_expired_act_agrees_nothing() {
    let mut world = World::new();
    let date = clause("bodies-date", "2025-06-07");
    let proposal = Proposal { clauses: vec![date.clone()] };
    let mut draft = world.draft(Kind::Propose, Party::A, payload::write(&proposal));
    draft.expires = Some(time(9));
    world.append(draft).unwrap();
    world.answer(Kind::Accept, Party::B, &date);
    world.witness(time(10));
    let report = world.verify(&world.bundle());
    assert!(
        report.clauses[0].sentence.contains("after the offer had expired"),
        "{}",
        report.to_text()
    );
}

#[test]
fn unknown_body_lines_carriage_returns_and_nul_are_refused() {
    let world = quarrel();
    let path = "acts/0001.note";
    let form = "not the eight lines of an act";
    let report = changed(&world, path, |text| text.replacen("seq 1\n", "seq 1\nremark hello\n", 1));
    says(&report, Verdict::Contradicted, path, form);
    let report = changed(&world, path, |text| text.replacen("seq 1\n", "seq 01\n", 1));
    says(&report, Verdict::Contradicted, path, form);
    for odd in ["seq 1\r\n", "seq 1\0\n"] {
        let report = changed(&world, path, |text| text.replacen("seq 1\n", odd, 1));
        says(&report, Verdict::Contradicted, path, "control character");
    }
}

#[test]
fn a_carriage_return_in_a_file_of_a_round_is_refused() {
    use crate::seal::intersect::Query;
    let exchange = "0a".repeat(16);
    let file = |end: &str| {
        let form = "safeconduct/match-query/v1";
        let text = format!("{form}\nexchange {exchange}{end}\nround 1\nfrom A\nkeys 1\n\n");
        [text.into_bytes(), vec![1; 32]].concat()
    };
    assert_eq!(Query::read(&file("")).unwrap().to_bytes(), file(""));
    assert!(Query::read(&file("\r")).is_err());
}

#[test]
fn small_order_keys_are_refused_at_enrolment() {
    use notary::base64;
    // The neutral element and a point of order 2, as vkeys with the right identifier for their bytes.
    let neutral = [&[1_u8][..], &[0; 31]].concat();
    let two = [&[0xec_u8][..], &[0xff; 30], &[0x7f]].concat();
    for point in [neutral, two] {
        let key = [&[1_u8][..], &point].concat();
        let id = notary::sha256(&[b"A-officer-1\n", &key]);
        let vkey = format!("A-officer-1+{}+{}", notary::hex(&id[..4]), base64(&key));
        let refusal = PublicKeys::read(&format!("{vkey}\n")).unwrap_err().to_string();
        assert!(refusal.contains("weak"), "{refusal}");
        let world = World::new();
        let own = world.a.officers[0].public().to_string();
        assert!(world.policy.contains(&own));
        let refusal = Authority::read(&world.policy.replace(&own, &vkey)).unwrap_err();
        assert!(refusal.to_string().contains("weak"), "{refusal}");
    }
}
