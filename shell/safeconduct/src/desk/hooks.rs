//! Making and taking away webhooks. Who keeps accounts keeps these: they too let something out of the instance.

use exchange::journal::STAGES;
use exchange::journal::Verb;
use exchange::journal::account::{Entry, Step};
use exchange::vocabulary::HookId;

use super::Desk;
use super::door::{Need, draw_id};
use crate::cli::{Failure, Kind};
use crate::hooks::{self, Address, HOOKS_MAX, Hook, Progress, Secret};

impl Desk {
    /// Makes a webhook that tells of what is recorded from now on. Its secret is shown this once.
    pub(crate) async fn add_hook(
        &self,
        (address, stages): (Address, &[String]),
        origin: &str,
    ) -> Result<(Hook, String), Failure> {
        self.keeps_hooks().await?;
        let stages = read_stages(stages)?;
        let secret = Secret::draw();
        let told = self.store.version().await?;
        let id = HookId::read(&format!("h-{}", draw_id())).expect("hexadecimal digits do");
        let by = self.signed()?.account_id().clone();
        let made_at = self.now();
        let progress = Progress::after(told);
        let hook = Hook { id, address, stages, secret, by, made_at, progress };
        hooks::change(&self.store, |all| {
            if let Some(one) = all.iter().find(|one| one.address.as_str() == hook.address.as_str())
            {
                return Err(Failure::refused(
                    format!("{} tells {} already", one.id, one.address),
                    "take that one away first, or name another address",
                ));
            }
            if all.len() >= HOOKS_MAX {
                return Err(Failure::refused(
                    format!("there are {HOOKS_MAX} webhooks already"),
                    "take one away first",
                ));
            }
            all.push(hook.clone());
            Ok(())
        })
        .await?;
        self.write_down(origin, Step::HookMade { hook: hook.id.clone() }).await?;
        let shown = hook.secret.text();
        Ok((hook, shown))
    }

    /// Shows the webhooks.
    pub(crate) async fn all_hooks(&self) -> Result<Vec<Hook>, Failure> {
        self.may(Verb::Admit)?;
        hooks::load(&self.store).await
    }

    /// Takes a webhook away.
    pub(crate) async fn drop_hook(&self, id: &HookId, origin: &str) -> Result<(), Failure> {
        self.keeps_hooks().await?;
        hooks::change(&self.store, |all| {
            let before = all.len();
            all.retain(|one| one.id != *id);
            if all.len() < before { Ok(()) } else { Err(unknown(id)) }
        })
        .await?;
        self.write_down(origin, Step::HookDropped { hook: id.clone() }).await
    }

    /// Has a webhook that waits or is switched off go on at once, with the message that was not taken.
    pub(crate) async fn resume_hook(&self, id: &HookId, origin: &str) -> Result<Hook, Failure> {
        self.keeps_hooks().await?;
        let hook = hooks::change(&self.store, |all| {
            let hook = all.iter_mut().find(|one| one.id == *id).ok_or_else(|| unknown(id))?;
            hook.progress.resume();
            Ok(hook.clone())
        })
        .await?;
        self.write_down(origin, Step::HookResumed { hook: id.clone() }).await?;
        Ok(hook)
    }

    async fn keeps_hooks(&self) -> Result<(), Failure> {
        self.may(Verb::Admit)?;
        self.need(Need::Fresh("changing whom messages are sent to")).await
    }

    async fn write_down(&self, origin: &str, step: Step) -> Result<(), Failure> {
        let signed = self.signed()?;
        let entry = Entry {
            account: Some(signed.account_id().clone()),
            session: Some(signed.session().id.clone()),
            ..self.entry(origin, step)
        };
        Ok(self.store.append_entries(&[entry]).await?)
    }
}

/// Checks the stages whose events a webhook tells of.
fn read_stages(stages: &[String]) -> Result<Vec<String>, Failure> {
    if let Some(other) = stages.iter().find(|one| !STAGES.contains(&one.as_str())) {
        return Err(Failure::incomplete(
            format!("{other:?} is no stage"),
            format!("the stages are {}", STAGES.join(", ")),
        ));
    }
    let chosen = STAGES.iter().filter(|stage| stages.iter().any(|one| one == *stage));
    Ok(chosen.map(|stage| (*stage).to_owned()).collect())
}

/// There is no such webhook.
pub(crate) fn unknown(id: &HookId) -> Failure {
    Failure::refused_as(
        Kind::Unknown,
        format!("there is no webhook {id}"),
        "`safeconduct webhook list` shows those there are",
    )
}
