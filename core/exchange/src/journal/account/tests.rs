//! The rules of accounts and sessions, what must be refused first.

use super::*;
use crate::vocabulary::Digest;

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2025-06-02T09:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

fn session() -> Session {
    Session {
        id: SessionId::read("s-1").unwrap(),
        account: AccountId::read("u-1").unwrap(),
        origin: "cli:1000@desk".to_owned(),
        made_at: at(0),
        seen_at: at(0),
        proven_at: at(0),
        shown: 0,
    }
}

#[test]
fn a_session_ends_when_it_idles_grows_old_or_turns_up_elsewhere() {
    let mut session = session();
    let here = session.origin.clone();
    assert_eq!(session.holds(at(29), &here), Ok(()));
    assert_eq!(session.holds(at(30), &here), Err(Why::Idle));
    assert_eq!(session.holds(at(1), "cli:1000@other"), Err(Why::Elsewhere));
    session.seen_at = at(12 * 60 - 1);
    assert_eq!(session.holds(at(12 * 60 - 1), &here), Ok(()));
    assert_eq!(session.holds(at(12 * 60), &here), Err(Why::Old));
    assert_eq!(session.holds(at(-1), &here), Err(Why::Old), "a clock put back");
}

#[test]
fn a_proof_is_fresh_for_five_minutes_and_never_before_it_was_given() {
    let session = session();
    assert!(session.is_fresh(at(0)) && session.is_fresh(at(4)));
    assert!(!session.is_fresh(at(5)) && !session.is_fresh(at(-1)));
}

#[test]
fn a_delay_grows_from_try_to_try_up_to_its_limit_and_passes() {
    let tries = |here| Tries { here, last_here: Some(at(0)), ..Tries::default() };
    let delays: Vec<u32> =
        [0, 4, 5, 6, 9, 14, 15, 36, 37, u32::MAX].map(|n| delay_seconds(&tries(n), at(0))).into();
    assert_eq!(delays, [0, 0, 1, 2, 16, 512, 900, 900, 900, 900]);
    assert_eq!(delay_seconds(&tries(15), at(14)), 60);
    assert_eq!(delay_seconds(&tries(15), at(15)), 0);
}

#[test]
fn strangers_delay_strangers_and_not_who_is_known() {
    let strange = Tries { strange: 40, last_strange: Some(at(0)), ..Tries::default() };
    assert_eq!(delay_seconds(&strange, at(0)), DELAY_SECONDS_MAX);
    let known = Tries { is_known: true, ..strange };
    assert_eq!(delay_seconds(&known, at(0)), 0);
    let known = Tries { here: 6, last_here: Some(at(0)), ..known };
    assert_eq!(delay_seconds(&known, at(0)), 2, "by its own tries it is");
}

#[test]
fn a_password_is_long_and_not_the_first_that_comes_to_mind() {
    for taken in ["correct horse battery", "дуже довге речення", "kX9!mm2 vqTd-7"] {
        assert_eq!(check_password(taken, "officer-1"), Ok(()), "{taken}");
    }
    let refused = [
        ("kX9!mm2 vqT", PasswordRefusal::Length(11)),
        ("aaaaaaaaaaaaaaaa", PasswordRefusal::Plain),
        ("abcdefghijklmnop", PasswordRefusal::Plain),
        ("987654321098765", PasswordRefusal::Plain),
        ("Password2025!!", PasswordRefusal::Common),
        ("qwertyПароль123", PasswordRefusal::Common),
        ("my officer-1 word", PasswordRefusal::Name),
    ];
    for (password, why) in refused {
        assert_eq!(check_password(password, "officer-1"), Err(why), "{password}");
    }
    let long = "xyzzy ".repeat(50);
    assert_eq!(check_password(&long, "officer-1"), Err(PasswordRefusal::Length(300)));
}

#[test]
fn a_name_is_plain() {
    for taken in ["officer-1", "Ганна.К", "a"] {
        check_name(taken).unwrap();
    }
    for refused in ["", "two words", "tab\t", "\u{202e}", &"x".repeat(65)] {
        assert!(check_name(refused).is_err(), "{refused:?}");
    }
}

#[test]
fn who_keeps_the_machine_is_shown_nobody_on_any_proof() {
    assert_eq!(people_a_proof(Role::Administrator), 0);
    for role in Role::ALL {
        assert_eq!(people_a_proof(role), people_an_hour(role));
    }
}

#[test]
fn an_entry_reads_back_and_its_word_stands_in_it() {
    let steps = [
        Step::Tried,
        Step::MadeToWait { seconds: 4 },
        Step::Refused { why: Why::Replayed },
        Step::SignedIn,
        Step::Proven,
        Step::Ended { why: Why::SignedOut },
        Step::ProofMissing,
        Step::AccountMade { role: Role::Clinician },
        Step::RoleSet { role: Role::Officer },
        Step::Disabled,
        Step::Enabled,
        Step::PasswordSet,
        Step::CodesSet,
        Step::RecoveryUsed { left: 7 },
    ];
    for step in steps {
        let entry = Entry {
            at: at(0),
            name: Some(Digest([7; 32])),
            account: None,
            by: None,
            session: None,
            origin: "net:192.0.2.1".to_owned(),
            step,
        };
        let text = serde_json::to_string(&entry).unwrap();
        assert!(text.contains(&format!("\"step\":\"{}\"", entry.step.word())), "{text}");
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
    }
}
