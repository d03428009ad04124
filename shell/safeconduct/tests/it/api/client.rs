//! An instance that is served, accounts of each role, and a program that speaks to it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tempfile::TempDir;
use totp_rs::{Algorithm, Secret, TOTP};

pub(crate) const PASSWORD: &str = "seven brown hats today";

/// Where each role sits in the tests.
pub(crate) const ROLES: [&str; 6] =
    ["officer", "handover-team", "clinician", "spokesperson", "data-protection", "administrator"];

static KEYS: AtomicU64 = AtomicU64::new(1);

/// A served instance. Dropping it ends the server.
pub(crate) struct Served {
    folder: TempDir,
    arguments: Vec<String>,
    server: Option<Child>,
    listen: String,
    address: String,
    secrets: BTreeMap<String, String>,
}

/// What came back.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) etag: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Value,
}

impl Served {
    /// Founds a real instance with an account of each role, and a second officer, and serves it.
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// Founds a practice instance, whose door is open, and serves it.
    pub(crate) fn in_practice() -> Self {
        let mut served = Self::empty(&[]);
        served.done(&["store", "create", "--party", "a", "--practice"], &[], None);
        served.serve();
        served
    }

    /// A real instance under a name on this machine, as browsers reach it: passkeys are bound to a name.
    pub(crate) fn named(name: &str) -> Self {
        // Free a moment ago; whoever takes it meanwhile makes the test fail and nothing else.
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = free.expect("a port").port();
        let site = format!("http://{name}:{port}");
        let mut served = Self::with_accounts(&["--site", &site]);
        served.listen = format!("127.0.0.1:{port}");
        served.serve();
        served.address = site;
        served
    }

    fn empty(arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        let (folder, address) = (TempDir::new().expect("a folder"), String::new());
        let listen = "127.0.0.1:0".to_owned();
        Self { folder, arguments, server: None, listen, address, secrets: BTreeMap::new() }
    }

    /// A real instance, served with more arguments.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let mut served = Self::with_accounts(arguments);
        served.serve();
        served
    }

    fn with_accounts(arguments: &[&str]) -> Self {
        let mut served = Self::empty(arguments);
        served.done(&["store", "create", "--party", "a"], &[], None);
        served.account("administrator", "administrator", None);
        let token = served.token("administrator", 0);
        for role in ROLES.into_iter().filter(|role| *role != "administrator") {
            served.account(role, role, Some(&token));
        }
        served.account("officer-2", "officer", Some(&token));
        served
    }

    /// Where it is served, without a slash at the end.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.folder.path().join("a")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    /// Everything that the server has logged, at the finest level.
    pub(crate) fn logged(&self) -> String {
        fs::read_to_string(self.log()).expect("a log")
    }

    fn command(&self, arguments: &[&str], token: Option<&str>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
        command.args(arguments).arg("--dir").arg(self.dir()).env_remove("SAFECONDUCT_SESSION");
        if let Some(token) = token {
            command.env("SAFECONDUCT_SESSION", token);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn done(&self, arguments: &[&str], lines: &[&str], token: Option<&str>) -> String {
        let mut child = self.command(arguments, token).spawn().expect("the binary of this test");
        let mut input = child.stdin.take().expect("a pipe");
        for line in lines {
            writeln!(input, "{line}").expect("a pipe that is read");
        }
        drop(input);
        let Output { status, stdout, stderr } = child.wait_with_output().expect("an answer");
        assert!(status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
        String::from_utf8(stdout).expect("UTF-8")
    }

    /// Runs a command that cannot be carried out as written, and returns what it said.
    pub(crate) fn fails(&self, arguments: &[&str]) -> String {
        self.ends(arguments, None, 2)
    }

    /// Runs a command that ends with a code, and returns what it said.
    pub(crate) fn ends(&self, arguments: &[&str], token: Option<&str>, code: i32) -> String {
        let output = self.command(arguments, token).output().expect("the binary of this test");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    fn account(&mut self, name: &str, role: &str, token: Option<&str>) {
        let asked = ["account", "add", name, "--role", role];
        let said = self.done(&asked, &[PASSWORD, PASSWORD], token);
        let secret = said.lines().find_map(|line| line.split_once("by hand: "));
        let (_, secret) = secret.expect("a secret");
        self.secrets.insert(name.to_owned(), secret.trim().to_owned());
    }

    /// The code of a name, so many half minutes from now.
    pub(crate) fn code(&self, name: &str, later: u64) -> String {
        let secret = Secret::Encoded(self.secrets[name].clone()).to_bytes().expect("base32");
        let clock = TOTP::new(Algorithm::SHA1, 6, 1, 30, secret).expect("a clockwork");
        clock.generate(seconds_now(self.folder.path()) + later * 30)
    }

    /// Signs somebody in on the machine itself, half a minute later than over HTTP, and returns the token.
    pub(crate) fn sign_in_here(&self, name: &str) -> String {
        self.token(name, u64::from(name == "administrator"))
    }

    fn token(&self, name: &str, later: u64) -> String {
        let asked = ["sign-in", name, "--print"];
        self.done(&asked, &[PASSWORD, &self.code(name, later)], None).trim().to_owned()
    }

    /// Serves the same instance once more. It ends when it is dropped.
    pub(crate) fn serve_beside(&self) -> Beside {
        let log = File::create(self.folder.path().join("log-beside")).expect("a log");
        Beside(self.start(log).0)
    }

    /// Ends the server as a crash does, and serves again.
    pub(crate) fn crash_and_serve(&mut self) {
        let mut server = self.server.take().expect("a server");
        server.kill().expect("it runs");
        server.wait().expect("it ends");
        self.serve();
    }

    fn serve(&mut self) {
        let log = File::create(self.log()).expect("a log");
        let (server, address) = self.start(log);
        self.address = address;
        self.server = Some(server);
    }

    fn start(&self, log: File) -> (Child, String) {
        let mut server = self
            .command(&["serve", "--listen", &self.listen], None)
            .args(&self.arguments)
            .env("SAFECONDUCT_LOG", "trace")
            .stderr(log)
            .spawn()
            .expect("the binary of this test");
        let out = server.stdout.take().expect("a pipe");
        let line = BufReader::new(out).lines().next().expect("a line").expect("UTF-8");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
        let (address, _) = address.expect("an address");
        (server, format!("http://{address}"))
    }

    /// Signs somebody in over HTTP, and returns the token.
    pub(crate) fn sign_in(&self, name: &str) -> String {
        // The administrator's code of this half minute was used by the command.
        let later = u64::from(name == "administrator");
        let body = json!({ "name": name, "password": PASSWORD, "code": self.code(name, later) });
        let reply = self.ask("POST", "/session", None, &body);
        assert_eq!(reply.status, 201, "{name}: {}", reply.body);
        reply.body["token"].as_str().expect("a token").to_owned()
    }

    /// Asks with JSON, a key of its own and whatever version.
    pub(crate) fn ask(&self, method: &str, path: &str, token: Option<&str>, body: &Value) -> Reply {
        self.send(method, path, token, (&[], Some(body.to_string().as_bytes())))
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> Reply {
        self.send("GET", path, Some(token), (&[], None))
    }

    /// Asks for a change of what was looked at.
    pub(crate) fn change(&self, path: &str, token: &str, etag: &str, body: &Value) -> Reply {
        self.send(
            "POST",
            path,
            Some(token),
            (&[("if-match", etag)], Some(body.to_string().as_bytes())),
        )
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        (headers, body): (&[(&str, &str)], Option<&[u8]>),
    ) -> Reply {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent = ureq::Agent::new_with_config(config);
        let url = format!("{}/api/v1{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let named = |wanted: &str| headers.iter().any(|(name, _)| *name == wanted);
        if body.is_some() && !named("content-type") {
            request = request.header("content-type", "application/json");
        }
        if method == "POST" && !named("idempotency-key") {
            let number = KEYS.fetch_add(1, Ordering::Relaxed);
            request = request.header("idempotency-key", format!("test-{number}"));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let sent = match body {
            Some(body) => agent.run(request.body(body.to_vec()).expect("a request")),
            None => agent.run(request.body(()).expect("a request")),
        };
        let mut response = sent.expect("an answer");
        let headers: BTreeMap<String, String> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let text = response.body_mut().read_to_string().expect("UTF-8");
        let header = |name: &str| headers.get(name).cloned().unwrap_or_default();
        Reply {
            status: response.status().as_u16(),
            kind: header("content-type"),
            etag: header("etag"),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            headers,
        }
    }
}

/// The time, in seconds since 1970, as the disk tells it: only the desk reads the clock.
pub(crate) fn seconds_now(folder: &Path) -> u64 {
    let made = File::create(folder.join("now")).and_then(|file| file.metadata()?.modified());
    let now: SystemTime = made.expect("a time");
    now.duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// One more server.
pub(crate) struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _gone = server.kill();
            let _gone = server.wait();
        }
    }
}

impl Reply {
    /// The word of the problem.
    pub(crate) fn problem(&self) -> &str {
        let of = self.body["type"].as_str().unwrap_or_default();
        of.split_once('#').map_or("", |(_, word)| word)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.body[name].as_str().unwrap_or_default().to_owned()
    }
}
