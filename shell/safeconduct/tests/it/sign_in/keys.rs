//! Closed compartments through the program: who opens them, and who does not although they have the
//! database, the instance key, and a password of their own.

use std::fs;
use std::path::PathBuf;

use super::{Door, Owner, PASSWORD, now_seconds};

const OWN: &str = "nine grey cats at noon";

/// Three people without a question about any of them; all invented.
const LIST: &str = "Прізвище;Ім'я;Дата народження\nВигадько;Остап;01.02.1980\n";

/// An instance that is no practice one, with an administrator who has signed in.
struct Bureau {
    door: Door,
    admin: Owner,
    /// Recovery codes of the administrator that are used up.
    used: std::cell::Cell<usize>,
}

impl Bureau {
    fn new() -> Self {
        let door = Door::new(false);
        let admin = door.add("admin-1", "administrator", "");
        let bureau = Self { door, admin, used: std::cell::Cell::new(0) };
        bureau.as_admin();
        bureau
    }

    fn path(&self, name: &str) -> PathBuf {
        self.door.folder.path().join(name)
    }

    /// Signs the administrator in; a code of the clock is good for once, so recovery codes are used.
    fn as_admin(&self) {
        let code = self.admin.recovery[self.used.get()].clone();
        self.used.set(self.used.get() + 1);
        self.door.done(&["sign-in", "admin-1"], &[PASSWORD, &code]);
    }

    /// Makes an account whose owner then chooses a password of their own, with a recovery code.
    fn staff(&self, name: &str, role: &str) -> Owner {
        let owner = self.door.add(name, role, "");
        self.door.done(&["sign-in", name], &[PASSWORD, &owner.recovery[0]]);
        self.door.done(&["account", "password"], &[PASSWORD, OWN]);
        self.as_admin();
        owner
    }

    fn sign_in(&self, name: &str, password: &str, owner: &Owner, recovery: usize) {
        self.door.done(&["sign-in", name], &[password, &owner.recovery[recovery]]);
    }

    fn shows(&self, list: &str) -> String {
        let questions = self.path(&format!("questions-{}.csv", now_seconds()));
        drop(fs::remove_file(&questions));
        let output = self
            .door
            .run(&["lists", "show", list, "--questions", &questions.to_string_lossy()], &[]);
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        format!("{} {said}", output.status.code().unwrap_or(-1))
    }

    /// Takes a list in as whoever has signed in; returns its reference.
    fn list(&self) -> String {
        let file = self.path("list.csv");
        fs::write(&file, LIST).expect("a list");
        let file = file.to_string_lossy().into_owned();
        let open = ["lists", "open", &file, "--from", "b", "--purpose", "offer"];
        let said = self.door.done(&[&open[..], &["--today", "2025-06-02"]].concat(), &[]);
        let word = said.split_whitespace().nth(1).map(|word| word.trim_end_matches(':').to_owned());
        word.unwrap_or_else(|| panic!("{said}"))
    }
}

#[test]
fn a_closed_compartment_opens_to_whom_it_was_given_until_it_is_taken_back() {
    let bureau = Bureau::new();
    let door = &bureau.door;
    let one = bureau.staff("officer-1", "officer");
    bureau.sign_in("officer-1", OWN, &one, 1);
    let list = bureau.list();
    assert!(bureau.shows(&list).starts_with("0 "), "{}", bureau.shows(&list));
    let recovery = bureau.path("recovery.key").to_string_lossy().into_owned();
    let close = ["account", "close", "--recovery", &recovery];
    let refused = door.refused(&close, &[]);
    assert!(refused.contains("the role officer may not do this"), "{refused}");

    bureau.as_admin();
    assert!(door.done(&["doctor"], &[]).contains("instance.key alone opens every compartment"));
    let closed = door.done(&close, &[]);
    assert!(closed.contains("closed health, family, list"), "{closed}");
    assert!(door.refused(&close, &[]).contains("closed already"));
    let key = fs::metadata(&recovery).expect("a key").permissions();
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key) & 0o077, 0);
    assert!(door.done(&["doctor"], &[]).contains("list open to 1 account"));
    assert!(door.done(&["store", "verify"], &[]).contains("records"));

    // The officer who was there has it; the one who comes later has it from them and not from the
    // administrator, and not before they have a password of their own.
    let two = door.add("officer-2", "officer", "");
    let admit = ["account", "admit", "officer-2"];
    let refused = door.refused(&admit, &[]);
    assert!(refused.contains("no key pair under a password of their own"), "{refused}");
    bureau.sign_in("officer-2", PASSWORD, &two, 0);
    assert!(bureau.shows(&list).contains("list compartment, which is closed"));
    door.done(&["account", "password"], &[PASSWORD, OWN]);
    assert!(bureau.shows(&list).contains("which is closed"));
    bureau.as_admin();
    let refused = door.refused(&admit, &[]);
    assert!(refused.contains("compartment is not open here"), "{refused}");
    bureau.sign_in("officer-1", OWN, &one, 2);
    assert!(bureau.shows(&list).starts_with("0 "), "{}", bureau.shows(&list));
    door.done(&admit, &[]);
    bureau.sign_in("officer-2", OWN, &two, 1);
    assert!(bureau.shows(&list).starts_with("0 "), "{}", bureau.shows(&list));

    // A new password of one's own keeps it, one that an administrator sets does not.
    door.done(&["account", "password"], &[OWN, PASSWORD]);
    assert!(bureau.shows(&list).starts_with("0 "), "in the session that goes on");
    bureau.sign_in("officer-2", PASSWORD, &two, 2);
    assert!(bureau.shows(&list).starts_with("0 "), "after the next sign-in");
    bureau.as_admin();
    door.done(&["account", "password", "officer-2"], &[OWN]);
    bureau.sign_in("officer-2", OWN, &two, 3);
    assert!(bureau.shows(&list).contains("which is closed"));
}

#[test]
fn keys_go_with_the_role_and_the_recovery_key_brings_them_back() {
    let bureau = Bureau::new();
    let door = &bureau.door;
    let one = bureau.staff("officer-1", "officer");
    bureau.sign_in("officer-1", OWN, &one, 1);
    let list = bureau.list();
    bureau.as_admin();
    let recovery = bureau.path("recovery.key").to_string_lossy().into_owned();
    door.done(&["account", "close", "--recovery", &recovery], &[]);
    // Another role, and back: the keys are gone.
    door.done(&["account", "role", "officer-1", "--role", "clinician"], &[]);
    door.done(&["account", "role", "officer-1", "--role", "officer"], &[]);
    bureau.sign_in("officer-1", OWN, &one, 2);
    let shown = bureau.shows(&list);
    assert!(shown.starts_with("1 ") && shown.contains("account admit"), "{shown}");
    // Nobody is left who has them but the safe.
    bureau.as_admin();
    let told = door.done(&["account", "keys"], &[]);
    assert!(told.contains("has nothing  (to be admitted)"), "{told}");
    let wrong = bureau.path("wrong.key");
    fs::write(&wrong, format!("safeconduct-recovery-key-1 {}\n", "7".repeat(64))).expect("a file");
    let wrong = wrong.to_string_lossy().into_owned();
    let admit = |key: &str| {
        vec![
            "account".to_owned(),
            "admit".into(),
            "officer-1".into(),
            "--recovery".into(),
            key.to_owned(),
        ]
    };
    let refused = admit(&wrong);
    let refused = door.refused(&refused.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    assert!(refused.contains("opens nothing in this instance"), "{refused}");
    let done = admit(&recovery);
    let done = door.done(&done.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    assert!(done.contains("officer-1 (officer) may open family, list"), "{done}");
    bureau.sign_in("officer-1", OWN, &one, 3);
    assert!(bureau.shows(&list).starts_with("0 "), "{}", bureau.shows(&list));
    // Whoever leaves has nothing when they come back.
    bureau.as_admin();
    door.done(&["account", "disable", "officer-1"], &[]);
    door.done(&["account", "enable", "officer-1"], &[]);
    bureau.sign_in("officer-1", OWN, &one, 4);
    assert!(bureau.shows(&list).contains("which is closed"));
    // The trail says who was given what, and a restored backup opens to whom the instance did.
    bureau.as_admin();
    let trail = door.done(&["account", "trail"], &[]);
    for told in ["compartments closed", "given the keys of family, list", "taken back"] {
        assert!(trail.contains(told), "{told}: {trail}");
    }
}

#[test]
fn a_practice_instance_closes_nothing() {
    let (door, admin, _) = Door::staffed();
    let when = super::at(9, 0);
    assert!(door.sign_in("admin-1", &admin.code(&when), &when).status.success());
    let file = door.folder.path().join("recovery.key").to_string_lossy().into_owned();
    let refused = door.refused(&["account", "close", "--recovery", &file, "--at", &when], &[]);
    assert!(refused.contains("a practice instance has an open door"), "{refused}");
    assert!(!std::path::Path::new(&file).exists());
}
