//! One's own account: password, codes, passkeys and sessions.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::account::people_a_proof;

use super::super::frame::Frame;
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::once;
use super::sessions::{self, PasskeyRow, SessionRow};
use crate::cli::Failure;
use crate::desk::Who;

#[derive(Template)]
#[template(path = "oversight/account.html")]
struct Own {
    frame: Frame,
    /// How many people may be shown by one proof.
    people: usize,
    /// None in a practice instance, which has no accounts.
    account: Option<Kept>,
}

/// What is kept of an account.
struct Kept {
    codes_left: usize,
    sessions: Vec<SessionRow>,
    passkeys: Vec<PasskeyRow>,
}

#[derive(Template)]
#[template(path = "oversight/password.html")]
struct Password {
    frame: Frame,
    name: String,
    action: String,
    /// Whether the earlier password is asked for.
    is_own: bool,
}

pub(super) fn pages() -> Vec<Page> {
    vec![
        Page::get("/account", "account-page", Who::Signed, run!(own)),
        Page::get("/account/password", "password-page", Who::Signed, run!(ask_password)),
        Page::post("/account/password", "set-password", Who::Signed, run!(set_password)),
        Page::post("/account/codes", "set-codes", Who::Signed, run!(set_codes)),
    ]
}

async fn own(visit: &mut Visit) -> Result<Reply, Trouble> {
    let role = visit.actor()?.role;
    let account = if visit.desk.meta().practice {
        None
    } else {
        let seen = visit.desk.own_account().await?;
        let sessions = sessions::of(visit, &seen.account).await?;
        let passkeys = sessions::passkeys(visit, &seen);
        let codes_left = usize::try_from(seen.codes_left).unwrap_or(usize::MAX);
        Some(Kept { codes_left, sessions, passkeys })
    };
    let people = usize::try_from(people_a_proof(role)).unwrap_or(usize::MAX);
    let frame = Frame::of(visit, "account-title");
    Ok(Reply::Page(StatusCode::OK, Own { frame, people, account }.render()?))
}

/// The page on which a new password is typed.
pub(super) fn password_page(
    status: StatusCode,
    frame: Frame,
    (name, action): (&str, String),
    is_own: bool,
) -> Result<Reply, Trouble> {
    let page = Password { frame, name: name.to_owned(), action, is_own };
    Ok(Reply::Page(status, page.render()?))
}

async fn ask_password(visit: &mut Visit) -> Result<Reply, Trouble> {
    let name = visit.desk.own_account().await?.account.name;
    let frame = Frame::of(visit, "password-title");
    password_page(StatusCode::OK, frame, (&name, "/account/password".to_owned()), true)
}

async fn set_password(visit: &mut Visit) -> Result<Reply, Trouble> {
    let name = visit.desk.own_account().await?.account.name;
    let mut frame = Frame::of(visit, "password-title");
    let old = visit.form.all("password").next().unwrap_or_default().to_owned();
    if let Some(new) = once::password(visit, (1, &name), &mut frame) {
        let origin = visit.origin.clone();
        match visit.desk.set_password(None, (Some(&old), &new), &origin).await {
            Ok(_) => return Ok(Reply::Go("/account?done=password".to_owned())),
            Err(Failure::Refused { kind: crate::cli::Kind::Rule, .. }) => {
                frame.wrong.push(("old", frame.t("password-old-wrong")));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    let at = (name.as_str(), "/account/password".to_owned());
    password_page(StatusCode::UNPROCESSABLE_ENTITY, frame, at, true)
}

async fn set_codes(visit: &mut Visit) -> Result<Reply, Trouble> {
    let origin = visit.origin.clone();
    let (account, shown) = visit.desk.set_codes(None, &origin).await?;
    once::page(visit, (&account, shown), "/account")
}
