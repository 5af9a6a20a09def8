//! Every file of `tests/adr/FORM/` is read as the decision that the `.expected` file beside it tells; with
//! `RUTTER_BLESS=1` that file is written instead. A value stands with its place and what the source has there.

#![allow(clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::*;
use crate::model::{self, Loaded};
use crate::paths;
use crate::source::{Sources, Span};
use crate::world::Entry;

mod convert;
mod round_trip;

const HEAD: &str = r#"
title: Test
kinds:
  kep: {preset: kep, paths: ["kep/**"]}
  rfc: {preset: rust-rfc, paths: ["rust-rfc/**"]}
"#;

/// A handbook that has these files in its folder for decisions.
pub(super) fn handbook(files: &[(String, String)]) -> (Handbook, Loaded) {
    handbook_of(HEAD, files)
}

pub(super) fn handbook_of(config: &str, files: &[(String, String)]) -> (Handbook, Loaded) {
    let mut loaded = Loaded::default();
    let config_file = loaded.sources.add("handbook.yaml", config);
    for (path, text) in files {
        loaded.sources.add(path.clone(), text.as_str());
        std::sync::Arc::make_mut(&mut loaded.tree).push(Entry {
            path: path.clone(),
            size: text.len() as u64,
            modified: None,
            problem: None,
        });
    }
    let (config, _) = crate::config::read(config, config_file);
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
    let (handbook, _) = model::read(&loaded, config, config_file, today, true, &mut model::Memo::default());
    (handbook, loaded)
}

fn read_all(handbook: &Handbook, loaded: &Loaded) -> (Vec<Decision>, Vec<Unread>, Vec<Diagnostic>) {
    let (decisions, found) = read(handbook, loaded, &Archive::NONE);
    (decisions.list, decisions.unread, found)
}

fn one(path: &str, text: &str) -> (Vec<Decision>, Vec<Unread>, Vec<Diagnostic>) {
    let (handbook, loaded) = handbook(&[(path.to_owned(), text.to_owned())]);
    read_all(&handbook, &loaded)
}

struct Telling<'a> {
    sources: &'a Sources,
    out: String,
}

impl Telling<'_> {
    fn line(&mut self, name: &str, value: &str, span: Span) {
        let at = self.sources.start(span);
        let written: Vec<&str> = self.sources.slice(span).split_whitespace().collect();
        let written = written.join(" ");
        let same = if written == value { String::new() } else { format!("  «{written}»") };
        writeln!(self.out, "{name}: {value}  @{}:{}{same}", at.line, at.column).expect("a string");
    }

    fn references(&mut self, name: &str, list: &[Reference]) {
        for r in list {
            let number = r.number.map_or(String::new(), |n| format!("{n} "));
            let id = r.id.as_deref().map_or(String::new(), |i| format!("id={i} "));
            let path = r.path.as_deref().map_or(String::new(), |p| format!("path={p} "));
            let section = r.section.as_deref().map_or(String::new(), |s| format!("#{s} "));
            let value = format!("{number}{id}{path}{section}");
            self.line(name, value.trim(), r.text.span);
        }
    }

    fn part(&mut self, name: &str, part: Option<&Part>) {
        let Some(part) = part else { return };
        let (from, to) = (self.sources.start(part.body).line, self.sources.end(part.body).line);
        let empty = if part.empty { " empty" } else { "" };
        self.line(name, &format!("lines {from}-{to}{empty}"), part.name);
    }

    fn decision(&mut self, d: &Decision) {
        let number = d.number.map_or("none".to_owned(), |n| n.to_string());
        writeln!(self.out, "{} number={number} id={}", d.form.name(), d.id).expect("a string");
        writeln!(self.out, "title: {}", d.title).expect("a string");
        if let Some(n) = &d.stated_number {
            self.line("stated", &n.value.to_string(), n.span);
        }
        match (&d.status, &d.state) {
            (Some(s), Some(state)) if state.value != s.value.name() => {
                self.line("status", &format!("{} = {}", state.value, s.value.name()), s.span);
            }
            (Some(s), _) => self.line("status", s.value.name(), s.span),
            (None, Some(state)) => self.line("status", &format!("{} = none", state.value), state.span),
            (None, None) => self.out.push_str("status: none\n"),
        }
        if let Some(text) = &d.status_text {
            let words: Vec<&str> = text.value.split_whitespace().collect();
            self.line("written", &words.join(" "), text.span);
        }
        for (name, date) in [("date", &d.date), ("review_by", &d.review_by)] {
            if let Some(date) = date {
                self.line(name, &date.value.to_string(), date.span);
            }
        }
        for (name, list) in [("decider", &d.deciders), ("consulted", &d.consulted), ("informed", &d.informed)] {
            for person in list {
                self.line(name, &person.value, person.span);
            }
        }
        self.references("supersedes", &d.supersedes);
        self.references("superseded_by", &d.superseded_by);
        self.references("amends", &d.amends);
        self.references("amended_by", &d.amended_by);
        self.references("related", &d.related);
        for o in &d.options {
            let sign = o.chosen.map_or('?', |c| if c { '+' } else { '-' });
            self.line(&format!("option {sign}"), &o.title, o.span);
            if let Some(reason) = &o.reason {
                self.line("  because", &reason.value, reason.span);
            }
        }
        self.part("context", d.sections.context.as_ref());
        self.part("options", d.sections.options.as_ref());
        self.part("decision", d.sections.decision.as_ref());
        self.part("consequences", d.sections.consequences.as_ref());
        for e in &d.evidence {
            let url = e.url.as_ref().map_or("", |u| &u.value);
            self.line("evidence", format!("{} {url}", e.title.value).trim(), e.title.span);
        }
        for m in &d.milestones {
            let due = m.due.as_ref().map_or("-".to_owned(), |d| d.value.to_string());
            let done = m.done.as_ref().map_or("-", |d| &d.value);
            self.line("milestone", &format!("{} due={due} done={done}", m.title.value), m.title.span);
        }
    }
}

/// What was read of each file, by path.
fn tell(handbook: &Handbook, loaded: &Loaded) -> BTreeMap<String, String> {
    let (decisions, unread, found) = read_all(handbook, loaded);
    let mut told: BTreeMap<String, Telling> = BTreeMap::new();
    let sources = &loaded.sources;
    let mut of = |path: &str, tell: &dyn Fn(&mut Telling)| {
        tell(told.entry(path.to_owned()).or_insert_with(|| Telling { sources, out: String::new() }));
    };
    for d in &decisions {
        of(&handbook.document(d.doc).path, &|t| t.decision(d));
    }
    for u in &unread {
        of(sources.path(u.file), &|t| writeln!(t.out, "unread: {}", u.reason).expect("a string"));
    }
    for f in &found {
        let message = format!("{} | {}", f.message, f.help.as_deref().unwrap_or_default());
        of(sources.path(f.span.file), &|t| t.line(&format!("! {}", f.rule), &message, f.span));
    }
    told.into_iter().map(|(path, t)| (path, t.out)).collect()
}

/// Every file of the fixtures by its path below `tests/adr`, in order: decisions, and the records of KEPs.
pub(super) fn fixtures() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).expect("tests/adr") {
            let path = file.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md" || e == "yaml") {
                let name = path.strip_prefix(root()).expect("below it").to_string_lossy().replace('\\', "/");
                all.insert(name, fs::read_to_string(path).expect("UTF-8"));
            }
        }
    }
    all
}

/// The fixtures of each form, where a handbook has them.
fn forms() -> BTreeMap<String, Vec<(String, String)>> {
    let mut forms: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (path, text) in fixtures() {
        let (form, name) = path.split_once('/').expect("a folder");
        let folder = if ["kep", "rust-rfc"].contains(&form) { form } else { "adr" };
        forms.entry(form.to_owned()).or_default().push((format!("{folder}/{name}"), text));
    }
    forms
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adr")
}

#[test]
fn every_form_is_read_unedited() {
    let forms = forms();
    assert_eq!(forms.len(), 15);
    let mut wrong = Vec::new();
    let mut count = 0;
    for (form, files) in &forms {
        let (handbook, loaded) = handbook(files);
        let told = tell(&handbook, &loaded);
        for (path, _) in files.iter().filter(|(path, _)| path.ends_with(".md")) {
            let record = path.replace("README.md", "kep.yaml");
            let got = told.get(path).map_or("no decision\n", String::as_str).to_owned()
                + told.get(&record).filter(|_| record != *path).map_or("", String::as_str);
            let name = path.split_once('/').expect("a folder").1.replace(".md", ".expected");
            let file = root().join(form).join(&name);
            let want = fs::read_to_string(&file).unwrap_or_default();
            if got != want && std::env::var_os("RUTTER_BLESS").is_some() {
                fs::write(&file, &got).expect("written");
            } else if got != want {
                wrong.push(format!("tests/adr/{form}/{name}\n--- expected\n{want}--- got\n{got}"));
            }
            let first = got.split_whitespace().next().unwrap_or_default();
            if !["no", "unread:", form.as_str()].contains(&first) {
                wrong.push(format!("tests/adr/{form}/{name}: read as {first}"));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(count >= 70, "{count} decisions");
}

/// Old versions are read in a shorter way where there is one. It must lead to the same state.
#[test]
fn an_old_version_says_the_state_that_a_file_says() {
    for (form, files) in forms() {
        let (handbook, loaded) = handbook(&files);
        for d in read_all(&handbook, &loaded).0 {
            let document = handbook.document(d.doc);
            let record = paths::join(paths::parent(&document.path), "kep.yaml");
            let file = loaded.sources.find(&record).filter(|_| d.form == Form::Kep).unwrap_or(document.file);
            let version = past::version::Version::new(&handbook, document, loaded.sources.text(file));
            assert_eq!(version.state, d.state.as_ref().map(|s| s.value.as_str()), "{form}/{}", document.path);
        }
    }
}

/// A file from another system says the same, in the same places.
#[test]
fn line_ends_make_no_difference() {
    for (form, files) in forms() {
        let told = |files: &[(String, String)]| {
            let (handbook, loaded) = handbook(files);
            tell(&handbook, &loaded)
        };
        let windows: Vec<_> = files.iter().map(|(path, text)| (path.clone(), text.replace('\n', "\r\n"))).collect();
        assert_eq!(told(&files), told(&windows), "{form}");
    }
}

/// Nothing that a file may hold makes reading it fail: not half of a decision, nor two that run into each other.
#[test]
fn any_part_of_any_fixture_is_read() {
    for (_, text) in fixtures() {
        let mut files = Vec::new();
        for (at, _) in text.char_indices().step_by(7) {
            files.push((format!("adr/{at:05}-a.md"), text[..at].to_owned()));
            files.push((format!("adr/{at:05}-b.md"), text[at..].to_owned()));
        }
        let (handbook, loaded) = handbook(&files);
        assert_eq!(tell(&handbook, &loaded).len(), files.len());
    }
}

#[test]
fn a_decision_without_a_status_is_listed_with_none() {
    let (decisions, unread, found) = one("adr/0003-x.md", "# 3. X\n\n## Context\n\nBecause.\n");
    assert_eq!((decisions.len(), unread.len(), found.len()), (1, 0, 0));
    assert!(decisions[0].status.is_none() && decisions[0].status_text.is_none());
    assert_eq!(decisions[0].title, "X");
}

#[test]
fn what_is_no_decision_is_unread_or_passed_over() {
    for path in ["adr/README.md", "adr/index.md", "adr/template.md"] {
        let (decisions, unread, _) = one(path, "# 3. X\n\n## Status\n\nAccepted\n");
        assert_eq!((decisions.len(), unread.len()), (0, 0), "{path}");
    }
    for text in ["", "\n\n", "# Notes\n\nA meeting.\n"] {
        let (decisions, unread, _) = one("adr/notes.md", text);
        assert_eq!((decisions.len(), unread.len()), (0, 1), "{text:?}");
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_counted() {
    let (handbook, mut loaded) = handbook(&[]);
    loaded.sources.add_unread("adr/0001-latin.md");
    loaded.sources.add_unread("adr/picture.png");
    let (_, unread, _) = read_all(&handbook, &loaded);
    let paths: Vec<&str> = unread.iter().map(|u| loaded.sources.path(u.file)).collect();
    assert_eq!(paths, ["adr/0001-latin.md"]);
}

#[test]
fn sections_are_not_taken_for_their_neighbours() {
    let text = "# X\n\n## Decision Drivers\n\n* speed\n\n## Decision Outcome\n\nChosen option: \"A\", because fast.\n";
    let (decisions, ..) = one("adr/0001-x.md", text);
    let part = decisions[0].sections.decision.clone().expect("a decision");
    assert!(text[part.body.range()].starts_with("Chosen option"));
}

/// What a decision does, and what is done to it, is found among all that is tied, in the order of all.
#[test]
fn ties_are_found_from_both_ends() {
    let files: Vec<(String, String)> = [
        ("1", "supersedes: [\"4\"]\namends: [\"2\", \"3\"]\n"),
        ("2", "amends: [\"1\"]\nsupersedes: [\"4\"]\n"),
        ("3", "supersedes: [\"4\", \"2\", \"2#scope\"]\n"),
        ("4", ""),
        ("5", "amends: [\"4\"]\n"),
    ]
    .map(|(n, ties)| (format!("adr/000{n}-x.md"), format!("---\nid: \"{n}\"\nstatus: accepted\n{ties}---\n\n# X\n")))
    .into();
    let (handbook, loaded) = handbook(&files);
    let (decisions, _) = read(&handbook, &loaded, &Archive::NONE);
    assert_eq!(decisions.edges.len(), 8);
    for (at, tie) in (0..decisions.list.len()).flat_map(|at| [(at, Tie::Supersedes), (at, Tie::Amends)]) {
        let told = |is: &dyn Fn(&Edge) -> bool| -> Vec<&Edge> { decisions.edges.iter().filter(|e| is(e)).collect() };
        let (from, to) = (told(&|e| (e.from, e.tie) == (at, tie)), told(&|e| (e.to, e.tie) == (at, tie)));
        assert_eq!(decisions.ties(at, tie).collect::<Vec<_>>(), from, "{at} {tie:?}");
        assert_eq!(decisions.ties_to(at, tie).collect::<Vec<_>>(), to, "{at} {tie:?}");
    }
}
