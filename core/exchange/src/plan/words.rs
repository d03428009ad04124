//! Reasons as sentences ready for any language, in two forms. The officer's is whole. The family's has
//! only the person's own facts: never another's, no health, no wish, and no stage before anybody has
//! crossed.

use serde::{Deserialize, Serialize};

use super::assign::{Assignment, OrderKey, Rank, Reason};
use super::ground::Ground;
use super::planner::explain::said_obstacles;
use super::planner::said::Said;
use super::table::Cause;
use crate::vocabulary::{LineId, StageNumber};

/// A reason in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// For the officer of the side that holds the person.
    pub officer: Vec<Said>,
    /// For the person's family.
    pub family: Vec<Said>,
}

/// A reason as the vault keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReasonRecord {
    /// Whom it is about.
    pub line: LineId,
    /// Their stage; for the officer only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageNumber>,
    /// Where they stand in the order; for the officer only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
    /// The sentences.
    pub said: Vec<Said>,
}

/// Says a reason in both forms.
pub fn words(ground: &Ground, assignment: &Assignment) -> Words {
    Words { officer: officer(ground, assignment), family: family(ground, assignment) }
}

fn officer(ground: &Ground, assignment: &Assignment) -> Vec<Said> {
    let said = |id: &str| Said::new(id).with("who", format!("line {}", assignment.line));
    match &assignment.reason {
        Reason::Goes(rank) => {
            let stage = assignment.stage.map_or(0, |stage| stage.0);
            placed(assignment, rank, said("goes").with("stage", stage))
        }
        Reason::NoCategory { undecided: false } => vec![said("no-category")],
        Reason::NoCategory { undecided: true } => vec![said("undecided")],
        Reason::Withheld(cause) => vec![said(match cause.open() {
            Cause::Proceedings => "proceedings",
            Cause::OwnWish => "own-wish",
            Cause::Unfit => "unfit",
            Cause::Other => "other-cause",
        })],
        Reason::AfterLastStage(stage) => vec![said("after-last").with("from", stage)],
        Reason::Waits { rank, stages } => {
            let mut all = placed(assignment, rank, said("waits"));
            all.extend(said_obstacles(&ground.frame, stages));
            all
        }
    }
}

/// Says where somebody stands in the order, and behind whom.
fn placed(assignment: &Assignment, rank: &Rank, first: Said) -> Vec<Said> {
    let category = assignment.category.as_ref().map_or("none", |id| id.as_str());
    let mut all = vec![
        first
            .with("category", category)
            .with("rank", rank.rank)
            .with("of", rank.of)
            .with("going", rank.going),
    ];
    if rank.companions > 0 {
        all.push(Said::new("together").with("companions", rank.companions));
    }
    if let Some((member, from)) = &rank.waits_for {
        all.push(Said::new("waits-for-member").with("member", member).with("from", from));
    }
    // What orders people is told as one part for English, and part by part for languages that tell it otherwise.
    let told = |said: Said, blank: &str, key: &OrderKey| {
        let named = if key.named { "key-named" } else { "key-not-named" };
        let captured = key.captured.map_or_else(|| "unknown".to_owned(), |day| day.to_string());
        let whole = Said::new("key")
            .with("category", category)
            .with("captured", &captured)
            .with("named", Said::new(named).english())
            .with("draw", &key.draw)
            .english();
        said.with(blank, whole)
            .with("captured", captured)
            .with("named", named)
            .with("draw", &key.draw)
    };
    all.push(told(Said::new("own-key"), "key", &rank.own));
    all.push(match &rank.ahead {
        Some(ahead) => told(
            Said::new("last-ahead")
                .with("other", format!("line {}", ahead.line))
                .with("stage", ahead.stage),
            "other_key",
            &ahead.key,
        ),
        None => Said::new("nobody-ahead"),
    });
    all
}

/// Those who go and those who are withheld are told the same, so that neither can be told from what
/// the family was not told.
fn family(ground: &Ground, assignment: &Assignment) -> Vec<Said> {
    let id = match &assignment.reason {
        Reason::Goes(_) | Reason::Withheld(_) | Reason::AfterLastStage(_) => "family-not-yet-said",
        Reason::NoCategory { .. } => "family-no-category",
        Reason::Waits { .. } => "family-waits",
    };
    let mut said = vec![Said::new(id)];
    let days = assignment.captured.and_then(|captured| ground.days_held(captured));
    said.extend(days.map(|days| Said::new("family-days").with("days", days)));
    said
}
