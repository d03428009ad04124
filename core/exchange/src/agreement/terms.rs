//! Terms hold what each party says was agreed: every row has a reading of side A and one of side B.
//!
//! Nothing is agreed because it stands here. A row becomes agreed when both sides accept the same
//! [`Clause`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Clause, Rule, Track, canonical};
use crate::vocabulary::{ClauseId, Digest, Side};

/// The whole of what was said about one agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// What the document is.
    pub title: String,
    /// Whether it was invented for practice and never agreed by anybody.
    pub practice: bool,
    /// The talks that it comes from.
    pub round: Round,
    /// The name of side A.
    pub side_a: String,
    /// The name of side B.
    pub side_b: String,
    /// The rows, in the order of the document.
    pub rows: Vec<Row>,
}

/// One round of talks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Which round, in words.
    pub name: String,
    /// Where.
    pub place: String,
    /// On which day.
    pub date: Date,
}

/// One row of the terms: one clause as each party reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The clause.
    pub id: ClauseId,
    /// Whom it is about.
    pub track: Track,
    /// A few words for a heading.
    pub title: String,
    /// How side A reads it.
    pub a: Reading,
    /// How side B reads it.
    pub b: Reading,
}

/// How one party reads a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// What the party said.
    pub text: String,
    /// Where it can be read, as addresses.
    pub sources: Vec<String>,
    /// What else was printed in the party's name.
    pub also: Vec<Also>,
    /// What the words mean; none when the party said nothing about it.
    pub rule: Option<Rule>,
}

/// Another wording that was printed in a party's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Also {
    /// The wording.
    pub text: String,
    /// Where it can be read.
    pub source: String,
}

impl Terms {
    /// Returns the name of a side.
    pub fn name(&self, side: Side) -> &str {
        match side {
            Side::A => &self.side_a,
            Side::B => &self.side_b,
        }
    }

    /// Returns the SHA-256 of the terms as canonical JSON under `safeconduct/terms/1`.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&canonical::bytes("safeconduct/terms/1", self)])
    }

    /// Returns the clauses that both readings state with the same rule and the same words.
    pub fn common_clauses(&self) -> Vec<Clause> {
        let same = |row: &&Row| row.a.rule == row.b.rule && row.a.text == row.b.text;
        self.rows.iter().filter(same).filter_map(|row| row.clause(Side::A)).collect()
    }
}

impl Row {
    /// Makes the row in which both sides read a clause alike.
    pub fn alike(clause: Clause) -> Self {
        let Clause { id, track, title, text, rule } = clause;
        let reading = Reading { text, sources: Vec::new(), also: Vec::new(), rule: Some(rule) };
        Self { id, track, title, a: reading.clone(), b: reading }
    }

    /// Returns the reading of a side.
    pub fn reading(&self, side: Side) -> &Reading {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// Returns the clause as one side reads it, ready to be proposed; none when that side said
    /// nothing about it.
    pub fn clause(&self, side: Side) -> Option<Clause> {
        let reading = self.reading(side);
        let rule = reading.rule.clone()?;
        Some(Clause {
            id: self.id.clone(),
            track: self.track,
            title: self.title.clone(),
            text: reading.text.clone(),
            rule,
        })
    }
}
