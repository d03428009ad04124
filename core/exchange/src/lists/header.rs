//! The words by which officers head their columns, in Ukrainian, Russian and English.

use super::Field;

/// What the head of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// A field.
    Of(Field),
    /// A column that this program added to a workbook it gave back. It is read past.
    Ours,
}

/// The head of the column of findings in a workbook that we give back.
pub const FINDINGS_HEADING: &str = "safeconduct: findings";

/// The head of the column that says what became of each row in a workbook that we give back.
pub const READING_HEADING: &str = "safeconduct: reading";

/// The head of the column of line references in a workbook that we give back.
pub const LINE_HEADING: &str = "safeconduct: line";

/// Says whether a head is of a column that this program added to a workbook it gave back.
pub fn is_our_heading(text: &str) -> bool {
    of_words(text) == Some(Heading::Ours)
}

/// Reads the head of a column. A head in two languages (`Прізвище / Surname`) counts when its parts
/// do not contradict each other.
pub(super) fn read_heading(text: &str) -> Option<Heading> {
    if let Some(heading) = of_words(text) {
        return Some(heading);
    }
    let parts = text.split(['/', '\n', '|', ';']).filter_map(of_words);
    let mut agreed = None;
    for heading in parts {
        match agreed {
            None => agreed = Some(heading),
            Some(before) if before != heading => return None,
            Some(_) => {}
        }
    }
    agreed
}

/// Says which field a column holds by its head, in any of the three languages.
pub fn field_of_heading(text: &str) -> Option<Field> {
    match read_heading(text)? {
        Heading::Of(field) => Some(field),
        Heading::Ours => None,
    }
}

fn of_words(text: &str) -> Option<Heading> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    if folded.starts_with("safeconduct ") {
        return Some(Heading::Ours);
    }
    WORDS
        .iter()
        .find(|(_, words)| words.contains(&folded.as_str()))
        .map(|(field, _)| Heading::Of(*field))
}

/// Lower case, one kind of apostrophe, no brackets or points, single spaces.
fn fold(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            'ё' => plain.push('е'),
            '\'' | '’' | 'ʼ' | '`' | '‘' | '′' => plain.push('\''),
            '№' | '#' => plain.push_str(" № "),
            _ if letter.is_alphanumeric() || letter == '\u{306}' || letter == '\u{308}' => {
                plain.push(letter);
            }
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words for each field. A word stands under one field only; a test holds that.
#[rustfmt::skip]
const WORDS: [(Field, &[&str]); 31] = [
    (Field::Id, &[
            "id", "ід", "ид", "reference", "ref", "person id", "record id", "case number", "case id",
            "ідентифікатор", "идентификатор", "код", "код особи", "код лица", "номер справи", "номер дела",
            "номер запису", "номер записи", "icrc number", "icrc №",
        ]),
    (Field::Ordinal, &[
            "№", "№ п п", "№ з п", "п п", "з п", "n", "no", "nr", "row", "ordinal", "№ пп", "№ зп", "порядковий номер",
            "порядковый номер", "номер п п", "номер з п", "s n", "№ по порядку",
        ]),
    (Field::Surname, &[
            "surname", "last name", "lastname", "family name", "family names", "second name", "прізвище", "призвище",
            "фамилия", "фам", "прізв",
        ]),
    (Field::GivenName, &[
            "given name", "given names", "first name", "first names", "firstname", "forename", "forenames",
            "ім'я", "імя", "власне ім'я", "имя",
        ]),
    (Field::Patronymic, &[
            "patronymic", "middle name", "по батькові", "побатькові", "по батьк", "отчество",
        ]),
    (Field::FullName, &[
            "full name", "name", "names", "піб", "п і б", "пib", "прізвище ім'я по батькові", "прізвище ім'я та по батькові",
            "прізвище власне ім'я по батькові", "прізвище та ім'я", "прізвище ім'я", "фио", "ф и о",
            "фамилия имя отчество", "фамилия имя и отчество", "фамилия имя", "surname given name patronymic",
            "surname and name", "surname name", "surname first name", "surname and first name", "name and surname",
        ]),
    (Field::BirthDate, &[
            "birth date", "date of birth", "dob", "d o b", "born", "birthdate", "birthday", "year of birth", "birth year",
            "дата народження", "дата народж", "д н", "дн", "рік народження", "день народження", "число місяць рік народження",
            "народився", "р н", "дата рождения", "дата рожд", "д р", "год рождения", "день рождения", "г р",
            "число месяц год рождения", "родился", "дата та рік народження", "дата и год рождения",
        ]),
    (Field::BirthPlace, &[
            "birth place", "place of birth", "pob", "birthplace", "місце народження", "місце народж", "місце нар",
            "место рождения", "место рожд", "место р",
        ]),
    (Field::Rank, &[
            "rank", "military rank", "звання", "військове звання", "в зв", "звание", "воинское звание", "в звание",
            "військ звання", "воин звание",
        ]),
    (Field::Unit, &[
            "unit", "military unit", "formation", "regiment", "brigade", "підрозділ", "військова частина", "в ч",
            "частина", "підрозділ військова частина", "місце служби", "воинская часть", "часть", "подразделение",
            "место службы", "військовий підрозділ", "вч",
        ]),
    (Field::ServiceNumber, &[
            "service number", "service no", "service №", "army number", "personal number", "serial number", "military id",
            "military id number", "dog tag", "army regimental personal or serial number", "особовий номер", "особистий номер",
            "номер жетона", "жетон", "військовий квиток", "№ військового квитка", "номер військового квитка",
            "личный номер", "номер жетона лн", "военный билет", "номер военного билета", "№ военного билета", "№ жетона",
        ]),
    (Field::CapturedOn, &[
            "captured on", "date of capture", "capture date", "captured", "date captured", "taken prisoner on",
            "дата полону", "дата взяття в полон", "дата потрапляння в полон", "дата потрапляння у полон", "полон дата",
            "дата полонення", "взято в полон", "взятий у полон", "коли взято в полон", "дата пленения",
            "дата взятия в плен", "дата попадания в плен", "взят в плен", "когда взят в плен", "дата плена",
        ]),
    (Field::CapturedAt, &[
            "captured at", "place of capture", "capture place", "where captured", "taken prisoner at", "capture location",
            "місце полону", "місце взяття в полон", "місце потрапляння в полон", "місце потрапляння у полон", "місце полонення",
            "де взято в полон", "место пленения", "место взятия в плен", "место попадания в плен", "где взят в плен",
            "место плена",
        ]),
    (Field::Health, &[
            "health", "state of health", "health status", "condition", "medical condition", "health grade",
            "стан здоров'я", "здоров'я", "стан", "состояние здоровья", "здоровье", "состояние",
        ]),
    (Field::Sex, &["sex", "gender", "стать", "пол"]),
    (Field::Standing, &[
            "standing", "status", "legal status", "статус", "правовий статус", "правовой статус",
        ]),
    (Field::Category, &[
            "category", "exchange category", "категорія", "категория", "категорія обміну", "категория обмена",
        ]),
    (Field::FatherName, &[
            "father name", "father's name", "first name of father", "first name of the father", "name of father",
            "ім'я батька", "имя отца",
        ]),
    (Field::MotherMaidenName, &[
            "mother maiden name", "mother's maiden name", "maiden name of mother", "maiden name of the mother",
            "дівоче прізвище матері", "девичья фамилия матери",
        ]),
    (Field::Power, &[
            "power", "power on which he depends", "power on which they depend", "power on which the person depends", "state",
            "держава", "государство", "держава за якою числиться", "держава за якою вони числяться",
            "держава за які вони числяться", "держава за що числиться", "государство за которым числится",
        ]),
    (Field::CallSign, &["call sign", "callsign", "позивний", "позывной"]),
    (Field::PersonToInform, &[
            "person to inform", "person to be informed", "next of kin", "relatives", "contact", "особа яку слід сповістити",
            "кого сповістити", "родичі", "найближчі родичі", "контакти родичів", "кого известить", "родственники",
            "ближайшие родственники", "контакты родственников", "name and address of the person to be informed",
        ]),
    (Field::Address, &[
            "address", "address for correspondence", "home address", "адреса", "адреса для листування", "адреса проживання",
            "адрес", "адрес для переписки", "адрес проживания", "місце проживання", "место жительства",
        ]),
    (Field::Nationality, &["nationality", "citizenship", "громадянство", "національність", "гражданство", "национальность"]),
    (Field::LastResidence, &[
            "last residence", "last place of residence", "останнє місце проживання", "последнее место жительства",
        ]),
    (Field::Marks, &[
            "marks", "distinguishing marks", "distinguishing characteristics", "tattoos", "прикмети", "особливі прикмети",
            "татуювання", "приметы", "особые приметы", "татуировки",
        ]),
    (Field::Measure, &["measure", "nature of the measure", "вид заходу", "захід", "вид меры", "принятая мера"]),
    (Field::PrisonerNumber, &[
            "prisoner number", "prisoner no", "internee number", "номер військовополоненого", "номер полоненого",
            "номер военнопленного", "номер интернированного", "номер інтернованого",
        ]),
    (Field::Camp, &[
            "camp", "place of internment", "place of detention", "табір", "місце утримання", "лагерь", "место содержания",
        ]),
    (Field::ComingFrom, &["coming from", "transferred from", "прибув з", "прибыл из", "переведений з", "переведен из"]),
    (Field::Note, &[
            "note", "notes", "remark", "remarks", "comment", "comments", "примітка", "примітки", "коментар", "коментарі",
            "примечание", "примечания", "комментарий", "комментарии", "додаткова інформація", "дополнительная информация",
        ]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn field(text: &str) -> Option<Field> {
        match read_heading(text) {
            Some(Heading::Of(field)) => Some(field),
            Some(Heading::Ours) | None => None,
        }
    }

    #[test]
    fn headings_are_known_in_three_languages() {
        for (text, expected) in [
            ("Прізвище", Field::Surname),
            ("ФАМИЛИЯ", Field::Surname),
            ("birth_date", Field::BirthDate),
            ("Дата народження (ДД.ММ.РРРР)", Field::BirthDate),
            ("П.І.Б.", Field::FullName),
            ("Ф.И.О.", Field::FullName),
            ("Имя", Field::GivenName),
            ("Ім’я", Field::GivenName),
            ("Прізвище / Surname", Field::Surname),
            ("№ з/п", Field::Ordinal),
            ("captured_on", Field::CapturedOn),
            ("В/ч", Field::Unit),
            ("Прізвище, ім'я, по батькові", Field::FullName),
        ] {
            assert_eq!(field(text), Some(expected), "{text}");
        }
        assert_eq!(read_heading(FINDINGS_HEADING), Some(Heading::Ours));
        assert_eq!(read_heading(LINE_HEADING), Some(Heading::Ours));
    }

    #[test]
    fn a_heading_that_says_two_things_is_not_guessed() {
        assert_eq!(read_heading("Дата народження / Місце народження"), None);
        assert_eq!(read_heading("shoe size"), None);
        assert_eq!(read_heading(""), None);
    }

    #[test]
    fn every_field_is_known_by_its_own_word() {
        for one in Field::ALL {
            assert_eq!(field(one.word()), Some(one), "{one}");
        }
    }

    #[test]
    fn a_word_stands_under_one_field_only_and_in_folded_form() {
        let mut seen = BTreeMap::new();
        for (one, words) in WORDS {
            for word in words {
                assert_eq!(fold(word), *word, "{word} is not folded");
                assert_eq!(seen.insert(*word, one), None, "{word} stands twice");
            }
        }
    }
}
