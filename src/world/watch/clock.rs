//! Time that goes by unseen.

use std::time::{Duration, Instant, SystemTime};

use chrono::NaiveDate;

use super::TICK;

/// What the clocks said when they were last looked at.
pub(super) struct Clock {
    /// The machine's date in UTC.
    pub date: NaiveDate,
    /// It stands still while the machine sleeps, except on Windows.
    pub steady: Instant,
    pub wall: SystemTime,
}

/// Between two looks at the clocks there is a tick and what is done with a change.
const LONG: Duration = TICK.saturating_mul(3);

impl Clock {
    pub fn now() -> Self {
        Self { date: super::super::machine_date(), steady: Instant::now(), wall: SystemTime::now() }
    }

    /// Whether the date is another one than when this was asked last, or the machine slept since.
    pub fn jumped(&mut self) -> bool {
        self.jumped_to(Self::now())
    }

    pub fn jumped_to(&mut self, now: Self) -> bool {
        let steady = now.steady.saturating_duration_since(self.steady);
        // A clock that was set back says nothing here; the date may.
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        let jumped = now.date != self.date || wall > steady + TICK || wall > LONG;
        *self = now;
        jumped
    }
}
