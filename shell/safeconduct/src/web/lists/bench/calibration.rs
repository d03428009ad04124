//! How sure the program was of the lines that people decided, beside what they said: where it says 80 %, eight of ten
//! should be one person.

use exchange::reconcile::{LineVerdict, Verdict};

use crate::web::words::Words;

/// How many bands the sureness is cut into.
const BANDS: usize = 10;
/// How many thousandths one band is wide.
const WIDE: usize = 1000 / BANDS;
/// The side of the picture in its own units, a hundredth of which stands for one percent.
const SIDE: usize = 200;
/// The largest circle.
const CIRCLE: usize = 12;

/// The lines of which the program was about equally sure, as people decided them.
pub(super) struct Band {
    /// From which percent to which.
    pub(super) label: String,
    pub(super) decided: usize,
    /// Of these, found to be one person.
    pub(super) same: usize,
    /// What the program said on the average, and how many were the same, in percent.
    pub(super) expected: String,
    pub(super) found: String,
    /// The circle of the picture.
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) radius: usize,
}

/// Says whether people who settled a line found it to be the one with whom it was compared.
fn is_same(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Matched
        | Verdict::ReturnedAlready
        | Verdict::ReportedDead
        | Verdict::Civilian
        | Verdict::Twice => true,
        Verdict::NotOurs | Verdict::UnknownToUs | Verdict::Doubtful => false,
    }
}

/// Puts the lines that people settled into bands, those without any left out.
pub(super) fn bands<'a>(
    words: Words,
    verdicts: impl IntoIterator<Item = &'a LineVerdict>,
) -> Vec<Band> {
    let mut sums = [(0_usize, 0_usize, 0_usize); BANDS];
    for one in verdicts.into_iter().filter(|one| one.settled && one.beside.is_some()) {
        let sure = usize::from(one.probability_per_mille);
        let (decided, same, said) = &mut sums[(sure / WIDE).min(BANDS - 1)];
        *decided += 1;
        *same += usize::from(is_same(one.verdict));
        *said += sure;
    }
    let most = sums.iter().map(|(decided, ..)| *decided).max().unwrap_or(0).max(1);
    let percent = |part: usize, of: usize| format!("{} %", words.number((part + of / 2) / of));
    let band = |(at, (decided, same, said)): (usize, (usize, usize, usize))| Band {
        label: format!("{}–{} %", words.number(at * WIDE / 10), words.number((at + 1) * WIDE / 10)),
        decided,
        same,
        expected: percent(said, decided * 10),
        found: percent(same * 100, decided),
        x: said * SIDE / (decided * 1000),
        y: SIDE - same * SIDE / decided,
        radius: (decided * CIRCLE).div_ceil(most).max(3),
    };
    let some = sums.into_iter().enumerate().filter(|(_, (decided, ..))| *decided > 0);
    some.map(band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::words::Language;
    use exchange::reconcile::{Because, Beside, Doubt, Waterfall};
    use exchange::vocabulary::LineId;

    fn judged(probability_per_mille: u16, verdict: Verdict, settled: bool) -> LineVerdict {
        let line = LineId::read("l-1").expect("a reference");
        LineVerdict {
            line: line.clone(),
            verdict,
            because: Because::MayBeOurs { doubt: Doubt::NotSure },
            ours: None,
            person: None,
            before: None,
            beside: Some(Beside::Ours(line)),
            probability_per_mille,
            waterfall: Waterfall::default(),
            settled,
        }
    }

    #[test]
    fn what_people_found_stands_beside_how_sure_the_program_was() {
        let all = [
            judged(850, Verdict::Matched, true),
            judged(870, Verdict::ReturnedAlready, true),
            judged(890, Verdict::UnknownToUs, true),
            judged(1000, Verdict::Twice, true),
            judged(300, Verdict::NotOurs, true),
            // Nobody decided these.
            judged(850, Verdict::Doubtful, false),
            judged(999, Verdict::Matched, false),
        ];
        let bands = bands(Words { language: Language::En }, &all);
        let told: Vec<_> = bands
            .iter()
            .map(|one| (one.label.as_str(), one.decided, one.same, &*one.expected, &*one.found))
            .collect();
        assert_eq!(
            told,
            [
                ("30–40 %", 1, 0, "30 %", "0 %"),
                ("80–90 %", 3, 2, "87 %", "67 %"),
                ("90–100 %", 1, 1, "100 %", "100 %"),
            ]
        );
        assert_eq!((bands[2].x, bands[2].y, bands[1].radius), (SIDE, 0, CIRCLE));
    }
}
