//! PostgreSQL: several processes on one instance, and the way there and back.

use exchange::journal::VaultChange;

use super::cluster::Cluster;
use super::{House, append, keep, meta, person, record, server};
use crate::{DATABASE_FILE, Error, Flaw, Keys, Server, Store};

/// Fills an instance with events, records of two people one of whom is erased, and a checkpoint.
async fn fill(store: &Store) {
    let kept = [keep("r-1", Some("p-1"), "one"), keep("r-2", Some("p-2"), "two")];
    append(store, 0, 3, &kept).await.unwrap();
    append(store, 3, 0, &[VaultChange::EraseAbout(person("p-1"))]).await.unwrap();
    store.put_checkpoint("log", None, b"sealed").await.unwrap();
    store.refresh_views(&store.replay().await.unwrap()).await.unwrap();
}

async fn same(one: &Store, other: &Store) {
    assert_eq!(one.meta(), other.meta());
    assert_eq!(one.digest().await.unwrap(), other.digest().await.unwrap());
    assert_eq!(one.replay().await.unwrap(), other.replay().await.unwrap());
    for name in ["r-1", "r-2"] {
        let record = record(name);
        let (one, other) = (one.vault_get(&record).await, other.vault_get(&record).await);
        assert_eq!(one.unwrap(), other.unwrap());
    }
    let (one, other) = (one.checkpoint("log").await, other.checkpoint("log").await);
    assert_eq!(one.unwrap(), other.unwrap());
}

#[tokio::test]
async fn an_instance_moves_to_a_server_and_back_and_is_the_same() {
    let Some(cluster) = Cluster::get() else { return };
    let house = House::new().await;
    fill(&house.store).await;
    let address = server(&cluster.database());
    let report = house.store.copy_to_server(&address, &house.keys).await.unwrap();
    assert_eq!((report.events, report.records), (3, 1));
    let there = Store::open_on(&address, &house.keys).await.unwrap();
    same(&house.store, &there).await;
    assert_eq!(
        there.rebuild_views().await.unwrap().digest,
        house.store.rebuild_views().await.unwrap().digest
    );
    // It goes on there, and comes back with what was added.
    append(&there, 3, 2, &[keep("r-3", None, "three")]).await.unwrap();
    let back = house.path("back.sqlite");
    there.copy_to_file(&back, &house.keys).await.unwrap();
    same(&there, &Store::open(&back, &house.keys).await.unwrap()).await;

    // Neither way writes over anything.
    let again = house.store.copy_to_server(&address, &house.keys).await;
    assert!(matches!(again, Err(Error::Exists { .. })), "{again:?}");
    let again = there.copy_to_file(&back, &house.keys).await;
    assert!(matches!(again, Err(Error::Exists { .. })), "{again:?}");
    let again = Store::create_on(&address, meta(), &house.keys).await;
    assert!(matches!(again, Err(Error::Exists { .. })), "{again:?}");
    // A backup of an instance on a server is such a file.
    there.backup_to(&house.path("backup"), &house.keys).await.unwrap();
}

#[tokio::test]
async fn what_was_changed_behind_our_back_is_named_and_does_not_move() {
    let Some(house) = House::on_server().await else { return };
    fill(&house.store).await;
    let Store::Postgres(store) = &house.store else { panic!("a server") };
    sqlx::query("update event set body = body || 'x'::bytea where number = 2")
        .execute(store.pool())
        .await
        .unwrap();
    let flaws = house.store.verify().await.unwrap().flaws;
    assert!(matches!(flaws[..], [Flaw::Event { number: 2, .. }]), "{flaws:?}");
    let moved = house.store.copy_to_file(&house.path("moved"), &house.keys).await;
    assert!(matches!(moved, Err(Error::Unsound { .. })), "{moved:?}");
    assert!(!house.path("moved").exists());
}

#[tokio::test]
async fn an_address_is_refused_or_named_without_its_password() {
    for wrong in ["mysql://a@b/c", "postgres://a@b:port/c", "/var/lib/x", ""] {
        let refused = Server::read(wrong).unwrap_err();
        assert!(matches!(refused, Error::NotAServer { .. }), "{wrong}");
    }
    let server = Server::read("postgres://bureau:s3cret@127.0.0.1:9/book").unwrap();
    assert_eq!(server.name(), "postgres://bureau@127.0.0.1:9/book");
    let gone = Store::open_on(&server, &Keys::new(&[1; 32])).await.unwrap_err();
    let told = format!("{gone} {gone:?} {server:?} {}", gone.hint());
    assert!(told.contains("bureau@127.0.0.1:9/book") && !told.contains("s3cret"), "{told}");
    let Some(house) = House::on_server().await else { return };
    let other =
        Store::open_on(&super::server(house.address().unwrap()), &Keys::new(&[1; 32])).await;
    assert!(matches!(other, Err(Error::WrongKey { .. })), "{other:?}");
    assert!(!house.path(DATABASE_FILE).exists());
}
