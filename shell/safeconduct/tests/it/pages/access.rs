//! Every page and form, asked for in every role: the table of `docs/access.md` is kept at the door. All people are
//! invented.

use super::{Browser, Desk};

/// The chairs of the practice desk, with their roles.
const CHAIRS: [(&str, &str); 6] = [
    ("officer-1", "officer"),
    ("team-1", "handover-team"),
    ("clinician-1", "clinician"),
    ("spokesperson-1", "spokesperson"),
    ("protection-1", "data-protection"),
    ("administrator-1", "administrator"),
];

/// One line of the table.
struct Asked {
    is_form: bool,
    path: String,
    who: Vec<String>,
}

/// The table of pages.
fn table() -> Vec<Asked> {
    let page = include_str!("../../../../../docs/access.md");
    let (_, table) = page.split_once("| | page | who |\n|---|---|---|\n").expect("the table");
    let rows = table.lines().take_while(|row| row.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [kind, path, who] = cells.as_slice() else { panic!("{row}") };
        Asked {
            is_form: *kind == "form",
            path: path.trim_matches('`').to_owned(),
            who: who.split(", ").map(ToOwned::to_owned).collect(),
        }
    })
    .collect()
}

/// Puts a reference that nobody has in the places of a path.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{stage}" => "99",
        part if part.starts_with('{') => "0123456789abcdef0123456789abcdef",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_page_is_shut_to_every_role_that_the_table_does_not_name() {
    let desk = Desk::serve();
    let table = table();
    assert!(table.len() > 100, "{}", table.len());
    for (chair, role) in CHAIRS {
        let mut browser = Browser::at(&desk, chair);
        let seal = browser.get("/").hidden("seal");
        for asked in &table {
            let is_let_in =
                asked.who.iter().any(|who| [role, "anybody", "signed in"].contains(&who.as_str()));
            let path = filled(&asked.path);
            // What a form does where it is let in, other tests see.
            if asked.is_form && is_let_in {
                continue;
            }
            let seen = if asked.is_form {
                browser.post(&path, &[("seal", &seal), ("key", "k-1")])
            } else {
                browser.get(&path)
            };
            assert_eq!(seen.status != 403, is_let_in, "{role} {path}: {}", seen.status);
            assert!(seen.status < 500, "{role} {path}: {}", seen.html);
        }
    }
}

#[test]
fn nobody_who_has_not_signed_in_gets_past_the_door_of_any_page() {
    let served = super::Served::new();
    let mut nobody = Browser::new(&served);
    for asked in table().iter().filter(|asked| asked.who != ["anybody"]) {
        let path = filled(&asked.path);
        let seen = if asked.is_form {
            nobody.post(&path, &[("seal", "x"), ("key", "k-1")])
        } else {
            nobody.get(&path)
        };
        let leads_away = seen.status == 303 && seen.header("location").starts_with("/sign-in");
        // A form that was typed into is kept for who signs in anew.
        let asks_in = asked.is_form && seen.status == 401;
        assert!(leads_away || asks_in, "{path}: {} {}", seen.status, seen.html);
    }
}
