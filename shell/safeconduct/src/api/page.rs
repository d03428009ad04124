//! Pages of long answers. A cursor says where the next page begins; only this instance can make one, and only
//! for the same question of the same account.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Problem;
use super::call::{Call, malformed, unusable};

/// The most things on one page.
pub(super) const PAGE_MAX: u16 = 200;
/// How many there are where nobody says.
const PAGE: u16 = 50;
/// The longest cursor that is read.
const CURSOR_BYTES_MAX: usize = 1_000;
/// What cursors are marked for.
const MARK: &str = "cursor";

/// Which page.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    /// The most things on the page.
    #[schemars(range(min = 1, max = 200))]
    limit: Option<u16>,
    /// The cursor of the page before.
    #[schemars(length(min = 1, max = 1000))]
    cursor: Option<String>,
}

/// Where a page begins, and how long it is.
pub(super) struct Window {
    /// What the page before ended with.
    pub(super) after: Option<String>,
    pub(super) most: usize,
}

impl Call {
    /// Reads which page is asked for, of an answer to a question that `question` names in full.
    pub(super) fn window(
        &self,
        (limit, cursor): (Option<u16>, Option<&str>),
        question: &str,
    ) -> Result<Window, Problem> {
        let limit = limit.unwrap_or(PAGE);
        if !(1..=PAGE_MAX).contains(&limit) {
            let hint = format!("ask for 1 to {PAGE_MAX}");
            return Err(malformed("a page cannot have that many things", hint));
        }
        let after = cursor.map(|cursor| self.open_cursor(cursor, question)).transpose()?;
        Ok(Window { after, most: usize::from(limit) })
    }

    /// The same, where the query has nothing but the page.
    pub(super) fn plain_window(&self, question: &str) -> Result<Window, Problem> {
        let query: PageQuery = self.query()?;
        self.window((query.limit, query.cursor.as_deref()), question)
    }

    /// Cuts a page off a longer answer, whose things are told apart and ordered by a key.
    pub(super) fn cut<T>(
        &self,
        things: impl IntoIterator<Item = T>,
        (window, question): (&Window, &str),
        key: impl Fn(&T) -> String,
    ) -> Result<Page<T>, Problem> {
        let mut items: Vec<T> = things.into_iter().take(window.most + 1).collect();
        let is_more = items.len() > window.most;
        items.truncate(window.most);
        let last = items.last().filter(|_| is_more).map(key);
        let next = last.map(|last| self.cursor(&last, question)).transpose()?;
        Ok(Page { items, next })
    }

    /// Makes the cursor of the page behind a thing.
    pub(super) fn cursor(&self, after: &str, question: &str) -> Result<String, Problem> {
        let mark = self.mark(after, question)?;
        let mut cursor = mark;
        for byte in after.bytes() {
            write!(cursor, "{byte:02x}").expect("a string takes any text");
        }
        Ok(cursor)
    }

    fn open_cursor(&self, cursor: &str, question: &str) -> Result<String, Problem> {
        let broken = || {
            let hint = "send the cursor of the page before, unchanged, with the same question";
            unusable("this is no cursor of this question", hint)
        };
        if cursor.len() > CURSOR_BYTES_MAX || !cursor.is_ascii() {
            return Err(broken());
        }
        let (mark, hex) = cursor.split_at_checked(MARK_DIGITS).ok_or_else(broken)?;
        let bytes: Option<Vec<u8>> = hex
            .as_bytes()
            .chunks(2)
            .map(|pair| {
                let text = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
                u8::from_str_radix(text, 16).ok()
            })
            .collect();
        let after = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(broken)?;
        if self.mark(&after, question)? == mark { Ok(after) } else { Err(broken()) }
    }

    fn mark(&self, after: &str, question: &str) -> Result<String, Problem> {
        let account = self.account()?;
        let parts = [self.operation.id, account.as_str(), question, after];
        let bytes: Vec<u8> = parts.join("\0").into_bytes();
        let mark = self.desk.store().keyed_mark(MARK, &bytes).to_string();
        Ok(mark.get(..MARK_DIGITS).unwrap_or_default().to_owned())
    }
}

/// How many digits of its mark a cursor carries: 128 bits.
const MARK_DIGITS: usize = 32;

/// One page.
#[derive(Serialize, JsonSchema)]
pub(super) struct Page<T> {
    /// The things.
    pub(super) items: Vec<T>,
    /// The cursor of the next page; none, when this is the last.
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// Changes each thing.
    pub(super) fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}
