//! The outside as it was last seen, for a program that goes on running: what was read is not read again until a hint
//! says that it may have changed.

mod moves;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{Entry, Hints, OsWorld, Text, Within, World, git};
use moves::Moves;

/// A handbook on disk, and what is known of it.
pub struct Kept {
    under: OsWorld,
    seen: RwLock<Seen>,
}

#[derive(Default)]
struct Seen {
    tree: Option<Arc<Vec<Entry>>>,
    /// Folders outside of the tree, or in it, that were asked for by themselves.
    folders: HashMap<String, Vec<Entry>>,
    texts: HashMap<String, Known>,
    history: Option<(Option<String>, Arc<git::History>)>,
    codeowners: Option<Option<(String, Vec<u8>)>>,
    /// What differs from the last commit, and files that were written since that was asked.
    uncommitted: Option<HashSet<String>>,
    unasked: BTreeSet<String>,
    /// The tree was listed since somebody asked whether it was.
    listed: bool,
}

/// The text of a file, and the file's size and time when it was read.
struct Known {
    text: Text,
    stamp: (u64, Option<SystemTime>),
    /// It was read so soon after it was written that it could have been written again at the same time.
    hasty: bool,
}

/// Clocks of file systems tick slowly; within this time a file may change and keep its time.
const TICK: Duration = Duration::from_secs(2);

impl Kept {
    pub fn new(under: OsWorld) -> Self {
        Self { under, seen: RwLock::default() }
    }

    /// The disk itself, as it is now.
    pub fn disk(&self) -> &OsWorld {
        &self.under
    }

    /// Whether the tree was listed since this was asked last.
    pub fn was_listed(&self) -> bool {
        std::mem::take(&mut self.write().listed)
    }

    /// Looks at what the hints name. False if nothing is other than it was seen to be.
    pub fn look(&self, hints: &Hints) -> bool {
        let mut seen = self.write();
        let everywhere = hints.tree || hints.clock;
        let moves = if everywhere { None } else { Moves::at(&self.under, &seen, &hints.touched) };
        let (mut changed, everywhere) = match moves {
            Some(moves) => (self.look_at(&mut seen, hints, moves), false),
            None => (self.look_everywhere(&mut seen), true),
        };
        if everywhere || hints.history {
            seen.uncommitted = None;
            let head = git::head(self.under.root());
            if seen.history.as_ref().is_some_and(|(known, _)| *known != head) {
                seen.history = None;
                changed = true;
            }
        }
        changed
    }

    fn look_everywhere(&self, seen: &mut Seen) -> bool {
        seen.listed = true;
        let Some(before) = seen.tree.take() else { return true };
        let tree = self.under.tree().unwrap_or_default();
        let mut changed = tree != before;
        let folders = std::mem::take(&mut seen.folders);
        for (folder, before) in folders {
            match self.under.tree_of(&folder, Within::Repository) {
                Ok(entries) => {
                    changed |= entries != before;
                    seen.folders.insert(folder, entries);
                }
                Err(_) => changed = true,
            }
        }
        let now: HashMap<&str, &Entry> =
            tree.iter().chain(seen.folders.values().flatten()).map(|e| (e.path.as_str(), e)).collect();
        let before = std::mem::take(&mut seen.texts);
        let looked: Vec<(String, Known, bool)> = before
            .into_par_iter()
            .filter_map(|(path, known)| {
                let entry = now.get(path.as_str())?;
                if known.stamp == stamp(entry) && !known.hasty {
                    return Some((path, known, false));
                }
                let fresh = self.text_now(entry).ok()?;
                let other = fresh.text != known.text;
                // The same text stays the same one: what was made of it still fits.
                let text = if other { fresh.text } else { known.text };
                Some((path, Known { text, ..fresh }, other))
            })
            .collect();
        changed |= looked.iter().any(|(.., other)| *other);
        seen.texts = looked.into_iter().map(|(path, known, _)| (path, known)).collect();
        seen.tree = Some(tree);
        let codeowners = Some(self.under.codeowners());
        changed |= codeowners != seen.codeowners;
        seen.codeowners = codeowners;
        changed
    }

    fn look_at(&self, seen: &mut Seen, hints: &Hints, moves: Moves) -> bool {
        let mut changed = moves.make(seen);
        for path in &hints.touched {
            // It is gone again, and was never listed.
            let Some(entry) = self.under.entry(path) else { continue };
            changed |= seen.relist(&entry);
            if let Some(known) = seen.texts.remove(path) {
                let Ok(fresh) = self.text_now(&entry) else {
                    // It went just now; the hint that says so is on its way, and the other paths are still to be seen.
                    changed = true;
                    continue;
                };
                let other = fresh.text != known.text;
                changed |= other;
                let text = if other { fresh.text } else { known.text };
                seen.texts.insert(path.clone(), Known { text, ..fresh });
            }
            seen.unasked.insert(path.clone());
        }
        changed
    }

    fn text_now(&self, entry: &Entry) -> io::Result<Known> {
        let text = self.under.text(&entry.path)?;
        let young = |time: SystemTime| SystemTime::now().duration_since(time).is_ok_and(|age| age < TICK);
        Ok(Known { text, stamp: stamp(entry), hasty: entry.modified.is_none_or(young) })
    }

    fn read(&self) -> RwLockReadGuard<'_, Seen> {
        self.seen.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Seen> {
        self.seen.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stamp(entry: &Entry) -> (u64, Option<SystemTime>) {
    (entry.size, entry.modified)
}

impl Seen {
    fn entry(&self, path: &str) -> Option<&Entry> {
        let mut lists = self.tree.iter().map(|tree| tree.as_slice()).chain(self.folders.values().map(Vec::as_slice));
        lists.find_map(|list| Some(&list[find(list, path)?]))
    }

    /// Whether a path is a folder that files were listed in.
    fn has_below(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        let lists = self.tree.iter().map(|tree| tree.as_slice()).chain(self.folders.values().map(Vec::as_slice));
        let mut below = lists.filter_map(|list| list.get(list.partition_point(|e| e.path < inside)));
        below.any(|e| e.path.starts_with(&inside))
    }

    /// Whether a path is in a folder that was asked for by itself.
    fn is_asked_for(&self, path: &str) -> bool {
        self.folders.keys().any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }

    /// Puts an entry in the place of the one with its path. False if it is the same.
    fn relist(&mut self, entry: &Entry) -> bool {
        let mut changed = false;
        for list in self.tree.iter_mut().map(Arc::make_mut).chain(self.folders.values_mut()) {
            if let Some(at) = find(list, &entry.path) {
                changed |= list[at] != *entry;
                list[at] = entry.clone();
            }
        }
        changed
    }
}

fn find(entries: &[Entry], path: &str) -> Option<usize> {
    entries.binary_search_by(|e| e.path.as_str().cmp(path)).ok()
}

impl World for Kept {
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>> {
        if let Some(tree) = &self.read().tree {
            return Ok(Arc::clone(tree));
        }
        let tree = self.under.tree()?;
        self.write().tree = Some(Arc::clone(&tree));
        Ok(tree)
    }

    fn tree_of(&self, folder: &str, within: Within) -> io::Result<Vec<Entry>> {
        if let Some(entries) = self.read().folders.get(folder) {
            return Ok(entries.clone());
        }
        let entries = self.under.tree_of(folder, within)?;
        self.write().folders.insert(folder.to_owned(), entries.clone());
        Ok(entries)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.under.read(path)
    }

    fn text(&self, path: &str) -> io::Result<Text> {
        let entry = {
            let seen = self.read();
            if let Some(known) = seen.texts.get(path) {
                return Ok(known.text.clone());
            }
            seen.entry(path).cloned()
        };
        let Some(entry) = entry else { return self.under.text(path) };
        let known = self.text_now(&entry)?;
        let text = known.text.clone();
        self.write().texts.insert(path.to_owned(), known);
        Ok(text)
    }

    fn history(&self) -> Arc<git::History> {
        if let Some((_, history)) = &self.read().history {
            return Arc::clone(history);
        }
        // Asked for first: a commit that comes in between is then looked at again.
        let head = git::head(self.under.root());
        let history = self.under.history();
        self.write().history = Some((head, Arc::clone(&history)));
        history
    }

    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        self.under.blobs(ids)
    }

    fn codeowners(&self) -> Option<(String, Vec<u8>)> {
        if let Some(known) = &self.read().codeowners {
            return known.clone();
        }
        let codeowners = self.under.codeowners();
        self.write().codeowners = Some(codeowners.clone());
        codeowners
    }

    fn changed_since(&self, revision: &str) -> Result<HashSet<String>, String> {
        if revision != "HEAD" {
            return self.under.changed_since(revision);
        }
        let mut seen = self.write();
        let unasked = std::mem::take(&mut seen.unasked);
        let known = seen.uncommitted.take();
        let now = match (known, &seen.history) {
            // Of a large repository only what was written since is asked about.
            (Some(mut known), Some((_, history))) => {
                if !unasked.is_empty() {
                    let among: Vec<&str> = unasked.iter().map(String::as_str).collect();
                    known.retain(|path| among.iter().all(|p| history.repository_path(p) != *path));
                    known.extend(git::changed_since(self.under.root(), revision, &among)?);
                }
                known
            }
            _ => self.under.changed_since(revision)?,
        };
        seen.uncommitted = Some(now.clone());
        Ok(now)
    }

    fn external(&self, urls: &[String]) -> io::Result<HashMap<String, String>> {
        self.under.external(urls)
    }
}
