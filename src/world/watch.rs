//! What happens on the disk while somebody writes.
//!
//! Each folder of the handbook is watched by itself: watching everything below the root would take in what is no
//! input, and systems allow only so many watches. What comes is gathered until it is quiet, so that a branch switch is
//! one change and an editor's half-written file is never looked at.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::{OsWorld, git};

/// What may have changed on disk. Hints, not facts: whoever gets one looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Files and folders below the handbook that were written, made or removed, relative to it.
    pub touched: BTreeSet<String>,
    /// Nobody knows what happened: every file has to be looked at.
    pub tree: bool,
    /// The repository's history may have changed.
    pub history: bool,
    /// The machine's date changed, or the machine slept.
    pub clock: bool,
}

/// Nothing may come for so long before what came is taken to be all.
const QUIET: Duration = Duration::from_millis(10);
/// What does not end is shown as it goes on.
const LONGEST: Duration = Duration::from_millis(150);
/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(30);
/// How often everything is looked at where the system does not tell.
const POLL: Duration = Duration::from_secs(2);

/// Waits for changes of a handbook.
pub struct Watch {
    root: PathBuf,
    /// None where the system refuses to tell; everything is then looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    watched: HashSet<PathBuf>,
    /// The folders of git in which a commit leaves a trace.
    git: Vec<PathBuf>,
    clock: Clock,
}

/// What the clocks said when they were last looked at.
struct Clock {
    date: chrono::NaiveDate,
    steady: Instant,
    wall: SystemTime,
}

impl Watch {
    pub fn new(world: &OsWorld) -> Self {
        let (send, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more once the program ends.
            let _ = send.send(event);
        });
        let root = world.root().to_owned();
        let git = git::folder(&root).map(|dir| vec![dir.join("logs"), dir.join("refs/heads"), dir]).unwrap_or_default();
        Self { root, watcher: watcher.ok(), events, watched: HashSet::new(), git, clock: Clock::now() }
    }

    /// Watches these folders, and none of those before that are not among them. Gives false if a folder is new, so that
    /// something may have come into it before it was watched. An error says why the system refuses.
    pub fn follow(&mut self, folders: &[PathBuf]) -> Result<bool, String> {
        let top = git::top(&self.root);
        let beside = top.iter().flat_map(|top| ["", ".github", "docs", ".gitlab"].map(|folder| top.join(folder)));
        let wanted: HashSet<PathBuf> =
            folders.iter().cloned().chain(self.git.iter().cloned()).chain(beside).filter(|f| f.is_dir()).collect();
        let Some(watcher) = &mut self.watcher else { return Ok(true) };
        let gone: Vec<PathBuf> = self.watched.difference(&wanted).cloned().collect();
        for folder in gone {
            // A folder that is gone is watched no longer anyway.
            let _ = watcher.unwatch(&folder);
            self.watched.remove(&folder);
        }
        let mut complete = true;
        for folder in wanted {
            // A folder that was removed and made again has lost its watch: asking twice is harmless.
            if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
                if !folder.is_dir() {
                    continue;
                }
                self.watcher = None;
                return Err(error.to_string());
            }
            complete &= !self.watched.insert(folder);
        }
        Ok(complete)
    }

    /// Waits until something has changed and it is quiet.
    pub fn next(&mut self) -> Hints {
        loop {
            let mut hints = Hints::default();
            let wait = if self.watcher.is_some() { TICK } else { POLL };
            match self.events.recv_timeout(wait) {
                Ok(event) => self.take(event, &mut hints),
                Err(RecvTimeoutError::Timeout) => hints.tree = self.watcher.is_none(),
                // Without a watcher there is no sender, and nothing to wait on.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(POLL);
                    hints.tree = true;
                }
            }
            let start = Instant::now();
            while hints != Hints::default() && start.elapsed() < LONGEST {
                match self.events.recv_timeout(QUIET) {
                    Ok(event) => self.take(event, &mut hints),
                    Err(_) => break,
                }
            }
            hints.clock = self.clock.jumped();
            if hints != Hints::default() {
                return hints;
            }
        }
    }

    fn take(&mut self, event: notify::Result<Event>, hints: &mut Hints) {
        let Ok(event) = event else {
            hints.tree = true;
            return;
        };
        hints.tree |= event.need_rescan();
        let is_change = match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            event.paths.iter().for_each(|path| self.lose(path));
        }
        for path in event.paths.iter().filter(|_| is_change) {
            self.judge(path, hints);
        }
    }

    /// A folder that went away, or has another name now, is watched anew where it is then.
    fn lose(&mut self, path: &Path) {
        let (lost, kept) = std::mem::take(&mut self.watched).into_iter().partition(|folder| folder.starts_with(path));
        self.watched = kept;
        let lost: HashSet<PathBuf> = lost;
        for folder in lost {
            // It may be gone already.
            let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(&folder));
        }
    }

    fn judge(&self, path: &Path, hints: &mut Hints) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let folder = path.parent().unwrap_or(path);
        if self.git.iter().any(|dir| folder == dir || path == dir) {
            hints.history |=
                !name.ends_with(".lock") && (name == "HEAD" || name == "packed-refs" || folder != self.git[2]);
        } else if name == ".gitignore" || name == ".ignore" || name == "CODEOWNERS" {
            hints.tree = true;
        } else if let Ok(inside) = path.strip_prefix(&self.root) {
            match inside.to_str() {
                Some("") | None => hints.tree = true,
                // What starts with a dot is no input.
                Some(path) if path.split('/').any(|part| part.starts_with('.')) => {}
                Some(path) => drop(hints.touched.insert(path.replace('\\', "/"))),
            }
        } else if self.watched.contains(folder) && git::top(&self.root).is_none_or(|top| folder != top) {
            hints.tree = true;
        }
    }
}

impl Clock {
    fn now() -> Self {
        Self { date: super::machine_date(), steady: Instant::now(), wall: SystemTime::now() }
    }

    /// Whether the date is another one, or the machine slept: its steady clock then stood still.
    fn jumped(&mut self) -> bool {
        let now = Self::now();
        let steady = now.steady - self.steady;
        let wall = now.wall.duration_since(self.wall).unwrap_or_default();
        let jumped = now.date != self.date || wall > steady + TICK;
        *self = now;
        jumped
    }
}
