//! `safeconduct webhook`: which other programs are told that something happened.

use clap::Subcommand;
use exchange::vocabulary::HookId;

use super::account::On;
use super::{Failure, Out, counted, token};
use crate::desk::Desk;
use crate::hooks::{Address, HOOKS_MAX, Hook, Standing};

/// The webhooks of one instance. `safeconduct serve` sends their messages.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Have an address told of what is recorded from now on, by opaque references; its secret is shown once
    Add {
        /// Where messages go, such as `https://example.org/safeconduct`
        #[arg(value_name = "URL")]
        url: String,
        /// A stage whose events it is told of (may be repeated); without it all
        #[arg(long = "stage", value_name = "WORD")]
        stages: Vec<String>,
        /// The address may lie in the own network; on this machine it may then be plain http
        #[arg(long)]
        private: bool,
        #[command(flatten)]
        on: On,
    },
    /// List the webhooks
    List(On),
    /// Show the last deliveries of a webhook
    Deliveries {
        /// Which
        hook: HookId,
        #[command(flatten)]
        on: On,
    },
    /// Have a webhook that waits or is switched off go on at once
    Resume {
        /// Which
        hook: HookId,
        #[command(flatten)]
        on: On,
    },
    /// Take a webhook away; nothing more is sent
    Drop {
        /// Which
        hook: HookId,
        #[command(flatten)]
        on: On,
    },
}

/// Runs the command.
pub(crate) async fn run(command: Command, out: &mut Out) -> Result<(), Failure> {
    let origin = token::origin();
    match command {
        Command::Add { url, stages, private, on } => {
            let address = Address::read(&url, private)?;
            let (hook, secret) = on.open().await?.add_hook((address, &stages), &origin).await?;
            out.line(format!("{} tells {} of {}", hook.id, hook.address, stages_of(&hook)))?;
            out.line("shown once; whoever receives the messages checks their signature with it:")?;
            out.line(format!("  secret    {secret}"))?;
            out.line("`safeconduct serve` sends the messages while it runs")
        }
        Command::List(on) => list(&on.open().await?, out).await,
        Command::Deliveries { hook, on } => {
            let all = on.open().await?.all_hooks().await?;
            let Some(hook) = all.into_iter().find(|one| one.id == hook) else {
                return Err(crate::desk::unknown_hook(&hook));
            };
            for one in &hook.progress.deliveries {
                out.line(format!("{}  event {}  {}", one.at, one.number, one.came.words()))?;
            }
            out.line(counted(hook.progress.deliveries.len(), "delivery"))
        }
        Command::Resume { hook, on } => {
            let hook = on.open().await?.resume_hook(&hook, &origin).await?;
            out.line(format!("{} goes on after event {}", hook.id, hook.progress.told))
        }
        Command::Drop { hook, on } => {
            on.open().await?.drop_hook(&hook, &origin).await?;
            out.line(format!("took {hook} away"))
        }
    }
}

async fn list(desk: &Desk, out: &mut Out) -> Result<(), Failure> {
    let hooks = desk.all_hooks().await?;
    let version = desk.store().version().await?;
    for hook in &hooks {
        let standing = match hook.standing(desk.now()) {
            Standing::On => "on".to_owned(),
            Standing::Waits(until) => format!("waits until {until}"),
            Standing::Off(at) => format!("switched off at {at}; `webhook resume` has it go on"),
        };
        out.line(format!(
            "{}  {}  {}  told up to event {} of {version}  {standing}",
            hook.id,
            hook.address,
            stages_of(hook),
            hook.progress.told
        ))?;
    }
    out.line(format!("{} of at most {HOOKS_MAX}", counted(hooks.len(), "webhook")))
}

fn stages_of(hook: &Hook) -> String {
    if hook.stages.is_empty() { "all stages".to_owned() } else { hook.stages.join(", ") }
}
