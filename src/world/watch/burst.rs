//! What happens at once, or nearly so.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::EventKind;
use notify::event::{AccessKind, CreateKind, ModifyKind, RenameMode};

use super::Hints;

/// Nothing may come for so long before what came is taken to be all.
pub(super) const QUIET: Duration = Duration::from_millis(10);
/// The same while something seems to be half done.
pub(super) const QUIET_WHILE_HALF_DONE: Duration = Duration::from_millis(50);
/// So many files nobody saves at once: a program is at work, and more is likely to come.
const MANY: usize = 20;

/// Whether the system tells when a file that was written to is closed.
const TELLS_OF_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What came since it was quiet.
#[derive(Default)]
pub(super) struct Burst {
    pub hints: Hints,
    /// Files that are being written: an editor that empties a file before it writes has not written it yet.
    open: HashSet<PathBuf>,
    /// Files that are not there any more: an editor that puts a file aside is about to write it anew.
    gone: HashSet<PathBuf>,
    /// Files that came: that such a one goes away again is no news.
    made: HashSet<PathBuf>,
}

impl Burst {
    /// Takes what happened to a file.
    pub fn follow(&mut self, kind: EventKind, path: &Path) {
        match kind {
            EventKind::Create(created) => {
                self.come(path);
                // Whoever makes a file has something to write in it.
                if TELLS_OF_CLOSING && created == CreateKind::File && is_empty(path) {
                    self.open.insert(path.to_owned());
                }
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::To)) => self.come(path),
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                self.open.remove(path);
                if !self.made.remove(path) {
                    self.gone.insert(path.to_owned());
                }
            }
            EventKind::Modify(ModifyKind::Data(_)) if TELLS_OF_CLOSING => {
                self.open.insert(path.to_owned());
            }
            EventKind::Access(AccessKind::Close(_)) => {
                self.open.remove(path);
            }
            _ => {}
        }
    }

    fn come(&mut self, path: &Path) {
        if !self.gone.remove(path) {
            self.made.insert(path.to_owned());
        }
    }

    /// Whether more is likely to come.
    pub fn is_half_done(&self) -> bool {
        !self.open.is_empty() || !self.gone.is_empty() || self.hints.touched.len() >= MANY
    }
}

fn is_empty(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|m| m.is_file() && m.len() == 0)
}
