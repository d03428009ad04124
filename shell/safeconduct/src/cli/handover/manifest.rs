//! `safeconduct handover manifest`: who travels, from the plan in force or from a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use exchange::handover::{self, Left, LeftOut, Manifest, Passenger, Place, Track, Vehicle};
use exchange::vocabulary::{LineId, PersonId, VehicleId};

use super::road::{StageArguments, own_side, refused};
use super::submit;
use super::words::{self, Row, rows};
use crate::cli::{Failure, Out};
use crate::files::write_whole;

/// What `handover manifest` takes.
#[derive(Args)]
pub(crate) struct ManifestArguments {
    #[command(flatten)]
    on: StageArguments,
    /// Where a plan is in force, only what differs from it: line and left-out, place or person.
    /// Otherwise everybody: line,place,track and, where needed, person,left-out
    #[arg(long, value_name = "PASSENGERS.csv")]
    passengers: Option<PathBuf>,
    /// The vehicles: id,kind,seats,stretchers
    #[arg(long, value_name = "VEHICLES.csv")]
    vehicles: PathBuf,
    /// Where the document for the other side goes
    #[arg(long, value_name = "MANIFEST.json")]
    out: PathBuf,
}

/// Everybody whom a stage is to take, and what is known of each.
#[derive(Default)]
struct Boarding {
    travelling: BTreeMap<LineId, Passenger>,
    left_out: BTreeMap<LineId, Left>,
    persons: BTreeMap<LineId, PersonId>,
}

impl Boarding {
    /// Takes in one row: a cell that is left empty leaves what the plan says.
    fn take(&mut self, row: &Row, planned: bool) -> Result<(), Failure> {
        let line = row.read("line", LineId::read)?;
        if !row.cell("person").is_empty() {
            self.persons.insert(line.clone(), row.read("person", PersonId::read)?);
        }
        let before = self.travelling.remove(&line);
        let said = |column: &str| !planned || !row.cell(column).is_empty();
        let track = match &before {
            Some(passenger) if !said("track") => passenger.track,
            Some(_) | None => row.read("track", words::track)?,
        };
        if let Some(cause) = row.read("left-out", words::left_out)? {
            self.left_out.insert(line, Left { cause, track });
            return Ok(());
        }
        let place = match &before {
            Some(passenger) if !said("place") => passenger.place,
            Some(_) | None => row.read("place", words::place)?,
        };
        self.travelling.insert(line.clone(), Passenger { line, place, track });
        Ok(())
    }
}

/// Draws the manifest, records it, and writes the document for the other side.
pub(super) async fn manifest(arguments: ManifestArguments, out: &mut Out) -> Result<(), Failure> {
    let (mut desk, actor) = arguments.on.seat.open().await?;
    let (stage, from) = (arguments.on.stage, own_side(&desk)?);
    let plan = desk.state().plan.assigned.get(&from);
    let mut boarding = Boarding::default();
    if let Some(plan) = plan {
        for passenger in handover::passengers(&plan.going, stage) {
            boarding.travelling.insert(passenger.line.clone(), passenger);
        }
    } else if arguments.passengers.is_none() {
        return Err(Failure::incomplete(
            "no plan is in force on this instance",
            "assign the plan's people with `plan assign`, or name everybody with `--passengers`",
        ));
    }
    if let Some(path) = &arguments.passengers {
        let (wanted, also): (&[&str], &[&str]) = match plan {
            Some(_) => (&["line"], &["place", "track", "person", "left-out"]),
            None => (&["line", "place", "track"], &["person", "left-out"]),
        };
        let mut named = BTreeSet::new();
        for row in rows(path, wanted, also)? {
            let line = row.read("line", LineId::read)?;
            if !named.insert(line.clone()) {
                return Err(Failure::incomplete(
                    format!("line {line} stands twice in {}", path.display()),
                    "name each line once",
                ));
            }
            boarding.take(&row, plan.is_some())?;
        }
    }
    let Boarding { travelling, left_out, persons } = boarding;
    let assigned = travelling.keys().chain(left_out.keys()).cloned().collect();
    let passengers: Vec<Passenger> = travelling.into_values().collect();
    let vehicles = read_vehicles(&arguments.vehicles)?;
    let manifest = Manifest::board((stage, from), &vehicles, &passengers).map_err(refused)?;
    let (document, people, digest) = (manifest.document(), manifest.count(), manifest.digest());
    let lying = passengers.iter().filter(|it| it.place != Place::Seat).count();
    let waiting = passengers.iter().filter(|it| it.track == Track::Parity).count();
    let left = causes(&left_out);
    let command = handover::Command::RecordManifest { manifest, assigned, left_out, persons };
    submit(&mut desk, &actor, command).await?;
    write_whole(&arguments.out, &document)?;
    out.line(format!(
        "stage {stage}: {people} people in {} vehicles, {lying} lying",
        vehicles.len()
    ))?;
    out.line(format!(
        "counted in parity: {waiting}; go whatever the other side does: {}",
        passengers.len() - waiting
    ))?;
    out.line(format!("left out with a cause, which stays here: {left}"))?;
    out.line(format!("manifest: {digest}"))
}

/// Counts those left out, by cause.
fn causes(left_out: &BTreeMap<LineId, Left>) -> String {
    let mut counts: BTreeMap<LeftOut, usize> = BTreeMap::new();
    for left in left_out.values() {
        *counts.entry(left.cause).or_default() += 1;
    }
    let counts: Vec<String> =
        counts.iter().map(|(cause, count)| format!("{} {count}", cause.word())).collect();
    if counts.is_empty() { "nobody".to_owned() } else { counts.join(", ") }
}

fn read_vehicles(path: &std::path::Path) -> Result<Vec<Vehicle>, Failure> {
    let vehicle = |row: &Row| {
        Ok(Vehicle {
            id: row.read("id", VehicleId::read)?,
            kind: row.read("kind", words::vehicle_kind)?,
            seats: row.read("seats", str::parse::<u16>)?,
            stretchers: row.read("stretchers", str::parse::<u16>)?,
        })
    };
    rows(path, &["id", "kind", "seats", "stretchers"], &[])?.iter().map(vehicle).collect()
}
