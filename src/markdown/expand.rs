//! Includes, in the style of mdBook: `{{#include path}}`, `{{#include path:anchor}}`, `{{#include path:2:10}}`.
//!
//! They are expanded before parsing, in fences too. [`Expanded`] remembers where each piece of text came
//! from. Every line of an include that stands alone on an indented (or quoted) line gets that same indent, so
//! that a file can be included inside a list item.

use std::borrow::Cow;
use std::ops::Range;

use super::include::{self, Directive, directives, include_path, line_prefix, select};
use super::{Body, Places};
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

const RULE: &str = "page/include";
/// Includes inside includes.
const MAX_DEPTH: usize = 8;
/// Of one page after expansion, in bytes: files that include each other twice grow without end otherwise.
const MAX_SIZE: usize = 16 << 20;

/// A document's text with its includes in place.
pub(super) struct Expanded<'a> {
    pub text: Cow<'a, str>,
    pub includes: Vec<FileId>,
    pub problems: Vec<Diagnostic>,
    /// In order of `at`; empty when nothing was included.
    pieces: Vec<Piece>,
    home: FileId,
    base: usize,
}

/// Text from `at` on was copied from `from` on in `file`; text that was made up stands for the place `from`.
#[derive(Clone, Copy)]
struct Piece {
    at: usize,
    file: FileId,
    from: usize,
    made_up: bool,
}

impl<'a> Expanded<'a> {
    pub fn new(body: &Body<'a>) -> Self {
        let whole = body.sources.text(body.file);
        let end = body.range.end.min(whole.len());
        let range = body.range.start.min(end)..end;
        let source = whole.get(range.clone()).unwrap_or_default();
        let mut expanded = Self {
            text: Cow::Borrowed(source),
            includes: Vec::new(),
            problems: Vec::new(),
            pieces: Vec::new(),
            home: body.file,
            base: range.start,
        };
        if include::is_in(source) {
            let mut expander = Expander {
                body,
                out: String::with_capacity(source.len() * 2),
                stack: vec![body.file],
                result: &mut expanded,
            };
            expander.part(body.file, range, "");
            expanded.text = Cow::Owned(expander.out);
        }
        expanded
    }

    /// Where a range of the expanded text was written. Of a range that starts in one file and ends in
    /// another, the part in the first one.
    pub fn span(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return Span::new(self.home, self.base + range.start..self.base + range.end);
        }
        let start = self.piece(range.start);
        let from = start.source(range.start);
        if range.end <= range.start {
            return Span::new(start.file, from..from);
        }
        let last = self.pieces.partition_point(|p| p.at < range.end);
        let first = self.pieces.partition_point(|p| p.at <= range.start).max(1);
        let inside = self.pieces.get(first - 1..last).unwrap_or_default();
        let to = match inside.iter().rposition(|p| p.file == start.file) {
            Some(end) if !inside[end].made_up => {
                let stop = inside.get(end + 1).map_or(range.end, |next| next.at.min(range.end));
                inside[end].source(stop)
            }
            _ => from,
        };
        Span::new(start.file, from..to)
    }

    /// Adds where each line of a text was written that stands at a range here. What a list or a quote puts in front of
    /// a line is not in the text, and an include may begin with any line.
    pub fn places(&self, places: &mut Places, text: &str, range: Range<usize>) {
        if self.pieces.is_empty() && text.len() == range.len() {
            return places.push(text.len(), self.span(range));
        }
        let bare = |line: &str| line.trim_end_matches(['\n', '\r']).len();
        let mut at = range.start;
        let mut sources = self.text.get(range.clone()).unwrap_or_default().split_inclusive('\n');
        for line in text.split_inclusive('\n') {
            let source = sources.next().unwrap_or_default();
            let (end, next) = (at + bare(source), at + source.len());
            let words = &line[..bare(line)];
            if source[..bare(source)].ends_with(words) {
                places.push(words.len(), self.span(end - words.len()..end));
                places.push(line.len() - words.len(), self.span(end..next));
            } else {
                places.push(line.len(), self.span(at..next));
            }
            at = next;
        }
    }

    fn piece(&self, at: usize) -> Piece {
        let next = self.pieces.partition_point(|p| p.at <= at);
        self.pieces[next.saturating_sub(1)]
    }
}

impl Piece {
    fn source(&self, at: usize) -> usize {
        if self.made_up { self.from } else { self.from + at.saturating_sub(self.at) }
    }
}

struct Expander<'e, 'a> {
    body: &'e Body<'a>,
    out: String,
    /// The files being included, outermost first.
    stack: Vec<FileId>,
    result: &'e mut Expanded<'a>,
}

impl Expander<'_, '_> {
    fn part(&mut self, file: FileId, range: Range<usize>, indent: &str) {
        let text = self.body.sources.text(file);
        let mut done = range.start;
        for directive in directives(text, range.clone()) {
            if directive.escaped {
                self.copy(file, done..directive.range.start - 1, indent);
                done = directive.range.start;
                continue;
            }
            self.copy(file, done..directive.range.start, indent);
            done = directive.range.end;
            if let Err(problem) = self.include(file, &directive, indent) {
                self.result.problems.push(problem);
                self.copy(file, directive.range.clone(), indent);
            }
        }
        self.copy(file, done..range.end, indent);
    }

    fn include(&mut self, file: FileId, directive: &Directive, indent: &str) -> Result<(), Diagnostic> {
        let sources = self.body.sources;
        let target = directive.target;
        let problem = |message: String| Diagnostic::new(RULE, Span::new(file, directive.range.clone()), message);
        let path = include_path(sources.path(file), target)
            .ok_or_else(|| problem(format!("`{target}` leads out of the handbook")))?;
        let found = sources.find(&path).ok_or_else(|| problem(format!("there is no file `{path}` to include")))?;
        if self.stack.contains(&found) {
            let chain: Vec<&str> = self.stack.iter().chain([&found]).map(|&f| sources.path(f)).collect();
            return Err(problem(format!("`{path}` includes itself: {}", chain.join(" → "))));
        }
        if self.stack.len() > MAX_DEPTH {
            return Err(problem(format!("includes are nested more than {MAX_DEPTH} deep")));
        }
        let text = sources.text(found);
        let parts = select(text, &path, target)
            .ok_or_else(|| problem(format!("`{path}` has no part `{}`", include::place(target))))?;
        let size: usize = parts.iter().map(Range::len).sum();
        if self.out.len() + size > MAX_SIZE {
            return Err(problem("includes make this page too large".to_owned()));
        }
        if !self.result.includes.contains(&found) {
            self.result.includes.push(found);
        }
        let indent = format!("{indent}{}", line_prefix(sources.text(file), directive.range.start));
        self.stack.push(found);
        for part in parts {
            self.part(found, part, &indent);
        }
        self.stack.pop();
        Ok(())
    }

    fn copy(&mut self, file: FileId, range: Range<usize>, indent: &str) {
        let Some(text) = self.body.sources.text(file).get(range.clone()) else {
            return;
        };
        if text.is_empty() {
            return;
        }
        let mut from = range.start;
        self.push(file, from, false, "");
        for line in text.split_inclusive('\n') {
            // A line is continued by what follows it, perhaps from another piece: it is the line break that
            // calls for an indent.
            if !indent.is_empty() && self.out.ends_with('\n') {
                self.push(file, from, true, indent);
                self.push(file, from, false, "");
            }
            self.out.push_str(line);
            from += line.len();
        }
    }

    fn push(&mut self, file: FileId, from: usize, made_up: bool, text: &str) {
        let at = self.out.len();
        self.result.pieces.push(Piece { at, file, from, made_up });
        self.out.push_str(text);
    }
}
