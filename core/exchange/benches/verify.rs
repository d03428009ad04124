//! How long a large bundle takes to verify, in processor seconds.
//!
//! usage: cargo bench -p exchange --bench verify [-- ACTS]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;

use exchange::seal::bundle::Label;
use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::payload::{self, Genesis};
use exchange::seal::{Chain, Draft, Kind, Verdict, bundle, tar, verify};
use exchange::vocabulary::{ExchangeId, Party};
use rustix::time::{ClockId, clock_gettime};

fn seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(100_000);
    let ring = |party, seed| Keyring::new(party, 2, &[seed; 32]);
    let (a, b, m) = (ring(Party::A, 1)?, ring(Party::B, 2)?, ring(Party::Mediator, 3)?);
    let exchange = ExchangeId::read(&"0a".repeat(16))?;
    let policy = compose_policy(&exchange, &[a.public(), b.public(), m.public()])?;
    let mut chain = Chain::new(&policy)?;
    let genesis = Genesis::new(chain.authority(), "a bench".to_owned(), BTreeMap::new());
    let draft = |kind, from, payload| Draft { kind, from, payload, expires: None };
    let all: Vec<_> = [&a, &b, &m].into_iter().flat_map(Keyring::signing).collect();
    chain.append(draft(Kind::Genesis, Party::Mediator, payload::write(&genesis)), [0; 32], &all)?;
    for number in 1..count {
        let mut salt = [0; 32];
        salt[..8].copy_from_slice(&number.to_be_bytes());
        let text = format!("{{\"counted\":{number}}}\n").into_bytes();
        chain.append(draft(Kind::Reception, Party::B, text), salt, &b.signing())?;
    }
    let witnesses = [&a, &b, &m].map(|ring| ring.witness.clone());
    let witnesses: Vec<_> = witnesses.iter().flatten().collect();
    let log = m.log.clone().ok_or("the mediator keeps the log")?;
    chain.witness(&log, &witnesses, "2025-06-07T10:00:00Z".parse()?)?;
    let packed =
        bundle::pack(chain.files(), chain.authority(), Label::for_anyone(Party::B), &b.signing())?;
    let one = tar::write(&packed);
    let began = seconds();
    let files = tar::read(&one)?;
    let read = seconds();
    let report = verify(&files, &policy);
    assert_eq!(report.verdict, Verdict::Sound);
    Ok(writeln!(
        std::io::stdout(),
        "{count} acts, {} files, {} bytes as a tar: read in {:.2} s, verified in {:.2} s (processor seconds)",
        files.len(),
        one.len(),
        read - began,
        seconds() - read
    )?)
}
