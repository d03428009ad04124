//! Photographs, documents and letters about a person. Files travel in bodies as base64, so that their names and
//! sources do too.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use exchange::journal::{self, Command, Deed, Verb};
use exchange::registry::{self, Event, NewPaper, PAPER_WORDS_MAX, PaperKind};
use exchange::vocabulary::{PaperId, PersonId, Private};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::{Call, unusable};
use super::operation::{Operation, Who, run};
use super::person::{Reason, SourceForm, known};
use super::schema;
use crate::desk::ShownPaper;
use crate::papers;

/// The longest body that holds a file, in bytes: base64 writes four for three.
pub(super) const BODY_BYTES_MAX: usize = papers::FILE_BYTES_MAX / 3 * 4 + 64 * 1024;

fn kind(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = PaperKind::ALL.iter().map(|kind| kind.word()).collect();
    json_schema!({ "type": "string", "enum": words })
}

fn content(_: &mut SchemaGenerator) -> Schema {
    let pattern = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$";
    json_schema!({ "type": "string", "contentEncoding": "base64", "pattern": pattern })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "NewPaper")]
struct PaperBody {
    #[serde(flatten)]
    source: SourceForm,
    /// What it is.
    #[schemars(schema_with = "kind")]
    kind: PaperKind,
    /// What its file is called. It is kept sealed, and never used as a path.
    #[schemars(length(max = PAPER_WORDS_MAX))]
    name: String,
    /// What there is to say of it.
    #[schemars(length(max = PAPER_WORDS_MAX))]
    note: Option<String>,
    /// The file: a JPEG or PNG picture, or plain text in UTF-8. Its kind is told by its bytes.
    #[schemars(schema_with = "content")]
    content: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Paper")]
struct PaperForm {
    #[schemars(schema_with = "schema::id")]
    paper: String,
    /// The entry that it was handed in for.
    #[schemars(schema_with = "schema::id")]
    person: String,
    #[schemars(schema_with = "kind")]
    kind: &'static str,
    /// `image/jpeg`, `image/png` or `text/plain; charset=utf-8`.
    media_type: &'static str,
    bytes: u32,
    /// Who handed it in.
    by: Option<String>,
    /// What its file was called.
    name: Option<String>,
    note: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct PaperFile {
    paper: PaperForm,
    /// The file, written anew when it was handed in.
    #[schemars(schema_with = "content")]
    content: String,
}

#[derive(Serialize, JsonSchema)]
struct Papers {
    items: Vec<PaperForm>,
    /// How many more there are that are not for the reader's role and purpose.
    hidden: usize,
}

impl PaperForm {
    /// What stands in the journal.
    fn of((id, paper): (&PaperId, &registry::Paper)) -> Self {
        Self {
            paper: id.to_string(),
            person: paper.person.to_string(),
            kind: paper.kind.word(),
            media_type: paper.form.media_type(),
            bytes: paper.bytes,
            by: None,
            name: None,
            note: None,
        }
    }

    /// The same, with what is said of it.
    fn shown(one: ShownPaper) -> Self {
        let form = Self::of((&one.id, &one.paper));
        Self {
            by: Some(one.words.source.into_open()),
            name: Some(one.words.name.into_open()),
            note: one.words.note.map(Private::into_open),
            ..form
        }
    }
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::post("/people/{person}/papers", "addPaper", run!(add))
            .says("Keep a photograph, document or letter; it is written anew, without what stands beside it")
            .who(Who::May(Verb::Register))
            .takes::<PaperBody>()
            .up_to(BODY_BYTES_MAX)
            .gives::<PaperForm>(201),
        Operation::get("/people/{person}/papers", "listPapers", run!(list))
            .says("List the papers about a person")
            .who(Who::Look(Deed::Show))
            .gives::<Papers>(200),
        Operation::get("/people/{person}/papers/{paper}", "showPaper", run!(show))
            .says("Show a paper")
            .who(Who::Look(Deed::Show))
            .gives::<PaperFile>(200),
        Operation::post("/people/{person}/papers/{paper}/removal", "removePaper", run!(remove))
            .says("Destroy a paper that says nothing, or is of somebody else")
            .who(Who::May(Verb::Register))
            .takes::<Reason>()
            .gives::<PaperForm>(200),
    ]
}

async fn add(call: &mut Call) -> Result<Answer, Problem> {
    let person: PersonId = call.id("person")?;
    let PaperBody { source, kind, name, note, content } = call.body()?;
    let source = source.read()?;
    let bytes = STANDARD.decode(&content).map_err(|_other| {
        unusable("`content` is not base64", "write the file with the standard alphabet and padding")
    })?;
    let (form, bytes) = papers::clean(&bytes)?;
    call.desk.take_pen().await?;
    let paper = Box::new(NewPaper {
        kind,
        form,
        file: Private::new(bytes),
        name: Private::new(name),
        note: note.map(Private::new),
    });
    let command = registry::Command::AddPaper { person, source: Some(source), paper };
    call.record(vec![Command::Registry(command)], |_, recorded| {
        let added = recorded.iter().find_map(|one| {
            let journal::Event::Registry(Event::PaperAdded { paper, about }) = &one.event else {
                return None;
            };
            Some((paper, &**about))
        });
        let added = added.expect("a paper that was recorded");
        Answer::of(201, &PaperForm::of(added))
    })
    .await
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let person: PersonId = call.id("person")?;
    let (purpose, actor) = (call.purpose()?, call.actor()?.clone());
    call.desk.open_book().await?;
    known(&call.desk.about(&person).await?.registry, &person)?;
    let permit = call.desk.show(&actor, purpose, &person).await?;
    let (shown, hidden) = call.desk.papers(&permit, &person).await?;
    let items = shown.into_iter().map(PaperForm::shown).collect();
    Ok(Answer::of(200, &Papers { items, hidden }))
}

async fn show(call: &mut Call) -> Result<Answer, Problem> {
    let (person, paper): (PersonId, PaperId) = (call.id("person")?, call.id("paper")?);
    let (purpose, actor) = (call.purpose()?, call.actor()?.clone());
    call.desk.open_book().await?;
    is_about(call, &person, &paper)?;
    let permit = call.desk.show(&actor, purpose, &person).await?;
    let (kept, bytes) = call.desk.paper(&permit, &paper).await?;
    let (words, _) = call.desk.papers(&permit, &person).await?;
    let words = words.into_iter().find(|one| one.id == paper);
    let form = words.map_or_else(|| PaperForm::of((&paper, &kept)), PaperForm::shown);
    Ok(Answer::of(200, &PaperFile { paper: form, content: STANDARD.encode(bytes.open()) }))
}

async fn remove(call: &mut Call) -> Result<Answer, Problem> {
    let (person, paper): (PersonId, PaperId) = (call.id("person")?, call.id("paper")?);
    let Reason { reason } = call.body()?;
    call.desk.take_pen().await?;
    is_about(call, &person, &paper)?;
    let gone = PaperForm::of((&paper, call.desk.whose_paper(&paper)?));
    let command = registry::Command::RemovePaper { paper, reason: Private::new(reason) };
    let answer = Answer::of(200, &gone);
    call.record(vec![Command::Registry(command)], |_, _| answer.clone()).await
}

/// Refuses a paper that is not about the person, whichever of their entries was named.
fn is_about(call: &Call, person: &PersonId, paper: &PaperId) -> Result<(), Problem> {
    let registry = &call.desk.state().registry;
    let paper = registry.papers.get(paper).ok_or_else(Problem::unknown)?;
    if registry.group(person, None).contains(&paper.person) {
        Ok(())
    } else {
        Err(Problem::unknown())
    }
}
