//! The registry's words as they are typed.

use clap::ValueEnum;
use exchange::registry::{Assertion, Condition, Reliability, SourceKind};

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
    /// Missing, and looked for
    Missing,
    /// Held, says somebody other than who holds them
    SeenHeld,
    /// Held, acknowledged by who holds them or the tracing agency
    Acknowledged,
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
    pub(super) fn plain(self) -> Option<Assertion> {
        Some(match self {
            Self::Missing => Assertion::Missing,
            Self::SeenHeld => Assertion::SeenHeld,
            Self::Acknowledged => Assertion::Acknowledged,
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
