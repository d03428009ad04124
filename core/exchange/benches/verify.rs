//! How long a large bundle takes to verify: processor seconds, seconds by the clock, and memory. One act in ten puts a
//! clause forward and one in ten accepts it; the others count arrivals.
//!
//! usage: cargo bench -p exchange --bench verify [-- ACTS [DIR]]
//! With a folder, `bundle.tar` and `policy.txt` are written there, for `safeconduct verify`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use exchange::agreement::Clause;
use exchange::seal::bundle::Label;
use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::payload::{self, Answer, Answers, Genesis, Proposal};
use exchange::seal::{Chain, Draft, Kind, Verdict, bundle, tar, verify};
use exchange::vocabulary::{ExchangeId, Party};
use rustix::time::{ClockId, clock_gettime};

fn seconds() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// The most memory that this process has had, in megabytes, where the system tells.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1_000)
}

fn clause(number: u64) -> Result<Clause, serde_json::Error> {
    serde_json::from_value(serde_json::json!({
        "id": format!("clause-{number}"), "track": "remains", "title": "a date",
        "text": format!("the bodies are handed over on day {number}"),
        "rule": {"kind": "schedule", "dates": ["2025-06-07"], "size": null},
    }))
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
    let one = tar::write(&packed);
    if let Some(folder) = words.get(1) {
        std::fs::create_dir_all(folder)?;
        std::fs::write(format!("{folder}/bundle.tar"), &one)?;
        std::fs::write(format!("{folder}/policy.txt"), &policy)?;
    }
    drop((packed, chain));
    let (clock, began) = (Instant::now(), seconds());
    let files = tar::read(&one)?;
    let read = seconds();
    let report = verify(&files, &policy);
    assert_eq!(report.verdict, Verdict::Sound);
    let (verified, clock) = (seconds(), clock.elapsed());
    assert_eq!(report.clauses.len() as u64, (count + 8) / 10, "a clause for each ten acts");
    Ok(writeln!(
        std::io::stdout(),
        "{count} acts, {} files, {} bytes as a tar: read in {:.2} s, verified in {:.2} s (processor seconds), both in {:.2} s \
         by the clock; {} MB at most, the making of it included",
        files.len(),
        one.len(),
        read - began,
        verified - read,
        clock.as_secs_f64(),
        memory().unwrap_or_default()
    )?)
}
