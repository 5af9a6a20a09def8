//! What front matter takes over, and which lines say no more than that.

use std::ops::Range;

use crate::adr::Decision;
use crate::adr::heads::line_start;
use crate::adr::page::{Field, Page};
use crate::adr::reading::{DATE, DECIDERS, STATUS};
use crate::adr::status;
use crate::adr::values::{names_of_field, read_date};

/// Lines `Name: value` that name people or other decisions, beside those of [`DECIDERS`].
const NAMES: [&str; 11] = [
    "consulted",
    "informed",
    "supersedes",
    "replaces",
    "superseded by",
    "replaced by",
    "amends",
    "changes",
    "amended by",
    "changed by",
    "tags",
];

/// Words that say nothing beside a status and what it leads to.
const GLUE: [&str; 10] = ["by", "with", "and", "in", "of", "favour", "favor", "status", "adr", "is"];

pub(super) struct Carried<'a> {
    page: &'a Page<'a>,
    decision: &'a Decision,
    /// Names of people, decisions and tags.
    spans: Vec<Range<usize>>,
    pub tags: Vec<String>,
    /// Lines before the first section that go.
    pub cut: Vec<Range<usize>>,
    /// Those of them that say more than front matter does; they stay elsewhere.
    pub more: Vec<Range<usize>>,
}

impl<'a> Carried<'a> {
    pub fn new(page: &'a Page<'a>, decision: &'a Decision) -> Self {
        let d = decision;
        let people = d.deciders.iter().chain(&d.consulted).chain(&d.informed).map(|p| p.span.range());
        let ties = [&d.supersedes, &d.superseded_by, &d.amends, &d.amended_by];
        let ties = ties.into_iter().flatten().map(|r| r.text.span.range());
        let mut spans: Vec<Range<usize>> = people.chain(ties).collect();
        // A status that is not understood is carried as it is written.
        let raw = d.status_text.as_ref().filter(|_| d.state.is_none()).map(|s| s.span.range());
        spans.extend(raw);
        let mut carried = Self { page, decision, spans, tags: Vec::new(), cut: Vec::new(), more: Vec::new() };
        let fields = page.fields(page.preamble.clone());
        if let Some(field) = fields.iter().find(|f| f.name == "tags") {
            let tags = names_of_field(page, field);
            carried.spans.extend(tags.iter().map(|t| t.span.range()));
            carried.tags = tags.into_iter().map(|t| t.value).collect();
        }
        for field in &fields {
            carried.field(field);
        }
        carried
    }

    fn field(&mut self, field: &Field) {
        let name = field.name.as_str();
        let known = [STATUS, DATE, DECIDERS].iter().any(|names| names.contains(&name)) || NAMES.contains(&name);
        let line = self.line(field.value.start);
        // A row of a table stays with its table.
        if !known || self.page.text[line.clone()].trim_start().starts_with('|') {
            return;
        }
        let says: Vec<Range<usize>> =
            std::iter::once(field.value.clone()).chain(field.items.iter().cloned()).filter(|r| !r.is_empty()).collect();
        if !says.is_empty() && !says.iter().any(|r| self.is_used(r)) {
            return;
        }
        let lines: Vec<Range<usize>> =
            std::iter::once(line).chain(field.items.iter().map(|i| self.line(i.start))).collect();
        if says.iter().any(|r| self.has_more(r.clone())) {
            self.more.extend(lines.iter().cloned());
        }
        self.cut.extend(lines);
    }

    fn line(&self, at: usize) -> Range<usize> {
        let text = self.page.text;
        line_start(text, at).max(self.page.preamble.start)..text[at..].find('\n').map_or(text.len(), |i| at + i + 1)
    }

    /// Whether something was read from a place.
    fn is_used(&self, place: &Range<usize>) -> bool {
        let d = self.decision;
        let values = d.status_text.iter().map(|s| s.span).chain(d.date.iter().map(|d| d.span)).map(|s| s.range());
        let spans = self.spans.iter().cloned().chain(values);
        spans.into_iter().any(|s| s.start < place.end && place.start < s.end)
    }

    /// Whether a text says something that front matter does not.
    pub fn has_more(&self, range: Range<usize>) -> bool {
        let d = self.decision;
        let shown = if range.start < self.page.preamble.start { self.page.text } else { &self.page.shown };
        let mut part = shown[range.clone()].as_bytes().to_vec();
        for span in &self.spans {
            let (from, to) = (span.start.max(range.start), span.end.min(range.end));
            if from < to {
                part[from - range.start..to - range.start].fill(b' ');
            }
        }
        // Spans are of whole characters, so what is left is text.
        let part = String::from_utf8_lossy(&part).into_owned();
        part.split_whitespace().any(|token| {
            let is_date = || d.date.as_ref().is_some_and(|date| read_date(token) == Some(date.value));
            !is_date() && token.split(|c: char| !(c.is_alphanumeric() || c == '\'')).any(|w| self.is_news(w))
        })
    }

    fn is_news(&self, word: &str) -> bool {
        let word = word.trim_matches('\'').to_lowercase();
        if word.is_empty() || GLUE.contains(&word.as_str()) {
            return false;
        }
        let d = self.decision;
        let is_status = status::named(&word, true).is_some_and(|s| d.has_status(s))
            || d.state.as_ref().is_some_and(|s| s.value.to_lowercase() == word);
        let tied = ![&d.supersedes, &d.superseded_by, &d.amends, &d.amended_by].iter().all(|l| l.is_empty());
        let is_verb = ["supers", "superc", "supersc", "superseed", "replac", "obsolet", "amend", "modif"];
        !(is_status || tied && is_verb.iter().any(|v| word.starts_with(v)))
    }
}
