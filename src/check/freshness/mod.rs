//! Whether documents are reviewed in time.

pub mod bad_duration;
pub mod bulk_stamp;
pub mod drifted;
pub mod due;
pub mod future;
pub mod no_history;
pub mod stale;
pub mod undated;
