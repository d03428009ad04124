//! How long a large bundle takes to verify, in processor seconds and by the clock. One act in ten puts a clause
//! forward and one in ten accepts it; the others count arrivals.
//!
//! usage: cargo bench -p exchange --bench verify [-- ACTS [bundle|policy]]
//! With the second word the bundle, as one tar, or its policy goes to the standard output, for `safeconduct verify`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;

use exchange::agreement::Clause;
use exchange::seal::bundle::Label;
use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::payload::{self, Answer, Answers, Genesis, Proposal};
use exchange::seal::{Chain, Draft, Kind, Verdict, bundle, tar, verify};
use exchange::vocabulary::{ExchangeId, Party};
use rustix::time::{ClockId, clock_gettime};

fn seconds(clock: ClockId) -> f64 {
    let now = clock_gettime(clock);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn clause(number: u64) -> Result<Clause, serde_json::Error> {
    serde_json::from_value(serde_json::json!({
        "id": format!("clause-{number}"), "track": "remains", "title": "a date",
        "text": format!("the bodies are handed over on day {number}"),
        "rule": {"kind": "schedule", "dates": ["2025-06-07"], "size": null},
    }))
}

/// Makes such a bundle, as one tar, and its policy.
fn built(count: u64) -> Result<(Vec<u8>, String), Box<dyn Error>> {
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
        let own = clause(number / 10)?;
        let (kind, from, keys, bytes) = match number % 10 {
            1 => {
                let clauses = vec![own];
                (Kind::Propose, Party::A, a.signing(), payload::write(&Proposal { clauses }))
            }
            2 => {
                let answer = Answer { id: own.id.clone(), digest: own.digest(), reason: None };
                let bytes = payload::write(&Answers { clauses: vec![answer] });
                (Kind::Accept, Party::B, b.signing(), bytes)
            }
            _ => {
                let text = format!("{{\"counted\":{number}}}\n");
                (Kind::Reception, Party::B, b.signing(), text.into_bytes())
            }
        };
        chain.append(draft(kind, from, bytes), salt, &keys)?;
    }
    let witnesses = [&a, &b, &m].map(|ring| ring.witness.clone());
    let witnesses: Vec<_> = witnesses.iter().flatten().collect();
    let log = m.log.clone().ok_or("the mediator keeps the log")?;
    chain.witness(&log, &witnesses, "2025-06-07T10:00:00Z".parse()?)?;
    let packed =
        bundle::pack(chain.files(), chain.authority(), Label::for_anyone(Party::B), &b.signing())?;
    Ok((tar::write(&packed), policy))
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: u64 = words.first().and_then(|word| word.parse().ok()).unwrap_or(100_000);
    let (one, policy) = built(count)?;
    let piece = words.get(1).and_then(|word| match word.as_str() {
        "bundle" => Some(one.as_slice()),
        "policy" => Some(policy.as_bytes()),
        _ => None,
    });
    if let Some(piece) = piece {
        return Ok(std::io::stdout().write_all(piece)?);
    }
    let now = || [ClockId::ProcessCPUTime, ClockId::Monotonic].map(seconds);
    let began = now();
    let files = tar::read(&one)?;
    let read = now();
    let report = verify(&files, &policy);
    let [spent, clock] = now();
    assert_eq!(report.verdict, Verdict::Sound);
    assert_eq!(report.clauses.len() as u64, (count + 8) / 10, "a clause for each ten acts");
    Ok(writeln!(
        std::io::stdout(),
        "{count} acts, {} files, {} bytes as a tar: read in {:.2} and verified in {:.2} processor seconds; both in {:.2} s \
         by the clock",
        files.len(),
        one.len(),
        read[0] - began[0],
        spent - read[0],
        clock - began[1]
    )?)
}
