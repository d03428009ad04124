//! Sending one message.

use std::time::Duration;

use exchange::journal::Message;
use jiff::Timestamp;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::{Address, Came, Hook};

/// How long one message may take, and how long a connection.
pub(super) const WHOLE: Duration = Duration::from_secs(15);
const CONNECT: Duration = Duration::from_secs(10);

/// Looks names up, and gives the addresses alone that a message may be sent to. What is connected to is what was
/// looked at here, so that a name cannot lead elsewhere a moment later.
#[derive(Debug)]
struct Open {
    to: Address,
    names: DefaultResolver,
}

impl Resolver for Open {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        // One address that may not be reached makes the name suspect as a whole.
        if found.iter().all(|found| self.to.may_reach(found.ip())) {
            return Ok(found);
        }
        let what = "the name leads into a network that is not open to all";
        Err(ureq::Error::Io(std::io::Error::new(std::io::ErrorKind::PermissionDenied, what)))
    }
}

/// Makes what sends to an address. No redirect is followed, and no proxy asked.
pub(crate) fn agent(to: &Address) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(WHOLE))
        .timeout_connect(Some(CONNECT))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("safeconduct/", env!("CARGO_PKG_VERSION")))
        .build();
    let names = Open { to: to.clone(), names: DefaultResolver::default() };
    Agent::with_parts(config, DefaultConnector::default(), names)
}

/// Sends a message and says what came of it. The answer is not read.
pub(super) fn send(agent: &Agent, hook: &Hook, message: &Message, now: Timestamp) -> Came {
    let body = serde_json::to_vec(message).expect("a message is plain values");
    let id = hook.message_id(message.data.number);
    let second = now.as_second();
    let sent = agent
        .post(hook.address.as_str())
        .header("content-type", "application/json")
        .header("webhook-id", &id)
        .header("webhook-timestamp", second.to_string())
        .header("webhook-signature", hook.secret.sign(&id, second, &body))
        .send(&body[..]);
    match sent {
        Ok(answer) if answer.status().is_success() => {
            Came::Taken { status: answer.status().as_u16() }
        }
        Ok(answer) => Came::Answered { status: answer.status().as_u16() },
        Err(error) => Came::Failed { why: error.to_string() },
    }
}
