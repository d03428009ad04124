//! The lists as files, in the forms in which officers send them.

use std::path::Path;

use anyhow::Context as _;
use exchange::lists::Field;
use exchange::vocabulary::Side;
use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde::Serialize;

use super::{Half, ListLine, OfferLine, World, words};
use crate::cli::Failure;
use crate::files::write_whole;

/// What the folder holds and that nobody in it exists.
const README: &str = include_str!("README.txt");

/// The form of a text list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    /// UTF-8 with a byte order mark, commas, dates as `YYYY-MM-DD`.
    Comma,
    /// Windows-1251, semicolons, dates as `DD.MM.YYYY`.
    Semicolon1251,
}

impl World {
    /// Writes every list of the world into a folder: for each side its request (`a-request.csv`), the
    /// offer that it makes (`a-offer.xlsx`: the other side's people), its registry at the start
    /// (`a-registry.csv`), what it alone knows of those it holds (`a-held.csv`); and `truth.csv`, the
    /// truth about every line of the offers, for tests only.
    ///
    /// # Errors
    /// When the folder is missing or a file cannot be written.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Failure> {
        for side in Side::BOTH {
            let own = self.people_of(side);
            let theirs = self.people_of(side.other());
            let file =
                |name: &str| folder.join(format!("{}-{name}", side.to_string().to_lowercase()));
            let form = match side {
                Side::A => Text::Comma,
                Side::B => Text::Semicolon1251,
            };
            write_whole(&file("request.csv"), &request(own, form)?)?;
            write_whole(&file("offer.xlsx"), &offer(theirs, side)?)?;
            write_whole(&file("registry.csv"), &registry(own)?)?;
            write_whole(&file("held.csv"), &held(theirs)?)?;
        }
        write_whole(&folder.join("truth.csv"), &self.truth()?)?;
        let readme = README.replace("{seed}", &self.seed.to_string());
        write_whole(&folder.join("README.txt"), readme.as_bytes())
    }

    /// The truth about every line of both offers.
    fn truth(&self) -> Result<Vec<u8>, Failure> {
        let mut rows = vec![row(["offer_by", "line", "request_line", "person", "truth", "slips"])];
        for half in &self.halves {
            for line in &half.offer {
                let asked = half.request.iter().find(|asked| asked.person == line.person);
                let slips: Vec<_> = line.slips.iter().map(|slip| slip.word()).collect();
                rows.push(row([
                    &half.side.other().to_string(),
                    &line.id,
                    asked.map_or("", |asked| &asked.id),
                    &half.people[line.person].key,
                    line.truth.word(),
                    &slips.join(" "),
                ]));
            }
        }
        csv_bytes(rows, b',')
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

/// A list that a side writes as text: a title, the heads of the columns, and the lines.
fn request(half: &Half, form: Text) -> Result<Vec<u8>, Failure> {
    let writer = half.side;
    let columns: Vec<Field> = words::COLUMNS
        .into_iter()
        .filter(|field| !matches!(field, Field::Health | Field::Standing))
        .collect();
    let width = columns.len() + 1;
    let mut title = vec![String::new(); width];
    words::title(writer, true).clone_into(&mut title[0]);
    let mut head = vec![words::heading(Field::Ordinal, writer).to_owned()];
    head.extend(columns.iter().map(|field| words::heading(*field, writer).to_owned()));
    let mut rows = vec![title, head];
    for (number, line) in (1..).zip(&half.request) {
        let mut cells = vec![format!("{number}")];
        cells.extend(columns.iter().map(|field| text_cell(line, *field, form)));
        rows.push(cells);
    }
    match form {
        Text::Comma => {
            let mut bytes = "\u{feff}".as_bytes().to_vec();
            bytes.extend(csv_bytes(rows, b',')?);
            Ok(bytes)
        }
        Text::Semicolon1251 => {
            let bytes = csv_bytes(rows, b';')?;
            let text = String::from_utf8(bytes).context("a table of texts is a text")?;
            let (bytes, _, unmapped) = encoding_rs::WINDOWS_1251.encode(&text);
            if unmapped {
                let cause = anyhow::anyhow!("a letter of the request is not in Windows-1251");
                return Err(Failure::Fault(cause));
            }
            Ok(bytes.into_owned())
        }
    }
}

fn text_cell(line: &ListLine, field: Field, form: Text) -> String {
    let text = if field == Field::Id { Some(&line.id) } else { line.fields.get(&field) };
    let text = text.cloned().unwrap_or_default();
    match form {
        Text::Semicolon1251 if field.is_date() => dotted(&text).unwrap_or(text),
        Text::Semicolon1251 | Text::Comma => text,
    }
}

/// `DD.MM.YYYY`, where the text is a whole date.
pub(super) fn dotted(text: &str) -> Option<String> {
    let date: Date = text.parse().ok()?;
    Some(format!("{:02}.{:02}.{:04}", date.day(), date.month(), date.year()))
}

/// The workbook of those whom `writer` offers to the other side. Side A writes dates as text, side B
/// as real dates of the workbook.
fn offer(half: &Half, writer: Side) -> Result<Vec<u8>, Failure> {
    let columns: Vec<Field> =
        words::COLUMNS.into_iter().filter(|field| *field != Field::Note).collect();
    let make = || -> anyhow::Result<Vec<u8>> {
        let mut book = Workbook::new();
        // Without a fixed day the workbook would carry the day on which it was made.
        let day = ExcelDateTime::from_ymd(2025, 6, 2)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        let last = u16::try_from(columns.len())?;
        sheet.merge_range(0, 0, 0, last, words::title(writer, false), &bold)?;
        sheet.write_with_format(2, 0, words::heading(Field::Ordinal, writer), &bold)?;
        for (at, field) in (1..).zip(&columns) {
            sheet.write_with_format(2, at, words::heading(*field, writer), &bold)?;
            sheet.set_column_width(at, 18)?;
        }
        for (at, line) in (3..).zip(&half.offer) {
            sheet.write_number(at, 0, at - 2)?;
            for (column, field) in (1..).zip(&columns) {
                cell(sheet, (at, column), line, (*field, writer))?;
            }
        }
        Ok(book.save_to_buffer()?)
    };
    Ok(make().context("making the workbook of an offer")?)
}

fn cell(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, column): (u32, u16),
    line: &OfferLine,
    (field, writer): (Field, Side),
) -> anyhow::Result<()> {
    let text = if field == Field::Id { Some(&line.id) } else { line.fields.get(&field) };
    let Some(text) = text else { return Ok(()) };
    let date = field.is_date().then(|| text.parse::<Date>().ok()).flatten();
    match (date, writer) {
        (Some(date), Side::B) => {
            let form = Format::new().set_num_format("dd.mm.yyyy");
            let year = u16::try_from(date.year())?;
            let (month, day) = (u8::try_from(date.month())?, u8::try_from(date.day())?);
            let date = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(row, column, &date, &form)?;
        }
        (Some(_), Side::A) => {
            sheet.write_string(row, column, dotted(text).unwrap_or_default())?;
        }
        (None, _) => {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

/// What a side's registry says at the start, one claim a row.
fn registry(half: &Half) -> Result<Vec<u8>, Failure> {
    const IDENTITY: [Field; 11] = [
        Field::Surname,
        Field::GivenName,
        Field::Patronymic,
        Field::BirthDate,
        Field::BirthPlace,
        Field::Rank,
        Field::Unit,
        Field::ServiceNumber,
        Field::CapturedOn,
        Field::CapturedAt,
        Field::Power,
    ];
    let mut head = row(["person", "claim", "claim-on", "source"]);
    head.extend(IDENTITY.map(|field| field.word().to_owned()));
    let mut rows = vec![head];
    for claim in &half.registry {
        let person = &half.people[claim.person];
        let fields = words::fields(person, half.side);
        let mut cells = row([&person.key, claim.what.word(), &claim.on.to_string(), claim.source]);
        cells.extend(IDENTITY.map(|field| fields.get(&field).cloned().unwrap_or_default()));
        rows.push(cells);
    }
    csv_bytes(rows, b',')
}

/// What the holder alone knows of those it holds, in the holder's language. A line reference is empty
/// for who is on no offer.
fn held(half: &Half) -> Result<Vec<u8>, Failure> {
    let holder = half.side.other();
    let head = "line surname given-name patronymic birth-date captured-on sex health standing need \
                available-from proceedings wish named";
    let mut rows = vec![head.split_whitespace().map(str::to_owned).collect()];
    for (line, person) in half.held() {
        let name = &person.name;
        rows.push(row([
            line.map_or("", |line| &line.id),
            name.surname.by(holder),
            name.given.by(holder),
            name.patronymic.as_ref().map_or("", |name| name.by(holder)),
            &person.born.to_string(),
            &person.captured.to_string(),
            &word(&person.sex)?,
            &word(&person.health)?,
            &word(&person.standing)?,
            person.need.word(),
            &person.available_from.to_string(),
            yes(person.proceedings),
            person.wish.word(),
            yes(person.named),
        ]));
    }
    csv_bytes(rows, b',')
}

/// The word under which the vocabulary writes a value.
fn word<T: Serialize>(value: &T) -> Result<String, Failure> {
    let value = serde_json::to_value(value).context("writing a word of the vocabulary")?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn yes(truth: bool) -> &'static str {
    if truth { "yes" } else { "no" }
}

pub(super) fn csv_bytes(rows: Vec<Vec<String>>, separator: u8) -> Result<Vec<u8>, Failure> {
    let write = || -> anyhow::Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        for row in rows {
            writer.write_record(row)?;
        }
        Ok(writer.into_inner()?)
    };
    Ok(write().context("writing a table")?)
}
