//! The registry's words as they are typed.

use clap::ValueEnum;
use exchange::lists::Field;
use exchange::registry::{Assertion, Condition, Reliability, SourceKind, Stated};
use exchange::vocabulary::Private;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident => $core:ident { $($(#[$help:meta])* $word:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
        pub(crate) enum $name { $($(#[$help])* $word),* }

        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word),* }
            }
        }
    };
}

/// Reads `FIELD=TEXT`; the text may be `refused` or `unable`.
pub(super) fn field(text: &str) -> Result<(Field, Stated), String> {
    let (word, said) = text.split_once('=').ok_or("write FIELD=TEXT")?;
    let known = || Field::ALL.map(Field::word).join(", ");
    let field = Field::of_word(word.trim())
        .ok_or_else(|| format!("`{word}` is no field; the fields are {}", known()))?;
    let stated = match said.trim() {
        "" => return Err(format!("nothing is said of `{word}`; leave it out")),
        "refused" => Stated::Refused,
        "unable" => Stated::Unable,
        said => Stated::Given(Private::new(said.to_owned())),
    };
    Ok((field, stated))
}

words! {
    /// A kind of source.
    SourceWord => SourceKind {
        /// The person
        Person,
        /// A relative
        Family,
        /// Somebody who was there
        Witness,
        /// One's own forces or bureau
        OwnForces,
        /// The Detaining Power
        DetainingPower,
        /// The Central Tracing Agency
        TracingAgency,
        /// A Mixed Medical Commission
        MedicalCommission,
        /// The mediator
        Mediator,
        /// A host state
        HostState,
        /// The team at the line
        HandoverTeam,
        /// The place of reception
        Reception,
        /// A forensic service
        Forensic,
        /// Something published
        Published,
    }
}

words! {
    /// How reliable a source is.
    ReliabilityWord => Reliability {
        /// Always right so far
        A,
        /// Usually right
        B,
        /// Fairly often right
        C,
        /// Usually not right
        D,
        /// Not to be relied on
        E,
        /// Cannot be judged
        F,
    }
}

words! {
    /// A condition under which something was said.
    ConditionWord => Condition {
        /// By somebody at liberty
        AtLiberty,
        /// By somebody held, of their own accord
        InCaptivity,
        /// In private
        InPrivate,
        /// Read from a paper
        FromPaper,
        /// Got by pressure; always refused
        UnderPressure,
        /// Not known
        NotKnown,
    }
}

/// What is said, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SaysWord {
    /// Who the person is, with `--field`
    Identity,
    /// Missing, and looked for
    Missing,
    /// Looked for by a relative, who asks for news
    TracingRequest,
    /// The prisoner's own card to the Agency, with `--field`
    CaptureCard,
    /// Held, says somebody other than who holds them
    SeenHeld,
    /// Held, acknowledged by who holds them or the tracing agency
    Acknowledged,
    /// Moved to another place of captivity
    Transferred,
    /// Admitted to hospital
    InHospital,
    /// Health as found, with `--field health=GRADE`
    Health,
    /// Escaped
    Escaped,
    /// Released, and not known to be home
    Released,
    /// Sent home, says who held them
    Repatriated,
    /// Not held, says who might hold them
    NotHeld,
    /// On a closed list
    Listed,
    /// Brought to a handover
    AtHandover,
    /// Brought to a handover, and did not cross
    DidNotCross,
    /// Crossed and identified
    Crossed,
    /// Dead
    Dead,
    /// Alive
    Alive,
    /// Does not wish to return, heard in private
    Declines,
    /// Captured a second time
    CapturedAgain,
}

impl SaysWord {
    /// Returns what is said; none for a place on a list, which needs the list.
    pub(crate) fn plain(self) -> Option<Assertion> {
        Some(match self {
            Self::Identity => Assertion::Identity,
            Self::Missing => Assertion::Missing,
            Self::TracingRequest => Assertion::TracingRequest,
            Self::CaptureCard => Assertion::CaptureCard,
            Self::SeenHeld => Assertion::SeenHeld,
            Self::Acknowledged => Assertion::Acknowledged,
            Self::Transferred => Assertion::Transferred,
            Self::InHospital => Assertion::InHospital,
            Self::Health => Assertion::Health,
            Self::Escaped => Assertion::Escaped,
            Self::Released => Assertion::Released,
            Self::Repatriated => Assertion::Repatriated,
            Self::NotHeld => Assertion::NotHeld,
            Self::Listed => return None,
            Self::AtHandover => Assertion::AtHandover,
            Self::DidNotCross => Assertion::DidNotCross,
            Self::Crossed => Assertion::Crossed,
            Self::Dead => Assertion::Dead,
            Self::Alive => Assertion::Alive,
            Self::Declines => Assertion::Declines,
            Self::CapturedAgain => Assertion::CapturedAgain,
        })
    }
}
