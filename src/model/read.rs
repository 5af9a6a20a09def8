//! From what was loaded to a [`Handbook`], stage by stage.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::document::{Reader, is_markdown};
use super::links::{REFERENCES, Resolver, Target};
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
    let (mut documents, more): (Vec<Document>, Vec<Vec<Diagnostic>>) =
        files.par_iter().map(|&f| memo.read(&reader, f).unwrap_or_else(|| reader.read(f))).unzip();
    found.extend(more.iter().flatten().cloned());

    let folders = tree::build(&documents, |d| drafts || !d.draft);
    let (links, names, assets) = resolve(&documents, &folders, loaded);
    let backlinks = backlinks(&documents, &names);
    for (document, links) in documents.iter_mut().zip(links) {
        document.links = links.into();
    }
    let stamps = add_history(&mut documents, loaded, &config, memo);
    memo.keep(&reader, &documents, more, &loaded.history);
    let glossary = documents.iter().position(|d| d.path == "glossary.md" && !d.draft).map(DocId);
    let tags = tags(&documents, drafts);
    let by_file = documents.iter().enumerate().map(|(i, d)| (d.file, DocId(i))).collect();
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

/// The links of each document, the documents it names by them or in its front matter, and the files that pages
/// need beside them.
type Resolved = (Vec<Vec<Target>>, Vec<Vec<DocId>>, BTreeSet<String>);

fn resolve(documents: &[Document], folders: &[tree::Folder], loaded: &Loaded) -> Resolved {
    let resolver = Resolver::new(documents, folders, loaded);
    let (links, names): (Vec<Vec<Target>>, Vec<Vec<DocId>>) = documents
        .par_iter()
        .enumerate()
        .map(|(i, d)| {
            let target = |l: &crate::markdown::Link| resolver.target(DocId(i), l.kind, &l.dest);
            let links: Vec<Target> = d.outline.links.iter().map(target).collect();
            let linked = links.iter().filter_map(|target| match target {
                Target::Document { id, .. } => Some(*id),
                _ => None,
            });
            let written = REFERENCES.iter().flat_map(|key| d.front.texts(key));
            let named = written.filter_map(|name| resolver.reference(DocId(i), &name.value));
            let names: BTreeSet<DocId> = linked.chain(named).filter(|id| id.0 != i).collect();
            (links, names.into_iter().collect())
        })
        .unzip();
    let assets = links
        .iter()
        .flatten()
        .filter_map(|target| match target {
            Target::Asset(path) => Some(path.clone()),
            _ => None,
        })
        .collect();
    (links, names, assets)
}

fn backlinks(documents: &[Document], names: &[Vec<DocId>]) -> Vec<Vec<DocId>> {
    let mut back: Vec<Vec<DocId>> = vec![Vec::new(); documents.len()];
    for (from, named) in names.iter().enumerate().filter(|(from, _)| !routes::is_index(&documents[*from].path)) {
        for to in named {
            back[to.0].push(DocId(from));
        }
    }
    back
}

fn add_history(documents: &mut [Document], loaded: &Loaded, config: &Config, memo: &Memo) -> Vec<history::BulkStamp> {
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
    history::bulk_stamps(documents, &loaded.history, &keys)
}

/// Documents by tag. Tags that would share a page (`On-call`, `on call`) are one tag, as it was written first.
fn tags(documents: &[Document], drafts: bool) -> BTreeMap<String, Vec<DocId>> {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    let mut tags: BTreeMap<String, Vec<DocId>> = BTreeMap::new();
    for (i, d) in documents.iter().enumerate().filter(|(_, d)| drafts || !d.draft) {
        for tag in &d.tags {
            let name = *names.entry(routes::of_tag(tag)).or_insert(tag);
            let list = tags.entry(name.to_owned()).or_default();
            if list.last() != Some(&DocId(i)) {
                list.push(DocId(i));
            }
        }
    }
    tags
}
