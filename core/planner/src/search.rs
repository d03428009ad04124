//! The exact search: one aim after the other, each on what the earlier ones left open.
//!
//! After each aim whose linear bound is met, everything that would cost it something is closed for
//! good (the optimal face). Where the bound is not met, counts are divided in two until it is, and
//! the aim's value becomes a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::certificate::{CERTIFICATE_FORM, Certificate, Leaf, Tree, Whole};
use crate::check::Counts;
use crate::exact::Dual;
use crate::frame::{Frame, Parity};
use crate::program::{Cut, Form, Overall, Program};
use crate::simplex::{End, Extra, Simplex};
use crate::unit::TOTAL;
use crate::{Instance, Need, Refusal, Side};

/// The most nodes that may be opened for one aim.
pub const NODES_MAX: usize = 4_000;
/// The most cuts on one path.
const DEPTH_MAX: usize = 400;

/// What the search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best counts.
    pub counts: Counts,
    /// The proofs that were found.
    pub certificate: Certificate,
    /// Whether every aim has its proof.
    pub complete: bool,
}

/// Whole numbers by set and option.
type Point = Vec<Vec<i64>>;

/// Why a search ended early.
enum Stop {
    /// As good as can be: no need to look further.
    Enough,
    /// A limit was met, or numbers went bad.
    Lost,
}

/// One aim that met its linear bound, for lifting later proofs.
struct Closed {
    aim: usize,
    dual: Dual,
}

struct Search<'a> {
    frame: &'a Frame,
    program: &'a Program,
    closed: Vec<Closed>,
    /// Rows that hold an earlier aim at its value: aim and place among the extras.
    held: Vec<(usize, usize)>,
    /// Which closed aim removed an option, by set and option.
    removed: Vec<Vec<Option<usize>>>,
    /// Which closed aim fixed a row.
    fixed: Vec<Option<usize>>,
}

/// Solves an instance. None when not even a feasible point was found within the limits.
pub fn solve(instance: &Instance) -> Option<Found> {
    let whole = Program::new(instance);
    let stages = whole.stages;
    let mut pattern = vec![None; stages];
    let mut happens = Vec::new();
    let start = happening(&instance.frame, &whole, &mut pattern, 0, &mut happens).ok()??;
    let program = whole.happening(&pattern);
    let mut search = Search::new(&instance.frame, &program);
    let mut best = start;
    let mut simplex = Simplex::new(&program);
    let mut aims = Vec::new();
    let mut complete = true;
    if simplex.run(None) != End::Optimal {
        return None;
    }
    for (at, (_, form, _)) in program.aims.iter().enumerate() {
        let Some(form) = form else { continue };
        let proof = search.aim(&mut simplex, at, form, &mut best);
        complete &= proof.is_some();
        aims.push(proof);
    }
    let certificate = Certificate {
        form: CERTIFICATE_FORM,
        happens: pattern.into_iter().map(|happens| happens == Some(true)).collect(),
        stages: happens.into_iter().collect(),
        aims,
    };
    Some(Found { counts: counts(&program, &best), certificate, complete })
}

/// Refuses an instance whose agreed floor cannot be reached, and says what binds. The bound is exact:
/// prices prove that no point reaches the floor.
///
/// # Errors
/// [`Refusal::FloorOutOfReach`].
pub fn floor_within_reach(instance: &Instance) -> Result<(), Refusal> {
    let frame = &instance.frame;
    if frame.terms().floor == 0 {
        return Ok(());
    }
    let program = Program::new(instance);
    let mut simplex = Simplex::new(&program);
    if simplex.run(None) != End::Infeasible
        || Dual::of(&simplex, None).is_none_or(|dual| dual.bound <= 0)
    {
        return Ok(());
    }
    let mut without = program.clone();
    without.overall.retain(|(row, ..)| !matches!(row, Overall::Floor(_)));
    for (row, form, most) in &program.overall {
        let Overall::Floor(side) = row else { continue };
        let mut simplex = Simplex::new(&without);
        if simplex.run(Some(form)) != End::Optimal {
            continue;
        }
        let Some(dual) = Dual::of(&simplex, Some(form)) else { continue };
        let least = dual.least().and_then(|least| i64::try_from(least).ok());
        if let Some(least) = least.filter(|least| least > most) {
            let priced = (0..without.rows()).filter(|row| dual.prices[*row] != 0);
            let names: Vec<String> = priced.map(|row| without.row_name(frame, row)).collect();
            let binding = if names.is_empty() {
                "there are no more people who may go".to_owned()
            } else {
                format!("what binds: {}", names.join(", "))
            };
            let floor = frame.terms().floor;
            return Err(Refusal::FloorOutOfReach { floor, side: *side, most: -least, binding });
        }
    }
    Ok(())
}

/// Finds which stages can happen, earlier ones first. Returns a whole-number point, or none when the
/// stages fixed so far cannot be; then `proofs` holds why.
fn happening(
    frame: &Frame,
    whole: &Program,
    pattern: &mut [Option<bool>],
    stage: usize,
    proofs: &mut Vec<(usize, Tree)>,
) -> Result<Option<Point>, Stop> {
    let mut point = None;
    for stage in stage..pattern.len() {
        pattern[stage] = Some(true);
        let program = whole.happening(pattern);
        let mut search = Search::new(frame, &program);
        match search.feasible()? {
            Feasible::Point(found) => point = Some(found),
            Feasible::Never(tree) => {
                proofs.push((stage, tree));
                pattern[stage] = Some(false);
                point = None;
            }
        }
    }
    if point.is_some() {
        return Ok(point);
    }
    let program = whole.happening(pattern);
    match Search::new(frame, &program).feasible()? {
        Feasible::Point(point) => Ok(Some(point)),
        Feasible::Never(_) => Ok(None),
    }
}

/// Whether there is any whole-number point.
enum Feasible {
    /// There is this one.
    Point(Point),
    /// There is none, and this proves it.
    Never(Tree),
}

impl<'a> Search<'a> {
    fn new(frame: &'a Frame, program: &'a Program) -> Self {
        Self {
            frame,
            program,
            closed: Vec::new(),
            held: Vec::new(),
            removed: vec![vec![None; program.stages + 1]; program.sets.len()],
            fixed: vec![None; program.rows()],
        }
    }

    /// Looks for any whole-number point; returns it, or the tree that proves there is none.
    fn feasible(&mut self) -> Result<Feasible, Stop> {
        let simplex = Simplex::new(self.program);
        let mut dive = Dive { best: None, nodes: 0, enough: i64::MAX };
        match (self.explore(simplex, None, &mut Vec::new(), &mut dive), dive.best) {
            (Ok(tree), None) => Ok(Feasible::Never(tree)),
            (_, Some((_, point))) => Ok(Feasible::Point(point)),
            (Err(_), None) => Err(Stop::Lost),
        }
    }

    /// Brings one aim to its least value. Returns the proof; none where a limit was met.
    fn aim(
        &mut self,
        simplex: &mut Simplex<'a>,
        at: usize,
        form: &Form,
        best: &mut Point,
    ) -> Option<Tree> {
        let end = simplex.run(Some(form));
        let dual = (end == End::Optimal).then(|| Dual::of(simplex, Some(form))).flatten();
        let bounded = dual.and_then(|dual| {
            let least = i64::try_from(dual.least()?).ok()?;
            Some((dual, least))
        });
        let mut proof = None;
        if let Some((dual, least)) = bounded {
            proof = self.reach(simplex, form, (&dual, least), best);
            if i128::from(value(form, best)) * dual.scale == dual.bound {
                self.close(simplex, at, dual);
                return proof;
            }
        }
        self.held.push((at, simplex.extras.len()));
        self.fixed.push(None);
        simplex.add(Arc::new(Extra { form: form.clone(), most: value(form, best) }));
        proof
    }

    /// Lowers the best point as far as the bound, or divides until nothing lower is left.
    fn reach(
        &self,
        simplex: &Simplex<'a>,
        form: &Form,
        (dual, least): (&Dual, i64),
        best: &mut Point,
    ) -> Option<Tree> {
        if value(form, best) != least
            && let Some(point) = self.whole(simplex)
            && value(form, &point) < value(form, best)
        {
            *best = point;
        }
        if value(form, best) == least {
            return self.leaf(dual, &[]).map(Tree::Leaf);
        }
        let mut dive =
            Dive { best: Some((value(form, best), best.clone())), nodes: 0, enough: least };
        let found = self.explore(simplex.clone(), Some(form), &mut Vec::new(), &mut dive);
        if let Some((_, point)) = dive.best {
            *best = point;
        }
        match found {
            Ok(tree) => Some(tree),
            Err(Stop::Enough) => self.leaf(dual, &[]).map(Tree::Leaf),
            Err(Stop::Lost) => None,
        }
    }

    /// Closes whatever would cost an aim that met its bound.
    fn close(&mut self, simplex: &mut Simplex<'a>, aim: usize, dual: Dual) {
        let at = self.closed.len();
        for (set, excess) in dual.excess.iter().enumerate() {
            for (option, excess) in excess.iter().enumerate() {
                if *excess > 0 && simplex.allowed[set] & (1 << option) != 0 {
                    simplex.allowed[set] &= !(1 << option);
                    self.removed[set][option] = Some(at);
                }
            }
        }
        for (row, price) in dual.prices.iter().enumerate() {
            if *price != 0 && !simplex.fixed[row] {
                simplex.fixed[row] = true;
                self.fixed[row] = Some(at);
            }
        }
        self.closed.push(Closed { aim, dual });
    }

    /// Opens a node: bounds it, closes it, or divides it.
    fn explore(
        &self,
        mut simplex: Simplex<'a>,
        aim: Option<&Form>,
        cuts: &mut Vec<(Cut, bool)>,
        dive: &mut Dive,
    ) -> Result<Tree, Stop> {
        dive.nodes += 1;
        if dive.nodes > NODES_MAX || cuts.len() > DEPTH_MAX {
            return Err(Stop::Lost);
        }
        let end = simplex.run(aim);
        if end == End::Lost {
            return Err(Stop::Lost);
        }
        let dual = Dual::of(&simplex, aim).ok_or(Stop::Lost)?;
        if end == End::Infeasible {
            return if dual.bound > 0 { self.close_leaf(&dual, cuts) } else { Err(Stop::Lost) };
        }
        let beaten = |dive: &Dive| dive.best.as_ref().is_some_and(|(best, _)| dual.proves(*best));
        if aim.is_some() && beaten(dive) {
            return self.close_leaf(&dual, cuts);
        }
        if let Some(point) = self.whole(&simplex) {
            let value = aim.map_or(0, |aim| value(aim, &point));
            if dive.best.as_ref().is_none_or(|(best, _)| value < *best) {
                dive.best = Some((value, point));
            }
            if aim.is_none() || value <= dive.enough {
                return Err(Stop::Enough);
            }
            return if beaten(dive) { self.close_leaf(&dual, cuts) } else { Err(Stop::Lost) };
        }
        let (cut, at, more_first) = self.divide(&simplex).ok_or(Stop::Lost)?;
        let form = self.program.cut(&cut);
        let mut branch = |more: bool, search: &Self| {
            let mut child = simplex.clone();
            child.add(Arc::new(if more {
                Extra { form: negated(&form), most: -(at + 1) }
            } else {
                Extra { form: form.clone(), most: at }
            }));
            cuts.push((cut.clone(), more));
            let tree = search.explore(child, aim, cuts, dive);
            cuts.pop();
            tree
        };
        let first = branch(more_first, self)?;
        let second = branch(!more_first, self)?;
        let (most, more) = if more_first { (second, first) } else { (first, second) };
        Ok(Tree::Cut { cut, at, most: Box::new(most), more: Box::new(more) })
    }

    fn close_leaf(&self, dual: &Dual, cuts: &[(Cut, bool)]) -> Result<Tree, Stop> {
        self.leaf(dual, cuts).map(Tree::Leaf).ok_or(Stop::Lost)
    }

    /// Turns prices on the open part into prices on the whole program, by adding as much of each
    /// closed aim as is needed for what it closed to stay closed.
    fn leaf(&self, dual: &Dual, cuts: &[(Cut, bool)]) -> Option<Leaf> {
        let mut excess = dual.excess.clone();
        let mut prices = dual.prices.clone();
        let mut aims = vec![0_i128; self.program.aims.len()];
        for (at, closed) in self.closed.iter().enumerate().rev() {
            let mut times = 0_i128;
            for (set, options) in excess.iter().enumerate() {
                for (option, excess) in options.iter().enumerate() {
                    if *excess < 0 && self.removed[set][option] == Some(at) {
                        times = times.max(divide_up(-excess, closed.dual.excess[set][option])?);
                    }
                }
            }
            for (row, own) in closed.dual.prices.iter().enumerate() {
                if self.fixed[row] == Some(at) && prices[row] > 0 {
                    times = times.max(divide_up(prices[row], -own)?);
                }
            }
            if times == 0 {
                continue;
            }
            for (options, own) in excess.iter_mut().zip(&closed.dual.excess) {
                for (excess, own) in options.iter_mut().zip(own) {
                    *excess = excess.checked_add(own.checked_mul(times)?)?;
                }
            }
            for (price, own) in prices.iter_mut().zip(&closed.dual.prices) {
                *price = price.checked_add(own.checked_mul(times)?)?;
            }
            aims[closed.aim] = closed.dual.scale.checked_mul(times)?.checked_neg()?;
        }
        let (first, rows) = (self.program.rhs.len(), self.program.rows());
        for (aim, extra) in &self.held {
            aims[*aim] = prices[first + extra];
        }
        let branches = prices.split_off(first + self.program.overall.len() + self.held.len());
        debug_assert_eq!(branches.len(), cuts.len(), "one price a cut");
        prices.truncate(rows);
        Some(Leaf {
            scale: Whole(dual.scale),
            rows: sparse(prices),
            aims: sparse(aims),
            cuts: branches.into_iter().map(Whole).collect(),
        })
    }

    /// Returns the point of a basis when it is whole, with every row checked in whole numbers.
    fn whole(&self, simplex: &Simplex<'_>) -> Option<Point> {
        let units = self.program.units.len();
        let mut point = Vec::with_capacity(self.program.sets.len());
        for options in &simplex.point()[..units] {
            let mut whole = Vec::with_capacity(options.len());
            for value in options {
                let near = value.round();
                if (value - near).abs() > 1e-5 || near < 0.0 {
                    return None;
                }
                #[expect(clippy::cast_possible_truncation, reason = "counts lie below 2^53")]
                whole.push(near as i64);
            }
            point.push(whole);
        }
        let stages = self.program.stages;
        for stage in 0..stages {
            let apart = self.ahead(&point, stage).abs();
            let mut options = vec![0; stages + 1];
            options[stage] = apart;
            options[stages] = self.program.sets[units + stage].size - apart;
            point.push(options);
        }
        self.holds(simplex, &point).then_some(point)
    }

    /// Returns how many more go from A than from B in a stage.
    fn ahead(&self, point: &Point, stage: usize) -> i64 {
        let of = |unit: &crate::Unit| -> i64 {
            unit.iter().map(|key| if key.side == Side::A { 1 } else { -1 }).sum()
        };
        self.program.units.iter().zip(point).map(|(unit, row)| of(unit) * row[stage]).sum()
    }

    /// Checks a whole point against every row and every closed option.
    fn holds(&self, simplex: &Simplex<'_>, point: &Point) -> bool {
        let mut sums: Vec<i64> = vec![0; simplex.basis.len()];
        for (set, options) in point.iter().enumerate() {
            if options.iter().sum::<i64>() != self.program.sets[set].size {
                return false;
            }
            for (option, number) in options.iter().enumerate().filter(|(_, number)| **number != 0) {
                if simplex.allowed[set] & (1 << option) == 0 {
                    // An imbalance that no earlier aim has looked at may be anything.
                    return false;
                }
                simplex.column(set, option, |row, weight| sums[row] += weight * number);
            }
        }
        sums.iter().enumerate().all(|(row, sum)| {
            let right = simplex.right(row);
            if simplex.fixed[row] { *sum == right } else { *sum <= right }
        })
    }

    /// Chooses what to divide: whole exchanges of a stage first, then people of one kind, then units.
    fn divide(&self, simplex: &Simplex<'_>) -> Option<(Cut, i64, bool)> {
        let point = simplex.point();
        let tiers: [Vec<Cut>; 3] = [self.exchanges(), self.heads(), self.singles(&point)];
        for cuts in tiers {
            let mut best: Option<(f64, Cut, f64)> = None;
            for cut in cuts {
                let form = self.program.cut(&cut);
                let stage = cut.stage();
                let sum: f64 = form
                    .weights
                    .iter()
                    .zip(&point)
                    .filter(|(weight, _)| **weight != 0)
                    .map(|(weight, options)| *weight as f64 * options[stage])
                    .sum();
                let apart = (sum - sum.round()).abs();
                if apart > 1e-5 && best.as_ref().is_none_or(|(most, ..)| apart > *most + 1e-9) {
                    best = Some((apart, cut, sum));
                }
            }
            if let Some((_, cut, sum)) = best {
                #[expect(clippy::cast_possible_truncation, reason = "counts lie below 2^53")]
                let at = sum.floor() as i64;
                return Some((cut, at, sum - sum.floor() >= 0.5));
            }
        }
        None
    }

    /// For each stage and parity: how many times the ratio's smallest numbers go.
    fn exchanges(&self) -> Vec<Cut> {
        let terms = self.frame.terms();
        let mut cuts = Vec::new();
        let mut add = |category: Option<u8>, ratio: crate::Ratio| {
            let (a, b) = bezout(i64::from(ratio.a), i64::from(ratio.b));
            cuts.extend((0..self.program.stages).map(|stage| Cut::Counted {
                category,
                a,
                b,
                stage,
            }));
        };
        match terms.parity {
            Parity::Total(ratio) => add(None, ratio),
            Parity::ByCategory => {
                for (at, category) in (0..TOTAL).zip(&terms.categories) {
                    if let Some(ratio) = category.counted {
                        add(Some(at), ratio);
                    }
                }
            }
        }
        cuts
    }

    fn heads(&self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for (category, _) in (0..TOTAL).zip(&self.frame.terms().categories) {
            for side in Side::BOTH {
                for need in Need::ALL {
                    let of = |stage| Cut::Heads { side, category, need, stage };
                    cuts.extend((0..self.program.stages).map(of));
                }
            }
        }
        cuts
    }

    /// Units that the point divides; groups alone where there are any.
    fn singles(&self, point: &[Vec<f64>]) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for (unit, options) in point[..self.program.units.len()].iter().enumerate() {
            for (stage, value) in options[..self.program.stages].iter().enumerate() {
                if (value - value.round()).abs() > 1e-5 {
                    cuts.push(Cut::Unit { unit, stage });
                }
            }
        }
        let group = |cut: &Cut| matches!(cut, Cut::Unit { unit, .. } if self.program.units[*unit].len() > 1);
        if cuts.iter().any(group) {
            cuts.retain(group);
        }
        cuts
    }
}

fn sparse(prices: Vec<i128>) -> BTreeMap<usize, Whole> {
    let whole = |(at, price): (usize, i128)| (price != 0).then_some((at, Whole(price)));
    prices.into_iter().enumerate().filter_map(whole).collect()
}

/// Returns the value of a form at a point.
fn value(form: &Form, point: &Point) -> i64 {
    let of = |(set, options): (usize, &Vec<i64>)| -> i64 {
        options.iter().enumerate().map(|(option, n)| form.of(set, option) * n).sum()
    };
    point.iter().enumerate().map(of).sum()
}

/// The best whole point so far, and when to stop.
struct Dive {
    best: Option<(i64, Point)>,
    nodes: usize,
    enough: i64,
}

fn negated(form: &Form) -> Form {
    Form {
        weights: form.weights.iter().map(|weight| -weight).collect(),
        factors: form.factors.clone(),
    }
}

fn divide_up(a: i128, b: i128) -> Option<i128> {
    (b > 0).then(|| (a + b - 1) / b)
}

/// Returns whole numbers `(u, v)` with `u a + v b` the greatest common divisor of `a` and `b`.
fn bezout(a: i64, b: i64) -> (i64, i64) {
    let (mut x, mut y) = ((a, 1, 0), (b, 0, 1));
    while y.0 != 0 {
        let times = x.0 / y.0;
        (x, y) = (y, (x.0 - times * y.0, x.1 - times * y.1, x.2 - times * y.2));
    }
    (x.1, x.2)
}

fn counts(program: &Program, point: &Point) -> Counts {
    program
        .units
        .iter()
        .zip(point)
        .filter(|(_, options)| options[..program.stages].iter().any(|number| *number > 0))
        .map(|(unit, options)| {
            let row = options[..program.stages]
                .iter()
                .map(|number| u32::try_from(*number).expect("a count lies within its class"))
                .collect();
            (unit.clone(), row)
        })
        .collect()
}
