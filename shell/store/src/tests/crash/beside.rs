//! What the children write beside the journal: looks, and sessions with their log.

use std::collections::BTreeSet;

use exchange::journal::account::{Account, Entry, Session, Step, Why};
use exchange::journal::{Answer, Deed as Done, Look, Purpose, Scope, Thing};
use exchange::vocabulary::{AccountId, Actor, Digest, Party, Private, Role, SessionId};
use jiff::{SignedDuration, Timestamp};

use super::super::person;
use crate::{Secrets, Store};

const HERE: &str = "cli:1000@desk";

fn at(step: u64) -> Timestamp {
    let start: Timestamp = super::super::CREATED.parse().unwrap();
    start + SignedDuration::from_secs(i64::try_from(step).unwrap())
}

/// The look with a number.
pub(super) fn look(number: u64) -> Look {
    let name = format!("officer-{}", number % 3);
    Look {
        at: at(number),
        actor: Actor { party: Party::A, name, role: Role::Officer },
        purpose: Purpose::Tracing,
        deed: Done::Show,
        whose: Scope::Person { person: person(&format!("p-{}", number % 7)) },
        things: BTreeSet::from([Thing::Name]),
        answer: if number.is_multiple_of(5) { Answer::Spent } else { Answer::Open },
    }
}

/// How many looks are written at once after so many.
pub(super) fn looks_after(number: u64) -> u64 {
    1 + number % 3
}

fn id() -> AccountId {
    AccountId::read("u-1").unwrap()
}

fn session(number: u64) -> Session {
    Session {
        id: SessionId::read(&format!("s-{number}")).unwrap(),
        account: id(),
        origin: HERE.to_owned(),
        made_at: at(number),
        seen_at: at(number),
        proven_at: at(number),
        shown: 0,
    }
}

fn token(number: u64) -> Digest {
    Digest::of(&[&number.to_be_bytes()])
}

/// What a step of the sessions does: five steps begin one, prove it, show it people, change the account, and
/// end it.
enum Deed {
    Begin(u64),
    Use(u64),
    Spend(u64),
    End(u64),
    Codes,
}

fn deed(step: u64) -> Deed {
    let round = step / 5;
    match step % 5 {
        0 => Deed::Begin(round),
        1 => Deed::Use(round),
        2 => Deed::Spend(round),
        3 => Deed::Codes,
        _ => Deed::End(round),
    }
}

fn entry(step: u64, what: Step) -> Entry {
    Entry {
        at: at(step),
        name: None,
        account: Some(id()),
        by: None,
        session: None,
        origin: HERE.to_owned(),
        step: what,
    }
}

/// Makes the account whose sessions they are.
pub(super) async fn make_account(store: &Store) {
    let account = Account {
        id: id(),
        name: "officer-1".to_owned(),
        role: Role::Officer,
        language: None,
        is_disabled: false,
    };
    let secrets = Secrets {
        salt: [3; 32],
        password: Private::new([4; 32]),
        totp: Private::new(b"a secret of the codes".to_vec()),
        passkeys: Vec::new(),
        link: None,
    };
    let made = entry(0, Step::AccountMade { role: Role::Officer });
    store.add_account((&account, &secrets), &[token(0)], &made).await.unwrap();
}

/// Takes a step: one transaction.
pub(super) async fn take(store: &Store, step: u64) -> Result<(), crate::Error> {
    match deed(step) {
        Deed::Begin(round) => {
            let (one, token) = (session(round), token(round));
            store.begin_session((&one, &token), &entry(step, Step::SignedIn)).await.map(drop)
        }
        Deed::Use(round) => {
            store.prove_session(&session(round).id, &entry(step, Step::Proven)).await
        }
        Deed::Spend(round) => store.spend(&session(round).id, 3, 15).await.map(drop),
        Deed::Codes => {
            let Some(kept) = store.account(&id()).await? else { panic!("the account is gone") };
            let codes = [token(step)];
            store.change_account(&kept, Some(&codes), &entry(step, Step::CodesSet)).await
        }
        Deed::End(round) => {
            let ended = entry(step, Step::Ended { why: Why::SignedOut });
            store.end_session(&session(round).id, &ended).await.map(drop)
        }
    }
}

/// What is there after so many steps: the log, the open session, the revision of the account.
#[derive(Debug, PartialEq)]
pub(super) struct Beside {
    entries: Vec<Entry>,
    session: Option<(Session, u64)>,
    revision: u64,
    codes: Vec<Vec<u8>>,
}

impl Beside {
    /// What must be there after so many steps.
    pub(super) fn after(steps: u64) -> Self {
        let mut all = Self {
            entries: vec![entry(0, Step::AccountMade { role: Role::Officer })],
            session: None,
            revision: 1,
            codes: vec![token(0).0.to_vec()],
        };
        for step in 0..steps {
            match deed(step) {
                Deed::Begin(round) => {
                    all.session = Some((session(round), round));
                    all.entries.push(entry(step, Step::SignedIn));
                }
                Deed::Use(_) => {
                    all.entries.push(entry(step, Step::Proven));
                    let (session, _) = all.session.as_mut().unwrap();
                    (session.seen_at, session.proven_at, session.shown) = (at(step), at(step), 0);
                }
                Deed::Spend(_) => all.session.as_mut().unwrap().0.shown += 3,
                Deed::Codes => {
                    all.revision += 1;
                    all.codes = vec![token(step).0.to_vec()];
                    all.entries.push(entry(step, Step::CodesSet));
                }
                Deed::End(_) => {
                    all.session = None;
                    all.entries.push(entry(step, Step::Ended { why: Why::SignedOut }));
                }
            }
        }
        all
    }

    /// What is there. The session must open by its token.
    pub(super) async fn of(store: &Store) -> Self {
        let sessions = store.sessions().await.unwrap();
        assert!(sessions.len() < 2, "{sessions:?}");
        let session = match sessions.into_iter().next() {
            Some(one) => {
                let round = one.id.as_str().trim_start_matches("s-").parse().unwrap();
                assert_eq!(store.session(&token(round)).await.unwrap().as_ref(), Some(&one));
                Some((one, round))
            }
            None => None,
        };
        let (mut entries, mut from) = (Vec::new(), 1);
        loop {
            let page = store.entries(from, 10_000).await.unwrap();
            let Some((last, _)) = page.last() else { break };
            from = last + 1;
            entries.extend(page.into_iter().map(|(_, entry)| entry));
        }
        let revision = store.account(&id()).await.unwrap().unwrap().revision;
        let codes = store.raw_codes().await.unwrap().into_iter().map(|(_, code)| code).collect();
        Self { entries, session, revision, codes }
    }
}
