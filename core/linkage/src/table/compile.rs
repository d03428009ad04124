//! Compiles the table from its sources. The same sources give the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{MANY, Sections, Slots, hash_of_key, hash_of_letters};
use super::{CLASSES_MAX, KNOWN_SOUNDS_MIN};
use crate::name::{Key, System, ending, masculine};
use crate::text::{Folded, Script, fold};

/// The most forms of a class that are kept to hold an unknown, perhaps mistyped name against.
const FORMS_KEPT_MAX: usize = 16;
/// How rare a surname of the register is that is not among the common ones, in tenths of a natural
/// logarithm: 118,127 of them share about half of all people.
const RARITY_OF_REGISTERED: u8 = 95;
/// The same for a given name.
const RARITY_OF_GIVEN: u8 = 70;
/// The shares of `common` are of so many people.
const SHARE_OF: f64 = 100_000.0;

/// The texts that the table is made of. All but the last three as `data/sources/NOTICE` describes them.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// Ukrainian given name, tab, Russian forms separated by `|`.
    pub first: &'a str,
    /// The same for surnames.
    pub last: &'a str,
    /// The same for patronymics.
    pub patronymic: &'a str,
    /// Wikidata item, tab, Cyrillic forms, tab, Latin forms.
    pub wikidata: &'a str,
    /// A Ukrainian given name and the forms that it has in Russian documents beside those of `first`, one
    /// name a line.
    pub russian_forms: &'a str,
    /// A Ukrainian given name and its everyday forms, one name a line.
    pub diminutives: &'a str,
    /// `given` or `surname`, how many of 100,000 people bear each, and the names.
    pub common: &'a str,
}

/// Why a table cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileRefusal {
    /// An everyday form or a share belongs to a name that no source knows.
    #[error("`{0}` is not a known given name")]
    UnknownName(String),
    /// A line of the common names is not `given|surname SHARE NAME...`.
    #[error("`{0}` is not `given` or `surname`, a whole number and names")]
    Common(String),
    /// More classes than sixteen bits can number.
    #[error("there are {0} classes of given names, and at most 65,535 can be numbered")]
    TooManyClasses(usize),
}

/// A form and its classes.
type Forms = BTreeMap<String, BTreeSet<usize>>;

/// Compiles the table file.
pub fn compile(sources: &Sources<'_>) -> Result<Vec<u8>, CompileRefusal> {
    let names = read_forms(sources.first);
    let (class_of, mut forms) = unite(&names);
    add_forms(sources.russian_forms, &class_of, &mut forms)?;
    let official = forms.clone();
    let common = Common::read(sources.common)?;
    let frequent: BTreeSet<usize> =
        common.given.iter().filter_map(|(name, _)| class_of.get(name)).copied().collect();
    add_wikidata(sources.wikidata, &names, &class_of, &frequent, &mut forms);
    drop_other_gender(&official, &mut forms);
    add_forms(sources.diminutives, &class_of, &mut forms)?;
    let given = Given::of(&forms, &official)?;
    let mut rarity = vec![RARITY_OF_GIVEN; given.classes.len()];
    for (name, share) in &common.given {
        let classes = given.forms.get(name.as_str());
        let classes = classes.ok_or_else(|| CompileRefusal::UnknownName(name.clone()))?;
        // The first class of a form is the name itself; a further one is another name's short form.
        for class in class_of.get(name).map_or(classes.as_slice(), |_| &classes[..1]) {
            rarity[usize::from(*class)] = rarity[usize::from(*class)].min(rarity_of(*share));
        }
    }
    Ok(given.to_file(&rarity, &stems(&given, sources.patronymic), &surnames(sources.last, &common)))
}

/// Adds lines of a name and more forms of it.
fn add_forms(
    text: &str,
    class_of: &BTreeMap<String, usize>,
    forms: &mut Forms,
) -> Result<(), CompileRefusal> {
    for line in lines(text) {
        let mut words = line.split_whitespace();
        let Some(name) = words.next() else { continue };
        let class =
            *class_of.get(name).ok_or_else(|| CompileRefusal::UnknownName(name.to_owned()))?;
        for form in words {
            forms.entry(form.to_owned()).or_default().insert(class);
        }
    }
    Ok(())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within 0 to 255"
)]
fn rarity_of(share: u32) -> u8 {
    (-(f64::from(share.max(1)) / SHARE_OF).ln() * 10.0).clamp(0.0, 255.0) as u8
}

/// Ukrainian form -> Russian forms, the usual one first.
fn read_forms(text: &str) -> Vec<(String, Vec<String>)> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(uk, ru)| (uk.to_owned(), ru.split('|').map(str::to_lowercase).collect()))
        .collect()
}

/// Ukrainian forms with the same usual Russian form are one class.
fn unite(names: &[(String, Vec<String>)]) -> (BTreeMap<String, usize>, Forms) {
    let mut by_usual: BTreeMap<&str, usize> = BTreeMap::new();
    let mut class_of = BTreeMap::new();
    let mut forms = Forms::new();
    for (uk, russian) in names {
        let Some(usual) = russian.first() else { continue };
        let next = by_usual.len();
        let class = *by_usual.entry(usual).or_insert(next);
        class_of.insert(uk.clone(), class);
        forms.entry(uk.clone()).or_default().insert(class);
        for form in russian {
            forms.entry(form.clone()).or_default().insert(class);
        }
    }
    (class_of, forms)
}

/// An item that holds a Ukrainian and a Russian form of one class gives the class all its forms. An
/// item that holds any given name and belongs to no class becomes a class of its own.
fn add_wikidata(
    text: &str,
    names: &[(String, Vec<String>)],
    class_of: &BTreeMap<String, usize>,
    common: &BTreeSet<usize>,
    forms: &mut Forms,
) {
    let mut next = class_of.values().copied().max().map_or(0, |last| last + 1);
    let mut russian: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (uk, all) in names {
        for form in all {
            russian.entry(form).or_default().insert(class_of[uk]);
        }
    }
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, cyrillic, latin] = fields.as_slice() else { continue };
        let cyrillic: Vec<&str> = cyrillic.split('|').filter(|form| !form.is_empty()).collect();
        let by_uk: BTreeSet<usize> =
            cyrillic.iter().filter_map(|form| class_of.get(*form).copied()).collect();
        let by_ru: BTreeSet<usize> =
            cyrillic.iter().filter_map(|form| russian.get(form)).flatten().copied().collect();
        if by_uk.is_empty() && by_ru.is_empty() {
            continue;
        }
        let mut classes: BTreeSet<usize> = by_uk.intersection(&by_ru).copied().collect();
        let alone = |set: BTreeSet<usize>| (set.len() == 1).then_some(set);
        if classes.is_empty() {
            // Only one language is there: it decides, where it is sure.
            classes = match (by_uk.is_empty(), by_ru.is_empty()) {
                (true, false) => alone(by_ru),
                (false, true) => alone(by_uk),
                _ => None,
            }
            .unwrap_or_default();
        }
        if classes.is_empty() || classes.len() > 3 {
            classes = BTreeSet::from([next]);
            next += 1;
        }
        let one = classes.len() == 1;
        let latin = latin.split('|').filter(|form| !form.is_empty());
        for form in cyrillic.iter().copied().chain(latin) {
            // Слава is Вячеслав and Ярослав; that makes these two no one name. And an item that holds
            // two common names does not make the one a form of the other.
            let own: BTreeSet<usize> = class_of
                .get(form)
                .into_iter()
                .chain(russian.get(form).into_iter().flatten())
                .copied()
                .collect();
            let two = !own.is_disjoint(common) && !classes.is_disjoint(common);
            if !own.is_empty() && (!one || (two && own.is_disjoint(&classes))) {
                continue;
            }
            // An item of several names gives a spelling to those that it spells, where it spells any.
            let spelled: BTreeSet<usize> = cyrillic
                .iter()
                .filter(|name| !one && sounds(name) == sounds(form))
                .flat_map(|name| {
                    class_of.get(*name).into_iter().chain(russian.get(name).into_iter().flatten())
                })
                .copied()
                .filter(|class| classes.contains(class))
                .collect();
            let own = if spelled.is_empty() { &classes } else { &spelled };
            forms.entry(form.to_owned()).or_default().extend(own.iter().copied());
        }
    }
}

/// The sounds of one word, and whether it begins with я or ю.
fn sounds(form: &str) -> Option<(Key, bool)> {
    match &*fold(form) {
        [word] => Some((Key::sound(word, System::of_words(&[*word])).for_table(), is_soft(word))),
        _ => None,
    }
}

/// Takes out the feminine of a man's name that an item of Wikidata lists beside it: Валентина is not a
/// form of Валентин.
fn drop_other_gender(official: &Forms, forms: &mut Forms) {
    let sounds = |form: &str| read_word(form).map(|(_, key)| key.for_table());
    let mut men: BTreeMap<Key, BTreeSet<usize>> = BTreeMap::new();
    for (form, classes) in official {
        if let Some(key) = sounds(form)
            && !key.ends_in_a()
        {
            men.entry(key.before_last_i()).or_default().extend(classes);
        }
    }
    for (form, classes) in forms {
        let Some(key) = sounds(form).filter(Key::ends_in_a) else { continue };
        let Some(of_men) = men.get(&key.truncated(key.len() - 1).before_last_i()) else { continue };
        let own = official.get(form.as_str());
        let is_own = |class: &usize| own.is_some_and(|own| own.contains(class));
        classes.retain(|class| !of_men.contains(class) || is_own(class));
    }
}

/// What is kept of a class beside its forms' slots.
#[derive(Default, Clone)]
struct Class {
    first_sounds: u64,
    forms: Vec<Key>,
    in_documents: usize,
}

/// The given names, numbered.
#[derive(Default)]
struct Given {
    /// The keys of the forms in documents, by which patronymics are made.
    official: BTreeMap<Key, Vec<u16>>,
    /// The keys of Cyrillic forms, and whether they begin with a softened vowel.
    cyrillic: BTreeMap<(Key, bool), Vec<u16>>,
    /// Each form as it is written.
    forms: BTreeMap<String, Vec<u16>>,
    keys: BTreeMap<Key, Vec<u16>>,
    classes: Vec<Class>,
}

fn add_all(to: &mut Vec<u16>, ids: &[u16]) {
    for id in ids {
        if to.len() < CLASSES_MAX && !to.contains(id) {
            to.push(*id);
        }
    }
}

impl Given {
    /// Numbers the classes in the order in which the sorted forms name them.
    fn of(forms: &Forms, official: &Forms) -> Result<Self, CompileRefusal> {
        let mut numbers: BTreeMap<usize, u16> = BTreeMap::new();
        let mut given = Self::default();
        let in_documents: BTreeSet<usize> = official.values().flatten().copied().collect();
        for (form, classes) in forms {
            // What is in more classes says nothing.
            if classes.len() > CLASSES_MAX {
                continue;
            }
            let mut ids = Vec::new();
            for class in classes {
                let Ok(next) = u16::try_from(numbers.len()) else {
                    return Err(CompileRefusal::TooManyClasses(numbers.len()));
                };
                ids.push(*numbers.entry(*class).or_insert(next));
            }
            given.classes.resize(numbers.len(), Class::default());
            let own = official.get(form);
            let initials = classes.iter().map(|class| {
                !in_documents.contains(class) || own.is_some_and(|own| own.contains(class))
            });
            given.add(form, &ids, &initials.collect::<Vec<bool>>());
        }
        given.add_latin_by_sounds();
        Ok(given)
    }

    /// Adds a form; `initials` says of which classes it is a form in documents, by which an initial is
    /// chosen: nobody signs as К. because he is called Коля.
    fn add(&mut self, form: &str, ids: &[u16], initials: &[bool]) {
        let words = fold(form);
        let system = System::of_words(&words);
        // A name of two words is looked up as its words joined.
        let key = words
            .iter()
            .map(|word| Key::sound(word, system))
            .reduce(|joined, key| joined.joined(&key))
            .unwrap_or_default()
            .for_table();
        let cyrillic = words.first().is_some_and(|word| word.script == Script::Cyrillic);
        for (id, initial) in ids.iter().zip(initials) {
            let class = &mut self.classes[usize::from(*id)];
            if let Some(first) = key.sounds().first().filter(|_| *initial) {
                class.first_sounds |= 1 << first;
                add_all(self.official.entry(key).or_default(), &[*id]);
            }
            if cyrillic && !class.forms.contains(&key) {
                // Those of documents go before all others.
                let at = if *initial { class.in_documents } else { class.forms.len() };
                class.forms.insert(at, key);
                class.in_documents += usize::from(*initial);
                class.forms.truncate(FORMS_KEPT_MAX);
            }
        }
        if let [word] = &*words {
            if cyrillic {
                add_all(self.cyrillic.entry((key, is_soft(word))).or_default(), ids);
            }
            add_all(self.forms.entry(words[0].to_text()).or_default(), ids);
        }
        if key.len() >= KNOWN_SOUNDS_MIN {
            add_all(self.keys.entry(key).or_default(), ids);
        }
    }

    /// A Latin spelling is every name that it may spell: `Fedir` is Федір, whatever else bears it.
    fn add_latin_by_sounds(&mut self) {
        for (form, ids) in &mut self.forms {
            let words = fold(form);
            let [word] = &*words else { continue };
            let key = Key::sound(word, System::of_words(&words)).for_table();
            if word.script == Script::Latin && key.len() >= KNOWN_SOUNDS_MIN {
                let spelled = self.cyrillic.get(&(key, is_soft(word)));
                add_all(ids, spelled.map_or(&[], Vec::as_slice));
            }
        }
    }

    fn to_file(
        &self,
        rarity: &[u8],
        stems: &BTreeMap<Key, Vec<u16>>,
        surnames: &BTreeMap<Key, u32>,
    ) -> Vec<u8> {
        let mut sets = Sets::default();
        let forms: Vec<(u64, u32)> = self
            .forms
            .iter()
            .map(|(form, ids)| {
                let word: Vec<u16> = form.encode_utf16().collect();
                (hash_of_letters(&word), sets.value(ids))
            })
            .collect();
        let mut by_key = |all: &BTreeMap<Key, Vec<u16>>| -> Vec<(u64, u32)> {
            all.iter().map(|(key, ids)| (hash_of_key(key), sets.value(ids))).collect()
        };
        let (keys, stems) = (by_key(&self.keys), by_key(stems));
        let (mut classes, mut sounds) = (Vec::new(), Vec::new());
        for (class, rarity) in self.classes.iter().zip(rarity) {
            let place = u32::try_from(sounds.len()).expect("all forms together are below 4 GiB");
            classes.extend(class.first_sounds.to_le_bytes());
            classes.extend(place.to_le_bytes());
            classes.push(u8::try_from(class.forms.len()).expect("at most 16 forms"));
            classes.extend([*rarity, 0, 0]);
            for form in &class.forms {
                sounds.push(u8::try_from(form.len()).expect("a key has at most 31 sounds"));
                sounds.extend_from_slice(form.sounds());
            }
        }
        Sections {
            forms: &Slots::build(forms.into_iter()),
            keys: &Slots::build(keys.into_iter()),
            stems: &Slots::build(stems.into_iter()),
            surnames: &Slots::build(surnames.iter().map(|(key, value)| (hash_of_key(key), *value))),
            sets: &sets.bytes,
            classes: &classes,
            sounds: &sounds,
        }
        .to_file()
    }
}

/// Says whether a word begins with я or ю: Яна and Анна sound alike in the key.
fn is_soft(word: &Folded) -> bool {
    let letters: Vec<char> = word.to_text().chars().take(2).collect();
    matches!(letters.as_slice(), ['я' | 'ю' | 'â' | 'û', ..] | ['y' | 'j' | 'i', 'a' | 'u'])
}

/// Sets of classes, each written once.
#[derive(Default)]
struct Sets {
    bytes: Vec<u8>,
    places: BTreeMap<Vec<u16>, u32>,
}

impl Sets {
    fn value(&mut self, ids: &[u16]) -> u32 {
        if let [id] = ids {
            return u32::from(*id);
        }
        if let Some(place) = self.places.get(ids) {
            return MANY | place;
        }
        let place = u32::try_from(self.bytes.len()).expect("all sets together are below 2 GiB");
        self.places.insert(ids.to_vec(), place);
        let count = u16::try_from(ids.len()).expect("at most twelve classes");
        self.bytes.extend(count.to_le_bytes());
        for id in ids {
            self.bytes.extend(id.to_le_bytes());
        }
        MANY | place
    }
}

/// Patronymics without their endings -> the names that the father may have.
///
/// The ending takes the last vowel of the name away (Микола, Миколович; Сергій, Сергович), so every
/// name is entered with and without it. The list of patronymics adds those that two languages form
/// from different stems.
fn stems(given: &Given, patronymics: &str) -> BTreeMap<Key, Vec<u16>> {
    let sounds = |text: &str| read_word(text).map(|(_, key)| key).unwrap_or_default();
    let mut stems: BTreeMap<Key, Vec<u16>> = BTreeMap::new();
    for (stem, name) in IRREGULAR_STEMS {
        if let Some(ids) = given.keys.get(&sounds(name).for_table()) {
            add_all(stems.entry(sounds(stem).for_table()).or_default(), ids);
        }
    }
    let endings = ["", "и", "о", "а", "ей"].map(sounds);
    // A form in documents goes before every other: Алекс is no father of Алексеевич.
    for names in [&given.official, &given.keys] {
        let mut found: BTreeMap<Key, Vec<u16>> = BTreeMap::new();
        for end in &endings {
            for (key, ids) in names.iter().filter(|(key, _)| key.sounds().ends_with(end.sounds())) {
                let stem = key.truncated(key.len() - end.len());
                if stem.len() > 1 && !stems.contains_key(&stem) {
                    add_all(found.entry(stem).or_default(), ids);
                }
            }
        }
        stems.extend(found);
    }
    for (uk, russian) in read_forms(patronymics) {
        let stem = |text: &str| {
            let key = sounds(text);
            let (length, _) = ending(key.sounds())?;
            Some(key.truncated(length).for_table())
        };
        let Some((a, b)) = stem(&uk).zip(russian.first().and_then(|form| stem(form))) else {
            continue;
        };
        let both: Vec<u16> =
            [&a, &b].iter().filter_map(|stem| stems.get(*stem)).flatten().copied().collect();
        if a != b && !both.is_empty() {
            add_all(stems.entry(a).or_default(), &both);
            add_all(stems.entry(b).or_default(), &both);
        }
    }
    stems
}

/// Stems that no ending leads back to the name: Львович, Якович, Яковлевич, Ілліч.
const IRREGULAR_STEMS: [(&str, &str); 5] =
    [("льв", "лев"), ("як", "яків"), ("яковл", "яків"), ("іл", "ілля"), ("савел", "савелій")];

/// Surnames by their sounds in the masculine -> number and rarity. A Ukrainian form and its usual
/// Russian form are one surname.
fn surnames(text: &str, common: &Common) -> BTreeMap<Key, u32> {
    let mut one_with: BTreeMap<Key, Key> = BTreeMap::new();
    let read = |text: &str| read_word(text).map(|(_, key)| masculine(&key).for_table());
    for (uk, russian) in read_forms(text) {
        let Some(uk) = read(&uk) else { continue };
        let russian = russian.first().and_then(|form| read(form)).unwrap_or(uk);
        let (a, b) = (first_of(&mut one_with, uk), first_of(&mut one_with, russian));
        if a != b {
            one_with.insert(a.max(b), a.min(b));
        }
    }
    let keys: Vec<Key> = one_with.keys().copied().collect();
    let mut numbers: BTreeMap<Key, u32> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for key in keys {
        let first = first_of(&mut one_with, key);
        let next = u32::try_from(numbers.len()).expect("there are fewer than 2^24 surnames");
        let number = *numbers.entry(first).or_insert(next);
        found.insert(key, number << 8 | u32::from(RARITY_OF_REGISTERED));
    }
    for (name, share) in &common.surnames {
        let Some(key) = read(name) else { continue };
        let next = u32::try_from(numbers.len()).expect("there are fewer than 2^24 surnames");
        let number = found.get(&key).map_or(next, |value| value >> 8);
        numbers.entry(key).or_insert(next);
        let rarity = u32::from(rarity_of(*share));
        found.entry(key).or_insert(number << 8 | rarity);
        // Every spelling of one surname is as common as the commonest.
        for value in found.values_mut().filter(|value| **value >> 8 == number) {
            *value = number << 8 | (*value & 0xff).min(rarity);
        }
    }
    found
}

/// Returns the first key of those that are one surname.
fn first_of(one_with: &mut BTreeMap<Key, Key>, key: Key) -> Key {
    let mut first = key;
    while let Some(next) = one_with.get(&first).copied().filter(|next| *next != first) {
        first = next;
    }
    one_with.insert(key, first);
    first
}

fn read_word(text: &str) -> Option<(Folded, Key)> {
    match &*fold(text) {
        [word] => Some((*word, Key::sound(word, System::Plain))).filter(|(_, key)| !key.is_empty()),
        _ => None,
    }
}

/// How common the commonest names are.
#[derive(Default)]
struct Common {
    given: Vec<(String, u32)>,
    surnames: Vec<(String, u32)>,
}

impl Common {
    fn read(text: &str) -> Result<Self, CompileRefusal> {
        let mut common = Self::default();
        for line in lines(text) {
            let refused = || CompileRefusal::Common(line.to_owned());
            let mut words = line.split_whitespace();
            let list = match words.next() {
                Some("given") => &mut common.given,
                Some("surname") => &mut common.surnames,
                _ => return Err(refused()),
            };
            let share: u32 =
                words.next().and_then(|share| share.parse().ok()).ok_or_else(refused)?;
            list.extend(words.map(|name| (name.to_owned(), share)));
        }
        Ok(common)
    }
}
