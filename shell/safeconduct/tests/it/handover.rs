//! `safeconduct handover`, as a team at the line runs it, in two instances. All people are invented.

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const AT: &str = "2025-06-10T08:00:00Z";

const VEHICLES: &str = "id,kind,seats,stretchers\nbus-1,bus,3,0\nvan-1,ambulance,1,1\n";

/// One counted in parity, one seriously wounded, one left out whose cause stays at home.
const OURS: &str = "line,place,track,person,left-out\n\
                    a-1,seat,parity,p-1,\n\
                    a-2,ambulance,unconditional,p-2,\n\
                    a-3,seat,parity,p-3,gate-declined\n";

const THEIRS: &str = "line,place,track\nb-1,seat,parity\nb-2,seat,parity\n";

/// Both sides' instances and the table between them.
struct Border {
    folder: TempDir,
}

impl Border {
    fn new() -> Self {
        let border = Self { folder: TempDir::new().expect("a folder") };
        for side in ["a", "b"] {
            let dir = border.path(side);
            border.run(&["store", "create", "--dir", &dir, "--party", side, "--practice"]);
        }
        border.file("vehicles.csv", VEHICLES);
        border.file("ours.csv", OURS);
        border.file("theirs.csv", THEIRS);
        border
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a written file");
        path
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a readable file")
    }

    fn output(arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
        command.args(arguments).output().expect("the binary of this test")
    }

    fn run(&self, arguments: &[&str]) -> String {
        assert!(self.folder.path().is_dir());
        let output = Self::output(arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// The words of a command on a side's instance, by its handover team.
    fn words(&self, side: &str, role: &str, words: &[&str]) -> Vec<String> {
        let dir = self.path(side);
        // `gate` and `take` have words of their own behind their options; options go right after.
        let mut all = vec!["handover".to_owned(), words[0].to_owned()];
        let seat = ["--dir", &dir, "--as", "team-1", "--role", role, "--at", AT];
        all.extend(seat.map(str::to_owned));
        all.extend(words[1..].iter().map(|word| (*word).to_owned()));
        all
    }

    fn team(&self, side: &str, words: &[&str]) -> String {
        let words = self.words(side, "handover-team", words);
        self.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn refused(&self, side: &str, words: &[&str]) -> String {
        self.fails(1, side, words)
    }

    fn fails(&self, code: i32, side: &str, words: &[&str]) -> String {
        let words = self.words(side, "handover-team", words);
        let output = Self::output(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{words:?}: {said}");
        said
    }

    fn manifest(&self, side: &str, passengers: &str) -> String {
        let (passengers, vehicles) = (self.path(passengers), self.path("vehicles.csv"));
        let out = self.path(&format!("manifest-{side}.json"));
        let words = ["manifest", "--stage", "1", "--passengers", &passengers];
        self.team(side, &[&words[..], &["--vehicles", &vehicles, "--out", &out]].concat());
        out
    }

    /// Clears the seven gates of one line.
    fn clear(&self, side: &str, line: &str) {
        let gate = |words: &[&str]| {
            self.team(side, &[&["gate", "--line", line], words].concat());
        };
        gate(&["identity", "--compared-with", "capture card"]);
        let wish = ["own-wish", "go", "--heard-by", "delegate", "--heard-at", AT, "--private"];
        gate(&wish);
        gate(&["not-held"]);
        gate(&["papers"]);
        gate(&["property", "--packet", "S-1", "--item", "ring"]);
        gate(&["family-contact", "--contact", "mother"]);
        let fit = ["gate", "--line", line, "fit-to-travel", "--found-by", "camp doctor"];
        let words = self.words(side, "clinician", &fit);
        self.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// Sends the notice and takes it in on the other side; returns its digest.
    fn notify(&self, side: &str, other: &str) -> String {
        let out = self.path(&format!("notice-{side}.json"));
        let window = ["--opens", "2025-06-10T06:00:00Z", "--closes", "2025-06-10T20:00:00Z"];
        let words = ["notice", "--stage", "1", "--corridor", "road R12", "--out", &out];
        let said = self.team(side, &[&words[..], &window].concat());
        self.team(other, &["take", "notice", &out]);
        let digest = said.lines().find_map(|line| line.strip_prefix("notice: "));
        digest.expect("the notice's digest").to_owned()
    }

    /// Brings both legs to the line.
    fn at_the_line() -> Self {
        let border = Self::new();
        for (side, other, passengers, lines) in
            [("a", "b", "ours.csv", &["a-1", "a-2"]), ("b", "a", "theirs.csv", &["b-1", "b-2"])]
        {
            let manifest = border.manifest(side, passengers);
            border.team(other, &["take", "manifest", &manifest]);
            for line in lines {
                border.clear(side, line);
            }
            let notice = border.notify(side, other);
            let known = ["acknowledge", "--stage", "1", "--from", side, "--notice", &notice];
            border.team(other, &known);
            border.team(side, &[&known[..], &["--by", other]].concat());
            border.team(side, &["depart", "--stage", "1"]);
        }
        border
    }

    fn check(&self, side: &str, from: &str, line: &str, outcome: &str) -> String {
        let words = ["check", "--stage", "1", "--from", from, "--line", line];
        self.team(side, &[&words[..], &["--outcome", outcome]].concat())
    }
}

#[test]
fn a_departure_is_refused_until_nothing_stands_in_its_way() {
    let border = Border::new();
    let early = border.refused("a", &["depart", "--stage", "1"]);
    assert!(early.contains("there is no manifest for stage 1 from side A"), "{early}");
    assert!(early.contains("art. 46"), "{early}");

    let manifest = border.manifest("a", "ours.csv");
    let sent = fs::read_to_string(&manifest).expect("the manifest");
    for word in ["a-3", "declined", "p-1"] {
        assert!(!sent.contains(word), "the manifest that crosses says {word}");
    }
    let notice = border.notify("a", "b");
    let unheard = border.refused("a", &["depart", "--stage", "1"]);
    assert!(unheard.contains("has not acknowledged"), "{unheard}");
    let wrong = "00".repeat(32);
    let forged = ["acknowledge", "--stage", "1", "--from", "a", "--notice", &wrong, "--by", "b"];
    assert!(border.refused("a", &forged).contains("the notice in force is"));
    let known = ["acknowledge", "--stage", "1", "--from", "a", "--notice", &notice, "--by", "b"];
    border.team("a", &known);

    let open = border.refused("a", &["depart", "--stage", "1"]);
    assert!(open.contains("line a-1: the gate identity is open"), "{open}");
    border.clear("a", "a-1");
    border.clear("a", "a-2");
    border.team("a", &["gate", "--line", "a-2", "papers", "--missing"]);
    let board = border.refused("a", &["ready", "--stage", "1"]);
    assert!(board.contains("1 things stand in the way"), "{board}");
    let alone = ["override", "--stage", "1", "--line", "a-2", "--gate", "papers"];
    let why = ["--reason", "card lost", "--with"];
    let one = border.refused("a", &[&alone[..], &why, &["team-1"]].concat());
    assert!(one.contains("two different names"), "{one}");
    border.team("a", &[&alone[..], &why, &["chief"]].concat());
    let gone = border.team("a", &["depart", "--stage", "1"]);
    assert_eq!(gone, "vehicles on the road: 2\n");
}

#[test]
fn an_officer_does_not_record_fitness_and_a_declined_wish_stands() {
    let border = Border::new();
    border.manifest("a", "ours.csv");
    let fit = ["gate", "--line", "a-1", "fit-to-travel", "--found-by", "camp doctor"];
    assert!(border.refused("a", &fit).contains("may not do this"));
    let stay = ["gate", "--line", "a-1", "own-wish", "stay", "--heard-by", "delegate"];
    let heard = ["--heard-at", AT, "--private"];
    border.team("a", &[&stay[..], &heard].concat());
    let forced = ["override", "--stage", "1", "--line", "a-1", "--gate", "own-wish"];
    let said = border.refused("a", &[&forced[..], &["--with", "chief", "--reason", "x"]].concat());
    assert!(said.contains("nobody can override"), "{said}");
    assert!(said.contains("109(3)"), "{said}");
    let overheard = border.refused("a", &[&stay[..], &["--heard-at", AT]].concat());
    assert!(overheard.contains("not heard in private"), "{overheard}");
}

#[test]
fn a_round_ends_in_four_lists_and_an_act_that_both_sign() {
    let border = Border::at_the_line();
    for side in ["a", "b"] {
        border.check(side, "a", "a-1", "received");
        border.check(side, "a", "a-2", "received");
        border.check(side, "b", "b-1", "refused");
    }
    let again = ["check", "--stage", "1", "--from", "b", "--line", "b-1", "--outcome", "died"];
    let twice = border.refused("a", &again);
    assert!(
        twice.contains("was checked off by team-1 at 2025-06-10T08:00:00Z: refused"),
        "{twice}"
    );
    let stranger = ["check", "--stage", "1", "--from", "b", "--line", "b-9"];
    let stranger = border.refused("a", &[&stranger[..], &["--outcome", "received"]].concat());
    assert!(stranger.contains("enter the person as unlisted"), "{stranger}");

    // Somebody else came for b-2; A sees a substitution, B calls it absent.
    let unlisted = ["unlisted", "--stage", "1", "--from", "b", "--surname", "Testenko"];
    let six = ["--number", "refused", "--id", "u-1"];
    border.team("a", &[&unlisted[..], &six].concat());
    border.team("b", &[&unlisted[..], &six].concat());
    let came = ["check", "--stage", "1", "--from", "b", "--line", "b-2"];
    border.team("a", &[&came[..], &["--outcome", "substituted", "--detail", "u-1"]].concat());
    border.team("b", &[&came[..], &["--outcome", "absent", "--detail", "not-brought"]].concat());

    let words = ["lists", "--stage", "1", "--from", "b"];
    let own: Value =
        serde_json::from_str(&border.team("a", &[&words[..], &["--json"]].concat())).expect("JSON");
    assert_eq!(own["refused"][0], "b-1");
    assert_eq!(own["unagreed"][0], "u-1");
    assert_eq!(own["absent"][0][1]["outcome"], "substituted");
    let crossing = border.team("a", &[&words[..], &["--crossing"]].concat());
    assert!(!crossing.contains("refused") && crossing.contains("\"not_come\":[\"b-1\",\"b-2\"]"));

    let theirs = border.file("b.json", &border.team("b", &["counters", "--stage", "1"]));
    let out = border.path("act.json");
    let act = ["act", "--stage", "1", "--theirs", &theirs, "--out", &out];
    let disagree = border.refused("a", &act);
    assert!(disagree.contains("from side B: A counted 0, B counted 1"), "{disagree}");
    assert!(!fs::exists(&out).expect("a folder"), "nothing is half-written");
    let remarks = [
        "--remark",
        "b:absent:a:named-differently",
        "--remark",
        "b:substituted:a:named-differently",
    ];
    let said = border.team("a", &[&act[..], &remarks].concat());
    let digest = said.lines().find_map(|line| line.strip_prefix("act: ")).expect("a digest");
    border.team("b", &["take", "act", &out]);
    assert!(!border.text("act.json").contains("b-1"));

    let signature = "ab".repeat(32);
    let sign = |side: &str, party: &str| {
        let words = ["sign", "--stage", "1", "--party", party, "--act", digest];
        border.team(side, &[&words[..], &["--signature", &signature]].concat())
    };
    assert_eq!(sign("a", "a"), "signed; the other side is still to sign\n");
    assert_eq!(sign("a", "b"), "signed by both sides\n");
    let altered = border.text("act.json").replace("\"received\":2", "\"received\":3");
    let altered = border.file("altered.json", &altered);
    let said = border.refused("b", &["take", "act", &altered]);
    assert!(said.contains("A counted 3, B counted 2") || said.contains("counter of"), "{said}");
    assert!(border.team("a", &["status"]).contains("signed by: A B"));
    what_was_found_goes_thirty_days_later(&border);
}

/// Goes on where the act is signed.
fn what_was_found_goes_thirty_days_later(border: &Border) {
    let (dir, proof) = (border.path("a"), border.path("proof.json"));
    let at = |time: &'static str| {
        ["--dir", &dir, "--as", "dpo-1", "--role", "data-protection", "--at", time]
    };
    let erase = ["handover", "erase", "--stage", "1", "--proof", &proof];
    let early = Border::output(&[&erase[..], &at("2025-07-09T08:00:00Z")].concat());
    let said = String::from_utf8_lossy(&early.stderr);
    assert!(said.contains("are kept until 2025-07-10T08:00:00Z"), "{said}");
    let later = at("2025-07-11T08:00:00Z");
    let due = border.run(&[&["registry", "due"], &later[..]].concat());
    assert!(due.contains("stage 1: records of the handover to be gone since 2025-07-10"), "{due}");
    let said = border.run(&[&erase[..], &later].concat());
    assert!(said.contains("0 of them are left in the vault"), "{said}");
    let proof: Value = serde_json::from_str(&border.text("proof.json")).expect("JSON");
    assert_eq!(
        (&proof["erased"][0]["stage"], &proof["records_left"]),
        (&Value::from(1), &Value::from(0))
    );
    assert!(proof["records_destroyed"].as_array().is_some_and(|records| records.len() > 14));
    let due = border.run(&[&["registry", "due"], &later[..]].concat());
    assert!(!due.contains("stage 1"), "{due}");
    border.run(&["store", "verify", "--dir", &dir]);
    assert!(border.team("a", &["status"]).contains("signed by: A B"), "how it ended stays");
}

#[test]
fn two_devices_put_one_round_together_in_any_order() {
    let border = Border::at_the_line();
    let header = "id,by,at,line,outcome,detail,replaces,surname\n";
    let one = border.file(
        "one.csv",
        &format!("{header}e-1,one,{AT},b-1,received,,,\ne-2,one,{AT},b-2,refused,,,\n"),
    );
    let two = border.file(
        "two.csv",
        &format!(
            "{header}e-3,two,{AT},b-2,unfit,,,\nu-1,two,{AT},,unlisted,,,Testenko\n\
             e-1,one,{AT},b-1,received,,,\n"
        ),
    );
    let right =
        border.file("right.csv", &format!("{header}e-4,chief,{AT},b-2,refused,,e-2 e-3,\n"));
    let round =
        |side: &str, file: &str| border.team(side, &["round", "--stage", "1", "--from", "b", file]);
    let said = round("a", &one) + &round("a", &two);
    assert!(said.contains("entries read 3, new 2"), "{said}");
    assert!(said.contains("line b-2: two devices disagree"), "{said}");
    round("a", &right);
    for file in [&right, &two, &one, &two] {
        round("b", file);
    }
    let lists = |side: &str| border.team(side, &["lists", "--stage", "1", "--from", "b", "--json"]);
    assert_eq!(lists("a"), lists("b"));
    assert!(lists("a").contains("\"disputed\":[]"));
}

#[test]
fn bad_files_are_named_and_nothing_is_recorded() {
    let border = Border::new();
    let (vehicles, out) = (border.path("vehicles.csv"), border.path("out.json"));
    let attempt = |name: &str, text: &str, code: i32| {
        let file = border.file(name, text);
        let words = ["manifest", "--stage", "1", "--passengers", &file];
        border.fails(code, "a", &[&words[..], &["--vehicles", &vehicles, "--out", &out]].concat())
    };
    let said = attempt("empty.csv", "", 2);
    assert!(said.contains("no column `line`"), "{said}");
    let said = attempt("place.csv", "line,place,track\na-1,roof,parity\n", 2);
    assert!(said.contains("place.csv line 2: place: `roof` is none of: seat"), "{said}");
    let said = attempt("id.csv", "line,place,track\nКоваль,seat,parity\n", 2);
    assert!(said.contains("may hold only"), "{said}");
    let twice = "line,place,track\na-1,seat,parity\na-1,seat,parity\n";
    assert!(attempt("twice.csv", twice, 2).contains("line a-1 stands twice"));
    let many: String = (0..9).fold("line,place,track\n".to_owned(), |text, number| {
        text + &format!("a-{number},seat,parity\n")
    });
    let said = attempt("many.csv", &many, 1);
    assert!(said.contains("no vehicle has one left"), "{said}");
    assert!(!fs::exists(&out).expect("a folder"));
    assert_eq!(border.team("a", &["status"]), "no stage has a manifest yet\n");
    let broken = border.file("notice.json", "{\"stage\":1}");
    let said = border.fails(2, "a", &["take", "notice", &broken]);
    assert!(said.contains("notice.json: missing field"), "{said}");
}
