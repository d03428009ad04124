//! Text that a spreadsheet program would take for a formula is made harmless before it is written.

/// Puts an apostrophe in front of text that a spreadsheet program would run as a formula.
///
/// Programs of other countries part cells at other signs than those with which a file was written, and
/// do not look at quotation marks in the middle of a cell: so the apostrophe is put wherever such a
/// program could begin a cell. A number with a sign and a lone dash stay as they are.
pub(crate) fn harmless(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for piece in text.split_inclusive(parts_cells) {
        // Blanks and quotation marks before a formula are passed over by some programs.
        let start = piece.find(|c: char| !c.is_whitespace() && c != '"').unwrap_or(0);
        let (before, rest) = piece.split_at(start);
        let runs = starts_a_formula(rest.trim_end_matches(parts_cells));
        let signed = rest.starts_with(['+', '-']);
        if runs && (before.is_empty() || !signed) || safe.is_empty() && starts_a_formula(text) {
            safe.push('\'');
        }
        safe.push_str(piece);
    }
    safe
}

/// Signs at which some program begins a new cell.
fn parts_cells(sign: char) -> bool {
    matches!(sign, ',' | ';' | '\t' | '\n' | '\r')
}

/// Says whether a spreadsheet program may take the text for a formula.
pub(super) fn starts_a_formula(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    match first {
        '=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '＋' | '－' => text.chars().count() > 1,
        '+' | '-' => {
            let rest = text.trim_start_matches(first);
            let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '(' | ')');
            !rest.chars().all(plain) && !rest.chars().all(|c| c == '-')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_run_is_made_harmless_and_nothing_else_changes() {
        for text in [
            "=HYPERLINK(\"http://x\",\"y\")",
            "=1+1",
            "@SUM(A1)",
            "+1+cmd|' /C calc'!A0",
            "-2+3",
            "＝1",
            " =1+1",
            "\"=1+1",
        ] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for (text, safe) in [
            ("\t=1", "'\t'=1"),
            ("\t5", "'\t5"),
            ("Коваль;=1+1", "Коваль;'=1+1"),
            ("a\", \"@SUM(A1)", "a\",' \"@SUM(A1)"),
            ("a\n+cmd|' /C calc'!A0", "a\n'+cmd|' /C calc'!A0"),
        ] {
            assert_eq!(harmless(text), safe);
        }
        for text in ["Коваль; -5", "тел.; +38 067 000", "1 бригада; - командир", "a,b;c"]
        {
            assert_eq!(harmless(text), text);
        }
        for text in ["Коваль", "-", "--", "-5", "+38 067 000", "12.05.1990", "", "=", "a=b"] {
            assert_eq!(harmless(text), text);
        }
    }
}
