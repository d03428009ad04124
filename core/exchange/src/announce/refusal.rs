//! Why announce refuses, how to mend it, and which article stands behind it.

use super::count::{Cell, Count};
use super::family::NoticeKind;
use super::inference::{Guarded, Revealed};
use super::sheet::FactKind;
use crate::agreement::Until;
use crate::vocabulary::{
    CategoryId, ContactId, NoticeId, Party, PersonId, StageNumber, StatementId, TaskId,
};

/// Why this stage refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A text names somebody.
    #[error("{} names a person", fact.words())]
    NamesPerson {
        /// The fact whose text it is.
        fact: FactKind,
    },
    /// A fact that the clause, or this party, withholds.
    #[error("{} is withheld{}", fact.words(), of(cell.as_ref()))]
    Withheld {
        /// The fact.
        fact: FactKind,
        /// The people it is about, where it is a number.
        cell: Option<Cell>,
    },
    /// A fact before its embargo ends.
    #[error("{} is under an embargo until {}{}", fact.words(), when(*until), of(cell.as_ref()))]
    Embargoed {
        /// The fact.
        fact: FactKind,
        /// The people it is about, where it is a number.
        cell: Option<Cell>,
        /// When the embargo ends.
        until: Until,
    },
    /// So few people that they can be told apart.
    #[error("fewer than {least} people: {cell}")]
    SmallCell {
        /// The people.
        cell: Cell,
        /// The least number.
        least: u16,
    },
    /// A number that may not be told follows from those that are.
    #[error("from this and earlier statements anybody could compute {}", computed(revealed))]
    Reveals {
        /// What comes out.
        revealed: Vec<Revealed>,
    },
    /// A number that cannot be true together with those told before.
    #[error("{count} cannot be true together with the numbers told before")]
    Contradicts {
        /// The number.
        count: Count,
    },
    /// Parts that are larger than their whole.
    #[error("the parts are larger than the whole: some group would have fewer than nobody in it")]
    BelowZero,
    /// A number about nobody in particular, or about bodies and people at once.
    #[error("a number {flaw}: {cell}")]
    CountFlaw {
        /// The people.
        cell: Cell,
        /// What is wrong.
        flaw: &'static str,
    },
    /// A category that is in no accepted clause: it could be a unit, an origin or an opinion.
    #[error("`{category}` is no category of the agreed terms")]
    NoSuchCategory {
        /// The category.
        category: CategoryId,
    },
    /// A number about a stage that has not been.
    #[error("{cell} speaks of a stage after stage {stage}")]
    StageToCome {
        /// The people.
        cell: Cell,
        /// The stage of the statement.
        stage: StageNumber,
    },
    /// A number hidden in a text, where it is not weighed.
    #[error("{} holds a number", fact.words())]
    NumberInText {
        /// The fact whose text it is.
        fact: FactKind,
    },
    /// A text that is empty or holds control characters.
    #[error("{} is not plain text", fact.words())]
    NotPlainText {
        /// The fact whose text it is.
        fact: FactKind,
    },
    /// More than can be checked.
    #[error("more than {limit} {what}")]
    TooMuch {
        /// Of what.
        what: &'static str,
        /// How much is allowed.
        limit: usize,
    },
    /// A statement without a fact.
    #[error("statement `{statement}` says nothing")]
    NothingSaid {
        /// The statement.
        statement: StatementId,
    },
    /// A statement by somebody who has none to make.
    #[error("{by} makes no statement about a stage")]
    NotASide {
        /// Who.
        by: Party,
    },
    /// A statement in the name of another party, or one's own as heard.
    #[error("statement `{statement}` is by {by}")]
    WrongSpeaker {
        /// The statement.
        statement: StatementId,
        /// Who speaks in it.
        by: Party,
    },
    /// A statement that is known already.
    #[error("statement `{statement}` is known already")]
    StatementTwice {
        /// The statement.
        statement: StatementId,
    },
    /// A statement that nobody proposed.
    #[error("no statement `{statement}` is waiting to be released")]
    NoStatement {
        /// The statement.
        statement: StatementId,
    },
    /// Nobody releases alone.
    #[error("statement `{statement}` was proposed by the one who would release it")]
    OneHand {
        /// The statement.
        statement: StatementId,
    },
    /// No disclosure clause is agreed, so nothing is open.
    #[error("no disclosure clause is agreed by both sides")]
    NoClause,
    /// A clause other than the one that both sides sealed.
    #[error("the fact sheet carries another disclosure clause than the one that both sides sealed")]
    OtherClause,
    /// A stage without an act that both sides signed.
    #[error("not every stage has an act that both sides signed")]
    NotDone,
    /// A total that this party's own team did not count.
    #[error("{cell}: this is not the number that this party's team counted in the signed act")]
    NotInTheAct {
        /// The people.
        cell: Cell,
    },
    /// Families come before the public.
    #[error(
        "of those who crossed in stage {stage}, {waiting} have a family that is still to be told"
    )]
    FamiliesFirst {
        /// The stage.
        stage: StageNumber,
        /// How many returned people.
        waiting: u32,
    },
    /// A notice about somebody who has not crossed, or is not identified.
    #[error("person `{person}` is not recorded as crossed and identified")]
    NotCrossed {
        /// The person.
        person: PersonId,
    },
    /// A death, or a doubt about one, in a message.
    #[error("a notice about person `{person}` would tell of {}", kind.words())]
    ByVisitOnly {
        /// The person.
        person: PersonId,
        /// What it would tell.
        kind: NoticeKind,
    },
    /// The person has not yet decided who may know.
    #[error("person `{person}` has not yet decided who may know")]
    NotDecided {
        /// The person.
        person: PersonId,
    },
    /// The person did not name this contact.
    #[error("person `{person}` did not name contact `{contact}`")]
    AgainstWish {
        /// The person.
        person: PersonId,
        /// The contact.
        contact: ContactId,
    },
    /// Somebody comes before this contact.
    #[error("contact `{first}` is to be told before contact `{contact}`")]
    OutOfTurn {
        /// The contact.
        contact: ContactId,
        /// Who comes first.
        first: ContactId,
    },
    /// A contact about whom nobody made sure.
    #[error("contact `{contact}` is not verified")]
    NotVerified {
        /// The contact.
        contact: ContactId,
    },
    /// A contact that is not known.
    #[error("contact `{contact}` is not known for person `{person}`")]
    NoContact {
        /// The person.
        person: PersonId,
        /// The contact.
        contact: ContactId,
    },
    /// A contact that nobody added.
    #[error("contact `{contact}` is not known")]
    UnknownContact {
        /// The contact.
        contact: ContactId,
    },
    /// A notice that nobody prepared, or that was delivered.
    #[error("notice `{notice}` is not waiting to be delivered")]
    NoNotice {
        /// The notice.
        notice: NoticeId,
    },
    /// A visit that nobody planned, or that was made.
    #[error("visit `{task}` is not waiting to be made")]
    NoVisit {
        /// The visit.
        task: TaskId,
    },
    /// A visit without an officer's name, or a wish with too many contacts.
    #[error("{what}")]
    Unusable {
        /// What is missing or too much.
        what: &'static str,
    },
}

crate::vocabulary::ids! { Refusal {
    NamesPerson => "announce-names-person",
    Withheld => "announce-withheld",
    Embargoed => "announce-embargoed",
    SmallCell => "announce-small-cell",
    Reveals => "announce-reveals",
    Contradicts => "announce-contradicts",
    BelowZero => "announce-below-zero",
    CountFlaw => "announce-count-flaw",
    NoSuchCategory => "announce-no-such-category",
    StageToCome => "announce-stage-to-come",
    NumberInText => "announce-number-in-text",
    NotPlainText => "announce-not-plain-text",
    TooMuch => "announce-too-much",
    NothingSaid => "announce-nothing-said",
    NotASide => "announce-not-a-side",
    WrongSpeaker => "announce-wrong-speaker",
    StatementTwice => "announce-statement-twice",
    NoStatement => "announce-no-statement",
    OneHand => "announce-one-hand",
    NoClause => "announce-no-clause",
    OtherClause => "announce-other-clause",
    NotDone => "announce-not-done",
    NotInTheAct => "announce-not-in-the-act",
    FamiliesFirst => "announce-families-first",
    NotCrossed => "announce-not-crossed",
    ByVisitOnly => "announce-by-visit-only",
    NotDecided => "announce-not-decided",
    AgainstWish => "announce-against-wish",
    OutOfTurn => "announce-out-of-turn",
    NotVerified => "announce-not-verified",
    NoContact => "announce-no-contact",
    UnknownContact => "announce-unknown-contact",
    NoNotice => "announce-no-notice",
    NoVisit => "announce-no-visit",
    Unusable => "announce-unusable",
} }

/// GC III art. 13.
const DIGNITY: &str = "GC III art. 13: protection from insults and public curiosity";
/// The disclosure clause.
const CLAUSE: &str = "the disclosure clause that both sides sealed";
/// GC III art. 122.
const KIN: &str = "GC III art. 122(4): the person to be informed, and next of kin quickly";

impl Refusal {
    /// Says what to do about it.
    pub fn hint(&self) -> String {
        let hint = match self {
            Self::NamesPerson { .. } => "leave the name out; nobody is named in public",
            Self::Withheld { .. } => "leave it out, or have both sides seal another clause",
            Self::Embargoed { .. } => "leave it out, and tell it when the embargo has ended",
            Self::SmallCell { .. } => "join the group with another one, or leave it out",
            Self::Reveals { revealed } => return mend(revealed),
            Self::Contradicts { .. } => {
                "compare it with the signed act and with what was told before"
            }
            Self::BelowZero => "compare the parts with the total in the signed act",
            Self::CountFlaw { .. } => "count people and bodies apart, each on its own track",
            Self::NoSuchCategory { .. } => {
                "split by the categories that both sides accepted, or not"
            }
            Self::StageToCome { .. } => "tell of a stage when it has been",
            Self::NumberInText { .. } => "make it a count, so that it is weighed with the others",
            Self::NotPlainText { .. } => "write a few plain words, or leave the fact out",
            Self::TooMuch { .. } => "split the statement; what cannot be checked is not published",
            Self::NothingSaid { .. } => "give at least one fact",
            Self::NotASide { .. } => "let one of the two sides make it",
            Self::WrongSpeaker { .. } => "propose your own statements, and record others as heard",
            Self::StatementTwice { .. } => "give it another name",
            Self::NoStatement { .. } => "propose it first",
            Self::OneHand { .. } => "let a second spokesperson look at it and release it",
            Self::NoClause => "settle the disclosure clause first; without it nothing is open",
            Self::OtherClause => {
                "set the sheet again with the sealed clause; a party may close more, and open nothing"
            }
            Self::NotDone => "have both sides sign the act of every stage first",
            Self::NotInTheAct { .. } => "tell the number of the act, or none",
            Self::FamiliesFirst { .. } => "tell the families, or record that they were not reached",
            Self::NotCrossed { .. } => {
                "wait until the person has crossed the line and is identified"
            }
            Self::ByVisitOnly { .. } => "plan a visit by a named officer instead",
            Self::NotDecided { .. } => {
                "ask the person first, or record that they are unable to say"
            }
            Self::AgainstWish { .. } => "ask the person; only they can add somebody",
            Self::OutOfTurn { .. } => {
                "tell that contact first, or record that they were not reached"
            }
            Self::NotVerified { .. } => "call back on a known number, or check a document, first",
            Self::NoContact { .. } | Self::UnknownContact { .. } => "add the contact first",
            Self::NoNotice { .. } => "prepare it first",
            Self::NoVisit { .. } => "plan it first",
            Self::Unusable { .. } => "mend the request and send it again",
        };
        hint.to_owned()
    }

    /// Names the article or clause that the rule rests on, where there is one.
    pub fn basis(&self) -> Option<&'static str> {
        match self {
            Self::NamesPerson { .. } | Self::SmallCell { .. } => Some(DIGNITY),
            Self::Reveals { revealed } => {
                let small = revealed.iter().any(|one| one.why == Guarded::TooSmall);
                Some(if small { DIGNITY } else { CLAUSE })
            }
            Self::Withheld { .. } | Self::Embargoed { .. } | Self::NoClause | Self::OtherClause => {
                Some(CLAUSE)
            }
            Self::FamiliesFirst { .. } | Self::NotVerified { .. } => Some(KIN),
            Self::NoSuchCategory { .. } => {
                Some("GC III art. 16: no distinction by origin, opinion or similar criteria")
            }
            Self::CountFlaw { .. } => {
                Some("remains are a track of their own; a body is not a person")
            }
            Self::NotDecided { .. } | Self::AgainstWish { .. } => {
                Some("the person decides who may know")
            }
            Self::ByVisitOnly { .. } => Some("no death by message"),
            Self::Contradicts { .. }
            | Self::BelowZero
            | Self::StageToCome { .. }
            | Self::NumberInText { .. }
            | Self::NotPlainText { .. }
            | Self::TooMuch { .. }
            | Self::NothingSaid { .. }
            | Self::NotASide { .. }
            | Self::WrongSpeaker { .. }
            | Self::StatementTwice { .. }
            | Self::NoStatement { .. }
            | Self::OneHand { .. }
            | Self::NotDone
            | Self::NotInTheAct { .. }
            | Self::NotCrossed { .. }
            | Self::OutOfTurn { .. }
            | Self::NoContact { .. }
            | Self::UnknownContact { .. }
            | Self::NoNotice { .. }
            | Self::NoVisit { .. }
            | Self::Unusable { .. } => None,
        }
    }
}

fn mend(revealed: &[Revealed]) -> String {
    let from = revealed.iter().find(|one| !one.from.is_empty());
    match from {
        Some(one) => {
            let counts: Vec<String> = one.from.iter().map(ToString::to_string).collect();
            format!("leave out one of: {}", counts.join("; "))
        }
        None => "leave a number out; together they leave only one possibility".to_owned(),
    }
}

fn of(cell: Option<&Cell>) -> String {
    cell.map(|cell| format!(": {cell}")).unwrap_or_default()
}

fn when(until: Until) -> String {
    match until {
        Until::AllStagesDone => "the last stage is done".to_owned(),
        Until::Date(day) => day.to_string(),
    }
}

fn computed(revealed: &[Revealed]) -> String {
    let one = |one: &Revealed| {
        let why = match one.why {
            Guarded::Withheld => "withheld",
            Guarded::TooSmall => "too few people",
        };
        format!("{} ({why})", one.group)
    };
    let shown: Vec<String> = revealed.iter().take(3).map(one).collect();
    match revealed.len() {
        0..=3 => shown.join(", and "),
        more => format!("{}, and {} more", shown.join(", "), more - 3),
    }
}
