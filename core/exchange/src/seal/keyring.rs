//! The keys of one party: officers who sign acts, a witness that cosigns the log, and for the mediator
//! the key of the log itself; above them the root, and beside them what payloads are encrypted to. And the policy file that the public halves of all parties make.

use notary::key::{Algorithm, KeyRefusal, SecretKey, VerifyKey};
use notary::policy::witness_line;
use notary::recipient::{Identity, Recipient, RecipientRefusal};

use super::authority::{
    Authority, AuthorityRefusal, OFFICERS_MIN, RECIPIENT_LINE, RECIPIENTS_MAX, log_name, root_name,
    witness_name,
};
use crate::vocabulary::{Digest, ExchangeId, Party};

/// The most officers a party may name.
pub const OFFICERS_MAX: u32 = 20;

/// The secret keys of one party. They are made on its own machine and never leave it.
#[derive(Debug, Clone)]
pub struct Keyring {
    /// The party.
    pub party: Party,
    /// The root's key, called `A-root`: it signs changes of the others, and is kept off every machine in use.
    pub root: SecretKey,
    /// The officers' keys, called `A-officer-1` and so on.
    pub officers: Vec<SecretKey>,
    /// The witness's key, called `A-witness`; a host state has none.
    pub witness: Option<SecretKey>,
    /// The log's key; only the mediator has one.
    pub log: Option<SecretKey>,
    /// What opens the payloads that are encrypted to the party.
    pub identities: Vec<Identity>,
}

/// The public halves of a party's keys, as the parties exchange them in person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKeys {
    /// The party.
    pub party: Party,
    /// The root's key.
    pub root: VerifyKey,
    /// The officers' keys.
    pub officers: Vec<VerifyKey>,
    /// The witness's key.
    pub witness: Option<VerifyKey>,
    /// The log's key.
    pub log: Option<VerifyKey>,
    /// To these the party's payloads are encrypted.
    pub recipients: Vec<Recipient>,
}

/// Why keys do not make a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringRefusal {
    /// A key that cannot be used.
    #[error(transparent)]
    Key(#[from] KeyRefusal),
    /// A recipient that cannot be used.
    #[error(transparent)]
    Recipient(#[from] RecipientRefusal),
    /// Too few officers or too many.
    #[error(
        "{0} needs {OFFICERS_MIN} to {OFFICERS_MAX} officers, so that one stolen key binds nobody"
    )]
    Officers(Party),
    /// A key whose name says no place.
    #[error(
        "the key `{0}` is not called PARTY-root, PARTY-officer-N, PARTY-witness or M-log, or is of another party"
    )]
    Name(String),
    /// No such keys were handed in.
    #[error("the {0} key of {1} is missing")]
    Missing(&'static str, Party),
    /// The policy would not serve.
    #[error(transparent)]
    Authority(#[from] AuthorityRefusal),
}

crate::vocabulary::ids! { KeyringRefusal {
    Key => "seal-keyring-key-malformed",
    Recipient => "seal-keyring-recipient-malformed",
    Officers => "seal-keyring-officers",
    Name => "seal-keyring-name",
    Missing => "seal-keyring-missing",
    .. Authority(AuthorityRefusal),
} }

impl Keyring {
    /// Makes a party's keys from 32 unpredictable bytes, which are forgotten afterwards.
    pub fn new(party: Party, officers: u32, entropy: &[u8; 32]) -> Result<Self, KeyringRefusal> {
        let least = u32::try_from(OFFICERS_MIN).expect("a small number");
        if !(least..=OFFICERS_MAX).contains(&officers) {
            return Err(KeyringRefusal::Officers(party));
        }
        let make =
            |name: &str, algorithm| SecretKey::from_seed(name, algorithm, &seed(entropy, name).0);
        let root = make(&root_name(party), Algorithm::Note)?;
        let named = (1..=officers).map(|number| format!("{party}-officer-{number}"));
        let officers = named.map(|name| make(&name, Algorithm::Note)).collect::<Result<_, _>>()?;
        let witness = match party {
            Party::Host => None,
            Party::A | Party::B | Party::Mediator => {
                Some(make(&witness_name(party), Algorithm::Cosignature)?)
            }
        };
        let log = match party {
            Party::Mediator => Some(make("M-log", Algorithm::Note)?),
            Party::A | Party::B | Party::Host => None,
        };
        let identities = (1..=RECIPIENTS_MAX)
            .map(|number| Identity::from_seed(seed(entropy, &format!("{party}-age-{number}")).0))
            .collect();
        Ok(Self { party, root, officers, witness, log, identities })
    }

    /// Returns the public halves.
    pub fn public(&self) -> PublicKeys {
        PublicKeys {
            party: self.party,
            root: self.root.public().clone(),
            officers: self.officers.iter().map(|key| key.public().clone()).collect(),
            witness: self.witness.as_ref().map(|key| key.public().clone()),
            log: self.log.as_ref().map(|key| key.public().clone()),
            recipients: self.identities.iter().map(Identity::recipient).collect(),
        }
    }

    /// Returns the officers' keys as a chain takes them.
    pub fn signing(&self) -> Vec<&SecretKey> {
        self.officers.iter().collect()
    }

    /// Returns all signing keys, the root first.
    pub fn all(&self) -> impl Iterator<Item = &SecretKey> {
        std::iter::once(&self.root).chain(&self.officers).chain(&self.witness).chain(&self.log)
    }
}

impl PublicKeys {
    /// Writes one vkey or recipient a line: the file that is handed to the other parties.
    pub fn to_text(&self) -> String {
        let keys = std::iter::once(&self.root).chain(&self.officers);
        let keys = keys.chain(&self.witness).chain(&self.log).map(ToString::to_string);
        let lines = keys.chain(self.recipients.iter().map(ToString::to_string));
        lines.flat_map(|line| [line, "\n".to_owned()]).collect()
    }

    /// Reads such a file. The party and each key's place follow from the names.
    pub fn read(text: &str) -> Result<Self, KeyringRefusal> {
        let (mut officers, mut recipients) = (Vec::new(), Vec::new());
        let (mut root, mut witness, mut log, mut party) = (None, None, None, None);
        for line in text.lines() {
            if line.starts_with("age1") {
                recipients.push(Recipient::read(line)?);
                continue;
            }
            let key = VerifyKey::read(line)?;
            let wrong = || KeyringRefusal::Name(key.name().to_owned());
            let (letter, place) = key.name().split_once('-').ok_or_else(wrong)?;
            let own = super::act::read_party(letter).ok_or_else(wrong)?;
            if *party.get_or_insert(own) != own {
                return Err(wrong());
            }
            match (place, own) {
                ("root", _) if root.is_none() => root = Some(key),
                ("witness", _) if witness.is_none() => witness = Some(key),
                ("log", Party::Mediator) if log.is_none() => log = Some(key),
                _ if place.starts_with("officer-") => officers.push(key),
                _ => return Err(wrong()),
            }
        }
        let party = party.ok_or(KeyRefusal::Form)?;
        if officers.len() < OFFICERS_MIN {
            return Err(KeyringRefusal::Officers(party));
        }
        let root = root.ok_or(KeyringRefusal::Missing("root", party))?;
        Ok(Self { party, root, officers, witness, log, recipients })
    }
}

fn seed(entropy: &[u8; 32], name: &str) -> Digest {
    Digest::of(&[b"safeconduct/key/v1\n", entropy, name.as_bytes()])
}

/// Writes the policy file of an exchange: all officers of each party sign, all witnesses cosign.
///
/// # Errors
/// Refused where a party or a key is missing, or the outcome would not be a policy that an exchange can
/// stand on.
pub fn compose_policy(
    exchange: &ExchangeId,
    parties: &[PublicKeys],
) -> Result<String, KeyringRefusal> {
    let log = parties.iter().find_map(|keys| keys.log.as_ref());
    let log = log.ok_or(KeyringRefusal::Missing("log", Party::Mediator))?;
    let (mut lines, mut witnesses) = (String::new(), Vec::new());
    for keys in parties {
        let names: Vec<&str> = keys.officers.iter().map(VerifyKey::name).collect();
        lines.extend([witness_line(&keys.root)]);
        let to = |own: &Recipient| format!("{RECIPIENT_LINE}{} {own}\n", keys.party);
        lines.extend(keys.recipients.iter().map(to));
        lines.extend(keys.officers.iter().map(witness_line));
        lines.extend([format!("group {} all {}\n", keys.party, names.join(" "))]);
        match &keys.witness {
            Some(key) => {
                lines.extend([witness_line(key)]);
                witnesses.push(key.name());
            }
            None if keys.party == Party::Host => {}
            None => return Err(KeyringRefusal::Missing("witness", keys.party)),
        }
    }
    let text = format!(
        "# Who signs for whom in this exchange. The first act repeats the digest of this file, so that\n\
         # not a byte of it can change, comments included.\n\
         log {}\n{lines}group witnesses all {}\nquorum witnesses\n",
        log.renamed(&log_name(exchange))?,
        witnesses.join(" ")
    );
    Authority::read(&text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_keys_read_back_and_a_mixed_file_does_not() {
        let keys = Keyring::new(Party::A, 2, &[1; 32]).unwrap().public();
        assert_eq!(PublicKeys::read(&keys.to_text()).unwrap(), keys);
        let other = Keyring::new(Party::B, 2, &[1; 32]).unwrap().public();
        let mixed = keys.to_text() + &other.to_text();
        assert_eq!(PublicKeys::read(&mixed), Err(KeyringRefusal::Name("B-root".to_owned())));
        assert!(PublicKeys::read("").is_err());
    }

    #[test]
    fn a_policy_needs_all_three_and_their_witnesses() {
        let exchange = ExchangeId::read(&"0a".repeat(16)).unwrap();
        let keys = |party| Keyring::new(party, 2, &[1; 32]).unwrap().public();
        let [a, b, m] = [Party::A, Party::B, Party::Mediator].map(keys);
        assert!(compose_policy(&exchange, &[a.clone(), b.clone(), m.clone()]).is_ok());
        assert_eq!(
            compose_policy(&exchange, &[a.clone(), b.clone()]),
            Err(KeyringRefusal::Missing("log", Party::Mediator))
        );
        assert_eq!(
            compose_policy(&exchange, &[a.clone(), m.clone()]),
            Err(KeyringRefusal::Authority(AuthorityRefusal::NoGroup(Party::B)))
        );
        let blind = PublicKeys { witness: None, ..b };
        assert_eq!(
            compose_policy(&exchange, &[a, blind, m]),
            Err(KeyringRefusal::Missing("witness", Party::B))
        );
    }
}
