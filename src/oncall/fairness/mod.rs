//! Fairness: who carries how much of the load, and how much of it was theirs to carry.
//!
//! 1. [`period`]: the time over which load is evened out.
//! 2. [`pool`]: who could have carried something. [`account`]: who did, and what everyone's share of it was.
//! 3. [`ledger`]: what closed periods left behind.
//! 4. [`statement`]: the balances of a period, what was carried over included.
//! 5. [`board`]: the turns that are still to come, and what becomes of the balances if others take them.
//! 6. [`verdict`]: whose balance is past what the rotation allows, and which exchange of turns would mend it.
//!
//! No single number is enough, so the balances come first and the known [`indices`] stand beside them.

pub mod account;
pub mod indices;
pub mod ledger;
pub mod period;
pub mod pool;
pub mod statement;

pub use account::{Amounts, Kind};
pub use indices::Indices;
pub use ledger::Ledger;
pub use period::Period;
pub use statement::{Share, Statement, Tally};
