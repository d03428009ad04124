//! The commands as an officer runs them, one module a stage.
mod announce;
mod plan;
mod tidy;
