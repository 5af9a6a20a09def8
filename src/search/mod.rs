//! Search: one index, and everything that answers from it.
//!
//! 1. [`record`]: the pages of a handbook and their sections.
//! 2. [`index`]: a tantivy index of them, one section a document, in the fields of [`schema`].
//! 3. [`lexicon`]: its words; spellings gathered under stems ([`language`]), stems with their weights.
//! 4. [`query`], [`expand`], [`rank`], [`answer`]: a query taken apart, its words found, pages ranked and shown.
//!    The formula is in [`weight`].
//! 5. [`shards`]: the same words written as small files for the reader in `assets/search/`, which answers alike.
//! 6. [`bulk`]: the sections for an engine that many handbooks share.
//!
//! Architecture invariant: a query is never an error.

pub mod answer;
pub mod bulk;
mod expand;
pub mod fold;
pub mod index;
pub mod language;
pub mod lexicon;
pub mod query;
pub mod rank;
pub mod record;
pub mod schema;
pub mod shards;
pub mod snippet;
pub mod stamp;
pub mod weight;
pub mod words;

use crate::adr::Decisions;
use crate::model::{Handbook, Loaded};
use answer::Searcher;
use index::{Builder, FOLDER};
use shards::{Identity, Put, Shards};
use stamp::Stamp;

/// Writes the index and its shards into a site.
pub fn publish(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions, put: Put) -> tantivy::Result<()> {
    let config = &handbook.config;
    let today = record::today(handbook);
    let mut builder = Builder::new()?;
    let mut shards = Shards::new(record::count(handbook), put);
    for pages in record::pages(handbook, loaded, decisions) {
        shards.texts(&pages, today);
        pages.iter().try_for_each(|page| builder.add(page))?;
    }
    let index = builder.finish()?;
    for (path, bytes) in index.files()? {
        put(&path, &bytes);
    }
    let stamp = Stamp::new(&loaded.tree, config);
    put(&format!("{FOLDER}{}", stamp::FILE), stamp.to_json().as_bytes());
    let mut searcher = Searcher::new(index, &config.language, today)?;
    let identity = Identity { id: record::handbook_id(config), title: &config.title, language: &config.language };
    shards.finish(&mut searcher, &identity)
}

/// An index in memory, for a handbook that has no site or has changed since.
pub fn in_memory(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions) -> tantivy::Result<Searcher> {
    let mut builder = Builder::new()?;
    for pages in record::pages(handbook, loaded, decisions) {
        pages.iter().try_for_each(|page| builder.add(page))?;
    }
    Searcher::new(builder.finish()?, &handbook.config.language, record::today(handbook))
}
