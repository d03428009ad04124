//! The planner through its nearest doors, on invented people.
mod invented;
mod limits;
mod reasons;
mod search;
