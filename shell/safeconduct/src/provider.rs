//! A provider of sign-ins: it says who somebody is, and an account that is linked to them lets them in.
//!
//! The authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636). Nothing but `openid` is asked
//! for, so no name and no address of mail come along; what is taken of the answer is the subject alone. The
//! provider is spoken to as webhooks are: https, no redirect, no proxy, no machine of a network that it was not
//! allowed (`docs/decisions/0016-provider.md`).

mod speak;
mod told;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreIdToken, CoreIdTokenVerifier,
    CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    AuthType, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret, CsrfToken,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, SignatureVerificationError,
    TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;

use crate::cli::Failure;
use speak::speak;
use told::Told;

pub(crate) use told::read_issuer;

/// How many requests wait for the provider at once; others are told to come again.
const AT_ONCE: usize = 4;
/// For how long it counts what a provider said of itself.
const KNOWN_TIME: Duration = Duration::from_mins(10);
/// The longest name of somebody, in bytes (OpenID Connect Core 1.0, section 2).
pub(crate) const SUBJECT_BYTES_MAX: usize = 255;

/// The ways of signing a token that are taken: those by which nobody who checks can sign.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What we are to the provider, and where it is asked.
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider of sign-ins.
pub(crate) struct Provider {
    told: Told,
    issuer: IssuerUrl,
    return_to: RedirectUrl,
    known: Mutex<Option<Arc<Known>>>,
    asking: Semaphore,
}

/// What the provider said of itself, and when.
struct Known {
    metadata: CoreProviderMetadata,
    since: Instant,
}

/// What somebody is sent to the provider with. It is kept here, and good once.
#[derive(Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What the provider sends back beside the code.
    pub(crate) state: String,
    /// What must stand in the token.
    nonce: String,
    /// What the code is exchanged with.
    verifier: String,
}

/// Why nobody was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unnamed {
    /// The provider did not answer, or not as one does.
    Silent(&'static str),
    /// As many wait for the provider as may.
    Busy,
    /// What it said does not hold.
    NotRight(&'static str),
}

impl Provider {
    /// Reads the file that tells of a provider. Nothing is asked yet, so that a server begins without it too.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let told = Told::read(path)?;
        let unread = |name: &str, text: &str| {
            Failure::incomplete(
                format!("{}: {name}: {text:?} is not an address", path.display()),
                "write a whole address, such as https://login.example.org/realm",
            )
        };
        let issuer = IssuerUrl::new(told.issuer.clone())
            .map_err(|_unread| unread("issuer", &told.issuer))?;
        let return_to = RedirectUrl::new(told.return_to.clone())
            .map_err(|_unread| unread("return-to", &told.return_to))?;
        let (known, asking) = (Mutex::new(None), Semaphore::new(AT_ONCE));
        Ok(Self { told, issuer, return_to, known, asking })
    }

    /// The provider, letter for letter as it names itself.
    pub(crate) fn issuer(&self) -> &str {
        &self.told.issuer
    }

    /// Draws up what somebody is sent to the provider with, and the address to which their browser goes. Each
    /// of the three is 256 bits by chance.
    pub(crate) fn ask(
        &self,
        [state, nonce, verifier]: [[u8; 32]; 3],
    ) -> Result<(Asked, String), Unnamed> {
        let known = self.known(KNOWN_TIME)?;
        let [state, nonce, verifier] =
            [state, nonce, verifier].map(|bytes| URL_SAFE_NO_PAD.encode(bytes));
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier.clone()));
        let (sent, awaited) = (CsrfToken::new(state.clone()), Nonce::new(nonce.clone()));
        let code = CoreAuthenticationFlow::AuthorizationCode;
        let (address, _, _) = self
            .client(&known.metadata)
            .authorize_url(code, move || sent, move || awaited)
            .set_pkce_challenge(challenge)
            .url();
        Ok((Asked { state, nonce, verifier }, address.into()))
    }

    /// Exchanges the code that somebody came back with, and returns the provider's name for them.
    pub(crate) fn subject(
        &self,
        code: &str,
        asked: Asked,
        now: Timestamp,
    ) -> Result<String, Unnamed> {
        let known = self.known(KNOWN_TIME)?;
        let token = self.token(&known.metadata, code, asked.verifier)?;
        let nonce = Nonce::new(asked.nonce);
        let named = match self.named(&known.metadata, &token, &nonce, now) {
            // The provider may have changed its keys meanwhile.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => self.named(&self.known(Duration::ZERO)?.metadata, &token, &nonce, now),
            named => named,
        };
        named.map_err(|error| Unnamed::NotRight(words(&error)))
    }

    /// Has the provider give the token for a code. Of what it gives nothing else is kept.
    fn token(
        &self,
        metadata: &CoreProviderMetadata,
        code: &str,
        verifier: String,
    ) -> Result<CoreIdToken, Unnamed> {
        let _turn = self.asking.try_acquire().map_err(|_full| Unnamed::Busy)?;
        let request = self
            .client(metadata)
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_unset| Unnamed::Silent("it names no place for tokens"))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request(&speak(self.told.is_private));
        // What it answers may hold a token, and goes into no log.
        let answer = request.map_err(|error| match error {
            RequestTokenError::ServerResponse(_) => Unnamed::NotRight("it takes no such code"),
            RequestTokenError::Request(unreached) => Unnamed::Silent(unreached.words()),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                Unnamed::Silent("its answer to a code cannot be read")
            }
        })?;
        answer.id_token().cloned().ok_or(Unnamed::NotRight("it gave no id token"))
    }

    /// Checks a token (OpenID Connect Core 1.0, section 3.1.3.7) and returns whom it names.
    fn named(
        &self,
        metadata: &CoreProviderMetadata,
        token: &CoreIdToken,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<String, ClaimsVerificationError> {
        let now = std::time::SystemTime::from(now);
        let verifier: CoreIdTokenVerifier<'_> = CoreIdTokenVerifier::new_public_client(
            self.client_id(),
            self.issuer.clone(),
            metadata.jwks().clone(),
        )
        .set_allowed_algs(SIGNED_BY)
        .set_time_fn(move || now.into());
        let claims = token.claims(&verifier, nonce)?;
        if claims.authorized_party().is_some_and(|party| *party != self.client_id()) {
            let why = "it was made for another program".to_owned();
            return Err(ClaimsVerificationError::InvalidAudience(why));
        }
        let subject = claims.subject().as_str();
        if !is_subject(subject) {
            return Err(ClaimsVerificationError::InvalidSubject("no plain text".to_owned()));
        }
        Ok(subject.to_owned())
    }

    /// What the provider says of itself, not older than it may be.
    fn known(&self, age_max: Duration) -> Result<Arc<Known>, Unnamed> {
        let kept = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(known) = kept
            && known.since.elapsed() < age_max
        {
            return Ok(known);
        }
        let _turn = self.asking.try_acquire().map_err(|_full| Unnamed::Busy)?;
        let metadata = speak::discover(&self.issuer, self.told.is_private)?;
        let known = Arc::new(Known { metadata, since: Instant::now() });
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        Ok(known)
    }

    fn client(&self, metadata: &CoreProviderMetadata) -> Client {
        let secret = ClientSecret::new(self.told.secret.open().clone());
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), self.client_id(), Some(secret))
                .set_redirect_uri(self.return_to.clone());
        // Where a provider says nothing, it takes the secret in a header (OpenID Connect Discovery 1.0, section 3).
        let takes = metadata.token_endpoint_auth_methods_supported();
        let in_header =
            takes.is_none_or(|ways| ways.contains(&CoreClientAuthMethod::ClientSecretBasic));
        let way = if in_header { AuthType::BasicAuth } else { AuthType::RequestBody };
        client.set_auth_type(way)
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.told.client.clone())
    }
}

/// Says whether a text can be a provider's name for somebody.
pub(crate) fn is_subject(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= SUBJECT_BYTES_MAX
        && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// Says what does not hold, in words that hold nothing of the token.
fn words(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "its token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "its token is for another program",
        ClaimsVerificationError::InvalidIssuer(_) => "its token is another provider's",
        ClaimsVerificationError::InvalidNonce(_) => "its token answers another question",
        ClaimsVerificationError::InvalidSubject(_) => "its token names nobody",
        ClaimsVerificationError::SignatureVerification(_) => "its token is not signed by its keys",
        ClaimsVerificationError::InvalidAuthContext(_)
        | ClaimsVerificationError::InvalidAuthTime(_)
        | ClaimsVerificationError::Other(_)
        | ClaimsVerificationError::Unsupported(_)
        | _ => "its token is of a kind that is not taken",
    }
}
