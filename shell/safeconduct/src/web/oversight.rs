//! Looking after an instance: accounts, its health, who looked at whom and why, and what must go.

mod account;
mod administration;
mod health;
mod looks;
mod once;
mod retention;
mod sessions;
mod trail;

use super::serve::Page;
use super::trouble::Trouble;
use super::visit::Visit;

/// The pages.
pub(super) fn pages() -> Vec<Page> {
    let parts = [
        account::pages(),
        administration::pages(),
        sessions::pages(),
        health::pages(),
        trail::pages(),
        looks::pages(),
        retention::pages(),
    ];
    parts.into_iter().flatten().collect()
}

/// Counts what waits beside what the journal knows: queue, number, and where it is worked on.
pub(super) async fn waiting(
    visit: &Visit,
) -> Result<Vec<(&'static str, usize, &'static str)>, Trouble> {
    let alarms = looks::waiting(visit).await?;
    Ok(alarms.map(|count| ("alarms", count, "/looks/alarms")).into_iter().collect())
}
