//! Passkeys on the pages: signing in by one, showing one in place of a code, adding one. The one thing that takes a
//! script, as no browser shows a passkey without; name, password and code remain beside it.

use askama::Template;
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::frame::{Frame, session_cookie};
use super::serve::{Page, run};
use super::sign_in::{come_in, go_on, within};
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use crate::cli::{Failure, Kind};
use crate::desk::{Begun, LABEL_LETTERS_MAX, Site, Who};

#[derive(Template)]
#[template(path = "house/passkey.html")]
struct Ask {
    frame: Frame,
    /// Where the answer of the device goes.
    action: &'static str,
    ceremony: String,
    /// What the device is asked, as JSON.
    options: String,
    /// What goes with it, such as where somebody wanted to go.
    fields: Vec<(String, String)>,
    is_new: bool,
    takes_password: bool,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::post("/sign-in/passkey", "ask-passkey", Who::Anybody, run!(ask_sign_in)),
        Page::post("/sign-in/passkey/shown", "sign-in-by-passkey", Who::Anybody, run!(sign_in)),
        Page::post("/prove/passkey", "ask-proof", Who::Signed, run!(ask_proof)),
        Page::post("/prove/passkey/shown", "prove-by-passkey", Who::Signed, run!(prove)),
        Page::post("/account/passkey", "ask-new-passkey", Who::Signed, run!(ask_new)),
        Page::post("/account/passkey/made", "add-passkey", Who::Signed, run!(add)),
    ]
}

/// The site that passkeys are bound to.
fn site(visit: &Visit) -> Result<&Site, Trouble> {
    visit.house.ways.site.as_ref().ok_or_else(|| {
        Failure::refused(
            "this server does not say under which address browsers reach it",
            "sign in with name, password and code, or begin `safeconduct serve` with --site",
        )
        .into()
    })
}

/// What goes with the answer: where somebody wanted to go, and what they had typed.
fn carried(visit: &Visit) -> Vec<(String, String)> {
    let fields = visit.form.kept();
    let fields = fields.filter(|(name, _)| name == "to" || name.starts_with("typed-"));
    fields.cloned().collect()
}

fn page(visit: &Visit, begun: Begun, action: &'static str) -> Result<Reply, Trouble> {
    let is_new = action == "/account/passkey/made";
    let mut fields = carried(visit);
    if is_new {
        fields.push(("label".to_owned(), visit.form.one("label").to_owned()));
    }
    let page = Ask {
        frame: Frame::of(visit, "passkey-title"),
        action,
        ceremony: begun.ceremony,
        options: begun.options.to_string(),
        fields,
        is_new,
        takes_password: action == "/sign-in/passkey/shown",
    };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Reads what a device answered. What cannot be read is told without its words.
fn read<T: DeserializeOwned>(visit: &Visit) -> Result<T, Trouble> {
    serde_json::from_str(visit.form.one("credential")).map_err(|_unread| {
        Failure::incomplete("the device gave no answer that can be read", "show the passkey again")
            .into()
    })
}

async fn ask_sign_in(visit: &mut Visit) -> Result<Reply, Trouble> {
    let begun = visit.desk.begin_passkey_sign_in(site(visit)?).await?;
    page(visit, begun, "/sign-in/passkey/shown")
}

async fn sign_in(visit: &mut Visit) -> Result<Reply, Trouble> {
    let shown = read(visit)?;
    let ceremony = visit.form.one("ceremony").to_owned();
    let password = visit.form.all("password").next().filter(|text| !text.is_empty());
    let password = password.map(str::to_owned);
    let (house, origin) = (std::sync::Arc::clone(&visit.house), visit.origin.clone());
    let Some(site) = house.ways.site.as_ref() else { return Err(Trouble::Unknown) };
    let asked = (ceremony.as_str(), &shown, password.as_deref());
    match visit.desk.passkey_sign_in(site, asked, &origin).await {
        Ok((token, _)) => {
            let actor = visit.desk.enter(&token, &origin).await?;
            visit.who = Some(actor);
            visit.set_cookie(session_cookie(house.is_secure()), &token.text(), false);
            come_in(visit)
        }
        Err(Failure::Refused { kind: Kind::NotRight, .. }) => {
            super::sign_in::not_right(visit, String::new())
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn ask_proof(visit: &mut Visit) -> Result<Reply, Trouble> {
    let begun = visit.desk.begin_passkey_proof(site(visit)?).await?;
    page(visit, begun, "/prove/passkey/shown")
}

async fn prove(visit: &mut Visit) -> Result<Reply, Trouble> {
    let shown = read(visit)?;
    let ceremony = visit.form.one("ceremony").to_owned();
    let house = std::sync::Arc::clone(&visit.house);
    let Some(site) = house.ways.site.as_ref() else { return Err(Trouble::Unknown) };
    visit.desk.passkey_proof(site, (&ceremony, &shown)).await?;
    go_on(visit)
}

async fn ask_new(visit: &mut Visit) -> Result<Reply, Trouble> {
    let label = visit.form.one("label");
    if label.is_empty() || label.chars().count() > LABEL_LETTERS_MAX {
        return Err(Failure::incomplete(
            format!("a passkey has a name of 1 to {LABEL_LETTERS_MAX} letters"),
            "write what you call the device, such as `key on the ring`",
        )
        .into());
    }
    let begun = visit.desk.begin_passkey(site(visit)?).await?;
    page(visit, begun, "/account/passkey/made")
}

async fn add(visit: &mut Visit) -> Result<Reply, Trouble> {
    let made = read(visit)?;
    let (ceremony, label) = (visit.form.one("ceremony"), visit.form.one("label"));
    let (ceremony, label) = (ceremony.to_owned(), label.to_owned());
    let house = std::sync::Arc::clone(&visit.house);
    let Some(site) = house.ways.site.as_ref() else { return Err(Trouble::Unknown) };
    visit.desk.add_passkey(site, (&ceremony, &label, &made)).await?;
    Ok(Reply::Go(within("/account?done=passkey")))
}
