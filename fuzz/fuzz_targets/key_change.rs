//! Whatever a root signs as a change of keys: it is refused or taken alike by whoever builds the log and whoever
//! reads it ahead, and no other party's key, and no root or witness, is another afterwards.
#![no_main]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use exchange::seal::bundle::{Files, Name, read_salt};
use exchange::seal::keyring::{Keyring, compose_policy};
use exchange::seal::notary::key::SecretKey;
use exchange::seal::payload::{self, Genesis};
use exchange::seal::roster::{KeyChange, Roster};
use exchange::seal::{Chain, Draft, Kind};
use exchange::vocabulary::{ExchangeId, Party};
use libfuzzer_sys::fuzz_target;

const PARTIES: [Party; 3] = [Party::A, Party::B, Party::Mediator];

struct World {
    root: SecretKey,
    policy: String,
    genesis: Files,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let rings = PARTIES.map(|party| Keyring::new(party, 2, &[1; 32]).unwrap());
    let exchange = ExchangeId::read(&"0a".repeat(16)).unwrap();
    let public = rings.each_ref().map(Keyring::public);
    let policy = compose_policy(&exchange, &public).unwrap();
    let mut chain = Chain::new(&policy).unwrap();
    let genesis = Genesis::new(chain.authority(), "fuzz".to_owned(), BTreeMap::new());
    let payload = payload::write(&genesis);
    let draft = Draft { kind: Kind::Genesis, from: Party::Mediator, payload, expires: None };
    let keys: Vec<&SecretKey> = rings.iter().flat_map(Keyring::signing).collect();
    chain.append(draft, [1; 32], &keys).unwrap();
    let [a, ..] = rings;
    World { root: a.root, policy, genesis: chain.files() }
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(change) = serde_json::from_slice::<KeyChange>(bytes) {
        let again = serde_json::to_vec(&change).unwrap();
        assert_eq!(serde_json::from_slice::<KeyChange>(&again).unwrap(), change);
    }
    let mut chain = Chain::open(&WORLD.genesis, &WORLD.policy).unwrap();
    let payload = bytes.to_vec();
    let draft = Draft { kind: Kind::KeyChange, from: Party::A, payload, expires: None };
    let built = chain.append(draft, [7; 32], &[&WORLD.root]).is_ok();
    let files = chain.files();
    let authority = chain.authority();
    let ahead = Roster::gather(&files, authority);
    assert_eq!(built, !ahead.is_empty());
    assert_eq!(&ahead, chain.ledger().roster());
    for party in [Party::B, Party::Mediator] {
        assert_eq!(ahead.recipients(authority, party), authority.recipients(party));
    }
    for (place, key) in authority.policy().witnesses() {
        let own = place.starts_with("A-officer-");
        assert!(own || ahead.key(authority, place, u64::MAX) == Some(key));
    }
    // And read from a folder that somebody else filled: any text as the act, any bytes beside it.
    let (act, rest) = bytes.split_at(bytes.len() / 2);
    let mut strange = WORLD.genesis.clone();
    strange.insert(Name::Act(1).path(), [b"safeconduct/v1\ntype key-", act].concat());
    strange.insert(Name::Payload(1).path(), rest.to_vec());
    strange.insert(Name::Salt(1).path(), format!("{}\n", "07".repeat(32)).into_bytes());
    assert!(read_salt(&strange[&Name::Salt(1).path()]).is_some());
    assert!(Roster::gather(&strange, authority).is_empty());
});
