//! What git says of a handbook, in real repositories with fixed dates.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{CLEAN, REGISTER, Room, Run, rutter};

/// A repository whose handbook lies at its root or in a folder of it.
pub struct Repository {
    pub room: Room,
    /// Where in the repository the handbook is, with a slash at its end.
    prefix: &'static str,
}

pub fn git(at: &Path, args: &[&str], date: &str) -> String {
    let when = format!("{date}T12:00:00+00:00");
    let output = Command::new("git")
        .current_dir(at)
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs([("GIT_AUTHOR_DATE", &when), ("GIT_COMMITTER_DATE", &when)])
        .env("GIT_COMMITTER_NAME", "Ana")
        .env("GIT_COMMITTER_EMAIL", "ana@example.com")
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Repository {
    pub fn new(prefix: &'static str) -> Self {
        let room = Room::bare();
        git(&room.book(), &["init", "-q", "-b", "main"], "2026-01-01");
        let repository = Self { room, prefix };
        for (path, text) in REGISTER {
            repository.page(path, text);
        }
        repository
    }

    /// A file of the handbook.
    pub fn page(&self, path: &str, text: &str) {
        self.room.write(&format!("{}{path}", self.prefix), text);
    }

    pub fn commit(&self, date: &str, author: &str) -> String {
        let book = self.room.book();
        git(&book, &["add", "-A"], date);
        git(
            &book,
            &["commit", "-q", "-m", "x", "--author", &format!("{author} <{}@example.com>", author.to_lowercase())],
            date,
        );
        git(&book, &["rev-parse", "--short=7", "HEAD"], date).trim().to_owned()
    }

    pub fn handbook(&self) -> PathBuf {
        self.room.book().join(self.prefix)
    }

    pub fn check(&self, more: &[&str]) -> Run {
        Run::of(rutter().current_dir(self.handbook()).args(["check", "--format", "json"]).args(more))
    }
}

fn watching(pattern: &str) -> String {
    CLEAN.replace("owner:", &format!("watches: [{pattern}]\nowner:"))
}

#[test]
fn a_watched_file_that_changed_after_the_review_is_drift() {
    let r = Repository::new("docs/book/");
    r.page("pooling.md", &watching("../../infra/pool/**"));
    r.page("folder.md", &watching("../../infra"));
    r.page("same-day.md", &watching("../../other.ini"));
    r.page("before.md", &watching("../../old.ini"));
    r.page("nothing.md", &watching("../../nowhere/**"));
    r.page("beside.md", &watching("pooling.md"));
    r.room.write("old.ini", "x");
    r.room.write("infra/pool/a.ini", "1");
    r.commit("2026-10-01", "Ana");
    r.room.write("other.ini", "x");
    r.commit("2026-11-01", "Ana");
    r.room.write("infra/pool/a.ini", "2");
    let hash = r.commit("2026-11-10", "Bo");
    let run = r.check(&[]).expect(0);
    assert_eq!(run.findings().len(), 2, "{}", run.out);
    run.has("freshness/drifted pooling.md:3:11", &format!("`infra/pool/a.ini` changed on 2026-11-10 ({hash}, Bo)"));
    run.has("freshness/drifted folder.md:3:11", "infra/pool/a.ini");
    // The policy makes it an error.
    r.page("handbook.yaml", "title: T\ntoday: 2026-11-22\nfreshness: {watches: error}\n");
    assert_eq!(r.check(&[]).code, 1);
}

#[test]
fn drift_follows_a_watched_file_through_its_renames() {
    let r = Repository::new("");
    r.page("page.md", &watching("infra/new.ini"));
    r.page("infra/old.ini", "a\nb\nc\nd\ne\nf\n");
    r.commit("2026-10-01", "Ana");
    git(&r.room.book(), &["mv", "infra/old.ini", "infra/new.ini"], "2026-11-05");
    r.commit("2026-11-05", "Bo");
    r.check(&[]).expect(0).has("freshness/drifted page.md:3:11", "infra/new.ini");
}

#[test]
fn a_missing_target_that_was_renamed_is_named() {
    let r = Repository::new("book/");
    let text = format!("{CLEAN}\nMuch text that stays as it is.\n\nMore of it.\n");
    r.page("runbooks/old-name.md", &text.replace("\nMuch", "\n## Steps\n\nMuch"));
    r.page("dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    r.page("index.md", &format!("{CLEAN}\n[old](runbooks/old-name.md), [[old-name]]\n\n![dot](dot.svg)\n"));
    r.commit("2026-10-01", "Ana");
    r.check(&[]).expect(0);
    let at = r.handbook();
    git(&at, &["mv", "runbooks/old-name.md", "runbooks/between.md"], "2026-10-02");
    git(&at, &["mv", "dot.svg", "point.svg"], "2026-10-02");
    r.commit("2026-10-02", "Ana");
    git(&at, &["mv", "runbooks/between.md", "runbooks/new.md"], "2026-10-03");
    r.commit("2026-10-03", "Ana");
    let json = r.check(&[]).expect(1).json();
    let help = |rule: &str, line: u64| {
        let all = json["findings"].as_array().expect("findings");
        let f = all
            .iter()
            .find(|f| f["rule"] == rule && f["line"] == line)
            .unwrap_or_else(|| panic!("{rule} {line}: {json:#}"));
        f["help"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(help("link/broken", 7), "it was renamed to `runbooks/new.md`");
    assert_eq!(help("link/asset", 9), "it was renamed to `point.svg`");
}

#[test]
fn a_date_bumped_in_many_documents_is_no_review() {
    let r = Repository::new("");
    let page = |i: usize, date: &str| CLEAN.replace("A page", &format!("Page {i}")).replace("2026-11-01", date);
    for i in 0..40 {
        r.page(&format!("p{i:02}.md"), &page(i, "2026-01-01"));
    }
    r.commit("2026-01-01", "Ana");
    // Twenty-nine are below the threshold, and the thirtieth had its text changed too.
    for i in 0..29 {
        r.page(&format!("p{i:02}.md"), &page(i, "2026-11-01"));
    }
    r.page("p29.md", &format!("{}\nNew text.\n", page(29, "2026-11-01")));
    r.commit("2026-11-01", "Bo");
    let run = r.check(&["--select", "freshness/bulk-stamp"]);
    assert_eq!(run.findings(), Vec::<String>::new());
    for i in 0..30 {
        r.page(&format!("p{i:02}.md"), &page(i, "2026-11-20"));
    }
    r.page("p29.md", &format!("{}\nNew text.\n", page(29, "2026-11-20")));
    let hash = r.commit("2026-11-20", "Bo");
    let run = r.check(&["--select", "freshness/bulk-stamp"]).expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has(
        "freshness/bulk-stamp p00.md:4:16",
        &format!("30 documents got a new review date in commit {hash} (Bo, 2026-11-20)"),
    );
    // Whoever set git up in another way sees the same.
    for setting in ["diff.noprefix", "diff.mnemonicPrefix", "diff.relative"] {
        git(&r.room.book(), &["config", setting, "true"], "2026-11-20");
    }
    git(&r.room.book(), &["config", "diff.dstPrefix", "new/"], "2026-11-20");
    assert_eq!(r.check(&["--select", "freshness/bulk-stamp"]).findings().len(), 1);
    // Once one of them was really reviewed, twenty-nine are left.
    r.page("p00.md", &page(0, "2026-11-21"));
    r.commit("2026-11-21", "Ana");
    assert_eq!(r.check(&["--select", "freshness/bulk-stamp"]).findings(), Vec::<String>::new());
}

#[test]
fn a_shallow_clone_says_so_and_reports_no_drift() {
    let r = Repository::new("");
    r.page("page.md", &watching("infra/**"));
    r.page("infra/a.ini", "1");
    r.commit("2026-10-01", "Ana");
    r.page("infra/a.ini", "2");
    r.commit("2026-11-10", "Bo");
    let url = format!("file://{}", r.room.book().display());
    git(r.room.path(), &["clone", "-q", "--depth", "1", &url, "shallow"], "2026-11-11");
    let run =
        Run::of(rutter().current_dir(r.room.path().join("shallow")).args(["check", "--format", "json"])).expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has("freshness/no-history page.md:3:10", "shallow clone");
    // Where nothing watches anything, history is not missed.
    fs::write(r.room.path().join("shallow/page.md"), CLEAN).expect("a file");
    let run =
        Run::of(rutter().current_dir(r.room.path().join("shallow")).args(["check", "--format", "json"])).expect(0);
    assert_eq!(run.findings(), Vec::<String>::new());
}

#[test]
fn without_a_repository_everything_else_works() {
    let room = Room::new([("page.md", watching("infra/**").as_str()), ("plain.md", CLEAN)]);
    let run = room.check().expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has("freshness/no-history page.md:3:10", "not a git repository");
    // A repository without a commit, and a machine without git.
    git(&room.book(), &["init", "-q"], "2026-01-01");
    room.check().expect(0);
    let run =
        Run::of(rutter().current_dir(room.book()).env("PATH", "/nonexistent").args(["check", "--format", "json"]))
            .expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
}

#[test]
fn the_last_change_and_who_contributed() {
    let r = Repository::new("book/");
    r.page("a/first.md", &format!("{CLEAN}\nLong text that stays, so that git sees a rename.\n\nAnd more of it.\n"));
    r.page("other.md", CLEAN);
    r.commit("2026-03-01", "Ana");
    let at = r.handbook();
    git(&at, &["mv", "a/first.md", "a/second.md"], "2026-04-01");
    r.commit("2026-04-01", "Bo");
    r.page("other.md", &format!("{CLEAN}\nMore.\n"));
    r.commit("2026-05-01", "Cy");
    let run = Run::of(rutter().current_dir(&at).args(["build", "-q", "-o", "../../site"])).expect(0);
    assert_eq!(run.out, "");
    // Paths are the repository's, whatever git is set to.
    git(&at, &["config", "diff.relative", "true"], "2026-05-01");
    Run::of(rutter().current_dir(&at).args(["build", "-q", "-o", "../../site"])).expect(0);
    let page = r.room.page("a/second/index.html");
    for part in ["1 Apr 2026", "Bo", "Ana"] {
        assert!(page.contains(part), "no {part} in\n{page}");
    }
    assert!(!page.contains("Cy"), "{page}");
    let export = Run::of(rutter().current_dir(&at).args(["export", "json"])).expect(0).json();
    assert!(export.to_string().contains("2026-05-01"), "{export:#}");
}

#[test]
fn codeowners_that_disagrees_is_read_from_the_repository() {
    let r = Repository::new("docs/book/");
    r.page(
        "people.yaml",
        "- {id: ana, name: Ana, handles: {github: ana-s}}\n- {id: bo, name: Bo, email: bo@example.com}\n",
    );
    r.page("index.md", CLEAN);
    r.page("other/a.md", CLEAN);
    r.room.write(".github/CODEOWNERS", "/docs/book/ @org/dre\n/docs/book/other/ @someone\n");
    r.room.write("CODEOWNERS", "* @never-read\n");
    r.commit("2026-11-01", "Ana");
    let run = r.check(&[]).expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has("owner/codeowners other/a.md:3:8", "@someone");
    let related = run.json()["findings"][0]["related"][0].clone();
    assert_eq!((related["path"].as_str(), related["line"].as_u64()), (Some(".github/CODEOWNERS"), Some(2)));
    // The file that we write ourselves agrees.
    let ours = Run::of(rutter().current_dir(r.handbook()).args(["owners", "--codeowners"])).expect(0);
    r.room.write(".github/CODEOWNERS", &ours.out);
    assert_eq!(r.check(&[]).expect(0).findings(), Vec::<String>::new(), "{}", ours.out);
}

#[test]
fn since_shows_findings_of_changed_files_alone() {
    let r = Repository::new("book/");
    r.page("old.md", &format!("{CLEAN}\n[a](gone.md)\n"));
    r.page("index.md", CLEAN);
    let first = r.commit("2026-10-01", "Ana");
    r.page("committed.md", &format!("{CLEAN}\n[b](gone.md)\n"));
    r.commit("2026-10-02", "Ana");
    r.page("uncommitted.md", &format!("{CLEAN}\n[c](gone.md)\n"));
    let run = r.check(&["--since", &first]).expect(1);
    let paths: Vec<String> =
        run.findings().iter().map(|f| f.split([' ', ':']).nth(1).unwrap_or("").to_owned()).collect();
    assert_eq!(paths, ["committed.md", "uncommitted.md"]);
    assert_eq!(r.check(&["--since", "HEAD"]).expect(1).findings().len(), 1);
    assert_eq!(r.check(&[]).findings().len(), 3);
    let run = r.check(&["--since", "no-such-revision"]).expect(2);
    assert!(run.err.contains("--since") && run.out.is_empty(), "{}", run.err);
    // A revision is no way to hand git an option.
    r.check(&["--since=--output=stolen"]).expect(2);
    assert!(!r.handbook().join("stolen").exists() && !r.room.book().join("stolen").exists());
}

#[test]
fn what_git_ignores_is_no_input() {
    let r = Repository::new("");
    r.page("index.md", CLEAN);
    r.page("drafts/broken.md", "no front matter [x](gone.md)");
    r.page("_notes/broken.md", "no front matter");
    r.page(".hidden/broken.md", "no front matter");
    r.page("node_modules/broken.md", "no front matter");
    r.page(".gitignore", "/drafts\n");
    assert_eq!(r.check(&[]).expect(0).findings(), Vec::<String>::new());
}
