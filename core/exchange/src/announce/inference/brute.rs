//! Weighing is held against a search through every table that the counts allow.

use proptest::prelude::*;

use super::tests::{category, span, total};
use super::*;

/// Two stages and three categories: `young`, `wounded` and all others.
const CELLS: usize = 6;
const LEAST: u16 = 3;

/// The cells of a group: stages as bits, categories as bits.
type Mask = (u8, u8);

fn sum(table: &[u32; CELLS], (stages, categories): Mask) -> u32 {
    (0..CELLS)
        .filter(|at| stages & (1 << (at / 3)) != 0 && categories & (1 << (at % 3)) != 0)
        .map(|at| table[at])
        .sum()
}

/// Calls `see` with each table whose cells add up to `left` at most, and ends at just `left`.
fn tables(table: &mut [u32; CELLS], at: usize, left: u32, see: &mut impl FnMut(&[u32; CELLS])) {
    if at + 1 == CELLS {
        table[at] = left;
        see(table);
        return;
    }
    for amount in 0..=left {
        table[at] = amount;
        tables(table, at + 1, left - amount, see);
    }
}

/// Says in which interval each group lies, over every table that gives the told sums.
fn ranges(total: u32, told: &[(Mask, u32)]) -> Vec<(Mask, u32, u32)> {
    let masks: Vec<Mask> = (1..4).flat_map(|s| (1..8).map(move |c| (s, c))).collect();
    let mut ranges: Vec<(Mask, u32, u32)> =
        masks.into_iter().map(|mask| (mask, u32::MAX, 0)).collect();
    tables(&mut [0; CELLS], 0, total, &mut |table| {
        if told.iter().all(|(mask, amount)| sum(table, *mask) == *amount) {
            for (mask, least, most) in &mut ranges {
                let amount = sum(table, *mask);
                *least = amount.min(*least);
                *most = amount.max(*most);
            }
        }
    });
    ranges
}

fn count((stages, categories): Mask, amount: u32) -> Count {
    let stages = match stages {
        1 => span(1, 1),
        2 => span(2, 2),
        _ => span(1, 2),
    };
    let mut count = total(stages, amount);
    for (at, name) in ["young", "wounded"].into_iter().enumerate() {
        if categories != 7 && categories & (1 << at) != 0 {
            count.of.categories.extend(category(1, name, 0).of.categories);
        }
    }
    count
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is refused can truly be computed, and whatever can be computed is refused.
    #[test]
    fn weighing_agrees_with_a_search_through_all_tables(
        table in prop::array::uniform6(0_u32..=3),
        masks in prop::collection::vec((1_u8..4, prop::sample::select(vec![1_u8, 2, 3, 7])), 0..5),
        withheld_stage in 0_u8..3,
    ) {
        let everybody = sum(&table, (3, 7));
        let mut told: Vec<(Mask, u32)> = vec![((3, 7), everybody)];
        told.extend(masks.iter().map(|mask| (*mask, sum(&table, *mask))));
        let counts: Vec<Count> = told.iter().map(|(mask, amount)| count(*mask, *amount)).collect();
        let is_closed = |question: &Question| {
            question.stages == match withheld_stage { 1 => span(1, 1), 2 => span(2, 2), _ => span(3, 3) }
        };
        let guard = Guard { least_cell: LEAST, stages: 2, is_closed: &is_closed };
        let weighed = weigh(&[], &[], &counts, &guard);

        let empty = |mask: Mask| told.iter().any(|((stages, categories), amount)| {
            *amount == 0 && mask.0 & !stages == 0 && mask.1 & !categories == 0
        });
        let may_not = |(mask, least, most): &(Mask, u32, u32)| {
            let withheld = mask.0 == withheld_stage && least == most
                && !(*least == 0 && empty(*mask));
            withheld || (*least >= 1 && *most < u32::from(LEAST))
        };
        // Groups that somebody would name: one value, or what is left beside told values.
        let found: Vec<_> = ranges(everybody, &told).into_iter().filter(may_not).collect();
        match weighed {
            Ok(_) => {
                let single = found.iter().find(|((_, c), _, _)| matches!(c, 1 | 2 | 7));
                prop_assert!(single.is_none(), "{single:?} can be computed from {counts:?}");
            }
            Err(Trouble::Reveals(revealed)) => {
                prop_assert!(!found.is_empty(), "{revealed:?} cannot be computed");
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }
}
