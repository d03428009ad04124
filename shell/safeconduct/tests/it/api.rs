//! The API as programs use it: each operation of its document is asked by nobody, by roles that may not, and
//! wrongly; then the work is done. All people are invented.

pub(crate) mod client;
mod hooks;
mod lists;
mod papers;
mod passkeys;
mod people;
#[cfg(feature = "oidc")]
mod provider;
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
    let made = String::from_utf8(made.stdout).expect("UTF-8");
    #[cfg(feature = "oidc")]
    let made = without_provider(&made);
    assert!(
        kept == made,
        "write it anew with `safeconduct api openapi > docs/api/openapi.json`, built without features"
    );
}

/// The document of a build that signs people in through a provider, without what that adds.
#[cfg(feature = "oidc")]
fn without_provider(made: &str) -> String {
    let mut document: serde_json::Value = serde_json::from_str(made).expect("JSON");
    for (of, names) in [
        ("/paths", ["/api/v1/session/provider", "/api/v1/session/provider/begin"]),
        ("/components/schemas", ["ProviderCeremony", "ProviderSignIn"]),
    ] {
        let all = document.pointer_mut(of).and_then(serde_json::Value::as_object_mut);
        let all = all.expect("a part of the document");
        for name in names {
            assert!(all.remove(name).is_some(), "{of} has no {name}");
        }
    }
    format!("{}\n", serde_json::to_string_pretty(&document).expect("plain values"))
}
