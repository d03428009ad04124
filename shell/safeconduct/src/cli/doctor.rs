//! `safeconduct doctor`: does what an instance will do, in the folder where it will do it, and says
//! what does not work. Nothing here is guessed from settings.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context as _;
use clap::Args;
use exchange::vocabulary::Party;
use jiff::{SignedDuration, Timestamp};
use store::{ADDRESS_FILE, Holder, Keys, Meta, Place, Store};

use super::{Failure, Out, counted};
use crate::desk::{JOURNAL_FILE, KEY_FILE, alarms, clock};
use crate::hooks::{self, Standing};

/// The name of the finding about decoys: whoever looks after accounts is not shown it.
pub(crate) const DECOYS: &str = "decoys";

/// The folder to look at.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of an instance, or where one will be
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

/// This release did not exist before this day, so a clock that shows an earlier one is wrong.
const RELEASED: Timestamp = Timestamp::constant(1_795_305_600, 0);
/// With less free space than this a day at the line cannot be trusted to end well.
const FREE_BYTES_LOW: u64 = 1024 * 1024 * 1024;
/// With less free space than this nothing should be begun.
const FREE_BYTES_MIN: u64 = 100 * 1024 * 1024;
/// How far the clock of the file system may be from this machine's.
const CLOCK_SECONDS_MAX: i64 = 5;
/// A write to the disk that takes longer than this makes 30 officers wait.
const WRITE_MILLIS_SLOW: u128 = 200;

/// How a check ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Good,
    Warning,
    Bad,
}

/// What one check found.
pub(crate) struct Finding {
    pub(crate) mark: Mark,
    pub(crate) what: &'static str,
    pub(crate) text: String,
}

/// What the checks found, in their order; `out` is told each at once.
struct Findings<'a> {
    out: Option<&'a mut Out>,
    all: Vec<Finding>,
}

impl Findings<'_> {
    fn say(&mut self, mark: Mark, what: &'static str, text: &str) -> Result<(), Failure> {
        let word = match mark {
            Mark::Good => "ok",
            Mark::Warning => "warning",
            Mark::Bad => "bad",
        };
        self.all.push(Finding { mark, what, text: text.to_owned() });
        match self.out.as_deref_mut() {
            Some(out) => out.line(format!("{word:<9}{what:<10}{text}")),
            None => Ok(()),
        }
    }

    async fn check(&mut self, dir: &Path) -> Result<(), Failure> {
        program(self)?;
        space(dir, self)?;
        time(dir, self)?;
        writing(dir, self).await?;
        instance(dir, self).await
    }
}

/// Runs every check, and says what was found.
pub(crate) async fn look_over(dir: &Path) -> Result<Vec<Finding>, Failure> {
    let mut findings = Findings { out: None, all: Vec::new() };
    findings.check(dir).await?;
    Ok(findings.all)
}

/// Runs every check; refuses when one of them went badly.
pub(crate) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let dir = &arguments.dir;
    if !dir.is_dir() {
        return Err(Failure::incomplete(
            format!("the folder {} does not exist", dir.display()),
            "make it, or name another with --dir",
        ));
    }
    let mut findings = Findings { out: Some(out), all: Vec::new() };
    findings.check(dir).await?;
    let bad = findings.all.iter().filter(|one| one.mark == Mark::Bad);
    let bad: Vec<&str> = bad.map(|one| one.what).collect();
    if bad.is_empty() {
        return Ok(());
    }
    Err(Failure::refused(
        format!("not fit for use: {}", bad.join(", ")),
        "mend what is marked `bad` above, then run `safeconduct doctor` again",
    ))
}

fn program(findings: &mut Findings<'_>) -> Result<(), Failure> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let text = format!(
        "safeconduct {} on {system} {machine}, {cores} processor cores",
        env!("CARGO_PKG_VERSION")
    );
    findings.say(Mark::Good, "program", &text)
}

fn space(dir: &Path, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let disk = rustix::fs::statvfs(dir)
        .with_context(|| format!("asking for the free space of {}", dir.display()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let mark = match free {
        FREE_BYTES_LOW.. => Mark::Good,
        FREE_BYTES_MIN.. => Mark::Warning,
        _ => Mark::Bad,
    };
    findings.say(mark, "space", &format!("{} MiB free in {}", free / 1024 / 1024, dir.display()))
}

/// Compares the clock with the day of this release and with the file system's clock.
fn time(dir: &Path, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let now = clock();
    if now < RELEASED {
        let text = format!("{now} is before this release was made; set the clock");
        return findings.say(Mark::Bad, "clock", &text);
    }
    let Ok(file) = tempfile::Builder::new().prefix(".doctor-").tempfile_in(dir) else {
        return findings.say(Mark::Good, "clock", &now.to_string());
    };
    let written = file.as_file().metadata().and_then(|facts| facts.modified());
    let written = written.context("asking when a file was written")?;
    let written = Timestamp::try_from(written).context("reading when a file was written")?;
    let apart = now.duration_since(written).abs();
    if apart > SignedDuration::from_secs(CLOCK_SECONDS_MAX) {
        let text = format!("{now}, and the disk says {written}; one of them is wrong");
        return findings.say(Mark::Warning, "clock", &text);
    }
    findings.say(Mark::Good, "clock", &now.to_string())
}

/// Founds a practice instance in the folder, writes to it, verifies it, backs it up, and removes it.
async fn writing(dir: &Path, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let Ok(trial) = tempfile::Builder::new().prefix(".doctor-").tempdir_in(dir) else {
        let text = format!("cannot make a folder in {}; check its permissions", dir.display());
        return findings.say(Mark::Bad, "writing", &text);
    };
    match try_writing(trial.path()).await {
        Ok((engine, millis)) => {
            findings.say(
                Mark::Good,
                "database",
                &format!("{engine}, write-ahead log, full sync"),
            )?;
            let mark = if millis > WRITE_MILLIS_SLOW { Mark::Warning } else { Mark::Good };
            let text = format!("founded, wrote, verified and backed up; a write takes {millis} ms");
            findings.say(mark, "writing", &text)
        }
        Err(error) => findings.say(Mark::Bad, "writing", &format!("{error}; {}", error.hint())),
    }
}

/// Returns the database engine's version and how many milliseconds a write to the disk takes.
async fn try_writing(folder: &Path) -> Result<(String, u128), store::Error> {
    let keys = Keys::create(&folder.join(KEY_FILE))?;
    let meta = Meta { party: Party::A, practice: true, created_at: clock() };
    let store = Store::create(&folder.join(JOURNAL_FILE), meta, &keys).await?;
    let begun = Instant::now();
    store.put_checkpoint("doctor", None, b"written").await?;
    let millis = begun.elapsed().as_millis();
    store.backup_to(&folder.join("backup"), &keys).await?;
    let engine = store.engine().await?;
    store.close().await;
    Ok((engine, millis))
}

/// Looks at the instance in the folder, where there is one.
async fn instance(dir: &Path, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let place = match Place::of(dir) {
        Err(store::Error::Missing { .. }) => {
            return findings.say(Mark::Good, "instance", &format!("none in {}", dir.display()));
        }
        Err(error) => {
            return findings.say(Mark::Bad, "instance", &format!("{error}; {}", error.hint()));
        }
        Ok(place) => place,
    };
    privacy(dir, findings)?;
    let opened = match Keys::read(&dir.join(KEY_FILE)) {
        Ok(keys) => place.open(&keys).await,
        Err(error) => Err(error),
    };
    let store = match opened {
        Ok(store) => store,
        Err(error) => {
            return findings.say(Mark::Bad, "instance", &format!("{error}; {}", error.hint()));
        }
    };
    let looked = look(&store, findings).await;
    store.close().await;
    looked
}

async fn look(store: &Store, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let meta = store.meta();
    let kind = if meta.practice { "practice instance" } else { "instance" };
    let version = store.version().await?;
    let text = format!(
        "{kind} of party {}, founded {}, {version} events; its key opens it",
        meta.party, meta.created_at
    );
    findings.say(Mark::Good, "instance", &text)?;
    keys(store, findings).await?;
    decoys(store, findings).await?;
    webhooks(store, findings).await?;
    let last = match store.read(version.max(1), 1).await {
        Ok(events) => events.last().map_or(meta.created_at, |event| event.at),
        Err(error) => {
            return findings.say(Mark::Bad, "journal", &format!("{error}; {}", error.hint()));
        }
    };
    // A practice instance may be at any time.
    if !meta.practice && clock() < last {
        let text = format!("the last event is from {last}, which this clock has not reached");
        return findings.say(Mark::Bad, "journal", &text);
    }
    findings.say(Mark::Good, "journal", &format!("ends at {last}; `store verify` checks all of it"))
}

/// Says who opens what, in an instance that is no practice one.
async fn keys(store: &Store, findings: &mut Findings<'_>) -> Result<(), Failure> {
    if store.meta().practice {
        return Ok(());
    }
    if store.closed().is_empty() {
        let text = "instance.key alone opens every compartment; `account close` gives health, family and \
                    list to people";
        return findings.say(Mark::Warning, "keys", text);
    }
    let grants = match store.grants().await {
        Ok(grants) => grants,
        Err(error) => {
            return findings.say(Mark::Bad, "keys", &format!("{error}; {}", error.hint()));
        }
    };
    let mut text = Vec::new();
    for one in store.closed() {
        let people = grants.iter().filter(|(of, who)| *of == one && *who != Holder::Recovery);
        text.push(format!("{} open to {}", one.word(), counted(people.count(), "account")));
    }
    findings.say(Mark::Good, "keys", &format!("{}; and to the recovery key", text.join(", ")))
}

/// Counts the looks at decoys, where there are any decoys. Who looked, it does not say.
async fn decoys(store: &Store, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let (decoys, alarms) = alarms(store, 0).await?;
    if decoys == 0 {
        return Ok(());
    }
    let mark = if alarms.is_empty() { Mark::Good } else { Mark::Warning };
    let (many, looks) = (counted(decoys, "decoy"), counted(alarms.len(), "look"));
    let text =
        format!("{many}, {looks} at one; `registry decoy alarms` tells who looks after the data");
    findings.say(mark, DECOYS, &text)
}

/// Says which webhooks are switched off, where there are any. Where messages go, it does not say.
async fn webhooks(store: &Store, findings: &mut Findings<'_>) -> Result<(), Failure> {
    let hooks = hooks::load(store).await?;
    if hooks.is_empty() {
        return Ok(());
    }
    let off = hooks.iter().filter(|hook| matches!(hook.standing(clock()), Standing::Off(_)));
    let off: Vec<&str> = off.map(|hook| hook.id.as_str()).collect();
    let many = counted(hooks.len(), "webhook");
    if off.is_empty() {
        return findings.say(Mark::Good, "webhooks", &many);
    }
    let text = format!("{many}, switched off: {}; `webhook resume` has one go on", off.join(", "));
    findings.say(Mark::Warning, "webhooks", &text)
}

/// Says when other users of the machine may read the database or the address of its server; of the key its reading says so.
fn privacy(dir: &Path, findings: &mut Findings<'_>) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        for path in [dir.join(JOURNAL_FILE), dir.join(ADDRESS_FILE)] {
            if !path.exists() {
                continue;
            }
            let facts =
                fs::metadata(&path).with_context(|| format!("looking at {}", path.display()))?;
            if std::os::unix::fs::MetadataExt::mode(&facts) & 0o077 != 0 {
                let text = format!("other users may read {}; chmod 600 it", path.display());
                findings.say(Mark::Bad, "privacy", &text)?;
            }
        }
    }
    Ok(())
}
