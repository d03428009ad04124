//! Floors for what the engine finds, on people whom the generator beside this file invents.

mod fresh;
mod invented;

use std::collections::{BTreeMap, BTreeSet};

use invented::{Lists, Noise};
use linkage::link::{Linked, Shape, link, within};
use linkage::name;
use linkage::record::{Builder, Column, Kind, Records};

struct Measured {
    precision: f64,
    recall: f64,
    /// Expected calibration error in ten bins.
    calibration: f64,
}

impl Measured {
    fn f1(&self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

fn measure(linked: &Linked, lists: &Lists) -> Measured {
    let truth: BTreeSet<(&str, &str)> =
        lists.truth.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let mut bins = [(0.0, 0.0, 0.0); 10];
    let (mut right, mut said) = (0.0, 0.0);
    for link in &linked.links {
        let is_true = truth.contains(&(lists.a.id(link.left), lists.b.id(link.right)));
        let hit = f64::from(u8::from(is_true));
        if link.probability >= 0.5 {
            said += 1.0;
            right += hit;
        }
        let at = (0..9).find(|at| link.probability < (*at + 1) as f64 / 10.0).unwrap_or(9_usize);
        let bin = &mut bins[at];
        *bin = (bin.0 + 1.0, bin.1 + link.probability, bin.2 + hit);
    }
    let all: f64 = bins.iter().map(|bin| bin.0).sum();
    let calibration = bins.iter().map(|bin| (bin.1 - bin.2).abs()).sum::<f64>() / all.max(1.0);
    Measured { precision: right / said, recall: right / lists.truth.len() as f64, calibration }
}

/// Links two lists and holds what is found against a floor.
#[track_caller]
fn holds(lists: &Lists, f1: f64, precision: f64) {
    let measured = measure(&link(&lists.a, &lists.b, Shape::OneToOne), lists);
    let (found, sure) = (measured.f1(), measured.precision);
    assert!(found >= f1, "F1 {found:.4}, precision {sure:.4}, recall {:.4}", measured.recall);
    assert!(sure >= precision, "precision {sure:.4}");
    assert!(measured.calibration <= 0.02, "calibration error {:.4}", measured.calibration);
}

#[track_caller]
fn check(noise: Noise, seed: u64, f1: f64, precision: f64) {
    let lists = invented::lists(800, noise, seed);
    holds(&lists, f1, precision);
}

#[test]
fn a_careful_registry_is_linked() {
    check(Noise::Careful, 11, 0.995, 0.995);
}

#[test]
fn an_ordinary_clerk_is_forgiven() {
    check(Noise::Ordinary, 12, 0.99, 0.995);
}

#[test]
fn a_list_from_the_field_is_linked_mostly() {
    check(Noise::Field, 13, 0.985, 0.99);
}

#[test]
fn a_latin_list_is_linked() {
    check(Noise::Latin, 14, 0.99, 0.995);
}

#[track_caller]
fn check_files(slips: &fresh::Slips, pair: &str, seed: u64, f1: f64, precision: f64) {
    let files = fresh::files(1_500, slips, seed);
    let other = if pair == "am" { &files.m } else { &files.b };
    let truth = fresh::truth(&files.truth, pair);
    let truth = truth.into_iter().map(|(left, right)| (left.to_owned(), right.to_owned()));
    let (a, b) = (fresh::read(&files.a), fresh::read(other));
    let lists = Lists { a, b, truth: truth.collect() };
    holds(&lists, f1, precision);
}

#[test]
fn whole_files_with_brothers_and_namesakes_are_linked() {
    check_files(&fresh::ORDINARY, "ab", 21, 0.99, 0.99);
    check_files(&fresh::ORDINARY, "am", 22, 0.98, 0.99);
    for seed in [23, 24] {
        check_files(&fresh::FIELD, "ab", seed, 0.98, 0.99);
    }
}

#[test]
fn the_order_of_rows_and_the_number_of_threads_change_nothing() {
    let lists = invented::lists(150, Noise::Field, 15);
    let turned = invented::turned(&lists);
    let show = |linked: &Linked, a: &Records, b: &Records| -> Vec<String> {
        let lines = linked.links.iter().map(|link| {
            format!(
                "{} {} {:.12} {:?}",
                a.id(link.left),
                b.id(link.right),
                link.probability,
                link.reasons
            )
        });
        lines.collect()
    };
    let one = show(&link(&lists.a, &lists.b, Shape::OneToOne), &lists.a, &lists.b);
    let two = show(&link(&turned.a, &turned.b, Shape::OneToOne), &turned.a, &turned.b);
    assert_eq!(one, two);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let again = pool.install(|| link(&lists.a, &lists.b, Shape::OneToOne));
        assert_eq!(one, show(&again, &lists.a, &lists.b));
    }
}

#[test]
fn two_identical_lists_are_linked_row_by_row() {
    let lists = invented::lists(400, Noise::Ordinary, 19);
    let linked = link(&lists.a, &lists.a, Shape::OneToOne);
    let own = linked.links.iter().filter(|link| link.left == link.right && !link.second).count();
    assert!(own * 1000 >= lists.a.len() * 995, "{own} of {}", lists.a.len());
}

#[test]
fn every_person_has_one_partner_and_second_rows_are_marked() {
    let lists = invented::lists(800, Noise::Field, 20);
    let linked = link(&lists.a, &lists.b, Shape::OneToOne);
    let (mut lefts, mut rights) = (BTreeMap::new(), BTreeMap::new());
    for one in linked.links.iter().filter(|link| !link.second) {
        *lefts.entry(one.left).or_insert(0) += 1;
        *rights.entry(one.right).or_insert(0) += 1;
    }
    assert!(lefts.values().chain(rights.values()).all(|count| *count == 1));
    assert!(linked.links.iter().any(|link| link.second));
    assert_eq!(linked.not_exact, 0);
    let many = link(&lists.a, &lists.b, Shape::Many);
    assert!(many.links.len() > linked.links.len());
}

/// A list of one column of surnames.
fn surnames(count: usize, text: impl Fn(usize) -> &'static str) -> Records {
    let column = Column { label: "surname".to_owned(), kind: Kind::Surname };
    let mut builder = Builder::new(vec![column]).expect("one column");
    for number in 0..count {
        builder
            .push(&format!("{number:07}"), std::iter::once(text(number)))
            .expect("rows are even");
    }
    builder.finish(|_| false).expect("ids differ")
}

#[test]
fn a_million_equal_surnames_are_left_out_by_name() {
    let list = surnames(1_000_000, |_| "Мельник");
    let linked = link(&list, &list, Shape::OneToOne);
    assert_eq!((linked.candidates, linked.links.len()), (0, 0));
    let skipped: Vec<(&str, usize)> =
        linked.skipped.iter().map(|skipped| (skipped.recipe, skipped.rows)).collect();
    assert_eq!(skipped, [("surname", 1_000_000)]);
}

#[test]
fn a_column_that_says_nothing_changes_nothing() {
    let lists = invented::lists(300, Noise::Ordinary, 26);
    let with = |list: &Records, text: &str| {
        let more = Column { label: "status".to_owned(), kind: Kind::Word };
        let columns: Vec<Column> = list.columns().iter().cloned().chain([more]).collect();
        let mut builder = Builder::new(columns).unwrap();
        for row in 0..list.len() {
            let cells = (0..list.columns().len()).map(|column| list.cell(row, column));
            builder.push(list.id(row), cells.chain([text])).unwrap();
        }
        builder.finish(|_| false).unwrap()
    };
    let said = |a: &Records, b: &Records| -> Vec<(usize, usize)> {
        let linked = link(a, b, Shape::OneToOne);
        let likely = linked.links.iter().filter(|link| link.probability >= 0.5);
        likely.map(|link| (link.left, link.right)).collect()
    };
    let plain = said(&lists.a, &lists.b);
    assert_eq!(plain, said(&with(&lists.a, ""), &with(&lists.b, "")));
    let constant = said(&with(&lists.a, "present"), &with(&lists.b, "present"));
    let both: BTreeSet<_> = plain.iter().collect();
    let differ = constant.iter().filter(|pair| !both.contains(pair)).count();
    assert!(differ * 100 <= plain.len(), "{differ} of {}", plain.len());
}

#[test]
fn who_stands_twice_is_found() {
    let lists = invented::twice(400, 16);
    let linked = within(&lists.a);
    let found: BTreeSet<(String, String)> = linked
        .links
        .iter()
        .filter(|link| link.probability >= 0.5)
        .map(|link| (lists.a.id(link.left).to_owned(), lists.a.id(link.right).to_owned()))
        .collect();
    let truth: BTreeSet<(String, String)> = lists.truth.iter().cloned().collect();
    let right = found.intersection(&truth).count();
    assert!(right * 100 >= truth.len() * 95, "{right} of {}", truth.len());
    assert!(right * 100 >= found.len() * 98, "{right} of {} said", found.len());
}

#[test]
fn brothers_and_namesakes_are_not_linked() {
    let columns = || -> Vec<Column> {
        [
            ("surname", Kind::Surname),
            ("given-name", Kind::GivenName),
            ("patronymic", Kind::Patronymic),
            ("birth-date", Kind::BirthDate),
            ("birth-place", Kind::Place),
        ]
        .into_iter()
        .map(|(label, kind)| Column { label: label.to_owned(), kind })
        .collect()
    };
    let lists = invented::lists(300, Noise::Ordinary, 17);
    let row = |id: &str, cells: [&str; 5]| (id.to_owned(), cells.map(str::to_owned).to_vec());
    let a = vec![row("a", ["Левадний", "Сергій", "Іванович", "1979-07-21", "Одеса"])];
    let b = vec![
        row("brother", ["Левадный", "Степан", "Иванович", "03.02.1984", "Одесса"]),
        row("namesake", ["Левадный", "Сергей", "Иванович", "17.10.1996", "Львов"]),
        row("father", ["Левадный", "Иван", "Сергеевич", "21.07.1952", "Одесса"]),
    ];
    let others = |list: &Records| -> Vec<(String, Vec<String>)> {
        (0..list.len())
            .map(|at| {
                let cells = (0..5).map(|column| list.cell(at, column).to_owned()).collect();
                (list.id(at).to_owned(), cells)
            })
            .collect()
    };
    let a = Records::new(columns(), [a, others(&lists.a)].concat()).unwrap();
    let b = Records::new(columns(), [b, others(&lists.b)].concat()).unwrap();
    for link in link(&a, &b, Shape::OneToOne).links {
        let likely = link.probability >= 0.5;
        assert!(!(likely && a.id(link.left) == "a"), "{} {}", b.id(link.right), link.probability);
    }
}

/// A list of names and birth dates.
fn born(rows: &[[&str; 3]]) -> Records {
    let columns = [
        ("surname", Kind::Surname),
        ("given-name", Kind::GivenName),
        ("birth-date", Kind::BirthDate),
    ];
    let columns = columns.map(|(label, kind)| Column { label: label.to_owned(), kind });
    let rows = rows.iter().enumerate();
    let rows = rows.map(|(at, cells)| (format!("{at:02}"), cells.map(str::to_owned).to_vec()));
    Records::new(columns.to_vec(), rows.collect()).expect("ids differ")
}

#[test]
fn two_unlike_names_with_one_birth_date_are_two_people_on_the_shortest_lists_too() {
    let left = [
        ["Шевченко", "Микола", "1990-07-31"],
        ["Гайворонський", "Петро", "1984-02-11"],
        ["Дзюба", "Остап", "1977-05-06"],
        ["Левадний", "Степан", "1969-12-24"],
        ["Сорока", "Юрій", "2001-03-17"],
    ];
    let right = [
        ["Коваль", "Іван", "31.07.1990"],
        ["Ткаченко", "Андрій", "30.09.1995"],
        ["Мороз", "Василь", "08.08.1988"],
        ["Жук", "Тарас", "19.01.1973"],
        ["Білий", "Олег", "02.11.1966"],
    ];
    for count in 1..=left.len() {
        for shape in [Shape::OneToOne, Shape::Many] {
            let linked = link(&born(&left[..count]), &born(&right[..count]), shape);
            let most = linked.links.iter().map(|link| link.probability).fold(0.0, f64::max);
            assert!(most < 0.2, "{count} rows: {most:.3}");
        }
        let both = [&left[..count], &right[..count]].concat();
        let twice = within(&born(&both)).links;
        assert!(twice.iter().all(|link| link.probability < 0.2), "{count} rows: {twice:?}");
        // The same people in the other language are still found.
        let theirs = ["Николай", "Пётр", "Остап", "Степан", "Юрий"];
        let theirs: Vec<[&str; 3]> = left
            .iter()
            .zip(theirs)
            .map(|([surname, _, born], name)| [*surname, name, *born])
            .collect();
        let linked = link(&born(&left[..count]), &born(&theirs[..count]), Shape::OneToOne);
        let sure = linked.links.iter().filter(|link| link.probability > 0.99);
        assert_eq!(sure.count(), count);
    }
}

#[test]
fn odd_lists_make_no_noise() {
    let column = || vec![Column { label: "surname".to_owned(), kind: Kind::Surname }];
    let list = |texts: &[&str]| {
        let rows = texts.iter().enumerate();
        let rows = rows.map(|(at, text)| (format!("{at:05}"), vec![(*text).to_owned()])).collect();
        Records::new(column(), rows).unwrap()
    };
    let long = "щ".repeat(10_000);
    let same = vec!["Мельник"; 3_000];
    for (left, right) in [
        (list(&[]), list(&[])),
        (list(&["Коваль"]), list(&[])),
        (list(&["", " ", "-"]), list(&["", ""])),
        (
            list(&[&long, "\u{202e}\u{200b}", "Kоvаль", "🙂", "'"]),
            list(&[&long, "Коваль", "\u{301}"]),
        ),
        (list(&same), list(&same)),
    ] {
        let linked = link(&left, &right, Shape::OneToOne);
        assert!(linked.links.iter().all(|link| (0.0..=1.0).contains(&link.probability)));
        assert!(within(&left).links.iter().all(|link| link.left < link.right));
    }
    // As many fields as a pattern holds, and a whole name among them.
    let full = |at: usize| if at == 0 { Kind::FullName } else { Kind::Word };
    let columns = (0..14).map(|at| Column { label: at.to_string(), kind: full(at) }).collect();
    let row = (0..14).map(|at| format!("Коваль Іван {at}")).collect();
    let wide = Records::new(columns, vec![("1".to_owned(), row)]).unwrap();
    assert!(link(&wide, &wide, Shape::OneToOne).links[0].probability > 0.9);
    let nothing = Records::new(Vec::new(), vec![("1".to_owned(), Vec::new())]).unwrap();
    assert_eq!(link(&nothing, &list(&["Коваль"]), Shape::Many).links, []);
}

#[test]
fn names_of_one_person_score_above_names_of_two() {
    let mut right = 0;
    let [pairs, negatives] = invented::names(600, 18);
    let worst = {
        let mut scores: Vec<f64> = negatives.iter().map(|(a, b)| name::score(a, b)).collect();
        scores.sort_by(f64::total_cmp);
        scores[scores.len() * 995 / 1000]
    };
    for (a, b) in &pairs {
        right += u32::from(name::score(a, b) > worst);
    }
    let share = f64::from(right) / pairs.len() as f64;
    assert!(share >= 0.97, "{share:.3} of pairs score above {worst:.3}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_two_texts_score_between_0_and_1_and_both_ways_alike(a in ".{0,40}", b in ".{0,40}") {
        let score = name::score(&a, &b);
        proptest::prop_assert!((0.0..=1.0).contains(&score));
        proptest::prop_assert!((score - name::score(&b, &a)).abs() < 1e-9);
    }

    #[test]
    fn no_order_of_rows_changes_a_result(seed in 0_u64..1_000, rows in 1_usize..40) {
        let lists = invented::lists(rows, Noise::Field, seed);
        let turned = invented::turned(&lists);
        let one = link(&lists.a, &lists.b, Shape::OneToOne);
        let two = link(&turned.a, &turned.b, Shape::OneToOne);
        proptest::prop_assert_eq!(one.links, two.links);
        proptest::prop_assert_eq!(one.model, two.model);
    }

    #[test]
    fn a_name_is_itself(a in "[А-ЯҐЄІЇа-яґєії]{3,12} [А-Яа-я]{3,10}") {
        proptest::prop_assert!(name::score(&a, &a) > 0.8);
    }
}
