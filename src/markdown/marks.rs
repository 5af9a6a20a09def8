//! Lines that mean something before Markdown does: containers (`:::note Title` … `:::`), tabs inside
//! `:::tabs` (`== Label`), abbreviations (`*[WAL]: Write-ahead log`).
//!
//! The parser knows none of them. So the three bytes they start with are overwritten by `<?>`, which it takes
//! for a block of its own wherever a block may start, and leaves alone where it is code. Offsets stay as they
//! are; whoever reads code or text takes it from the text as written ([`restore`]).

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

/// What a mark is overwritten with: the shortest HTML block there is.
const BLOCK: &str = "<?>";

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    /// Where the three bytes stand.
    pub at: usize,
    /// From `at` to the end of the line, without the line break.
    pub line: Range<usize>,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum MarkKind {
    Open { container: Container, colons: usize, title: Range<usize> },
    Close { colons: usize },
    Tab { label: Range<usize> },
    Abbreviation { term: Range<usize>, text: Range<usize> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// Class of the alert, and its title where the document gives none.
    Alert(&'static str, &'static str),
    Details,
    Tabs,
    /// A name nobody knows: its lines are shown as they are.
    Unknown,
}

/// Names of Docusaurus, VitePress and Starlight.
fn container(name: &str) -> Container {
    match name {
        "note" => Container::Alert("note", "Note"),
        "info" => Container::Alert("note", "Info"),
        "tip" => Container::Alert("tip", "Tip"),
        "success" => Container::Alert("tip", "Success"),
        "important" => Container::Alert("important", "Important"),
        "warning" => Container::Alert("warning", "Warning"),
        "danger" => Container::Alert("caution", "Danger"),
        "caution" => Container::Alert("caution", "Caution"),
        "details" => Container::Details,
        "tabs" => Container::Tabs,
        _ => Container::Unknown,
    }
}

pub(super) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let containers = memmem::find(bytes, b":::").is_some();
    let abbreviations = memmem::find(bytes, b"*[").is_some();
    if !containers && !abbreviations {
        return Vec::new();
    }
    let (mut marks, mut at, mut tabs) = (Vec::new(), 0, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let start = start + (line.len() - inner.len());
        let kind = match inner.as_bytes() {
            [b':', b':', b':', ..] => colons(inner, start),
            [b'=', b'=', b' ', label @ ..] if tabs && !label.is_empty() => {
                let label = inner[3..].trim_start();
                Some(MarkKind::Tab { label: at_end(start, inner, label) })
            }
            [b'*', b'[', ..] => abbreviation(inner, start),
            _ => None,
        };
        if let Some(kind) = kind {
            tabs |= matches!(kind, MarkKind::Open { container: Container::Tabs, .. });
            marks.push(Mark { at: start, line: start..start + inner.len(), kind });
        }
    }
    marks
}

fn colons(line: &str, start: usize) -> Option<MarkKind> {
    let rest = line.trim_start_matches(':');
    let colons = line.len() - rest.len();
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(MarkKind::Close { colons });
    }
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    let (name, title) = rest.split_at(end);
    if name.is_empty() || !(title.is_empty() || title.starts_with([' ', '\t', '[', '{'])) {
        return None;
    }
    let title = title.trim_start();
    let mut range = at_end(start, line, title);
    // Docusaurus also writes `:::note[Title]`.
    if let Some(inner) = title.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        range = range.start + 1..range.start + 1 + inner.len();
    }
    Some(MarkKind::Open { container: container(name), colons, title: range })
}

fn abbreviation(line: &str, start: usize) -> Option<MarkKind> {
    let (term, text) = line.strip_prefix("*[")?.split_once("]:")?;
    let text = text.trim_start();
    if term.trim().is_empty() || term.contains(['[', ']']) {
        return None;
    }
    let term = start + 2..start + 2 + term.len();
    Some(MarkKind::Abbreviation { term, text: at_end(start, line, text) })
}

/// The range of `tail`, which `line` (at `start`) ends in.
fn at_end(start: usize, line: &str, tail: &str) -> Range<usize> {
    let end = start + line.len();
    end - tail.len()..end
}

/// The text as the parser is to see it; none when there is nothing to overwrite.
pub(super) fn overwrite(text: &str, marks: &[Mark]) -> Option<String> {
    if marks.is_empty() {
        return None;
    }
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for mark in marks {
        out.push_str(&text[done..mark.at]);
        out.push_str(BLOCK);
        done = mark.at + BLOCK.len();
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// Text that the parser saw over `range`, as it was written.
pub(super) fn restore<'t>(seen: &'t str, range: &Range<usize>, text: &'t str, marks: &[Mark]) -> Cow<'t, str> {
    let first = marks.partition_point(|m| m.at < range.start);
    let marks = &marks[first..];
    if marks.first().is_none_or(|m| m.at >= range.end) || !seen.contains(BLOCK) {
        return Cow::Borrowed(seen);
    }
    if seen.len() == range.len() {
        return Cow::Borrowed(&text[range.clone()]);
    }
    let mut out = String::with_capacity(seen.len());
    let mut marks = marks.iter();
    let mut rest = seen;
    while let Some(at) = rest.find(BLOCK) {
        out.push_str(&rest[..at]);
        let mark = marks.next().filter(|m| m.at < range.end);
        out.push_str(mark.map_or(BLOCK, |m| &text[m.at..m.at + BLOCK.len()]));
        rest = &rest[at + BLOCK.len()..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}
