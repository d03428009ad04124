//! The offline verifier alone: `safeconduct-verify DIR --policy FILE [--open FILE]... [--json]`.
//!
//! It reads a bundle and a policy, asks the core, and prints the report. No network, no clock, no
//! settings; small enough to be read by whoever has to trust it.

mod folder;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use exchange::seal::{self, equivocation};

const USAGE: &str = "\
usage: safeconduct-verify DIR --policy FILE [--open FILE]... [--json]
       safeconduct-verify DIR --policy FILE --against DIR [--json]

Checks a bundle from its files alone and says which clause was agreed, by whom, at which entry.
  DIR            the folder of the bundle, with manifest.note in it, or the bundle as one tar; or a proof of two
                 signatures that cannot both be honest, as `safeconduct verify --proof` writes it
  --policy FILE  the policy file that all parties exchanged before the first act
  --open FILE    a line of a committed list or payloads of acts, laid open to you by their party
  --against DIR  another bundle of the same exchange, to be laid beside the first
  --json         answer in JSON
exit code: 0 sound, 1 contradicted, 2 incomplete or usage, 70 fault
";

/// What was asked.
struct Arguments {
    folder: PathBuf,
    policy: PathBuf,
    openings: Vec<PathBuf>,
    against: Option<PathBuf>,
    json: bool,
}

/// How reading fails: the exit code and what to say.
pub(crate) struct Failure {
    code: u8,
    text: String,
}

impl Failure {
    /// Something contradicts: exit code 1.
    pub(crate) fn refused(text: String) -> Self {
        Self { code: 1, text }
    }

    /// Something is missing or cannot be read: exit code 2.
    pub(crate) fn incomplete(text: String) -> Self {
        Self { code: 2, text }
    }
}

fn main() -> ExitCode {
    let outcome = arguments().and_then(|arguments| check(&arguments));
    let (code, text) = match outcome {
        Ok((code, text)) => return write(&mut io::stdout(), code, &text),
        Err(Failure { code, text }) => (code, text),
    };
    write(&mut io::stderr(), code, &text)
}

/// A reader that has gone away is no fault; the exit code still tells.
fn write(sink: &mut dyn io::Write, code: u8, text: &str) -> ExitCode {
    match sink.write_all(text.as_bytes()).and_then(|()| sink.flush()) {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(_) => ExitCode::from(70),
    }
}

fn arguments() -> Result<Arguments, Failure> {
    let usage = || Failure::incomplete(USAGE.to_owned());
    let (mut folder, mut policy, mut against) = (None, None, None);
    let (mut openings, mut json) = (Vec::new(), false);
    let mut words = std::env::args_os().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().map(PathBuf::from).ok_or_else(usage);
        match word.to_str() {
            Some("--policy") if policy.is_none() => policy = Some(value()?),
            Some("--against") if against.is_none() => against = Some(value()?),
            Some("--open") => openings.push(value()?),
            Some("--json") => json = true,
            Some(option) if option.starts_with('-') => return Err(usage()),
            _ if folder.is_none() => folder = Some(PathBuf::from(word)),
            _ => return Err(usage()),
        }
    }
    match (folder, policy) {
        (Some(folder), Some(policy)) if against.is_none() || openings.is_empty() => {
            Ok(Arguments { folder, policy, openings, against, json })
        }
        _ => Err(usage()),
    }
}

fn check(arguments: &Arguments) -> Result<(u8, String), Failure> {
    let policy = folder::read_text(&arguments.policy)?;
    if let Some(bytes) = folder::read_proof(&arguments.folder)? {
        return match equivocation::judge(&bytes, &policy) {
            Ok(text) => Ok((0, text)),
            Err(what) => Err(Failure::refused(format!("this proves nothing: {what}\n"))),
        };
    }
    let files = folder::read(&arguments.folder)?;
    if let Some(other) = &arguments.against {
        let both = seal::compare(&files, &folder::read(other)?, &policy);
        let text = if arguments.json { both.to_json() } else { both.to_text() };
        return Ok((both.exit_code(), text));
    }
    let openings = arguments
        .openings
        .iter()
        .map(|path| folder::read_text(path))
        .collect::<Result<Vec<_>, _>>()?;
    let report = seal::verify_opened(&files, &policy, &openings);
    let text = if arguments.json { report.to_json() } else { report.to_text() };
    Ok((report.verdict.exit_code(), text))
}
