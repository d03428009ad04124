//! At the line: check-off, those who came without a line, the four lists, the act.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use exchange::handover::{
    self, Counters, Entry, FourLists, Remark, Seen, SixFields, Standing, Unlisted,
};
use exchange::journal::{self, Context, Deed, Purpose};
use exchange::vocabulary::{Actor, Digest, EntryId, LineId, Party, PersonId, Side, StageNumber};
use jiff::Timestamp;
use rand::RngCore as _;

use super::road::{StageArguments, digest, refused};
use super::words::{self, Row, rows};
use super::{stage_of, submit};
use crate::cli::{Failure, Out, Seat};
use crate::desk::Desk;
use crate::files::{read_text, write_whole};

/// What is entered about one leg.
#[derive(Args)]
pub(crate) struct LegArguments {
    #[command(flatten)]
    on: StageArguments,
    /// The side that hands over
    #[arg(long, value_parser = words::side)]
    from: Side,
}

/// What every entry may say.
#[derive(Args)]
pub(crate) struct EntryArguments {
    /// The entry's own identifier; drawn when left away
    #[arg(long, value_parser = EntryId::read)]
    id: Option<EntryId>,
    /// An entry that this one puts right; again for each
    #[arg(long, value_name = "ENTRY", value_parser = EntryId::read)]
    replaces: Vec<EntryId>,
}

/// What `handover check` takes.
#[derive(Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    leg: LegArguments,
    #[command(flatten)]
    entry: EntryArguments,
    /// The person's line
    #[arg(long, value_parser = LineId::read)]
    line: LineId,
    /// received, refused, unfit, absent, died or substituted
    #[arg(long)]
    outcome: String,
    /// Why somebody is absent, or the entry of who came instead
    #[arg(long, default_value = "")]
    detail: String,
}

/// Makes a context of the device, from which an entry draws its names.
fn device(actor: &Actor, at: Timestamp) -> Context {
    let mut entropy = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut entropy);
    Context::new(at, actor.clone(), entropy)
}

fn entry(arguments: EntryArguments, context: &Context, seen: impl Fn(&EntryId) -> Seen) -> Entry {
    let id = arguments.id.unwrap_or_else(|| {
        EntryId::read(&context.draw_id("handover/entry", 0))
            .expect("a drawn identifier is 32 hexadecimal digits")
    });
    let seen = seen(&id);
    let replaces = arguments.replaces.into_iter().collect();
    Entry { id, by: context.actor.name.clone(), at: context.at, replaces, seen }
}

/// Shows how far the check-off of a leg is.
fn progress(desk: &Desk, stage: StageNumber, from: Side, out: &mut Out) -> Result<(), Failure> {
    let lists = four_lists(desk, stage, from)?;
    let people = lists.sums().lines() + lists.open.len() as u64 + lists.disputed.len() as u64;
    out.line(format!(
        "received {} of {people}, open {}, disputed {}, unlisted {}",
        lists.came.len(),
        lists.open.len(),
        lists.disputed.len(),
        lists.unagreed.len()
    ))
}

fn four_lists(desk: &Desk, stage: StageNumber, from: Side) -> Result<FourLists, Failure> {
    let leg = stage_of(desk, stage)?.legs.get(&from);
    leg.and_then(handover::Leg::four_lists)
        .ok_or_else(|| refused(handover::Refusal::NoManifest { stage, from }))
}

pub(super) async fn check(arguments: CheckArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.leg.on.seat.open().await?;
    let (stage, from) = (arguments.leg.on.stage, arguments.leg.from);
    let outcome = words::outcome(&arguments.outcome, &arguments.detail)
        .map_err(|what| Failure::incomplete(what, "see `safeconduct handover check --help`"))?;
    let line = arguments.line;
    let seen = |_: &EntryId| Seen::Line { line: line.clone(), outcome: outcome.clone() };
    let entry = entry(arguments.entry, &device(&actor, desk.now()), seen);
    let id = entry.id.clone();
    let new = submit(&mut desk, &actor, handover::Command::Check { stage, from, entry }).await?;
    out.line(format!(
        "line {line}: {}, entry {id}{}",
        outcome.kind().word(),
        if new { "" } else { " (entered before)" }
    ))?;
    progress(&desk, stage, from, out)
}

/// What `handover unlisted` takes. `refused` and `unable` are answers.
#[derive(Args)]
pub(crate) struct UnlistedArguments {
    #[command(flatten)]
    leg: LegArguments,
    #[command(flatten)]
    entry: EntryArguments,
    /// Surname
    #[arg(long, default_value = "")]
    surname: String,
    /// First names
    #[arg(long, default_value = "")]
    first_names: String,
    /// First name of the father; voluntary
    #[arg(long, default_value = "")]
    father: String,
    /// Date of birth
    #[arg(long, default_value = "")]
    birth: String,
    /// Rank
    #[arg(long, default_value = "")]
    rank: String,
    /// Army, regimental, personal or serial number
    #[arg(long, default_value = "")]
    number: String,
    /// Whom a search of this registry found
    #[arg(long, value_parser = PersonId::read)]
    person: Option<PersonId>,
    /// Only search this registry, and write nothing down
    #[arg(long)]
    search: bool,
}

pub(super) async fn unlisted(arguments: UnlistedArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.leg.on.seat.open().await?;
    let (stage, from) = (arguments.leg.on.stage, arguments.leg.from);
    let fields = SixFields {
        surname: words::told(&arguments.surname),
        first_names: words::told(&arguments.first_names),
        father: words::told(&arguments.father),
        birth: words::told(&arguments.birth),
        rank: words::told(&arguments.rank),
        number: words::told(&arguments.number),
    };
    if arguments.search {
        return candidates(&desk, &actor, &fields, out).await;
    }
    let context = device(&actor, desk.now());
    let person = arguments.person;
    let seen =
        |id: &EntryId| Seen::Unlisted(Unlisted::new(&context, id, fields.clone(), person.clone()));
    let entry = entry(arguments.entry, &context, seen);
    let id = entry.id.clone();
    submit(&mut desk, &actor, handover::Command::Check { stage, from, entry }).await?;
    out.line(format!("came without a line: entry {id}"))?;
    progress(&desk, stage, from, out)?;
    if person.is_none() {
        candidates(&desk, &actor, &fields, out).await?;
        out.line(format!("to name the person: the same again with `--replaces {id} --person P`"))?;
    }
    Ok(())
}

/// Shows who of the own registry somebody may be.
async fn candidates(
    desk: &Desk,
    actor: &Actor,
    fields: &SixFields,
    out: &mut Out,
) -> Result<(), Failure> {
    let people = desk.state().registry.persons.len();
    let work = ("handover unlisted", people);
    let permit = desk.go_through(actor, (Purpose::Handover, Deed::Match), work).await?;
    let known = desk.known(&permit).await?;
    let found = handover::search(fields, &known);
    out.line(format!("people in this registry who may be meant: {}", found.len()))?;
    for it in found {
        out.line(format!(
            "  person {} ({}): name {}.{:03}, birth {}, number {}",
            it.person,
            it.status,
            it.name / 1000,
            it.name % 1000,
            it.birth.word(),
            it.number.word()
        ))?;
    }
    Ok(())
}

pub(super) async fn register(arguments: StageArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    stage_of(&desk, arguments.stage)?;
    let claims = handover::registry_commands(desk.state(), arguments.stage);
    let added = claims.len();
    let commands = claims.into_iter().map(journal::Command::Registry).collect();
    desk.submit_all(&actor, commands).await?;
    out.line(format!("claims added to the registry: {added}"))
}

/// What `handover round` takes.
#[derive(Args)]
pub(crate) struct RoundArguments {
    #[command(flatten)]
    leg: LegArguments,
    /// The entries: id,by,at,line,outcome and, where known, detail,replaces,surname,first-names,father,
    /// birth,rank,number,person; the outcome `withdrawn` takes entries back
    file: PathBuf,
}

pub(super) async fn round(arguments: RoundArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.leg.on.seat.open().await?;
    let (stage, from) = (arguments.leg.on.stage, arguments.leg.from);
    let context = device(&actor, desk.now());
    let wanted = ["id", "by", "at", "line", "outcome"];
    let also = [
        "detail",
        "replaces",
        "surname",
        "first-names",
        "father",
        "birth",
        "rank",
        "number",
        "person",
    ];
    let mut entries = Vec::new();
    let mut known = Vec::new();
    for row in rows(&arguments.file, &wanted, &also)? {
        let id = row.read("id", EntryId::read)?;
        // A file carries no salt, so the six fields of an entry taken before cannot be compared.
        if row.cell("outcome") == "unlisted" && is_known(&desk, (stage, from), &id) {
            known.push(id);
            continue;
        }
        entries.push(row_entry(&row, id, &context)?);
    }
    let read = entries.len() + known.len();
    let before = stage_of(&desk, stage)?.legs.get(&from).map_or(0, |leg| leg.round.len());
    submit(&mut desk, &actor, handover::Command::Merge { stage, from, entries }).await?;
    let after = stage_of(&desk, stage)?.legs.get(&from).map_or(0, |leg| leg.round.len());
    out.line(format!("entries read {read}, new {}", after - before))?;
    for id in known {
        out.line(format!("entry {id} is there already; its six fields were not read again"))?;
    }
    progress(&desk, stage, from, out)?;
    let lists = four_lists(&desk, stage, from)?;
    for line in &lists.disputed {
        out.line(format!("line {line}: two devices disagree"))?;
        let leg = &stage_of(&desk, stage)?.legs[&from];
        if let Standing::Disputed(entries) = leg.round.line(line) {
            for entry in entries {
                out.line(format!("  entry {} by {} at {}", entry.id, entry.by, entry.at))?;
            }
        }
    }
    Ok(())
}

/// Reads one row of a round.
fn row_entry(row: &Row, id: EntryId, context: &Context) -> Result<Entry, Failure> {
    let seen = match row.cell("outcome") {
        "withdrawn" => Seen::Withdrawn,
        "unlisted" => {
            let fields = SixFields {
                surname: words::told(row.cell("surname")),
                first_names: words::told(row.cell("first-names")),
                father: words::told(row.cell("father")),
                birth: words::told(row.cell("birth")),
                rank: words::told(row.cell("rank")),
                number: words::told(row.cell("number")),
            };
            let person = match row.cell("person") {
                "" => None,
                _ => Some(row.read("person", PersonId::read)?),
            };
            Seen::Unlisted(Unlisted::new(context, &id, fields, person))
        }
        word => Seen::Line {
            line: row.read("line", LineId::read)?,
            outcome: row.read("outcome", |_| words::outcome(word, row.cell("detail")))?,
        },
    };
    let replaces = row.read("replaces", |text| {
        text.split_whitespace().map(EntryId::read).collect::<Result<BTreeSet<_>, _>>()
    })?;
    let at = row.read("at", str::parse::<Timestamp>)?;
    Ok(Entry { id, by: row.cell("by").to_owned(), at, replaces, seen })
}

/// Says whether a leg has an unlisted arrival under this entry.
fn is_known(desk: &Desk, (stage, from): (StageNumber, Side), id: &EntryId) -> bool {
    let leg = desk.state().handover.leg(stage, from);
    let entry = leg.and_then(|leg| leg.round.get(id));
    entry.is_some_and(|entry| matches!(entry.kept, handover::Kept::Unlisted { .. }))
}

/// What `handover lists` takes.
#[derive(Args)]
pub(crate) struct ListsArguments {
    #[command(flatten)]
    leg: LegArguments,
    /// What the other side may be told: no cause by person, save a death
    #[arg(long)]
    crossing: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn lists(arguments: ListsArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.leg.on.seat.open().await?;
    let lists = four_lists(&desk, arguments.leg.on.stage, arguments.leg.from)?;
    if arguments.crossing {
        let crossing = serde_json::to_string(&lists.crossing()).map_err(anyhow::Error::from)?;
        return out.line(crossing);
    }
    if arguments.json {
        return out.line(serde_json::to_string(&lists).map_err(anyhow::Error::from)?);
    }
    out.line(format!("agreed and came: {}", lists.came.len()))?;
    out.line(format!("agreed and absent: {}", lists.absent.len()))?;
    for (line, outcome) in &lists.absent {
        out.line(format!("  {line} {}", outcome.kind().word()))?;
    }
    out.line(format!("came unagreed: {}", lists.unagreed.len()))?;
    for entry in &lists.unagreed {
        out.line(format!("  entry {entry}"))?;
    }
    out.line(format!("refused on the line: {}", lists.refused.len()))?;
    for line in &lists.refused {
        out.line(format!("  {line}"))?;
    }
    out.line(format!("open: {}, disputed: {}", lists.open.len(), lists.disputed.len()))
}

pub(super) async fn counters(arguments: StageArguments, out: &mut Out) -> Result<(), Failure> {
    let (desk, _) = arguments.seat.open().await?;
    let counters = stage_of(&desk, arguments.stage)?.counters();
    out.line(serde_json::to_string(&counters).map_err(anyhow::Error::from)?)
}

/// What `handover act` takes.
#[derive(Args)]
pub(crate) struct ActArguments {
    #[command(flatten)]
    on: StageArguments,
    /// What the other team counted, as `handover counters` shows it there
    #[arg(long, value_name = "COUNTERS.json")]
    theirs: PathBuf,
    /// Why two sums differ: FROM:OUTCOME:BY:WHY; again for each
    #[arg(long = "remark", value_name = "REMARK", value_parser = words::remark)]
    remarks: Vec<Remark>,
    /// Where the act goes
    #[arg(long, value_name = "ACT.json")]
    out: PathBuf,
}

pub(super) async fn act(arguments: ActArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let stage = arguments.on.stage;
    let Some(own) = desk.meta().party.side() else {
        return Err(Failure::refused("only a side draws the act", "an observer takes it in"));
    };
    let theirs: Counters =
        serde_json::from_str(&read_text(&arguments.theirs)?).map_err(|error| {
            Failure::incomplete(
                format!("{}: {error}", arguments.theirs.display()),
                "ask the other team for its counters again",
            )
        })?;
    let act = handover::draw_act(&desk.state().handover, stage, own, theirs, arguments.remarks)
        .map_err(refused)?;
    let (document, digest, differences) = (act.document(), act.digest(), act.differences());
    submit(&mut desk, &actor, handover::Command::RecordAct { act }).await?;
    write_whole(&arguments.out, &document)?;
    for it in &differences {
        out.line(format!(
            "{} from side {}: A counted {}, B counted {}, with a remark",
            it.outcome.word(),
            it.from,
            it.counted_by_a,
            it.counted_by_b
        ))?;
    }
    out.line(format!("act: {digest}"))
}

/// What `handover sign` takes.
#[derive(Args)]
pub(crate) struct SignArguments {
    #[command(flatten)]
    seat: Seat,
    /// The stage
    #[arg(long, value_parser = words::stage)]
    stage: StageNumber,
    /// Who signed: a, b, or mediator
    #[arg(long, value_parser = words::party)]
    party: Party,
    /// The digest of the act
    #[arg(long, value_name = "SHA-256", value_parser = digest)]
    act: Digest,
    /// The digest of the signature
    #[arg(long, value_name = "SHA-256", value_parser = digest)]
    signature: Digest,
}

pub(super) async fn sign(arguments: SignArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.seat.open().await?;
    let SignArguments { stage, party, act, signature, .. } = arguments;
    let command = handover::Command::SignAct { stage, party, act, signature };
    submit(&mut desk, &actor, command).await?;
    let drawn = stage_of(&desk, stage)?.act.as_ref();
    let both = drawn.is_some_and(handover::Drawn::is_signed_by_both);
    out.line(if both { "signed by both sides" } else { "signed; the other side is still to sign" })
}
