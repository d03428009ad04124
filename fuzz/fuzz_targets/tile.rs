//! A tile's path has one form; its entries come to the bytes again; a log that is read holds together.
#![no_main]

use exchange::seal::notary::tile::{TileName, entry_tiles, read_entries, read_log};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u16, u8, &[u8])| {
    let (path, width, size, bytes) = input;
    if let Ok(name) = TileName::read(path) {
        assert_eq!(name.path(), path);
    }
    let name = TileName { level: None, place: 0, width: width % 257 };
    if let Ok(entries) = read_entries(&name, bytes) {
        assert_eq!(entries.len(), usize::from(name.width));
        let again = entry_tiles(&entries, 0).expect("what was read can be written");
        assert!(again.iter().all(|(_, own)| own == bytes));
    }
    let root = [0; 32];
    assert!(read_log(usize::from(size) + 1, &root, |_| Some(bytes.to_vec())).is_err());
});
