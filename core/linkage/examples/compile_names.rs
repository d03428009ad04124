//! Compiles the table of names that the crate carries.
//!
//! ```text
//! cargo run --release -p linkage --example compile_names -- core/linkage/data core/linkage/data/names.bin
//! ```
//! The first argument is a folder with `sources/*.tsv.gz`, `russian_forms.txt`, `diminutives.txt` and
//! `common.txt`. The same
//! sources give the same bytes, and a test says so. Sources and licences: `core/linkage/data/NOTICE`.

#![expect(clippy::disallowed_methods, reason = "a tool beside the core, which reads and writes")]

use std::error::Error;
use std::io::Read as _;
use std::path::Path;
use std::{env, fs};

use flate2::read::GzDecoder;
use linkage::table::{Sources, compile};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [data, target] = paths.as_slice() else {
        return Err("give the folder of the sources and the file to write".into());
    };
    let data = Path::new(data);
    let packed = |name: &str| -> Result<String, Box<dyn Error>> {
        let path = data.join("sources").join(name);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut text = String::new();
        GzDecoder::new(&bytes[..]).read_to_string(&mut text)?;
        Ok(text)
    };
    let file = compile(&Sources {
        first: &packed("uk_ru_first.tsv.gz")?,
        last: &packed("uk_ru_last.tsv.gz")?,
        patronymic: &packed("uk_ru_patronymic.tsv.gz")?,
        wikidata: &packed("wikidata_name_forms.tsv.gz")?,
        russian_forms: &fs::read_to_string(data.join("russian_forms.txt"))?,
        diminutives: &fs::read_to_string(data.join("diminutives.txt"))?,
        common: &fs::read_to_string(data.join("common.txt"))?,
    })?;
    fs::write(target, file)?;
    Ok(())
}
