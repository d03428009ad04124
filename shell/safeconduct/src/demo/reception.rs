//! Reception in the story: A's people come straight home, B's first into a host state. Everybody has an
//! owner from the first moment, and some tell of others who are still held.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use exchange::journal::Command as Any;
use exchange::reception::{
    Alive, CallOutcome, Came, Case, Command, FirstCall, Help, HelpKind, HostNotice, HostReport,
    MayKnow, Need, Sighting, Whereabouts, sightings_to_claims,
};
use exchange::seal::Kind;
use exchange::vocabulary::{
    FacilityId, OwnerId, Party, PersonId, Private, Role, Side, StageNumber,
};
use jiff::{SignedDuration, Timestamp};

use super::cast::Cast;
use super::handover::Crossed;
use super::people::Group;
use super::registry::Persons;
use super::seal::{Sealing, sides};
use crate::cli::Failure;

/// The side whose people are first received in the host state.
const BY_WAY_OF_HOST: Side = Side::B;
/// How many returned people one owner answers for.
const PEOPLE_AN_OWNER: usize = 60;
/// Places for rehabilitation on each side, and the room in each.
const FACILITIES: u16 = 6;
const ROOM: u16 = 250;

/// The owners and places of the story, and how many have been given out.
#[derive(Debug, Default)]
pub(crate) struct Care {
    arrived: BTreeMap<Side, usize>,
}

/// Opens places and enrols the first owners.
pub(crate) async fn open(cast: &mut Cast) -> Result<Care, Failure> {
    for side in sides() {
        let mut commands: Vec<Any> = Vec::new();
        for number in 1..=FACILITIES {
            commands.push(Command::OpenFacility { facility: facility(number)?, room: ROOM }.into());
        }
        cast.tell_all(side, Role::Officer, commands).await?;
    }
    Ok(Care::default())
}

fn facility(number: u16) -> Result<FacilityId, Failure> {
    Ok(FacilityId::read(&format!("rehabilitation-{number}")).context("a name of the story")?)
}

/// Takes in everybody who crossed in one stage.
pub(crate) async fn stage(
    cast: &mut Cast,
    sealing: &mut Sealing,
    care: &mut Care,
    crossed: &[Crossed],
    at: Timestamp,
) -> Result<(), Failure> {
    for home in sides() {
        let ours: Vec<&Crossed> = crossed.iter().filter(|it| it.home == home).collect();
        let Some(first) = ours.first() else { continue };
        let by_host = home == BY_WAY_OF_HOST;
        if by_host {
            notify(cast, (first.stage, home), &ours, at).await?;
        }
        let known: Vec<(&Crossed, &PersonId)> =
            ours.iter().filter_map(|it| Some((*it, it.person.as_ref()?))).collect();
        arrive(cast, care, home, &known, by_host).await?;
        help(cast, home, &known).await?;
        settle(cast, care, home, &known, by_host).await?;
        if by_host {
            report(cast, sealing, (first.stage, home)).await?;
        }
    }
    Ok(())
}

/// Tells the host state how many come and what they need.
async fn notify(
    cast: &mut Cast,
    (stage, side): (StageNumber, Side),
    ours: &[&Crossed],
    at: Timestamp,
) -> Result<(), Failure> {
    use super::people::Need as Travel;

    let people = &cast.world.people_of(side).people;
    let needs: Vec<BTreeSet<Need>> = ours
        .iter()
        .map(|it| match people[it.invented].need {
            Travel::Seat => BTreeSet::new(),
            Travel::Stretcher => BTreeSet::from([Need::Stretcher]),
            Travel::Ambulance => BTreeSet::from([Need::Stretcher, Need::Surgery]),
        })
        .collect();
    let window = (at, at + SignedDuration::from_hours(12));
    let notice = HostNotice::count((stage, side), &needs, window)
        .map_err(|refusal| Failure::from(exchange::journal::Refusal::from(refusal)))?;
    for party in [Party::from(side), Party::Host] {
        let notify = Command::NotifyHost { notice: notice.clone() };
        cast.tell(party, Role::Officer, notify).await?;
    }
    Ok(())
}

/// Counts what was done in the host state, and seals the count.
async fn report(
    cast: &mut Cast,
    sealing: &mut Sealing,
    (stage, side): (StageNumber, Side),
) -> Result<(), Failure> {
    let cases = cast.desk(side).state().reception.cases.values();
    let ours: Vec<&Case> = cases.filter(|case| case.stage == stage).collect();
    let count = |fits: &dyn Fn(&Case) -> bool| {
        u32::try_from(ours.iter().filter(|case| fits(case)).count()).unwrap_or(u32::MAX)
    };
    let took = |kind: HelpKind| {
        count(&|case| case.helped.get(&kind).is_some_and(|(taken_up, ..)| *taken_up))
    };
    let report = HostReport {
        stage,
        side,
        people: count(&|_| true),
        medical: took(HelpKind::Medical),
        psychological: took(HelpKind::Psychological),
        went_on: count(&|case| case.whereabouts == Whereabouts::Home),
    };
    for party in [Party::from(side), Party::Host] {
        cast.tell(party, Role::Officer, Command::ReportFromHost { report }).await?;
    }
    sealing.act(cast, Kind::Reception, Party::Host, &report).await?;
    Ok(())
}

/// Gives everybody an owner as they arrive.
async fn arrive(
    cast: &mut Cast,
    care: &mut Care,
    home: Side,
    known: &[(&Crossed, &PersonId)],
    by_host: bool,
) -> Result<(), Failure> {
    let mut commands: Vec<Any> = Vec::new();
    let so_far = care.arrived.entry(home).or_default();
    for (it, person) in known {
        let number = *so_far / PEOPLE_AN_OWNER + 1;
        let owner = OwnerId::read(&format!("care-{number}")).context("a name of the story")?;
        if (*so_far).is_multiple_of(PEOPLE_AN_OWNER) {
            commands.push(Command::Enrol { owner: owner.clone() }.into());
        }
        *so_far += 1;
        let how = match &it.entry {
            Some(entry) => Came::Unlisted { entry: entry.clone() },
            None => Came::OnALine,
        };
        let first_in = if by_host { Whereabouts::Host } else { Whereabouts::Home };
        let person = (*person).clone();
        commands
            .push(Command::Arrive { person, stage: it.stage, came: how, first_in, owner }.into());
    }
    cast.tell_all(home, Role::Officer, commands).await?;
    Ok(())
}

/// Medical and psychological first help.
async fn help(cast: &mut Cast, home: Side, known: &[(&Crossed, &PersonId)]) -> Result<(), Failure> {
    let none = || Private::new(String::new());
    let mut commands: Vec<Any> = Vec::new();
    for (it, person) in known {
        let about = &cast.world.people_of(home).people[it.invented];
        let medical = Help::Medical {
            refeeding_risk: about.health.is_serious(),
            tuberculosis_signs: false,
            suicide_risk: false,
            allergies: none(),
            note: none(),
        };
        let psychological =
            Help::Psychological { accepted: true, feels_safe: Some(true), wants: none() };
        for help in [medical, psychological] {
            commands.push(Command::Help { person: (*person).clone(), help }.into());
        }
    }
    cast.tell_all(home, Role::Clinician, commands).await?;
    Ok(())
}

/// The first call, the way home, a place that accepts, and what people want to tell of others.
async fn settle(
    cast: &mut Cast,
    care: &Care,
    home: Side,
    known: &[(&Crossed, &PersonId)],
    by_host: bool,
) -> Result<(), Failure> {
    let mut commands: Vec<Any> = Vec::new();
    let before = care.arrived.get(&home).copied().unwrap_or_default() - known.len();
    for (number, (_, person)) in (before..).zip(known) {
        let person = || (*person).clone();
        let call = FirstCall {
            outcome: CallOutcome::Made,
            may_know: MayKnow { family: true, public: false },
            named: vec![Private::new("the relative on the capture card".to_owned())],
            message: Private::new("back, and well looked after".to_owned()),
        };
        commands.push(Command::Call { person: person(), call }.into());
        if by_host {
            commands.push(Command::LeaveHost { person: person() }.into());
            commands.push(Command::ComeHome { person: person() }.into());
        }
        let place = facility(u16::try_from(number % usize::from(FACILITIES)).unwrap_or(0) + 1)?;
        let offer = Command::Offer { person: person(), facility: place.clone(), wished: true };
        commands.push(offer.into());
        let accepted = true;
        commands.push(Command::Answer { person: person(), facility: place, accepted }.into());
    }
    cast.tell_all(home, Role::Officer, commands).await?;
    Ok(())
}

/// How many of the first to come home tell of somebody whom nobody has heard of since.
const WITNESSES: usize = 3;

/// Lets some of A's returned people tell, of their own will, whom they saw. It becomes a claim in A's own
/// registry and goes nowhere else.
pub(crate) async fn sightings(
    cast: &mut Cast,
    crossed: &[Crossed],
    persons: &Persons,
) -> Result<(), Failure> {
    let home = Side::A;
    let people = &cast.world.people_of(home).people;
    let known = persons.get(&home).context("both sides have a registry")?;
    let lost = people.iter().enumerate().filter(|(_, person)| person.group == Group::Sought);
    let lost: Vec<PersonId> = lost.filter_map(|(at, _)| known.get(&at).cloned()).collect();
    let ours = crossed.iter().filter(|it| it.home == home);
    let witnesses: Vec<PersonId> =
        ours.filter_map(|it| it.person.clone()).take(WITNESSES).collect();
    let seen: Vec<Sighting> = witnesses
        .iter()
        .zip(&lost)
        .map(|(witness, about)| Sighting {
            witness: witness.clone(),
            about: Some(about.clone()),
            fields: BTreeMap::new(),
            alive: Alive::Seen,
            place: Private::new("the same camp, the next barrack".to_owned()),
            when: None,
        })
        .collect();
    let claims = sightings_to_claims(&seen).into_iter().map(Any::from);
    let told = seen.into_iter().map(|sighting| Command::Sight { sighting, voluntary: true }.into());
    cast.tell_all(home, Role::Officer, told.chain(claims).collect()).await?;
    Ok(())
}
