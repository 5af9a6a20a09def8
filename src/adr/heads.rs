//! Headings, and what stands under each.

use std::ops::Range;

use super::text::plain;
use crate::model::Document;

#[derive(Debug)]
pub(super) struct Head {
    pub level: u8,
    /// As shown, in lower case, without numbers and signs around it.
    pub name: String,
    pub text: String,
    pub range: Range<usize>,
    /// Up to the next heading.
    pub own: Range<usize>,
    /// Up to the next heading of its level or above.
    pub whole: Range<usize>,
}

impl Head {
    /// It says that values follow which others write without a heading.
    pub fn is_metadata(&self) -> bool {
        matches!(self.name.as_str(), "metadata" | "meta data" | "meta" | "document info")
    }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// The headings of a document's own text, from `start` on.
pub(super) fn read(document: &Document, text: &str, start: usize) -> Vec<Head> {
    // Text that is included is another file's, and its headings are no sections of this one.
    let own = document.outline.headings.iter().filter(|h| h.span.file == document.file);
    let mut heads: Vec<Head> = own
        .map(|h| (h, h.span.range()))
        .filter(|(_, range)| range.start >= start && range.end <= text.len())
        .map(|(h, range)| {
            let body = body_start(text, range.end);
            Head {
                level: h.level,
                name: h.text.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase(),
                text: plain(&h.text),
                range,
                own: body..text.len(),
                whole: body..text.len(),
            }
        })
        .collect();
    for i in 0..heads.len() {
        let end = |of: Option<&Head>| of.map_or(text.len(), |h| line_start(text, h.range.start));
        let next = end(heads.get(i + 1));
        let peer = end(heads[i + 1..].iter().find(|h| h.level <= heads[i].level));
        let body = heads[i].own.start;
        heads[i].own = body..next.max(body);
        heads[i].whole = body..peer.max(body);
    }
    heads
}

/// Where the text under a heading begins: after its line, and after the rule under it where that makes it one.
fn body_start(text: &str, heading_end: usize) -> usize {
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |i| at + i + 1);
    let end = line_end(heading_end);
    let is_hash = text[line_start(text, heading_end)..].trim_start().starts_with('#');
    let under = &text[end..line_end(end)];
    let is_rule = !under.trim().is_empty() && under.trim().chars().all(|c| matches!(c, '=' | '-'));
    if !is_hash && is_rule { line_end(end) } else { end }
}
