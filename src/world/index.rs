//! The search index of a published site, for reading. Nothing is written beside it, and it is never locked: a
//! build puts a new folder in its place.

use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::Entry;
use tantivy::directory::{Directory, MmapDirectory};

/// What lies in the folder of an index.
pub struct PublishedIndex {
    /// The file that says what the index was made of and by.
    pub stamp: String,
    /// When that file was written.
    modified: SystemTime,
    pub directory: Box<dyn Directory>,
}

impl PublishedIndex {
    /// Whether any file was written after the index.
    pub fn is_older_than(&self, tree: &[Entry]) -> bool {
        tree.iter().filter_map(|e| e.modified).any(|modified| modified > self.modified)
    }
}

/// Opens the folder of an index whose stamp is the file `stamp`; none if there is no such folder.
pub fn published_index(folder: &Path, stamp: &str) -> io::Result<Option<PublishedIndex>> {
    let stamp = folder.join(stamp);
    let text = match std::fs::read_to_string(&stamp) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    let modified = std::fs::metadata(&stamp)?.modified()?;
    let directory = MmapDirectory::open(folder).map_err(io::Error::other)?;
    Ok(Some(PublishedIndex { stamp: text, modified, directory: Box::new(directory) }))
}
