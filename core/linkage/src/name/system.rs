//! How a Latin spelling was made. The same letters are different sounds in a German and in a French
//! passport; telltale letters of the whole name say which.

use crate::text::{Script, Word};

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

impl System {
    /// Detects the system by all Latin words of one name.
    pub fn detect(words: &[Word]) -> Self {
        let mut votes = [0_u8; 8];
        for word in words.iter().filter(|word| word.script == Script::Latin) {
            for (system, marks, weight) in MARKS {
                for mark in *marks {
                    if word.letters.contains(mark) {
                        votes[*system as usize] += weight;
                    }
                }
            }
            let end = word.letters.as_str();
            for (mark, weight) in ENDS_FEW_SOUNDS {
                if end.ends_with(mark) {
                    votes[Self::FewSounds as usize] += weight;
                }
            }
        }
        let mut best = Self::Plain;
        let mut most = 0;
        for (system, ..) in MARKS {
            if votes[*system as usize] > most {
                most = votes[*system as usize];
                best = *system;
            }
        }
        best
    }
}

const ENDS_FEW_SOUNDS: &[(&str, u8)] = &[
    ("fich", 9),
    ("fych", 9),
    ("fitch", 9),
    ("ifna", 9),
    ("ufna", 9),
    ("nku", 3),
    ("uf", 3),
    ("ufa", 3),
];

/// Telltale letters, with their weight. The order decides when votes are equal.
const MARKS: &[(System, &[&str], u8)] = &[
    (System::FewSounds, &["fitsh", "fytsh"], 9),
    (System::Turkish, &["ç", "ş", "ı", "ğ"], 4),
    (System::Polish, &["ł", "ż", "ś", "ź", "ć", "ń", "szcz"], 4),
    (System::Polish, &["cz", "sz"], 2),
    (System::Scientific, &["č", "š", "ž", "ǧ", "â", "û", "ŝ", "ì"], 3),
    (System::German, &["tsch", "dsch", "sch"], 4),
    (System::German, &["w", "ss"], 1),
    (System::French, &["tch", "dj", "gue", "gui"], 3),
    (System::French, &["ou"], 2),
    (System::Hungarian, &["cs", "zs", "sz"], 2),
];

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
}
