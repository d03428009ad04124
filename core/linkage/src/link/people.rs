//! From pairs of rows to people: who is whose only partner, which rows are one person twice, and how
//! sure that is beside the other candidates.

use std::collections::BTreeMap;

/// A pair of rows with what speaks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighed {
    pub(crate) left: u32,
    pub(crate) right: u32,
    /// Natural logarithm of the odds that it is one person, seen alone.
    pub(crate) log_odds: f64,
    /// Its place among the pairs, for finding its pattern again.
    pub(crate) pair: usize,
}

/// A pair that was chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) weighed: Weighed,
    pub(crate) probability: f64,
    /// Natural logarithm of the odds of the best other pair of either row; none when there is none.
    pub(crate) runner_up: Option<f64>,
    /// Whether one of the rows already belongs to a person, as a second row.
    pub(crate) second: bool,
}

/// How many people stand twice in a list, as a share of those that stand in it once. What careful
/// and hasty lists have in common lies near it.
const LISTED_TWICE: f64 = 0.06;

/// The evidence between two rows of one list repeats in part what each says about the other list.
const REPEATED_EVIDENCE: f64 = 0.5;

/// The most rows of one list that are one person.
const ROWS_OF_A_PERSON_MAX: usize = 8;

/// Below these odds a pair is not chosen at all: 1 in 50.
const LOG_ODDS_MIN: f64 = -3.9;

/// Chooses pairs so that each person has at most one partner, and a person's second rows go with the
/// first. `lefts` and `rights` give the log likelihood ratio of two rows of one list.
pub(crate) fn choose(
    mut weighed: Vec<Weighed>,
    lefts: impl Fn(u32, u32) -> f64,
    rights: impl Fn(u32, u32) -> f64,
) -> Vec<Chosen> {
    weighed.sort_by(|a, b| {
        b.log_odds.total_cmp(&a.log_odds).then((a.left, a.right).cmp(&(b.left, b.right)))
    });
    let mut by_left: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut by_right: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut taken: Vec<Option<(f64, bool)>> = vec![None; weighed.len()];
    for (at, pair) in weighed.iter().enumerate() {
        if pair.log_odds < LOG_ODDS_MIN {
            break;
        }
        let left = by_left.get(&pair.left).map_or(&[][..], Vec::as_slice);
        let right = by_right.get(&pair.right).map_or(&[][..], Vec::as_slice);
        let verdict = match (left.first(), right.first()) {
            (None, None) => Some((pair.log_odds, false)),
            (Some(first), None) if left.len() < ROWS_OF_A_PERSON_MAX => {
                second(pair.log_odds, rights(weighed[*first].right, pair.right))
            }
            (None, Some(first)) if right.len() < ROWS_OF_A_PERSON_MAX => {
                second(pair.log_odds, lefts(weighed[*first].left, pair.left))
            }
            _ => None,
        };
        if verdict.is_some() {
            by_left.entry(pair.left).or_default().push(at);
            by_right.entry(pair.right).or_default().push(at);
            taken[at] = verdict;
        }
    }
    probabilities(&weighed, &taken)
}

/// Judges whether a row is a second row of a person that already has one.
fn second(log_odds: f64, between_rows: f64) -> Option<(f64, bool)> {
    let odds = log_odds + LISTED_TWICE.ln() + REPEATED_EVIDENCE * between_rows;
    (odds > 0.0).then_some((odds, true))
}

/// Weighs each chosen pair against the other candidates of its two rows.
fn probabilities(weighed: &[Weighed], taken: &[Option<(f64, bool)>]) -> Vec<Chosen> {
    let mut sides: [BTreeMap<u32, Vec<usize>>; 2] = Default::default();
    for (at, pair) in weighed.iter().enumerate() {
        sides[0].entry(pair.left).or_default().push(at);
        sides[1].entry(pair.right).or_default().push(at);
    }
    let row = |side: usize, at: usize| {
        if side == 0 { weighed[at].left } else { weighed[at].right }
    };
    // The odds that a row's own chosen partner is right: what is spoken for competes less.
    let spoken_for = |side: usize, at: usize| {
        sides[side][&row(side, at)]
            .iter()
            .filter(|other| **other != at && taken[**other].is_some())
            .map(|other| weighed[*other].log_odds.min(60.0).exp())
            .sum::<f64>()
    };
    let mut chosen = Vec::new();
    for (at, verdict) in taken.iter().enumerate() {
        let Some((log_odds, is_second)) = *verdict else { continue };
        let odds = log_odds.min(60.0).exp();
        let mut against = 0.0;
        let mut runner_up: Option<f64> = None;
        for side in [0, 1] {
            for other in &sides[side][&row(side, at)] {
                if *other == at || taken[*other].is_some() {
                    continue;
                }
                let rival = weighed[*other].log_odds;
                runner_up = Some(runner_up.map_or(rival, |best| best.max(rival)));
                against += rival.min(60.0).exp() / (1.0 + spoken_for(1 - side, *other));
            }
        }
        chosen.push(Chosen {
            weighed: weighed[at],
            probability: odds / (1.0 + odds + against),
            runner_up,
            second: is_second,
        });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, log_odds: f64) -> Weighed {
        Weighed { left, right, log_odds, pair: 0 }
    }

    fn rows(chosen: &[Chosen]) -> Vec<(u32, u32)> {
        let mut rows: Vec<(u32, u32)> =
            chosen.iter().map(|chosen| (chosen.weighed.left, chosen.weighed.right)).collect();
        rows.sort_unstable();
        rows
    }

    #[test]
    fn each_person_has_one_partner() {
        let pairs = vec![pair(0, 0, 9.0), pair(0, 1, 5.0), pair(1, 1, 4.0), pair(1, 0, 3.0)];
        let strangers = |_, _| -20.0;
        let chosen = choose(pairs, strangers, strangers);
        assert_eq!(rows(&chosen), [(0, 0), (1, 1)]);
    }

    #[test]
    fn a_person_listed_twice_keeps_both_rows() {
        let pairs = vec![pair(0, 0, 9.0), pair(0, 1, 5.0)];
        let chosen = choose(pairs.clone(), |_, _| -20.0, |_, _| 12.0);
        assert_eq!(rows(&chosen), [(0, 0), (0, 1)]);
        let chosen = choose(pairs, |_, _| -20.0, |_, _| -20.0);
        assert_eq!(rows(&chosen), [(0, 0)]);
    }

    #[test]
    fn a_rival_that_is_as_good_halves_the_probability() {
        let alone = choose(vec![pair(0, 0, 6.0)], |_, _| 0.0, |_, _| -20.0);
        assert!(alone[0].probability > 0.99);
        let rivals = vec![pair(0, 0, 6.0), pair(0, 1, 6.0)];
        let chosen = choose(rivals, |_, _| 0.0, |_, _| -20.0);
        assert!(chosen.len() == 1 && chosen[0].probability < 0.51);
        assert_eq!(chosen[0].runner_up, Some(6.0));
    }
}
