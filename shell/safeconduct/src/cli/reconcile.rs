//! `safeconduct reconcile`: who stands on both lists, or twice on one, with a probability and reasons.

mod input;
mod report;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::reconcile::link::{self, Bands, Link, Linked, Shape};
use exchange::reconcile::record::Records;
use exchange::reconcile::{Mapping, MappingFile};

use super::{Failure, Out};
use crate::files;

/// Link two lists, or find who stands twice on one.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The first list: a CSV file with a column `id`.
    left: PathBuf,
    /// The second list.
    #[arg(required_unless_present = "within", conflicts_with = "within")]
    right: Option<PathBuf>,
    /// Look for people who stand more than once on the first list.
    #[arg(long)]
    within: bool,
    /// Where to write the pairs:
    /// `left_id,right_id,probability,weight,runner_up,margin,band,reasons`.
    #[arg(long)]
    out: PathBuf,
    /// A file that says what each column holds, where the headings do not.
    #[arg(long)]
    columns: Option<PathBuf>,
    /// Write every likely pair, not only one for each person.
    #[arg(long)]
    many: bool,
    /// How likely a single link may be wrong, and a single pair that is let go may be true: it sets the
    /// bands link, review and no-link.
    #[arg(long, default_value_t = 0.01, value_parser = error_rate)]
    error_rate: f64,
    /// Where to write what each field says and what was left out.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let mapping = match &arguments.columns {
        Some(path) => Some(
            MappingFile::read(&files::read_text(path)?).map_err(|refusal| incomplete(&refusal))?,
        ),
        None => None,
    };
    let left = records(&arguments.left, mapping.as_ref())?;
    let right = match &arguments.right {
        Some(path) => Some(records(path, mapping.as_ref())?),
        None => None,
    };
    let shape = if arguments.many { Shape::Many } else { Shape::OneToOne };
    let linked = match &right {
        Some(right) => link::link(&left, right, shape),
        None => link::within(&left),
    };
    let right = right.as_ref().unwrap_or(&left);
    let mut inputs = vec![arguments.left.as_path()];
    inputs.extend(arguments.right.as_deref());
    for path in [Some(&arguments.out), arguments.report.as_ref()].into_iter().flatten() {
        files::not_an_input(path, &inputs)?;
    }
    let probabilities = linked.links.iter().map(|link| link.probability);
    let bands = Bands::for_error(probabilities, arguments.error_rate);
    files::write_whole(&arguments.out, &pairs(&linked, &bands, &left, right)?)?;
    let report = report::Report {
        linked: &linked,
        bands: &bands,
        error_rate: arguments.error_rate,
        rows: (left.len(), right.len()),
    };
    if let Some(path) = &arguments.report {
        files::write_whole(path, report.text().as_bytes())?;
    }
    out.line(report.summary())
}

fn error_rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text.parse().map_err(|_unread| format!("`{text}` is no number"))?;
    if (0.0..=0.5).contains(&rate) { Ok(rate) } else { Err("between 0 and 0.5".to_owned()) }
}

fn records(path: &Path, mapping: Option<&MappingFile>) -> Result<Records, Failure> {
    input::read(path, |headings| match mapping {
        Some(mapping) => mapping.apply(headings),
        None => Mapping::by_headings(headings),
    })
}

/// What cannot be read is incomplete input, not a broken rule.
fn incomplete(refusal: &exchange::reconcile::Refusal) -> Failure {
    Failure::incomplete(refusal.to_string(), refusal.hint())
}

fn pairs(
    linked: &Linked,
    bands: &Bands,
    left: &Records,
    right: &Records,
) -> Result<Vec<u8>, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |fields: &[String]| {
        writer.write_record(fields).context("writing the pairs").map_err(Failure::Fault)
    };
    let header = "left_id right_id probability weight runner_up margin band reasons"
        .split(' ')
        .map(str::to_owned);
    write(&header.collect::<Vec<String>>())?;
    let bits = |odds: Option<f64>| {
        odds.map_or_else(String::new, |odds| format!("{:.2}", odds / std::f64::consts::LN_2))
    };
    for link in &linked.links {
        write(&[
            left.id(link.left).to_owned(),
            right.id(link.right).to_owned(),
            format!("{:.6}", link.probability),
            bits(Some(link.log_odds)),
            bits(link.runner_up),
            bits(link.margin),
            bands.of(link.probability).word().to_owned(),
            reasons(link),
        ])?;
    }
    Ok(writer.into_inner().map_err(|error| anyhow::anyhow!("writing the pairs: {error}"))?)
}

/// The fields that say something, contradictions first: `birth-date/3 +4.1`. No value is named.
fn reasons(link: &Link) -> String {
    let said: Vec<String> = link
        .reasons
        .iter()
        .filter(|reason| reason.level > 0)
        .map(|reason| format!("{}/{} {:+.1}", reason.label, reason.level, reason.weight))
        .collect();
    said.join("; ")
}
