//! How alike two parts of a name are.

use super::sounds::Key;

/// How alike two parts are, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The same sounds, up to what spelling systems differ in.
    Same,
    /// Different sounds, but one name: Микола and Николай, Миколайович and Николаевич.
    Class,
    /// Unlike by so many hundredths of a letter.
    Near(u16),
    /// One half of a double surname, unlike by so many hundredths of a letter.
    Half(u16),
    /// An initial that fits.
    Initial,
    /// One side is missing.
    Missing,
    /// Unlike.
    Other,
    /// Two names that are known to be different, or an initial that does not fit.
    Conflict,
}

/// What still counts as the same sounds.
pub(super) const SAME_MAX: u16 = 12;
/// Beyond this, in hundredths for each sound, nothing is near.
pub(super) const NEAR_SHARE: u16 = 45;

/// The distance up to which two keys are near.
pub(super) fn near_max(a: &Key, b: &Key) -> u16 {
    let length = a.len().max(b.len());
    NEAR_SHARE * u16::try_from(length).expect("a key has at most 31 sounds")
}

/// Judges a distance. Beyond `farthest` it was not measured, and nothing is near.
pub(super) fn by_distance(hundredths: u16, farthest: u16, a: &Key, b: &Key) -> Closeness {
    match hundredths {
        0..=SAME_MAX => Closeness::Same,
        far if far > near_max(a, b).min(farthest) => Closeness::Other,
        near => Closeness::Near(near),
    }
}
