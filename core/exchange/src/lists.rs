//! Lists: lines as officers write them, with findings. A closed list can no longer change; it is what
//! gets sealed.
//!
//! [`read`] makes a [`DraftList`] of a sheet: every row is read, set aside with a reason, or blank or
//! title. Each [`Flaw`] of severity Question is answered before [`DraftList::close`] makes a
//! [`ClosedList`]. In the journal the sheet, the answers and the closed lines lie in the vault; events
//! carry references, counts and kinds of flaw. `spec/3-lists.md` is the rule for senders.

mod close;
mod columns;
mod compare;
mod date_parts;
mod dates;
mod decide;
mod difference;
mod draft;
mod field;
mod flaw;
mod header;
mod letters;
mod limits;
mod line;
mod name;
mod read;
mod refusal;
mod remarks;
mod retention;
mod row;
mod sheet;
mod state;
mod table;
mod words;

pub use close::{Answer, Resolution, ResolutionKind};
pub use columns::{
    ColumnMap, Holds, MAPS_MAX, MappedColumn, Misfit, NOT_READ, SENDER_CHARACTERS_MAX, SenderMap,
    choose_map,
};
pub use date_parts::{DatePart, DateParts};
pub use dates::read_date;
pub use decide::{Command, decide, may_replace};
pub use difference::{Change, difference};
pub use draft::{ClosedList, DraftList, RowFate, Tally};
pub use field::Field;
pub use flaw::{FindingKey, Flaw};
pub use header::{
    FINDINGS_HEADING, LINE_HEADING, READING_HEADING, field_of_heading, is_our_heading,
};
pub use limits::{
    AGE_YEARS_MAX, AGE_YEARS_MIN, CELL_CHARACTERS_MAX, CELL_CHARACTERS_USUAL, COLUMNS_MAX,
    HEADER_SEARCH_ROWS_MAX, ROWS_MAX,
};
pub use line::Line;
pub use read::read;
pub use refusal::Refusal;
pub use retention::{DueList, KEPT_AFTER_EXCHANGE_DAYS, KEPT_UNUSED_DAYS, due};
pub use row::facts_of;
pub use sheet::{ReadAs, columns_of_fields, headings, known_headings, read_as};
pub use state::{Answered, Book, Event, KeptLine, KeptMap, Purpose, Release, Stage, State};
pub use table::{Cell, Table};
pub use words::is_unknown;

#[cfg(test)]
mod tests;
