//! What git says of the documents: who changed them last, what they watch, and dates that were bumped without
//! a word being changed.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::freshness::Drift;
use super::{DocId, Document};
use crate::dates::{SlashOrder, parse_date};
use crate::glob::Globs;
use crate::source::Spanned;
use crate::world::git::{BULK, History, Reach};

/// Who changed a document.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub last: Option<Change>,
    /// Names, the most recent first.
    pub contributors: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub date: NaiveDate,
    pub author: String,
    /// The abbreviated hash.
    pub commit: String,
}

/// One commit that gave many documents a new review date and nothing else.
#[derive(Debug, Clone)]
pub struct BulkStamp {
    pub commit: String,
    pub author: String,
    pub date: NaiveDate,
    pub documents: Vec<DocId>,
}

/// The last change and the contributors of a document. In a shallow clone the oldest commit seems to have
/// written everything, so nothing is said.
pub fn changes(document: &Document, history: &History) -> Changes {
    if history.reach != Reach::Full {
        return Changes::default();
    }
    let path = history.repository_path(&document.path);
    let mut contributors: Vec<String> = Vec::new();
    for commit in history.of(&path) {
        if !contributors.contains(&commit.author) {
            contributors.push(commit.author.clone());
        }
    }
    let last = history.of(&path).next().map(|c| Change {
        date: c.date,
        author: c.author.clone(),
        commit: c.short().to_owned(),
    });
    Changes { last, contributors }
}

/// The watched files that changed after a document's review. A change on the day of the review was there to
/// be seen. The newest change of each file is enough.
pub fn drift(document: &Document, watches: &[Spanned<String>], history: &History) -> Vec<Drift> {
    let Some(reviewed) = document.review.last.filter(|_| history.reach == Reach::Full) else {
        return Vec::new();
    };
    let mut found = BTreeMap::new();
    for watch in watches {
        let pattern = history.repository_path(&watch.value);
        let globs = Globs::of([pattern.as_str(), &format!("{pattern}/**")]);
        for (path, commits) in history.touched.iter().filter(|(path, _)| globs.matches(path)) {
            let newest = commits.first().map(|t| &history.commits[t.commit]);
            if let Some(commit) = newest.filter(|c| c.date > reviewed.value) {
                found.entry(path.clone()).or_insert_with(|| Drift {
                    watch: watch.span,
                    path: path.clone(),
                    date: commit.date,
                    commit: commit.short().to_owned(),
                    author: commit.author.clone(),
                });
            }
        }
    }
    found.into_values().collect()
}

/// A file that got a new review date in a large commit while no other word of it changed.
#[derive(Debug)]
pub struct Stamp {
    /// Relative to the repository.
    path: String,
    /// Index into [`History::commits`].
    commit: usize,
    dates: Vec<NaiveDate>,
}

/// The stamps of a history. `keys` are the names of the review's front matter.
pub fn stamps(history: &History, keys: &[String]) -> Vec<Stamp> {
    let stamped = history.patches.iter().filter(|patch| {
        let lines = || patch.added.iter().chain(&patch.removed).filter(|l| !l.trim().is_empty());
        lines().next().is_some() && lines().all(|l| stamp(l, keys).is_some())
    });
    let dates = |lines: &[String]| -> Vec<NaiveDate> {
        lines.iter().filter_map(|l| parse_date(stamp(l, keys)?, SlashOrder::DayFirst)).collect()
    };
    stamped.map(|p| Stamp { path: p.path.clone(), commit: p.commit, dates: dates(&p.added) }).collect()
}

/// Commits in which [`BULK`] documents or more got a new review date while no other word of them changed, and
/// whose date still stands in them.
pub fn bulk_stamps(documents: &[Document], history: &History, stamps: &[Stamp]) -> Vec<BulkStamp> {
    if stamps.len() < BULK {
        return Vec::new();
    }
    let by_path: HashMap<String, DocId> =
        documents.iter().enumerate().map(|(i, d)| (history.repository_path(&d.path), DocId(i))).collect();
    let mut stamped: BTreeMap<usize, Vec<DocId>> = BTreeMap::new();
    for stamp in stamps {
        let Some(&id) = by_path.get(&stamp.path) else { continue };
        if documents[id.0].review.last.is_some_and(|last| stamp.dates.contains(&last.value)) {
            stamped.entry(stamp.commit).or_default().push(id);
        }
    }
    stamped
        .into_iter()
        .filter(|(_, ids)| ids.len() >= BULK)
        .map(|(at, mut documents)| {
            documents.sort();
            let commit = &history.commits[at];
            BulkStamp { commit: commit.short().to_owned(), author: commit.author.clone(), date: commit.date, documents }
        })
        .collect()
}

/// The value of a line that stamps a review, without its quotes.
fn stamp<'a>(line: &'a str, keys: &[String]) -> Option<&'a str> {
    let (key, value) = line.trim().split_once(':')?;
    let key = key.trim().trim_matches(['"', '\'']);
    keys.iter().any(|k| k == key).then(|| value.split(" #").next().unwrap_or(value).trim().trim_matches(['"', '\'']))
}
