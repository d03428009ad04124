//! Reading secrets: from the terminal without showing them, from a file, or from standard input, a line
//! each; never from arguments, which other users of the machine can see.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use super::Failure;

/// The longest line that is read, in bytes.
const LINE_BYTES_MAX: u64 = 4 * 1024;

/// Where secrets come from.
#[derive(Args)]
#[group(skip)]
pub(crate) struct SecretsFrom {
    /// A file with the secrets that are asked for, a line each (also /dev/fd/3); without it the terminal
    /// or standard input
    #[arg(long, value_name = "FILE")]
    secrets: Option<PathBuf>,
}

/// An open source of secrets.
pub(crate) struct Secrets {
    source: BufReader<Box<dyn Read>>,
    is_terminal: bool,
}

impl SecretsFrom {
    /// Opens the source.
    pub(crate) fn open(&self) -> Result<Secrets, Failure> {
        let Some(path) = &self.secrets else {
            let is_terminal = io::stdin().is_terminal();
            return Ok(Secrets { source: BufReader::new(Box::new(io::stdin())), is_terminal });
        };
        let file = File::open(path).map_err(|error| {
            let what = format!("{} cannot be read: {error}", path.display());
            Failure::incomplete(what, "check the name and the right to read it")
        })?;
        Ok(Secrets { source: BufReader::new(Box::new(file)), is_terminal: false })
    }
}

impl Secrets {
    /// Reads one secret; its line end is no part of it.
    pub(crate) fn line(&mut self, what: &str) -> Result<String, Failure> {
        let missing = || {
            Failure::incomplete(
                format!("no {what} was given"),
                format!("type the {what} at the terminal, or give it as a line of --secrets FILE"),
            )
        };
        let text = if self.is_terminal { self.hidden(what)? } else { self.next()? };
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        if text.is_empty() { Err(missing()) } else { Ok(text.to_owned()) }
    }

    /// Reads a new secret; at a terminal, where nobody sees what they type, twice.
    pub(crate) fn twice(&mut self, what: &str) -> Result<String, Failure> {
        let first = self.line(what)?;
        if self.is_terminal && self.line(&format!("{what} again"))? != first {
            return Err(Failure::incomplete(format!("the two {what}s differ"), "type it again"));
        }
        Ok(first)
    }

    /// Reads a line from the terminal, which shows nothing of it.
    fn hidden(&mut self, what: &str) -> Result<String, Failure> {
        let mut prompt = io::stderr();
        let shown = tcgetattr(io::stdin()).context("asking the terminal")?;
        let mut hidden = shown.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        write!(prompt, "{what}: ").and_then(|()| prompt.flush()).context("asking for a secret")?;
        tcsetattr(io::stdin(), OptionalActions::Flush, &hidden).context("hiding what is typed")?;
        let text = self.next();
        tcsetattr(io::stdin(), OptionalActions::Now, &shown).context("showing what is typed")?;
        writeln!(prompt).context("asking for a secret")?;
        text
    }

    fn next(&mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let mut limited = (&mut self.source).take(LINE_BYTES_MAX);
        limited.read_until(b'\n', &mut bytes).context("reading a secret")?;
        String::from_utf8(bytes).map_err(|_unread| {
            Failure::incomplete("a secret is not UTF-8 text", "save it as UTF-8 and try again")
        })
    }
}
