//! Speaking to the provider, through the same door as messages to other programs.

use std::fmt;
use std::io::ErrorKind;

use openidconnect::core::CoreProviderMetadata;
use openidconnect::http::Method;
use openidconnect::{DiscoveryError, HttpRequest, HttpResponse, IssuerUrl};

use super::Unnamed;
use crate::hooks::{Address, agent};

/// The longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreached {
    /// The address is none that may be spoken to.
    Address,
    /// Nobody answered in time, or not over a line that is safe.
    Line,
    /// The answer broke off, or is longer than is read.
    Answer,
}

impl Unreached {
    /// Says it in words that hold nothing of what was said.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Address => "it names an address that will not do",
            Self::Line => "it does not answer",
            Self::Answer => "its answer broke off, or is too long",
        }
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

impl std::error::Error for Unreached {}

/// Makes what carries a request. Each address is checked anew, as the provider names some of them itself.
pub(super) fn speak(is_private: bool) -> impl Fn(HttpRequest) -> Result<HttpResponse, Unreached> {
    move |request| {
        let address = Address::read(&request.uri().to_string(), is_private)
            .map_err(|_refused| Unreached::Address)?;
        let agent = agent(&address);
        let sent = if request.method() == Method::GET {
            agent.run(request.map(|_nothing| ()))
        } else {
            agent.run(request)
        };
        let (parts, mut body) = sent.map_err(|error| unreached(&error))?.into_parts();
        let read = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec();
        let body = read.map_err(|_failed| Unreached::Answer)?;
        Ok(HttpResponse::from_parts(parts, body))
    }
}

/// Tells a name that leads where nobody may go from a line that failed.
fn unreached(error: &ureq::Error) -> Unreached {
    let is_barred = |error: &std::io::Error| error.kind() == ErrorKind::PermissionDenied;
    if matches!(error, ureq::Error::Io(error) if is_barred(error)) {
        Unreached::Address
    } else {
        Unreached::Line
    }
}

/// Asks a provider what it says of itself, and for its keys (OpenID Connect Discovery 1.0, section 4).
pub(super) fn discover(
    issuer: &IssuerUrl,
    is_private: bool,
) -> Result<CoreProviderMetadata, Unnamed> {
    let said = CoreProviderMetadata::discover(issuer, &speak(is_private)).map_err(|error| {
        Unnamed::Silent(match error {
            DiscoveryError::Request(unreached) => unreached.words(),
            DiscoveryError::Response(..) => "it does not say what it is",
            DiscoveryError::Validation(_) => "it says that it is another one",
            DiscoveryError::Other(_)
            | DiscoveryError::Parse(_)
            | DiscoveryError::UrlParse(_)
            | _ => "what it says of itself cannot be read",
        })
    })?;
    // A browser is sent nowhere either where we would not go.
    let asks = said.authorization_endpoint().as_str();
    let gives = said.token_endpoint().map(|address| address.as_str());
    let will_do = |address: &str| Address::read(address, is_private).is_ok();
    if will_do(asks) && gives.is_some_and(will_do) {
        Ok(said)
    } else {
        Err(Unnamed::Silent(Unreached::Address.words()))
    }
}
