//! A handbook that somebody is writing: read once, then again as it changes.

use std::path::PathBuf;
use std::sync::Arc;

use super::{CannotRun, Edition, Memo, Settings, check_again};
use crate::world::{self, Hints, Kept, OsWorld};

/// A handbook, and what is remembered of it from edition to edition.
pub struct Live {
    world: Kept,
    settings: Settings,
    memo: Memo,
    is_read: bool,
    /// The folders of `migrations:`.
    migrations: Vec<String>,
}

impl Live {
    pub fn new(world: OsWorld, settings: Settings) -> Self {
        Self { world: Kept::new(world), settings, memo: Memo::default(), is_read: false, migrations: Vec::new() }
    }

    /// Every folder in which a change may matter.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.world.disk().folders(self.migrations.iter().map(String::as_str))
    }

    /// Whether folders may have come or gone since this was asked last.
    pub fn was_listed(&self) -> bool {
        self.world.was_listed()
    }

    /// Looks at what the hints name, reads what changed, checks, and gives the handbook anew; nothing if it is what it
    /// was.
    pub fn refresh(&mut self, hints: &Hints) -> Result<Option<Edition>, CannotRun> {
        let today = world::machine_date();
        let changed = self.world.look(hints) | (self.settings.machine_date != today);
        if self.is_read && !changed {
            return Ok(None);
        }
        self.settings.machine_date = today;
        // Until it can be read again, there is something to be told.
        self.is_read = false;
        let checked = check_again(&self.world, &self.settings, &mut self.memo, &|_| ())?;
        self.is_read = true;
        self.memo.keep(&checked.loaded);
        let migrations = checked.handbook.config.migrations.iter();
        self.migrations = migrations.map(|m| m.path.value.clone()).collect();
        Ok(Some(Edition::again(self.world.disk(), checked, &mut self.memo.looks, Arc::clone(&self.memo.words))))
    }
}
