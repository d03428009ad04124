//! Two plans side by side: the one in force, and the one that another term, list or vehicle would give.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use exchange::plan::planner::people::{People, Standing};
use exchange::plan::planner::what_if::{Otherwise, Shifted, changes, shifted, tally};
use exchange::plan::planner::{
    Evaluation, Frame, Made, Need, Proof, Ratio, Side as PlannerSide, assign, check, make,
};
use exchange::plan::{self, Refusal};
use exchange::vocabulary::CategoryId;

use super::folder::{self, Lists, Plan};
use super::journal::refused;
use super::{Where, candidates, missing};
use crate::cli::{Failure, Out};
use crate::files;

/// The most classes that are listed on the screen.
const CLASSES_SHOWN: usize = 20;

/// What `plan what-if` takes.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    on: Where,
    /// The plan in force; an instance has its own
    #[arg(long, value_name = "PLAN.csv", required_unless_present = "dir", conflicts_with = "dir")]
    plan: Option<PathBuf>,
    /// Another floor over the agreement, 0 for none
    #[arg(long, value_name = "NUMBER")]
    floor: Option<u32>,
    /// Another least size of a stage
    #[arg(long, value_name = "NUMBER")]
    least_size: Option<u32>,
    /// Another ratio of a counted category, or of `total`
    #[arg(long, value_name = "CATEGORY=A:B", value_parser = ratio)]
    ratio: Vec<(String, Ratio)>,
    /// More places in a stage, such as one bus: 2:A:50, or 2:A:4:stretcher
    #[arg(long, value_name = "STAGE:SIDE:PLACES[:KIND]", value_parser = bus)]
    bus: Vec<(usize, PlannerSide, Need, u32)>,
    /// A group that is refused: none of its members goes (folders with people)
    #[arg(long, value_name = "GROUP", conflicts_with = "dir")]
    refuse: Vec<String>,
    /// The list as it stands under another rule, such as another age (folders with people)
    #[arg(long, value_name = "PERSONS.csv", conflicts_with = "dir")]
    persons: Option<PathBuf>,
    /// Another age rule for a category of this side's people, both years inside (instances)
    #[arg(long, value_name = "CATEGORY=FROM-TO", value_parser = age, requires = "candidates", conflicts_with = "instance")]
    age: Option<(CategoryId, (u8, u8))>,
    /// This side's people, where another age rule is the question (instances)
    #[arg(long, value_name = "CANDIDATES.csv", requires = "age")]
    candidates: Option<PathBuf>,
    /// Where the list of everybody whose stage would differ goes: id,before,after
    #[arg(long, value_name = "CHANGES.csv", conflicts_with = "dir")]
    out: Option<PathBuf>,
}

pub(crate) fn ratio(text: &str) -> Result<(String, Ratio), String> {
    let wrong = || format!("`{text}` is not CATEGORY=A:B, such as u25=3:2");
    let (category, ratio) = text.split_once('=').ok_or_else(wrong)?;
    let (a, b) = ratio.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u32>().map_err(|_not_a_number| wrong());
    Ok((category.to_owned(), Ratio { a: number(a)?, b: number(b)? }))
}

pub(crate) fn bus(text: &str) -> Result<(usize, PlannerSide, Need, u32), String> {
    let wrong = || format!("`{text}` is not STAGE:SIDE:PLACES[:KIND], such as 2:A:50");
    let parts: Vec<&str> = text.split(':').collect();
    let (stage, side, places, kind) = match parts[..] {
        [stage, side, places] => (stage, side, places, "seat"),
        [stage, side, places, kind] => (stage, side, places, kind),
        _ => return Err(wrong()),
    };
    let side = match side {
        "A" | "a" => PlannerSide::A,
        "B" | "b" => PlannerSide::B,
        _ => return Err(wrong()),
    };
    let stage = stage.parse().ok().filter(|stage| *stage > 0).ok_or_else(wrong)?;
    let places = places.parse().map_err(|_not_a_number| wrong())?;
    Ok((stage, side, Need::read(kind).ok_or_else(wrong)?, places))
}

fn age(text: &str) -> Result<(CategoryId, (u8, u8)), String> {
    let wrong = || format!("`{text}` is not CATEGORY=FROM-TO, such as young=18-30");
    let (category, years) = text.split_once('=').ok_or_else(wrong)?;
    let (from, to) = years.split_once('-').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u8>().map_err(|_not_a_number| wrong());
    let category = CategoryId::read(category).map_err(|error| error.to_string())?;
    Ok((category, (number(from)?, number(to)?)))
}

/// Runs the command.
pub(super) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let otherwise = Otherwise {
        floor: arguments.floor,
        least_size: arguments.least_size,
        ratios: arguments.ratio.clone(),
        more: arguments.bus.clone(),
    };
    let nothing = otherwise == Otherwise::default() && arguments.refuse.is_empty();
    if nothing && arguments.persons.is_none() && arguments.age.is_none() {
        return Err(Failure::incomplete(
            "nothing is said that would be otherwise",
            "give --floor, --least-size, --ratio, --bus, --refuse, --persons or --age",
        ));
    }
    match &arguments.on.instance {
        Some(folder) => in_folder(folder, arguments, &otherwise, out),
        None => in_journal(arguments, &otherwise, out).await,
    }
}

async fn in_journal(
    arguments: &Arguments,
    otherwise: &Otherwise,
    out: &mut Out,
) -> Result<(), Failure> {
    let (desk, _) = arguments.on.seated.open().await?;
    let state = &desk.state().plan;
    let made = state.plan.as_ref().ok_or(Refusal::NotYet("making the plan")).map_err(refused)?;
    let ground = state.ground().map_err(refused)?;
    let tables = state.both_tables().map_err(refused)?;
    let mut own = None;
    if let (Some((category, years)), Some(path), Some(begun)) =
        (&arguments.age, &arguments.candidates, &state.begun)
    {
        let side = super::journal::own_side(&desk)?;
        let settled = plan::other_age(&begun.settled, category, *years).map_err(refused)?;
        own = Some((side, candidates::read(path, &settled, &begun.transport)?));
        out.line(
            "the other side's table stays as it was sealed: only that side could count it anew",
        )?;
    }
    let own = own.as_ref().map(|(side, people)| (*side, people.as_slice()));
    let aside = plan::what_if(&ground, &tables, made, otherwise, own).map_err(refused)?;
    show(ground.frame(), [&aside.before, &aside.after], aside.proof, out)?;
    show_classes(ground.frame(), &aside.shifted, out)?;
    out.line("the plan in force is untouched")
}

fn in_folder(
    folder: &Path,
    arguments: &Arguments,
    otherwise: &Otherwise,
    out: &mut Out,
) -> Result<(), Failure> {
    let path = arguments.plan.as_deref().ok_or_else(|| missing("--plan PLAN.csv"))?;
    let (lists, _) = folder::read(folder)?;
    let instance = lists.instance();
    let frame = otherwise.frame(&instance.frame).map_err(|refusal| usage(&refusal))?;
    match (&lists, folder::read_plan(&lists, path)?) {
        (Lists::People(people), Plan::People(plan)) => {
            let other = other_people(people, &frame, arguments)?;
            let made = made(&other.instance)?;
            let stages = assign::assign(&other, &made.counts);
            let after = check::evaluate_people(&other, &stages);
            show(&frame, [&check::evaluate_people(people, &plan), &after], made.proof, out)?;
            let all = changes((people, &plan), (&other, &stages));
            for (side, [gain, lose]) in PlannerSide::BOTH.into_iter().zip(tally(&all)) {
                out.line(format!("held by {side}: {gain} gain, {lose} lose"))?;
            }
            if let Some(path) = &arguments.out {
                let word = |stage: Option<usize>| {
                    stage.map_or_else(String::new, |at| (at + 1).to_string())
                };
                let mut text = String::from("id,before,after\n");
                for change in &all {
                    let (before, after) = (word(change.before), word(change.after));
                    writeln!(text, "{},{before},{after}", change.id)
                        .expect("a String takes any text");
                }
                files::write_whole(path, text.as_bytes())?;
            }
        }
        (Lists::Tables(_), Plan::Classes(counts)) => {
            if !arguments.refuse.is_empty()
                || arguments.persons.is_some()
                || arguments.out.is_some()
            {
                return Err(Failure::incomplete(
                    "tables of classes hold no people and no groups by name",
                    "use a folder with persons.csv, or leave --refuse, --persons and --out away",
                ));
            }
            let mut other = instance.clone();
            other.frame = frame.clone();
            let made = made(&other)?;
            let before = check::evaluate(instance, &counts);
            show(&frame, [&before, &check::evaluate(&other, &made.counts)], made.proof, out)?;
            show_classes(&frame, &shifted(&counts, &made.counts, frame.stages().len()), out)?;
        }
        (Lists::People(_), Plan::Classes(_)) | (Lists::Tables(_), Plan::People(_)) => {
            return Err(Failure::incomplete(
                "the plan and the folder are of different kinds",
                "a plan of people belongs to persons.csv, a plan of classes to two tables",
            ));
        }
    }
    out.line("the plan in force is untouched")
}

fn usage(refusal: &exchange::plan::planner::Refusal) -> Failure {
    Failure::incomplete(refusal.to_string(), refusal.hint())
}

fn made(instance: &exchange::plan::planner::Instance) -> Result<Made, Failure> {
    make(instance).map_err(|refusal| Failure::refused(refusal.to_string(), refusal.hint()))
}

/// The people as they would be: under the other frame, from the other list, without a refused group.
fn other_people(people: &People, frame: &Frame, arguments: &Arguments) -> Result<People, Failure> {
    let mut all = match &arguments.persons {
        Some(path) => folder::read_people(frame, path)?,
        None => people.by_id.values().cloned().collect(),
    };
    for group in &arguments.refuse {
        let mut members = all.iter_mut().filter(|one| one.group.as_ref() == Some(group)).peekable();
        if members.peek().is_none() {
            return Err(Failure::refused(
                format!("nobody is in group `{group}`"),
                "check the group",
            ));
        }
        members.for_each(|one| one.standing = Standing::Excluded);
    }
    People::gather(frame.clone(), all).map_err(|refusal| usage(&refusal))
}

/// Shows stages and aims, as they are and as they would be; what stays the same is left out.
fn show(
    frame: &Frame,
    [before, after]: [&Evaluation; 2],
    proof: Proof,
    out: &mut Out,
) -> Result<(), Failure> {
    for (at, ([a, b], [other_a, other_b])) in before.heads.iter().zip(&after.heads).enumerate() {
        out.line(format!(
            "stage {}: {a} from A, {b} from B -> {other_a} from A, {other_b} from B",
            at + 1
        ))?;
    }
    let values = before.vector.iter().zip(&after.vector);
    for (aim, (before, after)) in frame.aims().into_iter().zip(values) {
        if before != after {
            out.line(format!("{}: {before} -> {after}", frame.aim_name(aim)))?;
        }
    }
    for violation in &after.violations {
        out.line(format!("the other plan would break a term: {violation}"))?;
    }
    out.line(format!("the other plan: {}", proof.words()))
}

/// Shows who gains and who loses by side and category, and the classes that change most.
fn show_classes(frame: &Frame, shifted: &[Shifted], out: &mut Out) -> Result<(), Failure> {
    let mut sums: BTreeMap<(PlannerSide, u8), [u64; 2]> = BTreeMap::new();
    for one in shifted {
        for key in &one.unit {
            let sum = sums.entry((key.side, key.category)).or_default();
            sum[0] += one.gain;
            sum[1] += one.lose;
        }
    }
    for ((side, category), [gain, lose]) in sums {
        let name = &frame.terms().categories[usize::from(category)].name;
        out.line(format!("held by {side}, {name}: {gain} gain, {lose} lose"))?;
    }
    let mut largest: Vec<&Shifted> = shifted.iter().collect();
    largest.sort_by_key(|one| std::cmp::Reverse(one.gain + one.lose));
    for one in largest.into_iter().take(CLASSES_SHOWN) {
        let class = frame.write_unit(&one.unit);
        out.line(format!("  {class}: {:?} -> {:?} a stage", one.before, one.after))?;
    }
    if shifted.len() > CLASSES_SHOWN {
        out.line(format!("  and {} classes more", shifted.len() - CLASSES_SHOWN))?;
    }
    Ok(())
}
