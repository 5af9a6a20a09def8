//! What git does, and what a repository has beside the handbook.

use std::process::Command;

use super::*;

fn git(folder: &Path, args: &[&str]) {
    let settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(settings).args(args);
    command.env_remove("GIT_DIR").env_remove("GIT_WORK_TREE").env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit_all(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "a change"]);
}

/// A handbook in a folder of a repository with one commit.
fn in_repository() -> Desk {
    let mut desk = Desk::prepared(&[], |root| {
        let top = root.parent().unwrap();
        git(top, &["init", "-q", "-b", "main"]);
        write(&root.join("a.md"), "a");
        commit_all(top);
    });
    desk.root = desk.root.canonicalize().unwrap();
    desk
}

fn any_history(all: &[Seen]) -> bool {
    all.iter().any(|seen| seen.hints.history)
}

#[test]
fn a_commit_is_history() {
    let desk = in_repository();
    desk.write("a.md", "b");
    assert!(!any_history(&desk.until_text("a.md", "b")));
    commit_all(&desk.outside);
    desk.until(|seen| seen.hints.history);
}

#[test]
fn looking_at_a_repository_is_no_change() {
    let desk = in_repository();
    git(&desk.outside, &["status"]);
    git(&desk.outside, &["log", "--stat"]);
    git(&desk.outside, &["diff", "HEAD"]);
    git(&desk.outside, &["update-index", "--refresh"]);
    let all = desk.until_sentinel("a.md");
    assert!(!any_history(&all) && !any_tree(&all), "{all:#?}");
}

#[test]
fn a_commit_to_a_branch_with_a_slash_is_history_even_without_a_log() {
    let desk = in_repository();
    git(&desk.outside, &["config", "core.logAllRefUpdates", "false"]);
    let _ = fs::remove_dir_all(desk.outside.join(".git/logs"));
    git(&desk.outside, &["checkout", "-q", "-b", "feature/deep/one"]);
    desk.until(|seen| seen.hints.history);
    // The folders of its name are new: everything was looked at, and they are watched now.
    desk.until_sentinel("a.md");
    commit_all(&desk.outside);
    desk.until(|seen| seen.hints.history);
}

#[test]
fn a_commit_in_a_linked_working_tree_is_history() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().canonicalize().unwrap().join("other");
    git(folder.path(), &["init", "-q", "-b", "main", "first"]);
    write(&folder.path().join("first/a.md"), "a");
    commit_all(&folder.path().join("first"));
    git(&folder.path().join("first"), &["worktree", "add", "-q", other.to_str().unwrap()]);
    let seen = serve(OsWorld::new(&other).unwrap(), Vec::new());
    let desk = Desk { outside: folder.path().to_owned(), root: other.clone(), seen, _folder: folder };
    desk.write("a.md", "b");
    desk.until_text("a.md", "b");
    commit_all(&other);
    desk.until(|seen| seen.hints.history);
}

#[test]
fn a_repository_that_is_made_later_is_watched_too() {
    let desk = Desk::with(&["a.md"]);
    git(&desk.root, &["init", "-q", "-b", "main"]);
    desk.until(|seen| seen.hints.tree);
    // Whatever state git had it in when it was first looked at.
    for i in 0.. {
        desk.until_sentinel("a.md");
        commit_all(&desk.root);
        if any_history(&desk.until_sentinel("a.md")) {
            break;
        }
        assert!(i < 20, "no commit was seen");
    }
}

#[test]
fn a_branch_with_hundreds_of_other_files_is_few_changes() {
    let desk = in_repository();
    git(&desk.outside, &["checkout", "-q", "-b", "other"]);
    for i in 0..300 {
        desk.write(&format!("n/{}/{i}.md", i % 10), "other");
    }
    desk.write("a.md", "other");
    commit_all(&desk.outside);
    desk.until(|seen| seen.files.len() == 301 && seen.hints.history);
    git(&desk.outside, &["checkout", "-q", "main"]);
    let all = desk.until(|seen| seen.files.len() == 1 && seen.files["a.md"] == "a");
    assert!(all.len() <= 30, "{} changes", all.len());
    git(&desk.outside, &["checkout", "-q", "other"]);
    let all = desk.until(|seen| seen.files.len() == 301 && seen.files["a.md"] == "other");
    assert!(all.len() <= 30, "{} changes", all.len());
}

#[test]
fn rules_of_git_are_seen_wherever_they_are() {
    let desk = Desk::prepared(&[], |root| {
        let top = root.parent().unwrap();
        git(top, &["init", "-q"]);
        write(&root.join("a.md"), "a");
        write(&root.join("x/b.md"), "b");
    });
    for folder in [&desk.outside, &desk.root, &desk.root.join("x")] {
        write(&folder.join(".gitignore"), "b.md\n");
        desk.until_gone("x/b.md");
        fs::remove_file(folder.join(".gitignore")).unwrap();
        desk.until_text("x/b.md", "b");
    }
    write(&desk.outside.join(".git/info/exclude"), "b.md\n");
    desk.until_gone("x/b.md");
}

#[test]
fn every_folder_above_the_handbook_may_have_rules_up_to_the_top() {
    let folder = tempfile::tempdir().unwrap();
    let top = folder.path().canonicalize().unwrap().join("top");
    write(&top.join("a/b/handbook/c.md"), "c");
    git(&top, &["init", "-q"]);
    let world = OsWorld::new(&top.join("a/b/handbook")).unwrap();
    let mut watch = Watch::new(&world);
    watch.follow(&folders(&world, &[])).unwrap();
    for watched in [top.join("a/b"), top.join("a"), top.clone(), top.join(".git/info")] {
        assert!(watch.places.watched.contains(&watched), "{}", watched.display());
    }
    assert!(!watch.places.watched.contains(folder.path()));
}

#[test]
fn owners_are_seen_wherever_they_may_lie() {
    let desk = in_repository();
    for path in ["CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"] {
        write(&desk.outside.join(path), "* @ada\n");
        desk.until(|seen| seen.hints.tree);
        desk.until_sentinel("a.md");
        write(&desk.outside.join(path), "* @grace\n");
        desk.until(|seen| seen.hints.tree);
    }
    // Other files that lie there are nobody's business.
    desk.until_sentinel("a.md");
    write(&desk.outside.join("README.md"), "other");
    write(&desk.outside.join("docs/other.md"), "other");
    let all = desk.until_sentinel("a.md");
    assert!(!any_tree(&all) && touched(&all) == ["a.md"], "{all:#?}");
}
