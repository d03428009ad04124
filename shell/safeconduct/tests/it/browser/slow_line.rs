//! Pages over a slow line: that they come and are small. How long they take is printed, and held against nothing, as
//! machines differ: `cargo test --release -p safeconduct --test it -- --nocapture slow_line`.

use std::io::Write as _;

use serde_json::json;

use super::desk::Desk;
use super::driver::Chrome;

/// The line: 64 kbit/s each way, in bytes a second, and what passes until an answer begins, in milliseconds.
const BYTES_A_SECOND: u32 = 8_000;
const DELAY_MS: u32 = 800;
/// The pages that are looked at, and in which chair.
const PAGES: [(&str, &str); 4] = [
    ("/", "officer-1"),
    ("/people", "officer-1"),
    ("/gates", "team-1"),
    ("/exchange", "officer-1"),
];
/// The most bytes of a page with its stylesheet and script, as they come over the line.
const BYTES_MAX: u64 = 100_000;

#[test]
fn pages_come_over_a_slow_line_and_are_small() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    let mut out = std::io::stdout();
    writeln!(out, "first paint at 64 kbit/s and 800 ms, in ms").expect("an open end");
    writeln!(out, "{:<12} {:>10} {:>10} {:>10}", "page", "uncached", "cached", "bytes")
        .expect("an open end");
    for (path, chair) in PAGES {
        chrome.cdp("Network.emulateNetworkConditions", &line(false));
        chrome.go("/sign-in");
        chrome.set_cookie("chair", chair);
        chrome.cdp("Network.clearBrowserCache", &json!({}));
        chrome.cdp("Network.emulateNetworkConditions", &line(true));
        chrome.go(path);
        let (uncached, bytes) = painted(&chrome);
        // What was fetched stays: the second look is what an officer has all day.
        chrome.go(path);
        let (cached, _) = painted(&chrome);
        assert!(bytes > 1_000 && bytes < BYTES_MAX, "{path}: {bytes} bytes");
        assert!(uncached >= u64::from(DELAY_MS), "{path}: the line was not slow, {uncached} ms");
        writeln!(out, "{path:<12} {uncached:>10} {cached:>10} {bytes:>10}").expect("an open end");
    }
}

/// The line of the measurement, or one without limits.
fn line(is_slow: bool) -> serde_json::Value {
    let (bytes, delay) = if is_slow { (i64::from(BYTES_A_SECOND), DELAY_MS) } else { (-1, 0) };
    json!({
        "offline": false, "latency": delay, "downloadThroughput": bytes, "uploadThroughput": bytes,
    })
}

/// When something of the page in the window was first seen, in milliseconds from when it was asked for, and how many
/// bytes came over the line.
fn painted(chrome: &Chrome) -> (u64, u64) {
    let found = chrome.script_later(
        "const done = arguments[arguments.length - 1];
         const all = () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .reduce((sum, one) => sum + one.transferSize, 0);
         const look = () => {
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            paint ? done([Math.round(paint.startTime), all()]) : setTimeout(look, 50);
         };
         look();",
        Vec::new(),
    );
    let at = |place: usize| found[place].as_u64().unwrap_or_default();
    (at(0), at(1))
}
