//! Chromium and its driver, started by a test and ended with it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Set where nothing may be skipped.
pub(super) const REQUIRE_ALL: &str = "SAFECONDUCT_REQUIRE_ALL";
/// How often it is looked whether a page has come, and how long between two looks.
const LOOKS: u32 = 600;
const BETWEEN: Duration = Duration::from_millis(25);

/// A browser with one window. Dropping it ends it and its driver.
pub(super) struct Chrome {
    runtime: Runtime,
    client: Client,
    driver: Child,
    /// A driver whose words nobody hears any more ends.
    _words: BufReader<ChildStdout>,
    /// Where the browser keeps what it keeps, until it ends.
    _folder: TempDir,
    /// Where the session is spoken to beside what the client knows of.
    session: String,
    site: String,
}

impl Chrome {
    /// Opens a browser for a site; none, said aloud, where there is no Chromium.
    pub(super) fn open(site: &str) -> Option<Self> {
        let folder = TempDir::new().expect("a folder");
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .env("TMPDIR", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut driver) = driver else {
            assert!(std::env::var_os(REQUIRE_ALL).is_none(), "chromedriver is not found");
            let _unseen =
                writeln!(std::io::stderr(), "skipped: chromium and its driver are not installed");
            return None;
        };
        let mut out = BufReader::new(driver.stdout.take().expect("a pipe"));
        let port = out.by_ref().lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let address = format!("http://127.0.0.1:{}", port.expect("the driver says its port"));
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("threads");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities());
        let client = runtime.block_on(builder.connect(&address)).expect("a browser");
        let id = runtime.block_on(client.session_id()).expect("an answer").expect("a session");
        let session = format!("{address}/session/{id}");
        Some(Self {
            runtime,
            client,
            driver,
            _words: out,
            _folder: folder,
            session,
            site: site.to_owned(),
        })
    }

    /// Goes to a page of the site.
    pub(super) fn go(&self, path: &str) {
        let url = format!("{}{path}", self.site);
        self.runtime.block_on(self.client.goto(&url)).expect("a page");
    }

    /// Where the browser is, without the site.
    pub(super) fn at(&self) -> String {
        let url = self.runtime.block_on(self.client.current_url()).expect("an address");
        url.as_str().strip_prefix(self.site.as_str()).unwrap_or(url.as_str()).to_owned()
    }

    /// Sets a cookie of the site.
    pub(super) fn set_cookie(&self, name: &str, value: &str) {
        self.ask("/cookie", &json!({ "cookie": { "name": name, "value": value, "path": "/" } }));
    }

    /// Makes the window as large as asked for, in CSS pixels.
    pub(super) fn size(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Runs a piece of script in the page and returns what it returns.
    pub(super) fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.runtime.block_on(self.client.execute(script, arguments)).expect("a script that runs")
    }

    /// The same for a script that calls its last argument when it is done.
    pub(super) fn script_later(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.runtime
            .block_on(self.client.execute_async(script, arguments))
            .expect("a script that ends")
    }

    /// The text of the first element that a selector finds.
    pub(super) fn text(&self, css: &str) -> String {
        let found = self.script(
            "const one = document.querySelector(arguments[0]); return one ? one.innerText : null",
            vec![css.into()],
        );
        found
            .as_str()
            .unwrap_or_else(|| panic!("no {css} on {}: {}", self.at(), self.body()))
            .to_owned()
    }

    /// What the page says.
    pub(super) fn body(&self) -> String {
        self.script("return document.body.innerText", Vec::new())
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Says how many elements a selector finds.
    pub(super) fn count(&self, css: &str) -> u64 {
        let found =
            self.script("return document.querySelectorAll(arguments[0]).length", vec![css.into()]);
        found.as_u64().unwrap_or_default()
    }

    /// Types into a field, in place of what stands in it.
    pub(super) fn fill(&self, css: &str, text: &str) {
        self.runtime.block_on(async {
            let field = self.client.find(Locator::Css(css)).await;
            let field = field.unwrap_or_else(|error| panic!("{css}: {error}"));
            let kind = field.attr("type").await.expect("an answer").unwrap_or_default();
            if kind != "file" {
                field.clear().await.expect("a field");
            }
            field.send_keys(text).await.expect("a field");
        });
    }

    /// Chooses one of the words of a field.
    pub(super) fn choose(&self, css: &str, word: &str) {
        self.runtime.block_on(async {
            let field = self.client.find(Locator::Css(css)).await;
            let field = field.unwrap_or_else(|error| panic!("{css}: {error}"));
            field
                .select_by_value(word)
                .await
                .unwrap_or_else(|error| panic!("{css} {word}: {error}"));
        });
    }

    /// Presses what leads to another page, and waits until it has come.
    pub(super) fn click(&self, css: &str) {
        self.leave(|| {
            self.runtime.block_on(async {
                let found = self.client.find(Locator::Css(css)).await;
                let found = found.unwrap_or_else(|error| panic!("{css}: {error}"));
                found.click().await.unwrap_or_else(|error| panic!("{css}: {error}"));
            });
        });
    }

    /// Presses what leads to no other page.
    pub(super) fn touch(&self, css: &str) {
        self.runtime.block_on(async {
            let found = self.client.find(Locator::Css(css)).await;
            found.unwrap_or_else(|error| panic!("{css}: {error}")).click().await.expect("a press");
        });
    }

    /// Presses a key.
    pub(super) fn key(&self, key: char) {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        self.runtime.block_on(self.client.perform_actions(keys)).expect("a key");
    }

    /// Presses a key that leads to another page, and waits until it has come.
    pub(super) fn key_on(&self, key: char) {
        self.leave(|| self.key(key));
    }

    /// Presses a key of another keyboard, by the place where it lies, and waits until another page has come.
    pub(super) fn key_at(&self, key: &str, place: &str) {
        self.leave(|| {
            for kind in ["keyDown", "keyUp"] {
                let event = json!({ "type": kind, "key": key, "code": place, "text": key });
                self.cdp("Input.dispatchKeyEvent", &event);
            }
        });
    }

    /// Does what leads to another page, and waits until it has come.
    fn leave(&self, what: impl FnOnce()) {
        self.script("window.before = true", Vec::new());
        what();
        for _ in 0..LOOKS {
            let script = "return !window.before && document.readyState === 'complete'";
            // While a page goes, no script can be run in it.
            let come = self.runtime.block_on(self.client.execute(script, Vec::new()));
            if come.is_ok_and(|come| come == true) {
                return;
            }
            std::thread::sleep(BETWEEN);
        }
        panic!("no other page came after {}: {}", self.at(), self.body());
    }

    /// A picture of the whole page.
    pub(super) fn picture(&self, width: u32) -> Vec<u8> {
        let height = self.script("return document.documentElement.scrollHeight", Vec::new());
        let height = u32::try_from(height.as_u64().unwrap_or(1200).min(4_000)).unwrap_or(1200);
        self.size(width, height);
        self.runtime.block_on(self.client.screenshot()).expect("a picture")
    }

    /// What the browser has logged since it was last asked, of one kind (`browser`, `performance`).
    pub(super) fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.ask("/se/log", &json!({ "type": kind }));
        entries.as_array().cloned().unwrap_or_default()
    }

    /// Speaks with the browser itself (Chrome DevTools Protocol).
    pub(super) fn cdp(&self, command: &str, parameters: &Value) -> Value {
        self.ask("/goog/cdp/execute", &json!({ "cmd": command, "params": parameters }))
    }

    /// Asks the driver for what the client does not know of.
    pub(super) fn ask(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.session);
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let sent = ureq::Agent::new_with_config(config).post(&url).send(body.to_string());
        let text = sent.expect("an answer").body_mut().read_to_string().expect("UTF-8");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        assert!(answer["value"]["error"].is_null(), "{path}: {answer}");
        answer["value"].clone()
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        let client = self.client.clone();
        let _gone = self.runtime.block_on(client.close());
        let _gone = self.driver.kill();
        let _gone = self.driver.wait();
    }
}

fn capabilities() -> Map<String, Value> {
    let options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--disable-default-apps", "--lang=en",
            // Whatever is not on this machine is not found.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    });
    let asked = json!({
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "webauthn:virtualAuthenticators": true,
    });
    asked.as_object().cloned().unwrap_or_default()
}
