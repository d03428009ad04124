//! Webhooks, as the program sees them that is told. All people are invented.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::client::Served;

/// How often somebody looks whether a message has come, ten times a second.
const LOOKS: usize = 300;

/// One message as it came.
#[derive(Clone)]
struct Came {
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Came {
    fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    /// What a receiver computes, by the specification.
    fn is_signed(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").and_then(|key| STANDARD.decode(key).ok());
        let key = key.expect("a secret as it is written down");
        let mut hash = <Hmac<Sha256> as hmac::Mac>::new_from_slice(&key).expect("a key");
        hash.update(format!("{}.{}.", self.id(), self.headers["webhook-timestamp"]).as_bytes());
        hash.update(&self.body);
        let expected = format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes()));
        self.headers["webhook-signature"] == expected
    }
}

/// Somebody who receives, and answers what they are told to answer.
struct Receiver {
    port: u16,
    came: Arc<Mutex<Vec<Came>>>,
    answer: Arc<Mutex<String>>,
}

impl Receiver {
    fn new(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (came, answer) =
            (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(answer.to_owned())));
        let (kept, said) = (Arc::clone(&came), Arc::clone(&answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let said = said.lock().expect("nobody panics with it").clone();
                if let Some(one) = take(stream, &said) {
                    kept.lock().expect("nobody panics with it").push(one);
                }
            }
        });
        Self { port, came, answer }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}/in", self.port)
    }

    fn answers(&self, answer: &str) {
        answer.clone_into(&mut self.answer.lock().expect("nobody panics with it"));
    }

    fn all(&self) -> Vec<Came> {
        self.came.lock().expect("nobody panics with it").clone()
    }

    /// Waits until so many messages have come.
    fn wait_for(&self, count: usize) -> Vec<Came> {
        for _ in 0..LOOKS {
            let all = self.all();
            if all.len() >= count {
                return all;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{} messages came, and not {count}", self.all().len());
    }
}

/// Reads one request and answers it.
fn take(stream: TcpStream, answer: &str) -> Option<Came> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut headers = BTreeMap::new();
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() {
                break;
            }
            continue;
        };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok())?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let mut stream = stream;
    write!(stream, "HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").ok()?;
    Some(Came { headers, body })
}

const TAKEN: &str = "204 No Content";

/// Makes a webhook on the machine, and returns its name and secret.
fn hook(served: &Served, token: &str, asked: &[&str]) -> (String, String) {
    let arguments = [&["webhook", "add"], asked, &["--private"]].concat();
    let said = served.done(&arguments, &[], Some(token));
    let secret = said.lines().find_map(|line| line.split_once("secret    ")).expect("a secret").1;
    let id = said.split_whitespace().next().expect("a name");
    (id.to_owned(), secret.to_owned())
}

/// Enters somebody, and returns their reference.
fn enter(served: &Served, officer: &str, surname: &str) -> String {
    let fields = json!({
        "surname": { "given": surname },
        "given-name": { "given": "Olena" },
        "birth-date": { "given": "1991-02-03" },
    });
    let body = json!({ "source": "family", "by": "a sister", "says": "missing", "fields": fields });
    let reply = served.ask("POST", "/people", Some(officer), &body);
    assert_eq!(reply.status, 201, "{}", reply.body);
    reply.text("person")
}

#[test]
fn another_program_is_told_by_opaque_references_under_a_signature() {
    let served = Served::new();
    let (admin, officer) = (served.sign_in_here("administrator"), served.sign_in("officer"));
    let before = enter(&served, &officer, "Lysenkivska");
    let receiver = Receiver::new(TAKEN);
    let (id, secret) = hook(&served, &admin, &[&receiver.url(), "--stage", "registry"]);
    let person = enter(&served, &officer, "Kovalenkivska");

    let came = receiver.wait_for(2);
    let mut before_it = 0;
    for one in &came {
        assert!(one.is_signed(&secret), "{:?}", one.headers);
        let text = String::from_utf8(one.body.clone()).expect("UTF-8");
        for word in ["Kovalenkivska", "Olena", "1991-02", "sister", "officer", "missing", &before] {
            assert!(!text.contains(word), "{text}");
        }
        let json = one.json();
        let number = json["data"]["number"].as_u64().expect("a number");
        assert!(number > before_it, "messages come in the order of the journal");
        assert_eq!(one.id(), format!("{id}.{number}"));
        before_it = number;
    }
    assert_eq!(came[0].json()["type"], "registry.registered");
    assert_eq!(came[0].json()["data"]["references"]["person"], person.as_str());

    // A stage that was not asked for is not told of; nor is anything after the webhook was taken away.
    let terms = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/istanbul-2025/terms.toml");
    served.done(&["agreement", "record", terms], &[], Some(&served.sign_in_here("officer-2")));
    let count = receiver.wait_for(came.len()).len();
    enter(&served, &officer, "Hnatenkivska");
    let came = receiver.wait_for(count + 2);
    assert!(came.iter().all(|one| one.json()["type"].as_str().unwrap().starts_with("registry.")));
    let list = served.done(&["webhook", "list"], &[], Some(&admin));
    assert!(list.contains(&receiver.url()) && list.contains("  on\n"), "{list}");
    served.done(&["webhook", "drop", &id], &[], Some(&admin));
    enter(&served, &officer, "Bondarivska");
    std::thread::sleep(Duration::from_secs(5));
    assert_eq!(receiver.all().len(), came.len());
    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains(&format!("made webhook {id}")), "{trail}");
    assert!(trail.contains(&format!("took webhook {id} away")), "{trail}");
}

#[test]
fn what_is_not_taken_is_sent_again_even_after_a_crash_and_never_sent_elsewhere() {
    let mut served = Served::new();
    let (admin, officer) = (served.sign_in_here("administrator"), served.sign_in("officer"));
    let elsewhere = Receiver::new(TAKEN);
    let receiver = Receiver::new(&format!("302 Found\r\nlocation: {}", elsewhere.url()));
    let (id, secret) = hook(&served, &admin, &[&receiver.url()]);
    enter(&served, &officer, "Kovalenkivska");
    let first = receiver.wait_for(1)[0].clone();
    let waits = || served_list(&served, &admin).contains("waits until");
    assert!((0..LOOKS).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        waits()
    }));
    let said = served.done(&["webhook", "deliveries", &id], &[], Some(&admin));
    assert!(said.contains("not taken: answered 302"), "{said}");

    served.crash_and_serve();
    receiver.answers(TAKEN);
    let came = receiver.wait_for(3);
    assert_eq!(came[1].id(), first.id(), "the same message comes again under the same name");
    assert_eq!(came[1].body, first.body);
    assert_ne!(came[2].id(), first.id());
    assert!(came.iter().all(|one| one.is_signed(&secret)));
    assert!(elsewhere.all().is_empty(), "no redirect is followed");

    // Neither where messages go nor what signs them can be read from the files.
    let own_key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    for file in fs::read_dir(served.dir()).expect("a folder").flatten() {
        let bytes = fs::read(file.path()).expect("a file");
        for planted in [receiver.url().as_bytes(), secret.as_bytes(), &own_key] {
            let is_there = bytes.windows(planted.len()).any(|part| part == planted);
            assert!(!is_there, "{}", file.path().display());
        }
    }
}

#[test]
fn who_wants_no_more_is_sent_no_more_until_somebody_resumes_it() {
    let served = Served::new();
    let (admin, officer) = (served.sign_in_here("administrator"), served.sign_in("officer"));
    let receiver = Receiver::new("410 Gone");
    let (id, _) = hook(&served, &admin, &[&receiver.url()]);
    enter(&served, &officer, "Kovalenkivska");
    receiver.wait_for(1);
    let off = |_| {
        std::thread::sleep(Duration::from_millis(100));
        served_list(&served, &admin).contains("switched off")
    };
    assert!((0..LOOKS).any(off));
    let doctor = served.done(&["doctor"], &[], None);
    assert!(doctor.contains(&format!("switched off: {id}")), "{doctor}");
    let trail = served.done(&["account", "trail"], &[], Some(&admin));
    assert!(trail.contains(&format!("webhook {id} switched off")), "{trail}");
    receiver.answers(TAKEN);
    served.done(&["webhook", "resume", &id], &[], Some(&admin));
    let came = receiver.wait_for(3);
    assert_eq!(came[0].id(), came[1].id());
}

#[test]
fn two_servers_of_one_instance_send_each_message_once() {
    let served = Served::new();
    let (admin, officer) = (served.sign_in_here("administrator"), served.sign_in("officer"));
    let _second = served.serve_beside();
    let receiver = Receiver::new(TAKEN);
    hook(&served, &admin, &[&receiver.url()]);
    for surname in ["Kovalenkivska", "Bondarivska", "Hnatenkivska", "Lysenkivska", "Moroziv"] {
        enter(&served, &officer, surname);
        std::thread::sleep(Duration::from_millis(700));
    }
    receiver.wait_for(10);
    std::thread::sleep(Duration::from_secs(5));
    let came = receiver.all();
    let ids: BTreeSet<&str> = came.iter().map(Came::id).collect();
    assert_eq!(ids.len(), came.len(), "a message came twice");
}

#[test]
fn over_the_api_no_address_of_the_own_network_is_taken() {
    let served = Served::new();
    let admin = served.sign_in("administrator");
    let ask = |body: &Value| served.ask("POST", "/webhooks", Some(&admin), body);
    for url in [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/",
        "https://10.0.0.1/",
        "https://user:word@example.org/",
        "nowhere",
    ] {
        let reply = ask(&json!({ "url": url }));
        assert_eq!((reply.status, reply.problem()), (409, "refused"), "{url}: {}", reply.body);
    }
    let unknown = ask(&json!({ "url": "https://example.org/", "stages": ["prosecution"] }));
    assert_eq!(unknown.problem(), "unusable", "{}", unknown.body);
    let private = ask(&json!({ "url": "https://10.0.0.1/", "private": true }));
    assert_eq!(private.problem(), "malformed", "{}", private.body);

    let made = ask(&json!({ "url": "https://receiver.invalid/in", "stages": ["lists"] }));
    assert_eq!(made.status, 201, "{}", made.body);
    assert!(made.text("secret").starts_with("whsec_"));
    assert_eq!(ask(&json!({ "url": "https://receiver.invalid/in" })).problem(), "refused");
    let id = made.body["webhook"]["webhook"].as_str().expect("a name").to_owned();
    let list = served.get("/webhooks", &admin);
    assert_eq!(list.body["items"][0]["standing"], "on");
    assert!(!list.body.to_string().contains("whsec_"), "the secret is shown once");
    assert_eq!(served.get(&format!("/webhooks/{id}/deliveries"), &admin).status, 200);
    let resume = format!("/webhooks/{id}/resume");
    let resumed = served.send("POST", &resume, Some(&admin), (&[], None));
    assert_eq!(resumed.status, 200, "{}", resumed.body);
    let dropped = served.send("DELETE", &format!("/webhooks/{id}"), Some(&admin), (&[], None));
    assert_eq!(dropped.status, 204);
    assert_eq!(served.get(&format!("/webhooks/{id}/deliveries"), &admin).status, 404);
}

fn served_list(served: &Served, admin: &str) -> String {
    served.done(&["webhook", "list"], &[], Some(admin))
}
