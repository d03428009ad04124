//! A whole intersection of two lists, for a comparison by processor seconds from outside.
//!
//! usage: cargo bench -p notary --bench intersection -- KEYS [without-proofs]
//! Both lists have KEYS keys, and half of them stand in both. Prints what was found and the bytes that
//! would cross. `.ci/peers/intersection` runs it beside OpenMined's PSI.

use std::io::Write as _;

use notary::oprf::{Mode, ServerKey, Suite};
use notary::psi::{self, REFERENCE_BYTES, ROW_BYTES};

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let count: u32 = words.first().and_then(|word| word.parse().ok()).unwrap_or(10_000);
    let proofs = words.get(1).is_none_or(|word| word != "without-proofs");
    let list = |first: u32| -> Vec<String> {
        (first..first + count).map(|number| format!("person {number}")).collect()
    };
    let (wanted, held) = (list(0), list(count / 2));
    let wanted: Vec<&[u8]> = wanted.iter().map(String::as_bytes).collect();
    let held: Vec<&[u8]> = held.iter().map(String::as_bytes).collect();
    let refused = |refusal: notary::oprf::OprfRefusal| std::io::Error::other(refusal.to_string());

    let mode = if proofs { Mode::Voprf } else { Mode::Oprf };
    let key = ServerKey::derive(mode, &[1; 32], b"bench").map_err(refused)?;
    let references: Vec<_> = (0..u64::from(count)).map(u64::to_be_bytes).collect();
    let rows =
        psi::tag(&psi::values(&key, &held).map_err(refused)?, &references).map_err(refused)?;
    let asked = psi::ask(&Suite::new(mode), &wanted, &[2; 32]).map_err(refused)?;
    let mut bytes = 32 * asked.len() + ROW_BYTES * rows.len();
    let values = if proofs {
        let answers = psi::answer(&key, &asked).map_err(refused)?;
        bytes += 32 * answers.elements.len() + 64 * answers.proofs.len();
        psi::unblind_proved(&key.public(), &wanted, &[2; 32], &asked, &answers)
    } else {
        let answered = psi::evaluate(&key, &asked).map_err(refused)?;
        bytes += 32 * answered.len();
        psi::unblind(&wanted, &[2; 32], &answered)
    };
    let values = values.map_err(refused)?;
    let found = values.iter().filter(|value| !psi::find(&rows, value).is_empty()).count();
    assert_eq!(found, usize::try_from(count.div_ceil(2)).expect("a small number"));
    writeln!(
        std::io::stdout(),
        "{{\"keys\":{count},\"proofs\":{proofs},\"found\":{found},\"bytes\":{bytes},\"reference_bytes\":{}}}",
        REFERENCE_BYTES * rows.len()
    )
}
