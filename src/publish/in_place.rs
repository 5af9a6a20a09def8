//! The swap where OUT itself cannot be renamed (a mount point, a parent that is not ours to write, some
//! layered file systems): changed files are staged inside OUT and then moved over the old ones, one by one.
//!
//! 1. Everything changed lies in `OUT/.rutter-staging`. Until here the old site is untouched.
//! 2. The journal is renamed into place. From here on there is only the way forward.
//! 3. [`finish`] moves the manifest, removes what is gone, moves the rest, and removes the journal. Every step
//!    can be taken twice, so a killed run is finished by the next one.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{Doing as _, PublishError, found};
use super::leftover::remove_if_empty;
use super::site::{FORMAT, Manifest, foreign, slashed, to_json};
use super::{MANIFEST, STAGING};
use crate::world::store::{Kind, Store};

/// In the staging folder once everything is in it. It is written under another name and renamed, for one that
/// is only half written must not count.
pub(super) const JOURNAL: &str = ".rutter-journal.json";
const JOURNAL_DRAFT: &str = ".rutter-journal.draft";

/// What is to be done to OUT.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    format: u32,
    /// Files to move from the staging folder to the same path in OUT, after the manifest.
    moves: BTreeSet<String>,
    /// Files of the old site that the new one lacks.
    removes: BTreeSet<String>,
}

/// Makes the files staged inside OUT the site.
pub(super) fn swap(
    store: &dyn Store,
    out: &Path,
    moves: BTreeSet<String>,
    removes: BTreeSet<String>,
) -> Result<(), PublishError> {
    let staging = out.join(STAGING);
    let (draft, journal) = (staging.join(JOURNAL_DRAFT), staging.join(JOURNAL));
    let plan = Journal { format: FORMAT, moves, removes };
    let bytes = to_json(&plan, &journal)?;
    store.write(&draft, &bytes).doing("write", &draft)?;
    store.rename(&draft, &journal).doing("rename", &draft)?;
    finish(store, out)
}

/// Does what the journal says, if there is one. The staging folder is a leftover then.
pub(super) fn finish(store: &dyn Store, out: &Path) -> Result<(), PublishError> {
    let path = out.join(STAGING).join(JOURNAL);
    let Some(bytes) = found(store.read(&path)).doing("read", &path)? else {
        return Ok(());
    };
    let journal: Journal =
        serde_json::from_slice(&bytes).ok().filter(|journal: &Journal| journal.format == FORMAT).ok_or_else(|| {
            PublishError::Manifest { path: path.clone(), why: "it is damaged or of another format".to_owned() }
        })?;
    roll_forward(store, out, &journal)
        .and_then(|()| store.remove_file(&path).doing("remove", &path))
        .map_err(|source| PublishError::Halfway { source: Box::new(source) })
}

fn roll_forward(store: &dyn Store, out: &Path, journal: &Journal) -> Result<(), PublishError> {
    let staging = out.join(STAGING);
    let nodes = store.list(out).doing("list", out)?;
    let listed = Manifest::read(store, out)?.map(|manifest| manifest.files);
    let listed = listed.unwrap_or_default();
    // Looked at again, because this may be much later than the run that wrote the journal: a link put where a
    // folder of ours was would lead the moves out of OUT.
    let ours = |path: &str| listed.contains(path) || journal.moves.contains(path) || journal.removes.contains(path);
    let foreign = foreign(&nodes, ours);
    if !foreign.is_empty() {
        return Err(PublishError::foreign(out, foreign));
    }

    let files = nodes.iter().filter(|node| node.kind == Kind::File);
    let present: HashSet<String> = files.filter_map(slashed).collect();
    let step = |name: &str| -> Result<(), PublishError> {
        if !present.contains(&format!("{STAGING}/{name}")) {
            return Ok(());
        }
        let from = staging.join(name);
        store.rename(&from, &out.join(name)).doing("move", &from)
    };
    // The manifest first: a folder that holds any of our files says that it is ours.
    step(MANIFEST)?;
    // A new file may need the place of an old folder, and the other way round: old ones go first.
    for name in journal.removes.iter().filter(|name| present.contains(*name)) {
        let path = out.join(name);
        store.remove_file(&path).doing("remove", &path)?;
    }
    let above = folders_of(&journal.removes);
    for node in nodes.iter().rev().filter(|node| node.kind == Kind::Folder) {
        if slashed(node).is_some_and(|path| above.contains(path.as_str())) {
            remove_if_empty(store, &out.join(&node.path))?;
        }
    }
    journal.moves.iter().try_for_each(|name| step(name))
}

/// Every folder above the files.
fn folders_of(files: &BTreeSet<String>) -> HashSet<&str> {
    let mut folders = HashSet::new();
    for file in files {
        let mut rest = file.as_str();
        while let Some((folder, _)) = rest.rsplit_once('/') {
            // Its own parents are already there.
            if !folders.insert(folder) {
                break;
            }
            rest = folder;
        }
    }
    folders
}
