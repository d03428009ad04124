//! Asking for the next bundle over a wire: a signed note that names the challenge it answers.
//!
//! Who hands bundles out learns from it who asks. The challenge is used once, so that a note that somebody
//! copied on the way fetches nothing.

use notary::note::{Note, NoteRefusal};

use crate::seal::act::read_party;
use crate::seal::authority::{Authority, SignatureRefusal};
use crate::vocabulary::{Digest, ExchangeId, Party};

const FORM: &str = "safeconduct/pull/v1";
const NOTHING: &str = "none";
/// The longest request, in bytes.
pub const REQUEST_BYTES_MAX: usize = 10_000;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The exchange.
    pub exchange: ExchangeId,
    /// Who asks.
    pub from: Party,
    /// Who is asked.
    pub to: Party,
    /// What was handed out a moment ago, and to nobody else.
    pub challenge: [u8; 32],
    /// Up to which number the bundles have come in without a gap.
    pub ack: Option<u64>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// Not a note.
    #[error(transparent)]
    Note(#[from] NoteRefusal),
    /// Not the lines of a request.
    #[error("the text is not the six lines of a `{FORM}` request")]
    Form,
    /// Of another exchange.
    #[error("the request is of exchange {0}, and the policy here of another")]
    OtherExchange(ExchangeId),
    /// Meant for somebody else.
    #[error("the request is to {to}, and this is {own}")]
    Receiver {
        /// Whom it asks.
        to: Party,
        /// Whom it reached.
        own: Party,
    },
    /// By a stranger, or somebody else's officer.
    #[error(transparent)]
    Signature(#[from] SignatureRefusal),
    /// From and to one party.
    #[error("{0} asks itself for bundles")]
    Own(Party),
}

impl Request {
    /// Returns the request's text: the bytes that are signed.
    pub fn text(&self) -> String {
        let Self { exchange, from, to, challenge, ack } = self;
        let ack = ack.map_or_else(|| NOTHING.to_owned(), |ack| ack.to_string());
        let challenge = Digest(*challenge);
        format!(
            "{FORM}\nexchange {exchange}\nfrom {from}\nto {to}\nchallenge {challenge}\nack {ack}\n"
        )
    }

    fn read_text(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.split('\n').collect();
        let [FORM, exchange, from, to, challenge, ack, ""] = lines.as_slice() else { return None };
        let request = Self {
            exchange: ExchangeId::read(exchange.strip_prefix("exchange ")?).ok()?,
            from: read_party(from.strip_prefix("from ")?)?,
            to: read_party(to.strip_prefix("to ")?)?,
            challenge: Digest::read(challenge.strip_prefix("challenge ")?)?.0,
            ack: match ack.strip_prefix("ack ")? {
                NOTHING => None,
                number => Some(notary::read_decimal(number)?),
            },
        };
        (request.text() == text).then_some(request)
    }

    /// Reads a signed request and checks that an officer of the party that asks signed it. Whether the challenge is
    /// a fresh one is for the caller to see.
    pub fn read(bytes: &[u8], authority: &Authority, own: Party) -> Result<Self, RequestRefusal> {
        let note = Note::read_within(bytes, REQUEST_BYTES_MAX)?;
        let request = Self::read_text(note.text()).ok_or(RequestRefusal::Form)?;
        if request.exchange != *authority.exchange() {
            return Err(RequestRefusal::OtherExchange(request.exchange));
        }
        if request.to != own {
            return Err(RequestRefusal::Receiver { to: request.to, own });
        }
        if request.from == own {
            return Err(RequestRefusal::Own(own));
        }
        authority.signers(&note, &[request.from])?;
        Ok(request)
    }
}
