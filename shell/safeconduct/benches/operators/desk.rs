//! An instance that is served, and the seats of those who work at it.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use totp_rs::{Algorithm, Secret, TOTP};
use ureq::Agent;

use crate::Asked;
use crate::people::somebody;

const PASSWORD: &str = "seven brown hats today";
/// How many people are entered from one list.
const LIST_ROWS: usize = 5_000;
/// How long a code holds, in seconds.
const CODE_SECONDS: u64 = 30;

static KEYS: AtomicU64 = AtomicU64::new(1);
static SEATS: AtomicUsize = AtomicUsize::new(0);

type Done<T> = Result<T, Box<dyn Error>>;

/// Where an instance lies.
enum Folder {
    /// Until the end of the run.
    Passing(TempDir),
    /// For the next run too.
    Kept(PathBuf),
}

impl Folder {
    fn path(&self) -> &Path {
        match self {
            Self::Passing(folder) => folder.path(),
            Self::Kept(folder) => folder,
        }
    }
}

/// What is kept beside an instance for the next run: the secrets of its invented accounts, and how many people
/// were entered.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    secrets: BTreeMap<String, String>,
    people: usize,
}

/// An instance. Dropping it ends its servers.
pub(crate) struct Instance {
    folder: Folder,
    binary: PathBuf,
    token: String,
    secrets: BTreeMap<String, String>,
    servers: Vec<(Child, String)>,
    people: usize,
}

impl Instance {
    /// Founds a real instance, in a file or in an empty database, or takes the one that a folder has.
    pub(crate) fn found(asked: &Asked) -> Done<Self> {
        let folder = match asked.folder.clone() {
            Some(folder) => Folder::Kept(folder),
            None => Folder::Passing(tempfile::tempdir()?),
        };
        std::fs::create_dir_all(folder.path())?;
        let (secrets, servers, token) = (BTreeMap::new(), Vec::new(), String::new());
        let own = || PathBuf::from(env!("CARGO_BIN_EXE_safeconduct"));
        let binary = asked.binary.clone().unwrap_or_else(own);
        let mut one = Self { folder, binary, token, secrets, servers, people: 0 };
        if let Ok(text) = std::fs::read(one.kept()) {
            let kept: Kept = serde_json::from_slice(&text)?;
            (one.secrets, one.people) = (kept.secrets, kept.people);
            // The codes of the run before are used.
            std::thread::sleep(Duration::from_secs(2 * CODE_SECONDS));
            one.token = one.sign_in("keeper")?;
            return Ok(one);
        }
        let mut words = vec!["store", "create", "--party", "a"];
        words.extend(asked.database.iter().flat_map(|url| ["--database", url.as_str()]));
        one.run(&words, &[])?;
        one.add("keeper", "administrator")?;
        one.token = one.sign_in("keeper")?;
        Ok(one)
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("a")
    }

    fn kept(&self) -> PathBuf {
        self.folder.path().join("kept.json")
    }

    fn keep(&self) -> Done<()> {
        let kept = Kept { secrets: self.secrets.clone(), people: self.people };
        Ok(std::fs::write(self.kept(), serde_json::to_vec(&kept)?)?)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--dir").arg(self.dir()).env_remove("SAFECONDUCT_SESSION");
        if !self.token.is_empty() {
            command.env("SAFECONDUCT_SESSION", &self.token);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str], lines: &[&str]) -> Done<String> {
        let mut child = self.command(arguments).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            for line in lines {
                writeln!(input, "{line}")?;
            }
        }
        let output = child.wait_with_output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{}: {said}", arguments.join(" ")).into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    fn add(&mut self, name: &str, role: &str) -> Done<()> {
        let said = self.run(&["account", "add", name, "--role", role], &[PASSWORD, PASSWORD])?;
        let secret = said.lines().find_map(|line| line.split_once("by hand: "));
        let (_, secret) = secret.ok_or("no secret was shown")?;
        self.secrets.insert(name.to_owned(), secret.trim().to_owned());
        Ok(())
    }

    /// Makes an officer's account. The keeper shows a code again when the last one is too old for that.
    pub(crate) fn account(&mut self, name: &str) -> Done<()> {
        if self.secrets.contains_key(name) || self.add(name, "officer").is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_secs(CODE_SECONDS));
        let code = self.code("keeper")?;
        self.run(&["sign-in", "--again"], &[&code])?;
        self.add(name, "officer")
    }

    fn code(&self, name: &str) -> Done<String> {
        let secret = self.secrets.get(name).ok_or("nobody has that name")?;
        code(secret, self.seconds()?)
    }

    /// The clock of the machine, as a file's time has it.
    fn seconds(&self) -> Done<u64> {
        seconds(&self.folder.path().join("now"))
    }

    fn sign_in(&self, name: &str) -> Done<String> {
        let code = self.code(name)?;
        Ok(self.run(&["sign-in", name, "--print"], &[PASSWORD, &code])?.trim().to_owned())
    }

    /// Enters people from lists, unless the folder of an earlier run has them.
    pub(crate) fn import(&mut self, people: usize) -> Done<()> {
        if self.people == people {
            return self.keep();
        }
        if self.people > 0 {
            return Err(format!("{} people are in that folder already", self.people).into());
        }
        self.account("importer")?;
        let keeper = std::mem::take(&mut self.token);
        self.token = self.sign_in("importer")?;
        let path = self.folder.path().join("list.csv");
        for first in (0..people).step_by(LIST_ROWS) {
            let mut text = String::from("surname,given-name,patronymic,birth-date\n");
            let until = people.min(first + LIST_ROWS);
            text.extend((first..until).map(|number| somebody(number).row()));
            std::fs::write(&path, text)?;
            let file = path.to_str().ok_or("a temporary folder of a strange name")?;
            // With so many people, somebody on every list looks like somebody.
            let asked = ["registry", "import", file, "--known-too"];
            self.run(&[&asked[..], &["--source", "own-forces", "--by", "a list"]].concat(), &[])?;
            writeln!(std::io::stderr(), "entered {until} of {people}")?;
        }
        self.token = keeper;
        self.people = people;
        self.keep()
    }

    /// Starts servers on loopback.
    pub(crate) fn serve(&mut self, servers: usize) -> Done<()> {
        for _ in 0..servers {
            let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
            let mut server = command.stderr(Stdio::inherit()).spawn()?;
            let out = server.stdout.take().ok_or("a server without an output")?;
            let line = BufReader::new(out).lines().next().ok_or("a server that says nothing")??;
            let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once('/'));
            let (address, _) = address.ok_or("a server without an address")?;
            self.servers.push((server, format!("http://{address}/api/v1")));
        }
        Ok(())
    }

    /// Seats somebody at the next of the servers.
    pub(crate) fn seat(&self, name: &str) -> Done<Seat> {
        let number = SEATS.fetch_add(1, Ordering::Relaxed) % self.servers.len().max(1);
        let address = self.servers.get(number).ok_or("nothing is served")?.1.clone();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        let secret = self.secrets.get(name).ok_or("nobody has that name")?.clone();
        let now = self.folder.path().join(format!("now-{name}"));
        let used = seconds(&now)? / CODE_SECONDS;
        let code = code(&secret, used * CODE_SECONDS)?;
        let agent = Agent::new_with_config(config);
        let seat = Seat { agent, address, token: String::new(), secret, now, used };
        let body = json!({ "name": name, "password": PASSWORD, "code": code });
        let (signed, _) = seat.post("/session", None, &body)?;
        let token = signed["token"].as_str().ok_or("no token")?.to_owned();
        Ok(Seat { token, ..seat })
    }

    /// Checks journal, vault and views after the work.
    pub(crate) fn check(&mut self) -> Done<()> {
        for (mut server, _) in self.servers.drain(..) {
            server.kill()?;
            server.wait()?;
        }
        let said = self.run(&["store", "verify"], &[])?;
        super::say(&format!("store verify: {}", said.lines().next_back().unwrap_or_default()))?;
        Ok(())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        for (server, _) in &mut self.servers {
            let _gone = server.kill();
            let _gone = server.wait();
        }
    }
}

fn code(secret: &str, seconds: u64) -> Done<String> {
    let secret =
        Secret::Encoded(secret.to_owned()).to_bytes().map_err(|_broken| "a broken secret")?;
    Ok(TOTP::new(Algorithm::SHA1, 6, 1, CODE_SECONDS, secret)?.generate(seconds))
}

fn seconds(file: &std::path::Path) -> Done<u64> {
    let modified = std::fs::File::create(file)?.metadata()?.modified()?;
    Ok(modified.duration_since(std::time::UNIX_EPOCH)?.as_secs())
}

/// Somebody who has signed in, with a line to one server.
pub(crate) struct Seat {
    agent: Agent,
    address: String,
    token: String,
    secret: String,
    now: PathBuf,
    /// The time step of the last code that was shown.
    used: u64,
}

impl Seat {
    /// The time step of the last code that was shown: another in every run.
    pub(crate) fn used_step(&self) -> usize {
        usize::try_from(self.used).unwrap_or(0)
    }

    pub(crate) fn get(&self, path: &str) -> Result<(Value, String), String> {
        self.send("GET", path, None, None)
    }

    pub(crate) fn post(
        &self,
        path: &str,
        etag: Option<&str>,
        body: &Value,
    ) -> Result<(Value, String), String> {
        let body = ("application/json", body.to_string().into_bytes());
        self.send("POST", path, etag, Some(body))
    }

    /// Takes a step that needs no words.
    pub(crate) fn step(&self, path: &str, etag: &str) -> Result<(Value, String), String> {
        self.send("POST", path, Some(etag), None)
    }

    /// Sends a file.
    pub(crate) fn hand_in(&self, path: &str, file: String) -> Result<(Value, String), String> {
        self.send("POST", path, None, Some(("application/octet-stream", file.into_bytes())))
    }

    /// Shows the next code; where this one was used, waits for the one after.
    pub(crate) fn prove(&mut self) -> Result<(), String> {
        let step = || seconds(&self.now).map(|now| now / CODE_SECONDS).unwrap_or_default();
        // The code of the next half minute is taken too.
        while step() < self.used {
            std::thread::sleep(Duration::from_millis(500));
        }
        self.used = step().max(self.used + 1);
        let code =
            code(&self.secret, self.used * CODE_SECONDS).map_err(|error| error.to_string())?;
        self.post("/session/proof", None, &json!({ "code": code })).map(drop)
    }

    /// Looks at a page as a browser does, with the session as its cookie.
    pub(crate) fn page(&self, path: &str) -> Result<String, String> {
        self.browse("GET", path, String::new())
    }

    /// Sends a form of a page as a browser does.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Result<String, String> {
        let mut body = String::new();
        for (name, value) in fields {
            let value: String = value
                .bytes()
                .map(|byte| match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
                    _ => format!("%{byte:02x}"),
                })
                .collect::<Vec<_>>()
                .concat();
            body.push_str(&[name, "=", &value, "&"].concat());
        }
        self.browse("POST", path, body)
    }

    fn browse(&self, method: &str, path: &str, body: String) -> Result<String, String> {
        let site = self.address.trim_end_matches("/api/v1");
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{site}{path}"))
            .header("cookie", format!("safeconduct={}", self.token))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        let sent = if method == "GET" {
            request.body(()).map(|request| self.agent.run(request))
        } else {
            request.body(body).map(|request| self.agent.run(request))
        };
        let sent = sent.map_err(|error| error.to_string())?;
        let mut response = sent.map_err(|error| error.to_string())?;
        let text = response.body_mut().read_to_string().map_err(|error| error.to_string())?;
        match response.status().as_u16() {
            200 => Ok(text),
            403 if text.contains("/prove") => Err("proof-needed".to_owned()),
            status => Err(format!("{status}")),
        }
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Option<(&str, Vec<u8>)>,
    ) -> Result<(Value, String), String> {
        let url = format!("{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        if let Some(etag) = etag {
            request = request.header("if-match", etag);
        }
        if method == "POST" {
            let number = KEYS.fetch_add(1, Ordering::Relaxed);
            let key = format!("operator-{}-{number}", self.used);
            request = request.header("idempotency-key", key);
        }
        let sent = match body {
            Some((kind, body)) => {
                let request = request.header("content-type", kind).body(body);
                self.agent.run(request.map_err(|error| error.to_string())?)
            }
            None => self.agent.run(request.body(()).map_err(|error| error.to_string())?),
        };
        let mut response = sent.map_err(|error| error.to_string())?;
        let text = response.body_mut().read_to_string().map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if response.status().as_u16() >= 400 {
            let of = value["type"].as_str().and_then(|of| of.split_once('#'));
            return Err(format!("{} {}", response.status(), of.map_or("", |(_, word)| word)));
        }
        let etag = response.headers().get("etag").and_then(|etag| etag.to_str().ok());
        Ok((value, etag.unwrap_or_default().to_owned()))
    }
}
