//! The outside: files, git, the clock. Nothing above this room touches any of them.
//!
//! [`World`] is what a build reads; [`Store`] is what a publish writes through. Both are traits, so that a
//! test can put a handbook in memory or break a disk at any step.

#![allow(clippy::disallowed_methods, reason = "this is the room that the methods are kept to")]

pub mod git;
mod http;
mod index;
mod kept;
pub mod mem;
mod os;
mod overlay;
pub mod store;
mod watch;

pub use index::{PublishedIndex, published_index};
pub use kept::Kept;
pub use mem::MemWorld;
pub use os::{Named, OsWorld};
pub use overlay::Overlay;
pub use store::{OsStore, Store};
pub use watch::{Hints, Watch};

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// One file of the handbook's tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the handbook, with forward slashes.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// When it was last written, where that is known.
    pub modified: Option<SystemTime>,
    /// Why the file must not be read (a link out of the handbook, a name that is not UTF-8, ...).
    pub problem: Option<String>,
}

/// What the bytes of a file are as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    Utf8(Arc<str>),
    /// A byte on that line, from 1, is no character.
    Broken {
        line: usize,
    },
}

impl Text {
    fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Utf8(text.into()),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                Self::Broken { line: memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count() + 1 }
            }
        }
    }
}

/// How far from the handbook a folder may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// What the handbook itself names.
    Repository,
    /// What somebody names at a command line.
    Machine,
}

/// What a build reads.
pub trait World: Sync {
    /// Every file of the handbook that is input, sorted by path. Left out: names that start with a dot,
    /// folders that start with an underscore, `node_modules`, `target`, what git ignores, and published sites.
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>>;

    /// Every file of a folder, as `tree` has them: sorted by their paths from the handbook. The folder may lie outside
    /// of the handbook; one that lies further out than `within`, or is not there, is an error.
    fn tree_of(&self, folder: &str, within: Within) -> io::Result<Vec<Entry>>;

    /// The bytes of one file of a tree.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// The text of one file of a tree.
    fn text(&self, path: &str) -> io::Result<Text> {
        Ok(Text::of(self.read(path)?))
    }

    /// The history of the repository that holds the handbook, read in one go.
    fn history(&self) -> Arc<git::History>;

    /// The contents of old versions of files, by git's names for them, in the same order; nothing for one that git
    /// does not have.
    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String>;

    /// The repository's CODEOWNERS: its path from the repository's root, and its bytes.
    fn codeowners(&self) -> Option<(String, Vec<u8>)>;

    /// The paths, from the repository's root, that differ from a revision.
    fn changed_since(&self, revision: &str) -> Result<HashSet<String>, String>;

    /// Asks for every URL, and says what is wrong with those that do not answer.
    fn external(&self, urls: &[String]) -> io::Result<HashMap<String, String>>;
}

/// The machine's date in UTC.
pub fn machine_date() -> chrono::NaiveDate {
    machine_now().date_naive()
}

/// The machine's time.
pub fn machine_now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}

/// A variable of the environment, if it is set and not empty.
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

/// The bytes of a file that a command line names.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Writes a file whole or not at all: a temporary file beside it takes its place. The folders above it are
/// made, and a file that was there keeps its permissions.
pub fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link keeps pointing where it pointed; what it points at is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    if path.exists() && !path.is_file() {
        // A terminal or a pipe is written to as it is.
        return std::fs::write(&path, bytes);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = std::fs::write(&temporary, bytes).and_then(|()| {
        if let Ok(old) = std::fs::metadata(&path) {
            std::fs::set_permissions(&temporary, old.permissions())?;
        }
        std::fs::rename(&temporary, &path)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

/// Adds to the end of a file, which is made if it is not there.
pub fn append_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    std::fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(bytes)
}

/// Starts a program and does not wait for it to end. It goes on when this one is ended by Ctrl-C.
pub fn start(program: &str, args: &[String]) -> io::Result<()> {
    use std::process::{Command, Stdio};
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    // Somebody has to take note of its end, or it stays on the system's list.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Shows an address in this machine's browser.
pub fn open_url(url: &str) -> io::Result<()> {
    open::that_detached(url)
}

/// Says how long something took.
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    pub fn elapsed(&self) -> std::time::Duration {
        self.0.elapsed()
    }
}
