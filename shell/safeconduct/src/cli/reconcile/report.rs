//! What was done, in words and numbers and without anybody's data.

use std::fmt::Write as _;

use super::{Bands, Linked};

/// What there is to tell.
pub(super) struct Report<'a> {
    pub(super) linked: &'a Linked,
    pub(super) bands: &'a Bands,
    pub(super) error_rate: f64,
    /// Rows of both lists.
    pub(super) rows: (usize, usize),
}

impl Report<'_> {
    /// Two lines for the person at the keyboard.
    pub(super) fn summary(&self) -> String {
        let [link, review, _] = self.bands.counts;
        let (left, right) = self.rows;
        let mut text = format!(
            "{left} and {right} rows, {} pairs compared; at an error of {} %: {link} linked, {review} \
             for review",
            self.linked.candidates,
            self.error_rate * 100.0,
        );
        let keys = match self.linked.blocking_recall {
            Some(recall) => format!(
                "\nkeys are thought to have found {:.1} % of the true pairs, at most",
                recall * 100.0
            ),
            None if left == 0 || right == 0 => {
                "\na list is empty: nobody can stand on both".to_owned()
            }
            None => {
                "\nno pair is likely, so that nobody can say how many the keys missed".to_owned()
            }
        };
        text.push_str(&keys);
        if self.linked.not_exact > 0 {
            write!(
                text,
                "\n{} pairs hang together too closely to be assigned exactly; the likeliest went first",
                self.linked.not_exact
            )
            .expect("a String takes text");
        }
        text
    }

    /// The report: what each level of each field says, and what was left out.
    pub(super) fn text(&self) -> String {
        let linked = self.linked;
        let mut text = self.summary();
        let mut say = |written: std::fmt::Arguments<'_>| {
            text.write_char('\n')
                .and_then(|()| text.write_fmt(written))
                .expect("a String takes text");
        };
        let [link, review, let_go] = self.bands.counts;
        say(format_args!(
            "link from {:.4}: {link} pairs, {:.1} wrong ones expected; review: {review} pairs; \
             no link up to {:.4}: {let_go} pairs, {:.1} true ones expected",
            self.bands.link_min, self.bands.wrong, self.bands.no_link_max, self.bands.missed
        ));
        for skipped in &linked.skipped {
            say(format_args!("key `{}`: {} rows are too common", skipped.recipe, skipped.rows));
        }
        say(format_args!("prior: 1 pair in {:.0}", 1.0 / linked.model.prior));
        say(format_args!("relatives: {:.3} pairs for each true one", linked.model.kin));
        for lift in &linked.model.lifts {
            let fields = &linked.model.fields;
            say(format_args!(
                "{} and {} equal together: weight {:+.2}",
                fields[lift.first].label,
                fields[lift.second].label,
                lift.log_ratio / std::f64::consts::LN_2
            ));
        }
        for field in &linked.model.fields {
            for level in 1..=field.levels {
                say(format_args!(
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
}
