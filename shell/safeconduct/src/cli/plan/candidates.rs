//! The file of those whom a side holds: one row a person, with the facts that the terms may ask about.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::agreement::Settled;
use exchange::plan::{Candidate, Cause, Transport, TravelNeed, place};
use exchange::vocabulary::{Facts, LineId, PartialDate, PersonId, Private, StageNumber};
use serde::de::DeserializeOwned;

use crate::cli::Failure;
use crate::files;

/// The columns; only the first must be there. An empty cell is a fact not known.
const COLUMNS: [&str; 12] = [
    "line", "person", "birth", "captured", "health", "sex", "standing", "need", "from", "named",
    "group", "withheld",
];

/// The largest file of people that is read: 128 MiB.
const PEOPLE_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// One row, with its number for messages.
struct Row<'a> {
    cells: BTreeMap<&'a str, &'a str>,
    place: String,
}

impl Row<'_> {
    /// Reads a cell as one of the words that the documents use; none where it is empty.
    fn word<T: DeserializeOwned>(&self, column: &str, wanted: &str) -> Result<Option<T>, Failure> {
        let text = self.cells.get(column).copied().unwrap_or_default().trim();
        if text.is_empty() {
            return Ok(None);
        }
        let value = serde_json::Value::String(text.to_owned());
        serde_json::from_value(value).map(Some).map_err(|_other_word| {
            let shown: String = text.chars().take(40).collect();
            Failure::incomplete(format!("{}: {column} is `{shown}`", self.place), wanted)
        })
    }

    fn flag(&self, column: &str) -> Result<bool, Failure> {
        match self.cells.get(column).copied().unwrap_or_default().trim() {
            "" | "0" => Ok(false),
            "1" => Ok(true),
            _ => Err(Failure::incomplete(
                format!("{}: {column} is not 0 or 1", self.place),
                "write 0 or 1",
            )),
        }
    }

    fn candidate(&self, settled: &Settled, on: jiff::civil::Date) -> Result<Candidate, Failure> {
        let line = self.cells.get("line").copied().unwrap_or_default().trim();
        let line = LineId::read(line).map_err(|error| {
            Failure::incomplete(
                format!("{}: line: {error}", self.place),
                "write the line's reference",
            )
        })?;
        let day = "write a date as YYYY-MM-DD, YYYY-MM or YYYY";
        let captured: Option<PartialDate> = self.word("captured", day)?;
        let facts = Facts {
            birth: self.word("birth", day)?,
            captured,
            health: self.word(
                "health",
                "write a grade of the capture card, such as good or seriously-wounded",
            )?,
            sex: self.word("sex", "write female or male")?,
            standing: self
                .word("standing", "write prisoner-of-war, retained, civilian or doubtful")?,
        };
        let from = match self.cells.get("from").copied().unwrap_or_default().trim() {
            "" => 1,
            text => text.parse::<u16>().ok().filter(|stage| *stage > 0).ok_or_else(|| {
                Failure::incomplete(
                    format!("{}: from is `{text}`", self.place),
                    "write the first stage, counted from 1",
                )
            })?,
        };
        let withheld: Option<Cause> = self.word(
            "withheld",
            "write proceedings, own-wish, unfit or other; nothing for those who are offered",
        )?;
        Ok(Candidate {
            line,
            person: self
                .word::<PersonId>("person", "write the person's reference in the registry")?,
            place: place(settled, &facts, on),
            need: self
                .word::<TravelNeed>("need", "write seat, stretcher or ambulance")?
                .unwrap_or(TravelNeed::Seat),
            available_from: StageNumber(from),
            captured,
            named: self.flag("named")?,
            group: self.word::<LineId>("group", "write a line that stands for the group")?,
            withheld: withheld.map(Private::new),
        })
    }
}

/// Reads people from a file and places each by the terms, on the day of the first stage.
pub(super) fn read(
    path: &Path,
    settled: &Settled,
    transport: &Transport,
) -> Result<Vec<Candidate>, Failure> {
    let bytes = files::read_bytes(path, PEOPLE_BYTES_MAX)?;
    read_people((&path.display().to_string(), &bytes), settled, transport)
}

/// The same, from the bytes of a file and its name.
pub(crate) fn read_people(
    (name, bytes): (&str, &[u8]),
    settled: &Settled,
    transport: &Transport,
) -> Result<Vec<Candidate>, Failure> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let wrong = |what: String| {
        Failure::incomplete(
            format!("{name}: {what}"),
            format!("save it as UTF-8; the columns are {}", COLUMNS.join(",")),
        )
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?.clone();
    let header: Vec<&str> = header.iter().map(str::trim).collect();
    if !header.contains(&"line") {
        return Err(wrong("no column `line`".to_owned()));
    }
    for (at, column) in header.iter().enumerate() {
        if !COLUMNS.contains(column) || header[..at].contains(column) {
            return Err(wrong(format!("column `{column}` is unknown or stands twice")));
        }
    }
    let on = transport.stages.first().map_or(transport.as_of, |stage| stage.day);
    let mut all = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let number = record.position().map_or(0, csv::Position::line);
        let cells = header.iter().copied().zip(record.iter()).collect();
        let place = format!("{name} line {number}");
        all.push(Row { cells, place }.candidate(settled, on)?);
    }
    Ok(all)
}
