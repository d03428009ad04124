//! The door, tried from inside: places that a command line cannot pretend to be, and what needs a fresh
//! code.

use exchange::journal::{Deed, Purpose};
use exchange::vocabulary::{ListId, Party, Role};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use super::*;
use crate::desk::secrets::{CODE_SECONDS, codes};

const PASSWORD: &str = "seven brown hats today";
const HERE: &str = "cli:1000@desk";

struct House {
    desk: Desk,
    /// It holds the database for as long as the desk is open.
    _folder: TempDir,
}

fn start() -> Timestamp {
    "2026-05-01T09:00:00Z".parse().unwrap()
}

impl House {
    /// An instance with an administrator; nobody has signed in.
    async fn new(practice: bool) -> Self {
        let folder = TempDir::new().unwrap();
        let at = practice.then(start);
        let desk = Desk::create(folder.path(), Party::A, practice, (at, None)).await.unwrap();
        let asked = ("admin-1", Role::Administrator, None);
        let (_, shown) = desk.make_account(asked, PASSWORD, HERE).await.unwrap();
        assert_eq!(shown.recovery.len(), secrets::RECOVERY_CODES);
        Self { desk, _folder: folder }
    }

    /// The code of an account at the desk's time.
    async fn code(&self, name: &str) -> String {
        let kept = self.desk.store.account_named(name).await.unwrap().unwrap();
        let seconds = u64::try_from(self.desk.now().as_second()).unwrap();
        codes(kept.secrets.totp.open()).unwrap().generate(seconds / CODE_SECONDS * CODE_SECONDS)
    }

    async fn sign_in(&self, name: &str) -> Token {
        let code = self.code(name).await;
        self.desk.sign_in((name, PASSWORD, &code), HERE).await.unwrap().0
    }

    /// Signs an officer in whom the administrator made; returns the session's token and the actor.
    async fn officer() -> (Self, Token, Actor) {
        let mut house = Self::new(true).await;
        let admin = house.sign_in("admin-1").await;
        house.desk.enter(&admin, HERE).await.unwrap();
        let asked = ("officer-1", Role::Officer, None);
        house.desk.make_account(asked, PASSWORD, HERE).await.unwrap();
        house.desk.sign_out().await.unwrap();
        let token = house.sign_in("officer-1").await;
        let actor = house.desk.enter(&token, HERE).await.unwrap();
        (house, token, actor)
    }

    fn wait(&mut self, minutes: i64) {
        let at = self.desk.now() + SignedDuration::from_mins(minutes);
        self.desk.set_practice_time(at).unwrap();
    }
}

fn what(failure: Failure) -> String {
    match failure {
        Failure::Refused { what, .. } | Failure::Incomplete { what, .. } => what,
        Failure::Fault(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_token_that_was_carried_elsewhere_opens_nothing_there_and_then_nothing_anywhere() {
    let (mut house, token, _) = House::officer().await;
    let elsewhere = house.desk.enter(&token, "cli:1000@other").await.unwrap_err();
    assert!(what(elsewhere).contains("from another place than it began at"));
    let here = house.desk.enter(&token, HERE).await.unwrap_err();
    assert_eq!(what(here), "this session has ended");
    let made_up = Token::draw();
    assert_eq!(what(house.desk.enter(&made_up, HERE).await.unwrap_err()), "this session has ended");
    let steps: Vec<Step> = house
        .desk
        .store
        .entries(1, 100)
        .await
        .unwrap()
        .into_iter()
        .map(|(_, it)| it.step)
        .collect();
    let ends = &steps[steps.len() - 3..];
    let token = Step::Refused { why: Why::Token };
    assert_eq!(ends, [Step::Ended { why: Why::Elsewhere }, token.clone(), token]);
}

#[tokio::test]
async fn only_a_practice_instance_takes_a_typed_name() {
    for practice in [true, false] {
        let house = House::new(practice).await;
        let typed = house.desk.actor("officer-1", Role::Officer);
        assert_eq!(house.desk.admit(&typed).is_ok(), practice);
        let looked = house.desk.go_through(&typed, (Purpose::Tracing, Deed::Match), ("w", 1)).await;
        assert_eq!(looked.is_ok(), practice);
    }
}

#[tokio::test]
async fn nobody_acts_as_somebody_else_at_the_desk_of_who_signed_in() {
    let (house, _, actor) = House::officer().await;
    assert_eq!((actor.name.as_str(), actor.role), ("officer-1", Role::Officer));
    house.desk.admit(&actor).unwrap();
    for (name, role) in [("officer-2", Role::Officer), ("officer-1", Role::Clinician)] {
        let other = house.desk.actor(name, role);
        assert!(house.desk.admit(&other).is_err(), "{name} {role}");
        let look = (Purpose::Care, Deed::Show);
        assert!(house.desk.go_through(&other, look, ("w", 1)).await.is_err());
    }
}

#[tokio::test]
async fn files_releases_and_whole_lists_need_a_fresh_code() {
    let (mut house, _, actor) = House::officer().await;
    let export = (Purpose::Exchange, Deed::Export);
    let show = (Purpose::Exchange, Deed::Show);
    house.desk.go_through(&actor, export, ("lists", 1_200)).await.unwrap();
    house.desk.go_through(&actor, show, ("lists", 1_200)).await.unwrap();
    house.wait(5);
    let refused = house.desk.go_through(&actor, export, ("lists", 1)).await;
    assert!(refused.is_err_and(|why| what(why).contains("writing people's data to a file needs")));
    let release = lists::Command::Release { list: ListId::read("l-1").unwrap() };
    let refused = house.desk.submit(&actor, release.into()).await.unwrap_err();
    assert!(what(refused).contains("releasing a list needs a code"));
    // A thief is shown as many lines as people, and not one more.
    for lines in [100, 20] {
        house.desk.go_through(&actor, show, ("lists", lines)).await.unwrap();
    }
    for lines in [1, 1_200] {
        assert!(house.desk.go_through(&actor, show, ("lists", lines)).await.is_err());
    }
    house.desk.go_through(&actor, (Purpose::Exchange, Deed::Match), ("w", 1_200)).await.unwrap();
    let code = house.code("officer-1").await;
    house.desk.prove(&code).await.unwrap();
    house.desk.go_through(&actor, export, ("lists", 1_200)).await.unwrap();
    assert!(house.desk.prove(&code).await.is_err(), "the same code again");
}

#[tokio::test]
async fn the_first_account_is_an_administrators_and_only_they_make_others() {
    let (house, ..) = House::officer().await;
    let asked = ("officer-2", Role::Officer, None);
    let refused = house.desk.make_account(asked, PASSWORD, HERE).await;
    let refused = refused.map(|_| ()).unwrap_err();
    assert!(what(refused).contains("the role officer may not do this"));
    let refused = house.desk.set_password(Some("admin-1"), (None, PASSWORD), HERE).await;
    assert!(refused.is_err());
    assert!(house.desk.set_codes(Some("admin-1"), HERE).await.is_err());
    assert!(house.desk.all_accounts().await.is_err());
    assert_eq!(house.desk.revoke(None, Some("admin-1"), HERE).await.unwrap(), 0);
}
