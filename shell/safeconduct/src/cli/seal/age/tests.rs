//! Other people's vectors for age: each has one answer on the path by which payloads are read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use exchange::seal::notary::{hex, sha256};

use super::*;

struct Vector {
    fields: BTreeMap<String, String>,
    identities: Vec<String>,
    file: Vec<u8>,
}

fn read(path: &Path) -> Vector {
    let bytes = fs::read(path).unwrap();
    let cut = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
    let (mut fields, mut identities) = (BTreeMap::new(), Vec::new());
    for line in std::str::from_utf8(&bytes[..cut]).unwrap().lines() {
        let (key, value) = line.split_once(": ").unwrap();
        if key == "identity" {
            identities.push(value.to_owned());
        } else {
            fields.insert(key.to_owned(), value.to_owned());
        }
    }
    let mut file = bytes[cut + 2..].to_vec();
    if fields.contains_key("compressed") {
        let mut plain = Vec::new();
        flate2::read::ZlibDecoder::new(&file[..]).read_to_end(&mut plain).unwrap();
        file = plain;
    }
    Vector { fields, identities, file }
}

#[test]
fn each_age_vector_for_x25519_has_its_stated_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/vectors/seal/age");
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Vector { fields, identities, file } = read(&path);
        let identities: Vec<_> =
            identities.iter().map(|line| read_identity(line).unwrap()).collect();
        let identities = Identities(identities);
        let unsealed = identities.unseal_within(&file, 2 * CONTENTS_BYTES_MAX);
        if matches!(&unsealed, Unsealed::Opened(contents) if contents.len() > CONTENTS_BYTES_MAX) {
            // More than any payload has: right, and refused all the same.
            assert!(matches!(identities.unseal(&file), Unsealed::Broken(_)), "{name}");
        } else {
            assert_eq!(identities.unseal(&file), unsealed, "{name}");
        }
        // A bundle holds bare age files: armour is refused, whatever is in it.
        let expected =
            if fields.contains_key("armored") { "armor failure" } else { &fields["expect"] };
        match (expected, &unsealed) {
            ("success", Unsealed::Opened(contents)) => {
                assert_eq!(hex(&sha256(&[contents])), fields["payload"], "{name}");
            }
            ("no match", Unsealed::NotForUs)
            | (
                "header failure" | "HMAC failure" | "payload failure" | "armor failure",
                Unsealed::Broken(_),
            ) => {}
            _ => panic!("{name}: {expected}, and {unsealed:?}"),
        }
        *counts.entry(expected.to_owned()).or_default() += 1;
    }
    let total: u32 = counts.values().sum();
    assert_eq!(total, VECTORS, "{counts:?}");
}

/// How many of the set are for native X25519 identities.
const VECTORS: u32 = 98;

#[test]
fn what_is_encrypted_opens_for_each_recipient_and_for_nobody_else() {
    let identity = |seed| Identity::from_seed([seed; 32]);
    let recipients = [identity(1).recipient(), identity(2).recipient()];
    let sealed = encrypt(&recipients, b"salt and payload").unwrap();
    let open = |seed| {
        let own = read_identity(&identity(seed).to_secret_text()).unwrap();
        Identities(vec![own]).unseal(&sealed)
    };
    assert_eq!(open(1), Unsealed::Opened(b"salt and payload".to_vec()));
    assert_eq!(open(2), Unsealed::Opened(b"salt and payload".to_vec()));
    assert_eq!(open(3), Unsealed::NotForUs);
    let own = Identities(vec![read_identity(&identity(1).to_secret_text()).unwrap()]);
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(!matches!(own.unseal(&changed), Unsealed::Opened(_)), "byte {at}");
    }
    assert!(encrypt(&[], b"x").is_err());
    assert!(read_identity("AGE-SECRET-KEY-PQ-1").is_none());
}
