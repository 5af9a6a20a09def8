//! What git knows of the handbook, read in one go.
//!
//! 1. One `git rev-parse` says where the repository is and whether it is whole.
//! 2. `git log` over the whole repository gives every commit with the paths it touched, a long past in as many
//!    parts as there are cores; renames are followed while reading, newest commit first.
//! 3. Commits that touched very many documents are shown once more with their changed lines, all in one
//!    process, because a date bumped everywhere is not a review.
//!
//! There is never a process per file: a handbook of 10,000 documents would spend minutes on that.

mod blobs;
mod bulk;
mod cache;
mod log;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use chrono::NaiveDate;

pub(super) use blobs::read as blobs;

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

/// A file in one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touch {
    /// Index into [`History::commits`].
    pub commit: usize,
    /// Git's name for its contents before. None where it was not there, and for files that are neither documents nor
    /// SQL.
    pub before: Option<Box<str>>,
    /// And after.
    pub after: Option<Box<str>>,
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
    /// For each path of today, how it was touched under any of its names, newest first.
    pub touched: HashMap<String, Vec<Touch>>,
    /// What became of a path that was renamed.
    pub renamed: BTreeMap<String, String>,
    /// The commits that `.git-blame-ignore-revs` names: they changed how text is written and no word that counts.
    pub reformatted: HashSet<String>,
    /// Changed lines of commits that touched [`BULK`] documents or more.
    pub patches: Vec<Patch>,
}

/// From how many documents in one commit on a stamp is a bulk stamp.
pub const BULK: usize = 30;

impl History {
    /// The commits that touched a path of the repository, newest first.
    pub fn of(&self, path: &str) -> impl Iterator<Item = &Commit> {
        self.touches(path).iter().map(|t| &self.commits[t.commit])
    }

    /// How a path of the repository was touched, newest first.
    pub fn touches(&self, path: &str) -> &[Touch] {
        self.touched.get(path).map_or(&[], Vec::as_slice)
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
    let place = match git(root, &["rev-parse", "--is-shallow-repository", "--show-prefix", "--git-common-dir"]) {
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
    // The oldest commit of a shallow clone did not do what its log says.
    let kept = lines.next().filter(|_| !shallow).map(|dir| cache::file(&root.join(dir)));
    match log::texts(root, kept.as_deref()) {
        Ok(texts) => log::read(&texts, &mut history),
        // A repository without a commit has no past, which is as whole as it can be.
        Err(reason) if reason.contains("bad revision 'HEAD'") => {}
        Err(reason) => history.reach = Reach::Unread(reason),
    }
    history.reformatted = reformatted(root);
    if history.reach == Reach::Full {
        bulk::read(root, &mut history);
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

/// The file that `git blame --ignore-revs-file` reads by custom, at the root of the repository: a hash a line.
fn reformatted(root: &Path) -> HashSet<String> {
    let file = top(root).map(|top| top.join(".git-blame-ignore-revs"));
    let text = file.and_then(|f| std::fs::read_to_string(f).ok()).unwrap_or_default();
    let hashes = text.lines().map(|l| l.split('#').next().unwrap_or_default().trim());
    hashes.filter(|h| !h.is_empty()).map(str::to_lowercase).collect()
}

/// The folders that git keeps: its own of a working tree, and the one that all working trees of a repository share. For
/// most they are the same.
pub(super) fn folders(root: &Path) -> Option<(PathBuf, PathBuf)> {
    let dirs = git(root, &["rev-parse", "--absolute-git-dir", "--git-common-dir"]).ok()?;
    let mut dirs = dirs.lines().map(|dir| root.join(dir));
    Some((dirs.next()?, dirs.next()?))
}

/// The commit that is checked out; none where there is no repository, or nothing in it yet.
pub(super) fn head(root: &Path) -> Option<String> {
    git(root, &["rev-parse", "--verify", "--quiet", "HEAD"]).ok()
}

/// The paths that differ from where this branch left a revision, and files that git does not know yet. If any are
/// named, relative to `root`, only those are looked at.
pub(super) fn changed_since(root: &Path, revision: &str, among: &[&str]) -> Result<HashSet<String>, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is not a revision"));
    }
    let top = top(root).ok_or("this is not a git repository")?;
    let folder = if among.is_empty() { &top } else { root };
    let among: Vec<String> = among.iter().map(|path| format!(":(literal){path}")).collect();
    let ask = |args: &[&str]| {
        let args: Vec<&str> = args.iter().copied().chain(["--"]).chain(among.iter().map(String::as_str)).collect();
        git(folder, &args)
    };
    let changed = ask(&["diff", "--name-only", "-z", "--merge-base", revision])?;
    let new = ask(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z"])?;
    Ok(changed.split('\0').chain(new.split('\0')).filter(|p| !p.is_empty()).map(str::to_owned).collect())
}

fn git(root: &Path, args: &[&str]) -> Result<String, String> {
    let output = command(root, args).output().map_err(not_run)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(complaint(&output.stderr))
    }
}

/// Runs git with lines on its standard input, and gives what it says.
fn ask<'a>(root: &Path, args: &[&str], lines: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, String> {
    let lines: String = lines.flat_map(|line| [line, "\n"]).collect();
    let piped = Stdio::piped;
    let mut child = command(root, args).stdin(piped()).stdout(piped()).stderr(piped()).spawn().map_err(not_run)?;
    let stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Git answers while it is asked: without a thread of its own, asking would wait for reading. A git that
        // stops reading says why on its standard error.
        scope.spawn(|| stdin.map(|mut to| to.write_all(lines.as_bytes())));
        child.wait_with_output()
    });
    let output = output.map_err(not_run)?;
    if output.status.success() { Ok(output.stdout) } else { Err(complaint(&output.stderr)) }
}

fn not_run(error: std::io::Error) -> String {
    format!("git could not be run: {error}")
}

/// The first line of what git says when it fails.
fn complaint(stderr: &[u8]) -> String {
    String::from_utf8_lossy(stderr).lines().next().unwrap_or("git failed").to_owned()
}

fn command(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
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
        // In a partial clone nothing is fetched behind anyone's back.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE");
    command
}
