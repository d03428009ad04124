//! `safeconduct seal` and `safeconduct verify`, as two sides and a mediator run them by USB stick.

mod carry;
mod envelope;
mod import;
mod intersect;
mod search;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Table(tempfile::TempDir);

fn text(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8(text).expect("plain text")
}

impl Table {
    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.path(name), content).expect("a file");
    }

    /// Runs the program on the table: names are relative to it.
    fn run(&self, words: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(words.split_whitespace())
            .current_dir(self.0.path())
            .output()
            .expect("the program runs")
    }

    fn done(&self, words: &str) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words}\n{}", text(&output));
        text(&output)
    }

    fn fails(&self, code: i32, words: &str) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(code), "{words}\n{}", text(&output));
        text(&output)
    }

    /// Keys of all three, a policy, and an exchange begun.
    fn begun() -> Self {
        let table = Self(tempfile::tempdir().expect("a folder"));
        for party in ["a", "b", "m"] {
            table.done(&format!("seal keys --party {party} --out keys-{party}"));
        }
        table.done("seal policy keys-a keys-b keys-m --out policy.txt");
        let keys = "--key keys-a/A-officer-1.key --key keys-a/A-officer-2.key \
                    --key keys-b/B-officer-1.key --key keys-b/B-officer-2.key \
                    --key keys-m/M-officer-1.key --key keys-m/M-officer-2.key";
        table.done(&format!("seal begin acts --policy policy.txt --title a-rehearsal {keys}"));
        table
    }

    fn clause(&self, id: &str, date: &str) {
        let text = format!("the bodies are handed over on {date}");
        let clause = format!(
            r#"{{"clauses":[{{"id":"{id}","track":"remains","title":"date","text":"{text}",
            "rule":{{"kind":"schedule","dates":["{date}"],"size":null}}}}]}}"#
        );
        self.write(&format!("{id}.json"), &clause);
    }

    fn propose(&self, letter: &str, id: &str) {
        self.done(&format!(
            "seal act acts --policy policy.txt --type propose --from {letter} --payload {id}.json {}",
            officers(letter)
        ));
    }

    fn witnessed(&self, at: &str) {
        self.done("seal checkpoint acts --policy policy.txt --log keys-m/M-log.key");
        for key in ["keys-a/A-witness.key", "keys-b/B-witness.key", "keys-m/M-witness.key"] {
            self.done(&format!("seal cosign acts --policy policy.txt --key {key} --at {at}"));
        }
    }

    fn bundled(&self, name: &str) {
        let keys = officers("b");
        self.done(&format!("seal bundle acts --policy policy.txt --from b {keys} --out {name}"));
    }
}

fn officers(letter: &str) -> String {
    let upper = letter.to_uppercase();
    [1, 2].map(|n| format!("--key keys-{letter}/{upper}-officer-{n}.key ")).concat()
}

/// One clause agreed, one put forward and never accepted.
fn quarrel() -> Table {
    let table = Table::begun();
    table.clause("bodies", "2025-06-09");
    table.clause("bodies-date", "2025-06-07");
    table.propose("a", "bodies");
    table.done(&format!(
        "seal accept acts --policy policy.txt --from b --clause bodies {}",
        officers("b")
    ));
    table.propose("b", "bodies-date");
    table.witnessed("2025-06-07T10:00:00Z");
    table.bundled("bundle");
    table
}

#[test]
fn a_bundle_says_what_was_agreed_and_what_was_only_proposed() {
    let table = quarrel();
    let report = table.done("verify bundle --policy policy.txt");
    let agreed =
        "bodies  AGREED by A at entry 1 and by B at entry 2, witnessed 2025-06-07T10:00:00Z";
    assert!(report.contains(agreed), "{report}");
    assert!(
        report.contains("bodies-date  PROPOSED by B at entry 3, never accepted by A"),
        "{report}"
    );
    let json = table.done("verify bundle --policy policy.txt --json");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["verdict"], "sound");
    assert_eq!(json["clauses"][0]["state"], "AGREED");
    assert_eq!(json["clauses"][1]["state"], "PROPOSED");
}

fn bundle_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(bundle_files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn a_changed_missing_or_added_file_is_named() {
    let table = quarrel();
    let bundle = table.path("bundle");
    for path in bundle_files(&bundle) {
        let name = path.strip_prefix(&bundle).expect("below").to_str().expect("plain").to_owned();
        let whole = fs::read(&path).expect("a file");
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 0x02;
            fs::write(&path, changed).expect("a file");
            let report = table.fails(1, "verify bundle --policy policy.txt");
            assert!(report.contains(&format!("CONTRADICTION: {name}: ")), "{name}\n{report}");
        }
        fs::remove_file(&path).expect("a file");
        let report = table.fails(2, "verify bundle --policy policy.txt");
        assert!(report.contains(&format!("missing: {name}: ")), "{name}\n{report}");
        fs::write(&path, whole).expect("a file");
    }
    table.write("bundle/acts/0004.note", "x\n");
    let report = table.fails(1, "verify bundle --policy policy.txt");
    assert!(report.contains("CONTRADICTION: acts/0004.note: "), "{report}");
    fs::remove_file(table.path("bundle/acts/0004.note")).expect("a file");
    table.done("verify bundle --policy policy.txt");
}

#[test]
fn one_command_checks_what_an_instance_keeps_and_the_public_log() {
    let table = quarrel();
    table.done("store create --dir a --party a --practice");
    let both = "store verify --dir a --bundle bundle --policy policy.txt";
    let said = table.done(both);
    assert!(said.contains("events     0") && said.contains("bodies  AGREED"), "{said}");
    let json: serde_json::Value =
        serde_json::from_str(&table.done(&format!("{both} --json"))).expect("JSON");
    assert_eq!((&json["sound"], &json["public_log"]["verdict"]), (&true.into(), &"sound".into()));

    let path = table.path("bundle/acts/0002.note");
    let whole = fs::read(&path).expect("a file");
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 0x02;
    fs::write(&path, changed).expect("a file");
    let said = table.fails(1, both);
    assert!(said.contains("CONTRADICTION: acts/0002.note: "), "{said}");
    fs::remove_file(&path).expect("a file");
    let said = table.fails(2, both);
    assert!(said.contains("missing: acts/0002.note: "), "{said}");
    fs::write(&path, whole).expect("a file");
    table.done(both);
    table.fails(2, "store verify --dir a --bundle bundle");
}

#[test]
fn a_link_in_a_bundle_and_a_missing_policy_are_met_with_a_message() {
    let table = quarrel();
    #[cfg(unix)]
    {
        let link = table.path("bundle/heads");
        std::os::unix::fs::symlink("/etc", &link).expect("a link");
        let report = table.fails(1, "verify bundle --policy policy.txt");
        assert!(report.contains("heads"), "{report}");
        fs::remove_file(link).expect("a link");
    }
    table.fails(2, "verify bundle --policy nowhere.txt");
    table.fails(2, "verify nowhere --policy policy.txt");
    table.write("empty.txt", "");
    let report = table.fails(1, "verify bundle --policy empty.txt");
    assert!(report.contains("policy"), "{report}");
    let other = Table::begun();
    fs::copy(other.path("policy.txt"), table.path("other.txt")).expect("a file");
    let report = table.fails(1, "verify bundle --policy other.txt");
    assert!(report.contains("manifest.note"), "{report}");
}

#[test]
fn keys_are_for_their_owner_alone_and_never_in_a_bundle() {
    let table = quarrel();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for key in ["keys-a/A-officer-1.key", "keys-m/M-log.key", "keys-b/B-witness.key"] {
            let mode = fs::metadata(table.path(key)).expect("a key").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{key}");
        }
    }
    for path in bundle_files(&table.path("bundle")) {
        let bytes = fs::read(&path).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("PRIVATE+KEY"), "{}", path.display());
    }
    table.fails(1, "seal keys --party a --out keys-a");
}

#[test]
fn swapped_keys_and_half_signed_acts_are_named() {
    let table = Table::begun();
    table.clause("bodies", "2025-06-09");
    let propose = "seal act acts --policy policy.txt --type propose --from a --payload bodies.json";
    let report = table.fails(1, &format!("{propose} --key keys-b/B-officer-1.key"));
    assert!(report.contains("`B-officer-1` signed, which is an officer's of B"), "{report}");
    let report = table.done(&format!("{propose} --key keys-a/A-officer-1.key"));
    assert!(report.contains("binds nobody until A-officer-2 signed"), "{report}");
    let report = table.fails(
        1,
        &format!("seal accept acts --policy policy.txt --from b --clause bodies {}", officers("b")),
    );
    assert!(report.contains("nobody has put forward a clause"), "{report}");
    let report = table.fails(1, &format!("{propose} {}", officers("a")));
    assert!(report.contains("entry 1 still lacks the signature of A-officer-2"), "{report}");
    let report = table.fails(2, "seal show acts --policy policy.txt");
    assert!(report.contains("acts/0001.note: the act lacks signatures of A"), "{report}");
    table.done("seal sign acts --policy policy.txt --key keys-a/A-officer-2.key");
    table.fails(1, "seal sign acts --policy policy.txt --key keys-a/A-officer-2.key");
    table.done(&format!("{propose} {}", officers("a")));
    table.fails(2, &format!("{propose} --key keys-a/A-officer-9.key"));
    table.fails(2, "seal act acts --policy policy.txt --type promise --from a --payload bodies.json --key keys-a/A-officer-1.key");
}

#[test]
fn a_witness_does_not_cosign_a_log_that_forgets() {
    let table = quarrel();
    // The log's keeper goes back to an earlier copy and continues it differently.
    for path in ["acts/acts/0003.note", "acts/payloads/0003.json", "acts/payloads/0003.salt"] {
        fs::remove_file(table.path(path)).expect("a file");
    }
    fs::remove_file(table.path("acts/head.note")).expect("a file");
    table.clause("another", "2025-06-30");
    table.propose("b", "another");
    table.done("seal checkpoint acts --policy policy.txt --log keys-m/M-log.key");
    let report = table.fails(1, "seal cosign acts --policy policy.txt --key keys-a/A-witness.key");
    assert!(report.contains("does not continue the one of 4 acts"), "{report}");
}

#[test]
fn one_line_of_a_list_is_opened_and_the_others_stay_closed() {
    let table = Table::begun();
    table.write("list.txt", "invented person one\ninvented person two\ninvented person three\n");
    table.done("seal commit list.txt --id list-a --pad 8 --salts list.salts --out commit.json");
    table.done(&format!(
        "seal act acts --policy policy.txt --type list-commit --from a --payload commit.json {}",
        officers("a")
    ));
    table.witnessed("2025-06-07T10:00:00Z");
    table.bundled("bundle");
    table.done("seal open list.txt --salts list.salts --line 2 --out line.json");
    let report = table.done("verify bundle --policy policy.txt --open line.json");
    let opened = "line 2 of 8 in list list-a, committed by A at entry 1";
    assert!(report.contains(opened), "{report}");
    assert!(!report.contains("invented person"), "{report}");
    for path in bundle_files(&table.path("bundle")) {
        let bytes = fs::read(&path).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("invented person"), "{}", path.display());
    }
    let line = fs::read_to_string(table.path("line.json")).expect("a file");
    table.write("other.json", &line.replace("person two", "person six"));
    table.fails(1, "verify bundle --policy policy.txt --open other.json");
    table.fails(2, "seal open list.txt --salts list.salts --line 9 --out line9.json");
}

#[test]
fn a_proof_is_written_for_an_act_under_a_cosigned_checkpoint() {
    let table = quarrel();
    table.done("seal prove acts --policy policy.txt --entry 2 --out two.tlog-proof");
    let proof = fs::read_to_string(table.path("two.tlog-proof")).expect("a file");
    assert!(proof.starts_with("c2sp.org/tlog-proof@v1\nindex 2\n"), "{proof}");
    table.fails(1, "seal prove acts --policy policy.txt --entry 4 --out four.tlog-proof");
    assert!(!table.path("four.tlog-proof").exists());
}

#[test]
fn the_log_is_written_as_tiles_that_lead_to_the_checkpoint() {
    use exchange::seal::notary::checkpoint::Checkpoint;
    use exchange::seal::notary::note::Note;
    use exchange::seal::notary::tile::read_log;
    let table = quarrel();
    table.done("seal tiles acts --policy policy.txt --out log");
    let note =
        Note::read(&fs::read(table.path("log/checkpoint")).expect("a file")).expect("a note");
    let head = Checkpoint::read(note.text()).expect("a checkpoint");
    let read = |path: &str| fs::read(table.path("log").join(path)).ok();
    let (_, entries) = read_log(4, &head.root, read).expect("tiles that hold together");
    assert_eq!(entries[2], fs::read(table.path("acts/acts/0002.note")).expect("a file"));
    assert!(read_log(5, &head.root, read).is_err());
    table.fails(1, "seal tiles acts --policy policy.txt --out log");
}

#[test]
fn the_quarrel_replayed_shows_what_was_signed_and_calls_nobody_right() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/june-2025-quarrel");
    let example = example.canonicalize().expect("the example").display().to_string();
    let table = Table(tempfile::tempdir().expect("a folder"));
    let verify = |account: &str, more: &str| {
        table.fails(2, &format!("verify {example}/{account} --policy {example}/policy.txt {more}"))
    };
    for (account, last, open) in [
        ("account-a", "REFUSED by A at entry 9; put forward by B at entry 7", "2 acts stand"),
        ("account-b", "PROPOSED by B at entry 7, never accepted by A", "act stands"),
    ] {
        let report = verify(account, "");
        for said in [
            "RECONSTRUCTION",
            "bodies  AGREED by A at entry 1 and by B at entry 2",
            &format!("bodies-date  {last}"),
            "young is read in several ways (A at entry 3, B at entry 4), and none is agreed",
            "list-640  version 1, 640 lines, signed by B at entry 5",
            "A signed at entry 6 that it has this version",
            &format!("the last {open} under no checkpoint yet"),
        ] {
            assert!(report.contains(said), "{account}: {said}\n{report}");
        }
    }
    let both = verify("account-a", &format!("--against {example}/account-b"));
    for said in [
        "both hold the same first 9 acts; then the first has 2 of its own and the second 1",
        "only in the first: entry 9: refuse by A",
        "only in the second: entry 9: list-reply by B",
        "  both    AGREED by A at entry 1",
        "It says of neither account that it is true",
    ] {
        assert!(both.contains(said), "{said}\n{both}");
    }
    assert!(!both.contains("EQUIVOCATION"), "{both}");
}

#[test]
fn a_bundle_crosses_as_one_file_too() {
    let table = quarrel();
    table.bundled("bundle.tar");
    let by_file = table.done("verify bundle.tar --policy policy.txt");
    assert_eq!(by_file, table.done("verify bundle --policy policy.txt"));
    table.fails(
        1,
        &format!(
            "seal bundle acts --policy policy.txt --from b {} --out bundle.tar",
            officers("b")
        ),
    );
    let whole = fs::read(table.path("bundle.tar")).expect("a file");
    let mut changed = whole.clone();
    changed[600] ^= 1;
    fs::write(table.path("changed.tar"), &changed).expect("a file");
    let report = table.fails(1, "verify changed.tar --policy policy.txt");
    assert!(report.contains("manifest.note"), "{report}");
    fs::write(table.path("cut.tar"), &whole[..whole.len() - 1500]).expect("a file");
    let report = table.fails(1, "verify cut.tar --policy policy.txt");
    assert!(report.contains("the tar"), "{report}");
}

#[test]
fn a_key_under_a_passphrase_opens_with_it_and_with_nothing_else() {
    let table = Table(tempfile::tempdir().expect("a folder"));
    table.write("words", "five words drawn by chance\n");
    table.write("other", "five words drawn by someone\n");
    table.write("short", "word\n");
    table.fails(2, "seal keys --party a --out keys-a --passphrase-file short");
    table.done("seal keys --party a --out keys-a --passphrase-file words");
    for party in ["b", "m"] {
        table.done(&format!("seal keys --party {party} --out keys-{party}"));
    }
    let key = fs::read_to_string(table.path("keys-a/A-officer-1.key")).expect("a key");
    assert!(key.starts_with("safeconduct/locked-key/v1\nA-officer-1+"), "{key}");
    for name in ["root", "officer-1", "officer-2", "witness", "age-1", "age-2"] {
        let key = fs::read_to_string(table.path(&format!("keys-a/A-{name}.key"))).expect("a key");
        assert!(key.starts_with("safeconduct/locked-key/v1\n"), "{name}: {key}");
        assert!(!key.contains("PRIVATE+KEY") && !key.contains("AGE-SECRET-KEY"), "{name}: {key}");
    }
    table.done("seal policy keys-a keys-b keys-m --out policy.txt");
    let begin = "seal begin acts --policy policy.txt --title x --key keys-a/A-officer-1.key";
    let report = table.fails(1, begin);
    assert!(report.contains("under a passphrase"), "{report}");
    let report = table.fails(1, &format!("{begin} --passphrase-file other"));
    assert!(report.contains("does not open this key"), "{report}");
    assert!(!table.path("acts").exists());
    table.done(&format!("{begin} --passphrase-file words --key keys-b/B-officer-1.key"));
    // The name in the open is bound to what is hidden.
    table.write("keys-a/A-officer-1.key", &key.replacen("A-officer-1+", "A-officer-9+", 1));
    let report = table.fails(1, &format!("{begin} --passphrase-file words"));
    assert!(report.contains("does not open this key"), "{report}");
}

#[test]
fn a_fingerprint_that_was_heard_wrong_is_named_by_its_group() {
    let table = Table::begun();
    let shown = table.done("seal fingerprints policy.txt");
    let of = |shown: &str, name: &str| {
        let line = shown.lines().find(|line| line.trim_start().starts_with(name)).expect("a line");
        line.trim_start().strip_prefix(name).expect("its name").trim().to_owned()
    };
    let whole = of(&shown, "the whole file");
    let heard = |groups: &str, more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(["seal", "fingerprints", "policy.txt", "--heard", groups])
            .args(more)
            .current_dir(table.0.path())
            .output()
            .expect("the program runs")
    };
    assert_eq!(heard(&whole, &[]).status.code(), Some(0));
    for name in ["A-root", "B-age-2", "M-officer-1", "B-witness"] {
        assert_eq!(heard(&of(&shown, name), &["--of", name]).status.code(), Some(0), "{name}");
    }
    // Two digits of the fourth group change places.
    let mut groups: Vec<String> = whole.split(' ').map(str::to_owned).collect();
    groups[3] = "12439".to_owned();
    let output = heard(&groups.join(" "), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output).contains("group 4, `12439`, was misheard"), "{}", text(&output));
    groups[3] = "12348".to_owned();
    let output = heard(&groups.join(" "), &[]);
    assert!(text(&output).contains("group 4, `12348`, was heard right"), "{}", text(&output));
    assert_eq!(heard(&whole[6..], &[]).status.code(), Some(1), "nine groups");
    assert_eq!(heard(&whole, &["--of", "A-officer-9"]).status.code(), Some(2));
    let key = table.done("seal fingerprints keys-a/A-officer-1.key");
    assert_eq!(of(&key, "A-officer-1"), of(&shown, "A-officer-1"));
}

#[test]
fn keys_are_replaced_by_the_root_and_a_revoked_one_is_refused_by_name() {
    let table = quarrel();
    table.done("seal keys --party a --name A-officer-1.2 --out new");
    let rotate = "seal rotate acts --policy policy.txt --from a --replace A-officer-1=new/keys.pub";
    let report = table.fails(1, &format!("{rotate} {}", officers("a")));
    assert!(report.contains("has no say in this act"), "{report}");
    let report = table.done(&format!("{rotate} --key keys-a/A-root.key"));
    assert!(report.contains("entry 4: key-change"), "{report}");
    table.clause("place", "2025-06-20");
    let propose = "seal act acts --policy policy.txt --type propose --from a --payload place.json";
    let report = table.fails(1, &format!("{propose} {}", officers("a")));
    assert!(report.contains("`A-officer-1` signed, which was revoked at entry 4"), "{report}");
    let keys = "--key new/A-officer-1.2.key --key keys-a/A-officer-2.key";
    table.done(&format!("{propose} {keys}"));
    table.done("seal keys --party b --name B-witness.2 --out witness");
    let everybody = format!("{} {keys} {}", officers("b"), officers("m"));
    table.done(&format!(
        "seal rotate acts --policy policy.txt --from b --replace B-witness=witness/keys.pub {everybody}"
    ));
    table.done("seal checkpoint acts --policy policy.txt --log keys-m/M-log.key");
    let cosign = "seal cosign acts --policy policy.txt --at 2025-06-07T12:00:00Z --key";
    let report = table.fails(1, &format!("{cosign} keys-b/B-witness.key"));
    assert!(report.contains("`B-witness` signed, which was revoked at entry 6"), "{report}");
    for key in ["keys-a/A-witness.key", "witness/B-witness.2.key", "keys-m/M-witness.key"] {
        table.done(&format!("{cosign} {key}"));
    }
    table.done(&format!("seal bundle acts --policy policy.txt --from a {keys} --out later"));
    let report = table.done("verify later --policy policy.txt");
    assert!(report.contains("A-officer-1 replaced by A-officer-1.2 at entry 4"), "{report}");
    assert!(report.contains("B-witness replaced by B-witness.2 at entry 6"), "{report}");
    // A proof stands under the policy of the day, which other readers of the format take.
    table.done("seal prove acts --policy policy.txt --entry 6 --out six.tlog-proof");
}

#[test]
fn two_accounts_of_one_exchange_are_laid_side_by_side() {
    let table = quarrel();
    table.done(&format!(
        "seal refuse acts --policy policy.txt --from a --clause bodies-date --reason no-date {}",
        officers("a")
    ));
    table.witnessed("2025-06-07T12:00:00Z");
    table.bundled("later");
    let both = table.done("verify bundle --policy policy.txt --against later");
    assert!(both.contains("both hold the same first 4 acts"), "{both}");
    assert!(both.contains("first   PROPOSED by B at entry 3, never accepted by A"), "{both}");
    assert!(both.contains("second  REFUSED by A at entry 4"), "{both}");
}

#[test]
fn two_signatures_under_one_number_are_a_proof_that_stands_alone() {
    let table = quarrel();
    fs::create_dir(table.path("other")).expect("a folder");
    table.done("seal import bundle --into other --policy policy.txt");
    for (folder, date) in [("acts", "2025-06-30"), ("other", "2025-07-01")] {
        table.clause("again", date);
        table.done(&format!(
            "seal act {folder} --policy policy.txt --type propose --from a --payload again.json {}",
            officers("a")
        ));
        table.done(&format!(
            "seal bundle {folder} --policy policy.txt --from a {} --out said-in-{folder}",
            officers("a")
        ));
    }
    let against =
        "verify said-in-acts --policy policy.txt --against said-in-other --proof twice.json";
    let report = table.fails(1, against);
    assert!(report.contains("A-officer-1 signed two different acts as entry 4"), "{report}");
    table.fails(1, against);
    for folder in ["acts", "other", "bundle", "said-in-acts", "said-in-other"] {
        fs::remove_dir_all(table.path(folder)).expect("a folder");
    }
    let report = table.done("verify twice.json --policy policy.txt");
    let proved = "PROVED: A-officer-1, A-officer-2 signed two different acts as entry 4";
    assert!(report.contains(proved), "{report}");
    let proof = fs::read_to_string(table.path("twice.json")).expect("a file");
    table.write("changed.json", &proof.replace("seq 4", "seq 5"));
    let report = table.fails(1, "verify changed.json --policy policy.txt");
    assert!(report.contains("no key that counted there signed both notes"), "{report}");
    table.write("empty.json", "{}");
    table.fails(1, "verify empty.json --policy policy.txt");
}

#[test]
fn every_test_that_the_threat_model_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let model = fs::read_to_string(root.join("docs/threat-model.md")).expect("the page");
    let (_, rest) = model.split_once("## What is refused").expect("the section");
    let (section, _) = rest.split_once("\n## ").expect("the next section");
    let mut sources = String::new();
    for folder in ["core/notary/src", "core/exchange/src/seal", "shell/safeconduct/tests/it/seal"] {
        for path in bundle_files(&root.join(folder)) {
            sources += &fs::read_to_string(path).expect("a source");
        }
    }
    sources += include_str!("seal.rs");
    sources += include_str!("../../../../core/exchange/src/seal/tests.rs");
    let named: Vec<&str> = section
        .split('`')
        .filter(|word| word.matches('_').count() > 2 && !word.contains([' ', '/']))
        .collect();
    assert!(named.len() > 30, "{named:?}");
    for name in named {
        assert!(
            sources.contains(&format!("#[test]\nfn {name}()"))
                || sources.contains(&format!("#[test]\n    fn {name}()")),
            "no test `{name}`"
        );
    }
}
