//! A movement notice: what moves where and when, told to the other side before it moves.
//!
//! On 24 January 2024 an aircraft was lost of which one side said that it had not been told of vehicles,
//! route or the need to keep the sky safe. So nobody departs before the other side has acknowledged the
//! very notice that describes the movement.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::manifest::VehicleKind;
use crate::vocabulary::{Digest, Private, RecordId, Side, StageNumber};

/// What one side tells the other about a movement. This is a document that crosses.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The stage.
    pub stage: StageNumber,
    /// The side that hands over, and so moves.
    pub from: Side,
    /// The corridor in words: from where, by which road or airway, to where. It shows where captives
    /// are, so it is kept in the vault and never in an event.
    pub corridor: Private<String>,
    /// The earliest time on the way.
    pub opens: Timestamp,
    /// The latest time on the way.
    pub closes: Timestamp,
    /// The vehicles of each kind.
    pub vehicles: BTreeMap<VehicleKind, u16>,
    /// 32 unpredictable bytes, so that the digest of a notice betrays nothing of it and an old
    /// acknowledgement fits no new notice.
    pub nonce: Digest,
}

/// The form that crosses.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    stage: StageNumber,
    from: Side,
    corridor: String,
    opens: Timestamp,
    closes: Timestamp,
    vehicles: BTreeMap<VehicleKind, u16>,
    nonce: Digest,
}

impl Notice {
    /// Returns the bytes that are sealed and sent.
    pub fn document(&self) -> Vec<u8> {
        let wire = Wire {
            stage: self.stage,
            from: self.from,
            corridor: self.corridor.open().clone(),
            opens: self.opens,
            closes: self.closes,
            vehicles: self.vehicles.clone(),
            nonce: self.nonce,
        };
        serde_json::to_vec(&wire).expect("a notice is plain JSON")
    }

    /// Reads the bytes that were sent.
    ///
    /// # Errors
    /// The first thing in them that is not a notice, for a person to read.
    pub fn read(document: &[u8]) -> Result<Self, String> {
        let wire: Wire = serde_json::from_slice(document).map_err(|error| error.to_string())?;
        Ok(Self {
            stage: wire.stage,
            from: wire.from,
            corridor: Private::new(wire.corridor),
            opens: wire.opens,
            closes: wire.closes,
            vehicles: wire.vehicles,
            nonce: wire.nonce,
        })
    }

    /// Returns the digest of [`Self::document`]: what the other side acknowledges.
    pub fn digest(&self) -> Digest {
        Digest::of(&[&self.document()])
    }
}

/// A notice as the journal keeps it, and whether the other side has acknowledged it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Noticed {
    /// The digest of the notice.
    pub digest: Digest,
    /// The earliest time on the way.
    pub opens: Timestamp,
    /// The latest time on the way.
    pub closes: Timestamp,
    /// The vehicles of each kind.
    pub vehicles: BTreeMap<VehicleKind, u16>,
    /// Whether the other side has acknowledged it.
    pub acknowledged: bool,
    /// The vault record that holds the document whole.
    pub record: RecordId,
}
