//! What is remembered of the documents from one reading to the next, so that a saved file costs what that file costs.
//!
//! Architecture invariant: a memo never changes what is read. What was read before is used again only where all that
//! it was made from is the same, and only the last reading is remembered.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::document::{Document, Reader};
use super::register;
use crate::diag::Diagnostic;
use crate::source::{FileId, SourceFile};
use crate::world::git::History;

#[derive(Debug, Default)]
pub struct Memo {
    era: Era,
    history: Arc<History>,
    documents: HashMap<FileId, Known>,
}

/// What the reading of every document depends on: the day, the configuration and the register.
#[derive(Debug, Default)]
struct Era {
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
        let sources = reader.sources;
        let of_register = [register::PEOPLE, register::TEAMS, register::SERVICES].map(|path| sources.find(path));
        let files = [Some(config_file)].into_iter().chain(of_register);
        let files = files.map(|file| Some(Arc::clone(sources.shared(file?)))).collect();
        let era = Era { today: reader.today, files };
        if !self.era.is_same(&era) {
            self.documents.clear();
        }
        self.era = era;
    }

    /// A document as it was read before, without what follows from other files, if its file is the same.
    pub(super) fn read(&self, reader: &Reader, file: FileId) -> Option<(Document, Vec<Diagnostic>)> {
        let known = self.documents.get(&file)?;
        let same = Arc::ptr_eq(&known.source, reader.sources.shared(file)) && reader.reads_alone(file);
        same.then(|| (Document::new(Arc::clone(known.document.written())), known.found.clone()))
    }

    /// A document as it was at the end of the reading before, if its file says the same.
    fn last(&self, document: &Document) -> Option<&Document> {
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

    /// Keeps a reading, with what was found in each document, in place of the one before.
    pub(super) fn keep(
        &mut self,
        reader: &Reader,
        documents: &[Document],
        found: Vec<Vec<Diagnostic>>,
        history: &Arc<History>,
    ) {
        let known = |(document, found): (&Document, Vec<Diagnostic>)| {
            let source = Arc::clone(reader.sources.shared(document.file));
            (document.file, Known { source, document: document.clone(), found })
        };
        self.documents = documents.iter().zip(found).map(known).collect();
        self.history = Arc::clone(history);
    }
}

impl Era {
    fn is_same(&self, other: &Self) -> bool {
        let same = |(a, b): (&Option<Arc<SourceFile>>, &Option<Arc<SourceFile>>)| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        self.today == other.today
            && self.files.len() == other.files.len()
            && self.files.iter().zip(&other.files).all(same)
    }
}
