//! What was done, in words and numbers and without anybody's data.

use std::fmt::Write as _;

use super::Linked;

/// One line for the person at the keyboard.
pub(super) fn summary(linked: &Linked, left: usize, right: usize) -> String {
    let sure = linked.links.iter().filter(|link| link.probability >= 0.5).count();
    format!(
        "{left} and {right} rows, {} pairs compared, {sure} likelier than not, {} doubtful",
        linked.candidates,
        linked.links.len() - sure
    )
}

/// The report: what each level of each field says, and what was left out.
pub(super) fn text(linked: &Linked, left: usize, right: usize) -> String {
    let mut text = summary(linked, left, right);
    let mut line = |written: std::fmt::Arguments<'_>| {
        text.write_char('\n').and_then(|()| text.write_fmt(written)).expect("a String takes text");
    };
    line(format_args!(
        "keys are thought to have found {:.1} % of the true pairs, at most",
        linked.blocking_recall * 100.0
    ));
    for skipped in &linked.skipped {
        line(format_args!("key `{}`: {} rows are too common", skipped.recipe, skipped.rows));
    }
    line(format_args!("prior: 1 pair in {:.0}", 1.0 / linked.model.prior));
    for field in &linked.model.fields {
        for level in 1..=field.levels {
            line(format_args!(
                "{:<16} level {level}: one person {:.5}, two people {:.6}, weight {:+.2}",
                field.label,
                field.matches[level],
                field.others[level],
                (field.matches[level] / field.others[level]).log2()
            ));
        }
    }
    text.push('\n');
    text
}
