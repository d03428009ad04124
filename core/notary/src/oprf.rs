//! An oblivious pseudorandom function: RFC 9497 over ristretto255 with SHA-512, modes OPRF and VOPRF.
//!
//! One party holds a key `k`, the other an input `x`. The second learns `F(k, x)` and nothing of `k`;
//! the first learns nothing of `x`. In mode VOPRF a proof shows that every answer of a batch was made
//! with the key that was named beforehand.
//!
//! The group is `curve25519-dalek`'s; what is written here is the framing of the RFC, so that
//! whole batches go through one inversion and one product of many points
//! (`docs/decisions/0006-private-intersection.md` has the figures).

pub mod proof;

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity as _, IsIdentity as _};
use sha2::{Digest as _, Sha512};

/// A group element in its one encoding of 32 bytes.
pub type Element = [u8; 32];
/// The value of the function: 64 bytes.
pub type Output = [u8; 64];

/// The most bytes of one input (RFC 9497 section 1.2).
pub const INPUT_BYTES_MAX: usize = 65_535;

const IDENTIFIER: &str = "ristretto255-SHA512";

/// The two modes that are used here, with the RFC's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// 0x00: the answers are taken on trust.
    Oprf,
    /// 0x01: the answers come with a proof.
    Voprf,
}

impl Mode {
    fn context(self) -> Vec<u8> {
        let number = match self {
            Self::Oprf => 0x00,
            Self::Voprf => 0x01,
        };
        [b"OPRFV1-", &[number][..], b"-", IDENTIFIER.as_bytes()].concat()
    }
}

/// Why a value cannot take part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OprfRefusal {
    /// Not the one encoding of a group element, or the identity.
    #[error("element {0} is not a group element in its one encoding, or it is the identity")]
    Element(usize),
    /// An input that is too long, or that nobody can find: it maps to the identity.
    #[error("input {0} is longer than {INPUT_BYTES_MAX} bytes or has no point")]
    Input(usize),
    /// A key that is zero or not below the order of the group.
    #[error("the key is not a scalar between 1 and the order of the group")]
    Key,
    /// Lists that should have one length.
    #[error("{0} values stand against {1}")]
    Lengths(usize, usize),
    /// More than a proof is made for at once.
    #[error("a batch has 1 to {max} elements, and this one has {0}", max = proof::BATCH_MAX)]
    Batch(usize),
    /// A proof that does not hold.
    #[error("the proof does not show that these answers were made with the key that was named")]
    Proof,
}

/// The framing of one mode: every hash is told apart by it.
#[derive(Debug, Clone)]
pub struct Suite {
    mode: Mode,
    /// The hash after the block of zeroes that every message begins with.
    zeroes: Sha512,
    to_group: Vec<u8>,
    to_scalar: Vec<u8>,
    key_pair: Vec<u8>,
    seed: Vec<u8>,
}

impl Suite {
    /// Prepares a mode.
    pub fn new(mode: Mode) -> Self {
        let tagged = |tag: &str| [tag.as_bytes(), &mode.context()].concat();
        Self {
            mode,
            zeroes: Sha512::new().chain_update([0_u8; 128]),
            to_group: tagged("HashToGroup-"),
            to_scalar: tagged("HashToScalar-"),
            key_pair: tagged("DeriveKeyPair"),
            seed: tagged("Seed-"),
        }
    }

    /// Returns the mode.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    fn point(&self, input: &[u8]) -> Option<RistrettoPoint> {
        if input.len() > INPUT_BYTES_MAX {
            return None;
        }
        let point = RistrettoPoint::from_uniform_bytes(&self.expand(&[input], &self.to_group));
        (!point.is_identity()).then_some(point)
    }

    fn scalar(&self, parts: &[&[u8]]) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.expand(parts, &self.to_scalar))
    }

    /// `expand_message_xmd` of RFC 9380 section 5.3.1 with SHA-512, for exactly 64 bytes: one block.
    fn expand(&self, parts: &[&[u8]], tag: &[u8]) -> [u8; 64] {
        let tag_length = [u8::try_from(tag.len()).expect("our tags are below 256 bytes")];
        let mut first = self.zeroes.clone();
        for part in parts {
            first.update(part);
        }
        let first = first
            .chain_update(64_u16.to_be_bytes())
            .chain_update([0_u8])
            .chain_update(tag)
            .chain_update(tag_length)
            .finalize();
        let block = Sha512::new()
            .chain_update(first)
            .chain_update([1_u8])
            .chain_update(tag)
            .chain_update(tag_length);
        block.finalize().into()
    }

    /// Blinds inputs, each with its own scalar. All-zero blinds do not occur: see [`blinds`].
    pub(crate) fn blind(
        &self,
        inputs: &[&[u8]],
        blinds: &[Scalar],
    ) -> Result<Vec<Element>, OprfRefusal> {
        same(inputs.len(), blinds.len())?;
        let half = half();
        let mut points = Vec::with_capacity(inputs.len());
        for (at, (input, blind)) in inputs.iter().zip(blinds).enumerate() {
            let point = self.point(input).ok_or(OprfRefusal::Input(at))?;
            points.push(point * (blind * half));
        }
        Ok(encode_doubled(&points))
    }

    /// Takes the blinds off answers that are taken on trust, and returns the function's values.
    pub(crate) fn finalize(
        inputs: &[&[u8]],
        blinds: &[Scalar],
        answers: &[Element],
    ) -> Result<Vec<Output>, OprfRefusal> {
        finalize(inputs, blinds, &decode_all(answers)?)
    }

    /// As [`Suite::finalize`], after the batch's proof has been checked against the key named beforehand.
    pub(crate) fn finalize_proved(
        key: &Element,
        (inputs, blinds, blinded): (&[&[u8]], &[Scalar], &[Element]),
        answers: &[Element],
        proof: &proof::Proof,
    ) -> Result<Vec<Output>, OprfRefusal> {
        finalize(inputs, blinds, &proof::checked(key, blinded, answers, proof)?)
    }
}

fn finalize(
    inputs: &[&[u8]],
    blinds: &[Scalar],
    answers: &[RistrettoPoint],
) -> Result<Vec<Output>, OprfRefusal> {
    same(inputs.len(), blinds.len())?;
    same(inputs.len(), answers.len())?;
    let half = half();
    let mut inverses = blinds.to_vec();
    Scalar::batch_invert(&mut inverses);
    let points: Vec<RistrettoPoint> =
        inverses.iter().zip(answers).map(|(inverse, point)| point * (inverse * half)).collect();
    let elements = encode_doubled(&points);
    Ok(inputs.iter().zip(&elements).map(|(input, own)| value(input, own)).collect())
}

/// The key of one round.
#[derive(Clone)]
pub struct ServerKey {
    suite: Suite,
    scalar: Scalar,
    public: Element,
}

impl ServerKey {
    /// Derives a key from 32 unpredictable bytes and a public text (RFC 9497 section 3.2.1).
    pub fn derive(mode: Mode, seed: &[u8; 32], info: &[u8]) -> Result<Self, OprfRefusal> {
        let suite = Suite::new(mode);
        let length = u16::try_from(info.len()).ok().ok_or(OprfRefusal::Key)?.to_be_bytes();
        for counter in 0..=u8::MAX {
            let wide = suite.expand(&[seed, &length, info, &[counter]], &suite.key_pair);
            let scalar = Scalar::from_bytes_mod_order_wide(&wide);
            if scalar != Scalar::ZERO {
                return Ok(Self::of(suite, scalar));
            }
        }
        Err(OprfRefusal::Key)
    }

    fn of(suite: Suite, scalar: Scalar) -> Self {
        let public = (&scalar * RISTRETTO_BASEPOINT_TABLE).compress().to_bytes();
        Self { suite, scalar, public }
    }

    /// Returns the key that is named beforehand.
    pub fn public(&self) -> Element {
        self.public
    }

    /// Answers blinded elements. Their order is kept.
    pub(crate) fn answer(&self, blinded: &[Element]) -> Result<Vec<Element>, OprfRefusal> {
        Ok(self.multiply(&decode_all(blinded)?))
    }

    fn multiply(&self, points: &[RistrettoPoint]) -> Vec<Element> {
        let halved = self.scalar * half();
        let points: Vec<RistrettoPoint> = points.iter().map(|point| point * halved).collect();
        encode_doubled(&points)
    }

    /// Returns the function's values of the holder's own inputs.
    pub(crate) fn values(&self, inputs: &[&[u8]]) -> Result<Vec<Output>, OprfRefusal> {
        let halved = self.scalar * half();
        let mut points = Vec::with_capacity(inputs.len());
        for (at, input) in inputs.iter().enumerate() {
            let point = self.suite.point(input).ok_or(OprfRefusal::Input(at))?;
            points.push(point * halved);
        }
        let elements = encode_doubled(&points);
        Ok(inputs.iter().zip(&elements).map(|(input, own)| value(input, own)).collect())
    }
}

impl std::fmt::Debug for ServerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKey [secret]")
    }
}

/// Makes as many blinds as are asked for, from 32 unpredictable bytes, counted from `first`.
///
/// Each is SHA-512 of the seed and its number, modulo the order of the group: the seed alone need be kept.
pub(crate) fn blinds(seed: &[u8; 32], first: u64, count: usize) -> Vec<Scalar> {
    let one = |number: u64| {
        let hash = Sha512::new()
            .chain_update(b"safeconduct/match/blind/v1\n")
            .chain_update(seed)
            .chain_update(number.to_be_bytes());
        let scalar = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        // One chance in 2^252, and a zero would show its input.
        if scalar == Scalar::ZERO { Scalar::ONE } else { scalar }
    };
    (first..).take(count).map(one).collect()
}

/// Says whether 32 bytes are a group element that may take part.
pub fn is_element(bytes: &Element) -> bool {
    decode(bytes).is_some()
}

fn same(one: usize, other: usize) -> Result<(), OprfRefusal> {
    if one == other { Ok(()) } else { Err(OprfRefusal::Lengths(one, other)) }
}

fn decode(bytes: &Element) -> Option<RistrettoPoint> {
    let point = CompressedRistretto(*bytes).decompress()?;
    (point != RistrettoPoint::identity()).then_some(point)
}

fn decode_all(elements: &[Element]) -> Result<Vec<RistrettoPoint>, OprfRefusal> {
    let one = |(at, element)| decode(element).ok_or(OprfRefusal::Element(at));
    elements.iter().enumerate().map(one).collect()
}

/// One half modulo the order: doubling and encoding many points at once costs one inversion in all.
fn half() -> Scalar {
    Scalar::from(2_u8).invert()
}

fn encode_doubled(points: &[RistrettoPoint]) -> Vec<Element> {
    let encoded = RistrettoPoint::double_and_compress_batch(points);
    encoded.into_iter().map(|point| point.to_bytes()).collect()
}

/// `Finalize` of RFC 9497 section 3.3.1.
fn value(input: &[u8], element: &Element) -> Output {
    let length = u16::try_from(input.len()).expect("a longer input has no point").to_be_bytes();
    let hash = Sha512::new()
        .chain_update(length)
        .chain_update(input)
        .chain_update(32_u16.to_be_bytes())
        .chain_update(element)
        .chain_update(b"Finalize");
    hash.finalize().into()
}

#[cfg(test)]
mod tests;
