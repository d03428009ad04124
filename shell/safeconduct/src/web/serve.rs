//! Pages are asked for: each is checked before anything of it is looked at, and is worked on away from the threads
//! that listen.
//!
//! One [`Page`] says everything about one request: its path, who may make it, what it takes. The router and the
//! checks before the work are made from the same table, so that no page can be reached past them.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts as _, RawPathParams, Request, State as Shared};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodFilter, MethodRouter};
use exchange::journal::Purpose;
use exchange::vocabulary::Role;

use super::form::Form;
use super::frame;
use super::kept::Kept;
use super::trouble::Trouble;
use super::visit::{Reply, Visit};
use super::words::{Language, Words};
use crate::desk::{Hub, Ways, Who};
use crate::turns::{Turned, Turns};

/// How often a request is worked on again that another process overtook.
const TRIES_MAX: usize = 3;

/// The work of a page.
pub(super) type Run =
    for<'a> fn(&'a mut Visit) -> Pin<Box<dyn Future<Output = Result<Reply, Trouble>> + 'a>>;

/// Makes a page's work of a function.
macro_rules! run {
    ($work:expr) => {
        |visit| Box::pin($work(visit))
    };
}
pub(super) use run;

/// The same for work that waits for nothing.
macro_rules! at_once {
    ($work:expr) => {
        |visit| Box::pin(std::future::ready($work(visit)))
    };
}
pub(super) use at_once;

/// One page, or one form that is sent.
pub(super) struct Page {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// The name under which a look is written down.
    pub(super) work: &'static str,
    pub(super) who: Who,
    pub(super) run: Run,
}

impl Page {
    /// A page that is looked at.
    pub(super) fn get(path: &'static str, work: &'static str, who: Who, run: Run) -> Self {
        Self { method: Method::GET, path, work, who, run }
    }

    /// A form that is sent.
    pub(super) fn post(path: &'static str, work: &'static str, who: Who, run: Run) -> Self {
        Self { method: Method::POST, path, work, who, run }
    }
}

/// What the pages of a server share.
pub(super) struct House {
    pub(super) hub: Arc<Hub>,
    turns: Arc<Turns>,
    /// The name and port of the site, and whether browsers speak TLS with it.
    pub(super) site: Option<(String, bool)>,
    /// The ways to sign in beside name, password and code.
    pub(super) ways: Arc<Ways>,
    /// Files that are worked on and stand in no journal yet.
    pub(super) kept: Kept,
}

impl House {
    /// Says whether browsers speak TLS with the site.
    pub(super) fn is_secure(&self) -> bool {
        self.site.as_ref().is_some_and(|(_, is_secure)| *is_secure)
    }

    /// Says whether a browser asked for this site, or for this machine by a local name, so that a page elsewhere
    /// cannot reach us by pointing its own name here.
    fn is_asked(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = host.unwrap_or_default();
        if self.site.as_ref().is_some_and(|(site, _)| site.eq_ignore_ascii_case(host)) {
            return true;
        }
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        !self.is_secure() && matches!(name, "127.0.0.1" | "localhost" | "[::1]")
    }
}

/// Every page.
static PAGES: LazyLock<Vec<Page>> = LazyLock::new(super::pages);

/// Says whether somebody who has signed in may ask for the page at a path, so that the navigation leads nowhere
/// in vain. The page asks again.
pub(super) fn may_ask(visit: &Visit, path: &str) -> bool {
    let role = visit.who.as_ref().map(|who| who.role);
    role.is_some_and(|role| lets_in(role, visit.purpose(), path))
}

/// Says whether a role may, for a purpose, ask for the page at a path, which names its places as pages do:
/// `/gates/{stage}`.
pub(super) fn lets_in(role: Role, purpose: Purpose, path: &str) -> bool {
    let page = PAGES.iter().find(|page| page.path == path && page.method == Method::GET);
    page.is_some_and(|page| page.who.lets_in(role, purpose))
}

/// Returns the pages.
pub(super) fn router(hub: Arc<Hub>, ways: Arc<Ways>, turns: Arc<Turns>) -> Router {
    let site = ways.site.as_ref().map(crate::desk::Site::host);
    let house = Arc::new(House { hub, turns, site, ways, kept: Kept::default() });
    let mut router = Router::new();
    let mut paths: Vec<&'static str> = PAGES.iter().map(|one| one.path).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        let mut methods = MethodRouter::new();
        for page in PAGES.iter().filter(|one| one.path == path) {
            let filter =
                MethodFilter::try_from(page.method.clone()).expect("pages have usual methods");
            let work = move |house, peer, request| take(Asked::For(page), house, peer, request);
            methods = methods.on(filter, work);
        }
        // A form's address that is followed as a link leads to where the form is.
        let wrong = move |house, peer, request| take(Asked::Otherwise, house, peer, request);
        router = router.route(path, methods.fallback(wrong));
    }
    let nothing = move |house, peer, request| take(Asked::Nothing, house, peer, request);
    router.fallback(nothing).with_state(house)
}

/// What was asked for.
#[derive(Clone, Copy)]
enum Asked {
    For(&'static Page),
    /// A path that is there, in a way in which it is not asked for.
    Otherwise,
    Nothing,
}

async fn take(
    asked: Asked,
    Shared(house): Shared<Arc<House>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let secure = house.is_secure();
    if !house.is_asked(request.headers()) {
        let no = (StatusCode::MISDIRECTED_REQUEST, "this server has another name");
        return finish(no.into_response(), secure);
    }
    let turns = Arc::clone(&house.turns);
    let work = move || answer(asked, house, peer, request);
    let response = match turns.take(work).await {
        Ok(response) => response,
        Err(Turned::Away) => {
            let busy = "too much is asked at once; try again in a moment";
            (StatusCode::SERVICE_UNAVAILABLE, busy).into_response()
        }
        Err(Turned::Broken(broken)) => {
            tracing::error!(target: "pages", %broken, "the work on a page broke off");
            (StatusCode::INTERNAL_SERVER_ERROR, "the page broke off; see the log").into_response()
        }
    };
    finish(response, secure)
}

/// Puts on every page that it is nobody else's: no frame, no foreign script, nothing kept.
fn finish(mut response: Response, secure: bool) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                          connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// Works on a request and makes a response of what came of it.
async fn answer(asked: Asked, house: Arc<House>, peer: SocketAddr, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = RawPathParams::from_request_parts(&mut parts, &()).await;
    let path = path
        .map(|path| path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
    let page = if let Asked::For(page) = asked { Some(page) } else { None };
    let mut visit = Visit::new(&house, page, (path.unwrap_or_default(), &parts), peer);
    let done = match asked {
        Asked::For(page) => work(&mut visit, page, (&parts.headers, body)).await,
        Asked::Otherwise | Asked::Nothing => {
            // Whoever has signed in stays so on the page that says it.
            let entered = visit.enter().await;
            visit.words = Words { language: language(&visit, &parts.headers) };
            let known = matches!(asked, Asked::Otherwise);
            entered.and(Err(if known { Trouble::OnlySent } else { Trouble::Unknown }))
        }
    };
    visit.desk.shut_book().await;
    match done {
        Ok(reply) => visit.respond(reply),
        Err(trouble) => trouble.respond(&mut visit),
    }
}

async fn work(
    visit: &mut Visit,
    page: &'static Page,
    (headers, body): (&HeaderMap, axum::body::Body),
) -> Result<Reply, Trouble> {
    let entered = visit.enter().await;
    visit.words = Words { language: language(visit, headers) };
    if page.method == Method::POST {
        if !is_from_here(headers) {
            return Err(Trouble::Elsewhere);
        }
        visit.form = Form::read(headers, body).await?;
    }
    entered?;
    if !matches!(page.who, Who::Anybody) {
        let actor = visit.actor()?.clone();
        if page.method == Method::POST && visit.form.one("seal") != visit.seal()? {
            return Err(Trouble::OtherSession);
        }
        let purpose = visit.purpose();
        visit.desk.check_who(&actor, (page.who, purpose), page.work).await?;
    }
    let mut tries = 0;
    loop {
        tries += 1;
        if page.method == Method::POST
            && !matches!(page.who, Who::Anybody)
            && let Some(before) = visit.before().await?
        {
            return Ok(before);
        }
        let done = (page.run)(visit).await;
        visit.desk.shut_book().await;
        match done {
            // Another process wrote meanwhile, or this very form came twice at once.
            Err(trouble) if trouble.is_overtaken() && tries < TRIES_MAX => {}
            done => return done,
        }
    }
}

/// Says whether a form was sent from a page of this site: browsers say so themselves (Fetch Metadata, W3C); older
/// ones name the origin.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|one| one.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let host = text("host").unwrap_or_default();
    let origin = text("origin").and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, name)| name.eq_ignore_ascii_case(host))
}

/// The language that was chosen, or that the browser likes.
fn language(visit: &Visit, headers: &HeaderMap) -> Language {
    let chosen = visit.cookie(frame::LANGUAGE_COOKIE).and_then(Language::of_code);
    let liked = headers.get(header::ACCEPT_LANGUAGE).and_then(|one| one.to_str().ok());
    chosen.or_else(|| liked.and_then(Language::accepted)).unwrap_or(Language::En)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The table of pages and forms by who may ask for them, as `docs/access.md` has it.
    fn table() -> String {
        let mut pages: Vec<&Page> = PAGES.iter().collect();
        pages.sort_by_key(|page| (page.path, page.method != Method::GET));
        let mut table = "| | page | who |\n|---|---|---|\n".to_owned();
        for page in pages {
            let kind = if page.method == Method::GET { "page" } else { "form" };
            let may = Role::ALL
                .into_iter()
                .filter(|role| page.who.lets_in(*role, Purpose::usual(*role)))
                .map(Role::word)
                .collect::<Vec<_>>();
            let who = match page.who {
                Who::Anybody => "anybody".to_owned(),
                Who::Signed => "signed in".to_owned(),
                Who::May(_) | Who::Either(..) | Who::Look(_) | Who::LookFor(..) | Who::Looks => {
                    may.join(", ")
                }
            };
            writeln!(table, "| {kind} | `{}` | {who} |", page.path)
                .expect("a string takes any text");
        }
        table
    }

    #[test]
    fn who_may_ask_for_which_page_stands_in_the_table() {
        let page = include_str!("../../../../docs/access.md");
        let table = table();
        assert!(page.contains(&table), "docs/access.md does not hold this table:\n\n{table}");
    }
}
