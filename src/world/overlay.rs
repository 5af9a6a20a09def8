//! A handbook with files that are not in it yet.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::Arc;

use super::{Entry, Within, World, git::History};

/// What another world has, and files in front of that.
pub struct Overlay<'a> {
    pub under: &'a dyn World,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl World for Overlay<'_> {
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>> {
        let mut tree = self.under.tree()?.to_vec();
        tree.retain(|e| !self.files.contains_key(&e.path));
        tree.extend(self.files.iter().map(|(path, bytes)| Entry {
            path: path.clone(),
            size: bytes.len() as u64,
            modified: None,
            problem: None,
        }));
        tree.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Arc::new(tree))
    }

    fn tree_of(&self, folder: &str, within: Within) -> io::Result<Vec<Entry>> {
        self.under.tree_of(folder, within)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().map_or_else(|| self.under.read(path), Ok)
    }

    fn history(&self) -> Arc<History> {
        self.under.history()
    }

    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        self.under.blobs(ids)
    }

    fn codeowners(&self) -> Option<(String, Vec<u8>)> {
        self.under.codeowners()
    }

    fn changed_since(&self, revision: &str) -> Result<HashSet<String>, String> {
        self.under.changed_since(revision)
    }

    fn external(&self, urls: &[String]) -> io::Result<HashMap<String, String>> {
        self.under.external(urls)
    }
}
