//! The handbook on this machine's disk.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use ignore::{DirEntry, WalkBuilder};

use super::store::MANIFEST;
use super::{Entry, Within, World, git, http};
use crate::paths;

/// Where CODEOWNERS may lie in a repository: GitHub's order; GitLab looks in the same places.
pub(super) const CODEOWNERS: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// A file or a folder that a command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// From the handbook; it may climb.
    pub path: String,
    /// As it is called at the command line.
    pub shown: String,
    pub is_folder: bool,
    /// Whether it lies in the handbook's repository, or in the handbook where there is none.
    pub in_repository: bool,
}

/// A handbook in a folder.
#[derive(Debug, Clone)]
pub struct OsWorld {
    root: PathBuf,
}

impl OsWorld {
    /// `root` must exist; it is resolved to its real place.
    pub fn new(root: &Path) -> io::Result<Self> {
        Ok(Self { root: root.canonicalize()? })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What a path from the current folder is to the handbook. It must be there.
    pub fn named(&self, path: &Path) -> io::Result<Named> {
        let real = path.canonicalize()?;
        let shared = real.components().zip(self.root.components()).take_while(|(a, b)| a == b).count();
        let up = "../".repeat(self.root.components().count() - shared);
        let down: PathBuf = real.components().skip(shared).collect();
        Ok(Named {
            path: paths::join("", &format!("{up}{}", relative(&down, Path::new("")))),
            shown: path.display().to_string(),
            is_folder: real.is_dir(),
            in_repository: self.shares_repository(&real),
        })
    }

    fn shares_repository(&self, real: &Path) -> bool {
        let top = git::top(&self.root).and_then(|top| top.canonicalize().ok());
        real.starts_with(top.as_deref().unwrap_or(&self.root))
    }
}

impl World for OsWorld {
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>> {
        Ok(Arc::new(self.walk(&self.root)))
    }

    fn tree_of(&self, folder: &str, within: Within) -> io::Result<Vec<Entry>> {
        let real = self.root.join(folder).canonicalize()?;
        if within == Within::Repository && !self.shares_repository(&real) {
            return Err(io::Error::other("it lies outside of the repository"));
        }
        let entries = self.walk(&real).into_iter().map(|e| Entry { path: paths::join(folder, &e.path), ..e });
        Ok(entries.collect())
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn history(&self) -> Arc<git::History> {
        Arc::new(git::read(&self.root))
    }

    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        git::blobs(&self.root, ids)
    }

    fn codeowners(&self) -> Option<(String, Vec<u8>)> {
        let top = git::top(&self.root).unwrap_or_else(|| self.root.clone());
        CODEOWNERS.into_iter().find_map(|path| Some((path.to_owned(), std::fs::read(top.join(path)).ok()?)))
    }

    fn changed_since(&self, revision: &str) -> Result<HashSet<String>, String> {
        git::changed_since(&self.root, revision, &[])
    }

    fn external(&self, urls: &[String]) -> io::Result<HashMap<String, String>> {
        http::check(&self.root.join(".rutter/external.json"), urls)
    }
}

impl OsWorld {
    /// One file as the tree has it; none if it is gone, or is no file.
    pub(super) fn entry(&self, path: &str) -> Option<Entry> {
        let metadata = std::fs::metadata(self.root.join(path)).ok().filter(std::fs::Metadata::is_file)?;
        let modified = metadata.modified().ok();
        Some(Entry { path: path.to_owned(), size: metadata.len(), modified, problem: None })
    }

    /// The files in a folder, and not those below its folders, as the tree has them.
    pub(super) fn files_in(&self, folder: &str) -> Vec<Entry> {
        let files = walker(&self.root.join(folder), &self.root, &Arc::default()).max_depth(Some(1)).build();
        let files = files.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|t| t.is_file()));
        files.map(|entry| entry_of(&entry, &self.root)).collect()
    }

    /// Every place at which a change may be one of the handbook: its folders, those of these other folders, and links
    /// to files. The handbook itself and the other folders are among them even if they are not there.
    pub fn folders<'a>(&self, others: impl Iterator<Item = &'a str>) -> Vec<PathBuf> {
        let others = others.map(|folder| self.root.join(folder)).map(|path| path.canonicalize().unwrap_or(path));
        let mut places = Vec::new();
        for start in [self.root.clone()].into_iter().chain(others) {
            let below =
                walker(&start, &start, &Arc::default()).build().filter_map(Result::ok).filter(|e| e.depth() > 0);
            let below = below.filter(|e| e.path_is_symlink() || e.file_type().is_some_and(|t| t.is_dir()));
            places.push(start);
            places.extend(below.map(DirEntry::into_path));
        }
        places
    }

    /// Every file below a folder that is input, by its path from there.
    fn walk(&self, root: &Path) -> Vec<Entry> {
        let strangers = Arc::new(Mutex::new(Vec::new()));
        let walk = walker(root, root, &strangers).build();
        let mut entries = Vec::new();
        for item in walk {
            match item {
                Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                    entries.push(entry_of(&entry, root));
                }
                Ok(_) => {}
                Err(error) => entries.push(problem(&error, root)),
            }
        }
        let strangers = strangers.lock().map(|mut s| std::mem::take(&mut *s)).unwrap_or_default();
        entries.extend(strangers.into_iter().map(|path| Entry {
            path: relative(&path, root),
            size: 0,
            modified: None,
            problem: Some("is a link that leads out of the handbook".to_owned()),
        }));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }
}

/// Goes through what is input in a folder of a root. Links that lead out of the root are set aside.
fn walker(folder: &Path, root: &Path, strangers: &Arc<Mutex<Vec<PathBuf>>>) -> WalkBuilder {
    let (root, strangers) = (root.to_owned(), Arc::clone(strangers));
    let mut walk = WalkBuilder::new(folder);
    walk.follow_links(true)
        .require_git(false)
        .git_global(false)
        .ignore(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| is_input(entry, &root, &strangers));
    walk
}

fn entry_of(entry: &DirEntry, root: &Path) -> Entry {
    let path = entry.path();
    let problem = if path.to_str().is_none() { Some("has a name that is not UTF-8".to_owned()) } else { None };
    let metadata = entry.metadata().ok();
    let size = metadata.as_ref().map_or(0, std::fs::Metadata::len);
    let modified = metadata.and_then(|m| m.modified().ok());
    Entry { path: relative(path, root), size, modified, problem }
}

fn problem(error: &ignore::Error, root: &Path) -> Entry {
    let (path, reason) = describe(error);
    let path = path.as_deref().map_or(String::new(), |p| relative(p, root));
    Entry { path, size: 0, modified: None, problem: Some(reason) }
}

/// The path and the reason of a walk's error, out of the layers it is wrapped in.
fn describe(error: &ignore::Error) -> (Option<PathBuf>, String) {
    match error {
        ignore::Error::Loop { child, .. } => {
            (Some(child.clone()), "is a link that leads back to a folder above it".to_owned())
        }
        ignore::Error::WithPath { path, err } => (Some(path.clone()), describe(err).1),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => describe(err),
        ignore::Error::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            (None, "is a link to nothing".to_owned())
        }
        ignore::Error::Io(error) => (None, format!("cannot be read: {error}")),
        other => (None, other.to_string()),
    }
}

pub(super) fn relative(path: &Path, root: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Whether the walk goes on into a folder or takes a file. Links out of the handbook are set aside.
fn is_input(entry: &DirEntry, root: &Path, strangers: &Mutex<Vec<PathBuf>>) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    if entry.path_is_symlink()
        && let Ok(real) = entry.path().canonicalize()
        && !real.starts_with(root)
    {
        if let Ok(mut list) = strangers.lock() {
            list.push(entry.path().to_owned());
        }
        return false;
    }
    if !entry.file_type().is_some_and(|t| t.is_dir()) {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    !(name.starts_with('_') || name == "node_modules" || name == "target" || entry.path().join(MANIFEST).exists())
}
