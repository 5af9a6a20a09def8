//! A publish on real folders: what it makes, what it spares, and (in the files beside) what is left when it is
//! broken at any step.

#![allow(clippy::disallowed_methods, reason = "a test looks at the disk without the store that it tests")]

mod faults;
mod faulty;
mod mounts;
mod refusals;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use self::faulty::{FaultyStore, Mode};
use super::{MANIFEST, PublishError, Published, STAGING, Staging, staging_name};
use crate::world::store::{OsStore, Store};

/// The files of a site, by path.
type Files = BTreeMap<String, String>;

/// A folder with a handbook, and room for a site beside it; gone with the value.
struct Room(PathBuf);

impl Room {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("rutter-publish-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(path.join("handbook")).unwrap();
        fs::write(path.join("handbook/handbook.yaml"), "title: T\n").unwrap();
        Self(path.canonicalize().unwrap())
    }

    fn out(&self) -> PathBuf {
        self.0.join("site")
    }

    fn handbook(&self) -> PathBuf {
        self.0.join("handbook")
    }

    /// What lies beside the handbook, by name.
    fn beside(&self) -> Vec<String> {
        names(&self.0).into_iter().filter(|name| name != "handbook").collect()
    }

    fn publish(&self, files: &Files) -> Result<Published, PublishError> {
        publish(&OsStore, &self.out(), &self.handbook(), files)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn publish(store: &dyn Store, out: &Path, handbook: &Path, files: &Files) -> Result<Published, PublishError> {
    let staging = Staging::open(store, out, handbook)?;
    for (path, text) in files {
        staging.put(path, text.as_bytes())?;
    }
    staging.commit()
}

fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn old_site() -> Files {
    files(&[
        ("index.html", "old"),
        ("same.html", "same"),
        ("deep/er/same.html", "same too"),
        ("gone/gone.html", "gone"),
        ("file", "becomes a folder"),
        ("folder/index.html", "becomes a file"),
    ])
}

fn new_site() -> Files {
    files(&[
        ("index.html", "new and longer"),
        ("same.html", "same"),
        ("deep/er/same.html", "same too"),
        ("deep/new.html", "new"),
        ("file/index.html", "was a file"),
        ("folder", "was a folder"),
    ])
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The files a visitor can get; `None` if there is no site.
fn visible(out: &Path) -> Option<Files> {
    let nodes = OsStore.list(out).ok()?;
    let paths = nodes.iter().map(|node| out.join(&node.path)).filter(|path| path.is_file());
    let files: Files = paths
        .map(|path| {
            let name = path.strip_prefix(out).unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| !name.starts_with(".rutter"))
        .collect();
    Some(files)
}

/// Time and place of a file: what an unchanged one keeps.
fn stamp(path: &Path) -> (SystemTime, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let meta = fs::metadata(path).unwrap();
    (meta.modified().unwrap(), meta.ino())
}

/// Makes a file look old, so that a rewrite shows in its time.
fn age(path: &Path) {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::open(path).unwrap().set_modified(then).unwrap();
}

#[test]
fn makes_the_parents_and_counts_what_it_did() {
    let room = Room::new();
    let out = room.0.join("a/b/site");
    let first = publish(&OsStore, &out, &room.handbook(), &old_site()).unwrap();
    assert_eq!((first.written, first.unchanged, first.removed), (6, 0, 0));
    assert_eq!(visible(&out), Some(old_site()));
    assert_eq!(names(&room.0.join("a/b")), ["site"]);

    let second = publish(&OsStore, &out, &room.handbook(), &new_site()).unwrap();
    assert_eq!((second.written, second.unchanged, second.removed), (4, 2, 3));
    let size: usize = new_site().values().map(String::len).sum();
    assert_eq!((second.bytes, second.note), (size as u64, None));
    assert_eq!(visible(&out), Some(new_site()));
    assert_eq!(names(&room.0.join("a/b")), ["site"]);
    assert_eq!(names(&out), [MANIFEST, "deep", "file", "folder", "index.html", "same.html"]);
}

#[test]
fn the_manifest_lists_our_files_in_order() {
    let room = Room::new();
    room.publish(&files(&[("b.html", "b"), ("a/x.html", "x"), ("404.html", "")])).unwrap();
    let manifest = fs::read_to_string(room.out().join(MANIFEST)).unwrap();
    let expected = "{\n  \"tool\": \"rutter\",\n  \"format\": 1,\n  \"files\": [\n    \"404.html\",\n    \"a/x.html\",\n    \"b.html\"\n  ]\n}\n";
    assert_eq!(manifest, expected);
}

#[test]
fn unchanged_files_keep_time_and_inode_in_every_mode() {
    for mode in Mode::ALL {
        let room = Room::new();
        room.publish(&old_site()).unwrap();
        let same = room.out().join("deep/er/same.html");
        age(&same);
        let before = stamp(&same);
        let store = FaultyStore::sound(mode);
        publish(&store, &room.out(), &room.handbook(), &new_site()).unwrap();
        assert_eq!(stamp(&same), before, "{mode:?}");
        assert_eq!(visible(&room.out()), Some(new_site()), "{mode:?}");
        assert_eq!(room.beside(), ["site"], "{mode:?}");
    }
}

#[test]
fn a_copy_keeps_the_time_where_links_do_not_work() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    let same = room.out().join("same.html");
    age(&same);
    let before = stamp(&same);
    let store = FaultyStore::sound(Mode::Exchange).without_links();
    publish(&store, &room.out(), &room.handbook(), &new_site()).unwrap();
    let after = stamp(&same);
    assert_eq!(after.0, before.0);
    assert_ne!(after.1, before.1, "it was a link after all");
}

#[test]
fn a_build_that_changes_nothing_leaves_the_folder_itself_alone() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    let before = stamp(&room.out());
    let again = room.publish(&old_site()).unwrap();
    assert_eq!((again.written, again.unchanged, again.removed), (0, 6, 0));
    assert_eq!(stamp(&room.out()), before);
    assert_eq!(room.beside(), ["site"]);
}

#[test]
fn files_edited_or_deleted_by_hand_are_written_again() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    fs::write(room.out().join("index.html"), "OLD").unwrap();
    fs::remove_file(room.out().join("same.html")).unwrap();
    let again = room.publish(&old_site()).unwrap();
    assert_eq!((again.written, again.unchanged, again.removed), (2, 4, 0));
    assert_eq!(visible(&room.out()), Some(old_site()));
}

#[test]
fn read_only_files_and_a_private_folder_are_no_obstacle() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(&room.out().join("index.html"), 0o444);
    mode(&room.out().join("same.html"), 0o444);
    mode(&room.out(), 0o700);
    room.publish(&new_site()).unwrap();
    assert_eq!(visible(&room.out()), Some(new_site()));
    let kept = fs::metadata(room.out()).unwrap().permissions().mode() & 0o777;
    assert_eq!(kept, 0o700);
}

#[test]
fn a_link_to_a_folder_is_followed_and_kept() {
    let room = Room::new();
    fs::create_dir(room.0.join("real")).unwrap();
    std::os::unix::fs::symlink("real", room.out()).unwrap();
    room.publish(&old_site()).unwrap();
    room.publish(&new_site()).unwrap();
    assert!(room.out().is_symlink());
    assert_eq!(visible(&room.0.join("real")), Some(new_site()));
    assert_eq!(room.beside(), ["real", "site"]);
}

#[test]
fn dropped_without_commit_it_leaves_no_trace() {
    for mode in Mode::ALL {
        let room = Room::new();
        room.publish(&old_site()).unwrap();
        let store = FaultyStore::sound(mode);
        let staging = Staging::open(&store, &room.out(), &room.handbook()).unwrap();
        staging.put("deep/new.html", b"new").unwrap();
        drop(staging);
        assert_eq!(visible(&room.out()), Some(old_site()));
        assert_eq!(room.beside(), ["site"]);
        assert!(!room.out().join(STAGING).exists());
    }
}

#[test]
fn threads_may_put_in_any_order() {
    let room = Room::new();
    let many: Files = (0..500).map(|n| (format!("{}/{}/page-{n}.html", n % 7, n % 31), format!("page {n}"))).collect();
    for _ in 0..2 {
        let staging = Staging::open(&OsStore, &room.out(), &room.handbook()).unwrap();
        let twice: Vec<_> = many.iter().chain(many.iter()).collect();
        twice.into_par_iter().try_for_each(|(path, text)| staging.put(path, text.as_bytes())).unwrap();
        let done = staging.commit().unwrap();
        assert_eq!(done.written + done.unchanged, 500);
        assert_eq!(visible(&room.out()).as_ref(), Some(&many));
    }
}

#[test]
fn two_builds_at_once_take_turns() {
    let room = Room::new();
    let first = Staging::open(&OsStore, &room.out(), &room.handbook()).unwrap();
    first.put("index.html", b"first").unwrap();
    std::thread::scope(|scope| {
        let second = scope.spawn(|| room.publish(&new_site()).unwrap());
        std::thread::sleep(Duration::from_millis(100));
        assert!(!second.is_finished(), "the second build did not wait");
        first.commit().unwrap();
        assert_eq!(second.join().unwrap().removed, 0);
    });
    assert_eq!(visible(&room.out()), Some(new_site()));

    let held = OsStore.lock(&room.0, Duration::ZERO).unwrap();
    let refused = OsStore.lock(&room.0, Duration::ZERO).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::WouldBlock);
    drop(held);
}

#[test]
fn a_parent_that_cannot_be_written_to_is_left_alone() {
    let room = Room::new();
    room.publish(&old_site()).unwrap();
    let store = FaultyStore::sound(Mode::Exchange).with_closed_parent(staging_name(&room.out()));
    publish(&store, &room.out(), &room.handbook(), &new_site()).unwrap();
    assert_eq!(visible(&room.out()), Some(new_site()));
    assert_eq!(room.beside(), ["site"]);
}
