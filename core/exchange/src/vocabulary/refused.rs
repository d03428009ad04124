//! The stable names of refusals: what programs and translations know a refusal by.

/// Gives each refusal of an enum its name, `stage-what-is-refused`.
///
/// A name is a contract: it is never given to another refusal, and does not change when the sentence does. A new
/// variant without a name does not compile. Where a variant holds a refusal of another crate, the pattern inside
/// stands behind it; what stands behind `..` is named by the enum that it holds.
macro_rules! ids {
    (@ $variant:ident) => { Self::$variant { .. } };
    (@ $variant:ident $inner:pat) => { Self::$variant($inner) };
    ($refusal:ident {
        $($variant:ident $(($inner:pat))? => $id:literal,)*
        $(.. $within:ident($other:ty),)*
    }) => {
        impl $refusal {
            /// Returns its stable name, such as `handover-manifest-empty`: the stage's word first. Programs and
            /// translations may rely on it; the sentence may be put in other words, the name stays.
            pub fn id(&self) -> &'static str {
                match self {
                    $(crate::vocabulary::ids!(@ $variant $($inner)?) => $id,)*
                    $(Self::$within(refusal) => refusal.id(),)*
                }
            }

            /// Returns every name that [`Self::id`] can return.
            pub fn ids() -> Vec<&'static str> {
                [vec![$($id),*], $(<$other>::ids()),*].concat()
            }
        }
    };
}

pub(crate) use ids;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::journal::Refusal;

    /// The words of the stages, and of the journal they share: each name begins with one.
    const WORDS: [&str; 10] = [
        "journal",
        "agreement",
        "registry",
        "lists",
        "reconcile",
        "plan",
        "seal",
        "handover",
        "reception",
        "announce",
    ];

    #[test]
    fn every_refusal_has_a_name_of_its_own_that_begins_with_its_stage() {
        let ids = Refusal::ids();
        assert!(ids.len() > 200, "{}", ids.len());
        for id in &ids {
            let (word, rest) = id.split_once('-').expect("a stage and what is refused");
            assert!(WORDS.contains(&word), "{id}");
            let is_plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
            assert!(!rest.is_empty() && rest.chars().all(is_plain), "{id}");
        }
        // The sealed folder judges acts by its own rules and by those of the agreement, in several places.
        let ids = ids.into_iter();
        let ids = ids.filter(|id| !id.starts_with("seal-") && !id.starts_with("agreement-"));
        let mut seen = BTreeSet::new();
        let twice: Vec<&str> = ids.filter(|id| !seen.insert(*id)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
