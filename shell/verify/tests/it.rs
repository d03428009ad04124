//! The offline verifier alone, on a bundle that is built here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::payload::{self, Genesis};
use exchange::seal::{Chain, Draft, Files, Kind, bundle};
use exchange::vocabulary::{ExchangeId, Party};

/// The smallest bundle: a beginning, witnessed.
fn small() -> (Files, String) {
    let ring = |party, seed| Keyring::new(party, 2, &[seed; 32]).expect("keys");
    let rings = [ring(Party::A, 1), ring(Party::B, 2), ring(Party::Mediator, 3)];
    let exchange = ExchangeId::read(&"1b".repeat(16)).expect("an identifier");
    let public: Vec<_> = rings.iter().map(Keyring::public).collect();
    let policy = compose_policy(&exchange, &public).expect("a policy");
    let mut chain = Chain::new(&policy).expect("a chain");
    let title = "a rehearsal".to_owned();
    let genesis = Genesis::new(chain.authority(), title, BTreeMap::new());
    let draft = Draft {
        kind: Kind::Genesis,
        from: Party::A,
        payload: payload::write(&genesis),
        expires: None,
    };
    let officers: Vec<_> = rings.iter().flat_map(Keyring::signing).collect();
    chain.append(draft, [7; 32], &officers).expect("an act");
    let witnesses: Vec<_> = rings.iter().filter_map(|ring| ring.witness.as_ref()).collect();
    let log = rings.iter().find_map(|ring| ring.log.as_ref()).expect("the mediator's log");
    let at = "2025-06-07T10:00:00Z".parse().expect("a time");
    chain.witness(log, &witnesses, at).expect("a checkpoint");
    let from = rings.first().expect("side A");
    let files = bundle::pack(
        chain.files(),
        chain.authority(),
        bundle::Label::for_anyone(Party::A),
        &from.signing(),
    );
    (files.expect("a bundle"), policy)
}

fn write(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
}

fn verify(words: &[&Path]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_safeconduct-verify"))
        .args(words)
        .output()
        .expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("plain text"))
}

#[test]
fn the_small_verifier_gives_the_same_three_answers() {
    let folder = tempfile::tempdir().expect("a folder");
    let (files, policy) = small();
    let (bundle, policy_file) = (folder.path().join("bundle"), folder.path().join("policy"));
    write(&bundle, &files);
    fs::write(&policy_file, policy).expect("a file");
    let flag = Path::new("--policy");
    let words = [bundle.as_path(), flag, &policy_file];
    let (code, text) = verify(&words);
    assert_eq!((code, text.contains("sound")), (Some(0), true), "{text}");
    let (code, text) = verify(&[bundle.as_path(), flag, &policy_file, Path::new("--json")]);
    assert_eq!((code, text.contains("\"verdict\": \"sound\"")), (Some(0), true), "{text}");

    let head = bundle.join("head.note");
    let whole = fs::read_to_string(&head).expect("a file");
    fs::write(&head, whole.replace("\n1\n", "\n2\n")).expect("a file");
    let (code, text) = verify(&words);
    assert_eq!((code, text.contains("CONTRADICTION: head.note")), (Some(1), true), "{text}");
    fs::remove_file(&head).expect("a file");
    let (code, text) = verify(&words);
    assert_eq!((code, text.contains("missing: head.note")), (Some(2), true), "{text}");

    assert_eq!(verify(&[bundle.as_path()]).0, Some(2));
    assert_eq!(verify(&[bundle.as_path(), flag, Path::new("nowhere")]).0, Some(2));
    assert_eq!(verify(&[]).0, Some(2));
}

/// Whoever has to trust the verifier can read what it is made of: no more crates than these, and none that keeps a
/// database, speaks on a network, or runs tasks.
#[test]
fn what_the_small_verifier_is_made_of_stays_small() {
    const CRATES_MAX: usize = 65;
    const NEVER: [&str; 16] = [
        "age",
        "anyhow",
        "async-std",
        "axum",
        "calamine",
        "clap",
        "h2",
        "hyper",
        "mio",
        "postgres",
        "reqwest",
        "rusqlite",
        "rustls",
        "socket2",
        "tokio",
        "ureq",
    ];
    let words = "tree --package safeconduct-verify --edges normal --prefix none --locked --offline";
    let output = Command::new(env!("CARGO"))
        .args(words.split(' '))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("plain text");
    let all: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(all.contains("exchange") && all.contains("notary"), "{all:?}");
    assert!(all.len() <= CRATES_MAX, "{} crates: {all:?}", all.len());
    let strange: Vec<_> = all.iter().filter(|name| NEVER.contains(*name)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}
