//! Writes invented lists into a folder, for trying and measuring:
//! `cargo run --release -p linkage --example invent_lists -- DIR PEOPLE SEED [field]`.

#[path = "../tests/fresh.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod fresh;
#[path = "../tests/invented.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod invented;

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

#[expect(clippy::disallowed_methods, reason = "a tool that writes files for measuring")]
fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [folder, people, seed, ..] = arguments.as_slice() else {
        return Err("say a folder, how many people and a seed".into());
    };
    let field = arguments.get(3).is_some_and(|word| word == "field");
    let slips = if field { fresh::FIELD } else { fresh::ORDINARY };
    let files = fresh::files(people.parse()?, &slips, seed.parse()?);
    let folder = PathBuf::from(folder);
    fs::create_dir_all(&folder)?;
    for (name, text) in [("a", files.a), ("b", files.b), ("m", files.m), ("truth", files.truth)] {
        fs::write(folder.join(name).with_extension("csv"), text)?;
    }
    Ok(())
}
