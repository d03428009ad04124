//! Passkeys: adding one, signing in by one, showing one again. What a browser is told and answers is that of
//! Web Authentication, as JSON (`PublicKeyCredential.parseCreationOptionsFromJSON`, `toJSON`).

use exchange::vocabulary::PasskeyId;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::answer::{Answer, Problem, Type};
use super::call::{Call, unusable};
use super::operation::{Operation, Who, run};
use super::schema;
use super::session::{SessionForm, SignedIn, own};
use crate::desk::{Begun, LABEL_LETTERS_MAX, ShownPasskey, Site, Ways};

fn credential(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": "what the device answered, as `PublicKeyCredential.toJSON()` writes it",
        "required": ["id", "rawId", "response", "type"],
    })
}

fn options(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "description": "the `publicKey` options that the browser hands to the device",
    })
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Ceremony")]
struct BegunForm {
    /// What the answer names. It is good once, for five minutes.
    ceremony: String,
    #[schemars(schema_with = "options")]
    options: Value,
}

impl BegunForm {
    fn of(begun: Begun) -> Self {
        Self { ceremony: begun.ceremony, options: begun.options }
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPasskey {
    #[schemars(length(max = 100))]
    ceremony: String,
    /// What its owner calls it.
    #[schemars(length(min = 1, max = LABEL_LETTERS_MAX))]
    label: String,
    #[schemars(schema_with = "credential")]
    credential: Value,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PasskeySignIn {
    #[schemars(length(max = 100))]
    ceremony: String,
    #[schemars(schema_with = "credential")]
    credential: Value,
    /// The password, where closed compartments are to be opened too.
    #[schemars(length(max = 2000))]
    password: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyProof {
    #[schemars(length(max = 100))]
    ceremony: String,
    #[schemars(schema_with = "credential")]
    credential: Value,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Passkey")]
struct PasskeyForm {
    #[schemars(schema_with = "schema::id")]
    passkey: String,
    /// The working name of whose it is.
    owner: String,
    label: String,
    made_at: String,
    /// When it was last shown.
    shown_at: Option<String>,
}

impl PasskeyForm {
    fn of(shown: ShownPasskey) -> Self {
        let ShownPasskey { passkey, owner } = shown;
        Self {
            passkey: passkey.id.to_string(),
            owner,
            label: passkey.label,
            made_at: passkey.made_at.to_string(),
            shown_at: passkey.shown_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Passkeys {
    /// One's own passkeys, the oldest first.
    items: Vec<PasskeyForm>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::ask("/session/passkey/begin", "beginPasskeySignIn", run!(begin_sign_in))
            .says("Begin to sign in by a passkey; the answer is the same for everybody")
            .who(Who::Anybody)
            .gives::<BegunForm>(200),
        Operation::ask("/session/passkey", "signInByPasskey", run!(sign_in))
            .says("Begin a session with a passkey")
            .who(Who::Anybody)
            .takes::<PasskeySignIn>()
            .gives::<SignedIn>(201),
        Operation::ask("/session/proof/passkey/begin", "beginPasskeyProof", run!(begin_proof))
            .says("Begin to show a passkey again")
            .gives::<BegunForm>(200),
        Operation::ask("/session/proof/passkey", "proveByPasskey", run!(prove))
            .says("Show a passkey again, for what needs a fresh second factor")
            .takes::<PasskeyProof>()
            .gives::<SessionForm>(200),
        Operation::get("/passkeys", "listPasskeys", run!(list))
            .says("List one's own passkeys")
            .gives::<Passkeys>(200),
        Operation::ask("/passkeys/begin", "beginPasskey", run!(begin))
            .says("Begin to add a passkey")
            .gives::<BegunForm>(200),
        Operation::ask("/passkeys", "addPasskey", run!(add))
            .says("Add the passkey that a device made")
            .takes::<NewPasskey>()
            .gives::<PasskeyForm>(201),
        Operation::delete("/passkeys/{passkey}", "dropPasskey", run!(drop_passkey))
            .says("Take a passkey away: one's own, or as an administrator anybody's"),
    ]
}

/// The site that passkeys are bound to.
fn site(ways: &Ways) -> Result<&Site, Problem> {
    ways.site.as_ref().ok_or_else(|| {
        let what = "this server does not say under which address browsers reach it";
        Problem::new(Type::Refused, what, "begin `safeconduct serve` with --site")
    })
}

/// Reads what a device answered. What cannot be read is told without its words.
fn read<T: DeserializeOwned>(credential: Value) -> Result<T, Problem> {
    serde_json::from_value(credential).map_err(|_unread| {
        unusable("the credential is not what a browser writes", "send what `toJSON()` gives")
    })
}

async fn begin_sign_in(call: &mut Call) -> Result<Answer, Problem> {
    let begun = call.desk.begin_passkey_sign_in(site(&call.ways)?).await?;
    Ok(Answer::of(200, &BegunForm::of(begun)))
}

async fn sign_in(call: &mut Call) -> Result<Answer, Problem> {
    let PasskeySignIn { ceremony, credential, password } = call.body()?;
    let (shown, origin) = (read(credential)?, call.origin.clone());
    let asked = (ceremony.as_str(), &shown, password.as_deref());
    let (token, account) = call.desk.passkey_sign_in(site(&call.ways)?, asked, &origin).await?;
    call.desk.enter(&token, &origin).await?;
    let session = SessionForm::of(call.desk.signed()?.session(), (&account.name, account.role));
    Ok(Answer::of(201, &SignedIn { token: token.text(), session }).at("/session"))
}

async fn begin_proof(call: &mut Call) -> Result<Answer, Problem> {
    let begun = call.desk.begin_passkey_proof(site(&call.ways)?).await?;
    Ok(Answer::of(200, &BegunForm::of(begun)))
}

async fn prove(call: &mut Call) -> Result<Answer, Problem> {
    let PasskeyProof { ceremony, credential } = call.body()?;
    let shown = read(credential)?;
    call.desk.passkey_proof(site(&call.ways)?, (&ceremony, &shown)).await?;
    Ok(Answer::of(200, &own(call)?))
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let all = call.desk.passkeys(None).await?;
    Ok(Answer::of(200, &Passkeys { items: all.into_iter().map(PasskeyForm::of).collect() }))
}

async fn begin(call: &mut Call) -> Result<Answer, Problem> {
    let begun = call.desk.begin_passkey(site(&call.ways)?).await?;
    Ok(Answer::of(200, &BegunForm::of(begun)))
}

async fn add(call: &mut Call) -> Result<Answer, Problem> {
    let NewPasskey { ceremony, label, credential } = call.body()?;
    let made = read(credential)?;
    let asked = (ceremony.as_str(), label.as_str(), &made);
    let passkey = call.desk.add_passkey(site(&call.ways)?, asked).await?;
    let at = format!("/passkeys/{}", passkey.id);
    let owner = call.desk.signed()?.name();
    Ok(Answer::of(201, &PasskeyForm::of(ShownPasskey { passkey, owner })).at(&at))
}

async fn drop_passkey(call: &mut Call) -> Result<Answer, Problem> {
    let passkey: PasskeyId = call.id("passkey")?;
    call.desk.drop_passkey(&passkey, &call.origin).await?;
    Ok(Answer::nothing())
}
