//! Search: one index, and everything that answers from it.
//!
//! 1. [`record`]: the pages of a handbook and their sections.
//! 2. [`index`]: a tantivy index of them, one section a document, in the fields of [`schema`].
//! 3. [`lexicon`]: its words; spellings gathered under stems ([`language`]), stems with their weights.
//! 4. [`query`], [`expand`], [`rank`], [`answer`]: a query taken apart, its words found, pages ranked and shown.
//!    The formula is in [`weight`].
//! 5. [`forward`], [`shards`]: the same words by page, written as small files for the reader in `assets/search/`, which
//!    answers alike.
//! 6. [`live`]: those files for a site that is served while it is written.
//! 7. [`bulk`]: the sections for an engine that many handbooks share.
//!
//! Architecture invariant: a query is never an error.

pub mod answer;
pub mod bulk;
mod expand;
pub mod fold;
mod forward;
pub mod index;
pub mod language;
pub mod lexicon;
mod live;
pub mod query;
pub mod rank;
pub mod record;
pub mod schema;
pub mod shards;
pub mod snippet;
pub mod stamp;
mod vocabulary;
pub mod weight;
pub mod words;

use std::sync::Arc;

use crate::adr::Decisions;
use crate::model::{Handbook, Loaded};
use answer::Searcher;
use index::{Builder, FOLDER};
pub use live::{Memo, Served, live};
use rayon::prelude::*;
use record::Page;
use shards::texts::Texts;
use shards::write::{Put, Writer};
use shards::{Identity, MANIFEST, Shards};
use stamp::Stamp;
use vocabulary::Vocabulary;

/// Writes the index and its shards into a site.
pub fn publish(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions, put: Put) -> tantivy::Result<()> {
    let config = &handbook.config;
    let today = record::today(handbook);
    let writer = Writer::new(put);
    let mut texts = Texts::new(record::count(handbook), today, &writer);
    let mut builder = Builder::new()?;
    let mut vocabulary = Vocabulary::new(&config.language);
    let mut leaves = Vec::new();
    for pages in record::pages(handbook, loaded, decisions) {
        let all: Vec<&Page> = pages.iter().collect();
        let add = || pages.iter().try_for_each(|page| builder.add(page));
        let (added, read) = rayon::join(add, || forward::leaves(&mut vocabulary, &all));
        added?;
        leaves.extend(read.into_iter().map(Arc::new));
        texts.add(pages);
    }
    texts.finish();
    for (path, bytes) in builder.finish()?.files()? {
        put(&path, &bytes);
    }
    let stamp = Stamp::new(&loaded.tree, config);
    put(&format!("{FOLDER}{}", stamp::FILE), stamp.to_json().as_bytes());
    let shards = Shards::new(leaves, &mut vocabulary, today);
    shards.names().par_iter().for_each(|name| {
        let json = shards.json(name).expect("invariant: a shard that is named is there");
        writer.write(name, &json);
    });
    writer.write(MANIFEST, &shards.manifest(&Identity::new(config), &writer.stamp()));
    Ok(())
}

/// An index in memory, for a handbook that has no site or has changed since.
pub fn in_memory(handbook: &Handbook, loaded: &Loaded, decisions: &Decisions) -> tantivy::Result<Searcher> {
    let mut builder = Builder::new()?;
    for pages in record::pages(handbook, loaded, decisions) {
        pages.iter().try_for_each(|page| builder.add(page))?;
    }
    Searcher::new(builder.finish()?, &handbook.config.language, record::today(handbook))
}
