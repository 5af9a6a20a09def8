//! The index as small files that a browser loads as it needs them, with no server's help.
//!
//! A file is one call, `rutterShard(…)`, with JSON in it: a page may load it as a script under `script-src 'self'`
//! and from a disk; other handbooks fetch it, cut the call off and read the JSON. The reader is
//! `assets/search/`. A query loads
//!
//! 1. `manifest.js` and `pages.js`: how many pages and sections there are, and the first spelling of each shard;
//! 2. `terms/` (and `endings/`, the same spellings from their ends, for typos): spellings, each with its stem, the
//!    stem's rarity and the place of its postings; `facets/` that it filters by;
//! 3. `postings/`: sections as gaps and their impacts; `positions/` for phrases;
//! 4. `texts/` of the pages it shows.
//!
//! Numbers are written as [`code`] says. Names are fixed; the manifest's stamp, a hash of everything, goes into
//! each address, so that no cache mixes two builds.

mod code;
mod postings;
mod terms;

use std::hash::Hasher;
use std::sync::Mutex;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use siphasher::sip128::{Hasher128, SipHasher13};

use super::answer::{KNOWN_BETWEEN, Searcher};
use super::record::Page;
use super::schema::{ALL_FACETS, STALE, VERSION};
use code::{digit, number};
use terms::Entry;

/// The folder of the shards in the site.
pub const FOLDER: &str = "search/";

/// Takes a file by its path in the site.
pub type Put<'a> = &'a (dyn Fn(&str, &[u8]) + Sync);

/// What the manifest says of the handbook.
pub struct Identity<'a> {
    pub id: String,
    pub title: &'a str,
    pub language: &'a str,
}

/// Writes shards, and remembers what they were for the stamp.
pub struct Shards<'a> {
    put: Put<'a>,
    per_text: usize,
    /// Pages that wait until a text shard is full.
    waiting: Vec<String>,
    texts: usize,
    /// A hash of each file, by its name.
    stamps: Mutex<Vec<(String, u64)>>,
}

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

impl<'a> Shards<'a> {
    /// `pages` is how many there will be. Hosts count files, so two pages share one, and more where there are
    /// many.
    pub fn new(pages: usize, put: Put<'a>) -> Self {
        let per_text = pages.div_ceil(5_000).max(2);
        Self { put, per_text, waiting: Vec::new(), texts: 0, stamps: Mutex::new(Vec::new()) }
    }

    /// Writes the texts of the next pages.
    pub fn texts(&mut self, pages: &[Page], today: i64) {
        let encoded: Vec<String> = pages.par_iter().map(|page| text(page, today)).collect();
        self.waiting.extend(encoded);
        let full = self.waiting.len() / self.per_text * self.per_text;
        let ready: Vec<String> = self.waiting.drain(..full).collect();
        self.write_texts(&ready);
    }

    fn write_texts(&mut self, pages: &[String]) {
        let first = self.texts;
        pages.par_chunks(self.per_text).enumerate().for_each(|(i, pages)| {
            self.write(&format!("texts/{}", first + i), &format!("[{}]", pages.join(",")));
        });
        self.texts += pages.len().div_ceil(self.per_text);
    }

    fn write(&self, name: &str, json: &str) {
        let file = format!("rutterShard({json})\n");
        let mut hasher = SipHasher13::new();
        hasher.write(file.as_bytes());
        if let Ok(mut stamps) = self.stamps.lock() {
            stamps.push((name.to_owned(), hasher.finish128().h1));
        }
        (self.put)(&format!("{FOLDER}{name}.js"), file.as_bytes());
    }

    fn write_value(&self, name: &str, value: &impl Serialize) {
        let json = serde_json::to_string(value).expect("invariant: shards are plain strings and numbers");
        self.write(name, &json);
    }

    /// Writes everything else, the manifest last.
    pub fn finish(mut self, searcher: &mut Searcher, identity: &Identity) -> tantivy::Result<()> {
        let rest = std::mem::take(&mut self.waiting);
        self.write_texts(&rest);
        let families = searcher.lexicon.families("", &mut searcher.language)?;
        let stems: Vec<&Vec<String>> = families.values().collect();
        let (shards, places) = postings::shards(&searcher.lexicon, &stems)?;
        shards.par_iter().enumerate().for_each(|(i, shard)| {
            self.write_value(&format!("postings/{i}"), shard);
            self.write_value(&format!("positions/{i}"), &shard.positions);
        });
        let entries: Vec<Entry> = families
            .iter()
            .zip(&places)
            .flat_map(|((stem, spellings), place)| {
                spellings.iter().map(|spelling| Entry {
                    spelling: spelling.clone(),
                    stem: stem.clone(),
                    rarity: place.rarity,
                    shard: place.shard,
                    at: place.at,
                })
            })
            .collect();
        let forward = self.dictionary("terms", &entries, |e| e.spelling.clone());
        let backward = self.dictionary("endings", &entries, |e| e.spelling.chars().rev().collect());
        self.pages(searcher);
        self.facets(searcher)?;
        let english = searcher.language.stops();
        let stops: Vec<&str> = if english.is_empty() {
            let spellings: Vec<&str> = entries.iter().map(|e| e.spelling.as_str()).collect();
            spellings.into_iter().filter(|s| searcher.language.is_stop(s)).collect()
        } else {
            english.to_vec()
        };
        let manifest = json!({
            "version": VERSION,
            "stamp": self.stamp(),
            "handbook": {"id": identity.id, "title": identity.title},
            "language": identity.language,
            "stemmer": searcher.language.name(),
            "pages": searcher.pages.factors.len(),
            "sections": searcher.lexicon.sections(),
            "stop": stops,
            "terms": forward,
            "endings": backward,
            "postings": shards.len(),
            "pages_per_text": self.per_text,
            "facets": ALL_FACETS,
        });
        self.write("manifest", &manifest.to_string());
        Ok(())
    }

    fn dictionary(&self, folder: &str, entries: &[Entry], key: impl Fn(&Entry) -> String) -> Vec<String> {
        let shards = terms::shards(entries.iter().collect(), key);
        shards.par_iter().enumerate().for_each(|(i, (_, shard))| self.write_value(&format!("{folder}/{i}"), shard));
        shards.into_iter().map(|(key, _)| key).collect()
    }

    fn pages(&self, searcher: &Searcher) {
        let (mut sections, mut factors) = (String::new(), String::new());
        let pages = &searcher.pages;
        for (bounds, factor) in pages.starts.windows(2).zip(&pages.factors) {
            number(bounds[1] - bounds[0], &mut sections);
            factors.push(digit(*factor as u8));
        }
        self.write_value("pages", &json!({"sections": sections, "factors": factors}));
    }

    fn facets(&self, searcher: &Searcher) -> tantivy::Result<()> {
        for name in ALL_FACETS {
            let values = if name == STALE { searcher.stale_values() } else { searcher.facet(name)? };
            let mut of_page: Vec<Vec<u32>> = vec![Vec::new(); searcher.pages.factors.len()];
            for (i, value) in values.iter().enumerate() {
                value.pages.iter().for_each(|&page| of_page[page].push(i as u32));
            }
            let names: Vec<&str> = values.iter().map(|v| v.value.as_str()).collect();
            let labels: Vec<&str> = values.iter().map(|v| v.label.as_str()).collect();
            self.facet(name, &names, &labels, &of_page);
        }
        Ok(())
    }

    fn facet(&self, name: &str, values: &[&str], labels: &[&str], of_page: &[Vec<u32>]) {
        let mut pages = String::new();
        for values in of_page {
            number(values.len() as u32, &mut pages);
            values.iter().for_each(|&value| number(value, &mut pages));
        }
        self.write_value(&format!("facets/{name}"), &json!({"values": values, "labels": labels, "pages": pages}));
    }

    /// A hash of every shard, whatever the order they were written in.
    fn stamp(&self) -> String {
        let mut stamps = self.stamps.lock().map(|s| s.clone()).unwrap_or_default();
        stamps.sort();
        let mut hasher = SipHasher13::new();
        for (name, stamp) in stamps {
            hasher.write(name.as_bytes());
            hasher.write_u64(stamp);
        }
        format!("{:016x}", hasher.finish128().h1)
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
