//! One person: what is known, from whom, and how sure.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Deed, Thing};
use exchange::registry::{Opened, SourceKind, Stated};
use exchange::vocabulary::PersonId;

use super::super::frame::Frame;
use super::super::serve::{Page, may_ask, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Words;
use crate::cli::registry::{OpenedClaim, claims};
use crate::desk::{Permit, Who};

/// The most claims that one page shows.
const CLAIMS_MAX: usize = 500;

/// A claim as the reader may see it.
struct Claim {
    at: String,
    says: String,
    source: String,
    /// How reliable the source is, A to F, and how likely what it says, 1 to 6.
    grade: String,
    by: String,
    said: Vec<(String, String)>,
    is_withdrawn: bool,
}

#[derive(Template)]
#[template(path = "2-registry/person.html")]
struct Shown {
    frame: Frame,
    person: String,
    status: String,
    /// When the claim was recorded that the status rests on.
    since: String,
    against: usize,
    one_with: Vec<String>,
    is_erased: bool,
    is_held: bool,
    claims: Vec<Claim>,
    is_more: bool,
    /// Where the card is printed, if whoever looks may print it.
    paper: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![Page::get("/people/{person}", "person-page", Who::Look(Deed::Show), run!(show))]
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    visit.desk.open_book().await?;
    let words = visit.words;
    let registry = &visit.desk.about(&person).await?.registry;
    let entry = registry.persons.get(&person).ok_or(Trouble::Unknown)?;
    let reading = registry.status(&person, None);
    let status = reading
        .as_ref()
        .map_or("find-no-status".to_owned(), |reading| format!("status-{}", reading.status.word()));
    let group = registry.group(&person, None);
    let is_erased = entry.erased;
    let mut page = Shown {
        frame: Frame::titled(visit, words.t("person-title")),
        person: person.to_string(),
        status: words.t(&status),
        since: reading.as_ref().map_or_else(String::new, |one| words.moment(one.since)),
        against: reading.map_or(0, |one| one.against.len()),
        one_with: group.iter().filter(|one| **one != person).map(PersonId::to_string).collect(),
        is_erased,
        is_held: registry.held_since(&person).is_some(),
        claims: Vec::new(),
        is_more: false,
        paper: may_ask(visit, "/print/cards/{person}").then(|| format!("/print/cards/{person}")),
    };
    if !is_erased {
        let (actor, purpose) = (visit.actor()?.clone(), visit.purpose());
        let permit = visit.desk.show(&actor, purpose, &person).await?;
        let opened = claims(&visit.desk, &permit, &person).await?;
        page.is_more = opened.len() > CLAIMS_MAX;
        for one in opened.into_iter().take(CLAIMS_MAX) {
            page.claims.push(claim(visit, &permit, &one).await?);
        }
    }
    visit.desk.shut_book().await;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

async fn claim(visit: &Visit, permit: &Permit, opened: &OpenedClaim<'_>) -> Result<Claim, Trouble> {
    let words = visit.words;
    let (claim, told) = (&opened.recorded.claim, &opened.words.told);
    let mut fields = told.fields.clone();
    if let Some(kept) = claim.health.as_ref().filter(|_| permit.shows(Thing::Health)) {
        let health = visit.desk.read(permit, &kept.record).await?;
        let health = Opened::from_bytes(health.open()).map_err(anyhow::Error::from)?;
        fields.extend(health.told.fields);
    }
    let mut said: Vec<(String, String)> = Vec::new();
    for (field, stated) in &fields {
        let text = shown(words, permit.shows(Thing::of(*field)), stated);
        said.push((words.t(&format!("field-{}", field.word())), text));
    }
    if let Some(on) = told.on {
        said.push((words.t("said-when"), on.to_string()));
    }
    for (name, text) in [("said-place", &told.place), ("said-words", &told.words)] {
        if let Some(text) = text {
            let is_open = permit.shows(Thing::Words);
            let text = if is_open { text.open().clone() } else { words.t("person-hidden") };
            said.push((words.t(name), text));
        }
    }
    let by = if permit.shows(Thing::Source) {
        opened.words.source.open().clone()
    } else {
        words.t("person-hidden")
    };
    Ok(Claim {
        at: words.moment(opened.recorded.at),
        says: words.t(&format!("says-{}", claim.says.word())),
        source: words.t(&format!("source-{}", source_word(claim.source))),
        grade: format!("{:?}{}", claim.reliability, claim.credibility.grade()),
        by,
        said,
        is_withdrawn: opened.recorded.withdrawn_at.is_some(),
    })
}

/// The word of a kind of source, as it stands in the journal.
fn source_word(kind: SourceKind) -> String {
    let word = serde_json::to_value(kind).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

fn shown(words: Words, is_open: bool, stated: &Stated) -> String {
    match stated {
        _ if !is_open => words.t("person-hidden"),
        Stated::Given(text) => text.open().clone(),
        Stated::Refused => words.t("person-refused"),
        Stated::Unable => words.t("person-unable"),
    }
}
