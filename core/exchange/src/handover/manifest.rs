//! A manifest: the complete list of who travels, in which vehicle, before anybody leaves.
//!
//! GC III art. 46 wants the list complete before departure. Complete means that each line the plan gave
//! to this stage either has a place in a vehicle or stands among those left out with a cause. The
//! places cross to the other side; the causes never do.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::vocabulary::{Digest, LineId, Side, StageNumber, VehicleId};

/// The most people on one manifest: several times the largest stage on public record.
pub const PASSENGERS_MAX: usize = 5_000;

/// What moves people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VehicleKind {
    /// A bus.
    Bus,
    /// An ambulance.
    Ambulance,
    /// A train.
    Train,
    /// An aircraft.
    Aircraft,
    /// A boat or a ship.
    Vessel,
}

impl VehicleKind {
    /// All kinds, in order.
    pub const ALL: [Self; 5] =
        [Self::Bus, Self::Ambulance, Self::Train, Self::Aircraft, Self::Vessel];

    /// Returns the kind's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Bus => "bus",
            Self::Ambulance => "ambulance",
            Self::Train => "train",
            Self::Aircraft => "aircraft",
            Self::Vessel => "vessel",
        }
    }
}

/// A vehicle and the room in it for those who are handed over; crew and escorts are not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicle {
    /// Its name in this movement.
    pub id: VehicleId,
    /// What it is.
    pub kind: VehicleKind,
    /// Places for people who sit.
    pub seats: u16,
    /// Places for people who lie.
    pub stretchers: u16,
}

/// The places of one vehicle that are still free.
#[derive(Clone, Copy)]
struct Room {
    kind: VehicleKind,
    seats: u16,
    stretchers: u16,
}

impl Room {
    fn of(vehicle: &Vehicle) -> Self {
        Self { kind: vehicle.kind, seats: vehicle.seats, stretchers: vehicle.stretchers }
    }

    /// Takes a place, or says that there is none.
    fn take(&mut self, place: Place) -> Option<()> {
        let left = match place {
            Place::Seat => &mut self.seats,
            Place::Stretcher => &mut self.stretchers,
            Place::Ambulance if self.kind == VehicleKind::Ambulance => &mut self.stretchers,
            Place::Ambulance => return None,
        };
        *left = left.checked_sub(1)?;
        Some(())
    }
}

/// How somebody travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// Sitting.
    Seat,
    /// Lying.
    Stretcher,
    /// Lying, with care on the way: a stretcher of an ambulance.
    Ambulance,
}

impl Place {
    /// All places, in order.
    pub const ALL: [Self; 3] = [Self::Seat, Self::Stretcher, Self::Ambulance];

    /// Returns the place's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Seat => "seat",
            Self::Stretcher => "stretcher",
            Self::Ambulance => "ambulance",
        }
    }
}

/// Whether somebody's return may ever wait for a return in the other direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Track {
    /// Counted in the parity that the sides agreed.
    Parity,
    /// Goes home whatever the other side does: the seriously wounded and sick (GC III art. 109(1)),
    /// civilians (GC IV art. 34 and 132), retained personnel (GC III art. 33). Which of them is not said.
    Unconditional,
}

impl Track {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Parity, Self::Unconditional];

    /// Returns the track's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Parity => "parity",
            Self::Unconditional => "unconditional",
        }
    }
}

/// Somebody who is to travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passenger {
    /// The line by which both sides know them.
    pub line: LineId,
    /// How they travel.
    pub place: Place,
    /// Whether their return may wait for another.
    pub track: Track,
}

/// A passenger with a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The line by which both sides know them.
    pub line: LineId,
    /// The vehicle that takes them.
    pub vehicle: VehicleId,
    /// How they travel in it.
    pub place: Place,
    /// Whether their return may wait for another.
    pub track: Track,
}

/// Why somebody whom the plan gave to this stage has no place on the manifest. Stays at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// A gate is declined: an own wish to stay, unfit to travel, or held by a court.
    GateDeclined,
    /// Died before departure; goes to the Bureau by GC III art. 120 and 122(5), not by this list.
    Died,
    /// Moved to a later stage under the plan's own rule.
    LaterStage,
    /// Not in the place where the plan took them to be.
    NotFound,
}

impl LeftOut {
    /// All causes, in order.
    pub const ALL: [Self; 4] = [Self::GateDeclined, Self::Died, Self::LaterStage, Self::NotFound];

    /// Returns the cause's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::GateDeclined => "gate-declined",
            Self::Died => "died",
            Self::LaterStage => "later-stage",
            Self::NotFound => "not-found",
        }
    }
}

/// Somebody who is left out, and whether their return may wait for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Why they have no place.
    pub cause: LeftOut,
    /// Whether their return may wait.
    pub track: Track,
}

/// Who travels in one direction of one stage, by vehicle. This is a document that crosses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The stage.
    pub stage: StageNumber,
    /// The side that hands over.
    pub from: Side,
    /// The vehicles, by name.
    pub vehicles: Vec<Vehicle>,
    /// The passengers, by line.
    pub seats: Vec<Seat>,
}

impl Manifest {
    /// Gives everybody a place: those who need most care first, then those who go whatever happens, then
    /// the rest, each in the order of their lines, into the first vehicle that has room.
    ///
    /// Those who go whatever happens fill vehicles of their own as far as the vehicles allow, so that a
    /// pause in the parity count never stops them on the road.
    ///
    /// # Errors
    /// Refused when there is not enough room, or the vehicles or passengers are not what they should be.
    pub fn board(
        (stage, from): (StageNumber, Side),
        vehicles: &[Vehicle],
        passengers: &[Passenger],
    ) -> Result<Self, Refusal> {
        let mut vehicles = vehicles.to_vec();
        vehicles.sort_by(|a, b| a.id.cmp(&b.id));
        let mut room: Vec<Room> = vehicles.iter().map(Room::of).collect();
        let mut tracks: Vec<BTreeSet<Track>> = vec![BTreeSet::new(); vehicles.len()];
        let mut queue: Vec<&Passenger> = passengers.iter().collect();
        queue.sort_by_key(|passenger| {
            (Reverse(passenger.place), passenger.track == Track::Parity, &passenger.line)
        });
        let mut seats = Vec::with_capacity(queue.len());
        for passenger in queue {
            let free: Vec<usize> = (0..vehicles.len())
                .filter(|at| { room[*at] }.take(passenger.place).is_some())
                .collect();
            let alike = |at: &&usize| tracks[**at].iter().all(|it| *it == passenger.track);
            let Some(at) = free.iter().find(alike).or(free.first()).copied() else {
                return Err(Refusal::NoRoom {
                    line: passenger.line.clone(),
                    place: passenger.place,
                });
            };
            room[at].take(passenger.place).expect("the vehicle was found among those with room");
            tracks[at].insert(passenger.track);
            seats.push(Seat {
                line: passenger.line.clone(),
                vehicle: vehicles[at].id.clone(),
                place: passenger.place,
                track: passenger.track,
            });
        }
        seats.sort_by(|a, b| a.line.cmp(&b.line));
        let manifest = Self { stage, from, vehicles, seats };
        manifest.check()?;
        Ok(manifest)
    }

    /// Checks a manifest from its own words: each line once, each vehicle known and never overfull,
    /// both in order.
    ///
    /// # Errors
    /// Refused with the first line or vehicle that does not fit.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.seats.is_empty() {
            return Err(Refusal::ManifestEmpty { stage: self.stage, from: self.from });
        }
        if self.seats.len() > PASSENGERS_MAX {
            return Err(Refusal::ManifestTooLong { people: self.seats.len() });
        }
        for pair in self.seats.windows(2) {
            if pair[0].line >= pair[1].line {
                return Err(Refusal::ManifestTwice { line: pair[1].line.clone() });
            }
        }
        let mut room: BTreeMap<&VehicleId, Room> = BTreeMap::new();
        for vehicle in &self.vehicles {
            if room.insert(&vehicle.id, Room::of(vehicle)).is_some() {
                return Err(Refusal::VehicleTwice { vehicle: vehicle.id.clone() });
            }
        }
        for seat in &self.seats {
            let Some(left) = room.get_mut(&seat.vehicle) else {
                return Err(Refusal::VehicleUnknown { vehicle: seat.vehicle.clone() });
            };
            left.take(seat.place).ok_or_else(|| Refusal::VehicleFull {
                vehicle: seat.vehicle.clone(),
                place: seat.place,
            })?;
        }
        Ok(())
    }

    /// Returns the number of people, as the act repeats it.
    pub fn count(&self) -> u32 {
        u32::try_from(self.seats.len()).expect("a manifest holds at most PASSENGERS_MAX people")
    }

    /// Returns the bytes that are sealed and that the other side reads: JSON with opaque lines only.
    pub fn document(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a manifest is plain JSON")
    }

    /// Returns the digest of [`Self::document`].
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.document()])
    }

    /// Returns a passenger's place.
    pub fn seat(&self, line: &LineId) -> Option<&Seat> {
        self.seats.binary_search_by(|seat| seat.line.cmp(line)).ok().map(|at| &self.seats[at])
    }

    /// Counts the vehicles of each kind, as the movement notice must.
    pub fn kinds(&self) -> BTreeMap<VehicleKind, u16> {
        let mut kinds = BTreeMap::new();
        for vehicle in &self.vehicles {
            *kinds.entry(vehicle.kind).or_insert(0) += 1;
        }
        kinds
    }

    /// Says whether every line that the plan gave to this stage is accounted for: it has a place or a
    /// cause, not both and not neither, and nobody else travels.
    ///
    /// # Errors
    /// Refused with the first line that is not (GC III art. 46), or that is put off to a later stage
    /// though nothing may make it wait (GC III art. 109(1), GC IV art. 132).
    pub fn accounts_for(
        &self,
        assigned: &BTreeSet<LineId>,
        left_out: &BTreeMap<LineId, Left>,
    ) -> Result<(), Refusal> {
        let put_off = Left { cause: LeftOut::LaterStage, track: Track::Unconditional };
        if let Some((line, _)) = left_out.iter().find(|(_, left)| **left == put_off) {
            return Err(Refusal::PutOff { line: line.clone() });
        }
        for line in assigned {
            match (self.seat(line).is_some(), left_out.contains_key(line)) {
                (true, true) => return Err(Refusal::BothSeatedAndLeft { line: line.clone() }),
                (false, false) => return Err(Refusal::ManifestIncomplete { line: line.clone() }),
                (true, false) | (false, true) => {}
            }
        }
        let stray = self.seats.iter().map(|seat| &seat.line).chain(left_out.keys());
        match stray.into_iter().find(|line| !assigned.contains(line)) {
            Some(line) => Err(Refusal::NotAssigned { line: line.clone() }),
            None => Ok(()),
        }
    }
}
