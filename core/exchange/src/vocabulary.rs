//! The nouns that every stage shares. `spec/0-vocabulary.md` defines each one and says what it is not.

mod date;
mod digest;
mod facts;
mod finding;
mod ids;
mod party;
mod private;
mod refused;

pub use date::{DateReading, PartialDate};
pub use digest::Digest;
pub use facts::{Facts, HealthGrade, Sex, Standing};
pub use finding::{Finding, Severity};
pub use ids::{
    AccountId, CategoryId, ClaimId, ClauseId, ContactId, EntryId, ExchangeId, FacilityId, HookId,
    IdRefusal, LineId, ListId, MapId, NoticeId, OwnerId, PaperId, PasskeyId, PersonId, RecordId,
    RegionId, SessionId, StageNumber, StatementId, TaskId, VehicleId,
};
pub use party::{Actor, Party, Role, Side};
pub use private::Private;
pub(crate) use refused::ids;
