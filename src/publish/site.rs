//! What a published folder holds: its manifest, our files, and files that are not ours.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::{Doing as _, PublishError, found};
use super::{MANIFEST, STAGING};
use crate::world::store::{Kind, Node, Store};

/// The form of manifest and journal; a higher number is a newer rutter's.
pub(super) const FORMAT: u32 = 1;

const TOOL: &str = "rutter";

/// Which files of a folder are ours, as paths with forward slashes. The manifest itself is ours too.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    tool: String,
    format: u32,
    pub files: BTreeSet<String>,
}

impl Manifest {
    /// The manifest of a folder; `None` if it has none.
    pub fn read(store: &dyn Store, folder: &Path) -> Result<Option<Self>, PublishError> {
        let path = folder.join(MANIFEST);
        let bytes = found(store.read(&path)).doing("read", &path)?;
        bytes.map(|bytes| Self::parse(&bytes, &path)).transpose()
    }

    /// The bytes of the manifest of a site with these files.
    pub fn write(files: BTreeSet<String>) -> Result<Vec<u8>, PublishError> {
        let manifest = Self { tool: TOOL.to_owned(), format: FORMAT, files };
        to_json(&manifest, Path::new(MANIFEST))
    }

    fn parse(bytes: &[u8], path: &Path) -> Result<Self, PublishError> {
        let bad = |why: String| PublishError::Manifest { path: path.to_path_buf(), why };
        let manifest: Self = serde_json::from_slice(bytes).map_err(|e| bad(e.to_string()))?;
        if manifest.tool != TOOL || manifest.format != FORMAT {
            return Err(bad(format!("it is from {}, format {}", manifest.tool, manifest.format)));
        }
        Ok(manifest)
    }
}

/// One value per line, so that a site kept in git has readable changes.
pub(super) fn to_json(value: &impl Serialize, path: &Path) -> Result<Vec<u8>, PublishError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(std::io::Error::from).doing("write", path)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The site that is published now.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// There is a folder, if only an empty one.
    pub exists: bool,
    /// Our files that are really there, without the manifest.
    pub files: HashSet<String>,
}

impl Site {
    /// Looks at OUT as it is now, and refuses one that holds anything but ours.
    pub fn survey(store: &dyn Store, out: &Path) -> Result<Self, PublishError> {
        let Some(nodes) = found(store.list(out)).doing("list", out)? else {
            return Ok(Self::default());
        };
        let listed = Manifest::read(store, out)?.map(|manifest| manifest.files);
        let listed = listed.unwrap_or_default();
        let foreign = foreign(&nodes, |path| listed.contains(path));
        if !foreign.is_empty() {
            return Err(PublishError::foreign(out, foreign));
        }
        let files = nodes.iter().filter(|node| node.kind == Kind::File);
        Ok(Self {
            exists: true,
            files: files.filter_map(|node| slashed(node).filter(|path| listed.contains(path))).collect(),
        })
    }
}

/// What in OUT is not ours. A folder is not a file: an empty one is nothing to lose.
pub(super) fn foreign(nodes: &[Node], ours: impl Fn(&str) -> bool) -> Vec<String> {
    nodes
        .iter()
        .filter(|node| match slashed(node) {
            _ if node.kind == Kind::Folder || node.path.starts_with(STAGING) => false,
            // Freshly made disks have one, and only root sees into it.
            _ if node.kind == Kind::Closed && node.path.as_os_str() == "lost+found" => false,
            Some(path) => node.kind != Kind::File || !(path == MANIFEST || ours(&path)),
            None => true,
        })
        .map(|node| node.path.display().to_string())
        .collect()
}

/// The path of an entry as the manifest writes it; `None` for one that we cannot have written.
pub(super) fn slashed(node: &Node) -> Option<String> {
    let path = node.path.to_str()?;
    Some(path.replace(std::path::MAIN_SEPARATOR, "/"))
}
