//! Clearing what a publish leaves beside or inside OUT: a staging folder that was never swapped in, or the old
//! site after the swap. Both may have come from a run that was killed, so what may be deleted is read from the
//! folder itself:
//!
//! - with a [`MARK`], a publish was still filling it: all of it is ours;
//! - with a manifest, it is a whole site, new or old: what the manifest lists is ours;
//! - with neither, nothing in it is ours.
//!
//! What tells the case apart goes last, so that a clearing that is killed can be taken up again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::error::{Doing as _, PublishError, found};
use super::in_place::JOURNAL;
use super::site::{Manifest, slashed};
use super::{MANIFEST, STAGING};
use crate::world::store::{Kind, Node, Store};

/// In a staging folder as long as it is being filled.
pub(super) const MARK: &str = ".rutter-unfinished";

/// Where the old site waits while the new one takes its place, on disks that cannot exchange two folders.
pub(super) fn old_name(out: &Path) -> PathBuf {
    beside(out, ".rutter-old-")
}

/// `prefix` and the name of OUT, in OUT's parent.
pub(super) fn beside(out: &Path, prefix: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(prefix);
    name.push(out.file_name().unwrap_or_default());
    out.with_file_name(name)
}

/// A new folder that is known to be ours from its first file on.
pub(super) fn create(store: &dyn Store, folder: &Path) -> Result<(), PublishError> {
    store.create_dir(folder).doing("create", folder)?;
    let mark = folder.join(MARK);
    store.write(&mark, b"").doing("write", &mark)
}

/// Removes a leftover folder, or as much of it as is ours. One with a journal is not a leftover: `in_place`
/// has yet to finish it.
pub(super) fn clear(store: &dyn Store, folder: &Path) -> Result<(), PublishError> {
    let Some(nodes) = found(store.list(folder)).doing("list", folder)? else {
        return Ok(());
    };
    let has = |name: &str| nodes.iter().any(|node| node.path.as_os_str() == name);
    if has(JOURNAL) {
        return Ok(());
    }
    let marked = has(MARK);
    let listed = match Manifest::read(store, folder) {
        _ if marked => BTreeSet::new(),
        Ok(manifest) => manifest.map(|m| m.files).unwrap_or_default(),
        Err(e) => return Err(e),
    };
    let last = if marked { MARK } else { MANIFEST };
    let is_last = |node: &Node| node.path.as_os_str() == last && node.kind == Kind::File;
    let ours =
        |node: &Node| marked || (node.kind == Kind::File && slashed(node).is_some_and(|path| listed.contains(&path)));

    let (folders, files): (Vec<&Node>, Vec<&Node>) = nodes.iter().partition(|node| node.kind == Kind::Folder);
    let files = files.into_iter().filter(|node| !is_last(node));
    let (files, foreign): (Vec<&Node>, Vec<&Node>) = files.partition(|node| ours(node));
    for node in files {
        let path = folder.join(&node.path);
        found(store.remove_file(&path)).doing("remove", &path)?;
    }
    if !foreign.is_empty() {
        let names = foreign.iter().map(|node| node.path.display().to_string());
        return Err(PublishError::foreign(folder, names.collect()));
    }
    // The list has folders before their contents.
    for node in folders.iter().rev() {
        remove_if_empty(store, &folder.join(&node.path))?;
    }
    let last = folder.join(last);
    found(store.remove_file(&last)).doing("remove", &last)?;
    found(store.remove_dir(folder)).doing("remove", folder)?;
    Ok(())
}

/// Removes a folder unless something is in it, or mounted on it.
pub(super) fn remove_if_empty(store: &dyn Store, folder: &Path) -> Result<(), PublishError> {
    use std::io::ErrorKind::{DirectoryNotEmpty, ResourceBusy};
    match store.remove_dir(folder) {
        Err(e) if matches!(e.kind(), DirectoryNotEmpty | ResourceBusy) => Ok(()),
        result => found(result).doing("remove", folder).map(|_| ()),
    }
}

/// Puts OUT right after a run that was killed, and clears what it left.
pub(super) fn recover(store: &dyn Store, out: &Path) -> Result<(), PublishError> {
    let old = old_name(out);
    // Killed between two renames: OUT is missing (or was made anew, empty, by someone who needs it to exist).
    // The old site goes back rather than the new one in, because the run at hand makes a newer one anyway.
    if Manifest::read(store, &old)?.is_some() && Manifest::read(store, out)?.is_none() {
        found(store.remove_dir(out)).doing("remove", out)?;
        store.rename(&old, out).doing("rename", &old)?;
    }
    super::in_place::finish(store, out)?;
    for folder in [out.join(STAGING), super::staging_name(out), old] {
        clear(store, &folder)?;
    }
    Ok(())
}
