//! Edits of YAML that touch nothing else: comments, quotes, order and line ends stay, byte for byte.
//!
//! An [`Editor`] gathers edits against the tree that was read, and makes them all at once. It does not know
//! everything that YAML can do: whoever edits reads the result again and throws it away if it says another thing.

use std::ops::Range;

use super::{Node, Value};
use crate::source::Spanned;

/// A key of a mapping with its value.
pub type Entry<'a> = (&'a Spanned<Box<str>>, &'a Node);

/// Gathers edits of one mapping.
pub struct Editor<'a> {
    text: &'a str,
    /// Where the mapping ends: keys that are missing go there.
    end: usize,
    edits: Vec<(Range<usize>, String)>,
    missing: String,
}

impl<'a> Editor<'a> {
    /// Of the mapping that ends at `end` in `text`; its nodes have their places in `text`.
    pub fn new(text: &'a str, end: usize) -> Self {
        Self { text, end, edits: Vec::new(), missing: String::new() }
    }

    /// Gives a key one value, in the quotes that the old one had. `key` is written where no entry was found.
    pub fn set(&mut self, found: Option<Entry>, key: &str, value: &str) {
        match found {
            Some((name, old)) if old.is_null() => self.fill(name, &scalar(value)),
            Some((_, old)) => {
                let range = self.whole(old);
                let value = match self.text[range.clone()].chars().next() {
                    Some('"') => double_quoted(value),
                    Some('\'') => format!("'{}'", value.replace('\'', "''")),
                    _ => scalar(value),
                };
                self.edits.push((range, value));
            }
            None => self.add(key, &scalar(value)),
        }
    }

    /// Gives a key a list of values, in the form it has: in brackets, with dashes, or as one text with commas.
    pub fn set_list(&mut self, found: Option<Entry>, key: &str, values: &[String]) {
        let flow = || format!("[{}]", values.iter().map(|v| scalar(v)).collect::<Vec<_>>().join(", "));
        match found {
            Some((name, old)) if old.is_null() => self.fill(name, &flow()),
            Some((_, Node { value: Value::List(items), .. })) if self.has_dashes(items) => {
                let (first, last) = (items[0].span.range(), items[items.len() - 1].span.range());
                let lead = self.lead(first.start);
                let lines: Vec<String> = values.iter().map(|v| scalar(v)).collect();
                let lines = lines.join(&format!("{}{lead}", line_ending(self.text)));
                self.edits.push((first.start..last.end, lines));
            }
            Some((_, old)) if old.scalar().is_some() => self.set(found, key, &values.join(", ")),
            Some((_, old)) => self.edits.push((self.whole(old), flow())),
            None => self.add(key, &flow()),
        }
    }

    /// Adds an item, which is YAML already, to the end of a list. One value becomes a list of two.
    pub fn push(&mut self, found: Option<Entry>, key: &str, item: &str) {
        match found {
            Some((name, old)) if old.is_null() => self.fill(name, &format!("[{item}]")),
            Some((_, Node { value: Value::List(items), .. })) if self.has_dashes(items) => {
                let (first, last) = (items[0].span.range(), items[items.len() - 1].span.range());
                let line = self.text[last.end..].find('\n').map_or(self.text.len(), |i| last.end + i);
                let at = line - usize::from(self.text[..line].ends_with('\r'));
                let new = format!("{}{}{item}", line_ending(self.text), self.lead(first.start));
                self.edits.push((at..at, new));
            }
            Some((_, old @ Node { value: Value::List(items), .. })) => match items.last() {
                Some(last) => {
                    let at = self.closed(last);
                    self.edits.push((at..at, format!(", {item}")));
                }
                None => self.edits.push((self.whole(old), format!("[{item}]"))),
            },
            Some((_, old)) => {
                let range = old.span.range();
                let new = format!("[{}, {item}]", &self.text[range.clone()]);
                self.edits.push((range, new));
            }
            None => self.add(key, &format!("[{item}]")),
        }
    }

    /// Adds a mapping, one key a line, to the end of a list of mappings; in a list in brackets it stands on one line.
    pub fn push_record(&mut self, found: Option<Entry>, key: &str, record: &[(&str, &str)]) {
        let pairs: Vec<String> = record.iter().map(|(key, value)| format!("{key}: {}", scalar(value))).collect();
        let newline = line_ending(self.text);
        match found {
            Some((_, Node { value: Value::List(items), .. })) if self.has_dashes(items) => {
                let (Some(first), Some(last)) = (items.first(), items.last()) else { return };
                let lead = self.lead(first.span.range().start);
                let end = self.closed(last);
                let line = self.text[end..].find('\n').map_or(self.text.len(), |i| end + i);
                let at = line - usize::from(self.text[..line].ends_with('\r'));
                let item = pairs.join(&format!("{newline}{}", " ".repeat(lead.chars().count())));
                self.edits.push((at..at, format!("{newline}{lead}{item}")));
            }
            None => {
                let item = pairs.join(&format!("{newline}    "));
                self.missing.push_str(&format!("{key}:{newline}  - {item}{newline}"));
            }
            found => self.push(found, key, &format!("{{{}}}", pairs.join(", "))),
        }
    }

    /// The text with every edit made.
    pub fn finish(self) -> String {
        apply(self.text, self.into_edits())
    }

    /// The edits themselves, for one who has more to edit in the same text.
    pub fn into_edits(mut self) -> Vec<(Range<usize>, String)> {
        if !self.missing.is_empty() {
            let starts_line = self.end == 0 || self.text[..self.end].ends_with('\n');
            let lead = if starts_line { "" } else { line_ending(self.text) };
            self.edits.push((self.end..self.end, format!("{lead}{}", self.missing)));
        }
        self.edits
    }

    fn add(&mut self, key: &str, value: &str) {
        self.missing.push_str(&format!("{key}: {value}{}", line_ending(self.text)));
    }

    /// Gives a value to a key that has none.
    fn fill(&mut self, name: &Spanned<Box<str>>, value: &str) {
        let end = name.span.range().end;
        let colon = self.text[end..].find(':').map_or(end, |i| end + i + 1);
        // `key: null` and `key: ~` say nothing at some length.
        let rest = &self.text[colon..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let word = line.trim_start().split([' ', '\t', '\r', '#']).next().unwrap_or_default();
        let taken = match word {
            "null" | "Null" | "NULL" | "~" => line.len() - line.trim_start().len() + word.len(),
            _ => 0,
        };
        self.edits.push((colon..colon + taken, format!(" {value}")));
    }

    fn has_dashes(&self, items: &[Node]) -> bool {
        items.first().is_some_and(|i| self.lead(i.span.range().start).trim() == "-")
    }

    /// What stands before an item on its line: `  - `.
    fn lead(&self, item: usize) -> &'a str {
        let line = self.text[..item].rfind('\n').map_or(0, |i| i + 1);
        &self.text[line..item]
    }

    /// Where a node ends, with the braces and brackets around it. The span of a mapping or a list ends with its last
    /// value, or reaches over the lines after it.
    fn closed(&self, node: &Node) -> usize {
        let last = match &node.value {
            Value::List(items) => items.last(),
            Value::Map(entries) => entries.last().map(|(_, value)| value),
            _ => None,
        };
        let Some(last) = last else { return node.span.range().end };
        let inner = self.closed(last);
        let close = match self.text.as_bytes().get(node.span.range().start) {
            Some(b'{') => '}',
            Some(b'[') => ']',
            _ => return inner,
        };
        self.text[inner..].find(close).map_or(inner, |i| inner + i + 1)
    }

    /// A list's span covers its items; the brackets around them belong to it as well.
    fn whole(&self, node: &Node) -> Range<usize> {
        let range = node.span.range();
        let part = &self.text[range.clone()];
        let Value::List(items) = &node.value else { return range };
        if !part.starts_with('[') || items.is_empty() && part.ends_with(']') {
            return range;
        }
        let close = self.text[range.end..].find(']').map_or(range.end, |i| range.end + i + 1);
        range.start..close
    }
}

/// Makes edits that do not overlap; what goes to one place goes there in the order it is given.
pub fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = text.to_owned();
    // Later places first, so that earlier ones stay true.
    for (range, new) in edits.into_iter().rev() {
        out.replace_range(range, &new);
    }
    out
}

/// How the lines of a text end.
pub fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(i) if text[..i].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// A text as a scalar, in quotes where it needs them.
pub fn scalar(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '@'))
        && text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && !matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    let date = text.contains(['-', '/'])
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/'));
    if plain || date { text.to_owned() } else { double_quoted(text) }
}

/// JSON's quotes are YAML's.
fn double_quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn edited(text: &str, edit: impl Fn(&mut Editor, Option<Entry>)) -> String {
        let node = super::super::parse(text, FileId(0), 0, "page/front-matter").expect("YAML");
        let mut editor = Editor::new(text, text.len());
        edit(&mut editor, node.entry("k"));
        editor.finish()
    }

    #[test]
    fn one_value_is_set_and_its_quotes_kept() {
        for (before, after) in [
            ("a: 1 # é\nk: old # why\n", "a: 1 # é\nk: \"é: x\" # why\n"),
            ("k: \"old\"\r\nb: 2", "k: \"é: x\"\r\nb: 2"),
            ("k: 'old' # y\n", "k: 'é: x' # y\n"),
            ("k: # later\nb: 2\n", "k: \"é: x\" # later\nb: 2\n"),
            ("k: null\n", "k: \"é: x\"\n"),
            ("k: ~ # none\n", "k: \"é: x\" # none\n"),
            ("k: []\nb: [2]\n", "k: \"é: x\"\nb: [2]\n"),
            ("b: 2", "b: 2\nk: \"é: x\"\n"),
            ("b: 2\r\n", "b: 2\r\nk: \"é: x\"\r\n"),
        ] {
            assert_eq!(edited(before, |e, found| e.set(found, "k", "é: x")), after);
        }
    }

    #[test]
    fn a_list_keeps_its_form() {
        for (before, after) in [
            ("k: [a, b] # c\nz: 1\n", "k: [a, b, \"0013\"] # c\nz: 1\n"),
            ("k: []\nz: [1]\n", "k: [\"0013\"]\nz: [1]\n"),
            (
                "k:\n  - a # first\n  - {b: 1} # last\nz: 1\n",
                "k:\n  - a # first\n  - {b: 1} # last\n  - \"0013\"\nz: 1\n",
            ),
            ("k:\r\n- a\r\nz: 1\r\n", "k:\r\n- a\r\n- \"0013\"\r\nz: 1\r\n"),
            ("k:\n  - a", "k:\n  - a\n  - \"0013\""),
            ("k: '0012' # old\n", "k: ['0012', \"0013\"] # old\n"),
            ("k:\n", "k: [\"0013\"]\n"),
            ("k: null\n", "k: [\"0013\"]\n"),
            ("z: 1\n", "z: 1\nk: [\"0013\"]\n"),
        ] {
            assert_eq!(edited(before, |e, found| e.push(found, "k", &scalar("0013"))), after);
        }
    }

    #[test]
    fn a_list_is_set_in_its_form() {
        for (before, after) in [
            ("k: [a, b] # c\n", "k: [cy, Dé Ö] # c\n"),
            ("k:\n  - a\n  - b\nz: 1\n", "k:\n  - cy\n  - Dé Ö\nz: 1\n"),
            ("k: a, b\n", "k: \"cy, Dé Ö\"\n"),
            ("k:\n", "k: [cy, Dé Ö]\n"),
            ("z: 1\n", "z: 1\nk: [cy, Dé Ö]\n"),
        ] {
            let values = ["cy".to_owned(), "Dé Ö".to_owned()];
            assert_eq!(edited(before, |e, found| e.set_list(found, "k", &values)), after);
        }
    }

    #[test]
    fn a_record_is_added_in_the_form_of_the_list() {
        for (before, after) in [
            (
                "k:\n  - a: 1\n    b: 2 # why\n\n# next\nz: 1\n",
                "k:\n  - a: 1\n    b: 2 # why\n  - a: é x\n    b: \"1: y\"\n\n# next\nz: 1\n",
            ),
            ("k:\r\n- a: 1\r\nz: 1\r\n", "k:\r\n- a: 1\r\n- a: é x\r\n  b: \"1: y\"\r\nz: 1\r\n"),
            ("k:\n  - {a: 1, b: 2} # x\n", "k:\n  - {a: 1, b: 2} # x\n  - a: é x\n    b: \"1: y\"\n"),
            ("k: [{a: 1}]\nz: 1\n", "k: [{a: 1}, {a: é x, b: \"1: y\"}]\nz: 1\n"),
            ("k:\n  - a: [1, 2]\nz: 1", "k:\n  - a: [1, 2]\n  - a: é x\n    b: \"1: y\"\nz: 1"),
            ("k: []\n", "k: [{a: é x, b: \"1: y\"}]\n"),
            ("z: 1\n", "z: 1\nk:\n  - a: é x\n    b: \"1: y\"\n"),
            ("k:\nz: 1\n", "k: [{a: é x, b: \"1: y\"}]\nz: 1\n"),
        ] {
            assert_eq!(edited(before, |e, found| e.push_record(found, "k", &[("a", "é x"), ("b", "1: y")])), after);
        }
    }

    #[test]
    fn what_needs_quotes_has_them() {
        for text in ["0012", "true", "No", "a: b", "- a", "1.5", "🚒", "a #b", "", "x ", "[a]"] {
            assert!(scalar(text).starts_with('"'), "{text}");
        }
        for text in ["ana", "2026-11-22", "09/28/2023", "Ana Sousa", "ADR-0012"] {
            assert_eq!(scalar(text), text);
        }
    }
}
