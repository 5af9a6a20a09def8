//! What is remembered of SQL from one reading to the next.
//!
//! Architecture invariant: as everywhere, a memo never changes what is read. A fence is judged by the rules of its own
//! document, so the same document gives the same verdicts. A folder of migrations is read from its files and from what
//! git has of them; what in it breaks a rule depends on every standard.

use std::collections::HashMap;
use std::sync::Arc;

use super::examples::Run;
use super::history::History;
use super::lint::Violation;
use super::standard::Standard;
use crate::model::document::Written;
use crate::model::{Document, Era, Handbook, Loaded, MigrationFolder};
use crate::source::{FileId, SourceFile};
use crate::world::git;

#[derive(Debug, Default)]
pub struct Memo {
    /// By the document's file and the number of its code block.
    fences: HashMap<(FileId, usize), Fence>,
    era: Era,
    git: Arc<git::History>,
    standards: Vec<Arc<Written>>,
    /// In the order of `migrations:`.
    folders: Vec<Folder>,
}

#[derive(Debug)]
struct Fence {
    written: Arc<Written>,
    standard: Option<usize>,
    run: Arc<Run>,
}

#[derive(Debug)]
struct Folder {
    path: String,
    entry: usize,
    files: Vec<(FileId, Arc<SourceFile>)>,
    history: Arc<History>,
    /// None once a standard says something else.
    violations: Option<Vec<Violation>>,
}

impl Memo {
    /// A fence as it was run before, if its document is the same, and the same standard if it is one.
    pub(super) fn run(&self, document: &Document, code: usize, standard: Option<usize>) -> Option<Arc<Run>> {
        let known = self.fences.get(&(document.file, code))?;
        let same = Arc::ptr_eq(&known.written, document.written()) && known.standard == standard;
        same.then(|| Arc::clone(&known.run))
    }

    /// Keeps the fences that were run in place of those before.
    pub(super) fn keep_runs<'a>(&mut self, runs: impl Iterator<Item = (&'a Document, Option<usize>, &'a Arc<Run>)>) {
        let fence = |(d, standard, run): (&Document, Option<usize>, &Arc<Run>)| {
            let (written, run) = (Arc::clone(d.written()), Arc::clone(run));
            ((d.file, run.code), Fence { written, standard, run })
        };
        self.fences = runs.map(fence).collect();
    }

    /// Forgets the migrations if the configuration or git says something else, and what breaks rules in them if a
    /// standard does. Exceptions run out, so the day counts as well.
    pub(super) fn enter(&mut self, handbook: &Handbook, loaded: &Loaded, standards: &[Standard]) {
        let era = Era::of(handbook, loaded);
        if !self.era.is_same(&era) || !Arc::ptr_eq(&self.git, &loaded.history) {
            self.folders.clear();
        }
        let standards: Vec<Arc<Written>> =
            standards.iter().map(|s| Arc::clone(handbook.document(s.doc).written())).collect();
        let same = |(a, b): (&Arc<Written>, &Arc<Written>)| Arc::ptr_eq(a, b);
        if self.standards.len() != standards.len() || !self.standards.iter().zip(&standards).all(same) {
            self.folders.iter_mut().for_each(|f| f.violations = None);
        }
        self.era = era;
        self.git = Arc::clone(&loaded.history);
        self.standards = standards;
    }

    /// A folder as it was read before, if its files are the same, and what breaks rules in it, if the standards are
    /// the same too. `at` is its place among all.
    pub(super) fn folder(
        &self,
        at: usize,
        folder: &MigrationFolder,
        loaded: &Loaded,
    ) -> Option<(Arc<History>, Option<Vec<Violation>>)> {
        let known = self.folders.get(at).filter(|f| f.path == folder.path && f.entry == folder.entry)?;
        let same = |(known, file): (&(FileId, Arc<SourceFile>), &FileId)| {
            known.0 == *file && Arc::ptr_eq(&known.1, loaded.sources.shared(*file))
        };
        let all = known.files.len() == folder.files.len() && known.files.iter().zip(&folder.files).all(same);
        all.then(|| (Arc::clone(&known.history), known.violations.clone()))
    }

    /// Keeps the folders that were read in place of those before.
    pub(super) fn keep_folders(&mut self, loaded: &Loaded, histories: &[Arc<History>], violations: &[Violation]) {
        let folder = |(at, (folder, history)): (usize, (&MigrationFolder, &Arc<History>))| Folder {
            path: folder.path.clone(),
            entry: folder.entry,
            files: folder.files.iter().map(|f| (*f, Arc::clone(loaded.sources.shared(*f)))).collect(),
            history: Arc::clone(history),
            violations: Some(violations.iter().filter(|v| v.history == at).cloned().collect()),
        };
        self.folders = loaded.migrations.iter().zip(histories).enumerate().map(folder).collect();
    }
}
