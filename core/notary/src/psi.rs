//! Private set intersection: two lists, and what stands in both, and no more.
//!
//! The asker blinds its keys ([`ask`]); the holder answers them with proofs ([`answer`]) and publishes one
//! tag for each of its own keys ([`tag`]); the asker takes the blinds off ([`unblind`]) and looks its
//! values up among the tags ([`find`]). All work is done in batches on every core; neither their
//! number nor their order changes a result.

use hkdf::Hkdf;
use rayon::prelude::*;
use sha2::Sha256;

use crate::oprf::proof::{self, BATCH_MAX, Proof};
use crate::oprf::{Element, OprfRefusal, Output, ServerKey, Suite, blinds};

/// The most keys of one query, and the most rows of one tag file.
pub const KEYS_MAX: usize = 4_000_000;
/// The length of a reference, in bytes.
pub const REFERENCE_BYTES: usize = 8;
/// The length of a row of a tag file: the tag and the covered reference.
pub const ROW_BYTES: usize = 24;

/// What a holder calls one of its people in one round: chance, and good for this round only.
pub type Reference = [u8; REFERENCE_BYTES];

/// Answers to a query, in its order, with one proof for each [`BATCH_MAX`] of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The answered elements.
    pub elements: Vec<Element>,
    /// The proofs.
    pub proofs: Vec<Proof>,
}

/// One row of a tag file. Without the holder's key or an answer it is chance to everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// Says which key it is, to whoever has that key's value.
    pub tag: [u8; 16],
    /// The reference, covered by a pad that follows from the same value.
    pub covered: Reference,
}

fn at(offset: usize, refusal: OprfRefusal) -> OprfRefusal {
    match refusal {
        OprfRefusal::Element(at) => OprfRefusal::Element(offset + at),
        OprfRefusal::Input(at) => OprfRefusal::Input(offset + at),
        other @ (OprfRefusal::Key
        | OprfRefusal::Lengths(..)
        | OprfRefusal::Batch(_)
        | OprfRefusal::Proof) => other,
    }
}

/// Runs over batches in parallel and joins what comes of them in their order.
fn batched<T: Send, I: Sync>(
    items: &[I],
    each: impl Fn(usize, &[I]) -> Result<Vec<T>, OprfRefusal> + Sync,
) -> Result<Vec<T>, OprfRefusal> {
    if items.len() > KEYS_MAX {
        return Err(OprfRefusal::Lengths(items.len(), KEYS_MAX));
    }
    let batches: Result<Vec<Vec<T>>, OprfRefusal> = items
        .par_chunks(BATCH_MAX)
        .enumerate()
        .map(|(number, batch)| {
            let offset = number * BATCH_MAX;
            each(offset, batch).map_err(|refusal| at(offset, refusal))
        })
        .collect();
    Ok(batches?.into_iter().flatten().collect())
}

fn number(offset: usize) -> u64 {
    u64::try_from(offset).expect("at most KEYS_MAX")
}

/// Blinds inputs under blinds that follow from `seed`: 32 unpredictable bytes, kept until [`unblind`].
pub fn ask(suite: &Suite, inputs: &[&[u8]], seed: &[u8; 32]) -> Result<Vec<Element>, OprfRefusal> {
    batched(inputs, |offset, batch| suite.blind(batch, &blinds(seed, number(offset), batch.len())))
}

/// Answers blinded elements without a proof (mode OPRF).
pub fn evaluate(key: &ServerKey, blinded: &[Element]) -> Result<Vec<Element>, OprfRefusal> {
    batched(blinded, |_, batch| key.answer(batch))
}

/// Answers blinded elements, with a proof for each batch (mode VOPRF).
pub fn answer(key: &ServerKey, blinded: &[Element]) -> Result<Answers, OprfRefusal> {
    let proved = batched(blinded, |_, batch| Ok(vec![key.answer_with_proof(batch)?]))?;
    let (elements, proofs): (Vec<Vec<Element>>, Vec<Proof>) = proved.into_iter().unzip();
    Ok(Answers { elements: elements.into_iter().flatten().collect(), proofs })
}

/// Checks that every answer was made with the key that was named beforehand.
pub fn check(key: &Element, blinded: &[Element], answers: &Answers) -> Result<(), OprfRefusal> {
    lengths(blinded.len(), answers)?;
    batched(blinded, |offset, batch| {
        let (elements, proof) = answers.batch(offset, batch.len())?;
        proof::check(key, batch, elements, proof).map(|()| Vec::<()>::new())
    })
    .map(|_| ())
}

fn lengths(asked: usize, answers: &Answers) -> Result<(), OprfRefusal> {
    let proofs = asked.div_ceil(BATCH_MAX);
    if answers.elements.len() != asked {
        return Err(OprfRefusal::Lengths(asked, answers.elements.len()));
    }
    if answers.proofs.len() != proofs {
        return Err(OprfRefusal::Lengths(proofs, answers.proofs.len()));
    }
    Ok(())
}

impl Answers {
    fn batch(&self, offset: usize, length: usize) -> Result<(&[Element], &Proof), OprfRefusal> {
        let elements = self.elements.get(offset..offset + length);
        let proof = self.proofs.get(offset / BATCH_MAX);
        elements.zip(proof).ok_or(OprfRefusal::Lengths(length, self.elements.len()))
    }
}

/// Takes the blinds off answers that are taken on trust (mode OPRF), and returns the value of each input.
pub fn unblind(
    inputs: &[&[u8]],
    seed: &[u8; 32],
    elements: &[Element],
) -> Result<Vec<Output>, OprfRefusal> {
    if inputs.len() != elements.len() {
        return Err(OprfRefusal::Lengths(inputs.len(), elements.len()));
    }
    batched(inputs, |offset, batch| {
        let blinds = blinds(seed, number(offset), batch.len());
        let answered = elements.get(offset..offset + batch.len()).unwrap_or_default();
        Suite::finalize(batch, &blinds, answered)
    })
}

/// Checks every proof (mode VOPRF), takes the blinds off and returns the value of each input.
///
/// `blinded` is the query as it was sent: what [`ask`] made of `inputs` and `seed`.
pub fn unblind_proved(
    key: &Element,
    inputs: &[&[u8]],
    seed: &[u8; 32],
    blinded: &[Element],
    answers: &Answers,
) -> Result<Vec<Output>, OprfRefusal> {
    if inputs.len() != blinded.len() {
        return Err(OprfRefusal::Lengths(inputs.len(), blinded.len()));
    }
    lengths(blinded.len(), answers)?;
    batched(inputs, |offset, batch| {
        let blinds = blinds(seed, number(offset), batch.len());
        let asked = blinded.get(offset..offset + batch.len()).unwrap_or_default();
        let (elements, proof) = answers.batch(offset, batch.len())?;
        Suite::finalize_proved(key, (batch, &blinds, asked), elements, proof)
    })
}

/// Returns the values of the holder's own inputs.
pub fn values(key: &ServerKey, inputs: &[&[u8]]) -> Result<Vec<Output>, OprfRefusal> {
    batched(inputs, |_, batch| key.values(batch))
}

fn derive<const N: usize>(value: &Output, label: &[&[u8]]) -> [u8; N] {
    let mut bytes = [0; N];
    Hkdf::<Sha256>::from_prk(value)
        .and_then(|derived| {
            derived.expand_multi_info(label, &mut bytes).ok().ok_or(hkdf::InvalidPrkLength)
        })
        .expect("64 bytes are long enough a key, and a few bytes short enough an output");
    bytes
}

fn tag_of(value: &Output) -> [u8; 16] {
    derive(value, &[b"tag"])
}

/// Covers or uncovers a reference. A key that several people share gives each its own pad.
fn cover(value: &Output, occurrence: u32, reference: Reference) -> Reference {
    let pad: Reference = derive(value, &[b"label", &occurrence.to_be_bytes()]);
    let mut covered = reference;
    covered.iter_mut().zip(pad).for_each(|(byte, pad)| *byte ^= pad);
    covered
}

/// Makes the rows of a tag file: one for each value, in the order of tags, which says nothing of people.
pub fn tag(values: &[Output], references: &[Reference]) -> Result<Vec<Row>, OprfRefusal> {
    if values.len() != references.len() {
        return Err(OprfRefusal::Lengths(values.len(), references.len()));
    }
    let mut rows: Vec<([u8; 16], Reference, usize)> = values
        .par_iter()
        .zip(references)
        .enumerate()
        .map(|(at, (value, reference))| (tag_of(value), *reference, at))
        .collect();
    rows.par_sort_unstable();
    let mut before: Option<[u8; 16]> = None;
    let mut occurrence = 0;
    let mut covered = Vec::with_capacity(rows.len());
    for (tag, reference, at) in rows {
        occurrence = if before == Some(tag) { occurrence + 1 } else { 0 };
        before = Some(tag);
        let value = values.get(at).expect("the row was made of this value");
        covered.push(Row { tag, covered: cover(value, occurrence, reference) });
    }
    Ok(covered)
}

/// Says whether rows stand in the order that [`tag`] gives them.
pub fn in_order(rows: &[Row]) -> bool {
    rows.is_sorted_by_key(|row| row.tag)
}

/// Returns the references of everybody who has the key with this value. The rows stand in order.
pub fn find(rows: &[Row], value: &Output) -> Vec<Reference> {
    let tag = tag_of(value);
    let first = rows.partition_point(|row| row.tag < tag);
    let same = rows.get(first..).unwrap_or_default().iter().take_while(|row| row.tag == tag);
    (0_u32..).zip(same).map(|(occurrence, row)| cover(value, occurrence, row.covered)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oprf::Mode;

    fn texts(numbers: impl Iterator<Item = u32>) -> Vec<String> {
        numbers.map(|number| format!("person {number}")).collect()
    }

    fn bytes(texts: &[String]) -> Vec<&[u8]> {
        texts.iter().map(String::as_bytes).collect()
    }

    fn reference(number: u32) -> Reference {
        u64::from(number).to_be_bytes()
    }

    #[test]
    fn exactly_what_stands_in_both_lists_is_found() {
        let (wanted, held) = (texts(0..120), texts(80..200));
        let (wanted, held) = (bytes(&wanted), bytes(&held));
        let key = ServerKey::derive(Mode::Voprf, &[1; 32], b"round 1").unwrap();
        let suite = Suite::new(Mode::Voprf);
        let references: Vec<Reference> = (80..200).map(reference).collect();
        let rows = tag(&values(&key, &held).unwrap(), &references).unwrap();
        assert!(in_order(&rows));
        let blinded = ask(&suite, &wanted, &[2; 32]).unwrap();
        let answers = answer(&key, &blinded).unwrap();
        check(&key.public(), &blinded, &answers).unwrap();
        let found = unblind(&wanted, &[2; 32], &answers.elements).unwrap();
        let proved = unblind_proved(&key.public(), &wanted, &[2; 32], &blinded, &answers);
        assert_eq!(proved.as_ref(), Ok(&found));
        for (at, value) in (0_u32..).zip(found) {
            let expected = if at >= 80 { vec![reference(at)] } else { Vec::new() };
            assert_eq!(find(&rows, &value), expected, "person {at}");
        }
    }

    #[test]
    fn people_who_share_a_key_are_all_found_and_their_rows_do_not_cancel_out() {
        let held = ["one key"; 3].map(str::as_bytes);
        let key = ServerKey::derive(Mode::Voprf, &[1; 32], b"round 1").unwrap();
        let own = values(&key, &held).unwrap();
        let rows = tag(&own, &[reference(5), reference(3), reference(4)]).unwrap();
        assert_eq!(find(&rows, &own[0]), [3, 4, 5].map(reference));
        let xor = |a: Reference, b: Reference| u64::from_be_bytes(a) ^ u64::from_be_bytes(b);
        assert_ne!(xor(rows[0].covered, rows[1].covered), 3 ^ 4, "one pad for both");
    }

    #[test]
    fn more_keys_than_one_batch_and_than_the_rfc_allows_at_once_are_handled() {
        let key = ServerKey::derive(Mode::Voprf, &[1; 32], b"round 1").unwrap();
        let one = ask(&Suite::new(Mode::Voprf), &[b"x"], &[2; 32]).unwrap()[0];
        let blinded = vec![one; 65_536];
        let answers = answer(&key, &blinded).unwrap();
        assert_eq!((answers.elements.len(), answers.proofs.len()), (65_536, 16));
        check(&key.public(), &blinded, &answers).unwrap();
        let mut changed = answers.clone();
        changed.elements[65_535] = one;
        assert_eq!(check(&key.public(), &blinded, &changed), Err(OprfRefusal::Proof));
        changed.elements[65_535] = [0; 32];
        assert_eq!(check(&key.public(), &blinded, &changed), Err(OprfRefusal::Element(65_535)));
        let fewer = Answers { proofs: answers.proofs[1..].to_vec(), ..answers };
        assert_eq!(check(&key.public(), &blinded, &fewer), Err(OprfRefusal::Lengths(16, 15)));
    }

    #[test]
    fn a_round_tells_nothing_of_another() {
        let list = [b"person".as_slice()];
        let (first, second) = (
            ServerKey::derive(Mode::Voprf, &[1; 32], b"round 1").unwrap(),
            ServerKey::derive(Mode::Voprf, &[1; 32], b"round 2").unwrap(),
        );
        let rows = |key: &ServerKey| tag(&values(key, &list).unwrap(), &[[7; 8]]).unwrap();
        assert_ne!(rows(&first)[0].tag, rows(&second)[0].tag);
        assert_ne!(rows(&first)[0].covered, rows(&second)[0].covered);
    }
}
