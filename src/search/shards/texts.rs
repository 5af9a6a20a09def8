//! The texts' shards: what is shown of the pages that were found.

use rayon::prelude::*;
use serde::Serialize;

use super::super::answer::KNOWN_BETWEEN;
use super::super::record::Page;
use super::super::schema::STALE;
use super::write::Writer;

#[derive(Serialize)]
struct PageText<'a> {
    title: &'a str,
    url: &'a str,
    kind: Option<&'a str>,
    owner: Option<&'a str>,
    status: Option<&'a str>,
    note: Option<&'a str>,
    /// Error texts and codes: what the lead shows where the query's words stand only there.
    known: String,
    sections: Vec<(&'a str, &'a str, &'a str)>,
}

/// How many pages share a shard. Hosts count files, so two do, and more where there are many.
pub fn per_shard(pages: usize) -> usize {
    pages.div_ceil(5_000).max(2)
}

/// Names of these shards begin with it.
pub const FOLDER: &str = "texts/";

/// A shard's name.
pub fn name(which: usize) -> String {
    format!("{FOLDER}{which}")
}

/// The JSON of the shard of some pages. `today` in days since 1970-01-01 says what is stale.
pub fn json<'p>(pages: impl IntoIterator<Item = &'p Page>, today: i64) -> String {
    let pages: Vec<String> = pages.into_iter().map(|page| text(page, today)).collect();
    format!("[{}]", pages.join(","))
}

/// Writes texts as pages come.
pub struct Texts<'w, 'p> {
    writer: &'w Writer<'p>,
    today: i64,
    per_shard: usize,
    /// Pages that wait until a shard is full.
    waiting: Vec<Page>,
    written: usize,
}

impl<'w, 'p> Texts<'w, 'p> {
    /// `pages` is how many there will be.
    pub fn new(pages: usize, today: i64, writer: &'w Writer<'p>) -> Self {
        Self { writer, today, per_shard: per_shard(pages), waiting: Vec::new(), written: 0 }
    }

    /// Writes what is full of the next pages.
    pub fn add(&mut self, pages: Vec<Page>) {
        self.waiting.extend(pages);
        let full = self.waiting.len() / self.per_shard * self.per_shard;
        let rest = self.waiting.split_off(full);
        self.flush();
        self.waiting = rest;
    }

    /// Writes what is left.
    pub fn finish(mut self) {
        self.flush();
    }

    fn flush(&mut self) {
        let first = self.written;
        self.waiting.par_chunks(self.per_shard).enumerate().for_each(|(i, pages)| {
            self.writer.write(&name(first + i), &json(pages, self.today));
        });
        self.written += self.waiting.len().div_ceil(self.per_shard);
    }
}

fn text(page: &Page, today: i64) -> String {
    let label = |facet: usize| page.facets[facet].first().map(|(_, label)| label.as_str());
    let stale = page.due.is_some_and(|due| due < today).then_some(STALE);
    let text = PageText {
        title: &page.title,
        url: &page.route,
        kind: label(0),
        owner: label(2),
        status: label(1),
        note: page.note.or(stale),
        known: page.fingerprints.join(KNOWN_BETWEEN),
        sections: page.sections.iter().map(|s| (s.heading.as_str(), s.anchor.as_str(), s.text.as_str())).collect(),
    };
    serde_json::to_string(&text).expect("invariant: a page is plain strings")
}
