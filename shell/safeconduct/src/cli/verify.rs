//! `safeconduct verify`: what a bundle proves, offline.

use std::path::{Path, PathBuf};

use clap::Args;
use exchange::seal::envelope::Unseal;
use exchange::seal::equivocation::{self, Proof};
use exchange::seal::{self, Comparison, Report, Verdict};

use super::seal::age::Identities;
use super::seal::{folder, locked};
use super::{Failure, Out};
use crate::files::{self, TEXT_BYTES_MAX};

/// What `verify` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the bundle, with manifest.note in it, or the bundle as one tar; or a proof from `--proof`.
    #[arg(value_name = "DIR")]
    bundle: PathBuf,
    /// The policy file that all parties exchanged before the first act.
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// A line of a committed list or payloads of acts, laid open by their party.
    #[arg(long, value_name = "FILE")]
    open: Vec<PathBuf>,
    /// A party's age identity: opens the payloads that are encrypted to it.
    #[arg(long, value_name = "FILE", conflicts_with = "against")]
    identity: Vec<PathBuf>,
    /// A file that holds the passphrase of the identity.
    #[arg(long, value_name = "FILE", requires = "identity")]
    passphrase_file: Option<PathBuf>,
    /// Another bundle of the same exchange, to be laid beside the first.
    #[arg(long, value_name = "DIR", conflicts_with = "open")]
    against: Option<PathBuf>,
    /// Where the proof goes, if somebody signed two bundles or two acts of one number: a new file that stands alone.
    #[arg(long, value_name = "FILE", requires = "against")]
    proof: Option<PathBuf>,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let policy = files::read_text(&arguments.policy)?;
    if let Some(proof) = proof(&arguments.bundle)? {
        return show_proof(&proof, &policy, arguments, out);
    }
    let bundle = folder::read(&arguments.bundle)?;
    if let Some(other) = &arguments.against {
        let both = seal::compare(&bundle, &folder::read(other)?, &policy);
        if let (Some(path), Some(proof)) = (&arguments.proof, both.proof()) {
            if path.exists() {
                return Err(Failure::refused(
                    format!("{} exists already", path.display()),
                    "name a new file; a proof is never written over another",
                ));
            }
            files::write_whole(path, proof.to_text().as_bytes())?;
        }
        return show_both(&both, arguments.json, out);
    }
    let openings =
        arguments.open.iter().map(|path| files::read_text(path)).collect::<Result<Vec<_>, _>>()?;
    locked::take(arguments.passphrase_file.as_deref())?;
    let identities = Identities::read(&arguments.identity)?;
    let unseal = |file: &[u8]| identities.unseal(file);
    let unseal: Option<Unseal<'_>> = if identities.is_empty() { None } else { Some(&unseal) };
    let report = seal::verify_with(&bundle, &policy, &openings, unseal);
    show(&report, arguments.json, out)
}

/// Reads a file that is a proof rather than a bundle.
fn proof(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let is_file = path.is_file() && path.extension().is_none_or(|ending| ending != "tar");
    let bytes = is_file.then(|| files::read_bytes(path, TEXT_BYTES_MAX)).transpose()?;
    Ok(bytes.filter(|bytes| Proof::is_one(bytes)))
}

fn show_proof(
    bytes: &[u8],
    policy: &str,
    arguments: &Arguments,
    out: &mut Out,
) -> Result<(), Failure> {
    let path = arguments.bundle.display();
    match equivocation::judge(bytes, policy) {
        Ok(text) if arguments.json => {
            let answer = serde_json::json!({ "proved": true, "text": text });
            out.line(format!("{answer:#}"))
        }
        Ok(text) => out.line(text.trim_end()),
        Err(what) => Err(Failure::refused(
            format!("{path} proves nothing: {what}"),
            "use the policy of that exchange; if it is, the file was changed or never was a proof",
        )),
    }
}

/// Shows a report, and fails as its verdict says.
pub(crate) fn show(report: &Report, json: bool, out: &mut Out) -> Result<(), Failure> {
    let text = if json { report.to_json() } else { report.to_text() };
    out.line(text.trim_end())?;
    judged(report.verdict)
}

/// Shows two bundles side by side.
fn show_both(both: &Comparison, json: bool, out: &mut Out) -> Result<(), Failure> {
    let text = if json { both.to_json() } else { both.to_text() };
    out.line(text.trim_end())?;
    if let Some(found) = both.equivocations.first() {
        return Err(Failure::refused(
            format!("{} signed two different {}", found.signer, found.what),
            "keep both bundles as they are; `--proof FILE` writes a proof that stands alone",
        ));
    }
    judged(both.first.verdict.max(both.second.verdict))
}

/// Fails as a verdict says.
pub(super) fn judged(verdict: Verdict) -> Result<(), Failure> {
    match verdict {
        Verdict::Sound => Ok(()),
        Verdict::Contradicted => Err(Failure::refused(
            "the bundle contradicts itself or its policy",
            "the report names the file; ask the sender again, and keep what you have as evidence",
        )),
        Verdict::Incomplete => Err(Failure::incomplete(
            "the bundle is not complete",
            "the report names what is missing; ask the sender for it",
        )),
    }
}
