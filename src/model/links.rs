//! Where links lead. Every link of every document is resolved against the handbook, once.

use std::collections::HashMap;

use rayon::prelude::*;

use super::tree::Folder;
use super::{DocId, Document, Loaded, routes};
use crate::markdown::LinkKind;
use crate::paths;

/// Keys of front matter whose values are names of documents.
pub const REFERENCES: [&str; 10] = [
    "related",
    "supersedes",
    "superseded_by",
    "amends",
    "amended_by",
    "runbooks_used",
    "adr",
    "change",
    "incident",
    "escalation",
];

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A document, and the heading in it that was named.
    Document { id: DocId, anchor: Option<String> },
    /// A folder of the handbook, which has a page whether somebody wrote one or not.
    Folder(usize),
    /// Another file of the handbook, published as it is.
    Asset(String),
    /// Another site, a mail address, a phone number.
    External,
    /// A path that climbs out of the handbook.
    Outside(String),
    /// A page that the site makes: tags, directory, health.
    Generated(String),
    /// Nothing is there. The path it was taken for, relative to the handbook.
    Missing(String),
}

/// The pages that every site has beside its documents.
pub const GENERATED: [&str; 9] = [
    "tags/",
    "directory/",
    "search/",
    "health/",
    "health/freshness/",
    "health/owners/",
    "health/decisions/",
    "health/findings/",
    "404.html",
];

/// What documents and folders are called.
#[derive(Debug, Default)]
pub struct Names {
    by_path: HashMap<String, DocId>,
    by_route: HashMap<String, DocId>,
    by_folder: HashMap<String, usize>,
    by_folder_route: HashMap<String, usize>,
    /// Stems, titles as slugs and ids, all in lower case.
    by_name: HashMap<String, Vec<DocId>>,
}

impl Names {
    pub fn new(documents: &[Document], folders: &[Folder]) -> Self {
        let ids = || documents.iter().enumerate().map(|(i, d)| (DocId(i), d));
        let by_path = || {
            let by_path = ids().map(|(id, d)| (d.path.clone(), id)).collect();
            let mut by_route = HashMap::with_capacity(documents.len());
            for (id, d) in ids() {
                by_route.entry(d.route.to_lowercase()).or_insert(id);
            }
            (by_path, by_route)
        };
        let by_name = || {
            let names: Vec<[Option<String>; 4]> = documents.par_iter().map(own_names).collect();
            let mut by_name: HashMap<String, Vec<DocId>> = HashMap::with_capacity(2 * documents.len());
            for (i, names) in names.into_iter().enumerate() {
                for name in names.into_iter().flatten() {
                    let list = by_name.entry(name).or_default();
                    if list.last() != Some(&DocId(i)) {
                        list.push(DocId(i));
                    }
                }
            }
            by_name
        };
        let ((by_path, by_route), by_name) = rayon::join(by_path, by_name);
        Self {
            by_path,
            by_route,
            by_folder: folders.iter().enumerate().map(|(i, f)| (f.path.clone(), i)).collect(),
            by_folder_route: folders.iter().enumerate().map(|(i, f)| (f.route.clone(), i)).collect(),
            by_name,
        }
    }
}

/// What a document is called, in lower case.
fn own_names(d: &Document) -> [Option<String>; 4] {
    let stem = routes::stem(&d.path);
    [
        Some(stem.to_lowercase()),
        Some(crate::markdown::slug(&d.title)),
        d.front.text("id").map(|t| t.value.to_lowercase()),
        number_of(stem).map(str::to_owned),
    ]
}

impl Names {
    /// The first document at a route, whatever its case.
    pub fn document_at(&self, route: &str) -> Option<DocId> {
        self.by_route.get(&route.to_lowercase()).copied()
    }
}

/// Finds things by what people call them.
pub struct Resolver<'a> {
    pub(super) documents: &'a [Document],
    pub(super) folders: &'a [Folder],
    pub(super) loaded: &'a Loaded,
    pub(super) names: &'a Names,
}

impl Resolver<'_> {
    /// Where a link of a document leads.
    pub fn target(&self, from: DocId, kind: LinkKind, dest: &str) -> Target {
        let dest = dest.trim();
        if is_external(dest) {
            return Target::External;
        }
        let (path, anchor) = split_anchor(dest);
        if matches!(kind, LinkKind::Wiki | LinkKind::WikiImage) {
            return self.wiki(from, &paths::decode(path), anchor);
        }
        if path.is_empty() {
            return Target::Document { id: from, anchor };
        }
        let path = paths::decode(path);
        let here = &self.documents[from.0];
        let from_file = match path.strip_prefix('/') {
            Some(rest) => paths::join("", rest),
            None => paths::join(paths::parent(&here.path), &path),
        };
        if let Some(target) = self.at(&from_file, anchor.clone()) {
            return target;
        }
        // Sites that were written against another generator link from page to page, not from file to file.
        let from_page = paths::join(&here.route, &path);
        if !path.starts_with('/')
            && let Some(target) = self.at(&from_page, anchor)
        {
            return target;
        }
        if paths::leaves(&from_file) {
            return Target::Outside(from_file);
        }
        Target::Missing(from_file)
    }

    /// What lies at a path of the handbook, or at the route of the same name.
    fn at(&self, path: &str, anchor: Option<String>) -> Option<Target> {
        let document = |id: &DocId| Target::Document { id: *id, anchor: anchor.clone() };
        if let Some(id) = self.names.by_path.get(path) {
            return Some(document(id));
        }
        if let Some(&folder) = self.names.by_folder.get(path) {
            return Some(self.folder(folder, anchor));
        }
        if self.loaded.has_file(path) {
            return Some(Target::Asset(path.to_owned()));
        }
        let bare = path.strip_suffix(".html").unwrap_or(path);
        let route = if bare.is_empty() { String::new() } else { format!("{bare}/") };
        let folder_page = || bare.strip_suffix("index").map(|f| f.to_lowercase());
        self.names
            .by_path
            .get(format!("{bare}.md").as_str())
            .or_else(|| self.names.by_route.get(&route.to_lowercase()))
            .or_else(|| self.names.by_route.get(&folder_page()?))
            .map(document)
            .or_else(|| self.names.by_folder_route.get(route.as_str()).map(|&f| self.folder(f, anchor.clone())))
            .or_else(|| {
                let generated = GENERATED.iter().find(|g| **g == route || **g == path)?;
                Some(Target::Generated((*generated).to_owned()))
            })
    }

    fn folder(&self, at: usize, anchor: Option<String>) -> Target {
        match self.folders[at].index {
            Some(id) => Target::Document { id, anchor },
            None => Target::Folder(at),
        }
    }

    /// `[[name]]`: a path, else a file's name, a title or an id; of several, the nearest.
    fn wiki(&self, from: DocId, name: &str, anchor: Option<String>) -> Target {
        if name.is_empty() {
            return Target::Document { id: from, anchor };
        }
        let near = paths::join(paths::parent(&self.documents[from.0].path), name);
        for path in [near.as_str(), &format!("{near}.md"), name, &format!("{name}.md")] {
            if let Some(target) = self.at(path, anchor.clone()) {
                return target;
            }
        }
        match self.named(from, name) {
            Some(id) => Target::Document { id, anchor },
            None => Target::Missing(name.to_owned()),
        }
    }

    fn named(&self, from: DocId, name: &str) -> Option<DocId> {
        let lower = name.trim().to_lowercase();
        let list = self.names.by_name.get(&lower).or_else(|| self.names.by_name.get(&crate::markdown::slug(&lower)))?;
        let folder = paths::parent(&self.documents[from.0].path);
        let near = list.iter().find(|id| paths::parent(&self.documents[id.0].path) == folder);
        near.or_else(|| list.first()).copied()
    }

    /// A document as front matter names it: a path from the handbook's root or from the document, or an id.
    pub fn reference(&self, from: DocId, name: &str) -> Option<DocId> {
        let (path, _) = split_anchor(name);
        let near = paths::join(paths::parent(&self.documents[from.0].path), path);
        self.names
            .by_path
            .get(path.trim_start_matches('/'))
            .or_else(|| self.names.by_path.get(near.as_str()))
            .copied()
            .or_else(|| self.named(from, path))
    }

    /// A document by its path from the root alone.
    pub fn path(&self, path: &str) -> Option<DocId> {
        self.names.by_path.get(path).copied()
    }
}

/// The number that a series gives a file: `0007-patroni` is 0007. A date is none.
fn number_of(stem: &str) -> Option<&str> {
    let (number, slug) = stem.split_once('-')?;
    let is_number = (3..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_number && slug.starts_with(char::is_alphabetic)).then_some(number)
}

/// Whether a destination leaves the site: it has a scheme or a host of its own.
pub fn is_external(dest: &str) -> bool {
    if dest.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = dest.split_once(':') else {
        return false;
    };
    let mut chars = scheme.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && scheme.len() > 1
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Splits `path?query#anchor`. A text fragment (`#:~:text=`) names no heading.
pub fn split_anchor(dest: &str) -> (&str, Option<String>) {
    let (path, anchor) = match dest.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (dest, None),
    };
    let path = path.split('?').next().unwrap_or(path);
    let anchor =
        anchor.map(|a| a.split(":~:").next().unwrap_or(a)).filter(|a| !a.is_empty() && *a != "top").map(paths::decode);
    (path, anchor)
}

/// The anchors a document has, as a check and a suggestion need them.
pub fn anchors(document: &Document) -> impl Iterator<Item = &str> {
    let outline = &document.outline;
    outline
        .headings
        .iter()
        .map(|h| h.id.as_str())
        .chain(outline.ids.iter().map(String::as_str))
        .chain(outline.definitions.iter().map(|d| d.id.as_str()))
}

/// The path that is nearest to one that is missing: the same file name elsewhere, else the least different.
pub fn nearest_path<'a>(missing: &str, paths_known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let name = paths::name(missing).trim_end_matches(".md").trim_end_matches(".html").to_lowercase();
    let is_same = |p: &&str| routes::stem(p).to_lowercase() == name && !routes::is_index(p);
    let mut same = paths_known.clone().filter(is_same);
    if let Some(only) = same.next() {
        return Some(only);
    }
    // Only the name may be mistyped: over a whole path, any short name would be near any other.
    let folder = paths::parent(missing);
    let siblings = paths_known.filter(|p| paths::parent(p) == folder);
    let near = crate::diag::nearest(paths::name(missing), siblings.clone().map(paths::name))?;
    siblings.into_iter().find(|p| paths::name(p) == near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_and_hosts_are_external() {
        for dest in ["https://x", "mailto:a@b", "//host/x", "tel:+1", "git+ssh://x"] {
            assert!(is_external(dest), "{dest}");
        }
        for dest in ["a.md", "../x", "#y", "c:/x", "a/b:c.md", "1:2"] {
            assert!(!is_external(dest), "{dest}");
        }
    }

    #[test]
    fn files_of_a_series_have_numbers() {
        assert_eq!(number_of("0007-patroni"), Some("0007"));
        for stem in ["2026-11-22-review", "0007", "12-factors", "chg-112-x"] {
            assert_eq!(number_of(stem), None, "{stem}");
        }
    }

    #[test]
    fn anchors_are_split_off() {
        assert_eq!(split_anchor("a.md?x#y"), ("a.md", Some("y".to_owned())));
        assert_eq!(split_anchor("a.md#top"), ("a.md", None));
        assert_eq!(split_anchor("#:~:text=x"), ("", None));
    }
}
