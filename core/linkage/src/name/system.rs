//! How a Latin spelling was made. The same letters are different sounds in a German and in a French
//! passport; telltale letters of the whole name say which.

use crate::text::{Folded, Script, Word};

/// A family of Latin spelling systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// English-like, and every passport table since 2010.
    Plain,
    /// `tsch`, `w`: `z` is ц, `ch` is х, `s` may be з.
    German,
    /// `ou`, `tch`: `ch` is ш, `j` is ж.
    French,
    /// `ç`, `ş`: `c` is дж, `j` is ж.
    Turkish,
    /// `č`, `š`, `ž`: `c` is ц, `ch` and `x` are х.
    Scientific,
    /// `cz`, `sz`, `ł`: `c` is ц, `ch` is х.
    Polish,
    /// `cs`, `zs`, `gy`: `s` is ш, `sz` is с.
    Hungarian,
    /// Back from Arabic writing, which has no o, e, p or v: `fitsh`, `fna`.
    FewSounds,
}

/// How many systems there are.
const SYSTEMS: usize = 8;

/// The systems in the order that decides when votes are equal; the plain one needs more than each.
const ORDER: [System; SYSTEMS] = [
    System::FewSounds,
    System::Turkish,
    System::Polish,
    System::Scientific,
    System::German,
    System::French,
    System::Hungarian,
    System::Plain,
];

/// A row whose own votes for a system other than its list's reach this is read by its own.
const OWN_VOTES_MIN: u32 = 4;

impl System {
    /// Detects the system by all Latin words of one name.
    pub fn detect(words: &[Word]) -> Self {
        Votes::of(words).winner().0
    }

    /// Detects the system by one name of a list whose system is known: what the name itself shows
    /// plainly goes first, and the list decides where it shows little. A plain list decides nothing.
    pub fn detect_within(words: &[Word], list: Self) -> Self {
        let (own, votes) = Votes::of(words).winner();
        if votes >= OWN_VOTES_MIN || list == Self::Plain { own } else { list }
    }

    /// Detects the system of a list by all names of all its rows, each as its folded words: one clerk
    /// writes one system, and few single names give it away.
    ///
    /// Each row has one vote for the system that it shows; rows that show none and rows in Cyrillic
    /// have none. At least two thirds of those who vote have to agree, else several clerks wrote it and
    /// the list counts as plain. The order of rows changes nothing. Read each row by [`System::detect_within`] afterwards.
    pub fn of_list<'a>(rows: impl IntoIterator<Item = &'a [Word]>) -> Self {
        let mut rows_of = [0_usize; SYSTEMS];
        for row in rows {
            let (system, votes) = Votes::of(row).winner();
            if votes > 0 {
                rows_of[system as usize] += 1;
            }
        }
        let voting: usize = rows_of.iter().sum();
        let most = rows_of.iter().copied().max().unwrap_or(0);
        let first = ORDER.into_iter().find(|system| rows_of[*system as usize] == most);
        first.filter(|_| most > 0 && most * 3 >= voting * 2).unwrap_or(Self::Plain)
    }

    /// Detects the system by the folded words of one name.
    pub(crate) fn of_words(words: &[Folded]) -> Self {
        let mut votes = Votes::default();
        for word in words {
            votes.add(word);
        }
        votes.winner().0
    }
}

/// How much speaks for each system.
#[derive(Default)]
struct Votes([u32; SYSTEMS]);

impl Votes {
    fn of(words: &[Word]) -> Self {
        let mut votes = Self::default();
        for word in words {
            votes.add(&Folded::of(word));
        }
        votes
    }

    /// Returns the system with the most votes and how many it has; plain with none.
    fn winner(&self) -> (System, u32) {
        let mut best = (System::Plain, 0);
        for system in ORDER {
            let votes = self.0[system as usize];
            // One зс or кс on a seam (`Bezsalov`) is no Hungarian.
            if votes > best.1 && (system != System::Hungarian || votes > 1) {
                best = (system, votes);
            }
        }
        best
    }

    /// Counts the telltale letters of a word; each kind once a word.
    fn add(&mut self, word: &Folded) {
        if word.script == Script::Cyrillic {
            return;
        }
        let letters = word.letters();
        let mut seen = 0_u32;
        for at in 0..letters.len() {
            let Some(first) = telltale(&letters[at..]) else { continue };
            for (kind, system, weight) in first {
                if seen & (1 << kind) == 0 {
                    seen |= 1 << kind;
                    self.0[*system as usize] += weight;
                }
            }
        }
        for (end, weight) in FEW_SOUNDS_ENDS {
            if letters.len() >= end.len() && begins(&letters[letters.len() - end.len()..], end) {
                self.0[System::FewSounds as usize] += weight;
            }
        }
    }
}

/// Endings of patronymics and surnames that came through a script without o, e, p and v.
const FEW_SOUNDS_ENDS: &[(&[u8], u32)] = &[
    (b"fich", 9),
    (b"fych", 9),
    (b"fitch", 9),
    (b"ifna", 9),
    (b"ufna", 9),
    (b"nku", 3),
    (b"uf", 3),
    (b"ufa", 3),
];

fn begins(letters: &[u16], mark: &[u8]) -> bool {
    letters.len() >= mark.len()
        && letters.iter().zip(mark).all(|(letter, byte)| *letter == u16::from(*byte))
}

/// What the letters at the beginning of `rest` tell: the number of the kind, the system, the weight.
fn telltale(rest: &[u16]) -> Option<&'static [(u8, System, u32)]> {
    use System::{FewSounds, French, German, Hungarian, Plain, Polish, Scientific, Turkish};
    let after = &rest[1..];
    Some(match char::from_u32(u32::from(rest[0]))? {
        'w' => &[(0, German, 1)],
        's' if begins(after, b"zcz") => &[(1, Polish, 4), (2, Polish, 2), (3, Hungarian, 2)],
        's' if begins(after, b"z") => &[(2, Polish, 2), (3, Hungarian, 2)],
        's' if begins(after, b"ch") => &[(4, German, 4)],
        's' if begins(after, b"s") => &[(5, German, 1)],
        't' if begins(after, b"sch") => &[(6, German, 4)],
        't' if begins(after, b"ch") => &[(7, French, 3)],
        'd' if begins(after, b"sch") => &[(8, German, 4)],
        'd' if begins(after, b"j") => &[(9, French, 1)],
        'g' if begins(after, b"ue") || begins(after, b"ui") => &[(10, French, 3)],
        'o' if begins(after, b"u") => &[(11, French, 2)],
        'c' if begins(after, b"z") => &[(12, Polish, 2)],
        'c' if begins(after, b"s") => &[(13, Hungarian, 1)],
        'z' if begins(after, b"s") => &[(14, Hungarian, 1)],
        'z' if begins(after, b"h") => &[(15, Plain, 3)],
        'f' if begins(after, b"itsh") || begins(after, b"ytsh") => &[(16, FewSounds, 9)],
        'ç' => &[(17, Turkish, 4)],
        'ş' => &[(18, Turkish, 4)],
        'ı' => &[(19, Turkish, 4)],
        'ğ' => &[(20, Turkish, 4)],
        'ł' => &[(21, Polish, 4)],
        'ż' => &[(22, Polish, 4)],
        'ś' | 'ź' | 'ć' | 'ń' => &[(23, Polish, 4)],
        'č' => &[(24, Scientific, 3)],
        'š' => &[(25, Scientific, 3)],
        'ž' => &[(26, Scientific, 3)],
        'ǧ' | 'â' | 'û' | 'ŝ' | 'ì' => &[(27, Scientific, 3)],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    #[test]
    fn telltale_letters_give_the_system_away() {
        let detect = |text| System::detect(&words(text));
        assert_eq!(detect("Jantschenjuk Kostjantyn Jefremowytsch"), System::German);
        assert_eq!(detect("Louzgine Viatcheslav Martinovitch"), System::French);
        assert_eq!(detect("Şevçuk Nikita"), System::Turkish);
        assert_eq!(detect("Zulutku Zinufi Mikhaylufitsh"), System::FewSounds);
        assert_eq!(detect("Habryk Leonard Petrovych"), System::Plain);
    }

    #[test]
    fn a_list_gives_the_system_of_the_names_that_show_none() {
        let list = |rows: &[&str]| {
            let rows: Vec<Vec<Word>> = rows.iter().map(|row| words(row)).collect();
            System::of_list(rows.iter().map(Vec::as_slice))
        };
        let german =
            ["Rokitenez Pawel", "Tschwartazkyj Tymofij", "Dozha Iurii", "Jantschenjuk Kostjantyn"];
        assert_eq!(list(&german), System::German);
        assert_eq!(System::detect(&words("Dozha Iurii")), System::Plain);
        assert_eq!(System::detect_within(&words("Dozha Iurii"), System::German), System::German);
        let own = System::detect_within(&words("Şevçuk Nikita"), System::German);
        assert_eq!(own, System::Turkish);
        // Three clerks, three systems: each row speaks for itself.
        let mixed = ["Şevçuk Nikita", "Jantschenjuk Kostjantyn", "Louzgine Martinovitch"];
        assert_eq!(list(&mixed), System::Plain);
        let own = System::detect_within(&words("Rokitenez Pawel"), System::Plain);
        assert_eq!(own, System::German);
        assert_eq!(list(&["Habryk Leonard", "Шевчук Іван"]), System::Plain);
        assert_eq!(list(&[]), System::Plain);
    }
}
