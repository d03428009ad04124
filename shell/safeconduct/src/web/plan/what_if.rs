//! What if: the plan as it would be under another floor, another least size or with more vehicles. The plan in force
//! stays as it is.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::Verb;
use exchange::plan::planner::what_if::Otherwise;
use exchange::plan::{self};

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::plan::what_if::{bus, ratio};
use crate::desk::Who;

/// The most changes that are asked about at once.
const CHANGES_MAX: usize = 64;

/// One stage in both plans.
struct Stage {
    number: usize,
    before: [i64; 2],
    after: [i64; 2],
}

/// Who gains and who loses in a category.
struct Shift {
    held: String,
    category: String,
    gain: u64,
    lose: u64,
}

/// What would be otherwise.
struct Other {
    stages: Vec<Stage>,
    /// Aims whose value would be another, in the planner's words.
    aims: Vec<(String, i64, i64)>,
    shifts: Vec<Shift>,
    proof: String,
}

#[derive(Default)]
struct Typed {
    floor: String,
    least: String,
    more: String,
    ratios: String,
}

#[derive(Template)]
#[template(path = "5-plan/what-if.html")]
struct WhatIf {
    frame: Frame,
    has_plan: bool,
    typed: Typed,
    other: Option<Other>,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = || Who::May(Verb::Negotiate);
    vec![
        Page::get("/round/what-if", "what-if-page", acts(), run!(ask)),
        Page::post("/round/what-if", "what-if", acts(), run!(look)),
    ]
}

async fn ask(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let has_plan = visit.desk.state().plan.plan.is_some();
    visit.desk.shut_book().await;
    let frame = Frame::of(visit, "what-if-title");
    let page = WhatIf { frame, has_plan, typed: Typed::default(), other: None };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Reads what would be otherwise, or what is wrong with which field.
fn read(words: Words, typed: &Typed) -> Result<Otherwise, Vec<(&'static str, String)>> {
    let mut wrong = Vec::new();
    let mut number = |field: &'static str, text: &str| match text {
        "" => None,
        text => text
            .parse::<u32>()
            .map_err(|_unread| wrong.push((field, words.t("what-if-bad-number"))))
            .ok(),
    };
    let (floor, least_size) = (number("floor", &typed.floor), number("least", &typed.least));
    let lines = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).take(CHANGES_MAX).collect()
    };
    let (mut more, mut ratios) = (Vec::new(), Vec::new());
    for line in lines(&typed.more) {
        match bus(&line) {
            Ok(one) => more.push(one),
            Err(_) => wrong.push(("more", words.with("what-if-bad-bus", line))),
        }
    }
    for line in lines(&typed.ratios) {
        match ratio(&line) {
            Ok(one) => ratios.push(one),
            Err(_) => wrong.push(("ratios", words.with("what-if-bad-ratio", line))),
        }
    }
    let otherwise = Otherwise { floor, least_size, ratios, more };
    if wrong.is_empty() && otherwise == Otherwise::default() {
        wrong.push(("floor", words.t("what-if-nothing")));
    }
    if wrong.is_empty() { Ok(otherwise) } else { Err(wrong) }
}

async fn look(visit: &mut Visit) -> Result<Reply, Trouble> {
    let words = visit.words;
    let typed = Typed {
        floor: visit.form.one("floor").to_owned(),
        least: visit.form.one("least").to_owned(),
        more: visit.form.one("more").to_owned(),
        ratios: visit.form.one("ratios").to_owned(),
    };
    let mut frame = Frame::of(visit, "what-if-title");
    visit.desk.open_book().await?;
    let state = &visit.desk.state().plan;
    let Some(made) = &state.plan else { return Err(Trouble::Unknown) };
    let otherwise = match read(words, &typed) {
        Ok(otherwise) => otherwise,
        Err(wrong) => {
            frame.wrong = wrong;
            let page = WhatIf { frame, has_plan: true, typed, other: None };
            return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
        }
    };
    let refused = exchange::journal::Refusal::from;
    let ground = state.ground().map_err(refused)?;
    let tables = state.both_tables().map_err(refused)?;
    let aside = plan::what_if(&ground, &tables, made, &otherwise, None).map_err(refused)?;
    let page = WhatIf { frame, has_plan: true, typed, other: Some(other(words, &ground, &aside)) };
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

fn other(words: Words, ground: &plan::Ground, aside: &plan::Aside) -> Other {
    let frame = ground.frame();
    let heads = aside.before.heads.iter().zip(&aside.after.heads);
    let stages = (1..).zip(heads).map(|(number, (before, after))| Stage {
        number,
        before: *before,
        after: *after,
    });
    let values = aside.before.vector.iter().zip(&aside.after.vector);
    let aims = frame.aims().into_iter().zip(values).filter(|(_, (before, after))| before != after);
    let mut sums: BTreeMap<(String, u8), [u64; 2]> = BTreeMap::new();
    for one in &aside.shifted {
        for key in &one.unit {
            let sum = sums.entry((key.side.to_string(), key.category)).or_default();
            sum[0] += one.gain;
            sum[1] += one.lose;
        }
    }
    let shifts = sums.into_iter().map(|((side, category), [gain, lose])| Shift {
        held: words.with("progress-side", side),
        category: frame.terms().categories[usize::from(category)].name.clone(),
        gain,
        lose,
    });
    Other {
        stages: stages.collect(),
        aims: aims.map(|(aim, (before, after))| (frame.aim_name(aim), *before, *after)).collect(),
        shifts: shifts.collect(),
        proof: super::proof(words, aside.proof),
    }
}
