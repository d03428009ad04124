//! Given names and patronymics in both languages, and a person's whole name made of them.

use exchange::vocabulary::{Sex, Side};

use super::chance::Chance;
use super::surnames;

/// A word in the two languages of the lists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Both {
    /// As side A writes it.
    pub(crate) uk: String,
    /// As side B writes it.
    pub(crate) ru: String,
}

impl Both {
    pub(super) fn new(uk: &str, ru: &str) -> Self {
        Self { uk: uk.to_owned(), ru: ru.to_owned() }
    }

    /// Returns the word as a side writes it.
    pub(crate) fn by(&self, writer: Side) -> &str {
        match writer {
            Side::A => &self.uk,
            Side::B => &self.ru,
        }
    }
}

/// A whole name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// Surname.
    pub(crate) surname: Both,
    /// Given name.
    pub(crate) given: Both,
    /// Patronymic; a national of another state has none.
    pub(crate) patronymic: Option<Both>,
}

#[rustfmt::skip]
const MEN: &[(&str, &str)] = &[
    ("Олександр", "Александр"), ("Сергій", "Сергей"), ("Андрій", "Андрей"), ("Володимир", "Владимир"),
    ("Дмитро", "Дмитрий"), ("Микола", "Николай"), ("Олексій", "Алексей"), ("Юрій", "Юрий"),
    ("Віктор", "Виктор"), ("Іван", "Иван"), ("Василь", "Василий"), ("Ігор", "Игорь"),
    ("Роман", "Роман"), ("Максим", "Максим"), ("Михайло", "Михаил"), ("Євген", "Евгений"),
    ("Артем", "Артем"), ("Денис", "Денис"), ("Павло", "Павел"), ("Олег", "Олег"),
    ("Віталій", "Виталий"), ("Руслан", "Руслан"), ("Богдан", "Богдан"), ("Владислав", "Владислав"),
    ("Антон", "Антон"), ("Петро", "Петр"), ("Анатолій", "Анатолий"), ("Вадим", "Вадим"),
    ("Валерій", "Валерий"), ("Ярослав", "Ярослав"), ("В'ячеслав", "Вячеслав"),
    ("Станіслав", "Станислав"), ("Тарас", "Тарас"), ("Кирило", "Кирилл"), ("Данило", "Даниил"),
    ("Микита", "Никита"), ("Костянтин", "Константин"), ("Григорій", "Григорий"), ("Ілля", "Илья"),
    ("Назар", "Назар"), ("Леонід", "Леонид"), ("Борис", "Борис"), ("Геннадій", "Геннадий"),
    ("Степан", "Степан"), ("Федір", "Федор"), ("Едуард", "Эдуард"), ("Валентин", "Валентин"),
    ("Матвій", "Матвей"),
];

#[rustfmt::skip]
const WOMEN: &[(&str, &str)] = &[
    ("Олена", "Елена"), ("Наталія", "Наталья"), ("Тетяна", "Татьяна"), ("Ірина", "Ирина"),
    ("Оксана", "Оксана"), ("Ольга", "Ольга"), ("Світлана", "Светлана"), ("Юлія", "Юлия"),
    ("Катерина", "Екатерина"), ("Марія", "Мария"), ("Анна", "Анна"), ("Вікторія", "Виктория"),
    ("Людмила", "Людмила"), ("Анастасія", "Анастасия"), ("Яна", "Яна"), ("Олександра", "Александра"),
    ("Надія", "Надежда"), ("Віра", "Вера"),
];

/// Patronymics: Ukrainian for a man and for a woman, Russian for a man and for a woman.
#[rustfmt::skip]
const PATRONYMICS: &[[&str; 4]] = &[
    ["Олександрович", "Олександрівна", "Александрович", "Александровна"],
    ["Сергійович", "Сергіївна", "Сергеевич", "Сергеевна"],
    ["Миколайович", "Миколаївна", "Николаевич", "Николаевна"],
    ["Володимирович", "Володимирівна", "Владимирович", "Владимировна"],
    ["Вікторович", "Вікторівна", "Викторович", "Викторовна"],
    ["Васильович", "Василівна", "Васильевич", "Васильевна"],
    ["Іванович", "Іванівна", "Иванович", "Ивановна"],
    ["Анатолійович", "Анатоліївна", "Анатольевич", "Анатольевна"],
    ["Петрович", "Петрівна", "Петрович", "Петровна"],
    ["Михайлович", "Михайлівна", "Михайлович", "Михайловна"],
    ["Юрійович", "Юріївна", "Юрьевич", "Юрьевна"],
    ["Андрійович", "Андріївна", "Андреевич", "Андреевна"],
    ["Олексійович", "Олексіївна", "Алексеевич", "Алексеевна"],
    ["Валерійович", "Валеріївна", "Валерьевич", "Валерьевна"],
    ["Григорович", "Григорівна", "Григорьевич", "Григорьевна"],
    ["Павлович", "Павлівна", "Павлович", "Павловна"],
    ["Ігорович", "Ігорівна", "Игоревич", "Игоревна"],
    ["Леонідович", "Леонідівна", "Леонидович", "Леонидовна"],
    ["Віталійович", "Віталіївна", "Витальевич", "Витальевна"],
    ["Борисович", "Борисівна", "Борисович", "Борисовна"],
    ["Євгенович", "Євгенівна", "Евгеньевич", "Евгеньевна"],
    ["Степанович", "Степанівна", "Степанович", "Степановна"],
    ["Дмитрович", "Дмитрівна", "Дмитриевич", "Дмитриевна"],
    ["Олегович", "Олегівна", "Олегович", "Олеговна"],
    ["Геннадійович", "Геннадіївна", "Геннадьевич", "Геннадьевна"],
    ["В'ячеславович", "В'ячеславівна", "Вячеславович", "Вячеславовна"],
    ["Валентинович", "Валентинівна", "Валентинович", "Валентиновна"],
    ["Станіславович", "Станіславівна", "Станиславович", "Станиславовна"],
    ["Романович", "Романівна", "Романович", "Романовна"],
    ["Федорович", "Федорівна", "Федорович", "Федоровна"],
    ["Богданович", "Богданівна", "Богданович", "Богдановна"],
    ["Ярославович", "Ярославівна", "Ярославович", "Ярославовна"],
    ["Костянтинович", "Костянтинівна", "Константинович", "Константиновна"],
    ["Едуардович", "Едуардівна", "Эдуардович", "Эдуардовна"],
    ["Вадимович", "Вадимівна", "Вадимович", "Вадимовна"],
    ["Максимович", "Максимівна", "Максимович", "Максимовна"],
    ["Якович", "Яківна", "Яковлевич", "Яковлевна"],
    ["Тарасович", "Тарасівна", "Тарасович", "Тарасовна"],
    ["Артемович", "Артемівна", "Артемович", "Артемовна"],
    ["Денисович", "Денисівна", "Денисович", "Денисовна"],
];

/// One in this many surnames comes from the other side's table.
const CROSSED: u64 = 5;

/// Draws a whole name for somebody of a side.
pub(super) fn draw(chance: &mut Chance, side: Side, sex: Sex) -> Name {
    let crossed = chance.below(CROSSED) == 0;
    let table = match if crossed { side.other() } else { side } {
        Side::A => surnames::OF_A,
        Side::B => surnames::OF_B,
    };
    let (uk, ru) = *chance.common(table);
    let [uk_man, uk_woman, ru_man, ru_woman] = chance.common(PATRONYMICS);
    match sex {
        Sex::Male => {
            let given = chance.common(MEN);
            Name {
                surname: Both::new(uk, ru),
                given: Both::new(given.0, given.1),
                patronymic: Some(Both::new(uk_man, ru_man)),
            }
        }
        Sex::Female => {
            let given = chance.common(WOMEN);
            Name {
                surname: Both { uk: of_woman(uk), ru: of_woman(ru) },
                given: Both::new(given.0, given.1),
                patronymic: Some(Both::new(uk_woman, ru_woman)),
            }
        }
    }
}

/// The name of the nth national of another state.
pub(super) fn of_other(number: usize) -> Name {
    let [surname, given] = surnames::OF_OTHERS[number % surnames::OF_OTHERS.len()];
    Name {
        surname: Both::new(surname.0, surname.1),
        given: Both::new(given.0, given.1),
        patronymic: None,
    }
}

/// How many different names [`of_other`] has.
pub(super) fn others() -> usize {
    surnames::OF_OTHERS.len()
}

/// The form of a surname for a woman, in either language.
fn of_woman(man: &str) -> String {
    /// Endings of adjectives, the longer first, and what stands in their place for a woman.
    const ADJECTIVES: [(&str, &str); 6] = [
        ("ський", "ська"),
        ("цький", "цька"),
        ("ский", "ская"),
        ("цкий", "цкая"),
        ("ий", "а"),
        ("ый", "ая"),
    ];
    const POSSESSIVES: [&str; 6] = ["ов", "ев", "єв", "ін", "їн", "ин"];
    for (of_man, of_woman) in ADJECTIVES {
        if let Some(stem) = man.strip_suffix(of_man) {
            return format!("{stem}{of_woman}");
        }
    }
    if POSSESSIVES.iter().any(|ending| man.ends_with(ending)) {
        return format!("{man}а");
    }
    man.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_womans_surname_has_her_ending_or_none() {
        for (man, woman) in [
            ("Островський", "Островська"),
            ("Островский", "Островская"),
            ("Левицький", "Левицька"),
            ("Чорний", "Чорна"),
            ("Черный", "Черная"),
            ("Соколов", "Соколова"),
            ("Лебедєв", "Лебедєва"),
            ("Ільїн", "Ільїна"),
            ("Никитин", "Никитина"),
            ("Коваленко", "Коваленко"),
            ("Бондарь", "Бондарь"),
            ("Сорока", "Сорока"),
        ] {
            assert_eq!(of_woman(man), woman);
        }
    }

    #[test]
    fn no_name_stands_twice_and_each_has_letters_of_its_own_language() {
        let surnames: Vec<_> = surnames::OF_A.iter().chain(surnames::OF_B).collect();
        let once: std::collections::BTreeSet<_> = surnames.iter().map(|pair| pair.0).collect();
        assert_eq!(once.len(), surnames.len());
        let patronymics = PATRONYMICS.iter().flat_map(|p| [(p[0], p[2]), (p[1], p[3])]);
        for (uk, ru) in surnames.into_iter().chain(MEN).chain(WOMEN).copied().chain(patronymics) {
            assert!(!uk.contains(['ы', 'э', 'ъ', 'ё', 'Э']), "{uk}");
            assert!(!ru.contains(['і', 'ї', 'є', 'ґ', '\'', 'І', 'Ї', 'Є', 'Ґ']), "{ru}");
        }
    }
}
