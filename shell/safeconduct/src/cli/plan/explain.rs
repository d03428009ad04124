//! Why somebody goes or waits, and what an earlier stage would cost.

use std::path::Path;

use exchange::plan::planner::assign;
use exchange::plan::planner::explain::{self, Reason, officer};
use exchange::plan::planner::inclusion::inclusion;
use exchange::plan::planner::said::Said;
use serde_json::json;

use super::folder::{self, Lists, Plan};
use crate::cli::language::LanguageWord;
use crate::cli::{Failure, Out};

/// The most stages for which the cost is worked out at once.
const COST_STAGES_MAX: usize = 8;

/// How a reason is to be told.
#[derive(clap::Args)]
#[group(skip)]
pub(crate) struct Form {
    /// Say only what the family may be told
    #[arg(long)]
    pub(super) family: bool,
    /// The language of the family's form
    #[arg(long, value_enum, default_value = "en", requires = "family")]
    language: LanguageWord,
    /// Leave out what an earlier stage would cost, which is worked out anew each time
    #[arg(long)]
    pub(super) without_cost: bool,
    /// Answer in JSON: names of sentences and what stands in their blanks
    #[arg(long)]
    json: bool,
}

impl Form {
    /// Shows sentences, the first one alone and the others beneath it.
    pub(super) fn show(&self, said: &[Said], out: &mut Out) -> Result<(), Failure> {
        if self.json {
            return out.line(json!({ "said": said }).to_string());
        }
        let text = |one: &Said| one.text(self.language.into());
        for (at, one) in said.iter().enumerate() {
            let indent = if at == 0 || self.family { "" } else { "  " };
            out.line(format!("{indent}{}", text(one)))?;
        }
        Ok(())
    }
}

/// Explains a person of an instance folder.
pub(super) fn person(
    folder: &Path,
    plan: &Path,
    (id, form): (&str, &Form),
    out: &mut Out,
) -> Result<(), Failure> {
    let (lists, _) = folder::read(folder)?;
    let Lists::People(people) = &lists else {
        return Err(Failure::incomplete(
            "tables of classes hold no people",
            "ask the side that holds the person, or use a folder with persons.csv",
        ));
    };
    let Plan::People(plan) = folder::read_plan(&lists, plan)? else {
        return Err(Failure::incomplete(
            "the plan is one of classes",
            "name a plan with `id,round`",
        ));
    };
    let unknown = || Failure::refused(format!("{id} is on neither list"), "check the id");
    let reason = explain::explain(people, &plan, id).ok_or_else(unknown)?;
    let known = people.by_id.get(id).ok_or_else(unknown)?;
    let instance = &people.instance;
    if form.family {
        return form.show(&explain::family(&instance.frame, known, &reason), out);
    }
    let mut said = officer(&instance.frame, id, &reason);
    if let (Reason::MayGo(place), false) = (&reason, form.without_cost) {
        let counts = assign::counts(people, &plan);
        for (stage, _) in place.stages.iter().take(COST_STAGES_MAX) {
            let by = stage - 1;
            let found = inclusion(instance, &counts, &place.unit, (place.rank, by));
            said.extend(found.said(instance, by));
        }
    }
    form.show(&said, out)
}
