//! Writing and reading the views.

use std::collections::BTreeMap;

use exchange::journal::State;
use exchange::registry::Status;
use exchange::vocabulary::{LineId, PersonId, Private};
use rayon::prelude::*;
use sqlx::{Connection as _, QueryBuilder};

use super::{BEGIN_WRITING, Base, Connection, Db, HEAD_TO_MOVE, journal, vault};
use crate::error::Doing as _;
use crate::keys::Ring;
use crate::view_key::{self, ViewKey};
use crate::views::{
    self, LinePlace, LineRow, MadeCard, PersonRow, Rows, Touched, VIEW_FORM, Views,
};
use crate::{Error, PERSONS_MAX, RawRecord};

/// How many people's rows are made at a time.
const PEOPLE_AT_ONCE: usize = 400;
/// How many rows are written in one statement.
const ROWS_AT_ONCE: usize = 250;
/// How many search keys are gathered before they are written. They lie all over their table: the more are
/// written in its order, the fewer of its pages are written twice. 16 bytes each.
const NAMES_AT_ONCE: usize = 2_000_000;

impl Base {
    /// Brings the views to the state and says whether there was anything to do. With `anew` everything
    /// is deleted first.
    pub(crate) async fn write_views(&self, state: &State, anew: bool) -> Result<bool, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let doing = "writing the views";
        let (version, form) = position(&mut connection).await?;
        if !anew && version == state.version && form == VIEW_FORM {
            return Ok(false);
        }
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        let (found, _) = journal::read_head(&mut work, HEAD_TO_MOVE).await?;
        if found != state.version {
            return Err(Error::Conflict { expected: state.version, found });
        }
        let (version, form) = position(&mut work).await?;
        let touched = if anew || version == 0 || form != VIEW_FORM || version > found {
            for table in ["person_view", "line_view", "card_view", "name_key"] {
                let mut delete = QueryBuilder::<Db>::new("delete from ");
                delete.push(table).build().execute(&mut *work).await.doing(doing)?;
            }
            Touched::all(state)
        } else {
            self.touched_since(version, state).await?
        };
        self.put(&mut work, state, &touched).await?;
        recount(&mut work).await?;
        move_position(&mut work, found).await?;
        work.commit().await.doing(doing)?;
        super::forget_erased(&mut connection).await;
        Ok(true)
    }

    pub(super) async fn touched_since(
        &self,
        version: u64,
        state: &State,
    ) -> Result<Touched, Error> {
        let mut touched = Touched::default();
        let mut next = version + 1;
        while next <= state.version {
            let page = self.read(next, crate::READ_EVENTS_MAX).await?;
            let Some(last) = page.last() else { break };
            next = last.number + 1;
            for event in &page {
                touched.add(state, event);
            }
        }
        Ok(touched)
    }

    /// Writes the rows of what was touched, inside a transaction.
    pub(super) async fn put(
        &self,
        work: &mut Connection,
        state: &State,
        touched: &Touched,
    ) -> Result<(), Error> {
        for list in &touched.lists {
            sqlx::query("delete from line_view where list = $1")
                .bind(list.as_str())
                .execute(&mut *work)
                .await
                .doing("writing the view of lines")?;
            let rows: Vec<_> = views::line_rows(state, list).collect();
            put_lines(work, &rows).await?;
        }
        let groups = touched.groups(state);
        let mut names = Vec::new();
        let mut rest = groups.as_slice();
        while !rest.is_empty() {
            // A group stays whole; most are of one.
            let mut people = 0;
            let most = |group: &&Vec<PersonId>| {
                people += group.len();
                people <= PEOPLE_AT_ONCE
            };
            let count = rest.iter().take_while(most).count().max(1);
            let (now, later) = rest.split_at(count);
            let made = made(work, (&self.ring, &self.view_key), state, now).await?;
            put_persons(work, &made.persons).await?;
            names.extend(put_cards(work, &self.ring, state, now, made.cards).await?);
            if names.len() >= NAMES_AT_ONCE {
                put_names(work, std::mem::take(&mut names)).await?;
            }
            rest = later;
        }
        put_names(work, names).await
    }

    pub(crate) async fn views_version(&self) -> Result<u64, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        Ok(position(&mut connection).await?.0)
    }

    pub(crate) async fn views(&self) -> Result<Views, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin().await.doing("reading the views")?;
        let (version, _) = position(&mut work).await?;
        let rows = stored(&mut work).await?;
        let mut persons = BTreeMap::new();
        for row in rows.persons.values() {
            *persons.entry(row.status.clone()).or_insert(0) += 1;
        }
        Ok(Views {
            version,
            digest: rows.digest(),
            persons,
            lines: u64::try_from(rows.lines.len()).unwrap_or(u64::MAX),
            cards: u64::try_from(rows.cards.len()).unwrap_or(u64::MAX),
        })
    }

    /// Makes the rows that the views should have, without writing them.
    pub(crate) async fn rows_of(&self, state: &State) -> Result<Rows, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let touched = Touched::all(state);
        let mut rows = Rows::default();
        for list in &touched.lists {
            rows.lines.extend(views::line_rows(state, list));
        }
        for groups in touched.groups(state).chunks(PEOPLE_AT_ONCE) {
            let made = made(&mut connection, (&self.ring, &self.view_key), state, groups).await?;
            rows.persons.extend(made.persons);
            for card in made.cards {
                rows.names.extend(card.names.iter().map(|name| (*name, card.entry)));
                rows.cards.insert(card.entry, (card.person.to_string(), card.mark));
            }
        }
        rows.names.sort_unstable();
        Ok(rows)
    }

    pub(crate) async fn persons_with(
        &self,
        status: Option<Status>,
        after: Option<&PersonId>,
        limit: u32,
    ) -> Result<Vec<PersonId>, Error> {
        let rows: Vec<String> = sqlx::query_scalar(
            "select person from person_view where status = $1 and person > $2
             order by person limit $3",
        )
        .bind(views::status_word(status))
        .bind(after.map_or("", PersonId::as_str))
        .bind(i64::from(limit.min(PERSONS_MAX)))
        .fetch_all(&self.pool)
        .await
        .doing("searching persons by status")?;
        let read = |row: String| views::person(&row).ok_or(Error::BrokenView { row });
        rows.into_iter().map(read).collect()
    }

    pub(crate) async fn places_of(&self, line: &LineId) -> Result<Vec<LinePlace>, Error> {
        let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
            "select list, line, from_side, place from line_view where line = $1 order by list",
        )
        .bind(line.as_str())
        .fetch_all(&self.pool)
        .await
        .doing("searching the lists for a line")?;
        let read = |row| views::place(row).ok_or(Error::BrokenView { row: line.to_string() });
        rows.into_iter().map(read).collect()
    }
}

/// Reads which version the views show, and in which form they were made.
pub(super) async fn position(work: &mut Connection) -> Result<(u64, i64), Error> {
    let (version, form): (i64, i64) = sqlx::query_as("select version, form from view_position")
        .fetch_one(work)
        .await
        .doing("reading the views")?;
    Ok((u64::try_from(version).unwrap_or_default(), form))
}

/// Says that the views show a version now.
pub(super) async fn move_position(work: &mut Connection, version: u64) -> Result<(), Error> {
    sqlx::query("update view_position set version = $1, form = $2")
        .bind(i64::try_from(version).expect("a journal has fewer than 2^63 events"))
        .bind(VIEW_FORM)
        .execute(work)
        .await
        .doing("writing the views")?;
    Ok(())
}

/// Counts the vault records of everybody again where the count is another one.
async fn recount(work: &mut Connection) -> Result<(), Error> {
    let count = "(select count(*) from vault where vault.person = person_view.person)";
    let mut update = QueryBuilder::<Db>::new("update person_view set records = ");
    update.push(count).push(" where records <> ").push(count);
    update.build().execute(work).await.doing("counting vault records")?;
    Ok(())
}

/// The rows of some people.
struct Made {
    persons: Vec<(String, PersonRow)>,
    cards: Vec<MadeCard>,
}

/// Makes the rows of some people from the state and the vault.
async fn made(
    work: &mut Connection,
    (ring, view_key): (&Ring, &ViewKey),
    state: &State,
    groups: &[Vec<PersonId>],
) -> Result<Made, Error> {
    let people: Vec<&PersonId> = groups.iter().flatten().collect();
    let mut counting =
        QueryBuilder::<Db>::new("select person, count(*) from vault where person in (");
    list(&mut counting, &people);
    counting.push(") group by person");
    let counted: Vec<(String, i64)> =
        counting.build_query_as().fetch_all(&mut *work).await.doing("counting vault records")?;
    let counts: BTreeMap<&str, u64> = counted
        .iter()
        .map(|(person, count)| (person.as_str(), u64::try_from(*count).unwrap_or_default()))
        .collect();
    let mut reading = QueryBuilder::<Db>::new(
        "select record, person, compartment, nonce, sealed from vault
         where compartment = 'identity' and person in (",
    );
    list(&mut reading, &people);
    reading.push(")");
    let records: Vec<RawRecord> =
        reading.build_query_as().fetch_all(work).await.doing("reading what is known of people")?;
    let opened: Vec<(String, Private<Vec<u8>>)> = records
        .into_par_iter()
        .filter_map(|row| {
            let opened = vault::open(ring, row).ok()?;
            Some((opened.record.to_string(), opened.bytes))
        })
        .collect();
    let opened: BTreeMap<&str, &Private<Vec<u8>>> =
        opened.iter().map(|(record, bytes)| (record.as_str(), bytes)).collect();
    let cards = groups
        .par_iter()
        .filter_map(|group| views::card_of(state, group, view_key, &opened))
        .collect();
    let persons = people
        .par_iter()
        .map(|person| {
            let records = counts.get(person.as_str()).copied().unwrap_or(0);
            (person.to_string(), views::person_row(state, person, records))
        })
        .collect();
    Ok(Made { persons, cards })
}

fn list(query: &mut QueryBuilder<Db>, people: &[&PersonId]) {
    let mut separated = query.separated(", ");
    for person in people {
        separated.push_bind(person.to_string());
    }
}

/// Reads every row of the views.
async fn stored(work: &mut Connection) -> Result<Rows, Error> {
    let persons: Vec<(String, String, String, i64)> =
        sqlx::query_as("select person, status, stands_for, records from person_view")
            .fetch_all(&mut *work)
            .await
            .doing("reading the view of persons")?;
    let lines: Vec<(String, String, String, String, i64)> =
        sqlx::query_as("select list, line, from_side, purpose, place from line_view")
            .fetch_all(&mut *work)
            .await
            .doing("reading the view of lines")?;
    let cards: Vec<(i64, String, Vec<u8>)> =
        sqlx::query_as("select entry, person, mark from card_view")
            .fetch_all(&mut *work)
            .await
            .doing("reading the cards")?;
    let names: Vec<(i64, i64)> =
        sqlx::query_as("select name, entry from name_key order by name, entry")
            .fetch_all(work)
            .await
            .doing("reading the search keys")?;
    let count = |number: i64| u64::try_from(number).unwrap_or(u64::MAX);
    let persons = persons.into_iter().map(|(person, status, stands_for, records)| {
        (person, PersonRow { status, stands_for, records: count(records) })
    });
    let lines = lines.into_iter().map(|(list, line, from_side, purpose, place)| {
        ((list, line), LineRow { from_side, purpose, place: count(place) })
    });
    Ok(Rows {
        persons: persons.collect(),
        lines: lines.collect(),
        cards: cards.into_iter().map(|(entry, person, mark)| (entry, (person, mark))).collect(),
        names,
    })
}

async fn put_persons(work: &mut Connection, rows: &[(String, PersonRow)]) -> Result<(), Error> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let mut insert = QueryBuilder::<Db>::new(
            "insert into person_view (person, status, stands_for, records) ",
        );
        insert.push_values(rows, |mut row, (person, one)| {
            row.push_bind(person.clone())
                .push_bind(one.status.clone())
                .push_bind(one.stands_for.clone())
                .push_bind(i64::try_from(one.records).unwrap_or(i64::MAX));
        });
        insert.push(
            " on conflict (person) do update set status = excluded.status,
             stands_for = excluded.stands_for, records = excluded.records",
        );
        insert.build().execute(&mut *work).await.doing("writing the view of persons")?;
    }
    Ok(())
}

async fn put_lines(
    work: &mut Connection,
    rows: &[((String, String), LineRow)],
) -> Result<(), Error> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let mut insert = QueryBuilder::<Db>::new(
            "insert into line_view (list, line, from_side, purpose, place) ",
        );
        insert.push_values(rows, |mut row, ((list, line), one)| {
            row.push_bind(list.clone())
                .push_bind(line.clone())
                .push_bind(one.from_side.clone())
                .push_bind(one.purpose.clone())
                .push_bind(i64::try_from(one.place).unwrap_or(i64::MAX));
        });
        insert.build().execute(&mut *work).await.doing("writing the view of lines")?;
    }
    Ok(())
}

/// Writes the cards that are new or different, deletes those of everybody in the groups who has none any
/// more, and returns the search keys that are to be written.
async fn put_cards(
    work: &mut Connection,
    ring: &Ring,
    state: &State,
    groups: &[Vec<PersonId>],
    made: Vec<MadeCard>,
) -> Result<Vec<(i64, i64)>, Error> {
    let doing = "writing the cards";
    let entries = groups
        .iter()
        .flatten()
        .filter_map(|person| i64::try_from(state.registry.persons.get(person)?.entered).ok());
    let mut reading = QueryBuilder::<Db>::new("select entry, mark from card_view where entry in (");
    let mut separated = reading.separated(", ");
    entries.for_each(|entry| {
        separated.push_bind(entry);
    });
    reading.push(")");
    let before: Vec<(i64, Vec<u8>)> =
        reading.build_query_as().fetch_all(&mut *work).await.doing(doing)?;
    let before: BTreeMap<i64, Vec<u8>> = before.into_iter().collect();
    let made: BTreeMap<i64, MadeCard> = made.into_iter().map(|card| (card.entry, card)).collect();
    let same = |entry: &i64, mark: &Vec<u8>| made.get(entry).is_some_and(|now| now.mark == *mark);
    let gone: Vec<i64> =
        before.iter().filter(|(entry, mark)| !same(entry, mark)).map(|(entry, _)| *entry).collect();
    for table in ["card_view", "name_key"] {
        if gone.is_empty() {
            break;
        }
        let mut delete = QueryBuilder::<Db>::new("delete from ");
        delete.push(table).push(" where entry in (");
        let mut separated = delete.separated(", ");
        for entry in &gone {
            separated.push_bind(*entry);
        }
        delete.push(")");
        delete.build().execute(&mut *work).await.doing(doing)?;
    }
    let new: Vec<MadeCard> = made
        .into_values()
        .filter(|card| before.get(&card.entry).is_none_or(|mark| *mark != card.mark))
        .collect();
    insert_cards(work, ring, &new).await?;
    Ok(new.iter().flat_map(|card| card.names.iter().map(|name| (*name, card.entry))).collect())
}

async fn insert_cards(work: &mut Connection, ring: &Ring, new: &[MadeCard]) -> Result<(), Error> {
    for cards in new.chunks(ROWS_AT_ONCE) {
        let mut insert =
            QueryBuilder::<Db>::new("insert into card_view (entry, person, mark, nonce, sealed) ");
        insert.push_values(cards, |mut row, card| {
            let sealed = view_key::seal_card(ring, &card.person, &card.card);
            row.push_bind(card.entry)
                .push_bind(card.person.to_string())
                .push_bind(card.mark.clone())
                .push_bind(sealed.nonce)
                .push_bind(sealed.bytes);
        });
        insert.build().execute(&mut *work).await.doing("writing the cards")?;
    }
    Ok(())
}

/// Writes search keys, in the order in which they lie in their table.
async fn put_names(work: &mut Connection, mut names: Vec<(i64, i64)>) -> Result<(), Error> {
    names.sort_unstable();
    for names in names.chunks(ROWS_AT_ONCE) {
        let mut insert = QueryBuilder::<Db>::new("insert into name_key (name, entry) ");
        insert.push_values(names, |mut row, (name, entry)| {
            row.push_bind(*name).push_bind(*entry);
        });
        insert.build().execute(&mut *work).await.doing("writing the search keys")?;
    }
    Ok(())
}
