//! Which rows are worth comparing. Rows that share a key stand in one block; every pair of a block is a
//! candidate, once. Small blocks say most, so the smallest are kept until they give as many pairs as
//! are wanted: long lists keep only telling keys, short ones nearly all.

use rayon::prelude::*;

use super::parts::{self, Part, Parts, gives};
use super::prepare::{Prepared, Side};
use crate::record::ROWS_MAX;
use crate::value::text::number_of;

/// A block of more rows on either side than this says too little: its key is left out.
pub const BLOCK_ROWS_MAX: usize = 500;

/// A recipe of which two rows would share a key so often that a block had more rows than this, on the
/// average over pairs, is not worth making keys of.
const ROWS_OF_A_COMMON_BLOCK: f64 = 60.0;

/// All blocks together give about so many pairs for each row of the longer list, pairs that share
/// several keys counted with each.
const PAIRS_OF_A_ROW_MAX: u64 = 24;

/// And so many more in any case: in short lists nothing is gained by leaving blocks out.
const PAIRS_MIN: u64 = 600_000;

/// A row gives at most so many keys by one recipe.
const KEYS_OF_A_ROW_MAX: usize = 12;

use Part::{
    Address, AnyText, Day, DayOfYear, Father, Given, Number, NumberEnd, NumberStart, OtherDay,
    Place, Postcode, Rank, Surname, SurnameStart, Unit, Year,
};

/// The recipes: what has to agree for two rows to be compared. At most 64, one bit each.
const RECIPES: &[(&str, &[Part])] = &[
    ("number", &[Number]),
    ("birth date", &[Day]),
    ("surname", &[Surname]),
    ("surname and given name", &[Surname, Given]),
    ("surname and year", &[Surname, Year]),
    ("surname and patronymic", &[Surname, Father]),
    ("surname and unit", &[Surname, Unit]),
    ("surname and place", &[Surname, Place]),
    ("surname and day of the year", &[Surname, DayOfYear]),
    ("surname and other date", &[Surname, OtherDay]),
    ("given name and birth date", &[Given, Day]),
    ("given name and unit", &[Given, Unit]),
    ("given name and other date", &[Given, OtherDay]),
    ("patronymic and birth date", &[Father, Day]),
    ("patronymic and unit", &[Father, Unit]),
    ("patronymic and other date", &[Father, OtherDay]),
    ("birth date and place", &[Day, Place]),
    ("birth date and unit", &[Day, Unit]),
    ("surname, given name and patronymic", &[Surname, Given, Father]),
    ("surname, given name and year", &[Surname, Given, Year]),
    ("surname, given name and place", &[Surname, Given, Place]),
    ("surname, patronymic and year", &[Surname, Father, Year]),
    ("given name, patronymic and year", &[Given, Father, Year]),
    ("given name, patronymic and place", &[Given, Father, Place]),
    ("given name, patronymic and unit", &[Given, Father, Unit]),
    ("given name, patronymic and rank", &[Given, Father, Rank]),
    ("given name, place and year", &[Given, Place, Year]),
    ("patronymic, place and year", &[Father, Place, Year]),
    ("given name, patronymic, year and place", &[Given, Father, Year, Place]),
    ("given name, patronymic, year and unit", &[Given, Father, Year, Unit]),
    ("beginning of the surname, day of the year and name", &[SurnameStart, DayOfYear, Given]),
    ("beginning of the surname and names", &[SurnameStart, Given, Father]),
    ("beginning of the surname, name and year", &[SurnameStart, Given, Year]),
    ("beginning of the number and year", &[NumberStart, Year]),
    ("end of the number and year", &[NumberEnd, Year]),
    ("beginning of the number and surname", &[NumberStart, SurnameStart]),
    ("postcode and given name", &[Postcode, Given]),
    ("postcode and surname", &[Postcode, Surname]),
    ("address and postcode", &[Address, Postcode]),
    ("text and given name", &[AnyText, Given]),
    ("text and surname", &[AnyText, Surname]),
];

/// What one recipe left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The recipe.
    pub recipe: &'static str,
    /// How many rows of the right list stand in blocks that are too large.
    pub rows: usize,
}

/// The blocks that were kept, by left row.
pub(crate) struct Blocks {
    /// For each left row where its blocks begin in `of_rows`.
    starts: Vec<u32>,
    of_rows: Vec<Block>,
    rights: Vec<u32>,
    /// What was left out.
    pub(crate) skipped: Vec<Skipped>,
}

/// A block as one of its left rows knows it.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// Where its right rows begin in `rights`; of a block with one right row, that row.
    first: u32,
    /// How many right rows it has.
    count: u16,
    recipe: u16,
}

/// A recipe for these very columns.
struct Recipe {
    name: &'static str,
    /// For each part of the recipe, the parts (by number) that give it.
    parts: Vec<Vec<usize>>,
}

impl Recipe {
    /// The chance that two rows share a key.
    fn chance(&self, parts: &[Parts]) -> f64 {
        let of_one = |at: &usize| parts[*at].chance;
        self.parts.iter().map(|all| all.iter().map(of_one).sum::<f64>()).product()
    }
}

/// The blocks of one recipe: rows of both sides that share a key.
struct Made {
    lefts: Vec<u32>,
    rights: Vec<u32>,
    /// Where the rows of each block end on both sides.
    ends: Vec<(u32, u32)>,
    /// How many pairs blocks of each size give.
    pairs: Vec<u64>,
    /// Right rows in blocks that were left out at once.
    too_large: usize,
}

impl Blocks {
    /// Makes the blocks of both lists.
    pub(crate) fn new(prepared: &Prepared) -> Self {
        let (recipes, parts) = recipes(prepared);
        let rows = prepared.left.rows.max(prepared.right().rows) as u64;
        let most = PAIRS_OF_A_ROW_MAX * rows + PAIRS_MIN;
        let mut skipped = Vec::new();
        let (recipes, common): (Vec<Recipe>, Vec<Recipe>) = recipes
            .into_iter()
            .partition(|recipe| recipe.chance(&parts) * rows as f64 <= ROWS_OF_A_COMMON_BLOCK);
        for recipe in common {
            skipped.push(Skipped { recipe: recipe.name, rows: prepared.right().rows });
        }
        let shared = Shared::of(&parts, prepared);
        let blocks_of = |recipe| make(recipe, (&parts, shared.as_ref()), prepared, most);
        let made: Vec<Made> = recipes.par_iter().map(blocks_of).collect();
        let size = largest(&made, most);
        let mut blocks = Self {
            starts: vec![0; prepared.left.rows + 1],
            of_rows: Vec::new(),
            rights: Vec::new(),
            skipped,
        };
        for made in &made {
            let kept = made.blocks().filter(|(left, right)| left.len().max(right.len()) <= size);
            for row in kept.flat_map(|(left, _)| left) {
                blocks.starts[*row as usize + 1] += 1;
            }
        }
        for at in 1..blocks.starts.len() {
            blocks.starts[at] += blocks.starts[at - 1];
        }
        blocks.of_rows =
            vec![Block::default(); blocks.starts.last().map_or(0, |end| *end as usize)];
        let mut next = blocks.starts.clone();
        for (at, (recipe, made)) in recipes.iter().zip(made).enumerate() {
            let left_out = blocks.keep(at, &made, size, &mut next);
            if left_out > 0 {
                blocks.skipped.push(Skipped { recipe: recipe.name, rows: left_out });
            }
        }
        blocks
    }

    /// Notes the blocks of a recipe with each of their left rows; returns how many right rows stand in
    /// blocks that are too large.
    fn keep(&mut self, recipe: usize, made: &Made, size: usize, next: &mut [u32]) -> usize {
        let recipe = u16::try_from(recipe).expect("there are at most 64 recipes");
        let mut left_out = made.too_large;
        for (left, right) in made.blocks() {
            if left.len().max(right.len()) > size {
                left_out += right.len();
                continue;
            }
            let count = u16::try_from(right.len()).expect("a block has at most 500 rows");
            let first = if let [only] = right { *only } else { number(self.rights.len()) };
            if count > 1 {
                self.rights.extend_from_slice(right);
            }
            for row in left {
                let place = &mut next[*row as usize];
                self.of_rows[*place as usize] = Block { first, count, recipe };
                *place += 1;
            }
        }
        left_out
    }

    /// Finds the candidates of one left row: right rows in order. In a list held against itself, only
    /// rows behind this one. `marks` is room to work in.
    pub(crate) fn candidates(
        &self,
        row: usize,
        within: bool,
        marks: &mut Vec<u64>,
        found: &mut Vec<Near>,
    ) {
        marks.clear();
        found.clear();
        let number = number(row);
        for block in &self.of_rows[self.starts[row] as usize..self.starts[row + 1] as usize] {
            let recipe = u64::from(block.recipe);
            if block.count == 1 {
                marks.push(u64::from(block.first) << 8 | recipe);
                continue;
            }
            let from = block.first as usize;
            let rights = &self.rights[from..from + usize::from(block.count)];
            marks.extend(rights.iter().map(|right| u64::from(*right) << 8 | recipe));
        }
        marks.sort_unstable();
        let mut last = None;
        for mark in marks {
            let right = u32::try_from(*mark >> 8).expect("a row was put there");
            if within && right <= number {
                continue;
            }
            if last == Some(*mark) {
                continue;
            }
            last = Some(*mark);
            match found.last_mut() {
                Some(near) if near.right == right => near.recipes = (near.recipes + 1).min(3),
                _ => found.push(Near { right, recipes: 1 }),
            }
        }
    }
}

/// A right row that shares a key with a left one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Near {
    pub(crate) right: u32,
    /// How many recipes found it; 3 stands for more.
    pub(crate) recipes: u8,
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("blocks hold fewer than 2^32 rows: at most 12 keys of 41 recipes")
}

/// Finds the recipes that the columns allow, and makes the parts that they need.
fn recipes(prepared: &Prepared) -> (Vec<Recipe>, Vec<Parts>) {
    let mut wanted: Vec<(Part, usize)> = Vec::new();
    let mut recipes = Vec::new();
    for (name, parts) in RECIPES {
        let fields = |part: &Part| -> Vec<usize> {
            let fields = prepared.fields.iter().enumerate();
            fields.filter(|(_, field)| gives(*part, field.kind)).map(|(at, _)| at).collect()
        };
        if parts.iter().any(|part| fields(part).is_empty()) {
            continue;
        }
        let parts = parts
            .iter()
            .map(|part| {
                let numbered = |field: usize| {
                    let known = wanted.iter().position(|one| *one == (*part, field));
                    known.unwrap_or_else(|| {
                        wanted.push((*part, field));
                        wanted.len() - 1
                    })
                };
                fields(part).into_iter().map(numbered).collect()
            })
            .collect();
        recipes.push(Recipe { name, parts });
    }
    let parts: Vec<Parts> =
        wanted.par_iter().map(|(part, field)| Parts::of(&prepared.fields, *field, *part)).collect();
    (recipes, parts)
}

impl Made {
    /// Returns the rows of each block, left and right.
    fn blocks(&self) -> impl Iterator<Item = (&[u32], &[u32])> {
        let mut from = (0, 0);
        self.ends.iter().map(move |to| {
            let (left, right) = (from.0..to.0 as usize, from.1..to.1 as usize);
            from = (to.0 as usize, to.1 as usize);
            (&self.lefts[left], &self.rights[right])
        })
    }
}

/// The lowest bits of an entry hold the row, the others the key.
const ROW_BITS: u32 = 22;
const _: () = assert!(ROWS_MAX <= 1 << ROW_BITS);

fn make(
    recipe: &Recipe,
    (parts, in_both): (&[Parts], Option<&Shared>),
    prepared: &Prepared,
    most: u64,
) -> Made {
    let of_side = |side: &Side, is_left: bool| {
        let rows = in_both.filter(|shared| shared.is_left == is_left);
        rows.map_or_else(|| (0..number(side.rows)).collect(), |shared| shared.rows(recipe))
    };
    let lefts = entries(recipe, parts, (&prepared.left, &of_side(&prepared.left, true)), None);
    let others = (!prepared.within()).then(|| {
        let seen = Seen::of(&lefts);
        let right = prepared.right();
        entries(recipe, parts, (right, &of_side(right, false)), Some(&seen))
    });
    let rights = others.as_ref().unwrap_or(&lefts);
    let mut made = Made {
        lefts: Vec::new(),
        rights: Vec::new(),
        ends: Vec::new(),
        pairs: vec![0; BLOCK_ROWS_MAX + 1],
        too_large: 0,
    };
    for (left, right) in shared(&lefts, rights) {
        let size = left.len().max(right.len());
        if size <= BLOCK_ROWS_MAX && !(prepared.within() && size == 1) {
            let pairs = left.len() * right.len();
            made.pairs[size] += if prepared.within() { pairs / 2 } else { pairs } as u64;
        }
    }
    // What is too much for one recipe is too much for all of them.
    let size_max = largest(std::slice::from_ref(&made), most);
    let row = |entry: &u64| u32::try_from(entry & ((1 << ROW_BITS) - 1)).expect("22 bits fit");
    for (left, right) in shared(&lefts, rights) {
        let size = left.len().max(right.len());
        if prepared.within() && size == 1 {
            continue;
        }
        if size > size_max {
            made.too_large += right.len();
            continue;
        }
        made.lefts.extend(left.iter().map(row));
        made.rights.extend(right.iter().map(row));
        made.ends.push((number(made.lefts.len()), number(made.rights.len())));
    }
    made.lefts.shrink_to_fit();
    made.rights.shrink_to_fit();
    made.ends.shrink_to_fit();
    made
}

/// Finds the keys that both sides have, each with its entries.
fn shared<'a>(lefts: &'a [u64], rights: &'a [u64]) -> impl Iterator<Item = (&'a [u64], &'a [u64])> {
    let same = |a: &u64, b: &u64| a >> ROW_BITS == b >> ROW_BITS;
    let mut others = rights.chunk_by(same).peekable();
    lefts.chunk_by(same).filter_map(move |left| {
        let key = left[0] >> ROW_BITS;
        while others.next_if(|right| right[0] >> ROW_BITS < key).is_some() {}
        others.next_if(|right| right[0] >> ROW_BITS == key).map(|right| (left, right))
    })
}

/// Which keys one side has, for sure when it says no: keys that only the other side has need not be
/// sorted. One bit for each beginning of a key.
struct Seen {
    bits: Vec<u64>,
    /// How many of the highest bits of a key are looked at.
    length: u32,
}

/// At most so many bits of a key are looked at: 2^22 bits are half a MiB, which stays near.
const SEEN_BITS_MAX: u32 = 22;

impl Seen {
    fn of(entries: &[u64]) -> Self {
        // Some thirty bits for each key, so that few others are taken for one of them.
        let length = (entries.len().max(2).ilog2() + 5).min(SEEN_BITS_MAX);
        let mut seen = Self { bits: vec![0; (1 << length) / 64], length };
        for entry in entries {
            let (word, bit) = seen.place(*entry);
            seen.bits[word] |= bit;
        }
        seen
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let place = key >> (u64::BITS - self.length);
        (usize::try_from(place / 64).expect("at most 22 bits are left"), 1 << (place % 64))
    }

    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = self.place(key);
        self.bits[word] & bit != 0
    }
}

/// Where one list is far longer than the other: which parts of each of its rows the other has at all, one
/// bit for each part. Most of its rows need no key then.
struct Shared {
    is_left: bool,
    of_rows: Vec<u64>,
}

/// A list so many times as long as the other is far longer.
const FAR_LONGER: usize = 8;

impl Shared {
    fn of(parts: &[Parts], prepared: &Prepared) -> Option<Self> {
        let (left, right) = (&prepared.left, prepared.right());
        let is_left = left.rows > right.rows;
        let (short, long) = if is_left { (right, left) } else { (left, right) };
        if long.rows / FAR_LONGER < short.rows || parts.len() > 64 {
            return None;
        }
        let mut of_rows = vec![0_u64; long.rows];
        let value = |side: &Side, row: usize, field: usize| side.row(row)[field];
        for (at, part) in parts.iter().enumerate() {
            let shared = part.shared_with((0..short.rows).map(|row| value(short, row, part.field)));
            for (row, bits) in of_rows.iter_mut().enumerate() {
                *bits |= u64::from(shared[value(long, row, part.field) as usize]) << at;
            }
        }
        Some(Self { is_left, of_rows })
    }

    /// Returns the rows that may have a key of a recipe which the other list has too.
    fn rows(&self, recipe: &Recipe) -> Vec<u32> {
        let any = |all: &Vec<usize>| all.iter().fold(0_u64, |bits, at| bits | 1 << at);
        let wanted: Vec<u64> = recipe.parts.iter().map(any).collect();
        let rows = (0_u32..).zip(&self.of_rows);
        let has_all = |bits: u64| wanted.iter().all(|any| bits & any != 0);
        rows.filter(|(_, bits)| has_all(**bits)).map(|(row, _)| row).collect()
    }
}

/// Makes the keys of some rows by one recipe, sorted; without those that the other side has not.
fn entries(
    recipe: &Recipe,
    parts: &[Parts],
    (side, rows): (&Side, &[u32]),
    other: Option<&Seen>,
) -> Vec<u64> {
    let seed = number_of(recipe.name);
    let wanted = |key: u64| other.is_none_or(|seen| seen.may_have(key));
    let room = if other.is_some() { 0 } else { rows.len() + rows.len() / 4 };
    let mut entries = Vec::with_capacity(room);
    let mut keys: Vec<u64> = Vec::with_capacity(KEYS_OF_A_ROW_MAX);
    let mut next: Vec<u64> = Vec::with_capacity(KEYS_OF_A_ROW_MAX);
    let simple: Option<Vec<&Parts>> = recipe
        .parts
        .iter()
        .map(|alternatives| match alternatives.as_slice() {
            [only] => Some(&parts[*only]),
            _ => None,
        })
        .collect();
    for row in rows.iter().map(|row| *row as usize) {
        let values = side.row(row);
        match simple.as_ref().map(|parts| only_key(seed, parts, values)) {
            Some(Keys::None) => continue,
            Some(Keys::One(key)) => {
                if wanted(key) {
                    entries.push(key >> ROW_BITS << ROW_BITS | row as u64);
                }
                continue;
            }
            Some(Keys::Several) | None => {}
        }
        keys.clear();
        keys.push(seed);
        for alternatives in &recipe.parts {
            next.clear();
            for parts in alternatives.iter().map(|at| &parts[*at]) {
                let all = parts.get(values[parts.field]).all();
                for part in all {
                    let room = KEYS_OF_A_ROW_MAX - next.len();
                    next.extend(keys.iter().take(room).map(|key| mix(*key, u64::from(*part))));
                }
            }
            std::mem::swap(&mut keys, &mut next);
            if keys.is_empty() {
                break;
            }
        }
        let kept = keys.iter().filter(|key| wanted(**key));
        entries.extend(kept.map(|key| key >> ROW_BITS << ROW_BITS | row as u64));
    }
    sort(&mut entries);
    entries.dedup();
    entries
}

/// How many keys a row has.
enum Keys {
    None,
    One(u64),
    Several,
}

/// Makes the key of a row that has only one, which most rows do.
fn only_key(seed: u64, parts: &[&Parts], values: &[u32]) -> Keys {
    let mut key = seed;
    let mut several = false;
    for parts in parts {
        match parts.get(values[parts.field]) {
            parts::Given::None => return Keys::None,
            parts::Given::One(part) => key = mix(key, u64::from(*part)),
            parts::Given::Several(_) => several = true,
        }
    }
    if several { Keys::Several } else { Keys::One(key) }
}

fn mix(key: u64, part: u64) -> u64 {
    let mixed = (key.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Sorts entries: first into heaps by their highest bits, which are spread evenly, then each heap.
fn sort(entries: &mut Vec<u64>) {
    const HEAP: usize = 256;
    if entries.len() < HEAP * 16 {
        entries.sort_unstable();
        return;
    }
    let bits = (entries.len() / HEAP).ilog2().min(16);
    let heap = |entry: u64| {
        usize::try_from(entry >> (u64::BITS - bits)).expect("at most 16 bits are left")
    };
    let mut starts = vec![0_usize; (1 << bits) + 1];
    for entry in entries.iter() {
        starts[heap(*entry) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut sorted = vec![0; entries.len()];
    for entry in entries.iter() {
        let place = &mut next[heap(*entry)];
        sorted[*place] = *entry;
        *place += 1;
    }
    for bounds in starts.windows(2) {
        sorted[bounds[0]..bounds[1]].sort_unstable();
    }
    *entries = sorted;
}

/// Finds the size of the largest blocks that are kept: the smallest come first, until all recipes
/// together give as many pairs as are wanted.
fn largest(made: &[Made], most: u64) -> usize {
    let mut pairs = 0;
    let mut size = 1;
    for next in 1..=BLOCK_ROWS_MAX {
        pairs += made.iter().map(|made| made.pairs[next]).sum::<u64>();
        if pairs > most {
            break;
        }
        size = next;
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::prepare::prepare;
    use crate::record::{Column, Kind, Records};

    #[test]
    fn the_recipes_are_those_of_the_spec() {
        let text = include_str!("../../../../spec/vectors/reconcile/recipes.tsv");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let said: Vec<(&str, String)> = lines
            .filter_map(|line| line.split_once('\t'))
            .map(|(name, parts)| (name, parts.replace(['-', ' '], "")))
            .collect();
        let ours: Vec<(&str, String)> = RECIPES
            .iter()
            .map(|(name, parts)| {
                let parts = parts.iter().map(|part| format!("{part:?}").to_lowercase());
                (*name, parts.collect::<String>())
            })
            .collect();
        assert_eq!(ours, said);
        assert!(RECIPES.len() <= 64, "one bit each");
    }

    #[test]
    fn rows_that_share_no_part_are_left_out_without_a_loss() {
        let columns = [
            ("surname", Kind::Surname),
            ("given-name", Kind::GivenName),
            ("born", Kind::BirthDate),
            ("place", Kind::Place),
            ("taken-at", Kind::Place),
        ];
        let columns = columns.map(|(label, kind)| Column { label: label.to_owned(), kind });
        let list = |count: usize| {
            let row = |at: usize| {
                let pick = |words: &[&str], step: usize| words[at / step % words.len()].to_owned();
                let name = pick(&["Коваль", "Дзюба-Сорока", "Левадний", "Жук", "Тимчук"], 1);
                let given = pick(&["Микола", "Саша", "Остап", ""], 3);
                let (place, taken) = (pick(&["Суми", "Київ", ""], 2), pick(&["Київ", "Львів"], 5));
                let born = format!("{}-0{}-1{}", 1960 + at % 37, 1 + at % 9, at % 10);
                (format!("{at:04}"), vec![name, given, born, place, taken])
            };
            Records::new(columns.to_vec(), (0..count).map(row).collect()).expect("ids differ")
        };
        for (left, right) in [(list(7), list(400)), (list(400), list(7))] {
            let prepared = prepare(&left, Some(&right));
            let (recipes, parts) = recipes(&prepared);
            let shared = Shared::of(&parts, &prepared).expect("one is far longer");
            let mut pairs = 0;
            for recipe in &recipes {
                let of = |in_both| {
                    let made = make(recipe, (&parts, in_both), &prepared, PAIRS_MIN);
                    (made.lefts, made.rights, made.ends, made.pairs, made.too_large)
                };
                assert_eq!(of(None), of(Some(&shared)), "{}", recipe.name);
                pairs += of(None).0.len();
            }
            assert!(pairs > 100 && recipes.len() > 10);
        }
    }
}
