//! Migrations that lie outside of the handbook, and what git says of them.

use std::path::Path;

use crate::git::Repository;
use crate::support::{Room, Run, rutter};

const STANDARD: &str = "---\ntitle: Names\nowner: dre\nlast_reviewed: 2026-11-01\nrules:\n  - id: NAM-1\n    \
                        summary: Names are in lower case.\n    enforce: naming/table\n    since: 2026-03-01\n---\n\n\
                        ```sql bad rule=NAM-1\nCREATE TABLE \"T\" (a int);\n```\n\n```sql good\nCREATE TABLE t (a int);\n```\n";

const BAD: &str = "CREATE TABLE \"Bad\" (a int);\n";

fn run(at: &Path, args: &[&str]) -> Run {
    Run::of(rutter().current_dir(at).args(args))
}

/// A handbook in `book/`, its migrations in `db/` beside it: one from before the rule, one from after; and the last commit.
fn repository() -> (Repository, String) {
    let repository = Repository::new("book/");
    repository.page("handbook.yaml", "title: T\ntoday: 2026-11-22\nmigrations: [../db/migrations]\n");
    repository.page("standards/names.md", STANDARD);
    repository.page("../db/migrations/old.sql", BAD);
    repository.commit("2026-01-05", "Ana");
    repository.page("../db/migrations/new.sql", BAD);
    let hash = repository.commit("2026-05-05", "Ana");
    (repository, hash)
}

#[test]
fn migrations_may_lie_outside_of_the_handbook() {
    let (repository, _) = repository();
    let root = repository.room.book();
    let from_root = ["sql", "lint", "db", "--dir", "book"];
    let human = run(&root, &from_root).expect(1);
    assert!(human.out.contains("--> db/migrations/new.sql:1:14"), "{}", human.out);
    assert!(!human.out.contains("old.sql") && human.out.ends_with("2 files: 1 error\n"), "{}", human.out);
    let json = run(&root, &[&from_root[..], &["--format", "json"]].concat()).expect(1);
    json.has("naming/table db/migrations/new.sql:1:14", "NAM-1: the name of the table `Bad`");
    let github = run(&root, &[&from_root[..], &["--format", "github"]].concat()).expect(1);
    assert!(github.out.contains("file=db/migrations/new.sql,line=1"), "{}", github.out);
    // From the handbook the way climbs; programs are told the same paths.
    let check = run(&repository.handbook(), &["check"]).expect(1);
    assert!(check.out.contains("--> ../db/migrations/new.sql:1:14"), "{}", check.out);
    repository.check(&[]).has("naming/table db/migrations/new.sql:1:14", "");
}

#[test]
fn only_what_changed_since_a_revision_is_shown() {
    let (repository, base) = repository();
    repository.page("../db/migrations/newer.sql", BAD);
    repository.page("../queries/own.sql", BAD);
    let root = repository.room.book();
    for args in [
        &["sql", "lint", "db", "queries", "--dir", "book", "--format", "json", "--since"][..],
        &["sql", "lint", "db/migrations/newer.sql", "queries/own.sql", "--dir", "book", "--format", "json", "--since"],
    ] {
        let found = run(&root, &[args, &[base.as_str()]].concat()).expect(1).findings();
        let paths: Vec<&str> = found.iter().filter_map(|f| f.split([' ', ':']).nth(1)).collect();
        assert_eq!(paths, ["db/migrations/newer.sql", "queries/own.sql"]);
    }
    assert_eq!(repository.check(&["--since", &base]).findings().len(), 1);
}

#[test]
fn another_repository_may_be_held_to_the_standards() {
    let (repository, _) = repository();
    let service = Room::bare();
    service.write("migrations/V1__a.sql", BAD);
    let book = repository.handbook();
    let dir = book.to_str().expect("UTF-8");
    let linted = run(&service.book(), &["sql", "lint", "migrations", "--dir", dir]).expect(1);
    assert!(linted.out.contains("migrations/V1__a.sql:1:14"), "{}", linted.out);
    let since = run(&service.book(), &["sql", "lint", "migrations", "--dir", dir, "--since", "HEAD"]).expect(2);
    assert!(since.err.contains("--since: migrations is in another repository"), "{}", since.err);
    // But the handbook itself cannot reach out of its repository.
    let outside = service.book().join("migrations");
    let climbs = format!("title: T\nmigrations: [\"../../..{}\"]\n", outside.display());
    repository.page("handbook.yaml", &climbs);
    assert!(repository.check(&[]).findings().iter().any(|f| f.starts_with("config/bad-value")));
}

#[test]
fn a_file_is_judged_in_the_history_of_its_folder() {
    let room = Room::new([
        ("handbook.yaml", "title: T\ntoday: 2026-11-22\nmigrations: [db]\n"),
        (
            "standards/indexes.md",
            "---\ntitle: Indexes\nowner: dre\nlast_reviewed: 2026-11-01\nrules:\n  - {id: IDX-1, summary: One is \
             enough., enforce: migration/order}\n---\n",
        ),
        ("db/V1__a.sql", "SELECT 1;\n"),
        ("db/V1__b.sql", "SELECT 2;\n"),
        ("elsewhere/V1__a.sql", "SELECT 1;\n"),
        ("elsewhere/V1__b.sql", "SELECT 2;\n"),
    ]);
    for (paths, found) in [
        (&["db/V1__b.sql"][..], 1),
        (&["db/V1__a.sql"], 0),
        (&["elsewhere/V1__b.sql"], 1),
        (&["elsewhere"], 1),
        (&["db", "elsewhere/V1__b.sql", "elsewhere/V1__a.sql"], 2),
        (&["."], 2),
    ] {
        let run = room.rutter(&[&["sql", "lint", "--format", "json"], paths].concat());
        assert_eq!(run.findings().len(), found, "{paths:?}: {:?}", run.findings());
    }
}
