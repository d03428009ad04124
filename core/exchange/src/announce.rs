//! Announce: what is said to families and to the public, in which order, and the account of delivered
//! against agreed.
//!
//! Families come before the public, and each person decides who may know. A statement is a set of typed
//! facts under one disclosure clause that both sides sealed; it names nobody, tells nothing withheld,
//! and lets nothing withheld be computed. The account says what was delivered, what is owed, and that no
//! further round is agreed where none is. `spec/9-announce.md` says it clause by clause.

mod account;
mod count;
mod decide;
mod family;
mod inference;
mod ledger;
mod names;
mod public_account;
mod record;
mod refusal;
mod sheet;
mod statement;
#[cfg(test)]
mod tests;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::journal::{Recorded, Verb};
use crate::vocabulary::{
    ContactId, Digest, NoticeId, PersonId, Private, RecordId, StageNumber, StatementId, TaskId,
};

pub use account::{Account, Delivered, FurtherAgreed, Owed, TrackAccount, delivered};
pub use count::{Amount, Cell, Count, STAGES_MAX, Stages, YEARS};
pub use decide::decide;
pub use family::{
    CONTACTS_MAX, Contact, ContactDetails, ContactKind, Decision, Delivery, Notice, NoticeKind,
    Verification, Visit, order,
};
pub use inference::{
    COUNTS_MAX, GROUPS_MAX, Guard, Guarded, Question, Revealed, Trouble, VARIABLES_MAX, weigh,
};
pub use ledger::{
    COLUMNS, Direction, Entry, Figure, Kind, LEDGER_CELL_CHARS_MAX, LEDGER_FIGURE_MAX,
    LEDGER_FINDINGS_MAX, LEDGER_ROWS_MAX, Ledger, Outcome as HandoverOutcome, RawRow,
};
pub use names::{GuardedNames, NAMES_MAX, spells_initials};
pub use public_account::{
    AgreementAccount, Disputed, Explanation, Further, PublicAccount, Total, Track,
};
pub use record::decision;
pub use refusal::Refusal;
pub use sheet::{About, Closed, Closure, FactKind, Now, Sheet};
pub use statement::{
    CONDITIONS_MAX, Checked, Next, STATEMENT_COUNTS_MAX, Statement, TEXT_CHARS_MAX, Told, check,
};
pub use wording::{Language, Words, say};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Sets what may be told: the clause that both sides sealed, and what this party closes beyond it.
    SetSheet {
        /// The sheet.
        sheet: Sheet,
    },
    /// Says that the last stage of the agreement is done; every act must be signed by both sides.
    DeclareDone,
    /// Adds somebody who may be told about a person.
    AddContact {
        /// About whom.
        person: PersonId,
        /// What they are to the person.
        kind: ContactKind,
        /// How they were verified, if they were.
        verified: Option<Verification>,
        /// How to reach them.
        details: ContactDetails,
    },
    /// Records that a contact is who they say.
    Verify {
        /// The contact.
        contact: ContactId,
        /// How.
        how: Verification,
    },
    /// Records that a returned person is unable to say who may know.
    RecordUnable {
        /// The person.
        person: PersonId,
    },
    /// Prepares a notice to one contact.
    Prepare {
        /// About whom.
        person: PersonId,
        /// To whom.
        contact: ContactId,
        /// What it tells.
        kind: NoticeKind,
        /// Its words.
        words: Private<String>,
    },
    /// Records what came of a notice.
    Deliver {
        /// The notice.
        notice: NoticeId,
        /// What came of it.
        delivery: Delivery,
    },
    /// Plans a visit by a named officer: the only way to tell of a death.
    PlanVisit {
        /// About whom.
        person: PersonId,
        /// To whom.
        contact: ContactId,
        /// What is to be told.
        kind: NoticeKind,
        /// Who goes, by a working name.
        officer: String,
        /// What the officer should know.
        words: Private<String>,
    },
    /// Records that a visit was made.
    MakeVisit {
        /// The visit.
        task: TaskId,
    },
    /// Proposes a statement of this party.
    Propose {
        /// The statement.
        statement: Statement,
        /// Everybody who may not be named.
        names: GuardedNames,
    },
    /// Releases a statement that somebody else proposed.
    Release {
        /// The statement.
        statement: StatementId,
        /// Everybody who may not be named.
        names: GuardedNames,
    },
    /// Records a statement that another party made.
    Hear {
        /// The statement.
        statement: Statement,
    },
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        match self {
            Self::SetSheet { .. } | Self::DeclareDone => Verb::Negotiate,
            Self::RecordUnable { .. } => Verb::Heal,
            Self::AddContact { .. }
            | Self::Verify { .. }
            | Self::Prepare { .. }
            | Self::Deliver { .. }
            | Self::PlanVisit { .. }
            | Self::MakeVisit { .. }
            | Self::Propose { .. }
            | Self::Release { .. }
            | Self::Hear { .. } => Verb::Speak,
        }
    }
}

/// What happened in this stage. No name, no number to call, no word of a notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[expect(missing_docs, reason = "the fields are those of the command, described there")]
pub enum Event {
    /// What may be told was set.
    SheetSet { sheet: Sheet },
    /// The last stage is done.
    Done,
    /// Somebody may be told.
    ContactAdded {
        contact: ContactId,
        person: PersonId,
        is: ContactKind,
        verified: Option<Verification>,
        record: RecordId,
        digest: Digest,
    },
    /// A contact is who they say.
    Verified { contact: ContactId, how: Verification },
    /// A person is unable to say who may know.
    UnableRecorded { person: PersonId },
    /// A notice waits to be delivered.
    Prepared {
        notice: NoticeId,
        person: PersonId,
        contact: ContactId,
        record: RecordId,
        digest: Digest,
    },
    /// Something came of a notice.
    Delivered { notice: NoticeId, delivery: Delivery },
    /// An officer is to visit.
    VisitPlanned {
        task: TaskId,
        person: PersonId,
        contact: ContactId,
        tells: NoticeKind,
        officer: String,
        record: RecordId,
        digest: Digest,
    },
    /// An officer has visited.
    VisitMade { task: TaskId },
    /// A statement waits for a second person.
    Proposed { statement: Statement },
    /// A statement is out.
    Released { statement: StatementId },
    /// Another party made a statement. Its short texts are not kept.
    Heard { statement: Statement },
}

/// A statement that waits for a second person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The statement.
    pub statement: Statement,
    /// Who proposed it, by a working name.
    pub by: String,
}

/// What the events of this stage add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// What may be told.
    pub sheet: Option<Sheet>,
    /// Whether the last stage is done.
    pub all_stages_done: bool,
    /// Who may be told.
    pub contacts: BTreeMap<ContactId, Contact>,
    /// Who is unable to say who may know.
    pub unable: BTreeSet<PersonId>,
    /// Notices.
    pub notices: BTreeMap<NoticeId, Notice>,
    /// Visits.
    pub visits: BTreeMap<TaskId, Visit>,
    /// Statements that wait for a second person.
    pub proposed: BTreeMap<StatementId, Proposal>,
    /// This party's statements, in the order in which they went out.
    pub released: Vec<Statement>,
    /// Other parties' statements, in the order in which they were heard.
    pub heard: Vec<Statement>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        match event {
            Event::SheetSet { sheet } => self.sheet = Some(sheet.clone()),
            Event::Done => self.all_stages_done = true,
            Event::ContactAdded { contact, person, is, verified, record, digest } => {
                let added = Contact {
                    person: person.clone(),
                    kind: *is,
                    verified: *verified,
                    told: None,
                    record: record.clone(),
                    digest: *digest,
                };
                self.contacts.insert(contact.clone(), added);
            }
            Event::Verified { contact, how } => {
                if let Some(contact) = self.contacts.get_mut(contact) {
                    contact.verified = Some(*how);
                }
            }
            Event::UnableRecorded { person } => {
                self.unable.insert(person.clone());
            }
            Event::Prepared { notice, person, contact, .. } => {
                let (person, contact) = (person.clone(), contact.clone());
                self.notices.insert(notice.clone(), Notice { person, contact, delivery: None });
            }
            Event::Delivered { notice, delivery } => self.deliver(notice, *delivery),
            Event::VisitPlanned { task, person, contact, tells, officer, .. } => {
                let planned = Visit {
                    person: person.clone(),
                    contact: contact.clone(),
                    kind: *tells,
                    officer: officer.clone(),
                    made: false,
                };
                self.visits.insert(task.clone(), planned);
            }
            Event::VisitMade { task } => {
                if let Some(visit) = self.visits.get_mut(task) {
                    visit.made = true;
                }
            }
            Event::Proposed { statement } => {
                let by = recorded.actor.name.clone();
                let proposal = Proposal { statement: statement.clone(), by };
                self.proposed.insert(statement.id.clone(), proposal);
            }
            Event::Released { statement } => {
                let proposal = self.proposed.remove(statement);
                self.released.extend(proposal.map(|proposal| proposal.statement));
            }
            Event::Heard { statement } => self.heard.push(statement.clone()),
        }
    }

    fn deliver(&mut self, notice: &NoticeId, delivery: Delivery) {
        let Some(notice) = self.notices.get_mut(notice) else { return };
        notice.delivery = Some(delivery);
        if let Some(contact) = self.contacts.get_mut(&notice.contact) {
            contact.told = Some(delivery);
        }
    }

    /// Returns what each party has said about a stage, this one's statements first.
    pub fn confirmations(&self, stage: StageNumber) -> impl Iterator<Item = &Statement> {
        self.released.iter().chain(&self.heard).filter(move |statement| statement.stage == stage)
    }
}
