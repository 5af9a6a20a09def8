//! What is remembered of the documents from one reading to the next, so that a saved file costs what that file costs.
//!
//! Architecture invariant: a memo never changes what is read. What was read before is used again only where all that
//! it was made from is the same, and only the last reading is remembered.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::document::{Document, Reader};
use super::history::{self, Stamp};
use super::links::Names;
use super::{Handbook, Loaded, register};
use crate::diag::Diagnostic;
use crate::markdown::diagram;
use crate::source::{FileId, SourceFile, Sources};
use crate::world::Entry;
use crate::world::git::History;

#[derive(Debug, Default)]
pub struct Memo {
    era: Era,
    history: Arc<History>,
    /// Of that history, once somebody has asked.
    stamps: Option<Vec<Stamp>>,
    tree: Arc<Vec<Entry>>,
    names: Arc<Names>,
    documents: HashMap<FileId, Known>,
    /// The documents in their order.
    order: Vec<FileId>,
}

/// What the reading of every document depends on: the day, the configuration and the register.
#[derive(Debug, Default)]
pub struct Era {
    today: NaiveDate,
    files: Vec<Option<Arc<SourceFile>>>,
}

/// One document, and the file it was read from.
#[derive(Debug)]
struct Known {
    source: Arc<SourceFile>,
    document: Document,
    found: Vec<Diagnostic>,
}

impl Memo {
    /// Forgets everything if the configuration, the register or the day is another one.
    pub(super) fn enter(&mut self, reader: &Reader, config_file: FileId) {
        let era = Era::new(reader.sources, config_file, reader.today);
        if !self.era.is_same(&era) {
            self.documents.clear();
            self.stamps = None;
        }
        self.era = era;
    }

    /// A document as it was read before, without what follows from other files, if its file is the same.
    pub(super) fn read(&self, reader: &Reader, file: FileId) -> Option<(Document, Vec<Diagnostic>)> {
        let known = self.documents.get(&file)?;
        // A record that lay beside it may be gone.
        let was_alone = known.document.front.node.span.file == file;
        let same = Arc::ptr_eq(&known.source, reader.sources.shared(file)) && was_alone && reader.reads_alone(file);
        same.then(|| (Document::new(Arc::clone(known.document.written())), known.found.clone()))
    }

    /// Takes over the drawings of diagrams that are the same as in the reading before.
    pub(super) fn recall_drawings(&self, document: &Document) {
        let Some(known) = self.documents.get(&document.file) else { return };
        let before = &known.document.outline.code;
        for block in document.outline.code.iter().filter(|c| c.info.lang == diagram::LANGUAGE) {
            if let Some(same) = before.iter().find(|c| c.info.lang == block.info.lang && c.text == block.text) {
                block.drawing.recall(&same.drawing);
            }
        }
    }

    /// A document as it was at the end of the reading before, if its file says the same.
    pub(super) fn last(&self, document: &Document) -> Option<&Document> {
        let known = &self.documents.get(&document.file)?.document;
        Arc::ptr_eq(known.written(), document.written()).then_some(known)
    }

    /// Takes over what git knew of a document in the reading before, if it was the same history.
    pub(super) fn recall_past(&self, document: &mut Document, history: &Arc<History>) -> bool {
        let Some(last) = self.last(document).filter(|_| Arc::ptr_eq(&self.history, history)) else { return false };
        document.changes = Arc::clone(&last.changes);
        document.drift = Arc::clone(&last.drift);
        true
    }

    /// The stamps of a history; `keys` follow from the configuration.
    pub(super) fn stamps(&mut self, history: &Arc<History>, keys: &[String]) -> &[Stamp] {
        if !Arc::ptr_eq(&self.history, history) {
            self.stamps = None;
        }
        self.stamps.get_or_insert_with(|| history::stamps(history, keys))
    }

    /// What documents and folders were called in the reading before, if all are called the same and stand at the same
    /// places: links of documents that say the same then lead where they led.
    pub(super) fn names(&self, documents: &[Document], tree: &Arc<Vec<Entry>>) -> Option<Arc<Names>> {
        let known = |file: &FileId| self.documents.get(file).map(|known| &known.document);
        let called =
            |(file, d): (&FileId, &Document)| *file == d.file && known(file).is_some_and(|last| same_name(last, d));
        let same = self.order.len() == documents.len()
            && self.order.iter().zip(documents).all(called)
            && (Arc::ptr_eq(&self.tree, tree)
                || self.tree.len() == tree.len() && self.tree.iter().zip(&**tree).all(|(a, b)| a.path == b.path));
        same.then(|| Arc::clone(&self.names))
    }

    /// Keeps a reading, with what was found in each document, in place of the one before.
    pub(super) fn keep(
        &mut self,
        documents: &[Document],
        found: Vec<Vec<Diagnostic>>,
        loaded: &Loaded,
        names: &Arc<Names>,
    ) {
        let known = |(document, found): (&Document, Vec<Diagnostic>)| {
            let source = Arc::clone(loaded.sources.shared(document.file));
            (document.file, Known { source, document: document.clone(), found })
        };
        self.documents = documents.iter().zip(found).map(known).collect();
        self.order = documents.iter().map(|d| d.file).collect();
        self.history = Arc::clone(&loaded.history);
        self.tree = Arc::clone(&loaded.tree);
        self.names = Arc::clone(names);
    }
}

/// Whether two documents are found under the same names.
fn same_name(a: &Document, b: &Document) -> bool {
    let id = |d: &Document| d.front.text("id").map(|id| id.value);
    Arc::ptr_eq(a.written(), b.written())
        || a.path == b.path && a.title == b.title && a.draft == b.draft && id(a) == id(b)
}

impl Era {
    fn new(sources: &Sources, config_file: FileId, today: NaiveDate) -> Self {
        let of_register = [register::PEOPLE, register::TEAMS, register::SERVICES].map(|path| sources.find(path));
        let files = [Some(config_file)].into_iter().chain(of_register);
        Self { today, files: files.map(|file| Some(Arc::clone(sources.shared(file?)))).collect() }
    }

    /// That of a handbook that was read.
    pub fn of(handbook: &Handbook, loaded: &Loaded) -> Self {
        Self::new(&loaded.sources, handbook.config_file, handbook.today)
    }

    pub fn is_same(&self, other: &Self) -> bool {
        let same = |(a, b): (&Option<Arc<SourceFile>>, &Option<Arc<SourceFile>>)| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        self.today == other.today
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same)
    }
}
