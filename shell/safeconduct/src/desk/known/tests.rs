//! Who is kept open is who would be opened anew, after anything that can happen. All people are invented.

use exchange::journal::{Command, Deed, Purpose};
use exchange::lists::Field;
use exchange::registry::{
    Assertion, Command as Registry, Condition, Credibility, Opened, Reliability, Source,
    SourceKind, Stated, Told,
};
use exchange::vocabulary::{ClaimId, Party, Private, Role};
use tempfile::TempDir;

use super::super::Hub;
use super::*;

const MANY: (Purpose, Deed) = (Purpose::Exchange, Deed::Match);
const WORK: (&str, usize) = ("reconcile compare", 0);

/// A server's instance: the desk at which somebody works, and those that come and go.
struct House {
    hub: Hub,
    desk: Desk,
    folder: TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let desk = Desk::create(folder.path(), Party::A, true, (None, None)).await.unwrap();
        let hub = Hub::of(desk).unwrap();
        let desk = hub.desk();
        Self { hub, desk, folder }
    }

    async fn take(&mut self, command: Registry) -> Vec<Recorded> {
        let actor = self.desk.actor("officer-1", Role::Officer);
        let recorded = self.desk.submit(&actor, Command::Registry(command)).await.unwrap();
        self.desk.shut_book().await;
        recorded
    }

    async fn enter(&mut self, name: &str) -> PersonId {
        person_of(&self.take(entering(name)).await)
    }

    async fn says(&mut self, person: &PersonId, says: Assertion, told: Told) -> ClaimId {
        let source = Some(source());
        let command = Registry::Claim { person: person.clone(), says, source, told };
        let recorded = self.take(command).await;
        let Event::Registry(registry::Event::Claimed { claim, .. }) = &recorded[0].event else {
            panic!("{recorded:?}")
        };
        claim.clone()
    }

    async fn known(&self) -> Arc<Vec<Known>> {
        let mut desk = self.hub.desk();
        desk.open_book().await.unwrap();
        let actor = desk.actor("officer-2", Role::Officer);
        let permit = desk.go_through(&actor, MANY, WORK).await.unwrap();
        desk.known(&permit).await.unwrap()
    }

    /// Whoever opens everybody anew finds who is kept open.
    async fn agree(&self, when: &str) {
        let kept = self.known().await;
        assert!(self.is_kept().await, "{when}");
        let alone = Desk::open(self.folder.path(), None).await.unwrap();
        let actor = alone.actor("officer-3", Role::Officer);
        let permit = alone.go_through(&actor, MANY, WORK).await.unwrap();
        assert!(*kept == *alone.known(&permit).await.unwrap(), "{when}");
    }

    fn keep(&self) -> &Keep {
        self.desk.keep.as_deref().expect("a desk of a server")
    }

    async fn is_kept(&self) -> bool {
        self.keep().0.lock().await.is_some()
    }
}

fn person_of(recorded: &[Recorded]) -> PersonId {
    let Event::Registry(registry::Event::Registered { person }) = &recorded[0].event else {
        panic!("{recorded:?}")
    };
    person.clone()
}

fn reason() -> Private<String> {
    Private::new("one scar".to_owned())
}

fn source() -> Source {
    Source {
        kind: SourceKind::HandoverTeam,
        name: Private::new("the team".to_owned()),
        reliability: Reliability::B,
        credibility: Credibility::read(2).unwrap(),
        condition: Condition::AtLiberty,
        language: None,
    }
}

fn told(name: &str) -> Told {
    let given = Stated::Given(Private::new(name.to_owned()));
    Told { fields: [(Field::Surname, given)].into(), ..Told::default() }
}

fn entering(name: &str) -> Registry {
    let (source, identity) = (Some(source()), told(name));
    Registry::Register { source, identity, also: vec![Assertion::Missing] }
}

#[tokio::test]
async fn who_is_kept_open_is_who_would_be_opened_anew() {
    let mut house = House::new().await;
    house.agree("with nobody").await;
    let one = house.enter("Коваль").await;
    house.agree("after somebody was entered").await;
    let other = house.enter("Ковальов").await;
    let third = house.enter("Савчук").await;
    house.agree("after two more").await;
    house.says(&one, Assertion::Identity, told("Коваленко")).await;
    house.agree("after another name").await;
    let home = house.says(&third, Assertion::Crossed, Told::default()).await;
    house.agree("after somebody came home").await;
    house.take(Registry::Withdraw { claim: home, reason: reason() }).await;
    house.agree("after that was withdrawn").await;
    let merge = Registry::Merge { one: one.clone(), other: other.clone(), reason: reason() };
    let recorded = house.take(merge).await;
    assert_eq!(house.known().await.len(), 2);
    house.agree("after a merge").await;
    let claims = house.says(&other, Assertion::Identity, told("Ковальчук")).await;
    let words =
        Box::new(Opened { told: told("Ковальчук"), ..opened(&house, &claims).await });
    let field = Field::Surname;
    let settle =
        Registry::Settle { person: one.clone(), field, claim: claims, words, reason: reason() };
    house.take(settle).await;
    house.agree("after a settlement").await;
    let Some(Event::Registry(registry::Event::Merged { claim, .. })) =
        recorded.last().map(|one| &one.event)
    else {
        panic!("{recorded:?}")
    };
    house.take(Registry::Unmerge { claim: claim.clone() }).await;
    assert_eq!(house.known().await.len(), 3);
    house.agree("after it was undone").await;
    // What another process appends is seen as well.
    let mut elsewhere = Desk::open(house.folder.path(), None).await.unwrap();
    let actor = elsewhere.actor("officer-4", Role::Officer);
    elsewhere.submit(&actor, entering("Мельник").into()).await.unwrap();
    house.agree("after another process").await;
    assert_eq!(house.known().await.len(), 4);
    house.take(Registry::Erase { person: other }).await;
    assert!(!house.is_kept().await, "nobody is kept when somebody is erased");
    house.agree("after an erasure").await;
}

async fn opened(house: &House, claim: &ClaimId) -> Opened {
    let alone = Desk::open(house.folder.path(), None).await.unwrap();
    let recorded = alone.state().registry.claims.get(claim).unwrap();
    let record = &recorded.claim.kept.record;
    let kept = alone.store().vault_get(record).await.unwrap().unwrap();
    Opened::from_bytes(kept.bytes.open()).unwrap()
}

#[tokio::test]
async fn nobody_is_kept_for_long_or_after_an_erasure_by_another_process_or_without_a_permit() {
    let mut house = House::new().await;
    let person = house.enter("Коваль").await;
    house.known().await;
    let store = house.hub.store();
    house.keep().look_after(&store).await.unwrap();
    assert!(house.is_kept().await);
    house.keep().0.lock().await.as_mut().unwrap().used_at -=
        SignedDuration::from_mins(KEPT_MINUTES);
    house.keep().look_after(&store).await.unwrap();
    assert!(!house.is_kept().await, "nobody compared for a while");
    house.known().await;
    let mut elsewhere = Desk::open(house.folder.path(), None).await.unwrap();
    let actor = elsewhere.actor("officer-4", Role::Officer);
    elsewhere.submit(&actor, entering("Мельник").into()).await.unwrap();
    house.keep().look_after(&store).await.unwrap();
    assert!(house.is_kept().await);
    let erase = Registry::Erase { person: person.clone() };
    elsewhere.submit(&actor, erase.into()).await.unwrap();
    house.keep().look_after(&store).await.unwrap();
    assert!(!house.is_kept().await, "another process erased somebody");
    // A permit for one person's records opens nobody here, kept or not.
    let left = house.known().await[0].person.clone();
    let mut desk = house.hub.desk();
    desk.open_book().await.unwrap();
    let permit = desk.show(&actor, Purpose::Tracing, &left).await.unwrap();
    assert!(desk.known(&permit).await.is_err());
    let actor = desk.actor("dpo-1", Role::DataProtection);
    assert!(desk.go_through(&actor, MANY, WORK).await.is_err());
}

#[tokio::test]
async fn a_decoy_is_never_kept_open_with_people() {
    let mut house = House::new().await;
    house.enter("Коваль").await;
    house.known().await;
    let actor = house.desk.actor("dpo-1", Role::DataProtection);
    let planted = (Some(source()), told("Принадний"));
    house.desk.plant(&actor, planted, vec![Assertion::Missing]).await.unwrap();
    house.agree("after a decoy was planted").await;
    assert_eq!(house.known().await.len(), 1);
}
