//! What a side writes into the cells of a list about a person, in its own language, without a slip.

use std::collections::BTreeMap;

use exchange::lists::Field;
use exchange::vocabulary::{HealthGrade, Sex, Side, Standing};

use super::{Group, Person};

/// The columns of a list, in order. The number of the row comes before them.
pub(super) const COLUMNS: [Field; 16] = [
    Field::Id,
    Field::Surname,
    Field::GivenName,
    Field::Patronymic,
    Field::BirthDate,
    Field::BirthPlace,
    Field::Rank,
    Field::Unit,
    Field::ServiceNumber,
    Field::CapturedOn,
    Field::CapturedAt,
    Field::Health,
    Field::Sex,
    Field::Standing,
    Field::Power,
    Field::Note,
];

/// The head of a column in a side's language.
pub(super) fn heading(field: Field, writer: Side) -> &'static str {
    let (uk, ru) = match field {
        Field::Id => ("Код особи", "Код лица"),
        Field::Surname => ("Прізвище", "Фамилия"),
        Field::GivenName => ("Ім'я", "Имя"),
        Field::Patronymic => ("По батькові", "Отчество"),
        Field::BirthDate => ("Дата народження", "Дата рождения"),
        Field::BirthPlace => ("Місце народження", "Место рождения"),
        Field::Rank => ("Військове звання", "Воинское звание"),
        Field::Unit => ("Військова частина", "Воинская часть"),
        Field::ServiceNumber => ("Особистий номер", "Личный номер"),
        Field::CapturedOn => ("Дата полону", "Дата пленения"),
        Field::CapturedAt => ("Місце полону", "Место пленения"),
        Field::Health => ("Стан здоров'я", "Состояние здоровья"),
        Field::Sex => ("Стать", "Пол"),
        Field::Standing => ("Статус", "Статус"),
        Field::Power => ("Держава", "Государство"),
        Field::Note => ("Примітка", "Примечание"),
        Field::Ordinal => ("№ з/п", "№ п/п"),
        Field::FullName
        | Field::Category
        | Field::FatherName
        | Field::MotherMaidenName
        | Field::CallSign
        | Field::PersonToInform
        | Field::Address
        | Field::Nationality
        | Field::LastResidence
        | Field::Marks
        | Field::Measure
        | Field::PrisonerNumber
        | Field::Camp
        | Field::ComingFrom => (field.word(), field.word()),
    };
    by(writer, uk, ru)
}

/// The line above a list that says what it is.
pub(super) fn title(writer: Side, request: bool) -> &'static str {
    match (writer, request) {
        (Side::A, true) => "Запит. Усі особи вигадані, збіги випадкові",
        (Side::A, false) => "Пропозиція. Усі особи вигадані, збіги випадкові",
        (Side::B, true) => "Запрос. Все лица вымышлены, совпадения случайны",
        (Side::B, false) => "Предложение. Все лица вымышлены, совпадения случайны",
    }
}

/// Writes a person into cells.
pub(super) fn fields(person: &Person, writer: Side) -> BTreeMap<Field, String> {
    let text = |both: &super::Both| Some(both.by(writer).to_owned());
    let cells = [
        (Field::Surname, text(&person.name.surname)),
        (Field::GivenName, text(&person.name.given)),
        (Field::Patronymic, person.name.patronymic.as_ref().and_then(text)),
        (Field::BirthDate, Some(person.born.to_string())),
        (
            Field::BirthPlace,
            (person.group != Group::OtherPower).then(|| text(&person.home.name)).flatten(),
        ),
        (Field::Rank, person.rank.as_ref().and_then(text)),
        (Field::Unit, person.unit.as_ref().and_then(text)),
        (Field::ServiceNumber, person.number.clone()),
        (Field::CapturedOn, Some(person.captured.to_string())),
        (Field::CapturedAt, text(&person.field.name)),
        (Field::Health, Some(health(person, writer).to_owned())),
        (Field::Sex, Some(sex(person.sex, writer).to_owned())),
        (Field::Standing, Some(standing(person, writer).to_owned())),
        (Field::Power, Some(power(person, writer))),
    ];
    cells.into_iter().filter_map(|(field, text)| Some((field, text?))).collect()
}

/// The word for what is not known.
pub(super) fn unknown(writer: Side) -> &'static str {
    by(writer, "невідомо", "неизвестно")
}

/// The remark beside somebody who is asked for by name.
pub(super) fn named(writer: Side) -> &'static str {
    by(writer, "іменний запит", "именной запрос")
}

fn by(writer: Side, uk: &'static str, ru: &'static str) -> &'static str {
    match writer {
        Side::A => uk,
        Side::B => ru,
    }
}

fn sex(sex: Sex, writer: Side) -> &'static str {
    match sex {
        Sex::Female => by(writer, "жін.", "жен."),
        Sex::Male => by(writer, "чол.", "муж."),
    }
}

fn health(person: &Person, writer: Side) -> &'static str {
    let woman = person.sex == Sex::Female;
    let (uk, ru) = match person.health {
        HealthGrade::Good => ("добрий", "хорошее"),
        HealthGrade::NotWounded => ("без поранень", "без ранений"),
        HealthGrade::Recovered if woman => ("одужала", "выздоровела"),
        HealthGrade::Recovered => ("одужав", "выздоровел"),
        HealthGrade::Convalescent => ("одужує", "выздоравливает"),
        HealthGrade::Sick if woman => ("хвора", "больна"),
        HealthGrade::Sick => ("хворий", "болен"),
        HealthGrade::SlightlyWounded => ("легке поранення", "легкое ранение"),
        HealthGrade::SeriouslyWounded => ("тяжке поранення", "тяжелое ранение"),
        HealthGrade::SeriouslySick if woman => ("тяжкохвора", "тяжелобольная"),
        HealthGrade::SeriouslySick => ("тяжкохворий", "тяжелобольной"),
    };
    by(writer, uk, ru)
}

fn standing(person: &Person, writer: Side) -> &'static str {
    let woman = person.sex == Sex::Female;
    let (uk, ru) = match person.standing {
        Standing::PrisonerOfWar if woman => ("військовополонена", "военнопленная"),
        Standing::PrisonerOfWar => ("військовополонений", "военнопленный"),
        Standing::Retained => ("медик", "медик"),
        Standing::Civilian => ("цивільна особа", "гражданское лицо"),
        Standing::Doubtful => ("під сумнівом", "под сомнением"),
    };
    by(writer, uk, ru)
}

/// The Power on which a person depends. The list speaks of sides, as the terms do.
fn power(person: &Person, writer: Side) -> String {
    if person.group == Group::OtherPower {
        return by(writer, "інша держава", "другое государство").to_owned();
    }
    // The word is the same in both languages.
    format!("сторона {}", person.side)
}
