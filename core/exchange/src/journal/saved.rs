//! The state of an instance as bytes: the registry, which is large, in few of them, and the events of
//! the other stages as they are, to be replayed.

use super::{Event, Recorded, State, Tally};
use crate::registry;

/// The form of saved states. It grows whenever events add up to something else, or are saved otherwise.
pub const SAVED_FORM: u32 = 4;

/// The most bytes of other stages' events that are saved; with more, a journal is replayed.
pub const SAVED_OTHER_BYTES_MAX: usize = 256 * 1024 * 1024;

/// A state with what it takes to save it.
#[derive(Debug, Default)]
pub struct Saving {
    /// The state.
    pub state: State,
    /// The events of the stages other than the registry, in order, one JSON text each.
    others: Vec<Vec<u8>>,
}

impl Saving {
    /// Adds one event.
    pub fn apply(&mut self, recorded: &Recorded) {
        if !matches!(recorded.event, Event::Registry(_)) {
            self.others
                .push(serde_json::to_vec(recorded).expect("an event holds only plain values"));
        }
        self.state.apply(recorded);
    }

    /// Writes everything as bytes; none when the other stages have too many events.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let others: usize = self.others.iter().map(|text| text.len() + 4).sum();
        if others > SAVED_OTHER_BYTES_MAX {
            return None;
        }
        let mut bytes = Vec::new();
        let tally = serde_json::to_vec(&self.state.tally).ok()?;
        let mut part = |part: &[u8]| {
            bytes.extend_from_slice(&u32::try_from(part.len()).ok()?.to_be_bytes());
            bytes.extend_from_slice(part);
            Some(())
        };
        part(&self.state.version.to_be_bytes())?;
        part(&tally)?;
        part(&u32::try_from(self.others.len()).ok()?.to_be_bytes())?;
        for text in &self.others {
            part(text)?;
        }
        bytes.extend_from_slice(&self.state.registry.to_saved());
        Some(bytes)
    }

    /// Reads what [`Saving::to_bytes`] wrote; none when it is anything else.
    pub fn of_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut part = || {
            let (length, rest) = bytes.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            let (part, rest) = rest.split_at_checked(length)?;
            bytes = rest;
            Some(part)
        };
        let version = u64::from_be_bytes(part()?.try_into().ok()?);
        let tally: Tally = serde_json::from_slice(part()?).ok()?;
        let count = u32::from_be_bytes(part()?.try_into().ok()?);
        let mut saving = Self::default();
        for _ in 0..count {
            let text = part()?;
            saving.state.apply(&serde_json::from_slice::<Recorded>(text).ok()?);
            saving.others.push(text.to_vec());
        }
        saving.state.registry = registry::State::of_saved(bytes)?;
        saving.state.version = version;
        saving.state.tally = tally;
        Some(saving)
    }
}
