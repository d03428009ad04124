//! `safeconduct reconcile`: what each line of their list is to us, with a probability and reasons; or who
//! stands on both of two lists, or twice on one.

pub(crate) mod book;
mod headings;
mod input;
mod instance;
mod people;
pub(crate) mod reply;
mod report;
mod table;
mod told;
mod verdicts;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use exchange::reconcile::link::{self, Bands, Link, Linked, Shape};
use exchange::reconcile::record::Records;
use exchange::reconcile::{ERROR_RATE, MappingFile};

use super::progress::Progress;
use super::{Failure, Out};
use crate::files;
use crate::workbook::harmless;

pub(crate) use instance::{compare_command, opened_sheet, our_request};
pub(crate) use told::{Told, name, written};

/// Say what each line of their list is to us; or link two lists, or find who stands twice on one.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<instance::Command>,
    /// Their list: CSV or XLSX. Without --registry: the first of two lists, with a column `id`.
    #[arg(required = true)]
    left: Option<PathBuf>,
    /// Our own list, where there is one. Without --registry: the second of two lists.
    #[arg(required_unless_present_any = ["within", "registry"], conflicts_with = "within")]
    right: Option<PathBuf>,
    /// The people we know of: CSV or XLSX with a column `status`. Each line of their list then gets a
    /// verdict.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["within", "many", "report"])]
    registry: Option<PathBuf>,
    /// Look for people who stand more than once on the first list.
    #[arg(long)]
    within: bool,
    /// Where to write the verdicts (.xlsx to read, .csv for a program), or the pairs:
    /// `left_id,right_id,probability,weight,runner_up,margin,band,reasons`.
    #[arg(long, required = true)]
    out: Option<PathBuf>,
    /// A file that says what each column holds, where the headings do not.
    #[arg(long)]
    columns: Option<PathBuf>,
    /// Write every likely pair, not only one for each person.
    #[arg(long)]
    many: bool,
    /// How likely a single link may be wrong, and a single pair that is let go may be true: it sets the
    /// bands link, review and no-link, and with --registry which lines are doubtful.
    #[arg(long, default_value_t = ERROR_RATE, value_parser = error_rate)]
    error_rate: f64,
    /// Where to write what each field says and what was left out.
    #[arg(long)]
    report: Option<PathBuf>,
}

/// Runs the command.
pub(crate) async fn run(arguments: Arguments, out: &mut Out) -> Result<(), Failure> {
    if let Some(command) = arguments.command {
        return instance::run(command, out).await;
    }
    let (Some(left), Some(path)) = (&arguments.left, &arguments.out) else {
        return Err(Failure::incomplete(
            "a list and a place for the result are needed",
            "name them: `safeconduct reconcile LIST ... --out FILE`",
        ));
    };
    let mapping = match &arguments.columns {
        Some(path) => Some(mapping_file(path)?),
        None => None,
    };
    match &arguments.registry {
        Some(registry) => {
            let asked = verdicts::Asked {
                theirs: left,
                ours: arguments.right.as_deref(),
                registry,
                mapping: mapping.as_ref(),
                error_rate: arguments.error_rate,
            };
            verdicts::run(&asked, path, out)
        }
        None => pair(&arguments, mapping.as_ref(), (left, path), out),
    }
}

fn mapping_file(path: &Path) -> Result<MappingFile, Failure> {
    MappingFile::read(&files::read_text(path)?).map_err(|refusal| {
        Failure::incomplete(format!("{}: {refusal}", path.display()), refusal.hint())
    })
}

fn pair(
    arguments: &Arguments,
    mapping: Option<&MappingFile>,
    (left_path, out_path): (&PathBuf, &PathBuf),
    out: &mut Out,
) -> Result<(), Failure> {
    let mut inputs = vec![left_path.as_path()];
    inputs.extend(arguments.right.as_deref());
    inputs.extend(arguments.columns.as_deref());
    for path in [Some(out_path), arguments.report.as_ref()].into_iter().flatten() {
        files::not_an_input(path, &inputs)?;
    }
    let progress = Progress::begin("reading the lists");
    let left = input::read(left_path, mapping)?;
    let right = match &arguments.right {
        Some(path) => Some(input::read(path, mapping)?),
        None => None,
    };
    let rows = left.len() + right.as_ref().map_or(0, Records::len);
    progress.next(format!("comparing {rows} rows"));
    let shape = if arguments.many { Shape::Many } else { Shape::OneToOne };
    let linked = match &right {
        Some(right) => link::link(&left, right, shape),
        None => link::within(&left),
    };
    let right = right.as_ref().unwrap_or(&left);
    progress.next(format!("writing {} pairs", linked.links.len()));
    let probabilities = linked.links.iter().map(|link| link.probability);
    let bands = Bands::for_error(probabilities, arguments.error_rate);
    files::write_whole(out_path, &pairs(&linked, &bands, &left, right)?)?;
    drop(progress);
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
            harmless(left.id(link.left)),
            harmless(right.id(link.right)),
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
