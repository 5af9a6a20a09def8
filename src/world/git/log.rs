//! The log of the whole repository: every commit with the files it touched, newest first.

use std::collections::HashMap;

use std::path::Path;

use chrono::DateTime;
use rayon::prelude::*;

use super::{Commit, History, Touch, ask, cache, git};

/// What every commit of the log begins with.
pub(super) const BEGIN: char = '\x01';
const BEGIN_TEXT: &str = "\x01";

pub(super) const FORMAT: &str = "--format=%x01%H%x02%an%x02%ae%x02%ct%x03";

/// From how many commits on a part of the log is worth a process of its own.
const PART: usize = 1000;

/// The log, newest first, in parts. What `kept` has of it is not asked for again; it is written anew where it was
/// worth it.
pub(super) fn texts(root: &Path, kept: Option<&Path>) -> Result<Vec<String>, String> {
    let list = git(root, &["rev-list", "HEAD", "--"])?;
    let hashes: Vec<&str> = list.lines().collect();
    let old = kept.and_then(cache::load).unwrap_or_default();
    let known = cache::parts(&old);
    let new: Vec<&str> = hashes.iter().copied().filter(|h| !known.contains_key(h)).collect();
    let mut texts = ask_for(root, &new)?;
    if !known.is_empty() {
        let told: HashMap<&str, &str> = texts.iter().flat_map(|t| cache::parts(t)).collect();
        let part = |hash: &&str| known.get(hash).or_else(|| told.get(hash)).copied();
        let all = hashes.iter().filter_map(part).flat_map(|part| [BEGIN_TEXT, part]).collect();
        texts = vec![all];
    }
    if let Some(file) = kept {
        cache::store(file, || texts.concat(), new.len());
    }
    Ok(texts)
}

/// Git compares the trees of one commit after another on one core; a folder of ten thousand files makes that slow.
/// So it is asked for several parts of the log at once.
fn ask_for(root: &Path, hashes: &[&str]) -> Result<Vec<String>, String> {
    // The trees of newer commits are larger: with more parts than cores none is left with the long one.
    let size = hashes.len().div_ceil(rayon::current_num_threads() * 4).max(PART);
    hashes
        .par_chunks(size)
        .map(|part| {
            let args = ["log", "--stdin", "--no-walk=unsorted", "-z", "--raw", "--no-abbrev", "-M", FORMAT];
            ask(root, &args, part.iter().copied()).map(|text| String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

/// Splits a log into its commits: the header's fields, and the rest.
pub(super) fn commits(log: &str) -> impl Iterator<Item = (Commit, &str)> {
    log.split(BEGIN).skip(1).filter_map(|chunk| {
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

pub(super) fn read(parts: &[String], history: &mut History) {
    // What a path of the commit at hand is called today.
    let mut today: HashMap<String, String> = HashMap::new();
    for (commit, rest) in parts.iter().flat_map(|part| commits(part)) {
        let at = history.commits.len();
        history.commits.push(commit);
        let mut parts = rest.split('\0').map(|p| p.trim_start_matches('\n')).filter(|p| !p.is_empty());
        while let Some(raw) = parts.next() {
            let Some(mut path) = parts.next() else { break };
            // `:100644 100644 OLD NEW M`: what it was, what it is, how it was touched.
            let mut fields = raw.split(' ').skip(2);
            let mut blob = || fields.next().filter(|id| id.bytes().any(|b| b != b'0'));
            let (before, after) = (blob(), blob());
            let status = raw.rsplit(' ').next().unwrap_or_default();
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
            // Contents are asked for of documents, and compared of migrations.
            let kept = |id: Option<&str>| id.filter(|_| is_text(path)).map(Into::into);
            let touch = Touch { commit: at, before: kept(before), after: kept(after) };
            let now = today.get(path).map_or(path, String::as_str);
            match history.touched.get_mut(now) {
                Some(list) => list.push(touch),
                None => drop(history.touched.insert(now.to_owned(), vec![touch])),
            }
        }
    }
}

fn is_text(path: &str) -> bool {
    [".md", ".markdown", ".yaml", ".yml", ".sql"].iter().any(|e| path.ends_with(e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_are_followed_from_the_newest_commit_back() {
        let log = "\x01c3\x02Ana\x02a@x\x021760000000\x03\0\n:100644 100644 b2 b3 M\0new.md\0\
                   \x01c2\x02Ana\x02a@x\x021750000000\x03\0\n:100644 100644 b1 b2 R100\0mid.md\0new.md\0\
                   \x01c1\x02Bo\x02b@x\x021740000000\x03\0\n:100644 100644 b0 b1 R090\0old.md\0mid.md\0\
                   :000000 100644 000 b9 A\0other.md\0\
                   \x01c0\x02Bo\x02b@x\x021730000000\x03\0\n:000000 100644 000 b0 A\0old.md\0";
        let mut history = History::default();
        // However the log is cut, it is one.
        let (newer, older) = log.split_at(log.find("\x01c1").expect("a commit"));
        read(&[newer.to_owned(), older.to_owned()], &mut history);
        let hashes: Vec<&str> = history.of("new.md").map(|c| c.hash.as_str()).collect();
        assert_eq!(hashes, ["c3", "c2", "c1", "c0"]);
        let blobs: Vec<_> =
            history.touches("new.md").iter().map(|t| (t.before.as_deref(), t.after.as_deref())).collect();
        let some = |a, b| (Some(a), Some(b));
        assert_eq!(blobs, [some("b2", "b3"), some("b1", "b2"), some("b0", "b1"), (None, Some("b0"))]);
        assert_eq!(history.renamed["old.md"], "new.md");
        assert_eq!(history.renamed["mid.md"], "new.md");
    }
}
