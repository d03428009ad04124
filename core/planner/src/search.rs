//! The exact search: one aim after the other, each on what the earlier ones left open.
//!
//! After an aim whose linear bound is met, everything that would cost it something is closed for good
//! (the optimal face). Where the bound is not met, a whole number is cut in two and both parts are
//! searched. The parts that can still hold a best plan stay apart for all later aims, so that no cut
//! has to be found twice; the others are dead, with the proof that killed them.

use std::sync::Arc;

use crate::assign::oldest_first;
use crate::certificate::{CERTIFICATE_FORM, Certificate, Impossible, Proven, Tree, Wrong, verify};
use crate::check::Counts;
use crate::exact::Dual;
use crate::frame::Frame;
use crate::program::{Form, Overall, Program};
use crate::simplex::{End, Simplex};
use crate::{Instance, Refusal, Side, order};
use region::{Parts, Region, settle};

mod divide;
mod region;

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
    let whole = Program::new(instance);
    let mut pattern = vec![None; whole.stages];
    let mut happens = Vec::new();
    let mut best = match happening(&instance.frame, &whole, &mut pattern, &mut happens) {
        Ok(Feasible::Point(point)) => point,
        Ok(Feasible::Never(last)) => {
            let stages = happens.into_iter().map(|(_, tree)| tree).collect();
            return Ended::Never(Impossible { stages, last });
        }
        Err(_) => return Ended::Lost,
    };
    let program = whole.happening(&pattern);
    let search = Search { frame: &instance.frame, program: &program };
    let mut region = Region::new(&program);
    if region.simplex.run(None) != End::Optimal {
        return Ended::Lost;
    }
    let mut parts = Parts::Live(Box::new(region));
    let mut aims = Vec::new();
    let mut complete = true;
    for (at, (_, form, _)) in program.aims.iter().enumerate() {
        let Some(form) = form else { continue };
        let proof = search.lower(&mut parts, at, (form, false), &mut best);
        complete &= proof.is_some();
        aims.push(proof);
    }
    let certificate = Certificate {
        form: CERTIFICATE_FORM,
        happens: pattern.into_iter().map(|happens| happens == Some(true)).collect(),
        stages: happens.into_iter().collect(),
        aims,
        order: Vec::new(),
    };
    Ended::Found(Box::new(search.draw(instance, parts, best, (certificate, complete, draws))))
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

/// Finds which stages can happen, earlier ones first. Returns a whole-number point, or the proof that
/// there is none; `proofs` holds why each stage that does not happen cannot.
fn happening(
    frame: &Frame,
    whole: &Program,
    pattern: &mut [Option<bool>],
    proofs: &mut Vec<(usize, Tree)>,
) -> Result<Feasible, Stop> {
    let mut point = None;
    for stage in 0..pattern.len() {
        pattern[stage] = Some(true);
        let program = whole.happening(pattern);
        match (Search { frame, program: &program }).feasible()? {
            Feasible::Point(found) => point = Some(found),
            Feasible::Never(tree) => {
                proofs.push((stage, tree));
                pattern[stage] = Some(false);
                point = None;
            }
        }
    }
    if let Some(point) = point {
        return Ok(Feasible::Point(point));
    }
    let program = whole.happening(pattern);
    (Search { frame, program: &program }).feasible()
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
}

impl<'a> Search<'a> {
    /// Looks for any whole-number point; returns it, or the tree that proves there is none.
    fn feasible(&self) -> Result<Feasible, Stop> {
        let mut dive = Dive { best: None, aim: None, nodes: 0 };
        let parts = self.explore(Region::new(self.program), &mut dive);
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
            let Some(proof) = self.lower(&mut parts, at, (&form, true), &mut best) else { break };
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

    /// Brings one aim to its least value over all parts. Returns the proof; none where a limit was
    /// met, and then the best point found so far stands.
    fn lower(
        &self,
        parts: &mut Parts<'a>,
        at: usize,
        (form, strictly): (&Form, bool),
        best: &mut Point,
    ) -> Option<Tree> {
        let mut dive =
            Dive { best: Some((value(form, best), best.clone())), aim: Some(form), nodes: 0 };
        let whole = self.explore_all(parts, &mut dive);
        let reached = match dive.best {
            Some((reached, point)) => {
                *best = point;
                reached
            }
            None => value(form, best),
        };
        let proof = settle(parts, at, (form, strictly), reached);
        proof.filter(|_| whole)
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
                let explored = self.explore(region.as_ref().clone(), dive);
                if let Ok(found) = explored {
                    *parts = found;
                    return true;
                }
                region.dual = None;
                false
            }
        }
    }

    /// Opens a region: bounds it, or cuts it. Every live part that comes back carries its prices.
    fn explore(&self, mut region: Region<'a>, dive: &mut Dive<'_>) -> Result<Parts<'a>, Stop> {
        dive.nodes += 1;
        if dive.nodes > NODES_MAX || region.depth > DEPTH_MAX {
            return Err(Stop::Lost);
        }
        let end = region.simplex.run(dive.aim);
        let dual = Dual::of(&region.simplex, dive.aim).filter(|_| end != End::Lost);
        let dual = Arc::new(dual.ok_or(Stop::Lost)?);
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
