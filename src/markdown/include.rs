//! What an `{{#include …}}` names: a file, and perhaps some lines of it or what stands between two anchors.

use std::ops::Range;

use memchr::memmem;

const OPEN: &str = "{{#include";
/// Of a target, in bytes: a line of nothing but openings is read once, not once for each.
const MAX_TARGET: usize = 1024;

/// The files that `{{#include …}}` in a text names, as written but without their part (`:anchor`, `:2:10`).
/// [`include_path`] makes each a path in the handbook.
pub fn include_targets(text: &str) -> Vec<String> {
    directives(text, 0..text.len()).filter(|d| !d.escaped).map(|d| file(d.target).to_owned()).collect()
}

/// The file that a target in `from` names, relative to the handbook; none when it leads out of it.
pub fn include_path(from: &str, target: &str) -> Option<String> {
    let path = file(target);
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

/// Whether a text has anything that looks like an include.
pub(super) fn is_in(text: &str) -> bool {
    memmem::find(text.as_bytes(), OPEN.as_bytes()).is_some()
}

pub(super) struct Directive<'t> {
    pub range: Range<usize>,
    pub target: &'t str,
    /// Written `\{{#include …}}`: it is meant as text.
    pub escaped: bool,
}

pub(super) fn directives(text: &str, range: Range<usize>) -> impl Iterator<Item = Directive<'_>> {
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
pub(super) fn line_prefix(text: &str, at: usize) -> &str {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
    let prefix = &text[start..at];
    if prefix.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')) { prefix } else { "" }
}

fn file(target: &str) -> &str {
    target.split_once(':').map_or(target, |(file, _)| file)
}

pub(super) fn place(target: &str) -> &str {
    target.split_once(':').map_or("", |(_, place)| place)
}

/// The parts of a file that a target names: all of it, some lines, or what stands between two anchors.
/// None when it has no such part.
pub(super) fn select(text: &str, path: &str, target: &str) -> Option<Vec<Range<usize>>> {
    let mut words = place(target).split(':');
    let first = words.next().unwrap_or_default().trim();
    let second = words.next().map(str::trim);
    let whole = |range| std::iter::once(range).collect();
    let parts: Vec<Range<usize>> = if first.is_empty() && second.is_none() {
        whole(front_matter_end(text, path)..text.len())
    } else if !first.is_empty() && first.parse::<usize>().is_err() {
        anchored(text, first)?
    } else {
        let from = first.parse::<usize>().unwrap_or(1).max(1);
        let to = match second {
            None => from,
            Some("") => usize::MAX,
            Some(n) => n.parse().ok()?,
        };
        whole(lines(text, from, to)?)
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
