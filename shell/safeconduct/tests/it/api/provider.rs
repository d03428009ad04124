//! Signing in through a provider, with one of the test's own: what must be refused first. All people are invented.

mod issuer;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::client::{PASSWORD, Reply, Served};
use issuer::{By, Came, Issuer, Mood, SECRET};

/// What the provider calls the officer.
const SUBJECT: &str = "f3b0c442-98fc-1c14";
/// Where the browser of the tests believes to be.
const SITE: &str = "http://localhost:7007";

/// An instance that was told of a provider.
fn served(issuer: &Issuer) -> Served {
    let file = issuer.told();
    Served::with(&["--provider", file.to_str().expect("UTF-8"), "--site", SITE])
}

fn post(served: &Served, path: &str, token: Option<&str>, body: Option<&Value>) -> Reply {
    let text = body.map(Value::to_string);
    served.send("POST", path, token, (&[], text.as_deref().map(str::as_bytes)))
}

fn begin(served: &Served) -> Reply {
    let begun = post(served, "/session/provider/begin", None, None);
    assert_eq!(begun.status, 200, "{}", begun.body);
    begun
}

fn answer(served: &Served, ceremony: &str, came: &Came) -> Reply {
    let body = json!({ "ceremony": ceremony, "state": came.state, "code": came.code });
    post(served, "/session/provider", None, Some(&body))
}

/// Goes to the provider and comes back.
fn sign_in(served: &Served, issuer: &Issuer) -> Reply {
    let begun = begin(served);
    answer(served, &begun.text("ceremony"), &issuer.consent(&begun.text("address")))
}

fn link(served: &Served, issuer: &Issuer, name: &str, subject: &str, admin: &str) {
    let url = issuer.url();
    let asked = ["account", "link", name, "--issuer", &url, "--subject", subject];
    let said = served.done(&asked, &[], Some(admin));
    assert!(said.contains(&format!("linked {name}")), "{said}");
}

fn refused(reply: &Reply, what: &str) {
    assert_eq!((reply.status, reply.problem()), (401, "not-right"), "{what}: {}", reply.body);
}

#[test]
fn who_is_linked_signs_in_and_shows_a_factor_of_ours_for_what_needs_one() {
    let issuer = Issuer::new(SUBJECT);
    let served = served(&issuer);
    let admin = served.sign_in_here("administrator");
    link(&served, &issuer, "officer", SUBJECT, &admin);

    let begun = begin(&served);
    let address = begun.text("address");
    for part in ["response_type=code", "scope=openid&", "code_challenge_method=S256"] {
        assert!(address.contains(part), "{part}: {address}");
    }
    let came = issuer.consent(&address);
    let signed = answer(&served, &begun.text("ceremony"), &came);
    assert_eq!(signed.status, 201, "{}", signed.body);
    assert_eq!(signed.body["session"]["name"], "officer");
    let token = signed.text("token");
    assert_eq!(served.get("/session", &token).status, 200);

    // What needs a fresh second factor asks for one of ours.
    let early = post(&served, "/passkeys/begin", Some(&token), None);
    assert_eq!((early.status, early.problem()), (403, "proof-needed"), "{}", early.body);
    let code = json!({ "code": served.code("officer", 0) });
    assert_eq!(post(&served, "/session/proof", Some(&token), Some(&code)).status, 200);
    let later = post(&served, "/passkeys/begin", Some(&token), None);
    assert_eq!(later.status, 200, "{}", later.body);

    // The password beside it is a password like any other.
    for (password, status) in [(PASSWORD, 201), ("another password altogether", 401)] {
        let begun = begin(&served);
        let came = issuer.consent(&begun.text("address"));
        let body = json!({ "ceremony": begun.body["ceremony"], "state": came.state, "code": came.code,
                           "password": password });
        let reply = post(&served, "/session/provider", None, Some(&body));
        assert_eq!(reply.status, status, "{}", reply.body);
    }

    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains("linked to somebody whom a provider knows"), "{trail}");
    assert_eq!(trail.matches("a provider vouched for its owner").count(), 3, "{trail}");
    let links = served.done(&["account", "links"], &[], Some(&admin));
    assert!(links.contains(SUBJECT) && links.contains("1 link"), "{links}");
    assert!(!links.contains("never"), "{links}");

    let log = served.logged();
    let shown = issuer::shown();
    for secret in [SECRET, &shown, SUBJECT, &came.code, &came.state, &token, &issuer.last_token()] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
}

#[test]
fn what_a_provider_says_for_another_too_late_or_under_another_key_is_refused() {
    let issuer = Issuer::new(SUBJECT);
    let served = served(&issuer);
    let admin = served.sign_in_here("administrator");
    link(&served, &issuer, "officer", SUBJECT, &admin);
    let first = answer(&served, &"0".repeat(32), &Came::nothing());
    refused(&first, "nothing was asked");

    let now = issuer.now();
    for (what, claims, why) in [
        ("another nonce", json!({ "nonce": "another" }), "answers another question"),
        ("no nonce", json!({ "nonce": null }), "answers another question"),
        ("another program", json!({ "aud": "another" }), "is for another program"),
        ("two programs", json!({ "aud": ["safeconduct", "another"] }), "is for another program"),
        ("given to another program", json!({ "azp": "another" }), "is for another program"),
        ("another provider", json!({ "iss": "https://login.example.net" }), "another provider's"),
        ("expired", json!({ "exp": now - 1 }), "has expired"),
        ("nobody", json!({ "sub": "" }), "names nobody"),
        ("a name that no token has", json!({ "sub": "a".repeat(300) }), "names nobody"),
    ] {
        issuer.says(claims, By::Itself);
        refused_because(&served, &issuer, what, why);
    }
    issuer.says(json!({ "sub": "somebody-else" }), By::Itself);
    refused(&sign_in(&served, &issuer), "somebody unknown");
    issuer.says(json!({ "exp": null }), By::Itself);
    let endless = sign_in(&served, &issuer);
    assert_eq!((endless.status, endless.problem()), (409, "refused"), "{}", endless.body);
    for (what, by) in [
        ("another key under its name", By::Stranger),
        ("a key that nobody knows", By::Unknown),
        ("nobody", By::Nobody),
        ("our own secret", By::Secret),
    ] {
        issuer.says(json!({}), by);
        refused_because(&served, &issuer, what, "is not signed by its keys");
    }
    issuer.says(json!({}), By::Itself);
    assert_eq!(sign_in(&served, &issuer).status, 201);
    issuer.changes_keys();
    assert_eq!(sign_in(&served, &issuer).status, 201, "new keys are asked for");
    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains("REFUSED: what came from the provider is not right"), "{trail}");
    assert!(trail.contains("REFUSED: no account is linked to whom the provider named"), "{trail}");
}

/// Whoever is refused is told nothing; the server's log says why.
fn refused_because(served: &Served, issuer: &Issuer, what: &str, why: &str) {
    let before = served.logged().len();
    refused(&sign_in(served, issuer), what);
    let said = served.logged().split_off(before);
    let line = said.lines().find(|line| line.contains("somebody was not let in"));
    assert!(line.is_some_and(|line| line.contains(why)), "{what}: {line:?}");
}

#[test]
fn what_was_asked_of_a_provider_counts_once_and_where_it_began() {
    let issuer = Issuer::new(SUBJECT);
    let served = served(&issuer);
    let admin = served.sign_in_here("administrator");
    link(&served, &issuer, "officer", SUBJECT, &admin);

    let begun = begin(&served);
    let came = issuer.consent(&begun.text("address"));
    assert_eq!(answer(&served, &begun.text("ceremony"), &came).status, 201);
    refused(&answer(&served, &begun.text("ceremony"), &came), "the same answer again");

    // What a thief sends a browser back with ends where the thief began, and nowhere else.
    let (own, other) = (begin(&served), begin(&served));
    let came = issuer.consent(&other.text("address"));
    refused(&answer(&served, &own.text("ceremony"), &came), "the state of another");
    let own = begin(&served);
    let came = Came { code: issuer.consent(&own.text("address")).code, ..came };
    refused(&answer(&served, &own.text("ceremony"), &came), "the own code under another state");
    let came = issuer.consent(&begin(&served).text("address"));
    let own = begin(&served);
    let honest = issuer.consent(&own.text("address"));
    let mixed = Came { state: honest.state.clone(), code: came.code };
    refused(&answer(&served, &own.text("ceremony"), &mixed), "the code of another");
    refused(&answer(&served, &own.text("ceremony"), &honest), "it was answered wrongly before");

    let own = begin(&served);
    let came = issuer.consent(&own.text("address"));
    let made_up = Came { state: came.state, code: "no-such-code".to_owned() };
    refused(&answer(&served, &own.text("ceremony"), &made_up), "a code that was made up");

    // A ceremony of one kind is none of another.
    let own = begin(&served);
    let body = json!({ "ceremony": own.body["ceremony"], "credential": shown() });
    refused(&post(&served, "/session/passkey", None, Some(&body)), "as a passkey's");
    let passkey = post(&served, "/session/passkey/begin", None, None);
    refused(&answer(&served, &passkey.text("ceremony"), &Came::nothing()), "as a provider's");
}

/// What a device answers, in form alone.
fn shown() -> Value {
    json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "authenticatorData": "AAAA", "clientDataJSON": "AAAA", "signature": "AAAA", "userHandle": null } })
}

#[test]
fn whom_no_account_is_linked_to_is_answered_like_anybody_who_is_refused() {
    let issuer = Issuer::new(SUBJECT);
    let served = served(&issuer);
    let admin = served.sign_in_here("administrator");
    let stranger = sign_in(&served, &issuer);
    refused(&stranger, "nobody is linked");
    issuer.says(json!({ "nonce": "another" }), By::Itself);
    let wrong = sign_in(&served, &issuer);
    issuer.says(json!({}), By::Itself);
    assert_eq!(stranger.body, wrong.body);
    let typed = json!({ "name": "nobody", "password": PASSWORD, "code": "000000" });
    assert_eq!(stranger.body, post(&served, "/session", None, Some(&typed)).body);

    link(&served, &issuer, "officer", SUBJECT, &admin);
    let url = issuer.url();
    for (name, subject) in [("officer-2", SUBJECT), ("officer", SUBJECT), ("officer", "another")] {
        let asked = ["account", "link", name, "--issuer", &url, "--subject", subject];
        let said = served.ends(&asked, Some(&admin), 1);
        assert!(said.contains("is linked to"), "{name} {subject}: {said}");
    }
    let officer = served.sign_in_here("officer-2");
    let asked = ["account", "link", "clinician", "--issuer", &url, "--subject", "another"];
    assert!(served.ends(&asked, Some(&officer), 1).contains("may not do this"));
    assert!(served.ends(&["account", "links"], Some(&officer), 1).contains("may not do this"));
    for (issuer, subject) in [
        ("login", "a"),
        ("http://login.example.org", "a"),
        ("https://a.example.org/?b=c", "a"),
        (&url, ""),
    ] {
        let asked = ["account", "link", "clinician", "--issuer", issuer, "--subject", subject];
        let said = served.ends(&asked, Some(&admin), 2);
        assert!(said.contains("cannot go on"), "{issuer} {subject:?}: {said}");
    }

    let signed = sign_in(&served, &issuer);
    assert_eq!(signed.status, 201, "{}", signed.body);
    served.done(&["account", "disable", "officer"], &[], Some(&admin));
    let closed = sign_in(&served, &issuer);
    assert_eq!(closed.body, stranger.body, "a closed account");
    served.done(&["account", "enable", "officer"], &[], Some(&admin));
    let signed = sign_in(&served, &issuer);
    assert_eq!(signed.status, 201, "{}", signed.body);
    served.done(&["account", "unlink", "officer"], &[], Some(&admin));
    assert_eq!(served.get("/session", &signed.text("token")).status, 401, "its sessions ended");
    assert_eq!(sign_in(&served, &issuer).body, stranger.body, "an account that was unlinked");
    assert!(
        served.ends(&["account", "unlink", "officer"], Some(&admin), 1).contains("is not linked")
    );
}

#[test]
fn a_provider_that_is_silent_or_names_another_address_lets_nobody_in() {
    let issuer = Issuer::new(SUBJECT);
    let served = served(&issuer);
    let admin = served.sign_in_here("administrator");
    link(&served, &issuer, "officer", SUBJECT, &admin);
    for (mood, why) in [
        (Mood::Gone, "it does not say what it is"),
        (Mood::Another, "it says that it is another one"),
        (Mood::Elsewhere, "it does not say what it is"),
        (Mood::Endless, "its answer broke off, or is too long"),
        (Mood::Odd, "what it says of itself cannot be read"),
        (Mood::Clear, "it names an address that will not do"),
        (Mood::Inner, "it names an address that will not do"),
    ] {
        issuer.is(mood);
        let before = served.logged().len();
        let begun = post(&served, "/session/provider/begin", None, None);
        assert_eq!((begun.status, begun.problem()), (409, "refused"), "{mood:?}: {}", begun.body);
        assert!(begun.text("hint").contains("name, password and code"), "{}", begun.body);
        let said = served.logged().split_off(before);
        assert!(said.contains(&format!("{why:?}")), "{mood:?}: {said}");
    }
    served.sign_in("officer");
    // Nothing of that was believed. This one takes the secret in the body, and is given it there.
    issuer.is(Mood::InBody);
    assert_eq!(sign_in(&served, &issuer).status, 201);
}

#[test]
fn a_server_that_was_told_of_no_provider_says_so() {
    let served = Served::new();
    let reply = post(&served, "/session/provider/begin", None, None);
    assert_eq!((reply.status, reply.problem()), (409, "refused"), "{}", reply.body);
    assert!(reply.text("hint").contains("--provider"), "{}", reply.body);
}

#[test]
fn a_file_that_tells_of_a_provider_is_read_strictly() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let (file, secret) = (folder.path().join("provider.toml"), folder.path().join("secret"));
    let said_of = |text: &str, code: i32| {
        fs::write(&file, text).expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--provider"]).arg(&file);
        let output = command.arg("--dir").arg(found(folder.path())).output().expect("the binary");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{text}: {said}");
        assert!(said.contains("hint: "), "{said}");
        said
    };
    let with = |issuer: &str, rest: &str| {
        format!("issuer = {issuer:?}\nclient = \"safeconduct\"\nsecret-file = \"secret\"\n{rest}")
    };
    let back = "return-to = \"https://desk.example.org/in\"\n";
    fs::write(&secret, "s3cret-of-the-client\n").expect("a file");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("it is ours");
    let issuer = "https://login.example.org/realm";
    for (text, says) in [
        (String::new(), "line 1: missing field `issuer`"),
        (with(issuer, ""), "missing field `return-to`"),
        (
            with(issuer, &format!("{back}secret = \"swordfish\"\n")),
            "line 5: unknown field `secret`",
        ),
        (with(issuer, &format!("{back}private = \"yes\"\n")), "line 5: "),
        (with("http://login.example.org", back), "issuer: \"http://login.example.org\""),
        (with("http://127.0.0.1:8080", back), "in clear"),
        (with("https://10.0.0.7/realm", back), "not open to all"),
        (with("http://10.0.0.7/realm", &format!("{back}private = true\n")), "in clear"),
        (with("https://a:b@login.example.org", back), "a user or a fragment"),
        (with("https://login.example.org/?x=1", back), "holds a query"),
        (with(issuer, "return-to = \"http://desk.example.org/in\"\n"), "return-to: "),
        (with(issuer, back).replace("\"safeconduct\"", "\"safe conduct\""), "client has 1 to"),
        (with(issuer, back).replace("\"secret\"", "\"no-such-file\""), "cannot be read"),
    ] {
        let said = said_of(&text, 2);
        assert!(said.contains(says), "{says}: {said}");
        assert!(!said.contains("swordfish"), "{said}");
    }
    for (held, says) in [("", "does not hold a secret"), ("two\nlines\n", "does not hold a secret")]
    {
        fs::write(&secret, held).expect("a file");
        assert!(said_of(&with(issuer, back), 2).contains(says), "{held:?}");
    }
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o644)).expect("it is ours");
    assert!(said_of(&with(issuer, back), 1).contains("other users of this machine may read"));
}

/// Founds an instance in a folder, once.
fn found(folder: &Path) -> std::path::PathBuf {
    let dir = folder.join("a");
    if !dir.exists() {
        let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
        let made = command.args(["store", "create", "--party", "a", "--dir"]).arg(&dir).output();
        assert!(made.expect("the binary of this test").status.success());
    }
    dir
}
