//! SQL, by the thousand statements; and migrations that lie outside of the handbook.

mod fuzz;
mod outside;
mod regression;
