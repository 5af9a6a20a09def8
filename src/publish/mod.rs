//! Publishing: a site is written to a staging folder and takes the place of the last one whole, or not at all.
//!
//! 1. [`Staging::open`] refuses folders that are not ours to replace, locks OUT's parent against other builds,
//!    finishes or undoes what a killed run left, and makes the staging folder (`leftover`, `target`, `site`).
//! 2. [`Staging::put`] takes the files, from any thread, in any order. A file whose bytes are published already
//!    is only noted.
//! 3. [`Staging::commit`] hard-links those into the staging folder, writes the manifest, and swaps (`swap`): by
//!    exchanging the two folders; by two renames where the system cannot exchange; file by file with a journal
//!    where OUT cannot be renamed (`in_place`). Then it deletes what the old manifest lists.
//!
//! Absent on purpose: syncs (a power cut may cost the site, never the handbook; the next build writes it again)
//! and the owner of OUT (its mode is kept).

mod error;
mod in_place;
mod leftover;
mod site;
mod swap;
mod target;
// They make links, modes and mounts.
#[cfg(all(test, unix))]
mod tests;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

pub use error::PublishError;

use self::error::Doing as _;
use self::site::Site;
pub use crate::world::store::MANIFEST;
use crate::world::store::{Lock, Store};

/// The staging folder where it has to lie inside OUT.
pub const STAGING: &str = ".rutter-staging";

/// How long a build waits for another one that publishes to the same place.
const PATIENCE: Duration = Duration::from_secs(60);

/// The staging folder beside OUT: one fixed name, so that the next run finds what a killed one left.
pub fn staging_name(out: &Path) -> PathBuf {
    leftover::beside(out, ".rutter-staging-")
}

/// A site that is being written. Dropped without [`commit`](Self::commit), it leaves no trace.
pub struct Staging<'a> {
    store: &'a dyn Store,
    out: PathBuf,
    /// Where new files go: beside OUT, or inside it.
    folder: PathBuf,
    site: Site,
    /// By path in small letters, for on many disks and hosts `A.html` is `a.html`.
    claims: Mutex<HashMap<String, Arc<Claim>>>,
    _lock: Lock,
}

/// What became of a publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Files that are new or changed.
    pub written: usize,
    /// Files that were published already, with the same bytes; they kept their times.
    pub unchanged: usize,
    /// Files of the old site that the new one lacks.
    pub removed: usize,
    /// The size of the whole site, without its manifest.
    pub bytes: u64,
    /// Set when the new site is in place and something of the old one could not be cleared away: what, and why.
    pub note: Option<String>,
}

/// A path that is taken. The outcome is `None` if the file could not be put.
struct Claim {
    path: String,
    outcome: OnceLock<Option<Outcome>>,
}

#[derive(Clone, Copy)]
struct Outcome {
    unchanged: bool,
    size: u64,
}

impl<'a> Staging<'a> {
    /// Begins to publish to `out`. Waits for a while if another build is publishing there.
    pub fn open(store: &'a dyn Store, out: &Path, handbook: &Path) -> Result<Self, PublishError> {
        let out = target::locate(store, out)?;
        target::spare_handbook(store, &out, handbook)?;
        // The parent is locked, not OUT: the swap changes which folder OUT is. Two sites in one parent wait for
        // each other, which costs them little; a lock file would be one more thing to leave behind.
        let parent = out.parent().unwrap_or(&out);
        let lock = store.lock(parent, PATIENCE).map_err(|e| match e.kind() {
            ErrorKind::WouldBlock => PublishError::Busy { out: out.clone() },
            _ => PublishError::Io { doing: "lock", path: parent.to_path_buf(), source: e },
        })?;
        let fixed = target::is_fixed(store, &out)?;
        leftover::recover(store, &out)?;
        let site = Site::survey(store, &out)?;
        let mut staging = Self {
            store,
            folder: if fixed { out.join(STAGING) } else { staging_name(&out) },
            out,
            site,
            claims: Mutex::default(),
            _lock: lock,
        };
        staging.create_folder(fixed)?;
        Ok(staging)
    }

    fn create_folder(&mut self, fixed: bool) -> Result<(), PublishError> {
        match leftover::create(self.store, &self.folder) {
            // OUT is ours to write but its parent is not, as on many web servers.
            Err(PublishError::Io { source, .. })
                if !fixed
                    && self.site.exists
                    && matches!(source.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) =>
            {
                self.folder = self.out.join(STAGING);
                return leftover::create(self.store, &self.folder);
            }
            result => result?,
        }
        // The folder becomes OUT, and a private site must not become a public one.
        if self.site.exists && !fixed {
            self.store.copy_mode(&self.out, &self.folder).doing("set the mode of", &self.folder)?;
        }
        Ok(())
    }

    /// Puts one file of the site, at a relative path with forward slashes. Two puts of the same bytes to the
    /// same path are one; other bytes are an error.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        check(path)?;
        let (claim, first) = self.claim(path)?;
        if first {
            let outcome = self.place(path, bytes);
            // A claim has one owner, and it sets the outcome once.
            let _ = claim.outcome.set(outcome.as_ref().ok().copied());
            return outcome.map(|_| ());
        }
        let Some(outcome) = claim.outcome.wait() else {
            return Err(PublishError::Incomplete { path: path.to_owned() });
        };
        let place = if outcome.unchanged { &self.out } else { &self.folder }.join(path);
        if self.store.read(&place).doing("read", &place)? == bytes {
            return Ok(());
        }
        Err(PublishError::Taken { path: path.to_owned(), by: claim.path.clone() })
    }

    /// The claim on a path, and whether it is new.
    fn claim(&self, path: &str) -> Result<(Arc<Claim>, bool), PublishError> {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        match claims.entry(path.to_lowercase()) {
            Entry::Occupied(entry) if entry.get().path == path => Ok((Arc::clone(entry.get()), false)),
            Entry::Occupied(entry) => Err(PublishError::Taken { path: path.to_owned(), by: entry.get().path.clone() }),
            Entry::Vacant(entry) => {
                let claim = entry.insert(Arc::new(Claim { path: path.to_owned(), outcome: OnceLock::new() }));
                Ok((Arc::clone(claim), true))
            }
        }
    }

    fn place(&self, path: &str, bytes: &[u8]) -> Result<Outcome, PublishError> {
        // The bytes decide, not the time: someone may have edited a published file by hand. One that cannot be
        // read is written anew.
        let unchanged =
            self.site.files.contains(path) && self.store.read(&self.out.join(path)).is_ok_and(|old| old == bytes);
        if !unchanged {
            let place = self.folder.join(path);
            self.store.write(&place, bytes).map_err(|source| match source.kind() {
                ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
                    PublishError::BadPath {
                        path: path.to_owned(),
                        why: "the site has both a file and a folder of that name",
                    }
                }
                _ => PublishError::Io { doing: "write", path: place, source },
            })?;
        }
        Ok(Outcome { unchanged, size: bytes.len() as u64 })
    }

    /// Makes what was put the site. On an error the last good site stays.
    pub fn commit(mut self) -> Result<Published, PublishError> {
        let claims = std::mem::take(&mut self.claims);
        let claims = claims.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut files = BTreeMap::new();
        for claim in claims.into_values() {
            let Some(Some(outcome)) = claim.outcome.get() else {
                return Err(PublishError::Incomplete { path: claim.path.clone() });
            };
            files.insert(claim.path.clone(), *outcome);
        }
        let unchanged = files.values().filter(|outcome| outcome.unchanged).count();
        let plan = swap::Plan::new(&files, &self.site);
        let note = self.swap(&plan)?;
        Ok(Published {
            written: files.len() - unchanged,
            unchanged,
            removed: plan.removed.len(),
            bytes: files.values().map(|outcome| outcome.size).sum(),
            note,
        })
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // Nobody is there to be told; what stays is cleared by the next run.
        let _ = leftover::clear(self.store, &self.out.join(STAGING));
        let _ = leftover::clear(self.store, &self.folder);
    }
}

/// A path that stays below OUT on every system and is not one of our own.
fn check(path: &str) -> Result<(), PublishError> {
    let bad = |why| Err(PublishError::BadPath { path: path.to_owned(), why });
    let mut parts = Path::new(path).components();
    let mut names = path.split('/');
    if path.contains('\0') || !names.all(|name| parts.next() == Some(Component::Normal(name.as_ref()))) {
        return bad("it has to be relative, with forward slashes and no `.` or `..`");
    }
    if path.to_lowercase().starts_with(".rutter") {
        return bad("names that start with `.rutter` are rutter's own");
    }
    Ok(())
}
