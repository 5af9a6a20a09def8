//! Front matter that is no YAML, line by line.
//!
//! MADR 3 is full of it: `status: {proposed | accepted}`, `status: [superseded by ADR-0005](0005-x.md) since May`,
//! `deciders: Ana: lead`. That it cannot be read is said elsewhere (`page/front-matter`); what a person can still
//! read in it is read here, keys at the start of a line and lists of plain values under them.

use std::ops::Range;

use super::text::trim;
use crate::model::front::{self, Split};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::{Node, Value};

/// The keys, and where the front matter ends.
pub(super) fn read(text: &str, file: FileId) -> (Node, usize) {
    let (lines, end) = match front::split(text) {
        Split::Found { yaml, body } => (yaml, body),
        Split::Unclosed => unclosed(text),
        Split::None => (0..0, 0),
    };
    let mut entries: Vec<(Spanned<Box<str>>, Node)> = Vec::new();
    let mut at = lines.start;
    for line in text[lines.clone()].split_inclusive('\n') {
        let range = trim(text, at..at + line.len(), &[]);
        let indented = line.starts_with([' ', '\t', '-']);
        at += line.len();
        let part = &text[range.clone()];
        if part.is_empty() || part.starts_with('#') {
            continue;
        }
        if indented {
            if let (Some((_, node)), Some(item)) = (entries.last_mut(), part.strip_prefix("- ")) {
                add_item(node, scalar(text, range.end - item.len()..range.end, file));
            }
            continue;
        }
        let Some((key, rest)) = part.split_once(':') else { continue };
        let key_span = Span::new(file, range.start..range.start + key.len());
        let value = range.end - rest.len()..range.end;
        entries.push((Spanned::new(key.trim().into(), key_span), self::value(text, value, file)));
    }
    (Node { span: Span::new(file, lines), value: Value::Map(entries) }, end)
}

/// Without a second `---`, front matter ends where its keys do.
fn unclosed(text: &str) -> (Range<usize>, usize) {
    let start = text.find('\n').map_or(text.len(), |i| i + 1);
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim().is_empty() || line.starts_with("# ") {
            break;
        }
        end += line.len();
    }
    (start..end, end)
}

fn value(text: &str, range: Range<usize>, file: FileId) -> Node {
    let range = trim(text, range, &[]);
    let part = &text[range.clone()];
    let is_list = part.starts_with('[') && part.ends_with(']') && !part.contains("](");
    if !is_list {
        return scalar(text, range, file);
    }
    let mut items = Vec::new();
    let mut at = range.start + 1;
    for item in text[range.start + 1..range.end - 1].split(',') {
        let node = scalar(text, at..at + item.len(), file);
        at += item.len() + 1;
        if !node.is_null() {
            items.push(node);
        }
    }
    Node { span: Span::new(file, range), value: Value::List(items) }
}

fn scalar(text: &str, range: Range<usize>, file: FileId) -> Node {
    let commented = text[range.clone()].find(" #").map_or(range.end, |i| range.start + i);
    let range = trim(text, range.start..commented, &[]);
    let inner = trim(text, range.clone(), &['"', '\'']);
    let part = &text[inner];
    let value = match part {
        "" | "null" | "~" => Value::Null,
        _ => Value::Text(part.into()),
    };
    Node { span: Span::new(file, range), value }
}

fn add_item(node: &mut Node, item: Node) {
    match &mut node.value {
        Value::List(items) => items.push(item),
        Value::Null => node.value = Value::List(vec![item]),
        _ => {}
    }
}
