//! Taking typed values out of TOML tables, with the line and the key of everything that is wrong.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::agreement::Refusal;
use crate::vocabulary::{Finding, IdRefusal, Severity};

/// The greatest number of findings that are gathered from one file.
const FINDINGS_MAX: usize = 100;
/// The greatest length of one text, in characters.
const TEXT_CHARACTERS_MAX: usize = 4000;

/// Gathers what is wrong while a file is read.
pub(super) struct Reader<'s> {
    text: &'s str,
    /// The flaws so far.
    pub(super) findings: Vec<Finding>,
    /// The clauses that may not stand so far, with their lines.
    pub(super) refusals: Vec<(u32, Refusal)>,
}

/// One table of the file, with its path for messages.
#[derive(Clone)]
pub(super) struct Keys<'t> {
    /// Where the table begins, counted from 1.
    pub(super) line: u32,
    path: String,
    table: &'t DeTable<'t>,
}

/// Where a flaw is: at a byte of the text where that is known, else at a line.
pub(super) struct Spot {
    byte: Option<usize>,
    line: u32,
    key: Option<String>,
}

impl Spot {
    /// A byte of the text.
    pub(super) fn byte(byte: usize) -> Self {
        Self { byte: Some(byte), line: 1, key: None }
    }
}

/// What stands there is wrong, and the flaw has been noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noted;

type Value<'t> = Spanned<DeValue<'t>>;

impl<'t> Keys<'t> {
    /// Says whether a key stands there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Says whether a text stands at a key.
    pub(super) fn is_text(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Says whether a table stands at a key.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// The table at a key that has been read before.
    pub(super) fn inside(&self, key: &str) -> Option<Self> {
        let table = self.get(key)?.get_ref().as_table()?;
        Some(Self { line: self.line, path: self.path(key), table })
    }

    /// Where the value of a key stands, or the table where the key is missing.
    pub(super) fn at(&self, key: &str) -> Spot {
        let byte = self.get(key).map(|value| value.span().start);
        Spot { byte, line: self.line, key: Some(self.path(key)) }
    }

    /// The same table under a better name.
    pub(super) fn named(&self, name: &str) -> Self {
        Self { path: format!("{}.{name}", self.path), ..self.clone() }
    }

    fn get(&self, key: &str) -> Option<&'t Value<'t>> {
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

impl<'s> Reader<'s> {
    pub(super) fn new(text: &'s str) -> Self {
        Self { text, findings: Vec::new(), refusals: Vec::new() }
    }

    fn line(&self, at: usize) -> u32 {
        let before = self.text.get(..at).unwrap_or(self.text);
        let breaks = before.bytes().filter(|byte| *byte == b'\n').count();
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    /// Notes a refusal at a line.
    pub(super) fn refuse(&mut self, line: u32, refusal: Refusal) {
        if self.refusals.iter().all(|(_, noted)| *noted != refusal) {
            self.refusals.push((line, refusal));
        }
    }

    /// Notes a flaw.
    pub(super) fn flaw(&mut self, spot: Spot, kind: &str, what: String, hint: &str) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding {
                row: Some(spot.byte.map_or(spot.line, |byte| self.line(byte))),
                column: spot.key,
                severity: Severity::SetAside,
                kind: kind.to_owned(),
                what,
                hint: hint.to_owned(),
            });
        }
    }

    /// Opens the whole file.
    pub(super) fn root<'t>(&mut self, table: &'t DeTable<'t>, allowed: &[&str]) -> Keys<'t> {
        let keys = Keys { line: 1, path: String::new(), table };
        self.unknown(&keys, allowed);
        keys
    }

    /// Names every key that is not in the form.
    fn unknown(&mut self, keys: &Keys<'_>, allowed: &[&str]) {
        for (name, _) in keys.table {
            let key = name.get_ref().as_ref();
            if allowed.contains(&key) {
                continue;
            }
            let hint = match nearest(key, allowed) {
                Some(near) => format!("did you mean `{near}`? It may hold: {}", allowed.join(", ")),
                None => format!("it may hold: {}", allowed.join(", ")),
            };
            let what = format!("unknown key `{key}`");
            let spot = Spot { key: Some(keys.path(key)), ..Spot::byte(name.span().start) };
            self.flaw(spot, "unknown-key", what, &hint);
        }
    }

    /// Returns the value of a key, or notes that it is missing.
    fn need<'t>(&mut self, keys: &Keys<'t>, key: &str) -> Option<&'t Value<'t>> {
        let value = keys.get(key);
        if value.is_none() {
            let hint = format!("add `{key}` to this table; nothing is taken for granted");
            self.flaw(keys.at(key), "missing-key", format!("the key `{key}` is missing"), &hint);
        }
        value
    }

    /// Notes that a value has another type than the form asks for.
    pub(super) fn wrong_type<T>(&mut self, keys: &Keys<'_>, key: &str, wanted: &str) -> Option<T> {
        let found = keys.get(key).map_or("nothing", |value| value.get_ref().type_str());
        let what = format!("`{key}` should be {wanted} and is {found}");
        self.flaw(keys.at(key), "wrong-type", what, &format!("write {wanted}"));
        None
    }

    /// Opens a table without looking at its keys.
    fn open<'t>(&mut self, keys: &Keys<'t>, key: &str) -> Option<Keys<'t>> {
        let value = self.need(keys, key)?;
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type(keys, key, "a table");
        };
        Some(Keys { line: self.line(value.span().start), path: keys.path(key), table })
    }

    /// Opens a table that may hold only these keys.
    pub(super) fn table<'t>(
        &mut self,
        keys: &Keys<'t>,
        key: &str,
        allowed: &[&str],
    ) -> Option<Keys<'t>> {
        let opened = self.open(keys, key)?;
        self.unknown(&opened, allowed);
        Some(opened)
    }

    /// Opens a table whose keys depend on one of them, the `kind`.
    pub(super) fn table_by_kind<'t>(
        &mut self,
        keys: &Keys<'t>,
        key: &str,
        forms: &[(&'static str, &[&str])],
    ) -> Option<(&'static str, Keys<'t>)> {
        let opened = self.open(keys, key)?;
        let kinds: Vec<(&str, &(&'static str, &[&str]))> =
            forms.iter().map(|form| (form.0, form)).collect();
        let (kind, allowed) = *self.word(&opened, "kind", &kinds)?;
        let mut allowed = allowed.to_vec();
        allowed.push("kind");
        self.unknown(&opened, &allowed);
        Some((kind, opened))
    }

    /// Opens each table of an array of tables; a missing key is an empty array.
    pub(super) fn tables<'t>(
        &mut self,
        keys: &Keys<'t>,
        key: &str,
        count_max: usize,
        allowed: &[&str],
    ) -> Vec<Keys<'t>> {
        let Some(value) = keys.get(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong_type(keys, key, "an array of tables").unwrap_or_default();
        };
        if items.len() > count_max {
            let what = format!("{} are more than {count_max}", items.len());
            self.flaw(keys.at(key), "too-many", what, "split the document");
            return Vec::new();
        }
        let mut opened = Vec::new();
        for item in items {
            let Some(table) = item.get_ref().as_table() else {
                self.wrong_type::<()>(keys, key, "an array of tables");
                continue;
            };
            let line = self.line(item.span().start);
            let item = Keys { line, path: keys.path(key), table };
            self.unknown(&item, allowed);
            opened.push(item);
        }
        opened
    }

    /// Takes a text that is not empty.
    pub(super) fn text(&mut self, keys: &Keys<'_>, key: &str) -> Option<String> {
        let value = self.need(keys, key)?;
        let Some(text) = value.get_ref().as_str() else {
            return self.wrong_type(keys, key, "a text in quotes");
        };
        let length = text.chars().count();
        if text.trim().is_empty() || length > TEXT_CHARACTERS_MAX {
            let what = format!("`{key}` has {length} characters");
            self.flaw(keys.at(key), "text-length", what, "write 1 to 4000 characters");
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// Takes an array of texts; where one is needed, an empty array is a flaw.
    pub(super) fn texts(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        one_needed: bool,
    ) -> Option<Vec<String>> {
        let value = match keys.get(key) {
            None if !one_needed => return Some(Vec::new()),
            Some(_) | None => self.need(keys, key)?,
        };
        let Some(items) = value.get_ref().as_array() else {
            return self.wrong_type(keys, key, "an array of texts");
        };
        let texts: Option<Vec<String>> =
            items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
        let Some(texts) = texts else {
            return self.wrong_type(keys, key, "an array of texts");
        };
        if texts.is_empty() && one_needed {
            let what = format!("`{key}` is empty");
            self.flaw(keys.at(key), "empty-array", what, "name at least one");
            return None;
        }
        Some(texts)
    }

    /// Takes `true` or `false`.
    pub(super) fn truth(&mut self, keys: &Keys<'_>, key: &str) -> Option<bool> {
        match self.need(keys, key)?.get_ref().as_bool() {
            Some(truth) => Some(truth),
            None => self.wrong_type(keys, key, "true or false"),
        }
    }

    /// Takes `true` or `false` where the key may be missing.
    pub(super) fn truth_or_absent(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
    ) -> Result<Option<bool>, Noted> {
        if keys.has(key) { self.truth(keys, key).map(Some).ok_or(Noted) } else { Ok(None) }
    }

    /// Takes a whole number in a range.
    pub(super) fn number(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        least: u32,
        greatest: u32,
    ) -> Option<u32> {
        let value = self.need(keys, key)?;
        let wanted = if least == greatest {
            format!("the number {least}")
        } else {
            format!("a whole number from {least} to {greatest}")
        };
        let Some(number) = value.get_ref().as_integer() else {
            return self.wrong_type(keys, key, &wanted);
        };
        let read = u32::from_str_radix(number.as_str(), number.radix()).ok();
        let inside = read.filter(|read| (least..=greatest).contains(read));
        if inside.is_none() {
            let what = format!("`{key}` is {}", number.as_str());
            self.flaw(keys.at(key), "out-of-range", what, &format!("write {wanted}"));
        }
        inside
    }

    /// Takes a whole number where the key may be missing.
    pub(super) fn number_or_absent(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        least: u32,
        greatest: u32,
    ) -> Result<Option<u32>, Noted> {
        if keys.has(key) {
            self.number(keys, key, least, greatest).map(Some).ok_or(Noted)
        } else {
            Ok(None)
        }
    }

    /// Takes a day, written without quotes as TOML writes dates, or as a text.
    pub(super) fn date(&mut self, keys: &Keys<'_>, key: &str) -> Option<Date> {
        let value = self.need(keys, key)?;
        match date_of(value.get_ref()) {
            Some(date) => Some(date),
            None => self.wrong_type(keys, key, "a day as YYYY-MM-DD"),
        }
    }

    /// Takes an array of days.
    pub(super) fn dates(&mut self, keys: &Keys<'_>, key: &str) -> Option<Vec<Date>> {
        let items = self.need(keys, key)?.get_ref().as_array();
        let dates: Option<Vec<Date>> =
            items.and_then(|items| items.iter().map(|item| date_of(item.get_ref())).collect());
        match dates {
            Some(dates) => Some(dates),
            None => self.wrong_type(keys, key, "an array of days as YYYY-MM-DD"),
        }
    }

    /// Takes a day, or returns the text that stands in its place.
    pub(super) fn date_or_text(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
    ) -> Option<Result<Date, String>> {
        let value = self.need(keys, key)?.get_ref();
        match (date_of(value), value.as_str()) {
            (Some(date), _) => Some(Ok(date)),
            (None, Some(text)) => Some(Err(text.to_owned())),
            (None, None) => self.wrong_type(keys, key, "a day as YYYY-MM-DD, or a word"),
        }
    }

    /// Takes one of a few words.
    pub(super) fn word<T: Copy>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let value = self.need(keys, key)?;
        match value.get_ref().as_str() {
            Some(text) => self.one_of(keys, key, text, words),
            None => self.wrong_type(keys, key, "a word in quotes"),
        }
    }

    /// Takes an array of words, each one of a few.
    pub(super) fn words<T: Copy>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let texts = self.texts(keys, key, true)?;
        texts.iter().map(|text| self.one_of(keys, key, text, words)).collect()
    }

    /// Finds a text among a few words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        text: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let hint = match nearest(text, &names) {
                Some(near) => format!("did you mean `{near}`? Write one of: {}", names.join(", ")),
                None => format!("write one of: {}", names.join(", ")),
            };
            let what = format!("`{text}` is not a word that `{key}` knows");
            self.flaw(keys.at(key), "unknown-word", what, &hint);
        }
        found
    }

    /// Takes an identifier.
    pub(super) fn id<T>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        read: impl Fn(&str) -> Result<T, IdRefusal>,
    ) -> Option<T> {
        let text = self.text(keys, key)?;
        self.id_in(keys, key, &text, read)
    }

    /// Reads an identifier out of a text.
    pub(super) fn id_in<T>(
        &mut self,
        keys: &Keys<'_>,
        key: &str,
        text: &str,
        read: impl Fn(&str) -> Result<T, IdRefusal>,
    ) -> Option<T> {
        read(text)
            .map_err(|refusal| {
                let hint = "write a short name such as `seriously-wounded`";
                self.flaw(keys.at(key), "not-an-id", refusal.to_string(), hint);
            })
            .ok()
    }

    /// Returns the keys of a table that stand in a list of words, with their lines.
    pub(super) fn present(
        &self,
        keys: &Keys<'_>,
        words: &[&'static str],
    ) -> Vec<(u32, &'static str)> {
        let found = |word: &&'static str| {
            keys.get(word).map(|value| (self.line(value.span().start), *word))
        };
        words.iter().filter_map(found).collect()
    }
}

/// Reads a day from a TOML date without a time, or from a text in ISO form.
fn date_of(value: &DeValue<'_>) -> Option<Date> {
    if let Some(text) = value.as_str() {
        return (text.len() == 10).then(|| text.parse().ok())?;
    }
    let datetime = value.as_datetime()?;
    let date = datetime.date.filter(|_| datetime.time.is_none())?;
    let (year, month, day) = (date.year, date.month, date.day);
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Returns the word that a slip of the pen most likely meant.
fn nearest<'w>(typed: &str, words: &[&'w str]) -> Option<&'w str> {
    let distance = |word: &str| edits(typed.as_bytes(), word.as_bytes());
    let near = words.iter().min_by_key(|word| distance(word))?;
    (distance(near) <= 2 && typed.len() > 2).then_some(*near)
}

/// Counts the letters to insert, drop or change between two short words.
fn edits(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, byte) in left.iter().take(40).enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(byte != other);
            diagonal = row[to + 1];
            row[to + 1] = changed.min(row[to] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
