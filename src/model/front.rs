//! Front matter: where it starts and ends, what other people call our keys, and the freshness comment that
//! is not YAML.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::source::{FileId, Span, Spanned};
use crate::yaml::schema::Field;
use crate::yaml::{self, Node, Value};

/// The front matter of a document, with every key under our own name for it.
#[derive(Debug, Clone)]
pub struct Front {
    pub node: Node,
    /// It is there but could not be read: what is missing from it is not known, so nothing is said of that.
    pub broken: bool,
    /// Where the text after it starts and ends.
    pub body: Range<usize>,
}

impl Front {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.node.get(key)
    }

    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        self.get(key).and_then(Node::text)
    }

    pub fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        self.get(key).map(Node::texts).unwrap_or_default()
    }
}

/// What `---` lines set apart at the start of a text.
pub enum Split {
    None,
    /// The YAML between the lines, and where the body starts.
    Found {
        yaml: Range<usize>,
        body: usize,
    },
    /// A first `---` without a second.
    Unclosed,
}

/// Finds the front matter of a text. A byte order mark in front of it is skipped; lines may end in CR LF.
pub fn split(text: &str) -> Split {
    let start = after_mark(text);
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut at = start;
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|l| is_fence(l)) else {
        return Split::None;
    };
    at += first.len();
    let open = at;
    for line in lines {
        if is_fence(line) || line.trim_end() == "..." {
            return Split::Found { yaml: open..at, body: at + line.len() };
        }
        at += line.len();
    }
    // A lone rule at the top of a page is a rule: front matter starts with a key, a comment or nothing.
    let looks_like_yaml = text[open..].lines().next().is_some_and(|l| l.contains(':') || l.starts_with('#'));
    if looks_like_yaml { Split::Unclosed } else { Split::None }
}

/// Where a text begins, after the byte order mark that it may have.
pub fn after_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// Reads the front matter of a Markdown document.
pub fn read(text: &str, file: FileId) -> (Front, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let (node, broken, body) = match split(text) {
        Split::None => (Node::null(Span::top(file)), false, after_mark(text)..text.len()),
        Split::Unclosed => {
            let line = text.lines().next().unwrap_or_default().len();
            found.push(
                Diagnostic::new("page/front-matter", Span::new(file, 0..line), "this front matter never closes")
                    .help("end it with a line of `---`"),
            );
            (Node::null(Span::top(file)), true, 0..text.len())
        }
        Split::Found { yaml, body } => match yaml::parse(&text[yaml.clone()], file, yaml.start, "page/front-matter") {
            Ok(node) if matches!(node.value, Value::Map(_) | Value::Null) => (node, false, body..text.len()),
            Ok(node) => {
                found.push(Diagnostic::new(
                    "page/front-matter",
                    node.span,
                    format!("front matter is a mapping of keys to values, not {}", node.describe()),
                ));
                (Node::null(Span::top(file)), true, body..text.len())
            }
            Err(error) => {
                found.push(error);
                (Node::null(Span::top(file)), true, body..text.len())
            }
        },
    };
    let mut front = Front { node, broken, body };
    add_comment(&mut front, text, file);
    (front, found)
}

/// Puts every key under our own name for it. A key that the kind knows keeps its name, and our own name wins
/// over another's where both are given.
pub fn rename(front: &mut Front, known: &[Field], aliases: &BTreeMap<String, Vec<String>>) {
    let Value::Map(entries) = &mut front.node.value else {
        return;
    };
    for at in 0..entries.len() {
        let key = entries[at].0.value.to_string();
        if known.iter().any(|f| f.key == key) {
            continue;
        }
        let Some((ours, _)) = aliases.iter().find(|(_, others)| others.contains(&key)) else {
            continue;
        };
        let taken = entries.iter().any(|(k, v)| *k.value == **ours && !v.is_null());
        // A second name for a key that is there says nothing new; it is known, so it is not an error either.
        let name = if taken { String::new() } else { ours.clone() };
        if ours == "last_reviewed" && key == "ms.date" {
            month_first(&mut entries[at].1);
        }
        entries[at].0.value = name.into();
    }
    entries.retain(|(k, _)| !k.value.is_empty());
}

/// Microsoft's key writes the month first: 09/28/2023. It is turned into the form that everything else reads.
fn month_first(node: &mut Node) {
    use crate::dates::{SlashOrder, parse_date};
    let date = node.scalar().and_then(|text| parse_date(text, SlashOrder::MonthFirst));
    if let Some(date) = date {
        node.value = Value::Text(date.to_string().into());
    }
}

/// Reads g3doc's comment, which says the same as front matter in a form of its own:
/// `<!--* freshness: { owner: 'ana' reviewed: '2021-10-10' review_interval: '6 months' } *-->`.
fn add_comment(front: &mut Front, text: &str, file: FileId) {
    let Some(open) = text.find("<!--*") else { return };
    let Some(len) = text[open..].find("*-->") else { return };
    let comment = &text[open..open + len];
    let Some(at) = comment.find("freshness:") else { return };
    let (Some(from), Some(to)) = (comment[at..].find('{'), comment.rfind('}')) else {
        return;
    };
    let inside = open + at + from + 1..(open + to).max(open + at + from + 1);
    let mut owners = Vec::new();
    let mut entries = match std::mem::replace(&mut front.node.value, Value::Null) {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    };
    for (key, value) in pairs(&text[inside.clone()], inside.start) {
        let ours = match &text[key.clone()] {
            "owner" => "owner",
            "reviewed" => "last_reviewed",
            "review_interval" => "review_every",
            _ => continue,
        };
        let node = Node { span: Span::new(file, value.clone()), value: Value::Text(text[value].into()) };
        if ours == "owner" {
            owners.push(node);
        } else if !entries.iter().any(|(k, _)| &*k.value == ours) {
            entries.push((Spanned::new(ours.into(), Span::new(file, key)), node));
        }
    }
    if let Some(first) = owners.first().filter(|_| !entries.iter().any(|(k, _)| &*k.value == "owner")) {
        let span = first.span;
        entries.push((Spanned::new("owner".into(), span), Node { span, value: Value::List(owners) }));
    }
    if !entries.is_empty() {
        front.node.value = Value::Map(entries);
    }
}

/// `key: 'value'` pairs, as byte ranges of the whole text.
pub(super) fn pairs(inside: &str, base: usize) -> Vec<(Range<usize>, Range<usize>)> {
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(colon) = inside[at..].find(':').map(|i| at + i) {
        let key_end = inside[..colon].trim_end().len();
        let key_start = inside[..key_end]
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |i| i + inside[i..].chars().next().map_or(1, char::len_utf8));
        let Some(open) = inside[colon..].find(['\'', '"']).map(|i| colon + i) else {
            break;
        };
        let quote = inside.as_bytes()[open] as char;
        let Some(close) = inside[open + 1..].find(quote).map(|i| open + 1 + i) else {
            break;
        };
        pairs.push((base + key_start..base + key_end.max(key_start), base + open + 1..base + close));
        at = close + 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(text: &str) -> Front {
        read(text, FileId(0)).0
    }

    #[test]
    fn crlf_and_byte_order_marks_do_no_harm() {
        let text = "\u{feff}---\r\nowner: dre\r\n---\r\n\r\nBody\r\n";
        let front = front(text);
        assert_eq!(front.text("owner").map(|o| o.value).as_deref(), Some("dre"));
        assert_eq!(text[front.body].trim(), "Body");
        // A heading behind the mark is one.
        let text = "\u{feff}# Title\n";
        assert_eq!(&text[read(text, FileId(0)).0.body], "# Title\n");
    }

    #[test]
    fn front_matter_that_never_closes_is_said() {
        let (front, found) = read("---\ntitle: x\n\nBody", FileId(0));
        assert!(front.broken);
        assert_eq!(found[0].rule, "page/front-matter");
        let (front, found) = read("---\n\nA rule, not front matter.", FileId(0));
        assert!(!front.broken && found.is_empty());
    }

    #[test]
    fn the_freshness_comment_is_read() {
        let text =
            "# T\n\n<!--* freshness: {\n owner: 'ana' reviewed: '2021-10-10'\n review_interval: '6 months' } *-->\n";
        let front = front(text);
        let at = |key: &str| {
            let node = front.get(key).expect(key);
            text[node.span.range()].to_owned()
        };
        assert_eq!(at("last_reviewed"), "2021-10-10");
        assert_eq!(at("review_every"), "6 months");
        assert_eq!(front.texts("owner")[0].value, "ana");
    }

    #[test]
    fn other_names_of_our_keys_are_read() {
        let (mut front, _) = read("---\nms.date: 09/28/2023\nreview_in: 6 months\nowners: [a, b]\n---\n", FileId(0));
        let aliases: BTreeMap<String, Vec<String>> = crate::config::DEFAULT_ALIASES
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.iter().map(|s| (*s).to_owned()).collect()))
            .collect();
        rename(&mut front, &[], &aliases);
        assert_eq!(front.text("last_reviewed").map(|t| t.value).as_deref(), Some("2023-09-28"));
        assert_eq!(front.texts("owner").len(), 2);
        assert!(front.get("review_every").is_some());
    }
}
