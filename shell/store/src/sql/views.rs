//! Writing and reading the views.

use std::collections::BTreeMap;

use exchange::journal::State;
use exchange::registry::Status;
use exchange::vocabulary::{LineId, PersonId};
use sqlx::Connection as _;

use super::{BEGIN_WRITING, Base, Connection, HEAD_TO_MOVE, journal};
use crate::error::Doing as _;
use crate::views::{self, LinePlace, LineRow, PersonRow, Rows, Views};
use crate::{Error, PERSONS_MAX};

impl Base {
    /// Brings the views to the state: writes what is new or different, deletes what is gone. With
    /// `anew` everything is deleted first.
    pub(crate) async fn write_views(&self, state: &State, anew: bool) -> Result<Views, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let doing = "writing the views";
        let mut work = connection.begin_with(BEGIN_WRITING).await.doing(doing)?;
        let (found, _) = journal::read_head(&mut work, HEAD_TO_MOVE).await?;
        if found != state.version {
            return Err(Error::Conflict { expected: state.version, found });
        }
        if anew {
            sqlx::query("delete from person_view").execute(&mut *work).await.doing(doing)?;
            sqlx::query("delete from line_view").execute(&mut *work).await.doing(doing)?;
        }
        let before = stored(&mut work).await?;
        let after = Rows::of(state, &records(&mut work).await?);
        put_persons(&mut work, &before, &after).await?;
        put_lines(&mut work, &before, &after).await?;
        sqlx::query("update view_position set version = $1")
            .bind(i64::try_from(found).expect("a journal has fewer than 2^63 events"))
            .execute(&mut *work)
            .await
            .doing(doing)?;
        work.commit().await.doing(doing)?;
        self.views().await
    }

    pub(crate) async fn views(&self) -> Result<Views, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        let mut work = connection.begin().await.doing("reading the views")?;
        let version: i64 = sqlx::query_scalar("select version from view_position")
            .fetch_one(&mut *work)
            .await
            .doing("reading the views")?;
        let rows = stored(&mut work).await?;
        let mut persons = BTreeMap::new();
        for row in rows.persons.values() {
            *persons.entry(row.status.clone()).or_insert(0) += 1;
        }
        Ok(Views {
            version: u64::try_from(version).unwrap_or_default(),
            digest: rows.digest(),
            persons,
            lines: u64::try_from(rows.lines.len()).unwrap_or(u64::MAX),
        })
    }

    /// Makes the rows that the views should have, without writing them.
    pub(crate) async fn rows_of(&self, state: &State) -> Result<Rows, Error> {
        let mut connection = self.pool.acquire().await.doing("taking a connection")?;
        Ok(Rows::of(state, &records(&mut connection).await?))
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

/// Counts the vault records by person.
async fn records(work: &mut Connection) -> Result<BTreeMap<String, u64>, Error> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select person, count(*) from vault where person is not null group by person",
    )
    .fetch_all(work)
    .await
    .doing("counting vault records")?;
    Ok(rows.into_iter().map(|(person, n)| (person, u64::try_from(n).unwrap_or(0))).collect())
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
            .fetch_all(work)
            .await
            .doing("reading the view of lines")?;
    let count = |number: i64| u64::try_from(number).unwrap_or(u64::MAX);
    let persons = persons.into_iter().map(|(person, status, stands_for, records)| {
        (person, PersonRow { status, stands_for, records: count(records) })
    });
    let lines = lines.into_iter().map(|(list, line, from_side, purpose, place)| {
        ((list, line), LineRow { from_side, purpose, place: count(place) })
    });
    Ok(Rows { persons: persons.collect(), lines: lines.collect() })
}

async fn put_persons(work: &mut Connection, before: &Rows, after: &Rows) -> Result<(), Error> {
    let doing = "writing the view of persons";
    for person in before.persons.keys().filter(|key| !after.persons.contains_key(*key)) {
        sqlx::query("delete from person_view where person = $1")
            .bind(person.as_str())
            .execute(&mut *work)
            .await
            .doing(doing)?;
    }
    for (person, row) in &after.persons {
        if before.persons.get(person) == Some(row) {
            continue;
        }
        sqlx::query(
            "insert into person_view (person, status, stands_for, records) values ($1, $2, $3, $4)
             on conflict (person) do update set status = excluded.status,
                 stands_for = excluded.stands_for, records = excluded.records",
        )
        .bind(person.as_str())
        .bind(row.status.as_str())
        .bind(row.stands_for.as_str())
        .bind(i64::try_from(row.records).unwrap_or(i64::MAX))
        .execute(&mut *work)
        .await
        .doing(doing)?;
    }
    Ok(())
}

async fn put_lines(work: &mut Connection, before: &Rows, after: &Rows) -> Result<(), Error> {
    let doing = "writing the view of lines";
    for (list, line) in before.lines.keys().filter(|key| !after.lines.contains_key(*key)) {
        sqlx::query("delete from line_view where list = $1 and line = $2")
            .bind(list.as_str())
            .bind(line.as_str())
            .execute(&mut *work)
            .await
            .doing(doing)?;
    }
    for ((list, line), row) in &after.lines {
        if before.lines.get(&(list.clone(), line.clone())) == Some(row) {
            continue;
        }
        sqlx::query(
            "insert into line_view (list, line, from_side, purpose, place)
             values ($1, $2, $3, $4, $5)
             on conflict (list, line) do update set from_side = excluded.from_side,
                 purpose = excluded.purpose, place = excluded.place",
        )
        .bind(list.as_str())
        .bind(line.as_str())
        .bind(row.from_side.as_str())
        .bind(row.purpose.as_str())
        .bind(i64::try_from(row.place).unwrap_or(i64::MAX))
        .execute(&mut *work)
        .await
        .doing(doing)?;
    }
    Ok(())
}
