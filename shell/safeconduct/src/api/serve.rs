//! Requests come in, are checked within limits, and are worked on away from the threads that listen.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, FromRequestParts as _, RawPathParams, Request, State as Shared};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter};

use super::answer::{Answer, Problem, Type, strict};
use super::call::{Call, malformed};
use super::operation::{Operation, Takes, Who};
use super::{PREFIX, operations};
use crate::desk::{Hub, Token, Ways};
use crate::turns::{Turned, Turns};
use crate::workbook::FILE_BYTES_MAX;

/// How long a body may take to come.
const BODY_TIME: Duration = Duration::from_secs(30);
/// How often a request is worked on again that another process overtook.
const TRIES_MAX: usize = 3;

/// Everything that may be asked.
static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(operations);

/// What requests share.
struct Counter {
    hub: Arc<Hub>,
    ways: Arc<Ways>,
    turns: Arc<Turns>,
}

/// Returns what the API answers.
pub(crate) fn router(hub: Arc<Hub>, ways: Arc<Ways>, turns: Arc<Turns>) -> Router {
    let counter = Arc::new(Counter { hub, ways, turns });
    let mut router = Router::new();
    let mut paths: Vec<&'static str> = OPERATIONS.iter().map(|one| one.path).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let mut methods = MethodRouter::new();
        let mut allowed = Vec::new();
        for operation in OPERATIONS.iter().filter(|one| one.path == path) {
            let filter = MethodFilter::try_from(operation.method.clone())
                .expect("operations have usual methods");
            allowed.push(operation.method.as_str());
            let work = move |counter, peer, request| take(operation, counter, peer, request);
            methods = methods.on(filter, work);
        }
        let allowed = allowed.join(", ");
        let no_method = move || {
            let allowed = allowed.clone();
            async move { no_method(&allowed) }
        };
        router = router.route(&format!("{PREFIX}{path}"), methods.fallback(no_method));
    }
    let rest = format!("{PREFIX}/{{*rest}}");
    let nothing = || async { finish(Problem::unknown().into_response()) };
    router.route(&rest, axum::routing::any(nothing)).with_state(counter)
}

fn no_method(allowed: &str) -> Response {
    let hint = format!("this takes {allowed}");
    let problem = Problem::new(Type::NoMethod, "this is not done with such a thing", hint);
    let mut response = problem.into_response();
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        response.headers_mut().insert(header::ALLOW, allowed);
    }
    finish(response)
}

fn finish(mut response: Response) -> Response {
    response.headers_mut().extend(strict());
    response
}

/// Takes a request: waits for its turn and has it worked on by a thread of its own. Whoever hangs up does not
/// break off what was begun.
async fn take(
    operation: &'static Operation,
    Shared(counter): Shared<Arc<Counter>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let turns = Arc::clone(&counter.turns);
    let work = move || async move { answer(&counter, operation, peer, request).await };
    let response = match turns.take(work).await {
        Ok(response) => response,
        Err(Turned::Away) => Problem::busy().into_response(),
        Err(Turned::Broken(broken)) => {
            let error = anyhow::anyhow!("the work on {} broke off: {broken}", operation.id);
            Problem::from(error).into_response()
        }
    };
    finish(response)
}

/// Works on a request.
async fn answer(
    counter: &Counter,
    operation: &'static Operation,
    peer: SocketAddr,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    match work(counter, operation, peer, (parts, body)).await {
        Ok(answer) => answer.into_response(),
        Err(problem) => problem.into_response(),
    }
}

async fn work(
    counter: &Counter,
    operation: &'static Operation,
    peer: SocketAddr,
    (mut parts, body): (Parts, Body),
) -> Result<Answer, Problem> {
    let path = RawPathParams::from_request_parts(&mut parts, &()).await;
    let path = path.map_err(|_rejected| Problem::unknown())?;
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let mut call = Call {
        desk: counter.hub.desk(),
        ways: Arc::clone(&counter.ways),
        operation,
        path,
        uri: parts.uri,
        headers: parts.headers,
        body: Bytes::new(),
        origin: format!("http:{}", peer.ip()),
        who: None,
    };
    enter(&mut call).await?;
    // Of what is open to all, nothing is read from the book.
    if !matches!(operation.who, Who::Anybody) {
        call.check_who().await?;
    }
    call.body = read(operation, &call.headers, body).await?;
    if operation.query.is_none() && call.uri.query().is_some_and(|query| !query.is_empty()) {
        return Err(malformed("this takes no query", "leave it away"));
    }
    if operation.matches {
        call.looked_at()?;
    }
    let mut tries = 0;
    loop {
        tries += 1;
        if let Some(answer) = call.before().await? {
            return Ok(answer);
        }
        let done = (operation.run)(&mut call).await;
        call.desk.shut_book().await;
        match done {
            // Another process wrote meanwhile, or this very request came twice at once.
            Err(problem) if problem.is_overtaken() && tries < TRIES_MAX => {}
            done => return done,
        }
    }
}

/// Lets in who shows a session.
async fn enter(call: &mut Call) -> Result<(), Problem> {
    if matches!(call.operation.who, Who::Anybody) {
        return Ok(());
    }
    let shown = call.header(header::AUTHORIZATION.as_str())?.unwrap_or_default();
    let token = shown.split_once(' ').filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    let Some(token) = token.and_then(|(_, token)| Token::read(token.trim())) else {
        let hint =
            format!("begin a session with POST {PREFIX}/session, and send its token as Bearer");
        return Err(Problem::new(Type::SignedOut, "nobody has signed in", hint));
    };
    let origin = call.origin.clone();
    call.who = Some(call.desk.enter(&token, &origin).await?);
    Ok(())
}

/// Reads the body within its limits.
async fn read(operation: &Operation, headers: &HeaderMap, body: Body) -> Result<Bytes, Problem> {
    let most = match operation.takes {
        Takes::Nothing => 0,
        Takes::Json(_) => operation.body_max,
        Takes::File => usize::try_from(FILE_BYTES_MAX).unwrap_or(usize::MAX),
    };
    if matches!(operation.takes, Takes::Json(_)) {
        let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            let hint = "send it as application/json";
            return Err(Problem::new(Type::OtherKind, "the body is not said to be JSON", hint));
        }
    }
    let too_large = || {
        let what = format!("the body has more than {most} bytes");
        Problem::new(Type::TooLarge, what, "split it into smaller parts")
    };
    let declared = headers.get(header::CONTENT_LENGTH).and_then(|one| one.to_str().ok());
    if declared.and_then(|one| one.parse::<usize>().ok()).is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let whole = tokio::time::timeout(BODY_TIME, axum::body::to_bytes(body, most)).await;
    let slow = |_elapsed| {
        let what = "the body did not come in time";
        Problem::new(Type::TooSlow, what, "send it again over a better line")
    };
    // The body is larger than allowed, or the sender hung up and hears no answer anyway.
    whole.map_err(slow)?.map_err(|_broken| too_large())
}

/// Returns every operation, for the document.
pub(super) fn all() -> &'static [Operation] {
    &OPERATIONS
}
