//! How long it takes to link two invented lists, and how much is found:
//! `cargo bench -p linkage --bench link -- [PEOPLE...]`, by default 2,000 and 50,000.
//!
//! Time is that of the clock on all cores, reading of the text included. For seconds of the processor
//! and memory of a whole process, write the lists with the example `invent_lists` and run
//! `/usr/bin/time safeconduct reconcile` on them.

#![expect(clippy::disallowed_types, reason = "a bench looks at the clock")]

#[path = "../tests/fresh.rs"]
mod fresh;
#[path = "../tests/invented.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod invented;

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::time::Instant;

use linkage::link::{Shape, link};
use linkage::record::{Builder, Column, Kind, Records, RecordsRefusal};

const KINDS: [Kind; 10] = [
    Kind::Surname,
    Kind::GivenName,
    Kind::Patronymic,
    Kind::BirthDate,
    Kind::Place,
    Kind::Rank,
    Kind::Unit,
    Kind::Number,
    Kind::Date,
    Kind::Place,
];

fn read(file: &str) -> Result<Records, RecordsRefusal> {
    let mut lines = file.lines();
    let labels = lines.next().unwrap_or_default().split(',').skip(1);
    let columns = labels.zip(KINDS).map(|(label, kind)| Column { label: label.to_owned(), kind });
    let mut builder = Builder::new(columns.collect())?;
    for (id, cells) in lines.filter_map(|line| line.split_once(',')) {
        builder.push(id, cells.split(','))?;
    }
    builder.finish(|_| false)
}

#[expect(clippy::disallowed_methods, reason = "a bench looks at the clock")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut sizes: Vec<usize> = env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![2_000, 50_000];
    }
    for people in sizes {
        for (name, slips) in [("ordinary", fresh::ORDINARY), ("field", fresh::FIELD)] {
            let files = fresh::files(people, &slips, 1);
            let truth: BTreeSet<(&str, &str)> = files
                .truth
                .lines()
                .filter_map(|line| line.strip_prefix("ab,")?.split_once(','))
                .collect();
            let start = Instant::now();
            let (a, b) = (read(&files.a)?, read(&files.b)?);
            let reading = start.elapsed();
            let linked = link(&a, &b, Shape::OneToOne);
            let all = start.elapsed();
            let said = linked.links.iter().filter(|link| link.probability >= 0.5);
            let said: Vec<(&str, &str)> =
                said.map(|link| (a.id(link.left), b.id(link.right))).collect();
            let right = said.iter().filter(|pair| truth.contains(*pair)).count() as f64;
            writeln!(
                io::stdout(),
                "{name} {} x {}: {:.3} s, of which reading {:.3} s; {} pairs compared, precision \
                 {:.4}, recall {:.4}, keys found at most {:.4}",
                a.len(),
                b.len(),
                all.as_secs_f64(),
                reading.as_secs_f64(),
                linked.candidates,
                right / (said.len() as f64).max(1.0),
                right / (truth.len() as f64).max(1.0),
                linked.blocking_recall.unwrap_or(f64::NAN)
            )?;
        }
    }
    Ok(())
}
