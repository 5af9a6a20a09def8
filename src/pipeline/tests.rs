//! What is remembered makes no difference: whatever somebody writes, a handbook that is read again and again is the
//! one that is read for the first time.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::sync::{Arc, Mutex};

use super::*;
use crate::diag::emit::{Form, Read, Report, emit};
use crate::paths;
use crate::world::git::{Commit, History, Reach, Touch};
use crate::world::{Entry, MemWorld, Within};

/// A handbook in memory with a past: the same history until somebody commits.
#[derive(Clone)]
struct Desk {
    files: MemWorld,
    history: Arc<History>,
}

impl World for Desk {
    fn tree(&self) -> io::Result<Arc<Vec<Entry>>> {
        self.files.tree()
    }

    fn tree_of(&self, folder: &str, within: Within) -> io::Result<Vec<Entry>> {
        self.files.tree_of(folder, within)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }

    fn history(&self) -> Arc<History> {
        Arc::clone(&self.history)
    }

    fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        self.files.blobs(ids)
    }

    fn codeowners(&self) -> Option<(String, Vec<u8>)> {
        self.files.codeowners()
    }

    fn changed_since(&self, _: &str) -> Result<HashSet<String>, String> {
        let newest = |path: &String| self.files.blobs.get(self.history.touches(path).first()?.after.as_deref()?);
        let differs = |(path, bytes): &(&String, &Vec<u8>)| newest(path) != Some(*bytes);
        Ok(self.files.files.iter().filter(differs).map(|(path, _)| path.clone()).collect())
    }

    fn external(&self, urls: &[String]) -> io::Result<HashMap<String, String>> {
        self.files.external(urls)
    }
}

impl Desk {
    /// Whether handbook.yaml can be read.
    fn is_configured(&self) -> bool {
        let mut sources = Sources::default();
        let file = sources.add(config::FILE, self.text(config::FILE));
        config::is_readable(sources.get(file))
    }

    fn new() -> Self {
        let text = include_str!("tests/small.txt");
        let files = text.split("=== ").skip(1).map(|file| file.split_once('\n').expect("a name and a text"));
        let history = History { reach: Reach::Full, ..History::default() };
        let mut desk = Self { files: MemWorld::new(files), history: Arc::new(history) };
        desk.commit();
        desk
    }

    /// Commits everything as it stands.
    fn commit(&mut self) {
        let mut history = (*self.history).clone();
        let number = history.commits.len();
        let date = NaiveDate::from_ymd_opt(2026, 1 + number as u32 % 11, 3).expect("a day");
        let author = if number.is_multiple_of(2) { "Ana Sousa" } else { "Wei Lin Tan" };
        let hash = format!("{number:040x}");
        history.commits.insert(0, Commit { hash, author: author.into(), email: "x@example.com".into(), date });
        for touch in history.touched.values_mut().flatten() {
            touch.commit += 1;
        }
        for (path, bytes) in &self.files.files {
            let touches = history.touched.entry(path.clone()).or_default();
            let before = touches.first().and_then(|t: &Touch| t.after.clone());
            if before.as_deref().and_then(|id| self.files.blobs.get(id)) == Some(bytes) {
                continue;
            }
            let id: Box<str> = format!("{path}@{number}").into();
            self.files.blobs.insert(id.to_string(), bytes.clone());
            touches.insert(0, Touch { commit: 0, before, after: Some(id) });
        }
        self.history = Arc::new(history);
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.files.files[path].clone()).expect("tests write text")
    }

    fn put(&mut self, path: &str, text: String) {
        self.files.files.insert(path.to_owned(), text.into_bytes());
    }
}

/// Lines that somebody could write anywhere.
const LINES: [&str; 16] = [
    "[a link](runbooks/lag.md)",
    "[another](../adr/0003-pooling.md)",
    "## Steps",
    "## Decision",
    "Superseded by [3](0003-pooling.md)",
    "Accepted",
    "status: accepted",
    "title: Fail over",
    "tags: [night, WAL]",
    "owner: wei",
    "draft: true",
    "kind: standard",
    "aliases: [/old/failover/, /glossary/]",
    "```mermaid\ngraph TD\n  a --> c\n```",
    "```sql bad rule=NAM-2\nCREATE TABLE t (\"Id\" bigint);\n```",
    "{{#include ../snippets/stop.md}}",
];

/// Changes something, as people do, and says what.
fn edit(desk: &mut Desk, settings: &mut Settings, start: &Desk, random: &mut fastrand::Rng) -> String {
    let paths: Vec<String> = desk.files.files.keys().cloned().collect();
    let path = paths[random.usize(..paths.len())].clone();
    let other = paths[random.usize(..paths.len())].clone();
    let text = desk.text(&path);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = random.usize(..lines.len().max(1)).min(lines.len());
    match random.usize(..20) {
        0..5 if at < lines.len() => {
            let line = format!("{}\n", LINES[random.usize(..LINES.len())]);
            lines[at] = &line;
            desk.put(&path, lines.concat());
            format!("{path}: line {at} is {line:?}")
        }
        0..8 => {
            let line = format!("{}\n", LINES[random.usize(..LINES.len())]);
            lines.insert(at, &line);
            desk.put(&path, lines.concat());
            format!("{path}: before line {at} comes {line:?}")
        }
        8 | 9 if at < lines.len() => {
            lines.remove(at);
            desk.put(&path, lines.concat());
            format!("{path}: line {at} goes")
        }
        8..11 => {
            let theirs = desk.text(&other);
            desk.put(&path, theirs);
            desk.put(&other, text.clone());
            format!("{path} and {other} trade places")
        }
        11 if path != "handbook.yaml" => {
            desk.files.files.remove(&path);
            format!("{path} goes")
        }
        12 if path != "handbook.yaml" => {
            let to = format!("{}/moved-{}", paths::parent(&other), paths::name(&path));
            let to = to.trim_start_matches('/').to_owned();
            desk.files.files.remove(&path);
            desk.put(&to, text.clone());
            format!("{path} becomes {to}")
        }
        13 => {
            desk.commit();
            "everything is committed".to_owned()
        }
        14 => {
            settings.today = Some(NaiveDate::from_ymd_opt(2026, 11, 1 + random.u32(..28)).expect("a day"));
            format!("it is {:?}", settings.today)
        }
        _ => {
            let all: Vec<&String> = start.files.files.keys().collect();
            let path = all[random.usize(..all.len())];
            desk.put(path, start.text(path));
            format!("{path} is what it was")
        }
    }
}

fn findings(checked: &Checked) -> String {
    let report = Report {
        findings: &checked.findings,
        sources: &checked.loaded.sources,
        today: checked.handbook.today,
        read: Read::Documents(checked.handbook.documents.len()),
        shown: "",
        repository: "",
        color: false,
        width: 80,
    };
    emit(&report, Form::Json)
}

#[derive(Default)]
struct Site(Mutex<BTreeMap<String, Vec<u8>>>);

impl Output for Site {
    fn put(&self, path: &str, bytes: &[u8]) {
        self.0.lock().expect("nobody panics").insert(path.to_owned(), bytes.to_owned());
    }
}

fn site(desk: &Desk, checked: Checked, memo: &mut looks::Memo) -> BTreeMap<String, Vec<u8>> {
    let (edition, site) = (Edition::again(desk, checked, memo, Arc::default()), Site::default());
    edition.draw(desk, &site);
    site.0.into_inner().expect("nobody panics")
}

/// The first file in which two sites differ, and where.
fn difference(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let path = a.keys().chain(b.keys()).find(|path| a.get(*path) != b.get(*path))?;
    let text = |site: &BTreeMap<String, Vec<u8>>| site.get(path).map(|b| String::from_utf8_lossy(b).into_owned());
    let (Some(a), Some(b)) = (text(a), text(b)) else { return Some(format!("{path} is not in both")) };
    let pair = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    Some(format!("{path}: {pair:?}"))
}

/// Each file that changes, what it says, and what it says then: things that a random edit seldom hits.
const RARE: [(&str, &str, &str); 4] = [
    ("adr/0003-pooling.md", "status: proposed", "status: proposed\nkind: kep"),
    ("adr/0003-pooling.md", "kind: kep", "kind: adr"),
    ("handbook.yaml", "today: 2026-11-22", "today: 2026-11-10"),
    ("handbook.yaml", "paths: [\"runbooks/**\"]", "paths: [\"runbooks/**\", \"adr/**\"]"),
];

#[test]
fn what_seldom_changes_is_looked_at_too() {
    let (mut desk, settings, mut memo) = (Desk::new(), Settings::default(), Memo::default());
    for (path, from, to) in [("index.md", "", "")].into_iter().chain(RARE) {
        assert!(desk.text(path).contains(from), "{path} says {from}");
        desk.put(path, desk.text(path).replacen(from, to, 1));
        let again = check_again(&desk, &settings, &mut memo, &|_| ()).expect("a handbook");
        let clean = check(&desk, &settings, &|_| ()).expect("a handbook");
        memo.keep(&again.loaded);
        assert_eq!(findings(&again), findings(&clean), "{to}");
        let clean = site(&desk, clean, &mut looks::Memo::default());
        assert_eq!(difference(&site(&desk, again, &mut memo.looks), &clean), None, "{to}");
    }
}

#[test]
fn what_is_remembered_makes_no_difference() {
    let start = Desk::new();
    for seed in 0..4 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut desk, mut settings, mut memo) = (start.clone(), Settings::default(), Memo::default());
        let mut edits = Vec::new();
        for step in 0..100 {
            let again = check_again(&desk, &settings, &mut memo, &|_| ());
            let (again, clean) = match (again, check(&desk, &settings, &|_| ())) {
                (Ok(again), Ok(clean)) => (again, clean),
                (again, clean) => panic!("{:?} {:?}", again.err(), clean.err()),
            };
            memo.keep(&again.loaded);
            if !desk.is_configured() {
                // The last configuration that could be read holds; a clean run has none.
                edits.push(edit(&mut desk, &mut settings, &start, &mut random));
                continue;
            }
            let said = || format!("seed {seed}, step {step}: {:#?}", &edits[edits.len().saturating_sub(8)..]);
            assert_eq!(findings(&again), findings(&clean), "{}", said());
            if step % 10 == 0 {
                let clean = site(&desk, clean, &mut looks::Memo::default());
                let difference = difference(&site(&desk, again, &mut memo.looks), &clean);
                assert_eq!(difference, None, "{}", said());
            }
            edits.push(edit(&mut desk, &mut settings, &start, &mut random));
        }
    }
}
