//! Secrets of an account: a password that is chosen, and what is shown once for its owner to write down.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::account::{Account, PasswordRefusal, check_password};

use super::super::frame::Frame;
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::desk::{CODE_DIGITS, CODE_SECONDS, Shown};

#[derive(Template)]
#[template(path = "oversight/once.html")]
struct Once {
    frame: Frame,
    name: String,
    secret: String,
    /// What an authenticator on this device opens.
    address: String,
    recovery: Vec<String>,
    /// Where one goes from here.
    back: &'static str,
}

/// The page that shows new secrets. They are nowhere to be seen again.
pub(super) fn page(
    visit: &Visit,
    (account, shown): (&Account, Shown),
    back: &'static str,
) -> Result<Reply, Trouble> {
    let page = Once {
        frame: Frame::of(visit, "once-title"),
        name: account.name.clone(),
        address: address(account, &shown),
        secret: shown.secret,
        recovery: shown.recovery,
        back,
    };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// What authenticators take (Google's Key Uri Format, which all of them read).
fn address(account: &Account, shown: &Shown) -> String {
    format!(
        "otpauth://totp/safeconduct:{}?secret={}&issuer=safeconduct&digits={CODE_DIGITS}&period={CODE_SECONDS}",
        account.id, shown.secret
    )
}

/// Reads the password that was typed twice; puts what is wrong with it on the page.
pub(super) fn password(
    visit: &Visit,
    (first, name): (usize, &str),
    frame: &mut Frame,
) -> Option<String> {
    // A password may begin or end with a space.
    let typed: Vec<&str> = visit.form.all("password").skip(first).take(2).collect();
    let [password, again] = typed.as_slice() else {
        frame.wrong.push(("password", frame.t("password-missing")));
        return None;
    };
    let key = match check_password(password, name) {
        Ok(()) if password == again => return Some((*password).to_owned()),
        Ok(()) => {
            frame.wrong.push(("again", frame.t("password-differs")));
            return None;
        }
        Err(PasswordRefusal::Length(_)) => "password-length",
        Err(PasswordRefusal::Plain) => "password-plain",
        Err(PasswordRefusal::Common) => "password-common",
        Err(PasswordRefusal::Name) => "password-name",
    };
    frame.wrong.push(("password", frame.t(key)));
    None
}
