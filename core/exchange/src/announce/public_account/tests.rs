use super::super::ledger::RawRow;
use super::super::ledger::tests::{header, row};
use super::*;

fn over(rows: &[&[(&str, &str)]], agreement: Option<&str>) -> PublicAccount {
    let mut raw: Vec<RawRow> = vec![header()];
    for (line, cells) in (2..).zip(rows) {
        let id = format!("T{line}");
        let mut cells = cells.to_vec();
        cells.push(("id", &id));
        raw.push(row(line, &cells));
    }
    PublicAccount::over(&Ledger::read(&raw).unwrap(), agreement)
}

const TERMS: (&str, &str) = ("agreement", "Winter terms");

#[test]
fn a_sum_says_what_it_leaves_out() {
    let account = over(
        &[
            &[TERMS, ("stage_label", "stage 1 of 2"), ("returned_to_a", "120")],
            &[
                TERMS,
                ("stage_label", "stage 2 of 2"),
                ("withheld_or_disputed", "numbers withheld"),
                ("returned_to_b", "0"),
            ],
        ],
        None,
    );
    let agreement = &account.agreements[0];
    assert_eq!(agreement.people.to_a.delivered_known, 120);
    assert_eq!(agreement.people.to_a.handovers_withheld, 1);
    assert!(!agreement.people.to_a.is_whole());
    assert_eq!(agreement.people.to_b.handovers_known, 1);
    assert_eq!(agreement.people.to_b.handovers_not_given, 1);
    assert_eq!((agreement.stages_done, agreement.stages), (2, Some(2)));
    assert_eq!(agreement.further, Further::NoneAgreed);
}

#[test]
fn bodies_are_never_added_to_people() {
    let account = over(
        &[
            &[TERMS, ("returned_to_a", "10")],
            &[TERMS, ("kind", "remains"), ("returned_to_a", "900")],
        ],
        None,
    );
    assert_eq!(account.agreements[0].people.to_a.delivered_known, 10);
    assert_eq!(account.agreements[0].remains.to_a.delivered_known, 900);
}

#[test]
fn totals_differ_where_the_columns_of_both_sides_differ() {
    let a = ("returned_to_a_per_a", "205");
    let account = over(
        &[
            &[
                a,
                ("returned_to_a_per_b", "185"),
                ("returned_to_a", "205"),
                ("of_which_civilians_a", "20"),
            ],
            &[
                a,
                ("returned_to_a_per_b", "190"),
                ("returned_to_a", "205"),
                ("of_which_civilians_a", "2"),
            ],
            &[a, ("returned_to_a_per_b", "205")],
            &[a, ("returned_to_b_per_b", "185")],
        ],
        None,
    );
    let found: Vec<(&str, u32)> =
        account.disputed.iter().map(|d| (d.id.as_str(), d.difference)).collect();
    assert_eq!(found, [("T2", 20), ("T3", 15)]);
    assert_eq!(account.disputed[0].columns, Explanation::Civilians { civilians: 20 });
    assert_eq!(account.disputed[1].columns, Explanation::CiviliansDoNotCover { civilians: 2 });
}

#[test]
fn what_is_owed_is_said_only_where_both_numbers_are_known() {
    let agreed = ("agreed_b", "306");
    let account = over(&[&[TERMS, agreed, ("returned_to_b", "233")]], None);
    assert_eq!(account.agreements[0].people.to_b.outstanding(), Some(73));
    assert_eq!(account.agreements[0].people.to_a.outstanding(), None);
    let account = over(&[&[TERMS, agreed]], None);
    assert_eq!(account.agreements[0].people.to_b.outstanding(), None);
    let account = over(&[&[TERMS, agreed, ("returned_to_b", "0"), ("status", "aborted")]], None);
    assert_eq!(account.agreements[0].people.to_b.outstanding(), Some(306));
}

#[test]
fn a_further_round_is_named_only_when_the_ledger_records_one() {
    let account = over(&[&[TERMS, ("status", "agreed (delivery not in source)")]], None);
    assert_eq!(account.agreements[0].further, Further::Agreed { ids: vec!["T2".to_owned()] });
    let account = over(&[&[TERMS, ("stage_label", "stage 2 of 3")]], None);
    assert_eq!(account.agreements[0].further, Further::StagesMissing { stages: vec![1, 3] });
    let account = over(&[&[TERMS]], Some("winter"));
    assert_eq!(account.agreements[0].further, Further::NoneAgreed);
    assert!(over(&[&[TERMS]], Some("summer")).agreements.is_empty());
}
