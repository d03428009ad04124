//! The pages of the exchange from the round on: the round and its reasons, movement, seal, progress. On the
//! demonstration's desk in mid-exchange, as a browser without script asks for them. All people are invented.

use std::fs;
use std::path::Path;

use exchange::seal::{Files, tar};

use super::{Browser, Desk, Seen};

const LANGUAGES: [&str; 5] = ["en", "uk", "ru", "tr", "ar"];

/// What a form on a page carries besides its fields.
fn hidden(page: &Seen) -> [(&'static str, String); 2] {
    [("seal", page.hidden("seal")), ("key", page.hidden("key"))]
}

/// Sends a form that stands on a page.
fn sent(browser: &mut Browser<'_>, page: &Seen, path: &str, fields: &[(&str, &str)]) -> Seen {
    let hidden = hidden(page);
    let mut all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(fields);
    browser.post(path, &all)
}

/// Sends a form with a file that stands on a page.
fn uploaded(
    browser: &mut Browser<'_>,
    page: &Seen,
    (path, fields): (&str, &[(&str, &str)]),
    file: (&str, &str, &[u8]),
) -> Seen {
    let hidden = hidden(page);
    let mut all: Vec<(&str, &str)> =
        hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(fields);
    browser.upload(path, &all, file)
}

/// The first address of a link that begins so.
fn link(page: &Seen, begin: &str) -> String {
    let mark = format!("href=\"{begin}");
    let (_, rest) = page.html.split_once(&mark).unwrap_or_else(|| panic!("no link to {begin}"));
    format!("{begin}{}", rest.split('"').next().expect("an address"))
}

#[test]
fn the_pages_from_the_round_to_the_account_can_be_read_in_five_languages() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let who = officer.get("/round/people");
    let stays = officer.get("/round/people?who=staying");
    let paths = [
        "/exchange".to_owned(),
        "/round".to_owned(),
        link(&who, "/round/people/"),
        link(&stays, "/round/people/"),
        "/movement".to_owned(),
        "/movement/4".to_owned(),
        "/movement/5".to_owned(),
        "/seal".to_owned(),
        "/seal/verify".to_owned(),
        "/progress".to_owned(),
        "/progress/ledger".to_owned(),
    ];
    for language in LANGUAGES {
        officer.language = language;
        for path in &paths {
            let seen = officer.get(path);
            assert_eq!(seen.status, 200, "{path} {language}");
            assert!(!seen.html.contains('⟦'), "{path} {language}");
            assert!(seen.html.contains(&format!("<html lang=\"{language}\"")), "{path}");
        }
    }
}

#[test]
fn a_reason_of_the_plan_is_told_in_the_language_of_the_page() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let path = link(&officer.get("/round/people"), "/round/people/");
    assert!(officer.get(&path).html.contains("Goes in stage"));
    officer.language = "uk";
    let seen = officer.get(&path);
    assert!(seen.html.contains("Їде на етапі"), "{}", seen.html);
    assert!(!seen.html.contains("longest held first"));
    let unknown = officer.get("/round/people/l-nobody");
    assert_eq!(unknown.status, 404);
}

#[test]
fn progress_holds_what_crossed_against_what_was_planned() {
    let desk = Desk::serve();
    let mut spokesperson = Browser::at(&desk, "spokesperson-1");
    let seen = spokesperson.get("/progress");
    // What crossed in the three stages that both sides signed, and nothing for those to come.
    assert!(seen.html.contains("<dd>300</dd>"), "{}", seen.html);
    assert!(seen.html.contains("No further round is agreed."));
    let later = seen.html.split("9 June 2025").count();
    assert!(later > 1 && seen.html.contains(">–</td>"), "stages to come show no count");
}

#[test]
fn a_public_ledger_is_added_up_and_a_flawed_one_is_refused_whole() {
    let desk = Desk::serve();
    let mut officer = Browser::at(&desk, "officer-1");
    let form = officer.get("/progress/ledger");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/exchanges.csv");
    let ledger = fs::read(path).expect("the ledger of the examples");
    let to = ("/progress/ledger", &[][..]);
    let seen = uploaded(&mut officer, &form, to, ("file", "exchanges.csv", &ledger));
    assert_eq!(seen.status, 200, "{}", seen.html);
    assert!(seen.html.contains("Where the two totals differ"));
    assert!(seen.html.contains("How long until everybody is home?"));
    assert!(seen.html.contains("<svg"), "the forecast has a picture");
    let flawed = String::from_utf8(ledger).expect("UTF-8").replacen("2025", "2O25", 1);
    let seen = uploaded(&mut officer, &form, to, ("file", "exchanges.csv", flawed.as_bytes()));
    assert_eq!(seen.status, 422);
    assert!(seen.html.contains("cannot be added up"), "{}", seen.html);
    let nothing = sent(&mut officer, &form, "/progress/ledger", &[]);
    assert_eq!(nothing.status, 422);
    assert!(nothing.html.contains("Choose a file first."));
}

/// Reads the demonstration's sealed folder.
fn bundle(folder: &Path, prefix: &str, into: &mut Files) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            bundle(&path, &format!("{name}/"), into);
        } else {
            into.insert(name, fs::read(&path).expect("a file"));
        }
    }
}

#[test]
fn a_bundle_is_checked_from_its_file_and_a_changed_byte_is_named() {
    let desk = Desk::serve();
    let mut spokesperson = Browser::at(&desk, "spokesperson-1");
    let form = spokesperson.get("/seal/verify");
    let mut files = Files::new();
    bundle(&Desk::file("bundle"), "", &mut files);
    let policy = fs::read(Desk::file("policy.txt")).expect("the policy");
    let whole = tar::write(&files);
    let to = ("/seal/verify", &[][..]);
    // The desk stands in the middle of the exchange, and its policy is that of the whole.
    let seen = uploaded(&mut spokesperson, &form, to, ("bundle", "bundle.tar", &whole));
    assert!(seen.status == 200 && seen.html.contains("Sound: everything holds"), "{}", seen.html);
    let (name, mut changed) = files
        .iter()
        .find(|(name, _)| name.starts_with("payloads/"))
        .map(|(name, bytes)| (name.clone(), bytes.clone()))
        .expect("a payload");
    let at = changed.len() / 2;
    changed[at] ^= 1;
    files.insert(name.clone(), changed);
    let seen =
        uploaded(&mut spokesperson, &form, to, ("bundle", "bundle.tar", &tar::write(&files)));
    assert!(seen.html.contains("Contradicted: something was changed"), "{}", seen.html);
    assert!(seen.html.contains(&name), "the changed file is named");
    let seen = uploaded(&mut spokesperson, &form, to, ("bundle", "bundle.tar", &policy));
    assert!(seen.status == 422 && seen.html.contains("This is no bundle"), "{}", seen.html);
}

#[test]
fn the_other_side_acknowledges_by_the_digest_and_an_old_one_is_refused() {
    let desk = Desk::serve();
    let mut team = Browser::at(&desk, "team-1");
    let page = team.get("/movement/4");
    let (_, digest) =
        page.html.split_once("Digest of the notice</dt><dd><code dir=\"ltr\">").expect("a notice");
    let digest = digest.get(..64).expect("a digest").to_owned();
    let path = "/movement/4/acknowledged";
    let typo = sent(&mut team, &page, path, &[("digest", "not a digest")]);
    assert_eq!(typo.status, 422);
    assert!(typo.html.contains("not a digest"), "what was typed stays");
    // A newer notice takes the place of the one that was told, and the old digest fits it no more.
    let fields = [
        ("corridor", "from the assembly point by the other road"),
        ("opens", "2025-06-14T10:00"),
        ("closes", "2025-06-14T12:00"),
    ];
    let told = sent(&mut team, &page, "/movement/4/notice", &fields);
    assert_eq!(told.status, 303, "{}", told.html);
    let page = team.get("/movement/4");
    let old = sent(&mut team, &page, path, &[("digest", &digest)]);
    assert_eq!(old.status, 409, "{}", old.html);
    // Officers hand the document over; the team is not shown the corridor again.
    assert_eq!(team.get("/movement/4/notice/file").status, 403);
    let mut officer = Browser::at(&desk, "officer-1");
    let (status, name, document) = officer.download("GET", "/movement/4/notice/file", &[]);
    assert_eq!((status, name.contains("notice-4-a.json")), (200, true), "{name}");
    let document = String::from_utf8(document).expect("UTF-8");
    assert!(document.contains("by the other road"), "{document}");
    let page = team.get("/movement/4");
    let (_, new) =
        page.html.split_once("Digest of the notice</dt><dd><code dir=\"ltr\">").expect("a notice");
    let new = new.get(..64).expect("a digest").to_owned();
    assert_ne!(new, digest);
    let taken = sent(&mut team, &page, path, &[("digest", &new)]);
    assert_eq!(taken.status, 303, "{}", taken.html);
    let again = sent(&mut team, &page, path, &[("digest", &new)]);
    assert_eq!(again.status, 303, "sent twice, it is recorded once");
    assert!(team.get("/movement/4").html.contains(">acknowledged<"));
}

#[test]
fn a_window_that_ends_before_it_begins_and_a_corridor_of_nothing_are_mended_on_the_form() {
    let desk = Desk::serve();
    let mut team = Browser::at(&desk, "team-1");
    let page = team.get("/movement/4");
    let path = "/movement/4/notice";
    let empty =
        sent(&mut team, &page, path, &[("corridor", ""), ("opens", "soon"), ("closes", "")]);
    assert_eq!(empty.status, 422);
    assert!(empty.html.contains("href=\"#corridor\"") && empty.html.contains("value=\"soon\""));
    let fields =
        [("corridor", "a road"), ("opens", "2025-06-14T12:00"), ("closes", "2025-06-14T10:00")];
    let backward = sent(&mut team, &empty, path, &fields);
    assert_eq!(backward.status, 409, "{}", backward.html);
    let long = "x".repeat(2_001);
    let fields = [
        ("corridor", long.as_str()),
        ("opens", "2025-06-14T10:00"),
        ("closes", "2025-06-14T12:00"),
    ];
    assert_eq!(sent(&mut team, &page, path, &fields).status, 422);
}

#[test]
fn a_manifest_is_drawn_from_the_plan_and_vehicles_without_room_are_refused() {
    let desk = Desk::serve();
    let mut team = Browser::at(&desk, "team-1");
    let page = team.get("/movement/5");
    let path = "/movement/5/manifest";
    let bad = sent(&mut team, &page, path, &[("vehicles", "bus-1 bus 50"), ("left-out", "")]);
    assert_eq!(bad.status, 422);
    assert!(bad.html.contains("bus-1 bus 50"), "what was typed stays");
    let small = sent(&mut team, &page, path, &[("vehicles", "bus-1, bus, 3, 0"), ("left-out", "")]);
    assert_eq!(small.status, 409, "{}", small.html);
    let stranger = [("vehicles", "bus-1, bus, 50, 0"), ("left-out", "l-nobody, died")];
    assert_eq!(sent(&mut team, &page, path, &stranger).status, 422);
    let enough =
        "bus-1, bus, 50, 0\nbus-2, bus, 50, 4\ncar-1, ambulance, 2, 8\ncar-2, ambulance, 2, 8";
    let drawn = sent(&mut team, &page, path, &[("vehicles", enough), ("left-out", "")]);
    assert_eq!(drawn.status, 303, "{}", drawn.html);
    let seen = team.get("/movement/5");
    assert!(seen.html.contains("bus-1") && seen.html.contains("/movement/5/manifest/file"));
    let (status, _, document) = team.download("GET", "/movement/5/manifest/file", &[]);
    assert_eq!(status, 200);
    // The own document is not the other side's.
    let back = uploaded(
        &mut team,
        &seen,
        ("/movement/5/take", &[("document", "manifest")]),
        ("file", "manifest.json", &document),
    );
    assert!(back.status == 422 && back.html.contains("it does not belong here"), "{}", back.html);
    let torn = uploaded(
        &mut team,
        &seen,
        ("/movement/5/take", &[("document", "notice")]),
        ("file", "notice.json", &document[..document.len() / 2]),
    );
    assert_eq!(torn.status, 422);
}

#[test]
fn who_has_no_part_in_a_movement_sees_none() {
    let desk = Desk::serve();
    for chair in ["clinician-1", "spokesperson-1", "administrator-1", "protection-1"] {
        let mut sitter = Browser::at(&desk, chair);
        let home = sitter.get("/");
        assert!(!home.html.contains("href=\"/movement\""), "{chair}");
        assert_eq!(sitter.get("/movement/4").status, 403, "{chair}");
        assert_eq!(sitter.get("/movement/4/notice/file").status, 403, "{chair}");
    }
}
