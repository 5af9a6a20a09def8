//! The words of all pages as small files that a browser loads as it needs them, with no server's help.
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
//!
//! [`Shards`] knows the bounds of every shard and writes one when it is asked for: a build asks for all of them, a
//! server for those that a browser wants.

pub(super) mod code;
mod postings;
mod terms;
pub mod texts;
pub mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::forward::Leaf;
use super::record::{STALE as STALE_FACTOR, handbook_id};
use super::schema::{ALL_FACETS, FACETS, STALE, VERSION};
use super::vocabulary::Vocabulary;
use crate::config::Config;
use code::{digit, number};
use postings::Postings;
use terms::Entry;

/// The folder of the shards in the site.
pub const FOLDER: &str = "search/";
/// The shard that names the others' bounds, and the stamp of their addresses.
pub const MANIFEST: &str = "manifest";

/// What the manifest says of the handbook.
#[derive(Debug, Hash)]
pub struct Identity {
    id: String,
    title: String,
    language: String,
}

impl Identity {
    pub fn new(config: &Config) -> Self {
        Self { id: handbook_id(config), title: config.title.clone(), language: config.language.clone() }
    }
}

/// Every shard but those of [`texts`].
pub struct Shards {
    leaves: Vec<Arc<Leaf>>,
    /// The first section of each page, and after the last page the number of sections.
    starts: Vec<u32>,
    /// Says what is stale; days since 1970-01-01.
    today: i64,
    stemmer: &'static str,
    stops: Vec<String>,
    postings: Postings,
    /// How many spellings there are.
    words: usize,
    /// Each with its key.
    terms: Vec<(String, terms::Shard)>,
    endings: Vec<(String, terms::Shard)>,
}

impl Shards {
    /// `leaves` are the pages in their order, read with this vocabulary.
    pub fn new(leaves: Vec<Arc<Leaf>>, vocabulary: &mut Vocabulary, today: i64) -> Self {
        let mut starts = vec![0];
        for leaf in &leaves {
            starts.push(starts[starts.len() - 1] + leaf.sections());
        }
        let mut is_used = vec![false; vocabulary.words().len()];
        leaves.iter().flat_map(|leaf| &leaf.words).for_each(|&word| is_used[word as usize] = true);
        vocabulary.sort();
        let (words, orders) = (vocabulary.words(), vocabulary.orders());
        let families: Vec<u32> = orders.families.iter().copied().filter(|&word| is_used[word as usize]).collect();
        let mut stems: Vec<u32> = families.iter().map(|&word| words[word as usize].number).collect();
        stems.dedup();
        let (postings, places) = Postings::new(&leaves, &starts, stems, vocabulary.stems());
        let dictionary = |order: &[u32], key: fn(&str) -> String| {
            let entries = order.iter().filter(|&&word| is_used[word as usize]).map(|&word| {
                let word = &words[word as usize];
                let place = &places[word.number as usize];
                Entry { key: key(&word.spelling), spelling: &word.spelling, stem: &word.stem, place }
            });
            terms::shards(entries)
        };
        let (terms, endings) = rayon::join(
            || dictionary(&orders.forward, str::to_owned),
            || dictionary(&orders.backward, |spelling| spelling.chars().rev().collect()),
        );
        let stops = match vocabulary.language().stops() {
            [] => {
                let stops = families.iter().map(|&word| &words[word as usize]).filter(|word| word.is_stop);
                stops.map(|word| word.spelling.to_string()).collect()
            }
            known => known.iter().map(|&word| word.to_owned()).collect(),
        };
        let stemmer = vocabulary.language().name();
        Self { leaves, starts, today, stemmer, stops, words: families.len(), postings, terms, endings }
    }

    /// How many spellings there are.
    pub fn words(&self) -> usize {
        self.words
    }

    /// The names of all shards but the manifest.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec!["pages".to_owned()];
        names.extend(ALL_FACETS.iter().map(|facet| format!("facets/{facet}")));
        let (terms, endings, postings) = (self.terms.len(), self.endings.len(), self.postings.len());
        for (folder, count) in [("terms", terms), ("endings", endings), ("postings", postings), ("positions", postings)]
        {
            names.extend((0..count).map(|i| format!("{folder}/{i}")));
        }
        names
    }

    /// The JSON of a shard; none if there is no such shard.
    pub fn json(&self, name: &str) -> Option<String> {
        let (folder, which) = name.split_once('/').unwrap_or((name, ""));
        let number = shard_number(which);
        let dictionary = |shards: &[(String, terms::Shard)]| Some(json_of(&shards.get(number?)?.1));
        match folder {
            "pages" if which.is_empty() => Some(self.pages()),
            "facets" => self.facet(which),
            "terms" => dictionary(&self.terms),
            "endings" => dictionary(&self.endings),
            "postings" => Some(json_of(&self.postings.shard(&self.leaves, &self.starts, number?)?)),
            "positions" => Some(json_of(&self.postings.positions(&self.leaves, number?)?)),
            _ => None,
        }
    }

    /// The JSON of the manifest.
    pub fn manifest(&self, identity: &Identity, stamp: &str) -> String {
        let keys = |shards: &[(String, terms::Shard)]| shards.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        let manifest = json!({
            "version": VERSION,
            "stamp": stamp,
            "handbook": {"id": identity.id, "title": identity.title},
            "language": identity.language,
            "stemmer": self.stemmer,
            "pages": self.leaves.len(),
            "sections": self.starts[self.leaves.len()],
            "stop": self.stops,
            "terms": keys(&self.terms),
            "endings": keys(&self.endings),
            "postings": self.postings.len(),
            "pages_per_text": texts::per_shard(self.leaves.len()),
            "facets": ALL_FACETS,
        });
        manifest.to_string()
    }

    fn pages(&self) -> String {
        let (mut sections, mut factors) = (String::new(), String::new());
        for leaf in &self.leaves {
            number(leaf.sections(), &mut sections);
            let factor = if self.is_stale(leaf) { leaf.factor.min(STALE_FACTOR) } else { leaf.factor };
            factors.push(digit(factor as u8));
        }
        json_of(&json!({"sections": sections, "factors": factors}))
    }

    fn is_stale(&self, leaf: &Leaf) -> bool {
        leaf.due.is_some_and(|due| due < self.today)
    }

    fn facet(&self, name: &str) -> Option<String> {
        let (mut values, mut labels, mut pages) = (Vec::new(), Vec::new(), String::new());
        if name == STALE {
            values.extend(["true", "false"]);
            labels.clone_from(&values);
            for leaf in &self.leaves {
                number(1, &mut pages);
                number(u32::from(!self.is_stale(leaf)), &mut pages);
            }
        } else {
            let at = FACETS.iter().position(|facet| *facet == name)?;
            // People read a value as the first page that has it says.
            let mut known: BTreeMap<&str, (&str, u32)> = BTreeMap::new();
            for (value, label) in self.leaves.iter().flat_map(|leaf| &leaf.facets[at]) {
                known.entry(value).or_insert((label, 0));
            }
            for (i, (value, (label, number))) in known.iter_mut().enumerate() {
                values.push(*value);
                labels.push(*label);
                *number = i as u32;
            }
            for leaf in &self.leaves {
                let mut own: Vec<u32> = leaf.facets[at].iter().map(|(value, _)| known[value.as_str()].1).collect();
                own.sort_unstable();
                number(own.len() as u32, &mut pages);
                own.iter().for_each(|&value| number(value, &mut pages));
            }
        }
        Some(json_of(&json!({"values": values, "labels": labels, "pages": pages})))
    }
}

/// The number in a shard's name, as it is written there.
pub fn shard_number(text: &str) -> Option<usize> {
    text.parse().ok().filter(|number: &usize| number.to_string() == text)
}

fn json_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("invariant: shards are plain strings and numbers")
}
