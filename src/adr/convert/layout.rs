//! What becomes of each heading.

use std::collections::{HashMap, HashSet};

use crate::adr::Decision;
use crate::adr::page::Page;
use crate::adr::reading::{DATE, DECIDERS, STATUS};
use crate::adr::sections::{self, PARTS};
use crate::config::Section;
use crate::markdown::slug;

/// By the place of each heading in the page.
pub(super) struct Layout {
    /// The part of a decision that it begins, under the name that the house form has for it.
    pub names: Vec<Option<&'static str>>,
    pub levels: Vec<u8>,
    /// It holds a status, a date or names, which front matter takes over.
    pub metadata: Vec<bool>,
    /// `## Consequences` is written before it: MADR 2 tells good and bad ones apart and has no heading for both.
    pub opens: Option<usize>,
    /// The heading that the options stand under.
    pub options: Option<usize>,
}

const ONE_SIDED: [&str; 2] = ["positive consequences", "negative consequences"];

impl Layout {
    pub fn new(page: &Page, decision: &Decision, configured: &[Section]) -> Self {
        let count = page.heads.len();
        let mut layout = Self {
            names: vec![None; count],
            levels: vec![0; count],
            metadata: (0..count).map(|at| is_metadata(page, decision, at)).collect(),
            opens: None,
            options: None,
        };
        let mut roles = HashSet::new();
        for (name, part, synonyms) in PARTS {
            let Some(head) = sections::find(page, part, synonyms, configured) else { continue };
            let Some(at) = page.heads.iter().position(|h| h.range == head.range) else { continue };
            if layout.metadata[at] || !roles.insert(at) {
                continue;
            }
            let own = configured.iter().filter(|s| s.name == part).flat_map(|s| &s.synonyms);
            let is_known = synonyms.contains(&head.name.as_str()) || own.into_iter().any(|s| *s == head.name);
            if part == "options" {
                layout.options = Some(at);
            }
            if ONE_SIDED.contains(&head.name.as_str()) {
                layout.opens = Some(at);
            } else if is_known {
                layout.names[at] = Some(name);
            }
        }
        for at in 0..count {
            layout.levels[at] = layout.level(page, at, roles.contains(&at));
        }
        layout
    }

    /// Parts and what holds metadata are on the second level. What stood beside a part within another section
    /// leaves that section with it; everything else keeps its distance to the heading above it.
    fn level(&self, page: &Page, at: usize, is_role: bool) -> u8 {
        let heads = &page.heads;
        if self.is_one_sided(page, at) {
            return 3;
        }
        if is_role || self.metadata[at] {
            return 2;
        }
        let Some(parent) = self.parent(page, at) else { return 2 };
        let mut before = (0..at).rev().filter(|b| *b > parent && self.parent(page, *b) == Some(parent));
        match before.next() {
            Some(sibling) if self.levels[sibling] <= self.levels[parent] => self.levels[sibling],
            Some(sibling) if self.is_one_sided(page, sibling) => 2,
            _ => (self.levels[parent] + heads[at].level - heads[parent].level).clamp(self.levels[parent] + 1, 6),
        }
    }

    fn is_one_sided(&self, page: &Page, at: usize) -> bool {
        self.opens.is_some_and(|first| at >= first) && ONE_SIDED.contains(&page.heads[at].name.as_str())
    }

    /// The heading that one stands below, but for the title.
    pub fn parent(&self, page: &Page, at: usize) -> Option<usize> {
        let level = page.heads[at].level;
        (0..at).rev().find(|b| Some(*b) != page.title && page.heads[*b].level < level)
    }

    /// A heading and those below it.
    pub fn below(&self, page: &Page, at: usize) -> std::ops::Range<usize> {
        let level = page.heads[at].level;
        let end = page.heads[at + 1..].iter().position(|h| h.level <= level);
        at..end.map_or(page.heads.len(), |i| at + 1 + i)
    }

    /// What links to renamed headings said, and say now.
    pub fn anchors(&self, page: &Page) -> HashMap<String, String> {
        let outline = &page.document.outline.headings;
        let mut anchors = HashMap::new();
        for (head, name) in page.heads.iter().zip(&self.names) {
            let old = outline.iter().find(|h| h.span.file == page.file() && h.span.range() == head.range);
            if let (Some(old), Some(name)) = (old, name) {
                anchors.insert(old.id.clone(), slug(name));
            }
        }
        anchors
    }
}

/// A section whose text was read as the status, the date, or names.
fn is_metadata(page: &Page, decision: &Decision, at: usize) -> bool {
    let head = &page.heads[at];
    let line = head.range.start..head.own.end;
    let holds = |span: crate::source::Span| line.contains(&(span.start as usize));
    let is_status = STATUS.contains(&head.name.as_str()) || head.name.starts_with("status");
    if is_status && Some(at) != page.title {
        // An empty one says nothing.
        return decision.status_text.as_ref().is_some_and(|s| holds(s.span))
            || page.shown[head.own.clone()].trim().is_empty();
    }
    let people = [&decision.deciders, &decision.consulted, &decision.informed];
    let names_people = DECIDERS.iter().chain(&["consulted", "informed"]).any(|n| *n == head.name);
    DATE.contains(&head.name.as_str()) && decision.date.as_ref().is_some_and(|d| holds(d.span))
        || names_people && people.iter().any(|list| list.iter().any(|p| holds(p.span)))
}
