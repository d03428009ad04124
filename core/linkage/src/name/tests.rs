//! What the three parts of a name forgive, and what they do not.

use super::*;
use crate::table::Table;
use crate::text::words;

fn patronymic(text: &str) -> Patronymic {
    let words = words(text);
    Patronymic::read(&words, System::detect(&words), Table::get())
}

fn given(text: &str) -> Given {
    let words = words(text);
    Given::read(&words, System::detect(&words), Table::get())
}

fn surname(text: &str) -> Surname {
    let words = words(text);
    Surname::read(&words, System::detect(&words))
}

#[test]
fn a_patronymic_leads_to_the_father_in_either_language() {
    for (a, b) in [
        ("Миколайович", "Николаевич"),
        ("Олександрович", "Aleksandrovich"),
        ("Олексійович", "Алексеевич"),
        ("Андрійович", "Андреевич"),
        ("Львович", "Lvovych"),
        ("Якович", "Яковлевич"),
        ("Ілліч", "Ильич"),
        ("Дмитрівна", "Дмитриевна"),
        ("Юріївна", "Юрьевна"),
        ("Васильович", "Vasil'yevich"),
        ("Григорович", "Григорьевич"),
    ] {
        let (a, b) = (patronymic(a), patronymic(b));
        let found = a.closeness(&b, Table::get());
        assert!(matches!(found, Closeness::Same | Closeness::Class), "{} {}", a.key, b.key);
    }
}

#[test]
fn two_fathers_conflict() {
    for (a, b) in [("Петрович", "Павлович"), ("Олексійович", "Александрович")]
    {
        let found = patronymic(a).closeness(&patronymic(b), Table::get());
        assert_eq!(found, Closeness::Conflict);
    }
}

#[test]
fn an_initial_fits_any_form_of_the_name() {
    for (name, initial) in
        [("Олександр", "А"), ("Микола", "N"), ("Євген", "E"), ("Юрій", "Yu"), ("Ганна", "А")]
    {
        let found = given(name).closeness(&given(initial), Table::get());
        assert_eq!(found, Closeness::Initial, "{name} {initial}");
    }
    for (name, initial) in [("Олександр", "П"), ("Сергій", "V")] {
        let found = given(name).closeness(&given(initial), Table::get());
        assert_eq!(found, Closeness::Conflict, "{name} {initial}");
    }
}

#[test]
fn a_mistyped_given_name_is_near_and_a_known_other_one_is_not() {
    let near = given("Данипо").closeness(&given("Danylo"), Table::get());
    assert!(matches!(near, Closeness::Near(_)), "{near:?}");
    let other = given("Данило").closeness(&given("Давид"), Table::get());
    assert_eq!(other, Closeness::Conflict);
}

#[test]
fn surname_endings_fold_and_halves_match() {
    for (a, b) in [
        ("Пустовий", "Пустовой"),
        ("Вишневський", "Vyshnevska"),
        ("Абушаєв", "ABUSHAYEVA"),
        ("Петровський-Карнажук", "ПЕТРОВСКИЙ КАРНАЖУК"),
    ] {
        let found = surname(a).closeness(&surname(b));
        assert_eq!(found, Closeness::Same, "{a} {b}");
    }
    let half = surname("Зоров-Серафимов").closeness(&surname("ZOROV"));
    assert_eq!(half, Closeness::Half(0));
    for (a, b) in [("Тимощенко", "Тимошук"), ("Стецюк", "Стеценко")] {
        let found = surname(a).closeness(&surname(b));
        assert!(matches!(found, Closeness::Near(60..) | Closeness::Other), "{a} {b} {found:?}");
    }
}

#[test]
fn endings_that_name_other_families_stay_apart() {
    for (a, b) in [("Севрюк", "Sevruk"), ("Бурзяк", "Бурзак"), ("Ковалів", "Коваленко")]
    {
        let found = surname(a).closeness(&surname(b));
        assert!(!matches!(found, Closeness::Same | Closeness::Class), "{a} {b} {found:?}");
    }
}

#[test]
fn the_register_joins_two_languages_and_parts_two_surnames() {
    let found = surname("Білоус").closeness(&surname("Белоус"));
    assert_eq!(found, Closeness::Class);
    let two = compare("Мельник Іван Петрович", "Мельничук Иван Петрович");
    assert!(two.pieces.iter().any(|piece| piece.standing == Standing::TwoKnown), "{two:?}");
    let slip = compare("Мельник Іван Петрович", "Мелинк Иван Петрович");
    assert!(slip.pieces.iter().any(|piece| piece.standing == Standing::OneKnown), "{slip:?}");
    assert!(slip.score > two.score + 0.3, "{} {}", slip.score, two.score);
}

#[test]
fn a_common_name_says_less_than_a_rare_one() {
    let common = score("Мельник Олександр", "Мельник Александр");
    let rare = score("Сарапин Зенон", "Сарапин Зенон");
    assert!(rare > common, "{rare} {common}");
}

#[test]
fn a_woman_under_a_masculine_surname_is_found_and_a_man_is_not_a_woman() {
    let woman = score("Ковальська Олена Іванівна", "Kovalskyi Olena Ivanivna");
    assert!(woman > 0.9, "{woman}");
    let conflict = score("Ткаченко Валентин Петрович", "Ткаченко Валентина Петрівна");
    assert!(conflict < 0.05, "{conflict}");
}

#[test]
fn swapped_order_initials_and_everyday_forms_are_read() {
    for (a, b) in [
        ("Шевченко Микола Іванович", "Nikolay Shevchenko"),
        ("Шевченко Микола Іванович", "ШЕВЧЕНКО Н. И."),
        ("Шевченко Микола Іванович", "М.І. Шевченко"),
        ("Гнатюк Олександр", "Саша Гнатюк"),
        ("Щербак Дмитро", "Schtscherbak Dima"),
        ("Нечуй-Левицький Іван", "Левицкий Иван"),
    ] {
        let found = score(a, b);
        assert!(found > 0.7, "{a} {b} {found}");
    }
    for (a, b) in [
        ("Шевченко Микола Іванович", "ШЕВЧЕНКО К. И."),
        ("Шевченко Іван Петрович", "Шевченко Петро Іванович"),
        ("Шевченко Микола", "Шевчук Николай"),
    ] {
        let found = score(a, b);
        assert!(found < 0.3, "{a} {b} {found}");
    }
}

#[test]
fn odd_texts_have_an_answer() {
    let long = "Щ".repeat(10_000);
    let many = "Іван ".repeat(10_000);
    for text in ["", " ", ".,-'", "🙂", "\u{200b}\u{202e}", "\u{301}", "'\u{2019}`", "12345"] {
        let (one, two) = (score(text, "Коваль Іван"), score("Коваль Іван", text));
        assert!(one < 0.1 && (one - two).abs() < 1e-9, "{text:?} {one} {two}");
    }
    assert_eq!(compare("", "Коваль").pieces, []);
    for text in [&long, &many] {
        assert!((0.0..=1.0).contains(&score(text, text)));
    }
    let plain = score("Коваль Іван", "Коваль Иван");
    for text in ["Ко\u{200b}валь \u{202e}Иван", "Koваль Ивaн", "КОВАЛЬ  иван"]
    {
        let found = score("Коваль Іван", text);
        assert!((found - plain).abs() < 0.02, "{text:?} {found} {plain}");
    }
}
