//! How quickly names are read, compared and scored: `cargo bench -p linkage --bench names`.
//!
//! Names are put together from parts, so that no two pairs are alike and nothing is remembered from one
//! to the next. Wall time of one thread; run it on a quiet machine, beside another build.

#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    reason = "a bench measures time, which the core never does"
)]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::hint::black_box;
use std::time::Instant;

use linkage::name::{Key, Scorer, System, compare, distance};
use linkage::table::Table;
use linkage::text::words;

const PAIRS: usize = 200_000;

const HEADS: [&str; 12] = [
    "Гайв",
    "Сороч",
    "Левад",
    "Ткач",
    "Верб",
    "Чорн",
    "Мороз",
    "Щерб",
    "Жур",
    "Яким",
    "Козел",
    "Тим",
];
const LATIN_HEADS: [&str; 12] = [
    "Haiv", "Soroch", "Levad", "Tkach", "Verb", "Chorn", "Moroz", "Shcherb", "Zhur", "Yakym",
    "Kozel", "Tym",
];
const ENDS: [[&str; 2]; 8] = [
    ["енко", "enko"],
    ["ук", "uk"],
    ["ський", "skyi"],
    ["ів", "iv"],
    ["иця", "ytsia"],
    ["ин", "yn"],
    ["чан", "chan"],
    ["ало", "alo"],
];
const GIVEN: [[&str; 2]; 8] = [
    ["Олександр", "Oleksandr"],
    ["Сергій", "Sergey"],
    ["Микола", "Nikolai"],
    ["Дмитро", "Dmytro"],
    ["Юрій", "Yurii"],
    ["Євген", "Yevhen"],
    ["Петро", "Petr"],
    ["Ілля", "Illia"],
];
const FATHERS: [[&str; 2]; 6] = [
    ["Іванович", "Ivanovich"],
    ["Миколайович", "Mykolaiovych"],
    ["Андрійович", "Andreevich"],
    ["Петрович", "Petrovych"],
    ["Сергійович", "Sergeevich"],
    ["Львович", "Lvovych"],
];
const MIDDLES: [[&str; 2]; 10] = [
    ["ар", "ar"],
    ["ов", "ov"],
    ["ил", "yl"],
    ["ач", "ach"],
    ["ут", "ut"],
    ["ам", "am"],
    ["ер", "er"],
    ["ик", "yk"],
    ["аг", "ah"],
    ["ос", "os"],
];

/// Pairs of which every third is one person's; the others differ in one part.
fn pairs() -> Vec<(String, String)> {
    (0..PAIRS)
        .map(|number| {
            let pick = |length: usize, step: usize| (number / step) % length;
            let (head, end, given) = (pick(12, 1), pick(8, 12), pick(8, 7));
            let (one, two, father) = (pick(10, 96), pick(10, 960), pick(6, 5));
            let left = format!(
                "{}{}{}{} {} {}",
                HEADS[head],
                MIDDLES[one][0],
                MIDDLES[two][0],
                ENDS[end][0],
                GIVEN[given][0],
                FATHERS[father][0]
            );
            let (end, given) = match number % 3 {
                0 => (end, given),
                1 => ((end + 1) % 8, given),
                _ => (end, (given + 1) % 8),
            };
            let right = format!(
                "{} {} {}{}{}{}",
                GIVEN[given][1],
                FATHERS[father][1],
                LATIN_HEADS[head],
                MIDDLES[one][1],
                MIDDLES[two][1],
                ENDS[end][1]
            );
            (left, right)
        })
        .collect()
}

fn measure(what: &str, count: usize, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    let seconds = start.elapsed().as_secs_f64();
    println!("{what:<34} {:>12.0} a second", count as f64 / seconds);
}

fn main() {
    let start = Instant::now();
    black_box(Table::get().by_sounds(&Key::default()));
    println!("{:<34} {:>12.3} ms", "loading the table", start.elapsed().as_secs_f64() * 1e3);
    let pairs = pairs();
    let mut scorer = Scorer::default();
    black_box(scorer.score("Коваль Іван", "Koval Ivan"));
    measure("scoring pairs, each new", PAIRS, || {
        for (left, right) in &pairs {
            black_box(scorer.score(left, right));
        }
    });
    measure("explaining pairs", PAIRS / 10, || {
        for (left, right) in &pairs[..PAIRS / 10] {
            black_box(compare(left, right));
        }
    });
    let key = |text: &str| words(text).first().map(|word| Key::read(word, System::Plain));
    measure("keys of a first word", PAIRS, || {
        for (left, _) in &pairs {
            black_box(key(left));
        }
    });
    let keys: Vec<Key> = pairs.iter().filter_map(|(left, _)| key(left)).collect();
    measure("distances of neighbours", keys.len() - 1, || {
        for two in keys.windows(2) {
            black_box(distance(&two[0], &two[1]));
        }
    });
}
