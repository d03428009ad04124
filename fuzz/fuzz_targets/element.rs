//! Group elements: no 32 bytes stop the program, what is no canonical element or the identity is refused by its
//! place, and no proof that was not made is taken.
#![no_main]

use std::sync::LazyLock;

use exchange::seal::notary::oprf::{Mode, OprfRefusal, ServerKey, is_element};
use exchange::seal::notary::psi::{self, Answers};
use libfuzzer_sys::fuzz_target;

static KEY: LazyLock<ServerKey> =
    LazyLock::new(|| ServerKey::derive(Mode::Voprf, &[1; 32], b"fuzz").unwrap());

fuzz_target!(|input: ([u8; 32], [u8; 32], [u8; 64])| {
    let (one, other, proof) = input;
    let good = is_element(&one);
    match psi::answer(&KEY, &[one]) {
        Ok(answers) => {
            assert!(good && psi::check(&KEY.public(), &[one], &answers).is_ok());
            let forged = Answers { elements: vec![other], proofs: vec![proof] };
            assert!(forged == answers || psi::check(&KEY.public(), &[one], &forged).is_err());
        }
        Err(refusal) => assert!(!good && refusal == OprfRefusal::Element(0)),
    }
    let any = Answers { elements: vec![other], proofs: vec![proof] };
    assert!(psi::check(&one, &[other], &any).is_err());
    drop(psi::unblind(&[b"x"], &[2; 32], &[one]));
});
