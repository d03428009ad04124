//! What a command brings along from the world: the time, who gave it, and chance.

use jiff::Timestamp;

use crate::vocabulary::{Actor, Digest};

/// Everything that a decision may know beside the state and the command.
#[derive(Debug, Clone)]
pub struct Context {
    /// The time by the instance's clock.
    pub at: Timestamp,
    /// Who gives the command.
    pub actor: Actor,
    /// 32 bytes of chance, new for every command. All salts and identifiers of the command come from
    /// these, so that the core needs no source of chance and a decision can be repeated in a test.
    entropy: [u8; 32],
}

impl Context {
    /// Puts a context together. Only the desk and tests do this.
    pub fn new(at: Timestamp, actor: Actor, entropy: [u8; 32]) -> Self {
        Self { at, actor, entropy }
    }

    /// Draws 32 unpredictable bytes for a named purpose; the same name and number give the same bytes.
    pub fn draw(&self, purpose: &str, number: u64) -> [u8; 32] {
        let length = u64::try_from(purpose.len()).expect("a purpose is a short word in the code");
        Digest::of(&[
            b"safeconduct/draw",
            &self.entropy,
            &length.to_be_bytes(),
            purpose.as_bytes(),
            &number.to_be_bytes(),
        ])
        .0
    }

    /// Draws an opaque identifier of 128 bits, in hexadecimal, ready for any `Id::read`.
    pub fn draw_id(&self, purpose: &str, number: u64) -> String {
        Digest(self.draw(purpose, number)).to_string()[..32].to_owned()
    }
}
