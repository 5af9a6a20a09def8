//! The changed lines of commits that touched very many documents: a date bumped everywhere is not a review.

use std::path::Path;

use super::log::{FORMAT, commits};
use super::{BULK, History, Patch, git};

/// How many of the newest bulk commits are looked into.
const BULK_COMMITS: usize = 20;

/// Reads the changed lines of the newest commits that modified many documents at once.
pub(super) fn read(root: &Path, history: &mut History) {
    let mut documents = vec![0_usize; history.commits.len()];
    for (path, commits) in &history.touched {
        if path.ends_with(".md") {
            commits.iter().for_each(|t| documents[t.commit] += 1);
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
    fn changed_lines_are_read_by_file() {
        let text = "\ndiff --git a/a.md b/a.md\nindex 1..2 100644\n--- a/a.md\n+++ b/a.md\n@@ -2 +2 @@\n-last_reviewed: 2026-01-01\n+last_reviewed: 2026-02-01\n";
        let patches = read_patches(4, text);
        assert_eq!(patches.len(), 1);
        assert_eq!(patches[0].path, "a.md");
        assert_eq!(patches[0].added, ["last_reviewed: 2026-02-01"]);
    }
}
