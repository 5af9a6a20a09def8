//! What is remembered of decisions from one reading to the next.
//!
//! Architecture invariant: as everywhere, a memo never changes what is read. A decision is read from its document
//! alone, so the same document is the same decision. Its past is made of what git has for its path, read as the
//! configuration and the kind say; today's text has no part in that.

use std::collections::HashMap;
use std::sync::Arc;

use super::Outcome;
use super::past::Lived;
use crate::model::document::Written;
use crate::model::{DocId, Document, Era, Handbook, Loaded};
use crate::source::FileId;
use crate::world::git::History;

#[derive(Debug, Default)]
pub struct Memo {
    readings: HashMap<FileId, Reading>,
    era: Era,
    history: Arc<History>,
    lives: HashMap<FileId, Life>,
}

/// One document, and the decision in it before it knows the others.
#[derive(Debug)]
struct Reading {
    written: Arc<Written>,
    outcome: Arc<Outcome>,
}

/// What the commits tell of one path.
#[derive(Debug)]
struct Life {
    path: String,
    kind: usize,
    lived: Arc<Lived>,
}

impl Memo {
    /// What was read in a document, if the document is the same. Its number may be another one.
    pub(super) fn reading(&self, document: &Document) -> Option<Arc<Outcome>> {
        let known = self.readings.get(&document.file)?;
        Arc::ptr_eq(&known.written, document.written()).then(|| Arc::clone(&known.outcome))
    }

    /// Keeps what was read in place of what was read before.
    pub(super) fn keep_readings(&mut self, handbook: &Handbook, ids: &[DocId], outcomes: &[Arc<Outcome>]) {
        let reading = |(id, outcome): (&DocId, &Arc<Outcome>)| {
            let document = handbook.document(*id);
            let (written, outcome) = (Arc::clone(document.written()), Arc::clone(outcome));
            (document.file, Reading { written, outcome })
        };
        self.readings = ids.iter().zip(outcomes).map(reading).collect();
    }

    /// Forgets what the commits told if there are others, or if they are read in another way.
    pub(super) fn enter(&mut self, handbook: &Handbook, loaded: &Loaded) {
        let era = Era::of(handbook, loaded);
        if !self.era.is_same(&era) || !Arc::ptr_eq(&self.history, &loaded.history) {
            self.lives.clear();
        }
        self.era = era;
        self.history = Arc::clone(&loaded.history);
    }

    /// What the commits told of a document.
    pub(super) fn life(&self, document: &Document) -> Option<Arc<Lived>> {
        let known = self.lives.get(&document.file)?;
        (known.path == document.path && known.kind == document.kind).then(|| Arc::clone(&known.lived))
    }

    /// Keeps what the commits told in place of what they told before. Where git did not answer there is nothing.
    pub(super) fn keep_lives<'a>(&mut self, lives: impl Iterator<Item = (&'a Document, Option<Arc<Lived>>)>) {
        let life = |(d, lived): (&Document, Option<Arc<Lived>>)| {
            Some((d.file, Life { path: d.path.clone(), kind: d.kind, lived: lived? }))
        };
        self.lives = lives.filter_map(life).collect();
    }
}
