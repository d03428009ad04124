//! The pages: one read-only page that shows the exchange as a timeline with counts.
//!
//! Each stage's module renders its own section from the state; no rule lives here, and no page shows
//! a person. Until officers can sign in to pages, the server listens on this machine only.

mod timeline;

mod agreement;
mod announce;
mod handover;
mod lists;
mod plan;
mod reception;
mod reconcile;
mod registry;
mod seal;

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use askama::Template;
use axum::Router;
use axum::extract::State as Shared;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use exchange::journal::State;
use exchange::vocabulary::Party;
use tokio::net::TcpListener;

use crate::api;
use crate::cli::{Failure, Out};
use crate::desk::{Desk, Hub, Ways};
use crate::hooks;

pub(crate) use seal::{Door, HTTP_BUNDLE_BYTES_MAX, read_challenge};

/// The stylesheet, part of the binary.
const HOUSE_CSS: &str = include_str!("../assets/house.css");

/// One stage on the page.
struct Section {
    number: usize,
    word: &'static str,
    html: String,
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    party: String,
    practice: bool,
    events: u64,
    last: String,
    timeline: String,
    sections: Vec<Section>,
}

/// Renders the page from what the desk shows.
pub(crate) fn page(desk: &Desk) -> anyhow::Result<String> {
    let state = desk.state();
    let layout = Layout {
        title: "One exchange, from the terms to the last person home",
        party: format!("party {}", desk.meta().party),
        practice: desk.meta().practice,
        events: state.version,
        last: state.tally.last.map_or_else(|| "none yet".to_owned(), |last| last.to_string()),
        timeline: timeline::render(state)?,
        sections: sections(state, desk.meta().party)?,
    };
    layout.render().context("rendering the page")
}

/// Renders the nine sections in the order in which the stages happen.
fn sections(state: &State, party: Party) -> anyhow::Result<Vec<Section>> {
    let rendered = [
        ("agreement", agreement::section(state)?),
        ("registry", registry::section(state)?),
        ("lists", lists::section(state)?),
        ("reconcile", reconcile::section(state)?),
        ("plan", plan::section(state)?),
        ("seal", seal::section(state)?),
        ("handover", handover::section(state)?),
        ("reception", reception::section(state, party)?),
        ("announce", announce::section(state)?),
    ];
    Ok((1..).zip(rendered).map(|(number, (word, html))| Section { number, word, html }).collect())
}

/// Serves the pages of an instance, the door of its post, or both, until the process is told to stop.
pub(crate) async fn serve(
    desk: Option<Desk>,
    (door, ways): (Option<Door>, Ways),
    listen: SocketAddr,
    out: &mut Out,
) -> Result<(), Failure> {
    if desk.is_some() && !listen.ip().is_loopback() {
        return Err(Failure::refused(
            format!("{listen} can be reached from other machines"),
            "nobody can sign in to pages yet, so they are served on this machine only: use 127.0.0.1:PORT; the door of the post \
             alone (--seal without --dir) may listen elsewhere",
        ));
    }
    let listener = TcpListener::bind(listen).await.map_err(|error| {
        Failure::incomplete(
            format!("cannot listen on {listen}: {error}"),
            "choose another port, for example --listen 127.0.0.1:0",
        )
    })?;
    let address = listener.local_addr().context("asking for the address")?;
    out.line(format!("listening on http://{address}/ (stop with Ctrl-C)"))?;
    let mut telling = tokio::task::JoinSet::new();
    let pages = match desk {
        None => Router::new(),
        Some(desk) => {
            let hub = Arc::new(Hub::of(desk)?);
            telling.spawn(hooks::keep_telling(hub.store()));
            telling.spawn(Arc::clone(&hub).look_after());
            let page = Router::new().route("/", get(home)).route("/house.css", get(stylesheet));
            page.with_state(Arc::clone(&hub)).merge(api::router(hub, ways))
        }
    };
    let router = pages.merge(door.map(Door::router).unwrap_or_default());
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async {
            // If the signal cannot be heard there is nothing to wait for.
            drop(tokio::signal::ctrl_c().await);
        })
        .await
        .context("serving pages")?;
    Ok(())
}

async fn home(Shared(hub): Shared<Arc<Hub>>, headers: HeaderMap) -> Response {
    if !is_local(&headers) {
        return (StatusCode::FORBIDDEN, "this page is for this machine only").into_response();
    }
    let mut desk = hub.desk();
    let page = match desk.open_book().await {
        Ok(()) => page(&desk).map_err(Failure::Fault),
        Err(failure) => Err(failure),
    };
    match page {
        Ok(page) => (safe_headers(), Html(page)).into_response(),
        Err(failure) => {
            tracing::error!(?failure, "the page could not be shown");
            (StatusCode::INTERNAL_SERVER_ERROR, "the page could not be shown; see the log")
                .into_response()
        }
    }
}

async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], HOUSE_CSS).into_response()
}

/// Says whether the browser asked for this machine by a local name, so that a page elsewhere cannot
/// reach us by pointing its own name here.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Headers that keep the page to itself: no frames, no scripts, nothing kept.
fn safe_headers() -> [(HeaderName, HeaderValue); 4] {
    [
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                 frame-ancestors 'none'",
            ),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_local_names_reach_the_page() {
        let with = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            is_local(&headers)
        };
        assert!(with("127.0.0.1:8080"));
        assert!(!with("prisoners.example:8080"));
        assert!(!is_local(&HeaderMap::new()));
    }
}
