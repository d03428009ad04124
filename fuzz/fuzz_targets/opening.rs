//! A line laid open is of a list or of none; nobody lays open what was not committed to.
#![no_main]

use exchange::seal::notary::list::{Commitment, Opening};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(opening) = serde_json::from_str::<Opening>(text) {
        assert!(!opening.holds(&Commitment { root: [7; 32], count: opening.count }));
        let again = serde_json::to_string(&opening).expect("text");
        assert_eq!(serde_json::from_str::<Opening>(&again).expect("its own text"), opening);
    }
});
