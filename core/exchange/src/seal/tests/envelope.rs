//! Payloads in envelopes, with an encryption that is none: what counts here is what is held against what.

use notary::recipient::Recipient;

use super::*;
use crate::seal::envelope::{EnvelopeRefusal, Unsealed, open_payloads, readers, seal_payloads};
use crate::seal::verify_with;

const MARK: &[u8] = b"not encrypted for ";

fn encrypt(recipients: &[Recipient], contents: &[u8]) -> Result<Vec<u8>, String> {
    let count = u8::try_from(recipients.len()).map_err(|error| error.to_string())?;
    Ok([MARK, &[count], contents].concat())
}

fn unseal(file: &[u8]) -> Unsealed {
    match file.strip_prefix(MARK) {
        Some([_, contents @ ..]) => Unsealed::Opened(contents.to_vec()),
        _ => Unsealed::Broken("it is none of ours".to_owned()),
    }
}

/// A side's class counts, which not everybody may read, at entry 4.
fn counted() -> World {
    let mut world = quarrel();
    let commit = payload::ManifestCommit {
        stage: crate::vocabulary::StageNumber(1),
        digest: Digest([9; 32]),
        people: 40,
    };
    world.append(world.draft(Kind::ManifestCommit, Party::A, payload::write(&commit))).unwrap();
    world.witness(time(12));
    world
}

fn sealed(world: &World) -> Files {
    seal_payloads(world.chain.files(), world.chain.authority(), &encrypt).unwrap()
}

fn packed(world: &World, files: Files) -> Files {
    bundle::pack(
        files,
        world.chain.authority(),
        bundle::Label::for_anyone(Party::A),
        &world.a.signing(),
    )
    .unwrap()
}

#[test]
fn the_kind_of_an_act_decides_who_reads_it_and_every_reader_has_both_recipients() {
    let world = counted();
    let files = sealed(&world);
    let is_sealed =
        |path: &&String| matches!(bundle::Name::read(path), Some(bundle::Name::Sealed(_)));
    let names: Vec<&String> = files.keys().filter(is_sealed).collect();
    assert_eq!(names, ["payloads/0004.age"]);
    assert!(!files.contains_key("payloads/0004.json") && !files.contains_key("payloads/0004.salt"));
    assert_eq!(files["payloads/0004.age"][MARK.len()], 6, "two each of A, B and M");
    assert!(
        readers(Party::Host).contains(&Party::Host) && !readers(Party::A).contains(&Party::Host)
    );
    assert_eq!(open_payloads(files, &unseal).unwrap(), world.chain.files());
}

#[test]
fn closed_it_is_sound_opened_it_is_judged_and_another_payload_is_a_contradiction() {
    let world = counted();
    let files = packed(&world, sealed(&world));
    let closed = world.verify(&files);
    assert_eq!(closed.verdict, Verdict::Sound, "{}", closed.to_text());
    assert!(closed.to_text().contains("the payload of act 4 is encrypted to its parties"));
    assert!(!closed.acts[4].payload);
    let with = |files: &Files| verify_with(files, &world.policy, &[], Some(&unseal));
    let opened = with(&files);
    assert!(opened.objections.is_empty() && opened.acts[4].payload, "{}", opened.to_text());
    for (path, change) in
        [("payloads/0004.age", b"not encrypted for 6other".to_vec()), ("payloads/0004.age", vec![])]
    {
        let mut other = sealed(&world);
        other.insert(path.to_owned(), change);
        let report = with(&packed(&world, other.clone()));
        assert_eq!(report.verdict, Verdict::Contradicted);
        assert!(named(&report, path), "{}", report.to_text());
        assert!(matches!(
            open_payloads(other, &unseal),
            Err(EnvelopeRefusal::Other(_) | EnvelopeRefusal::Broken(..))
        ));
    }
    let nobody = |_: &[u8]| Unsealed::NotForUs;
    let report = verify_with(&files, &world.policy, &[], Some(&nobody));
    assert_eq!(report.verdict, Verdict::Incomplete, "somebody was given an identity in vain");
}

#[test]
fn a_payload_does_not_stand_there_twice_and_a_clause_does_not_hide() {
    let world = counted();
    let mut both = sealed(&world);
    let open = world.chain.files();
    for path in ["payloads/0004.json", "payloads/0004.salt"] {
        both.insert(path.to_owned(), open[path].clone());
    }
    let report = world.verify(&packed(&world, both));
    assert_eq!(report.verdict, Verdict::Contradicted);
    assert!(named(&report, "payloads/0004.age"));
    // A clause in an envelope is no clause to whoever cannot open it.
    let mut hidden = open.clone();
    for path in ["payloads/0001.json", "payloads/0001.salt"] {
        hidden.remove(path);
    }
    hidden.insert("payloads/0001.age".to_owned(), encrypt(&[], b"x").unwrap());
    assert_eq!(world.verify(&packed(&world, hidden)).verdict, Verdict::Incomplete);
}

#[test]
fn an_envelope_that_was_destroyed_leaves_the_bundle_sound_and_a_clause_that_was_does_not() {
    let world = counted();
    let mut files = packed(&world, sealed(&world));
    files.remove("payloads/0004.age");
    let report = world.verify(&files);
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    assert!(named(&report, "payloads/0004.age"));
    files.remove("payloads/0001.json");
    assert_eq!(world.verify(&files).verdict, Verdict::Incomplete);
}

#[test]
fn a_closed_payload_stays_in_the_folder_as_it_came() {
    let world = counted();
    let files = sealed(&world);
    let chain = Chain::open(&files, &world.policy).unwrap();
    assert_eq!(chain.files(), files);
    assert_eq!(chain.lay_open(&[4]), None);
    let laid_open = world.chain.lay_open(&[4]).unwrap();
    let text = String::from_utf8(payload::write(&laid_open)).unwrap();
    let files = packed(&world, files);
    let report = verify_with(&files, &world.policy, std::slice::from_ref(&text), None);
    assert!(report.objections.is_empty(), "{}", report.to_text());
    let forged = text.replace("40", "41");
    let report = verify_with(&files, &world.policy, &[forged], None);
    assert_eq!(report.verdict, Verdict::Contradicted);
    assert!(named(&report, "opening 1"));
}
