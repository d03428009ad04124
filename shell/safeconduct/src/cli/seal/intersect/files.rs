//! The files of a round at one side: its secret, its lists, and the tables that only it reads.

use std::collections::BTreeMap;
use std::path::Path;

use exchange::lists::Field;
use exchange::seal::intersect::family::Known;
use exchange::seal::intersect::file::ROUND_FILE_BYTES_MAX;
use exchange::seal::intersect::{Match, Secret};
use exchange::seal::notary::hex;
use exchange::vocabulary::{Digest, ExchangeId, Side};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::{Failure, lists};
use crate::files::{read_bytes, read_text, write_whole};
use crate::workbook::harmless;

/// The first line of a secret file.
const SECRET: &str = "safeconduct/match-secret/v1";

/// One line of a list, with what keys are made of.
pub(super) struct Person {
    /// What the list's own owner calls the line.
    line: String,
    fields: BTreeMap<Field, String>,
}

impl Person {
    /// Returns what is known of the person.
    pub(super) fn known(&self) -> Known<'_> {
        self.fields.iter().map(|(field, text)| (*field, text.as_str())).collect()
    }
}

/// Reads a closed list.
pub(super) fn list(path: &Path) -> Result<Vec<Person>, Failure> {
    let draft = lists::read_list(path)?;
    let kept = draft.keep_all("closed before; read for its keys only");
    let closed = draft.close(&kept).map_err(exchange::journal::Refusal::from)?;
    let person = |line: &exchange::lists::Line| Person {
        line: line.text(Field::Id).map_or_else(|| line.id.to_string(), str::to_owned),
        fields: Field::ALL
            .into_iter()
            .filter_map(|field| Some((field, line.text(field)?.to_owned())))
            .collect(),
    };
    Ok(closed.lines().map(person).collect())
}

/// Reads a file that crossed.
pub(super) fn round_file(path: &Path) -> Result<Vec<u8>, Failure> {
    read_bytes(path, u64::try_from(ROUND_FILE_BYTES_MAX).unwrap_or(u64::MAX))
}

/// Keeps the secret of a round, for its owner alone.
pub(super) fn keep_secret(path: &Path, secret: &Secret, quota: u64) -> Result<(), Failure> {
    let Secret { exchange, round, side, seed } = secret;
    let text = format!(
        "{SECRET}\nexchange {exchange}\nround {round}\nside {side}\nquota {quota}\nseed {}",
        hex(seed)
    );
    super::super::keys::write_secret(path, &text)
}

/// Reads it back, with the quota that its keys were made for.
pub(super) fn open_secret(path: &Path) -> Result<(Secret, u64), Failure> {
    let text = read_text(path)?;
    let wrong = || {
        Failure::incomplete(
            format!("{} is not the secret of a round", path.display()),
            "name the file that `safeconduct seal intersect commit --secret` wrote",
        )
    };
    read_secret(&text).ok_or_else(wrong)
}

fn read_secret(text: &str) -> Option<(Secret, u64)> {
    let lines: Vec<&str> = text.lines().collect();
    let [SECRET, exchange, round, side, quota, seed] = lines.as_slice() else { return None };
    let exchange = ExchangeId::read(exchange.strip_prefix("exchange ")?).ok()?;
    let round = round.strip_prefix("round ")?.parse().ok()?;
    let side = match *side {
        "side A" => Side::A,
        "side B" => Side::B,
        _ => return None,
    };
    let seed = Digest::read(seed.strip_prefix("seed ")?)?.0;
    Some((Secret { exchange, round, side, seed }, quota.strip_prefix("quota ")?.parse().ok()?))
}

fn table(path: &Path, rows: impl Iterator<Item = Vec<String>>) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| Failure::Fault(error.into()))?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::Fault(error.into_error().into()))?;
    write_whole(path, &bytes)
}

fn words<const N: usize>(words: [&str; N]) -> Vec<String> {
    words.map(str::to_owned).to_vec()
}

/// Writes which reference means which line of our own list.
pub(super) fn references(path: &Path, secret: &Secret, people: &[Person]) -> Result<(), Failure> {
    let head = words(["reference", "line"]);
    let rows = people
        .iter()
        .enumerate()
        .map(|(row, person)| vec![hex(&secret.reference(row)), harmless(&person.line)]);
    table(path, std::iter::once(head).chain(rows))
}

/// Writes who was found.
pub(super) fn found(path: &Path, people: &[Person], found: &[Match]) -> Result<(), Failure> {
    let head = words(["line", "reference", "keys", "verdict"]);
    let rows = found.iter().filter_map(|own| {
        let verdict = if own.candidate { "candidate" } else { "to the mediator" };
        Some(vec![
            harmless(&people.get(own.person)?.line),
            hex(&own.reference),
            own.families.join("; "),
            verdict.to_owned(),
        ])
    });
    table(path, std::iter::once(head).chain(rows))
}

/// Shows on a terminal that something is being done.
pub(super) fn working(what: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner().with_message(what.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    bar
}
