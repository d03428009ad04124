//! Puts the words of the pages together, one file a language, and refuses a language that lacks a message or an
//! attribute of one, has one more than English, or uses other values than English does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use fluent_syntax::ast;

/// The language that the others are held against.
const FIRST: &str = "en";
/// The others.
const OTHERS: [&str; 4] = ["uk", "ru", "tr", "ar"];

/// The messages of a language and their attributes (`message.attribute`), each with the values that it uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn main() {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo names a folder");
    let first = messages(FIRST, Path::new(&out));
    for language in OTHERS {
        let other = messages(language, Path::new(&out));
        for (key, values) in &first {
            match other.get(key) {
                None => panic!("locales/{language}: no `{key}`; every language is complete"),
                Some(theirs) => assert!(
                    theirs.is_subset(values),
                    "locales/{language}: `{key}` uses {theirs:?}, and {FIRST} gives {values:?}"
                ),
            }
        }
        let more: Vec<&String> = other.keys().filter(|key| !first.contains_key(*key)).collect();
        assert!(more.is_empty(), "locales/{language}: not in {FIRST}: {more:?}");
    }
}

/// Reads the files of a language, writes them as one, and returns the messages.
fn messages(language: &str, out: &Path) -> Messages {
    let folder = Path::new("locales").join(language);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ftl"))
        .collect();
    files.sort();
    let mut whole = String::new();
    let mut found = Messages::new();
    for path in files {
        let text = fs::read_to_string(&path).expect("a readable file");
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in &resource.body {
            let ast::Entry::Message(message) = entry else { continue };
            let key = message.id.name;
            let own = message.value.iter().map(|pattern| (key.to_owned(), pattern));
            let attributes = message.attributes.iter();
            let attributes = attributes.map(|one| (format!("{key}.{}", one.id.name), &one.value));
            for (key, pattern) in own.chain(attributes) {
                let mut values = BTreeSet::new();
                in_pattern(pattern, &mut values);
                assert!(
                    found.insert(key.clone(), values).is_none(),
                    "{}: `{key}` stands twice in {language}",
                    path.display()
                );
            }
        }
        whole.push_str(&text);
        whole.push('\n');
    }
    fs::write(out.join(format!("{language}.ftl")), whole).expect("the folder of this build");
    found
}

fn in_pattern(pattern: &ast::Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else { continue };
        match expression {
            ast::Expression::Inline(inline) => in_inline(inline, values),
            ast::Expression::Select { selector, variants } => {
                in_inline(selector, values);
                for variant in variants {
                    in_pattern(&variant.value, values);
                }
            }
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, values: &mut BTreeSet<String>) {
    if let ast::InlineExpression::VariableReference { id } = inline {
        values.insert(id.name.to_owned());
    }
}
