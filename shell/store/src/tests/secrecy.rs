//! The disk shows nobody's name, and what was destroyed is gone.

use exchange::journal::{Compartment, VaultChange};

use super::{House, append, keep, person, record};
use crate::{DATABASE_FILE, Error};

/// An invented person.
const NAME: &str = "Вигаданченко-Неіснуючий Остап";
const BIRTH: &str = "1977-11-30";

/// Looks for the bytes in every file of the folder and says in which.
fn found_in(house: &House, needle: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(house.folder.path()).unwrap().flatten();
    let holds = |file: &std::fs::DirEntry| {
        let bytes = std::fs::read(file.path()).unwrap();
        bytes.windows(needle.len()).any(|window| window == needle)
    };
    files.filter(holds).map(|file| file.file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test]
async fn a_name_and_a_birth_date_are_in_no_file() {
    let house = House::new().await;
    let text = format!("{{\"name\":\"{NAME}\",\"birth\":\"{BIRTH}\"}}");
    append(&house.store, 0, 1, &[keep("r-1", Some("p-1"), &text)]).await.unwrap();
    house.store.backup_to(&house.path("backup.sqlite"), &house.keys).await.unwrap();
    // The log must be there, or the search below would prove nothing about it.
    assert!(house.path(&format!("{DATABASE_FILE}-wal")).metadata().unwrap().len() > 0);
    let utf16: Vec<u8> = NAME.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for needle in [NAME.as_bytes(), "Остап".as_bytes(), BIRTH.as_bytes(), utf16.as_slice()] {
        assert_eq!(found_in(&house, needle), Vec::<String>::new());
    }
    assert!(!found_in(&house, b"r-1").is_empty(), "the search finds what is in the clear");
    let opened = house.store.vault_get(&record("r-1")).await.unwrap().unwrap();
    assert_eq!(opened.bytes.open(), text.as_bytes());
    assert_eq!(opened.compartment, Compartment::Identity);
    assert_eq!(opened.digest(), VaultChange::digest(&[7; 32], text.as_bytes()));
    assert!(!format!("{opened:?} {:?}", house.store).contains("Остап"));
}

#[tokio::test]
async fn the_length_of_a_record_does_not_tell_short_words_apart() {
    let house = House::new().await;
    let changes = [keep("r-1", None, "good"), keep("r-2", None, "seriously-wounded")];
    append(&house.store, 0, 1, &changes).await.unwrap();
    let lengths: Vec<i64> = sqlx::query_scalar("select length(sealed) from vault")
        .fetch_all(super::sqlite(&house.store).pool())
        .await
        .unwrap();
    assert_eq!(lengths, [272, 272]);
}

#[tokio::test]
async fn erasing_a_person_destroys_every_record_and_leaves_the_journal() {
    let house = House::new().await;
    let kept = [
        keep("r-1", Some("p-1"), "one"),
        keep("r-2", Some("p-1"), "two"),
        keep("r-3", Some("p-2"), "three"),
    ];
    append(&house.store, 0, 2, &kept).await.unwrap();
    let sealed: Vec<Vec<u8>> = sqlx::query_scalar("select sealed from vault where person = 'p-1'")
        .fetch_all(super::sqlite(&house.store).pool())
        .await
        .unwrap();
    let before = (house.store.digest().await.unwrap(), house.store.replay().await.unwrap());
    assert!(sealed.iter().all(|sealed| !found_in(&house, &sealed[..64]).is_empty()));
    let about = house.store.vault_about(&person("p-1")).await.unwrap();
    assert_eq!(about.iter().map(|o| o.record.as_str()).collect::<Vec<_>>(), ["r-1", "r-2"]);

    append(&house.store, 2, 0, &[VaultChange::EraseAbout(person("p-1"))]).await.unwrap();
    assert_eq!(house.store.vault_about(&person("p-1")).await.unwrap(), []);
    assert!(house.store.vault_get(&record("r-1")).await.unwrap().is_none());
    assert!(house.store.vault_get(&record("r-3")).await.unwrap().is_some());
    for sealed in &sealed {
        assert_eq!(found_in(&house, &sealed[..64]), Vec::<String>::new());
    }
    let after = (house.store.digest().await.unwrap(), house.store.replay().await.unwrap());
    assert_eq!(after, before);
    assert!(house.store.verify().await.unwrap().is_sound());
}

#[tokio::test]
async fn errors_name_records_and_files_but_never_what_is_in_them() {
    let house = House::new().await;
    append(&house.store, 0, 1, &[keep("r-1", Some("p-1"), NAME)]).await.unwrap();
    let twice = append(&house.store, 1, 1, &[keep("r-1", Some("p-1"), NAME)]).await.unwrap_err();
    assert!(matches!(twice, Error::RecordExists { .. }));
    let told = format!("{twice} {twice:?} {}", twice.hint());
    assert!(told.contains("r-1") && !told.contains("Остап"));
    assert!(house.path(DATABASE_FILE).exists());
}
