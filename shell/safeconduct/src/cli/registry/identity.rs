//! Who is who: entries that may be one person, merging, telling apart, and settling what sources differ on.

use clap::Subcommand;
use exchange::journal::{self, Deed, Purpose, Recorded, Thing};
use exchange::lists::Field;
use exchange::reconcile::{duplicates, wording};
use exchange::registry::{self, Dispute, Event, touches};
use exchange::vocabulary::{ClaimId, LineId, PersonId, Private};

use super::super::reconcile::{name, written};
use super::super::{Failure, Out, Seat};
use super::opened::claims;
use super::{show, submit};
use crate::desk::{Desk, Permit};

/// What to do about who is who.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Name entries that may be one person, the likeliest first; who was told apart is left out.
    Duplicates {
        /// The most pairs to show
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
        most: u16,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say that two entries are one person.
    Merge {
        /// One entry
        one: PersonId,
        /// The other
        other: PersonId,
        /// Why
        #[arg(long, required_unless_present = "preview")]
        reason: Option<String>,
        /// Only say what the merge would touch
        #[arg(long, conflicts_with = "reason")]
        preview: bool,
        #[command(flatten)]
        seat: Seat,
    },
    /// Agree, as a second person, to a merge that changes an answer.
    Confirm {
        /// The merge
        claim: ClaimId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Undo a merge.
    Unmerge {
        /// The merge
        claim: ClaimId,
        #[command(flatten)]
        seat: Seat,
    },
    /// Say that two entries that look alike are two people.
    Apart {
        /// One entry
        one: PersonId,
        /// The other
        other: PersonId,
        /// What differs
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
    /// Name people on whom sources differ: birth date, numbers, rank and the like.
    Disputed {
        /// The most people to show
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
        most: u16,
        #[command(flatten)]
        seat: Seat,
    },
    /// Where sources differ on one thing, take one claim's word for it; the others stay.
    Settle {
        /// The person
        person: PersonId,
        /// The thing, such as birth-date
        #[arg(long, value_parser = field)]
        field: Field,
        /// The claim whose word is taken
        #[arg(long)]
        claim: ClaimId,
        /// Why
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        seat: Seat,
    },
}

fn field(word: &str) -> Result<Field, String> {
    Field::of_word(word).ok_or_else(|| {
        format!("`{word}` is no field; the fields are {}", Field::ALL.map(Field::word).join(", "))
    })
}

/// Runs the command.
pub(super) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    match command {
        Command::Duplicates { most, seat } => alike(out, &seat, usize::from(most)).await,
        Command::Merge { one, other, reason: None, preview: _, seat } => {
            preview(out, &seat, (&one, &other)).await
        }
        Command::Merge { one, other, reason: Some(reason), preview: _, seat } => {
            let reason = Private::new(reason);
            let recorded = submit(&seat, registry::Command::Merge { one, other, reason }).await?;
            out.line(merged(&recorded))
        }
        Command::Confirm { claim, seat } => {
            submit(&seat, registry::Command::ConfirmMerge { claim: claim.clone() }).await?;
            out.line(format!("merge {claim} holds; undo it with `safeconduct registry unmerge`"))
        }
        Command::Unmerge { claim, seat } => {
            submit(&seat, registry::Command::Unmerge { claim: claim.clone() }).await?;
            out.line(format!("merge {claim} is undone"))
        }
        Command::Apart { one, other, reason, seat } => {
            let said = format!("{one} and {other} are two people");
            let reason = Private::new(reason);
            submit(&seat, registry::Command::TellApart { one, other, reason }).await?;
            out.line(said)
        }
        Command::Disputed { most, seat } => disputed(out, &seat, usize::from(most)).await,
        Command::Settle { person, field, claim, reason, seat } => {
            settle(out, &seat, (person, field, claim), reason).await
        }
    }
}

/// Says whether a merge took effect, with its reference.
fn merged(recorded: &[Recorded]) -> String {
    let mut proposed = None;
    for one in recorded {
        let journal::Event::Registry(event) = &one.event else { continue };
        if let Event::Merged { claim, .. } = event {
            return format!("merge {claim} holds; undo it with `safeconduct registry unmerge`");
        }
        if let Event::MergeProposed { claim, .. } = event {
            proposed = Some(claim);
        }
    }
    proposed.map_or_else(String::new, |claim| {
        format!(
            "merge {claim} is proposed and needs a second officer, who confirms it with \
             `safeconduct registry confirm {claim} --as NAME`"
        )
    })
}

/// Says what a merge would touch.
async fn preview(
    out: &mut Out,
    seat: &Seat,
    (one, other): (&PersonId, &PersonId),
) -> Result<(), Failure> {
    let (desk, _) = seat.open().await?;
    let touched = touches(desk.state(), one, other).map_err(journal::Refusal::from)?;
    let word =
        |status: Option<registry::Status>| status.map_or("no status", registry::Status::word);
    for entry in &touched.entries {
        let mut more = vec![match entry.claims {
            1 => "1 claim".to_owned(),
            claims => format!("{claims} claims"),
        }];
        if !entry.lines.is_empty() {
            let lines: Vec<&str> = entry.lines.iter().map(LineId::as_str).collect();
            more.push(format!("line {} of a list", lines.join(", ")));
        }
        more.extend(entry.stages.iter().map(|stage| format!("on the manifest of stage {stage}")));
        more.extend(entry.in_care.then(|| "in somebody's care".to_owned()));
        out.line(format!("{}: {}; {}", entry.person, word(entry.status), more.join("; ")))?;
    }
    out.line(format!("together: {}", word(touched.status)))?;
    if touched.told_apart {
        out.line("somebody told them apart before")?;
    }
    out.line(if touched.needs_a_second {
        "a second officer has to agree: what a family is told may change"
    } else {
        "no status changes; one officer is enough"
    })
}

/// Names entries that may be one person.
async fn alike(out: &mut Out, seat: &Seat, most: usize) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let state = &desk.state().registry;
    let work = ("registry duplicates", state.persons.len());
    let permit = desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    let known = desk.known(&permit).await?;
    let found = duplicates(&known, state);
    let of = |person: &PersonId| {
        let at = known.binary_search_by(|known| known.person.cmp(person)).ok();
        at.map(|at| &known[at].fields)
    };
    for pair in found.iter().take(most) {
        out.line(format!("{:.3}", pair.probability))?;
        for person in [&pair.one, &pair.other] {
            desk.show(&actor, Purpose::Tracing, person).await?;
            let status = state.status(person, None).map_or("none", |one| one.status.word());
            let birth = written(of(person), Field::BirthDate);
            out.line(format!("    {person}  {status}  {}  {birth}", name(of(person))))?;
        }
        for reason in &pair.waterfall.reasons {
            let text = |person| written(of(person), reason.field);
            let (theirs, ours) = (text(&pair.other), text(&pair.one));
            out.line(format!("    {}", wording::reason(reason, theirs, ours).in_english()))?;
        }
    }
    if found.len() > most {
        out.line(format!(
            "and {} more pairs; see them with --most {}",
            found.len() - most,
            found.len()
        ))?;
    }
    out.line(match found.len() {
        0 => "no two entries look like one person".to_owned(),
        1 => "1 pair may be one person: merge them, or tell them apart with `registry apart`"
            .to_owned(),
        pairs => format!(
            "{pairs} pairs may be one person: merge them, or tell them apart with `registry apart`"
        ),
    })
}

/// What sources differ on about one person.
pub(crate) async fn disputes(
    desk: &Desk,
    permit: &Permit,
    person: &PersonId,
) -> Result<Vec<Dispute>, Failure> {
    let opened = claims(desk, permit, person).await?;
    let claims: Vec<_> = opened.iter().map(|one| (one.id, one.recorded, &one.words)).collect();
    let mut found = registry::disputes(&claims, &desk.state().registry.settled_on(person));
    found.retain(|dispute| permit.shows(Thing::of(dispute.field)));
    Ok(found)
}

/// Prints what sources differ on about a person who is shown, if anything.
pub(super) async fn show_disputes(
    out: &mut Out,
    (desk, permit): (&Desk, &Permit),
    person: &PersonId,
) -> Result<(), Failure> {
    let found = disputes(desk, permit, person).await?;
    if found.is_empty() {
        return Ok(());
    }
    out.line("sources differ:")?;
    print_disputes(out, &found)
}

fn print_disputes(out: &mut Out, disputes: &[Dispute]) -> Result<(), Failure> {
    for dispute in disputes {
        out.line(match &dispute.settled {
            Some(claim) => format!("    {}: claim {claim} is taken", dispute.field),
            None => format!("    {}: not settled", dispute.field),
        })?;
        for (value, said_by) in &dispute.values {
            let said_by: Vec<&str> = said_by.iter().map(ClaimId::as_str).collect();
            out.line(format!("        {}: claim {}", value.open(), said_by.join(", ")))?;
        }
    }
    Ok(())
}

/// Names people on whom sources differ and nobody has settled it.
async fn disputed(out: &mut Out, seat: &Seat, most: usize) -> Result<(), Failure> {
    let (desk, actor) = seat.open().await?;
    let state = &desk.state().registry;
    let work = ("registry disputed", state.persons.len());
    let permit = desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    let mut count = 0_usize;
    for (person, entry) in &state.persons {
        let several = !entry.erased
            && state.standing_for(person) == *person
            && state.claims_on(person, None).len() > 1;
        if !several {
            continue;
        }
        let mut found = disputes(&desk, &permit, person).await?;
        found.retain(|dispute| dispute.settled.is_none());
        if found.is_empty() {
            continue;
        }
        count += 1;
        if count <= most {
            desk.show(&actor, Purpose::Tracing, person).await?;
            out.line(show::status_line(state, person, None))?;
            print_disputes(out, &found)?;
        }
    }
    if count > most {
        out.line(format!("and {} more; see them with --most {count}", count - most))?;
    }
    out.line(match count {
        0 => "sources differ on nobody".to_owned(),
        1 => "sources differ on 1 person; settle it with `registry settle`".to_owned(),
        count => format!("sources differ on {count} people; settle it with `registry settle`"),
    })
}

/// Takes one claim's word for a thing.
async fn settle(
    out: &mut Out,
    seat: &Seat,
    (person, field, claim): (PersonId, Field, ClaimId),
    reason: String,
) -> Result<(), Failure> {
    let (mut desk, actor) = seat.open().await?;
    let permit = desk.show(&actor, Purpose::Tracing, &person).await?;
    let of = (&person, field, &claim);
    let command = settlement((&desk, &permit), of, Private::new(reason)).await?;
    desk.submit(&actor, journal::Command::Registry(command)).await?;
    out.line(format!("{field} of {person}: claim {claim} is taken; the others stay"))
}

/// Opens the claim whose word is to be taken for a thing, and puts the command together.
pub(crate) async fn settlement(
    (desk, permit): (&Desk, &Permit),
    (person, field, claim): (&PersonId, Field, &ClaimId),
    reason: Private<String>,
) -> Result<registry::Command, Failure> {
    let opened = claims(desk, permit, person).await?;
    let words = opened.into_iter().find(|one| one.id == claim).map(|one| Box::new(one.words));
    let (person, claim) = (person.clone(), claim.clone());
    let Some(words) = words else {
        let refusal = registry::Refusal::NotAboutThem { claim, person };
        return Err(journal::Refusal::from(refusal).into());
    };
    Ok(registry::Command::Settle { person, field, claim, words, reason })
}
