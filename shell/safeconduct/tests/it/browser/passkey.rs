//! A passkey in a real browser, on a device of the browser's own.

use serde_json::json;

use super::driver::Chrome;
use crate::api::client::{PASSWORD, Served};

#[test]
fn an_officer_adds_a_passkey_signs_in_by_it_and_shows_it_again() {
    let served = Served::named("localhost");
    let Some(chrome) = Chrome::open(served.address()) else { return };
    chrome.ask(
        "/webauthn/authenticator",
        &json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        }),
    );
    chrome.go("/account");
    assert!(chrome.at().starts_with("/sign-in"), "{}", chrome.at());
    chrome.fill("#name", "officer");
    chrome.fill("#password", PASSWORD);
    chrome.fill("#code", &served.code("officer", 0));
    chrome.click("main form button");
    assert_eq!(chrome.at(), "/account");

    chrome.fill("#label", "key on the ring");
    chrome.click("form[action='/account/passkey'] button");
    chrome.click("form[data-passkey] button");
    assert_eq!(chrome.at(), "/account?done=passkey", "{}", chrome.body());
    assert!(chrome.body().contains("The passkey was added."));

    chrome.click("form[action='/sign-out'] button");
    chrome.go("/people");
    chrome.click("form[action='/sign-in/passkey'] button");
    chrome.click("form[data-passkey] button");
    assert_eq!(chrome.at(), "/people", "{}", chrome.body());
    assert!(chrome.text("header .sitter").contains("officer"));
}
