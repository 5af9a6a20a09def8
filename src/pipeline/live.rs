//! A handbook that somebody is writing: read once, then again as it changes.

use super::{CannotRun, Edition, Settings, check};
use crate::world::{self, Hints, OsWorld};

/// A handbook and what is remembered of it from edition to edition.
pub struct Live {
    world: OsWorld,
    settings: Settings,
}

impl Live {
    pub fn new(world: OsWorld, settings: Settings) -> Self {
        Self { world, settings }
    }

    /// Looks at what the hints name, reads what changed, checks, and gives the handbook anew.
    pub fn refresh(&mut self, _hints: &Hints) -> Result<Edition, CannotRun> {
        self.settings.machine_date = world::machine_date();
        Ok(Edition::new(&self.world, check(&self.world, &self.settings, &|_| ())?))
    }
}
