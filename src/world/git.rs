//! What git knows of the handbook, read in one go.
//!
//! 1. One `git rev-parse` says where the repository is and whether it is whole.
//! 2. One `git log` over the whole repository gives every commit with the paths it touched; renames are
//!    followed while reading, newest commit first.
//! 3. Commits that touched very many documents are shown once more with their changed lines, all in one
//!    process, because a date bumped everywhere is not a review.
//!
//! There is never a process per file: a handbook of 10,000 documents would spend minutes on that.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, NaiveDate};

/// How much of the past can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Reach {
    Full,
    /// A shallow clone: the oldest commit in it seems to have written everything.
    Shallow,
    /// No repository, or no git; with the reason.
    #[default]
    Nothing,
    Unread(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub hash: String,
    pub author: String,
    pub email: String,
    /// The committer's date, in UTC.
    pub date: NaiveDate,
}

impl Commit {
    pub fn short(&self) -> &str {
        self.hash.get(..7).unwrap_or(&self.hash)
    }
}

/// The changed lines of one file in one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch {
    /// Index into [`History::commits`].
    pub commit: usize,
    /// Relative to the repository, as it is called today.
    pub path: String,
    pub removed: Vec<String>,
    pub added: Vec<String>,
}

/// The past of a repository. Paths are relative to its root, with forward slashes.
#[derive(Debug, Clone, Default)]
pub struct History {
    pub reach: Reach,
    /// Where the handbook lies in the repository: `content/`, or nothing at its root.
    pub prefix: String,
    /// Newest first.
    pub commits: Vec<Commit>,
    /// For each path of today, the commits that touched it under any of its names, newest first.
    pub touched: HashMap<String, Vec<usize>>,
    /// What became of a path that was renamed.
    pub renamed: BTreeMap<String, String>,
    /// Changed lines of commits that touched [`BULK`] documents or more.
    pub patches: Vec<Patch>,
}

/// From how many documents in one commit on a stamp is a bulk stamp.
pub const BULK: usize = 30;

/// How many of the newest bulk commits are looked into.
const BULK_COMMITS: usize = 20;

const FORMAT: &str = "--format=%x01%H%x02%an%x02%ae%x02%ct%x03";

impl History {
    /// The commits that touched a path of the repository, newest first.
    pub fn of(&self, path: &str) -> impl Iterator<Item = &Commit> {
        self.touched.get(path).into_iter().flatten().map(|&i| &self.commits[i])
    }

    /// A path of the handbook as a path of the repository. `..` climbs out of the handbook; a leading `/` is
    /// the repository's root.
    pub fn repository_path(&self, path: &str) -> String {
        let (base, path) = match path.strip_prefix('/') {
            Some(rest) => ("", rest),
            None => (self.prefix.as_str(), path),
        };
        crate::paths::join(base.trim_end_matches('/'), path)
    }
}

/// Reads the history of the repository around `root`.
pub(super) fn read(root: &Path) -> History {
    let mut history = History::default();
    let place = match git(root, &["rev-parse", "--is-shallow-repository", "--show-prefix"]) {
        Ok(text) => text,
        Err(reason) if reason.contains("not a git repository") => return history,
        Err(reason) => {
            history.reach = Reach::Unread(reason);
            return history;
        }
    };
    let mut lines = place.lines();
    let shallow = lines.next() == Some("true");
    history.prefix = lines.next().unwrap_or_default().to_owned();
    history.reach = if shallow { Reach::Shallow } else { Reach::Full };
    match git(root, &["log", "-z", "--name-status", "-M", FORMAT]) {
        Ok(log) => read_log(&log, &mut history),
        // A repository without a commit has no past, which is as whole as it can be.
        Err(reason) if reason.contains("does not have any commits") => {}
        Err(reason) => history.reach = Reach::Unread(reason),
    }
    if history.reach == Reach::Full {
        read_bulk(root, &mut history);
    }
    history
}

/// The email that git signs commits with in a folder.
pub fn email(folder: &Path) -> Option<String> {
    setting(folder, "user.email")
}

/// The name that git signs commits with in a folder.
pub fn name(folder: &Path) -> Option<String> {
    setting(folder, "user.name")
}

fn setting(folder: &Path, key: &str) -> Option<String> {
    // A folder that is yet to be made has its parent's settings.
    let there = folder.ancestors().find(|a| a.is_dir()).unwrap_or(Path::new("."));
    let value = git(there, &["config", key]).ok()?;
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}

/// The root of the repository around a folder.
pub(super) fn top(root: &Path) -> Option<PathBuf> {
    root.ancestors().find(|a| a.join(".git").exists()).map(Path::to_owned)
}

/// The paths that differ from where this branch left a revision, and files that git does not know yet.
pub(super) fn changed_since(root: &Path, revision: &str) -> Result<HashSet<String>, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is not a revision"));
    }
    let top = top(root).ok_or("this is not a git repository")?;
    let changed = git(&top, &["diff", "--name-only", "-z", "--merge-base", revision, "--"])?;
    let new = git(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    Ok(changed.split('\0').chain(new.split('\0')).filter(|p| !p.is_empty()).map(str::to_owned).collect())
}

fn git(root: &Path, args: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["-c", "core.quotepath=off", "-c", "log.showSignature=false", "-c", "diff.renameLimit=4000"])
        // Somebody's own settings must not change the form of what is read.
        .args([
            "-c",
            "diff.noprefix=false",
            "-c",
            "diff.dstPrefix=b/",
            "-c",
            "diff.mnemonicPrefix=false",
            "-c",
            "diff.relative=false",
        ])
        .args(args)
        .env("LC_ALL", "C")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .output()
        .map_err(|e| format!("git could not be run: {e}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let text = String::from_utf8_lossy(&output.stderr);
        Err(text.lines().next().unwrap_or("git failed").to_owned())
    }
}

/// Splits a log into its commits: the header's fields, and the rest.
fn commits(log: &str) -> impl Iterator<Item = (Commit, &str)> {
    log.split('\x01').skip(1).filter_map(|chunk| {
        let (header, rest) = chunk.split_once('\x03')?;
        let mut fields = header.split('\x02');
        let commit = Commit {
            hash: fields.next()?.to_owned(),
            author: fields.next()?.to_owned(),
            email: fields.next()?.to_owned(),
            date: DateTime::from_timestamp(fields.next()?.parse().ok()?, 0)?.date_naive(),
        };
        Some((commit, rest))
    })
}

fn read_log(log: &str, history: &mut History) {
    // What a path of the commit at hand is called today.
    let mut today: HashMap<String, String> = HashMap::new();
    for (commit, rest) in commits(log) {
        let at = history.commits.len();
        history.commits.push(commit);
        let mut parts = rest.split('\0').map(|p| p.trim_start_matches('\n')).filter(|p| !p.is_empty());
        while let Some(status) = parts.next() {
            let Some(mut path) = parts.next() else { break };
            if status.starts_with(['R', 'C'])
                && let Some(new) = parts.next()
            {
                if status.starts_with('R') {
                    let now = today.get(new).map_or(new, String::as_str).to_owned();
                    history.renamed.entry(path.to_owned()).or_insert_with(|| now.clone());
                    today.insert(path.to_owned(), now);
                }
                path = new;
            }
            let now = today.get(path).map_or(path, String::as_str);
            match history.touched.get_mut(now) {
                Some(list) => list.push(at),
                None => drop(history.touched.insert(now.to_owned(), vec![at])),
            }
        }
    }
}

/// Reads the changed lines of the newest commits that modified many documents at once.
fn read_bulk(root: &Path, history: &mut History) {
    let mut documents = vec![0_usize; history.commits.len()];
    for (path, commits) in &history.touched {
        if path.ends_with(".md") {
            commits.iter().for_each(|&c| documents[c] += 1);
        }
    }
    // The first commit of all wrote its documents; it cannot have stamped them.
    let last = history.commits.len().saturating_sub(1);
    let bulk: Vec<usize> = (0..last).filter(|&c| documents[c] >= BULK).take(BULK_COMMITS).collect();
    if bulk.is_empty() {
        return;
    }
    let mut args = vec!["show", "-U0", "-M", "--diff-filter=M", "--no-color", "--no-ext-diff", FORMAT];
    args.extend(bulk.iter().map(|&c| history.commits[c].hash.as_str()));
    args.extend(["--", "*.md"]);
    let Ok(text) = git(root, &args) else { return };
    let patches: Vec<Patch> = commits(&text)
        .filter_map(|(commit, rest)| {
            let at = bulk.iter().copied().find(|&c| history.commits[c].hash == commit.hash)?;
            Some(read_patches(at, rest))
        })
        .flatten()
        .collect();
    history.patches = patches;
}

fn read_patches(commit: usize, text: &str) -> Vec<Patch> {
    let mut patches: Vec<Patch> = Vec::new();
    let mut in_header = false;
    for line in text.lines() {
        if line.starts_with("diff --git ") {
            in_header = true;
        } else if let Some(path) = line.strip_prefix("+++ b/").filter(|_| in_header) {
            patches.push(Patch {
                commit,
                path: path.trim_end_matches('\t').to_owned(),
                removed: Vec::new(),
                added: Vec::new(),
            });
        } else if line.starts_with("@@") {
            in_header = false;
        } else if !in_header && let Some(patch) = patches.last_mut() {
            match line.split_at_checked(1) {
                Some(("+", added)) => patch.added.push(added.to_owned()),
                Some(("-", removed)) => patch.removed.push(removed.to_owned()),
                _ => {}
            }
        }
    }
    patches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_are_followed_from_the_newest_commit_back() {
        let log = "\x01c3\x02Ana\x02a@x\x021760000000\x03\0\nM\0new.md\0\
                   \x01c2\x02Ana\x02a@x\x021750000000\x03\0\nR100\0mid.md\0new.md\0\
                   \x01c1\x02Bo\x02b@x\x021740000000\x03\0\nR090\0old.md\0mid.md\0A\0other.md\0\
                   \x01c0\x02Bo\x02b@x\x021730000000\x03\0\nA\0old.md\0";
        let mut history = History::default();
        read_log(log, &mut history);
        let hashes: Vec<&str> = history.of("new.md").map(|c| c.hash.as_str()).collect();
        assert_eq!(hashes, ["c3", "c2", "c1", "c0"]);
        assert_eq!(history.renamed["old.md"], "new.md");
        assert_eq!(history.renamed["mid.md"], "new.md");
    }

    #[test]
    fn changed_lines_are_read_by_file() {
        let text = "\ndiff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n@@ -2 +2 @@\n-last_reviewed: 2026-01-01\n+last_reviewed: 2026-02-01\n";
        let patches = read_patches(4, text);
        assert_eq!(patches.len(), 1);
        assert_eq!(patches[0].path, "a.md");
        assert_eq!(patches[0].added, ["last_reviewed: 2026-02-01"]);
    }
}
