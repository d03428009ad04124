//! The commands as an officer runs them, one module a stage.
mod agreement;
mod announce;
mod api;
mod demo;
mod handover;
mod life_of_an_exchange;
mod lists;
mod names;
mod pages;
mod plan;
mod reception;
mod reconcile;
mod registry;
mod seal;
mod sign_in;
mod store;
mod tidy;
