//! Two and more devices enter one round; whatever arrives when, and however often, one state results.

use proptest::prelude::*;

use super::super::*;
use super::bench::*;
use crate::vocabulary::Role;

/// A round as three devices saw it: agreements, a double entry, a dispute put right, a substitution, an
/// unlisted arrival entered by mistake and withdrawn.
fn round(bench: &Bench) -> Vec<Entry> {
    let by = |device: &str, entry: Entry| Entry { by: device.to_owned(), ..entry };
    let saw = |id: &str, minute, who: &str, outcome| {
        seen(id, at(minute), Seen::Line { line: line(who), outcome })
    };
    let right = |entry: Entry, replaces: &[&str]| Entry {
        replaces: replaces.iter().map(|it| entry_id(it)).collect(),
        ..entry
    };
    let came = |id: &str, minute, surname: &str| {
        let fields = SixFields { surname: Told::Said(private(surname)), ..SixFields::default() };
        let unlisted =
            Unlisted::new(&bench.context(Role::HandoverTeam), &entry_id(id), fields, None);
        seen(id, at(minute), Seen::Unlisted(unlisted))
    };
    let instead = LineOutcome::Substituted { came: entry_id("u-1") };
    vec![
        by("one", saw("e-1", 3, "b-1", LineOutcome::Received)),
        by("two", saw("e-2", 2, "b-1", LineOutcome::Received)),
        by("one", saw("e-3", 4, "b-2", LineOutcome::Refused)),
        by("two", saw("e-4", 4, "b-2", LineOutcome::Unfit)),
        by("three", right(saw("e-5", 9, "b-2", LineOutcome::Refused), &["e-3", "e-4"])),
        by("two", came("u-1", 5, "Testenko")),
        by("one", saw("e-6", 6, "b-3", instead)),
        by("three", came("u-2", 7, "Nobody")),
        by("three", right(seen("w-1", at(8), Seen::Withdrawn), &["u-2"])),
    ]
}

fn merged(bench: &Bench, order: &[Vec<Entry>]) -> Bench {
    let mut bench = bench.clone();
    for entries in order {
        bench.must(Command::Merge { stage: STAGE, from: Side::B, entries: entries.clone() });
    }
    bench
}

#[test]
fn the_round_adds_up_to_what_was_seen() {
    let bench = at_the_line();
    let bench = merged(&bench, &[round(&bench)]);
    let leg = bench.state.handover.leg(STAGE, Side::B).unwrap();
    let lists = leg.four_lists().unwrap();
    assert!(lists.is_complete());
    assert_eq!(
        (lists.came.as_slice(), lists.refused.as_slice()),
        ([line("b-1")].as_slice(), [line("b-2")].as_slice())
    );
    assert_eq!(lists.unagreed, [entry_id("u-1")]);
    // Of two equal entries the earlier stands.
    let Standing::Settled(first, _) = leg.round.line(&line("b-1")) else {
        panic!("b-1 is settled")
    };
    assert_eq!(first.id, entry_id("e-2"));
}

#[test]
fn two_devices_that_disagree_are_both_heard_until_somebody_puts_it_right() {
    let bench = at_the_line();
    let all = round(&bench);
    let disputed = merged(&bench, &[all[..4].to_vec()]);
    let lists = disputed.state.handover.leg(STAGE, Side::B).unwrap().four_lists().unwrap();
    assert_eq!(lists.disputed, [line("b-2")]);
    let settled = merged(&disputed, &[vec![all[4].clone()]]);
    let lists = settled.state.handover.leg(STAGE, Side::B).unwrap().four_lists().unwrap();
    assert_eq!(lists.disputed, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Shuffled, repeated, cut into any packets: the state is one, and no entry is lost.
    #[test]
    fn any_interleaving_of_devices_gives_one_state(
        picks in proptest::collection::vec((0_usize..9, 0_u8..2), 0..40),
        last in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let bench = at_the_line();
        let all = round(&bench);
        let mut packets: Vec<Vec<Entry>> = vec![Vec::new()];
        for (pick, cut) in picks.into_iter().chain(last.into_iter().map(|pick| (pick, 0))) {
            if cut == 1 {
                packets.push(Vec::new());
            }
            packets.last_mut().unwrap().push(all[pick].clone());
        }
        let mixed = merged(&bench, &packets);
        let straight = merged(&bench, &[all]);
        prop_assert_eq!(&mixed.state, &straight.state);
        prop_assert_eq!(mixed.vault.len(), straight.vault.len());
        let leg = mixed.state.handover.leg(STAGE, Side::B).unwrap();
        prop_assert_eq!(leg.round.len(), 9);
    }
}

/// Chance that is the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// What up to six devices with wrong clocks saw of thirty people: agreements, disputes, mistakes put
/// right by whoever noticed them, people without a line.
fn six_devices(chance: &mut Chance) -> Vec<Checked> {
    let mut entries: Vec<Checked> = Vec::new();
    for number in 0..60 + chance.below(60) {
        let device = chance.below(6);
        let skew = i64::try_from(chance.below(40)).unwrap();
        let outcome = match chance.below(5) {
            0 => LineOutcome::Refused,
            1 => LineOutcome::Absent { reason: AbsentReason::NotBrought },
            _ => LineOutcome::Received,
        };
        let line = line(&format!("b-{}", chance.below(30)));
        let old = entries.get(chance.below(entries.len().max(1))).cloned();
        let mistake = chance.below(9) == 0;
        let replaces = old.iter().filter(|_| mistake).map(|it| it.id.clone()).collect();
        let kept = match (chance.below(12), old.filter(|_| mistake)) {
            (0, Some(_)) => Kept::Withdrawn,
            (_, Some(old)) => match old.kept {
                Kept::Line { line, .. } => Kept::Line { line, outcome },
                other @ (Kept::Unlisted { .. } | Kept::Withdrawn) => other,
            },
            (1, None) => Kept::Unlisted {
                record: RecordId::read(&format!("r-{number}")).unwrap(),
                digest: Digest([7; 32]),
                person: None,
            },
            (_, None) => Kept::Line { line, outcome },
        };
        let id = entry_id(&format!("d{device}-{number}"));
        entries.push(Checked { at: at(skew), id, by: format!("d{device}"), replaces, kept });
    }
    entries
}

/// 10,000 ways in which the same round reaches a desk: shuffled, and any entry again and again.
#[test]
fn ten_thousand_interleavings_of_six_devices_give_one_round() {
    let mut chance = Chance(0x5afe_c0de_5afe_c0de);
    for _ in 0..100 {
        let mut entries = six_devices(&mut chance);
        let mut straight = Round::default();
        for entry in &entries {
            straight.add(entry);
        }
        for _ in 0..100 {
            for at in (1..entries.len()).rev() {
                entries.swap(at, chance.below(at + 1));
            }
            let mut mixed = Round::default();
            for entry in &entries {
                mixed.add(entry);
                if chance.below(3) == 0 {
                    mixed.add(&entries[chance.below(entries.len())]);
                }
            }
            // How lines stand is computed from the round alone, so equal rounds are equal in all.
            assert_eq!(mixed, straight);
        }
    }
}
