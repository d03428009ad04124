//! The exact search: one aim after the other, each on what the earlier ones left open.
//!
//! After an aim whose linear bound is met, everything that would cost it something is closed for good
//! (the optimal face). Where the bound is not met, a whole number is cut in two and both parts are
//! searched. The parts that can still hold a best plan stay apart for all later aims, so that no cut
//! has to be found twice; the others are dead, with the proof that killed them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assign::oldest_first;
use crate::certificate::{
    CERTIFICATE_FORM, Certificate, Impossible, Leaf, Proven, Tree, Wrong, verify,
};
use crate::check::Counts;
use crate::exact::Dual;
use crate::frame::Frame;
use crate::program::{Form, Overall, Program};
use crate::simplex::{End, Simplex, Steps};
use crate::{Instance, Refusal, Side, evaluate, greedy, order};
use region::{Parts, Region, settle};

mod divide;
mod region;

/// The most steps of one search, over all aims. A step is about one multiplication; they are counted
/// alike on every machine, so a search that meets this limit gives the same plan everywhere.
pub const STEPS_MAX: u64 = 12_000_000_000;
/// The most cases that may be opened for one aim.
pub const NODES_MAX: usize = 4_000;
/// The most columns that all open cases of one aim may hold together, which bounds the memory.
const OPEN_COLUMNS_MAX: usize = 40_000_000;
/// The most cuts on one path.
const DEPTH_MAX: usize = 400;

/// What the search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best counts.
    pub counts: Counts,
    /// The proofs that were found.
    pub certificate: Certificate,
    /// What the checker found them to prove.
    pub proven: Result<Proven, Wrong>,
}

/// Whole numbers by set and option.
type Point = Vec<Vec<i64>>;

/// Why a search ended early.
enum Stop {
    /// A point was found, and one is enough.
    Found,
    /// A limit was met, or numbers went bad.
    Lost,
}

struct Search<'a> {
    frame: &'a Frame,
    program: &'a Program,
    steps: &'a Steps,
}

/// How a search ended.
#[derive(Debug, Clone)]
pub enum Ended {
    /// With a plan.
    Found(Box<Found>),
    /// No plan obeys the terms, and this proves it.
    Never(Impossible),
    /// A limit was met before any plan was found.
    Lost,
}

/// Solves an instance; where `draws` is set, settles between equally good plans too.
pub fn solve(instance: &Instance, draws: bool) -> Ended {
    solve_within(instance, draws, STEPS_MAX)
}

/// Solves an instance within so many steps. Whatever is not proven by then carries a bound.
pub fn solve_within(instance: &Instance, draws: bool, steps: u64) -> Ended {
    let whole = Program::new(instance);
    let steps = Steps::new(steps);
    let mut pattern = vec![None; whole.stages];
    let mut happens = Vec::new();
    let search = Search { frame: &instance.frame, program: &whole, steps: &steps };
    let plain = plain(instance, &whole);
    let mut open = BTreeSet::new();
    let mut best = match search.happening(plain.as_ref(), &mut pattern, &mut happens) {
        Ok(Feasible::Point(point)) => point,
        Ok(Feasible::Never(last)) => {
            let stages = happens.into_iter().map(|(_, tree)| tree).collect();
            return Ended::Never(Impossible { stages, last });
        }
        Err(_) => {
            let Some((point, own)) = plain else { return Ended::Lost };
            // A proof speaks of its stage while the ones before it do what was found for them.
            let alike =
                pattern.iter().zip(&own).take_while(|(it, own)| **it == Some(**own)).count();
            happens.retain(|(stage, _)| *stage < alike);
            open.extend((alike..own.len()).filter(|stage| !own[*stage]));
            pattern = own.into_iter().map(Some).collect();
            point
        }
    };
    let program = whole.happening(&pattern);
    let search = Search { program: &program, ..search };
    let mut region = Region::new(&program, &steps);
    // Where this ends early every aim does, and says so itself.
    region.simplex.run(None);
    let mut parts = Parts::Live(Box::new(region));
    let mut complete = open.is_empty();
    let mut certificate = Certificate {
        form: CERTIFICATE_FORM,
        happens: pattern.into_iter().map(|happens| happens == Some(true)).collect(),
        stages: happens.into_iter().collect(),
        open,
        aims: Vec::new(),
        bounds: BTreeMap::new(),
        order: Vec::new(),
    };
    for (at, (_, form, _)) in program.aims.iter().enumerate() {
        let Some(form) = form else { continue };
        let (proof, proven) = search.lower(&mut parts, at, (form, false), &mut best);
        complete &= proven;
        // After an aim that is not proven, a proof of a later one is a bound and no more.
        if complete {
            certificate.aims.push(Some(proof));
        } else {
            certificate.aims.push(None);
            certificate.bounds.insert(at, proof);
        }
    }
    Ended::Found(Box::new(search.draw(instance, parts, best, (certificate, complete, draws))))
}

/// Returns the plain plan as a point and which stages happen in it, when it obeys every term.
fn plain(instance: &Instance, program: &Program) -> Option<(Point, Vec<bool>)> {
    let counts = greedy::plan(instance);
    let evaluation = evaluate(instance, &counts);
    if !evaluation.violations.is_empty() {
        return None;
    }
    let stages = program.stages;
    let mut point: Point = Vec::with_capacity(program.sets.len());
    for (unit, set) in program.units.iter().zip(&program.sets) {
        let mut options = vec![0; stages + 1];
        for (own, number) in options.iter_mut().zip(counts.get(unit).into_iter().flatten()) {
            *own = i64::from(*number);
        }
        options[stages] = set.size - options.iter().sum::<i64>();
        point.push(options);
    }
    balance(program, &mut point);
    let missing = evaluation.vector[0];
    let happens = (0..stages).map(|stage| missing & (1 << (stages - 1 - stage)) == 0).collect();
    Some((point, happens))
}

/// Adds the imbalances to a point that holds the units.
fn balance(program: &Program, point: &mut Point) {
    let (units, stages) = (program.units.len(), program.stages);
    for stage in 0..stages {
        let of = |unit: &crate::Unit| -> i64 {
            unit.iter().map(|key| if key.side == Side::A { 1 } else { -1 }).sum()
        };
        let ahead: i64 =
            program.units.iter().zip(&*point).map(|(unit, row)| of(unit) * row[stage]).sum();
        let mut options = vec![0; stages + 1];
        options[stage] = ahead.abs();
        options[stages] = program.sets[units + stage].size - ahead.abs();
        point.push(options);
    }
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
    let steps = Steps::new(STEPS_MAX);
    let mut simplex = Simplex::new(&program, &steps);
    if simplex.run(None) != End::Infeasible
        || Dual::of(&simplex, None).is_none_or(|dual| dual.bound <= 0)
    {
        return Ok(());
    }
    let mut without = program.clone();
    without.overall.retain(|(row, ..)| !matches!(row, Overall::Floor(_)));
    for (row, form, most) in &program.overall {
        let Overall::Floor(side) = row else { continue };
        let mut simplex = Simplex::new(&without, &steps);
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

/// Whether there is any whole-number point.
enum Feasible {
    /// There is this one.
    Point(Point),
    /// There is none, and this proves it.
    Never(Tree),
}

/// The best point so far, and how many cases were opened for it.
struct Dive<'p> {
    best: Option<(i64, Point)>,
    aim: Option<&'p Form>,
    nodes: usize,
    /// Prices of the first case, for a bound where the search ends early.
    first: Option<Arc<Dual>>,
}

impl<'a> Search<'a> {
    /// Finds which stages can happen, earlier ones first. Returns a whole-number point, or the proof
    /// that there is none; `proofs` holds why each stage that does not happen cannot. What the plain
    /// plan shows needs no search.
    fn happening(
        &self,
        plain: Option<&(Point, Vec<bool>)>,
        pattern: &mut [Option<bool>],
        proofs: &mut Vec<(usize, Tree)>,
    ) -> Result<Feasible, Stop> {
        let whole = self.program;
        let shows = |pattern: &[Option<bool>]| {
            let same = |happens: &[bool]| {
                pattern.iter().zip(happens).all(|(known, own)| known.is_none_or(|it| it == *own))
            };
            plain.filter(|(_, happens)| same(happens)).map(|(point, _)| point.clone())
        };
        let mut point = None;
        for stage in 0..pattern.len() {
            pattern[stage] = Some(true);
            if let Some(shown) = shows(pattern) {
                point = Some(shown);
                continue;
            }
            let program = whole.happening(pattern);
            match (Search { program: &program, ..*self }).feasible()? {
                Feasible::Point(found) => point = Some(found),
                Feasible::Never(tree) => {
                    proofs.push((stage, tree));
                    pattern[stage] = Some(false);
                    point = None;
                }
            }
        }
        if let Some(point) = point.or_else(|| shows(pattern)) {
            return Ok(Feasible::Point(point));
        }
        let program = whole.happening(pattern);
        (Search { program: &program, ..*self }).feasible()
    }

    /// Looks for any whole-number point; returns it, or the tree that proves there is none.
    fn feasible(&self) -> Result<Feasible, Stop> {
        let mut dive = Dive { best: None, aim: None, nodes: 0, first: None };
        let parts = self.explore(Region::new(self.program, self.steps), &mut dive);
        match (parts, dive.best) {
            (_, Some((_, point))) => Ok(Feasible::Point(point)),
            (Ok(parts), None) => parts.dead().map(Feasible::Never).ok_or(Stop::Lost),
            (Err(_), None) => Err(Stop::Lost),
        }
    }

    /// Draws between equally good plans until the checker agrees that one is left alone.
    fn draw(
        &self,
        instance: &Instance,
        mut parts: Parts<'a>,
        mut best: Point,
        (mut certificate, complete, draws): (Certificate, bool, bool),
    ) -> Found {
        let rounds = if complete && draws { order::ROUNDS_MAX } else { 0 };
        let mut found = None;
        for round in 0..rounds {
            let form = order::form(self.frame, self.program, round);
            let at = self.program.aims.len() + round;
            let (proof, true) = self.lower(&mut parts, at, (&form, true), &mut best) else { break };
            certificate.order.push(proof);
            let counts = counts(self.program, &best);
            let proven = verify(instance, &counts, &certificate);
            let goes_on = matches!(&proven, Ok(proven) if !proven.only);
            found = Some((counts, proven));
            if !goes_on {
                break;
            }
        }
        let (counts, proven) = found.unwrap_or_else(|| {
            let mut counts = counts(self.program, &best);
            if !complete && instance.demands.is_empty() {
                // Where an aim is not proven, somebody might still be passed over.
                counts = oldest_first(instance, &counts);
            }
            let proven = verify(instance, &counts, &certificate);
            (counts, proven)
        });
        Found { counts, certificate, proven }
    }

    /// Brings one aim to its least value over all parts. Returns its proof and true; or, where a limit
    /// was met, a tree that bounds it and false, and then the best point found so far stands.
    fn lower(
        &self,
        parts: &mut Parts<'a>,
        at: usize,
        (form, strictly): (&Form, bool),
        best: &mut Point,
    ) -> (Tree, bool) {
        let known = Some((value(form, best), best.clone()));
        let mut dive = Dive { best: known, aim: Some(form), nodes: 0, first: None };
        let whole = self.explore_all(parts, &mut dive);
        let reached = match dive.best {
            Some((reached, point)) => {
                *best = point;
                reached
            }
            None => value(form, best),
        };
        match settle(parts, at, (form, strictly), reached) {
            Some(proof) => (proof, whole),
            // No prices at all: everybody in the stage that serves the aim best.
            None => (Tree::Leaf(Leaf::without_prices(1)), false),
        }
    }

    /// Explores every live part. Returns whether none met a limit.
    fn explore_all(&self, parts: &mut Parts<'a>, dive: &mut Dive<'_>) -> bool {
        match parts {
            Parts::Dead(_) => true,
            Parts::Cut { most, more, .. } => {
                let first = self.explore_all(most, dive);
                self.explore_all(more, dive) && first
            }
            Parts::Live(region) => {
                dive.first = None;
                let explored = self.explore(region.as_ref().clone(), dive);
                if let Ok(found) = explored {
                    *parts = found;
                    return true;
                }
                region.dual = dive.first.take();
                false
            }
        }
    }

    /// Opens a region: bounds it, or cuts it. Every live part that comes back carries its prices.
    fn explore(&self, mut region: Region<'a>, dive: &mut Dive<'_>) -> Result<Parts<'a>, Stop> {
        dive.nodes += 1;
        let columns = self.program.sets.len() * (self.program.stages + 1);
        let nodes_max = NODES_MAX.min(OPEN_COLUMNS_MAX / columns.max(1)).max(1);
        if dive.nodes > nodes_max || region.depth > DEPTH_MAX {
            return Err(Stop::Lost);
        }
        let end = region.simplex.run(dive.aim);
        if let (End::Lost, Some(aim), None) = (end, dive.aim, &dive.first) {
            dive.first = Dual::on_the_way(&region.simplex, aim).map(Arc::new);
        }
        let dual = Dual::of(&region.simplex, dive.aim).filter(|_| end != End::Lost);
        let dual = Arc::new(dual.ok_or(Stop::Lost)?);
        if dive.first.is_none() && end == End::Optimal {
            dive.first = Some(dual.clone());
        }
        if end == End::Infeasible {
            let proof = (dual.bound > 0).then(|| region.leaf(&dual, false)).flatten();
            return proof.map(Parts::Dead).ok_or(Stop::Lost);
        }
        region.dual = Some(dual.clone());
        let beaten = |dive: &Dive<'_>| {
            let best = dive.best.as_ref().filter(|_| dive.aim.is_some());
            best.is_some_and(|(best, _)| dual.proves(*best))
        };
        if beaten(dive) {
            return Ok(Parts::Live(Box::new(region)));
        }
        if let Some(point) = self.whole(&region.simplex) {
            let found = dive.aim.map_or(0, |aim| value(aim, &point));
            if dive.best.as_ref().is_none_or(|(best, _)| found < *best) {
                dive.best = Some((found, point));
            }
            if dive.aim.is_none() {
                return Err(Stop::Found);
            }
            return if beaten(dive) { Ok(Parts::Live(Box::new(region))) } else { Err(Stop::Lost) };
        }
        let (cut, at, more_first) = self.divide(&region.simplex).ok_or(Stop::Lost)?;
        let form = self.program.cut(&cut);
        let mut sides = [None, None];
        for more in [more_first, !more_first] {
            sides[usize::from(more)] = Some(self.explore(region.cut(&form, at, more), dive)?);
            // A point as good as this region's own bound: it need not be cut at all.
            if beaten(dive) {
                return Ok(Parts::Live(Box::new(region)));
            }
        }
        let [Some(most), Some(more)] = sides else { return Err(Stop::Lost) };
        Ok(Parts::Cut { cut, at, most: Box::new(most), more: Box::new(more) })
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
        balance(self.program, &mut point);
        self.holds(simplex, &point).then_some(point)
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
}

/// Returns the value of a form at a point.
fn value(form: &Form, point: &Point) -> i64 {
    let of = |(set, options): (usize, &Vec<i64>)| -> i64 {
        options.iter().enumerate().map(|(option, n)| form.of(set, option) * n).sum()
    };
    point.iter().enumerate().map(of).sum()
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
