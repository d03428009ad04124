//! The house rules that a machine can hold: edges between crates, the nine words in every layer, the
//! length of files, and that the map names every room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The nine words, in the order in which they happen.
const WORDS: [&str; 9] = [
    "agreement",
    "registry",
    "lists",
    "reconcile",
    "plan",
    "seal",
    "handover",
    "reception",
    "announce",
];

/// Every edge between our crates. A new one needs a decision page and a line here.
const EDGES: [(&str, &[&str]); 7] = [
    ("linkage", &[]),
    ("planner", &[]),
    ("notary", &[]),
    ("exchange", &["linkage", "notary", "planner"]),
    ("store", &["exchange"]),
    ("safeconduct-verify", &["exchange"]),
    ("safeconduct", &["exchange", "store"]),
];

/// No file of ours is longer, in lines.
const LINES_MAX: usize = 800;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace root")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lists our files beneath a folder, without build output.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | ".git" | "corpus") {
                files(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

#[test]
fn crates_have_these_edges_and_no_other() {
    let known: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let mut seen = BTreeMap::new();
    for folder in ["core", "shell"] {
        for entry in fs::read_dir(root().join(folder)).expect("a readable folder") {
            let manifest = entry.expect("a readable entry").path().join("Cargo.toml");
            if !manifest.exists() {
                continue;
            }
            let table: toml::Table = read(&manifest).parse().expect("a TOML manifest");
            let name = table["package"]["name"].as_str().expect("a name").to_owned();
            let edges: BTreeSet<String> = ["dependencies", "build-dependencies"]
                .iter()
                .filter_map(|section| table.get(*section).and_then(toml::Value::as_table))
                .flat_map(toml::Table::keys)
                .filter(|key| known.contains(key.as_str()))
                .cloned()
                .collect();
            seen.insert(name, edges);
        }
    }
    for (name, edges) in EDGES {
        let expected: BTreeSet<String> = edges.iter().map(|edge| (*edge).to_owned()).collect();
        assert_eq!(seen.remove(name).as_ref(), Some(&expected), "the edges of {name}");
    }
    assert!(seen.is_empty(), "crates that the edge table does not know: {seen:?}");
}

#[test]
fn every_word_stands_in_every_layer() {
    let root = root();
    let mut missing = Vec::new();
    for (at, word) in WORDS.iter().enumerate() {
        let number = at + 1;
        for path in [
            format!("spec/{number}-{word}.md"),
            format!("core/exchange/src/{word}.rs"),
            format!("shell/safeconduct/src/cli/{word}.rs"),
            format!("shell/safeconduct/src/web/{word}.rs"),
            format!("shell/safeconduct/tests/it/{word}.rs"),
        ] {
            if !root.join(&path).exists() {
                missing.push(path);
            }
        }
    }
    assert!(missing.is_empty(), "layers without their word: {missing:#?}");
}

#[test]
fn the_core_declares_the_words_in_the_order_they_happen() {
    let lib = read(&root().join("core/exchange/src/lib.rs"));
    let at: Vec<usize> = WORDS
        .iter()
        .map(|word| lib.find(&format!("pub mod {word};")).unwrap_or_else(|| panic!("{word}")))
        .collect();
    assert!(at.is_sorted(), "lib.rs declares the stages out of order");
    assert_eq!(exchange::journal::STAGES, WORDS);
}

#[test]
fn no_file_is_longer_than_its_limit() {
    let root = root();
    let mut found = Vec::new();
    for folder in ["core", "shell"] {
        files(&root.join(folder), &mut found);
    }
    let ours = ["rs", "html", "css", "js", "sql"];
    let long: Vec<String> = found
        .iter()
        .filter(|path| {
            path.extension().and_then(|ext| ext.to_str()).is_some_and(|ext| ours.contains(&ext))
        })
        .map(|path| (path, read(path).lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(path, lines)| format!("{}: {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "longer than {LINES_MAX} lines; split them: {long:#?}");
}

#[test]
fn the_map_names_every_crate_and_every_word() {
    let map = read(&root().join("ARCHITECTURE.md"));
    for (name, _) in EDGES {
        assert!(map.contains(&format!("`{name}`")), "ARCHITECTURE.md does not name `{name}`");
    }
    for word in WORDS {
        assert!(map.contains(&format!("`{word}`")), "ARCHITECTURE.md does not name `{word}`");
    }
}

#[test]
fn every_test_file_is_declared() {
    let folder = root().join("shell/safeconduct/tests/it");
    let main = read(&folder.join("main.rs"));
    for entry in fs::read_dir(&folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
        if stem != "main" && path.extension().is_some_and(|ext| ext == "rs") {
            assert!(main.contains(&format!("mod {stem};")), "tests/it/{stem}.rs never runs");
        }
    }
}

#[test]
fn every_test_that_the_page_of_bad_input_names_is_there() {
    let page = read(&root().join("docs/bad-input.md"));
    let mut sources = Vec::new();
    for folder in ["core", "shell"] {
        files(&root().join(folder), &mut sources);
    }
    sources.retain(|path| path.extension().is_some_and(|ending| ending == "rs"));
    let sources: String = sources.iter().map(|path| read(path)).collect();
    let named: BTreeSet<&str> = page
        .split('`')
        .filter(|word| word.matches('_').count() > 3 && !word.contains([' ', '/', '|']))
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        let there = [format!("fn {name}() {{"), format!("fn {name}(house) {{")];
        assert!(there.iter().any(|head| sources.contains(head)), "no test `{name}`");
    }
}
