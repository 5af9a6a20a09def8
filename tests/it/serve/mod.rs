//! `rutter serve`: who may ask, what is answered, and that a save is seen.

mod client;
mod guards;
mod storm;
mod writing;
