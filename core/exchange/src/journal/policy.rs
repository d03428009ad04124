//! Who may do what: one table, denied by default.

use serde::{Deserialize, Serialize};

use crate::vocabulary::Role;

/// What a command does, as far as permission is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// Read or propose terms, lists, verdicts, plans; sign acts.
    Negotiate,
    /// Add claims to the registry.
    Register,
    /// Erase a person's data.
    Erase,
    /// Clear or close a person's gates other than health.
    Gate,
    /// Record health: fitness to travel, triage.
    Heal,
    /// Work at the line: depart, check off, sign the act.
    Line,
    /// Receive people and take care of what follows.
    Receive,
    /// Speak to families and the public.
    Speak,
    /// Make accounts, give new secrets to who lost theirs, and end sessions.
    Admit,
}

impl Verb {
    /// All verbs, in order.
    pub const ALL: [Self; 9] = [
        Self::Negotiate,
        Self::Register,
        Self::Erase,
        Self::Gate,
        Self::Heal,
        Self::Line,
        Self::Receive,
        Self::Speak,
        Self::Admit,
    ];
}

/// Says whether a role may use a verb. What does not stand here is denied.
///
/// No verb exists for prosecution, intelligence, interrogation or publicity, and configuration cannot
/// add one (`docs/misuse.md`).
pub fn may(role: Role, verb: Verb) -> bool {
    match role {
        Role::Officer => matches!(
            verb,
            Verb::Negotiate | Verb::Register | Verb::Erase | Verb::Gate | Verb::Receive
        ),
        Role::HandoverTeam => matches!(verb, Verb::Line | Verb::Gate),
        Role::Clinician => matches!(verb, Verb::Heal | Verb::Receive),
        Role::Spokesperson => matches!(verb, Verb::Speak),
        Role::DataProtection => matches!(verb, Verb::Erase),
        Role::Administrator => matches!(verb, Verb::Admit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_table_does_not_name_is_denied() {
        assert!(may(Role::Clinician, Verb::Heal));
        assert!(!may(Role::Officer, Verb::Heal));
        assert!(!may(Role::Spokesperson, Verb::Register));
        assert!(!may(Role::Officer, Verb::Admit));
    }
}
