//! Where a site is published to, and where it must not be.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::error::{Doing as _, PublishError, found};
use super::leftover::old_name;
use super::staging_name;
use crate::world::store::{Kind, Store};

/// OUT without links, its parent made if need be. A link to a folder is followed, so that the swap replaces the
/// folder and keeps the link.
pub(super) fn locate(store: &dyn Store, out: &Path) -> Result<PathBuf, PublishError> {
    let refuse = |why| Err(PublishError::NotAFolder { out: out.to_path_buf(), why });
    let path = match found(store.canonicalize(out)).doing("find", out)? {
        Some(path) => path,
        None if found(store.look(out)).doing("look at", out)?.is_some() => {
            return refuse("it is a link to nothing");
        }
        None => {
            let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
                return refuse("it has no name");
            };
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            store.create_dir(parent).doing("create", parent)?;
            store.canonicalize(parent).doing("find", parent)?.join(name)
        }
    };
    match path.file_name() {
        None => refuse("it has no parent"),
        Some(name) if name.to_string_lossy().starts_with(".rutter") => {
            refuse("names that start with `.rutter` are rutter's own")
        }
        Some(_) => Ok(path),
    }
}

/// Refuses an OUT (as [`locate`] gives it) whose replacement would take the handbook with it.
pub(super) fn spare_handbook(store: &dyn Store, out: &Path, handbook: &Path) -> Result<(), PublishError> {
    let refused = |handbook: &Path| PublishError::Handbook { out: out.to_path_buf(), handbook: handbook.to_path_buf() };
    // A handbook that lies nowhere (one in memory) cannot be lost.
    let Some(handbook) = found(store.canonicalize(handbook)).doing("find", handbook)? else {
        return Ok(());
    };
    for replaced in [out, &staging_name(out), &old_name(out)] {
        if handbook.starts_with(replaced) {
            return Err(refused(&handbook));
        }
    }
    let id = found(store.look(out)).doing("look at", out)?.and_then(|look| look.id);
    if id.is_none() {
        return Ok(());
    }
    // The same folder may have two names: bind mounts, disks where letter case does not count.
    for above in handbook.ancestors() {
        // What may not be looked at is not OUT: that was just looked at.
        if store.look(above).is_ok_and(|look| look.id == id) {
            return Err(refused(if above == handbook { out } else { &handbook }));
        }
    }
    Ok(())
}

/// Whether OUT has to be changed where it stands, because it cannot be renamed.
pub(super) fn is_fixed(store: &dyn Store, out: &Path) -> Result<bool, PublishError> {
    match store.look(out) {
        Ok(look) if look.kind != Kind::Folder => {
            Err(PublishError::NotAFolder { out: out.to_path_buf(), why: "it is a file" })
        }
        Ok(look) => Ok(look.mount),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
        Err(e) => Err(e).doing("look at", out),
    }
}
