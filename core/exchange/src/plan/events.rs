//! What is asked and recorded when a plan is made.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Refusal;
use super::assign::{Assignment, assign};
use super::counts::{Plan, make, seed, share_commitment};
use super::going::{Going, going};
use super::ground::{Ground, Transport};
use super::table::{Candidate, ClassTable};
use super::words::{ReasonRecord, Words, words};
use crate::agreement::Settled;
use crate::journal::{
    Compartment, Context, Outcome, Recorded, State as Journal, VaultChange, Verb,
};
use crate::vocabulary::{Digest, LineId, Private, RecordId, Side};

/// What may be asked of this stage.
#[derive(Debug, Clone)]
pub enum Command {
    /// Begin a plan: what both sides can bring. The terms are those that the journal's agreement adds
    /// up to. What an earlier plan had is kept in the journal and no longer in force.
    RecordTransport {
        /// Days, vehicles, escorts and beds.
        transport: Box<Transport>,
    },
    /// Promise a share of the seed by its commitment ([`share_commitment`]).
    CommitSeed {
        /// Whose share.
        side: Side,
        /// The commitment.
        commitment: Digest,
    },
    /// Record a side's sealed table.
    SealTable {
        /// The table.
        table: Box<ClassTable>,
    },
    /// Open a share of the seed.
    RevealSeed {
        /// Whose share.
        side: Side,
        /// 32 bytes of chance.
        share: Digest,
    },
    /// Make the plan from both tables and both shares.
    Make,
    /// Map the plan to this side's own people.
    Assign {
        /// Everybody whom the sealed table counted, and everybody it left out.
        candidates: Vec<Candidate>,
    },
    /// Fix the plan as it is assigned: one officer asks, a second one agrees by the same command. Nothing of it can
    /// be changed from then on.
    Lock,
    /// Let the plan be changed again, by two officers as for locking it.
    Unlock,
}

impl Command {
    /// Returns what the command does, for the policy table.
    pub fn verb(&self) -> Verb {
        Verb::Negotiate
    }
}

/// Where the reason for one line is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The vault record.
    pub record: RecordId,
    /// Its salted digest.
    pub digest: Digest,
}

/// What happened in this stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum Event {
    /// A plan was begun on this ground.
    TransportRecorded {
        /// Digest of terms and transport.
        ground: Digest,
        /// The terms.
        settled: Box<Settled>,
        /// Days, vehicles, escorts and beds.
        transport: Box<Transport>,
    },
    /// A side promised its share of the seed.
    SeedCommitted {
        /// Whose.
        side: Side,
        /// The commitment.
        commitment: Digest,
    },
    /// A side's table was sealed: counts only.
    TableSealed {
        /// Digest of the sealed bytes.
        digest: Digest,
        /// How many people it speaks of.
        people: u64,
        /// The table.
        table: Box<ClassTable>,
    },
    /// A side opened its share.
    SeedRevealed {
        /// Whose.
        side: Side,
        /// The share.
        share: Digest,
    },
    /// The plan was made.
    Made {
        /// Digest of the plan's bytes.
        digest: Digest,
        /// The plan: counts only.
        plan: Box<Plan>,
    },
    /// This side's people were mapped to the plan.
    Assigned {
        /// Whose people.
        side: Side,
        /// The plan.
        plan: Digest,
        /// Those who go, by line.
        going: BTreeMap<LineId, Going>,
        /// How many stay, whatever the reason.
        staying: u64,
        /// Where each line's reason is kept, in the officer's words.
        reasons: BTreeMap<LineId, Kept>,
        /// Where each line's reason is kept, in the words for the family.
        #[serde(default)]
        families: BTreeMap<LineId, Kept>,
    },
    /// An officer asked that the plan be locked; a second one has to agree.
    LockAsked {
        /// The plan.
        plan: Digest,
    },
    /// A second officer agreed: the plan is locked.
    Locked {
        /// The plan.
        plan: Digest,
    },
    /// An officer asked that the plan be opened again; a second one has to agree.
    UnlockAsked {
        /// The plan.
        plan: Digest,
    },
    /// A second officer agreed: the plan may be changed.
    Unlocked {
        /// The plan.
        plan: Digest,
    },
}

/// Whether a plan is fixed, and by whose names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub enum Lock {
    /// It may be changed.
    #[default]
    Open,
    /// One officer asked for the lock.
    Asked {
        /// The working name.
        by: String,
    },
    /// Two officers locked it.
    Locked {
        /// Their working names, who asked first.
        by: [String; 2],
    },
    /// It is locked, and one officer asked that it be opened.
    UnlockAsked {
        /// Who locked it.
        locked_by: [String; 2],
        /// Who asked.
        by: String,
    },
}

impl Lock {
    /// Says whether nothing may be changed.
    pub fn holds(&self) -> bool {
        matches!(self, Self::Locked { .. } | Self::UnlockAsked { .. })
    }
}

/// The transport in force and its terms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Begun {
    /// Digest of both.
    pub ground: Digest,
    /// The terms.
    pub settled: Settled,
    /// Days, vehicles, escorts and beds.
    pub transport: Transport,
}

/// Whose people go when, as far as this desk knows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Assigned {
    /// Those who go, by line.
    pub going: BTreeMap<LineId, Going>,
    /// How many stay.
    pub staying: u64,
    /// Where each line's reason is kept, in the officer's words.
    pub reasons: BTreeMap<LineId, Kept>,
    /// Where each line's reason is kept, in the words for the family.
    pub families: BTreeMap<LineId, Kept>,
}

/// What the events of this stage add up to: the plan in force, or the one that is being made.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct State {
    /// Terms and transport, once recorded.
    pub begun: Option<Begun>,
    /// The sealed tables.
    pub tables: BTreeMap<Side, ClassTable>,
    /// The commitments to shares of the seed.
    pub commitments: BTreeMap<Side, Digest>,
    /// The opened shares.
    pub shares: BTreeMap<Side, Digest>,
    /// The plan.
    pub plan: Option<Plan>,
    /// The people of the sides that this desk holds.
    pub assigned: BTreeMap<Side, Assigned>,
    /// Whether two officers have fixed it.
    pub lock: Lock,
    /// Where the reasons for each line are kept, those of earlier plans too: they go with the line's list.
    pub kept: BTreeMap<LineId, BTreeSet<RecordId>>,
    /// When the plan in force, or the one that is being made, was last worked on.
    pub worked_at: Option<Timestamp>,
}

impl State {
    /// Adds one event.
    pub fn apply(&mut self, event: &Event, recorded: &Recorded) {
        self.worked_at = Some(recorded.at);
        match event.clone() {
            Event::TransportRecorded { ground, settled, transport } => {
                let begun = Begun { ground, settled: *settled, transport: *transport };
                let (kept, worked_at) = (std::mem::take(&mut self.kept), self.worked_at);
                *self = Self { begun: Some(begun), kept, worked_at, ..Self::default() };
            }
            Event::SeedCommitted { side, commitment } => {
                self.commitments.insert(side, commitment);
            }
            Event::TableSealed { digest: _, people: _, table } => {
                self.tables.insert(table.side, *table);
            }
            Event::SeedRevealed { side, share } => {
                self.shares.insert(side, share);
            }
            Event::Made { digest: _, plan } => self.plan = Some(*plan),
            Event::Assigned { side, plan: _, going, staying, reasons, families } => {
                for (line, one) in reasons.iter().chain(&families) {
                    self.kept.entry(line.clone()).or_default().insert(one.record.clone());
                }
                let assigned = Assigned { going, staying, reasons, families };
                self.assigned.insert(side, assigned);
            }
            Event::LockAsked { .. } => {
                self.lock = Lock::Asked { by: recorded.actor.name.clone() };
            }
            Event::Locked { .. } => {
                if let Lock::Asked { by } = &self.lock {
                    let by = [by.clone(), recorded.actor.name.clone()];
                    self.lock = Lock::Locked { by };
                }
            }
            Event::UnlockAsked { .. } => {
                if let Lock::Locked { by } = &self.lock {
                    let (locked_by, by) = (by.clone(), recorded.actor.name.clone());
                    self.lock = Lock::UnlockAsked { locked_by, by };
                }
            }
            Event::Unlocked { .. } => self.lock = Lock::Open,
        }
    }

    /// Returns the ground of the plan in force.
    ///
    /// # Errors
    /// [`Refusal::NotYet`] before transport is recorded.
    pub fn ground(&self) -> Result<Ground, Refusal> {
        let begun = self.begun.as_ref().ok_or(Refusal::NotYet("recording the transport"))?;
        Ground::new(&begun.settled, &begun.transport)
    }

    /// Returns both tables, A's first.
    ///
    /// # Errors
    /// [`Refusal::NotYet`] before both are sealed.
    pub fn both_tables(&self) -> Result<[ClassTable; 2], Refusal> {
        let of = |side: Side| {
            self.tables.get(&side).cloned().ok_or(Refusal::NotYet("sealing both tables"))
        };
        Ok([of(Side::A)?, of(Side::B)?])
    }
}

/// Says which events follow from a command, or refuses it.
pub fn decide(
    state: &Journal,
    context: &Context,
    command: Command,
) -> Result<Outcome<Event>, Refusal> {
    let plan = &state.plan;
    let is_lock = matches!(command, Command::Lock | Command::Unlock);
    if plan.lock.holds() && !is_lock {
        return Err(Refusal::Locked);
    }
    if !is_lock && !matches!(command, Command::RecordTransport { .. } | Command::Assign { .. }) {
        same_terms(state)?;
    }
    match command {
        Command::RecordTransport { transport } => {
            let settled = Box::new(agreed_terms(state)?);
            let ground = Ground::new(&settled, &transport)?.digest;
            Ok(Outcome::of(vec![Event::TransportRecorded { ground, settled, transport }]))
        }
        Command::CommitSeed { side, commitment } => {
            plan.ground()?;
            once(plan.commitments.contains_key(&side), "committing this share of the seed")?;
            Ok(Outcome::of(vec![Event::SeedCommitted { side, commitment }]))
        }
        Command::SealTable { table } => seal_table(plan, table),
        Command::RevealSeed { side, share } => reveal(plan, side, share),
        Command::Make => {
            once(plan.plan.is_some(), "making this plan")?;
            let tables = plan.both_tables()?;
            let share = |side: Side| {
                plan.shares.get(&side).ok_or(Refusal::NotYet("opening both shares of the seed"))
            };
            let seed = seed(&share(Side::A)?.0, &share(Side::B)?.0);
            let made = make(&plan.ground()?, &tables, seed)?;
            let event = Event::Made { digest: made.digest(), plan: Box::new(made) };
            Ok(Outcome::of(vec![event]))
        }
        Command::Assign { candidates } => assign_people(plan, context, &candidates),
        Command::Lock => lock(plan, context, true),
        Command::Unlock => lock(plan, context, false),
    }
}

/// Fixes a plan or opens it again: the first officer asks, another one agrees.
fn lock(plan: &State, context: &Context, locks: bool) -> Result<Outcome<Event>, Refusal> {
    let side = context.actor.party.side().ok_or(Refusal::NotYourSide(context.actor.party))?;
    let made = plan.plan.as_ref().ok_or(Refusal::NotYet("making the plan"))?.digest();
    if !plan.assigned.contains_key(&side) {
        return Err(Refusal::NotYet("assigning this side's people"));
    }
    let other = |by: &String| {
        if *by == context.actor.name { Err(Refusal::SameOfficer(by.clone())) } else { Ok(()) }
    };
    let event = match (&plan.lock, locks) {
        (Lock::Open, true) => Event::LockAsked { plan: made },
        (Lock::Asked { by }, true) => {
            other(by)?;
            Event::Locked { plan: made }
        }
        // Before it holds, whoever asked for it may let it be, and so may anybody else.
        (Lock::Asked { .. }, false) => Event::Unlocked { plan: made },
        (Lock::Locked { .. }, false) => Event::UnlockAsked { plan: made },
        (Lock::UnlockAsked { by, .. }, false) => {
            other(by)?;
            Event::Unlocked { plan: made }
        }
        (Lock::Locked { .. } | Lock::UnlockAsked { .. }, true) => {
            return Err(Refusal::Already("locking this plan"));
        }
        (Lock::Open, false) => return Err(Refusal::NotYet("locking this plan")),
    };
    Ok(Outcome::of(vec![event]))
}

/// Returns the terms that the agreement of this journal adds up to.
fn agreed_terms(state: &Journal) -> Result<Settled, Refusal> {
    state.agreement.settled().map_err(|reasons| {
        let reasons: Vec<String> = reasons.iter().map(ToString::to_string).collect();
        Refusal::Unsettled(reasons.join("; "))
    })
}

/// Refuses to go on with a plan whose terms are no longer those that both sides accept.
fn same_terms(state: &Journal) -> Result<(), Refusal> {
    let Some(begun) = &state.plan.begun else { return Ok(()) };
    if agreed_terms(state)? == begun.settled { Ok(()) } else { Err(Refusal::TermsChanged) }
}

fn once(done: bool, what: &'static str) -> Result<(), Refusal> {
    if done { Err(Refusal::Already(what)) } else { Ok(()) }
}

/// Takes a sealed table. Both commitments to the seed come first and no share is open yet, so that
/// nobody can cut a table to fit a draw that they know.
fn seal_table(plan: &State, table: Box<ClassTable>) -> Result<Outcome<Event>, Refusal> {
    let ground = plan.ground()?;
    if plan.commitments.len() < Side::BOTH.len() {
        return Err(Refusal::NotYet("committing both shares of the seed"));
    }
    once(plan.tables.contains_key(&table.side), "sealing this side's table")?;
    if table.ground != ground.digest {
        return Err(Refusal::OtherGround(table.side));
    }
    let rows: Vec<(String, String)> =
        table.classes.iter().map(|(class, count)| (class.clone(), count.to_string())).collect();
    let rows = rows.iter().map(|(class, count)| (class.as_str(), count.as_str()));
    let side = super::ground::planner_side(table.side);
    super::planner::tables::read(&ground.frame, side, rows)?;
    let (digest, people) = (table.digest(), table.people());
    Ok(Outcome::of(vec![Event::TableSealed { digest, people, table }]))
}

fn reveal(plan: &State, side: Side, share: Digest) -> Result<Outcome<Event>, Refusal> {
    let commitment =
        plan.commitments.get(&side).ok_or(Refusal::NotYet("committing this share of the seed"))?;
    plan.both_tables()?;
    once(plan.shares.contains_key(&side), "opening this share of the seed")?;
    if share_commitment(side, &share.0) != *commitment {
        return Err(Refusal::WrongShare(side));
    }
    Ok(Outcome::of(vec![Event::SeedRevealed { side, share }]))
}

fn assign_people(
    plan: &State,
    context: &Context,
    candidates: &[Candidate],
) -> Result<Outcome<Event>, Refusal> {
    let side = context.actor.party.side().ok_or(Refusal::NotYourSide(context.actor.party))?;
    let made = plan.plan.as_ref().ok_or(Refusal::NotYet("making the plan"))?;
    once(plan.assigned.contains_key(&side), "assigning this side's people")?;
    let ground = plan.ground()?;
    let assignments = assign(&ground, made, side, candidates)?;
    let mut reasons = BTreeMap::new();
    let mut families = BTreeMap::new();
    let mut vault = Vec::new();
    for (assignment, number) in assignments.iter().zip(0_u64..) {
        let line = &assignment.line;
        let Words { officer, family } = words(&ground, assignment);
        let whole = ReasonRecord {
            line: line.clone(),
            stage: assignment.stage,
            rank: assignment.rank().cloned(),
            said: officer,
        };
        let told = ReasonRecord { line: line.clone(), stage: None, rank: None, said: family };
        let forms = [
            (Compartment::List, &whole, &mut reasons),
            (Compartment::Family, &told, &mut families),
        ];
        for (compartment, record, kept) in forms {
            let (own, change) = keep(context, assignment, (compartment, record), number);
            kept.insert(line.clone(), own);
            vault.push(change);
        }
    }
    let begun = plan.begun.as_ref().ok_or(Refusal::NotYet("recording the transport"))?;
    let going = going(&begun.settled, &assignments, candidates);
    let staying = (assignments.len() - going.len()) as u64;
    let plan = made.digest();
    let event = Event::Assigned { side, plan, going, staying, reasons, families };
    Ok(Outcome::of(vec![event]).with(vault))
}

/// Puts one person's reason into the vault, the officer's form and the family's apart: who may speak to
/// families opens only theirs.
fn keep(
    context: &Context,
    assignment: &Assignment,
    (compartment, body): (Compartment, &ReasonRecord),
    number: u64,
) -> (Kept, VaultChange) {
    let bytes = serde_json::to_vec(body).expect("a reason has only text keys");
    let purpose = |what: &str| format!("plan-reason-{}-{what}", compartment.word());
    let salt = context.draw(&purpose("salt"), number);
    let record = RecordId::read(&context.draw_id(&purpose("record"), number))
        .expect("a drawn id is plain text");
    let kept = Kept { record: record.clone(), digest: VaultChange::digest(&salt, &bytes) };
    let change = VaultChange::Keep {
        record,
        person: assignment.person.clone(),
        compartment,
        salt,
        bytes: Private::new(bytes),
    };
    (kept, change)
}
