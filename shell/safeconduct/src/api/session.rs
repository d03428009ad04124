//! Signing in and out, showing a code again, and the sessions that there are.

use exchange::journal::account::{
    PROOF_MINUTES_MAX, SESSION_HOURS_MAX, SESSION_IDLE_MINUTES_MAX, Session, people_a_proof,
};
use exchange::journal::{Deed, Purpose};
use exchange::vocabulary::{Role, SessionId};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::Call;
use super::operation::{Operation, Who, at_once, run};
use super::schema;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// The working name of the account.
    #[schemars(length(max = 200))]
    name: String,
    /// The password.
    #[schemars(length(max = 2000))]
    password: String,
    /// A code of the authenticator, or a recovery code.
    #[schemars(length(max = 100))]
    code: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Code {
    /// A code of the authenticator, or a recovery code.
    #[schemars(length(max = 100))]
    code: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct SignedIn {
    /// What opens the session: it is shown once, and nowhere kept.
    pub(super) token: String,
    pub(super) session: SessionForm,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct SessionForm {
    /// The public name of the session.
    #[schemars(schema_with = "schema::id")]
    session: String,
    /// The working name of whose it is.
    name: String,
    /// Their role.
    role: String,
    /// From where it is used.
    origin: String,
    /// When it began.
    made_at: String,
    /// Until when it holds if it is used.
    ends_at: String,
    /// After how many idle minutes it ends before.
    idle_minutes: i64,
    /// Until when what needs a fresh second factor is let through.
    fresh_until: String,
    /// How many people it was shown since a second factor was shown.
    people_shown: u32,
    /// After how many a second factor is asked for again.
    people_a_proof: u32,
    /// What the role may open people's data for.
    purposes: Vec<&'static str>,
}

impl SessionForm {
    pub(super) fn of(session: &Session, (name, role): (&str, Role)) -> Self {
        let later = |at: Timestamp, span| at.checked_add(span).unwrap_or(at).to_string();
        let may = |purpose: &&Purpose| {
            [Deed::Show, Deed::Match, Deed::Export]
                .iter()
                .any(|deed| crate::desk::may_look_at_anybody(role, **purpose, *deed))
        };
        Self {
            session: session.id.to_string(),
            name: name.to_owned(),
            role: role.to_string(),
            origin: session.origin.clone(),
            made_at: session.made_at.to_string(),
            ends_at: later(session.made_at, SignedDuration::from_hours(SESSION_HOURS_MAX)),
            idle_minutes: SESSION_IDLE_MINUTES_MAX,
            fresh_until: later(session.proven_at, SignedDuration::from_mins(PROOF_MINUTES_MAX)),
            people_shown: session.shown,
            people_a_proof: people_a_proof(role),
            purposes: Purpose::ALL.iter().filter(may).map(|one| one.word()).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Sessions {
    /// The sessions that have not ended: one's own, or as an administrator all.
    items: Vec<SessionForm>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::ask("/session", "signIn", run!(sign_in))
            .says("Begin a session with name, password and code")
            .who(Who::Anybody)
            .takes::<SignIn>()
            .gives::<SignedIn>(201),
        Operation::get("/session", "showSession", at_once!(show))
            .says("Show the session whose token is sent")
            .gives::<SessionForm>(200),
        Operation::ask("/session/proof", "prove", run!(prove))
            .says("Show a code again, for what needs a fresh one")
            .takes::<Code>()
            .gives::<SessionForm>(200),
        Operation::delete("/session", "signOut", run!(sign_out))
            .says("End the session whose token is sent"),
        Operation::get("/sessions", "listSessions", run!(list))
            .says("List sessions that have not ended")
            .gives::<Sessions>(200),
        Operation::delete("/sessions/{session}", "revokeSession", run!(revoke))
            .says("End a session at once"),
    ]
}

async fn sign_in(call: &mut Call) -> Result<Answer, Problem> {
    let SignIn { name, password, code } = call.body()?;
    let origin = call.origin.clone();
    let (token, account) = call.desk.sign_in((&name, &password, &code), &origin).await?;
    call.desk.enter(&token, &origin).await?;
    let session = SessionForm::of(call.desk.signed()?.session(), (&account.name, account.role));
    Ok(Answer::of(201, &SignedIn { token: token.text(), session }).at("/session"))
}

pub(super) fn own(call: &Call) -> Result<SessionForm, Problem> {
    let actor = call.actor()?;
    Ok(SessionForm::of(call.desk.signed()?.session(), (&actor.name, actor.role)))
}

fn show(call: &Call) -> Result<Answer, Problem> {
    Ok(Answer::of(200, &own(call)?))
}

async fn prove(call: &mut Call) -> Result<Answer, Problem> {
    let Code { code } = call.body()?;
    call.desk.prove(&code).await?;
    Ok(Answer::of(200, &own(call)?))
}

async fn sign_out(call: &mut Call) -> Result<Answer, Problem> {
    call.desk.sign_out().await?;
    Ok(Answer::nothing())
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let accounts = call.desk.store().accounts().await?;
    let role = |session: &Session| {
        let kept = accounts.iter().find(|kept| kept.account.id == session.account);
        kept.map(|kept| kept.account.role)
    };
    let open = call.desk.open_sessions().await?;
    let items = open
        .iter()
        .filter_map(|(session, name)| Some(SessionForm::of(session, (name, role(session)?))))
        .collect();
    Ok(Answer::of(200, &Sessions { items }))
}

async fn revoke(call: &mut Call) -> Result<Answer, Problem> {
    let session: SessionId = call.id("session")?;
    let origin = call.origin.clone();
    match call.desk.revoke(Some(&session), None, &origin).await? {
        0 => Err(Problem::unknown()),
        _ => Ok(Answer::nothing()),
    }
}
