//! `safeconduct announce statement check`: may this be told, given what was told before?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::announce::{
    Amount, Checked, Count, GuardedNames, Language, Now, Refusal, Sheet, Statement, Told, Words,
    check, say,
};
use exchange::vocabulary::{CategoryId, Private, Side};
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::cli::language::LanguageWord;
use crate::cli::{Failure, Kind, Out};
use crate::files;

/// Which statement, under which sheet, after which others.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The statement: a TOML file as in spec/9-announce.md
    statement: PathBuf,
    /// The fact sheet: the sealed disclosure clause, and what this side closes beyond it
    #[arg(long)]
    sheet: PathBuf,
    /// The day on which it is to be told: embargoes are held against it
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Date,
    /// The last stage of the agreement is done
    #[arg(long)]
    all_stages_done: bool,
    /// A statement told before, by either side; may be given many times
    #[arg(long, value_name = "FILE")]
    earlier: Vec<PathBuf>,
    /// People who may not be named: one a line, surname first
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
    /// What the sides and categories are called, by language
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// A language to write the statement in; all three where none is given
    #[arg(long, value_enum)]
    lang: Vec<LanguageWord>,
    /// Print JSON for a program to read
    #[arg(long)]
    json: bool,
}

/// What the sides and categories are called in one language.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    a: Option<String>,
    b: Option<String>,
    #[serde(default)]
    categories: BTreeMap<CategoryId, String>,
}

/// Checks a statement and writes it out in words.
pub(crate) fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let statement: Statement = read(&arguments.statement)?;
    let sheet: Sheet = read(&arguments.sheet)?;
    let words: BTreeMap<String, WordsFile> =
        arguments.words.as_deref().map(read).transpose()?.unwrap_or_default();
    let names = match &arguments.names {
        Some(path) => read_names(path)?,
        None => GuardedNames::default(),
    };
    let mut own: Vec<Count> = Vec::new();
    let mut heard: Vec<Count> = Vec::new();
    for path in &arguments.earlier {
        let earlier: Statement = read(path)?;
        if let Some(flaw) = earlier.counts.iter().find_map(|count| count.of.flaw()) {
            return Err(Failure::incomplete(
                format!("{}: a number {flaw}", path.display()),
                "mend the earlier statement; it cannot be weighed as it stands",
            ));
        }
        let told = if earlier.by == statement.by { &mut own } else { &mut heard };
        told.extend(earlier.counts);
    }
    let now = Now { on: arguments.on, all_stages_done: arguments.all_stages_done };
    let told = Told { own: &own, heard: &heard };
    let texts = || {
        let languages = if arguments.lang.is_empty() {
            Language::ALL.to_vec()
        } else {
            arguments.lang.iter().map(|word| Language::from(*word)).collect()
        };
        let text = |language: Language| {
            let words = words.get(language.code()).map(called).unwrap_or_default();
            (language.code(), say(&statement, &sheet, now, &words, language))
        };
        languages.into_iter().map(text).collect::<Vec<_>>()
    };
    match check(&statement, &sheet, told, &names, now) {
        Ok(checked) => accepted(&statement, &checked, &texts(), arguments.json, out),
        Err(refusals) => {
            if arguments.json {
                show_refused(&statement, &refusals, out)?;
            }
            Err(refused(&statement, &refusals))
        }
    }
}

fn called(file: &WordsFile) -> Words {
    let sides = [(Side::A, &file.a), (Side::B, &file.b)];
    let named = sides.into_iter().filter_map(|(side, name)| Some((side, name.clone()?)));
    Words { sides: named.collect(), categories: file.categories.clone() }
}

/// Reads a TOML file.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = files::read_text(path)?;
    toml::from_str(&text).map_err(|error| {
        Failure::incomplete(
            format!("{}: {}", path.display(), error.to_string().trim_end()),
            "spec/9-announce.md shows the form; dates stand in quotes",
        )
    })
}

/// Reads the names of people who may not be named.
pub(super) fn read_names(path: &Path) -> Result<GuardedNames, Failure> {
    let text = files::read_text(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let names: Vec<Private<String>> = lines.map(|line| Private::new(line.to_owned())).collect();
    if names.is_empty() {
        return Err(Failure::incomplete(
            format!("{} names nobody", path.display()),
            "write one name a line, surname first, or leave --names out",
        ));
    }
    Ok(GuardedNames::new(&names))
}

fn accepted(
    statement: &Statement,
    checked: &Checked,
    texts: &[(&str, String)],
    json: bool,
    out: &mut Out,
) -> Result<(), Failure> {
    if json {
        let texts: BTreeMap<_, _> = texts.iter().map(|(code, text)| (*code, text)).collect();
        let answer = serde_json::json!({
            "statement": statement.id,
            "may-be-told": true,
            "differs-from": checked.differing,
            "texts": texts,
        });
        return out.line(serde_json::to_string_pretty(&answer).map_err(anyhow::Error::from)?);
    }
    out.line(format!("statement `{}` may be told", statement.id))?;
    for count in &checked.differing {
        out.line(format!("  the other side told another number: {}", number(count)))?;
    }
    for (code, text) in texts {
        out.blank()?;
        out.line(format!("[{code}]"))?;
        out.line(text.trim_end())?;
    }
    Ok(())
}

fn number(count: &Count) -> String {
    match count.amount {
        Amount::Exactly(amount) => format!("{amount} ({})", count.of),
        Amount::AtLeast(amount) => format!("at least {amount} ({})", count.of),
    }
}

fn show_refused(statement: &Statement, refusals: &[Refusal], out: &mut Out) -> Result<(), Failure> {
    let rule = |refusal: &Refusal| {
        serde_json::json!({
            "what": refusal.to_string(),
            "hint": refusal.hint(),
            "because": refusal.basis(),
        })
    };
    let answer = serde_json::json!({
        "statement": statement.id,
        "may-be-told": false,
        "refused": refusals.iter().map(rule).collect::<Vec<_>>(),
    });
    out.line(serde_json::to_string_pretty(&answer).map_err(anyhow::Error::from)?)
}

fn refused(statement: &Statement, refusals: &[Refusal]) -> Failure {
    let [only] = refusals else {
        let mut what = format!("statement `{}` breaks {} rules", statement.id, refusals.len());
        for refusal in refusals {
            what.push_str("\n  - ");
            what.push_str(&refusal.to_string());
            what.push_str("; ");
            what.push_str(&refusal.hint());
        }
        let basis = refusals.iter().find_map(Refusal::basis);
        let hint = "mend each of them and check again".to_owned();
        return Failure::Refused { what, hint, basis, id: None, kind: Kind::Rule };
    };
    let (what, hint, basis) = (only.to_string(), only.hint(), only.basis());
    Failure::Refused { what, hint, basis, id: Some(only.id()), kind: Kind::Rule }
}
