//! One person: whether they can travel, where they stand, what is known, from whom, and how sure.

mod change;
pub(super) mod said;
mod standing;
mod travel;

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Deed, Thing, Verb, may};
use exchange::lists::Field;
use exchange::registry::{Card, Status, StatusReading};
use exchange::vocabulary::PersonId;
use jiff::Timestamp;
use jiff::civil::Date;

use super::super::frame::Frame;
use super::super::serve::{Page, may_ask, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::cli::reconcile::written;
use crate::cli::registry::{OpenedClaim, end_of, said_of};
use crate::desk::{Permit, Who};
use said::{Claim, Differs, Variant};
use standing::{Place, Rung};
use travel::Travel;

/// The most claims that one page shows.
const CLAIMS_MAX: usize = 500;

#[derive(Template)]
#[template(path = "2-registry/person.html")]
struct Shown {
    frame: Frame,
    person: String,
    name: String,
    born: String,
    status: String,
    /// When the claim was recorded that the status rests on.
    since: String,
    against: usize,
    one_with: Vec<String>,
    is_erased: bool,
    /// Since when the data has to be kept.
    held: String,
    travel: Option<Travel>,
    ladder: Vec<Rung>,
    places: Option<Vec<Place>>,
    variants: Vec<Variant>,
    claims: Vec<Claim>,
    differs: Vec<Differs>,
    is_more: bool,
    /// The past day as whose evening it is shown; nothing for today.
    on: String,
    may_change: bool,
    /// What was typed as the reason of a settlement that has to be mended.
    reason: String,
    /// Where the card is printed, if whoever looks may print it.
    paper: Option<String>,
}

pub(super) fn pages() -> Vec<Page> {
    let mut pages =
        vec![Page::get("/people/{person}", "person-page", Who::Look(Deed::Show), run!(show))];
    pages.extend(change::pages());
    pages
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    let on = visit.asked("on").map(ToOwned::to_owned);
    let day: Option<Date> = on.as_ref().and_then(|on| on.parse().ok());
    let moment = day.and_then(|day| end_of(day).ok());
    visit.desk.open_book().await?;
    let mut page = page(visit, &person, moment).await?;
    let is_odd = on.is_some() && moment.is_none();
    if is_odd {
        page.frame.wrong.push(("on", page.frame.t("person-no-day")));
    }
    page.on = on.unwrap_or_default();
    visit.desk.shut_book().await;
    let status = if is_odd { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(Reply::Page(status, page.render()?))
}

/// Puts the page of a person together, as it was known at a moment or as things stand.
async fn page(
    visit: &Visit,
    person: &PersonId,
    moment: Option<Timestamp>,
) -> Result<Shown, Trouble> {
    let words = visit.words;
    let registry = &visit.desk.about(person).await?.registry;
    let entry = registry.persons.get(person).ok_or(Trouble::Unknown)?;
    let reading = registry.status(person, moment);
    let now = registry.status(person, None).map(|reading| reading.status);
    let group = registry.group(person, moment);
    let mut page = Shown {
        frame: Frame::of(visit, "person-title"),
        person: person.to_string(),
        name: String::new(),
        born: String::new(),
        status: status(visit, reading.as_ref().map(|one| one.status)),
        since: reading.as_ref().map_or_else(String::new, |one| words.moment(one.since)),
        against: reading.as_ref().map_or(0, |one| one.against.len()),
        one_with: group.iter().filter(|one| *one != person).map(PersonId::to_string).collect(),
        is_erased: entry.erased,
        held: registry.held_since(person).map_or_else(String::new, |at| words.moment(at)),
        travel: None,
        ladder: standing::ladder(words, registry, (person, moment)),
        places: None,
        variants: Vec::new(),
        claims: Vec::new(),
        differs: Vec::new(),
        is_more: false,
        on: String::new(),
        may_change: may(visit.actor()?.role, Verb::Register) && moment.is_none(),
        reason: visit.form.one("reason").to_owned(),
        paper: may_ask(visit, "/print/cards/{person}").then(|| format!("/print/cards/{person}")),
    };
    if page.is_erased {
        return Ok(page);
    }
    let permit = visit.desk.show(visit.actor()?, visit.purpose(), person).await?;
    if moment.is_none() {
        page.travel = travel::of(visit, person, now);
        page.places = standing::places(visit, person);
        if may_ask(visit, "/duplicates") {
            page.differs = said::differs(visit, &permit, person).await?;
        }
    }
    let opened = said_of(&visit.desk, &permit, (person, moment)).await?;
    page.name_by(visit, (&permit, person), &opened, moment);
    page.is_more = opened.len() > CLAIMS_MAX;
    for one in opened.iter().rev().take(CLAIMS_MAX) {
        let claim = said::claim(visit, &permit, one).await?;
        page.claims.push(marked(claim, reading.as_ref()));
    }
    Ok(page)
}

impl Shown {
    /// Fills in who it is, as the best source has it.
    fn name_by(
        &mut self,
        visit: &Visit,
        (permit, person): (&Permit, &PersonId),
        opened: &[OpenedClaim<'_>],
        moment: Option<Timestamp>,
    ) {
        let counts = opened.iter().filter(|one| one.recorded.counts_at(moment));
        let counts: Vec<_> = counts.map(|one| (one.recorded, one.words.clone())).collect();
        let settled = visit.desk.about_found(person).registry.settled_on(person);
        let card = Card::of_claims(&counts, &settled);
        let hidden = || visit.words.t("person-hidden");
        (self.name, self.variants) = if permit.shows(Thing::Name) {
            said::names(visit.words, &card)
        } else {
            (hidden(), Vec::new())
        };
        self.born = if permit.shows(Thing::Birth) {
            written(Some(&card.fields), Field::BirthDate).to_owned()
        } else {
            hidden()
        };
    }
}

/// Marks the claim on which the status rests, and those that speak against it.
fn marked(mut claim: Claim, reading: Option<&StatusReading>) -> Claim {
    claim.is_ground = reading.is_some_and(|one| one.by.as_str() == claim.id);
    claim.is_against =
        reading.is_some_and(|one| one.against.iter().any(|against| against.as_str() == claim.id));
    claim
}

/// A status in words.
pub(super) fn status(visit: &Visit, status: Option<Status>) -> String {
    let key =
        status.map_or("find-no-status".to_owned(), |status| format!("status-{}", status.word()));
    visit.words.t(&key)
}
