//! Signing in through a provider: where a browser is sent, and what it came back with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem, Type};
use super::call::Call;
use super::operation::{Operation, Who, run};
use super::session::{SessionForm, SignedIn};
use crate::desk::{Away, Back, Ways};
use crate::provider::Provider;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProviderCeremony")]
struct AwayForm {
    /// What is sent again with the code. It is good once, for five minutes, and stays where the sign-in began.
    ceremony: String,
    /// Where the browser goes.
    address: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProviderSignIn {
    #[schemars(length(max = 100))]
    ceremony: String,
    /// The `state` that the browser came back with.
    #[schemars(length(max = 200))]
    state: String,
    /// The `code` that it came back with.
    #[schemars(length(max = 4000))]
    code: String,
    /// The password, where closed compartments are to be opened too.
    #[schemars(length(max = 2000))]
    password: Option<String>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::ask("/session/provider/begin", "beginProviderSignIn", run!(begin))
            .says("Begin to sign in through the provider; the answer is the same for everybody")
            .who(Who::Anybody)
            .gives::<AwayForm>(200),
        Operation::ask("/session/provider", "signInByProvider", run!(sign_in))
            .says("Begin a session with what a browser came back with; it begins without a fresh factor")
            .who(Who::Anybody)
            .takes::<ProviderSignIn>()
            .gives::<SignedIn>(201),
    ]
}

/// The provider of sign-ins.
fn provider(ways: &Ways) -> Result<&Provider, Problem> {
    ways.provider.as_ref().ok_or_else(|| {
        let what = "this server was told of no provider of sign-ins";
        Problem::new(Type::Refused, what, "begin `safeconduct serve` with --provider")
    })
}

async fn begin(call: &mut Call) -> Result<Answer, Problem> {
    let away = call.desk.begin_provider_sign_in(provider(&call.ways)?).await?;
    let Away { ceremony, address } = away;
    Ok(Answer::of(200, &AwayForm { ceremony, address }))
}

async fn sign_in(call: &mut Call) -> Result<Answer, Problem> {
    let ProviderSignIn { ceremony, state, code, password } = call.body()?;
    let password = password.as_deref();
    let back = Back { ceremony: &ceremony, state: &state, code: &code, password };
    let origin = call.origin.clone();
    let signed = call.desk.provider_sign_in(provider(&call.ways)?, back, &origin).await;
    let (token, account) = signed?;
    call.desk.enter(&token, &origin).await?;
    let session = SessionForm::of(call.desk.signed()?.session(), (&account.name, account.role));
    Ok(Answer::of(201, &SignedIn { token: token.text(), session }).at("/session"))
}
