//! Before the line: gates, notice, acknowledgement, departure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use exchange::handover::{self, Act, Finding, GateKind, Manifest, Notice, Proceedings, TwoNames};
use exchange::vocabulary::{
    Digest, LineId, Party, PersonId, Private, Side, StageNumber, VehicleId,
};
use jiff::Timestamp;
use rand::RngCore as _;

use super::words::{self, rows};
use super::{stage_of, submit};
use crate::cli::{Failure, Out, Seat};
use crate::desk::Desk;
use crate::files::{TEXT_BYTES_MAX, read_bytes, write_whole};

/// What every command about one stage takes.
#[derive(Args)]
pub(crate) struct StageArguments {
    #[command(flatten)]
    pub(super) seat: Seat,
    /// The stage
    #[arg(long, value_parser = words::stage)]
    pub(super) stage: StageNumber,
}

/// Finds the side whose instance this is.
pub(super) fn own_side(desk: &Desk) -> Result<Side, Failure> {
    desk.meta().party.side().ok_or_else(|| {
        Failure::refused("this instance belongs to neither side", "use the instance of a side")
    })
}

/// Carries a refusal of this stage to the terminal.
pub(super) fn refused(refusal: handover::Refusal) -> Failure {
    exchange::journal::Refusal::Handover(refusal).into()
}

/// What the other side may send.
#[derive(Clone, Copy, ValueEnum)]
enum Document {
    /// Who travels
    Manifest,
    /// What moves, where and when
    Notice,
    /// What both teams counted
    Act,
}

/// What `handover take` takes.
#[derive(Args)]
pub(crate) struct TakeArguments {
    #[command(flatten)]
    seat: Seat,
    /// What the document is
    document: Document,
    /// The document
    file: PathBuf,
    /// Who the lines are in this registry: line,person
    #[arg(long, value_name = "PERSONS.csv")]
    persons: Option<PathBuf>,
}

pub(super) async fn take(arguments: TakeArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let bytes = read_bytes(&arguments.file, TEXT_BYTES_MAX)?;
    let unread = |error: String| {
        Failure::incomplete(
            format!("{}: {error}", arguments.file.display()),
            "ask the other side to send the document again",
        )
    };
    let command = match arguments.document {
        Document::Manifest => {
            let manifest: Manifest =
                serde_json::from_slice(&bytes).map_err(|error| unread(error.to_string()))?;
            let assigned = manifest.seats.iter().map(|seat| seat.line.clone()).collect();
            let mut persons = BTreeMap::new();
            if let Some(path) = &arguments.persons {
                for row in rows(path, &["line", "person"], &[])? {
                    let line = row.read("line", LineId::read)?;
                    persons.insert(line, row.read("person", PersonId::read)?);
                }
            }
            let left_out = BTreeMap::new();
            handover::Command::RecordManifest { manifest, assigned, left_out, persons }
        }
        Document::Notice => {
            let notice = Notice::read(&bytes).map_err(unread)?;
            handover::Command::RecordNotice { notice }
        }
        Document::Act => {
            let act: Act =
                serde_json::from_slice(&bytes).map_err(|error| unread(error.to_string()))?;
            handover::Command::RecordAct { act }
        }
    };
    let digest = Digest::of(&[&bytes]);
    submit(&mut desk, &actor, command).await?;
    out.line(format!("taken in: {digest}"))
}

/// What `handover gate` takes.
#[derive(Args)]
pub(crate) struct GateArguments {
    #[command(flatten)]
    seat: Seat,
    /// The person's line
    #[arg(long, value_parser = LineId::read)]
    line: LineId,
    /// The person in this registry: erasing them destroys the finding
    #[arg(long, value_parser = PersonId::read)]
    person: Option<PersonId>,
    #[command(subcommand)]
    finding: FindingWords,
}

/// What was found, at which gate.
#[derive(Subcommand)]
enum FindingWords {
    /// The identity was compared with a card, a photograph, an answer
    Identity {
        /// With what
        #[arg(long, value_name = "TEXT")]
        compared_with: String,
        /// It is not the person, or not yet sure
        #[arg(long)]
        unsure: bool,
    },
    /// The person's own wish was heard in private
    OwnWish {
        /// Does the person want to go?
        #[arg(value_enum)]
        wish: Wish,
        /// Who heard it
        #[arg(long, value_name = "NAME")]
        heard_by: String,
        /// When (RFC 3339)
        #[arg(long, value_name = "TIME")]
        heard_at: Timestamp,
        /// Nobody of the Detaining Power could overhear
        #[arg(long)]
        private: bool,
        /// Who heard it is neutral
        #[arg(long)]
        neutral: bool,
    },
    /// A doctor found the person fit, or not fit, to travel
    FitToTravel {
        /// Not fit
        #[arg(long)]
        unfit: bool,
        /// Who found so
        #[arg(long, value_name = "NAME")]
        found_by: String,
        /// What the journey needs
        #[arg(long, value_name = "TEXT", default_value = "")]
        needs: String,
        /// Until when the finding holds (RFC 3339)
        #[arg(long, value_name = "TIME")]
        until: Option<Timestamp>,
    },
    /// No proceedings keep the person
    NotHeld,
    /// Proceedings were lifted, with the person's written consent
    HoldLifted {
        /// The court's order
        #[arg(long, value_name = "TEXT")]
        court_order: String,
        /// The person's written consent
        #[arg(long, value_name = "TEXT")]
        consent: String,
    },
    /// Judicial proceedings keep the person
    Held {
        /// Which
        #[arg(long, value_name = "TEXT")]
        reference: String,
        /// A disciplinary punishment only
        #[arg(long)]
        disciplinary: bool,
    },
    /// Papers were given back
    Papers {
        /// Which
        #[arg(long, value_name = "TEXT", default_value = "")]
        papers: String,
        /// They are not found
        #[arg(long)]
        missing: bool,
    },
    /// Property was given back, or lies in a sealed packet
    Property {
        /// The seal of the packet
        #[arg(long, value_name = "SEAL")]
        packet: Option<String>,
        /// One thing in it; again for each
        #[arg(long = "item", value_name = "TEXT")]
        items: Vec<String>,
    },
    /// The relative to be informed is verified
    FamilyContact {
        /// Who
        #[arg(long, value_name = "TEXT", default_value = "")]
        contact: String,
        /// Not verified yet
        #[arg(long)]
        unverified: bool,
    },
    /// What was settled is open again
    Reopen {
        /// Which gate
        #[arg(value_parser = words::gate)]
        gate: GateKind,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

/// What somebody wants.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wish {
    /// Wants to go
    Go,
    /// Wants to stay; valid, and nobody overrides it
    Stay,
}

impl From<FindingWords> for Finding {
    fn from(words: FindingWords) -> Self {
        match words {
            FindingWords::Identity { compared_with, unsure } => {
                Self::Identity { confirmed: !unsure, compared_with: Private::new(compared_with) }
            }
            FindingWords::OwnWish { wish, heard_by, heard_at, private, neutral } => Self::OwnWish {
                go: wish == Wish::Go,
                private,
                neutral,
                heard_by: Private::new(heard_by),
                heard_at,
            },
            FindingWords::FitToTravel { unfit, found_by, needs, until } => Self::FitToTravel {
                fit: !unfit,
                found_by: Private::new(found_by),
                needs: Private::new(needs),
                until,
            },
            FindingWords::NotHeld => Self::NotHeld,
            FindingWords::HoldLifted { court_order, consent } => Self::HoldLifted {
                court_order: Private::new(court_order),
                consent: Private::new(consent),
            },
            FindingWords::Held { reference, disciplinary } => Self::Held {
                proceedings: if disciplinary {
                    Proceedings::Disciplinary
                } else {
                    Proceedings::Judicial
                },
                reference: Private::new(reference),
            },
            FindingWords::Papers { papers, missing } => {
                Self::Papers { settled: !missing, papers: Private::new(papers) }
            }
            FindingWords::Property { packet, items } => Self::Property {
                packet: packet.map(Private::new),
                contents: items.into_iter().map(Private::new).collect(),
            },
            FindingWords::FamilyContact { contact, unverified } => {
                Self::FamilyContact { verified: !unverified, contact: Private::new(contact) }
            }
            FindingWords::Reopen { gate, why } => Self::Reopened { gate, why: Private::new(why) },
        }
    }
}

pub(super) async fn gate(arguments: GateArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let finding = Finding::from(arguments.finding);
    let (line, gate) = (arguments.line, finding.gate());
    let person = arguments.person;
    let command = handover::Command::RecordGate { line: line.clone(), person, finding };
    submit(&mut desk, &actor, command).await?;
    let recorded = desk.state().handover.gates.get(&line).and_then(|it| it.recorded.get(&gate));
    let state = recorded.map_or(handover::GateState::Open, |it| it.state);
    out.line(format!("line {line}: {} is {}", gate.word(), state.word()))
}

/// What `handover notice` takes.
#[derive(Args)]
pub(crate) struct NoticeArguments {
    #[command(flatten)]
    on: StageArguments,
    /// From where, by which road or airway, to where
    #[arg(long, value_name = "TEXT")]
    corridor: String,
    /// The earliest time on the way (RFC 3339)
    #[arg(long, value_name = "TIME")]
    opens: Timestamp,
    /// The latest time on the way (RFC 3339)
    #[arg(long, value_name = "TIME")]
    closes: Timestamp,
    /// Where the document for the other side goes
    #[arg(long, value_name = "NOTICE.json")]
    out: PathBuf,
}

pub(super) async fn notice(arguments: NoticeArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let (stage, from) = (arguments.on.stage, own_side(&desk)?);
    let leg = stage_of(&desk, stage)?.legs.get(&from);
    let manifest = leg.and_then(|leg| leg.manifest.as_ref());
    let Some(vehicles) = manifest.map(Manifest::kinds) else {
        return Err(refused(handover::Refusal::NoManifest { stage, from }));
    };
    let mut nonce = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut nonce);
    let notice = Notice {
        stage,
        from,
        corridor: Private::new(arguments.corridor),
        opens: arguments.opens,
        closes: arguments.closes,
        vehicles,
        nonce: Digest(nonce),
    };
    let (document, digest) = (notice.document(), notice.digest());
    submit(&mut desk, &actor, handover::Command::RecordNotice { notice }).await?;
    write_whole(&arguments.out, &document)?;
    out.line(format!("notice: {digest}"))?;
    out.line("nobody leaves before the other side has acknowledged it")
}

/// What `handover acknowledge` takes.
#[derive(Args)]
pub(crate) struct AcknowledgeArguments {
    #[command(flatten)]
    on: StageArguments,
    /// The side that moves
    #[arg(long, value_parser = words::side)]
    from: Side,
    /// The digest of the notice
    #[arg(long, value_name = "SHA-256", value_parser = digest)]
    notice: Digest,
    /// Who acknowledges; without it, the party of this instance
    #[arg(long, value_parser = words::party)]
    by: Option<Party>,
}

/// Reads a digest.
pub(super) fn digest(text: &str) -> Result<Digest, String> {
    Digest::try_from(text.to_owned())
}

pub(super) async fn acknowledge(
    arguments: AcknowledgeArguments,
    out: &mut Out,
) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let (stage, from, notice) = (arguments.on.stage, arguments.from, arguments.notice);
    let by = arguments.by.unwrap_or(desk.meta().party);
    let command = handover::Command::Acknowledge { stage, from, notice, by };
    let new = submit(&mut desk, &actor, command).await?;
    out.line(if new { "acknowledged" } else { "acknowledged before" })
}

/// What `handover override` takes.
#[derive(Args)]
pub(crate) struct OverrideArguments {
    #[command(flatten)]
    on: StageArguments,
    /// The person's line, with `--gate`
    #[arg(long, value_parser = LineId::read, requires = "gate")]
    line: Option<LineId>,
    /// The open gate, with `--line`; without both, the missing acknowledgement
    #[arg(long, value_parser = words::gate, requires = "line")]
    gate: Option<GateKind>,
    /// The other of the two who let it pass; the first is who acts
    #[arg(long, value_name = "NAME")]
    with: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(super) async fn let_pass(arguments: OverrideArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let stage = arguments.on.stage;
    let names = TwoNames {
        first: actor.name.clone(),
        second: arguments.with,
        reason: Private::new(arguments.reason),
    };
    let command = match (arguments.line, arguments.gate) {
        (Some(line), Some(gate)) => handover::Command::OverrideGate { stage, line, gate, names },
        (None, _) | (_, None) => handover::Command::OverrideAcknowledgement { stage, names },
    };
    submit(&mut desk, &actor, command).await?;
    out.line("let pass by two names; both are in the journal")
}

/// What a command about vehicles takes.
#[derive(Args)]
pub(crate) struct VehiclesArguments {
    #[command(flatten)]
    on: StageArguments,
    /// A vehicle; again for each. `depart` without one takes all that are ready
    #[arg(long = "vehicle", value_name = "ID", value_parser = VehicleId::read)]
    vehicles: Vec<VehicleId>,
}

pub(super) async fn hold_back(arguments: VehiclesArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let vehicles: BTreeSet<_> = arguments.vehicles.into_iter().collect();
    let held = vehicles.len();
    let command = handover::Command::HoldBack { stage: arguments.on.stage, vehicles };
    submit(&mut desk, &actor, command).await?;
    out.line(format!("vehicles that wait: {held}"))
}

pub(super) async fn let_go(arguments: VehiclesArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let vehicles = arguments.vehicles.into_iter().collect();
    let command = handover::Command::LetGo { stage: arguments.on.stage, vehicles };
    submit(&mut desk, &actor, command).await?;
    out.line("let go")
}

pub(super) async fn ready(arguments: StageArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let (stage, from) = (arguments.stage, own_side(&desk)?);
    let leg = stage_of(&desk, stage)?.legs.get(&from);
    let manifest = leg.and_then(|leg| leg.manifest.as_ref());
    let all = manifest.iter().flat_map(|it| &it.vehicles).map(|it| it.id.clone()).collect();
    let at = desk.now();
    let against = handover::ready(&desk.state().handover, (stage, from), &all, at);
    for refusal in &against {
        out.line(refusal.to_string())?;
    }
    match against.first() {
        None => out.line("nothing stands in the way"),
        Some(first) => Err(Failure::refused(
            format!("{} things stand in the way of stage {stage}", against.len()),
            first.hint(),
        )),
    }
}

pub(super) async fn depart(arguments: VehiclesArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let stage = arguments.on.stage;
    let vehicles = arguments.vehicles.into_iter().collect();
    submit(&mut desk, &actor, handover::Command::Depart { stage, vehicles }).await?;
    let from = own_side(&desk)?;
    let left = stage_of(&desk, stage)?.legs.get(&from).map_or(0, |leg| leg.departed.len());
    out.line(format!("vehicles on the road: {left}"))
}
