//! Compiles the name table that the crate carries.
//!
//! ```text
//! gunzip -k uk_ru_first.tsv.gz wikidata_name_forms.tsv.gz
//! cargo run -p linkage --example compile_names -- uk_ru_first.tsv wikidata_name_forms.tsv \
//!     core/linkage/data/diminutives.txt core/linkage/data/given_names.tsv
//! ```
//! The same input gives the same bytes. Sources and licences: `core/linkage/data/NOTICE`.

#![expect(clippy::disallowed_methods, reason = "a tool beside the core, which reads and writes")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::{env, fs};

/// A form may stand in so many classes; what is in more says nothing.
const CLASSES_OF_A_FORM_MAX: usize = 12;

type Forms = BTreeMap<String, BTreeSet<usize>>;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [first, wikidata, diminutives, target] = paths.as_slice() else {
        return Err("give the Ukrainian-Russian given names, the Wikidata forms, the everyday \
                    forms, and the file to write"
            .into());
    };
    let names = read_first(&fs::read_to_string(first)?);
    let (class_of, mut forms) = unite(&names);
    let classes = class_of.values().copied().max().map_or(0, |last| last + 1);
    add_wikidata(&fs::read_to_string(wikidata)?, &names, &class_of, &mut forms, classes);
    add_diminutives(&fs::read_to_string(diminutives)?, &class_of, &mut forms)?;
    fs::write(target, written(&forms))?;
    Ok(())
}

/// Ukrainian form -> Russian forms, the usual one first.
fn read_first(text: &str) -> Vec<(String, Vec<String>)> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(uk, ru)| (uk.to_owned(), ru.split('|').map(str::to_lowercase).collect()))
        .collect()
}

/// Ukrainian forms with the same usual Russian form are one class.
fn unite(names: &[(String, Vec<String>)]) -> (BTreeMap<String, usize>, Forms) {
    let mut by_usual: BTreeMap<&str, usize> = BTreeMap::new();
    let mut class_of = BTreeMap::new();
    let mut forms = Forms::new();
    for (uk, russian) in names {
        let Some(usual) = russian.first() else { continue };
        let next = by_usual.len();
        let class = *by_usual.entry(usual).or_insert(next);
        class_of.insert(uk.clone(), class);
        forms.entry(uk.clone()).or_default().insert(class);
        for form in russian {
            forms.entry(form.clone()).or_default().insert(class);
        }
    }
    (class_of, forms)
}

/// An item that holds a Ukrainian and a Russian form of one class gives the class all its forms. An
/// item that holds any given name and belongs to no class becomes a class of its own.
fn add_wikidata(
    text: &str,
    names: &[(String, Vec<String>)],
    class_of: &BTreeMap<String, usize>,
    forms: &mut Forms,
    mut next: usize,
) {
    let mut russian: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (uk, all) in names {
        for form in all {
            russian.entry(form).or_default().insert(class_of[uk]);
        }
    }
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, cyrillic, latin] = fields.as_slice() else { continue };
        let cyrillic: Vec<&str> = cyrillic.split('|').filter(|form| !form.is_empty()).collect();
        let by_uk: BTreeSet<usize> =
            cyrillic.iter().filter_map(|form| class_of.get(*form).copied()).collect();
        let by_ru: BTreeSet<usize> =
            cyrillic.iter().filter_map(|form| russian.get(form)).flatten().copied().collect();
        if by_uk.is_empty() && by_ru.is_empty() {
            continue;
        }
        let mut classes: BTreeSet<usize> = by_uk.intersection(&by_ru).copied().collect();
        let alone = |set: BTreeSet<usize>| (set.len() == 1).then_some(set);
        if classes.is_empty() {
            // Only one language is there: it decides, where it is sure.
            classes = match (by_uk.is_empty(), by_ru.is_empty()) {
                (true, false) => alone(by_ru),
                (false, true) => alone(by_uk),
                _ => None,
            }
            .unwrap_or_default();
        }
        if classes.is_empty() || classes.len() > 3 {
            classes = BTreeSet::from([next]);
            next += 1;
        }
        let one = classes.len() == 1;
        let latin = latin.split('|').filter(|form| !form.is_empty());
        for form in cyrillic.iter().copied().chain(latin) {
            // Слава is Вячеслав and Ярослав; that makes these two no one name.
            if !one && (class_of.contains_key(form) || russian.contains_key(form)) {
                continue;
            }
            forms.entry(form.to_owned()).or_default().extend(classes.iter().copied());
        }
    }
}

fn add_diminutives(
    text: &str,
    class_of: &BTreeMap<String, usize>,
    forms: &mut Forms,
) -> Result<(), Box<dyn Error>> {
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        let class = *class_of.get(name).ok_or_else(|| format!("`{name}` is not a known name"))?;
        for form in words {
            forms.entry(form.to_owned()).or_default().insert(class);
        }
    }
    Ok(())
}

/// One line a form: the form, a tab, the numbers of its classes. Classes are numbered anew in the
/// order in which the sorted forms name them.
fn written(forms: &Forms) -> String {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut text = String::new();
    for (form, classes) in forms {
        if classes.len() > CLASSES_OF_A_FORM_MAX {
            continue;
        }
        let ids: Vec<String> = classes
            .iter()
            .map(|class| {
                let next = numbers.len();
                numbers.entry(*class).or_insert(next).to_string()
            })
            .collect();
        text.push_str(form);
        text.push('\t');
        text.push_str(&ids.join(","));
        text.push('\n');
    }
    text
}
