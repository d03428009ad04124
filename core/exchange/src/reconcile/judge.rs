//! The pure comparison: two closed lists and the registry in, a verdict for each line out.

use std::collections::BTreeMap;

use linkage::link::Bands;
use linkage::value::{Place, Value};

use super::partners::{Partner, Partners, Rows};
use super::reason::Waterfall;
use super::verdict::{Because, Beside, Doubt, LineVerdict, Reconciliation, Verdict};
use super::{ERROR_RATE, kin};
use crate::lists::{ClosedList, Field, Line};
use crate::registry::{Known, Status};
use crate::vocabulary::Standing;

/// Compares their closed list with ours and with the registry, at the usual [`ERROR_RATE`].
///
/// Pure: the same lists give the same verdicts, in whatever order their lines are held.
pub fn reconcile(ours: &ClosedList, theirs: &ClosedList, known: &[Known]) -> Reconciliation {
    reconcile_at(ERROR_RATE, ours, theirs, known)
}

/// The same at another error rate, from 0 to 0.5: how likely a single link may be wrong, and a single
/// partner that is let go may be true.
pub fn reconcile_at(
    error_rate: f64,
    ours: &ClosedList,
    theirs: &ClosedList,
    known: &[Known],
) -> Reconciliation {
    let bands = Bands::for_error(std::iter::empty(), error_rate);
    let rows = Rows::of_lines(theirs);
    let lines: Vec<&Line> = theirs.lines().collect();
    // The three searches know nothing of each other.
    let (with_known, (with_ours, before)) = rayon::join(
        || Partners::find(&rows, &Rows::of_known(known), &bands),
        || {
            let with_ours = Partners::find(&rows, &Rows::of_lines(ours), &bands);
            (with_ours, Partners::before(&rows, &bands, |row| lines[row].row))
        },
    );
    let desk = Desk {
        with_ours,
        before,
        our_lines: ours.lines().collect(),
        power: our_power(ours, known),
        with_known,
        known,
        lines,
    };
    // Lines are judged in the order of their rows, so that of two lines for one of ours the later is
    // the second.
    let mut order: Vec<usize> = (0..desk.lines.len()).collect();
    order.sort_by_key(|at| (desk.lines[*at].row, &desk.lines[*at].id));
    let mut taken = Taken::default();
    let mut verdicts: Vec<Option<LineVerdict>> = vec![None; order.len()];
    for at in order {
        verdicts[at] = Some(desk.judge(at, &mut taken));
    }
    let mut verdicts: Vec<LineVerdict> = verdicts.into_iter().flatten().collect();
    desk.look_for_kin(&mut verdicts);
    Reconciliation { verdicts, seen_per_mille: desk.with_known.seen.map(per_mille) }
}

/// Which line, among those judged so far, is surely which of ours.
#[derive(Default)]
struct Taken {
    people: BTreeMap<usize, usize>,
    ours: BTreeMap<usize, usize>,
}

/// Everything that a verdict looks at.
struct Desk<'a> {
    lines: Vec<&'a Line>,
    our_lines: Vec<&'a Line>,
    known: &'a [Known],
    with_ours: Partners,
    with_known: Partners,
    before: Partners,
    power: Option<Place>,
}

/// What was found about one line.
struct Found<'a> {
    line: &'a Line,
    ours: &'a [Partner],
    known: &'a [Partner],
    before: Option<&'a Partner>,
    sure_ours: Option<&'a Partner>,
    sure_known: Option<&'a Partner>,
    /// The earlier line that surely is the same one of ours.
    taken_by: Option<usize>,
}

impl Desk<'_> {
    fn judge(&self, at: usize, taken: &mut Taken) -> LineVerdict {
        let (ours, known) = (self.with_ours.of(at), self.with_known.of(at));
        let sure_ours = ours.iter().find(|partner| partner.is_sure());
        let sure_known = known.iter().find(|partner| partner.is_sure());
        let by_person = sure_known.map(|it| *taken.people.entry(it.row).or_insert(at));
        let by_ours = sure_ours.map(|it| *taken.ours.entry(it.row).or_insert(at));
        let found = Found {
            line: self.lines[at],
            ours,
            known,
            before: self.before.of(at).first(),
            sure_ours,
            sure_known,
            taken_by: by_person.or(by_ours).filter(|first| *first != at),
        };
        let (verdict, because) = self.verdict(&found);
        self.shown(&found, verdict, because)
    }

    /// Looks for kin of those whom nobody is near.
    fn look_for_kin(&self, verdicts: &mut [LineVerdict]) {
        let nobody: Vec<usize> =
            (0..verdicts.len()).filter(|at| verdicts[*at].because == Because::NobodyNear).collect();
        let lines: Vec<_> = nobody.iter().map(|at| &self.lines[*at].fields).collect();
        for (at, row) in nobody.into_iter().zip(kin::find(&lines, self.known)) {
            let Some(row) = row else { continue };
            let person = &self.known[row];
            let field = kin::told_apart_by(&self.lines[at].fields, &person.fields);
            verdicts[at].verdict = Verdict::Doubtful;
            verdicts[at].because = Because::MayBeKin { field };
            verdicts[at].person = Some(person.person.clone());
            verdicts[at].beside = Some(Beside::Person(person.person.clone()));
        }
    }

    /// The rules, the first that holds.
    fn verdict(&self, found: &Found<'_>) -> (Verdict, Because) {
        let sure_before = found.before.is_some_and(Partner::is_sure);
        if sure_before || found.taken_by.is_some() {
            return (Verdict::Twice, Because::StoodBefore);
        }
        let statuses: Vec<Status> = found
            .known
            .iter()
            .filter(|partner| partner.is_sure())
            .map(|partner| self.known[partner.row].status)
            .collect();
        if statuses.iter().any(|status| gone(*status) != gone(statuses[0])) {
            return (Verdict::Doubtful, Because::EntriesDisagree);
        }
        match statuses.first() {
            Some(Status::Returned) => return (Verdict::ReturnedAlready, Because::CameHome),
            Some(Status::Died) => return (Verdict::ReportedDead, Because::Died),
            _ => {}
        }
        if let Some(doubt) = self.may_be_gone(found.known) {
            return (Verdict::Doubtful, Because::MayBeGone { doubt });
        }
        if let Some(because) = self.is_civilian(found) {
            return (Verdict::Civilian, because);
        }
        if found.sure_ours.is_none() && self.is_foreign(found) {
            return (Verdict::NotOurs, Because::OtherPower);
        }
        if found.sure_ours.is_some() {
            return (Verdict::Matched, Because::OnOurList);
        }
        if found.sure_known.is_some() {
            return (Verdict::Matched, Because::InRegistry);
        }
        if let Some(doubt) = best(found.ours, found.known).and_then(Partner::doubt) {
            return (Verdict::Doubtful, Because::MayBeOurs { doubt });
        }
        if let Some(doubt) = found.before.and_then(Partner::doubt) {
            return (Verdict::Doubtful, Because::MayStandBefore { doubt });
        }
        (Verdict::UnknownToUs, Because::NobodyNear)
    }

    /// Puts the verdict together with the pair that it rests on.
    fn shown(&self, found: &Found<'_>, verdict: Verdict, because: Because) -> LineVerdict {
        let ours = found.sure_ours.or_else(|| found.ours.first());
        let known = found.sure_known.or_else(|| found.known.first());
        let our_line = |it: &Partner| self.our_lines[it.row].id.clone();
        let person = |it: &Partner| self.known[it.row].person.clone();
        let line = |it: &Partner| self.lines[it.row].id.clone();
        let with_ours = ours.map(|it| (Beside::Ours(our_line(it)), it));
        let with_known = known.map(|it| (Beside::Person(person(it)), it));
        let with_before = found.before.map(|it| (Beside::Before(line(it)), it));
        let chosen = match because {
            Because::StoodBefore | Because::MayStandBefore { .. } => {
                with_before.or(with_known).or(with_ours)
            }
            Because::CameHome
            | Because::Died
            | Because::MayBeGone { .. }
            | Because::EntriesDisagree
            | Because::InRegistry => with_known,
            Because::OnOurList => with_ours,
            Because::MayBeOurs { .. } => {
                let rather_known = known.is_some_and(|known| {
                    ours.is_none_or(|ours| known.probability > ours.probability)
                });
                if rather_known { with_known } else { with_ours }
            }
            Because::CivilianByThem
            | Because::CivilianByUs
            | Because::OtherPower
            | Because::MayBeKin { .. }
            | Because::NobodyNear => with_ours.or(with_known),
        };
        // A person is named only for certain, or for a reviewer to look at: what follows from a verdict
        // (a manifest, a notice to a family) must never rest on a likeness.
        let named = if verdict == Verdict::Doubtful { known } else { found.sure_known };
        let rests_on_before =
            matches!(because, Because::StoodBefore | Because::MayStandBefore { .. });
        let before = found.before.map(line);
        let before = before.or_else(|| found.taken_by.map(|at| self.lines[at].id.clone()));
        LineVerdict {
            line: found.line.id.clone(),
            verdict,
            because,
            ours: ours.map(our_line),
            person: named.map(person),
            before: before.filter(|_| rests_on_before),
            probability_per_mille: chosen.as_ref().map_or(0, |(_, it)| per_mille(it.probability)),
            waterfall: chosen
                .as_ref()
                .map_or_else(Waterfall::default, |(_, it)| it.waterfall.clone()),
            beside: chosen.map(|(beside, _)| beside),
            settled: false,
        }
    }

    /// Whether the line may be somebody who has come home or died, which a person must look at: a
    /// family is told on the strength of it.
    fn may_be_gone(&self, known: &[Partner]) -> Option<Doubt> {
        known
            .iter()
            .filter(|partner| partner.probability >= GONE_MIN)
            .find(|partner| gone(self.known[partner.row].status).is_some())
            .and_then(Partner::doubt)
    }

    /// Whether any side says that the person is a civilian.
    fn is_civilian(&self, found: &Found<'_>) -> Option<Because> {
        let civilian = |standing| standing == Some(Standing::Civilian);
        let our_line = found.sure_ours.map(|it| self.our_lines[it.row].facts.standing);
        let person = found.sure_known.map(|it| self.known[it.row].facts.standing);
        if [our_line, person].into_iter().flatten().any(civilian) {
            return Some(Because::CivilianByUs);
        }
        civilian(found.line.facts.standing).then_some(Because::CivilianByThem)
    }

    fn is_foreign(&self, found: &Found<'_>) -> bool {
        let other = |power: Option<&str>| match (self.power, power.and_then(Place::named)) {
            (Some(ours), Some(theirs)) => Value::Place(ours).level(&Value::Place(theirs)) > 2,
            _ => false,
        };
        let of_person = found.sure_known.and_then(|it| {
            let power = self.known[it.row].fields.get(&Field::Power);
            power.map(|power| power.open().as_str())
        });
        other(found.line.text(Field::Power)) || other(of_person)
    }
}

/// From this probability somebody who may have come home or died is shown to a person as such.
const GONE_MIN: f64 = 0.5;

/// Which of the two that a family is told; none for who is still to come.
fn gone(status: Status) -> Option<Status> {
    matches!(status, Status::Returned | Status::Died).then_some(status)
}

/// The likelier of the best partners of two kinds.
fn best<'a>(ours: &'a [Partner], known: &'a [Partner]) -> Option<&'a Partner> {
    match (ours.first(), known.first()) {
        (Some(a), Some(b)) => Some(if b.probability > a.probability { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The Power that most people in our registry depend on, else most on our list; none when nobody has
/// written one. Powers are compared like places, by their sounds.
fn our_power(ours: &ClosedList, known: &[Known]) -> Option<Place> {
    let in_registry = known.iter().filter_map(|known| known.fields.get(&Field::Power));
    let in_registry = in_registry.map(|power| power.open().as_str());
    most_common(in_registry)
        .or_else(|| most_common(ours.lines().filter_map(|line| line.text(Field::Power))))
}

fn most_common<'a>(powers: impl Iterator<Item = &'a str>) -> Option<Place> {
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    // Most people depend on the Power of the one before.
    let mut run = ("", 0);
    for power in powers {
        if power != run.0 {
            *written.entry(run.0).or_default() += run.1;
            run = (power, 0);
        }
        run.1 += 1;
    }
    *written.entry(run.0).or_default() += run.1;
    let mut counts: BTreeMap<Place, usize> = BTreeMap::new();
    for (power, count) in written {
        if let Some(place) = Place::named(power) {
            *counts.entry(place).or_default() += count;
        }
    }
    counts.into_iter().max_by_key(|(power, count)| (*count, *power)).map(|(power, _)| power)
}

/// Rounds a share between 0 and 1 to thousandths. 1000 is kept for certainty, which nothing has.
fn per_mille(share: f64) -> u16 {
    let text = format!("{:.0}", (share * 1000.0).clamp(0.0, 999.0));
    text.parse().unwrap_or(0)
}
