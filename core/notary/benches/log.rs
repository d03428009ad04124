//! How fast the log appends, and how fast it proves and checks, in processor seconds.
//!
//! usage: cargo bench -p notary --bench log [-- ENTRIES]

use std::io::Write as _;

use notary::merkle::{Tree, continues, includes, leaf_hash};
use rustix::time::{ClockId, clock_gettime};

fn seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: usize = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    // An act with two signatures has about so many bytes.
    let entry = |number: usize| {
        let mut bytes = [b'x'; 600];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        bytes
    };
    let began = seconds();
    let mut tree = Tree::default();
    for number in 0..count {
        tree.push(leaf_hash(&entry(number)));
    }
    let appended = seconds() - began;
    let (root, size) = (tree.root(), count as u64);
    let (began, proofs) = (seconds(), 200_000_usize);
    for at in 0..proofs {
        let index = at * 7_919 % count;
        let path = tree.inclusion(index, count).expect("the entry is there");
        assert!(includes(&leaf_hash(&entry(index)), index as u64, size, &path, &root));
    }
    let proved = seconds() - began;
    let began = seconds();
    for at in 0..proofs {
        let old = at * 7_919 % count + 1;
        let path = tree.consistency(old, count).expect("the tree was smaller once");
        assert!(continues(old as u64, size, &path, &tree.root_at(old).expect("its root"), &root));
    }
    let continued = seconds() - began;
    let each = |number: usize, spent: f64| number as f64 / spent;
    writeln!(
        std::io::stdout(),
        "{count} entries of 600 bytes: appended {:.0}/s; inclusion proved and checked {:.0}/s; \
         consistency {:.0}/s (per processor second)",
        each(count, appended),
        each(proofs, proved),
        each(proofs, continued)
    )
}
