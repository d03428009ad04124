//! The rounds that have been, and how well a forecast made from the earlier ones would have told the later.

use super::{Chance, DAYS_MAX, quantile, whole};
use crate::Refusal;
use crate::frame::range;

/// The fewest past rounds from which anything is learnt.
pub(super) const ROUNDS_LEAST: usize = 5;
/// How likely the next gap is the one that followed in the past, and not another.
const GOES_ON: f64 = 0.6;
/// How likely the tempo changes after a round: it holds for ten rounds on average.
const TEMPO_CHANGES: f64 = 0.1;
/// How far a tempo may lie from the past's: the spread of its logarithm. Times come that are four and
/// five times as busy, or as idle, as any that a short history has seen.
const TEMPO_SPREAD: f64 = 1.5;

/// One round that took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Its day.
    pub day: i32,
    /// People whom A and B handed over, where that is known.
    pub people: [Option<u64>; 2],
}

/// The rounds that have been, by day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Rounds that took place.
    pub rounds: Vec<Round>,
    /// Agreed rounds that did not take place on their day.
    pub slipped: usize,
}

impl History {
    /// Puts rounds in order.
    pub fn new(mut rounds: Vec<Round>, slipped: usize) -> Self {
        rounds.sort_by_key(|round| round.day);
        Self { rounds, slipped }
    }

    /// The chance that an agreed round does not take place on its day, by the rule of succession.
    pub(super) fn slips(&self) -> f64 {
        (self.slipped + 1) as f64 / (self.rounds.len() + self.slipped + 2) as f64
    }

    /// The chance that no further round is agreed after one, by the same rule: none has been the last
    /// so far.
    pub(super) fn ends(&self) -> f64 {
        1.0 / (self.rounds.len() + 2) as f64
    }

    fn gap(&self, at: usize) -> i32 {
        self.rounds[at + 1].day - self.rounds[at].day
    }

    /// What is known of a round's size; the other side's where one is not known, and the middle of all
    /// where neither is.
    fn size(&self, at: usize) -> [u64; 2] {
        let [a, b] = self.rounds[at].people;
        let mut known: Vec<u64> = self.rounds.iter().filter_map(|round| round.people[0]).collect();
        known.extend(self.rounds.iter().filter_map(|round| round.people[1]));
        known.sort_unstable();
        let middle = quantile(&known, 50).unwrap_or(1).max(1);
        [a.or(b).unwrap_or(middle), b.or(a).unwrap_or(middle)]
    }
}

/// A walk through past gaps and sizes, with weights of its own.
pub(super) struct Tempo<'a> {
    history: &'a History,
    weights: Vec<f64>,
    at: usize,
    /// What past gaps are multiplied by, until the tempo changes.
    factor: f64,
}

impl<'a> Tempo<'a> {
    /// Begins where the history stands.
    pub(super) fn new(history: &'a History, chance: &mut Chance) -> Self {
        let gaps = history.rounds.len() - 1;
        let weights = (0..gaps).map(|_| chance.exponential()).collect();
        let factor = (TEMPO_SPREAD * chance.normal()).exp();
        Self { history, weights, at: gaps - 1, factor }
    }

    /// Draws how many days later the next round is, and how many people it moves.
    pub(super) fn next(&mut self, chance: &mut Chance) -> (i32, [u64; 2]) {
        let follows = self.at + 1;
        self.at = if follows < self.weights.len() && chance.happens(GOES_ON) {
            follows
        } else {
            chance.index(&self.weights)
        };
        if chance.happens(TEMPO_CHANGES) {
            self.factor = (TEMPO_SPREAD * chance.normal()).exp();
        }
        let days = whole(f64::from(self.history.gap(self.at)) * self.factor);
        let days = i32::try_from(days).unwrap_or(DAYS_MAX).clamp(1, DAYS_MAX);
        (days, self.history.size(self.at + 1))
    }
}

/// How often what happened lay within the band that a forecast would have given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Covered {
    /// Within the band.
    pub within: usize,
    /// Below it.
    pub below: usize,
    /// Above it.
    pub above: usize,
}

impl Covered {
    /// How many forecasts were tried.
    pub fn tried(&self) -> usize {
        self.within + self.below + self.above
    }

    fn add(&mut self, mut drawn: Vec<u64>, happened: u64) {
        drawn.sort_unstable();
        let (Some(low), Some(high)) = (quantile(&drawn, 5), quantile(&drawn, 95)) else { return };
        if happened < low {
            self.below += 1;
        } else if happened > high {
            self.above += 1;
        } else {
            self.within += 1;
        }
    }
}

/// How the 90 % band did over a span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackTest {
    /// How far each forecast looked ahead, in days.
    pub days: i32,
    /// Rounds within the span.
    pub rounds: Covered,
    /// People within the span; spans in which a number is not known are left out.
    pub people: Covered,
}

/// Tries at every past round, from the tenth on, what a forecast from the rounds until then would have
/// said of the days after it, as far as the history reaches.
///
/// # Errors
/// [`Refusal::OutOfRange`] for a history too short to try anything on.
pub fn back_test(
    history: &History,
    days: i32,
    (courses, seed): (usize, u64),
) -> Result<BackTest, Refusal> {
    /// The first round at which a forecast is tried.
    const FIRST: usize = 10;
    let wide = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    range("the number of past rounds", wide(history.rounds.len()), wide(FIRST) + 1, i64::MAX)?;
    let last = history.rounds[history.rounds.len() - 1].day;
    let mut chance = Chance::new(seed);
    let mut test = BackTest { days, rounds: Covered::default(), people: Covered::default() };
    for at in FIRST..history.rounds.len() {
        let today = history.rounds[at - 1].day;
        if i64::from(today) + i64::from(days) > i64::from(last) {
            break;
        }
        let past = History::new(history.rounds[..at].to_vec(), history.slipped);
        let (mut rounds, mut people) = (Vec::new(), Vec::new());
        for _ in 0..courses {
            let (number, moved) = ahead(&past, days, &mut chance);
            rounds.push(number);
            people.push(moved);
        }
        let then: Vec<&Round> =
            history.rounds[at..].iter().take_while(|round| round.day <= today + days).collect();
        test.rounds.add(rounds, then.len() as u64);
        let known: Option<u64> =
            then.iter().map(|round| Some(round.people[0]? + round.people[1]?)).sum();
        if let Some(moved) = known {
            test.people.add(people, moved);
        }
    }
    Ok(test)
}

/// Draws how many rounds there are in the next days, and how many people they move.
fn ahead(past: &History, days: i32, chance: &mut Chance) -> (u64, u64) {
    let mut tempo = Tempo::new(past, chance);
    let (mut day, mut rounds, mut people) = (0, 0, 0);
    while !chance.happens(past.ends()) {
        let (gap, size) = tempo.next(chance);
        day = gap.saturating_add(day);
        if day > days || rounds > 10_000 {
            break;
        }
        rounds += 1;
        people += size[0] + size[1];
    }
    (rounds, people)
}
