//! From what was loaded to a [`Handbook`], stage by stage.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::document::{Reader, is_markdown};
use super::links::{Names, REFERENCES, Resolver, Target};
use super::register::{self, Files};
use super::{DocId, Document, Handbook, Loaded, Memo, history, routes, tree};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::source::FileId;
use crate::world::git::Reach;

/// Reads the handbook. `drafts` says whether drafts are part of the site.
pub fn read(
    loaded: &Loaded,
    config: Config,
    config_file: FileId,
    today: NaiveDate,
    drafts: bool,
    memo: &mut Memo,
) -> (Handbook, Vec<Diagnostic>) {
    let sources = &loaded.sources;
    let data = |path| sources.find(path).map(|f| (f, sources.text(f)));
    let (mut register, mut found) = register::read(Files {
        people: data(register::PEOPLE),
        teams: data(register::TEAMS),
        services: data(register::SERVICES),
    });
    let unread = |path| sources.find(path).is_some_and(|f| sources.get(f).unread);
    register.incomplete |= [register::PEOPLE, register::TEAMS, register::SERVICES].into_iter().any(unread);
    let reader = Reader { sources, config: &config, register: &register, today };
    let files: Vec<FileId> = document_files(loaded, &config);
    memo.enter(&reader, config_file);
    let read_anew = |file: FileId| {
        let (document, found) = reader.read(file);
        memo.recall_drawings(&document);
        (document, found)
    };
    let (mut documents, more): (Vec<Document>, Vec<Vec<Diagnostic>>) =
        files.par_iter().map(|&f| memo.read(&reader, f).unwrap_or_else(|| read_anew(f))).unzip();
    found.extend(more.iter().flatten().cloned());

    let folders = tree::build(&documents, |d| drafts || !d.draft);
    let names = resolve(&mut documents, &folders, loaded, memo);
    let stamps = add_history(&mut documents, loaded, &config, memo);
    memo.keep(&documents, more, loaded, &names);
    let glossary = documents.iter().position(|d| d.path == "glossary.md" && !d.draft).map(DocId);
    let by_file = || documents.iter().enumerate().map(|(i, d)| (d.file, DocId(i))).collect();
    let ((assets, backlinks), (tags, by_file)) = rayon::join(
        || rayon::join(|| assets(&documents), || backlinks(&documents)),
        || rayon::join(|| tags(&documents, drafts), by_file),
    );
    let handbook = Handbook {
        config,
        config_file,
        today,
        register,
        documents,
        by_file,
        folders,
        tags,
        names,
        backlinks,
        assets,
        stamps,
        glossary,
        drafts,
    };
    (handbook, found)
}

/// Markdown files, and the data files that are governed like documents: rotations.
fn document_files(loaded: &Loaded, config: &Config) -> Vec<FileId> {
    let rotations = config.kinds.iter().find(|k| k.name == "rotation");
    let is_document =
        |path: &str| is_markdown(path) || is_yaml(path) && rotations.is_some_and(|k| k.paths.matches(path));
    loaded
        .tree
        .iter()
        .filter(|e| is_document(&e.path))
        .filter_map(|e| loaded.sources.find(&e.path))
        .filter(|&f| !loaded.sources.get(f).unread)
        .collect()
}

pub fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Finds out where the links of each document lead, and which documents it names. Gives what they are called.
fn resolve(documents: &mut [Document], folders: &[tree::Folder], loaded: &Loaded, memo: &Memo) -> Arc<Names> {
    let (names, same) = match memo.names(documents, &loaded.tree) {
        Some(names) => (names, true),
        None => (Arc::new(Names::new(documents, folders)), false),
    };
    let resolver = Resolver { documents, folders, loaded, names: &names };
    let resolve = |(i, d): (usize, &Document)| {
        if let Some(last) = memo.last(d).filter(|_| same) {
            return (Arc::clone(&last.links), Arc::clone(&last.mentions));
        }
        let target = |l: &crate::markdown::Link| resolver.target(DocId(i), l.kind, &l.dest);
        let links: Vec<Target> = d.outline.links.iter().map(target).collect();
        let linked = links.iter().filter_map(|target| match target {
            Target::Document { id, .. } => Some(*id),
            _ => None,
        });
        let written = REFERENCES.iter().flat_map(|key| d.front.texts(key));
        let named = written.filter_map(|name| resolver.reference(DocId(i), &name.value));
        let mentions: BTreeSet<DocId> = linked.chain(named).filter(|id| id.0 != i).collect();
        (links.into(), mentions.into_iter().collect())
    };
    let (links, mentions): (Vec<_>, Vec<_>) = documents.par_iter().enumerate().map(resolve).unzip();
    for (document, (links, mentions)) in documents.iter_mut().zip(links.into_iter().zip(mentions)) {
        document.links = links;
        document.mentions = mentions;
    }
    names
}

/// The files that pages need beside them.
fn assets(documents: &[Document]) -> BTreeSet<String> {
    let targets = documents.iter().flat_map(|d| d.links.iter());
    let assets = targets.filter_map(|target| match target {
        Target::Asset(path) => Some(path.clone()),
        _ => None,
    });
    assets.collect()
}

fn backlinks(documents: &[Document]) -> Vec<Vec<DocId>> {
    let mut back: Vec<Vec<DocId>> = vec![Vec::new(); documents.len()];
    for (from, d) in documents.iter().enumerate().filter(|(_, d)| !routes::is_index(&d.path)) {
        for to in d.mentions.iter() {
            back[to.0].push(DocId(from));
        }
    }
    back
}

fn add_history(
    documents: &mut [Document],
    loaded: &Loaded,
    config: &Config,
    memo: &mut Memo,
) -> Vec<history::BulkStamp> {
    if loaded.history.reach != Reach::Full {
        return Vec::new();
    }
    documents.par_iter_mut().for_each(|d| {
        if memo.recall_past(d, &loaded.history) {
            return;
        }
        d.changes = history::changes(d, &loaded.history).into();
        let watches = d.front.texts("watches");
        if !watches.is_empty() {
            d.drift = history::drift(d, &watches, &loaded.history).into();
        }
    });
    let mut keys: Vec<String> = vec!["last_reviewed".to_owned(), "reviewed_by".to_owned()];
    keys.extend(config.aliases.get("last_reviewed").into_iter().flatten().cloned());
    history::bulk_stamps(documents, &loaded.history, memo.stamps(&loaded.history, &keys))
}

/// Documents by tag. Tags that would share a page (`On-call`, `on call`) are one tag, as it was written first.
fn tags(documents: &[Document], drafts: bool) -> BTreeMap<String, Vec<DocId>> {
    // A tag is written on many pages: where its page is, is found out once.
    let mut written: HashMap<&str, &str> = HashMap::new();
    let mut names: HashMap<String, &str> = HashMap::new();
    let mut tags: BTreeMap<&str, Vec<DocId>> = BTreeMap::new();
    for (i, d) in documents.iter().enumerate().filter(|(_, d)| drafts || !d.draft) {
        for tag in &d.tags {
            let name = *written.entry(tag).or_insert_with(|| *names.entry(routes::of_tag(tag)).or_insert(tag));
            let list = tags.entry(name).or_default();
            if list.last() != Some(&DocId(i)) {
                list.push(DocId(i));
            }
        }
    }
    tags.into_iter().map(|(tag, list)| (tag.to_owned(), list)).collect()
}
