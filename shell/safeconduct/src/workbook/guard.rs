//! Text that a spreadsheet program would take for a formula is made harmless before it is written.

/// Puts an apostrophe in front of text that a spreadsheet program would run as a formula.
///
/// A number with a sign and a lone dash stay as they are.
pub(crate) fn harmless(text: &str) -> String {
    if starts_a_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Says whether a spreadsheet program may take the text for a formula.
pub(super) fn starts_a_formula(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    match first {
        '=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠' | '＋' | '－' => text.chars().count() > 1,
        '+' | '-' => {
            let rest = &text[1..];
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
            "\t=1",
            "＝1",
        ] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["Коваль", "-", "--", "-5", "+38 067 000", "12.05.1990", "", "=", "a=b"] {
            assert_eq!(harmless(text), text);
        }
    }
}
