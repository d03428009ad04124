//! How long until all-for-all is complete: many possible courses over class counts, none over people.
//!
//! The tempo is learnt from the rounds that have been. Each course draws how much each past round
//! counts (Rubin's Bayesian bootstrap, 1981), so that a short history gives wide bands, and then walks
//! through past gaps, now on from one to the next, now with a jump, so that busy and idle times stay
//! together. All gaps are stretched or shortened by a tempo that holds for some rounds and then changes,
//! as times come that the past has not seen. A round may slip, captures go on, and the talks may end with
//! no further round at all.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};

use crate::frame::range;
use crate::{Instance, Parity, Ratio, Refusal, Side};

mod course;
mod history;

pub use history::{BackTest, Covered, History, Round, back_test};

/// The most courses of one forecast.
pub const COURSES_MAX: usize = 100_000;
/// The longest course, in days; whoever is not home by then counts as not done.
pub const DAYS_MAX: i32 = 36_525;
/// The most rounds of one course.
const ROUNDS_MAX: usize = 5_000;

/// Those who wait, as counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// People of each side who go regardless of number.
    pub regardless: [u64; 2],
    /// Counted people: the ratio, and how many of each side, for each parity.
    pub counted: Vec<(Ratio, [u64; 2])>,
}

/// A stage whose day and vehicles are agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreed {
    /// The day.
    pub day: i32,
    /// Places of A and of B.
    pub places: [u64; 2],
}

/// What is asked of a forecast. Days are in any one count; only differences matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Who waits.
    pub waiting: Waiting,
    /// Stages that are agreed already, in order.
    pub agreed: Vec<Agreed>,
    /// The day from which it looks ahead.
    pub today: i32,
    /// The day by which it should be done; the chance of not is reported.
    pub by: i32,
    /// New captures by each side in 30 days, on average.
    pub captures: [f64; 2],
    /// How many courses.
    pub courses: usize,
    /// The same seed gives the same forecast.
    pub seed: u64,
}

/// The tenth, the middle and the ninetieth of a hundred courses; none where it is never.
pub type Spread = [Option<i64>; 3];

/// What the courses add up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Stages until it is done.
    pub stages: Spread,
    /// The day on which it is done.
    pub day: Spread,
    /// The share of courses that are not done by the day asked for.
    pub not_by: f64,
    /// The share of courses in which the talks end before it is done.
    pub broken_off: f64,
    /// Counted people of A and of B for whom nobody is left to go against, where it is done or ends.
    pub stranded: [Spread; 2],
    /// Everybody of A and of B who is not home where the talks end before it is done.
    pub left_behind: [Spread; 2],
}

impl Waiting {
    /// Counts everybody of an instance who may go in some stage or later.
    pub fn of(instance: &Instance) -> Self {
        let terms = instance.frame.terms();
        let mut regardless = [0; 2];
        let total = match terms.parity {
            Parity::Total(ratio) => Some(ratio),
            Parity::ByCategory => None,
        };
        let mut counted: Vec<(Ratio, [u64; 2])> = match total {
            Some(ratio) => vec![(ratio, [0; 2])],
            None => {
                terms.categories.iter().filter_map(|one| Some((one.counted?, [0; 2]))).collect()
            }
        };
        let place = |category: usize| {
            terms.categories[..category].iter().filter(|one| one.counted.is_some()).count()
        };
        for (unit, number) in &instance.units {
            for key in unit {
                let (side, category) = (key.side as usize, usize::from(key.category));
                if terms.categories[category].counted.is_none() {
                    regardless[side] += u64::from(*number);
                } else {
                    let at = if total.is_some() { 0 } else { place(category) };
                    counted[at].1[side] += u64::from(*number);
                }
            }
        }
        Self { regardless, counted }
    }
}

/// Looks ahead.
///
/// # Errors
/// [`Refusal::OutOfRange`] for a history too short to learn from, for too many courses, or for captures
/// that are not a number from 0 on.
pub fn forecast(history: &History, question: &Question) -> Result<Forecast, Refusal> {
    let wide = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let least = wide(history::ROUNDS_LEAST);
    range("the number of past rounds", wide(history.rounds.len()), least, i64::MAX)?;
    range("the number of courses", wide(question.courses), 100, wide(COURSES_MAX))?;
    for (side, captures) in Side::BOTH.iter().zip(question.captures) {
        if !(0.0..=1e6).contains(&captures) {
            return Err(Refusal::Unreadable {
                place: format!("captures by side {side}"),
                text: captures.to_string(),
                wanted: "a number from 0 to 1000000",
            });
        }
    }
    let mut chance = Chance::new(question.seed);
    let courses: Vec<course::End> =
        (0..question.courses).map(|_| course::run(history, question, &mut chance)).collect();
    let share = |holds: &dyn Fn(&course::End) -> bool| {
        courses.iter().filter(|end| holds(end)).count() as f64 / courses.len() as f64
    };
    let done = |end: &course::End, value: i64| end.done.then_some(value);
    let of =
        |value: &dyn Fn(&course::End) -> Option<i64>| spread(courses.iter().map(value).collect());
    let left = |side: usize| of(&|end| Some(i64::try_from(end.left[side]).unwrap_or(i64::MAX)));
    Ok(Forecast {
        stages: of(&|end| done(end, wide(end.rounds))),
        day: of(&|end| done(end, i64::from(end.day))),
        not_by: share(&|end| !end.done || end.day > question.by),
        broken_off: share(&|end| !end.done),
        stranded: [0, 1]
            .map(|side| of(&|end| Some(i64::try_from(end.stranded[side]).unwrap_or(i64::MAX)))),
        left_behind: [left(0), left(1)],
    })
}

/// Returns the tenth, the middle and the ninetieth of a hundred; never comes last.
fn spread(mut values: Vec<Option<i64>>) -> Spread {
    values.sort_by_key(|value| value.unwrap_or(i64::MAX));
    [10, 50, 90].map(|percent| quantile(&values, percent).flatten())
}

/// Returns a percentile of sorted values, by nearest rank.
fn quantile<T: Copy>(sorted: &[T], percent: usize) -> Option<T> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

/// Chance that the seed alone decides.
struct Chance(ChaCha12Rng);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(ChaCha12Rng::seed_from_u64(seed))
    }

    /// Draws a number above 0 and up to 1.
    fn unit(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.unit() <= probability
    }

    /// Draws from the exponential distribution of mean 1.
    fn exponential(&mut self) -> f64 {
        -self.unit().ln()
    }

    /// Draws from the normal distribution of mean 0 and spread 1 (Box and Muller, 1958).
    fn normal(&mut self) -> f64 {
        let (radius, angle) = ((2.0 * self.exponential()).sqrt(), self.unit());
        radius * (std::f64::consts::TAU * angle).cos()
    }

    /// Draws how often something of this mean happens: Poisson, by the normal law where it is large.
    fn times(&mut self, mean: f64) -> u64 {
        if mean > 200.0 {
            return whole(mean + mean.sqrt() * self.normal());
        }
        let (mut sum, mut times) = (self.exponential(), 0);
        while sum < mean {
            sum += self.exponential();
            times += 1;
        }
        times
    }

    /// Draws an index by weights.
    fn index(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (at, weight) in weights.iter().enumerate() {
            left -= weight;
            if left <= 0.0 {
                return at;
            }
        }
        weights.len() - 1
    }
}

/// Rounds to the nearest whole number from 0 on.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped beforehand")]
fn whole(number: f64) -> u64 {
    number.round().clamp(0.0, 1e12) as u64
}
