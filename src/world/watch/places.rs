//! Where a change matters, and what it means there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::Hints;
use crate::world::git;
use crate::world::os::{CODEOWNERS, relative};
use crate::world::store::MANIFEST;

/// A repository around the handbook.
#[derive(Clone)]
pub(super) struct Repository {
    top: PathBuf,
    /// What git keeps of this working tree, and what it keeps for all of them.
    folders: [PathBuf; 2],
}

#[derive(Default)]
pub(super) struct Places {
    root: PathBuf,
    repository: Option<Repository>,
    /// Every folder that something may come into.
    pub watched: BTreeSet<PathBuf>,
    /// What the handbook is read from (folders, and links to files), by where it really is, with its names.
    names: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// Folders in which git leaves a trace of a commit.
    git: BTreeSet<PathBuf>,
    /// What is not there yet: when it comes, there is more to watch.
    missing: BTreeSet<PathBuf>,
}

impl Places {
    /// What there is to watch for these places of a handbook. `known` is its repository when it was last looked at.
    pub fn new(root: &Path, inputs: &[PathBuf], known: Option<&Repository>) -> Self {
        let mut places = Self { root: root.to_owned(), ..Self::default() };
        for path in inputs {
            if let Some(real) = places.wait_at(path) {
                places.names.entry(real).or_default().push(path.clone());
            }
        }
        let Some(repository) = Repository::around(root, known) else {
            // It may be in the making.
            if let Some(top) = git::top(root) {
                places.wait_at(&top.join(".git/HEAD"));
            }
            return places;
        };
        for folder in repository.traces() {
            let real = places.wait_at(&folder);
            places.git.extend(real);
        }
        for folder in repository.rules(root) {
            places.wait_at(&folder);
        }
        places.repository = Some(repository);
        places
    }

    pub fn repository(&self) -> Option<&Repository> {
        self.repository.as_ref()
    }

    /// Waits for changes at a path: in a folder, in the folder of a file, or in the one that it would come into. Gives
    /// where the path really is, if it is there.
    fn wait_at(&mut self, path: &Path) -> Option<PathBuf> {
        if let Ok(real) = path.canonicalize() {
            let folder = if real.is_dir() { real.clone() } else { real.parent()?.to_owned() };
            self.watched.insert(folder);
            return Some(real);
        }
        let (above, real) = path.ancestors().skip(1).find_map(|a| Some((a, a.canonicalize().ok()?)))?;
        let next = path.strip_prefix(above).ok()?.components().next()?;
        self.missing.insert(real.join(next));
        self.watched.insert(real);
        None
    }

    /// Those of the folders to watch that are in no other.
    pub fn outermost(&self) -> BTreeSet<PathBuf> {
        let mut outermost: Vec<&PathBuf> = Vec::new();
        // In order, a folder comes before what is in it.
        for folder in &self.watched {
            if outermost.last().is_none_or(|last| !folder.starts_with(last)) {
                outermost.push(folder);
            }
        }
        outermost.into_iter().cloned().collect()
    }

    /// Gives up the folders at a path and below it.
    pub fn lose(&mut self, path: &Path) -> Vec<PathBuf> {
        let below = self.watched.range(path.to_owned()..).take_while(|folder| folder.starts_with(path));
        let lost: Vec<PathBuf> = below.cloned().collect();
        for folder in &lost {
            self.watched.remove(folder);
        }
        lost
    }

    /// Adds to the hints what a change at a path means. False if it means nothing.
    pub fn judge(&self, path: &Path, hints: &mut Hints) -> bool {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            hints.tree = true;
            return true;
        };
        let name = name.to_string_lossy();
        let is_new_branch = self.git.contains(folder) && !self.is_of_git(folder) && !self.git.contains(path);
        if self.missing.contains(path) || is_new_branch && path.is_dir() {
            hints.tree = true;
            hints.history |= self.git.contains(folder);
            return true;
        }
        if self.git.contains(path) || self.git.contains(folder) {
            let is_trace = self.is_trace(folder, &name);
            hints.history |= is_trace;
            return is_trace;
        }
        // What decides on what is input; in a folder that is watched for something else it does too.
        if [".gitignore", "CODEOWNERS", ".git", MANIFEST].contains(&&*name)
            || name == "exclude" && folder.ends_with("info")
        {
            hints.tree = true;
            return true;
        }
        let itself = self.names.get(path).into_iter().flatten().cloned();
        // What starts with a dot is no input.
        let around = self.names.get(folder).filter(|_| !name.starts_with('.')).into_iter().flatten();
        let mut matters = false;
        for path in itself.chain(around.map(|f| f.join(&*name))) {
            matters = true;
            let inside = path.strip_prefix(&self.root).ok().filter(|p| !p.as_os_str().is_empty());
            match inside.filter(|p| p.to_str().is_some()) {
                Some(inside) => drop(hints.touched.insert(relative(inside, Path::new("")))),
                None => hints.tree = true,
            }
        }
        matters
    }

    /// Whether git writes a file when it checks out another commit, or makes one.
    fn is_trace(&self, folder: &Path, name: &str) -> bool {
        if self.is_of_git(folder) { matches!(name, "HEAD" | "packed-refs") } else { !name.ends_with(".lock") }
    }

    /// Whether it is one of the two folders in which git keeps all sorts of things.
    fn is_of_git(&self, folder: &Path) -> bool {
        self.repository.as_ref().is_some_and(|r| r.folders.iter().any(|f| f == folder))
    }

    /// Whether git is changing the working tree.
    pub fn git_is_at_work(&self) -> bool {
        self.repository.as_ref().is_some_and(|r| r.folders[0].join("index.lock").exists())
    }
}

impl Repository {
    fn around(root: &Path, known: Option<&Self>) -> Option<Self> {
        let top = git::top(root)?.canonicalize().ok()?;
        match known.filter(|known| known.top == top && known.folders.iter().all(|f| f.is_dir())) {
            Some(known) => Some(known.clone()),
            None => {
                let (own, common) = git::folders(root)?;
                Some(Self { top, folders: [own.canonicalize().ok()?, common.canonicalize().ok()?] })
            }
        }
    }

    /// The folders in which git leaves a trace of a commit. Not the index: git writes that when it only looks.
    fn traces(&self) -> Vec<PathBuf> {
        let [own, common] = &self.folders;
        // Branches may have names with slashes.
        let branches = WalkBuilder::new(common.join("refs/heads")).standard_filters(false).build();
        let branches = branches.filter_map(Result::ok).filter(|e| e.file_type().is_some_and(|t| t.is_dir()));
        let more = [own.join("logs"), own.join("reftable"), common.join("reftable"), common.join("refs/heads")];
        self.folders.iter().cloned().chain(more).chain(branches.map(ignore::DirEntry::into_path)).collect()
    }

    /// The folders of files that say what git ignores, and who owns what.
    fn rules(&self, root: &Path) -> Vec<PathBuf> {
        let above = root.ancestors().take_while(|a| a.starts_with(&self.top)).map(Path::to_owned);
        let owners = CODEOWNERS.iter().filter_map(|path| Some(self.top.join(path).parent()?.to_owned()));
        above.chain(owners).chain([self.folders[1].join("info")]).collect()
    }
}
