//! The pages: the desk at which officers work, and one page that shows the exchange as a timeline with counts.
//!
//! Each stage's module has its own pages and renders its own section from the state; no rule lives here. The
//! server speaks plain HTTP on this machine only; a proxy beside it speaks TLS with browsers.

mod form;
mod frame;
mod home;
mod kept;
mod overview;
mod oversight;
mod passkeys;
mod said;
mod serve;
mod sign_in;
mod timeline;
mod tour;
mod trouble;
mod visit;
mod wording;
mod words;

mod agreement;
mod announce;
mod handover;
mod lists;
mod paper;
mod plan;
mod reception;
mod reconcile;
mod registry;
mod seal;

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse as _;
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::net::TcpListener;

use crate::api;
use crate::cli::{Failure, Out};
use crate::desk::{Desk, Hub, Ways};
use crate::hooks;
use crate::turns::Turns;

pub(crate) use seal::{Door, HTTP_BUNDLE_BYTES_MAX, read_challenge};

/// The stylesheet, part of the binary: what every page has, and what a group of pages adds.
const HOUSE_CSS: &str = concat!(
    include_str!("../assets/house.css"),
    include_str!("../assets/identity.css"),
    include_str!("../assets/lists.css"),
    include_str!("../assets/round.css"),
    include_str!("../assets/oversight.css"),
    include_str!("../assets/paper.css"),
);
/// The script, part of the binary: keys for what buttons do, and no more. Every page works without it.
const HOUSE_JS: &str = include_str!("../assets/house.js");
/// The mark of the site: two arrows that pass each other.
const ICON: &str = include_str!("../assets/icon.svg");
/// How long a browser may keep what never changes while a server runs.
const KEPT: &str = "private, max-age=3600";

/// Every page, in the order of the navigation.
fn pages() -> Vec<serve::Page> {
    let parts = [
        sign_in::pages(),
        passkeys::pages(),
        home::pages(),
        overview::pages(),
        tour::pages(),
        agreement::pages(),
        registry::pages(),
        lists::pages(),
        reconcile::pages(),
        plan::pages(),
        seal::pages(),
        handover::pages(),
        announce::pages(),
        paper::pages(),
        oversight::pages(),
    ];
    parts.into_iter().flatten().collect()
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
            "pages are served in plain HTTP, on this machine only: use 127.0.0.1:PORT, with a proxy beside it that speaks TLS \
             (docs/operating.md); the door of the post alone (--seal without --dir) may listen elsewhere",
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
            let (ways, turns) = (Arc::new(ways), Arc::new(Turns::new()));
            let api = api::router(Arc::clone(&hub), Arc::clone(&ways), Arc::clone(&turns));
            let fixed = Router::new()
                .merge(fixed("/house.css", "text/css; charset=utf-8", HOUSE_CSS)?)
                .merge(fixed("/house.js", "text/javascript; charset=utf-8", HOUSE_JS)?)
                .merge(fixed("/icon.svg", "image/svg+xml", ICON)?);
            serve::router(hub, ways, turns).merge(fixed).merge(api)
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

/// Serves what is the same for everybody, packed for whoever takes it so: lines are slow where officers work. Pages
/// are never packed, as the length of a packed page could tell what is secret in it.
fn fixed(path: &str, kind: &'static str, text: &'static str) -> anyhow::Result<Router> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(text.as_bytes()).context("packing what is fixed")?;
    let packed = Bytes::from(packed.finish().context("packing what is fixed")?);
    let answer = move |headers: HeaderMap| {
        let taken = headers.get(header::ACCEPT_ENCODING).and_then(|taken| taken.to_str().ok());
        let is_taken = taken.is_some_and(|taken| taken.split(',').any(|one| one.trim() == "gzip"));
        let mut response = if is_taken {
            ([(header::CONTENT_ENCODING, "gzip")], packed.clone()).into_response()
        } else {
            text.into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        std::future::ready(response)
    };
    Ok(Router::new().route(path, get(answer)))
}
