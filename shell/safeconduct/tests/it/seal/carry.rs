//! Bundles over HTTP: real processes on loopback, honest ones, strangers, replays and cut connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

use exchange::seal::Authority;
use exchange::seal::notary::key::SecretKey;
use exchange::seal::notary::note::Note;
use exchange::seal::post::Request;
use exchange::vocabulary::{Digest, Party};

use super::import::{gathered, sent, state, three};
use super::*;

/// A server, stopped by its own handle.
struct Served {
    child: Child,
    address: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; a test that failed says why.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Served {
    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Posts bytes, of which only some are sent, and returns the whole answer.
    fn raw(&self, path: &str, body: &[u8], sent: usize) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        let head = format!(
            "POST /seal/{path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("sent");
        // A server that refuses early may close before all is sent.
        let whole = stream.write_all(&body[..sent]).is_ok() && sent == body.len();
        if !whole {
            drop(stream.shutdown(std::net::Shutdown::Write));
        }
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Reads one request to its end, as its own length tells.
fn read_request(stream: &mut TcpStream) {
    let (mut asked, mut piece) = (Vec::new(), [0; 4_096]);
    loop {
        let got = stream.read(&mut piece).expect("a request");
        asked.extend_from_slice(&piece[..got]);
        let text = String::from_utf8_lossy(&asked).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
        let length: usize = length.map_or(0, |length| length.parse().expect("a number"));
        if got == 0 || body.len() >= length {
            return;
        }
    }
}

fn serve(table: &Table, acts: &str, party: &str) -> Served {
    let words =
        format!("serve --seal {acts} --policy policy.txt --as {party} --listen 127.0.0.1:0");
    let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
        .args(words.split_whitespace())
        .current_dir(table.0.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    let stdout = child.stdout.take().expect("its output");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    let address = address.unwrap_or_else(|| panic!("no address: {line}")).to_owned();
    Served { child, address }
}

fn push(served: &Served, acts: &str, to: &str) -> String {
    format!("seal push {acts} --policy policy.txt --url {} --from b --to {to}", served.url())
}

fn pull(served: &Served, into: &str, party: &str, key: &str) -> String {
    format!(
        "seal pull {into} --policy policy.txt --url {} --as {party} --from b --key {key}",
        served.url()
    )
}

const KEY: &str = "keys-a/A-officer-1.key";

#[test]
fn what_is_pushed_and_pulled_is_what_a_stick_would_have_brought() {
    let table = three();
    let a = serve(&table, "in", "a");
    let said = table.done(&push(&a, "acts", "a"));
    assert!(said.contains("bundle 2 to A: handed over\n  there: 5 acts in in: 0 of"), "{said}");
    assert_eq!(gathered(&table, "in"), gathered(&table, "acts"));
    let after = state(&table, "in");
    // The same once more changes nothing.
    table.done(&push(&a, "acts", "a"));
    assert_eq!(state(&table, "in"), after);

    let b = serve(&table, "acts", "b");
    let said = table.done(&pull(&b, "fetched", "a", KEY));
    assert!(said.contains("5 acts in fetched: 1 of them new, handed over by B"), "{said}");
    assert_eq!(state(&table, "fetched"), after);
    let said = table.done(&pull(&b, "fetched", "a", KEY));
    assert!(said.contains("B has nothing new for A"), "{said}");
    let said = table.done(&pull(&b, "of-m", "m", "keys-m/M-officer-2.key"));
    assert!(said.contains("B has nothing new for M"), "{said}");

    // What A sends back acknowledges it all, and B has nothing more to hand over.
    table.done(&format!(
        "seal bundle in --policy policy.txt --from a --to b {} --out reply.tar",
        officers("a")
    ));
    let back = format!("seal push in --policy policy.txt --url {} --from a --to b", b.url());
    table.done(&back);
    let said = table.done(&push(&a, "acts", "a"));
    assert!(said.contains("A has acknowledged all that B sent"), "{said}");
}

#[test]
fn strangers_wrong_receivers_and_replays_are_refused_by_name() {
    let table = three();
    let other = Table::begun();
    other.done(&format!(
        "seal bundle acts --policy policy.txt --from b --to a {} --out one.tar",
        officers("b")
    ));
    let m = serve(&table, "of-m", "m");
    let report = table.fails(1, &push(&m, "acts", "a"));
    assert!(report.contains("answered 403: the bundle is for A, and this is M"), "{report}");
    let a = serve(&table, "in", "a");
    let report = other.fails(1, &push(&a, "acts", "a"));
    assert!(report.contains("manifest.note: it is signed by the key `B-officer-1`"), "{report}");
    let b = serve(&table, "acts", "b");
    let stranger = other.path(KEY).display().to_string();
    let report = table.fails(1, &pull(&b, "in", "a", &stranger));
    assert!(report.contains("`A-officer-1`, which the policy does not name"), "{report}");
    let report = table.fails(1, &pull(&b, "in", "a", "keys-m/M-officer-1.key"));
    assert!(report.contains("`M-officer-1` signed, which is an officer's of M"), "{report}");
    let report = table.fails(1, &pull(&b, "in", "b", "keys-b/B-officer-1.key"));
    assert!(report.contains("B asks itself for bundles"), "{report}");
    let report = table.fails(1, &pull(&m, "in", "a", KEY));
    assert!(report.contains("the request is to B, and this is M"), "{report}");

    // A note that somebody copied on the way fetches nothing.
    let policy = fs::read_to_string(table.path("policy.txt")).expect("a file");
    let authority = Authority::read(&policy).expect("a policy");
    let key = fs::read_to_string(table.path(KEY)).expect("a key");
    let key = SecretKey::read(key.trim_end()).expect("a key");
    let signed = |challenge| {
        let (from, to) = (Party::A, Party::B);
        let exchange = authority.exchange().clone();
        let request = Request { exchange, from, to, challenge, ack: None };
        let mut note = Note::new(request.text()).expect("a note");
        note.sign(&key).expect("signed");
        note.to_bytes()
    };
    let answer = b.raw("challenge", &[], 0);
    let challenge = Digest::read(answer.trim_end().rsplit("\r\n").next().expect("a line"));
    let note = signed(challenge.expect("a challenge").0);
    assert!(b.raw("pull", &note, note.len()).starts_with("HTTP/1.1 200"));
    let answer = b.raw("pull", &note, note.len());
    assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("this is a replay"), "{answer}");
    let invented = signed([7; 32]);
    assert!(b.raw("pull", &invented, invented.len()).contains("this is a replay"));
    assert!(b.raw("pull", b"x", 1).starts_with("HTTP/1.1 403"));
    assert!(b.raw("pull", &vec![b'x'; 20_000], 20_000).contains("cannot be read"));
    for folder in ["of-m", "in"] {
        assert!(!table.path(folder).exists(), "{folder}");
    }
}

#[test]
fn a_cut_connection_or_another_length_leaves_nothing_half() {
    let table = three();
    let a = serve(&table, "in", "a");
    let whole = fs::read(table.path("acts/post/sent/B-A-0000.tar")).expect("a bundle");
    for sent in [0, 300, 513, 2_000, whole.len() / 2, whole.len() - 1] {
        let answer = a.raw("bundles", &whole, sent);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{sent}: {answer}");
        assert!(!table.path("in").exists(), "{sent}");
    }
    // The manifest ends what may come.
    let long = [whole.clone(), vec![0; 100_000]].concat();
    let answer = a.raw("bundles", &long, long.len());
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    let other = a.raw("bundles", &[b'x'; 5_000], 5_000);
    assert!(other.contains("no header of a file"), "{other}");
    let mut changed = whole.clone();
    let at = whole.len() / 2;
    changed[at] ^= 1;
    assert!(!a.raw("bundles", &changed, changed.len()).starts_with("HTTP/1.1 200"));
    assert!(!table.path("in").exists());
    table.done(&push(&a, "acts", "a"));
    assert_eq!(gathered(&table, "in"), gathered(&table, "acts"));

    // A server that goes away in the middle of its answer.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let half = whole[..whole.len() / 2].to_vec();
    let length = whole.len();
    let server = std::thread::spawn(move || {
        let challenge = format!("{}\n", "0a".repeat(32)).into_bytes();
        for (said, body) in [(challenge.len(), challenge), (length, half)] {
            let (mut stream, _) = listener.accept().expect("a connection");
            read_request(&mut stream);
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {said}\r\nconnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).expect("sent");
            stream.write_all(&body).expect("sent");
        }
    });
    let report = table.fails(
        2,
        &format!("seal pull gone --policy policy.txt --url {url} --as a --from b --key {KEY}"),
    );
    assert!(report.contains("nothing was taken in"), "{report}");
    assert!(!table.path("gone").exists());
    server.join().expect("the server ends");
    // Nobody at all.
    table.fails(
        2,
        &format!("seal pull gone --policy policy.txt --url {url} --as a --from b --key {KEY}"),
    );
}

#[test]
fn the_pages_stay_on_this_machine_and_the_door_says_whose_it_is() {
    let table = three();
    table.fails(2, "serve --seal acts --policy policy.txt");
    table.fails(2, "serve");
    sent(&table, "b", "m", "for-m");
    let m = serve(&table, "of-m", "m");
    let said = table.done(&push(&m, "acts", "m"));
    assert!(said.contains("bundle 0 to M: handed over"), "{said}");
    let mut stream = TcpStream::connect(&m.address).expect("a connection");
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
        .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

const NEW_KEYS: &str = "--key new/B-officer-1.2.key --key keys-b/B-officer-2.key";

/// Three bundles from B to A and one to M on their way, and a copy of B's folder in a thief's hands; then the key of
/// B's first officer is replaced, and one more bundle made for each.
fn rotated() -> Table {
    let table = three();
    sent(&table, "b", "m", "for-m");
    let mut copy = Command::new("cp");
    let copied = copy.args(["-r", "acts", "stolen"]).current_dir(table.0.path()).status();
    assert!(copied.expect("cp runs").success());
    table.done("seal keys --party b --name B-officer-1.2 --out new");
    table.done(
        "seal rotate acts --policy policy.txt --from b --replace B-officer-1=new/keys.pub --key keys-b/B-root.key",
    );
    for to in ["a", "m"] {
        table.done(&format!(
            "seal bundle acts --policy policy.txt --from b --to {to} {NEW_KEYS} --out later-{to}.tar"
        ));
    }
    table
}

const RECALLED: &str = "the key `B-officer-1` signed, which was revoked at entry 5";

#[test]
fn a_push_and_a_pull_after_a_rotation_work_and_a_recalled_key_is_refused_by_name() {
    let table = rotated();
    let a = serve(&table, "in", "a");
    // The receiver learns of the new key from the bundle that it signs.
    let said = table.done(&push(&a, "acts", "a"));
    assert!(said.contains("bundle 3 to A: handed over\n  there: 6 acts in in: 1 of"), "{said}");
    assert_eq!(gathered(&table, "in"), gathered(&table, "acts"));
    let after = state(&table, "in");
    // Those under the key of then came before, and change nothing now.
    table.done(&push(&a, "acts", "a"));
    assert_eq!(state(&table, "in"), after);
    let b = serve(&table, "acts", "b");
    table.done(&pull(&b, "fetched", "a", KEY));
    assert_eq!(state(&table, "fetched"), after);
    // Whoever asks does so with the key of now.
    let back = |key: &str| {
        format!("seal pull acts --policy policy.txt --url {} --as b --from a --key {key}", a.url())
    };
    let report = table.fails(1, &back("keys-b/B-officer-1.key"));
    assert!(report.contains(RECALLED), "{report}");
    let said = table.done(&back("new/B-officer-1.2.key"));
    assert!(said.contains("A has nothing new for B"), "{said}");
    // A thief with the old keys and an old copy of the acts numbers the next bundle.
    table.done(&format!(
        "seal bundle stolen --policy policy.txt --from b --to a {} --out theft.tar",
        officers("b")
    ));
    let report = table.fails(1, &push(&a, "stolen", "a"));
    assert!(report.contains("answered 403") && report.contains(RECALLED), "{report}");
    let report = table.fails(1, "seal import theft.tar --into in --policy policy.txt --as a");
    assert!(report.contains(RECALLED), "{report}");
    assert_eq!(state(&table, "in"), after);
    // A answers, and B goes on under its new keys: what it sent before is read by the keys of then.
    table.done(&format!(
        "seal bundle in --policy policy.txt --from a --to b {} --out reply.tar",
        officers("a")
    ));
    table.done("seal import reply.tar --into acts --policy policy.txt --as b");
    let status = table.done("seal status acts --policy policy.txt --as b");
    assert!(!status.contains("A: 0, 1"), "{status}");
    table.done(&format!(
        "seal bundle acts --policy policy.txt --from b --to a {NEW_KEYS} --out more.tar"
    ));
    table.done(&push(&a, "acts", "a"));
}

#[test]
fn a_bundle_that_was_on_its_way_while_keys_changed_is_vouched_for_by_the_one_after_it() {
    let table = rotated();
    table.done("seal import first --into in --policy policy.txt");
    table.done("seal import second --into in --policy policy.txt");
    table.done("seal import third.tar --into in --policy policy.txt");
    table.done("seal import later-a.tar --into in --policy policy.txt");
    table.done(&format!(
        "seal bundle in --policy policy.txt --from a {} --out copy.tar",
        officers("a")
    ));
    // M hears of the new key from A first, and then of a bundle under the old one.
    table.done("seal import copy.tar --into of-m --policy policy.txt --as m");
    let report = table.fails(1, "seal import for-m --into of-m --policy policy.txt --as m");
    assert!(report.contains(RECALLED), "{report}");
    let m = serve(&table, "of-m", "m");
    let said = table.done(&push(&m, "acts", "m"));
    let order = ["bundle 1 to M: handed over", "came early", "bundle 0 to M: handed over"];
    let mut rest = said.as_str();
    for part in order {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("no `{part}`: {said}")).1;
    }
    assert!(rest.contains("bundle 1, which waited: 6 acts in of-m"), "{said}");
    assert_eq!(gathered(&table, "of-m"), gathered(&table, "acts"));
    let status = table.done("seal status of-m --policy policy.txt --as m");
    assert!(status.contains("from B: received up to 1"), "{status}");
}
