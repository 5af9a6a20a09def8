//! On a real disk, with what a server does with the hints. Nothing here counts on being fast: a test waits for what it
//! wants to see. That something does not come is seen from what comes after it.

mod editors;
mod files;
mod repository;
mod system;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Hints, Watch};
use crate::world::{Kept, OsWorld, Text, World};

/// Until when something has to come: a loaded machine may take its time.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a server knows after it looked.
#[derive(Debug, Default, Clone)]
struct Seen {
    hints: Hints,
    files: BTreeMap<String, String>,
    /// Every folder is watched; nothing has to be looked for any more.
    is_complete: bool,
}

/// A handbook in a folder of its own, in a folder with other things, and somebody who watches it.
struct Desk {
    outside: PathBuf,
    root: PathBuf,
    seen: Receiver<Seen>,
    _folder: TempDir,
}

impl Desk {
    /// A handbook of these files.
    fn with(files: &[&str]) -> Self {
        Self::prepared(&[], |root| files.iter().for_each(|path| write(&root.join(path), path)))
    }

    /// A handbook that also reads other folders.
    fn prepared(others: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().canonicalize().unwrap();
        let root = outside.join("handbook");
        fs::create_dir(&root).unwrap();
        prepare(&root);
        let seen = serve(OsWorld::new(&root).unwrap(), others.iter().map(|o| (*o).to_owned()).collect());
        Self { outside, root, seen, _folder: folder }
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.root.join(path), text);
    }

    fn rename(&self, from: &str, to: &str) {
        fs::rename(self.root.join(from), self.root.join(to)).unwrap();
    }

    fn remove(&self, path: &str) {
        fs::remove_file(self.root.join(path)).unwrap();
    }

    /// Everything that is seen until something is, and every folder is watched.
    fn until(&self, is_seen: impl Fn(&Seen) -> bool) -> Vec<Seen> {
        let start = Instant::now();
        let mut all = Vec::new();
        while !(all.last().is_some_and(|last: &Seen| last.is_complete) && all.iter().any(&is_seen)) {
            match self.seen.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(seen) => all.push(seen),
                Err(_) => panic!("it never came, but:\n{all:#?}"),
            }
        }
        all
    }

    fn until_text(&self, path: &str, text: &str) -> Vec<Seen> {
        self.until(|seen| seen.files.get(path).is_some_and(|t| t == text))
    }

    fn until_gone(&self, path: &str) -> Vec<Seen> {
        self.until(|seen| !seen.files.contains_key(path))
    }

    /// Everything that is seen until a file is written that was there before. What else comes came before that.
    fn until_sentinel(&self, path: &str) -> Vec<Seen> {
        let text = format!("{:?}", Instant::now());
        self.write(path, &text);
        self.until_text(path, &text)
    }
}

/// Looks at each hint, as a server does, and tells what it sees. Comes back when it is watched.
fn serve(world: OsWorld, others: Vec<String>) -> Receiver<Seen> {
    let (send, seen) = channel();
    let (ready, is_ready) = channel();
    std::thread::spawn(move || {
        let mut watch = Watch::new(&world);
        let kept = Kept::new(world.clone());
        let everything = Hints { tree: true, ..Hints::default() };
        look(&kept, &everything, &others);
        while !watch.follow(&folders(&world, &others)).unwrap() {
            look(&kept, &everything, &others);
        }
        ready.send(()).unwrap();
        let mut hints = watch.next();
        loop {
            let files = look(&kept, &hints, &others);
            let is_complete = watch.follow(&folders(&world, &others)).unwrap();
            if send.send(Seen { hints, files, is_complete }).is_err() {
                return;
            }
            hints = if is_complete { watch.next() } else { everything.clone() };
        }
    });
    is_ready.recv().unwrap();
    seen
}

fn folders(world: &OsWorld, others: &[String]) -> Vec<PathBuf> {
    world.folders(others.iter().map(String::as_str))
}

fn look(kept: &Kept, hints: &Hints, others: &[String]) -> BTreeMap<String, String> {
    kept.look(hints);
    let tree = kept.tree().map(|tree| (*tree).clone()).unwrap_or_default();
    let others = others.iter().filter_map(|folder| kept.tree_of(folder, crate::world::Within::Machine).ok());
    let entries = tree.into_iter().chain(others.flatten()).filter(|e| e.problem.is_none());
    let text = |path: &str| match kept.text(path) {
        Ok(Text::Utf8(text)) => text.to_string(),
        _ => String::new(),
    };
    entries.map(|e| (e.path.clone(), text(&e.path))).collect()
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn touched(all: &[Seen]) -> Vec<&str> {
    let mut paths: Vec<&str> = all.iter().flat_map(|s| s.hints.touched.iter().map(String::as_str)).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

fn any_tree(all: &[Seen]) -> bool {
    all.iter().any(|s| s.hints.tree)
}
