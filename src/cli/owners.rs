//! `rutter owners`: who owns what, and the CODEOWNERS file that says the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use chrono::NaiveDate;

use super::args::{OwnersArgs, TableForm};
use super::{Outcome, output, place};
use crate::model::freshness::State;
use crate::model::register::{OwnerRef, Register};
use crate::model::{Document, Handbook, Loaded};
use crate::paths;
use crate::pipeline;

pub fn run(args: &OwnersArgs) -> Outcome {
    let settings = place::settings(&args.common, None)?;
    let (world, _) = place::open(args.dir.as_deref())?;
    let (loaded, handbook, _) = pipeline::read(&world, &settings).map_err(|e| e.to_string())?;
    let text = match (args.codeowners, args.format) {
        (true, _) => codeowners(&handbook, &loaded),
        (false, TableForm::Human) => table(&handbook),
        (false, TableForm::Json) => json(&handbook),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

/// Documents by owner's id; those without an owner under nothing.
fn by_owner(handbook: &Handbook) -> BTreeMap<String, Vec<&Document>> {
    let mut map: BTreeMap<String, Vec<&Document>> = BTreeMap::new();
    for d in &handbook.documents {
        map.entry(handbook.owner_name(d).unwrap_or_default()).or_default().push(d);
    }
    map
}

const COLUMNS: [(&str, &[State]); 5] = [
    ("fresh", &[State::Fresh]),
    ("due", &[State::Due]),
    ("stale", &[State::Stale, State::Future]),
    ("undated", &[State::Undated]),
    ("record", &[State::Historical]),
];

fn count(documents: &[&Document], states: &[State]) -> usize {
    documents.iter().filter(|d| states.contains(&d.review.state)).count()
}

fn table(handbook: &Handbook) -> String {
    let owners = by_owner(handbook);
    let width = owners.keys().map(|o| o.chars().count()).max().unwrap_or(0).max(8);
    let mut out = format!("{:<width$} {:>9}", "owner", "documents");
    for (name, _) in COLUMNS {
        let _ = write!(out, " {name:>7}");
    }
    out.push('\n');
    for (owner, documents) in &owners {
        let name = if owner.is_empty() { "(nobody)" } else { owner };
        let _ = write!(out, "{name:<width$} {:>9}", documents.len());
        for (_, states) in COLUMNS {
            let _ = write!(out, " {:>7}", count(documents, states));
        }
        out.push('\n');
    }
    out
}

fn json(handbook: &Handbook) -> String {
    let owners: Vec<_> = by_owner(handbook)
        .into_iter()
        .map(|(owner, documents)| {
            let states: serde_json::Map<String, serde_json::Value> =
                COLUMNS.iter().map(|(name, states)| ((*name).to_owned(), count(&documents, states).into())).collect();
            let paths: Vec<&str> = documents.iter().map(|d| d.path.as_str()).collect();
            serde_json::json!({
                "owner": if owner.is_empty() { None } else { Some(owner) },
                "documents": documents.len(),
                "states": states,
                "paths": paths,
            })
        })
        .collect();
    let object = serde_json::json!({"today": handbook.today.to_string(), "owners": owners});
    format!("{object:#}\n")
}

/// A line for each folder with its commonest owner, then a line for each document that differs. The last line
/// that matches wins, so folders come before what is in them.
fn codeowners(handbook: &Handbook, loaded: &Loaded) -> String {
    let mut folders: BTreeMap<&str, Vec<&Document>> = BTreeMap::new();
    // Nobody is asked to review who has left.
    let here =
        |d: &&Document| d.owners.first().is_some_and(|&o| !handles(&handbook.register, o, handbook.today).is_empty());
    for d in handbook.documents.iter().filter(here) {
        folders.entry(paths::parent(&d.path)).or_default().push(d);
    }
    let mut out = String::from(
        "# Written by `rutter owners --codeowners`. Change the register or the documents, not this file.\n",
    );
    let line = |path: &str, end: &str, owner: OwnerRef| {
        let repository = loaded.history.repository_path(path);
        let names = handles(&handbook.register, owner, handbook.today);
        format!("/{}{end} {}\n", repository.replace(' ', "\\ "), names.join(" "))
    };
    for (folder, documents) in folders {
        let mut votes: BTreeMap<OwnerRef, usize> = BTreeMap::new();
        for d in &documents {
            *votes.entry(d.owners[0]).or_default() += 1;
        }
        let Some(common) = votes.iter().max_by_key(|(_, n)| **n).map(|(o, _)| *o) else { continue };
        let pattern = if folder.is_empty() { "*" } else { folder };
        // `/*` is the files of the root alone, `/adr/` a folder and all that is in it.
        let end = if folder.is_empty() { "" } else { "/" };
        out.push_str(&line(pattern, end, common));
        for d in documents.iter().filter(|d| d.owners[0] != common) {
            out.push_str(&line(&d.path, "", d.owners[0]));
        }
    }
    out
}

/// How CODEOWNERS names an owner: a person's GitHub handle or email; for a team those of its members.
fn handles(register: &Register, owner: OwnerRef, today: NaiveDate) -> Vec<String> {
    let person = |p: usize| {
        let person = &register.people[p];
        let handle = person.handles.iter().find(|(site, _)| site == "github" || site == "gitlab");
        match (handle, &person.email) {
            (Some((_, handle)), _) => Some(format!("@{}", handle.trim_start_matches('@'))),
            (None, email) => email.clone(),
        }
    };
    match owner {
        OwnerRef::Person(p) if register.people[p].left(today) => Vec::new(),
        OwnerRef::Person(p) => person(p).into_iter().collect(),
        OwnerRef::Team(t) => register.active_members(t, today).into_iter().filter_map(person).collect(),
    }
}
