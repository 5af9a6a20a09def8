//! Where decisions come from, and where they go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::adr::{self, Decisions};
use crate::cli::args::ImportArgs;
use crate::config::{self, Config};
use crate::model::document::is_markdown;
use crate::model::links::{is_external, split_anchor};
use crate::model::{Document, Handbook, routes};
use crate::paths;
use crate::source::FileId;
use crate::world::{self, OsWorld, World};

/// Files that steer a tool and are no decisions.
const STEERING: [&str; 2] = [".adr-dir", ".log4brains.yml"];

/// A folder of decisions, in the handbook or elsewhere.
pub(super) struct Source {
    pub config: Config,
    /// In the handbook.
    pub folder: String,
    /// By their paths in the handbook; none where the folder is a part of it.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What else lies beside them, and can come along.
    others: BTreeMap<String, PathBuf>,
    /// The folder they lie in now, and the handbook's, if that is another.
    pub moved: Option<(String, String)>,
    steering: Vec<String>,
}

impl Source {
    pub fn find(args: &ImportArgs, world: &OsWorld) -> Result<Self, String> {
        let [given] = args.from.as_slice() else {
            return Err("decisions are imported from one folder at a time\nhelp: run it once for each folder".into());
        };
        let from = given.canonicalize().map_err(|e| format!("{} cannot be opened: {e}", given.display()))?;
        if !from.is_dir() {
            return Err(format!("{} is no folder\nhelp: name the folder of the decisions", given.display()));
        }
        let text = world.read(config::FILE).map_err(|e| format!("{} cannot be read: {e}", config::FILE))?;
        let (config, _) = config::read(&String::from_utf8_lossy(&text), FileId(0));
        let steering = STEERING.iter().filter(|name| from.join(name).exists()).map(|n| (*n).to_owned()).collect();
        let empty = (BTreeMap::new(), BTreeMap::new());
        if let Ok(inside) = from.strip_prefix(world.root()) {
            if args.to.is_some() {
                return Err(
                    "the folder lies in the handbook and is converted where it is\nhelp: leave out `--to`".into()
                );
            }
            let folder = slashes(inside);
            return Ok(Self { config, folder, files: empty.0, others: empty.1, moved: None, steering });
        }
        let kind = &config.kinds[config.kind(adr::KIND).expect("invariant: a built-in kind")];
        let folder = paths::join("", args.to.as_deref().unwrap_or_else(|| kind.folder()));
        if paths::leaves(&folder) {
            return Err(format!("--to: {folder} is not in the handbook"));
        }
        let (mut files, mut others) = empty;
        let there = OsWorld::new(&from).map_err(|e| format!("{} cannot be opened: {e}", from.display()))?;
        let tree = there.tree().map_err(|e| format!("{} cannot be listed: {e}", from.display()))?;
        for entry in tree.iter().filter(|e| e.problem.is_none()) {
            let path = paths::join(&folder, &entry.path);
            if is_markdown(&entry.path) && !routes::is_index(&entry.path) {
                let bytes = there.read(&entry.path).map_err(|e| format!("{} cannot be read: {e}", entry.path))?;
                files.insert(path, bytes);
            } else {
                others.insert(path, from.join(&entry.path));
            }
        }
        let moved = Some((slashes(&from), slashes(world.root())));
        Ok(Self { config, folder, files, others, moved, steering })
    }

    fn is_below(&self, path: &str) -> bool {
        match self.moved {
            Some(_) => self.files.contains_key(path),
            None => self.folder.is_empty() || path.strip_prefix(&self.folder).is_some_and(|rest| rest.starts_with('/')),
        }
    }

    /// The places of its decisions, in their order.
    pub fn decisions(&self, handbook: &Handbook, decisions: &Decisions) -> Vec<usize> {
        let is_one = |at: &usize| {
            let doc = decisions.list[*at].doc;
            handbook.kind_of(doc).name == adr::KIND && self.is_below(&handbook.document(doc).path)
        };
        (0..decisions.list.len()).filter(is_one).collect()
    }

    /// Files beside the decisions that they show or link to.
    pub fn pictures(&self, handbook: &Handbook, decisions: &Decisions, places: &[usize]) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for document in places.iter().map(|at| handbook.document(decisions.list[*at].doc)) {
            for link in document.outline.links.iter().filter(|l| !is_external(&l.dest)) {
                let path = paths::join(paths::parent(&document.path), &paths::decode(split_anchor(&link.dest).0));
                let file = self.others.get(&path).filter(|_| !is_markdown(&path));
                if let Some(bytes) = file.and_then(|f| world::read_file(f).ok()) {
                    found.insert(path, bytes);
                }
            }
        }
        found
    }

    /// From where the file goes to where its link led.
    pub fn relink(&self, document: &Document, dest: &str, comes_along: &dyn Fn(&str) -> bool) -> Option<String> {
        let (old, root) = self.moved.as_ref()?;
        let folder = paths::parent(&document.path);
        if comes_along(&paths::join(folder, &paths::decode(dest))) {
            return None;
        }
        let below = folder.strip_prefix(self.folder.as_str()).unwrap_or(folder);
        let target = paths::join(&paths::join(old, below), dest);
        let here = format!("{}/", paths::join(root, folder));
        let new = paths::relative(&here, &target);
        (new != dest).then_some(if dest.ends_with('/') { format!("{new}/") } else { new })
    }

    /// What lies in the folder and is no decision, with why.
    pub fn left_out(
        &self,
        handbook: &Handbook,
        decisions: &Decisions,
        places: &[usize],
        tree: &[world::Entry],
    ) -> Vec<(String, String)> {
        let mut left: Vec<(String, String)> = Vec::new();
        let inside = tree.iter().map(|e| e.path.as_str()).filter(|p| self.is_below(p));
        let outside = self.others.keys().map(String::as_str);
        for path in inside.chain(outside).filter(|p| is_markdown(p)) {
            let document = handbook.of_path(path);
            let place = document.and_then(|id| decisions.of(id));
            let unread = decisions.unread.iter().find(|u| u.doc.is_some() && u.doc == document);
            let reason = match (place, unread) {
                (Some(at), _) if places.binary_search(&at).is_ok() => continue,
                (_, Some(unread)) => unread.reason,
                _ if routes::is_index(path) => "a folder's own page",
                _ if !adr::is_candidate(path) => "a template",
                _ => "it is no decision",
            };
            left.push((path.to_owned(), reason.to_owned()));
        }
        left.extend(self.steering.iter().map(|n| (paths::join(&self.folder, n), "the tool's settings".to_owned())));
        left.sort();
        // Files that stay elsewhere are called by their names there.
        let folder = self.moved.as_ref().map(|_| self.folder.as_str()).filter(|f| !f.is_empty());
        for (path, _) in left.iter_mut().filter(|_| folder.is_some()) {
            *path = path[self.folder.len() + 1..].to_owned();
        }
        left
    }
}

/// A path of the disk with forward slashes.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
