//! The proof that no plan is better, and its checker. The checker knows nothing of the solver: it
//! adds up whole numbers, and any prices that add up are a proof (`spec/5-plan.md`, section 6).

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{Counts, Evaluation, evaluate};
use crate::program::{Cut, Form, Program};
use crate::{Instance, Violation};

/// The form of a certificate.
pub const CERTIFICATE_FORM: u16 = 1;
/// The most cuts on one path of a tree: a deeper one is refused unread.
const DEPTH_MAX: usize = 1_000;

/// For each aim, prices that show that it cannot be lower while the earlier aims keep their values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`CERTIFICATE_FORM`].
    pub form: u16,
    /// Which stages happen.
    pub happens: Vec<bool>,
    /// For each stage that does not happen, counted from 0: why it cannot, while the earlier ones do
    /// what they do.
    pub stages: BTreeMap<usize, Tree>,
    /// For each aim after the first its proof; none where the aim is not proven.
    pub aims: Vec<Option<Tree>>,
}

/// A proof by cases.
///
/// In a file it is a flat list: a cut is followed by the tree of `most` and then the tree of `more`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Node>", into = "Vec<Node>")]
pub enum Tree {
    /// Prices that prove the case.
    Leaf(Leaf),
    /// Two cases that leave nothing out: a whole number is at most `at`, or more.
    Cut {
        /// The number.
        cut: Cut,
        /// Where it is cut.
        at: i64,
        /// The case that it is at most `at`.
        most: Box<Self>,
        /// The case that it is at least `at + 1`.
        more: Box<Self>,
    },
}

/// One entry of a tree's flat list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Node {
    Leaf(Leaf),
    Cut { cut: Cut, at: i64 },
}

impl From<Tree> for Vec<Node> {
    fn from(tree: Tree) -> Self {
        let mut nodes = Self::new();
        let mut open = vec![tree];
        while let Some(tree) = open.pop() {
            match tree {
                Tree::Leaf(leaf) => nodes.push(Node::Leaf(leaf)),
                Tree::Cut { cut, at, most, more } => {
                    nodes.push(Node::Cut { cut, at });
                    open.push(*more);
                    open.push(*most);
                }
            }
        }
        nodes
    }
}

impl TryFrom<Vec<Node>> for Tree {
    type Error = &'static str;
    fn try_from(nodes: Vec<Node>) -> Result<Self, Self::Error> {
        // Read from the end: both cases of a cut are then there before the cut itself.
        let mut done: Vec<Self> = Vec::new();
        for node in nodes.into_iter().rev() {
            match node {
                Node::Leaf(leaf) => done.push(Self::Leaf(leaf)),
                Node::Cut { cut, at } => {
                    let (Some(most), Some(more)) = (done.pop(), done.pop()) else {
                        return Err("a cut without its two cases");
                    };
                    let (most, more) = (Box::new(most), Box::new(more));
                    done.push(Self::Cut { cut, at, most, more });
                }
            }
        }
        match (done.pop(), done.pop()) {
            (Some(tree), None) => Ok(tree),
            _ => Err("not one tree"),
        }
    }
}

/// Whole-number prices. Rows and aims are named by their place in the program; what is left out is 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaf {
    /// What the aim is multiplied by; 0 proves that there is no point at all.
    pub scale: Whole,
    /// Price of each row.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<usize, Whole>,
    /// Price of keeping an earlier aim at its value.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub aims: BTreeMap<usize, Whole>,
    /// Price of each cut on the path, from the root.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Whole>,
}

/// A whole number, written as text so that no reader rounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Whole(pub i128);

impl From<Whole> for String {
    fn from(whole: Whole) -> Self {
        whole.0.to_string()
    }
}

impl TryFrom<String> for Whole {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|error| format!("`{text}` is not a whole number: {error}"))
    }
}

/// Reads a certificate.
///
/// # Errors
/// What the JSON reader says.
pub fn read(bytes: &[u8]) -> Result<Certificate, serde_json::Error> {
    serde_json::from_slice(bytes)
}

/// What a certificate proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// How many aims are proven, in order, the first included. All of them: no plan is better.
    pub aims: usize,
    /// The plan's numbers.
    pub evaluation: Evaluation,
}

/// Why a certificate was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is of another form or size than the instance asks for.
    Form(&'static str),
    /// The plan breaks a term.
    Plan(Violation),
    /// The plan's stages are not those that the certificate says happen.
    Happens,
    /// Nothing shows that this stage, counted from 1, cannot happen, or what is there does not.
    Stage(usize, &'static str),
    /// What is there does not prove this aim.
    Aim(String, &'static str),
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(what) => write!(f, "the certificate {what}"),
            Self::Plan(violation) => write!(f, "the plan breaks a term: {violation}"),
            Self::Happens => write!(f, "the plan's stages are not those that the certificate says"),
            Self::Stage(stage, why) => {
                write!(f, "stage {stage} is not shown to be impossible: {why}")
            }
            Self::Aim(aim, why) => write!(f, "aim `{aim}` is not proven: {why}"),
        }
    }
}

/// Checks that a plan obeys every term and that no plan serves the aims better, as far as the
/// certificate reaches.
///
/// # Errors
/// The first thing that is wrong, with its stage or aim.
pub fn verify(
    instance: &Instance,
    counts: &Counts,
    certificate: &Certificate,
) -> Result<Proven, Wrong> {
    let evaluation = evaluate(instance, counts);
    if let Some(violation) = evaluation.violations.first() {
        return Err(Wrong::Plan(violation.clone()));
    }
    let whole = Program::new(instance);
    if certificate.form != CERTIFICATE_FORM {
        return Err(Wrong::Form("is of another version"));
    }
    if certificate.happens.len() != whole.stages || certificate.aims.len() + 1 != whole.aims.len() {
        return Err(Wrong::Form("is for other terms"));
    }
    let missing = certificate.happens.iter().rev().zip(0_u32..).filter(|(happens, _)| !**happens);
    if missing.map(|(_, bit)| 1_i64 << bit).sum::<i64>() != evaluation.vector[0] {
        return Err(Wrong::Happens);
    }
    let mut pattern = vec![None; whole.stages];
    for (stage, happens) in certificate.happens.iter().enumerate() {
        if !happens {
            pattern[stage] = Some(true);
            let program = whole.happening(&pattern);
            let claim = Claim { program: &program, aim: None, held: &[] };
            let wrong = |why| Wrong::Stage(stage + 1, why);
            let tree = certificate.stages.get(&stage).ok_or(wrong("nothing is there"))?;
            claim.tree(tree, &mut Vec::new()).map_err(wrong)?;
        }
        pattern[stage] = Some(*happens);
    }
    let program = whole.happening(&pattern);
    let mut held = Vec::new();
    let mut proven = 1;
    for (at, tree) in certificate.aims.iter().enumerate() {
        let (_, form, constant) = &program.aims[at + 1];
        let Some(form) = form else { return Err(Wrong::Form("is for other terms")) };
        let value = evaluation.vector[at + 1] - constant;
        if let Some(tree) = tree {
            let claim = Claim { program: &program, aim: Some((form, value)), held: &held };
            let wrong = |why| {
                let (aim, ..) = program.aims[at + 1];
                Wrong::Aim(instance.frame.aim_name(aim), why)
            };
            claim.tree(tree, &mut Vec::new()).map_err(wrong)?;
            proven += usize::from(proven == at + 1);
        }
        held.push((at + 1, form, value));
    }
    Ok(Proven { aims: proven, evaluation })
}

/// One thing to be proven: that the aim is nowhere below its value, or that there is no point.
struct Claim<'a> {
    program: &'a Program,
    aim: Option<(&'a Form, i64)>,
    /// Earlier aims: index, form, and the value that they keep.
    held: &'a [(usize, &'a Form, i64)],
}

impl Claim<'_> {
    /// Checks a tree. `path` holds the cuts above it: form and what it is at most.
    fn tree(&self, tree: &Tree, path: &mut Vec<(Form, i64)>) -> Result<(), &'static str> {
        match tree {
            Tree::Leaf(leaf) => self.leaf(leaf, path),
            Tree::Cut { cut, at, most, more } => {
                if path.len() >= DEPTH_MAX {
                    return Err("it is cut too often");
                }
                if cut.stage() >= self.program.stages {
                    return Err("it cuts a stage that does not exist");
                }
                let mut form = self.program.cut(cut);
                path.push((form.clone(), *at));
                self.tree(most, path)?;
                path.pop();
                form.weights.iter_mut().for_each(|weight| *weight = -*weight);
                let above = at.checked_add(1).ok_or("a cut is too large")?;
                path.push((form, -above));
                self.tree(more, path)?;
                path.pop();
                Ok(())
            }
        }
    }

    /// Checks one case: every point of it costs at least the bound, and the bound is high enough.
    fn leaf(&self, leaf: &Leaf, path: &[(Form, i64)]) -> Result<(), &'static str> {
        if leaf.scale.0 < 0 || (leaf.scale.0 > 0 && self.aim.is_none()) {
            return Err("its scale is wrong");
        }
        if leaf.cuts.len() > path.len() {
            return Err("it prices a cut that is not above it");
        }
        let bound =
            self.bound(leaf, path).ok_or("it is malformed, or its numbers are too large")?;
        let below = match self.aim {
            Some((_, value)) => i128::from(value)
                .checked_sub(1)
                .and_then(|below| leaf.scale.0.checked_mul(below))
                .ok_or("its numbers are too large")?,
            None => 0,
        };
        if bound > below { Ok(()) } else { Err("its prices do not add up to the bound") }
    }

    /// Adds up the bound: prices times right-hand sides, and for every set its cheapest option. None
    /// when a price has the wrong sign, names nothing, or a sum overflows.
    fn bound(&self, leaf: &Leaf, path: &[(Form, i64)]) -> Option<i128> {
        let program = self.program;
        let stage_rows = program.rhs.len();
        let mut stage_prices = vec![0_i128; stage_rows];
        let mut forms: Vec<(i128, &Form)> = Vec::new();
        let mut bound = 0_i128;
        let mut add = |price: i128, most: i64| -> Option<()> {
            bound = bound.checked_add(price.checked_mul(i128::from(most))?)?;
            Some(())
        };
        for (row, price) in &leaf.rows {
            let most = if *row < stage_rows {
                if price.0 > 0 && !program.equal[*row] {
                    return None;
                }
                stage_prices[*row] = price.0;
                program.rhs[*row]
            } else {
                let (_, form, most) = program.overall.get(row - stage_rows)?;
                forms.push((at_most_zero(price.0)?, form));
                *most
            };
            add(price.0, most)?;
        }
        for (aim, price) in &leaf.aims {
            let (_, form, most) = self.held.iter().find(|(at, ..)| at == aim)?;
            forms.push((at_most_zero(price.0)?, form));
            add(price.0, *most)?;
        }
        for (price, (form, most)) in leaf.cuts.iter().zip(path) {
            forms.push((at_most_zero(price.0)?, form));
            add(price.0, *most)?;
        }
        forms.retain(|(price, _)| *price != 0);
        for (set, known) in program.sets.iter().enumerate() {
            let cheapest = self.cheapest(leaf.scale.0, set, &stage_prices, &forms)?;
            bound = bound.checked_add(cheapest.checked_mul(i128::from(known.size))?)?;
        }
        Some(bound)
    }

    /// Returns the least that one unit of a set can cost after prices; staying costs nothing.
    fn cheapest(
        &self,
        scale: i128,
        set: usize,
        stage_prices: &[i128],
        forms: &[(i128, &Form)],
    ) -> Option<i128> {
        let program = self.program;
        let known = &program.sets[set];
        let mut least = 0_i128;
        for stage in 0..program.stages {
            if known.options & (1 << stage) == 0 {
                continue;
            }
            let aim = self.aim.map_or(0, |(form, _)| form.of(set, stage));
            let mut cost = scale.checked_mul(i128::from(aim))?;
            for (local, weight) in &known.load {
                let price = stage_prices[program.row(*local, stage)];
                cost = cost.checked_sub(price.checked_mul(i128::from(*weight))?)?;
            }
            for (price, form) in forms {
                let weight = i128::from(form.of(set, stage));
                if weight != 0 {
                    cost = cost.checked_sub(price.checked_mul(weight)?)?;
                }
            }
            least = least.min(cost);
        }
        Some(least)
    }
}

fn at_most_zero(price: i128) -> Option<i128> {
    (price <= 0).then_some(price)
}
