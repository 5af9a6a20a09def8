//! Terms that are marked where a page first uses them.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use super::text;

/// The handbook's terms. Built once and shared by all pages.
///
/// A term with an upper-case letter after its first one (`WAL`, `PgBouncer`) is matched as it is written, any
/// other in whatever case; beyond ASCII, case always counts.
#[derive(Debug)]
pub struct Glossary {
    entries: Vec<Entry>,
    /// None when there are no terms.
    finder: Option<AhoCorasick>,
}

#[derive(Debug)]
struct Entry {
    term: String,
    /// What the term means, short.
    title: String,
    anchor: Option<String>,
    exact: bool,
}

/// The longest explanation that goes into a title, in characters.
const TITLE: usize = 200;

impl Glossary {
    /// Entries are a term, what it means, and its anchor on the glossary's page; a term without one is an
    /// abbreviation that is explained on the spot.
    pub fn new(entries: impl IntoIterator<Item = (String, String, Option<String>)>) -> Self {
        let entries: Vec<Entry> = entries
            .into_iter()
            .filter(|(term, ..)| !term.trim().is_empty())
            .map(|(term, text, anchor)| Entry {
                exact: term.chars().skip(1).any(char::is_uppercase),
                title: text::shorten(&text.split_whitespace().collect::<Vec<_>>().join(" "), TITLE),
                term: term.trim().to_owned(),
                anchor,
            })
            .collect();
        // An automaton can only be too large for its 32-bit ids; no glossary is.
        let finder = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(entries.iter().map(|entry| &entry.term))
            .ok()
            .filter(|_| !entries.is_empty());
        Self { entries, finder }
    }

    /// A fresh start: no term of it has been used yet.
    pub(super) fn on_page<'g>(&'g self, href: &'g str) -> OnPage<'g> {
        OnPage { glossary: self, href, seen: vec![false; self.entries.len()] }
    }

    /// Whole words that are terms, the longest at each place, from left to right.
    fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let Some(finder) = &self.finder else {
            return Vec::new();
        };
        // Overlapping ones too: where the longest is no whole word, a shorter one may be.
        let mut found: Vec<(Range<usize>, usize)> = finder
            .find_overlapping_iter(text)
            .map(|m| (m.range(), m.pattern().as_usize()))
            .filter(|(range, index)| {
                let entry = &self.entries[*index];
                is_whole_word(text, range) && (!entry.exact || text[range.clone()] == entry.term)
            })
            .collect();
        found.sort_by_key(|(range, index)| {
            (range.start, std::cmp::Reverse(range.end), !self.entries[*index].exact, *index)
        });
        let mut end = 0;
        found.retain(|(range, _)| {
            let keep = range.start >= end;
            if keep {
                end = range.end;
            }
            keep
        });
        found
    }
}

fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(word) && !after.is_some_and(word)
}

/// The terms of a page: which ones it has used already.
pub(super) struct OnPage<'g> {
    glossary: &'g Glossary,
    href: &'g str,
    seen: Vec<bool>,
}

impl OnPage<'_> {
    /// Writes a text, with the terms it uses for the first time marked; what is no term of this glossary is
    /// left to the next ones.
    fn write(&mut self, out: &mut String, text: &str, others: &mut [OnPage]) {
        let mut done = 0;
        for (range, index) in self.glossary.find(text) {
            if std::mem::replace(&mut self.seen[index], true) {
                continue;
            }
            let entry = &self.glossary.entries[index];
            write(out, &text[done..range.start], others);
            done = range.end;
            let tag = match &entry.anchor {
                Some(anchor) => {
                    out.push_str("<a class=\"term\"");
                    text::attribute(out, "href", &format!("{}#{anchor}", self.href));
                    "a"
                }
                None => {
                    out.push_str("<abbr");
                    "abbr"
                }
            };
            if !entry.title.is_empty() {
                text::attribute(out, "title", &entry.title);
            }
            out.push('>');
            text::escape(out, &text[range]);
            out.push_str("</");
            out.push_str(tag);
            out.push('>');
        }
        write(out, &text[done..], others);
    }
}

/// Writes a text with the terms of all these glossaries, the first one before the others.
pub(super) fn write(out: &mut String, text: &str, glossaries: &mut [OnPage]) {
    match glossaries {
        [] => text::escape(out, text),
        [first, others @ ..] => first.write(out, text, others),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let entry = |term: &str, anchor: Option<&str>| {
            (term.to_owned(), format!("about \"{term}\""), anchor.map(str::to_owned))
        };
        Glossary::new([
            entry("WAL", Some("wal")),
            entry("WAL segment", Some("wal-segment")),
            entry("bloat", Some("bloat")),
            entry("HA", None),
        ])
    }

    #[test]
    fn the_first_whole_word_is_marked() {
        let glossary = glossary();
        let mut page = glossary.on_page("../glossary/");
        let mut out = String::new();
        page.write(&mut out, "wal WALs WAL & Bloat, bloat", &mut []);
        assert_eq!(
            out,
            "wal WALs <a class=\"term\" href=\"../glossary/#wal\" title=\"about &quot;WAL&quot;\">WAL</a> &amp; \
             <a class=\"term\" href=\"../glossary/#bloat\" title=\"about &quot;bloat&quot;\">Bloat</a>, bloat"
        );
    }

    #[test]
    fn the_longest_term_that_is_a_word_wins() {
        let glossary = glossary();
        let terms = |text: &'static str| -> Vec<&str> {
            glossary.find(text).into_iter().map(|(range, _)| &text[range]).collect()
        };
        assert_eq!(terms("a WAL segment"), ["WAL segment"]);
        assert_eq!(terms("WAL segmentation"), ["WAL"]);
        assert_eq!(terms("HA! ha"), ["HA"]);
        assert!(Glossary::new([]).find("WAL").is_empty());
    }
}
