//! What this stage promises, on invented people.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::agreement::{
    self, Basis, Category, CategoryRule, Clause, Counted, Definition, Disclosure, Health, Openness,
    Order, Parity, Predicate, Quantity, Ratio, Rule, Settled, Track,
};
use crate::journal::{self, Compartment, Context, Outcome, Recorded, VaultChange, replay};
use crate::vocabulary::{
    Actor, ClauseId, Facts, HealthGrade, PartialDate, Party, PersonId, Private, Role, Standing,
};
use planner::Need;
use planner::said::Said;

fn id(word: &str) -> CategoryId {
    CategoryId::read(word).unwrap()
}

fn category(word: &str, track: Track, counted: bool, predicate: Predicate) -> Category {
    Category { id: id(word), title: word.to_owned(), track, predicate, counted }
}

fn serious() -> Predicate {
    let grades = BTreeSet::from([HealthGrade::SeriouslyWounded, HealthGrade::SeriouslySick]);
    Predicate {
        health: Some(Health { grades, definition: Definition::AnnexI }),
        ..Predicate::default()
    }
}

fn settled() -> Settled {
    Settled {
        categories: vec![
            category("wounded", Track::Prisoners, false, serious()),
            category("civilians", Track::Civilians, false, Predicate::default()),
            category("others", Track::Prisoners, true, Predicate::default()),
        ],
        categories_first: true,
        band_days: 30,
        parity: Parity::Category,
        ratio: Ratio::EQUAL,
        floor: Some(5),
        ceiling: None,
        stage_least: 2,
        beyond_categories: false,
        dates: BTreeMap::new(),
        disclosure: Disclosure {
            number: Openness::Withheld,
            category_split: Openness::Withheld,
            next_date: Openness::Withheld,
            year_of_capture: Openness::Withheld,
            region_of_capture: Openness::Withheld,
            least_cell: 5,
        },
        remains: None,
        conditions: BTreeMap::new(),
        further_round: None,
        clauses: BTreeMap::new(),
    }
}

fn transport() -> Transport {
    let means = Means { seats: 3, stretchers: 1, ambulances: 0, escorts: 1, beds: 2 };
    let stage = |day| StageMeans { day, a: means, b: means };
    Transport {
        as_of: date(2025, 6, 2),
        horizon: date(2025, 9, 1),
        bands_from: date(2022, 2, 24),
        stages: vec![stage(date(2025, 6, 9)), stage(date(2025, 6, 23))],
        escort_quarters_stretcher: 1,
        escort_quarters_ambulance: 4,
    }
}

fn ground() -> Ground {
    Ground::new(&settled(), &transport()).unwrap()
}

fn candidate(line: &str, facts: &Facts) -> Candidate {
    let place = place(&settled(), facts, date(2025, 6, 9));
    let serious = place.protection == Some(Protection::Serious);
    Candidate {
        line: LineId::read(line).unwrap(),
        person: PersonId::read(&format!("p-{line}")).ok(),
        place,
        need: if serious { Need::Stretcher } else { Need::Seat },
        available_from: StageNumber(1),
        captured: facts.captured,
        named: false,
        group: None,
        withheld: None,
    }
}

fn held_since(year: i16, month: i8) -> Facts {
    Facts {
        captured: Some(PartialDate::Day(date(year, month, 1))),
        standing: Some(Standing::PrisonerOfWar),
        ..Facts::default()
    }
}

/// Two wounded, a civilian, a chaplain and some able-bodied prisoners.
fn people(prefix: &str, able: i8) -> Vec<Candidate> {
    let wounded = Facts { health: Some(HealthGrade::SeriouslyWounded), ..held_since(2024, 5) };
    let civilian = Facts { standing: Some(Standing::Civilian), ..held_since(2022, 3) };
    let chaplain = Facts { standing: Some(Standing::Retained), ..held_since(2022, 4) };
    let mut all = vec![
        candidate(&format!("{prefix}-wounded-1"), &wounded),
        candidate(&format!("{prefix}-wounded-2"), &wounded),
        candidate(&format!("{prefix}-civilian"), &civilian),
        candidate(&format!("{prefix}-chaplain"), &chaplain),
    ];
    for at in 1..=able {
        all.push(candidate(&format!("{prefix}-{at}"), &held_since(2023, at)));
    }
    all
}

fn tables(ground: &Ground) -> [ClassTable; 2] {
    [
        ClassTable::of(ground, Side::A, &people("a", 6)).unwrap(),
        ClassTable::of(ground, Side::B, &people("b", 4)).unwrap(),
    ]
}

const SHARES: [[u8; 32]; 2] = [[1; 32], [2; 32]];

#[test]
fn a_civilian_is_never_counted_in_parity() {
    // GC IV art. 34 (notes: released, not traded). Accepted: civilians on their own track, uncounted.
    assert!(Ground::new(&settled(), &transport()).is_ok());
    // Refused: a counted category on the civilian track.
    let mut terms = settled();
    terms.categories[1].counted = true;
    let refusal = Ground::new(&terms, &transport()).unwrap_err();
    assert_eq!(refusal, Refusal::CivilianCounted(id("civilians")));
    assert!(refusal.basis().unwrap().contains("GC IV art. 34"));
    // Refused: a counted category of prisoners that asks for civilians by its predicate.
    let mut terms = settled();
    terms.categories[2].predicate.standing = Some(BTreeSet::from([Standing::Civilian]));
    let refusal = Ground::new(&terms, &transport()).unwrap_err();
    assert_eq!(refusal, Refusal::CivilianCounted(id("others")));
    // Refused: a civilian candidate put into a counted category by hand.
    let mut civilian = people("a", 0).remove(2);
    civilian.place.category = Some(id("others"));
    let refusal = ClassTable::of(&ground(), Side::A, &[civilian]).unwrap_err();
    assert_eq!(refusal, Refusal::CivilianCounted(id("others")));
}

#[test]
fn nobody_seriously_wounded_waits_for_numbers_to_match() {
    // GC III art. 109(1). Accepted: side B has nobody, and A's wounded, civilian and chaplain go.
    let ground = ground();
    let tables = [
        ClassTable::of(&ground, Side::A, &people("a", 6)).unwrap(),
        ClassTable::of(&ground, Side::B, &[]).unwrap(),
    ];
    let seed = seed(&SHARES[0], &SHARES[1]);
    let plan = make(&ground, &tables, seed).unwrap();
    assert_eq!(plan.heads(&ground).unwrap(), [[3, 0], [1, 0]], "one stretcher a stage");
    assert!(check(&ground, &tables, seed, &plan).is_ok());
    // Refused: the same plan without the wounded, although both stages have a stretcher free.
    let mut held = plan.clone();
    let before = held.counts.len();
    held.counts.retain(|class, _| !class.contains("wounded"));
    assert_eq!(held.counts.len(), before - 1);
    let found = check(&ground, &tables, seed, &held).unwrap_err();
    assert!(
        matches!(&found[0], Violation::HeldBack { class, stage: 1 } if class.contains("wounded"))
    );
    // Refused: terms that count the wounded.
    let mut terms = settled();
    terms.categories[0].counted = true;
    let refusal = Ground::new(&terms, &transport()).unwrap_err();
    assert_eq!(refusal, Refusal::SickCounted(id("wounded")));
    assert!(refusal.basis().unwrap().contains("109(1)"));
    // Refused: a wounded candidate put into a counted category by hand.
    let mut wounded = people("a", 0).remove(0);
    wounded.place.category = Some(id("others"));
    let refusal = ClassTable::of(&ground, Side::A, &[wounded]).unwrap_err();
    assert_eq!(refusal, Refusal::SickCounted(id("others")));
}

#[test]
fn retained_medics_and_chaplains_go_outside_of_parity() {
    // GC III art. 33. Accepted: a chaplain whom no category takes has one by law, uncounted.
    let chaplain = people("a", 0).remove(3);
    assert_eq!(chaplain.place.category, Some(id(BY_LAW_RETAINED)));
    assert_eq!(category_names(&ground()).get(BY_LAW_RETAINED), Some(&false));
    // Refused: a counted category that asks for retained personnel; a chaplain counted by hand.
    let mut terms = settled();
    terms.categories[2].predicate.standing = Some(BTreeSet::from([Standing::Retained]));
    let refusal = Ground::new(&terms, &transport()).unwrap_err();
    assert_eq!(refusal, Refusal::RetainedCounted(id("others")));
    let mut counted = chaplain;
    counted.place.category = Some(id("others"));
    let refusal = ClassTable::of(&ground(), Side::A, &[counted]).unwrap_err();
    assert_eq!(refusal, Refusal::RetainedCounted(id("others")));
}

#[test]
fn tables_that_differ_only_in_the_cause_are_the_same_bytes() {
    let with = |cause: Option<Cause>| {
        let mut all = people("a", 5);
        all[5].withheld = cause.map(Private::new);
        ClassTable::of(&ground(), Side::A, &all).unwrap().bytes()
    };
    let refused = with(Some(Cause::OwnWish));
    for cause in [Cause::Proceedings, Cause::Unfit, Cause::Other] {
        assert_eq!(with(Some(cause)), refused);
    }
    // Nor does it tell a withheld person from one who was never held, or is free only too late.
    let mut without = people("a", 5);
    without.remove(5);
    assert_eq!(ClassTable::of(&ground(), Side::A, &without).unwrap().bytes(), refused);
    let mut late = people("a", 5);
    late[5].available_from = StageNumber(3);
    assert_eq!(ClassTable::of(&ground(), Side::A, &late).unwrap().bytes(), refused);
    assert_ne!(with(None), refused);
    // The sealed form, byte for byte: keys in order, no spaces, no line and no name.
    let text = String::from_utf8(refused).unwrap();
    assert!(text.starts_with(r#"{"classes":{"A:civilians:seat:1:"#), "{text}");
    assert!(text.ends_with(r#","side":"a"}"#) && !text.contains(' '), "{text}");
}

#[test]
fn the_same_inputs_give_the_same_plan_and_other_inputs_are_refused() {
    let ground = ground();
    let tables = tables(&ground);
    let seed = seed(&SHARES[0], &SHARES[1]);
    let plan = make(&ground, &tables, seed).unwrap();
    assert_eq!(make(&ground, &tables, seed).unwrap().bytes(), plan.bytes());
    let back: Plan = serde_json::from_slice(&plan.bytes()).unwrap();
    assert_eq!(back, plan);
    assert!(check(&ground, &tables, seed, &plan).is_ok());
    let floor = plan.floor(&ground).unwrap().unwrap();
    assert_eq!(floor.floor, 5);
    assert!(floor.reached(), "{floor:?}");

    let first = |ground: &Ground, tables: &[ClassTable; 2], plan: &Plan| {
        check(ground, tables, seed, plan).unwrap_err()[0].to_string()
    };
    let mut other = tables.clone();
    other[1] = ClassTable::of(&ground, Side::B, &people("b", 5)).unwrap();
    assert_eq!(first(&ground, &other, &plan), "the plan was made for another table of side B");
    let mut vehicles = transport();
    vehicles.stages[0].a.seats = 4;
    let elsewhere = Ground::new(&settled(), &vehicles).unwrap();
    assert_eq!(first(&elsewhere, &tables, &plan), "the plan was made for other terms or vehicles");
    assert_eq!(make(&elsewhere, &tables, seed), Err(Refusal::OtherGround(Side::A)));
    let swapped = [tables[1].clone(), tables[0].clone()];
    assert!(matches!(make(&ground, &swapped, seed), Err(Refusal::WrongTable { .. })));
    let mut vain = plan.clone();
    vain.vector[1] += 1;
    assert_eq!(first(&ground, &tables, &vain), "the stated aims are not those of the counts");
    let mut more = plan.clone();
    let class = more.counts.keys().find(|class| class.contains("others")).unwrap().clone();
    more.counts.get_mut(&class).unwrap()[0] += 1;
    assert!(check(&ground, &tables, seed, &more).is_err());
}

#[test]
fn the_longest_held_go_first_and_a_draw_settles_the_same_day() {
    let ground = ground();
    let mut held = people("a", 0);
    // Five captured on one day, one a day earlier in the same band.
    for at in 1..=5 {
        held.push(candidate(&format!("a-{at}"), &held_since(2023, 3)));
    }
    let earlier =
        Facts { captured: Some(PartialDate::Day(date(2023, 2, 28))), ..held_since(2023, 3) };
    held.push(candidate("a-9", &earlier));
    let own = ClassTable::of(&ground, Side::A, &held).unwrap();
    let tables = [own, ClassTable::of(&ground, Side::B, &people("b", 4)).unwrap()];
    let plan = |share: u8| make(&ground, &tables, seed(&[share; 32], &SHARES[1])).unwrap();
    let going = |share: u8, candidates: &[Candidate]| -> Vec<String> {
        assign(&ground, &plan(share), Side::A, candidates)
            .unwrap()
            .into_iter()
            .filter(|one| one.stage.is_some() && one.category == Some(id("others")))
            .map(|one| one.line.to_string())
            .collect()
    };
    let chosen = going(1, &held);
    assert!(chosen.contains(&"a-9".to_owned()), "{chosen:?}");
    let mut turned = held.clone();
    turned.reverse();
    assert_eq!(going(1, &turned), chosen, "the order of the list does not matter");
    let draws: BTreeSet<Vec<String>> = (1..20).map(|share| going(share, &held)).collect();
    assert!(draws.len() > 1, "the seed settles who goes");
    assert!(draws.iter().all(|chosen| chosen.contains(&"a-9".to_owned())));
    // Another list than the sealed one is refused.
    let refusal = assign(&ground, &plan(1), Side::A, &held[1..]).unwrap_err();
    assert!(matches!(refusal, Refusal::NotThisTable { side: Side::A, .. }));
    let mut twice = held.clone();
    twice.push(held[0].clone());
    assert!(matches!(assign(&ground, &plan(1), Side::A, &twice), Err(Refusal::LineTwice(_))));
}

#[test]
fn everybody_has_a_reason_and_a_familys_has_only_its_own_facts() {
    let ground = ground();
    let mut held = people("a", 8);
    held[5].withheld = Some(Private::new(Cause::OwnWish));
    held[6].available_from = StageNumber(7);
    held.push(candidate("a-nobody", &Facts::default()));
    held.last_mut().unwrap().place = Place { category: None, protection: None, undecided: true };
    let own = ClassTable::of(&ground, Side::A, &held).unwrap();
    let tables = [own, ClassTable::of(&ground, Side::B, &people("b", 3)).unwrap()];
    let plan = make(&ground, &tables, seed(&SHARES[0], &SHARES[1])).unwrap();
    let all = assign(&ground, &plan, Side::A, &held).unwrap();
    assert_eq!(all.len(), held.len(), "everybody once");
    let said: BTreeMap<String, Words> =
        all.iter().map(|one| (one.line.to_string(), words(&ground, one))).collect();
    let text = |said: &[Said]| said.iter().map(Said::english).collect::<Vec<_>>().join("\n");
    let officer = |line: &str| text(&said[line].officer);
    assert!(officer("a-wounded-1").contains("goes in stage 1: category wounded"));
    assert!(officer("a-2").contains("does not wish to be repatriated"));
    assert!(officer("a-3").contains("only from stage 7"));
    assert!(officer("a-nobody").contains("a fact is missing"));
    let waits = all.iter().find(|one| matches!(one.reason, Reason::Waits { .. })).unwrap();
    assert!(officer(waits.line.as_str()).contains("stage 1: "), "{}", officer(waits.line.as_str()));
    // The family of somebody who goes and of somebody who does not wish it read the same words, but for
    // their own days.
    assert_eq!(said["a-wounded-1"].family[0], said["a-2"].family[0]);
    for (own, one) in said.values().zip(&all) {
        let mut family = text(&own.family);
        if let Some(own) = one.captured.and_then(|captured| ground.days_held(captured)) {
            family = family.replacen(&own.to_string(), "", 1);
        }
        assert!(!family.contains(|c: char| c.is_ascii_digit()), "no other number: {family}");
        assert!(!family.contains("wish") && !family.contains("wound"), "{family}");
        assert!(!held.iter().any(|one| family.contains(one.line.as_str())), "{family}");
        for category in category_names(&ground).keys() {
            assert!(!family.contains(category.as_str()), "{category}: {family}");
        }
    }
    // The officer's has both keys, and what it would cost is proven.
    assert!(officer(waits.line.as_str()).contains("the last person taken ahead is line a-"));
    let rank = waits.rank().unwrap();
    let costs = cost(&ground, &tables, &plan, (&rank.class, rank.rank), StageNumber(1)).unwrap();
    assert!(text(&costs).contains("the proof was checked"), "{}", text(&costs));
    assert!(!format!("{all:?}").contains("OwnWish"), "a cause never reaches a log");
}

/// A desk of side A that keeps its journal.
#[derive(Default)]
struct Desk {
    state: journal::State,
    recorded: Vec<Recorded>,
    vault: Vec<VaultChange>,
}

/// The clauses that settle the same as [`settled`].
fn clauses() -> Vec<Clause> {
    let terms = settled();
    let clause = |word: &str, track, rule| Clause {
        id: ClauseId::read(word).unwrap(),
        track,
        title: word.to_owned(),
        text: "words".to_owned(),
        rule,
    };
    let mut all = vec![
        clause(
            "number",
            Track::Prisoners,
            Rule::Quantity(Quantity {
                basis: Basis::Number,
                parity: terms.parity,
                ratio: terms.ratio,
                counts: BTreeSet::from([Counted::Prisoners]),
                floor: terms.floor,
                ceiling: None,
                expected: None,
                stage_least: Some(terms.stage_least),
                beyond_categories: false,
            }),
        ),
        clause(
            "order",
            Track::Prisoners,
            Rule::Order(Order {
                precedence: terms.categories.iter().map(|one| one.id.clone()).collect(),
                categories_first: true,
                band_days: terms.band_days,
            }),
        ),
        clause("disclosure", Track::Prisoners, Rule::Disclosure(terms.disclosure)),
    ];
    all.extend(terms.categories.into_iter().map(|one| {
        let rule = CategoryRule {
            category: one.id.clone(),
            predicate: one.predicate,
            counted: one.counted,
        };
        clause(one.id.as_str(), one.track, Rule::Category(rule))
    }));
    all
}

impl Desk {
    /// A desk where both sides have accepted the clauses.
    fn agreed() -> Self {
        let mut desk = Self::default();
        for clause in clauses() {
            desk.agree(clause);
        }
        desk
    }

    fn agree(&mut self, clause: Clause) {
        let digest = clause.digest();
        let (clause, evidence) = (Box::new(clause), Some(Digest([7; 32])));
        let propose = agreement::Command::Propose { by: Party::A, clause, evidence: None };
        self.submit(propose).unwrap();
        self.submit(agreement::Command::Accept { by: Party::B, digest, evidence }).unwrap();
    }

    fn ground(&self) -> Ground {
        Ground::new(&self.state.agreement.settled().unwrap(), &transport()).unwrap()
    }

    fn submit(&mut self, command: impl Into<journal::Command>) -> Result<(), journal::Refusal> {
        self.submit_as("officer-1", command)
    }

    fn submit_as(
        &mut self,
        name: &str,
        command: impl Into<journal::Command>,
    ) -> Result<(), journal::Refusal> {
        let actor = Actor { party: Party::A, name: name.to_owned(), role: Role::Officer };
        let number = u8::try_from(self.recorded.len()).unwrap();
        let context = Context::new(Timestamp::UNIX_EPOCH, actor, [number; 32]);
        let Outcome { events, vault } = journal::decide(&self.state, &context, command.into())?;
        let recorded = Recorded::number(&context, self.state.version, &events);
        for one in &recorded {
            self.state.apply(one);
        }
        self.recorded.extend(recorded);
        self.vault.extend(vault);
        Ok(())
    }
}

fn begin() -> Command {
    Command::RecordTransport { transport: Box::new(transport()) }
}

#[test]
fn a_plan_stands_on_the_terms_that_both_sides_accept_and_on_no_others() {
    // Accepted: the agreement settles the terms.
    let mut desk = Desk::agreed();
    desk.submit(begin()).unwrap();
    assert_eq!(desk.state.plan.begun.as_ref().unwrap().settled.stage_least, 2);
    // Refused: nothing is agreed.
    let refusal = Desk::default().submit(begin()).unwrap_err();
    assert!(refusal.to_string().contains("no `quantity` clause"), "{refusal}");
    // Refused: both sides have agreed on another least size since then.
    let mut other = clauses().remove(0);
    let Rule::Quantity(quantity) = &mut other.rule else {
        panic!("the first clause is the number")
    };
    quantity.stage_least = Some(3);
    desk.agree(other);
    let commit = Command::CommitSeed { side: Side::A, commitment: Digest([1; 32]) };
    let refusal = desk.submit(commit.clone()).unwrap_err();
    assert!(refusal.to_string().contains("no longer those"), "{refusal}");
    desk.submit(begin()).unwrap();
    desk.submit(commit).unwrap();
}

impl Desk {
    /// A desk whose plan is made and assigned.
    fn assigned() -> Self {
        let mut desk = Self::agreed();
        let tables = tables(&desk.ground());
        desk.submit(begin()).unwrap();
        for (side, share) in [(Side::A, SHARES[0]), (Side::B, SHARES[1])] {
            let commitment = share_commitment(side, &share);
            desk.submit(Command::CommitSeed { side, commitment }).unwrap();
        }
        for table in tables {
            desk.submit(Command::SealTable { table: Box::new(table) }).unwrap();
        }
        for (side, share) in [(Side::A, SHARES[0]), (Side::B, SHARES[1])] {
            desk.submit(Command::RevealSeed { side, share: Digest(share) }).unwrap();
        }
        desk.submit(Command::Make).unwrap();
        desk.submit(Command::Assign { candidates: people("a", 6) }).unwrap();
        desk
    }
}

#[test]
fn a_plan_is_locked_and_opened_by_two_names() {
    let refused = |desk: &mut Desk, name: &str, command: Command| {
        desk.submit_as(name, command).unwrap_err().to_string()
    };
    let mut early = Desk::agreed();
    assert!(refused(&mut early, "officer-1", Command::Lock).contains("making the plan"));
    let mut desk = Desk::assigned();
    assert!(refused(&mut desk, "officer-1", Command::Unlock).contains("must come first"));
    desk.submit_as("officer-1", Command::Lock).unwrap();
    assert!(!desk.state.plan.lock.holds());
    assert!(refused(&mut desk, "officer-1", Command::Lock).contains("second officer"));
    desk.submit_as("officer-2", Command::Lock).unwrap();
    let by = ["officer-1", "officer-2"].map(str::to_owned);
    assert_eq!(desk.state.plan.lock, Lock::Locked { by });
    // Nothing of it can be changed, by either of them.
    assert!(refused(&mut desk, "officer-2", begin()).contains("locked by two officers"));
    assert!(refused(&mut desk, "officer-1", Command::Make).contains("locked by two officers"));
    desk.submit_as("officer-2", Command::Unlock).unwrap();
    assert!(desk.state.plan.lock.holds(), "one name opens nothing");
    assert!(refused(&mut desk, "officer-2", Command::Unlock).contains("second officer"));
    desk.submit_as("officer-1", Command::Unlock).unwrap();
    assert_eq!(desk.state.plan.lock, Lock::Open);
    assert_eq!(replay(&desk.recorded), desk.state);
    desk.submit(begin()).unwrap();
}

#[test]
fn a_plan_is_sealed_drawn_made_and_assigned_in_this_order_only() {
    let mut desk = Desk::agreed();
    let ground = desk.ground();
    let [a, b] = tables(&ground);
    let refused = |desk: &mut Desk, command: Command| desk.submit(command).unwrap_err().to_string();
    let commit = |side: Side| Command::CommitSeed {
        side,
        commitment: share_commitment(side, &SHARES[side as usize]),
    };
    let reveal = |side: Side, share| Command::RevealSeed { side, share: Digest(share) };
    let seal = |table: &ClassTable| Command::SealTable { table: Box::new(table.clone()) };

    assert_eq!(refused(&mut desk, commit(Side::A)), "recording the transport must come first");
    desk.submit(begin()).unwrap();
    desk.submit(commit(Side::A)).unwrap();
    assert!(refused(&mut desk, commit(Side::A)).ends_with("was done already"));
    assert!(refused(&mut desk, seal(&a)).contains("committing both shares"));
    desk.submit(commit(Side::B)).unwrap();
    desk.submit(seal(&a)).unwrap();
    assert!(refused(&mut desk, reveal(Side::A, SHARES[0])).contains("sealing both tables"));
    let elsewhere = ClassTable { ground: Digest([0; 32]), ..b.clone() };
    assert!(refused(&mut desk, seal(&elsewhere)).contains("other terms"));
    desk.submit(seal(&b)).unwrap();
    assert!(refused(&mut desk, seal(&b)).ends_with("was done already"));
    assert!(refused(&mut desk, Command::Make).contains("opening both shares"));
    desk.submit(reveal(Side::A, SHARES[0])).unwrap();
    let wrong = refused(&mut desk, reveal(Side::B, [9; 32]));
    assert!(wrong.contains("is not the one that it committed to"), "{wrong}");
    desk.submit(reveal(Side::B, SHARES[1])).unwrap();
    let held = people("a", 6);
    let assign = || Command::Assign { candidates: held.clone() };
    assert!(refused(&mut desk, assign()).contains("making the plan"));
    desk.submit(Command::Make).unwrap();
    desk.submit(assign()).unwrap();

    assert_eq!(replay(&desk.recorded), desk.state);
    let assigned = &desk.state.plan.assigned[&Side::A];
    assert_eq!(assigned.reasons.len(), held.len());
    assert_eq!(assigned.going.len() as u64 + assigned.staying, held.len() as u64);
    let kept = |compartment: Compartment| {
        let own = |change: &&VaultChange| matches!(change, VaultChange::Keep { compartment: c, .. } if *c == compartment);
        desk.vault.iter().filter(own).count()
    };
    assert_eq!(
        kept(Compartment::List),
        held.len(),
        "one reason a person, so that each can be erased"
    );
    assert_eq!(kept(Compartment::Family), held.len(), "and one that the family may be told");
    assert!(assigned.going.values().any(|going| going.counted));
    for candidate in held.iter().filter(|one| one.place.protection.is_some()) {
        let going = assigned.going.get(&candidate.line);
        assert!(going.is_none_or(|going| !going.counted), "nobody protected waits for another");
    }
    // Written out and read back, the journal gives the same state.
    let text = serde_json::to_string(&desk.recorded).unwrap();
    let read: Vec<Recorded> = serde_json::from_str(&text).unwrap();
    assert_eq!(replay(&read), desk.state);
    assert!(!text.contains("officer\":\"line"), "no reason stands in the journal");
}
