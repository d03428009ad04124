//! Two lists that one side sends in mid-exchange: one on which people are hard to tell, and one with flaws of many
//! kinds, so that there is work at the desk.

use std::path::Path;

use exchange::lists::Field;
use exchange::vocabulary::Side;
use rust_xlsxwriter::Workbook;

use super::chance::Chance;
use super::files::{csv_bytes, dotted};
use super::slips::misspell;
use super::{Group, Person, World, words};
use crate::cli::Failure;
use crate::files::write_whole;
use anyhow::Context as _;

/// How many lines the list has on which people are hard to tell.
const HARD_LINES: usize = 36;
/// How many lines each list with flaws has.
const FLAWED_LINES: usize = 24;
/// The columns of both lists.
const COLUMNS: [Field; 8] = [
    Field::Id,
    Field::Surname,
    Field::GivenName,
    Field::Patronymic,
    Field::BirthDate,
    Field::Rank,
    Field::ServiceNumber,
    Field::CapturedOn,
];

/// One line, by column.
type Row = [String; COLUMNS.len()];

impl World {
    /// Writes the lists that side B sends in mid-exchange: `b-supplement.csv`, on which people are hard to tell;
    /// `b-second-supplement.xlsx` and `b-third-supplement.xlsx`, each with flaws of many kinds.
    pub(crate) fn write_supplements(&self, folder: &Path) -> Result<(), Failure> {
        let half = self.people_of(Side::A);
        let sought = |person: &&Person| {
            matches!(person.group, Group::Sought)
                && person.number.is_some()
                && person.boundary.is_none()
        };
        let sought: Vec<&Person> = half.people.iter().filter(sought).collect();
        let hard = sought.iter().take(HARD_LINES).enumerate();
        let mut chance = Chance::of(self.seed, "supplement");
        let hard = hard.map(|(at, person)| hard_to_tell(&mut chance, person, at)).collect();
        write_whole(&folder.join("b-supplement.csv"), &text(hard)?)?;
        let mut rest = sought.iter().skip(HARD_LINES);
        for (name, mark) in [("b-second-supplement.xlsx", 'F'), ("b-third-supplement.xlsx", 'G')] {
            let some = rest.by_ref().take(FLAWED_LINES).enumerate();
            let rows = some.map(|(at, person)| row(person, &format!("{mark}-{:03}", at + 1)));
            let rows = flawed(rows.collect());
            write_whole(&folder.join(name), &book(&rows)?)?;
        }
        Ok(())
    }
}

/// A line as side B writes it, whole.
fn row(person: &Person, id: &str) -> Row {
    let fields = words::fields(person, Side::B);
    COLUMNS.map(|field| {
        let text = fields.get(&field);
        if field == Field::Id {
            id.to_owned()
        } else if field.is_date() {
            text.and_then(|text| dotted(text)).unwrap_or_default()
        } else {
            text.cloned().unwrap_or_default()
        }
    })
}

/// A line that may be about the person: initials and a year, or a slip in the surname and another year, or a name
/// alone; and never a patronymic, a rank, a number or a day of capture.
fn hard_to_tell(chance: &mut Chance, person: &Person, at: usize) -> Row {
    let mut row = row(person, &format!("S-{:03}", at + 1));
    let year = person.born.year();
    match at % 3 {
        0 => {
            row[2] = row[2].chars().take(1).chain(['.']).collect();
            row[4] = year.to_string();
        }
        1 => {
            row[1] = misspell(chance, &row[1]).unwrap_or_else(|| row[1].clone());
            row[4] = (year + 1).to_string();
        }
        _ => row[4].clear(),
    }
    for column in [3, 5, 6, 7] {
        row[column].clear();
    }
    row
}

/// Plants a flaw of another kind in one line after the other.
fn flawed(mut rows: Vec<Row>) -> Vec<Row> {
    let (id, number) = (rows[0][0].clone(), rows[1][6].clone());
    let twin = rows[2].clone();
    let cells: [(usize, usize, &str); 13] = [
        (3, 4, "31.02.1990"),
        (4, 4, "весной"),
        (5, 4, "12.03.91"),
        (6, 4, "12.03.1991 / 03.12.1991"),
        (7, 7, "01.01.1985"),
        (8, 7, "17.11.2031"),
        (9, 4, "05.05.1931"),
        (10, 1, "Ив?????"),
        (11, 1, "Кoваль"),
        (12, 1, "Бонд4р"),
        (13, 1, ""),
        (14, 2, "О."),
        (15, 5, "=A1"),
    ];
    for (line, column, text) in cells {
        text.clone_into(&mut rows[line][column]);
    }
    rows[16][0] = id;
    rows[17][6] = number;
    let own = rows[18][0].clone();
    rows[18] = twin;
    rows[18][0] = own;
    rows
}

fn headings() -> Vec<String> {
    COLUMNS.map(|field| words::heading(field, Side::B).to_owned()).to_vec()
}

/// Windows-1251 with semicolons.
fn text(rows: Vec<Row>) -> Result<Vec<u8>, Failure> {
    let rows = rows.into_iter().map(|row| row.to_vec());
    csv_bytes(std::iter::once(headings()).chain(rows).collect(), b';')
}

fn book(rows: &[Row]) -> Result<Vec<u8>, Failure> {
    let make = || -> anyhow::Result<Vec<u8>> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, words::title(Side::B, false))?;
        for (column, heading) in (0_u16..).zip(headings()) {
            sheet.write_string(2, column, heading)?;
            sheet.set_column_width(column, 18)?;
        }
        for (at, row) in (3_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell.strip_prefix('=') {
                    Some(formula) => sheet.write_formula(at, column, formula)?,
                    None => sheet.write_string(at, column, cell)?,
                };
            }
        }
        Ok(book.save_to_buffer()?)
    };
    Ok(make().context("making the workbook of a supplement")?)
}
