//! On-call: who answers when, and what is left uncovered.
//!
//! 1. `read` takes a rotation's YAML into the [`Rotation`], and says what it does not understand.
//! 2. [`time`] resolves local times. [`windows`] and [`turns`] turn hours on days and handoffs into instants.
//! 3. [`schedule()`] lays them over each other: shifts, overrides, time off.
//! 4. [`cover`] and [`overlap`] say what is uncovered or covered twice, and whether clocks are to blame ([`border`]).
//!
//! Architecture invariant: instants in, shifts out. Nothing here asks what time it is, and the same rotation and range
//! give the same schedule.

pub mod border;
pub mod cover;
pub mod overlap;
mod read;
pub mod rotation;
pub mod schedule;
#[cfg(test)]
mod tests;
pub mod time;
pub mod turns;
pub mod windows;
pub mod words;

use chrono::{NaiveDate, NaiveTime};
use rayon::prelude::*;

pub use rotation::Rotation;
pub use schedule::{Schedule, Shift, schedule};
pub use time::{Instant, Range};

use crate::diag::Diagnostic;
use crate::model::{DocId, Handbook};

/// The kind of document that is a rotation.
pub const KIND: &str = "rotation";

/// How far ahead schedules are judged, in days: 13 weeks.
const HORIZON: i64 = 13 * 7;

/// Every rotation of a handbook, and the weeks to come.
#[derive(Debug, Default)]
pub struct OnCall {
    /// In the order of paths.
    pub rotations: Vec<Rotation>,
    /// The schedule of each over the horizon, in the same order.
    pub ahead: Vec<Schedule>,
}

/// From the start of a day, in UTC, to 13 weeks later.
pub fn horizon(today: NaiveDate) -> Range {
    let midnight = |date: NaiveDate| date.and_time(NaiveTime::MIN).and_utc();
    Range::new(midnight(today), midnight(time::days_after(today, HORIZON)))
}

/// Reads every rotation. The schedules are not expanded: a question is about a range of its own.
pub fn read(handbook: &Handbook) -> (Vec<Rotation>, Vec<Diagnostic>) {
    let is_rotation = |id: &DocId| {
        let document = handbook.document(*id);
        handbook.kind(document).name == KIND && !document.front.broken
    };
    let read = handbook.ids().filter(is_rotation).map(|id| read::rotation(handbook, id));
    let (rotations, found): (Vec<Rotation>, Vec<Vec<Diagnostic>>) = read.unzip();
    (rotations, found.into_iter().flatten().collect())
}

/// Every rotation with its schedule over the horizon.
pub fn ahead(handbook: &Handbook, rotations: Vec<Rotation>) -> OnCall {
    let range = horizon(handbook.today);
    let ahead = rotations.par_iter().map(|r| schedule(r, &handbook.register, range)).collect();
    OnCall { rotations, ahead }
}
