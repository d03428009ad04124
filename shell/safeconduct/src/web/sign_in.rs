//! Coming in, showing a code again, choosing a language, and going out.

use askama::Template;
use axum::http::StatusCode;

use super::frame::{CHAIR_COOKIE, Frame, LANGUAGE_COOKIE, session_cookie};
use super::serve::{Page, at_once, run};
use super::trouble::Trouble;
use super::visit::{PRACTICE, Reply, Visit};
use super::words::Language;
use crate::cli::{Failure, Kind};
use crate::desk::Who;

/// What the cookie says of whoever stood up in a practice instance.
const NO_CHAIR: &str = "none";

/// What the address says of whoever was let in a moment ago.
const CAME_IN: &str = "in";

#[derive(Template)]
#[template(path = "house/sign-in.html")]
struct SignIn {
    frame: Frame,
    name: String,
    to: String,
}

#[derive(Template)]
#[template(path = "house/again.html")]
struct Again {
    frame: Frame,
    to: String,
    fields: Vec<(String, String)>,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::get("/sign-in", "sign-in-page", Who::Anybody, at_once!(show)),
        Page::post("/sign-in", "sign-in", Who::Anybody, run!(sign_in)),
        Page::post("/practice", "practice", Who::Anybody, at_once!(practice)),
        Page::post("/language", "language", Who::Anybody, at_once!(language)),
        Page::post("/prove", "prove", Who::Signed, run!(prove)),
        Page::post("/sign-out", "sign-out", Who::Signed, run!(sign_out)),
    ]
}

/// A path of this site, and of no other: one slash, and no browser reads a host into it.
pub(super) fn within(path: &str) -> String {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_ours { path.to_owned() } else { "/".to_owned() }
}

fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let to = within(visit.asked("to").unwrap_or("/"));
    if visit.who.is_some() {
        return Ok(Reply::Go(to));
    }
    let mut frame = Frame::of(visit, "sign-in-title");
    if visit.asked(CAME_IN).is_some() {
        frame.wrong.push(("name", frame.t("sign-in-no-cookies")));
    }
    Ok(Reply::Page(StatusCode::OK, SignIn { frame, name: String::new(), to }.render()?))
}

async fn sign_in(visit: &mut Visit) -> Result<Reply, Trouble> {
    if visit.desk.meta().practice {
        return Err(Failure::refused_as(
            Kind::NotAllowed,
            "a practice instance has an open door and no passwords",
            "choose a chair",
        )
        .into());
    }
    let (name, code) = (visit.form.one("name").to_owned(), visit.form.one("code").to_owned());
    // A password may begin or end with a space.
    let password = visit.form.all("password").next().unwrap_or_default().to_owned();
    let origin = visit.origin.clone();
    match visit.desk.sign_in((&name, &password, &code), &origin).await {
        Ok((token, _)) => {
            let actor = visit.desk.enter(&token, &origin).await?;
            visit.who = Some(actor);
            visit.set_cookie(session_cookie(visit.house.is_secure()), &token.text(), false);
            come_in(visit)
        }
        Err(Failure::Refused { kind: Kind::NotRight, .. }) => not_right(visit, name),
        Err(failure) => Err(failure.into()),
    }
}

/// Says that what was shown does not belong together, and asks again.
pub(super) fn not_right(visit: &Visit, name: String) -> Result<Reply, Trouble> {
    let mut frame = Frame::of(visit, "sign-in-title");
    frame.wrong.push(("name", frame.t("trouble-not-right")));
    let to = within(visit.form.one("to"));
    let page = SignIn { frame, name, to };
    Ok(Reply::Page(StatusCode::UNAUTHORIZED, page.render()?))
}

/// Goes on by way of the door, which sees whether the browser kept the session: one that keeps no cookies would
/// otherwise ask to sign in again and again, and never say why.
pub(super) fn come_in(visit: &mut Visit) -> Result<Reply, Trouble> {
    let reply = go_on(visit)?;
    Ok(match reply {
        Reply::Go(to) => Reply::Go(format!("/sign-in?{CAME_IN}=yes&to={to}")),
        page @ (Reply::Page(..) | Reply::File(_)) => page,
    })
}

/// Goes to where somebody wanted to be; what they had typed is shown to be sent again, under the new session.
pub(super) fn go_on(visit: &mut Visit) -> Result<Reply, Trouble> {
    let to = within(visit.form.one("to"));
    let typed =
        visit.form.fields.iter().filter_map(|(name, text)| {
            Some((name.strip_prefix("typed-")?.to_owned(), text.clone()))
        });
    let fields: Vec<(String, String)> = typed.collect();
    if fields.is_empty() {
        return Ok(Reply::Go(to));
    }
    let frame = Frame::of(visit, "again-title");
    Ok(Reply::Page(StatusCode::OK, Again { frame, to, fields }.render()?))
}

fn practice(visit: &mut Visit) -> Result<Reply, Trouble> {
    if !visit.desk.meta().practice {
        return Err(Trouble::Unknown);
    }
    let chair = visit.form.one("chair");
    let Some((name, _)) = PRACTICE.iter().find(|(name, _)| *name == chair) else {
        return Err(Trouble::Unknown);
    };
    visit.set_cookie(CHAIR_COOKIE, name, false);
    Ok(Reply::Go(within(visit.form.one("to"))))
}

fn language(visit: &mut Visit) -> Result<Reply, Trouble> {
    let Some(language) = Language::of_code(visit.form.one("language")) else {
        return Err(Trouble::Unknown);
    };
    visit.set_cookie(LANGUAGE_COOKIE, language.code(), true);
    Ok(Reply::Go(within(visit.form.one("to"))))
}

async fn prove(visit: &mut Visit) -> Result<Reply, Trouble> {
    let code = visit.form.one("code").to_owned();
    visit.desk.prove(&code).await?;
    go_on(visit)
}

async fn sign_out(visit: &mut Visit) -> Result<Reply, Trouble> {
    if visit.desk.signed().is_ok() {
        visit.desk.sign_out().await?;
    }
    visit.set_cookie(session_cookie(visit.house.is_secure()), "", false);
    if visit.desk.meta().practice {
        visit.set_cookie(CHAIR_COOKIE, NO_CHAIR, false);
    }
    Ok(Reply::Go("/sign-in".to_owned()))
}
