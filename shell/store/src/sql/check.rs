//! The check of everything that is kept.

use exchange::vocabulary::Digest;

use super::{Base, journal, vault};
use crate::{Error, Flaw, Report, chain};

/// How many rows are read at a time.
pub(super) const PAGE_ROWS: u32 = 1_000;

impl Base {
    pub(crate) async fn verify(&self) -> Result<Report, Error> {
        let (version, digest) = self.head().await?;
        let mut report = Report { version, digest, events: 0, records: 0, flaws: Vec::new() };
        self.check_pages(&mut report).await?;
        // A damaged page can stop the reading; then the report says so and keeps what it has.
        if let Err(error) = self.check_events(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        if let Err(error) = self.check_records(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        Ok(report)
    }

    async fn check_events(&self, report: &mut Report) -> Result<(), Error> {
        let mut walk = Walk::new(chain::root(&self.meta));
        loop {
            let rows = journal::rows(&self.pool, walk.number + 1, PAGE_ROWS).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                walk.step(row, report);
            }
        }
        if report.version > walk.number {
            report.flaw(Flaw::Gap { from: walk.number + 1, to: report.version });
        } else if report.version != walk.number || !walk.ends_with(&report.digest) {
            report.flaw(Flaw::Head);
        }
        Ok(())
    }

    async fn check_records(&self, report: &mut Report) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let rows = self.raw_records(&after, PAGE_ROWS).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.0);
            for row in rows {
                let name = row.0.clone();
                report.records += 1;
                if vault::open(&self.ring, row).is_err() {
                    report.flaw(Flaw::Record(name));
                }
            }
        }
    }
}

/// A walk along the chain that names each broken event and no other.
///
/// Where an event and its hash disagree, either may be the broken one. The next event tells which, so
/// both the hash that is there and the one that should be there are tried.
struct Walk {
    number: u64,
    stored: Digest,
    computed: Digest,
}

impl Walk {
    fn new(root: Digest) -> Self {
        Self { number: 0, stored: root, computed: root }
    }

    fn step(&mut self, (at, body, chain): crate::RawEvent, report: &mut Report) {
        let number = u64::try_from(at).unwrap_or_default();
        if number != self.number + 1 {
            let to = number.saturating_sub(1);
            report.flaw(Flaw::Gap { from: self.number + 1, to });
        }
        report.events += 1;
        let by_stored = chain::link(&self.stored, number, &body);
        let by_computed = chain::link(&self.computed, number, &body);
        let stored = journal::digest(&chain);
        let whole = number == self.number + 1;
        self.number = number;
        if whole && stored != Some(by_stored) && stored != Some(by_computed) {
            report.flaw(Flaw::Event { number, why: "it is not what was appended" });
        }
        self.computed = by_stored;
        self.stored = stored.unwrap_or(by_stored);
    }

    fn ends_with(&self, digest: &Digest) -> bool {
        *digest == self.stored || *digest == self.computed
    }
}

fn told(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
