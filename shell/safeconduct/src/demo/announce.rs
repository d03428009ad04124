//! Announce in the story: families first, one person at a time; then both sides say the same few things
//! to the public; and in the end the account.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Context as _;
use exchange::agreement::{Settled, Track};
use exchange::announce::{
    Account, Amount, Cell, Command, ContactDetails, ContactKind, Count, Delivery, Event,
    FurtherAgreed, GuardedNames, Language, NoticeKind, Now, Owed, Sheet, Stages, Statement,
    Verification, Words, delivered, say,
};
use exchange::handover::Leg;
use exchange::journal::{Command as Any, Event as Happened, Recorded};
use exchange::seal::Kind;
use exchange::vocabulary::{
    CategoryId, LineId, PersonId, Private, Role, Side, StageNumber, StatementId,
};
use jiff::civil::Date;

use super::cast::Cast;
use super::handover::Crossed;
use super::plan::Made;
use super::seal::{Sealing, sides};
use crate::cli::Failure;

/// The second speaker, who releases what the first one proposed.
const SECOND_SPEAKER: &str = "speaker-2";

/// What became of what was said.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Notices that reached a family.
    pub(crate) notices: usize,
    /// Statements that went out.
    pub(crate) statements: usize,
    /// Why the statement with a number was refused while the embargo held.
    pub(crate) refused: Option<String>,
}

/// Sets what may be told by the clause that both sides sealed.
pub(crate) async fn open(cast: &mut Cast, settled: &Settled) -> Result<Said, Failure> {
    for side in sides() {
        let sheet = Sheet::of(settled.disclosure.clone());
        cast.tell(side, Role::Officer, Command::SetSheet { sheet }).await?;
    }
    Ok(Said::default())
}

/// Tells the families of everybody who came home in a stage, and then the public.
pub(crate) async fn stage(
    cast: &mut Cast,
    sealing: &mut Sealing,
    said: &mut Said,
    crossed: &[Crossed],
    (stage, day): (StageNumber, Date),
) -> Result<(), Failure> {
    for home in sides() {
        let known: Vec<PersonId> = crossed
            .iter()
            .filter(|it| it.home == home)
            .filter_map(|it| it.person.clone())
            .collect();
        said.notices += families(cast, home, &known).await?;
    }
    for side in sides() {
        let plain = statement(side, stage, day, "plain")?;
        if said.refused.is_none() {
            said.refused = Some(with_a_number(cast, side, &plain).await?);
        }
        release(cast, sealing, side, plain).await?;
        said.statements += 1;
    }
    Ok(())
}

/// Tells the family of each returned person, as the person decided on the first call.
async fn families(cast: &mut Cast, home: Side, people: &[PersonId]) -> Result<usize, Failure> {
    let text = |text: &str| Private::new(text.to_owned());
    let add = |person: &PersonId| -> Any {
        Command::AddContact {
            person: person.clone(),
            kind: ContactKind::Named { place: 1 },
            verified: Some(Verification::CallBack),
            details: ContactDetails {
                name: text("the relative on the capture card"),
                relation: text("next of kin"),
                reach: text("by telephone"),
            },
        }
        .into()
    };
    let recorded = speak(cast, home, people.iter().map(add).collect()).await?;
    let prepare = recorded.iter().filter_map(|recorded| {
        let Happened::Announce(Event::ContactAdded { contact, person, .. }) = &recorded.event
        else {
            return None;
        };
        let (person, contact) = (person.clone(), contact.clone());
        let words = text("has crossed the line and is identified; will call again");
        Some(Command::Prepare { person, contact, kind: NoticeKind::Crossed, words }.into())
    });
    let recorded = speak(cast, home, prepare.collect()).await?;
    let deliver = recorded.iter().filter_map(|recorded| {
        let Happened::Announce(Event::Prepared { notice, .. }) = &recorded.event else {
            return None;
        };
        Some(Command::Deliver { notice: notice.clone(), delivery: Delivery::Told }.into())
    });
    Ok(speak(cast, home, deliver.collect()).await?.len())
}

async fn speak(cast: &mut Cast, side: Side, commands: Vec<Any>) -> Result<Vec<Recorded>, Failure> {
    cast.tell_all(side, Role::Spokesperson, commands).await
}

/// A statement with what the clause leaves open: that it took place, and who stood between.
fn statement(by: Side, stage: StageNumber, on: Date, what: &str) -> Result<Statement, Failure> {
    let id = format!("{}-stage-{stage}-{what}", by.to_string().to_lowercase());
    Ok(Statement {
        id: StatementId::read(&id).context("a name of the story")?,
        by: by.into(),
        stage,
        on,
        counts: Vec::new(),
        next: None,
        place: None,
        mediator: Some("the mediator of the talks".to_owned()),
        conditions: Vec::new(),
    })
}

/// Tries to tell the number while the clause withholds it, and returns the refusal in words.
async fn with_a_number(cast: &mut Cast, side: Side, plain: &Statement) -> Result<String, Failure> {
    let stages = Stages::one(plain.stage).context("a stage is counted from 1")?;
    let stage = cast.desk(side).state().handover.leg(plain.stage, side.other());
    let lists = stage.and_then(Leg::four_lists);
    let came = lists.map_or(0, |lists| lists.sums().received);
    let mut early = plain.clone();
    early.id = StatementId::read(&format!("{}-early", early.id)).context("a name of the story")?;
    early.counts = vec![Count {
        of: Cell::total(side, Track::Prisoners, stages),
        amount: Amount::Exactly(came),
    }];
    let command = Command::Propose { statement: early, names: GuardedNames::default() };
    match cast.tell(side, Role::Spokesperson, command).await {
        Err(Failure::Refused { what, .. }) if what.contains("embargo") => Ok(what),
        Err(other) => Err(other),
        Ok(_) => Err(Failure::Fault(anyhow::anyhow!("a number went out before its embargo ended"))),
    }
}

/// Proposes, releases by a second person, seals, and lets the other side hear it.
async fn release(
    cast: &mut Cast,
    sealing: &mut Sealing,
    side: Side,
    statement: Statement,
) -> Result<(), Failure> {
    let names = guarded(cast, side);
    let propose = Command::Propose { statement: statement.clone(), names: names.clone() };
    cast.tell(side, Role::Spokesperson, propose).await?;
    let release = Command::Release { statement: statement.id.clone(), names };
    cast.tell_as(side, (SECOND_SPEAKER, Role::Spokesperson), vec![release.into()]).await?;
    sealing.act(cast, Kind::Statement, side, &statement).await?;
    let hear = Command::Hear { statement };
    cast.tell(side.other(), Role::Spokesperson, hear).await?;
    Ok(())
}

/// Everybody whom the side seeks, so that no statement names one of them.
fn guarded(cast: &Cast, side: Side) -> GuardedNames {
    let people = &cast.world.people_of(side).people;
    let names: Vec<Private<String>> = people
        .iter()
        .map(|person| {
            let name = &person.name;
            Private::new(format!("{} {}", name.surname.by(side), name.given.by(side)))
        })
        .collect();
    GuardedNames::new(&names)
}

/// Says that the last stage is done, tells the numbers that may be told now, and writes the account.
pub(crate) async fn close(
    cast: &mut Cast,
    sealing: &mut Sealing,
    said: &mut Said,
    (made, settled): (&Made, &Settled),
) -> Result<Account, Failure> {
    let (last, day) = *made.stages.last().context("the plan moves somebody")?;
    for side in sides() {
        cast.tell(side, Role::Officer, Command::DeclareDone).await?;
    }
    let lines = tracks(made, settled);
    let account = Account::of(settled, &delivered(cast.desk(Side::A).state(), &lines), day);
    let span = Stages::span(StageNumber(1), last).context("stages are counted from 1")?;
    for side in sides() {
        let mut totals = statement(side, last, day, "totals")?;
        let counts = [Track::Prisoners, Track::Civilians].map(|track| {
            let count = account.track(track, side).delivered;
            Count { of: Cell::total(side, track, span), amount: Amount::Exactly(count) }
        });
        totals.counts =
            counts.into_iter().filter(|count| count.amount != Amount::Exactly(0)).collect();
        release(cast, sealing, side, totals.clone()).await?;
        said.statements += 1;
        let words = sheet_words(settled);
        let now = Now { on: day, all_stages_done: true };
        let mut text = String::new();
        for language in Language::ALL {
            let sheet = Sheet::of(settled.disclosure.clone());
            writeln!(text, "[{}]", language.code()).context("writing to memory")?;
            writeln!(text, "{}", say(&totals, &sheet, now, &words, language))
                .context("writing to memory")?;
        }
        let name = format!("9-statement-{}.txt", side.to_string().to_lowercase());
        cast.write(&name, text.as_bytes())?;
    }
    for side in sides() {
        let mut text = String::from("notice,contact,came of it\n");
        for (id, notice) in &cast.desk(side).state().announce.notices {
            let came = match notice.delivery {
                Some(Delivery::Told) => "told",
                Some(Delivery::NotReached) => "tried and not reached",
                None => "waiting",
            };
            writeln!(text, "{id},{},{came}", notice.contact).context("writing to memory")?;
        }
        let name = format!("9-notices-{}-only.csv", side.to_string().to_lowercase());
        cast.write(&name, text.as_bytes())?;
    }
    cast.write("9-account.txt", account_text(&account)?.as_bytes())?;
    Ok(account)
}

fn sheet_words(settled: &Settled) -> Words {
    let categories: BTreeMap<CategoryId, String> = settled
        .categories
        .iter()
        .map(|category| (category.id.clone(), category.title.clone()))
        .collect();
    Words { sides: BTreeMap::new(), categories }
}

/// Returns the track and the category under which each line crosses.
fn tracks(made: &Made, settled: &Settled) -> BTreeMap<LineId, (Track, CategoryId)> {
    let all = made.candidates.values().flatten();
    all.filter_map(|candidate| {
        let id = candidate.place.category.clone()?;
        let agreed = settled.category(&id).map(|category| category.track);
        let by_law = if id.as_str() == exchange::plan::BY_LAW_CIVILIAN {
            Track::Civilians
        } else {
            Track::Prisoners
        };
        Some((candidate.line.clone(), (agreed.unwrap_or(by_law), id)))
    })
    .collect()
}

/// Writes the account for a person to read.
pub(crate) fn account_text(account: &Account) -> Result<String, Failure> {
    let mut text = String::from("Delivered against agreed. Invented people, practice numbers.\n\n");
    for track in &account.tracks {
        let agreed = track.agreed.map_or_else(|| "no number".to_owned(), |it| it.to_string());
        let owed = match track.outstanding {
            Owed::Nothing => "nothing is owed".to_owned(),
            Owed::AtLeast(count) => format!("at least {count} are owed"),
            Owed::AsManyAsThereAre => "as many as there are".to_owned(),
            Owed::NoNumberAgreed => "no number agreed".to_owned(),
        };
        writeln!(
            text,
            "{:<10} to {}: agreed {agreed}, delivered {}; {owed}",
            track.track.word(),
            track.to,
            track.delivered
        )
        .context("writing to memory")?;
        for (category, count) in &track.by_category {
            writeln!(text, "             {category}: {count}").context("writing to memory")?;
        }
    }
    let further = further(account);
    writeln!(text, "\n{further}").context("writing to memory")?;
    Ok(text)
}

/// Says whether a further round is agreed.
pub(crate) fn further(account: &Account) -> String {
    match account.further {
        FurtherAgreed::None => "no further round is agreed".to_owned(),
        FurtherAgreed::NoDay => "a further round is agreed, and no day for it".to_owned(),
        FurtherAgreed::On(day) => format!("a further round is agreed for {day}"),
    }
}
