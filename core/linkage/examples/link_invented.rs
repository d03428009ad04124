//! Links two lists of invented people, for measuring time, memory and what is found:
//! `cargo run --release -p linkage --example link_invented -- 100000`.

#[path = "../tests/invented.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod invented;

use std::collections::BTreeSet;
use std::env;
use std::error::Error;
use std::io::{self, Write as _};

use linkage::link::{Shape, link};

fn main() -> Result<(), Box<dyn Error>> {
    let people: usize = env::args().nth(1).ok_or("say how many people")?.parse()?;
    let lists = invented::lists(people, invented::Noise::Ordinary, 1);
    let linked = link(&lists.a, &lists.b, Shape::OneToOne);
    let truth: BTreeSet<(&str, &str)> =
        lists.truth.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let said = linked.links.iter().filter(|link| link.probability >= 0.5);
    let said: Vec<(&str, &str)> =
        said.map(|link| (lists.a.id(link.left), lists.b.id(link.right))).collect();
    let right = said.iter().filter(|pair| truth.contains(*pair)).count();
    writeln!(
        io::stdout(),
        "{} x {} rows, {} candidates, {} true pairs, {} said, {right} of them right, keys found at \
         most {:.4}",
        lists.a.len(),
        lists.b.len(),
        linked.candidates,
        truth.len(),
        said.len(),
        linked.blocking_recall.unwrap_or(f64::NAN)
    )?;
    Ok(())
}
