//! What is told of a verdict, as messages: an identifier and arguments, so that one thing is always
//! said in one way, and a translation is a table from identifiers to sentences.

use super::reason::{Reason, Says};
use super::verdict::{Because, Beside, Doubt, LineVerdict, Verdict};
use crate::lists::Field;
use crate::registry::Status;
use crate::vocabulary::Private;

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Which sentence: a stable identifier such as `reason.day-month-exchanged`.
    pub id: String,
    /// What stands in its gaps.
    pub arguments: Vec<(&'static str, Argument)>,
}

/// What stands in a gap of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Another message, to be translated too.
    Message(Box<Message>),
    /// A reference or a number, as it is.
    Plain(String),
    /// What is written about a person, as it is.
    Written(Private<String>),
}

impl Message {
    fn plain(id: String) -> Self {
        Self { id, arguments: Vec::new() }
    }

    fn with(mut self, name: &'static str, argument: Argument) -> Self {
        self.arguments.push((name, argument));
        self
    }

    /// Tells the message with the sentences of a language: a text for each identifier, with a gap
    /// `{name}` for each argument. An identifier without a sentence is told as it is.
    ///
    /// The result may hold what is written about a person.
    pub fn told(&self, sentence: &impl Fn(&str) -> Option<&'static str>) -> String {
        let mut text = sentence(&self.id).map_or_else(|| self.id.clone(), str::to_owned);
        for (name, argument) in &self.arguments {
            let told = match argument {
                Argument::Message(message) => message.told(sentence),
                Argument::Plain(plain) => plain.clone(),
                Argument::Written(written) => written.open().clone(),
            };
            text = text.replace(&format!("{{{name}}}"), &told);
        }
        text
    }

    /// Tells the message in English.
    pub fn in_english(&self) -> String {
        self.told(&english)
    }
}

/// The name of a field.
pub fn field(field: Field) -> Message {
    Message::plain(format!("field.{}", field.word()))
}

/// The name of a verdict.
pub fn verdict(verdict: Verdict) -> Message {
    Message::plain(format!("verdict.{}", verdict.word()))
}

/// Why a line has its verdict. `status` is what became of the person of our registry.
pub fn because(line: &LineVerdict, status: Option<Status>) -> Message {
    let (word, doubt) = match line.because {
        Because::OnOurList => ("on-our-list", None),
        Because::InRegistry => ("in-registry", None),
        Because::CameHome => ("came-home", None),
        Because::Died => ("died", None),
        Because::CivilianByThem => ("civilian-by-them", None),
        Because::CivilianByUs => ("civilian-by-us", None),
        Because::StoodBefore => ("stood-before", None),
        Because::OtherPower => ("other-power", None),
        Because::NobodyNear => ("nobody-near", None),
        Because::EntriesDisagree => ("entries-disagree", None),
        Because::MayBeGone { doubt } => ("may-be-gone", Some(doubt)),
        Because::MayStandBefore { doubt } => ("may-stand-before", Some(doubt)),
        Because::MayBeOurs { doubt } => ("may-be-ours", Some(doubt)),
        Because::MayBeKin { field } => ("may-be-kin", Some(Doubt::Contradicts { field })),
    };
    let mut message = Message::plain(format!("because.{word}"));
    if let Some(before) = &line.before {
        message = message.with("before", Argument::Plain(before.to_string()));
    }
    if let Some(beside) = &line.beside {
        message = message.with("partner", Argument::Message(Box::new(partner(beside))));
    }
    if let Some(status) = status {
        let status = Message::plain(format!("status.{}", status.word()));
        message = message.with("status", Argument::Message(Box::new(status)));
    }
    if let Some(doubt) = doubt {
        message = message.with("doubt", Argument::Message(Box::new(self::doubt(doubt))));
    }
    message
}

fn partner(beside: &Beside) -> Message {
    let (word, reference) = match beside {
        Beside::Ours(line) => ("ours", line.to_string()),
        Beside::Person(person) => ("person", person.to_string()),
        Beside::Before(line) => ("before", line.to_string()),
    };
    Message::plain(format!("partner.{word}")).with("reference", Argument::Plain(reference))
}

fn doubt(doubt: Doubt) -> Message {
    match doubt {
        Doubt::Contradicts { field: by } => Message::plain("doubt.contradicts".to_owned())
            .with("field", Argument::Message(Box::new(field(by)))),
        Doubt::TooLittle => Message::plain("doubt.too-little".to_owned()),
        Doubt::Rivals => Message::plain("doubt.rivals".to_owned()),
        Doubt::NotSure => Message::plain("doubt.not-sure".to_owned()),
    }
}

/// What a person should do about a line.
pub fn advice(line: &LineVerdict) -> Message {
    let word = match (line.verdict, line.because) {
        (Verdict::Doubtful, Because::MayBeGone { .. } | Because::EntriesDisagree) => "decide-gone",
        (Verdict::Doubtful, _) => "decide",
        (Verdict::ReportedDead, _) => "dead",
        (Verdict::ReturnedAlready, _) => "returned",
        (Verdict::Civilian, _) => "civilian",
        (Verdict::Twice, _) => "twice",
        (Verdict::NotOurs, _) => "not-ours",
        (Verdict::UnknownToUs, _) => "unknown",
        (Verdict::Matched, _) if line.slips().next().is_some() => "slip",
        (Verdict::Matched, _) => "nothing",
    };
    Message::plain(format!("advice.{word}"))
}

/// What one field says, with what is written on both sides.
pub fn reason(reason: &Reason, theirs: &str, ours: &str) -> Message {
    let otherwise = reason.says == Says::Same && theirs.to_lowercase() != ours.to_lowercase();
    let says = if otherwise { "same-in-other-words" } else { word(reason.says) };
    Message::plain(format!("reason.{says}"))
        .with("field", Argument::Message(Box::new(field(reason.field))))
        .with("theirs", Argument::Written(Private::new(theirs.to_owned())))
        .with("ours", Argument::Written(Private::new(ours.to_owned())))
}

/// Writes hundredths of a bit as people read them: `+4.1`, `-9.6`.
pub fn bits(hundredths: i32) -> String {
    let tenths = (hundredths.abs() + 5) / 10;
    let sign = if hundredths < 0 && tenths > 0 { '-' } else { '+' };
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}

/// The word of what a comparison found.
pub fn word(says: Says) -> &'static str {
    match says {
        Says::Same => "same",
        Says::AsHeard => "as-heard",
        Says::Slip => "slip",
        Says::Half => "half",
        Says::Initial => "initial",
        Says::Alike => "alike",
        Says::Unlike => "unlike",
        Says::OtherName => "other-name",
        Says::NamesExchanged => "names-exchanged",
        Says::DayMonthExchanged => "day-month-exchanged",
        Says::OnePartDiffers => "one-part-differs",
        Says::AsFarAsKnown => "as-far-as-known",
        Says::SameYear => "same-year",
        Says::YearApart => "year-apart",
        Says::OtherDate => "other-date",
        Says::NextRank => "next-rank",
        Says::ArmUnknown => "arm-unknown",
        Says::OtherArm => "other-arm",
        Says::NearNumber => "near-number",
        Says::OneSign => "one-sign",
        Says::TwoSigns => "two-signs",
        Says::Other => "other",
    }
}

/// The English sentence of an identifier.
pub fn english(id: &str) -> Option<&'static str> {
    ENGLISH.iter().find(|(known, _)| *known == id).map(|(_, text)| *text)
}

/// Every sentence there is, in English. A translation has the same identifiers and the same gaps.
pub const ENGLISH: [(&str, &str); 101] = [
    ("verdict.matched", "matched"),
    ("verdict.returned-already", "returned already"),
    ("verdict.reported-dead", "reported dead"),
    ("verdict.civilian", "civilian"),
    ("verdict.twice", "listed twice"),
    ("verdict.not-ours", "not ours"),
    ("verdict.unknown-to-us", "unknown to us"),
    ("verdict.doubtful", "DOUBTFUL"),
    ("because.on-our-list", "the same person as {partner}"),
    ("because.in-registry", "the same person as {partner}, who is {status}"),
    ("because.came-home", "the same person as {partner}, who has come home"),
    ("because.died", "the same person as {partner}, who has died"),
    ("because.civilian-by-them", "their list says that the person is a civilian"),
    ("because.civilian-by-us", "the same person as {partner}, who is a civilian"),
    ("because.stood-before", "the same person as in their line {before}"),
    ("because.other-power", "depends on another Power"),
    ("because.nobody-near", "likely nobody on our list or in our registry"),
    ("because.may-be-gone", "may be {partner}, who is {status}; {doubt}"),
    (
        "because.entries-disagree",
        "our registry holds the person more than once, and the entries do not agree on who came home",
    ),
    ("because.may-stand-before", "may be the same person as in their line {before}; {doubt}"),
    ("because.may-be-ours", "may be {partner}; {doubt}"),
    (
        "because.may-be-kin",
        "surname, father, and place or unit of {partner}: a brother, or mistaken for one; {doubt}",
    ),
    ("partner.ours", "{reference} of our list"),
    ("partner.person", "{reference} of our registry"),
    ("partner.before", "their line {reference}"),
    ("doubt.contradicts", "the {field} speaks against it"),
    ("doubt.too-little", "too little is written to tell"),
    ("doubt.rivals", "somebody else fits as well"),
    ("doubt.not-sure", "the odds are not good enough"),
    ("advice.decide-gone", "compare both; a death or a return takes two reviewers"),
    ("advice.decide", "compare both, and say who it is"),
    ("advice.dead", "check the source of the death, then ask them to strike the line"),
    ("advice.returned", "check the day of the return, then ask them to strike the line"),
    ("advice.civilian", "move to the release of civilians; it counts in no parity"),
    ("advice.twice", "ask them for one line"),
    ("advice.not-ours", "tell them which Power to ask"),
    ("advice.unknown", "ask where the person was taken, and open a search"),
    ("advice.slip", "put the slip right on one of the two lists"),
    ("advice.nothing", "nothing"),
    ("status.sought", "sought"),
    ("status.alleged", "said to be held"),
    ("status.confirmed", "confirmed as held"),
    ("status.listed", "listed"),
    ("status.at-handover", "at a handover"),
    ("status.returned", "home"),
    ("status.died", "dead"),
    ("status.declined", "unwilling to return"),
    ("reason.same", "{field}: the same, {theirs}"),
    ("reason.same-in-other-words", "{field}: the same, {theirs} and {ours}"),
    ("reason.as-heard", "{field}: the same as heard, {theirs} and {ours}"),
    ("reason.slip", "{field}: letters differ, {theirs} and {ours}"),
    ("reason.half", "{field}: half of a double name, {theirs} and {ours}"),
    ("reason.initial", "{field}: the initial fits, {theirs} and {ours}"),
    ("reason.alike", "{field}: alike, {theirs} and {ours}"),
    ("reason.unlike", "{field}: not alike, {theirs} against {ours}"),
    ("reason.other-name", "{field}: another name, {theirs} against {ours}"),
    (
        "reason.names-exchanged",
        "{field}: surname and given name stand in each other's place, {theirs} against {ours}",
    ),
    ("reason.day-month-exchanged", "{field}: day and month are exchanged, {theirs} and {ours}"),
    ("reason.one-part-differs", "{field}: one part differs, {theirs} and {ours}"),
    ("reason.as-far-as-known", "{field}: the same as far as known, {theirs} and {ours}"),
    ("reason.same-year", "{field}: only the year is the same, {theirs} against {ours}"),
    ("reason.year-apart", "{field}: a year apart, {theirs} against {ours}"),
    ("reason.other-date", "{field}: another date, {theirs} against {ours}"),
    ("reason.next-rank", "{field}: a step apart, {theirs} and {ours}"),
    ("reason.arm-unknown", "{field}: the same number, {theirs} and {ours}"),
    ("reason.other-arm", "{field}: the same number of another arm, {theirs} against {ours}"),
    ("reason.near-number", "{field}: a digit of the number differs, {theirs} and {ours}"),
    ("reason.one-sign", "{field}: one sign differs, {theirs} and {ours}"),
    ("reason.two-signs", "{field}: two signs differ, {theirs} and {ours}"),
    ("reason.other", "{field}: another, {theirs} against {ours}"),
    ("field.id", "reference"),
    ("field.surname", "surname"),
    ("field.given-name", "given name"),
    ("field.patronymic", "patronymic"),
    ("field.full-name", "name"),
    ("field.birth-date", "birth date"),
    ("field.birth-place", "birth place"),
    ("field.rank", "rank"),
    ("field.unit", "unit"),
    ("field.service-number", "service number"),
    ("field.captured-on", "day of capture"),
    ("field.captured-at", "place of capture"),
    ("field.health", "health"),
    ("field.sex", "sex"),
    ("field.standing", "standing"),
    ("field.category", "category"),
    ("field.father-name", "name of the father"),
    ("field.mother-maiden-name", "maiden name of the mother"),
    ("field.power", "Power"),
    ("field.call-sign", "call sign"),
    ("field.person-to-inform", "person to be informed"),
    ("field.address", "address"),
    ("field.nationality", "nationality"),
    ("field.last-residence", "last residence"),
    ("field.marks", "marks"),
    ("field.measure", "measure"),
    ("field.prisoner-number", "number as a prisoner"),
    ("field.camp", "camp"),
    ("field.coming-from", "where they come from"),
    ("field.note", "note"),
    ("field.ordinal", "number of the row"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn everything_that_can_be_told_has_one_sentence_and_no_two_are_alike() {
        let ids: BTreeSet<&str> = ENGLISH.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids.len(), ENGLISH.len(), "an identifier stands twice");
        for kind in ["verdict", "because", "reason", "doubt", "advice", "status", "field"] {
            let texts: Vec<&str> = ENGLISH
                .iter()
                .filter(|(id, _)| id.starts_with(&format!("{kind}.")))
                .map(|(_, text)| *text)
                .collect();
            let distinct: BTreeSet<&str> = texts.iter().copied().collect();
            assert_eq!(distinct.len(), texts.len(), "two {kind}s are told alike");
        }
        for says in Says::ALL {
            assert!(english(&format!("reason.{}", word(says))).is_some(), "{says:?}");
        }
        for one in Field::ALL {
            assert!(english(&field(one).id).is_some(), "{one}");
        }
        for one in Verdict::ALL {
            assert!(english(&verdict(one).id).is_some(), "{one}");
        }
        for one in Status::ALL {
            assert!(english(&format!("status.{}", one.word())).is_some(), "{one}");
        }
    }

    #[test]
    fn a_message_fills_its_gaps_and_can_be_told_in_another_language() {
        let said = Reason {
            field: Field::BirthDate,
            says: Says::DayMonthExchanged,
            level: 2,
            weight: 712,
        };
        let message = reason(&said, "1990-03-07", "1990-07-03");
        let english = message.in_english();
        assert_eq!(english, "birth date: day and month are exchanged, 1990-03-07 and 1990-07-03");
        let other = |id: &str| match id {
            "reason.day-month-exchanged" => Some("{field}: переставлено {theirs} / {ours}"),
            "field.birth-date" => Some("дата народження"),
            _ => None,
        };
        assert_eq!(message.told(&other), "дата народження: переставлено 1990-03-07 / 1990-07-03");
        assert!(!format!("{message:?}").contains("1990"), "what is written stays private");
    }

    #[test]
    fn bits_are_rounded_to_tenths_and_never_minus_nothing() {
        let told = [0, 4, -4, -5, 712, -961, 1000].map(bits);
        assert_eq!(told, ["+0.0", "+0.0", "+0.0", "-0.1", "+7.1", "-9.6", "+10.0"]);
    }
}
