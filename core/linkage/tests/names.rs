//! Floors for what names alone can tell, vectors for a second implementation, and the compiled table.

#![expect(
    clippy::disallowed_methods,
    reason = "tests read the files that are committed beside them"
)]

use std::fs;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use linkage::name::{Key, Scorer, System, compare};
use linkage::table::{CompileRefusal, Sources, compile};
use linkage::text::words;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn unpacked(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sources").join(name);
    let mut text = String::new();
    let bytes = fs::read(path).expect("the sources are committed");
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).expect("they are whole");
    text
}

#[test]
fn compiling_the_table_again_gives_the_committed_bytes() {
    let file = compile(&Sources {
        first: &unpacked("uk_ru_first.tsv.gz"),
        last: &unpacked("uk_ru_last.tsv.gz"),
        patronymic: &unpacked("uk_ru_patronymic.tsv.gz"),
        wikidata: &unpacked("wikidata_name_forms.tsv.gz"),
        russian_forms: &read("data/russian_forms.txt"),
        diminutives: &read("data/diminutives.txt"),
        common: &read("data/common.txt"),
    })
    .unwrap();
    let committed = include_bytes!("../data/names.bin");
    assert!(file == committed, "run examples/compile_names.rs: see there");
    assert!(committed.len() < 4 << 20, "{} bytes", committed.len());
}

#[test]
fn a_source_that_speaks_of_a_name_that_nobody_bears_is_refused() {
    let sources = Sources {
        first: "іван\tИван",
        last: "",
        patronymic: "",
        wikidata: "",
        russian_forms: "",
        diminutives: "іван ваня",
        common: "given 10 іван",
    };
    assert!(compile(&sources).is_ok());
    let unknown = CompileRefusal::UnknownName("йван".to_owned());
    assert_eq!(compile(&Sources { diminutives: "йван ваня", ..sources }), Err(unknown.clone()));
    assert_eq!(compile(&Sources { russian_forms: "йван иоанн", ..sources }), Err(unknown.clone()));
    assert_eq!(compile(&Sources { common: "given 10 йван", ..sources }), Err(unknown));
    for line in ["given іван", "names 10 іван", "given -1 іван"] {
        let refused = Err(CompileRefusal::Common(line.to_owned()));
        assert_eq!(compile(&Sources { common: line, ..sources }), refused);
    }
}

#[test]
fn a_name_that_has_another_form_in_russian_documents_is_one_name() {
    let mut scorer = Scorer::default();
    for (ukrainian, russian) in [
        ("Сорока Хома Гнатович", "Сорока Фома Игнатьевич"),
        ("Сорока Юхим Омелянович", "Сорока Ефим Емельянович"),
        ("Сорока Христина Прокопівна", "Сорока Кристина Прокофьевна"),
        ("Сорока Х. О.", "Сорока Фома Емельянович"),
    ] {
        let score = scorer.score(ukrainian, russian);
        assert!(score > 0.9, "{ukrainian} {russian}: {score}");
    }
    for (one, other) in [
        ("Сорока Хома Гнатович", "Сорока Юхим Гнатович"),
        ("Сорока Прокіп Гнатович", "Сорока Пилип Гнатович"),
        ("Сорока Антін Гнатович", "Сорока Андрей Игнатьевич"),
    ] {
        let score = scorer.score(one, other);
        assert!(score < 0.1, "{one} {other}: {score}");
    }
}

/// A pair of the committed set, scored.
struct Scored {
    score: f64,
    is_one: bool,
}

/// The share of positives above the lowest score at which 99 of 100 pairs are right, and the area
/// under the curve of true against false positives.
fn measured(mut all: Vec<Scored>) -> (f64, f64) {
    all.sort_by(|a, b| b.score.total_cmp(&a.score));
    let ones = all.iter().filter(|pair| pair.is_one).count() as f64;
    let others = all.len() as f64 - ones;
    let (mut right, mut wrong, mut recall, mut area) = (0.0, 0.0, 0.0, 0.0);
    // Pairs of one score are one step: nothing tells them apart.
    for step in all.chunk_by(|a, b| a.score.total_cmp(&b.score).is_eq()) {
        let hits = step.iter().filter(|pair| pair.is_one).count() as f64;
        let misses = step.len() as f64 - hits;
        area += misses * (right + hits / 2.0);
        right += hits;
        wrong += misses;
        if right >= 0.99 * (right + wrong) {
            recall = right / ones;
        }
    }
    (recall, area / (ones * others))
}

fn committed_pairs() -> Vec<(String, String, bool, String)> {
    let text = read("tests/data/name_pairs.tsv");
    let pair = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [left, right, is_one, kind] = fields[..] else { panic!("four fields: {line}") };
        (left.to_owned(), right.to_owned(), is_one == "1", kind.to_owned())
    };
    text.lines().filter(|line| !line.starts_with('#')).map(pair).collect()
}

#[test]
fn spellings_of_one_name_are_told_from_hard_negatives() {
    let mut scorer = Scorer::default();
    let all = committed_pairs()
        .into_iter()
        .map(|(left, right, is_one, _)| Scored { score: scorer.score(&left, &right), is_one });
    let (recall, area) = measured(all.collect());
    assert!(recall >= 0.85, "recall at 99 % precision {recall:.4}");
    assert!(area >= 0.99, "area under the curve {area:.4}");
}

#[test]
fn each_kind_of_spelling_is_found_and_each_kind_of_other_is_not() {
    let mut scorer = Scorer::default();
    let mut kinds = std::collections::BTreeMap::new();
    for (left, right, is_one, kind) in committed_pairs() {
        let said = scorer.score(&left, &right) >= 0.8;
        let (all, found) = kinds.entry((is_one, kind)).or_insert((0.0, 0.0));
        *all += 1.0;
        *found += f64::from(u8::from(said));
    }
    for ((is_one, kind), (all, found)) in &kinds {
        let share = found / all;
        // A slip may make one man's name another's; nobody can tell which from names alone.
        let (least, most) = match (is_one, kind.as_str()) {
            (true, kind) if kind.starts_with("slip") => (0.2, 1.0),
            (true, "rare_lat") => (0.85, 1.0),
            (true, _) => (0.93, 1.0),
            (false, "near_sur" | "suffix") => (0.0, 0.05),
            (false, _) => (0.0, 0.02),
        };
        assert!((least..=most).contains(&share), "{kind}: {share:.3} of {all}");
    }
}

#[test]
fn the_vectors_of_keys_hold() {
    let text = read("../../spec/vectors/reconcile/names-keys.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let word = line.split('\t').next().unwrap();
        assert_eq!(key_line(word), line);
    }
}

#[test]
fn the_vectors_of_scores_hold() {
    let text = read("../../spec/vectors/reconcile/names-scores.tsv");
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let names: Vec<&str> = line.split('\t').take(2).collect();
        assert_eq!(score_line(names[0], names[1]), line);
    }
}

/// Word, system, key, plain key, coarse key in hexadecimal.
fn key_line(word: &str) -> String {
    let found = words(word);
    let system = System::detect(&found);
    let key = Key::read(&found[0], system);
    format!("{word}\t{system:?}\t{key}\t{}\t{:x}", key.plain(), key.coarse())
}

/// Two names, their score, and for each part the rule and what it takes away.
fn score_line(left: &str, right: &str) -> String {
    let found = compare(left, right);
    let parts: Vec<String> = found
        .pieces
        .iter()
        .map(|piece| {
            format!("{:?}:{}:{}", piece.rule, piece.text_id(), piece.penalty).to_lowercase()
        })
        .collect();
    format!("{left}\t{right}\t{:.6}\t{}", found.score, parts.join(" "))
}
