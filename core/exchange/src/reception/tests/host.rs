//! What a host state learns, and what never crosses.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::bench::*;
use crate::vocabulary::Side;

fn needs() -> Vec<BTreeSet<Need>> {
    vec![
        BTreeSet::from([Need::Stretcher, Need::Surgery]),
        BTreeSet::from([Need::Insulin]),
        BTreeSet::new(),
    ]
}

fn notice() -> HostNotice {
    HostNotice::count((STAGE, Side::A), &needs(), (hour(0), hour(9))).unwrap()
}

#[test]
fn a_host_notice_counts_people_and_needs() {
    let notice = notice();
    assert_eq!(notice.people, 3);
    assert_eq!(
        notice.needs,
        BTreeMap::from([(Need::Stretcher, 1), (Need::Surgery, 1), (Need::Insulin, 1),])
    );
    let read: HostNotice = serde_json::from_slice(&notice.document()).unwrap();
    assert_eq!(read.digest(), notice.digest());
    let nobody = HostNotice::count((STAGE, Side::A), &[], (hour(0), hour(9)));
    assert_eq!(nobody, Err(Refusal::HostCount { people: 0 }));
    let backward = HostNotice::count((STAGE, Side::A), &needs(), (hour(9), hour(9)));
    assert!(matches!(backward, Err(Refusal::WindowBackward { .. })));
    let mut more = notice;
    more.needs.insert(Need::Dialysis, 4);
    assert!(matches!(more.check(), Err(Refusal::HostNeeds { count: 4, people: 3, .. })));
}

/// Each leaf of the document is a number, a time of the window, the side, or a word for a need. There is
/// no field that could hold a name, and an unknown field is not read.
#[test]
fn the_bytes_of_a_host_notice_contain_no_name_no_line_and_no_person() {
    let document = notice().document();
    let value: serde_json::Value = serde_json::from_slice(&document).unwrap();
    let object = value.as_object().unwrap();
    let keys: Vec<&str> = object.keys().map(String::as_str).collect();
    assert_eq!(keys.len(), 6);
    for (key, value) in object {
        match key.as_str() {
            "stage" | "people" => assert!(value.is_u64(), "{key}"),
            "side" => assert_eq!(value, "a"),
            "opens" | "closes" => {
                let time: jiff::Timestamp = value.as_str().unwrap().parse().unwrap();
                assert!(time == hour(0) || time == hour(9));
            }
            "needs" => {
                for (need, count) in value.as_object().unwrap() {
                    assert!(Need::ALL.iter().any(|known| known.word() == need), "{need}");
                    assert!(count.is_u64());
                }
            }
            other => panic!("the notice has a field {other}"),
        }
    }
    let text = String::from_utf8(document).unwrap();
    for word in ["p-b-1", "b-1", "Testenko", "penicillin"] {
        assert!(!text.contains(word), "{word}");
    }
    let with_name = text.replacen('{', "{\"name\":\"Testenko\",", 1);
    assert!(serde_json::from_str::<HostNotice>(&with_name).is_err());
}

#[test]
fn the_host_states_instance_takes_counts_and_refuses_people() {
    let mut host = Bench::of(Party::Host);
    host.must(Command::NotifyHost { notice: notice() });
    let report = HostReport {
        stage: STAGE,
        side: Side::A,
        people: 3,
        medical: 3,
        psychological: 2,
        went_on: 3,
    };
    host.must(Command::ReportFromHost { report });
    let known = &host.state.reception.hosts[&STAGE][&Side::A];
    assert_eq!(known.report, Some(report));
    let more = HostReport { medical: 4, ..report };
    assert!(host.try_do(Command::ReportFromHost { report: more }).is_err());
    assert_eq!(host.arrive("p-b-1", Whereabouts::Host), Err(Refusal::HostLearnsNoNames));
    let help = Command::Help { person: person("p-b-1"), help: medical() };
    assert_eq!(host.try_do(help), Err(Refusal::HostLearnsNoNames));
}

#[test]
fn sightings_and_health_never_cross_and_a_notice_goes_to_the_host_alone() {
    let mut bench = received();
    let digest = notice().digest();
    let send = |paper, to| Command::Send { paper, to, digest };
    bench.must(send(Paper::HostNotice, Party::Host));
    for (paper, to) in [
        (Paper::Sightings, Party::B),
        (Paper::Sightings, Party::Mediator),
        (Paper::Sightings, Party::Host),
        (Paper::Health, Party::B),
        (Paper::Arrivals, Party::Host),
        (Paper::HostNotice, Party::B),
    ] {
        let refused = bench.try_do(send(paper, to)).unwrap_err();
        assert_eq!(refused, Refusal::StaysAtHome { paper, own: Party::A, to });
    }
    assert_eq!(bench.state.reception.sent, 1);
    assert!(may_cross(Paper::HostReport, Party::Host, Party::A).is_ok());
}
