//! Words that stand in cells: "unknown", and the few that a category may turn on.

use crate::vocabulary::{HealthGrade, Sex, Standing};

/// Lower case, without points, with single spaces.
fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ё' => 'е',
            '_' | '-' | '.' | '/' | ',' => ' ',
            '’' | 'ʼ' | '`' => '\'',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says whether a text means that nothing is known, in any column.
///
/// Words that are also surnames (`Null`, `Na`) do not count.
pub fn is_unknown(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '.' | '_' | '…'))
    {
        return true;
    }
    if text.len() <= 3 && text.chars().all(|c| c == '?') {
        return true;
    }
    // Every word below begins with one of these letters; most cells of a long list do not.
    let first =
        text.chars().find(|c| !matches!(c, '_' | '-' | '.' | '/' | ',') && !c.is_whitespace());
    if !first.is_some_and(|c| matches!(c, 'н' | 'Н' | 'д' | 'Д' | 'u' | 'U' | 'n' | 'N')) {
        return false;
    }
    matches!(
        fold(text).as_str(),
        "невідомо"
            | "не відомо"
            | "невідомий"
            | "невідома"
            | "невідоме"
            | "невід"
            | "н д"
            | "нд"
            | "немає даних"
            | "нема даних"
            | "не вказано"
            | "не встановлено"
            | "дані відсутні"
            | "неизвестно"
            | "не известно"
            | "неизвестен"
            | "неизвестна"
            | "неизв"
            | "нет данных"
            | "не указано"
            | "не установлено"
            | "данные отсутствуют"
            | "unknown"
            | "not known"
            | "no data"
            | "n a"
            | "not available"
            | "not stated"
            | "not recorded"
    )
}

/// Reads a health word: the grades of the capture card (GC III Annex IV B) and of art. 110.
pub(super) fn health(text: &str) -> Option<HealthGrade> {
    Some(match fold(text).as_str() {
        "good" | "good health" | "in good health" | "healthy" | "здоровий" | "здорова"
        | "добрий" | "здоров" | "хорошее" => HealthGrade::Good,
        "not wounded"
        | "unwounded"
        | "не поранений"
        | "не поранена"
        | "непоранений"
        | "без поранень"
        | "не ранен"
        | "не ранена"
        | "без ранений" => HealthGrade::NotWounded,
        "recovered"
        | "одужав"
        | "одужала"
        | "видужав"
        | "видужала"
        | "выздоровел"
        | "выздоровела" => HealthGrade::Recovered,
        "convalescent"
        | "recovering"
        | "одужує"
        | "видужує"
        | "выздоравливает"
        | "выздоравливающий" => HealthGrade::Convalescent,
        "sick" | "ill" | "хворий" | "хвора" | "больной" | "больная" | "болен" | "больна" => {
            HealthGrade::Sick
        }
        "slightly wounded"
        | "lightly wounded"
        | "легкопоранений"
        | "легкопоранена"
        | "легко поранений"
        | "легкораненый"
        | "легкораненая"
        | "легко ранен"
        | "легке поранення"
        | "легкое ранение" => HealthGrade::SlightlyWounded,
        "seriously wounded"
        | "severely wounded"
        | "gravely wounded"
        | "тяжкопоранений"
        | "тяжкопоранена"
        | "важкопоранений"
        | "важкопоранена"
        | "тяжко поранений"
        | "важко поранений"
        | "тяжелораненый"
        | "тяжелораненая"
        | "тяжело ранен"
        | "тяжке поранення"
        | "важке поранення"
        | "тяжелое ранение" => HealthGrade::SeriouslyWounded,
        "seriously sick"
        | "seriously ill"
        | "severely ill"
        | "gravely ill"
        | "тяжкохворий"
        | "тяжкохвора"
        | "важкохворий"
        | "важкохвора"
        | "тяжко хворий"
        | "важко хворий"
        | "тяжелобольной"
        | "тяжелобольная"
        | "тяжело болен" => HealthGrade::SeriouslySick,
        _ => return None,
    })
}

/// Reads a word for a sex.
pub(super) fn sex(text: &str) -> Option<Sex> {
    Some(match fold(text).as_str() {
        "f" | "female" | "woman" | "ж" | "жін" | "жіноча" | "жінка" | "жен" | "женский"
        | "женщина" => Sex::Female,
        "m" | "male" | "man" | "ч" | "чол" | "чоловіча" | "чоловік" | "м" | "муж" | "мужской"
        | "мужчина" => Sex::Male,
        _ => return None,
    })
}

/// Reads a word for a standing under the Conventions.
pub(super) fn standing(text: &str) -> Option<Standing> {
    Some(match fold(text).as_str() {
        "prisoner of war"
        | "pow"
        | "військовополонений"
        | "військовополонена"
        | "вп"
        | "военнопленный"
        | "военнопленная" => Standing::PrisonerOfWar,
        "retained"
        | "retained personnel"
        | "medic"
        | "medical personnel"
        | "chaplain"
        | "медик"
        | "медичний персонал"
        | "капелан"
        | "утримуваний персонал"
        | "медицинский персонал"
        | "капеллан"
        | "удерживаемый персонал" => Standing::Retained,
        "civilian"
        | "internee"
        | "цивільний"
        | "цивільна"
        | "цивільна особа"
        | "інтернований"
        | "гражданский"
        | "гражданская"
        | "гражданское лицо"
        | "интернированный" => Standing::Civilian,
        "doubtful" | "сумнівний" | "під сумнівом" | "сомнительный" | "под сомнением" => {
            Standing::Doubtful
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_known_in_three_languages_and_a_surname_is_not_unknown() {
        for text in [
            "",
            " ",
            "-",
            "—",
            "невідомо",
            "Неизвестно",
            "UNKNOWN",
            "н/д",
            "N/A",
            "???",
            "немає даних",
        ] {
            assert!(is_unknown(text), "{text}");
        }
        for text in ["Null", "Na", "Нет", "Невідомий-Коваль", "0"] {
            assert!(!is_unknown(text), "{text}");
        }
    }

    #[test]
    fn the_words_of_the_records_are_read_back() {
        for grade in [
            HealthGrade::Good,
            HealthGrade::NotWounded,
            HealthGrade::Recovered,
            HealthGrade::Convalescent,
            HealthGrade::Sick,
            HealthGrade::SlightlyWounded,
            HealthGrade::SeriouslyWounded,
            HealthGrade::SeriouslySick,
        ] {
            let word = serde_json::to_value(grade).unwrap();
            assert_eq!(health(word.as_str().unwrap()), Some(grade));
        }
        for one in
            [Standing::PrisonerOfWar, Standing::Retained, Standing::Civilian, Standing::Doubtful]
        {
            let word = serde_json::to_value(one).unwrap();
            assert_eq!(standing(word.as_str().unwrap()), Some(one));
        }
        assert_eq!(health("тяжелораненый"), Some(HealthGrade::SeriouslyWounded));
        assert_eq!(health("important"), None);
        assert_eq!(sex("жін."), Some(Sex::Female));
        assert_eq!(sex("x"), None);
        assert_eq!(standing("officer"), None);
    }
}
