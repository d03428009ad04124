//! Entering everybody on a list, on the word of one source.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use exchange::journal::{self, Deed, Purpose};
use exchange::lists::{Field, Line};
use exchange::registry::{self, Stated, Told};
use exchange::vocabulary::PartialDate;

use super::super::lists::read_list;
use super::super::{Failure, Out, Seat};
use super::words::SaysWord;
use super::{SourceArguments, known_people};

/// People entered in one transaction. The desk keeps each batch whole.
const BATCH: usize = 500;

/// Rows named one by one when they look like people who are entered already.
const ALIKE_SHOWN_MAX: usize = 20;

/// What is entered, and on whose word.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The list: CSV or XLSX
    file: PathBuf,
    /// What the source says of everybody on it
    #[arg(long, value_enum, default_value = "missing")]
    says: SaysWord,
    #[command(flatten)]
    source: SourceArguments,
    #[command(flatten)]
    seat: Seat,
}

/// Enters everybody on the list.
pub(super) async fn run(arguments: &Arguments, out: &mut Out) -> Result<(), Failure> {
    let Some(says) = arguments.says.plain() else {
        return Err(Failure::incomplete(
            "a place on a list is claimed line by line",
            "use `safeconduct registry claim --says listed`",
        ));
    };
    let draft = read_list(&arguments.file)?;
    let open = draft.questions().count();
    if open > 0 {
        return Err(Failure::refused(
            match open {
                1 => format!("{}: 1 finding is not answered", arguments.file.display()),
                open => format!("{}: {open} findings are not answered", arguments.file.display()),
            },
            "close the list with `safeconduct lists close`, and import what that writes",
        ));
    }
    let (mut desk, actor) = arguments.seat.open().await?;
    let people = desk.state().registry.persons.len();
    let work = ("registry import", people);
    let permit = desk.go_through(&actor, (Purpose::Tracing, Deed::Match), work).await?;
    let before: BTreeMap<_, _> = known_people(&desk, &permit)
        .await?
        .into_iter()
        .filter_map(|known| {
            let text = |field| known.fields.get(&field).map(|text| text.open().clone());
            Some((alike(text, known.facts.birth)?, known.person))
        })
        .collect();
    let mut looks_known = Vec::new();
    for lines in draft.lines().chunks(BATCH) {
        let commands = lines
            .iter()
            .map(|line| {
                let text = |field| line.text(field).map(str::to_owned);
                let known = alike(text, line.facts.birth).and_then(|key| before.get(&key));
                looks_known.extend(known.map(|person| (line.row, person.clone())));
                journal::Command::Registry(registry::Command::Register {
                    source: arguments.source.source(),
                    identity: told(line),
                    also: vec![says.clone()],
                })
            })
            .collect();
        desk.submit_all(&actor, commands).await?;
    }
    out.line(format!("{} people entered as {}", draft.lines().len(), says.word()))?;
    for (row, person) in looks_known.iter().take(ALIKE_SHOWN_MAX) {
        out.line(format!(
            "line {row} has the name and birth date of {person}; merge them if they are one"
        ))?;
    }
    if looks_known.len() > ALIKE_SHOWN_MAX {
        out.line(format!("... and {} more", looks_known.len() - ALIKE_SHOWN_MAX))?;
    }
    Ok(())
}

/// What makes two people look like one beyond chance: name and whole birth date.
fn alike(text: impl Fn(Field) -> Option<String>, birth: Option<PartialDate>) -> Option<String> {
    let birth = birth?.day()?;
    let name = [Field::Surname, Field::GivenName, Field::Patronymic]
        .map(|field| text(field).unwrap_or_default().to_lowercase());
    Some(format!("{}|{birth}", name.join("|")))
}

fn told(line: &Line) -> Told {
    let fields = line
        .fields
        .iter()
        .filter(|(field, _)| !matches!(field, Field::Ordinal | Field::FullName))
        .map(|(field, text)| (*field, Stated::Given(text.clone())))
        .collect();
    Told { fields, ..Told::default() }
}
