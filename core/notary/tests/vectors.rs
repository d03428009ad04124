//! Other people's vectors: RFC 6962 proofs, and the corner cases of Ed25519 with our one answer.

use notary::key::{Algorithm, VerifyKey};
use notary::{merkle, read_base64};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    case: String,
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    case: String,
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
struct Corner {
    number: u32,
    key: String,
    sig: String,
    msg: String,
    flags: Option<Vec<String>>,
}

fn hash(text: &str) -> Option<[u8; 32]> {
    read_base64(text)?.try_into().ok()
}

/// Some vectors name roots of a few bytes, where only their being equal matters.
fn root(text: &str) -> [u8; 32] {
    hash(text).unwrap_or_else(|| notary::sha256(&[text.as_bytes()]))
}

fn path(proof: Option<&Vec<String>>) -> Option<Vec<[u8; 32]>> {
    proof.map_or(Some(Vec::new()), |proof| proof.iter().map(|step| hash(step)).collect())
}

fn bytes(text: &str) -> Vec<u8> {
    let digit = |c: char| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let digits: Vec<u8> = text.chars().filter_map(digit).collect();
    digits.chunks_exact(2).map(|pair| pair[0] * 16 + pair[1]).collect()
}

#[test]
fn inclusion_agrees_with_rfc_6962_vectors() {
    let text = include_str!("../../../spec/vectors/seal/rfc6962-inclusion.json");
    let cases: Vec<Inclusion> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 98);
    for case in cases {
        let holds = || {
            let (leaf, root) = (hash(&case.leaf_hash)?, hash(&case.root)?);
            let path = path(case.proof.as_ref())?;
            Some(merkle::includes(&leaf, case.leaf_idx, case.tree_size, &path, &root))
        };
        assert_eq!(holds().unwrap_or(false), !case.want_err, "{}", case.case);
    }
}

#[test]
fn consistency_agrees_with_rfc_6962_vectors() {
    let text = include_str!("../../../spec/vectors/seal/rfc6962-consistency.json");
    let cases: Vec<Consistency> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 98);
    for case in cases {
        let holds = || {
            let (old, new) = (root(&case.root1), root(&case.root2));
            let path = path(case.proof.as_ref())?;
            Some(merkle::continues(case.size1, case.size2, &path, &old, &new))
        };
        assert_eq!(holds().unwrap_or(false), !case.want_err, "{}", case.case);
    }
}

#[test]
fn only_the_signature_that_every_verifier_takes_is_taken() {
    let text = include_str!("../../../spec/vectors/seal/ed25519-corner-cases.json");
    let cases: Vec<Corner> = serde_json::from_str(text).unwrap();
    let mut accepted = 0;
    for case in cases {
        let key: [u8; 32] = bytes(&case.key).try_into().unwrap();
        let signature: [u8; 64] = bytes(&case.sig).try_into().unwrap();
        let taken = VerifyKey::new("corner", Algorithm::Note, &key)
            .is_ok_and(|key| key.accepts(case.msg.as_bytes(), &signature));
        assert_eq!(taken, case.flags.is_none_or(|flags| flags.is_empty()), "{}", case.number);
        accepted += u32::from(taken);
    }
    assert_eq!(accepted, 1, "one vector of the set has no corner");
}
