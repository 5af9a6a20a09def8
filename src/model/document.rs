//! One document: what its file says, before it knows the others.

use std::ops::{Deref, Range};
use std::sync::Arc;

use chrono::NaiveDate;

use super::freshness::{self, Drift, Review, State};
use super::front::{self, Front};
use super::history::Changes;
use super::register::{OwnerRef, Register};
use super::{DocId, links, routes};
use crate::config::{Config, Folder, Kind, Preset, RawHtml, unknown_kind};
use crate::diag::Diagnostic;
use crate::markdown::{self, Body, Outline};
use crate::paths;
use crate::source::{FileId, Sources, Span, Spanned};
use crate::yaml::schema::{Checker, PAGE_RULES};
use crate::yaml::{self, Node};

/// A document among the others: what its file says, and what follows from the other files and from git.
#[derive(Debug, Clone)]
pub struct Document {
    written: Arc<Written>,
    /// Where each of the outline's links leads, in the same order.
    pub links: Arc<[links::Target]>,
    /// The other documents that it links to or names in its front matter; sorted.
    pub mentions: Arc<[DocId]>,
    pub changes: Arc<Changes>,
    /// What it watches and what changed after its review.
    pub drift: Arc<[Drift]>,
}

impl Document {
    pub fn new(written: Arc<Written>) -> Self {
        Self {
            written,
            links: Arc::default(),
            mentions: Arc::default(),
            changes: Arc::default(),
            drift: Arc::default(),
        }
    }

    /// What its file says, to be kept: it is the same one in the next reading if nothing in it changed.
    pub fn written(&self) -> &Arc<Written> {
        &self.written
    }

    /// Whether somebody has to act now.
    pub fn overdue(&self) -> bool {
        matches!(self.review.state, State::Stale | State::Undated | State::Future) || !self.drift.is_empty()
    }
}

impl Deref for Document {
    type Target = Written;

    fn deref(&self) -> &Written {
        &self.written
    }
}

/// What the file of a document says, read with the configuration and the register.
#[derive(Debug)]
pub struct Written {
    pub file: FileId,
    pub path: String,
    /// Where its page is: empty for the home page, else it ends in `/`.
    pub route: String,
    /// Index into the configuration's kinds.
    pub kind: usize,
    pub title: String,
    pub title_source: TitleSource,
    pub front: Front,
    pub outline: Outline,
    /// The bytes of the file that are Markdown.
    pub body: Range<usize>,
    /// Names as they were written, or as a folder or kind gives them.
    pub owner_written: Vec<Spanned<String>>,
    /// Those of them that are in the register, in order.
    pub owners: Vec<OwnerRef>,
    pub review: Review,
    pub tags: Vec<String>,
    pub draft: bool,
    pub weight: Option<f64>,
}

/// Holds the record of a Kubernetes enhancement proposal, beside its text.
pub const KEP_RECORD: &str = "kep.yaml";

/// Where a document's title was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleSource {
    FrontMatter,
    /// The first heading, which a page does not repeat.
    Heading,
    /// Nowhere; the file's name stands in.
    FileName,
}

/// What every document is read with.
pub struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) config: &'a Config,
    pub(super) register: &'a Register,
    pub(super) today: NaiveDate,
}

impl Reader<'_> {
    /// Reads one Markdown document or rotation.
    pub fn read(&self, file: FileId) -> (Document, Vec<Diagnostic>) {
        let text = self.sources.text(file);
        let path = self.sources.path(file);
        let is_data = !is_markdown(path);
        let (mut front, mut found) = if is_data { data_front(text, file) } else { front::read(text, file) };
        let folders: Vec<&Folder> = self.config.folders.iter().filter(|f| f.globs.matches(path)).collect();
        let kind = self.kind(&front, path, &folders, &mut found);
        let known = &self.config.kinds[kind].fields;
        if let Some(record) = self.record(path).filter(|_| self.config.kinds[kind].preset == Some(Preset::Kep)) {
            let (record, more) = data_front(self.sources.text(record), record);
            front = Front { body: front.body, ..record };
            found.extend(more);
        }
        front::rename(&mut front, known, &self.config.aliases);
        if !front.node.is_null() {
            let mut checker =
                Checker { rules: PAGE_RULES, known: self.register, top: Some(Span::top(file)), found: Vec::new() };
            checker.record("front matter", &front.node, known);
            found.append(&mut checker.found);
        } else if !front.broken {
            found.extend(self.missing_fields(kind, file));
        }
        let body = Body { sources: self.sources, file, range: front.body.clone() };
        let (outline, more) = markdown::scan(&body, &self.markdown_options());
        found.extend(more);
        let (title, title_source) = title(&front, &outline, path, self.config.kinds[kind].preset);
        let owner_written = self.owner(&front, kind, &folders);
        let written = Written {
            file,
            path: path.to_owned(),
            route: routes::of_document(path),
            kind,
            title,
            title_source,
            owners: owner_written.iter().filter_map(|o| self.register.owner(&o.value)).collect(),
            owner_written,
            review: freshness::review(&front, &self.config.kinds[kind], &folders, self.config, self.today),
            tags: tags(&front, &folders),
            draft: front.get("draft").and_then(Node::bool).unwrap_or(false),
            weight: front.get("weight").and_then(Node::number),
            body: front.body.clone(),
            outline,
            front,
        };
        (Document::new(Arc::new(written)), found)
    }

    pub fn markdown_options(&self) -> markdown::Options {
        markdown_options(self.config)
    }

    /// Its own `kind:`, else the nearest folder's, else the first kind whose paths match, else page.
    fn kind(&self, front: &Front, path: &str, folders: &[&Folder], found: &mut Vec<Diagnostic>) -> usize {
        let kinds = &self.config.kinds;
        if let Some(name) = front.text("kind") {
            match self.config.kind(&name.value) {
                Some(kind) => return kind,
                None => found.push(unknown_kind(&name, kinds, "page/bad-value")),
            }
        }
        let by_folder = folders.iter().find_map(|f| self.config.kind(&f.kind.as_ref()?.value));
        by_folder
            .or_else(|| kinds.iter().position(|k| k.paths.matches(path) && self.may_be(k, path)))
            .or_else(|| self.config.kind("page"))
            .expect("invariant: page is a built-in kind")
    }

    /// A folder's own page is an overview, not one of the runbooks or decisions it lists; but a KEP is a folder.
    fn may_be(&self, kind: &Kind, path: &str) -> bool {
        match kind.preset {
            Some(Preset::Kep) => self.record(path).is_some(),
            _ => kind.name == "page" || !routes::is_index(path),
        }
    }

    /// The `kep.yaml` beside a folder's page.
    fn record(&self, path: &str) -> Option<FileId> {
        if !routes::is_index(path) || !is_markdown(path) {
            return None;
        }
        self.sources.find(&paths::join(paths::parent(path), KEP_RECORD))
    }

    /// Whether a document is known to be made of one file, with no text of another in it.
    pub(super) fn reads_alone(&self, file: FileId) -> bool {
        let source = self.sources.get(file);
        let includes = is_markdown(&source.path) && source.includes.get().is_none_or(|i| !i.is_empty());
        !includes && self.record(&source.path).is_none()
    }

    fn missing_fields(&self, kind: usize, file: FileId) -> Vec<Diagnostic> {
        let kind = &self.config.kinds[kind];
        kind.fields
            .iter()
            .filter(|f| f.required)
            .map(|f| {
                Diagnostic::at_top("page/bad-value", file, format!("`{}` is missing", f.key))
                    .help(format!("a {} needs it in its front matter", kind.title.to_lowercase()))
            })
            .collect()
    }

    /// The document's own owners, else its folder's, else its kind's.
    fn owner(&self, front: &Front, kind: usize, folders: &[&Folder]) -> Vec<Spanned<String>> {
        let own: Vec<_> = front.texts("owner").into_iter().flat_map(|o| split_owners(&o)).collect();
        if !own.is_empty() {
            return own;
        }
        let inherited = folders.iter().find_map(|f| f.owner.clone()).or_else(|| self.config.kinds[kind].owner.clone());
        inherited.into_iter().collect()
    }
}

pub fn is_markdown(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

pub fn markdown_options(config: &Config) -> markdown::Options {
    markdown::Options {
        raw_html: match config.raw_html {
            RawHtml::Sanitise => markdown::RawHtml::Sanitise,
            RawHtml::Allow => markdown::RawHtml::Allow,
            RawHtml::Escape => markdown::RawHtml::Escape,
        },
    }
}

/// A rotation is all front matter and no text.
fn data_front(text: &str, file: FileId) -> (Front, Vec<Diagnostic>) {
    let (node, broken, found) = match yaml::parse(text, file, 0, "page/front-matter") {
        Ok(node) => (node, false, Vec::new()),
        Err(error) => (Node::null(Span::top(file)), true, vec![error]),
    };
    let front = Front { node, broken, body: text.len()..text.len() };
    (front, found)
}

/// `a, b` in one value is two owners.
fn split_owners(written: &Spanned<String>) -> Vec<Spanned<String>> {
    written
        .value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Spanned::new(name.to_owned(), written.span))
        .collect()
}

fn tags(front: &Front, folders: &[&Folder]) -> Vec<String> {
    let own = front.texts("tags").into_iter().map(|t| t.value);
    let given = folders.iter().flat_map(|f| f.tags.iter().cloned());
    let mut tags: Vec<String> = Vec::new();
    for tag in own.chain(given) {
        let tag = tag.trim().to_owned();
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

fn title(front: &Front, outline: &Outline, path: &str, preset: Option<Preset>) -> (String, TitleSource) {
    let written = front.text("title").or_else(|| front.text("name"));
    if let Some(title) = written.filter(|t| !t.value.trim().is_empty()) {
        return (title.value.trim().to_owned(), TitleSource::FrontMatter);
    }
    // The first heading of a Rust RFC is that of a section.
    let h1 = outline.h1.as_ref().filter(|h| !h.value.trim().is_empty() && preset != Some(Preset::RustRfc));
    if let Some(h1) = h1 {
        return (h1.value.clone(), TitleSource::Heading);
    }
    let source = if routes::is_index(path) { paths::name(paths::parent(path)) } else { routes::stem(path) };
    (words_of(source), TitleSource::FileName)
}

/// The route of an old path under `aliases:`: `/old/page/`, `old/page.md` and `old/page` are the same place.
/// A path that ends in `.html` is a file and stays one.
pub fn alias_route(alias: &str) -> String {
    let path = paths::join("", alias.trim());
    if path.ends_with(".html") {
        return path;
    }
    match path.strip_suffix(".md") {
        Some(_) => routes::of_document(&path),
        None => routes::of_folder(&path),
    }
}

/// `connection-pooling` as words for people: "Connection pooling".
pub fn words_of(name: &str) -> String {
    let spaced = name.replace(['-', '_', '\n'], " ");
    let mut chars = spaced.trim().chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => "Home".to_owned(),
    }
}
