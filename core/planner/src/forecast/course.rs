//! One possible course of what is to come.

use std::collections::BTreeMap;

use super::history::Tempo;
use super::{Chance, DAYS_MAX, History, Question, ROUNDS_MAX, Waiting, whole};
use crate::Ratio;

/// New captures vary as a Gamma law of this shape over their mean.
const CAPTURE_SHAPE: u32 = 4;

/// How a course ended.
pub(super) struct End {
    /// Whether everybody went who could.
    pub(super) done: bool,
    /// The day of the last round.
    pub(super) day: i32,
    /// Rounds.
    pub(super) rounds: usize,
    /// Counted people with nobody to go against.
    pub(super) stranded: [u64; 2],
    /// Everybody who is left, where it is not done.
    pub(super) left: [u64; 2],
}

/// Walks from today until it is done or ends.
pub(super) fn run(history: &History, question: &Question, chance: &mut Chance) -> End {
    let mut waiting = question.waiting.clone();
    let mut tempo = Tempo::new(history, chance);
    let factors = [0, 1].map(|_| {
        (0..CAPTURE_SHAPE).map(|_| chance.exponential()).sum::<f64>() / f64::from(CAPTURE_SHAPE)
    });
    // Agreed stages by day; one that slips comes after a gap such as there have been.
    let mut agreed: BTreeMap<i32, Vec<[u64; 2]>> = BTreeMap::new();
    for stage in &question.agreed {
        let mut day = stage.day;
        while chance.happens(history.slips()) && day < question.today + DAYS_MAX {
            day += tempo.next(chance).0.max(1);
        }
        agreed.entry(day).or_default().push(stage.places);
    }
    let mut coming =
        agreed.into_iter().flat_map(|(day, all)| all.into_iter().map(move |it| (day, it)));
    let (mut day, mut rounds, mut last) = (question.today, 0, question.today);
    while !waiting.is_done() && rounds < ROUNDS_MAX {
        let (next, size) = match coming.next() {
            Some(agreed) => agreed,
            None if chance.happens(history.ends()) => break,
            None => {
                let (gap, size) = tempo.next(chance);
                (day.saturating_add(gap), size)
            }
        };
        if next > question.today.saturating_add(DAYS_MAX) {
            break;
        }
        for side in [0, 1] {
            let mean = question.captures[side] * f64::from((next - day).max(0)) / 30.0;
            waiting.capture(side, chance.times(mean * factors[side]));
        }
        day = next.max(day);
        rounds += 1;
        last = day;
        waiting.round(size);
    }
    let done = waiting.is_done();
    let left = if done { [0; 2] } else { [0, 1].map(|side| waiting.all(side)) };
    End { done, day: last, rounds, stranded: waiting.stranded(), left }
}

impl Waiting {
    /// Says whether nobody is left who could go.
    fn is_done(&self) -> bool {
        self.regardless == [0; 2]
            && self.counted.iter().all(|(ratio, waiting)| times(*ratio, *waiting) == 0)
    }

    /// Adds new captives in the shares in which people wait now.
    fn capture(&mut self, side: usize, number: u64) {
        let all = self.all(side).max(1) as f64;
        let mut left = number;
        for (_, waiting) in &mut self.counted {
            let own = whole(number as f64 * waiting[side] as f64 / all).min(left);
            waiting[side] += own;
            left -= own;
        }
        self.regardless[side] += left;
    }

    /// Moves people in a round of this size: those first who go regardless of number.
    fn round(&mut self, size: [u64; 2]) {
        let mut room = size;
        for (side, room) in room.iter_mut().enumerate() {
            let own = self.regardless[side].min(*room);
            self.regardless[side] -= own;
            *room -= own;
        }
        for (ratio, waiting) in &mut self.counted {
            let most = times(*ratio, *waiting).min(times(*ratio, room));
            let gone = [most * u64::from(ratio.a), most * u64::from(ratio.b)];
            for side in [0, 1] {
                waiting[side] -= gone[side];
                room[side] -= gone[side];
            }
        }
    }

    /// Counts those for whom nobody is left to go against once all exchanges are made.
    fn stranded(&self) -> [u64; 2] {
        let mut stranded = [0; 2];
        for (ratio, waiting) in &self.counted {
            let most = times(*ratio, *waiting);
            stranded[0] += waiting[0] - most * u64::from(ratio.a);
            stranded[1] += waiting[1] - most * u64::from(ratio.b);
        }
        stranded
    }

    /// Counts everybody of a side.
    fn all(&self, side: usize) -> u64 {
        self.regardless[side] + self.counted.iter().map(|(_, waiting)| waiting[side]).sum::<u64>()
    }
}

/// How many times a ratio fits into two numbers.
fn times(ratio: Ratio, [a, b]: [u64; 2]) -> u64 {
    (a / u64::from(ratio.a)).min(b / u64::from(ratio.b))
}
