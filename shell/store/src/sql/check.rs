//! The check of everything that is kept.

use exchange::vocabulary::Digest;

use super::{Base, entries, journal, looks, vault};
use crate::{Error, Flaw, Report, chain};

/// How many rows are read at a time.
pub(super) const PAGE_ROWS: u32 = 1_000;
/// How many vault records are read at a time: each may be a paper of several megabytes.
pub(super) const RECORD_ROWS: u32 = 50;

impl Base {
    pub(crate) async fn verify(&self) -> Result<Report, Error> {
        let (version, digest) = self.head().await?;
        let mut report = Report {
            version,
            digest,
            events: 0,
            records: 0,
            looks: 0,
            entries: 0,
            flaws: Vec::new(),
        };
        self.check_pages(&mut report).await?;
        // A damaged page can stop the reading; then the report says so and keeps what it has.
        if let Err(error) = self.check_events(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        if let Err(error) = self.check_looks(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        if let Err(error) = self.check_entries(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        if let Err(error) = self.check_accounts(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        if let Err(error) = self.check_records(&mut report).await {
            report.flaw(Flaw::Pages(told(&error)));
        }
        Ok(report)
    }

    async fn check_events(&self, report: &mut Report) -> Result<(), Error> {
        let mut walk = Walk::new(chain::root(&self.meta), Log::Journal);
        loop {
            let rows = journal::rows(&self.pool, walk.number + 1, PAGE_ROWS).await?;
            if rows.is_empty() {
                break;
            }
            report.events += u64::try_from(rows.len()).unwrap_or_default();
            for row in rows {
                walk.step(row, report);
            }
        }
        walk.end(report.version, report.digest, report);
        Ok(())
    }

    async fn check_looks(&self, report: &mut Report) -> Result<(), Error> {
        let (version, digest) = self.looks_end().await?;
        let mut walk = Walk::new(chain::looks_root(&self.meta), Log::Looks);
        loop {
            let rows = self.raw_looks(walk.number + 1, PAGE_ROWS).await?;
            if rows.is_empty() {
                break;
            }
            report.looks += u64::try_from(rows.len()).unwrap_or_default();
            for row in rows {
                if !looks::fits(&row) {
                    let number = u64::try_from(row.0).unwrap_or_default();
                    report
                        .flaw(Flaw::Look { number, why: "its columns are not what its body says" });
                }
                let (number, .., body, chain) = row;
                walk.step((number, body, chain), report);
            }
        }
        walk.end(version, digest, report);
        Ok(())
    }

    async fn check_entries(&self, report: &mut Report) -> Result<(), Error> {
        let (version, digest) = self.entries_end().await?;
        let mut walk = Walk::new(chain::entries_root(&self.meta), Log::Entries);
        loop {
            let rows = self.raw_entries(walk.number + 1, PAGE_ROWS).await?;
            if rows.is_empty() {
                break;
            }
            report.entries += u64::try_from(rows.len()).unwrap_or_default();
            for row in rows {
                if !entries::fits(&row) {
                    let number = u64::try_from(row.number).unwrap_or_default();
                    let why = "its columns are not what its body says";
                    report.flaw(Flaw::Entry { number, why });
                }
                walk.step((row.number, row.body, row.chain), report);
            }
        }
        walk.end(version, digest, report);
        Ok(())
    }

    async fn check_accounts(&self, report: &mut Report) -> Result<(), Error> {
        for row in self.raw_accounts().await? {
            if self.opened(&row).is_err() {
                report.flaw(Flaw::Account(row.id));
            }
        }
        for broken in self.broken_locks().await? {
            report.flaw(broken);
        }
        Ok(())
    }

    async fn check_records(&self, report: &mut Report) -> Result<(), Error> {
        let mut after = String::new();
        loop {
            let rows = self.raw_records(&after, RECORD_ROWS).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after.clone_from(&last.0);
            for row in rows {
                let name = row.0.clone();
                report.records += 1;
                match vault::open(&self.ring, row) {
                    // Its mark says that it is what was sealed; nobody who may open it is here.
                    Ok(_) | Err(Error::Shut { .. }) => {}
                    Err(_) => report.flaw(Flaw::Record(name)),
                }
            }
        }
    }
}

/// Which of the three chains.
#[derive(Clone, Copy)]
enum Log {
    Journal,
    Looks,
    Entries,
}

impl Log {
    fn broken(self, number: u64, why: &'static str) -> Flaw {
        match self {
            Self::Journal => Flaw::Event { number, why },
            Self::Looks => Flaw::Look { number, why },
            Self::Entries => Flaw::Entry { number, why },
        }
    }

    fn gap(self, from: u64, to: u64) -> Flaw {
        match self {
            Self::Journal => Flaw::Gap { from, to },
            Self::Looks => Flaw::LookGap { from, to },
            Self::Entries => Flaw::EntryGap { from, to },
        }
    }

    fn end(self) -> Flaw {
        match self {
            Self::Journal => Flaw::Head,
            Self::Looks => Flaw::LookHead,
            Self::Entries => Flaw::EntryHead,
        }
    }
}

/// A walk along a chain that names each broken event and no other.
///
/// Where an event and its hash disagree, either may be the broken one. The next event tells which, so
/// both the hash that is there and the one that should be there are tried.
struct Walk {
    log: Log,
    number: u64,
    stored: Digest,
    computed: Digest,
}

impl Walk {
    fn new(root: Digest, log: Log) -> Self {
        Self { log, number: 0, stored: root, computed: root }
    }

    fn step(&mut self, (at, body, chain): crate::RawEvent, report: &mut Report) {
        let number = u64::try_from(at).unwrap_or_default();
        if number != self.number + 1 {
            let to = number.saturating_sub(1);
            report.flaw(self.log.gap(self.number + 1, to));
        }
        let by_stored = chain::link(&self.stored, number, &body);
        let by_computed = chain::link(&self.computed, number, &body);
        let stored = journal::digest(&chain);
        let whole = number == self.number + 1;
        self.number = number;
        if whole && stored != Some(by_stored) && stored != Some(by_computed) {
            report.flaw(self.log.broken(number, "it is not what was appended"));
        }
        self.computed = by_stored;
        self.stored = stored.unwrap_or(by_stored);
    }

    /// Compares where the walk came to with where the log is recorded to end.
    fn end(&self, version: u64, digest: Digest, report: &mut Report) {
        if version > self.number {
            report.flaw(self.log.gap(self.number + 1, version));
        } else if version != self.number || !self.ends_with(&digest) {
            report.flaw(self.log.end());
        }
    }

    fn ends_with(&self, digest: &Digest) -> bool {
        *digest == self.stored || *digest == self.computed
    }
}

fn told(error: &Error) -> String {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
