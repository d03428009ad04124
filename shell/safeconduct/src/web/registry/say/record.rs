//! Everything is recorded once; a claim that is corrected is taken back in the same step.

use askama::Template as _;
use axum::http::StatusCode;
use exchange::journal::{self, Command, Event, Purpose, Thing};
use exchange::registry::{self, Assertion, Opened, Stated};
use exchange::vocabulary::{ClaimId, PersonId, Private};

use super::draft::{ANSWER, Draft, FIELD, Step, Whose};
use super::{again, enter, page, questions};
use crate::cli::Failure;
use crate::cli::registry::{OpenedClaim, claims};
use crate::desk::Permit;
use crate::web::lists::mendable;
use crate::web::registry::person::said::source_word;
use crate::web::trouble::Trouble;
use crate::web::visit::{Reply, Visit};

/// The longest reason, in characters.
const REASON_LETTERS_MAX: usize = 2_000;

/// Records a claim or enters a person; where something has to be mended, nothing that was typed is lost.
pub(super) async fn record(
    visit: &mut Visit,
    whose: &Whose,
    draft: Draft,
) -> Result<Reply, Trouble> {
    for step in whose.steps() {
        let wrong = questions::wrong(visit, whose, (&draft, *step));
        if !wrong.is_empty() {
            return again(visit, (whose, *step), &draft, wrong).await;
        }
    }
    let reason = draft.one("reason");
    let needs_reason = draft.instead().is_some() || !draft.apart().is_empty();
    if needs_reason && reason.is_empty() || reason.chars().count() > REASON_LETTERS_MAX {
        let wrong = vec![("reason", visit.words.t("merge-no-reason"))];
        return again(visit, (whose, Step::Check), &draft, wrong).await;
    }
    if draft.instead().is_some_and(|claim| is_gone(visit, &claim)) {
        let wrong = vec![("reason", visit.words.t("ask-gone"))];
        return again(visit, (whose, Step::Check), &draft, wrong).await;
    }
    let commands = match whose {
        Whose::Known(person) => claim(visit, person, &draft).await?,
        Whose::New => enter::commands(visit, &draft).await?,
    };
    visit.desk.shut_book().await;
    let done = match whose {
        Whose::Known(person) => {
            let target = format!("/people/{person}?done=claimed");
            visit.record(commands, move |_, _| target.clone()).await
        }
        Whose::New => visit.record(commands, |_, recorded| entered(recorded)).await,
    };
    let refused = match done {
        Ok(reply) => return Ok(reply),
        Err(trouble) => mendable(trouble)?,
    };
    visit.desk.open_book().await?;
    let mut page = page(visit, (whose, Step::Check), &draft, Vec::new()).await?;
    page.frame.wrong.push(("refused", page.frame.t("ask-refused")));
    page.refused = Some(refused);
    Ok(Reply::Page(StatusCode::UNPROCESSABLE_ENTITY, page.render()?))
}

/// Says whether somebody took back meanwhile what is to be corrected.
fn is_gone(visit: &Visit, claim: &ClaimId) -> bool {
    let recorded = visit.desk.state().registry.claims.get(claim);
    recorded.is_some_and(|one| one.withdrawn_at.is_some())
}

/// Where somebody who was entered is shown.
fn entered(recorded: &[journal::Recorded]) -> String {
    let person = recorded.iter().find_map(|one| {
        let Event::Registry(registry::Event::Registered { person }) = &one.event else {
            return None;
        };
        Some(person)
    });
    person.map_or_else(|| "/people".to_owned(), |person| format!("/people/{person}?done=entered"))
}

async fn claim(
    visit: &mut Visit,
    person: &PersonId,
    draft: &Draft,
) -> Result<Vec<Command>, Trouble> {
    let registry = &visit.desk.about(person).await?.registry;
    if !registry.persons.contains_key(person) {
        return Err(Trouble::Unknown);
    }
    let instead = draft.instead();
    let group = registry.group(person, None);
    let is_theirs = |claim: &ClaimId| {
        registry.claims.get(claim).is_some_and(|one| group.contains(&one.claim.person))
    };
    if instead.as_ref().is_some_and(|claim| !is_theirs(claim)) {
        return Err(Trouble::Unknown);
    }
    let says = draft.says().unwrap_or(Assertion::Identity);
    let (source, told) = (questions::source(draft), questions::told(visit, draft));
    let claim = registry::Command::Claim { person: person.clone(), says, source, told };
    let mut commands = vec![Command::Registry(claim)];
    if let Some(claim) = instead {
        let reason = Private::new(draft.one("reason").to_owned());
        commands.push(Command::Registry(registry::Command::Withdraw { claim, reason }));
    }
    Ok(commands)
}

/// Says whether a claim can be corrected by whoever looks: they see all of it, and it is no place on a list, which
/// comes from comparing the list.
pub(in crate::web) fn can_correct(permit: &Permit, opened: &OpenedClaim<'_>) -> bool {
    let claim = &opened.recorded.claim;
    let sees = |thing: Thing| permit.shows(thing);
    let fields = opened.words.told.fields.keys();
    !matches!(claim.says, Assertion::Listed { .. })
        && (claim.health.is_none() || sees(Thing::Health))
        && [Thing::Source, Thing::Words].into_iter().all(sees)
        && fields.copied().map(Thing::of).all(sees)
}

/// Begins with what a claim says that is to be corrected.
pub(super) async fn of_claim(
    visit: &Visit,
    person: &PersonId,
    claim: &ClaimId,
) -> Result<Draft, Trouble> {
    if !visit.desk.about(person).await?.registry.persons.contains_key(person) {
        return Err(Trouble::Unknown);
    }
    let permit = visit.desk.show(visit.actor()?, Purpose::Tracing, person).await?;
    let opened = claims(&visit.desk, &permit, person).await?;
    let one = opened.into_iter().find(|one| one.id == claim).ok_or(Trouble::Unknown)?;
    if !can_correct(&permit, &one) {
        return Err(Failure::refused(
            "not all of this claim can be seen and said anew here",
            "take it back, and record what is right as a claim of its own",
        )
        .into());
    }
    let (known, told) = (&one.recorded.claim, &one.words.told);
    let mut fields = told.fields.clone();
    if let Some(kept) = &known.health {
        let health = visit.desk.read(&permit, &kept.record).await?;
        let health = Opened::from_bytes(health.open()).map_err(anyhow::Error::from)?;
        fields.extend(health.told.fields);
    }
    let mut draft = Draft::default();
    draft.put("instead", claim.as_str());
    draft.put("says", known.says.word());
    for (field, stated) in &fields {
        match stated {
            Stated::Given(text) => draft.put(&format!("{FIELD}{field}"), text.open()),
            Stated::Refused => draft.put(&format!("{ANSWER}{field}"), "refused"),
            Stated::Unable => draft.put(&format!("{ANSWER}{field}"), "unable"),
        }
    }
    draft.put("when", &told.on.map(|on| on.to_string()).unwrap_or_default());
    for (name, text) in [("place", &told.place), ("words", &told.words)] {
        draft.put(name, text.as_ref().map_or("", |text| text.open()));
    }
    draft.put("source", &source_word(known.source));
    draft.put("by", one.words.source.open());
    let condition = serde_json::to_value(known.condition).map_err(anyhow::Error::from)?;
    draft.put("condition", condition.as_str().unwrap_or_default());
    draft.put("language", known.language.as_deref().unwrap_or_default());
    draft.put("reliability", &format!("{:?}", known.reliability).to_lowercase());
    draft.put("credibility", &known.credibility.grade().to_string());
    draft.check();
    Ok(draft)
}
