//! Keys that are replaced, revoked and lost while an exchange goes on.

use notary::key::Algorithm;
use notary::recipient::Identity;

use super::*;
use crate::seal::equivocation::{EquivocationRefusal, KeyAct, Pair, Proof};
use crate::seal::roster::{Address, Change, Key, KeyChange, RosterRefusal};
use crate::seal::{
    Authority, AuthorityRefusal, HeadRefusal, SignatureRefusal, compare, root_name, witness_name,
};

fn key(name: &str, seed: u8) -> SecretKey {
    SecretKey::from_seed(name, Algorithm::Note, &[seed; 32]).unwrap()
}

fn replace(place: &str, key: &SecretKey) -> Change {
    Change::Replace { place: place.to_owned(), key: Key(key.public().clone()) }
}

fn revoke(place: &str) -> Change {
    Change::Revoke { place: place.to_owned() }
}

impl World {
    fn change(
        &mut self,
        kind: Kind,
        from: Party,
        changes: Vec<Change>,
        keys: &[&SecretKey],
    ) -> Result<u64, ChainRefusal> {
        let draft = self.draft(kind, from, payload::write(&KeyChange { changes }));
        self.append_with(draft, keys)
    }

    fn by_root(&mut self, from: Party, changes: Vec<Change>) -> Result<u64, ChainRefusal> {
        let root = self.ring(from).root;
        self.change(Kind::KeyChange, from, changes, &[&root])
    }

    fn by_everybody(&mut self, from: Party, changes: Vec<Change>) -> Result<u64, ChainRefusal> {
        let rings = [self.a.clone(), self.b.clone(), self.m.clone()];
        let keys: Vec<&SecretKey> = rings.iter().flat_map(Keyring::signing).collect();
        self.change(Kind::KeyCeremony, from, changes, &keys)
    }
}

fn roster_refusal(outcome: Result<u64, ChainRefusal>) -> RosterRefusal {
    match outcome {
        Err(ChainRefusal::Ledger(LedgerRefusal::Roster(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

/// A's first officer is replaced at entry 4 and signs under the new key from then on.
fn replaced() -> (World, SecretKey) {
    let mut world = quarrel();
    let old = world.a.officers[0].clone();
    let new = key("A-officer-1.2", 41);
    world.by_root(Party::A, vec![replace("A-officer-1", &new)]).unwrap();
    world.a.officers[0] = new;
    world.answer(Kind::Refuse, Party::A, &clause("bodies-date", "2025-06-07"));
    world.witness(time(12));
    (world, old)
}

#[test]
fn a_replaced_key_counts_from_the_next_entry_on_and_the_report_says_so() {
    let (world, _) = replaced();
    let report = world.verify(&world.bundle());
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    let keys: Vec<(u64, &str)> =
        report.keys.iter().map(|row| (row.entry, row.what.as_str())).collect();
    assert_eq!(keys, [(4, "A-officer-1 replaced by A-officer-1.2")]);
    assert!(report.clauses.iter().any(|row| row.sentence.starts_with("REFUSED by A at entry 5")));
    assert!(report.clauses.iter().any(|row| row.sentence.starts_with("AGREED")), "what was, stays");
    assert!(report.to_text().contains("A-officer-1 replaced by A-officer-1.2 at entry 4"));
    let again = Chain::open(&world.chain.files(), &world.policy).unwrap();
    assert_eq!(again.ledger(), world.chain.ledger());
}

#[test]
fn a_key_used_after_its_revocation_is_refused_by_name_by_the_builder_and_the_verifier() {
    let (mut world, old) = replaced();
    let second = world.a.officers[1].clone();
    let clause = clause("place", "2025-06-20");
    let proposal = payload::write(&Proposal { clauses: vec![clause] });
    let draft = world.draft(Kind::Propose, Party::A, proposal);
    let said = "the key `A-officer-1` signed, which was revoked at entry 4: it was used after that";
    assert_eq!(
        world.append_with(draft.clone(), &[&old, &second]),
        Err(ChainRefusal::Signature(said.to_owned()))
    );
    // A dishonest party writes the act by hand and signs a new manifest over it.
    let new = world.a.officers[0].clone();
    let seq = world.append_with(draft, &[&new, &second]).unwrap();
    let mut files = world.chain.files();
    let path = format!("acts/{seq:04}.note");
    let mut note =
        notary::note::Note::new(notary::note::Note::read(&files[&path]).unwrap().text().to_owned())
            .unwrap();
    note.sign(&old).unwrap();
    note.sign(&second).unwrap();
    files.insert(path.clone(), note.to_bytes());
    let report = repacked(&world, &files);
    assert_eq!(report.verdict, Verdict::Contradicted);
    let found = report.objections.iter().find(|own| own.file.as_ref() == Some(&path)).unwrap();
    assert_eq!(found.what, said);
    // The new key does not count for what came before it.
    let before = |seq: u64| {
        let roster = world.chain.ledger().roster();
        let mut note = notary::note::Note::new("text\n".to_owned()).unwrap();
        note.sign(&new).unwrap();
        let voice = super::super::authority::Voice::Officers(&[Party::A]);
        world.chain.authority().signers_at(&note, voice, roster, seq)
    };
    assert_eq!(before(4), Err(SignatureRefusal::Early("A-officer-1.2".to_owned(), 4)));
    assert!(before(5).is_ok());
}

#[test]
fn a_bundle_signed_with_a_revoked_key_is_refused_before_it_is_read() {
    let (world, old) = replaced();
    let (authority, files) = (world.chain.authority(), world.chain.files());
    let second = &world.a.officers[1];
    let refused =
        bundle::pack(files, authority, bundle::Label::for_anyone(Party::A), &[&old, second])
            .unwrap_err();
    assert!(refused.to_string().contains("`A-officer-1` signed, which was revoked at entry 4"));
    let mut whole = world.bundle();
    let text = notary::note::Note::read(&whole[MANIFEST]).unwrap().text().to_owned();
    let mut note = notary::note::Note::new(text).unwrap();
    note.sign(&old).unwrap();
    note.sign(second).unwrap();
    whole.insert(MANIFEST.to_owned(), note.to_bytes());
    let report = world.verify(&whole);
    assert_eq!(report.verdict, Verdict::Contradicted);
    assert!(named(&report, MANIFEST) && report.acts.is_empty(), "{}", report.to_text());
}

#[test]
fn only_the_root_changes_its_party_s_officers_and_it_does_nothing_else() {
    let mut world = quarrel();
    let new = key("A-officer-1.2", 41);
    let change = || vec![replace("A-officer-1", &new)];
    let officers = world.a.officers.clone();
    let officers: Vec<&SecretKey> = officers.iter().collect();
    let by_officers = world.change(Kind::KeyChange, Party::A, change(), &officers);
    assert!(matches!(by_officers, Err(ChainRefusal::Signature(_))), "{by_officers:?}");
    let root_of_b = world.b.root.clone();
    let by_other = world.change(Kind::KeyChange, Party::A, change(), &[&root_of_b]);
    assert!(matches!(by_other, Err(ChainRefusal::Signature(_))), "{by_other:?}");
    let theirs = world.by_root(Party::B, change());
    let place = RosterRefusal::Place("A-officer-1".to_owned(), Party::B, Kind::KeyChange);
    assert_eq!(roster_refusal(theirs), place);
    let root = world.a.root.clone();
    let proposal = Proposal { clauses: vec![clause("place", "2025-06-20")] };
    let draft = world.draft(Kind::Propose, Party::A, payload::write(&proposal));
    assert!(matches!(world.append_with(draft, &[&root]), Err(ChainRefusal::Signature(_))));
}

#[test]
fn a_change_that_could_be_read_two_ways_is_refused() {
    let mut world = quarrel();
    let refused = |world: &mut World, changes| roster_refusal(world.by_root(Party::A, changes));
    let name = refused(&mut world, vec![replace("A-officer-1", &key("A-officer-3", 41))]);
    let (expected, found) = ("A-officer-1.2".to_owned(), "A-officer-3".to_owned());
    assert_eq!(name, RosterRefusal::Name { expected, found });
    // B's officer under a new name, and the party's own root.
    for seed in [world.b.officers[0].clone(), world.a.root.clone()] {
        let again = seed.renamed("A-officer-1.2").unwrap();
        let used = RosterRefusal::Used("A-officer-1.2".to_owned());
        assert_eq!(refused(&mut world, vec![replace("A-officer-1", &again)]), used);
    }
    let kind = SecretKey::from_seed("A-officer-1.2", Algorithm::Cosignature, &[41; 32]).unwrap();
    assert_eq!(
        refused(&mut world, vec![replace("A-officer-1", &kind)]),
        RosterRefusal::Kind("A-officer-1.2".to_owned())
    );
    assert_eq!(refused(&mut world, Vec::new()), RosterRefusal::Once);
    let twice = vec![revoke("A-officer-1"), revoke("A-officer-1")];
    assert_eq!(refused(&mut world, twice), RosterRefusal::Once);
    let same = key("A-officer-1.2", 41);
    let two = vec![
        replace("A-officer-1", &same),
        replace("A-officer-2", &same.renamed("A-officer-2.2").unwrap()),
    ];
    assert_eq!(refused(&mut world, two), RosterRefusal::Used("A-officer-2.2".to_owned()));
    let place = refused(&mut world, vec![revoke("A-root")]);
    assert_eq!(place, RosterRefusal::Place("A-root".to_owned(), Party::A, Kind::KeyChange));
    let entry = world.by_root(Party::A, vec![revoke("A-officer-1")]).unwrap();
    assert_eq!(
        refused(&mut world, vec![revoke("A-officer-1")]),
        RosterRefusal::Revoked("A-officer-1".to_owned(), entry)
    );
}

#[test]
fn a_party_with_a_revoked_officer_is_mute_until_its_root_names_another() {
    let mut world = quarrel();
    world.by_root(Party::A, vec![revoke("A-officer-1")]).unwrap();
    let second = world.a.officers[1].clone();
    let proposal = Proposal { clauses: vec![clause("place", "2025-06-20")] };
    let draft = world.draft(Kind::Propose, Party::A, payload::write(&proposal));
    let mut alone = World { chain: world.chain.clone(), ..World::new() };
    let seq = alone.append_with(draft.clone(), &[&second]).unwrap();
    assert_eq!(alone.chain.missing(), ["A-officer-1"], "entry {seq} binds nobody");
    let new = key("A-officer-1.2", 42);
    world.by_root(Party::A, vec![replace("A-officer-1", &new)]).unwrap();
    world.append_with(draft, &[&new, &second]).unwrap();
    assert!(world.chain.missing().is_empty());
    let told: Vec<String> = {
        let files = world.chain.files();
        repacked_by_m(&world, &files).keys.into_iter().map(|row| row.what).collect()
    };
    assert_eq!(told, ["A-officer-1 revoked", "A-officer-1.2 put in the place of A-officer-1"]);
}

fn repacked_by_m(world: &World, files: &Files) -> Report {
    let authority = world.chain.authority();
    let keys = world.m.signing();
    world.verify(
        &bundle::pack(files.clone(), authority, bundle::Label::for_anyone(Party::Mediator), &keys)
            .unwrap(),
    )
}

#[test]
fn a_lost_root_is_replaced_by_all_parties_together_and_by_no_two_of_them() {
    let mut world = quarrel();
    let new = key("A-root.2", 43);
    let change = || vec![replace("A-root", &new)];
    let by_root = world.by_root(Party::A, change());
    let place = RosterRefusal::Place("A-root".to_owned(), Party::A, Kind::KeyChange);
    assert_eq!(roster_refusal(by_root), place, "a root does not replace itself");
    let rings = [world.b.clone(), world.m.clone()];
    let two: Vec<&SecretKey> = rings.iter().flat_map(Keyring::signing).collect();
    let mut without = World { chain: world.chain.clone(), ..World::new() };
    without.change(Kind::KeyCeremony, Party::A, change(), &two).unwrap();
    assert_eq!(without.chain.missing(), ["A-officer-1", "A-officer-2"], "it binds nobody");
    let foreign = world.by_everybody(Party::B, change());
    assert!(matches!(roster_refusal(foreign), RosterRefusal::Place(..)));
    let only = world.by_everybody(Party::A, vec![revoke("A-root")]);
    assert_eq!(roster_refusal(only), RosterRefusal::OnlyReplace);
    let entry = world.by_everybody(Party::A, change()).unwrap();
    let late = world.by_root(Party::A, vec![revoke("A-officer-1")]);
    let said = format!("`A-root` signed, which was revoked at entry {entry}");
    assert!(
        matches!(&late, Err(ChainRefusal::Signature(what)) if what.contains(&said)),
        "{late:?}"
    );
    world.a.root = new;
    world.by_root(Party::A, vec![replace("A-officer-1", &key("A-officer-1.2", 44))]).unwrap();
    world.witness(time(13));
    let files = world.chain.files();
    assert_eq!(repacked_by_m(&world, &files).verdict, Verdict::Sound);
}

#[test]
fn the_log_waits_for_a_lost_witness_until_a_new_one_is_named() {
    let mut world = quarrel();
    let name = format!("{}.2", witness_name(Party::B));
    let new = SecretKey::from_seed(&name, Algorithm::Cosignature, &[45; 32]).unwrap();
    let old = world.b.witness.clone().unwrap();
    let entry = world.by_everybody(Party::B, vec![replace("B-witness", &new)]).unwrap();
    let log = world.m.log.clone().unwrap();
    let cosign = |chain: &mut Chain, keys: &[&SecretKey]| chain.witness(&log, keys, time(12));
    let (a, m) = (world.a.witness.clone().unwrap(), world.m.witness.clone().unwrap());
    // The old key no longer cosigns; without either there is no quorum.
    let refused = cosign(&mut world.chain.clone(), &[&a, &old, &m]);
    let revoked = SignatureRefusal::Revoked("B-witness".to_owned(), entry);
    assert_eq!(refused, Err(ChainRefusal::Head(HeadRefusal::Signature(revoked))));
    let mut waiting = World { chain: world.chain.clone(), ..World::new() };
    cosign(&mut waiting.chain, &[&a, &m]).unwrap();
    let files = waiting.chain.files();
    assert_eq!(repacked_by_m(&waiting, &files).verdict, Verdict::Incomplete);
    world.b.witness = Some(new);
    world.witness(time(12));
    let files = world.chain.files();
    let report = repacked_by_m(&world, &files);
    assert_eq!(report.verdict, Verdict::Sound, "{}", report.to_text());
    assert_eq!(report.heads.len(), 2, "the earlier checkpoint stands by the earlier key");
    // Another reader of tlog-policy gets a policy with the new key in it.
    let authority = world.chain.authority();
    let policy = authority.policy_at(world.chain.ledger().roster(), entry + 1);
    let head = notary::checkpoint::check(&files["head.note"], &policy).unwrap();
    assert!(head.quorum_at.is_some());
    assert!(notary::checkpoint::check(&files["head.note"], authority.policy()).is_err());
}

#[test]
fn recipients_are_replaced_by_the_root_and_shared_with_nobody() {
    let mut world = quarrel();
    let address = |seed| Address(Identity::from_seed([seed; 32]).recipient());
    let change = |all: Vec<Address>| vec![Change::Recipients { recipients: all }];
    let of_b = Address(world.b.identities[0].recipient());
    let bad = [vec![], vec![address(1), address(1)], vec![of_b], (1..4).map(address).collect()];
    for recipients in bad {
        let outcome = world.by_root(Party::A, change(recipients));
        assert_eq!(roster_refusal(outcome), RosterRefusal::Recipients);
    }
    let authority = world.chain.authority().clone();
    let now = |world: &World| world.chain.ledger().roster().recipients(&authority, Party::A);
    assert_eq!(now(&world), world.a.public().recipients);
    world.by_root(Party::A, change(vec![address(9)])).unwrap();
    assert_eq!(now(&world), [address(9).0]);
}

#[test]
fn without_its_payload_a_change_of_keys_ends_what_can_be_judged() {
    let (world, _) = replaced();
    let mut files = world.chain.files();
    for path in ["payloads/0004.json", "payloads/0004.salt"] {
        files.remove(path);
    }
    // The packer's new key stands in the payload that is gone; the mediator's does not.
    let report = repacked_by_m(&world, &files);
    assert_eq!(report.verdict, Verdict::Incomplete, "{}", report.to_text());
    assert_eq!(report.acts.len(), 4);
}

/// Small-order and oddly written points are refused where a key is enrolled: in a policy, in a rotation, in a
/// change of recipients.
#[test]
fn a_weak_key_is_refused_on_every_way_in() {
    let world = quarrel();
    let mut files = Vec::new();
    for point in [[0_u8; 32], {
        let mut one = [0; 32];
        one[0] = 1;
        one
    }] {
        let material = [&[1_u8][..], &point].concat();
        let id = notary::sha256(&[b"A-officer-1.2\n", &material]);
        let vkey = format!("A-officer-1.2+{}+{}", notary::hex(&id[..4]), notary::base64(&material));
        files.push(format!(
            r#"{{"changes":[{{"change":"replace","place":"A-officer-1","key":"{vkey}"}}]}}"#
        ));
        let own = world.a.officers[0].public().to_string();
        let id = notary::sha256(&[b"A-officer-1\n", &material]);
        let vkey = format!("A-officer-1+{}+{}", notary::hex(&id[..4]), notary::base64(&material));
        let policy = world.policy.replace(&own, &vkey);
        let refusal = Chain::new(&policy).unwrap_err().to_string();
        assert!(refusal.contains("weak or oddly written"), "{refusal}");
    }
    // age1 followed by 32 zero bytes, with its right checksum.
    let zero = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
    assert_eq!(zero.len(), 62);
    files.push(format!(r#"{{"changes":[{{"change":"recipients","recipients":["{zero}"]}}]}}"#));
    for (at, text) in files.iter().enumerate() {
        let refusal = payload::read(Kind::KeyChange, text.as_bytes()).unwrap_err().to_string();
        assert!(refusal.contains("weak or oddly written"), "{at}: {refusal}");
    }
}

#[test]
fn a_policy_needs_a_root_apart_two_officers_and_recipients() {
    let world = World::new();
    let refused = |policy: String| {
        let refusal = Chain::new(&policy).unwrap_err();
        let ChainRefusal::Authority(refusal) = refusal else { panic!("{refusal}") };
        refusal
    };
    let root = format!("witness {} {}\n", root_name(Party::A), world.a.root.public());
    assert!(world.policy.contains(&root));
    assert_eq!(refused(world.policy.replace(&root, "")), AuthorityRefusal::Root(Party::A));
    let grouped = world.policy.replace("group A all ", "group A 2 A-root ");
    assert_eq!(refused(grouped), AuthorityRefusal::Root(Party::A));
    let one = world.policy.replace("A-officer-1 A-officer-2\n", "A-officer-1\n");
    assert_eq!(refused(one), AuthorityRefusal::Officers(Party::A));
    let recipients: String = world
        .policy
        .lines()
        .filter(|line| !line.starts_with("# recipient B"))
        .fold(String::new(), |text, line| text + line + "\n");
    assert_eq!(refused(recipients), AuthorityRefusal::Recipients(Party::B));
    let own = world.a.identities[0].recipient().to_string();
    let of_b = world.b.identities[0].recipient().to_string();
    let shared = world.policy.replace(&of_b, &own);
    assert!(matches!(refused(shared), AuthorityRefusal::Recipients(_)));
}

/// Each corner case of Ed25519 has one answer, whichever way its key comes in; and its signature is taken nowhere
/// unless it has no corner.
#[test]
fn each_corner_case_has_one_answer_on_every_way_in() {
    let text = include_str!("../../../../../spec/vectors/seal/ed25519-corner-cases.json");
    let cases: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
    let world = World::new();
    let vkey = |name: &str, point: &[u8; 32]| {
        let material = [&[1_u8][..], point].concat();
        let id = notary::sha256(&[name.as_bytes(), b"\n", &material]);
        format!("{name}+{}+{}", notary::hex(&id[..4]), notary::base64(&material))
    };
    let (mut taken, mut refused) = (0, 0);
    for case in &cases {
        let point = notary::read_hex32(case["key"].as_str().unwrap()).unwrap();
        let enrolled = notary::key::VerifyKey::new("x", Algorithm::Note, &point).is_ok();
        let place = "A-officer-1.2";
        let rotation = format!(
            r#"{{"changes":[{{"change":"replace","place":"A-officer-1","key":"{}"}}]}}"#,
            vkey(place, &point)
        );
        assert_eq!(payload::read(Kind::KeyChange, rotation.as_bytes()).is_ok(), enrolled);
        for name in ["A-officer-1", "A-root"] {
            let own = world.a.all().find(|key| key.public().name() == name).unwrap();
            let policy = world.policy.replace(&own.public().to_string(), &vkey(name, &point));
            assert_eq!(Chain::new(&policy).is_ok(), enrolled, "{name} {case}");
        }
        taken += u32::from(enrolled);
        refused += u32::from(!enrolled);
    }
    assert!(taken > 0 && refused > 0, "{taken} {refused}");
}

/// Two accounts that part after A's first officer had a new key: each with another proposal as entry 6.
fn parted() -> (World, [Files; 2]) {
    let [(mut one, _), (mut other, _)] = [replaced(), replaced()];
    one.propose(Party::A, &clause("place", "2025-06-20"));
    other.propose(Party::A, &clause("place", "2025-06-21"));
    let both = [one.bundle(), other.bundle()];
    (one, both)
}

#[test]
fn two_acts_under_a_later_key_are_proof_together_with_the_act_that_put_it_there() {
    let (world, [one, other]) = parted();
    let proof = compare(&one, &other, &world.policy).proof().unwrap();
    assert_eq!(proof.keys.len(), 1);
    let read = Proof::read(proof.to_text().as_bytes()).unwrap();
    let authority = Authority::read(&world.policy).unwrap();
    let proved = read.check(&authority).unwrap();
    let acts = proved.iter().find(|proved| proved.what == "acts as entry 6").unwrap();
    assert_eq!(acts.signers, ["A-officer-1.2", "A-officer-2"]);
    // Without that act nobody can know the new key.
    let bare = Proof::new(proof.pairs.clone(), Vec::new()).check(&authority).unwrap();
    assert!(bare.iter().all(|proved| proved.signers == ["A-officer-2"]), "{bare:?}");
}

#[test]
fn a_change_of_keys_that_no_root_signed_or_that_stands_twice_is_no_part_of_a_proof() {
    let (world, [one, other]) = parted();
    let authority = Authority::read(&world.policy).unwrap();
    let proof = compare(&one, &other, &world.policy).proof().unwrap();
    let with = |keys| Proof::new(proof.pairs.clone(), keys).check(&authority);
    let own = &proof.keys[0];
    let salt = Digest([9; 32]);
    let other_salt = KeyAct { salt, ..own.clone() };
    assert_eq!(with(vec![other_salt]), Err(EquivocationRefusal::Keys(1)));
    let no_key_act = KeyAct { act: proof.pairs[0].first.clone(), ..own.clone() };
    assert_eq!(with(vec![no_key_act]), Err(EquivocationRefusal::Keys(1)));
    assert_eq!(with(vec![own.clone(), own.clone()]), Err(EquivocationRefusal::Keys(2)));
}

#[test]
fn what_a_thief_signs_twice_with_a_revoked_key_proves_nothing_against_it() {
    let (world, old) = replaced();
    let authority = Authority::read(&world.policy).unwrap();
    let keys = KeyAct::of(&world.chain.files(), &authority);
    let signed = |seq: u64, expires| {
        let text = world.chain.files()["acts/0003.note"].clone();
        let text = notary::note::Note::read(&text).unwrap().text().to_owned();
        let text = text.replace("seq 3", &format!("seq {seq}")).replace("expires never", expires);
        let mut note = notary::note::Note::new(text).unwrap();
        note.sign(&old).unwrap();
        note.to_bytes()
    };
    let check = |seq| {
        let expires = "expires 2025-06-30T00:00:00Z";
        let pair = Pair::of(&signed(seq, "expires never"), &signed(seq, expires), Vec::new());
        Proof::new(vec![pair.unwrap()], keys.clone()).check(&authority)
    };
    assert_eq!(check(6), Err(EquivocationRefusal::Nobody(1)));
    assert_eq!(check(4).unwrap()[0].signers, ["A-officer-1"], "it counted up to its end");
}
