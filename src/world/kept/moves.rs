//! Files that came or went, taken into the list of files without listing all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use super::{Seen, find};
use crate::paths;
use crate::world::{Entry, OsWorld};

/// So many paths are sooner listed with all others than asked for one by one.
const MANY: usize = 500;

/// What a listing of everything would add to the list of files, and take from it.
#[derive(Default)]
pub(super) struct Moves {
    came: Vec<Entry>,
    gone: Vec<String>,
}

impl Moves {
    /// What came and went at these paths. None if only a look at everything tells: a folder or a link may bring more
    /// than itself.
    pub fn at(world: &OsWorld, seen: &Seen, touched: &BTreeSet<String>) -> Option<Self> {
        seen.tree.as_ref()?;
        let mut moves = Self::default();
        let mut new: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for path in touched {
            let there = fs::symlink_metadata(world.root().join(path)).ok();
            match (seen.entry(path), there) {
                (Some(entry), Some(metadata)) if entry.problem.is_none() && metadata.is_file() => {}
                (Some(entry), None) if entry.problem.is_none() && !seen.is_asked_for(path) => {
                    moves.gone.push(path.clone());
                }
                (None, Some(metadata)) if metadata.is_file() && !seen.is_asked_for(path) => {
                    new.entry(paths::parent(path)).or_default().push(path);
                }
                // What an editor made and removed while it saved.
                (None, None) if !seen.has_below(path) => {}
                _ => return None,
            }
        }
        if moves.gone.len() + new.values().map(Vec::len).sum::<usize>() > MANY {
            return None;
        }
        for (folder, paths) in new {
            // One in which nothing was listed may be no input itself; in one that a link leads to, what git ignores
            // depends on the way there.
            let path = world.root().join(folder);
            let is_itself = path.canonicalize().is_ok_and(|real| real == path);
            if !is_itself || !folder.is_empty() && !seen.has_below(folder) {
                return None;
            }
            let mut files = world.files_in(folder);
            files.retain(|file| paths.contains(&file.path.as_str()));
            if files.iter().any(|file| file.problem.is_some()) {
                return None;
            }
            moves.came.extend(files);
        }
        Some(moves)
    }

    /// False if there are none.
    pub fn make(self, seen: &mut Seen) -> bool {
        let Some(tree) = seen.tree.as_mut().filter(|_| !(self.came.is_empty() && self.gone.is_empty())) else {
            return false;
        };
        let tree = Arc::make_mut(tree);
        for path in self.gone {
            if let Some(at) = find(tree, &path) {
                tree.remove(at);
            }
            seen.texts.remove(&path);
            seen.unasked.insert(path);
        }
        for entry in self.came {
            if let Err(at) = tree.binary_search_by(|e| e.path.cmp(&entry.path)) {
                tree.insert(at, entry);
            }
        }
        true
    }
}
