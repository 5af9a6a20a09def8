//! Handbooks whose expected findings stand inside them.
//!
//! A line of a fixture says what is found in that file, and where:
//! `<!-- expect: link/broken 12:9 no page -->` in Markdown, `# expect: config/bad-value 3:7 not a date` in YAML, and
//! `-- expect: sql/parse 2:1 no SQL` in SQL. The text is a part of the message, or of `message | help`. A level stands before the rule's colon where it is not the
//! rule's own: `expect warning: …`. Exactly the expected findings must be there. A fixture without people.yaml or
//! teams.yaml gets those of [`REGISTER`].

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rutter::check::RULES;
use rutter::diag::{Level, Severity};
use rutter::pipeline::{self, Checked, Settings};
use rutter::world::MemWorld;

use crate::support::{REGISTER, files_below, package};

/// Rules that need a past, a disk or another site; their own tests have them.
const ELSEWHERE: [&str; 6] = [
    "freshness/drifted",
    "freshness/bulk-stamp",
    "link/external",
    "config/template",
    "adr/bad-move",
    "adr/edited-after-acceptance",
];

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Expected {
    path: String,
    line: usize,
    column: usize,
    rule: String,
    severity: &'static str,
    text: String,
}

fn world(folder: &Path) -> MemWorld {
    let mut world = MemWorld::default();
    for path in files_below(folder) {
        let bytes = fs::read(folder.join(&path)).expect("a fixture");
        world.files.insert(path.to_string_lossy().replace('\\', "/"), bytes);
    }
    for (path, text) in REGISTER.iter().filter(|(path, _)| *path != "handbook.yaml") {
        world.files.entry((*path).to_owned()).or_insert_with(|| text.as_bytes().to_vec());
    }
    world
}

fn check(world: &MemWorld) -> Checked {
    let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
    pipeline::check(world, &settings, &|_| {}).expect("a handbook")
}

fn own_level(rule: &str) -> &'static str {
    match RULES.iter().find(|r| r.name == rule).map(|r| r.level) {
        Some(Level::Warning) => "warning",
        _ => "error",
    }
}

/// The `expect:` lines of a file.
fn expected(path: &str, text: &str) -> Vec<Expected> {
    let mut all = Vec::new();
    for line in text.lines() {
        let body = line
            .strip_prefix("<!-- expect")
            .and_then(|l| l.strip_suffix("-->"))
            .or_else(|| line.strip_prefix("# expect"))
            .or_else(|| line.strip_prefix("-- expect"));
        let Some((level, rest)) = body.and_then(|b| b.split_once(": ")) else {
            assert!(!line.contains("expect:"), "{path}: cannot read `{line}`");
            continue;
        };
        let mut parts = rest.trim().splitn(3, ' ');
        let rule = parts.next().unwrap_or_default().to_owned();
        let (line_no, column) =
            parts.next().and_then(|p| p.split_once(':')).unwrap_or_else(|| panic!("{path}: no place in `{line}`"));
        all.push(Expected {
            path: path.to_owned(),
            line: line_no.parse().expect("a line"),
            column: column.parse().expect("a column"),
            severity: match level.trim() {
                "warning" => "warning",
                "error" => "error",
                _ => own_level(&rule),
            },
            rule,
            text: parts.next().unwrap_or_default().to_owned(),
        });
    }
    all
}

fn found(checked: &Checked) -> Vec<Expected> {
    let sources = &checked.loaded.sources;
    let item = |f: &rutter::diag::sink::Finding| {
        let at = sources.start(f.diagnostic.span);
        Expected {
            path: sources.path(f.diagnostic.span.file).to_owned(),
            line: at.line,
            column: at.column,
            rule: f.diagnostic.rule.to_owned(),
            severity: match f.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            text: format!("{} | {}", f.diagnostic.message, f.diagnostic.help.clone().unwrap_or_default()),
        }
    };
    checked.findings.list.iter().map(item).collect()
}

/// As it would be written in the fixture.
fn spelled(e: &Expected) -> String {
    let level = if own_level(&e.rule) == e.severity { String::new() } else { format!(" {}", e.severity) };
    format!("{}: expect{level}: {} {}:{} {}", e.path, e.rule, e.line, e.column, e.text)
}

/// Takes each expectation off the list of what was found; what is left on either side is wrong.
fn compare(expected: Vec<Expected>, mut found: Vec<Expected>) -> Vec<String> {
    let mut wrong = Vec::new();
    for e in expected {
        let same = |f: &Expected| {
            let place = |x: &Expected| (x.path.clone(), x.line, x.column, x.rule.clone(), x.severity);
            place(f) == place(&e) && f.text.contains(&e.text)
        };
        match found.iter().position(same) {
            Some(at) => drop(found.remove(at)),
            None => wrong.push(format!("  not found:    {}", spelled(&e))),
        }
    }
    wrong.extend(found.iter().map(|f| format!("  not expected: {}", spelled(f))));
    wrong
}

fn fixtures() -> BTreeMap<String, MemWorld> {
    let folder = package().join("tests/fixtures");
    let entries = fs::read_dir(&folder).expect("tests/fixtures").map(|e| e.expect("an entry").path());
    entries.map(|p| (p.file_name().expect("a name").to_string_lossy().into_owned(), world(&p))).collect()
}

fn all_expected(world: &MemWorld) -> Vec<Expected> {
    let texts = world.files.iter().map(|(path, bytes)| (path, String::from_utf8_lossy(bytes)));
    texts.flat_map(|(path, text)| expected(path.strip_suffix(".expected").unwrap_or(path), &text)).collect()
}

#[test]
fn every_fixture_has_the_findings_it_says() {
    let mut wrong = Vec::new();
    for (name, world) in fixtures() {
        let differences = compare(all_expected(&world), found(&check(&world)));
        if !differences.is_empty() {
            wrong.push(format!("{name}\n{}", differences.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fixture() {
    let seen: BTreeSet<String> = fixtures().values().flat_map(all_expected).map(|e| e.rule).collect();
    let without: Vec<&str> =
        RULES.iter().map(|r| r.name).filter(|r| !seen.contains(*r) && !ELSEWHERE.contains(r) && !enforced(r)).collect();
    assert!(without.is_empty(), "no fixture expects {without:?}");
    let gone: Vec<&String> = seen.iter().filter(|r| RULES.iter().all(|rule| rule.name != **r)).collect();
    assert!(gone.is_empty(), "fixtures expect rules that are not registered: {gone:?}");
}

/// Rules that standards enforce are tested by the examples in their own manuals.
fn enforced(rule: &str) -> bool {
    rutter::sql::rules::all().any(|r| r.name == rule)
}

/// The runner itself can tell: a finding that is missing, one too many, and one in another place.
#[test]
fn a_wrong_fixture_fails() {
    let files = |expect: &str| {
        let text = format!("---\ntitle: T\nowner: dre\nlast_reviewed: 2026-11-01\n---\n\n[a](b.md)\n{expect}\n");
        MemWorld::new(REGISTER.into_iter().chain([("index.md", text.as_str())]))
    };
    let wrong = |expect: &str| {
        let world = files(expect);
        compare(all_expected(&world), found(&check(&world))).len()
    };
    assert_eq!(wrong("<!-- expect: link/broken 7:5 no page `b.md` -->"), 0);
    assert_eq!(wrong(""), 1);
    assert_eq!(wrong("<!-- expect: link/broken 7:6 no page -->"), 2);
    assert_eq!(wrong("<!-- expect: link/broken 7:5 no file -->"), 2);
    assert_eq!(wrong("<!-- expect warning: link/broken 7:5 no page -->"), 2);
}
