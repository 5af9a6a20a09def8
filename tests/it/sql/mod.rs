//! SQL, by the thousand statements.

mod fuzz;
mod regression;
