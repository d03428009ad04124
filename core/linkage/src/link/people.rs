//! From pairs of rows to people: which rows of one list are one person, who is whose only partner, and
//! how sure that is beside the other candidates.
//!
//! Rows that compete for one partner hang together; what hangs together is decided together. First
//! the rows of one person become one person, then people are assigned to people so that the whole is
//! as likely as can be.

use std::collections::BTreeMap;

use super::assign::{Edge, assign};

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
    /// How much worse the best choice without this pair is, in the logarithm of its odds; none where
    /// that was not worked out.
    pub(crate) margin: Option<f64>,
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

/// What hangs together in more pairs than this is assigned from the likeliest pair down instead of
/// exactly, and counted.
pub const EXACT_PAIRS_MAX: usize = 20_000;

/// In what hangs together in more pairs than this, no margin is worked out.
const MARGIN_PAIRS_MAX: usize = 200;

/// What came of choosing.
pub(crate) struct People {
    pub(crate) chosen: Vec<Chosen>,
    /// How many pairs hung together in knots beyond [`EXACT_PAIRS_MAX`].
    pub(crate) not_exact: usize,
}

/// Chooses pairs so that each person has at most one partner, and a person's second rows go with the
/// first. `lefts` and `rights` give the log likelihood ratio of two rows of one list.
pub(crate) fn choose(
    weighed: &[Weighed],
    mut lefts: impl FnMut(u32, u32) -> f64,
    mut rights: impl FnMut(u32, u32) -> f64,
) -> People {
    let mut people = People { chosen: Vec::new(), not_exact: 0 };
    for knot in knots(weighed) {
        if let [alone] = knot.as_slice() {
            people.chosen.push(judged_alone(*alone));
            continue;
        }
        let rows = [rows_of(&knot, Side::Left), rows_of(&knot, Side::Right)];
        let mut seconds = BTreeMap::new();
        let persons = [
            persons(&knot, &rows, Side::Left, &mut lefts, &mut seconds),
            persons(&knot, &rows, Side::Right, &mut rights, &mut seconds),
        ];
        let knot = Knot { pairs: knot, rows, persons, seconds };
        if knot.pairs.len() > EXACT_PAIRS_MAX {
            people.not_exact += knot.pairs.len();
        }
        people.chosen.extend(knot.choose());
    }
    people.chosen.sort_by_key(|chosen| (chosen.weighed.left, chosen.weighed.right));
    people
}

fn judged_alone(weighed: Weighed) -> Chosen {
    let odds = weighed.log_odds.min(60.0).exp();
    let margin = Some(weighed.log_odds.max(0.0));
    Chosen { weighed, probability: odds / (1.0 + odds), runner_up: None, margin, second: false }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn row(self, pair: &Weighed) -> u32 {
        match self {
            Self::Left => pair.left,
            Self::Right => pair.right,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// Groups the pairs that may be chosen by what hangs together, each group by left row and right row.
fn knots(weighed: &[Weighed]) -> Vec<Vec<Weighed>> {
    let likely: Vec<Weighed> =
        weighed.iter().filter(|pair| pair.log_odds >= LOG_ODDS_MIN).copied().collect();
    let most =
        |side: Side| likely.iter().map(|pair| side.row(pair) as usize + 1).max().unwrap_or(0);
    let lefts = most(Side::Left);
    let mut parents: Vec<u32> = Vec::new();
    for row in 0..lefts + most(Side::Right) {
        parents.push(u32::try_from(row).expect("both lists have at most 8,000,000 rows"));
    }
    for pair in &likely {
        let a = root(&mut parents, pair.left as usize);
        let b = root(&mut parents, lefts + pair.right as usize);
        let (low, high) = (a.min(b), a.max(b));
        parents[high] = u32::try_from(low).expect("both lists have at most 8,000,000 rows");
    }
    let mut sorted: Vec<(usize, Weighed)> =
        likely.into_iter().map(|pair| (root(&mut parents, pair.left as usize), pair)).collect();
    sorted.sort_by_key(|(root, pair)| (*root, pair.left, pair.right));
    sorted
        .chunk_by(|a, b| a.0 == b.0)
        .map(|knot| knot.iter().map(|(_, pair)| *pair).collect())
        .collect()
}

fn root(parents: &mut [u32], mut row: usize) -> usize {
    while parents[row] as usize != row {
        let next = parents[row] as usize;
        parents[row] = parents[next];
        row = next;
    }
    row
}

fn rows_of(knot: &[Weighed], side: Side) -> Vec<u32> {
    let mut rows: Vec<u32> = knot.iter().map(|pair| side.row(pair)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn place(rows: &[u32], row: u32) -> usize {
    rows.binary_search(&row).expect("the rows of a knot are those of its pairs")
}

/// Judges whether two rows of one list are one person, when both are candidates of one row of the
/// other list and this is the less likely one.
fn second(log_odds: f64, between_rows: f64) -> f64 {
    log_odds + LISTED_TWICE.ln() + REPEATED_EVIDENCE * between_rows
}

/// Finds the rows of one side that are one person. Returns for each row of the side the number of its
/// person, and notes how sure each second pair of a person is.
fn persons(
    knot: &[Weighed],
    rows: &[Vec<u32>; 2],
    side: Side,
    between: &mut impl FnMut(u32, u32) -> f64,
    seconds: &mut BTreeMap<(u32, u32), f64>,
) -> Vec<usize> {
    let own = &rows[side as usize];
    let others = &rows[side.other() as usize];
    let mut persons: Vec<usize> = (0..own.len()).collect();
    let mut best: Vec<Option<&Weighed>> = vec![None; own.len()];
    let mut by_other: Vec<Vec<&Weighed>> = vec![Vec::new(); others.len()];
    for pair in knot {
        let best = &mut best[place(own, side.row(pair))];
        if best.is_none_or(|best| pair.log_odds > best.log_odds) {
            *best = Some(pair);
        }
        by_other[place(others, side.other().row(pair))].push(pair);
    }
    let mut proposed: Vec<(f64, usize, usize)> = Vec::new();
    for pairs in &mut by_other {
        pairs.sort_by(|a, b| {
            b.log_odds.total_cmp(&a.log_odds).then((a.left, a.right).cmp(&(b.left, b.right)))
        });
        let Some((first, rest)) = pairs.split_first() else { continue };
        for pair in rest.iter().take(ROWS_OF_A_PERSON_MAX * 2) {
            let (a, b) = (place(own, side.row(first)), place(own, side.row(pair)));
            // A row that somebody else claims more is no second row of this one.
            let claimed = best[b].is_some_and(|best| best.log_odds > pair.log_odds);
            let sure = second(pair.log_odds, between(own[a], own[b]));
            if !claimed && sure > 0.0 {
                proposed.push((sure, a, b));
                seconds.insert((pair.left, pair.right), sure);
            }
        }
    }
    proposed.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, a, b) in proposed {
        let (keep, join) = (persons[a].min(persons[b]), persons[a].max(persons[b]));
        let of = |person: usize| -> Vec<usize> {
            (0..own.len()).filter(|row| persons[*row] == person).collect()
        };
        let (kept, joined) = (of(keep), of(join));
        let fits = kept.len() + joined.len() <= ROWS_OF_A_PERSON_MAX
            && kept.iter().all(|x| joined.iter().all(|y| between(own[*x], own[*y]) > 0.0));
        if keep != join && fits {
            for row in joined {
                persons[row] = keep;
            }
        }
    }
    persons
}

/// Pairs that hang together, with the people that their rows are.
struct Knot {
    pairs: Vec<Weighed>,
    rows: [Vec<u32>; 2],
    persons: [Vec<usize>; 2],
    /// Log odds of pairs that follow from another pair of the same person.
    seconds: BTreeMap<(u32, u32), f64>,
}

/// Weights are whole numbers of millionths.
const MILLION: f64 = 1_000_000.0;

impl Knot {
    fn person(&self, side: Side, pair: &Weighed) -> usize {
        self.persons[side as usize][place(&self.rows[side as usize], side.row(pair))]
    }

    /// The people who may be paired: each with the place of its best pair of rows, by people.
    fn edges(&self) -> Vec<(Edge, usize)> {
        let mut edges: Vec<(Edge, usize)> = self
            .pairs
            .iter()
            .enumerate()
            .map(|(at, pair)| {
                let (left, right) = (self.person(Side::Left, pair), self.person(Side::Right, pair));
                (Edge { left, right, weight: whole(pair.log_odds) }, at)
            })
            .collect();
        edges.sort_by_key(|(edge, at)| (edge.left, edge.right, -edge.weight, *at));
        edges.dedup_by_key(|(edge, _)| (edge.left, edge.right));
        edges
    }

    fn choose(&self) -> Vec<Chosen> {
        let edges = self.edges();
        let likely: Vec<Edge> =
            edges.iter().map(|(edge, _)| *edge).filter(|edge| edge.weight > 0).collect();
        let sizes = [self.rows[0].len(), self.rows[1].len()];
        let exact = self.pairs.len() <= EXACT_PAIRS_MAX;
        let mut taken: Vec<Edge> = if exact {
            assign(sizes[0], sizes[1], &likely).into_iter().map(|at| likely[at]).collect()
        } else {
            Vec::new()
        };
        let few = likely.len() <= MARGIN_PAIRS_MAX;
        let mut margins: Vec<Option<f64>> =
            taken.iter().map(|edge| few.then(|| margin(&likely, *edge, sizes))).collect();
        // What is left, from the likeliest down: doubtful pairs of people who have no other partner.
        let mut rest: Vec<Edge> = edges.iter().map(|(edge, _)| *edge).collect();
        rest.sort_by_key(|edge| (-edge.weight, edge.left, edge.right));
        let mut free = [vec![true; sizes[0]], vec![true; sizes[1]]];
        for edge in &taken {
            free[0][edge.left] = false;
            free[1][edge.right] = false;
        }
        for edge in rest {
            if free[0][edge.left] && free[1][edge.right] {
                free[0][edge.left] = false;
                free[1][edge.right] = false;
                taken.push(edge);
                margins.push(if exact { Some(0.0) } else { None });
            }
        }
        self.chosen(&taken, &margins)
    }

    /// Turns pairs of people back into pairs of rows, and weighs each against its rivals.
    fn chosen(&self, taken: &[Edge], margins: &[Option<f64>]) -> Vec<Chosen> {
        let mut partner = vec![None; self.rows[0].len()];
        for (edge, margin) in taken.iter().zip(margins) {
            partner[edge.left] = Some((edge.right, edge.weight, *margin));
        }
        let mut first = vec![true; self.rows[0].len()];
        let verdicts: Vec<Option<(f64, Option<f64>, bool)>> = self
            .pairs
            .iter()
            .map(|pair| {
                let (left, right) = (self.person(Side::Left, pair), self.person(Side::Right, pair));
                let (its, weight, margin) = partner[left].filter(|(its, ..)| *its == right)?;
                let is_first = first[left] && whole(pair.log_odds) == weight;
                first[left] &= !is_first;
                debug_assert_eq!(its, right);
                Some((pair.log_odds, margin, !is_first))
            })
            .collect();
        let rivals = Rivals::new(self, &verdicts);
        let mut chosen = Vec::new();
        for (at, verdict) in verdicts.iter().enumerate() {
            let Some((log_odds, margin, is_second)) = *verdict else { continue };
            let pair = &self.pairs[at];
            // A second row of a person is as sure as that it is one.
            let second = self.seconds.get(&(pair.left, pair.right)).filter(|_| is_second);
            let odds = second.copied().unwrap_or(log_odds).min(60.0).exp();
            let (against, runner_up) = rivals.of(at);
            let probability = odds / (1.0 + odds + against);
            let weighed = self.pairs[at];
            chosen.push(Chosen { weighed, probability, runner_up, margin, second: is_second });
        }
        chosen
    }
}

/// What speaks for other partners of the rows of a pair.
struct Rivals<'a> {
    pairs: &'a [Weighed],
    taken: Vec<bool>,
    /// The pairs of each row of both sides.
    by_row: [Vec<Vec<usize>>; 2],
    rows: &'a [Vec<u32>; 2],
}

impl<'a> Rivals<'a> {
    fn new<T>(knot: &'a Knot, verdicts: &[Option<T>]) -> Self {
        let by_row = [Side::Left, Side::Right].map(|side| {
            let rows = &knot.rows[side as usize];
            let mut by_row = vec![Vec::new(); rows.len()];
            for (at, pair) in knot.pairs.iter().enumerate() {
                by_row[place(rows, side.row(pair))].push(at);
            }
            by_row
        });
        let taken = verdicts.iter().map(Option::is_some).collect();
        Self { pairs: &knot.pairs, taken, by_row, rows: &knot.rows }
    }

    fn at_row(&self, side: Side, at: usize) -> &[usize] {
        let rows = &self.rows[side as usize];
        &self.by_row[side as usize][place(rows, side.row(&self.pairs[at]))]
    }

    /// Adds up the odds of the rivals of a pair and finds the best of them.
    fn of(&self, at: usize) -> (f64, Option<f64>) {
        let mut against = 0.0;
        let mut runner_up: Option<f64> = None;
        for side in [Side::Left, Side::Right] {
            for other in self.at_row(side, at) {
                if *other == at || self.taken[*other] {
                    continue;
                }
                let rival = self.pairs[*other].log_odds;
                runner_up = Some(runner_up.map_or(rival, |best| best.max(rival)));
                // What is spoken for competes less.
                let spoken_for: f64 = self
                    .at_row(side.other(), *other)
                    .iter()
                    .filter(|third| *third != other && self.taken[**third])
                    .map(|third| self.pairs[*third].log_odds.min(60.0).exp())
                    .sum();
                against += rival.min(60.0).exp() / (1.0 + spoken_for);
            }
        }
        (against, runner_up)
    }
}

/// Rounds log odds to whole millionths.
fn whole(log_odds: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "log odds are clamped far within the limits"
    )]
    let whole = (log_odds.clamp(-1_000.0, 1_000.0) * MILLION).round() as i64;
    whole
}

/// Works out how much is lost when one chosen pair may not be.
fn margin(edges: &[Edge], taken: Edge, sizes: [usize; 2]) -> f64 {
    let worth = |edges: &[Edge]| -> i64 {
        assign(sizes[0], sizes[1], edges).into_iter().map(|at| edges[at].weight).sum()
    };
    let without: Vec<Edge> = edges.iter().filter(|edge| **edge != taken).copied().collect();
    (worth(edges) - worth(&without)) as f64 / MILLION
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
        let chosen = choose(&pairs, strangers, strangers).chosen;
        assert_eq!(rows(&chosen), [(0, 0), (1, 1)]);
    }

    #[test]
    fn a_person_listed_twice_keeps_both_rows() {
        let pairs = vec![pair(0, 0, 9.0), pair(0, 1, 5.0)];
        let chosen = choose(&pairs, |_, _| -20.0, |_, _| 12.0).chosen;
        assert_eq!(rows(&chosen), [(0, 0), (0, 1)]);
        let chosen = choose(&pairs, |_, _| -20.0, |_, _| -20.0).chosen;
        assert_eq!(rows(&chosen), [(0, 0)]);
    }

    #[test]
    fn a_rival_that_is_as_good_halves_the_probability() {
        let alone = choose(&[pair(0, 0, 6.0)], |_, _| 0.0, |_, _| -20.0).chosen;
        assert!(alone[0].probability > 0.99);
        let rivals = vec![pair(0, 0, 6.0), pair(0, 1, 6.0)];
        let chosen = choose(&rivals, |_, _| 0.0, |_, _| -20.0).chosen;
        assert!(chosen.len() == 1 && chosen[0].probability < 0.51);
        assert_eq!(chosen[0].runner_up, Some(6.0));
    }
}
