//! The pictures of the README, taken of the desk in mid-exchange. `SAFECONDUCT_UPDATE=1` takes them anew.

use std::fs;
use std::path::Path;

use super::desk::Desk;
use super::driver::Chrome;

/// What is shown, from which chair, and under which name.
const PICTURES: [(&str, &str, &str); 3] =
    [("/", "officer-1", "today"), ("/matches", "officer-1", "pair"), ("/gates", "team-1", "gates")];
/// The width of a picture, in pixels.
const WIDTH: u32 = 1_100;

#[test]
fn the_readme_shows_the_desk_as_it_is() {
    let desk = Desk::serve();
    let Some(chrome) = Chrome::open(&desk.address) else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    chrome.go("/sign-in");
    chrome.set_cookie("language", "en");
    for (path, chair, name) in PICTURES {
        chrome.set_cookie("chair", chair);
        chrome.size(WIDTH, 900);
        chrome.go(path);
        if path != "/" {
            chrome.click("main tbody a");
        }
        let picture = chrome.picture(WIDTH);
        assert!(picture.starts_with(b"\x89PNG") && picture.len() > 20_000, "{name}");
        let file = format!("docs/pictures/{name}.png");
        if std::env::var_os("SAFECONDUCT_UPDATE").is_some() {
            fs::write(root.join(&file), &picture).expect("a picture");
        }
        assert!(root.join(&file).exists(), "{file}");
        assert!(readme.contains(&file), "the README shows {file}");
    }
}
