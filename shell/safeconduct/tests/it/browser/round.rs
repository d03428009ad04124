//! A round built in the browser by an officer of one side, while the other side works with commands beside it, and
//! locked by two. All people are invented.

use std::fs;

use super::desk::Desk;
use super::driver::Chrome;
use super::work::sit;
use crate::plan::journal::Folder;

/// An officer of side A in the browser, with side B on its command line.
struct Table<'a> {
    folder: &'a Folder,
    chrome: &'a Chrome,
}

impl Table<'_> {
    fn form(step: &str) -> String {
        format!("main h2 ~ form[action='/round/build/{step}']")
    }

    fn press(&self, step: &str) {
        self.chrome.click(&format!("{} button", Self::form(step)));
    }

    /// Chooses a file and sends it.
    fn upload(&self, step: &str, name: &str) {
        let file = self.folder.0.path().join(name);
        let file = file.to_str().expect("a path of letters");
        self.chrome.fill(&format!("{} input[type='file']", Self::form(step)), file);
        self.press(step);
    }

    /// The digest that stands behind a label.
    fn digest(&self, label: &str) -> String {
        let script = "return [...document.querySelectorAll('dt')].find(one => one.textContent === arguments[0])
            ?.nextElementSibling.textContent.trim()";
        let found = self.chrome.script(script, vec![label.into()]);
        found.as_str().unwrap_or_else(|| panic!("no {label}: {}", self.chrome.body())).to_owned()
    }

    /// Both sides commit to their shares of the draw. Gives the share of side A.
    fn commit(&self) -> String {
        let script = "return document.querySelector('#share').value";
        let share = self.chrome.script(script, Vec::new());
        let share = share.as_str().expect("a share").to_owned();
        self.chrome.touch("#kept");
        self.press("commit");
        let ours = self.digest("Commitment of side A");
        self.folder.done(&format!("plan commit --dir b --commitment {ours}"));
        let said = self.folder.done("plan commit --dir b --share share-b");
        let theirs = said.split_whitespace().last().expect("a commitment");
        self.chrome.fill("#commitment", theirs);
        self.press("committed");
        share
    }

    /// Tables of counts change hands. Ours is the file that the page gives.
    fn tables(&self) {
        self.upload("table", "a.csv");
        let script = "const done = arguments[0];
            fetch('/round/build/table/file').then(answer => answer.text()).then(done)";
        let table = self.chrome.script_later(script, Vec::new());
        let path = self.folder.0.path().join("table-a.json");
        fs::write(path, table.as_str().expect("a table")).expect("a file");
        self.folder.done("plan take table-a.json --dir b");
        self.folder.done("plan table --dir b --candidates b.csv --out table-b.json");
        self.upload("take", "table-b.json");
    }

    /// The shares are opened, and both sides come to one plan.
    fn make(&self, share: &str) {
        let theirs = fs::read_to_string(self.folder.0.path().join("share-b")).expect("a share");
        self.chrome.fill("#own-share", share);
        self.chrome.click("form:has(#own-share) button");
        self.chrome.fill("#their-share", theirs.trim());
        self.chrome.click("form:has(#their-share) button");
        self.press("make");
        self.folder.done("plan reveal share-b --dir b");
        fs::write(self.folder.0.path().join("share-a"), format!("{share}\n")).expect("a file");
        self.folder.done("plan reveal share-a --by a --dir b");
        let said = self.folder.done("plan make --dir b");
        assert!(said.contains(&self.digest("Plan")), "both come to one plan: {said}");
    }
}

#[test]
fn a_round_is_built_with_the_other_side_and_locked_by_two_people() {
    let folder = Folder::new();
    folder.found("a", "b");
    folder.found("b", "a");
    let desk = Desk::of(&folder.0.path().join("a"), &[], None);
    let Some(chrome) = sit(&desk, "officer-1") else { return };
    let table = Table { folder: &folder, chrome: &chrome };
    chrome.go("/round/build");
    folder.done("plan transport transport.toml --dir b");
    table.upload("transport", "transport.toml");
    let share = table.commit();
    table.tables();
    table.make(&share);
    table.upload("assign", "a.csv");
    assert_eq!(chrome.at(), "/round?done=assigned", "{}", chrome.body());
    let lock = "form[action='/round/lock'] button";
    chrome.click(lock);
    assert_eq!(chrome.count(lock), 0, "whoever asks cannot agree");
    chrome.set_cookie("chair", "officer-2");
    chrome.go("/round");
    chrome.click(lock);
    assert!(chrome.body().contains("officer-1, officer-2"), "{}", chrome.body());
    chrome.go("/round/build");
    assert!(chrome.body().contains("The plan is locked"), "{}", chrome.body());
}
