//! What was said of a person: claim by claim as far as the reader may see it, how the name was written, and where
//! sources differ.

use exchange::journal::Thing;
use exchange::reconcile::name::{self, Piece, Rule};
use exchange::registry::{Card, Dispute, Opened, SourceKind, Stated};
use exchange::vocabulary::{ClaimId, PersonId, Private};

use crate::cli::names;
use crate::cli::reconcile::name as written_name;
use crate::cli::registry::{OpenedClaim, disputes};
use crate::desk::Permit;
use crate::web::trouble::Trouble;
use crate::web::visit::Visit;
use crate::web::words::Words;

/// The most ways of writing a name that one page shows.
const VARIANTS_MAX: usize = 24;

/// A claim as the reader may see it.
pub(super) struct Claim {
    pub(super) id: String,
    pub(super) at: String,
    pub(super) says: String,
    pub(super) source: String,
    /// How reliable the source is, A to F, and how likely what it says, 1 to 6.
    pub(super) grade: String,
    pub(super) by: String,
    pub(super) said: Vec<(String, String)>,
    /// When its source took it back; nothing where it counts.
    pub(super) withdrawn: String,
    /// Whether the status rests on it.
    pub(super) is_ground: bool,
    /// Whether it speaks against the status.
    pub(super) is_against: bool,
}

/// Tells a claim.
pub(super) async fn claim(
    visit: &Visit,
    permit: &Permit,
    opened: &OpenedClaim<'_>,
) -> Result<Claim, Trouble> {
    let words = visit.words;
    let (claim, told) = (&opened.recorded.claim, &opened.words.told);
    let mut fields = told.fields.clone();
    if let Some(kept) = claim.health.as_ref().filter(|_| permit.shows(Thing::Health)) {
        let health = visit.desk.read(permit, &kept.record).await?;
        let health = Opened::from_bytes(health.open()).map_err(anyhow::Error::from)?;
        fields.extend(health.told.fields);
    }
    let mut said: Vec<(String, String)> = Vec::new();
    for (field, stated) in &fields {
        let text = shown(words, permit.shows(Thing::of(*field)), stated);
        said.push((words.t(&format!("field-{}", field.word())), text));
    }
    if let Some(on) = told.on {
        said.push((words.t("said-when"), on.to_string()));
    }
    for (name, text) in [("said-place", &told.place), ("said-words", &told.words)] {
        if let Some(text) = text {
            let is_open = permit.shows(Thing::Words);
            let text = if is_open { text.open().clone() } else { words.t("person-hidden") };
            said.push((words.t(name), text));
        }
    }
    let by = if permit.shows(Thing::Source) {
        opened.words.source.open().clone()
    } else {
        words.t("person-hidden")
    };
    let withdrawn = opened.recorded.withdrawn_at;
    Ok(Claim {
        id: opened.id.to_string(),
        at: words.moment(opened.recorded.at),
        says: words.t(&format!("says-{}", claim.says.word())),
        source: words.t(&format!("source-{}", source_word(claim.source))),
        grade: format!("{:?}{}", claim.reliability, claim.credibility.grade()),
        by,
        said,
        withdrawn: withdrawn.map_or_else(String::new, |at| words.moment(at)),
        is_ground: false,
        is_against: false,
    })
}

/// The word of a kind of source, as it stands in the journal.
pub(in crate::web) fn source_word(kind: SourceKind) -> String {
    let word = serde_json::to_value(kind).ok();
    word.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

fn shown(words: Words, is_open: bool, stated: &Stated) -> String {
    match stated {
        _ if !is_open => words.t("person-hidden"),
        Stated::Given(text) => text.open().clone(),
        Stated::Refused => words.t("person-refused"),
        Stated::Unable => words.t("person-unable"),
    }
}

/// Another way in which the name was written, and what differs.
pub(in crate::web) struct Variant {
    pub(super) name: String,
    pub(super) differs: String,
}

/// The name as the best source wrote it, and the other ways in which it was written.
pub(in crate::web) fn names(words: Words, card: &Card) -> (String, Vec<Variant>) {
    let best = written_name(Some(&card.fields));
    let others = card.names.iter().map(Private::open).filter(|one| **one != best);
    let variant = |written: &String| {
        let pieces = name::compare(&best, written).pieces;
        let differs: Vec<String> =
            pieces.iter().filter_map(|piece| differs_in(words, piece)).collect();
        Variant { name: written.clone(), differs: differs.join("; ") }
    };
    let variants = others.take(VARIANTS_MAX).map(variant).collect();
    (best, variants)
}

/// How a part of a name differs, in the words of the pages.
fn differs_in(words: Words, piece: &Piece) -> Option<String> {
    let (id, apart) = names::differs(piece)?;
    let part = match piece.rule {
        Rule::Surname => "field-surname",
        Rule::Given => "field-given-name",
        Rule::Patronymic => "field-patronymic",
        Rule::Gender => "field-sex",
        Rule::Order | Rule::Commonness => return None,
    };
    Some(format!("{}: {}", words.t(part), words.with(&format!("name-{id}"), apart)))
}

/// One value of a thing on which sources differ, with a claim that says it.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) claim: String,
    /// How many claims say it.
    pub(super) count: usize,
    pub(super) is_taken: bool,
}

/// A thing on which sources differ.
pub(super) struct Differs {
    pub(super) field: &'static str,
    pub(super) label: String,
    pub(super) values: Vec<Value>,
    pub(super) is_settled: bool,
}

/// Tells on what sources differ.
pub(super) async fn differs(
    visit: &Visit,
    permit: &Permit,
    person: &PersonId,
) -> Result<Vec<Differs>, Trouble> {
    let found = disputes(&visit.desk, permit, person).await?;
    let told = |dispute: Dispute| Differs {
        field: dispute.field.word(),
        label: visit.words.t(&format!("field-{}", dispute.field.word())),
        is_settled: dispute.settled.is_some(),
        values: dispute
            .values
            .iter()
            .map(|(text, said_by)| Value {
                text: text.open().clone(),
                claim: said_by.first().map(ClaimId::to_string).unwrap_or_default(),
                count: said_by.len(),
                is_taken: dispute.settled.as_ref().is_some_and(|taken| said_by.contains(taken)),
            })
            .collect(),
    };
    Ok(found.into_iter().map(told).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::words::Language;

    #[test]
    fn whatever_differs_between_two_names_has_a_sentence_in_every_language() {
        let pairs = [
            ("Ткаченко Олена Петрівна", "Ткаченко Олег Петрович"),
            ("Шевченко Микола Іванович", "Shevchenko Nikolay I."),
            ("Коваленко Іван Петрович", "Ковалев Иван Степанович"),
            ("Вовк-Сірий Іван", "Вовк Іван"),
            ("Мельник Петро", "Мельнік Павло"),
        ];
        let mut told = 0;
        for language in Language::ALL {
            let words = Words { language };
            for (one, other) in pairs {
                for piece in name::compare(one, other).pieces {
                    let Some(said) = differs_in(words, &piece) else { continue };
                    assert!(!said.contains('⟦') && !said.contains('$'), "{language:?}: {said}");
                    told += 1;
                }
            }
        }
        assert!(told >= 5 * Language::ALL.len(), "{told}");
    }
}
