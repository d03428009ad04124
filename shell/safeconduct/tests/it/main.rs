//! The commands as an officer runs them, one module a stage.
mod agreement;
mod announce;
mod lists;
mod plan;
mod seal;
mod store;
mod tidy;
