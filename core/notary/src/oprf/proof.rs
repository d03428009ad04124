//! The proof of mode VOPRF: one for a whole batch of answers (RFC 9497 section 2.2).

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;
use sha2::{Digest as _, Sha512};

use super::{Element, Mode, OprfRefusal, ServerKey, Suite, decode, decode_all, same};

/// The most answers under one proof. The RFC's own limit is 65,535.
pub const BATCH_MAX: usize = 4_096;
/// The length of a proof, in bytes: the challenge and the response.
pub const PROOF_BYTES: usize = 64;

/// A proof for one batch.
pub type Proof = [u8; PROOF_BYTES];

impl ServerKey {
    /// Answers one batch and proves that every answer was made with this key.
    ///
    /// The commitment's chance is derived from the key and all that is proved, so that it is neither drawn
    /// badly nor used for two statements.
    pub(crate) fn answer_with_proof(
        &self,
        blinded: &[Element],
    ) -> Result<(Vec<Element>, Proof), OprfRefusal> {
        let points = decode_all(blinded)?;
        let answers = self.multiply(&points);
        let mut hash = Sha512::new();
        hash.update(b"safeconduct/match/proof/v1\n");
        hash.update(self.scalar.as_bytes());
        for element in blinded.iter().chain(&answers) {
            hash.update(element);
        }
        let chance = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let proof = self.prove((blinded, &points), &answers, &chance)?;
        Ok((answers, proof))
    }

    pub(super) fn prove(
        &self,
        (blinded, points): (&[Element], &[RistrettoPoint]),
        answers: &[Element],
        chance: &Scalar,
    ) -> Result<Proof, OprfRefusal> {
        let weights = weights(&self.suite, &self.public, blinded, answers)?;
        let asked = RistrettoPoint::vartime_multiscalar_mul(weights, points);
        // The holder of the key need not add the answers up as well (ComputeCompositesFast).
        let answered = asked * self.scalar;
        let commitments = [chance * RISTRETTO_BASEPOINT_TABLE, asked * chance];
        let challenge = challenge(&self.suite, &self.public, &asked, &answered, &commitments);
        let response = chance - challenge * self.scalar;
        let mut proof = [0; PROOF_BYTES];
        proof[..32].copy_from_slice(challenge.as_bytes());
        proof[32..].copy_from_slice(response.as_bytes());
        Ok(proof)
    }
}

/// Checks the proof of one batch against the key that was named beforehand. All that is handled here is
/// public, so that it may take as long as it takes.
pub fn check(
    key: &Element,
    blinded: &[Element],
    answers: &[Element],
    proof: &Proof,
) -> Result<(), OprfRefusal> {
    checked(key, blinded, answers, proof).map(|_| ())
}

/// As [`check`], and returns the answers as points.
pub(super) fn checked(
    key: &Element,
    blinded: &[Element],
    answers: &[Element],
    proof: &Proof,
) -> Result<Vec<RistrettoPoint>, OprfRefusal> {
    let suite = Suite::new(Mode::Voprf);
    let public = decode(key).ok_or(OprfRefusal::Key)?;
    let weights = weights(&suite, key, blinded, answers)?;
    let points = decode_all(answers)?;
    let asked = RistrettoPoint::vartime_multiscalar_mul(&weights, decode_all(blinded)?);
    let answered = RistrettoPoint::vartime_multiscalar_mul(&weights, &points);
    let (first, last) = proof.split_at(32);
    let said = scalar(first).ok_or(OprfRefusal::Proof)?;
    let response = scalar(last).ok_or(OprfRefusal::Proof)?;
    let commit = |base: &RistrettoPoint, result: &RistrettoPoint| {
        RistrettoPoint::vartime_multiscalar_mul([response, said], [base, result])
    };
    let commitments = [commit(&RISTRETTO_BASEPOINT_POINT, &public), commit(&asked, &answered)];
    if challenge(&suite, key, &asked, &answered, &commitments) == said {
        Ok(points)
    } else {
        Err(OprfRefusal::Proof)
    }
}

fn scalar(bytes: &[u8]) -> Option<Scalar> {
    Scalar::from_canonical_bytes(bytes.try_into().ok()?).into()
}

/// The weight of each pair in the sum that stands for all of them.
fn weights(
    suite: &Suite,
    key: &Element,
    blinded: &[Element],
    answers: &[Element],
) -> Result<Vec<Scalar>, OprfRefusal> {
    same(blinded.len(), answers.len())?;
    if blinded.is_empty() || blinded.len() > BATCH_MAX {
        return Err(OprfRefusal::Batch(blinded.len()));
    }
    let tag_length = u16::try_from(suite.seed.len()).expect("a short text").to_be_bytes();
    let seed = Sha512::new()
        .chain_update(32_u16.to_be_bytes())
        .chain_update(key)
        .chain_update(tag_length)
        .chain_update(&suite.seed)
        .finalize();
    let (seed_length, length) = (64_u16.to_be_bytes(), 32_u16.to_be_bytes());
    let weight = |(number, (asked, answered)): (u16, (&Element, &Element))| {
        suite.scalar(&[
            &seed_length,
            &seed,
            &number.to_be_bytes(),
            &length,
            asked,
            &length,
            answered,
            b"Composite",
        ])
    };
    Ok((0_u16..).zip(blinded.iter().zip(answers)).map(weight).collect())
}

fn challenge(
    suite: &Suite,
    key: &Element,
    asked: &RistrettoPoint,
    answered: &RistrettoPoint,
    commitments: &[RistrettoPoint; 2],
) -> Scalar {
    let length = 32_u16.to_be_bytes();
    let [first, second] = commitments.each_ref().map(|point| point.compress().to_bytes());
    let (asked, answered) = (asked.compress().to_bytes(), answered.compress().to_bytes());
    suite.scalar(&[
        &length,
        key,
        &length,
        &asked,
        &length,
        &answered,
        &length,
        &first,
        &length,
        &second,
        b"Challenge",
    ])
}
