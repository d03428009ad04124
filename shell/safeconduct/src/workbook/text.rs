//! Text files of cells: which encoding, which separator, and back again in the same.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1251};
use exchange::lists::{Cell, Table, known_headings};

use super::guard::{harmless, starts_a_formula};
use crate::cli::Failure;

/// How letters are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8 { mark: bool },
    Utf16Little,
    Utf16Big,
    Windows1251,
}

/// How the file is kept, for giving it back in the same way.
pub(super) struct TextForm {
    encoding: Encoding,
    separator: char,
    line_end: &'static str,
    /// The file begins with the line `sep=;` that some programs want.
    says_separator: bool,
}

/// Reads a text file into rows. Also returns how it was understood, in words.
pub(super) fn read(bytes: &[u8]) -> Result<(Vec<Vec<Cell>>, TextForm, String), Failure> {
    let (text, encoding, why) = decode(bytes)?;
    let (text, said) = said_separator(&text);
    let (separator, rows) = match said {
        Some(separator) => (separator, split(text, separator)?),
        None => best_separator(text)?,
    };
    let line_end = if text.contains("\r\n") {
        "\r\n"
    } else if text.contains('\n') || !text.contains('\r') {
        "\n"
    } else {
        "\r"
    };
    let word = match separator {
        ';' => "semicolons",
        '\t' => "tabs",
        _ => "commas",
    };
    let form = TextForm { encoding, separator, line_end, says_separator: said.is_some() };
    Ok((rows, form, format!("CSV, {why}, separated by {word}")))
}

/// Decides the encoding and decodes. The last part of the answer says why.
fn decode(bytes: &[u8]) -> Result<(String, Encoding, &'static str), Failure> {
    let undecodable = || {
        Failure::incomplete(
            "the file says by its first bytes that it is UTF-16, and is not",
            "save it as CSV in UTF-8",
        )
    };
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        let text = std::str::from_utf8(rest).map_err(|error| not_text(3 + error.valid_up_to()))?;
        return Ok((
            text.to_owned(),
            Encoding::Utf8 { mark: true },
            "UTF-8 (by its byte order mark)",
        ));
    }
    for (mark, with, encoding) in [
        ([0xff, 0xfe], UTF_16LE, Encoding::Utf16Little),
        ([0xfe, 0xff], UTF_16BE, Encoding::Utf16Big),
    ] {
        if let Some(rest) = bytes.strip_prefix(&mark) {
            let text = with.decode_without_bom_handling_and_without_replacement(rest);
            let text = text.ok_or_else(undecodable)?.into_owned();
            return Ok((text, encoding, "UTF-16 (by its byte order mark)"));
        }
    }
    if bytes.contains(&0) {
        return Err(Failure::incomplete(
            "the file is no text: it holds zero bytes",
            "if it is UTF-16, save it with a byte order mark; else as CSV in UTF-8",
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let why = if text.is_ascii() { "plain ASCII" } else { "UTF-8 (every byte fits)" };
            Ok((text.to_owned(), Encoding::Utf8 { mark: false }, why))
        }
        Err(error) => {
            let (text, _) = WINDOWS_1251.decode_without_bom_handling(bytes);
            if !reads_as_cyrillic(&text) {
                return Err(not_text(error.valid_up_to()));
            }
            let why = "Windows-1251 (not UTF-8, and its words read as Cyrillic)";
            Ok((text.into_owned(), Encoding::Windows1251, why))
        }
    }
}

fn not_text(at: usize) -> Failure {
    Failure::incomplete(
        format!(
            "the bytes fit neither UTF-8, UTF-16 nor Windows-1251; the first that fails is {at}"
        ),
        "save the file as CSV in UTF-8, or as XLSX",
    )
}

/// Says whether a text decoded as Windows-1251 reads as words. Other old encodings decode too, but
/// give capitals inside words, Latin letters beside Cyrillic ones, or signs that no word has.
fn reads_as_cyrillic(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let cyrillic = |c: char| {
        matches!(
            c,
            'А'..='я' | 'Ё' | 'ё' | 'І' | 'і' | 'Ї' | 'ї' | 'Є' | 'є' | 'Ґ' | 'ґ' | 'Ў' | 'ў'
        )
    };
    let usual = |c: char| {
        cyrillic(c)
            || matches!(
                c,
                '№' | '«'
                    | '»'
                    | '–'
                    | '—'
                    | '’'
                    | '‘'
                    | '“'
                    | '”'
                    | '„'
                    | '\u{a0}'
                    | '…'
                    | '°'
            )
    };
    let high = letters.iter().filter(|c| !c.is_ascii()).count();
    let strange = letters.iter().filter(|c| !c.is_ascii() && !usual(**c)).count();
    let pairs = || letters.windows(2).map(|pair| (pair[0], pair[1]));
    let beside_latin = pairs()
        .filter(|(a, b)| {
            (cyrillic(*a) && b.is_ascii_alphabetic()) || (a.is_ascii_alphabetic() && cyrillic(*b))
        })
        .count();
    let in_words = pairs().filter(|(a, b)| cyrillic(*a) && cyrillic(*b)).count();
    let capital_inside = pairs()
        .filter(|(a, b)| cyrillic(*a) && cyrillic(*b) && a.is_lowercase() && b.is_uppercase())
        .count();
    high > 0
        && strange * 20 <= high
        && in_words > 0
        && beside_latin * 10 <= in_words
        && capital_inside * 10 <= in_words
}

/// Takes off the line `sep=;`.
fn said_separator(text: &str) -> (&str, Option<char>) {
    let mut lines = text.splitn(2, '\n');
    let first = lines.next().unwrap_or_default().trim_end_matches('\r').trim_matches('"');
    let said = first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="));
    match said.and_then(|said| said.chars().next()) {
        Some(separator @ (',' | ';' | '\t')) => (lines.next().unwrap_or_default(), Some(separator)),
        Some(_) | None => (text, None),
    }
}

/// A text cut by one separator.
struct Cut {
    /// Heads that are known, then rows of equally many cells.
    score: (usize, usize),
    separator: char,
    rows: Vec<Vec<Cell>>,
}

/// Chooses the separator under which most columns have a head that is known; where none has, the one
/// that cuts most rows into equally many cells.
fn best_separator(text: &str) -> Result<(char, Vec<Vec<Cell>>), Failure> {
    let mut best: Option<Cut> = None;
    let mut trouble = None;
    for separator in [',', ';', '\t'] {
        let rows = match split(text, separator) {
            Ok(rows) => rows,
            Err(failure) => {
                trouble.get_or_insert(failure);
                continue;
            }
        };
        let head: Vec<Vec<Cell>> = rows.iter().take(60).cloned().collect();
        let even = head.iter().map(Vec::len).filter(|cells| *cells > 1);
        let even = even.clone().max().map_or(0, |most| even.filter(|cells| *cells == most).count());
        let score = (known_headings(&Table::of(head)), even);
        if best.as_ref().is_none_or(|best| score > best.score) {
            best = Some(Cut { score, separator, rows });
        }
    }
    match (best, trouble) {
        // Under the separator that fits, a quotation mark is open; the others only look whole.
        (Some(best), Some(failure)) if best.score.0 == 0 => Err(failure),
        (Some(best), _) => Ok((best.separator, best.rows)),
        (None, Some(failure)) => Err(failure),
        (None, None) => Ok((',', Vec::new())),
    }
}

/// Cuts a text into rows and cells (RFC 4180). Unlike most readers it keeps blank rows, so that a row
/// has the number that the sender's program gives it.
fn split(text: &str, separator: char) -> Result<Vec<Vec<Cell>>, Failure> {
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut cell = String::new();
    let mut quoted: Option<usize> = None;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted.is_some() {
            match letter {
                '"' if letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' => quoted = None,
                other => cell.push(other),
            }
        } else if letter == '"' && cell.is_empty() {
            quoted = Some(rows.len() + 1);
        } else if letter == separator {
            row.push(cell_of(std::mem::take(&mut cell)));
        } else if letter == '\n' || letter == '\r' {
            if letter == '\r' && letters.peek() == Some(&'\n') {
                letters.next();
            }
            row.push(cell_of(std::mem::take(&mut cell)));
            rows.push(std::mem::take(&mut row));
        } else {
            cell.push(letter);
        }
    }
    if let Some(start) = quoted {
        return Err(Failure::incomplete(
            format!("line {start}: a quotation mark is opened and never closed"),
            "close it, or double it if it belongs to the text",
        ));
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell_of(cell));
        rows.push(row);
    }
    Ok(rows)
}

fn cell_of(text: String) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else if starts_a_formula(&text) && text.starts_with(['=', '@', '＝', '＠']) {
        Cell::Formula(text)
    } else {
        Cell::Text(text)
    }
}

/// Writes rows in the form in which the file was read.
pub(super) fn write(rows: &[Vec<Cell>], form: &TextForm) -> Result<Vec<u8>, Failure> {
    let mut text = String::new();
    if form.says_separator {
        text.push_str("sep=");
        text.push(form.separator);
        text.push_str(form.line_end);
    }
    for row in rows {
        let cells: Vec<String> =
            row.iter().map(|cell| quoted(&shown(cell), form.separator)).collect();
        text.push_str(&cells.join(&form.separator.to_string()));
        text.push_str(form.line_end);
    }
    encode(&text, form.encoding)
}

fn encode(text: &str, encoding: Encoding) -> Result<Vec<u8>, Failure> {
    Ok(match encoding {
        Encoding::Utf8 { mark: false } => text.as_bytes().to_vec(),
        Encoding::Utf8 { mark: true } => [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
        Encoding::Utf16Little => {
            [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        }
        Encoding::Utf16Big => {
            [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
        }
        Encoding::Windows1251 => {
            let (bytes, _, lost) = WINDOWS_1251.encode(text);
            if lost {
                return Err(Failure::incomplete(
                    "a character cannot be written in Windows-1251",
                    "save the list in UTF-8 and read it again",
                ));
            }
            bytes.into_owned()
        }
    })
}

/// A cell as text that cannot run.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Formula(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
    }
}

fn quoted(text: &str, separator: char) -> String {
    let needs = text.contains([separator, '"', '\n', '\r']) || text != text.trim();
    if needs { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Writes rows of text as a CSV file of our own: UTF-8 with a byte order mark, so that spreadsheet
/// programs read it rightly, commas, and nothing that could run.
pub(crate) fn csv_bytes(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&harmless(cell), ',')).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Прізвище;Ім'я;Дата народження\r\nКоваль;Петро;20.09.1972\r\n;;\r\n\r\n";

    fn read_text(bytes: &[u8]) -> (Vec<Vec<Cell>>, TextForm, String) {
        read(bytes).unwrap_or_else(|failure| panic!("{failure:?}"))
    }

    fn refused(bytes: &[u8]) -> String {
        match read(bytes) {
            Err(Failure::Incomplete { what, .. }) => what,
            Err(other) => panic!("{other:?}"),
            Ok((_, _, how)) => panic!("it was read: {how}"),
        }
    }

    #[test]
    fn every_encoding_is_read_and_written_back_byte_for_byte() {
        for encoding in [
            Encoding::Utf8 { mark: false },
            Encoding::Utf8 { mark: true },
            Encoding::Utf16Little,
            Encoding::Utf16Big,
            Encoding::Windows1251,
        ] {
            let bytes = encode(LIST, encoding).unwrap();
            let (rows, form, how) = read_text(&bytes);
            assert_eq!(form.encoding, encoding, "{how}");
            assert_eq!((rows.len(), form.separator), (4, ';'));
            assert_eq!(write(&rows, &form).unwrap(), bytes, "{how}");
        }
    }

    #[test]
    fn bytes_of_another_encoding_are_refused_and_not_guessed() {
        // KOI8-U, code page 866 and Windows-1252 all decode as Windows-1251, into nonsense.
        let (koi8, _, _) = encoding_rs::KOI8_U.encode("Прізвище;Коваль;Петро;Савчук;Олена");
        assert!(refused(&koi8).contains("fit neither"));
        let (dos, _, _) = encoding_rs::IBM866.encode("Фамилия;Коваль;Пётр;Савчук;Елена");
        assert!(refused(&dos).contains("fit neither"));
        let (west, _, _) = encoding_rs::WINDOWS_1252.encode("surname;Müller;Grün;Bär;Döring");
        assert!(refused(&west).contains("fit neither"));
        assert!(refused(b"surname\0x").contains("zero bytes"));
        assert!(refused(&[0xff, 0xfe, 0x00, 0xd8]).contains("UTF-16"));
    }

    #[test]
    fn the_separator_is_the_one_that_finds_known_heads() {
        for (text, separator) in [
            ("surname,given name\nKoval,Petro\n", ','),
            ("surname;given name;note\nKoval;Petro;a, b, c\n", ';'),
            ("surname\tgiven name\nKoval\tPetro\n", '\t'),
            ("sep=;\nsurname;note\nKoval;a,b\n", ';'),
            ("\"Список; 2025\",\n\"surname\",\"given name\"\nKoval,Petro\n", ','),
        ] {
            assert_eq!(read_text(text.as_bytes()).1.separator, separator, "{text}");
        }
    }

    #[test]
    fn rows_keep_their_numbers_and_cells_their_text() {
        let rows = split("a,\"b \"\"c\"\"\nd\",e\r\n\r\n=1+1,x \"y\",-", ',').unwrap();
        let text = |text: &str| Cell::Text(text.to_owned());
        assert_eq!(
            rows,
            [
                vec![text("a"), text("b \"c\"\nd"), text("e")],
                vec![Cell::Empty],
                vec![Cell::Formula("=1+1".to_owned()), text("x \"y\""), text("-")],
            ]
        );
        assert!(refused(b"surname,note\nKoval,\"never closed\nSavchuk,x\n").contains("line 2"));
    }

    #[test]
    fn what_is_written_cannot_run() {
        let bytes = csv_bytes(&[vec!["=1+1".to_owned(), "a,\"b\"".to_owned(), "-".to_owned()]]);
        assert_eq!(bytes, "\u{feff}'=1+1,\"a,\"\"b\"\"\",-\r\n".as_bytes());
    }
}
