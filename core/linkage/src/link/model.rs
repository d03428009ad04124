//! How much each level says: the model of I. P. Fellegi and A. B. Sunter (1969), its parameters
//! estimated from the two lists themselves by expectation and maximisation over counts of patterns.

use super::fields::Field;
use super::joint::{Joint, Lift};
use crate::record::Kind;
use crate::value::{EQUAL, Level};

/// The most levels of a comparison, the missing one included.
pub(crate) const LEVELS: usize = 8;

/// The most rounds of estimation; the weights have mostly settled after fifteen.
const ROUNDS_MAX: usize = 40;

/// The estimation has settled when no share moves by more than this.
const SETTLED: f64 = 1e-5;

/// So many matches and pairs of our own expectation are mixed into what the lists show, so that short
/// lists are judged by it and long ones hardly.
const EXPECTED_MATCHES: f64 = 30.0;
const EXPECTED_PAIRS: f64 = 400.0;

/// However short two lists are, no more than one pair in ten is taken for one person before it is
/// compared: of two people who are held against each other somebody asked because they may be one, and
/// that is no evidence.
const PRIOR_MAX: f64 = 0.1;

/// That surname and given name are both unlike is expected of one person in so many times fewer pairs than
/// chance would have it: each by itself may be a slip, a marriage or a nickname, but a list that knows
/// somebody has one of the two. The lists may show otherwise; the expectation counts as so many such
/// pairs.
const NO_NAME_AGREES: f64 = 0.05;
const NO_NAME_AGREES_PAIRS: f64 = 3.0;

/// From these levels of 4.4 on, a surname and a given name are unlike.
const SURNAME_UNLIKE: Level = 7;
const GIVEN_UNLIKE: Level = 5;

/// How many pairs of two people the counts of equal values stand for at most: all pairs of two long
/// lists are far more, and yet no proof that nobody else bears a number.
const COUNTED_PAIRS_MAX: f64 = 1_000_000.0;

/// With so many equal pairs among those that were drawn, they say more than counts of values, as
/// they know that spellings of one name are not always counted together.
const DRAWN_EQUAL_MIN: f64 = 50.0;

/// Likelihoods of one field: of each level among matches and among pairs of two people.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldModel {
    /// The field's label.
    pub label: String,
    /// Of each level among pairs that are one person; the level 0, missing, is not used.
    pub matches: [f64; LEVELS],
    /// Of each level among pairs that are two people.
    pub others: [f64; LEVELS],
    /// How many levels the comparison has, without the missing one.
    pub levels: usize,
    /// The share of all pairs of rows that have a value on both sides.
    pub both_filled: f64,
}

/// The whole model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The fields, in order.
    pub fields: Vec<FieldModel>,
    /// Fields that are equal together more often than each by itself.
    pub lifts: Vec<Lift>,
    /// The share of all pairs of rows that are one person.
    pub prior: f64,
    /// How many pairs of relatives there are for each pair that is one person.
    pub kin: f64,
    /// Natural logarithm of what is added where surname and given name are both unlike: 0 or below.
    pub no_name_agrees: f64,
}

/// What the two lists show: each pattern with its count, in order.
pub(crate) struct Sample<'a> {
    /// Among pairs drawn evenly from all.
    pub(crate) random: &'a [(Pattern, u64)],
    /// The share of all pairs that was drawn.
    pub(crate) share: f64,
    /// Among the candidates.
    pub(crate) candidates: &'a [(Pattern, u64)],
}

/// A pattern of levels, four bits each, the first field lowest.
pub(crate) type Pattern = u64;

/// Returns the level of a field in a pattern.
pub(crate) fn level_in(pattern: Pattern, field: usize) -> Level {
    u8::try_from(pattern >> (4 * field) & 15).expect("four bits fit")
}

/// So many relatives are expected for each match before any list is seen, as if that many matches had
/// shown it: a few in a hundred people have a brother or a father on the other list.
const EXPECTED_KIN: f64 = 0.02;
const EXPECTED_KIN_MATCHES: f64 = 50.0;

/// The share of relatives who have a field in common, beyond those who have by chance: the same
/// surname, often the same father, home and unit.
fn shared_by_kin(kind: Kind) -> f64 {
    match kind {
        Kind::Surname | Kind::Address => 0.95,
        Kind::Patronymic => 0.7,
        Kind::Place | Kind::Postcode => 0.6,
        Kind::Unit | Kind::Date => 0.4,
        Kind::GivenName
        | Kind::FullName
        | Kind::BirthDate
        | Kind::Rank
        | Kind::Number
        | Kind::Word
        | Kind::Sex
        | Kind::Text => 0.0,
    }
}

/// What is expected of a kind before any list is seen: among matches, then among two people.
fn expected(kind: Kind) -> (&'static [f64], &'static [f64]) {
    match kind {
        Kind::Surname => (
            &[0.800, 0.060, 0.045, 0.015, 0.030, 0.020, 0.030],
            &[0.0030, 0.0020, 0.0040, 0.0010, 0.0200, 0.0700, 0.9000],
        ),
        Kind::GivenName | Kind::FullName => (
            &[0.930, 0.020, 0.020, 0.010, 0.010, 0.010],
            &[0.0400, 0.0020, 0.0100, 0.0080, 0.0400, 0.9000],
        ),
        Kind::Patronymic => (
            &[0.920, 0.020, 0.025, 0.010, 0.010, 0.015],
            &[0.0400, 0.0030, 0.0100, 0.0070, 0.0400, 0.9000],
        ),
        Kind::BirthDate => (
            &[0.840, 0.015, 0.060, 0.065, 0.005, 0.010, 0.005],
            &[0.0001, 0.0001, 0.0040, 0.0060, 0.0300, 0.0600, 0.8998],
        ),
        Kind::Date => (
            &[0.800, 0.010, 0.070, 0.070, 0.010, 0.010, 0.030],
            &[0.0010, 0.0005, 0.0200, 0.0300, 0.2200, 0.3000, 0.4285],
        ),
        Kind::Place => (&[0.900, 0.030, 0.070], &[0.0300, 0.0050, 0.9650]),
        Kind::Rank => (&[0.850, 0.100, 0.050], &[0.1800, 0.2200, 0.6000]),
        Kind::Unit => {
            (&[0.900, 0.030, 0.020, 0.010, 0.040], &[0.0030, 0.0020, 0.0070, 0.0200, 0.9680])
        }
        Kind::Number => (&[0.930, 0.040, 0.010, 0.020], &[0.0001, 0.0001, 0.0010, 0.9988]),
        Kind::Postcode => (&[0.900, 0.060, 0.020, 0.020], &[0.0100, 0.0300, 0.1000, 0.8600]),
        Kind::Word => (&[0.950, 0.010, 0.010, 0.030], &[0.2000, 0.0100, 0.0100, 0.7800]),
        Kind::Sex => (&[0.990, 0.003, 0.003, 0.004], &[0.5000, 0.0500, 0.0500, 0.4000]),
        Kind::Address | Kind::Text => {
            (&[0.800, 0.100, 0.030, 0.070], &[0.0050, 0.0050, 0.0200, 0.9700])
        }
    }
}

impl Model {
    /// What is expected before any list is seen.
    pub(crate) fn expected(fields: &[Field]) -> Self {
        let fields = fields.iter().map(FieldModel::expected).collect();
        let no_name_agrees = NO_NAME_AGREES.ln();
        Self { fields, lifts: Vec::new(), prior: 0.001, kin: EXPECTED_KIN, no_name_agrees }
    }

    /// Estimates the model. `pairs` is the number of all pairs of rows, `matches_max` the most that
    /// can be one person.
    pub(crate) fn estimate(
        fields: &[Field],
        joints: &[Joint],
        sample: &Sample<'_>,
        pairs: f64,
        matches_max: f64,
    ) -> Self {
        let prior = (matches_max * 0.5 / pairs).clamp(1e-9, PRIOR_MAX);
        let expectation = Self::expected(fields);
        let mut model = Self { prior, ..expectation.clone() };
        let mut drawn = vec![[0.0; LEVELS]; fields.len()];
        for (pattern, n) in sample.random {
            count(&mut drawn, *pattern, *n as f64);
        }
        for _ in 0..ROUNDS_MAX {
            let weights = Weights::new(&model, fields);
            let mut kin = 0.0;
            let mut levels = vec![[0.0; LEVELS]; fields.len()];
            let mut both = vec![0.0; joints.len()];
            let (mut matches, mut nameless) = (0.0, 0.0);
            for (pattern, n) in sample.candidates {
                let said = weights.of_pattern(*pattern);
                let (one, relatives) = (said.one_person.exp(), said.relatives.exp());
                let weight = *n as f64 * one / (1.0 + one + relatives);
                matches += weight;
                kin += *n as f64 * relatives / (1.0 + one + relatives);
                count(&mut levels, *pattern, weight);
                nameless += if weights.no_name_agrees(*pattern) { weight } else { 0.0 };
                for (both, joint) in both.iter_mut().zip(joints) {
                    *both += if joint.is_in(*pattern) { weight } else { 0.0 };
                }
            }
            let before = model.clone();
            for (at, field) in model.fields.iter_mut().enumerate() {
                let expected = &expectation.fields[at];
                field.matches = mixed(&expected.matches, EXPECTED_MATCHES, &levels[at]);
                // Pairs drawn at random hold their share of matches too, not small in short lists.
                let mut others = drawn[at];
                for (other, matched) in others.iter_mut().zip(levels[at]) {
                    *other = (*other - matched * sample.share).max(0.0);
                }
                field.others = mixed(&expected.others, EXPECTED_PAIRS, &others);
                if others[usize::from(EQUAL)] < DRAWN_EQUAL_MIN {
                    let equal = levels[at][usize::from(EQUAL)];
                    field.set_chance_equal(&fields[at], expected, pairs, equal);
                }
            }
            model.kin =
                (EXPECTED_KIN * EXPECTED_KIN_MATCHES + kin) / (EXPECTED_KIN_MATCHES + matches);
            model.prior = (matches.min(matches_max).max(0.5) / pairs).clamp(1e-9, PRIOR_MAX);
            model.lifts = joints
                .iter()
                .zip(&both)
                .map(|(joint, both)| joint.lift(&model, *both, matches))
                .collect();
            model.no_name_agrees = weights.names.map_or(0.0, |names| {
                let by_chance = model.nameless_by_chance(names) * matches;
                let expected = NO_NAME_AGREES * NO_NAME_AGREES_PAIRS;
                ((nameless + expected) / (by_chance + NO_NAME_AGREES_PAIRS)).min(1.0).ln()
            });
            if model.is_near(&before) {
                break;
            }
        }
        model
    }

    /// The share of matches with surname and given name both unlike, were that two slips by chance.
    fn nameless_by_chance(&self, (surname, given): (usize, usize)) -> f64 {
        let unlike = |field: usize, from: Level| -> f64 {
            self.fields[field].matches[usize::from(from)..].iter().sum()
        };
        unlike(surname, SURNAME_UNLIKE) * unlike(given, GIVEN_UNLIKE)
    }

    /// Says whether no share is far from what it was.
    fn is_near(&self, other: &Self) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= SETTLED;
        let fields = self
            .fields
            .iter()
            .zip(&other.fields)
            .all(|(a, b)| a.matches.iter().zip(&b.matches).all(|(a, b)| near(*a, *b)));
        fields && near(self.prior / other.prior, 1.0)
    }
}

/// The model as it is asked for every pair.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// For each field and level the logarithm of the likelihood ratio of one person to two strangers.
    fields: Vec<[f64; 16]>,
    /// The same of two relatives to two strangers.
    kin: Vec<[f64; 16]>,
    shared_by_kin: Vec<f64>,
    lifts: Vec<Lift>,
    /// The fields of the surname and the given name, where there are both.
    names: Option<(usize, usize)>,
    no_name_agrees: f64,
    prior: f64,
    kin_prior: f64,
}

/// What speaks for a pair: natural logarithms of the odds against two strangers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Said {
    /// That it is one person.
    pub(crate) one_person: f64,
    /// That it is two people of one family.
    pub(crate) relatives: f64,
}

impl Said {
    /// Returns the logarithm of the odds that it is one person rather than any two.
    pub(crate) fn log_odds(self) -> f64 {
        // The logarithm of 1 + exp(relatives), which may be too large to write out.
        let others = self.relatives.max(0.0) + (-self.relatives.abs()).exp().ln_1p();
        self.one_person - others
    }
}

impl Weights {
    pub(crate) fn new(model: &Model, fields: &[Field]) -> Self {
        let shared_by_kin: Vec<f64> =
            fields.iter().map(|field| shared_by_kin(field.kind)).collect();
        let mut ratios = vec![[0.0; 16]; fields.len()];
        let mut kin = vec![[0.0; 16]; fields.len()];
        for (at, field) in model.fields.iter().enumerate() {
            for level in 1..=field.levels {
                ratios[at][level] = (field.matches[level] / field.others[level]).ln();
                kin[at][level] = of_kin(shared_by_kin[at], ratios[at][level]);
            }
        }
        let prior = (model.prior / (1.0 - model.prior)).ln();
        let kin_prior = prior + model.kin.ln();
        let place = |kind: Kind| fields.iter().position(|field| field.kind == kind);
        let names = place(Kind::Surname).zip(place(Kind::GivenName));
        Self {
            fields: ratios,
            kin,
            shared_by_kin,
            lifts: model.lifts.clone(),
            names,
            no_name_agrees: model.no_name_agrees,
            prior,
            kin_prior,
        }
    }

    /// Weighs a pattern before the commonness of values is looked at.
    pub(crate) fn of_pattern(&self, pattern: Pattern) -> Said {
        self.of_pair(pattern, |_| 0.0)
    }

    /// Weighs a pattern. `commonness` says for a field that is equal what the commonness of its value
    /// adds.
    pub(crate) fn of_pair(&self, pattern: Pattern, commonness: impl Fn(usize) -> f64) -> Said {
        let mut said = Said { one_person: self.prior, relatives: self.kin_prior };
        for (at, ratios) in self.fields.iter().enumerate() {
            let level = level_in(pattern, at);
            let more = if level == EQUAL { commonness(at) } else { 0.0 };
            let ratio = ratios[usize::from(level)] + more;
            said.one_person += ratio;
            if more.abs() > 0.0 && self.shared_by_kin[at] > 0.0 {
                said.relatives += of_kin(self.shared_by_kin[at], ratio);
            } else {
                said.relatives += self.kin[at][usize::from(level)];
            }
        }
        for lift in self.lifts.iter().filter(|lift| lift.is_in(pattern)) {
            said.one_person += lift.log_ratio;
        }
        if self.no_name_agrees(pattern) {
            said.one_person += self.no_name_agrees;
        }
        said
    }

    /// Says whether surname and given name are both unlike.
    fn no_name_agrees(&self, pattern: Pattern) -> bool {
        self.names.is_some_and(|(surname, given)| {
            level_in(pattern, surname) >= SURNAME_UNLIKE && level_in(pattern, given) >= GIVEN_UNLIKE
        })
    }

    /// Returns the logarithm of the prior odds.
    pub(crate) fn prior(&self) -> f64 {
        self.prior
    }

    /// Returns what one level of one field says.
    pub(crate) fn of_level(&self, field: usize, level: Level) -> f64 {
        self.fields[field][usize::from(level)]
    }
}

/// Returns what a level says for two relatives, of whom a share has the field in common.
fn of_kin(shared: f64, ratio: f64) -> f64 {
    (shared * ratio.exp() + 1.0 - shared).ln()
}

impl FieldModel {
    fn expected(field: &Field) -> Self {
        let (matches, others) = expected(field.kind);
        let spread = |shares: &[f64]| {
            let mut spread = [0.0; LEVELS];
            spread[1..=shares.len()].copy_from_slice(shares);
            spread
        };
        Self {
            label: field.label.to_string(),
            matches: spread(matches),
            others: spread(others),
            levels: matches.len(),
            both_filled: field.both_filled,
        }
    }

    /// Takes the share of equal values among two people from how often each value occurs: exact, where
    /// too few equal pairs were drawn. `matched` is how many equal pairs are thought to be one person.
    fn set_chance_equal(&mut self, field: &Field, expected: &Self, pairs: f64, matched: f64) {
        let at = usize::from(EQUAL);
        let filled = (pairs * field.both_filled).max(1.0);
        let share = (field.chance_equal - matched / filled).max(0.0);
        let counted = filled.min(COUNTED_PAIRS_MAX);
        let known = EXPECTED_PAIRS + counted;
        let equal = (expected.others[at] * EXPECTED_PAIRS + share * counted) / known;
        let scale = (1.0 - equal) / (1.0 - self.others[at]);
        for (level, other) in self.others.iter_mut().enumerate() {
            *other = if level == at { equal } else { *other * scale };
        }
    }

    /// Returns what is added at [`EQUAL`] because the value is rarer or more common than the average:
    /// `count` rows of `filled` hold it.
    pub(crate) fn commonness(&self, count: u32, filled: u32) -> f64 {
        let average = self.others[usize::from(EQUAL)];
        let total = f64::from(filled).max(1.0);
        // The two rows themselves are no evidence for how common the value is elsewhere.
        let others = f64::from(count.saturating_sub(2));
        let share = ((others + 20.0 * average) / (total + 20.0)).max(0.3 / total.max(300.0));
        (average / share).ln()
    }
}

fn count(counts: &mut [[f64; LEVELS]], pattern: Pattern, n: f64) {
    for (at, counts) in counts.iter_mut().enumerate() {
        counts[usize::from(level_in(pattern, at))] += n;
    }
}

/// Mixes what is expected with what was counted, missing values left out.
fn mixed(expected: &[f64; LEVELS], weight: f64, counts: &[f64; LEVELS]) -> [f64; LEVELS] {
    let total: f64 = counts[1..].iter().sum::<f64>() + weight;
    let mut mixed = [0.0; LEVELS];
    for at in 1..LEVELS {
        if expected[at] > 0.0 {
            mixed[at] = (expected[at] * weight + counts[at]) / total;
        }
    }
    mixed
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn what_is_expected_is_what_the_spec_says() {
        let text = include_str!("../../../../spec/vectors/reconcile/expected.tsv");
        let mut said: BTreeMap<Kind, Vec<(f64, f64)>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [kind, level, one, two] = cells[..] else { panic!("four columns: {line}") };
            let kind = serde_json::from_value(kind.into()).expect("a kind");
            let shares = said.entry(kind).or_default();
            shares.push((one.parse().expect("a share"), two.parse().expect("a share")));
            assert_eq!(level.parse(), Ok(shares.len()), "{line}");
        }
        assert_eq!(said.len(), 15, "every kind");
        for (kind, shares) in said {
            let (matches, others) = expected(kind);
            let ours: Vec<(f64, f64)> =
                matches.iter().copied().zip(others.iter().copied()).collect();
            assert_eq!(ours, shares, "{kind:?}");
        }
    }
}
