//! The demonstration: a whole exchange between people who do not exist.

pub(crate) mod people;
