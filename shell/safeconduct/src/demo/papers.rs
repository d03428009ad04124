//! The documents that other commands of this program write: the open points and the clause table.

use std::env;
use std::process::Command;

use anyhow::Context as _;

use super::agreement::{SETTLED, TERMS};
use super::cast::Cast;
use super::seal::{BUNDLE_FOLDER, POLICY_FILE};
use crate::cli::Failure;

/// Writes the terms with their open points, and has the offline verifier read the sealed folder from the
/// disk. Returns its verdict in one line.
pub(crate) fn write(cast: &mut Cast) -> Result<String, Failure> {
    cast.write("1-terms.toml", TERMS.as_bytes())?;
    cast.write("1-settled.toml", SETTLED.as_bytes())?;
    let terms = cast.folder.join("documents/1-terms.toml");
    let list = |name: &str| cast.folder.join("lists").join(name);
    let mut check = program()?;
    check.args(["agreement", "check"]).arg(terms);
    for (side, name) in [("A", "a-offer.xlsx"), ("B", "b-offer.xlsx")] {
        check.arg("--list").arg(format!("{side}={}", list(name).display()));
    }
    let (text, _) = answer(&mut check)?;
    cast.write("1-open-points.txt", &text)?;

    let mut verify = program()?;
    verify.arg("verify").arg(cast.folder.join(BUNDLE_FOLDER));
    verify.arg("--policy").arg(cast.folder.join(POLICY_FILE));
    let (text, code) = answer(&mut verify)?;
    cast.write("6-clauses.txt", &text)?;
    match code {
        0 => Ok("the sealed folder was read back from the disk and verified: sound".to_owned()),
        code => Err(Failure::refused(
            format!("the sealed folder does not verify (exit {code})"),
            "read documents/6-clauses.txt in the demo's folder",
        )),
    }
}

/// This very program, to be run once more as an officer would run it.
fn program() -> Result<Command, Failure> {
    Ok(Command::new(env::current_exe().context("finding this program")?))
}

/// Runs a command and returns what it says, with its exit code.
fn answer(command: &mut Command) -> Result<(Vec<u8>, i32), Failure> {
    let output = command.output().context("running this program once more")?;
    if output.status.code() == Some(70) || output.stdout.is_empty() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Failure::Fault(anyhow::anyhow!("a command of the story failed: {text}")));
    }
    Ok((output.stdout, output.status.code().unwrap_or(70)))
}
