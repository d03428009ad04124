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
    /// Pairs from this probability up are linked; above 1 when none may be.
    pub link_min: f64,
    /// Pairs from this probability up, and below the other limit, are for review.
    pub review_min: f64,
    /// How many pairs are linked, are for review, are not linked.
    pub counts: [usize; 3],
    /// How many of the linked pairs are expected to be wrong.
    pub wrong: f64,
    /// How many true pairs are expected among those that are not linked.
    pub missed: f64,
}

impl Bands {
    /// Sets the limits so that of the linked pairs at most the share `error` is expected to be wrong,
    /// and of the true pairs at most the same share is expected to be let go.
    pub fn for_error(probabilities: impl Iterator<Item = f64>, error: f64) -> Self {
        let mut sorted: Vec<f64> = probabilities.collect();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let true_pairs: f64 = sorted.iter().sum();
        let (mut linked, mut wrong, mut sum) = (0, 0.0, 0.0);
        for (at, probability) in sorted.iter().enumerate() {
            sum += 1.0 - probability;
            let last_of_equals = sorted.get(at + 1).is_none_or(|next| next < probability);
            if last_of_equals && sum <= error * (at + 1) as f64 {
                (linked, wrong) = (at + 1, sum);
            }
        }
        let (mut let_go, mut missed, mut sum) = (0, 0.0, 0.0);
        for (at, probability) in sorted.iter().skip(linked).rev().enumerate() {
            sum += probability;
            let place = sorted.len() - 1 - at;
            let last_of_equals = place == 0 || sorted[place - 1] > *probability;
            if last_of_equals && sum <= error * true_pairs {
                (let_go, missed) = (at + 1, sum);
            }
        }
        let review_end = sorted.len() - let_go;
        let link_min = if linked == 0 { 2.0 } else { sorted[linked - 1] };
        let review_min = if review_end == linked { link_min } else { sorted[review_end - 1] };
        let counts = [linked, review_end - linked, let_go];
        Self { link_min, review_min, counts, wrong, missed }
    }

    /// Says what is done with a pair of this probability.
    pub fn of(&self, probability: f64) -> Band {
        if probability >= self.link_min {
            Band::Link
        } else if probability >= self.review_min {
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
        assert_eq!(bands.counts, [3, 3, 2]);
        assert!(bands.wrong <= 0.03 && bands.missed <= 0.05);
        let words: Vec<&str> = probabilities.iter().map(|p| bands.of(*p).word()).collect();
        assert_eq!(
            words,
            ["link", "link", "link", "review", "review", "review", "no-link", "no-link"]
        );
    }

    #[test]
    fn no_error_at_all_links_nothing_and_equals_stay_together() {
        let bands = Bands::for_error([0.99, 0.99, 0.5].into_iter(), 0.0);
        assert_eq!((bands.counts, bands.of(0.99)), ([0, 3, 0], Band::Review));
        let bands = Bands::for_error([0.96, 0.96].into_iter(), 0.05);
        assert_eq!(bands.counts, [2, 0, 0]);
        assert_eq!(Bands::for_error([].into_iter(), 0.01).counts, [0, 0, 0]);
    }
}
