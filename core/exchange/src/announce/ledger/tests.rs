use super::*;

/// A row by column name; what is not named is empty, or the least that a row needs.
pub(crate) fn row(line: u32, cells: &[(&str, &str)]) -> RawRow {
    let needed = [
        ("id", "T1"),
        ("date_start", "2031-05-01"),
        ("date_end", "2031-05-01"),
        ("conflict", "Invented"),
        ("kind", "live"),
        ("status", "done"),
        ("side_a", "North"),
        ("side_b", "South"),
        ("source_url", "https://example.org/a"),
    ];
    let find = |name: &str| {
        let given = cells.iter().chain(&needed).find(|(column, _)| *column == name);
        given.map_or(String::new(), |(_, text)| (*text).to_owned())
    };
    RawRow { line, cells: COLUMNS.into_iter().map(find).collect() }
}

pub(crate) fn header() -> RawRow {
    RawRow { line: 1, cells: COLUMNS.map(str::to_owned).to_vec() }
}

fn read(cells: &[(&str, &str)]) -> Result<Entry, Vec<String>> {
    match Ledger::read(&[header(), row(2, cells)]) {
        Ok(ledger) => Ok(ledger.entries()[0].clone()),
        Err(findings) => Err(findings.iter().map(ToString::to_string).collect()),
    }
}

fn refused(cells: &[(&str, &str)]) -> String {
    read(cells).unwrap_err().join("\n")
}

#[test]
fn a_withheld_number_is_withheld_and_not_zero() {
    let note = ("withheld_or_disputed", "tempo disputed; numbers, split and next date withheld");
    assert_eq!(read(&[note]).unwrap().to_a.returned, Figure::Withheld);
    let note = ("withheld_or_disputed", "names withheld");
    assert_eq!(read(&[note]).unwrap().to_a.returned, Figure::NotGiven);
    let entry = read(&[note, ("returned_to_a", "0"), ("of_which_civilians_b", "some")]).unwrap();
    assert_eq!(entry.to_a.returned, Figure::Exactly(0));
    assert_eq!(entry.to_b.civilians, Figure::Some);
}

#[test]
fn a_flaw_names_line_column_and_hint() {
    assert_eq!(
        refused(&[("returned_to_a", "1,200")]),
        "line 2: returned_to_a: `1,200` is not a number of people; write digits only, and leave the \
         cell empty where no number is known"
    );
    assert!(refused(&[("date_end", "2031-02-30")]).starts_with("line 2: date_end: `2031-02-30`"));
    assert!(refused(&[("date_end", "2031-04-30")]).contains("lies before date_start"));
    assert!(refused(&[("kind", "people")]).contains("write live or remains"));
    assert!(refused(&[("status", "perhaps")]).contains("begin it with done"));
    assert!(refused(&[("source_url", "heard it")]).contains("rumour"));
    assert!(refused(&[("stage_label", "stage 9 of 8")]).contains("which stage of how many"));
    assert!(refused(&[("place", "a\u{1b}[2Jb")]).contains("control character"));
    let more = [("returned_to_a", "3"), ("of_which_civilians_a", "4")];
    assert!(refused(&more).contains("4 civilians among 3 people"));
}

#[test]
fn a_ledger_with_one_flaw_is_not_read_in_part() {
    let good = row(2, &[("id", "T1")]);
    let twice = row(3, &[("id", "T1")]);
    let findings = Ledger::read(&[header(), good.clone(), twice]).unwrap_err();
    assert_eq!(findings[0].row, Some(3));
    assert!(findings[0].what.contains("line 2 already"));
    let short = RawRow { line: 4, cells: vec!["T2".to_owned()] };
    let findings = Ledger::read(&[header(), good, short]).unwrap_err();
    assert_eq!(findings[0].what, "has 1 cells where the first line has 25");
}

#[test]
fn the_columns_are_named_and_may_stand_in_any_order() {
    let mut first = header();
    first.cells.reverse();
    let mut second = row(2, &[("returned_to_b", "12")]);
    second.cells.reverse();
    let ledger = Ledger::read(&[first, second]).unwrap();
    assert_eq!(ledger.entries()[0].to_b.returned, Figure::Exactly(12));

    let mut renamed = header();
    renamed.cells[9] = "returned".to_owned();
    let findings = Ledger::read(&[renamed]).unwrap_err();
    let kinds: Vec<&str> = findings.iter().map(|finding| finding.kind.as_str()).collect();
    assert_eq!(kinds, ["unknown-column", "missing-column"]);
    assert_eq!(Ledger::read(&[]).unwrap_err()[0].kind, "empty");
}
