//! Webhooks: where messages go, and what came of the last of them.

use exchange::journal::Verb;
use exchange::vocabulary::HookId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Problem};
use super::call::Call;
use super::operation::{Operation, Who, run};
use super::schema;
use crate::hooks::{Address, Hook, Standing};

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewHook {
    /// Where messages go: an https address that everybody can reach. One in the own network is named on the
    /// machine itself.
    #[schemars(length(max = 500))]
    url: String,
    /// The stages whose events it is told of; all where none is named.
    #[serde(default)]
    #[schemars(length(max = 9))]
    stages: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct HookForm {
    /// The opaque name of the webhook.
    #[schemars(schema_with = "schema::id")]
    webhook: String,
    url: String,
    /// The stages whose events it is told of; all where none is named.
    stages: Vec<String>,
    made_at: String,
    /// The number of the last event that it has told of.
    told: u64,
    /// `on`, `waits` or `off`.
    standing: &'static str,
    /// Until when it waits, or since when it is switched off.
    standing_at: Option<String>,
}

impl HookForm {
    fn of(hook: &Hook, call: &Call) -> Self {
        let (standing, at) = match hook.standing(call.desk.now()) {
            Standing::On => ("on", None),
            Standing::Waits(until) => ("waits", Some(until)),
            Standing::Off(at) => ("off", Some(at)),
        };
        Self {
            webhook: hook.id.to_string(),
            url: hook.address.to_string(),
            stages: hook.stages.clone(),
            made_at: hook.made_at.to_string(),
            told: hook.progress.told,
            standing,
            standing_at: at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct MadeHook {
    /// What the messages are signed with: it is shown once.
    secret: String,
    webhook: HookForm,
}

#[derive(Serialize, JsonSchema)]
struct Hooks {
    items: Vec<HookForm>,
}

#[derive(Serialize, JsonSchema)]
struct DeliveryForm {
    /// The number of the event.
    number: u64,
    at: String,
    is_taken: bool,
    /// What came of it, in words.
    came: String,
}

#[derive(Serialize, JsonSchema)]
struct Deliveries {
    /// The last deliveries, the oldest first.
    items: Vec<DeliveryForm>,
}

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/webhooks", "listWebhooks", run!(list))
            .says("List where messages go")
            .who(Who::May(Verb::Admit))
            .gives::<Hooks>(200),
        Operation::ask("/webhooks", "makeWebhook", run!(make))
            .says("Have an address told of what is recorded from now on; one address is told once")
            .who(Who::May(Verb::Admit))
            .takes::<NewHook>()
            .gives::<MadeHook>(201),
        Operation::delete("/webhooks/{webhook}", "dropWebhook", run!(drop_hook))
            .says("Take a webhook away")
            .who(Who::May(Verb::Admit)),
        Operation::ask("/webhooks/{webhook}/resume", "resumeWebhook", run!(resume))
            .says("Have a webhook that waits or is switched off go on at once")
            .who(Who::May(Verb::Admit))
            .gives::<HookForm>(200),
        Operation::get("/webhooks/{webhook}/deliveries", "listDeliveries", run!(deliveries))
            .says("Show the last deliveries of a webhook")
            .who(Who::May(Verb::Admit))
            .gives::<Deliveries>(200),
    ]
}

async fn list(call: &mut Call) -> Result<Answer, Problem> {
    let hooks = call.desk.all_hooks().await?;
    let items = hooks.iter().map(|hook| HookForm::of(hook, call)).collect();
    Ok(Answer::of(200, &Hooks { items }))
}

async fn make(call: &mut Call) -> Result<Answer, Problem> {
    let NewHook { url, stages } = call.body()?;
    let address = Address::read(&url, false)?;
    let (hook, secret) = call.desk.add_hook((address, &stages), &call.origin).await?;
    let webhook = HookForm::of(&hook, call);
    Ok(Answer::of(201, &MadeHook { secret, webhook }).at(&format!("/webhooks/{}", hook.id)))
}

async fn drop_hook(call: &mut Call) -> Result<Answer, Problem> {
    let hook: HookId = call.id("webhook")?;
    call.desk.drop_hook(&hook, &call.origin).await?;
    Ok(Answer::nothing())
}

async fn resume(call: &mut Call) -> Result<Answer, Problem> {
    let hook: HookId = call.id("webhook")?;
    let hook = call.desk.resume_hook(&hook, &call.origin).await?;
    Ok(Answer::of(200, &HookForm::of(&hook, call)))
}

async fn deliveries(call: &mut Call) -> Result<Answer, Problem> {
    let hook: HookId = call.id("webhook")?;
    let hooks = call.desk.all_hooks().await?;
    let hook = hooks.into_iter().find(|one| one.id == hook).ok_or_else(Problem::unknown)?;
    let items = hook.progress.deliveries.iter().map(|one| DeliveryForm {
        number: one.number,
        at: one.at.to_string(),
        is_taken: one.came.is_taken(),
        came: one.came.words(),
    });
    Ok(Answer::of(200, &Deliveries { items: items.collect() }))
}
