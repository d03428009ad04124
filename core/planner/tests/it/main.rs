//! The planner through its nearest doors, on invented people.
mod invented;
mod reasons;
mod search;
