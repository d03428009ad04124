//! Who may sign in: accounts made, changed and ended.

use askama::Template;
use axum::http::StatusCode;
use exchange::journal::account::{Account, check_name};
use exchange::journal::{Compartment, Verb};
use exchange::vocabulary::{AccountId, Role};

use super::super::frame::{Choice, Frame};
use super::super::serve::{Page, run};
use super::super::trouble::Trouble;
use super::super::visit::{Reply, Visit};
use super::super::words::Language;
use super::sessions::{self, PasskeyRow, SessionRow};
use super::{account, once};
use crate::cli::{Failure, Kind};
use crate::desk::Who;

/// The most accounts that one page shows.
const ACCOUNTS_MAX: usize = 500;

/// An account in the list.
struct Row {
    id: String,
    name: String,
    role: String,
    language: String,
    is_disabled: bool,
    sessions: usize,
}

#[derive(Template)]
#[template(path = "oversight/administration.html")]
struct Administration {
    frame: Frame,
    accounts: Vec<Row>,
    more: usize,
    /// Which compartments are closed, in the words of the core.
    closed: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "oversight/new-account.html")]
struct New {
    frame: Frame,
    typed: String,
    roles: Vec<Choice>,
    languages: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "oversight/one-account.html")]
struct One {
    frame: Frame,
    id: String,
    role: String,
    language: String,
    is_disabled: bool,
    is_own: bool,
    codes_left: usize,
    roles: Vec<Choice>,
    sessions: Vec<SessionRow>,
    passkeys: Vec<PasskeyRow>,
    /// The closed compartments that it has the keys of.
    has: Vec<&'static str>,
    may_be_admitted: bool,
}

pub(super) fn pages() -> Vec<Page> {
    let who = Who::May(Verb::Admit);
    vec![
        Page::get("/administration", "administration-page", who, run!(show)),
        Page::get("/administration/new", "new-account-page", who, run!(ask_new)),
        Page::post("/administration/new", "add-account", who, run!(add)),
        Page::get("/administration/accounts/{account}", "one-account-page", who, run!(one)),
        Page::post("/administration/accounts/{account}/role", "set-role", who, run!(set_role)),
        Page::post("/administration/accounts/{account}/disable", "disable", who, run!(disable)),
        Page::post("/administration/accounts/{account}/enable", "enable", who, run!(enable)),
        Page::get("/administration/accounts/{account}/password", "ask", who, run!(ask_password)),
        Page::post("/administration/accounts/{account}/password", "set", who, run!(set_password)),
        Page::post("/administration/accounts/{account}/codes", "set-codes", who, run!(set_codes)),
        Page::post("/administration/accounts/{account}/end", "end-sessions", who, run!(end_all)),
        Page::post("/administration/accounts/{account}/admit", "admit", who, run!(admit)),
    ]
}

fn roles(visit: &Visit, chosen: &str) -> Vec<Choice> {
    let words = visit.words;
    let named = Role::ALL.into_iter().map(|role| (role, words.t(&format!("role-{}", role.word()))));
    Choice::list(named.map(|(role, label)| (role.word(), label)), chosen)
}

/// Reads a role; none, where none was chosen.
fn role(word: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.word() == word)
}

async fn show(visit: &mut Visit) -> Result<Reply, Trouble> {
    let (mut accounts, mut closed) = (Vec::new(), Vec::new());
    if !visit.desk.meta().practice {
        let sessions = visit.desk.open_sessions().await?;
        for account in visit.desk.all_accounts().await? {
            let of = sessions.iter().filter(|(session, _)| session.account == account.id);
            accounts.push(Row {
                id: account.id.to_string(),
                role: visit.words.t(&format!("role-{}", account.role.word())),
                language: language_name(&account),
                is_disabled: account.is_disabled,
                sessions: of.count(),
                name: account.name,
            });
        }
        closed.extend(visit.desk.store().closed().into_iter().map(Compartment::word));
    }
    let more = accounts.len().saturating_sub(ACCOUNTS_MAX);
    accounts.truncate(ACCOUNTS_MAX);
    let frame = Frame::of(visit, "administration-title");
    let page = Administration { frame, accounts, more, closed };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// The language of an account in itself, where it is one of the pages'.
fn language_name(account: &Account) -> String {
    let code = account.language.as_deref().unwrap_or("–");
    Language::of_code(code).map_or_else(|| code.to_owned(), |one| one.own_name().to_owned())
}

fn new_page(visit: &Visit, status: StatusCode, frame: Frame) -> Result<Reply, Trouble> {
    let languages = Language::ALL.map(|one| (one.code(), one.own_name().to_owned()));
    let page = New {
        frame,
        typed: visit.form.one("name").to_owned(),
        roles: roles(visit, visit.form.one("role")),
        languages: Choice::list(languages, visit.form.one("language")),
    };
    Ok(Reply::Page(status, page.render()?))
}

async fn ask_new(visit: &mut Visit) -> Result<Reply, Trouble> {
    // Whoever must show a code shows it before anything is typed.
    visit.desk.may_keep_accounts().await?;
    new_page(visit, StatusCode::OK, Frame::of(visit, "new-account-title"))
}

async fn add(visit: &mut Visit) -> Result<Reply, Trouble> {
    let mut frame = Frame::of(visit, "new-account-title");
    let name = visit.form.one("name").to_owned();
    if check_name(&name).is_err() {
        frame.wrong.push(("name", frame.t("new-account-name-wrong")));
    }
    let role = role(visit.form.one("role"));
    if role.is_none() {
        frame.wrong.push(("role", frame.t("new-account-role-wrong")));
    }
    let password = once::password(visit, (0, &name), &mut frame);
    let language = Language::of_code(visit.form.one("language")).map(|one| one.code().to_owned());
    if let (Some(role), Some(password), true) = (role, password, frame.wrong.is_empty()) {
        let origin = visit.origin.clone();
        match visit.desk.make_account((&name, role, language), &password, &origin).await {
            Ok((account, shown)) => {
                return once::page(visit, (&account, shown), "/administration");
            }
            Err(Failure::Refused { kind: Kind::Rule, .. }) => {
                frame.wrong.push(("name", frame.t("new-account-name-taken")));
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    new_page(visit, StatusCode::UNPROCESSABLE_ENTITY, frame)
}

async fn one(visit: &mut Visit) -> Result<Reply, Trouble> {
    let id: AccountId = visit.id("account")?;
    let seen = visit.desk.account_by_id(&id).await?;
    let sessions = sessions::of(visit, &seen.account).await?;
    let keyring = visit.desk.keyring().await?;
    let held = keyring.accounts.iter().find(|one| one.account.id == id);
    let closed = &keyring.closed;
    let has: Vec<_> = held.map(|held| held.has.clone()).unwrap_or_default();
    let may_be_admitted = held.is_some_and(|held| {
        let may = held.may.iter().filter(|one| closed.contains(one)).count();
        held.is_own && !held.account.is_disabled && held.has.len() < may
    });
    let account = &seen.account;
    let page = One {
        frame: Frame::titled(visit, account.name.clone()),
        id: account.id.to_string(),
        role: visit.words.t(&format!("role-{}", account.role.word())),
        language: language_name(account),
        is_disabled: account.is_disabled,
        is_own: *visit.desk.signed()?.account_id() == account.id,
        codes_left: usize::try_from(seen.codes_left).unwrap_or(usize::MAX),
        roles: roles(visit, account.role.word()),
        sessions,
        passkeys: sessions::passkeys(visit, &seen),
        has: has.into_iter().map(Compartment::word).collect(),
        may_be_admitted,
    };
    Ok(Reply::Page(StatusCode::OK, page.render()?))
}

/// Finds the account that a page is about, for who may change it.
async fn named(visit: &Visit) -> Result<Account, Trouble> {
    let id: AccountId = visit.id("account")?;
    Ok(visit.desk.account_by_id(&id).await?.account)
}

fn back(account: &Account, done: &str) -> Reply {
    Reply::Go(format!("/administration/accounts/{}?done={done}", account.id))
}

async fn set_role(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let role = role(visit.form.one("role")).ok_or(Trouble::Unknown)?;
    let origin = visit.origin.clone();
    visit.desk.set_role(&account.name, role, &origin).await?;
    if *visit.desk.signed()?.account_id() == account.id {
        // From here on this session is another role's.
        return Ok(Reply::Go("/".to_owned()));
    }
    Ok(back(&account, "role"))
}

async fn disable(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let origin = visit.origin.clone();
    visit.desk.set_disabled(&account.name, true, &origin).await?;
    Ok(back(&account, "disabled"))
}

async fn enable(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let origin = visit.origin.clone();
    visit.desk.set_disabled(&account.name, false, &origin).await?;
    Ok(back(&account, "enabled"))
}

async fn ask_password(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    if *visit.desk.signed()?.account_id() == account.id {
        return Ok(Reply::Go("/account/password".to_owned()));
    }
    let frame = Frame::of(visit, "password-title");
    let action = format!("/administration/accounts/{}/password", account.id);
    account::password_page(StatusCode::OK, frame, (&account.name, action), false)
}

async fn set_password(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let mut frame = Frame::of(visit, "password-title");
    if let Some(new) = once::password(visit, (0, &account.name), &mut frame) {
        let origin = visit.origin.clone();
        visit.desk.set_password(Some(&account.name), (None, &new), &origin).await?;
        return Ok(back(&account, "password"));
    }
    let action = format!("/administration/accounts/{}/password", account.id);
    let at = (account.name.as_str(), action);
    account::password_page(StatusCode::UNPROCESSABLE_ENTITY, frame, at, false)
}

async fn set_codes(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let origin = visit.origin.clone();
    let (account, shown) = visit.desk.set_codes(Some(&account.name), &origin).await?;
    once::page(visit, (&account, shown), "/administration")
}

async fn end_all(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let origin = visit.origin.clone();
    visit.desk.revoke(None, Some(&account.name), &origin).await?;
    Ok(back(&account, "session"))
}

async fn admit(visit: &mut Visit) -> Result<Reply, Trouble> {
    let account = named(visit).await?;
    let origin = visit.origin.clone();
    visit.desk.admit_to_keys(&account.name, None, &origin).await?;
    Ok(back(&account, "admitted"))
}
