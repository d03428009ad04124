//! Verdicts as a workbook, for our own officers: what needs a person first, then everything that led to
//! each verdict. It names people and never leaves the side that made it.

use anyhow::Context as _;
use exchange::lists::Field;
use exchange::reconcile::wording::{advice, bits, verdict as verdict_word};
use exchange::reconcile::{Beside, LineVerdict, REVIEW_MIN, URGENCY_MAX, by_urgency, counts};
use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet};

use super::told::{Indexed, Told, name, written};
use crate::cli::Failure;

/// A column: its head and its width in characters.
type Head = (&'static str, f64);

const VERDICTS: [Head; 16] = [
    ("verdict", 16.0),
    ("why", 52.0),
    ("what to do", 44.0),
    ("row", 6.0),
    ("reference", 11.0),
    ("as they write it", 36.0),
    ("born", 11.0),
    ("compared with", 18.0),
    ("as it stands there", 36.0),
    ("born", 11.0),
    ("likely, %", 9.0),
    ("speaks against", 48.0),
    ("slips", 48.0),
    ("line", 34.0),
    ("decision", 16.0),
    ("who decided, and why", 30.0),
];

const REASONS: [Head; 7] = [
    ("row", 6.0),
    ("reference", 11.0),
    ("verdict", 16.0),
    ("what was compared", 80.0),
    ("level", 6.0),
    ("bits", 8.0),
    ("sum", 8.0),
];

/// Characters that a workbook takes in one cell; what an adversary wrote may be longer.
const CELL_CHARACTERS_MAX: usize = 32_767;

/// What fields say together is told from half a bit; below that it is rounding.
const TOGETHER_TOLD_MIN: i32 = 50;

/// Writes verdicts as a workbook of three sheets. `error_rate` is the one they were made at.
pub(crate) fn workbook<'a>(
    verdicts: impl IntoIterator<Item = &'a LineVerdict>,
    told: &Told<'_>,
    error_rate: f64,
) -> Result<Vec<u8>, Failure> {
    let ordered = by_urgency(verdicts);
    let indexed = Indexed::of(told, &ordered);
    Ok(make(&ordered, &indexed, error_rate).context("making the workbook of verdicts")?)
}

fn make(
    ordered: &[&LineVerdict],
    indexed: &Indexed<'_>,
    error_rate: f64,
) -> anyhow::Result<Vec<u8>> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("verdicts")?;
    verdict_sheet(page, ordered, indexed)?;
    let page = book.add_worksheet();
    page.set_name("reasons")?;
    reason_sheet(page, ordered, indexed)?;
    let page = book.add_worksheet();
    page.set_name("summary")?;
    summary_sheet(page, ordered, indexed, error_rate)?;
    Ok(book.save_to_buffer()?)
}

fn verdict_sheet(
    page: &mut Worksheet,
    ordered: &[&LineVerdict],
    indexed: &Indexed<'_>,
) -> anyhow::Result<()> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, verdict) in (1_u32..).zip(ordered) {
        let line = indexed.line(verdict).map(|line| &line.fields);
        let partner = indexed.partner(verdict);
        let told = |wanted: &dyn Fn(&exchange::reconcile::Reason) -> bool| {
            let reasons = verdict.waterfall.reasons.iter().filter(|reason| wanted(reason));
            let texts: Vec<String> =
                reasons.map(|reason| indexed.reason(verdict, reason).in_english()).collect();
            texts.join("\n")
        };
        let against = told(&|reason| reason.is_contradiction() || reason.weight < 0);
        let slips = told(&exchange::reconcile::Reason::is_slip);
        let mark = plain.clone().set_bold().set_background_color(colour(verdict));
        let texts = [
            (1, indexed.because(verdict).in_english()),
            (2, advice(verdict).in_english()),
            (4, written(line, Field::Id).to_owned()),
            (5, name(line)),
            (6, written(line, Field::BirthDate).to_owned()),
            (7, verdict.beside.as_ref().map(reference).unwrap_or_default()),
            (8, name(partner)),
            (9, written(partner, Field::BirthDate).to_owned()),
            (11, against),
            (12, slips),
            (13, verdict.line.to_string()),
        ];
        let word = verdict_word(verdict.verdict).in_english();
        page.write_string_with_format(at, 0, word, &mark)?;
        for (column, text) in texts {
            page.write_string_with_format(at, column, clipped(text), &plain)?;
        }
        if let Some(line) = indexed.line(verdict) {
            page.write_number_with_format(at, 3, line.row, &plain)?;
        }
        if verdict.beside.is_some() {
            let percent = f64::from(verdict.probability_per_mille) / 10.0;
            page.write_number_with_format(at, 10, percent, &plain)?;
        }
    }
    finish(page, &VERDICTS, ordered.len(), 1)
}

/// The waterfall of every line that was compared with somebody: from the odds before anything is known,
/// field by field, to the probability.
fn reason_sheet(
    page: &mut Worksheet,
    ordered: &[&LineVerdict],
    indexed: &Indexed<'_>,
) -> anyhow::Result<()> {
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let strong = plain.clone().set_bold();
    let number = |hundredths: i32| f64::from(hundredths) / 100.0;
    let mut at = 0_u32;
    for verdict in ordered.iter().filter(|verdict| !verdict.waterfall.reasons.is_empty()) {
        let line = indexed.line(verdict);
        let waterfall = &verdict.waterfall;
        let mut sum = waterfall.start;
        let mut steps =
            vec![("before anything is compared".to_owned(), None, Some(waterfall.start), &plain)];
        for reason in &waterfall.reasons {
            let text = indexed.reason(verdict, reason).in_english();
            let format = if reason.is_contradiction() { &strong } else { &plain };
            steps.push((text, Some(reason.level), Some(reason.weight), format));
        }
        if waterfall.together.abs() >= TOGETHER_TOLD_MIN {
            let text = "taken together: relatives share some of this".to_owned();
            steps.push((text, None, Some(waterfall.together), &plain));
        }
        if let Some(rival) = waterfall.rival {
            steps.push((
                format!("the next likeliest has {} bits", bits(rival)),
                None,
                None,
                &plain,
            ));
        }
        let percent = verdict.probability_per_mille;
        let last = format!("likely the same person: {}.{} %", percent / 10, percent % 10);
        steps.push((last, None, None, &strong));
        for (number_of, (text, level, weight, format)) in steps.into_iter().enumerate() {
            at += 1;
            if let Some(line) = line {
                page.write_number(at, 0, line.row)?;
                page.write_string(at, 1, written(Some(&line.fields), Field::Id))?;
            }
            page.write_string(at, 2, verdict_word(verdict.verdict).in_english())?;
            page.write_string_with_format(at, 3, clipped(text), format)?;
            if let Some(level) = level {
                page.write_number(at, 4, level)?;
            }
            if let Some(weight) = weight {
                sum = if number_of == 0 { weight } else { sum + weight };
                page.write_number(at, 5, number(weight))?;
                page.write_number(at, 6, number(sum))?;
            }
        }
    }
    finish(page, &REASONS, usize::try_from(at).unwrap_or(0), 0)
}

fn summary_sheet(
    page: &mut Worksheet,
    ordered: &[&LineVerdict],
    indexed: &Indexed<'_>,
    error_rate: f64,
) -> anyhow::Result<()> {
    let strong = Format::new().set_bold();
    page.set_column_width(0, 62.0)?;
    let mut at = 0_u32;
    let calm = ordered.iter().filter(|line| line.urgency() == URGENCY_MAX).count();
    let count = |count: usize| Some(count as f64);
    let mut rows: Vec<(String, Option<f64>)> = vec![
        ("lines of their list".to_owned(), count(ordered.len())),
        ("lines of our list".to_owned(), count(indexed.told.ours.len())),
        ("people of our registry".to_owned(), count(indexed.told.known.len())),
        ("lines that nobody has to look at".to_owned(), count(calm)),
        (String::new(), None),
    ];
    let found = counts(ordered.iter().map(|line| line.verdict));
    rows.extend(found.iter().map(|(verdict, count)| {
        (verdict_word(*verdict).in_english().to_lowercase(), Some(*count as f64))
    }));
    let first = "For our own officers. It names people: never send it to the other side.";
    page.write_string_with_format(0, 0, first, &strong)?;
    for (text, count) in rows {
        at += 1;
        page.write_string(at, 0, text)?;
        if let Some(count) = count {
            page.write_number(at, 1, count)?;
        }
    }
    at += 1;
    for text in [
        format!(
            "The same person from {} %, unless a field contradicts or too little is written; looked \
             at from {} %.",
            percent(1.0 - error_rate),
            percent(error_rate.max(REVIEW_MIN))
        ),
        "A bit doubles the odds: +10 bits is a thousand times likelier, -10 a thousand times less."
            .to_owned(),
        "The program links nobody whom it doubts. Decide in the last two columns of the first sheet."
            .to_owned(),
    ] {
        at += 1;
        page.write_string(at, 0, text)?;
    }
    Ok(())
}

/// A share in hundredths, without noughts at the end.
fn percent(share: f64) -> String {
    let text = format!("{:.3}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The reference of the one with whom the line was compared.
fn reference(beside: &Beside) -> String {
    match beside {
        Beside::Ours(line) => format!("our list: {line}"),
        Beside::Person(person) => format!("registry: {person}"),
        Beside::Before(line) => format!("their list: {line}"),
    }
}

/// One colour for each kind of attention; the word beside it says the same.
fn colour(verdict: &LineVerdict) -> Color {
    Color::RGB(match verdict.urgency() {
        0 => 0x00F4_B6B0,
        1 => 0x00FA_D7A0,
        2..=6 => 0x00FC_F3CF,
        7 => 0x00E5_E8E8,
        8 => 0x00D6_EAF8,
        _ => 0x00FF_FFFF,
    })
}

fn finish(page: &mut Worksheet, heads: &[Head], rows: usize, frozen: u16) -> anyhow::Result<()> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    for (column, (text, width)) in (0_u16..).zip(heads) {
        page.write_string_with_format(0, column, *text, &head)?;
        page.set_column_width(column, *width)?;
    }
    let last = u16::try_from(heads.len().saturating_sub(1))?;
    page.autofilter(0, 0, u32::try_from(rows)?, last)?;
    page.set_freeze_panes(1, frozen)?;
    page.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn clipped(text: String) -> String {
    if text.len() <= CELL_CHARACTERS_MAX {
        return text;
    }
    text.chars().take(CELL_CHARACTERS_MAX).collect()
}
