//! The RFC's own vectors, another implementation of the RFC, and what must be refused.

use serde::Deserialize;

use super::proof::{self, Proof};
use super::*;

#[derive(Deserialize)]
struct Group {
    mode: u8,
    seed: String,
    #[serde(rename = "keyInfo")]
    info: String,
    #[serde(rename = "skSm")]
    secret: String,
    #[serde(rename = "pkSm")]
    public: Option<String>,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Vector {
    blind: String,
    blinded_element: String,
    evaluation_element: String,
    input: String,
    output: String,
    proof: Option<WithChance>,
}

#[derive(Deserialize)]
struct WithChance {
    proof: String,
    r: String,
}

fn bytes(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
    (0..text.len()).step_by(2).map(digit).collect()
}

fn all<const N: usize>(text: &str) -> Vec<[u8; N]> {
    text.split(',').map(|one| bytes(one).try_into().unwrap()).collect()
}

fn scalars(text: &str) -> Vec<Scalar> {
    let read = |own| Option::from(Scalar::from_canonical_bytes(own)).unwrap();
    all::<32>(text).into_iter().map(read).collect()
}

#[test]
fn rfc_9497_vectors_hold_in_both_modes() {
    let text = include_str!("../../../../spec/vectors/seal/rfc9497-ristretto255.json");
    let groups: Vec<Group> = serde_json::from_str(text).unwrap();
    let mut vectors = 0;
    for group in groups {
        let mode = [Mode::Oprf, Mode::Voprf][usize::from(group.mode)];
        let seed = bytes(&group.seed).try_into().unwrap();
        let key = ServerKey::derive(mode, &seed, &bytes(&group.info)).unwrap();
        assert_eq!(key.scalar.as_bytes().to_vec(), bytes(&group.secret));
        assert!(group.public.is_none_or(|public| bytes(&public) == key.public()));
        for vector in group.vectors {
            let inputs: Vec<Vec<u8>> = vector.input.split(',').map(bytes).collect();
            let inputs: Vec<&[u8]> = inputs.iter().map(Vec::as_slice).collect();
            let blinds = scalars(&vector.blind);
            let blinded = key.suite.blind(&inputs, &blinds).unwrap();
            assert_eq!(blinded, all::<32>(&vector.blinded_element));
            let answers = key.answer(&blinded).unwrap();
            assert_eq!(answers, all::<32>(&vector.evaluation_element));
            let outputs = all::<64>(&vector.output);
            assert_eq!(Suite::finalize(&inputs, &blinds, &answers).unwrap(), outputs);
            assert_eq!(key.values(&inputs).unwrap(), outputs);
            if let Some(WithChance { proof, r }) = vector.proof {
                let points = decode_all(&blinded).unwrap();
                let chance = &scalars(&r)[0];
                let built = key.prove((&blinded, &points), &answers, chance).unwrap();
                assert_eq!(built.to_vec(), bytes(&proof));
                proof::check(&key.public(), &blinded, &answers, &built).unwrap();
            }
            vectors += 1;
        }
    }
    assert_eq!(vectors, 5, "two vectors of mode 0 and three of mode 1");
}

struct Round {
    key: ServerKey,
    blinded: Vec<Element>,
    answers: Vec<Element>,
    proof: Proof,
}

fn round(count: u32) -> Round {
    let key = ServerKey::derive(Mode::Voprf, &[7; 32], b"a round").unwrap();
    let inputs: Vec<[u8; 4]> = (0..count).map(u32::to_be_bytes).collect();
    let inputs: Vec<&[u8]> = inputs.iter().map(<[u8; 4]>::as_slice).collect();
    let blinds = blinds(&[8; 32], 0, inputs.len());
    let blinded = key.suite.blind(&inputs, &blinds).unwrap();
    let (answers, proof) = key.answer_with_proof(&blinded).unwrap();
    assert_eq!(Suite::finalize(&inputs, &blinds, &answers), key.values(&inputs));
    Round { key, blinded, answers, proof }
}

#[test]
fn a_proof_holds_for_its_batch_and_for_nothing_else() {
    let Round { key, blinded, answers, proof } = round(300);
    let check = |key: &Element, answers: &[Element], proof: &Proof| {
        proof::check(key, &blinded, answers, proof)
    };
    assert_eq!(check(&key.public(), &answers, &proof), Ok(()));
    let other = ServerKey::derive(Mode::Voprf, &[9; 32], b"a round").unwrap();
    assert_eq!(check(&other.public(), &answers, &proof), Err(OprfRefusal::Proof));
    let mut one_by_another = answers.clone();
    one_by_another[17] = other.answer(&blinded[17..18]).unwrap()[0];
    assert_eq!(check(&key.public(), &one_by_another, &proof), Err(OprfRefusal::Proof));
    let points = decode_all(&blinded).unwrap();
    let forged = key.prove((&blinded, &points), &one_by_another, &Scalar::ONE).unwrap();
    assert_eq!(check(&key.public(), &one_by_another, &forged), Err(OprfRefusal::Proof));
    let mut swapped = answers.clone();
    swapped.swap(0, 1);
    assert_eq!(check(&key.public(), &swapped, &proof), Err(OprfRefusal::Proof));
    for at in [0, 31, 32, 63] {
        let mut changed = proof;
        changed[at] ^= 1;
        assert_eq!(check(&key.public(), &answers, &changed), Err(OprfRefusal::Proof));
    }
    assert_eq!(check(&key.public(), &answers[1..], &proof), Err(OprfRefusal::Lengths(300, 299)));
    assert_eq!(key.answer_with_proof(&[]), Err(OprfRefusal::Batch(0)));
}

#[test]
fn identity_and_points_in_another_form_are_refused_everywhere() {
    let Round { key, blinded, answers, proof } = round(4);
    let order = [0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let mut not_canonical = [0xff_u8; 32];
    not_canonical[..8].copy_from_slice(&order);
    not_canonical[31] = 0x7f;
    let mut negative = blinded[0];
    negative[0] |= 1;
    for bad in [[0; 32], not_canonical, [0xff; 32], negative] {
        assert!(!is_element(&bad));
        let mut list = answers.clone();
        list[2] = bad;
        assert_eq!(key.answer(&list), Err(OprfRefusal::Element(2)));
        let (inputs, blinds) = ([&[1_u8][..]; 4], blinds(&[8; 32], 0, 4));
        assert_eq!(Suite::finalize(&inputs, &blinds, &list), Err(OprfRefusal::Element(2)));
        let public = key.public();
        assert_eq!(proof::check(&public, &blinded, &list, &proof), Err(OprfRefusal::Element(2)));
        assert_eq!(proof::check(&bad, &blinded, &answers, &proof), Err(OprfRefusal::Key));
    }
    let long = vec![0_u8; INPUT_BYTES_MAX + 1];
    assert_eq!(key.values(&[&long]), Err(OprfRefusal::Input(0)));
}

#[test]
fn another_implementation_of_the_rfc_comes_to_the_same_values() {
    use voprf::{Ristretto255, VoprfClient, VoprfServer};
    let ours = ServerKey::derive(Mode::Voprf, &[3; 32], b"peer").unwrap();
    let theirs = VoprfServer::<Ristretto255>::new_with_key(ours.scalar.as_bytes()).unwrap();
    let input = b"one person".as_slice();
    let mut chance: rand::rngs::StdRng = rand::SeedableRng::seed_from_u64(7);
    let asked = VoprfClient::<Ristretto255>::blind(input, &mut chance).unwrap();
    let blinded: Element = asked.message.serialize().as_slice().try_into().unwrap();
    let (answers, proof) = ours.answer_with_proof(&[blinded]).unwrap();
    let value = asked.state.finalize(
        input,
        &voprf::EvaluationElement::deserialize(&answers[0]).unwrap(),
        &voprf::Proof::deserialize(&proof).unwrap(),
        theirs.get_public_key(),
    );
    assert_eq!(value.unwrap().as_slice(), ours.values(&[input]).unwrap()[0]);
}
