//! The demonstration: a whole exchange between people who do not exist.
//!
//! Two sides, a mediator and a host state each have an instance of their own. Every stage runs through
//! the same desks and rules as in earnest; four things go wrong on purpose.

mod agreement;
mod announce;
mod cast;
mod handover;
mod lists;
mod midway;
mod papers;
pub(crate) mod people;
mod plan;
mod reception;
mod reconcile;
mod registry;
mod results;
pub(crate) mod seal;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressStyle};

use self::cast::Cast;
use crate::cli::{Failure, Out};
use crate::desk::Desk;

/// The seed of the invented people, and how many stand on each side's offer.
const SEED: u64 = 2025;
const PER_SIDE: usize = 1_200;

/// Plays the exchange into a new folder, prints one screen of results, and returns A's desk
/// as it was in mid-exchange.
pub(crate) async fn run(folder: &Path, out: &mut Out) -> Result<Desk, Failure> {
    make_folder(folder)?;
    let steps = Steps::new();
    steps.next("inventing people");
    let world = people::invent(SEED, PER_SIDE);
    let start = "2024-05-20T09:00:00Z".parse().context("a time of the story")?;
    let mut cast = Cast::found(folder, world, start).await?;
    cast.world.write(&folder.join("lists"))?;
    registry::earlier(&mut cast).await?;
    cast.set_time("2025-06-02T15:00:00Z")?;

    steps.next("agreement");
    let mut sealing = seal::Sealing::begin(&mut cast).await?;
    agreement::propose(&mut cast, &mut sealing).await?;
    cast.set_time("2025-06-04T10:00:00Z")?;
    let settled = agreement::settle(&mut cast, &mut sealing).await?;

    steps.next("registry");
    let persons = registry::open(&mut cast).await?;

    steps.next("lists");
    cast.set_time("2025-06-05T09:00:00Z")?;
    let (books, findings) = lists::close_all(&mut cast, &mut sealing).await?;

    steps.next("reconcile");
    cast.set_time("2025-06-06T09:00:00Z")?;
    let verdicts = reconcile::compare(&mut cast, &mut sealing, &books).await?;
    let accepted = reconcile::accepted(&verdicts);

    steps.next("plan");
    cast.set_time("2025-06-08T09:00:00Z")?;
    let made = plan::make(&mut cast, &mut sealing, &settled, &accepted).await?;
    plan::documents(&mut cast, &made)?;

    steps.next("handover and reception");
    let mut line = handover::Line::new(&cast, &made, &verdicts, &persons)?;
    let mut said = announce::open(&mut cast, &settled).await?;
    let mut care = reception::open(&mut cast).await?;
    for (done, (stage, day)) in made.stages.iter().enumerate() {
        if done == midway::STAGES_DONE {
            midway::keep(&cast).await?;
        }
        let crossed =
            handover::stage(&mut cast, &mut sealing, &mut line, (*stage, &day.to_string())).await?;
        let at = cast.set_time(&format!("{day}T15:00:00Z"))?;
        reception::stage(&mut cast, &mut sealing, &mut care, &crossed, at).await?;
        registry::after(&mut cast, *stage).await?;
        announce::stage(&mut cast, &mut sealing, &mut said, &crossed, (*stage, *day)).await?;
        if *stage == made.stages[0].0 {
            reception::sightings(&mut cast, &crossed, &persons).await?;
        }
    }
    steps.next("announce");
    let account = announce::close(&mut cast, &mut sealing, &mut said, (&made, &settled)).await?;

    let at = cast.set_time("2025-07-24T12:00:00Z")?;
    sealing.witness(&mut cast, at).await?;

    steps.next("writing the sealed folder");
    sealing.write(&cast)?;
    let verified = papers::write(&mut cast)?;
    steps.done();
    let results = results::Results {
        cast: &cast,
        sealing: &sealing,
        findings,
        verdicts: &verdicts,
        made: &made,
        said: &said,
        account: &account,
        verified: &verified,
    };
    results.print(out)?;
    midway::open(folder, &cast.world, &made).await
}

/// Makes the folder, or says why it cannot be used.
fn make_folder(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        let mut entries =
            fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
        if entries.next().is_some() {
            return Err(Failure::refused(
                format!("{} is not empty", folder.display()),
                "name a new folder with --dir, or remove this one; nothing is ever written over",
            ));
        }
    }
    crate::files::make_folder(folder)
}

/// Shows on a terminal how far the story is; says nothing elsewhere.
struct Steps(ProgressBar);

impl Steps {
    fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {elapsed:>3} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        bar.enable_steady_tick(std::time::Duration::from_millis(120));
        Self(bar)
    }

    fn next(&self, what: &'static str) {
        self.0.set_message(what);
    }

    fn done(&self) {
        self.0.finish_and_clear();
    }
}
