//! How much is read at most. What is larger is refused by name, never cut short.

/// Rows of a sheet, blank ones included. The largest real lists have some thousands.
pub const ROWS_MAX: usize = 20_000;
/// Columns of a sheet.
pub const COLUMNS_MAX: usize = 256;
/// Characters in one cell: what a spreadsheet itself allows.
pub const CELL_CHARACTERS_MAX: usize = 32_767;
/// Characters in a cell beyond which something is wrong with it, save in a note or an address.
pub const CELL_CHARACTERS_USUAL: usize = 200;
/// Rows from the top among which the header is looked for.
pub const HEADER_SEARCH_ROWS_MAX: usize = 50;
/// Youngest age at capture that raises no question, in whole years (AP I art. 77(2)).
pub const AGE_YEARS_MIN: i16 = 15;
/// Oldest age at capture that raises no question, in whole years.
pub const AGE_YEARS_MAX: i16 = 90;
