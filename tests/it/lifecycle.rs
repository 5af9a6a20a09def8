//! The past of decisions, in real repositories with fixed dates.

use std::fs;
use std::io::Write;

use crate::git::{Repository, git};
use crate::support::{Run, rutter};

const TEXT: &str = "# 12. Keep backups

Date: 2026-01-05

## Status

Proposed

## Context

Disks fail, people slip, and both do it at night when nobody looks.

## Decision

We keep backups for 30 days, [as we agreed](https://example.com/minutes).

## Consequences

They cost two terabytes, and a restore is drilled every quarter.
";

fn decision(status: &str) -> String {
    TEXT.replace("Proposed", status)
}

fn repository() -> Repository {
    let r = Repository::new("book/");
    r.page("handbook.yaml", "title: T\ntoday: 2026-11-22\nfolders: {\"**\": {owner: dre}}\n");
    r
}

const ALL: [&str; 2] = ["--select", "adr/bad-move,adr/edited-after-acceptance,adr/number-gap,freshness/no-history"];

fn list(r: &Repository) -> serde_json::Value {
    Run::of(rutter().current_dir(r.handbook()).args(["adr", "list", "--format", "json"])).expect(0).json()
}

#[test]
fn a_move_that_the_table_forbids_is_named_through_renames() {
    let r = repository();
    r.page("adr/0012-backups.md", &decision("Proposed"));
    r.commit("2026-02-01", "Ana");
    r.page("adr/0012-backups.md", &decision("✅ Accepted"));
    r.commit("2026-03-01", "Ana");
    assert_eq!(r.check(&ALL).expect(0).findings(), Vec::<String>::new());
    git(&r.handbook(), &["mv", "adr/0012-backups.md", "adr/0012-keep-backups.md"], "2026-04-01");
    r.commit("2026-04-01", "Ana");
    r.page("adr/0012-keep-backups.md", &decision("Proposed"));
    let bad = r.commit("2026-05-01", "Bo");
    let run = r.check(&ALL).expect(1);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has(
        "adr/bad-move adr/0012-keep-backups.md:7:1",
        &format!(
            "it went from accepted to proposed in {bad} (Bo, 2026-05-01): accepted may become deprecated or superseded"
        ),
    );
    // Who amended the decision with the commit has seen it.
    r.page("adr/0012-keep-backups.md", &format!("{}\n## Amendments\n\n- {bad} was a slip.\n", decision("Proposed")));
    assert_eq!(r.check(&ALL).expect(0).findings(), Vec::<String>::new());
}

#[test]
fn a_move_that_is_not_committed_yet_is_seen() {
    let r = repository();
    r.page("adr/0012-backups.md", &decision("Draft"));
    r.commit("2026-02-01", "Ana");
    r.page("adr/0012-backups.md", &decision("Accepted"));
    let run = r.check(&ALL).expect(1);
    run.has(
        "adr/bad-move",
        "it went from draft to accepted in what is not committed yet: draft may become proposed or rejected",
    );
}

#[test]
fn words_of_an_accepted_decision_may_not_change() {
    let r = repository();
    let path = "adr/0012-backups.md";
    r.page(path, &decision("Proposed"));
    r.commit("2026-02-01", "Ana");
    let accepted = decision("Accepted");
    // What changes while it is being decided, and with the decision, was decided.
    r.page(path, &accepted.replace("two terabytes", "three terabytes"));
    r.commit("2026-03-01", "Ana");
    // Another wrapping, a link that leads elsewhere, a new status, an amendment: the words are the same.
    let text = accepted.replace("two terabytes", "three terabytes");
    let text = text.replace("fail, people slip,", "fail,\npeople **slip**,").replace("/minutes", "/minutes/2026");
    r.page(path, &text);
    r.commit("2026-03-02", "Ana");
    let amended = format!("{text}\n## Amendments\n\n### March\n\nThe drill is monthly.\n");
    r.page(path, &amended.replace("Accepted", "Deprecated"));
    r.commit("2026-03-03", "Ana");
    assert_eq!(r.check(&ALL).expect(0).findings(), Vec::<String>::new());
    r.page(path, &amended.replace("30 days", "90 days"));
    let edit = r.commit("2026-04-01", "Bo");
    let run = r.check(&ALL).expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has(
        &format!("adr/edited-after-acceptance {path}:14:4"),
        &format!("`Decision` changed in {edit} (Bo, 2026-04-01), after it was accepted"),
    );
    // Not committed, it is seen as well.
    r.page(path, &amended.replace("30 days", "90 days").replace("at night", "by day"));
    r.check(&ALL).has(
        "adr/edited-after-acceptance",
        &format!("`Context` changed in what is not committed yet, after it was accepted; other words in 1 commit more ({edit})"),
    );
    // Settled by an amendment, or named where git blame looks.
    r.page(path, &amended.replace("30 days", "90 days"));
    let hash = git(&r.room.book(), &["rev-parse", "HEAD"], "2026-04-01");
    r.room.write(".git-blame-ignore-revs", &format!("# wrapped anew\n{hash}"));
    assert_eq!(r.check(&ALL).expect(0).findings(), Vec::<String>::new());
    r.room.write(".git-blame-ignore-revs", "");
    r.page(path, &format!("{}\n90 days since {edit}.\n", amended.replace("30 days", "90 days")));
    assert_eq!(r.check(&ALL).expect(0).findings(), Vec::<String>::new());
}

#[test]
fn branches_side_by_side_are_not_mixed_up() {
    let r = repository();
    let at = r.room.book();
    r.page("adr/0012-backups.md", &decision("Proposed"));
    r.page("adr/0013-other.md", &decision("Proposed").replace("12.", "13."));
    r.commit("2026-02-01", "Ana");
    git(&at, &["checkout", "-q", "-b", "side"], "2026-02-02");
    r.page("adr/0012-backups.md", &decision("Accepted"));
    r.commit("2026-02-04", "Ana");
    git(&at, &["checkout", "-q", "main"], "2026-02-04");
    r.page("adr/0012-backups.md", &decision("Proposed").replace("They cost", "They will cost"));
    r.commit("2026-02-05", "Bo");
    git(
        &at,
        &["-c", "user.name=Ana", "-c", "user.email=ana@example.com", "merge", "-q", "-m", "both", "side"],
        "2026-02-06",
    );
    let run = r.check(&ALL).expect(0);
    assert_eq!(run.findings(), Vec::<String>::new(), "{}", run.out);
}

#[test]
fn dates_that_no_text_says_are_from_git() {
    let r = repository();
    r.page("adr/0012-backups.md", &decision("Proposed").replace("Date: 2026-01-05\n\n", ""));
    r.commit("2026-02-01", "Ana");
    r.page("adr/0012-backups.md", &decision("Accepted").replace("Date: 2026-01-05\n\n", ""));
    r.commit("2026-03-01", "Ana");
    let json = list(&r);
    assert_eq!(json["decisions"][0]["date"], "2026-03-01", "{json:#}");
    let card = Run::of(rutter().current_dir(r.handbook()).args(["adr", "show", "12"])).expect(0).out;
    assert!(card.contains("date           2026-03-01\n"), "{card}");
    assert_eq!(r.check(&["--select", "adr/undecided"]).expect(0).findings(), Vec::<String>::new());
}

#[test]
fn a_deleted_decision_is_named_where_its_number_is_missing() {
    let r = repository();
    for n in [12, 13, 14] {
        r.page(&format!("adr/00{n}-x.md"), &decision("Accepted").replace("12.", &format!("{n}.")));
    }
    r.commit("2026-02-01", "Ana");
    git(&r.handbook(), &["rm", "-q", "adr/0013-x.md"], "2026-03-01");
    r.commit("2026-03-01", "Bo");
    let run = r.check(&ALL).expect(0);
    run.has("adr/number-gap adr/0014-x.md:1:3", "there is no 0013 before 0014");
    assert!(run.out.contains("`adr/0013-x.md` was deleted"), "{}", run.out);
}

#[test]
fn a_shallow_clone_says_that_the_past_was_not_looked_at() {
    let r = repository();
    r.page("adr/0012-backups.md", &decision("Accepted"));
    r.commit("2026-02-01", "Ana");
    r.page("adr/0012-backups.md", &decision("Proposed"));
    r.commit("2026-03-01", "Ana");
    let url = format!("file://{}", r.room.book().display());
    git(r.room.path(), &["clone", "-q", "--depth", "1", &url, "shallow"], "2026-11-11");
    let at = r.room.path().join("shallow/book");
    let run = Run::of(rutter().current_dir(at).args(["check", "--format", "json"]).args(ALL)).expect(0);
    assert_eq!(run.findings().len(), 1, "{}", run.out);
    run.has(
        "freshness/no-history adr/0012-backups.md:1:1",
        "the past of 1 decision could not be checked: this is a shallow clone",
    );
}

#[test]
fn other_kinds_have_moves_of_their_own() {
    let r = Repository::new("");
    r.page(
        "handbook.yaml",
        "title: T\ntoday: 2026-11-22\nfolders: {\"**\": {owner: dre}}\nkinds:\n  kep: {preset: kep, paths: [\"keps/**\"]}\n  rust: {preset: rust-rfc, paths: [\"text/**\"]}\n  rfc: {paths: [\"rfcs/**\"], states: {idea: [agreed], agreed: []}}\n",
    );
    let rfc = |state: &str| format!("---\ntitle: R\nstatus: {state}\n---\n\nText.\n");
    let kep = |state: &str| format!("title: Heartbeats\nkep-number: 589\nstatus: {state}\ncreation-date: 2018-04-27\n");
    r.page("keps/sig-node/0589-heartbeats/README.md", "# KEP-589: Heartbeats\n\n## Summary\n\nBeats.\n");
    r.page("keps/sig-node/0589-heartbeats/kep.yaml", &kep("implemented"));
    r.page("text/2909-traits.md", "- Feature Name: `traits`\n- Start Date: 2020-04-06\n\n# Summary\n\nTraits.\n");
    r.page("rfcs/one.md", &rfc("agreed"));
    r.commit("2026-02-01", "Ana");
    r.page("keps/sig-node/0589-heartbeats/kep.yaml", &kep("provisional"));
    r.page("rfcs/one.md", &rfc("idea"));
    r.commit("2026-03-01", "Ana");
    let run = r.check(&["--select", "adr/bad-move"]).expect(1);
    assert_eq!(run.findings().len(), 2, "{}", run.out);
    run.has("adr/bad-move rfcs/one.md:3:9", "it went from agreed to idea");
    run.has("adr/bad-move keps/sig-node/0589-heartbeats/kep.yaml:3:9", "it went from implemented to provisional");
    let json = list(&r);
    let forms: Vec<_> = json["decisions"].as_array().expect("a list").iter().map(|d| d["form"].clone()).collect();
    assert_eq!(forms, ["kep", "house", "rust-rfc"], "{json:#}");
}

/// Six hundred commits to one decision, by fast-import.
fn long_past(r: &Repository) {
    let mut stream = String::from("feature done\n");
    for n in 0..600 {
        let state = ["proposed", "accepted", "deprecated"][n % 3];
        let text = format!("---\ntitle: D{n}\nstatus: {state}\n---\n\n## Decision\n\n{n} days.\n");
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter Ana <ana@example.com> {} +0000\ndata 1\nx\nM 644 inline book/adr/0001-d.md\ndata {}\n{text}\n",
            1_700_000_000 + n * 1000,
            text.len()
        ));
    }
    stream.push_str("done\n");
    let mut import = std::process::Command::new("git")
        .current_dir(r.room.book())
        .args(["fast-import", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("git is installed");
    import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("git reads");
    assert!(import.wait().expect("git").success());
    git(&r.room.book(), &["reset", "-q", "--hard"], "2026-01-01");
}

#[test]
fn a_log_that_was_kept_says_what_git_says() {
    let r = repository();
    long_past(&r);
    for (path, text) in crate::support::REGISTER {
        r.page(path, text);
    }
    let kept = r.room.book().join(".git/rutter/log-1");
    let export = || Run::of(rutter().current_dir(r.handbook()).args(["export", "json"])).expect(0).out;
    let same = |why: &str| {
        let with = export();
        assert!(kept.exists(), "{why}");
        let bytes = fs::read(&kept).expect("kept");
        fs::remove_file(&kept).expect("it is there");
        assert!(export() == with, "{why}");
        fs::write(&kept, bytes).expect("put back");
    };
    assert!(!kept.exists());
    export();
    same("nothing is new");
    r.page("adr/0001-d.md", "---\ntitle: D\nstatus: superseded\n---\n");
    r.commit("2026-02-01", "Bo");
    same("a commit is new");
    git(&r.handbook(), &["mv", "adr/0001-d.md", "adr/0001-e.md"], "2026-02-02");
    r.commit("2026-02-02", "Bo");
    same("a file was renamed");
    git(&r.room.book(), &["reset", "-q", "--hard", "HEAD~1"], "2026-02-03");
    same("commits are gone");
    fs::write(&kept, "damaged").expect("written");
    same("the file is damaged");
}
