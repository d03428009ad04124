//! Open points of the clauses that ask nothing of a person.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Listed, Look, OpenKind, OpenPoint, point};
use crate::agreement::{
    Bodies, Commission, CommissionKind, Condition, DisclosedFact, Disclosure, Expiry, FurtherRound,
    Identified, Openness, Order, Release, Remains, Row, Schedule, Track, Until,
};
use crate::vocabulary::{CategoryId, Standing};

pub(super) fn order(row: &Row, a: &Order, b: &Order) -> Vec<OpenPoint> {
    if a == b {
        return Vec::new();
    }
    let said = [a, b].map(|order| {
        let names: Vec<&str> = order.precedence.iter().map(CategoryId::as_str).collect();
        let first =
            if order.categories_first { "category before time held" } else { "time held first" };
        format!("{}; {first}; bands of {} days", names.join(", "), order.band_days)
    });
    vec![point(row, OpenKind::Order, "in which order are people taken?", said)]
}

pub(super) fn commission(row: &Row, a: &Commission, b: &Commission) -> Vec<OpenPoint> {
    let unsaid = a.composition == CommissionKind::Unsaid || a.permanent.is_none();
    if a == b && !unsaid {
        return Vec::new();
    }
    let said = [a, b].map(|commission| {
        let made = match commission.composition {
            CommissionKind::MixedAnnexII => "mixed, as in GC III Annex II",
            CommissionKind::Joint => "doctors of both sides",
            CommissionKind::Unsaid => "does not say how it is made up",
        };
        let stays = match commission.permanent {
            Some(true) => "permanent",
            Some(false) => "for this agreement",
            None => "does not say how long it stays",
        };
        format!("{made}; {stays}")
    });
    let question = "how is the commission made up, and does it stay?";
    let mut open = point(row, OpenKind::Commission, question, said);
    open.offer = Some(
        "GC III art. 112 and Annex II: two neutral doctors and one of the Detaining Power; those \
         manifestly serious go without it"
            .to_owned(),
    );
    vec![open]
}

pub(super) fn remains(look: &Look<'_>, row: &Row, a: &Remains, b: &Remains) -> Vec<OpenPoint> {
    let mut points = Vec::new();
    let mutual = |remains: &Remains| remains.a_gives == remains.b_gives;
    let (name_a, name_b) = (&look.terms.side_a, &look.terms.side_b);
    let said = [a, b].map(|remains| {
        let words = |bodies| match bodies {
            Bodies::Number(number) => number.to_string(),
            Bodies::AsManyAsThereAre => "as many as there are".to_owned(),
            Bodies::None => "none".to_owned(),
        };
        format!(
            "{name_a} gives {}, {name_b} gives {}",
            words(remains.a_gives),
            words(remains.b_gives)
        )
    });
    if mutual(a) != mutual(b) {
        let question = "does each side give the same, or does one side give alone?";
        points.push(point(row, OpenKind::BodiesMutual, question, said));
    } else if (a.a_gives, a.b_gives) != (b.a_gives, b.b_gives) {
        points.push(point(
            row,
            OpenKind::BodiesNumber,
            "how many bodies does each side give?",
            said,
        ));
    }
    if a.identified != b.identified || a.identified == Identified::Unsaid {
        let said = [a, b].map(|remains| {
            match remains.identified {
                Identified::ByDna => "only when named by DNA",
                Identified::NotNecessarily => "with or without a name",
                Identified::Unsaid => "does not say",
            }
            .to_owned()
        });
        let question = "must the dead be identified before they are given?";
        points.push(point(row, OpenKind::BodiesIdentified, question, said));
    }
    points
}

fn days(dates: &BTreeSet<Date>) -> String {
    if dates.is_empty() {
        return "no date agreed".to_owned();
    }
    dates.iter().map(Date::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) fn schedule(look: &Look<'_>, row: &Row, a: &Schedule, b: &Schedule) -> Vec<OpenPoint> {
    let said = [a, b].map(|schedule| match schedule.size {
        Some(size) => format!("{} ({size} each)", days(&schedule.dates)),
        None => days(&schedule.dates),
    });
    if a == b {
        if !a.dates.is_empty() {
            return Vec::new();
        }
        let question = "when? Both say that no date is agreed";
        return vec![point(row, OpenKind::NoDateAgreed, question, said)];
    }
    let common: BTreeSet<Date> = &a.dates & &b.dates;
    let question = if common.is_empty() {
        "on which day? No day is named by both".to_owned()
    } else {
        format!("on which days? There is no common schedule; both name only {}", days(&common))
    };
    let mut open = point(row, OpenKind::NoCommonDate, question, said);
    if row.track == Track::Prisoners {
        let named: Vec<Date> = (&a.dates | &b.dates).into_iter().collect();
        // A birthday, or the end of a long enough captivity, may lie between two of the days.
        open.turns = look.turns(|line| {
            look.meanings.iter().any(|meanings| {
                let on_each: Vec<_> =
                    named.iter().map(|day| meanings.membership(line, *day)).collect();
                on_each.windows(2).any(|pair| pair[0] != pair[1])
            })
        });
        for (side, lines) in look.lists {
            if let Some(turns) = open.turns.get_mut(side) {
                let wait = format!("all {} wait for a day", lines.len());
                turns.note = Some(if turns.lines.is_empty() {
                    format!("{wait}, and nobody changes category between those named")
                } else {
                    format!("{wait}; these change category between those named")
                });
            }
        }
    }
    vec![open]
}

pub(super) fn release(look: &Look<'_>, row: &Row, a: &Release, b: &Release) -> Vec<OpenPoint> {
    if a.names == b.names && a.names.is_some() {
        return Vec::new();
    }
    let said = [a, b].map(|release| match release.names {
        Some(names) => format!("{names} names"),
        None => "names no number".to_owned(),
    });
    let question = format!("how many names are on the list of `{}`?", a.group);
    let mut open = point(row, OpenKind::ReleaseNumber, question, said);
    open.turns = look.turns(|line: &Listed| line.facts.standing == Some(Standing::Civilian));
    vec![open]
}

pub(super) fn disclosure(row: &Row, a: &Disclosure, b: &Disclosure) -> Vec<OpenPoint> {
    let words = |openness| match openness {
        Openness::Open => "open".to_owned(),
        Openness::Withheld => "withheld".to_owned(),
        Openness::Embargoed(Until::AllStagesDone) => "not before the last stage is done".to_owned(),
        Openness::Embargoed(Until::Date(date)) => format!("not before {date}"),
    };
    let mut points = Vec::new();
    for fact in DisclosedFact::ALL {
        if a.of(fact) != b.of(fact) {
            let said = [a, b].map(|disclosure| words(disclosure.of(fact)));
            let question = format!("may statements tell the {}?", fact.word().replace('-', " "));
            points.push(point(row, OpenKind::Disclosure, question, said));
        }
    }
    if a.least_cell != b.least_cell {
        let said = [a, b].map(|disclosure| disclosure.least_cell.to_string());
        let question = "how many people must a cell hold before it is told?";
        points.push(point(row, OpenKind::Disclosure, question, said));
    }
    points
}

pub(super) fn condition(row: &Row, a: &Condition, b: &Condition) -> Vec<OpenPoint> {
    if a == b {
        return Vec::new();
    }
    let said = [a, b].map(|condition| {
        let ends = match condition.expires {
            Expiry::Date(date) => format!("until {date}"),
            Expiry::EndOfHostilities => "until the end of hostilities".to_owned(),
            Expiry::WhenFulfilled => "until fulfilled".to_owned(),
        };
        format!("{}, {ends}", condition.holder)
    });
    vec![point(row, OpenKind::Condition, "who holds the duty, and for how long?", said)]
}

pub(super) fn further_round(row: &Row, a: &FurtherRound, b: &FurtherRound) -> Vec<OpenPoint> {
    let said = [a, b].map(|round| match (round.agreed, round.date) {
        (false, _) => "none agreed".to_owned(),
        (true, None) => "agreed, no day named".to_owned(),
        (true, Some(date)) => format!("agreed for {date}"),
    });
    if a != b {
        return vec![point(row, OpenKind::FurtherRound, "is a further round agreed?", said)];
    }
    if a.agreed {
        return Vec::new();
    }
    let question = "what comes after? Both say that no further round is agreed";
    vec![point(row, OpenKind::NoFurtherRound, question, said)]
}
