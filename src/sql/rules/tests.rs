//! The examples in the manuals are run: each rule breaks on its own bad ones, and lets its good ones pass.

mod steps;

use super::*;
use crate::source::{FileId, Span};
use crate::sql::examples;
use crate::sql::lint::lint;
use crate::sql::standard::{self, Enforce};
use crate::yaml;

/// The fences of a manual: the words after the fence, and the text.
fn fences(manual: &str) -> Vec<(String, String)> {
    let lines = manual.lines().take_while(|l| !manual.starts_with("//!") || l.starts_with("//!"));
    let mut fences: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in lines {
        let line = line.strip_prefix("//!").map_or(line, |l| l.strip_prefix(' ').unwrap_or(l));
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(info) => {
                open = true;
                fences.push((info.to_owned(), String::new()));
            }
            None if open => fences.last_mut().expect("an open fence").1.push_str(&format!("{line}\n")),
            None => {}
        }
    }
    fences
}

/// What a rule says of a text, set up as a `with:` says, for a version of PostgreSQL if one is named.
fn hits(rule: &'static Rule, with: &str, postgres: Option<&str>, text: &str) -> Vec<Hit> {
    let node = yaml::parse(with, FileId(0), 0, "page/bad-value").expect("YAML");
    let mut with = With::new(node.get("with"), Span::top(FileId(0)));
    let check = (rule.configure)(&mut with);
    assert_eq!(with.finish(rule.name), [], "{}", rule.name);
    let rule = standard::Rule::example(Enforce::Machine { rule, check });
    let mut history = examples::history(text);
    if let Some(version) = postgres {
        history.dialect.postgres = version.to_owned();
    }
    for script in history.files.iter().flat_map(|f| &f.steps).map(|s| &s.script) {
        assert_eq!(script.errors, [], "{text}");
    }
    lint(&history, &[(0, 0, &rule)], &|_, _| true).into_iter().map(|v| v.hit).collect()
}

#[test]
fn every_manual_keeps_its_word() {
    for rule in all() {
        let (mut with, mut good, mut bad) = (String::new(), 0, 0);
        for (info, text) in fences(rule.manual) {
            // `sql bad postgres=19`: for that version.
            let (info, postgres) = match info.split_once(" postgres=") {
                Some((info, version)) => (info, Some(version)),
                None => (info.as_str(), None),
            };
            match info {
                "yaml" => with = text,
                "sql bad" => {
                    bad += 1;
                    assert_ne!(hits(rule, &with, postgres, &text), [], "{}: nothing is found in\n{text}", rule.name);
                }
                "sql good" => {
                    good += 1;
                    assert_eq!(hits(rule, &with, postgres, &text), [], "{}: in\n{text}", rule.name);
                }
                other => panic!("{}: a fence `{other}`", rule.name),
            }
        }
        // What git tells cannot be shown in a fence: its tests stand beside the rule.
        let is_shown = bad > 0 || rule.name == "migration/immutable";
        assert!(good > 0 && is_shown, "{} shows no good or no bad example", rule.name);
    }
}

/// squawk reports comments that hide nothing as `unused-ignore`. Exceptions of standards say that.
const LEFT_OUT: [&str; 1] = ["squawk/unused-ignore"];

#[test]
fn squawks_rules_are_all_here_by_their_names_and_in_its_order() {
    let squawks = enum_iterator::all::<squawk_linter::Rule>().map(|r| format!("squawk/{r}"));
    let expected: Vec<String> = squawks.filter(|name| !LEFT_OUT.contains(&name.as_str())).collect();
    let names: Vec<&str> = all().map(|r| r.name).filter(|name| name.starts_with("squawk/")).collect();
    assert_eq!(names, expected);
}

#[test]
fn squawks_other_spellings_are_found() {
    let rule = find("squawk/prefer-timestamptz").expect("a rule");
    assert_eq!(rule.name, "squawk/prefer-timestamp-tz");
    assert!(find("squawk/unused-ignore").is_none());
}
