//! What sources said is taken back, and settled where they differ. Nothing is ever written over.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::{Command, Purpose, Verb};
use exchange::lists::Field;
use exchange::registry;
use exchange::vocabulary::{ClaimId, PersonId, Private};

use super::said::{self, Claim};
use crate::cli::registry::{said_of, settlement};
use crate::cli::{Failure, Kind};
use crate::desk::Who;
use crate::web::frame::Frame;
use crate::web::registry::say::can_correct;
use crate::web::serve::{Page, run};
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};

/// The longest reason, in characters.
const REASON_LETTERS_MAX: usize = 2_000;

#[derive(Template)]
#[template(path = "2-registry/claim.html")]
struct OneClaim {
    frame: Frame,
    person: String,
    claim: Claim,
    reason: String,
    /// Whether whoever looks can say it anew.
    can_correct: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let acts = Who::May(Verb::Register);
    vec![
        Page::get("/people/{person}/claims/{claim}", "claim-page", acts, run!(show)),
        Page::post("/people/{person}/claims/{claim}", "withdraw-claim", acts, run!(withdraw)),
        Page::post("/people/{person}/settle", "settle-dispute", acts, run!(settle)),
    ]
}

/// Reads why; none, where nobody said why or said too much.
fn reason(visit: &Visit) -> Option<Private<String>> {
    let reason = visit.form.one("reason");
    let fits = !reason.is_empty() && reason.chars().count() <= REASON_LETTERS_MAX;
    fits.then(|| Private::new(reason.to_owned()))
}

async fn one(visit: &Visit) -> Result<OneClaim, Trouble> {
    let (person, claim): (PersonId, ClaimId) = (visit.id("person")?, visit.id("claim")?);
    if !visit.desk.about(&person).await?.registry.persons.contains_key(&person) {
        return Err(Trouble::Unknown);
    }
    let permit = visit.desk.show(visit.actor()?, Purpose::Tracing, &person).await?;
    let opened = said_of(&visit.desk, &permit, (&person, None)).await?;
    let opened = opened.iter().find(|one| *one.id == claim).ok_or(Trouble::Unknown)?;
    Ok(OneClaim {
        can_correct: can_correct(&permit, opened),
        claim: said::claim(visit, &permit, opened).await?,
        person: person.to_string(),
        reason: visit.form.one("reason").to_owned(),
        frame: Frame::of(visit, "claim-title"),
    })
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    visit.desk.open_book().await?;
    let page = one(visit).await?;
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

async fn withdraw(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (person, claim): (PersonId, ClaimId) = (visit.id("person")?, visit.id("claim")?);
    let Some(reason) = reason(visit) else {
        visit.desk.open_book().await?;
        let mut page = one(visit).await?;
        page.frame.wrong.push(("reason", page.frame.t("merge-no-reason")));
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    visit.desk.take_pen().await?;
    let registry = &visit.desk.about(&person).await?.registry;
    let group = registry.group(&person, None);
    let recorded = registry.claims.get(&claim);
    let recorded = recorded.filter(|one| group.contains(&one.claim.person));
    if recorded.ok_or(Trouble::Unknown)?.withdrawn_at.is_some() {
        return Err(Failure::refused_as(
            Kind::Moved,
            "the claim was taken back already",
            "look at the person again; nothing is to be done",
        )
        .into());
    }
    let command = registry::Command::Withdraw { claim, reason };
    let target = format!("/people/{person}?done=withdrawn");
    visit.record(vec![Command::Registry(command)], move |_, _| target.clone()).await
}

async fn settle(visit: &mut Visit) -> Result<Reply, Trouble> {
    let person: PersonId = visit.id("person")?;
    let field = Field::of_word(visit.form.one("field")).ok_or(Trouble::Unknown)?;
    let claim: Option<ClaimId> = visit.form.one("claim").parse().ok();
    visit.desk.open_book().await?;
    let (Some(claim), Some(reason)) = (claim, reason(visit)) else {
        let mut page = super::page(visit, &person, None).await?;
        page.frame.wrong.push(("differs", page.frame.t("differs-incomplete")));
        return Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?));
    };
    let actor = visit.actor()?.clone();
    let permit = visit.desk.show(&actor, Purpose::Tracing, &person).await?;
    let of = (&person, field, &claim);
    let command = settlement((&visit.desk, &permit), of, reason).await?;
    let target = format!("/people/{person}?done=difference");
    visit.desk.shut_book().await;
    visit.record(vec![Command::Registry(command)], move |_, _| target.clone()).await
}
