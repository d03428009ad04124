//! People who stand in the registry twice, as far as a program can say. People decide.

use linkage::link::Bands;

use super::ERROR_RATE;
use super::partners::{Partners, Rows};
use super::reason::Waterfall;
use crate::registry::{Known, State};
use crate::vocabulary::PersonId;

/// Two entries that may be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicate {
    /// The one that was entered first.
    pub one: PersonId,
    /// The one that was entered later.
    pub other: PersonId,
    /// How likely they are one person, from 0 to 1.
    pub probability: f64,
    /// How the odds came about.
    pub waterfall: Waterfall,
}

/// Finds entries that are more likely one person than two, the likeliest first. Who was merged is one
/// already; who was told apart is not asked about again. Pairs that are as likely stand in the order in
/// which people were entered: references are drawn at random, and would say nothing to whoever reads.
pub fn duplicates(known: &[Known], registry: &State) -> Vec<Duplicate> {
    let rows = Rows::of_known(known);
    let place = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let partners =
        Partners::before(&rows, &Bands::for_error(std::iter::empty(), ERROR_RATE), place);
    let entered =
        |person: &PersonId| registry.persons.get(person).map_or(u64::MAX, |known| known.entered);
    let mut found: Vec<Duplicate> = known
        .iter()
        .enumerate()
        .flat_map(|(row, one)| {
            partners.of(row).iter().map(|partner| {
                let mut pair = [&known[partner.row].person, &one.person];
                pair.sort_by_key(|person| entered(person));
                Duplicate {
                    one: pair[0].clone(),
                    other: pair[1].clone(),
                    probability: partner.probability,
                    waterfall: partner.waterfall.clone(),
                }
            })
        })
        .filter(|pair| !registry.are_apart(&pair.one, &pair.other))
        .collect();
    found.sort_by(|a, b| {
        b.probability
            .total_cmp(&a.probability)
            .then_with(|| b.waterfall.sum.cmp(&a.waterfall.sum))
            .then_with(|| [&a.one, &a.other].map(entered).cmp(&[&b.one, &b.other].map(entered)))
    });
    found
}
