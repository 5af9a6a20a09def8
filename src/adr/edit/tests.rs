//! Every change of every fixture either is made, and reads back as what was meant, or is refused.

use std::collections::BTreeMap;

use super::*;
use crate::adr::graph::Tie as Kind;
use crate::adr::tests::{fixtures, handbook};
use crate::adr::{Status, read};

type Files = Vec<(String, String)>;

/// The fixtures of each form, as the decisions of one handbook.
fn folders() -> BTreeMap<String, Files> {
    let mut folders: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in fixtures() {
        let (form, name) = path.split_once('/').expect("a folder");
        folders.entry(form.to_owned()).or_default().push((format!("adr/{name}"), text));
    }
    folders
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date")
}

/// Every change there is, with its name; `other` is another decision.
fn changes(other: usize) -> Vec<(&'static str, Change)> {
    let state = |s: Status| Some(s.name().to_owned());
    let whole = || Some(Tied { at: other, part: None });
    let part = || Some(Tied { at: other, part: Some("retention".to_owned()) });
    let change = Change::default;
    vec![
        ("accept", Change { state: state(Status::Accepted), date: Some(day()), ..change() }),
        (
            "accept by",
            Change {
                state: state(Status::Accepted),
                date: Some(day()),
                deciders: vec!["ana".to_owned(), "zoë".to_owned()],
                ..change()
            },
        ),
        (
            "reject",
            Change {
                state: state(Status::Rejected),
                date: Some(day()),
                reason: Some("Rejected because 🚒 burns.".to_owned()),
                ..change()
            },
        ),
        (
            "deprecate",
            Change {
                state: state(Status::Deprecated),
                amendments: vec![(day(), "Deprecated because it’s old.".to_owned())],
                migration_notes: Some((day(), "Use “x: y”.".to_owned())),
                ..change()
            },
        ),
        ("superseded", Change { state: state(Status::Superseded), superseded_by: whole(), ..change() }),
        ("superseded in part", Change { superseded_by: part(), ..change() }),
        ("supersedes", Change { supersedes: whole(), ..change() }),
        ("supersedes in part", Change { supersedes: part(), ..change() }),
    ]
}

/// What became of each change of each decision of these files: the new text, or why not.
fn outcomes(files: &Files) -> BTreeMap<(String, String, &'static str), Result<String, String>> {
    let (handbook, loaded) = handbook(files);
    let (decisions, _) = read(&handbook, &loaded, &|_| Ok(Vec::new()));
    let mut outcomes = BTreeMap::new();
    for at in 0..decisions.list.len() {
        for other in (0..decisions.list.len()).filter(|o| *o != at) {
            for (name, change) in changes(other) {
                let path = &handbook.document(decisions.list[at].doc).path;
                let written = write(&handbook, &loaded, &decisions, at, &change);
                let text = written.map(|files| {
                    files.into_iter().next().map_or_else(
                        || loaded.sources.text(handbook.document(decisions.list[at].doc).file).to_owned(),
                        |f| f.text,
                    )
                });
                let other = &handbook.document(decisions.list[other].doc).path;
                outcomes.insert((path.clone(), other.clone(), name), text);
            }
        }
    }
    outcomes
}

#[test]
fn dump() {
    for (form, files) in folders() {
        let mut seen = std::collections::BTreeSet::new();
        for ((path, other, name), outcome) in outcomes(&files) {
            if !seen.insert((path.clone(), name)) {
                continue;
            }
            println!("##### {form} {path} {name} ({other})");
            let old = &files.iter().find(|(p, _)| *p == path).unwrap().1;
            match outcome {
                Err(e) => println!("REFUSED {e}"),
                Ok(new) => {
                    let a: Vec<&str> = old.lines().collect();
                    let b: Vec<&str> = new.lines().collect();
                    let pre = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
                    let post = a[pre..].iter().rev().zip(b[pre..].iter().rev()).take_while(|(x, y)| x == y).count();
                    for l in &a[pre..a.len() - post] {
                        println!("- {l}");
                    }
                    for l in &b[pre..b.len() - post] {
                        println!("+ {l}");
                    }
                }
            }
        }
    }
}
