//! Includes, in the style of mdBook: `{{#include path}}`, `{{#include path:anchor}}`, `{{#include path:2:10}}`.
//!
//! They are expanded before parsing, in fences too. [`Expanded`] remembers where each piece of text came
//! from. Every line of an include that stands alone on an indented (or quoted) line gets that same indent, so
//! that a file can be included inside a list item.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::Body;
use crate::diag::Diagnostic;
use crate::source::{FileId, Span};

const OPEN: &str = "{{#include";
const RULE: &str = "page/include";
/// Includes inside includes.
const MAX_DEPTH: usize = 8;
/// Of one page after expansion, in bytes: files that include each other twice grow without end otherwise.
const MAX_SIZE: usize = 16 << 20;

/// Of a target, in bytes: a line of nothing but openings is read once, not once for each.
const MAX_TARGET: usize = 1024;

/// The targets of `{{#include …}}` in a text, as written (with `:anchor` or lines). [`include_path`] turns one
/// into the path of a file.
pub fn include_targets(text: &str) -> Vec<String> {
    directives(text, 0..text.len())
        .filter(|d| !d.escaped)
        .map(|d| d.target.to_owned())
        .collect()
}

/// The file that a target in `from` names, relative to the handbook; none when it leads out of it.
pub fn include_path(from: &str, target: &str) -> Option<String> {
    let path = target.split(':').next().unwrap_or_default();
    if path.is_empty() || path.starts_with(['/', '\\']) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

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
        if memmem::find(source.as_bytes(), OPEN.as_bytes()).is_some() {
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
                let stop = inside
                    .get(end + 1)
                    .map_or(range.end, |next| next.at.min(range.end));
                inside[end].source(stop)
            }
            _ => from,
        };
        Span::new(start.file, from..to)
    }

    fn piece(&self, at: usize) -> Piece {
        let next = self.pieces.partition_point(|p| p.at <= at);
        self.pieces[next.saturating_sub(1)]
    }
}

impl Piece {
    fn source(&self, at: usize) -> usize {
        if self.made_up {
            self.from
        } else {
            self.from + at.saturating_sub(self.at)
        }
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

    fn include(
        &mut self,
        file: FileId,
        directive: &Directive,
        indent: &str,
    ) -> Result<(), Diagnostic> {
        let sources = self.body.sources;
        let target = directive.target;
        let problem = |message: String| {
            Diagnostic::new(RULE, Span::new(file, directive.range.clone()), message)
        };
        let path = include_path(sources.path(file), target)
            .ok_or_else(|| problem(format!("`{target}` leads out of the handbook")))?;
        let found = sources
            .find(&path)
            .ok_or_else(|| problem(format!("there is no file `{path}` to include")))?;
        if self.stack.contains(&found) {
            let chain: Vec<&str> = self
                .stack
                .iter()
                .chain([&found])
                .map(|&f| sources.path(f))
                .collect();
            return Err(problem(format!(
                "`{path}` includes itself: {}",
                chain.join(" → ")
            )));
        }
        if self.stack.len() > MAX_DEPTH {
            return Err(problem(format!(
                "includes are nested more than {MAX_DEPTH} deep"
            )));
        }
        let text = sources.text(found);
        let parts = select(text, &path, target)
            .ok_or_else(|| problem(format!("`{path}` has no part `{}`", place(target))))?;
        let size: usize = parts.iter().map(Range::len).sum();
        if self.out.len() + size > MAX_SIZE {
            return Err(problem("includes make this page too large".to_owned()));
        }
        if !self.result.includes.contains(&found) {
            self.result.includes.push(found);
        }
        let indent = format!(
            "{indent}{}",
            line_prefix(sources.text(file), directive.range.start)
        );
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
        self.result.pieces.push(Piece {
            at,
            file,
            from,
            made_up,
        });
        self.out.push_str(text);
    }
}

struct Directive<'t> {
    range: Range<usize>,
    target: &'t str,
    /// Written `\{{#include …}}`: it is meant as text.
    escaped: bool,
}

fn directives(text: &str, range: Range<usize>) -> impl Iterator<Item = Directive<'_>> {
    let part = text.get(range.clone()).unwrap_or_default();
    memmem::find_iter(part.as_bytes(), OPEN.as_bytes()).filter_map(move |at| {
        let rest = &part[at + OPEN.len()..];
        let rest = &rest[..rest.floor_char_boundary(MAX_TARGET)];
        let line = &rest[..memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        let inner = &line[..line.find("}}")?];
        let target = inner.trim();
        if target.is_empty() || !inner.starts_with([' ', '\t']) {
            return None;
        }
        let start = range.start + at;
        Some(Directive {
            range: start..start + OPEN.len() + inner.len() + 2,
            target,
            escaped: part[..at].ends_with('\\'),
        })
    })
}

/// What stands before an include on its line, if it is only indentation and quote marks.
fn line_prefix(text: &str, at: usize) -> &str {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
    let prefix = &text[start..at];
    if prefix.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) {
        prefix
    } else {
        ""
    }
}

fn place(target: &str) -> &str {
    target.split_once(':').map_or("", |(_, place)| place)
}

/// The parts of a file that a target names: all of it, some lines, or what stands between two anchors.
/// None when it has no such part.
fn select(text: &str, path: &str, target: &str) -> Option<Vec<Range<usize>>> {
    let mut words = place(target).split(':');
    let first = words.next().unwrap_or_default().trim();
    let second = words.next().map(str::trim);
    let parts = if first.is_empty() && second.is_none() {
        vec![front_matter_end(text, path)..text.len()]
    } else if !first.is_empty() && first.parse::<usize>().is_err() {
        anchored(text, first)?
    } else {
        let from = first.parse::<usize>().unwrap_or(1).max(1);
        let to = match second {
            None => from,
            Some("") => usize::MAX,
            Some(n) => n.parse().ok()?,
        };
        vec![lines(text, from, to)?]
    };
    Some(without_last_break(text, parts))
}

/// A file ends in a line break, and so does the line that includes it: one of them is enough.
fn without_last_break(text: &str, mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if let Some(last) = parts.last_mut()
        && text[last.clone()].ends_with('\n')
    {
        last.end -= 1;
        if text[last.clone()].ends_with('\r') {
            last.end -= 1;
        }
    }
    parts
}

fn lines(text: &str, from: usize, to: usize) -> Option<Range<usize>> {
    let (mut start, mut at) = (None, 0);
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if number == from {
            start = Some(at);
        }
        at += line.len();
        if number >= to {
            break;
        }
    }
    start.map(|start| start..at)
}

/// The lines between `ANCHOR: name` and `ANCHOR_END: name`, without those of other anchors.
fn anchored(text: &str, name: &str) -> Option<Vec<Range<usize>>> {
    let (mut parts, mut at, mut inside, mut found) = (Vec::<Range<usize>>::new(), 0, false, false);
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if let Some(end) = word_after(line, "ANCHOR_END:") {
            inside &= end != name;
        } else if let Some(start) = word_after(line, "ANCHOR:") {
            found |= start == name;
            inside |= start == name;
        } else if inside {
            match parts.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => parts.push(range),
            }
        }
    }
    found.then_some(parts)
}

fn word_after<'t>(line: &'t str, key: &str) -> Option<&'t str> {
    let (_, rest) = line.split_once(key)?;
    rest.split_whitespace().next()
}

/// Where the Markdown of an included file starts: its front matter describes that file, not this page.
fn front_matter_end(text: &str, path: &str) -> usize {
    if !(path.ends_with(".md") || path.ends_with(".markdown")) {
        return 0;
    }
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        match number {
            0 if line.trim_start_matches('\u{feff}') != "---" => return 0,
            0 => {}
            _ if line == "---" || line == "..." => return at,
            _ => {}
        }
    }
    0
}
