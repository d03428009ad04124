//! The commands as an officer runs them, one module a stage.
mod agreement;
mod announce;
mod handover;
mod lists;
mod plan;
<<<<<<< HEAD
mod seal;
=======
mod reception;
>>>>>>> 322be5f (reception: the commands of those who receive people)
mod store;
mod tidy;
