//! No text makes the key panic, and what has no letters has no key.
#![no_main]

use libfuzzer_sys::fuzz_target;
use linkage::name::{KEY_SOUNDS_MAX, Key, Patronymic, Surname, System, distance, split_name};
use linkage::table::Table;
use linkage::text::{WORD_LETTERS_MAX, WORDS_MAX, words};

fuzz_target!(|text: &str| {
    let found = words(text);
    assert!(found.len() <= WORDS_MAX);
    let system = System::detect(&found);
    let keys: Vec<Key> = found.iter().map(|word| Key::read(word, system)).collect();
    for (word, key) in found.iter().zip(&keys) {
        assert!(word.letters.chars().count() <= WORD_LETTERS_MAX);
        assert!(key.len() <= KEY_SOUNDS_MAX);
        assert_eq!(distance(key, key), 0);
        assert!(key.coarse() > 0);
        assert_eq!(key.plain().plain(), key.plain());
    }
    for two in keys.windows(2) {
        assert_eq!(distance(&two[0], &two[1]), distance(&two[1], &two[0]));
    }
    let surname = Surname::read(&found, system);
    assert!(surname.masculine().len() <= KEY_SOUNDS_MAX);
    let patronymic = Patronymic::read(&found, system, Table::get());
    assert!(patronymic.stem.is_none_or(|stem| stem.len() <= patronymic.key.len()));
    assert_eq!(System::of_list([found.as_slice()]), System::of_list([found.as_slice(), &[]]));
    // The parts are words of the name, so nothing is left where there were no words.
    assert_eq!(found.is_empty(), split_name(text).concat().is_empty());
});
