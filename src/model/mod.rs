//! The handbook: everything a team wrote, typed and tied together.
//!
//! 1. [`register`] reads people, teams and services.
//! 2. [`document`] reads each file: front matter, kind, owner, clock, outline. Files do not know each other yet.
//! 3. [`tree`] puts the documents into folders and orders them.
//! 4. [`links`] resolves what the documents say of each other.
//! 5. [`history`] adds what git knows: last changes, drift, stamps.
//!
//! Somebody who writes reads again and again: [`Memo`] keeps what need not be read anew.
//!
//! Architecture invariant: reading never fails. What cannot be read is a finding, and the document is kept
//! with what could be.

pub mod document;
pub mod freshness;
pub mod front;
pub mod history;
pub mod links;
mod memo;
pub mod read;
pub mod register;
pub mod routes;
pub mod tree;
pub mod zones;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

pub use document::Document;
pub use memo::{Era, Memo};
pub use read::read;
pub use register::{OwnerRef, Register};

use links::Resolver;

use crate::config::{Config, Kind};
use crate::source::{FileId, Sources};
use crate::world::Entry;
use crate::world::git::History;

/// What a run read from the outside.
#[derive(Debug, Default)]
pub struct Loaded {
    pub sources: Sources,
    /// Every file of the handbook, sorted by path; not all of them are in `sources`.
    pub tree: Arc<Vec<Entry>>,
    pub history: Arc<History>,
    /// The repository's CODEOWNERS, if it has one.
    pub codeowners: Option<FileId>,
    /// What is wrong with links to other sites, by URL, where they were asked for.
    pub external: HashMap<String, String>,
    /// The files of `migrations:`.
    pub migrations: Vec<MigrationFolder>,
}

/// One entry of `migrations:`.
#[derive(Debug, Clone)]
pub struct MigrationFolder {
    /// Relative to the handbook; it may climb.
    pub path: String,
    /// Its number in the configuration.
    pub entry: usize,
    /// Its SQL files, sorted by path.
    pub files: Vec<FileId>,
}

impl Loaded {
    pub fn has_file(&self, path: &str) -> bool {
        self.tree.binary_search_by(|e| e.path.as_str().cmp(path)).is_ok()
    }
}

/// A document of the handbook: its place in [`Handbook::documents`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub usize);

/// Everything a team wrote.
#[derive(Debug)]
pub struct Handbook {
    pub config: Config,
    /// handbook.yaml.
    pub config_file: FileId,
    pub today: NaiveDate,
    pub register: Register,
    /// Sorted by path.
    pub documents: Vec<Document>,
    by_file: HashMap<FileId, DocId>,
    /// The folders that hold documents; the root is the first.
    pub folders: Vec<tree::Folder>,
    /// Documents by tag, drafts left out unless they are built.
    pub tags: BTreeMap<String, Vec<DocId>>,
    /// What documents and folders are called.
    pub names: Arc<links::Names>,
    /// For each document, which others link to it or name it; pages of folders list everything and are left out.
    pub backlinks: Vec<Vec<DocId>>,
    /// Files that documents show or link to, and that are published with them.
    pub assets: BTreeSet<String>,
    pub stamps: Vec<history::BulkStamp>,
    /// The document that explains terms, if there is one.
    pub glossary: Option<DocId>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

impl Handbook {
    pub fn document(&self, id: DocId) -> &Document {
        &self.documents[id.0]
    }

    pub fn kind(&self, document: &Document) -> &Kind {
        &self.config.kinds[document.kind]
    }

    pub fn kind_of(&self, id: DocId) -> &Kind {
        self.kind(self.document(id))
    }

    /// Finds things by what people call them.
    pub fn resolver<'a>(&'a self, loaded: &'a Loaded) -> Resolver<'a> {
        Resolver { documents: &self.documents, folders: &self.folders, loaded, names: &self.names }
    }

    /// Reads documents of other texts as those of this handbook are read.
    pub fn reader<'a>(&'a self, sources: &'a Sources) -> document::Reader<'a> {
        document::Reader { sources, config: &self.config, register: &self.register, today: self.today }
    }

    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.documents.len()).map(DocId)
    }

    /// The documents that have a page, in the order of their paths.
    pub fn published(&self) -> impl Iterator<Item = (DocId, &Document)> {
        self.documents.iter().enumerate().filter(|(_, d)| self.drafts || !d.draft).map(|(i, d)| (DocId(i), d))
    }

    pub fn is_published(&self, id: DocId) -> bool {
        self.drafts || !self.document(id).draft
    }

    pub fn of_path(&self, path: &str) -> Option<DocId> {
        self.documents.binary_search_by(|d| d.path.as_str().cmp(path)).ok().map(DocId)
    }

    pub fn of_file(&self, file: FileId) -> Option<DocId> {
        self.by_file.get(&file).copied()
    }

    /// The owner's id where the owner is known, else the name as written.
    pub fn owner_name(&self, document: &Document) -> Option<String> {
        match document.owners.first() {
            Some(owner) => Some(self.register.owner_id(*owner).to_owned()),
            None => document.owner_written.first().map(|w| w.value.clone()),
        }
    }
}
