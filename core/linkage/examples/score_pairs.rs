//! Scores `name<TAB>name` lines from standard input, for measuring the engine alone.

use std::error::Error;
use std::io::{self, BufWriter, Read as _, Write as _};

use linkage::name::Scorer;

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut scorer = Scorer::default();
    for line in text.lines() {
        let (left, right) = line.split_once('\t').ok_or("a line without a tab")?;
        writeln!(out, "{:.6}", scorer.score(left, right))?;
    }
    out.flush()?;
    Ok(())
}
