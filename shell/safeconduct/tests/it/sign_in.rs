//! Signing in, as officers and thieves try it: what must be refused first. All people are invented.

mod keys;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use totp_rs::{Algorithm, Secret, TOTP};

const PASSWORD: &str = "seven brown hats today";
const NOT_RIGHT: &str = "name, password and code do not belong together";

/// An instance, and the secrets that were shown when accounts were made.
struct Door {
    folder: TempDir,
    practice: bool,
}

/// What the owner of an account wrote down.
struct Owner {
    secret: String,
    recovery: Vec<String>,
}

impl Owner {
    fn read(text: &str) -> Self {
        let after = |line: &str, word: &str| line.split_once(word).map(|(_, rest)| rest.to_owned());
        let secret = text.lines().find_map(|line| after(line, "by hand: ")).expect("a secret");
        let recovery = text.lines().filter(|line| line.contains("recovery  "));
        let recovery =
            recovery.filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect();
        Self { secret, recovery }
    }

    /// The code of a moment.
    fn code(&self, at: &str) -> String {
        let seconds: jiff::Timestamp = at.parse().expect("a time");
        self.code_at(seconds.as_second())
    }

    fn code_at(&self, seconds: i64) -> String {
        let secret = Secret::Encoded(self.secret.clone()).to_bytes().expect("base32");
        let clock = TOTP::new(Algorithm::SHA1, 6, 1, 30, secret).expect("a clockwork");
        clock.generate(u64::try_from(seconds).expect("after 1970"))
    }
}

/// The clock that a real instance goes by: no time can be set there.
fn now_seconds() -> i64 {
    let file = TempDir::new().expect("a folder");
    let made = file.path().metadata().and_then(|facts| facts.modified()).expect("a time");
    jiff::Timestamp::try_from(made).expect("a time").as_second()
}

fn at(hour: u32, minute: u32) -> String {
    format!("2026-05-01T{hour:02}:{minute:02}:00Z")
}

impl Door {
    fn new(practice: bool) -> Self {
        let door = Self { folder: TempDir::new().expect("a folder"), practice };
        let marks: &[&str] = if practice { &["--practice"] } else { &[] };
        door.done(&[&["store", "create", "--party", "a"], marks].concat(), &[]);
        door
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("a")
    }

    /// Runs a command that reads lines of secrets.
    fn run(&self, arguments: &[&str], secrets: &[&str]) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(arguments)
            .arg("--dir")
            .arg(self.dir())
            .env_remove("SAFECONDUCT_SESSION")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary of this test");
        let mut input = child.stdin.take().expect("a pipe");
        for line in secrets {
            // A command that refuses before it reads has closed the pipe.
            let _unread = writeln!(input, "{line}");
        }
        drop(input);
        child.wait_with_output().expect("an answer")
    }

    fn done(&self, arguments: &[&str], secrets: &[&str]) -> String {
        let output = self.run(arguments, secrets);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn refused(&self, arguments: &[&str], secrets: &[&str]) -> String {
        let output = self.run(arguments, secrets);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
        said
    }

    /// Makes an account; the first one without a session.
    fn add(&self, name: &str, role: &str, when: &str) -> Owner {
        let asked = ["account", "add", name, "--role", role];
        let time = ["--at", when];
        let time: &[&str] = if self.practice { &time } else { &[] };
        Owner::read(&self.done(&[&asked, time].concat(), &[PASSWORD]))
    }

    fn sign_in(&self, name: &str, code: &str, when: &str) -> Output {
        self.run(&["sign-in", name, "--at", when], &[PASSWORD, code])
    }

    /// A practice instance with an administrator and an officer, and nobody signed in.
    fn staffed() -> (Self, Owner, Owner) {
        let door = Self::new(true);
        let admin = door.add("admin-1", "administrator", &at(8, 0));
        assert!(door.sign_in("admin-1", &admin.code(&at(8, 0)), &at(8, 0)).status.success());
        let officer = door.add("officer-1", "officer", &at(8, 1));
        door.done(&["sign-out", "--at", &at(8, 1)], &[]);
        (door, admin, officer)
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_real_instance_has_no_practice_door() {
    let door = Door::new(false);
    let search = ["registry", "search", "Koval"];
    let typed = ["--as", "officer-1", "--role", "officer"];
    for arguments in [search.to_vec(), [&search[..], &typed].concat()] {
        assert!(door.refused(&arguments, &[]).contains("nobody has signed in"));
    }
    let first = door.refused(&["account", "add", "officer-1", "--role", "officer"], &[PASSWORD]);
    assert!(first.contains("the first account of an instance is an administrator's"), "{first}");
    let admin = door.add("admin-1", "administrator", "");
    let second = ["account", "add", "admin-2", "--role", "administrator"];
    assert!(door.refused(&second, &[PASSWORD]).contains("nobody has signed in"));
    assert!(door.refused(&search, &[]).contains("nobody has signed in"));
    let now = now_seconds();
    door.done(&["sign-in", "admin-1"], &[PASSWORD, &admin.code_at(now)]);
    let owner = door.add("officer-1", "officer", "");
    let shown = door.refused(&search, &[]);
    assert!(shown.contains("the role administrator may not see this"), "{shown}");
    door.done(&["sign-in", "officer-1"], &[PASSWORD, &owner.code_at(now)]);
    door.done(&search, &[]);
    for other in [["--as", "officer-2"], ["--role", "clinician"]] {
        let shown = door.refused(&[&search[..], &other].concat(), &[]);
        assert!(shown.contains("officer-1 (officer) has signed in, and nobody else"), "{shown}");
    }
    let set = door.refused(&["registry", "search", "Koval", "--at", &at(9, 0)], &[]);
    assert!(set.contains("a time may be set only in a practice instance"), "{set}");
    assert!(door.done(&["store", "verify"], &[]).contains("sign-ins"));
}

#[test]
fn an_unknown_name_a_wrong_password_a_wrong_code_and_a_used_one_have_one_answer() {
    let (door, _, officer) = Door::staffed();
    let now = at(9, 0);
    let code = officer.code(&now);
    let try_in = |name: &str, password: &str, code: &str| {
        door.run(&["sign-in", name, "--at", &now], &[password, code])
    };
    let answers = [
        try_in("nobody-1", PASSWORD, &code),
        try_in("officer-1", "seven brown hats yesterday", &code),
        try_in("officer-1", PASSWORD, "000000"),
        try_in("officer-1", PASSWORD, "aaaa-aaaa-aaaa-aaaa"),
    ];
    for answer in &answers {
        assert_eq!(answer.status.code(), Some(1));
        assert_eq!(answer.stderr, answers[0].stderr, "{}", said(answer));
        assert!(said(answer).contains(NOT_RIGHT), "{}", said(answer));
    }
    assert!(try_in("officer-1", PASSWORD, &code).status.success(), "refusals used up no code");
    assert_eq!(
        try_in("officer-1", PASSWORD, &code).stderr,
        answers[0].stderr,
        "the same code again"
    );
    let recovery = officer.recovery[3].clone();
    assert!(try_in("officer-1", PASSWORD, &recovery).status.success());
    assert_eq!(try_in("officer-1", PASSWORD, &recovery).stderr, answers[0].stderr, "used up");
}

#[test]
fn whoever_guesses_waits_and_whoever_has_that_name_or_not_waits_alike() {
    let (door, ..) = Door::staffed();
    let now = at(9, 0);
    let mut answers = Vec::new();
    for name in ["officer-1", "nobody-1"] {
        for _ in 0..5 {
            let tried =
                door.run(&["sign-in", name, "--at", &now], &["a wrong pass phrase", "000000"]);
            assert!(said(&tried).contains(NOT_RIGHT), "{}", said(&tried));
        }
        let tried = door.run(&["sign-in", name, "--at", &now], &["a wrong pass phrase", "000000"]);
        assert!(said(&tried).contains("the next one may be made in 1 seconds"), "{}", said(&tried));
        answers.push(tried.stderr);
    }
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn a_session_that_idled_grew_old_or_was_revoked_opens_nothing() {
    let (door, admin, officer) = Door::staffed();
    let show = |when: &str| door.run(&["registry", "search", "Koval", "--at", when], &[]);
    assert!(door.sign_in("officer-1", &officer.code(&at(9, 0)), &at(9, 0)).status.success());
    assert!(show(&at(9, 29)).status.success());
    let idle = show(&at(9, 59));
    assert_eq!(idle.status.code(), Some(1));
    assert!(said(&idle).contains("it was not used for too long"), "{}", said(&idle));
    assert!(said(&show(&at(9, 40))).contains("this session has ended"), "it is not taken up again");

    assert!(door.sign_in("officer-1", &officer.code(&at(10, 0)), &at(10, 0)).status.success());
    for half_hour in 1..48 {
        let minutes = 25 * half_hour;
        let when = at(10 + minutes / 60, minutes % 60);
        let output = show(&when);
        if minutes >= 12 * 60 {
            assert!(said(&output).contains("as long as any may"), "{when} {}", said(&output));
            break;
        }
        assert!(output.status.success(), "{when} {}", said(&output));
    }

    let token = door.run(
        &["sign-in", "officer-1", "--print", "--at", "2026-05-02T09:00:00Z"],
        &[PASSWORD, &officer.code("2026-05-02T09:00:00Z")],
    );
    let stolen = String::from_utf8(token.stdout).expect("UTF-8").trim().to_owned();
    let thief = |when: &str| {
        Command::new(env!("CARGO_BIN_EXE_safeconduct"))
            .args(["registry", "search", "Koval", "--at", when, "--dir"])
            .arg(door.dir())
            .env("SAFECONDUCT_SESSION", &stolen)
            .output()
            .expect("the binary of this test")
    };
    assert!(thief("2026-05-02T09:01:00Z").status.success(), "until it is revoked it is as good");
    let when = "2026-05-02T09:02:00Z";
    assert!(door.sign_in("admin-1", &admin.code(when), when).status.success());
    door.done(&["account", "revoke", "--of", "officer-1", "--at", when], &[]);
    assert!(said(&thief("2026-05-02T09:03:00Z")).contains("this session has ended"));
}

#[test]
fn a_disabled_account_is_out_at_once_and_a_new_role_holds_at_once() {
    let (door, admin, officer) = Door::staffed();
    let (one, two) = (at(9, 0), at(9, 1));
    assert!(door.sign_in("admin-1", &admin.code(&one), &one).status.success());
    let last = door.refused(&["account", "disable", "admin-1", "--at", &one], &[]);
    assert!(last.contains("admin-1 is the last administrator"), "{last}");
    door.done(&["account", "role", "officer-1", "--role", "spokesperson", "--at", &one], &[]);
    door.done(&["sign-out", "--at", &one], &[]);
    assert!(door.sign_in("officer-1", &officer.code(&one), &one).status.success());
    let search = ["registry", "search", "Koval", "--at", &two];
    let not_now = door.refused(&search, &[]);
    assert!(not_now.contains("the role spokesperson may not see this"), "{not_now}");
    let outside = door.refused(&["account", "list", "--at", &two], &[]);
    assert!(outside.contains("the role spokesperson may not do this"), "{outside}");
    let mine = fs::read(door.dir().join("session.token")).expect("a session");
    assert!(door.sign_in("admin-1", &admin.code(&two), &two).status.success());
    door.done(&["account", "disable", "officer-1", "--at", &two], &[]);
    fs::write(door.dir().join("session.token"), mine).expect("a written file");
    assert!(door.refused(&search, &[]).contains("this session has ended"));
    let when = at(9, 5);
    assert!(said(&door.sign_in("officer-1", &officer.code(&when), &when)).contains(NOT_RIGHT));
}

#[test]
fn a_stolen_session_sees_so_many_people_and_then_needs_a_code_however_long_it_waits() {
    const MOST: usize = 120;
    let (door, _, officer) = Door::staffed();
    let mut list = String::from("Прізвище;Ім'я;По батькові;Дата народження\n");
    for year in 0..125 {
        let (day, month) = (1 + year % 28, 1 + year % 12);
        writeln!(list, "Коваль;Петро;Іванович;{day:02}.{month:02}.{}", 1965 + year % 30)
            .expect("a string takes any text");
    }
    let file = door.folder.path().join("many.csv");
    fs::write(&file, list).expect("a written file");
    assert!(door.sign_in("officer-1", &officer.code(&at(9, 0)), &at(9, 0)).status.success());
    let file = file.display().to_string();
    let source = ["--says", "missing", "--source", "family", "--by", "requests", "--at", &at(9, 0)];
    door.done(&[&["registry", "import", &file], &source[..]].concat(), &[]);
    let search = |when: &str| {
        let asked = ["registry", "search", "Коваль Петро Іванович", "--most", "125", "--at", when];
        door.run(&asked, &[])
    };
    let lines = |output: &Output| String::from_utf8_lossy(&output.stdout).lines().count();
    let first = search(&at(9, 10));
    let mut seen = lines(&first);
    // Every hour is a new hour for the table, and none for the session.
    for (hour, minute) in [(9, 35), (10, 0), (10, 25), (10, 50), (11, 15), (11, 40), (12, 5)] {
        let output = search(&at(hour, minute));
        assert_eq!(output.status.code(), Some(1));
        seen += lines(&output);
        if hour > 10 {
            let said = said(&output);
            assert!(said.contains("seeing more than 120 people needs a code"), "{said}");
        }
    }
    assert_eq!(seen, MOST, "this many, and no more");
    let reason = ["--break-glass", "a bus waits with somebody on no list"];
    let asked = ["registry", "search", "Коваль Петро Іванович", "--at", &at(12, 6)];
    let forced = door.refused(&[&asked[..], &reason].concat(), &[]);
    assert!(forced.contains("needs a code"), "{forced}");
    let guess = door.refused(&["sign-in", "--again", "--at", &at(12, 7)], &["000000"]);
    assert!(guess.contains("the code is not right"), "{guess}");
    door.done(&["sign-in", "--again", "--at", &at(12, 8)], &[&officer.code(&at(12, 8))]);
    assert_eq!(lines(&search(&at(12, 20))), MOST, "whoever has the telephone goes on");
}

#[test]
fn five_wrong_codes_end_the_session_that_was_to_be_proven() {
    let (door, _, officer) = Door::staffed();
    assert!(door.sign_in("officer-1", &officer.code(&at(9, 0)), &at(9, 0)).status.success());
    for _ in 0..4 {
        let guess = door.refused(&["sign-in", "--again", "--at", &at(9, 1)], &["000000"]);
        assert!(guess.contains("the code is not right"), "{guess}");
    }
    let last = door.refused(&["sign-in", "--again", "--at", &at(9, 1)], &["000000"]);
    assert!(last.contains("this session has ended"), "{last}");
    let gone = door.refused(&["account", "sessions", "--at", &at(9, 1)], &[]);
    assert!(gone.contains("this session has ended"), "{gone}");
}

#[test]
fn the_log_tells_what_happened_and_names_nobody() {
    let (door, admin, officer) = Door::staffed();
    let (one, two) = (at(9, 0), at(9, 1));
    assert!(!door.sign_in("officer-1", "000000", &one).status.success());
    assert!(!door.sign_in("my password by mistake", "000000", &one).status.success());
    assert!(door.sign_in("officer-1", &officer.code(&one), &one).status.success());
    let not_theirs = door.refused(&["account", "trail", "--at", &one], &[]);
    assert!(not_theirs.contains("the role officer may not do this"), "{not_theirs}");
    assert!(door.sign_in("admin-1", &admin.code(&two), &two).status.success());
    let told = door.done(&["account", "trail", "--at", &two], &[]);
    for part in ["REFUSED: a wrong code", "REFUSED: name or password", "account made (officer)"] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!told.contains("officer-1") && !told.contains("mistake"), "{told}");
    let checked = door.done(&["store", "verify"], &[]);
    assert!(checked.contains("sign-ins"), "{checked}");
}

#[test]
fn a_new_password_needs_the_old_one_and_ends_the_other_sessions() {
    let (door, _, officer) = Door::staffed();
    let (one, two) = (at(9, 0), at(9, 1));
    let other = door
        .run(&["sign-in", "officer-1", "--print", "--at", &one], &[PASSWORD, &officer.code(&one)]);
    assert!(other.status.success());
    assert!(door.sign_in("officer-1", &officer.code(&two), &two).status.success());
    let password = ["account", "password", "--at", &two];
    let new = "eight green coats tomorrow";
    let wrong = door.refused(&password, &["not the old password", new]);
    assert!(wrong.contains("the old password is not right"), "{wrong}");
    let weak = door.run(&password, &[PASSWORD, "password123456"]);
    assert_eq!(weak.status.code(), Some(2));
    assert!(said(&weak).contains("among those that are tried first"), "{}", said(&weak));
    door.done(&password, &[PASSWORD, new]);
    assert!(door.done(&["account", "sessions", "--at", &two], &[]).contains("1 session"));
    let when = at(9, 3);
    let code = officer.code(&when);
    assert!(said(&door.sign_in("officer-1", &code, &when)).contains(NOT_RIGHT), "the old password");
    door.done(&["sign-in", "officer-1", "--at", &when], &[new, &code]);
}

#[cfg(unix)]
#[test]
fn a_session_that_others_may_read_is_refused_and_its_file_is_its_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let (door, _, officer) = Door::staffed();
    assert!(door.sign_in("officer-1", &officer.code(&at(9, 0)), &at(9, 0)).status.success());
    let file = door.dir().join("session.token");
    let mode = fs::metadata(&file).expect("a session").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("a changed mode");
    let sessions = ["account", "sessions", "--at", &at(9, 1)];
    assert!(door.refused(&sessions, &[]).contains("count the session as stolen"));
}
