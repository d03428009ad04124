//! A provider of sign-ins, in a few lines (OpenID Connect Core 1.0, sections 3.1.2 and 3.1.3; ES256). It says
//! what it is told to say, so that it can also say what no honest provider does.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac as _};
use openidconnect::url::{Url, form_urlencoded};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::api::client::seconds_now;

/// What shows the provider that it is us.
pub(super) const SECRET: &str = "s3cret-of-the-client";
/// What the provider calls us.
const CLIENT: &str = "safeconduct";
/// Where people come back to.
const BACK: &str = "https://desk.example.org/signed-in";

/// Who signs a token.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// The provider.
    Itself,
    /// Another key, under the name of the provider's.
    Stranger,
    /// Another key, under a name of its own.
    Unknown,
    /// Nobody.
    Nobody,
    /// Whoever knows the secret of the program that asks.
    Secret,
}

/// How the provider answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// As it should.
    Well,
    /// As it should; it takes secrets in the body alone.
    InBody,
    /// It knows nothing.
    Gone,
    /// It says that it is another one.
    Another,
    /// It sends whoever asks to another address.
    Elsewhere,
    /// It has no end.
    Endless,
    /// It asks people at an address without TLS.
    Clear,
    /// It is no JSON.
    Odd,
    /// It exchanges codes at an address of a network that nobody named.
    Inner,
}

/// What a browser comes back with.
pub(super) struct Came {
    pub(super) state: String,
    pub(super) code: String,
}

impl Came {
    pub(super) fn nothing() -> Self {
        Self { state: "nothing".to_owned(), code: "nothing".to_owned() }
    }
}

/// What the provider knows and was told.
struct Inside {
    url: String,
    folder: PathBuf,
    subject: String,
    /// For each code, what was asked.
    codes: BTreeMap<String, BTreeMap<String, String>>,
    /// The number of its key.
    key: u8,
    claims: Value,
    by: By,
    mood: Mood,
    last_token: String,
}

/// A provider on this machine.
pub(super) struct Issuer {
    folder: TempDir,
    inside: Arc<Mutex<Inside>>,
}

impl Issuer {
    /// Begins one that names everybody by one subject.
    pub(super) fn new(subject: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let folder = TempDir::new().expect("a folder");
        let inside = Inside {
            url: format!("http://127.0.0.1:{port}/realm"),
            folder: folder.path().to_owned(),
            subject: subject.to_owned(),
            codes: BTreeMap::new(),
            key: 1,
            claims: json!({}),
            by: By::Itself,
            mood: Mood::Well,
            last_token: String::new(),
        };
        let inside = Arc::new(Mutex::new(inside));
        let kept = Arc::clone(&inside);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mut inside = kept.lock().expect("nobody panics with it");
                // Whoever hangs up hears nothing.
                let _heard = answer(&mut inside, stream);
            }
        });
        Self { folder, inside }
    }

    fn inside(&self) -> std::sync::MutexGuard<'_, Inside> {
        self.inside.lock().expect("nobody panics with it")
    }

    pub(super) fn url(&self) -> String {
        self.inside().url.clone()
    }

    /// Writes the file that tells of it.
    pub(super) fn told(&self) -> PathBuf {
        let (file, secret) =
            (self.folder.path().join("provider.toml"), self.folder.path().join("secret"));
        fs::write(&secret, format!("{SECRET}\n")).expect("a file");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).expect("it is ours");
        let text = format!(
            "issuer = {:?}\nclient = \"{CLIENT}\"\nsecret-file = \"secret\"\nreturn-to = \"{BACK}\"\nprivate = true\n",
            self.url()
        );
        fs::write(&file, text).expect("a file");
        file
    }

    pub(super) fn now(&self) -> u64 {
        seconds_now(self.folder.path())
    }

    /// Has it say other things of somebody, signed by whomever.
    pub(super) fn says(&self, claims: Value, by: By) {
        let mut inside = self.inside();
        (inside.claims, inside.by) = (claims, by);
    }

    pub(super) fn is(&self, mood: Mood) {
        self.inside().mood = mood;
    }

    pub(super) fn changes_keys(&self) {
        self.inside().key += 1;
    }

    pub(super) fn last_token(&self) -> String {
        self.inside().last_token.clone()
    }

    /// Does what a browser does: goes to the address, lets its owner be asked, and comes back.
    pub(super) fn consent(&self, address: &str) -> Came {
        let url = Url::parse(address).expect("an address");
        let asked: BTreeMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["redirect_uri"], BACK);
        let mut inside = self.inside();
        let code = format!("code-of-somebody-{}", inside.codes.len());
        let state = asked["state"].clone();
        inside.codes.insert(code.clone(), asked);
        Came { state, code }
    }
}

impl Inside {
    fn about(&self) -> Value {
        let url = &self.url;
        let (issuer, ask, token) = match self.mood {
            Mood::Another => ("https://login.example.net".to_owned(), None, None),
            Mood::Clear => (url.clone(), Some("http://login.example.org/ask".to_owned()), None),
            Mood::Inner => (url.clone(), None, Some("http://169.254.169.254/token".to_owned())),
            Mood::Well
            | Mood::InBody
            | Mood::Gone
            | Mood::Elsewhere
            | Mood::Endless
            | Mood::Odd => (url.clone(), None, None),
        };
        let way =
            if self.mood == Mood::InBody { "client_secret_post" } else { "client_secret_basic" };
        json!({
            "issuer": issuer,
            "authorization_endpoint": ask.unwrap_or(format!("{url}/ask")),
            "token_endpoint": token.unwrap_or(format!("{url}/token")),
            "jwks_uri": format!("{url}/keys"),
            "token_endpoint_auth_methods_supported": [way],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
        })
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_slice(&[self.key; 32]).expect("a number below the order")
    }

    fn keys(&self) -> Value {
        let point = self.signing_key().verifying_key().to_sec1_point(false);
        let part = |part: Option<&_>| {
            encoded(part.map(|part: &p256::FieldBytes| &part[..]).expect("not at infinity"))
        };
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.key.to_string(),
            "x": part(point.x()), "y": part(point.y()),
        }]})
    }

    /// Exchanges a code, once, for whoever asked for it.
    fn exchange(&mut self, headers: &BTreeMap<String, String>, body: &[u8]) -> Option<Value> {
        let form: BTreeMap<String, String> = form_urlencoded::parse(body).into_owned().collect();
        let in_head =
            headers.get("authorization").is_some_and(|one| *one == format!("Basic {}", shown()));
        let in_body = form.get("client_secret").is_some_and(|secret| secret == SECRET);
        assert_eq!((in_head, in_body), (self.mood != Mood::InBody, self.mood == Mood::InBody));
        let asked = self.codes.get_mut(form.get("code")?)?;
        let asked = std::mem::take(asked);
        let challenge = encoded(&Sha256::digest(form["code_verifier"].as_bytes()));
        if asked.get("code_challenge") != Some(&challenge) || form["redirect_uri"] != BACK {
            return None;
        }
        let now = seconds_now(&self.folder);
        let mut claims = json!({
            "iss": self.url, "sub": self.subject, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": asked["nonce"], "email": "officer@example.org",
        });
        for (name, value) in self.claims.as_object().expect("claims") {
            claims[name] = value.clone();
        }
        if let Some(claims) = claims.as_object_mut() {
            claims.retain(|_, value| !value.is_null());
        }
        let token = self.token(&claims);
        self.last_token.clone_from(&token);
        Some(json!({ "access_token": "opens-nothing", "token_type": "Bearer", "id_token": token }))
    }

    fn token(&self, claims: &Value) -> String {
        let stranger = SigningKey::from_slice(&[77; 32]).expect("a number below the order");
        let (kid, algorithm) = match self.by {
            By::Itself | By::Stranger => (self.key.to_string(), "ES256"),
            By::Unknown => ("77".to_owned(), "ES256"),
            By::Nobody => (self.key.to_string(), "none"),
            By::Secret => (self.key.to_string(), "HS256"),
        };
        let head = json!({ "alg": algorithm, "kid": kid, "typ": "JWT" });
        let text = format!(
            "{}.{}",
            encoded(head.to_string().as_bytes()),
            encoded(claims.to_string().as_bytes())
        );
        let sign = |key: &SigningKey| {
            let signature: Signature = key.sign(text.as_bytes());
            signature.to_bytes().to_vec()
        };
        let signature = match self.by {
            By::Itself => sign(&self.signing_key()),
            By::Stranger | By::Unknown => sign(&stranger),
            By::Nobody => Vec::new(),
            By::Secret => {
                let mut hash =
                    <Hmac<Sha256> as hmac::Mac>::new_from_slice(SECRET.as_bytes()).expect("a key");
                hash.update(text.as_bytes());
                hash.finalize().into_bytes().to_vec()
            }
        };
        format!("{text}.{}", encoded(&signature))
    }
}

/// Name and secret as they are sent.
pub(super) fn shown() -> String {
    STANDARD.encode(format!("{CLIENT}:{SECRET}"))
}

/// Reads one request and answers it.
fn answer(inside: &mut Inside, mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let (status, body) = match first.split(' ').nth(1).unwrap_or_default() {
        "/realm/.well-known/openid-configuration" => match inside.mood {
            Mood::Gone => ("404 Not Found", String::new()),
            Mood::Elsewhere => ("302 Found\r\nlocation: /realm/about", String::new()),
            Mood::Odd => ("200 OK", "no JSON".to_owned()),
            Mood::Endless => ("200 OK", " ".repeat(3_000_000)),
            Mood::Well | Mood::InBody | Mood::Another | Mood::Clear | Mood::Inner => {
                ("200 OK", inside.about().to_string())
            }
        },
        "/realm/about" => ("200 OK", inside.about().to_string()),
        "/realm/keys" => ("200 OK", inside.keys().to_string()),
        "/realm/token" => match inside.exchange(&headers, &body) {
            Some(token) => ("200 OK", token.to_string()),
            None => ("400 Bad Request", json!({ "error": "invalid_grant" }).to_string()),
        },
        _ => ("404 Not Found", String::new()),
    };
    let kind = "content-type: application/json\r\nconnection: close";
    write!(stream, "HTTP/1.1 {status}\r\n{kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
