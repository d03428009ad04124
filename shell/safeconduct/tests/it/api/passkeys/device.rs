//! A device that holds a passkey, in a few lines (Web Authentication level 3, sections 6.1 and 6.5; ES256). It
//! does what it is told, so that it can also do what no honest device does.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Somebody is there, and was asked.
const ASKED: u8 = 0b0000_0101;
/// Somebody is there.
const PRESENT: u8 = 0b0000_0001;
/// The data holds a new key.
const WITH_KEY: u8 = 0b0100_0000;

#[derive(Clone)]
pub(super) struct Device {
    key: SigningKey,
    id: Vec<u8>,
    owner: Vec<u8>,
    counter: u32,
}

impl Device {
    pub(super) fn new(number: u8) -> Self {
        let key = SigningKey::from_slice(&[number; 32]).expect("a number below the order");
        Self { key, id: vec![number; 16], owner: vec![number; 16], counter: 0 }
    }

    /// Says whatever another device says of itself, but for its key.
    pub(super) fn claim_to_be(&mut self, other: &Self) {
        self.id.clone_from(&other.id);
        self.owner.clone_from(&other.owner);
        self.counter = other.counter + 100;
    }

    /// Makes a passkey.
    pub(super) fn make(&mut self, options: &Value, site: &str) -> Value {
        self.owner = decoded(&options["user"]["id"]);
        let name = options["rp"]["id"].as_str().expect("a site");
        let mut data = self.data(name, ASKED | WITH_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        data.extend(&self.id);
        data.extend(self.public_key());
        // {"fmt": "none", "attStmt": {}, "authData": data} in CBOR.
        let mut object = vec![0xa3];
        object.extend(text("fmt"));
        object.extend(text("none"));
        object.extend(text("attStmt"));
        object.push(0xa0);
        object.extend(text("authData"));
        object.push(0x59);
        object.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        object.extend(data);
        let told = told("webauthn.create", options, site);
        let response =
            json!({ "attestationObject": encoded(&object), "clientDataJSON": encoded(&told) });
        self.answer(&response)
    }

    /// Shows the passkey, after asking its owner.
    pub(super) fn show(&mut self, options: &Value, site: &str) -> Value {
        self.shown(options, site, ASKED)
    }

    /// Shows the passkey to whoever holds the device.
    pub(super) fn show_unasked(&mut self, options: &Value, site: &str) -> Value {
        self.shown(options, site, PRESENT)
    }

    fn shown(&mut self, options: &Value, site: &str, flags: u8) -> Value {
        let name = options["rpId"].as_str().expect("a site");
        let data = self.data(name, flags);
        let told = told("webauthn.get", options, site);
        let signed = [&data[..], &Sha256::digest(&told)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "authenticatorData": encoded(&data),
            "clientDataJSON": encoded(&told),
            "signature": encoded(signature.to_der().as_bytes()),
            "userHandle": encoded(&self.owner),
        });
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> Value {
        let id = encoded(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {} })
    }

    /// Whose site, what was asked, and how often.
    fn data(&mut self, name: &str, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let mut data = Sha256::digest(name.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key in COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01];
        for (label, part) in [(0x21, point.x()), (0x22, point.y())] {
            key.extend([label, 0x58, 0x20]);
            key.extend(part.expect("a point that is not at infinity"));
        }
        key
    }
}

fn told(kind: &str, options: &Value, site: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": options["challenge"], "origin": site, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

/// A short text in CBOR.
fn text(words: &str) -> Vec<u8> {
    let length = u8::try_from(words.len()).expect("short");
    [&[0x60 | length], words.as_bytes()].concat()
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decoded(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().expect("a text")).expect("base64")
}
