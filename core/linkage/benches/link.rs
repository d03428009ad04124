//! What it takes to link two invented lists, and how much is found:
//! `cargo bench -p linkage --bench link -- [PEOPLE...]`, by default 2,000 and 500,000.
//!
//! The lists are written to a folder that is removed afterwards. A process of its own reads and links
//! them, so that seconds of the processor and memory are its alone and those of everything it did: they
//! are told where `/proc` is there to tell them (Linux).

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a bench looks at the clock and writes files"
)]

#[path = "../tests/fresh.rs"]
mod fresh;
#[path = "../tests/invented.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod invented;

use std::collections::BTreeSet;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs, process};

use linkage::link::{Shape, link};

/// Asks this program to be the process that is measured.
const MEASURE: &str = "--measure";

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [ask, folder] = words.as_slice()
        && ask == MEASURE
    {
        return measure(Path::new(folder));
    }
    let mut sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![2_000, 500_000];
    }
    for people in sizes {
        for (name, slips) in [("ordinary", fresh::ORDINARY), ("field", fresh::FIELD)] {
            write!(io::stdout(), "{name} ")?;
            io::stdout().flush()?;
            let folder = Folder::new()?;
            let files = fresh::files(people, &slips, 1);
            for (list, text) in [("a", files.a), ("b", files.b), ("truth", files.truth)] {
                fs::write(folder.0.join(list), text)?;
            }
            let measured =
                Command::new(env::current_exe()?).arg(MEASURE).arg(&folder.0).status()?;
            if !measured.success() {
                return Err("the process that was measured failed".into());
            }
        }
    }
    Ok(())
}

/// A folder that goes when the bench does.
struct Folder(PathBuf);

impl Folder {
    fn new() -> io::Result<Self> {
        let folder = env::temp_dir().join(format!("linkage-bench-{}", process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays in the folder for temporary files does no harm.
        fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// Reads and links the lists of a folder, and says what that took and what was found.
fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let list = |name: &str| fs::read_to_string(folder.join(name)).map(|text| fresh::read(&text));
    let (a, b) = (list("a")?, list("b")?);
    let linked = link(&a, &b, Shape::OneToOne);
    let seconds = start.elapsed().as_secs_f64();
    // The truth is none of the work.
    let took = took();
    let truth = fs::read_to_string(folder.join("truth"))?;
    let truth = fresh::truth(&truth, "ab");
    let found = |least: f64| -> BTreeSet<(&str, &str)> {
        let links = linked.links.iter().filter(|link| link.probability >= least);
        links.map(|link| (a.id(link.left), b.id(link.right))).collect()
    };
    let (said, all) = (found(0.5), found(0.0));
    let share = |of: &BTreeSet<_>, whole: usize| {
        of.intersection(&truth).count() as f64 / (whole as f64).max(1.0)
    };
    writeln!(
        io::stdout(),
        "{} x {}: {seconds:.2} s{took}; {} pairs compared; at even odds precision {:.4}, recall {:.4}; at \
         least {:.4} of the true pairs shared a key (thought to be at most {:.4})",
        a.len(),
        b.len(),
        linked.candidates,
        share(&said, said.len()),
        share(&said, truth.len()),
        share(&all, truth.len()),
        linked.blocking_recall.unwrap_or(f64::NAN)
    )?;
    Ok(())
}

/// Seconds of the processor and the most memory that this process took so far, where the system says so.
fn took() -> String {
    let ticks = fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        // The name of the program stands in brackets and may hold blanks; user and system time are the
        // 12th and 13th number behind it, in hundredths of a second.
        let (_, behind) = stat.rsplit_once(')')?;
        let mut numbers = behind.split_whitespace().skip(11).map(str::parse::<u64>);
        Some(numbers.next()?.ok()? + numbers.next()?.ok()?)
    });
    let memory = fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    });
    let ticks = ticks.map_or_else(String::new, |ticks| {
        format!(", {}.{:02} s of the processor", ticks / 100, ticks % 100)
    });
    let memory = memory.map_or_else(String::new, |kibibytes| format!(", {} MiB", kibibytes >> 10));
    ticks + &memory
}
