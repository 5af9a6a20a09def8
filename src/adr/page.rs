//! A document as the forms look at it: keys, headings, fields, each with its place.
//!
//! Everything is a byte range of the file's text. `Page::shown` is that text with front matter, comments and
//! fenced code blanked out, so that a template's hints are not taken for answers.

use std::borrow::Cow;
use std::ops::Range;

use super::heads::{self, Head, line_start};
use super::lenient;
use super::name::{FileName, title_number};
use super::reference::Base;
use super::text::{self, plain, trim};
use crate::model::document::{Document, TitleSource, words_of};
use crate::model::routes;
use crate::source::{FileId, Span, Spanned};
use crate::yaml::Node;
use crate::yaml::edit::Entry;

const MARKS: [char; 4] = ['*', '_', '`', '\\'];
/// What may stand around a field's name.
const NAME_MARKS: [char; 5] = ['*', '_', '`', '\\', ':'];

pub(super) struct Page<'a> {
    pub document: &'a Document,
    pub text: &'a str,
    pub shown: String,
    pub front: Cow<'a, Node>,
    pub heads: Vec<Head>,
    /// What stands before the first heading below the title, and under that where it is one for such values.
    pub preamble: Range<usize>,
    pub name: FileName,
    /// The heading that is the title.
    pub title: Option<usize>,
}

/// A line `Name: value`, or a heading with what stands under it.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub name: String,
    /// Where the name stands; nothing where a heading is the name.
    pub name_at: Option<Range<usize>>,
    /// It is an item of a list.
    pub bulleted: bool,
    pub value: Range<usize>,
    /// The bullets under it, where the line itself has no value.
    pub items: Vec<Range<usize>>,
}

impl<'a> Page<'a> {
    pub fn new(document: &'a Document, text: &'a str) -> Self {
        let (front, start) = match document.front.broken {
            true => {
                let (node, end) = lenient::read(text, document.file);
                (Cow::Owned(node), end.max(document.body.start))
            }
            false => (Cow::Borrowed(&document.front.node), document.body.start),
        };
        let shown = text::shown(text, start);
        let heads = heads::read(document, text, start);
        let name = FileName::of(routes::stem(&document.path));
        let title = heads.iter().position(|h| h.level == 1).or_else(|| {
            // Some write every heading one level down.
            heads.first().filter(|h| title_number(&h.text).is_some()).map(|_| 0)
        });
        let first = heads.iter().enumerate().find(|(i, _)| Some(*i) != title).map(|(_, h)| h);
        let end = first.map(|h| if h.is_metadata() { h.own.end } else { line_start(text, h.range.start) });
        let preamble = start..end.unwrap_or(text.len()).max(start);
        Self { document, text, shown, front, heads, preamble, name, title }
    }

    pub fn file(&self) -> FileId {
        self.document.file
    }

    pub fn base(&self) -> Base<'_> {
        Base { file: self.file(), path: &self.document.path }
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file(), range)
    }

    pub fn spanned(&self, range: Range<usize>) -> Spanned<String> {
        Spanned::new(plain(&self.text[range.clone()]), self.span(range))
    }

    /// A range without white space, quotes and emphasis around it.
    pub fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        trim(&self.shown, range, &MARKS)
    }

    /// The value of a key of the front matter, however its words are joined: `superseded-by`, `supersededBy`.
    pub fn key(&self, key: &str) -> Option<&Node> {
        self.front.entries().iter().find(|(k, v)| ours(&k.value) == key && !v.is_null()).map(|(_, v)| v)
    }

    /// The first entry of a key that has a value, else the first of all, however its words are joined.
    pub fn entry(&self, key: &str) -> Option<Entry<'_>> {
        let all = || self.front.entries().iter().filter(|(k, _)| ours(&k.value) == key).map(|(k, v)| (k, v));
        all().find(|(_, v)| !v.is_null()).or_else(|| all().next())
    }

    /// Whether a key is there, with or without a value, spelled just so.
    pub fn has(&self, key: &str) -> bool {
        self.front.entry(key).is_some()
    }

    pub fn has_front(&self) -> bool {
        !self.front.entries().is_empty()
    }

    pub fn head(&self, names: &[&str]) -> Option<&Head> {
        names.iter().find_map(|n| self.heads.iter().find(|h| h.name == *n))
    }

    /// Whether a heading of this name is there; the name is in lower case.
    pub fn has_head(&self, name: &str) -> bool {
        self.head(&[name]).is_some()
    }

    pub fn has_h1(&self) -> bool {
        self.heads.iter().any(|h| h.level == 1)
    }

    /// The title without its number.
    pub fn title(&self) -> (String, Option<Spanned<u64>>) {
        let key = self.front.get("title").filter(|t| t.scalar().is_some_and(|t| !t.trim().is_empty()));
        let head = self.title.map(|t| &self.heads[t]);
        let (written, span) = match (key, head) {
            (Some(node), _) => (node.scalar().unwrap_or_default().trim().to_owned(), node.span),
            (None, Some(head)) => (head.text.clone(), self.span(head.range.clone())),
            (None, None) if self.document.title_source == TitleSource::FileName => return (self.name_as_title(), None),
            (None, None) => (self.document.title.clone(), Span::top(self.file())),
        };
        // Some forget the dot; where the file's name has the same number, it is one: `# 26 Managed Prometheus`.
        let bare = || {
            let (digits, rest) = written.split_once(' ')?;
            let number = digits.parse().ok().filter(|n| Some(*n) == self.name.number)?;
            Some((number, written.len() - rest.len()))
        };
        match title_number(&written).or_else(bare) {
            Some((number, at)) if at < written.len() => (written[at..].to_owned(), Some(Spanned::new(number, span))),
            Some((number, _)) => (written, Some(Spanned::new(number, span))),
            None => (written, None),
        }
    }

    pub fn is_title(&self, head: &Head) -> bool {
        self.title.is_some_and(|t| self.heads[t].range == head.range)
    }

    /// Where the text below the title begins; its start where nothing is the title.
    pub fn title_end(&self) -> usize {
        self.title.map_or(self.start().start, |t| self.heads[t].own.start)
    }

    fn name_as_title(&self) -> String {
        let stem = routes::stem(&self.document.path);
        let slug = match self.name.number {
            Some(_) => stem.get(self.name.id.len()..).unwrap_or_default(),
            None if self.name.dated => stem.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'),
            None => stem,
        };
        let slug = slug.trim_start_matches(['-', '_', '.', ' ']);
        words_of(if slug.is_empty() { stem } else { slug })
    }

    /// What stands before the first heading of all.
    pub fn start(&self) -> Range<usize> {
        let first = self.heads.first().map_or(self.text.len(), |h| line_start(self.text, h.range.start));
        self.preamble.start.min(first)..first
    }

    /// The lines `Name: value` in a range, as bullets, bold or rows of a table.
    pub fn fields(&self, within: Range<usize>) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut open: Option<usize> = None;
        let mut at = within.start;
        for line in self.shown[within].split_inclusive('\n') {
            let range = at..at + line.len();
            at = range.end;
            let indent = line.len() - line.trim_start().len();
            if let Some(inside) = open
                && let Some(item) = bullet(&self.shown, range.clone()).filter(|_| indent > inside)
            {
                if let Some(field) = fields.last_mut() {
                    field.items.push(self.trimmed(item));
                }
                continue;
            }
            open = None;
            if let Some(field) = self.field(range) {
                open = field.value.is_empty().then_some(indent);
                fields.push(field);
            }
        }
        fields
    }

    fn field(&self, line: Range<usize>) -> Option<Field> {
        let line = trim(&self.shown, line, &[]);
        let item = bullet(&self.shown, line.clone());
        let bulleted = item.is_some();
        let inner = item.unwrap_or(line);
        let part = &self.shown[inner.clone()];
        let (name_at, value) = match part.strip_prefix('|') {
            Some(row) => {
                let (name, rest) = row.split_once('|')?;
                let start = inner.end - rest.len();
                (inner.start + 1..inner.start + 1 + name.len(), start..start + rest.find('|').unwrap_or(rest.len()))
            }
            None => {
                // Some forget the colon: `Date 09/04/2018`.
                let dated = part.strip_prefix("Date ").filter(|r| r.starts_with(|c: char| c.is_ascii_digit()));
                let (name, rest) = dated.map(|rest| ("Date", rest)).or_else(|| part.split_once(':'))?;
                (inner.start..inner.start + name.len(), inner.end - rest.len()..inner.end)
            }
        };
        let name_at = trim(&self.shown, name_at, &NAME_MARKS);
        let name = &self.shown[name_at.clone()];
        let plausible = name.len() <= 40
            && name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '/'));
        let value = self.trimmed(value);
        plausible.then(|| Field {
            name: name.to_lowercase().replace(['-', '_'], " "),
            name_at: Some(name_at),
            bulleted,
            value,
            items: Vec::new(),
        })
    }

    /// What the document says under one of these names: a field before its sections, or a section of that name.
    pub fn said(&self, names: &[&str]) -> Option<Field> {
        let field = self.fields(self.preamble.clone()).into_iter().find(|f| names.contains(&f.name.as_str()));
        field.filter(|f| !f.value.is_empty() || !f.items.is_empty()).or_else(|| {
            let head = self.head(names)?;
            let items = self.bullets(head.own.clone());
            let value = if items.is_empty() { self.paragraph(head.own.clone())? } else { head.own.end..head.own.end };
            Some(Field { name: head.name.clone(), name_at: None, bulleted: false, value, items })
        })
    }

    /// The first paragraph of a range.
    pub fn paragraph(&self, range: Range<usize>) -> Option<Range<usize>> {
        let start = self.trimmed(range.clone()).start;
        let part = self.shown.get(start..range.end)?;
        let mut len = 0;
        for line in part.split_inclusive('\n') {
            if line.trim().is_empty() {
                break;
            }
            len += line.len();
        }
        let found = self.trimmed(start..start + len);
        (!found.is_empty()).then_some(found)
    }

    /// The outermost bullets of a range, each up to the end of its own line.
    pub fn bullets(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut outer = None;
        let mut at = range.start;
        for line in self.shown[range].split_inclusive('\n') {
            let place = at..at + line.len();
            at = place.end;
            let indent = line.len() - line.trim_start().len();
            if let Some(item) = bullet(&self.shown, place)
                && indent <= *outer.get_or_insert(indent)
            {
                found.push(self.trimmed(item));
            }
        }
        found
    }
}

/// What follows the mark of a list's item on one line.
fn bullet(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let part = &text[line.clone()];
    let trimmed = part.trim_start();
    let start = line.end - trimmed.len();
    if trimmed.starts_with(['*', '-', '+']) && trimmed[1..].starts_with([' ', '\t']) {
        return Some(start + 1..line.end);
    }
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered =
        (1..4).contains(&digits) && (trimmed[digits..].starts_with(". ") || trimmed[digits..].starts_with(") "));
    numbered.then(|| start + digits + 1..line.end)
}

/// A key with its words in lower case, joined by `_`.
pub(super) fn ours(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 2);
    for c in key.trim().chars() {
        match c {
            '-' | ' ' => out.push('_'),
            c if c.is_uppercase() => {
                if !out.is_empty() && !out.ends_with('_') {
                    out.push('_');
                }
                out.extend(c.to_lowercase());
            }
            c => out.push(c),
        }
    }
    out
}
