//! Seal in the story: keys for everybody, every document as a signed act, and the folder that crosses.

use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::payload::{self, Genesis};
use exchange::seal::{Chain, Command, Draft, Kind, bundle, envelope};
use exchange::vocabulary::{Digest, ExchangeId, Party, Private, Role, Side};
use jiff::Timestamp;
use rand::RngCore as _;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::Context as _;

use super::cast::Cast;
use crate::cli::Failure;
use crate::cli::seal::age::encrypt;
use crate::cli::seal::keys::write_secret;
use crate::files::{make_folder, write_whole};

/// The folder of the sealed documents, and the policy that says whose signature counts.
pub(crate) const BUNDLE_FOLDER: &str = "bundle";
/// The policy file. It stands beside the bundle, since a bundle cannot vouch for itself.
pub(crate) const POLICY_FILE: &str = "policy.txt";

/// The folder of everybody's practice keys.
const KEYS_FOLDER: &str = "keys";

/// How many officers each party has.
const OFFICERS: [(Party, u32); 4] =
    [(Party::A, 2), (Party::B, 2), (Party::Mediator, 2), (Party::Host, 2)];

/// The parties whose desks keep the acts. The host state sees none of them.
const KEEPERS: [Party; 3] = [Party::A, Party::B, Party::Mediator];

/// The acts of the story as they are signed, and everybody's practice keys, which are drawn for one
/// run and stay in its folder.
pub(crate) struct Sealing {
    chain: Chain,
    keyrings: BTreeMap<Party, Keyring>,
}

impl Sealing {
    /// Draws keys, writes the policy, and seals the first act.
    pub(crate) async fn begin(cast: &mut Cast) -> Result<Self, Failure> {
        let mut keyrings = BTreeMap::new();
        for (party, officers) in OFFICERS {
            let keyring = Keyring::new(party, officers, &chance()).map_err(anyhow::Error::new)?;
            keyrings.insert(party, keyring);
        }
        let id = Digest(chance()).to_string();
        let id = ExchangeId::read(&id[..32]).context("an identifier of 32 hexadecimal digits")?;
        write_keys(cast, &keyrings)?;
        let public: Vec<_> = keyrings.values().map(Keyring::public).collect();
        let policy = compose_policy(&id, &public).map_err(anyhow::Error::new)?;
        write_whole(&cast.folder.join(POLICY_FILE), policy.as_bytes())?;
        for party in KEEPERS {
            cast.tell(party, Role::Officer, Command::Begin { policy: policy.clone() }).await?;
        }
        let chain = Chain::new(&policy).map_err(anyhow::Error::new)?;
        let mut sealing = Self { chain, keyrings };
        let genesis = Genesis::new(
            sealing.chain.authority(),
            "Practice exchange on the terms of 2 June 2025; all people invented".to_owned(),
            BTreeMap::from([
                (Party::A, "side A of the terms".to_owned()),
                (Party::B, "side B of the terms".to_owned()),
                (Party::Mediator, "mediator".to_owned()),
                (Party::Host, "host state of first reception".to_owned()),
            ]),
        );
        sealing.act(cast, Kind::Genesis, Party::Mediator, &genesis).await?;
        Ok(sealing)
    }

    /// Seals a document as an act, signed by all whose signatures it needs, and hands it to every
    /// keeper's desk. Returns its entry.
    pub(crate) async fn act(
        &mut self,
        cast: &mut Cast,
        kind: Kind,
        from: impl Into<Party>,
        document: &impl Serialize,
    ) -> Result<u64, Failure> {
        self.act_bytes(cast, kind, from.into(), payload::write(document)).await
    }

    /// Seals bytes that are a document already.
    pub(crate) async fn act_bytes(
        &mut self,
        cast: &mut Cast,
        kind: Kind,
        from: Party,
        payload: Vec<u8>,
    ) -> Result<u64, Failure> {
        let salt = chance();
        let mut signers = BTreeSet::from([from]);
        signers.extend(kind.co_signers());
        if kind == Kind::Genesis {
            // Everybody who may ever sign stands behind the policy.
            signers.extend(self.chain.authority().parties());
        }
        let keyrings = signers.iter().filter_map(|party| self.keyrings.get(party));
        let keys: Vec<_> = keyrings.flat_map(Keyring::signing).collect();
        let draft = Draft { kind, from, payload: payload.clone(), expires: None };
        let seq = self.chain.append(draft, salt, &keys).map_err(anyhow::Error::new)?;
        let note = self.chain.entry_bytes(seq).context("the act that was just added")?;
        for keeper in KEEPERS {
            let command = Command::Enter {
                note: note.clone(),
                payload: Some((Private::new(payload.clone()), salt)),
            };
            cast.tell(keeper, role_for(kind), command).await?;
        }
        Ok(seq)
    }

    /// Lets both sides and the mediator look at all acts so far and cosign them.
    pub(crate) async fn witness(&mut self, cast: &mut Cast, at: Timestamp) -> Result<(), Failure> {
        let log = self.keyrings.get(&Party::Mediator).and_then(|keys| keys.log.clone());
        let log = log.context("the mediator keeps the log")?;
        let witnesses: Vec<_> =
            self.keyrings.values().filter_map(|keys| keys.witness.as_ref()).collect();
        self.chain.witness(&log, &witnesses, at).map_err(anyhow::Error::new)?;
        let head = self.chain.head().context("the checkpoint that was just made")?.to_bytes();
        for keeper in KEEPERS {
            cast.tell(keeper, Role::Officer, Command::Witness { head: head.clone() }).await?;
        }
        Ok(())
    }

    /// Returns the leaf hash of an act, by which other documents name it.
    pub(crate) fn leaf(&self, seq: u64) -> Option<Digest> {
        let at = usize::try_from(seq).ok()?;
        self.chain.ledger().rows().get(at).map(|row| row.leaf)
    }

    /// Says how many acts there are.
    pub(crate) fn acts(&self) -> usize {
        self.chain.ledger().rows().len()
    }

    /// Writes the folder that crosses, signed for by the mediator.
    pub(crate) fn write(&self, cast: &Cast) -> Result<usize, Failure> {
        let mediator = self.keyrings.get(&Party::Mediator).context("the mediator has keys")?;
        let sealed = envelope::seal_payloads(self.chain.files(), self.chain.authority(), &encrypt)
            .map_err(anyhow::Error::new)?;
        let files = bundle::pack(
            sealed,
            self.chain.authority(),
            bundle::Label::for_anyone(Party::Mediator),
            &mediator.signing(),
        )
        .map_err(anyhow::Error::new)?;
        let folder = cast.folder.join(BUNDLE_FOLDER);
        for (name, bytes) in &files {
            let path = folder.join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)
                    .with_context(|| format!("making {}", parent.display()))?;
            }
            write_whole(&path, bytes)?;
        }
        Ok(files.len())
    }
}

/// Writes everybody's practice keys beside the bundle, so that its payloads can be opened and its acts signed
/// on. They are worth nothing outside this folder.
fn write_keys(cast: &Cast, keyrings: &BTreeMap<Party, Keyring>) -> Result<(), Failure> {
    for (party, ring) in keyrings {
        let folder = cast.folder.join(KEYS_FOLDER).join(party.to_string());
        make_folder(&folder)?;
        for key in ring.all() {
            let path = folder.join(format!("{}.key", key.public().name()));
            write_secret(&path, &key.to_secret_text())?;
        }
        for (identity, number) in ring.identities.iter().zip(1..) {
            let path = folder.join(format!("{party}-age-{number}.key"));
            write_secret(&path, &identity.to_secret_text())?;
        }
    }
    Ok(())
}

/// Returns who enters an act of a kind.
fn role_for(kind: Kind) -> Role {
    match kind {
        Kind::MovementNotice | Kind::ManifestCommit | Kind::HandoverAct => Role::HandoverTeam,
        Kind::Statement => Role::Spokesperson,
        Kind::Genesis
        | Kind::KeyChange
        | Kind::KeyCeremony
        | Kind::Propose
        | Kind::Counter
        | Kind::Accept
        | Kind::Refuse
        | Kind::ListCommit
        | Kind::ListReply
        | Kind::MatchCommit
        | Kind::MatchQuery
        | Kind::MatchQuota
        | Kind::MatchAnswer
        | Kind::MatchRelease
        | Kind::ClassTable
        | Kind::SeedCommit
        | Kind::SeedReveal
        | Kind::Plan
        | Kind::Acknowledgement
        | Kind::Reception
        | Kind::Close => Role::Officer,
    }
}

/// Draws 32 bytes of chance from the operating system.
pub(crate) fn chance() -> [u8; 32] {
    let mut bytes = [0_u8; 32];
    rand::rngs::OsRng.fill_bytes(&mut bytes);
    bytes
}

/// Both sides, in order, for a loop that must not hold a borrow.
pub(crate) fn sides() -> [Side; 2] {
    Side::BOTH
}
