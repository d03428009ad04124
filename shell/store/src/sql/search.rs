//! Searching by keys, and reading cards.

use std::collections::BTreeMap;

use exchange::reconcile::name::Scorer;
use exchange::registry::{Card, Key, LIKENESS_MIN, Query};
use exchange::vocabulary::PersonId;
use rayon::prelude::*;
use sqlx::QueryBuilder;

use super::{Base, Db};
use crate::error::Doing as _;
use crate::keys::{Ring, Sealed};
use crate::view_key;
use crate::{CARDS_MAX, CardOf, Error, FoundPerson};

/// The most people whom one key is asked for: a key that more share says too little.
const PEOPLE_OF_A_KEY_MAX: i64 = 200;
/// The most cards that one search opens.
const CARDS_OPENED_MAX: usize = 96;
/// From this likeness on the best one found is good enough not to look farther.
const GOOD_ENOUGH: f64 = 0.9;
/// Keys with at most this weight are only asked for when the others find nobody who is good enough.
const BROAD_WEIGHT_MAX: u32 = 7;

/// A card as it lies in the database.
type RawCard = (i64, String, Vec<u8>, Vec<u8>);

impl Base {
    /// Finds the people who are likest a query, the likest first.
    pub(crate) async fn search(
        &self,
        query: &Query,
        most: usize,
    ) -> Result<Vec<FoundPerson>, Error> {
        let (telling, broad): (Vec<_>, Vec<_>) =
            query.keys().into_iter().partition(|(_, weight)| *weight > BROAD_WEIGHT_MAX);
        let mut weights = BTreeMap::new();
        let mut found: BTreeMap<i64, FoundPerson> = BTreeMap::new();
        let mut scorer = Scorer::default();
        for keys in [telling, broad] {
            self.weigh(&keys, &mut weights).await?;
            let mut candidates: Vec<(u32, i64)> = weights
                .iter()
                .filter(|(entry, _)| !found.contains_key(entry))
                .map(|(entry, weight)| (*weight, *entry))
                .collect();
            candidates.sort_unstable_by_key(|(weight, entry)| (std::cmp::Reverse(*weight), *entry));
            candidates.truncate(CARDS_OPENED_MAX);
            let entries: Vec<i64> = candidates.into_iter().map(|(_, entry)| entry).collect();
            for raw in self.raw_cards(&entries).await? {
                let entry = raw.0;
                let CardOf { person, card } = open(&self.ring, raw)?;
                let likeness = query.judge(&mut scorer, &card);
                found.insert(entry, FoundPerson { person, card, likeness });
            }
            let best = found.values().map(|one| one.likeness.score).fold(0.0, f64::max);
            if best >= GOOD_ENOUGH && found.len() >= most {
                break;
            }
        }
        let mut found: Vec<FoundPerson> =
            found.into_values().filter(|one| one.likeness.score >= LIKENESS_MIN).collect();
        found.sort_by(|a, b| {
            b.likeness.score.total_cmp(&a.likeness.score).then_with(|| a.person.cmp(&b.person))
        });
        found.truncate(most);
        Ok(found)
    }

    /// Adds up for each entry how telling the keys are by which it is found.
    async fn weigh(
        &self,
        keys: &[(Key, u32)],
        weights: &mut BTreeMap<i64, u32>,
    ) -> Result<(), Error> {
        if keys.is_empty() {
            return Ok(());
        }
        let mut by_name = BTreeMap::new();
        let mut query = QueryBuilder::<Db>::new("");
        for (at, (key, weight)) in keys.iter().enumerate() {
            let name = self.view_key.name(key);
            by_name.insert(name, *weight);
            query.push(if at == 0 {
                "select name, entry from ("
            } else {
                " union all select name, entry from ("
            });
            query.push("select name, entry from name_key where name = ").push_bind(name);
            query.push(" order by entry limit ").push_bind(PEOPLE_OF_A_KEY_MAX).push(") as k");
            query.push(at);
        }
        let rows: Vec<(i64, i64)> =
            query.build_query_as().fetch_all(&self.pool).await.doing("searching by name")?;
        for (name, entry) in rows {
            *weights.entry(entry).or_insert(0) += by_name.get(&name).copied().unwrap_or(0);
        }
        Ok(())
    }

    async fn raw_cards(&self, entries: &[i64]) -> Result<Vec<RawCard>, Error> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<Db>::new(
            "select entry, person, nonce, sealed from card_view where entry in (",
        );
        let mut separated = query.separated(", ");
        for entry in entries {
            separated.push_bind(*entry);
        }
        query.push(")");
        query.build_query_as().fetch_all(&self.pool).await.doing("reading cards")
    }

    /// Opens the cards that come after an entry, in the order in which people were entered.
    pub(crate) async fn cards(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<(Vec<CardOf>, Option<i64>), Error> {
        let rows: Vec<RawCard> = sqlx::query_as(
            "select entry, person, nonce, sealed from card_view where entry > $1
             order by entry limit $2",
        )
        .bind(after)
        .bind(i64::from(limit.min(CARDS_MAX)))
        .fetch_all(&self.pool)
        .await
        .doing("reading cards")?;
        let last = rows.last().map(|row| row.0);
        let cards: Result<Vec<_>, _> =
            rows.into_par_iter().map(|row| open(&self.ring, row)).collect();
        Ok((cards?, last))
    }
}

fn open(ring: &Ring, (entry, person, nonce, bytes): RawCard) -> Result<CardOf, Error> {
    let broken = || Error::BrokenView { row: format!("card {entry}") };
    let person = PersonId::read(&person).map_err(|_refusal| broken())?;
    let plain = view_key::open_card(ring, &person, &Sealed { nonce, bytes }).ok_or_else(broken)?;
    let card = Card::from_bytes(&plain).map_err(|_unread| broken())?;
    Ok(CardOf { person, card })
}
