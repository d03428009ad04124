//! A value about a person. It cannot reach a log or a sealed document by accident.

use std::fmt;

/// Wraps a person's data: Debug prints `[private]`, and there is no Display and no Serialize.
///
/// Opening it is a named call, [`Private::open`], that can be searched for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// Opens the value for reading, where the reader has the right to it.
    pub fn open(&self) -> &T {
        &self.0
    }

    /// Takes the value out, where the reader has the right to it.
    pub fn into_open(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[private]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", Private::new("Коваль")), "[private]");
    }
}
