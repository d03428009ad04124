//! Sessions and passkeys of an account: shown, and ended or taken away.

use exchange::journal::account::Account;
use exchange::vocabulary::{PasskeyId, SessionId};

use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use crate::cli::Failure;
use crate::desk::{Seen, Who};

/// One session.
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) origin: String,
    pub(super) made: String,
    pub(super) used: String,
    pub(super) is_this: bool,
}

/// One passkey.
pub(super) struct PasskeyRow {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) made: String,
    pub(super) shown: String,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::Signed;
    vec![
        Page::post("/sessions/{session}/end", "end-session", who, run!(end)),
        Page::post("/passkeys/{passkey}/drop", "drop-passkey", who, run!(drop_passkey)),
    ]
}

/// The sessions of an account that have not ended.
pub(super) async fn of(visit: &Visit, account: &Account) -> Result<Vec<SessionRow>, Trouble> {
    let own = visit.desk.signed()?.session().id.clone();
    let all = visit.desk.open_sessions().await?;
    let mine = all.into_iter().filter(|(session, _)| session.account == account.id);
    let rows = mine.map(|(session, _)| SessionRow {
        is_this: session.id == own,
        id: session.id.to_string(),
        origin: session.origin,
        made: visit.words.moment(session.made_at),
        used: visit.words.moment(session.seen_at),
    });
    Ok(rows.collect())
}

/// The passkeys of an account.
pub(super) fn passkeys(visit: &Visit, seen: &Seen) -> Vec<PasskeyRow> {
    let words = visit.words;
    let row = |one: &store::Passkey| PasskeyRow {
        id: one.id.to_string(),
        label: one.label.clone(),
        made: words.moment(one.made_at),
        shown: one.shown_at.map_or_else(|| words.t("passkeys-never"), |at| words.moment(at)),
    };
    seen.passkeys.iter().map(row).collect()
}

/// Where whoever changed something of an account goes on: to the account that the page was about.
fn back(visit: &Visit, done: &str) -> Reply {
    let account = visit.form.one("account");
    let plain = !account.is_empty()
        && account.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    Reply::Go(if plain {
        format!("/administration/accounts/{account}?done={done}")
    } else {
        format!("/account?done={done}")
    })
}

async fn end(visit: &mut Visit) -> Result<Reply, Trouble> {
    let session: SessionId = visit.id("session")?;
    let origin = visit.origin.clone();
    if visit.desk.revoke(Some(&session), None, &origin).await? == 0 {
        return Err(Failure::refused(
            "there is no such session, or it has ended",
            "look at the list again",
        )
        .into());
    }
    Ok(back(visit, "session"))
}

async fn drop_passkey(visit: &mut Visit) -> Result<Reply, Trouble> {
    let passkey: PasskeyId = visit.id("passkey")?;
    let origin = visit.origin.clone();
    visit.desk.drop_passkey(&passkey, &origin).await?;
    Ok(back(visit, "passkey-dropped"))
}
