//! What is kept is what is there: a list that takes in what came and went is the one that a look at everything makes.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::*;

/// Numbers that are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        of[(self.0 >> 33) as usize % of.len()]
    }
}

const FOLDERS: [&str; 9] =
    ["", "runbooks/", "runbooks/deep/", "adr/", "_drafts/", "ignored/", "empty/", "linked/", "migrations/"];
const NAMES: [&str; 10] = [
    "a.md",
    "b.md",
    "c.md",
    "x.tmp.md",
    "kept.tmp.md",
    ".hidden.md",
    "top-only.md",
    "not-here.md",
    "notes.txt",
    "handbook.yaml",
];

/// What links lead to: a change of it is one of all of them.
const LINKED: &str = "adr/a.md";

fn prepare(root: &Path) {
    for folder in FOLDERS.iter().filter(|f| **f != "linked/") {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    symlink(root.join("runbooks/deep"), root.join("linked")).unwrap();
    fs::write(root.join(".gitignore"), "*.tmp.md\n!kept.tmp.md\n/top-only.md\nignored/\nrunbooks/not-here.md\n")
        .unwrap();
    fs::write(root.join("runbooks/.gitignore"), "c.md\n/deep/b.md\n").unwrap();
    fs::write(root.join("runbooks/a.md"), "words").unwrap();
    fs::write(root.join("adr/a.md"), "words").unwrap();
    fs::write(root.join("migrations/1.sql"), "SELECT 1").unwrap();
}

/// What came of it: entries without their times, which a listing at another moment may round in its own way.
fn listed(entries: &[Entry]) -> Vec<(String, u64, Option<String>)> {
    entries.iter().map(|e| (e.path.clone(), e.size, e.problem.clone())).collect()
}

#[test]
fn a_list_that_is_kept_is_the_one_that_is_made_anew() {
    let mut listed_everything = 0;
    for seed in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        prepare(&root);
        let kept = Kept::new(OsWorld::new(&root).unwrap());
        kept.tree().unwrap();
        kept.tree_of("migrations", Within::Repository).unwrap();
        kept.was_listed();
        let mut dice = Dice(seed);
        for _ in 0..100 {
            let mut touched = BTreeSet::new();
            for _ in 0..*dice.roll(&[&1, &1, &3]) {
                let path = format!("{}{}", dice.roll(&FOLDERS), dice.roll(&NAMES));
                let file = root.join(&path);
                // Written through, a link would change what it leads to.
                let is_link = file.is_symlink();
                match dice.roll(&["write", "write", "write", "write", "remove", "remove", "remove", "link"]) {
                    "write" if is_link => drop(fs::remove_file(&file)),
                    "write" => drop(fs::write(&file, format!("{touched:?} {path}"))),
                    "link" => drop(symlink(root.join(LINKED), &file)),
                    _ => drop(fs::remove_file(&file)),
                }
                touched.insert(path.replace("linked/", "runbooks/deep/"));
                touched.insert(path.replace("runbooks/deep/", "linked/"));
                if path == LINKED {
                    let all = FOLDERS.iter().flat_map(|folder| NAMES.iter().map(move |name| format!("{folder}{name}")));
                    touched.extend(all.filter(|path| root.join(path).is_symlink()));
                }
            }
            let said = format!("seed {seed}: {touched:?}");
            kept.look(&Hints { touched, ..Hints::default() });
            listed_everything += u32::from(kept.was_listed());
            let anew = OsWorld::new(&root).unwrap();
            assert_eq!(listed(&kept.tree().unwrap()), listed(&anew.tree().unwrap()), "{said}");
            let folder = kept.tree_of("migrations", Within::Repository).unwrap();
            assert_eq!(listed(&folder), listed(&anew.tree_of("migrations", Within::Repository).unwrap()), "{said}");
            for entry in kept.tree().unwrap().iter().filter(|e| e.problem.is_none()) {
                assert_eq!(kept.text(&entry.path).unwrap(), anew.text(&entry.path).unwrap(), "{said}");
            }
        }
    }
    // Links, and what lies where links lead, is not taken in otherwise.
    assert!(listed_everything < 12 * 100 * 3 / 4, "everything was listed {listed_everything} times");
}

#[test]
fn a_file_that_comes_or_goes_does_not_have_everything_listed() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    prepare(&root);
    let kept = Kept::new(OsWorld::new(&root).unwrap());
    kept.tree().unwrap();
    let look = |path: &str| kept.look(&Hints { touched: [path.to_owned()].into(), ..Hints::default() });
    let has = |path: &str| kept.tree().unwrap().iter().any(|e| e.path == path);
    fs::write(root.join("runbooks/new.md"), "words").unwrap();
    assert!(look("runbooks/new.md") && has("runbooks/new.md"));
    fs::remove_file(root.join("runbooks/new.md")).unwrap();
    assert!(look("runbooks/new.md") && !has("runbooks/new.md"));
    fs::write(root.join("runbooks/c.md"), "git does not want it").unwrap();
    assert!(!look("runbooks/c.md") && !has("runbooks/c.md"));
    assert!(!kept.was_listed());
    fs::create_dir(root.join("runbooks/folder")).unwrap();
    look("runbooks/folder");
    assert!(kept.was_listed());
}
