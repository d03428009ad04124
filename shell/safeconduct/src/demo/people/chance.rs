//! Repeatable chance: the same seed gives the same people on every machine.

/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
///
/// For invented people only. Whatever guards a real person draws from the operating system.
pub(super) struct Chance(u64);

impl Chance {
    /// Begins a stream of its own for a purpose, so that a change in one does not move the others.
    pub(super) fn of(seed: u64, purpose: &str) -> Self {
        let mut chance = Self(seed);
        for byte in purpose.bytes() {
            chance.0 = chance.next() ^ u64::from(byte);
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number below `limit`, which is not zero.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let wide = u128::from(self.next()) * u128::from(limit);
        u64::try_from(wide >> 64).expect("the upper half of a product of two 64-bit numbers")
    }

    /// Draws a place in a row of `length`, which is not zero.
    pub(super) fn place(&mut self, length: usize) -> usize {
        let length = u64::try_from(length).expect("a row fits the memory");
        usize::try_from(self.below(length)).expect("it is below a usize")
    }

    /// Draws a number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: i32, last: i32) -> i32 {
        let width = u64::try_from(i64::from(last) - i64::from(first) + 1).expect("first <= last");
        let step = i64::try_from(self.below(width)).expect("it is below 2^33");
        i32::try_from(i64::from(first) + step).expect("it lies between two i32")
    }

    /// Says yes `per_mille` times in a thousand.
    pub(super) fn says(&mut self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// Draws one, each as likely as the other.
    pub(super) fn any<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.place(from.len())]
    }

    /// Draws one, those in front more often, as common names are in front.
    pub(super) fn common<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let (one, two) = (self.place(from.len()), self.place(from.len()));
        &from[one.min(two)]
    }

    /// Draws one by weights.
    pub(super) fn weighed<T: Copy>(&mut self, from: &[(u64, T)]) -> T {
        let mut left = self.below(from.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in from {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return *item,
            }
        }
        unreachable!("the draw is below the sum of the weights")
    }

    /// Puts a row into a random order.
    pub(super) fn shuffle<T>(&mut self, row: &mut [T]) {
        for last in (1..row.len()).rev() {
            row.swap(last, self.place(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The first numbers of SplitMix64 from 1234567, as the reference program prints them.
        let mut chance = Chance(1_234_567);
        let first = [chance.next(), chance.next(), chance.next()];
        let published =
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!(first, published);
    }

    #[test]
    fn a_shuffle_keeps_every_member() {
        let mut row: Vec<u32> = (0..100).collect();
        Chance::of(1, "test").shuffle(&mut row);
        assert_ne!(row, (0..100).collect::<Vec<_>>());
        row.sort_unstable();
        assert_eq!(row, (0..100).collect::<Vec<_>>());
    }
}
