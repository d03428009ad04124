//! Sheets of A4: what stands on which, so that no row is broken and every sheet says which of how many it is.
//!
//! The server cuts the sheets itself: then each browser prints the same ones, and "2/4" is true on all of them. It
//! reckons with letters wider than most typefaces have them; what is left over stays white.

use super::super::frame::own;
use super::super::words::Words;
use super::qr::picture;
use crate::paper_number::PaperNumber;

/// The width of everything on a sheet, in millimetres.
pub(super) const WIDTH_MM: u16 = 186;
/// How high one line is, in tenths of a millimetre. Its letters are 3.4 mm, which is 9.6 points.
const LINE: usize = 44;
/// What stands above and below the text of a cell together, and what a stroke takes.
const PADDING: usize = 22;
/// The same to its left and right.
const SIDES: usize = 24;
/// The height of a picture of a number.
const PICTURE: usize = 133;
/// The height of a cell to be written in by hand.
const BY_HAND: usize = 65;
/// How high a sheet is between its margins.
const ROOM: usize = 2_750;
/// The least height of the head, for the picture of the number, and of what else stands in it and in the foot: strokes,
/// gaps, the digest.
const HEAD: usize = 320;
const REST: usize = 150;
/// How high a line of the title is, and how much wider its letters are than others, in percent.
const TITLE_LINE: usize = 60;
const TITLE_WIDE: usize = 150;
/// How wide the head is for one language, in millimetres.
const HALF_MM: u16 = 74;

/// Both languages of a paper: the reader's, and the one beside it.
#[derive(Clone, Copy)]
pub(super) struct Tongues {
    pub(super) one: Words,
    pub(super) other: Words,
}

/// A text in both.
#[derive(Clone)]
pub(super) struct Both {
    pub(super) one: String,
    pub(super) other: String,
}

impl Tongues {
    /// Says something in both.
    pub(super) fn say(self, say: impl Fn(Words) -> String) -> Both {
        Both { one: say(self.one), other: say(self.other) }
    }

    /// Returns a message in both.
    pub(super) fn t(self, key: &str) -> Both {
        self.say(|words| words.t(key))
    }
}

/// Marks a text with its language and direction.
pub(super) fn in_words(words: Words, text: &str) -> String {
    let (code, direction) = (words.language.code(), words.language.direction());
    let text = askama::filters::escape(text, askama::filters::Html);
    let text = text.map(|safe| safe.to_string()).unwrap_or_default();
    format!("<span class=\"said\" lang=\"{code}\" dir=\"{direction}\">{text}</span>")
}

/// What stands in one place of a table.
#[derive(Clone)]
pub(super) enum Cell {
    /// What a field is called, in the reader's language.
    One(String),
    /// The same in the other.
    Other(String),
    /// A text in both languages, one under the other.
    Both(Both),
    /// What people wrote: a name, a date, a place.
    Own(String),
    /// A sign that is the same in every language.
    Sign(String),
    /// A number and its picture.
    Picture(PaperNumber),
    /// A number alone.
    Number(PaperNumber),
    /// A place to tick by hand.
    Tick,
    /// A place to write in by hand.
    ByHand,
}

impl Cell {
    /// How high it is in a column of so many millimetres.
    fn height(&self, width: u16) -> usize {
        let lines = |text: &str| lines(text, room(width)) * LINE;
        PADDING
            + match self {
                Self::One(text) | Self::Other(text) | Self::Own(text) | Self::Sign(text) => {
                    lines(text)
                }
                Self::Both(both) => lines(&both.one) + lines(&both.other),
                Self::Picture(_) => PICTURE,
                Self::Number(number) => lines(&number.to_string()),
                Self::Tick => LINE,
                Self::ByHand => BY_HAND,
            }
    }

    /// Writes it as HTML.
    pub(super) fn html(&self, tongues: Tongues) -> anyhow::Result<String> {
        let Tongues { one, other } = tongues;
        let plain = |text: &str, class: &str| {
            let text = askama::filters::escape(text, askama::filters::Html);
            let text = text.map(|safe| safe.to_string()).unwrap_or_default();
            format!("<span{class} dir=\"ltr\">{text}</span>")
        };
        Ok(match self {
            Self::One(text) => in_words(one, text),
            Self::Other(text) => in_words(other, text),
            // Digits and signs are alike in both.
            Self::Both(both) if both.one == both.other => in_words(one, &both.one),
            Self::Both(both) => in_words(one, &both.one) + &in_words(other, &both.other),
            Self::Own(text) => own(text),
            Self::Sign(text) => plain(text, ""),
            Self::Picture(number) => {
                let drawn = picture(number)?;
                format!(
                    "<span class=\"numbered\">{drawn}{}</span>",
                    plain(&number.to_string(), " class=\"digits\"")
                )
            }
            Self::Number(number) => plain(&number.to_string(), " class=\"digits\""),
            Self::Tick => "<span class=\"tick-box\"></span>".to_owned(),
            Self::ByHand => "<span class=\"by-hand\"></span>".to_owned(),
        })
    }
}

/// A part of a paper.
#[derive(Clone)]
pub(super) enum Part {
    /// A sentence in both languages side by side.
    Text(Both),
    /// Rows under a head that stands on every sheet again, with what they are of.
    Table(Table),
    /// A new sheet begins.
    Sheet,
}

/// Rows under a head. Its columns are together as wide as a sheet.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) of: Option<Both>,
    /// Nothing, where the first cell of a row says what the others are.
    pub(super) heads: Vec<Both>,
    /// In millimetres, each with a class of its own in the stylesheet.
    pub(super) widths: &'static [u16],
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    fn head(&self) -> usize {
        let of = self.of.as_ref().map_or(0, |of| {
            let half = |text: &str| lines(text, room(WIDTH_MM / 2)) * LINE * TITLE_WIDE / 100;
            half(&of.one).max(half(&of.other)) + 2 * PADDING
        });
        let heads = self.heads.iter().zip(self.widths);
        // Heads are bold, and so wider than a cell.
        let heads = heads.map(|(head, width)| Cell::Both(head.clone()).height(width * 7 / 8));
        of + heads.max().unwrap_or(0) + PADDING
    }

    fn row(&self, row: &[Cell]) -> usize {
        let cells = row.iter().zip(self.widths);
        cells.map(|(cell, width)| cell.height(*width)).max().unwrap_or(0)
    }

    fn without_rows(&self) -> Self {
        let Self { of, heads, widths, rows: _ } = self;
        Self { of: of.clone(), heads: heads.clone(), widths, rows: Vec::new() }
    }
}

/// How wide text may be in a column, in tenths of a millimetre.
fn room(width: u16) -> usize {
    (usize::from(width) * 10).saturating_sub(SIDES)
}

/// How wide a letter is at most in common typefaces, in tenths of a millimetre.
fn letter(sign: char) -> usize {
    match sign {
        'ш' | 'щ' | 'ж' | 'ю' | 'м' | 'ы' | 'ф' | 'm' | 'w' => 30,
        'Ш' | 'Щ' | 'Ж' | 'Ю' | 'М' | 'Ы' | 'Ф' | 'W' | 'M' => 36,
        ' ' | '.' | ',' | ':' | 'i' | 'l' | 'j' | 'і' | 'ї' => 12,
        _ if sign.is_uppercase() => 25,
        _ => 20,
    }
}

/// How many lines a text takes at most. A word longer than a line is broken, as the stylesheet lets it be.
fn lines(text: &str, room: usize) -> usize {
    let (mut lines, mut at) = (1, 0);
    for word in text.split_whitespace() {
        let long: usize = word.chars().map(letter).sum();
        if at > 0 && at + letter(' ') + long > room {
            lines += 1;
            at = 0;
        }
        at += long + if at > 0 { letter(' ') } else { 0 };
        // A broken word ends wherever a letter no longer fits.
        while at > room {
            lines += 1;
            at = at.saturating_sub(room.saturating_sub(letter('Ш')).max(1));
        }
    }
    lines
}

/// What stands around the parts on every sheet.
pub(super) struct Around<'a> {
    pub(super) title: &'a Both,
    pub(super) about: &'a [Both],
    /// What stands over the whole width, one language after the other.
    pub(super) banner: Option<&'a Both>,
    /// What stands in the foot, above the digest.
    pub(super) foot: &'a [Both],
}

impl Around<'_> {
    /// How much of a sheet is left for the parts.
    fn room(&self) -> usize {
        let side = |text: &str, wide: usize| lines(text, room(HALF_MM) * 100 / wide);
        let title = side(&self.title.one, TITLE_WIDE).max(side(&self.title.other, TITLE_WIDE));
        let about = self.about.iter();
        let about = about.map(|both| side(&both.one, 100).max(side(&both.other, 100)) * LINE);
        let head = (title * TITLE_LINE + about.sum::<usize>()).max(HEAD);
        let banner = self.banner.map_or(0, |both| {
            let text = [both.one.as_str(), both.other.as_str()].join(" ");
            lines(&text, room(WIDTH_MM)) * LINE + 2 * PADDING
        });
        let foot = self.foot.iter().map(halves);
        ROOM.saturating_sub(head + banner + foot.sum::<usize>() + REST)
    }
}

/// How high a text is that stands in both languages side by side.
fn halves(both: &Both) -> usize {
    let half = |text: &str| lines(text, room(WIDTH_MM / 2 - 2)) * LINE;
    half(&both.one).max(half(&both.other))
}

/// Cuts the parts of a paper into sheets. A row that is higher than a sheet stands on one of its own.
pub(super) fn cut(around: &Around<'_>, parts: &[Part]) -> Vec<Vec<Part>> {
    let room = around.room();
    let mut sheets = Sheets { done: Vec::new(), open: Vec::new(), left: room, room };
    for part in parts {
        match part {
            Part::Sheet => sheets.turn(),
            Part::Text(both) => {
                sheets.need(halves(both) + 2 * PADDING);
                sheets.open.push(part.clone());
            }
            Part::Table(table) => {
                let mut piece = table.without_rows();
                let first = table.rows.first().map_or(0, |row| table.row(row));
                sheets.need(table.head() + first);
                sheets.left += first;
                for row in &table.rows {
                    let height = table.row(row);
                    if height > sheets.left && !piece.rows.is_empty() {
                        sheets.open.push(Part::Table(piece));
                        piece = table.without_rows();
                        sheets.turn();
                        sheets.need(table.head());
                    }
                    sheets.left = sheets.left.saturating_sub(height);
                    piece.rows.push(row.clone());
                }
                sheets.open.push(Part::Table(piece));
            }
        }
    }
    sheets.turn();
    sheets.done
}

/// Sheets that are done, and the one that is being filled.
struct Sheets {
    done: Vec<Vec<Part>>,
    open: Vec<Part>,
    left: usize,
    room: usize,
}

impl Sheets {
    /// Begins a new sheet, unless this one is empty.
    fn turn(&mut self) {
        if !self.open.is_empty() {
            self.done.push(std::mem::take(&mut self.open));
        }
        self.left = self.room;
    }

    /// Takes so much room, on a new sheet where this one has less.
    fn need(&mut self, height: usize) {
        if height > self.left {
            self.turn();
        }
        self.left = self.left.saturating_sub(height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[u16] = &[10, 176];

    fn both(text: &str) -> Both {
        Both { one: text.to_owned(), other: text.to_owned() }
    }

    fn table(rows: usize, text: &str) -> Part {
        let row = |at: usize| vec![Cell::Sign(at.to_string()), Cell::Own(text.to_owned())];
        let heads = vec![both("No."), both("Name")];
        let rows = (1..=rows).map(row).collect();
        Part::Table(Table { of: Some(both("Bus 1")), heads, widths: COLUMNS, rows })
    }

    fn rows(sheet: &[Part]) -> usize {
        let of = |part: &Part| match part {
            Part::Table(table) => table.rows.len(),
            Part::Text(_) | Part::Sheet => 0,
        };
        sheet.iter().map(of).sum()
    }

    #[test]
    fn every_row_stands_on_one_sheet_under_its_head_and_none_is_lost() {
        let title = both("Manifest");
        let around = Around { title: &title, about: &[], banner: None, foot: &[] };
        for count in [0, 1, 29, 30, 31, 60, 1_200] {
            let sheets = cut(&around, &[Part::Text(both("Who travels")), table(count, "Name")]);
            assert_eq!(sheets.iter().map(|sheet| rows(sheet)).sum::<usize>(), count);
            for sheet in &sheets {
                let Some(Part::Table(last)) = sheet.last() else {
                    panic!("a table ends the sheet")
                };
                assert_eq!(
                    (last.heads.len(), last.of.is_some()),
                    (2, true),
                    "the head is there again"
                );
                let used: usize = last.rows.iter().map(|row| last.row(row)).sum();
                assert!(used + last.head() <= ROOM, "{used}");
            }
        }
    }

    #[test]
    fn long_names_take_more_room_and_no_head_stands_alone() {
        let title = both("Manifest");
        let around = Around { title: &title, about: &[], banner: None, foot: &[] };
        let few = cut(&around, &[table(60, "Name")]).len();
        let long = "Щербицький-Шумиловський ".repeat(12);
        assert!(cut(&around, &[table(60, &long)]).len() > few);
        let filling = Part::Text(both(&"word ".repeat(1_500)));
        let sheets = cut(&around, &[filling, table(1, "Name")]);
        assert_eq!(sheets.len(), 2);
        assert_eq!(rows(&sheets[1]), 1);
    }

    #[test]
    fn a_word_longer_than_a_line_is_counted_as_broken() {
        assert_eq!(lines("", 100), 1);
        assert_eq!(lines("aaaa aaaa", 100), 2);
        assert!(lines(&"a".repeat(40), 100) >= 9);
    }

    #[test]
    fn a_part_may_begin_a_new_sheet_and_an_empty_one_is_never_made() {
        let title = both("Manifest");
        let around = Around { title: &title, about: &[], banner: None, foot: &[] };
        let parts = [Part::Sheet, table(1, "Name"), Part::Sheet, Part::Sheet, table(1, "Name")];
        assert_eq!(cut(&around, &parts).len(), 2);
    }
}
