//! Searching by keys, and reading cards.

use std::collections::BTreeMap;
use std::sync::Arc;

use exchange::journal::State;
use exchange::reconcile::name::Scorer;
use exchange::registry::{
    Card, Key, LIKENESS_MIN, LOOKS_KNOWN_MIN, QUERY_KEYS_MAX, Query, WIDE_KEYS_MAX,
};
use exchange::vocabulary::PersonId;
use rayon::prelude::*;
use sqlx::QueryBuilder;
use tokio::task::JoinHandle;

use super::{Base, Db};
use crate::error::Doing as _;
use crate::keys::{Ring, Sealed};
use crate::view_key;
use crate::{CardOf, ChangedCards, Error, FoundPerson};

/// How far one round of a search looks.
#[derive(Clone, Copy)]
struct Reach {
    /// The most people whom one key is asked for: a key that more share says too little.
    people_of_a_key: u32,
    /// The most people whose cards are thought of.
    cards: usize,
}

/// As far as is looked at first.
const NEAR: Reach = Reach { people_of_a_key: 200, cards: 96 };
/// As far as is looked when nobody is like the query: a slip in a surname of common parts leaves only keys
/// that many share.
const FAR: Reach = Reach { people_of_a_key: 800, cards: 384 };
/// How many keys one statement asks for.
const WIDTHS: [usize; 6] = [8, 16, 32, 64, QUERY_KEYS_MAX, WIDE_KEYS_MAX];
/// So many cards are opened before it is seen whether somebody is good enough.
const CARDS_AT_ONCE: usize = 24;
/// How many cards of everybody are read at once.
const CARDS_READ_AT_ONCE: u32 = 10_000;
/// After more events than these it is quicker to open the cards of everybody.
const CHANGES_MAX: u64 = 20_000;
/// From this likeness on the best one found is good enough not to look farther.
const GOOD_ENOUGH: f64 = 0.9;
/// Keys with at most this weight are only asked for when the others find nobody who is good enough.
const BROAD_WEIGHT_MAX: u32 = 7;

/// Who has been found so far, by the number of the entry.
struct Finding<'a> {
    query: &'a Query,
    most: usize,
    scorer: Scorer,
    found: BTreeMap<i64, FoundPerson>,
}

impl Finding<'_> {
    fn best(&self) -> f64 {
        self.found.values().map(|one| one.likeness.score).fold(0.0, f64::max)
    }

    /// Says whether there is no need to look farther.
    fn is_enough(&self) -> bool {
        self.best() >= GOOD_ENOUGH && self.found.len() >= self.most
    }

    fn take(&mut self, entry: i64, CardOf { person, card }: CardOf) {
        let likeness = self.query.judge(&mut self.scorer, &card);
        self.found.insert(entry, FoundPerson { person, card, likeness });
    }

    /// Those who are like the query, the likest first.
    fn likely(self) -> Vec<FoundPerson> {
        let Self { query, most, mut found, .. } = self;
        let likely = |one: &FoundPerson| one.likeness.score >= LIKENESS_MIN;
        if found.values().filter(|one| likely(one)).count() < most {
            for one in found.values_mut().filter(|one| !likely(one)) {
                one.likeness = query.judge_as_kin(one.likeness, &one.card);
            }
        }
        let mut found: Vec<FoundPerson> = found.into_values().filter(likely).collect();
        found.sort_by(|a, b| {
            b.likeness.score.total_cmp(&a.likeness.score).then_with(|| a.person.cmp(&b.person))
        });
        found.truncate(most);
        found
    }
}

/// A card as it lies in the database.
type RawCard = (i64, String, Vec<u8>, Vec<u8>);

impl Base {
    /// Finds the people who are likest a query, the likest first.
    pub(crate) async fn search(
        &self,
        query: &Query,
        most: usize,
    ) -> Result<Vec<FoundPerson>, Error> {
        let keys = query.keys();
        let telling = keys.iter().take_while(|(_, weight)| *weight > BROAD_WEIGHT_MAX).count();
        let telling = keys.get(..telling).unwrap_or_default();
        let (scorer, found) = (Scorer::default(), BTreeMap::new());
        let mut finding = Finding { query, most, scorer, found };
        self.look(telling, NEAR, &mut finding).await?;
        if !finding.is_enough() {
            self.look(&keys, NEAR, &mut finding).await?;
        }
        if finding.best() < LOOKS_KNOWN_MIN {
            let wide = query.wide_keys();
            self.look(if wide.is_empty() { telling } else { &wide }, FAR, &mut finding).await?;
        }
        Ok(finding.likely())
    }

    /// Opens cards of whoever is found by some keys, the most promising first, until somebody is good enough.
    async fn look(
        &self,
        keys: &[(Key, u32)],
        reach: Reach,
        finding: &mut Finding<'_>,
    ) -> Result<(), Error> {
        // Whoever was found already stands among them again.
        let cards = reach.cards + finding.found.len();
        let mut entries = self.weigh(keys, Reach { cards, ..reach }).await?;
        entries.retain(|entry| !finding.found.contains_key(entry));
        for some in entries.chunks(CARDS_AT_ONCE) {
            for raw in self.raw_cards(some).await? {
                finding.take(raw.0, open(&self.ring, raw)?);
            }
            if finding.is_enough() {
                break;
            }
        }
        Ok(())
    }

    /// Adds up for each entry how telling the keys are by which it is found; the entries of the highest
    /// sums, the highest first.
    async fn weigh(&self, keys: &[(Key, u32)], reach: Reach) -> Result<Vec<i64>, Error> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        // A statement's text depends on few lengths only, so that it is prepared once: a key that is no
        // key fills it up.
        let width = WIDTHS.into_iter().find(|width| *width >= keys.len()).unwrap_or(keys.len());
        let keys = keys.iter().map(|(key, weight)| (Some(self.view_key.name(key)), *weight));
        let mut query = QueryBuilder::<Db>::new("select entry from (");
        for (at, (name, weight)) in keys.chain(std::iter::repeat((None, 0))).take(width).enumerate()
        {
            query.push(if at == 0 { "select entry, " } else { " union all select entry, " });
            query.push_bind(i64::from(weight));
            query.push(" as weight from (select entry from name_key where name = ");
            query.push_bind(name).push(" order by entry limit ");
            query.push(reach.people_of_a_key).push(") as k").push(at);
        }
        query.push(") as keyed group by entry order by sum(weight) desc, entry limit ");
        query.push_bind(i64::try_from(reach.cards).unwrap_or(i64::MAX));
        query.build_query_scalar().fetch_all(&self.pool).await.doing("searching by name")
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

    /// Opens the cards of everybody, in the order in which people were entered: some are read while those before
    /// are opened.
    pub(crate) async fn cards(&self) -> Result<Vec<CardOf>, Error> {
        let ring = Arc::new(self.ring.clone());
        let (mut all, mut after) = (Vec::new(), 0);
        let mut opening: Option<JoinHandle<Result<Vec<CardOf>, Error>>> = None;
        loop {
            let rows: Vec<RawCard> = sqlx::query_as(
                "select entry, person, nonce, sealed from card_view where entry > $1
                 order by entry limit $2",
            )
            .bind(after)
            .bind(i64::from(CARDS_READ_AT_ONCE))
            .fetch_all(&self.pool)
            .await
            .doing("reading cards")?;
            if let Some(before) = opening.take() {
                all.extend(before.await.expect("opening a card does not panic")?);
            }
            let Some(last) = rows.last() else { return Ok(all) };
            after = last.0;
            let ring = Arc::clone(&ring);
            opening = Some(tokio::task::spawn_blocking(move || {
                rows.into_par_iter().map(|row| open(&ring, row)).collect()
            }));
        }
    }

    /// Opens the cards of whom the events after a version touched; none where those are too many.
    pub(crate) async fn cards_since(
        &self,
        version: u64,
        state: &State,
    ) -> Result<Option<ChangedCards>, Error> {
        if state.version.saturating_sub(version) > CHANGES_MAX {
            return Ok(None);
        }
        let groups = self.touched_since(version, state).await?.groups(state);
        let people: Vec<PersonId> = groups.into_iter().flatten().collect();
        let entry =
            |person: &PersonId| i64::try_from(state.registry.persons.get(person)?.entered).ok();
        let entries: Vec<i64> = people.iter().filter_map(entry).collect();
        let mut cards = Vec::new();
        for some in entries.chunks(CARDS_AT_ONCE) {
            for raw in self.raw_cards(some).await? {
                cards.push(open(&self.ring, raw)?);
            }
        }
        Ok(Some(ChangedCards { people, cards }))
    }
}

fn open(ring: &Ring, (entry, person, nonce, bytes): RawCard) -> Result<CardOf, Error> {
    let broken = || Error::BrokenView { row: format!("card {entry}") };
    let person = PersonId::read(&person).map_err(|_refusal| broken())?;
    let plain = view_key::open_card(ring, &person, &Sealed { nonce, bytes }).ok_or_else(broken)?;
    let card = Card::from_bytes(&plain).map_err(|_unread| broken())?;
    Ok(CardOf { person, card })
}
