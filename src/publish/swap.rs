//! The moment the new site takes the place of the old one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::{Doing as _, PublishError, found};
use super::leftover::{MARK, clear, create, old_name};
use super::site::{Manifest, Site};
use super::{MANIFEST, Outcome, STAGING, Staging, in_place};
use crate::world::store::Store;

/// What distinguishes the new site from the old one.
pub(super) struct Plan {
    pub written: BTreeSet<String>,
    pub unchanged: BTreeSet<String>,
    pub removed: BTreeSet<String>,
}

impl Plan {
    pub fn new(files: &BTreeMap<String, Outcome>, site: &Site) -> Self {
        let some = |unchanged: bool| {
            let some = files.iter().filter(|(_, outcome)| outcome.unchanged == unchanged);
            some.map(|(path, _)| path.clone()).collect()
        };
        let removed = site.files.iter().filter(|path| !files.contains_key(*path));
        Self { written: some(false), unchanged: some(true), removed: removed.cloned().collect() }
    }

    fn manifest(&self) -> Result<Vec<u8>, PublishError> {
        Manifest::write(self.written.union(&self.unchanged).cloned().collect())
    }
}

/// Why OUT was not swapped by renaming it.
enum Stuck {
    /// It cannot be renamed at all.
    Fixed,
    Failed(PublishError),
}

impl Staging<'_> {
    /// Makes the staged files the site. Gives a note if something of the old one stays.
    pub(super) fn swap(&self, plan: &Plan) -> Result<Option<String>, PublishError> {
        let manifest = plan.manifest()?;
        let path = self.out.join(MANIFEST);
        let same_manifest = found(self.store.read(&path)).doing("read", &path)? == Some(manifest.clone());
        if plan.written.is_empty() && same_manifest {
            return Ok(None);
        }
        // Someone may have put a file of their own there while the site was being built.
        Site::survey(self.store, &self.out)?;

        let staged = self.folder.join(MANIFEST);
        let left = if self.folder == self.out.join(STAGING) {
            self.store.write(&staged, &manifest).doing("write", &staged)?;
            Some(self.move_over(plan)?)
        } else {
            for name in &plan.unchanged {
                link_or_copy(self.store, &self.out.join(name), &self.folder.join(name))?;
            }
            if same_manifest {
                link_or_copy(self.store, &path, &staged)?;
            } else {
                self.store.write(&staged, &manifest).doing("write", &staged)?;
            }
            let mark = self.folder.join(MARK);
            self.store.remove_file(&mark).doing("remove", &mark)?;
            match self.rename_over() {
                Ok(left) => left,
                Err(Stuck::Failed(e)) => return Err(e),
                Err(Stuck::Fixed) => Some(self.restage_and_move_over(plan)?),
            }
        };
        // The new site is in place: whatever fails now is no failure of the build.
        let cleared = left.map_or(Ok(()), |left| clear(self.store, &left));
        Ok(cleared.err().map(|e| format!("the old site is not all gone: {e}")))
    }

    /// Moves what is staged inside OUT over the old files, and says where the staging folder is.
    fn move_over(&self, plan: &Plan) -> Result<PathBuf, PublishError> {
        let (moves, removes) = (plan.written.clone(), plan.removed.clone());
        in_place::swap(self.store, &self.out, moves, removes)?;
        Ok(self.out.join(STAGING))
    }

    /// The same for what was staged beside OUT, before it showed that OUT cannot be renamed.
    fn restage_and_move_over(&self, plan: &Plan) -> Result<PathBuf, PublishError> {
        let inside = self.out.join(STAGING);
        create(self.store, &inside)?;
        for name in plan.written.iter().map(String::as_str).chain([MANIFEST]) {
            link_or_copy(self.store, &self.folder.join(name), &inside.join(name))?;
        }
        self.move_over(plan)
    }

    /// Puts the staging folder in OUT's place, and says where the old site is now.
    fn rename_over(&self) -> Result<Option<PathBuf>, Stuck> {
        let (store, out, folder) = (self.store, &self.out, &self.folder);
        if !self.site.exists {
            store.rename(folder, out).map_err(|e| failed(e, out))?;
            return Ok(None);
        }
        match store.exchange(folder, out) {
            Ok(()) => return Ok(Some(folder.clone())),
            Err(e) if e.kind() == ErrorKind::Unsupported => {}
            Err(e) => return Err(stuck(e, out)),
        }
        let old = old_name(out);
        store.rename(out, &old).map_err(|e| stuck(e, out))?;
        if let Err(e) = store.rename(folder, out) {
            // If this fails too, the next run does it.
            let _ = store.rename(&old, out);
            return Err(failed(e, out));
        }
        Ok(Some(old))
    }
}

/// A hard link keeps time and inode; on disks without them (or without the right to make them), a copy keeps the
/// time.
fn link_or_copy(store: &dyn Store, from: &Path, to: &Path) -> Result<(), PublishError> {
    store.link(from, to).or_else(|_| store.copy(from, to)).doing("link or copy", from)
}

fn stuck(e: io::Error, out: &Path) -> Stuck {
    match e.kind() {
        ErrorKind::CrossesDevices | ErrorKind::ResourceBusy | ErrorKind::PermissionDenied => Stuck::Fixed,
        _ => failed(e, out),
    }
}

fn failed(source: io::Error, out: &Path) -> Stuck {
    Stuck::Failed(PublishError::Io { doing: "replace", path: out.to_path_buf(), source })
}
