//! A tar that is read holds files of a bundle only, and comes back from what was read.
#![no_main]

use exchange::seal::bundle::Name;
use exchange::seal::tar;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(files) = tar::read(bytes) {
        assert!(files.keys().all(|path| Name::read(path).is_some()));
        assert!(files.values().map(Vec::len).sum::<usize>() <= bytes.len());
        assert_eq!(tar::read(&tar::write(&files)), Ok(files));
    }
});
