//! Reading terms from a TOML file: strict, with every flaw named by line and key, and nothing guessed.
//!
//! A flaw in the writing is a [`Finding`]; a clause that the law does not allow is a refusal. Both
//! carry the line of the file.

mod keys;
mod rule;

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::{Also, Reading, Refusal, Round, Row, Rule, Terms, Track, check_law};
use crate::vocabulary::{CategoryId, ClauseId, Finding, Severity, Side};
use keys::{Keys, Reader, Spot};

/// The greatest size of a terms file, in bytes.
pub const TERMS_BYTES_MAX: usize = 1 << 20;
/// The greatest number of clauses in one terms file.
pub const CLAUSES_MAX: usize = 200;

/// Terms as read, with the line at which each clause begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The terms.
    pub terms: Terms,
    /// Where each clause begins in the file, counted from 1.
    pub lines: BTreeMap<ClauseId, u32>,
}

/// Why a file of terms was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRead {
    /// The file has flaws; at least one stands here.
    Flawed(Vec<Finding>),
    /// The file can be read and holds clauses that may not stand, each with its line; at least one.
    Refused(Vec<(u32, Refusal)>),
}

/// Reads terms from the bytes of a TOML file in the form of `spec/1-agreement.md`.
///
/// # Errors
/// All flaws, or all refusals; a file with both reports the flaws first, because a refusal is only
/// certain once the file is read whole.
pub fn read(bytes: &[u8]) -> Result<Document, NotRead> {
    let text = text_of(bytes).map_err(|finding| NotRead::Flawed(vec![finding]))?;
    let mut reader = Reader::new(text);
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let what = format!("this is not TOML: {}", error.message().replace('\n', ", "));
            reader.flaw(
                Spot::byte(at),
                "not-toml",
                what,
                "mend the line; spec/1-agreement.md shows the form",
            );
            return Err(NotRead::Flawed(reader.findings));
        }
    };
    let document = read_root(&mut reader, root.get_ref());
    match document {
        Some(_) if !reader.refusals.is_empty() && reader.findings.is_empty() => {
            Err(NotRead::Refused(reader.refusals))
        }
        Some(document) if reader.findings.is_empty() => Ok(document),
        Some(_) | None => {
            reader.findings.sort();
            reader.findings.dedup();
            Err(NotRead::Flawed(reader.findings))
        }
    }
}

/// Checks size and encoding.
fn text_of(bytes: &[u8]) -> Result<&str, Finding> {
    let flaw = |row, kind: &str, what: String, hint: &str| Finding {
        row,
        column: None,
        severity: Severity::SetAside,
        kind: kind.to_owned(),
        what,
        hint: hint.to_owned(),
    };
    if bytes.len() > TERMS_BYTES_MAX {
        let what = format!("{} bytes are more than terms may have", bytes.len());
        return Err(flaw(None, "too-large", what, "a terms file has at most 1 MiB"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        let hint = "write terms as spec/1-agreement.md shows them";
        return Err(flaw(None, "empty", "the file is empty".to_owned(), hint));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        let what = "the text is not UTF-8".to_owned();
        flaw(u32::try_from(line).ok(), "not-utf8", what, "save the file as UTF-8")
    })
}

fn read_root(reader: &mut Reader<'_>, root: &DeTable<'_>) -> Option<Document> {
    const KEYS: [&str; 6] = ["format", "title", "practice", "round", "sides", "clause"];
    let keys = reader.root(root, &KEYS);
    let format = reader.number(&keys, "format", 1, 1);
    let title = reader.text(&keys, "title");
    let practice = reader.truth(&keys, "practice");
    let round = reader.table(&keys, "round", &["name", "place", "date"]).and_then(|keys| {
        let (name, place) = (reader.text(&keys, "name"), reader.text(&keys, "place"));
        let date = reader.date(&keys, "date");
        Some(Round { name: name?, place: place?, date: date? })
    });
    let sides = reader.table(&keys, "sides", &["a", "b"]).and_then(|keys| {
        let (a, b) = (reader.text(&keys, "a"), reader.text(&keys, "b"));
        if a.is_some() && a == b {
            let hint = "give each side its own name";
            reader.flaw(keys.at("b"), "same-side", "both sides have one name".to_owned(), hint);
        }
        Some((a?, b?))
    });
    let (rows, lines) = read_rows(reader, &keys, practice.unwrap_or(false));
    let (side_a, side_b) = sides?;
    format?;
    let terms = Terms { title: title?, practice: practice?, round: round?, side_a, side_b, rows };
    Some(Document { terms, lines })
}

fn read_rows(
    reader: &mut Reader<'_>,
    root: &Keys<'_>,
    practice: bool,
) -> (Vec<Row>, BTreeMap<ClauseId, u32>) {
    const KEYS: [&str; 6] = ["id", "track", "title", "a", "b", "both"];
    let mut rows: Vec<Row> = Vec::new();
    let mut lines = BTreeMap::new();
    let mut defined: BTreeMap<CategoryId, ClauseId> = BTreeMap::new();
    let entries = reader.tables(root, "clause", CLAUSES_MAX, &KEYS);
    let mut orders = Vec::new();
    for keys in &entries {
        let Some(row) = read_row(reader, keys, practice) else { continue };
        if let Some(first) = lines.get(&row.id) {
            let what = format!("clause id `{}` stands already at line {first}", row.id);
            reader.flaw(keys.at("id"), "duplicate-id", what, "give each clause its own id");
            continue;
        }
        lines.insert(row.id.clone(), keys.line);
        if let Some(category) = category_of(&row) {
            if let Some(first) = defined.get(category) {
                let what = format!("category `{category}` is defined in clause `{first}` already");
                reader.flaw(keys.at("id"), "duplicate-category", what, "define each category once");
            }
            defined.insert(category.clone(), row.id.clone());
        }
        for (side, word) in Side::BOTH.into_iter().zip(["a", "b"]) {
            if let Some(Rule::Order(order)) = &row.reading(side).rule {
                let reading = keys.inside(word).or_else(|| keys.inside("both"));
                let rule = reading.and_then(|reading| reading.inside("rule"));
                let rule = rule.unwrap_or_else(|| keys.clone());
                orders.extend(order.precedence.iter().map(|id| (rule.clone(), id.clone())));
            }
            if let Some(Err(refusal)) = row.clause(side).map(|clause| check_law(&clause)) {
                reader.refuse(keys.line, refusal);
            }
        }
        rows.push(row);
    }
    for (keys, id) in orders {
        if !defined.contains_key(&id) {
            let known: Vec<&str> = defined.keys().map(CategoryId::as_str).collect();
            let what = format!("no clause defines the category `{id}`");
            let hint = format!("the categories here are: {}", known.join(", "));
            reader.flaw(keys.at("precedence"), "unknown-category", what, &hint);
        }
    }
    (rows, lines)
}

fn category_of(row: &Row) -> Option<&CategoryId> {
    Side::BOTH.into_iter().find_map(|side| match &row.reading(side).rule {
        Some(Rule::Category(rule)) => Some(&rule.category),
        Some(_) | None => None,
    })
}

fn read_row(reader: &mut Reader<'_>, keys: &Keys<'_>, practice: bool) -> Option<Row> {
    let id = reader.id(keys, "id", ClauseId::read);
    let keys = &keys.named(id.as_ref().map_or("?", ClauseId::as_str));
    let track = reader.word(
        keys,
        "track",
        &[
            ("prisoners", Track::Prisoners),
            ("civilians", Track::Civilians),
            ("remains", Track::Remains),
        ],
    );
    let title = reader.text(keys, "title");
    let place = Place { practice, clause: id.clone(), track };
    let (a, b) = match (keys.has("both"), keys.has("a") || keys.has("b")) {
        (true, false) => {
            let both = read_reading(reader, keys, "both", &place);
            (both.clone(), both)
        }
        (false, _) => {
            (read_reading(reader, keys, "a", &place), read_reading(reader, keys, "b", &place))
        }
        (true, true) => {
            let what = "`both` stands beside `a` or `b`".to_owned();
            reader.flaw(keys.at("both"), "both-and-one", what, "write `both`, or `a` and `b`");
            (None, None)
        }
    };
    let row = Row { id: id?, track: track?, title: title?, a: a?, b: b? };
    check_alike(reader, keys, &row);
    Some(row)
}

/// What a reading needs to know of where it stands.
struct Place {
    practice: bool,
    clause: Option<ClauseId>,
    track: Option<Track>,
}

/// Both readings must speak of the same thing, or there is nothing to compare.
fn check_alike(reader: &mut Reader<'_>, keys: &Keys<'_>, row: &Row) {
    let (Some(a), Some(b)) = (&row.a.rule, &row.b.rule) else { return };
    if a.word() != b.word() {
        let what = format!("side A reads a `{}` rule and side B a `{}` rule", a.word(), b.word());
        let hint = "make two clauses of it, each `silent` on the other side";
        reader.flaw(keys.at("b"), "unlike-readings", what, hint);
    }
    if let (Rule::Category(a), Rule::Category(b)) = (a, b)
        && a.category != b.category
    {
        let what = format!("side A defines `{}` and side B `{}`", a.category, b.category);
        reader.flaw(keys.at("b"), "unlike-readings", what, "use one name for the category");
    }
    if let (Rule::Release(a), Rule::Release(b)) = (a, b)
        && a.group != b.group
    {
        let what = format!("side A releases `{}` and side B `{}`", a.group, b.group);
        reader.flaw(keys.at("b"), "unlike-readings", what, "use one name for the group");
    }
}

fn read_reading(
    reader: &mut Reader<'_>,
    row: &Keys<'_>,
    side: &str,
    place: &Place,
) -> Option<Reading> {
    let keys = reader.table(row, side, &["text", "sources", "also", "silent", "rule"])?;
    let text = reader.text(&keys, "text");
    let silent = reader.truth_or_absent(&keys, "silent").ok()?.unwrap_or(false);
    let sources = reader.texts(&keys, "sources", !place.practice && !silent);
    for source in sources.iter().flatten() {
        check_address(reader, &keys, "sources", source);
    }
    let also = reader.tables(&keys, "also", CLAUSES_MAX, &["text", "source"]);
    let also: Vec<Option<Also>> = also
        .iter()
        .map(|keys| {
            let (text, source) = (reader.text(keys, "text"), reader.text(keys, "source"));
            if let Some(source) = &source {
                check_address(reader, keys, "source", source);
            }
            Some(Also { text: text?, source: source? })
        })
        .collect();
    let rule = match (silent, keys.has("rule")) {
        (true, false) => None,
        (false, _) => Some(rule::read(reader, &keys, place)?),
        (true, true) => {
            let what = "a party that is silent has no rule".to_owned();
            reader.flaw(keys.at("silent"), "silent-rule", what, "drop `silent` or the rule");
            return None;
        }
    };
    let also = also.into_iter().collect::<Option<Vec<Also>>>()?;
    Some(Reading { text: text?, sources: sources?, also, rule })
}

fn check_address(reader: &mut Reader<'_>, keys: &Keys<'_>, key: &str, source: &str) {
    let address = ["https://", "http://"].iter().any(|scheme| source.starts_with(scheme));
    if !address || source.contains(char::is_whitespace) {
        let what = format!("`{source}` is not an address");
        reader.flaw(keys.at(key), "not-an-address", what, "write it whole, from https:// on");
    }
}

#[cfg(test)]
mod tests;
