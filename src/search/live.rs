//! Search for a site that is served while it is written: the files that the browser's reader asks for, each made when
//! it is asked for, of the text as it stands.
//!
//! Architecture invariant: a memo never changes an answer. What was read of a page before is used again only where
//! everything that it was made from is the same, and the files are those of a build, byte for byte. Only the stamp is
//! another one: a build's says what the files hold, and here nobody has written them all.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::forward::{self, Leaf};
use super::record::{self, Page, Written};
use super::schema::VERSION;
use super::shards::{Identity, MANIFEST, Shards, shard_number, texts, write};
use super::vocabulary::Vocabulary;
use crate::adr::Decisions;
use crate::model::{DocId, Handbook, Loaded};

/// Words that no page has any more may be remembered, beside as many as pages have: then everything is read anew.
const UNUSED: usize = 10_000;

/// The pages of the last edition, with their words.
#[derive(Debug)]
pub struct Memo {
    language: String,
    vocabulary: Vocabulary,
    /// How many words of the vocabulary those pages have.
    words: usize,
    /// By path and route.
    pages: HashMap<(String, String), Known>,
}

/// One page and what it was made from: nothing but itself in the register.
#[derive(Debug, Clone)]
struct Known {
    written: Option<Written>,
    page: Arc<Page>,
    leaf: Arc<Leaf>,
}

/// The files of one edition below `search/`, but for the index that the command line reads.
pub struct Served {
    shards: Shards,
    pages: Vec<Arc<Page>>,
    today: i64,
    manifest: String,
}

/// A page, and its words if they are known.
struct Read {
    written: Option<Written>,
    page: Arc<Page>,
    leaf: Option<Arc<Leaf>>,
}

/// Reads what changed of a handbook since the edition that the memo holds.
pub fn live(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions, memo: &mut Memo) -> Served {
    let today = record::today(handbook);
    let identity = Identity::new(&handbook.config);
    let known = memo.read(handbook, loaded, decisions);
    let leaves: Vec<Arc<Leaf>> = known.iter().map(|known| Arc::clone(&known.leaf)).collect();
    let mut hasher = SipHasher13::new();
    (VERSION, env!("CARGO_PKG_VERSION"), today, &identity).hash(&mut hasher);
    leaves.iter().for_each(|leaf| leaf.hash.hash(&mut hasher));
    let stamp = format!("{:016x}", hasher.finish128().h1);
    let shards = Shards::new(leaves, &mut memo.vocabulary, today);
    memo.words = shards.words();
    let manifest = shards.manifest(&identity, &stamp);
    Served { shards, pages: known.into_iter().map(|known| known.page).collect(), today, manifest }
}

impl Default for Memo {
    fn default() -> Self {
        Self::new("")
    }
}

impl Memo {
    fn new(language: &str) -> Self {
        let vocabulary = Vocabulary::new(language);
        Self { language: language.to_owned(), vocabulary, words: 0, pages: HashMap::new() }
    }

    /// The pages of the handbook in their order. Pages that are gone are forgotten.
    fn read(&mut self, handbook: &Handbook, loaded: &Loaded, decisions: &Decisions) -> Vec<Known> {
        /// So that not all new tokens are held at once.
        const AT_ONCE: usize = 256;
        let language = &handbook.config.language;
        if self.language != *language || self.vocabulary.words().len() > 2 * self.words + UNUSED {
            *self = Self::new(language);
        }
        let before = std::mem::take(&mut self.pages);
        let documents: Vec<DocId> = handbook.published().map(|(id, _)| id).collect();
        let mut all = Vec::with_capacity(documents.len());
        for documents in documents.chunks(AT_ONCE) {
            let read = documents.par_iter().map(|&id| document(handbook, loaded, decisions, id, &before));
            self.learn(read.collect(), &mut all);
        }
        let register = record::of_register(handbook, loaded).into_iter().map(|page| {
            let known = before.get(&key(&page)).filter(|known| known.written.is_none() && *known.page == page);
            Read { written: None, leaf: known.map(|known| Arc::clone(&known.leaf)), page: Arc::new(page) }
        });
        self.learn(register.collect(), &mut all);
        self.pages = all.iter().map(|known| (key(&known.page), known.clone())).collect();
        all
    }

    /// Reads the words of new pages.
    fn learn(&mut self, read: Vec<Read>, all: &mut Vec<Known>) {
        let new: Vec<&Page> = read.iter().filter(|r| r.leaf.is_none()).map(|r| &*r.page).collect();
        let mut leaves = forward::leaves(&mut self.vocabulary, &new).into_iter().map(Arc::new);
        all.extend(read.into_iter().map(|Read { written, page, leaf }| {
            let leaf = leaf.or_else(|| leaves.next()).expect("invariant: each new page has a leaf");
            Known { written, page, leaf }
        }));
    }
}

fn key(page: &Page) -> (String, String) {
    (page.path.clone(), page.route.clone())
}

fn document(
    handbook: &Handbook,
    loaded: &Loaded,
    decisions: &Decisions,
    id: DocId,
    before: &HashMap<(String, String), Known>,
) -> Read {
    let head = record::head(handbook, decisions, id);
    let written = Some(Written::new(handbook, loaded, id));
    match before.get(&key(&head)) {
        Some(known) if known.written == written && known.page.has_head_of(&head) => {
            Read { written, page: Arc::clone(&known.page), leaf: Some(Arc::clone(&known.leaf)) }
        }
        _ => {
            let page = Page { sections: record::sections(handbook, loaded, id), ..head };
            Read { written, page: Arc::new(page), leaf: None }
        }
    }
}

impl Served {
    /// One file, by its path in the site: `search/terms/0.js`. None where there is no such file.
    pub fn file(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let name = write::name(path)?;
        let json = match name.strip_prefix(texts::FOLDER) {
            _ if name == MANIFEST => Cow::Borrowed(&*self.manifest),
            Some(which) => {
                let pages = self.pages.chunks(texts::per_shard(self.pages.len())).nth(shard_number(which)?)?;
                Cow::Owned(texts::json(pages.iter().map(|page| &**page), self.today))
            }
            None => Cow::Owned(self.shards.json(name)?),
        };
        Some(Cow::Owned(write::file(&json).into_bytes()))
    }

    /// The paths of all files, sorted.
    pub fn paths(&self) -> Vec<String> {
        let texts = 0..self.pages.len().div_ceil(texts::per_shard(self.pages.len()));
        let names = self.shards.names().into_iter().chain(texts.map(texts::name)).chain([MANIFEST.to_owned()]);
        let mut paths: Vec<String> = names.map(|name| write::path(&name)).collect();
        paths.sort();
        paths
    }
}

#[cfg(test)]
mod tests;
