//! Reasons in English, in two forms. The officer's is whole. The family's has only the person's own
//! facts: never another's, no health, no wish, and no stage before anybody has crossed.

use std::fmt::Write as _;

use serde::Serialize;

use super::assign::{Assignment, Reason};
use super::ground::Ground;
use super::table::Cause;

/// A reason as the vault keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// For the officer of the side that holds the person.
    pub officer: String,
    /// For the person's family.
    pub family: String,
}

/// Says a reason in both forms.
pub fn words(ground: &Ground, assignment: &Assignment) -> Words {
    Words { officer: officer(ground, assignment), family: family(assignment) }
}

fn officer(ground: &Ground, assignment: &Assignment) -> String {
    let line = &assignment.line;
    let category = assignment.category.as_ref().map_or("no category", |id| id.as_str());
    match &assignment.reason {
        Reason::Goes(rank) => {
            let stage = assignment.stage.map_or_else(String::new, |stage| stage.to_string());
            let mut text = format!(
                "line {line} goes in stage {stage}: category {category}, number {} of {} in the \
                 class, longest held first; {} of them go",
                rank.rank, rank.of, rank.going
            );
            if rank.companions > 0 {
                write!(text, "; {} more travel along", rank.companions)
                    .expect("a String takes any text");
            }
            text
        }
        Reason::NoCategory { undecided: false } => {
            format!("line {line} stays: no agreed category takes this person")
        }
        Reason::NoCategory { undecided: true } => format!(
            "line {line} stays: a category could not be decided because a fact is missing; find it \
             and make the table again"
        ),
        Reason::Withheld(cause) => {
            let why = match cause.open() {
                Cause::Proceedings => "held for proceedings or a sentence (GC III art. 115, 119)",
                Cause::OwnWish => "does not wish to be repatriated",
                Cause::Unfit => "not fit to travel",
                Cause::Other => "withheld by this side",
            };
            format!("line {line} is not offered: {why}")
        }
        Reason::AfterLastStage(stage) => {
            format!(
                "line {line} stays: may go only from stage {stage}, after the last of this plan"
            )
        }
        Reason::Waits { rank, stages } => {
            let mut text = format!(
                "line {line} waits: category {category}, number {} of {} in the class, longest held \
                 first; {} of them go",
                rank.rank, rank.of, rank.going
            );
            for (stage, obstacles) in stages {
                let said: Vec<String> =
                    obstacles.iter().map(|one| one.sentence(&ground.frame)).collect();
                let said =
                    if said.is_empty() { "others come before".to_owned() } else { said.join("; ") };
                write!(text, "\n  stage {stage}: {said}").expect("a String takes any text");
            }
            text
        }
    }
}

/// Those who go and those who are withheld are told the same, so that neither can be told from what
/// the family was not told.
fn family(assignment: &Assignment) -> String {
    match &assignment.reason {
        Reason::Goes(_) | Reason::Withheld(_) | Reason::AfterLastStage(_) => {
            "Nothing can be said about the coming stages before people have crossed. An officer will \
             call you first, before any announcement."
                .to_owned()
        }
        Reason::NoCategory { .. } => "The categories agreed for these stages do not take in your \
             relative. This says nothing about later stages, and your relative keeps every right to \
             be sent home. An officer can tell you what was agreed."
            .to_owned(),
        Reason::Waits { .. } => "Your relative is among those who may go, and the places in these \
             stages did not reach them. Order within a category is by time in captivity, and on the \
             same day by a draw. Nobody can buy or ask for a place."
            .to_owned(),
    }
}
