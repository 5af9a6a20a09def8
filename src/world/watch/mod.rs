//! What happens on the disk while somebody writes.
//!
//! Each folder of the handbook is watched by itself: watching everything below the root would take in what is no
//! input, and systems allow only so many watches. What comes is gathered until it is quiet, so that a branch switch is
//! one change and an editor's half-written file is never looked at.
//!
//! A folder is watched by where it really is: the system tells each change once, however many links lead there. The
//! hints then have every name that it goes by.

mod burst;
mod clock;
mod places;
mod shared;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::OsWorld;
use burst::{Burst, QUIET, QUIET_WHILE_HALF_DONE};
use clock::Clock;
use places::Places;

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

/// What does not end is shown as it goes on.
const LONGEST: Duration = Duration::from_millis(150);
/// While git changes the working tree, it is waited for so long.
const LONGEST_OF_GIT: Duration = Duration::from_secs(2);
/// How often the clock is looked at.
const TICK: Duration = Duration::from_secs(30);
/// How often everything is looked at where the system does not tell.
const POLL: Duration = Duration::from_secs(2);

/// Inotify watches a folder at a time. The others watch everything below one: there a watch for each folder would cost
/// a stream or an open handle each, and on Windows a folder that has a watched one in it could not be renamed.
const EACH_BY_ITSELF: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Waits for changes of a handbook.
///
/// ```no_run
/// use rutter::world::{OsWorld, Watch};
///
/// let world = OsWorld::new("handbook".as_ref())?;
/// let mut watch = Watch::new(&world);
/// loop {
///     // What came into a new folder before it was watched has to be looked for: this is asked until it says true.
///     while !watch.follow(&world.folders(["../migrations"].into_iter()))? {}
///     let hints = watch.next();
///     println!("{hints:?}");
/// }
/// # #[allow(unreachable_code)]
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Watch {
    root: PathBuf,
    /// None where the system refuses to tell; everything is then looked at from time to time.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<notify::Result<Event>>,
    places: Places,
    /// What the system was asked to watch.
    asked: BTreeSet<PathBuf>,
    /// Why the system's word is not enough, until somebody was told.
    reason: Option<String>,
    /// When everything has to be looked at next, where the system's word is not enough.
    poll: Option<Instant>,
    clock: Clock,
}

impl Watch {
    pub fn new(world: &OsWorld) -> Self {
        let (send, events) = channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_change) {
                // Nobody listens any more once the program ends.
                let _ = send.send(event);
            }
        });
        let root = world.root().to_owned();
        let mut watch = Self {
            places: Places::default(),
            watcher: None,
            events,
            asked: BTreeSet::new(),
            reason: None,
            poll: None,
            clock: Clock::now(),
            root,
        };
        match watcher {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => watch.give_up(refusal(&error, "instances=1024")),
        }
        if let Some(reason) = shared::reason(&watch.root) {
            watch.look_from_time_to_time(reason);
        }
        watch
    }

    /// Watches these places (absolute), and none of those before that are not among them. Gives false if a folder is
    /// new, so that something may have come into it before it was watched. An error says, once, why the system's word
    /// is not enough; everything is then looked at from time to time.
    pub fn follow(&mut self, folders: &[PathBuf]) -> Result<bool, String> {
        let before = std::mem::take(&mut self.places);
        self.places = Places::new(&self.root, folders, before.repository());
        let wanted = if EACH_BY_ITSELF { self.places.watched.clone() } else { self.places.outermost() };
        self.ask(&wanted);
        match self.reason.take() {
            Some(reason) => Err(reason),
            None => Ok(self.watcher.is_none() || self.places.watched.is_subset(&before.watched)),
        }
    }

    /// Has the system watch these folders, and no others.
    fn ask(&mut self, wanted: &BTreeSet<PathBuf>) {
        let gone: Vec<PathBuf> = self.asked.difference(wanted).cloned().collect();
        let new: Vec<PathBuf> = wanted.difference(&self.asked).cloned().collect();
        let Some(watcher) = self.watcher.as_mut().filter(|_| !(gone.is_empty() && new.is_empty())) else { return };
        let mode = if EACH_BY_ITSELF { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        let mut refused = None;
        // All at once: some systems start anew with each change of what they watch.
        let mut paths = watcher.paths_mut();
        for folder in gone {
            // A folder that is gone is watched no longer anyway.
            let _ = paths.remove(&folder);
            self.asked.remove(&folder);
        }
        for folder in new {
            match paths.add(&folder, mode) {
                Ok(()) => drop(self.asked.insert(folder)),
                // It went away since it was listed, or nobody may read it. If that changes, the folder above it tells.
                Err(error) if is_of_the_folder(&error) => drop(self.places.watched.remove(&folder)),
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
        }
        let refused = refused.or(paths.commit().err());
        if let Some(error) = refused {
            self.give_up(refusal(&error, "watches=524288"));
        }
    }

    fn give_up(&mut self, reason: String) {
        self.watcher = None;
        self.asked.clear();
        self.look_from_time_to_time(reason);
    }

    fn look_from_time_to_time(&mut self, reason: String) {
        self.reason = Some(reason);
        self.poll = Some(Instant::now() + POLL);
    }

    /// Waits until something has changed and it is quiet.
    #[allow(clippy::should_implement_trait, reason = "it never ends")]
    pub fn next(&mut self) -> Hints {
        loop {
            let mut burst = Burst::default();
            let now = Instant::now();
            match self.receive(self.poll.map_or(now + TICK, |poll| poll.max(now))) {
                Some(event) => drop(self.take(event, &mut burst)),
                None => burst.hints.tree = self.poll.is_some(),
            }
            if burst.hints != Hints::default() {
                self.gather(&mut burst);
            }
            burst.hints.clock = self.clock.jumped();
            if burst.hints != Hints::default() {
                self.poll = self.poll.map(|_| Instant::now() + POLL);
                return burst.hints;
            }
        }
    }

    /// What the system says next; nothing if it says nothing until then.
    fn receive(&self, until: Instant) -> Option<notify::Result<Event>> {
        let wait = until.saturating_duration_since(Instant::now());
        match self.events.recv_timeout(wait) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            // Without a watcher there is no sender, and nothing to wait on.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(until.saturating_duration_since(Instant::now()));
                None
            }
        }
    }

    /// Takes what follows until it is quiet.
    fn gather(&mut self, burst: &mut Burst) {
        let start = Instant::now();
        let (mut last, mut end) = (start, start + LONGEST);
        let mut quiet = QUIET;
        while Instant::now() < end.min(last + quiet) {
            let event = self.receive(end.min(last + quiet));
            // What means nothing does not disturb the quiet.
            if event.is_some_and(|event| self.take(event, burst)) {
                last = Instant::now();
            }
            quiet = if burst.is_half_done() { QUIET_WHILE_HALF_DONE } else { QUIET };
            let now = Instant::now();
            if now >= end.min(last + quiet) && self.places.git_is_at_work() {
                quiet = QUIET_WHILE_HALF_DONE;
                end = (now + LONGEST).min(start + LONGEST_OF_GIT);
            }
        }
    }

    /// Takes what the system says. False if it means nothing.
    fn take(&mut self, event: notify::Result<Event>, burst: &mut Burst) -> bool {
        let event = match event {
            Ok(event) if !event.need_rescan() => event,
            // The system's queue was too short for all that happened; folders may be others now.
            _ => {
                self.lose(&PathBuf::new());
                burst.hints.tree = true;
                return true;
            }
        };
        let mut matters = false;
        for path in &event.paths {
            if self.places.judge(path, &mut burst.hints) {
                matters = true;
                burst.follow(event.kind, path);
            }
            if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) && self.lose(path) {
                matters = true;
                burst.hints.tree = true;
            }
        }
        matters
    }

    /// Folders that went away, or have another name now, are watched anew where they are then. False if there are none.
    fn lose(&mut self, path: &Path) -> bool {
        let lost = self.places.lose(path);
        for folder in &lost {
            if self.asked.remove(folder) {
                // It may be gone already.
                let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(folder));
            }
        }
        !lost.is_empty()
    }
}

/// Whether something was changed, not just looked at.
fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

/// Why the system does not tell what changes, and what there is to raise where it is Linux.
fn refusal(error: &notify::Error, limit: &str) -> String {
    let reason = match &error.kind {
        ErrorKind::MaxFilesWatch => "as many folders are watched as the system allows".to_owned(),
        ErrorKind::Io(error) => format!("the system does not tell what changes: {error}"),
        _ => format!("the system does not tell what changes: {error}"),
    };
    let help = format!("\nhelp: `sysctl fs.inotify.max_user_{limit}` allows more");
    reason + if EACH_BY_ITSELF { &help } else { "" }
}

/// Whether a folder cannot be watched for a reason of its own.
fn is_of_the_folder(error: &notify::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => matches!(error.kind(), NotADirectory | NotFound | PermissionDenied),
        _ => false,
    }
}
