//! The API as programs use it: each operation of its document is asked by nobody, by roles that may not, and
//! wrongly; then the work is done. All people are invented.

mod client;
mod hooks;
mod lists;
mod papers;
mod passkeys;
mod people;
mod walk;

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_document_in_the_repository_is_the_one_that_the_code_makes() {
    let made = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(["api", "openapi"])
        .output()
        .expect("the binary of this test");
    assert!(made.status.success());
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api/openapi.json");
    let kept = fs::read_to_string(kept).expect("docs/api/openapi.json");
    assert!(
        kept == String::from_utf8(made.stdout).expect("UTF-8"),
        "write it anew with `safeconduct api openapi > docs/api/openapi.json`"
    );
}
