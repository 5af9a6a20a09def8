//! Documents in folders, in the order a reader meets them.

use std::collections::BTreeMap;

use super::document::words_of;
use super::{DocId, Document, routes};
use crate::paths;

/// A folder that holds documents, or folders that do.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Relative to the handbook; empty for the root.
    pub path: String,
    pub route: String,
    pub title: String,
    /// Its own page, if somebody wrote one.
    pub index: Option<DocId>,
    /// Its other documents, in order.
    pub documents: Vec<DocId>,
    /// Indices of the folders in it, in order.
    pub folders: Vec<usize>,
    pub parent: Option<usize>,
    /// How many documents it holds, at any depth.
    pub count: usize,
}

/// Builds the tree of the documents that `shown` lets through. The root comes first; it is there even if it
/// is empty.
pub fn build(documents: &[Document], shown: impl Fn(&Document) -> bool) -> Vec<Folder> {
    let mut folders = vec![empty("", None)];
    let mut by_path: BTreeMap<String, usize> = BTreeMap::from([(String::new(), 0)]);
    for (i, document) in documents.iter().enumerate().filter(|(_, d)| shown(d)) {
        let at = ensure(paths::parent(&document.path), &mut folders, &mut by_path);
        if document.route == folders[at].route && folders[at].index.is_none() {
            folders[at].index = Some(DocId(i));
            folders[at].title.clone_from(&document.title);
        } else {
            folders[at].documents.push(DocId(i));
        }
        let mut up = Some(at);
        while let Some(folder) = up {
            folders[folder].count += 1;
            up = folders[folder].parent;
        }
    }
    adopt(&mut folders, documents);
    let keys: Vec<(f64, String)> = folders.iter().map(|f| folder_key(f, documents)).collect();
    for folder in &mut folders {
        let key = |id: &DocId| {
            let d = &documents[id.0];
            (weight(d.weight), natural(&d.path, &d.title))
        };
        let mut keyed: Vec<_> = folder.documents.iter().map(|id| (key(id), *id)).collect();
        keyed.sort_by(|((a, name), _), ((b, other), _)| a.total_cmp(b).then_with(|| name.cmp(other)));
        folder.documents = keyed.into_iter().map(|(_, id)| id).collect();
        folder.folders.sort_by(|&a, &b| keys[a].0.total_cmp(&keys[b].0).then_with(|| keys[a].1.cmp(&keys[b].1)));
    }
    folders
}

/// `foo.md` beside a folder `foo` without a page of its own is that page: both would be found at one URL.
fn adopt(folders: &mut [Folder], documents: &[Document]) {
    for at in 1..folders.len() {
        let (None, Some(parent)) = (folders[at].index, folders[at].parent) else { continue };
        let is_page = |id: &DocId| documents[id.0].route == folders[at].route;
        let Some(place) = folders[parent].documents.iter().position(is_page) else { continue };
        let id = folders[parent].documents.remove(place);
        folders[at].title.clone_from(&documents[id.0].title);
        folders[at].index = Some(id);
        folders[at].count += 1;
    }
}

/// What has no weight comes after what has one.
fn weight(weight: Option<f64>) -> f64 {
    weight.filter(|w| !w.is_nan()).unwrap_or(f64::INFINITY)
}

/// Numbered files keep the order of their numbers; others follow their titles.
fn natural<'a>(path: &'a str, title: &str) -> (bool, &'a str, String) {
    let name = paths::name(path);
    let numbered = name.starts_with(|c: char| c.is_ascii_digit());
    (!numbered, if numbered { name } else { "" }, title.to_lowercase())
}

fn folder_key(folder: &Folder, documents: &[Document]) -> (f64, String) {
    let own = folder.index.and_then(|i| documents[i.0].weight);
    (weight(own), folder.title.to_lowercase())
}

fn empty(path: &str, parent: Option<usize>) -> Folder {
    Folder {
        path: path.to_owned(),
        route: routes::of_folder(path),
        title: words_of(paths::name(path)),
        index: None,
        documents: Vec::new(),
        folders: Vec::new(),
        parent,
        count: 0,
    }
}

/// The index of a folder, made with all the folders above it if it is new.
fn ensure(path: &str, folders: &mut Vec<Folder>, by_path: &mut BTreeMap<String, usize>) -> usize {
    if let Some(&at) = by_path.get(path) {
        return at;
    }
    let parent = ensure(paths::parent(path), folders, by_path);
    let at = folders.len();
    folders.push(empty(path, Some(parent)));
    folders[parent].folders.push(at);
    by_path.insert(path.to_owned(), at);
    at
}

/// Every document of a folder and the folders in it, in reading order: its own page, its documents, then
/// folder by folder.
pub fn reading_order(folders: &[Folder], at: usize, out: &mut Vec<DocId>) {
    let folder = &folders[at];
    out.extend(folder.index);
    out.extend(&folder.documents);
    for &inner in &folder.folders {
        reading_order(folders, inner, out);
    }
}
