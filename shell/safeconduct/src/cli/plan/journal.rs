//! A plan in an instance, step by step: vehicles, shares of the seed, sealed tables, the plan, its people.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::journal::{self, Deed, Purpose};
use exchange::plan::planner::{self, Proof, certificate};
use exchange::plan::{
    self, Candidate, ClassTable, Command, Ground, Lock, ReasonRecord, Refusal, State, Transport,
    share_commitment,
};
use exchange::vocabulary::{Digest, LineId, Side, StageNumber};
use rand::RngCore as _;
use serde_json::json;

use super::candidates;
use super::explain::Form;
use super::instance::show_bounds;
use crate::cli::handover::words;
use crate::cli::{Failure, Out, Seat};
use crate::desk::Desk;
use crate::files;

/// What `plan transport` takes.
#[derive(Args)]
pub(crate) struct TransportArguments {
    #[command(flatten)]
    seat: Seat,
    /// Days, vehicles, escorts and beds of both sides
    #[arg(value_name = "TRANSPORT.toml")]
    file: PathBuf,
}

/// What `plan commit` takes.
#[derive(Args)]
pub(crate) struct CommitArguments {
    #[command(flatten)]
    seat: Seat,
    /// A new file for the own share, which stays secret until both tables are sealed
    #[arg(long, value_name = "FILE", required_unless_present = "commitment")]
    share: Option<PathBuf>,
    /// The other side's commitment instead, as it published it
    #[arg(long, value_name = "SHA-256", conflicts_with = "share", value_parser = digest)]
    commitment: Option<Digest>,
}

/// What `plan table` takes.
#[derive(Args)]
pub(crate) struct TableArguments {
    #[command(flatten)]
    seat: Seat,
    /// Everybody whom this side holds and could hand over, or withholds
    #[arg(long, value_name = "CANDIDATES.csv")]
    candidates: PathBuf,
    /// Where the table for the other side goes
    #[arg(long, value_name = "TABLE.json")]
    out: PathBuf,
}

/// What `plan take` takes.
#[derive(Args)]
pub(crate) struct TakeArguments {
    #[command(flatten)]
    seat: Seat,
    /// The other side's table
    #[arg(value_name = "TABLE.json")]
    file: PathBuf,
}

/// What `plan reveal` takes.
#[derive(Args)]
pub(crate) struct RevealArguments {
    #[command(flatten)]
    seat: Seat,
    /// The share: the own one from `plan commit`, or the other side's as it opened it
    #[arg(value_name = "FILE")]
    share: PathBuf,
    /// Whose share it is; the own one where nothing is said
    #[arg(long, value_parser = words::side)]
    by: Option<Side>,
}

/// What `plan assign` takes.
#[derive(Args)]
pub(crate) struct AssignArguments {
    #[command(flatten)]
    seat: Seat,
    /// The same people from whom the table was made
    #[arg(long, value_name = "CANDIDATES.csv")]
    candidates: PathBuf,
}

/// What `plan show` takes.
#[derive(Args)]
pub(crate) struct ShowArguments {
    #[command(flatten)]
    seat: Seat,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// Reads a digest.
fn digest(text: &str) -> Result<Digest, String> {
    Digest::try_from(text.to_owned())
}

async fn submit(seat: &Seat, command: Command) -> Result<Desk, Failure> {
    let (mut desk, actor) = seat.open().await?;
    desk.submit(&actor, journal::Command::Plan(command)).await?;
    Ok(desk)
}

/// Carries a refusal of this stage to the terminal.
pub(super) fn refused(refusal: Refusal) -> Failure {
    journal::Refusal::Plan(refusal).into()
}

pub(super) fn own_side(desk: &Desk) -> Result<Side, Failure> {
    desk.meta().party.side().ok_or_else(|| {
        Failure::refused("this instance belongs to neither side", "use the instance of a side")
    })
}

pub(super) async fn transport(
    arguments: &TransportArguments,
    out: &mut Out,
) -> Result<(), Failure> {
    let text = files::read_text(&arguments.file)?;
    let transport = read_transport(&arguments.file.display().to_string(), &text)?;
    let command = Command::RecordTransport { transport: Box::new(transport) };
    let desk = submit(&arguments.seat, command).await?;
    let ground = desk.state().plan.ground().map_err(refused)?;
    out.line(format!("stages: {}", ground.stages()))?;
    out.line(format!("ground: {}", ground.digest))?;
    out.line("both sides must have the same ground before either seals a table")
}

/// Reads days and vehicles from the text of a file.
pub(crate) fn read_transport(name: &str, text: &str) -> Result<Transport, Failure> {
    toml::from_str(text).map_err(|error| {
        Failure::incomplete(format!("{name}: {error}"), "write it as in spec/5-plan.md, section 9")
    })
}

pub(super) async fn commit(arguments: &CommitArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let own = own_side(&desk)?;
    let (side, commitment) = match (&arguments.share, arguments.commitment) {
        (_, Some(theirs)) => (own.other(), theirs),
        (Some(path), None) => {
            let mut share = [0; 32];
            rand::rngs::OsRng.fill_bytes(&mut share);
            let share = Digest(share);
            let command = |commitment| Command::CommitSeed { side: own, commitment };
            let commitment = share_commitment(own, &share.0);
            keep_secret(path, &format!("{share}\n"))?;
            let taken = desk.submit(&actor, command(commitment).into()).await;
            if let Err(failure) = taken {
                // A share that nobody committed to would only lead astray.
                drop(std::fs::remove_file(path));
                return Err(failure);
            }
            out.line(format!("the own share is in {}; show it to nobody yet", path.display()))?;
            return out.line(format!("commitment of side {own}: {commitment}"));
        }
        (None, None) => return Err(Failure::incomplete("no share is named", "give --share FILE")),
    };
    desk.submit(&actor, Command::CommitSeed { side, commitment }.into()).await?;
    out.line(format!("commitment of side {side}: {commitment}"))
}

/// Writes a new file that only its owner may read.
fn keep_secret(path: &Path, text: &str) -> Result<(), Failure> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(
        |error| {
            Failure::incomplete(
                format!("{} cannot be made: {error}", path.display()),
                "name a new file in a folder where you may write",
            )
        },
    )?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    Ok(written.with_context(|| format!("writing {}", path.display()))?)
}

pub(super) async fn table(arguments: &TableArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let side = own_side(&desk)?;
    files::not_an_input(&arguments.out, &[&arguments.candidates])?;
    let (ground, own) = people(&desk, &arguments.candidates)?;
    let table = ClassTable::of(&ground, side, &own).map_err(refused)?;
    let command = Command::SealTable { table: Box::new(table.clone()) };
    desk.submit(&actor, command.into()).await?;
    files::write_whole(&arguments.out, &table.bytes())?;
    out.line(format!("people who could go: {}", table.people()))?;
    out.line(format!(
        "kept back, for causes that stay here: {}",
        own.len() as u64 - table.people()
    ))?;
    out.line(format!("table of side {side}: {}", table.digest()))
}

/// Reads this side's people on the ground of the plan in force.
fn people(desk: &Desk, path: &Path) -> Result<(Ground, Vec<Candidate>), Failure> {
    let state = &desk.state().plan;
    let ground = state.ground().map_err(refused)?;
    let begun = state.begun.as_ref().context("a ground has terms and transport")?;
    Ok((ground, candidates::read(path, &begun.settled, &begun.transport)?))
}

pub(super) async fn take(arguments: &TakeArguments, out: &mut Out) -> Result<(), Failure> {
    let bytes = files::read_bytes(&arguments.file, files::TEXT_BYTES_MAX)?;
    let table: ClassTable = serde_json::from_slice(&bytes).map_err(|error| {
        Failure::incomplete(
            format!("{} is not a table: {error}", arguments.file.display()),
            "ask the other side for the file that `plan table` wrote",
        )
    })?;
    let (side, digest, people) = (table.side, table.digest(), table.people());
    submit(&arguments.seat, Command::SealTable { table: Box::new(table) }).await?;
    out.line(format!("table of side {side}: {digest}, {people} people"))
}

pub(super) async fn reveal(arguments: &RevealArguments, out: &mut Out) -> Result<(), Failure> {
    let text = files::read_text(&arguments.share)?;
    let share = digest(text.trim()).map_err(|error| {
        Failure::incomplete(
            format!("{} is not a share: {error}", arguments.share.display()),
            "name the file that `plan commit --share` wrote: 64 hexadecimal digits",
        )
    })?;
    let (mut desk, actor) = arguments.seat.open().await?;
    let side = arguments.by.map_or_else(|| own_side(&desk), Ok)?;
    desk.submit(&actor, Command::RevealSeed { side, share }.into()).await?;
    out.line(format!("share of side {side} is open: {share}"))
}

/// Makes the plan from both tables and both shares, and records it.
pub(super) async fn make(
    seat: &super::Seated,
    (plan_out, proof_out): (Option<&Path>, Option<&Path>),
    json: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    desk.submit(&actor, Command::Make.into()).await?;
    let state = &desk.state().plan;
    let made = state.plan.as_ref().context("the plan was made just now")?;
    if let Some(path) = plan_out {
        files::write_whole(path, &made.bytes())?;
    }
    let (ground, tables) =
        (state.ground().map_err(refused)?, state.both_tables().map_err(refused)?);
    let wanted = proof_out.is_some() || made.proof != Proof::Best;
    let certificate =
        if wanted { plan::prove(&ground, &tables, made.seed).map_err(refused)?.1 } else { None };
    if let (Some(path), Some(certificate)) = (proof_out, &certificate) {
        let bytes = serde_json::to_vec(certificate).context("writing the certificate")?;
        files::write_whole(path, &bytes)?;
    }
    show_state(state, json, out)?;
    if made.proof == Proof::Best {
        return Ok(());
    }
    if let (Some(certificate), false) = (&certificate, json) {
        let proven = plan::verify(&ground, &tables, made, certificate).map_err(refused)?;
        show_bounds(ground.frame(), (&made.vector, &proven.bounds), out)?;
    }
    Err(not_best(made.proof))
}

fn not_best(proof: Proof) -> Failure {
    Failure::incomplete(
        format!("the plan is recorded and is {}", proof.words()),
        "use it as it is, or look for a better one with fewer groups or simpler ratios",
    )
}

/// Returns both sealed tables on their ground, as the planner has them.
pub(super) async fn instance(seat: &super::Seated) -> Result<planner::Instance, Failure> {
    let (desk, _) = seat.open().await?;
    let state = &desk.state().plan;
    let ground = state.ground().map_err(refused)?;
    let tables = state.both_tables().map_err(refused)?;
    plan::instance(&ground, &tables).map_err(refused)
}

/// Checks the recorded plan, and the proof that no plan is better.
pub(super) async fn check(
    seat: &super::Seated,
    proof: Option<&Path>,
    out: &mut Out,
) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let state = &desk.state().plan;
    let made = state.plan.as_ref().ok_or(Refusal::NotYet("making the plan")).map_err(refused)?;
    let (ground, tables) =
        (state.ground().map_err(refused)?, state.both_tables().map_err(refused)?);
    if let Err(broken) = plan::check(&ground, &tables, made.seed, made) {
        for violation in &broken {
            out.line(format!("violation: {violation}"))?;
        }
        return Err(Failure::refused(
            format!("the plan breaks the terms in {} places", broken.len()),
            "make a new plan: record transport anew",
        ));
    }
    out.line("the plan obeys every term")?;
    let Some(path) = proof else { return Ok(()) };
    let certificate = read_certificate(path)?;
    let proven = plan::verify(&ground, &tables, made, &certificate).map_err(refused)?;
    show_bounds(ground.frame(), (&made.vector, &proven.bounds), out)?;
    super::instance::say_proven((proven.aims, made.vector.len()), proven.only, out)
}

/// Reads a certificate.
pub(super) fn read_certificate(path: &Path) -> Result<certificate::Certificate, Failure> {
    let bytes = files::read_bytes(path, super::CERTIFICATE_BYTES_MAX)?;
    certificate::read(&bytes).map_err(|error| {
        Failure::incomplete(
            format!("{} is not a certificate: {error}", path.display()),
            "name the file that `plan make --certificate` wrote",
        )
    })
}

pub(super) async fn assign(arguments: &AssignArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let side = own_side(&desk)?;
    let (ground, own) = people(&desk, &arguments.candidates)?;
    let command = Command::Assign { candidates: own };
    desk.submit(&actor, command.into()).await?;
    let state = &desk.state().plan;
    let assigned = state.assigned.get(&side).context("people were assigned just now")?;
    for stage in (1..).take(ground.stages()).map(StageNumber) {
        let going = assigned.going.values().filter(|own| own.stage == stage).count();
        out.line(format!("stage {stage}: {going} of side {side}"))?;
    }
    out.line(format!("staying for now, each with a reason: {}", assigned.staying))
}

/// Asks for the lock or its opening, or agrees to it as a second officer.
pub(super) async fn lock(seat: &Seat, locks: bool, out: &mut Out) -> Result<(), Failure> {
    let desk = submit(seat, if locks { Command::Lock } else { Command::Unlock }).await?;
    out.line(match &desk.state().plan.lock {
        Lock::Open => "the plan may be changed".to_owned(),
        Lock::Asked { by } => {
            format!("{by} asks that the plan be locked; a second officer agrees with `plan lock`")
        }
        Lock::Locked { by } => format!("the plan is locked by {} and {}", by[0], by[1]),
        Lock::UnlockAsked { by, .. } => {
            format!("{by} asks that the plan be opened; a second officer agrees with `plan unlock`")
        }
    })
}

/// Says why somebody goes or waits: the officer's words, or those for the family.
pub(super) async fn explain(
    seat: &super::Seated,
    line: &str,
    form: &Form,
    out: &mut Out,
) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let side = own_side(&desk)?;
    let line = LineId::read(line)
        .map_err(|error| Failure::incomplete(format!("`{line}`: {error}"), "name a line"))?;
    let assigned = desk.state().plan.assigned.get(&side);
    let assigned = assigned.ok_or(Refusal::NotYet("assigning this side's people"));
    let assigned = assigned.map_err(refused)?;
    let kept = if form.family { &assigned.families } else { &assigned.reasons };
    let Some(kept) = kept.get(&line) else {
        return Err(Failure::refused(
            format!("line {line} is not among those whom the plan was assigned to"),
            "check the line",
        ));
    };
    let purpose = if form.family { Purpose::Family } else { Purpose::Exchange };
    let permit = match desk.state().registry.lines.get(&line) {
        Some(person) => desk.show(&actor, purpose, person).await?,
        None => desk.go_through(&actor, (purpose, Deed::Show), ("plan explain", 1)).await?,
    };
    let bytes = desk.read(&permit, &kept.record).await?;
    let record: ReasonRecord =
        serde_json::from_slice(bytes.open()).context("reading a reason from the vault")?;
    let mut said = record.said;
    if let (Some(rank), false) = (&record.rank, form.without_cost) {
        let state = &desk.state().plan;
        let made = state.plan.as_ref().context("people are assigned only to a plan")?;
        let ground = state.ground().map_err(refused)?;
        let tables = state.both_tables().map_err(refused)?;
        let last = record.stage.map_or(ground.stages(), |stage| usize::from(stage.0) - 1);
        for stage in (1..).take(last).map(StageNumber) {
            let class = (rank.class.as_str(), rank.rank);
            said.extend(plan::cost(&ground, &tables, made, class, stage).map_err(refused)?);
        }
    }
    form.show(&said, out)
}

pub(super) async fn show(arguments: &ShowArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    show_state(&desk.state().plan, arguments.json, out)
}

/// Says how far the plan in force is.
fn show_state(state: &State, json: bool, out: &mut Out) -> Result<(), Failure> {
    let ground = state.ground().map_err(refused)?;
    let heads = state.plan.as_ref().map(|made| made.heads(&ground)).transpose().map_err(refused)?;
    if json {
        let answer = json!({
            "ground": ground.digest,
            "commitments": state.commitments,
            "tables": state.tables.iter().map(|(side, table)| (side.to_string(), table.digest()))
                .collect::<std::collections::BTreeMap<_, _>>(),
            "shares": state.shares,
            "plan": state.plan.as_ref().map(exchange::plan::Plan::digest),
            "proof": state.plan.as_ref().map(|made| made.proof),
            "stages": heads,
        });
        return out.line(answer.to_string());
    }
    out.line(format!("ground: {}", ground.digest))?;
    for side in Side::BOTH {
        let did = |done: bool, what: &'static str, not: &'static str| if done { what } else { not };
        out.line(format!(
            "side {side}: {}, {}, {}",
            did(state.commitments.contains_key(&side), "committed", "not committed"),
            did(state.tables.contains_key(&side), "table sealed", "no table"),
            did(state.shares.contains_key(&side), "share open", "share not open"),
        ))?;
    }
    let (Some(made), Some(heads)) = (&state.plan, heads) else { return out.line("no plan yet") };
    for (at, [a, b]) in heads.iter().enumerate() {
        out.line(format!("stage {}: {a} from A, {b} from B", at + 1))?;
    }
    if let Some(floor) = made.floor(&ground).map_err(refused)? {
        let [a, b] = floor.planned;
        out.line(format!(
            "floor over the agreement: {}; planned so far: {a} from A, {b} from B",
            floor.floor
        ))?;
    }
    out.line(format!("plan: {}", made.digest()))?;
    out.line(made.proof.words())
}
