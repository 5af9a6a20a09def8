//! A handbook in memory, for tests and for callers that have no disk.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::Arc;

use super::{Entry, Within, World, git::History};

/// Files by path, and the past they have.
#[derive(Debug, Clone, Default)]
pub struct MemWorld {
    pub files: BTreeMap<String, Vec<u8>>,
    pub history: History,
    /// Old versions of files, by the names that the history has for them.
    pub blobs: BTreeMap<String, Vec<u8>>,
}

impl MemWorld {
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            files: files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect(),
            ..Self::default()
        }
    }
}

impl World for MemWorld {
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>> {
        let entry = |(path, bytes): (&String, &Vec<u8>)| Entry {
            path: path.clone(),
            size: bytes.len() as u64,
            modified: None,
            problem: None,
        };
        Ok(Arc::new(self.files.iter().map(entry).collect()))
    }

    fn tree_of(&self, folder: &str, _: Within) -> io::Result<Vec<Entry>> {
        let inside = format!("{folder}/");
        let entries: Vec<Entry> =
            self.tree()?.iter().filter(|e| folder.is_empty() || e.path.starts_with(&inside)).cloned().collect();
        if entries.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(entries) }
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn history(&self) -> Arc<History> {
        Arc::new(self.history.clone())
    }

    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        Ok(ids.iter().map(|id| self.blobs.get(*id).cloned()).collect())
    }

    fn codeowners(&self) -> Option<(String, Vec<u8>)> {
        let path = "CODEOWNERS".to_owned();
        self.files.get(&path).cloned().map(|bytes| (path, bytes))
    }

    fn changed_since(&self, _: &str) -> Result<HashSet<String>, String> {
        Err("this handbook is in memory and has no revisions".to_owned())
    }

    fn external(&self, _: &[String]) -> io::Result<HashMap<String, String>> {
        Ok(HashMap::new())
    }
}
