//! What is remembered of a handbook from one run to the next.

use std::sync::{Arc, Mutex};

use super::looks;
use crate::adr;
use crate::model::{self, Loaded};
use crate::search;
use crate::source::Sources;
use crate::sql;

/// What every room remembers. It saves time and never changes what comes out.
#[derive(Default)]
pub struct Memo {
    pub(super) sources: Sources,
    pub(super) documents: model::Memo,
    pub(super) decisions: adr::Memo,
    pub(super) sql: sql::Memo,
    pub(super) looks: looks::Memo,
    /// Shared with the editions: each reads its words when somebody searches it.
    pub(super) words: Arc<Mutex<search::Memo>>,
}

impl Memo {
    /// Keeps the files that were read, so that the next run tells which are the same.
    pub(super) fn keep(&mut self, loaded: &Loaded) {
        self.sources = loaded.sources.settled();
    }
}
