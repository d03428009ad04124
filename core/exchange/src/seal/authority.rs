//! Whose signature counts for what: the policy file as an exchange uses it.
//!
//! The groups `A`, `B`, `M` and, where there is a host state, `H` name each party's officers. The quorum
//! names the witnesses of the log, and no quorum is possible without those of both sides: then nobody
//! can be shown a log that the side itself has not seen.

use std::collections::BTreeSet;

use notary::key::{Algorithm, VerifyKey};
use notary::note::{Note, NoteRefusal};
use notary::policy::{Policy, PolicyRefusal};

use super::act::{Act, Kind, PARTIES};
use crate::vocabulary::{Digest, ExchangeId, Party, Side};

/// Why a policy cannot serve an exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityRefusal {
    /// Not a policy file.
    #[error(transparent)]
    Policy(#[from] PolicyRefusal),
    /// A party without officers.
    #[error("the policy has no group `{0}` of officers")]
    NoGroup(Party),
    /// A key that cannot do what its place in the policy asks.
    #[error(
        "the key `{0}` is of the wrong kind for its place: officers sign notes, witnesses cosign"
    )]
    WrongKind(String),
    /// A side that would not have to see the log.
    #[error("a quorum is possible without `{0}-witness`: side {0} could be shown another log")]
    QuorumWithout(Side),
    /// Not exactly one log.
    #[error(
        "the policy names {0} logs; an exchange has one, called `safeconduct/` and its identifier"
    )]
    Logs(usize),
}

/// A policy that an exchange can stand on.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    policy: Policy,
    digest: Digest,
    exchange: ExchangeId,
}

/// Returns the name under which the log of an exchange signs.
pub fn log_name(exchange: &ExchangeId) -> String {
    format!("safeconduct/{exchange}")
}

/// Returns the policy's name for a side's witness.
pub fn witness_name(party: Party) -> String {
    format!("{party}-witness")
}

impl Authority {
    /// Reads a policy and checks that an exchange can stand on it.
    pub fn read(text: &str) -> Result<Self, AuthorityRefusal> {
        let policy = Policy::read(text)?;
        for party in PARTIES {
            let name = party.to_string();
            let members = policy.members(&name);
            if members.is_empty() && party != Party::Host {
                return Err(AuthorityRefusal::NoGroup(party));
            }
            all_are(&policy, &members, Algorithm::Note)?;
        }
        let witnesses = policy.quorum().map(|name| policy.members(name)).unwrap_or_default();
        all_are(&policy, &witnesses, Algorithm::Cosignature)?;
        for side in Side::BOTH {
            let own = witness_name(side.into());
            let mut others = witnesses.clone();
            others.remove(own.as_str());
            if policy.is_quorum(&others) {
                return Err(AuthorityRefusal::QuorumWithout(side));
            }
        }
        let exchange = match policy.logs() {
            [log] => log
                .name()
                .strip_prefix("safeconduct/")
                .and_then(|name| ExchangeId::read(name).ok())
                .ok_or(AuthorityRefusal::Logs(1))?,
            logs => return Err(AuthorityRefusal::Logs(logs.len())),
        };
        Ok(Self { policy, digest: Digest::of(&[text.as_bytes()]), exchange })
    }

    /// Returns the policy.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the digest of the policy file's exact bytes, which the first act repeats.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Returns the exchange whose log the policy names.
    pub fn exchange(&self) -> &ExchangeId {
        &self.exchange
    }

    /// Returns the parties that have officers, in order.
    pub fn parties(&self) -> Vec<Party> {
        PARTIES.into_iter().filter(|party| self.policy.defines(&party.to_string())).collect()
    }

    /// Returns the party whose officer a witness line is.
    pub fn party_of(&self, name: &str) -> Option<Party> {
        PARTIES.into_iter().find(|party| self.policy.members(&party.to_string()).contains(name))
    }

    /// Returns whose officers must have signed an act.
    pub fn required(&self, act: &Act) -> Vec<Party> {
        let everybody = act.kind == Kind::Genesis;
        self.parties()
            .into_iter()
            .filter(|party| {
                everybody || *party == act.from || act.kind.co_signers().contains(party)
            })
            .collect()
    }

    /// Returns who has and who has not signed for a party, by name, if that is not yet enough.
    fn missing(&self, party: Party, signed: &BTreeSet<&str>) -> Option<Vec<String>> {
        let group = party.to_string();
        if self.policy.is_met(&group, signed) {
            return None;
        }
        let members = self.policy.members(&group);
        Some(members.difference(signed).map(|name| (*name).to_owned()).collect())
    }

    /// Checks a note's signatures: each must hold, and be an officer's of one of `allowed`.
    pub(super) fn signers(
        &self,
        note: &Note,
        allowed: &[Party],
    ) -> Result<BTreeSet<String>, SignatureRefusal> {
        if !note.is_sorted() {
            return Err(SignatureRefusal::Order);
        }
        let mut signed = BTreeSet::new();
        for line in note.signatures() {
            let (name, key) = self
                .policy
                .signer(&line.name, line.id)
                .ok_or_else(|| SignatureRefusal::Unknown(line.name.clone()))?;
            if !note.is_signed(line, key) {
                return Err(SignatureRefusal::Wrong(name.to_owned()));
            }
            match self.party_of(name) {
                Some(party) if allowed.contains(&party) => signed.insert(name.to_owned()),
                party => return Err(SignatureRefusal::NotTheirs(name.to_owned(), party)),
            };
        }
        Ok(signed)
    }

    /// Returns the officers still missing for the parties, by party.
    pub(super) fn unsigned(
        &self,
        parties: &[Party],
        signed: &BTreeSet<String>,
    ) -> Vec<(Party, Vec<String>)> {
        let signed = signed.iter().map(String::as_str).collect();
        let missing = |party: &Party| Some((*party, self.missing(*party, &signed)?));
        parties.iter().filter_map(missing).collect()
    }

    /// Returns an officer's key by its name in the policy.
    pub fn key(&self, name: &str) -> Option<&VerifyKey> {
        self.policy.witnesses().find(|(own, _)| *own == name).map(|(_, key)| key)
    }
}

fn all_are(
    policy: &Policy,
    members: &BTreeSet<&str>,
    algorithm: Algorithm,
) -> Result<(), AuthorityRefusal> {
    let wrong = policy
        .witnesses()
        .find(|(name, key)| members.contains(name) && key.algorithm() != algorithm);
    wrong.map_or(Ok(()), |(name, _)| Err(AuthorityRefusal::WrongKind(name.to_owned())))
}

/// Why a note's signatures are not in order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureRefusal {
    /// Not a note at all.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// Not in the order of names: a second form of the same note.
    #[error("the signature lines do not stand in the order of names")]
    Order,
    /// By a key that the policy does not name.
    #[error("it is signed by the key `{0}`, which the policy does not name")]
    Unknown(String),
    /// Not over this text.
    #[error("the signature of `{0}` is not over this text")]
    Wrong(String),
    /// By somebody who has no say here.
    #[error("the key `{0}` signed, which is {whose} and has no say in this act", whose = whose(*.1))]
    NotTheirs(String, Option<Party>),
}

fn whose(party: Option<Party>) -> String {
    party.map_or_else(|| "no officer's".to_owned(), |party| format!("an officer's of {party}"))
}
