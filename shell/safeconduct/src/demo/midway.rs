//! The desk in mid-exchange: side A's instance as it was after the third stage, on the morning of the fourth, with
//! something left to do in every queue. Whoever tries the pages sits down at it in a practice chair.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use exchange::agreement;
use exchange::handover::{self, Finding, GateKind, Manifest, Notice, passengers};
use exchange::journal::{Command, Deed, Event, Verb, access};
use exchange::lists::{self, Field, Purpose};
use exchange::reconcile::{self, Layout, LineVerdict, Settlement, Verdict};
use exchange::registry;
use exchange::vocabulary::{
    Actor, Digest, ListId, Party, PersonId, Private, Role, Side, StageNumber,
};
use jiff::Timestamp;
use jiff::civil::Date;
use store::{Keys, Place};

use super::agreement::{TERMS, read};
use super::cast::Cast;
use super::handover::{findings, vehicles};
use super::people::{Group, World};
use super::plan::Made;
use super::registry::{source, stated};
use super::seal::chance;
use crate::cli::Failure;
use crate::cli::reconcile::{compare_command, opened_sheet};
use crate::desk::{Desk, KEY_FILE};
use crate::workbook::Workbook;

/// The folder of the instance, beside those of the four parties.
pub(crate) const FOLDER: &str = "desk";
/// After how many stages it was kept.
pub(super) const STAGES_DONE: usize = 3;
/// How many people of the registry stand in it a second time, as a witness remembered them.
const REMEMBERED: usize = 6;

/// Keeps side A's instance as it is now, to go on from here beside the story.
pub(super) async fn keep(cast: &Cast) -> Result<(), Failure> {
    let (from, to) = (cast.folder.join("a"), cast.folder.join(FOLDER));
    crate::files::make_folder(&to)?;
    let key = to.join(KEY_FILE);
    fs::copy(from.join(KEY_FILE), &key).with_context(|| format!("copying to {}", key.display()))?;
    let backup = to.join("backup");
    let keys = Keys::read(&key)?;
    cast.desk(Party::A).store().backup_to(&backup, &keys).await?;
    Place::restore(&backup, &to, None, &keys).await?;
    fs::remove_file(&backup).with_context(|| format!("removing {}", backup.display()))?;
    Ok(())
}

/// Opens the instance that was kept, and leaves work on it.
pub(super) async fn open(folder: &Path, world: &World, made: &Made) -> Result<Desk, Failure> {
    let (stage, day) = made.stages.get(STAGES_DONE).context("a stage that is to come")?;
    let at: Timestamp = format!("{day}T08:30:00Z").parse().context("a time of the story")?;
    let desk = Desk::open(&folder.join(FOLDER), Some(at)).await?;
    let chair = |name: &str, role: Role| desk.actor(name, role);
    let mut midway = Midway {
        officer: chair("officer-1", Role::Officer),
        second: chair("officer-2", Role::Officer),
        team: chair("team-1", Role::HandoverTeam),
        clinician: chair("clinician-1", Role::Clinician),
        protection: chair("protection-1", Role::DataProtection),
        desk,
        at,
    };
    let lists = folder.join("lists");
    world.write_supplements(&lists)?;
    midway.questions(&lists.join("b-second-supplement.xlsx"), *day).await?;
    let list = midway.compared(&lists.join("b-supplement.csv"), *day).await?;
    midway.second_words(&list).await?;
    midway.duplicates(world).await?;
    midway.clause().await?;
    midway.gates((*stage, &day.to_string())).await?;
    midway.looks().await?;
    midway.hold().await?;
    Ok(midway.desk)
}

struct Midway {
    desk: Desk,
    at: Timestamp,
    officer: Actor,
    second: Actor,
    team: Actor,
    clinician: Actor,
    protection: Actor,
}

impl Midway {
    /// A list of theirs whose questions nobody has answered.
    async fn questions(&mut self, path: &Path, today: Date) -> Result<ListId, Failure> {
        let table = Box::new(Workbook::open(path, None)?.table);
        let open = lists::Command::Open {
            from: Side::B,
            purpose: Purpose::Offer,
            replaces: None,
            table,
            today,
        };
        let recorded = self.desk.submit(&self.officer, Command::Lists(open)).await?;
        let opened = recorded.iter().find_map(|one| {
            let Event::Lists(lists::Event::Opened { list, .. }) = &one.event else { return None };
            Some(list.clone())
        });
        Ok(opened.context("a list that was opened")?)
    }

    /// A list of theirs that is closed and compared, with doubtful lines in it.
    async fn compared(&mut self, path: &Path, today: Date) -> Result<ListId, Failure> {
        let list = self.questions(path, today).await?;
        let table = Box::new(Workbook::open(path, None)?.table);
        let draft = lists::read(&table, today).map_err(exchange::journal::Refusal::from)?;
        let answers = draft.keep_all("taken as the sender wrote it; asked back in the reply");
        if !answers.is_empty() {
            let answer = lists::Command::Answer {
                list: list.clone(),
                table: table.clone(),
                before: Vec::new(),
                answers: answers.clone(),
            };
            self.desk.submit(&self.officer, Command::Lists(answer)).await?;
        }
        let close = lists::Command::Close { list: list.clone(), table, answers };
        self.desk.submit(&self.officer, Command::Lists(close)).await?;
        let work = ("reconcile compare", self.desk.state().registry.persons.len());
        let ask = (access::Purpose::Exchange, Deed::Match);
        let permit = self.desk.go_through(&self.officer, ask, work).await?;
        let (command, _) = compare_command(&self.desk, &permit, (&list, None)).await?;
        self.desk.submit(&self.officer, Command::Reconcile(command)).await?;
        Ok(list)
    }

    /// What one officer said and a second has to say too: that somebody came home already, and that an answer may
    /// leave.
    async fn second_words(&mut self, list: &ListId) -> Result<(), Failure> {
        let ask = (access::Purpose::Exchange, Deed::Match);
        let permit = self.desk.go_through(&self.second, ask, ("reconcile settle", 1)).await?;
        let sheet = opened_sheet(&self.desk, &permit, list).await?;
        let doubtful = sheet.judged().values().find(|one| is_doubtful(one)).cloned();
        if let Some(one) = doubtful {
            let settlement = Settlement {
                line: one.line.clone(),
                verdict: Verdict::ReturnedAlready,
                ours: None,
                person: one.person.clone(),
            };
            let settle = reconcile::Command::Settle {
                theirs: list.clone(),
                sheet: Box::new(sheet),
                settlement,
            };
            self.desk.submit(&self.second, Command::Reconcile(settle)).await?;
        }
        let other =
            self.desk.state().reconcile.comparisons.keys().find(|one| *one != list).cloned();
        let other = other.context("the list of the story was compared")?;
        let sheet = Box::new(opened_sheet(&self.desk, &permit, &other).await?);
        let draw = reconcile::Command::DrawReply {
            theirs: other,
            sheet,
            layout: Layout::default(),
            doubtful_too: true,
        };
        self.desk.submit(&self.second, Command::Reconcile(draw)).await?;
        Ok(())
    }

    /// Some whom the registry knows were entered again, as a witness remembered them; one pair is proposed as one
    /// person.
    async fn duplicates(&mut self, world: &World) -> Result<(), Failure> {
        let mut commands = Vec::new();
        let half = world.people_of(Side::A);
        let sought = half.people.iter().enumerate();
        let sought = sought.filter(|(_, person)| person.group == Group::Sought);
        // The last ones stand on no list of the other side.
        for (at, _) in sought.rev().take(REMEMBERED) {
            commands.push(Command::Registry(registry::Command::Register {
                source: Some(source(
                    registry::SourceKind::Witness,
                    "somebody who came home",
                    Side::A,
                )?),
                identity: remembered(world, at),
                also: vec![registry::Assertion::SeenHeld],
            }));
        }
        let recorded = self.desk.submit_all(&self.second, commands).await?;
        let entered: Vec<PersonId> = recorded
            .iter()
            .filter_map(|one| {
                let Event::Registry(registry::Event::Registered { person }) = &one.event else {
                    return None;
                };
                Some(person.clone())
            })
            .collect();
        let first = self.pair(&entered).await?;
        if let Some((one, other)) = first {
            let reason = Private::new("the same birth date and nearly the same name".to_owned());
            let merge = registry::Command::Merge { one, other, reason };
            self.desk.submit(&self.second, Command::Registry(merge)).await?;
        }
        Ok(())
    }

    /// Somebody who was entered again, and whom they look like.
    async fn pair(&self, entered: &[PersonId]) -> Result<Option<(PersonId, PersonId)>, Failure> {
        let work = ("registry duplicates", self.desk.state().registry.persons.len());
        let ask = (access::Purpose::Tracing, Deed::Match);
        let permit = self.desk.go_through(&self.second, ask, work).await?;
        let known = self.desk.known(&permit).await?;
        let pairs = reconcile::duplicates(&known, &self.desk.state().registry);
        let of_ours = |one: &PersonId| entered.contains(one);
        let pair = pairs.iter().find(|pair| of_ours(&pair.one) || of_ours(&pair.other));
        Ok(pair.map(|pair| (pair.one.clone(), pair.other.clone())))
    }

    /// The other side goes back to its own words on the young, which count other people, and nobody has answered.
    async fn clause(&mut self) -> Result<(), Failure> {
        let terms = read(TERMS)?;
        let row = terms.rows.iter().find(|row| row.id.as_str() == "young");
        let clause = row.and_then(|row| row.clause(Side::B));
        let propose = agreement::Command::Propose {
            by: Party::B,
            clause: Box::new(clause.context("both sides published who is young")?),
            evidence: Some(Digest(chance())),
        };
        self.desk.submit(&self.officer, Command::Agreement(propose)).await?;
        Ok(())
    }

    /// The next stage: a manifest, a notice that is not acknowledged yet, and gates of which some are still open.
    async fn gates(&mut self, (stage, day): (StageNumber, &str)) -> Result<(), Failure> {
        let plan = self.desk.state().plan.assigned.get(&Side::A);
        let travelling = passengers(&plan.context("side A mapped the plan")?.going, stage);
        let (mut team, mut doctor) = (Vec::new(), Vec::new());
        for (at, passenger) in travelling.iter().enumerate() {
            for finding in findings(passenger, self.at).into_iter().filter(|one| !is_left(at, one))
            {
                let by_doctor = finding.gate().verb() == Verb::Heal;
                let line = passenger.line.clone();
                let gate = handover::Command::RecordGate { line, person: None, finding };
                if by_doctor { &mut doctor } else { &mut team }.push(Command::Handover(gate));
            }
        }
        self.desk.submit_all(&self.team, team).await?;
        self.desk.submit_all(&self.clinician, doctor).await?;
        let manifest = Manifest::board((stage, Side::A), &vehicles(&travelling)?, &travelling)
            .map_err(exchange::journal::Refusal::from)?;
        let notice = Notice {
            stage,
            from: Side::A,
            corridor: Private::new(
                "from the assembly point by the agreed road to the line".to_owned(),
            ),
            opens: format!("{day}T08:00:00Z").parse().context("a time of the story")?,
            closes: format!("{day}T18:00:00Z").parse().context("a time of the story")?,
            vehicles: manifest.kinds(),
            nonce: Digest(chance()),
        };
        let record = handover::Command::RecordManifest {
            assigned: travelling.iter().map(|one| one.line.clone()).collect(),
            manifest,
            left_out: BTreeMap::new(),
            persons: BTreeMap::new(),
        };
        let told = handover::Command::RecordNotice { notice };
        let both = vec![Command::Handover(record), Command::Handover(told)];
        self.desk.submit_all(&self.team, both).await?;
        Ok(())
    }

    /// Somebody whose data is kept although its time has run out.
    async fn hold(&mut self) -> Result<(), Failure> {
        let due = registry::due(&self.desk.state().registry, self.at);
        let person = due.into_iter().next().context("somebody came home a year ago")?.person;
        let reason = Private::new("a court has asked for it".to_owned());
        let hold = registry::Command::Hold { person, reason };
        self.desk.submit(&self.officer, Command::Registry(hold)).await?;
        Ok(())
    }

    /// An invented person who was planted, and an officer who looked at them.
    async fn looks(&mut self) -> Result<(), Failure> {
        let identity = registry::Told {
            fields: stated(&BTreeMap::from([
                (Field::Surname, "Вербицький-Лоза".to_owned()),
                (Field::GivenName, "Орест".to_owned()),
                (Field::BirthDate, "1988-04-17".to_owned()),
            ])),
            ..registry::Told::default()
        };
        let source = source(registry::SourceKind::Family, "an invented letter", Side::A)?;
        let also = vec![registry::Assertion::Missing];
        let decoy = self.desk.plant(&self.protection, (Some(source), identity), also).await?;
        self.desk.show(&self.second, access::Purpose::Tracing, &decoy).await?;
        Ok(())
    }
}

/// What a witness remembers of somebody: the name, and the year.
fn remembered(world: &World, person: usize) -> registry::Told {
    let mut fields = world.people_of(Side::A).written(person);
    fields.retain(|field, _| {
        matches!(field, Field::Surname | Field::GivenName | Field::Patronymic | Field::BirthDate)
    });
    registry::Told { fields: stated(&fields), ..registry::Told::default() }
}

fn is_doubtful(one: &LineVerdict) -> bool {
    one.verdict == Verdict::Doubtful && !one.settled && one.person.is_some()
}

/// What nobody has found yet: of some passengers whether they are fit, of some what their papers are, and so on.
fn is_left(at: usize, finding: &Finding) -> bool {
    match finding.gate() {
        GateKind::FitToTravel => at % 5 == 1,
        GateKind::OwnWish => at % 7 == 2,
        GateKind::Property => at % 9 == 3,
        GateKind::FamilyContact => at % 4 == 3,
        GateKind::Identity | GateKind::Holds | GateKind::Papers => at % 11 == 5,
    }
}
