//! The walkthrough is run as it is written: every command of `docs/life-of-an-exchange.md`, in order, in
//! one folder, and what each prints is held against the page.
//!
//! A fenced block headed `csv NAME` (or `toml`, `text`) becomes a file. In expected lines `[..]` stands
//! for anything, and `<word>` for something drawn anew in each run: its first appearance binds it, and
//! from then on it means the same, in commands and files too. `? N` is an exit code other than 0.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// What the page calls something that is drawn anew in each run.
type Bound = BTreeMap<String, String>;

#[test]
fn the_page_says_what_the_program_does() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let page = fs::read_to_string(docs.join("life-of-an-exchange.md")).expect("the page");
    let folder = TempDir::new().expect("a folder");
    copy(&docs.join("life-of-an-exchange"), folder.path());
    let mut bound = Bound::new();
    let mut commands = 0;
    for (head, lines) in blocks(&page) {
        match head.split_whitespace().collect::<Vec<_>>()[..] {
            ["console"] => {
                for step in steps(&lines) {
                    step.run(folder.path(), &mut bound);
                    commands += 1;
                }
            }
            [_, name] => {
                let text = lines.iter().map(|line| fill(line, &bound) + "\n").collect::<String>();
                fs::write(folder.path().join(name), text).expect("a written file");
            }
            _ => panic!("a block headed `{head}` is neither run nor written"),
        }
    }
    assert!(commands > 50, "only {commands} commands were found on the page");
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        let there = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            fs::create_dir(&there).expect("a new folder");
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).expect("a copied file");
        }
    }
}

/// The fenced blocks of a page: what stands behind the fence, and the lines.
fn blocks(page: &str) -> Vec<(String, Vec<String>)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Vec<String>)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(head), None) => open = Some((head.to_owned(), Vec::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, lines))) => lines.push(line.to_owned()),
            (None, None) => {}
        }
    }
    blocks
}

/// One command with what it is to print.
struct Step {
    command: String,
    code: i32,
    lines: Vec<String>,
}

fn steps(lines: &[String]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { command: command.to_owned(), code: 0, lines: Vec::new() });
            continue;
        }
        let step = steps.last_mut().expect("a block begins with a command");
        match line.strip_prefix("? ") {
            Some(code) => step.code = code.parse().expect("an exit code"),
            None => step.lines.push(line.clone()),
        }
    }
    steps
}

impl Step {
    fn run(&self, folder: &Path, bound: &mut Bound) {
        let command = fill(&self.command, bound);
        let (command, file) = command.split_once(" > ").unwrap_or((&command, ""));
        let mut words = split(command).into_iter();
        assert_eq!(words.next().as_deref(), Some("safeconduct"), "{command}");
        let output = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(words)
            .current_dir(folder)
            .output()
            .expect("the binary of this test");
        let mut said = String::from_utf8(output.stdout).expect("UTF-8");
        if !file.is_empty() {
            fs::write(folder.join(file), &said).expect("a written file");
            said.clear();
        }
        said.push_str(&String::from_utf8(output.stderr).expect("UTF-8"));
        assert_eq!(output.status.code(), Some(self.code), "{command}\n{said}");
        let lines: Vec<&str> = said.trim_end_matches('\n').lines().collect();
        assert_eq!(lines.len(), self.lines.len(), "{command}\nprinted:\n{said}");
        for (line, expected) in lines.iter().zip(&self.lines) {
            let fits = fits(line, expected, bound);
            assert!(fits, "{command}\nexpected: {expected}\nprinted:  {line}");
        }
    }
}

/// Splits a command line at blanks, double quotes kept together.
fn split(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(at, part)| -> Vec<String> {
            if at % 2 == 1 {
                vec![part.to_owned()]
            } else {
                part.split_whitespace().map(str::to_owned).collect()
            }
        })
        .collect()
}

/// Writes what is bound in place of its words.
fn fill(text: &str, bound: &Bound) -> String {
    bound
        .iter()
        .fold(text.to_owned(), |text, (word, value)| text.replace(&format!("<{word}>"), value))
}

/// Holds a printed line against an expected one, and binds words that are met for the first time.
fn fits(line: &str, expected: &str, bound: &mut Bound) -> bool {
    let expected = fill(expected, bound);
    let word = expected.split_once('<').and_then(|(before, rest)| {
        let (word, after) = rest.split_once('>')?;
        word.chars().all(|c| c.is_ascii_lowercase()).then_some((before, word, after))
    });
    if let Some((before, word, after)) = word {
        let Some(rest) = line.strip_prefix(before) else { return false };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        bound.insert(word.to_owned(), rest[..end].to_owned());
        return fits(&rest[end..], after, bound);
    }
    let mut parts = expected.split("[..]");
    let Some(mut rest) = parts.next().and_then(|first| line.strip_prefix(first)) else {
        return false;
    };
    let mut last = "";
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = part;
    }
    rest.is_empty() || (last.is_empty() && expected.ends_with("[..]"))
}
