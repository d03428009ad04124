//! Three bands, set from the error that one is ready to bear: pairs that are linked, pairs that a
//! person looks at, pairs that are not linked.

/// What is done with a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Likely enough to be taken for one person.
    Link,
    /// For a person to look at.
    Review,
    /// Unlikely enough to be let go.
    NoLink,
}

impl Band {
    /// Returns the word for the band.
    pub fn word(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Review => "review",
            Self::NoLink => "no-link",
        }
    }
}

/// The limits between the bands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bands {
    /// Pairs from this probability up are linked.
    pub link_min: f64,
    /// Pairs up to this probability are not linked; what lies between is for review.
    pub no_link_max: f64,
    /// How many pairs are linked, are for review, are not linked.
    pub counts: [usize; 3],
    /// How many of the linked pairs are expected to be wrong.
    pub wrong: f64,
    /// How many true pairs are expected among those that are not linked.
    pub missed: f64,
}

impl Bands {
    /// Sets the limits so that no single linked pair is likelier to be wrong than `error`, and no pair
    /// that is let go is likelier to be true. A share over all pairs would not do: many sure pairs
    /// would pay for a few that are guesses, and each is a person.
    pub fn for_error(probabilities: impl Iterator<Item = f64>, error: f64) -> Self {
        let (link_min, no_link_max) = (1.0 - error, error);
        let mut bands = Self { link_min, no_link_max, counts: [0; 3], wrong: 0.0, missed: 0.0 };
        for probability in probabilities {
            match bands.of(probability) {
                Band::Link => {
                    bands.counts[0] += 1;
                    bands.wrong += 1.0 - probability;
                }
                Band::Review => bands.counts[1] += 1,
                Band::NoLink => {
                    bands.counts[2] += 1;
                    bands.missed += probability;
                }
            }
        }
        bands
    }

    /// Says what is done with a pair of this probability.
    pub fn of(&self, probability: f64) -> Band {
        if probability >= self.link_min {
            Band::Link
        } else if probability > self.no_link_max {
            Band::Review
        } else {
            Band::NoLink
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_hold_what_they_promise() {
        let probabilities = [0.999, 0.998, 0.997, 0.9, 0.6, 0.4, 0.02, 0.01];
        let bands = Bands::for_error(probabilities.into_iter(), 0.01);
        assert_eq!(bands.counts, [3, 4, 1]);
        assert!(bands.wrong <= 0.03 && bands.missed <= 0.01);
        assert_eq!([0.99, 0.98, 0.01].map(|p| bands.of(p).word()), ["link", "review", "no-link"]);
    }

    #[test]
    fn no_error_at_all_links_nothing_that_is_not_certain() {
        let bands = Bands::for_error([0.999_999, 0.99, 0.5].into_iter(), 0.0);
        assert_eq!((bands.counts, bands.of(0.99)), ([0, 3, 0], Band::Review));
        assert_eq!(Bands::for_error([].into_iter(), 0.01).counts, [0, 0, 0]);
    }
}
