//! The one way in which a command shows its answer.

use std::io::{self, Write};

use anyhow::Context as _;

use super::Failure;

/// Where answers go. A reader that has gone away (`| head`) ends the output without noise.
pub(crate) struct Out {
    sink: Box<dyn Write>,
}

impl Out {
    /// Writes to standard output.
    pub(crate) fn stdout() -> Self {
        Self { sink: Box::new(io::stdout()) }
    }

    /// Writes one line.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> Result<(), Failure> {
        match writeln!(self.sink, "{}", text.as_ref()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(error).context("writing the answer").map_err(Failure::Fault),
        }
    }

    /// Writes an empty line.
    pub(crate) fn blank(&mut self) -> Result<(), Failure> {
        self.line("")
    }
}

/// Writes a number of things: `1 line`, `2 lines`.
pub(crate) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
