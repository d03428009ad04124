//! Papers as a browser without script shows them: what stands on them, for whom, in which languages. All people are
//! invented.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use super::super::api::client::ROLES;
use super::{Browser, Seen, Served};

const LANGUAGES: [&str; 5] = ["en", "uk", "ru", "tr", "ar"];
/// Where the movement goes, and nowhere else.
const CORRIDOR: &str = "from Vyhadane by the old road to Nikudy";

/// The surname of one of the invented people: only letters, as a digit in a name would be asked about.
pub(crate) fn surname(at: usize) -> String {
    let letter = |at: usize| char::from(b"aeiouyblmn"[at % 10]);
    ["Vyhad", &letter(at / 10).to_string(), &letter(at).to_string(), "nko"].concat()
}

/// Who runs the commands: in a real instance those who signed in.
struct Hands<'a> {
    served: &'a Served,
    officer: Option<String>,
    team: Option<String>,
}

impl Hands<'_> {
    fn officer(&self, words: &[&str]) -> String {
        self.served.done(words, &[], self.officer.as_deref())
    }

    fn team(&self, words: &[&str]) -> String {
        let Some(team) = &self.team else {
            let seat = ["--as", "team-1", "--role", "handover-team"];
            return self.served.done(&[words, &seat].concat(), &[], None);
        };
        self.served.done(words, &[], Some(team))
    }
}

/// Signs in whoever runs commands on the machine itself: an officer and somebody of the team.
fn hands(served: &Served) -> [String; 2] {
    ["officer-2", "handover-team"].map(|name| served.sign_in_here(name))
}

/// Enters somebody of whom more is known than a name, and returns the reference.
fn known(served: &Served, token: Option<&str>) -> String {
    let told = ["surname=Vyhadenko", "given-name=Ostap", "rank=major", "birth-date=1990-02-03"];
    let mut words =
        vec!["registry", "add", "--says", "missing", "--source", "family", "--by", "a sister"];
    words.extend(told.iter().chain(&["camp=Nikudy"]).flat_map(|field| ["--field", field]));
    let said = served.done(&words, &[], token);
    let (person, _) = said.split_once(':').unwrap_or_else(|| panic!("{said}"));
    person.to_owned()
}

/// Puts so many people on an offer of side A and on the manifest of its first stage, with a movement notice, and
/// returns the list.
pub(crate) fn first_stage(served: &Served, people: usize, tokens: Option<&[String; 2]>) -> String {
    let hands = Hands {
        served,
        officer: tokens.map(|[officer, _]| officer.clone()),
        team: tokens.map(|[_, team]| team.clone()),
    };
    let path = |name: &str| served.dir().with_file_name(name).display().to_string();
    let (mut list, mut aboard) = (
        "id,surname,given name,birth date,service number\n".to_owned(),
        "line,place,track\n".to_owned(),
    );
    for at in 0..people {
        let (name, day) = (surname(at), at % 28 + 1);
        writeln!(list, "a-{at},{name},Ostap,1990-02-{day:02},N-{}", 70_000 + at).expect("memory");
        let place = if at == 0 { "stretcher" } else { "seat" };
        writeln!(aboard, "a-{at},{place},parity").expect("memory");
    }
    let vehicles =
        "id,kind,seats,stretchers\nbus-1,bus,40,0\nbus-2,bus,40,0\nvan-1,ambulance,0,2\n";
    for (name, text) in [("list.csv", &*list), ("aboard.csv", &aboard), ("vehicles.csv", vehicles)]
    {
        fs::write(path(name), text).expect("a written file");
    }
    let (file, aboard, vehicles) = (path("list.csv"), path("aboard.csv"), path("vehicles.csv"));
    let said = hands.officer(&["lists", "open", &file, "--from", "a", "--purpose", "offer"]);
    let list =
        said.split_whitespace().nth(1).expect("a reference").trim_end_matches(':').to_owned();
    let none = path("answers.csv");
    hands.officer(&["lists", "show", &list, "--questions", &none]);
    hands.officer(&["lists", "answer", &list, "--answers", &none, "--close"]);
    let (out, stage) = (path("manifest.json"), ["--stage", "1"]);
    let files = ["--passengers", &aboard, "--vehicles", &vehicles, "--out", &out];
    hands.team(&[&["handover", "manifest"][..], &stage, &files].concat());
    let out = path("notice.json");
    let window = ["--opens", "2030-06-14T08:00:00Z", "--closes", "2030-06-14T18:00:00Z"];
    let notice = ["--corridor", CORRIDOR, "--out", &out];
    hands.team(&[&["handover", "notice"][..], &stage, &window, &notice].concat());
    list
}

/// The texts between two marks, in order.
fn between<'a>(html: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let rest = html.split(before).skip(1);
    rest.filter_map(|rest| rest.split_once(after).map(|(text, _)| text)).collect()
}

/// The sheets of a paper, each numbered and none left out.
fn sheets(seen: &Seen) -> Vec<&str> {
    assert_eq!(seen.status, 200, "{}", seen.html);
    let sheets = between(&seen.html, "<article class=\"sheet\"", "</article>");
    for (at, sheet) in (1..).zip(&sheets) {
        let count = format!("dir=\"ltr\">{at}/{}</strong>", sheets.len());
        assert!(sheet.contains(&count), "{count}: {sheet}");
        assert!(sheet.contains("<svg class=\"qr\""), "{sheet}");
    }
    sheets
}

/// The number under a picture, without spaces, if its check digits are right (ISO 7064, MOD 97-10).
fn checked(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 18, "{number}");
    let left = digits.bytes().fold(0_u32, |left, digit| (left * 10 + u32::from(digit - b'0')) % 97);
    assert_eq!(left, 1, "{number}");
    digits
}

#[test]
fn a_manifest_has_everybody_once_under_a_number_of_their_own_and_the_look_is_written_down() {
    let served = Served::new();
    first_stage(&served, 25, Some(&hands(&served)));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    let board = officer.get("/gates/1");
    assert!(board.html.contains("href=\"/print/manifests/1\""), "{}", board.html);
    let seen = officer.get("/print/manifests/1?with=uk");
    let sheets = sheets(&seen);
    // One for the vehicles, one for each vehicle at least.
    assert!(sheets.len() >= 4, "{}", sheets.len());
    for at in 0..25 {
        assert_eq!(seen.html.matches(&surname(at)).count(), 1, "{}", surname(at));
        assert!(seen.html.contains(&format!("N-{}", 70_000 + at)));
    }
    let rows = between(&seen.html, "<span class=\"numbered\">", "</td>");
    assert_eq!(rows.len(), 25);
    let numbers: BTreeSet<String> =
        rows.iter().flat_map(|row| between(row, "dir=\"ltr\">", "</span>")).map(checked).collect();
    let pictures: BTreeSet<&str> =
        rows.iter().flat_map(|row| between(row, "<path d=\"", "\"")).collect();
    assert_eq!((numbers.len(), pictures.len()), (25, 25), "each has their own");
    let own = between(&seen.html, "<code class=\"digits\" dir=\"ltr\">", "</code>");
    assert!(own.iter().all(|one| *one == own[0]) && !numbers.contains(&checked(own[0])));
    // Who printed it stands on it as a role, and nowhere by name but in the frame of the screen.
    assert!(sheets[0].contains("role: officer") && sheets[0].contains("роль: офіцер"));
    assert!(sheets[0].contains("stretcher") || sheets.iter().any(|one| one.contains("stretcher")));
    assert!(!seen.html.contains("a-24"), "references of lines stay here");
    let manifest = fs::read(served.dir().with_file_name("manifest.json")).expect("the document");
    let digest = sha256(&manifest);
    assert!(sheets.iter().all(|sheet| sheet.contains(&digest)), "{digest}");
    let looks = served.get("/looks", &served.sign_in("data-protection"));
    let items = looks.body["items"].as_array().expect("looks");
    let mine = |one: &&serde_json::Value| one["by"] == "officer" && one["answer"] == "open";
    assert!(items.iter().filter(mine).any(|one| one.to_string().contains("print-manifest")));
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("memory");
        text
    })
}

#[test]
fn a_paper_is_for_who_may_take_it_out_and_nobody_else_sees_a_link_to_it() {
    let served = Served::new();
    let tokens = hands(&served);
    let token = &tokens[0];
    let list = first_stage(&served, 6, Some(&tokens));
    let person = known(&served, Some(token));
    let papers = [
        "/print/manifests/1".to_owned(),
        "/print/notices/1".to_owned(),
        format!("/print/lists/{list}"),
        format!("/print/cards/{person}"),
        "/print/number".to_owned(),
    ];
    for role in ROLES.into_iter().filter(|role| *role != "officer") {
        let mut browser = Browser::new(&served);
        let later = u64::from(matches!(role, "administrator" | "handover-team"));
        let code = served.code(role, later);
        let fields = [("name", role), ("password", super::PASSWORD), ("code", &code)];
        assert_eq!(browser.post("/sign-in", &fields).status, 303, "{role}");
        for path in &papers {
            let seen = browser.get(path);
            assert_eq!(seen.status, 403, "{role} {path}");
            assert!(!seen.html.contains("class=\"sheet\"") && !seen.html.contains(&surname(1)));
        }
        let board = browser.get("/gates/1");
        assert!(!board.html.contains("/print/"), "{role}: {}", board.html);
    }
    let mut nobody = Browser::new(&served);
    assert!(papers.iter().all(|path| nobody.get(path).status == 303));
    let mut officer = Browser::new(&served);
    officer.sign_in("officer");
    for path in [
        "/print/manifests/2",
        "/print/manifests/1?from=B",
        "/print/manifests/1?from=C",
        "/print/notices/9",
        "/print/lists/none",
        "/print/cards/p-none",
        "/print/round",
        "/print/round/people/a-1",
        "/print/manifests/x",
    ] {
        assert_eq!(officer.get(path).status, 404, "{path}");
    }
    // Our own list leaves once two officers have said so.
    let page = format!("/lists/{list}");
    assert!(!officer.get(&page).html.contains("/print/lists/"));
    let early = officer.get(&papers[2]);
    assert_eq!(early.status, 409, "{}", early.html);
    served.done(&["lists", "release", &list], &[], Some(token));
    let shown = officer.get(&page);
    let fields = [("seal", shown.hidden("seal")), ("key", shown.hidden("key"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    assert_eq!(officer.post(&format!("{page}/release"), &fields).status, 303);
    assert!(officer.get(&page).html.contains(&papers[2]));
    let seen = officer.get(&papers[2]);
    assert_eq!(sheets(&seen).len(), 1);
    assert!((0..6).all(|at| seen.html.contains(&surname(at))), "{}", seen.html);
}

#[test]
fn every_paper_is_whole_in_each_pair_of_languages_and_arabic_runs_from_the_right() {
    let served = Served::in_practice();
    first_stage(&served, 3, None);
    let person = known(&served, None);
    let mut officer = Browser::new(&served);
    officer.get("/");
    let papers = [
        "/print/manifests/1".to_owned(),
        "/print/notices/1".to_owned(),
        format!("/print/cards/{person}"),
    ];
    for one in LANGUAGES {
        officer.language = one;
        for path in &papers {
            for other in LANGUAGES {
                let seen = officer.get(&format!("{path}?with={other}"));
                let sheets = sheets(&seen);
                assert!(!seen.html.contains('⟦'), "{path} {one} {other}: {}", seen.html);
                let direction = |language: &str| if language == "ar" { "rtl" } else { "ltr" };
                let beside = if one != other {
                    other
                } else if one == "en" {
                    "uk"
                } else {
                    "en"
                };
                for language in [one, beside] {
                    let said = format!("lang=\"{language}\" dir=\"{}\"", direction(language));
                    assert!(sheets.iter().all(|sheet| sheet.contains(&said)), "{path} {said}");
                }
                let others = LANGUAGES.into_iter().filter(|other| ![one, beside].contains(other));
                for language in others {
                    assert!(
                        !sheets.iter().any(|sheet| sheet.contains(&format!("lang=\"{language}\"")))
                    );
                }
                // A practice instance says so on every sheet.
                assert!(sheets.iter().all(|sheet| sheet.contains("sheet-practice")), "{path}");
            }
        }
    }
    officer.language = "en";
    let card = officer.get(&papers[2]);
    for text in ["Vyhadenko", "Ostap", "major", "1990-02-03", "Nikudy", "Annex IV B"] {
        assert!(card.html.contains(text), "{text}: {}", card.html);
    }
    let notice = officer.get("/print/notices/1");
    for text in [CORRIDOR, "14 June 2030, 08:00 UTC", "not acknowledged yet", "ambulance"] {
        assert!(notice.html.contains(text), "{text}: {}", notice.html);
    }
    assert!(!notice.html.contains(&surname(1)), "nobody stands on a notice");
    // A tongue that nobody has is passed over.
    assert_eq!(sheets(&officer.get("/print/notices/1?with=xx")).len(), 1);
}

#[test]
fn a_number_leads_back_to_what_it_is_about_and_a_slip_in_it_shows() {
    let served = Served::in_practice();
    let list = first_stage(&served, 3, None);
    let mut officer = Browser::new(&served);
    let paper = officer.get("/print/manifests/1");
    let row = between(&paper.html, "<span class=\"numbered\">", "</td>")[0];
    let number = between(row, "dir=\"ltr\">", "</span>")[0].to_owned();
    let own = between(&paper.html, "<code class=\"digits\" dir=\"ltr\">", "</code>")[0].to_owned();
    let form = officer.get("/print/number");
    let (seal, key) = (form.hidden("seal"), form.hidden("key"));
    let mut ask = |typed: &str| {
        let fields = [("number", typed), ("seal", &seal), ("key", &key)];
        officer.post("/print/number", &fields)
    };
    let found = ask(&number);
    assert!(
        found.status == 200 && found.html.contains(&format!("href=\"/lists/{list}\"")),
        "{}",
        found.html
    );
    let found = ask(&own);
    assert!(found.html.contains("<li><a href=\"/gates/1\""), "{}", found.html);
    let digits = checked(&number);
    let wrong = if digits.ends_with('0') { "1" } else { "0" };
    let slip = [&digits[..17], wrong].concat();
    for wrong in [slip.as_str(), "", "12", "eighteen digits in words"] {
        let seen = ask(wrong);
        assert_eq!(seen.status, 422, "{wrong}");
        assert!(
            seen.html.contains("href=\"#number\"")
                && seen.html.contains(&format!("value=\"{wrong}\""))
        );
    }
    // Sixteen noughts have the check digits 98.
    let nobody = ask("0000 0000 0000 0000 98");
    assert!(nobody.html.contains("nothing of this instance"), "{}", nobody.html);
}
