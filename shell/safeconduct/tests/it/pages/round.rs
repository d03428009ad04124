//! A round built on the pages by one side, while the other side works with commands: sealed tables, a draw that
//! neither could steer, one plan, a lock of two names. All people are invented.

use std::fs;

use super::exchange::{hidden, sent, uploaded};
use super::{Browser, Desk, Seen};
use crate::plan::journal::{Folder, after};

/// The digest that stands behind a label on the page.
fn digest_of(html: &str, label: &str) -> String {
    let mark = format!("<dt>{label}</dt><dd><code dir=\"ltr\">");
    let (_, rest) = html.split_once(&mark).unwrap_or_else(|| panic!("no {label}"));
    rest.get(..64).expect("a digest").to_owned()
}

/// Officers of side A on the pages, with side B beside them on its command line.
struct Table<'a> {
    folder: &'a Folder,
    officer: Browser<'a>,
}

impl Table<'_> {
    fn file(&self, name: &str) -> Vec<u8> {
        fs::read(self.folder.0.path().join(name)).expect("a file")
    }

    /// Sends a file with a form of the page of building.
    fn upload(&mut self, step: &str, (field, name): (&str, &str), bytes: &[u8]) -> Seen {
        let page = self.officer.get("/round/build");
        let to = format!("/round/build/{step}");
        uploaded(&mut self.officer, &page, (&to, &[]), (field, name, bytes))
    }

    /// Sends a form of the page of building.
    fn send(&mut self, step: &str, fields: &[(&str, &str)]) -> Seen {
        let page = self.officer.get("/round/build");
        sent(&mut self.officer, &page, &format!("/round/build/{step}"), fields)
    }

    fn page(&mut self) -> String {
        self.officer.get("/round/build").html
    }

    /// Days and vehicles: an odd file is refused with its place, and the right one gives the ground of both.
    fn transport(&mut self) {
        let theirs = after(&self.folder.done("plan transport transport.toml --dir b"), "ground: ");
        let odd = self.upload("transport", ("file", "odd.toml"), b"as_of = soon");
        assert!(odd.status == 422 && odd.html.contains("odd.toml"), "{}", odd.html);
        assert_eq!(self.send("transport", &[]).status, 422);
        let transport = self.file("transport.toml");
        let begun = self.upload("transport", ("file", "transport.toml"), &transport);
        assert_eq!(begun.status, 303, "{}", begun.html);
        assert_eq!(digest_of(&self.page(), "Ground: terms and transport"), theirs);
    }

    /// Shares: written down before they are committed to. Gives the share of side A.
    fn commit(&mut self) -> String {
        let page = self.page();
        let (_, rest) = page.split_once("name=\"share\" value=\"").expect("a share");
        let share = rest.get(..64).expect("64 digits").to_owned();
        let hasty = self.send("commit", &[("share", &share)]);
        assert_eq!(hasty.status, 422);
        assert!(hasty.html.contains(&share), "the share that was drawn stays");
        assert_eq!(self.send("commit", &[("share", &share), ("kept", "yes")]).status, 303);
        let page = self.page();
        assert!(!page.contains(&share), "nothing of the share is kept");
        let ours = digest_of(&page, "Commitment of side A");
        self.folder.done(&format!("plan commit --dir b --commitment {ours}"));
        let said = self.folder.done("plan commit --dir b --share share-b");
        let commitment = said.split_whitespace().last().expect("a commitment");
        let wrong = self.send("committed", &[("commitment", "12ab")]);
        assert!(wrong.status == 422 && wrong.html.contains("value=\"12ab\""), "{}", wrong.html);
        assert_eq!(self.send("committed", &[("commitment", commitment)]).status, 303);
        share
    }

    /// Tables: only counts leave, and one's own table is not taken for the other side's.
    fn tables(&mut self) {
        let odd = self.upload("table", ("file", "a.csv"), b"line,birth\na-1,soon\n");
        assert!(odd.status == 422 && odd.html.contains("a.csv line 2"), "{}", odd.html);
        let people = self.file("a.csv");
        let sealed = self.upload("table", ("file", "a.csv"), &people);
        assert_eq!(sealed.status, 303, "{}", sealed.html);
        let (status, _, table) = self.officer.download("GET", "/round/build/table/file", &[]);
        assert_eq!(status, 200);
        assert!(!String::from_utf8_lossy(&table).contains("a-8"));
        fs::write(self.folder.0.path().join("table-a.json"), &table).expect("a file");
        self.folder.done("plan take table-a.json --dir b");
        self.folder.done("plan table --dir b --candidates b.csv --out table-b.json");
        let back = self.upload("take", ("theirs", "own.json"), &table);
        assert!(back.status == 422 && back.html.contains("table of side A"), "{}", back.html);
        let theirs = self.file("table-b.json");
        let taken = self.upload("take", ("theirs", "table-b.json"), &theirs);
        assert_eq!(taken.status, 303, "{}", taken.html);
    }

    /// Shares are opened; one that was not committed to is refused. Both sides come to one plan.
    fn make(&mut self, share: &str) {
        let theirs = String::from_utf8(self.file("share-b")).expect("UTF-8").trim().to_owned();
        let swapped = self.send("reveal", &[("whose", "own"), ("own-share", &theirs)]);
        assert_eq!(swapped.status, 409, "{}", swapped.html);
        assert_eq!(self.send("reveal", &[("whose", "own"), ("own-share", share)]).status, 303);
        let other = [("whose", "other"), ("their-share", theirs.as_str())];
        assert_eq!(self.send("reveal", &other).status, 303);
        assert_eq!(self.send("make", &[]).status, 303);
        self.folder.done("plan reveal share-b --dir b");
        fs::write(self.folder.0.path().join("share-a"), format!("{share}\n")).expect("a file");
        self.folder.done("plan reveal share-a --by a --dir b");
        let said = self.folder.done("plan make --dir b");
        assert!(said.contains(&digest_of(&self.page(), "Plan")), "{said}");
    }
}

#[test]
fn a_round_is_built_on_the_pages_with_the_other_side_and_locked_by_two() {
    let folder = Folder::new();
    folder.found("a", "b");
    folder.found("b", "a");
    let desk = Desk::of(&folder.0.path().join("a"), &[], None);
    let mut table = Table { folder: &folder, officer: Browser::at(&desk, "officer-1") };
    table.transport();
    let share = table.commit();
    table.tables();
    table.make(&share);

    // Our people, and the lock.
    let people = table.file("a.csv");
    let assigned = table.upload("assign", ("file", "a.csv"), &people);
    assert_eq!((assigned.status, assigned.header("location")), (303, "/round?done=assigned"));
    let round = table.officer.get("/round");
    assert!(round.html.contains("From the list to the line"), "{}", round.html);
    // One is kept back: fewer than a cell are not counted out.
    assert!(round.html.contains("fewer than 5"));
    assert_eq!(sent(&mut table.officer, &round, "/round/lock", &[]).status, 303);
    let mut second = Browser::at(&desk, "officer-2");
    let round = second.get("/round");
    assert_eq!(sent(&mut second, &round, "/round/lock", &[]).status, 303);
    assert!(table.page().contains("The plan is locked"));
    let gates = table.officer.get("/gates");
    let transport = table.file("transport.toml");
    let file = ("file", "transport.toml", transport.as_slice());
    let again = uploaded(&mut table.officer, &gates, ("/round/build/transport", &[]), file);
    assert_eq!(again.status, 409, "a locked plan is not begun anew: {}", again.html);
}

#[test]
fn what_if_shows_who_gains_and_who_loses_and_leaves_the_plan_alone() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let page = officer.get("/round/what-if");
    let before = digest_of(&officer.get("/round/build").html, "Plan");
    let nothing = sent(&mut officer, &page, "/round/what-if", &[("floor", "")]);
    assert!(nothing.status == 422 && nothing.html.contains("at least one thing"));
    let odd = [("floor", "many"), ("more", "bus"), ("ratios", "u25"), ("least", "-1")];
    let odd = sent(&mut officer, &page, "/round/what-if", &odd);
    assert_eq!(odd.status, 422);
    for field in ["floor", "least", "more", "ratios"] {
        assert!(odd.html.contains(&format!("href=\"#{field}\"")), "{field}");
    }
    let seen = sent(&mut officer, &page, "/round/what-if", &[("more", "5:A:50\n5:B:50")]);
    assert_eq!(seen.status, 200, "{}", seen.html);
    assert!(seen.html.contains("Nobody would go earlier or later"), "{}", seen.html);
    let seen = sent(&mut officer, &seen, "/round/what-if", &[("more", "1:A:50\n1:B:50")]);
    assert_eq!(seen.status, 200, "{}", seen.html);
    assert!(seen.html.contains("Who would go earlier, and who later"), "{}", seen.html);
    let strange = sent(&mut officer, &page, "/round/what-if", &[("ratios", "nobody=1:1")]);
    assert_eq!(strange.status, 409, "{}", strange.html);
    assert_eq!(digest_of(&officer.get("/round/build").html, "Plan"), before);
}

#[test]
fn the_pages_of_building_can_be_read_in_five_languages_and_are_for_officers() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    for language in ["en", "uk", "ru", "tr", "ar"] {
        officer.language = language;
        for path in ["/round", "/round/build", "/round/what-if"] {
            let seen = officer.get(path);
            assert!(seen.status == 200 && !seen.html.contains('⟦'), "{path} {language}");
        }
    }
    let mut team = Browser::at(&desk, "team-1");
    let round = team.get("/round");
    assert!(!round.html.contains("/round/build"));
    assert_eq!(team.get("/round/build").status, 403);
    assert_eq!(team.get("/round/build/table/file").status, 403);
    let fields = hidden(&team.get("/gates"));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(team.post("/round/build/make", &fields).status, 403);
}
