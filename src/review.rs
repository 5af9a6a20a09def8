//! Stamps a review into a document: the date and who reviewed it, and no other byte.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono::NaiveDate;

use crate::model::document::is_markdown;
use crate::model::front::{self, Split};
use crate::source::FileId;
use crate::yaml::edit::{self, Editor, Entry, line_ending};
use crate::yaml::{self, Node};

/// What to stamp. `aliases` are the other names that keys have in this handbook.
pub struct Stamp<'a> {
    pub date: NaiveDate,
    pub by: Option<&'a str>,
    pub aliases: &'a BTreeMap<String, Vec<String>>,
}

/// The text with the stamp in it; or why it cannot be stamped.
pub fn stamp(path: &str, text: &str, stamp: &Stamp) -> Result<String, String> {
    let stamped = if is_markdown(path) {
        stamp_markdown(text, stamp)?
    } else {
        let node = parse(text, 0..text.len())?;
        write(text, &node, text.len(), stamp)
    };
    // An edit that does not read back as what was meant must never reach the disk.
    let read = if is_markdown(path) {
        let (mut front, _) = front::read(&stamped, FileId(0));
        front::rename(&mut front, &[], stamp.aliases);
        front.get("last_reviewed").and_then(Node::date)
    } else {
        parse(&stamped, 0..stamped.len())?.get("last_reviewed").and_then(Node::date)
    };
    match read {
        Some(date) if date.value == stamp.date => Ok(stamped),
        _ => Err("its front matter is written in a way that cannot be stamped; write the date by hand".to_owned()),
    }
}

fn stamp_markdown(text: &str, stamp: &Stamp) -> Result<String, String> {
    match front::split(text) {
        Split::Unclosed => Err("its front matter never closes".to_owned()),
        Split::Found { yaml, .. } => {
            let node = parse(text, yaml.clone())?;
            let in_comment = find(&node, "last_reviewed", stamp.aliases).is_none();
            match comment_date(text).filter(|_| in_comment) {
                Some(place) => Ok(edit::apply(text, vec![(place, stamp.date.to_string())])),
                None => Ok(write(text, &node, yaml.end, stamp)),
            }
        }
        Split::None => match comment_date(text) {
            Some(place) => Ok(edit::apply(text, vec![(place, stamp.date.to_string())])),
            None => {
                let newline = line_ending(text);
                let by = stamp.by.map_or(String::new(), |by| format!("reviewed_by: {}{newline}", edit::scalar(by)));
                let (mark, rest) = text.split_at(front::after_mark(text));
                Ok(format!("{mark}---{newline}last_reviewed: {}{newline}{by}---{newline}{newline}{rest}", stamp.date))
            }
        },
    }
}

fn parse(text: &str, range: Range<usize>) -> Result<Node, String> {
    yaml::parse(&text[range.clone()], FileId(0), range.start, "page/front-matter").map_err(|d| d.message)
}

/// Where g3doc's comment has its date.
fn comment_date(text: &str) -> Option<Range<usize>> {
    let (front, _) = front::read(text, FileId(0));
    let node = front.get("last_reviewed")?;
    let range = node.span.range();
    let before = &text[..range.start];
    let is_comment = before.rfind("<!--*").is_some_and(|open| !before[open..].contains("*-->"));
    is_comment.then_some(range)
}

/// The entry of a key, under our name for it or another's.
fn find<'a>(node: &'a Node, key: &str, aliases: &BTreeMap<String, Vec<String>>) -> Option<Entry<'a>> {
    let others = aliases.get(key).into_iter().flatten().map(String::as_str);
    std::iter::once(key).chain(others).find_map(|k| node.entry(k))
}

/// Writes both keys into the YAML that ends at `end`.
fn write(text: &str, node: &Node, end: usize, stamp: &Stamp) -> String {
    let mut editor = Editor::new(text, end);
    let mut set = |key: &str, value: &str| {
        let found = find(node, key, stamp.aliases);
        let name = found.map_or(key, |(name, _)| &name.value);
        editor.set(found, key, &spelled(name, value));
    };
    set("last_reviewed", &stamp.date.to_string());
    if let Some(by) = stamp.by {
        set("reviewed_by", by);
    }
    editor.finish()
}

/// A value as a key spells it: Microsoft's date has the month first.
fn spelled(key: &str, value: &str) -> String {
    match (key, value.parse::<NaiveDate>()) {
        ("ms.date", Ok(date)) => date.format("%m/%d/%Y").to_string(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamped(path: &str, text: &str) -> Result<String, String> {
        let aliases = crate::config::DEFAULT_ALIASES
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.iter().map(|s| (*s).to_owned()).collect()))
            .collect();
        let date = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a date");
        stamp(path, text, &Stamp { date, by: Some("ana"), aliases: &aliases })
    }

    #[test]
    fn only_its_own_lines_change() {
        for (before, after) in [
            (
                "---\ntitle: x   # kept\nlast_reviewed: 2026-01-01 # why\nreviewed_by: bo\n---\n\n  body \n",
                "---\ntitle: x   # kept\nlast_reviewed: 2026-11-22 # why\nreviewed_by: ana\n---\n\n  body \n",
            ),
            (
                "---\r\nlast_reviewed: '2026-01-01'\r\n---\r\nbody\r\n",
                "---\r\nlast_reviewed: '2026-11-22'\r\nreviewed_by: ana\r\n---\r\nbody\r\n",
            ),
            (
                "---\ntitle: x\nlast_reviewed:\n---\n",
                "---\ntitle: x\nlast_reviewed: 2026-11-22\nreviewed_by: ana\n---\n",
            ),
            (
                "---\nreviewed_by: [bo, cy]\nms.date: 09/28/2023\n---\n",
                "---\nreviewed_by: ana\nms.date: 11/22/2026\n---\n",
            ),
            ("---\n---\nbody", "---\nlast_reviewed: 2026-11-22\nreviewed_by: ana\n---\nbody"),
            ("# Bare\n", "---\nlast_reviewed: 2026-11-22\nreviewed_by: ana\n---\n\n# Bare\n"),
            (
                "# G\n<!--* freshness: { owner: 'bo' reviewed: '2021-10-10' } *-->\n",
                "# G\n<!--* freshness: { owner: 'bo' reviewed: '2026-11-22' } *-->\n",
            ),
        ] {
            assert_eq!(stamped("a.md", before).as_deref(), Ok(after));
        }
    }

    #[test]
    fn a_rotation_is_stamped_at_its_top_level() {
        let before = "id: postgres\nlast_reviewed: 2026-01-01\nversions:\n  - {from: 2026-01-01}\n";
        let after = "id: postgres\nlast_reviewed: 2026-11-22\nversions:\n  - {from: 2026-01-01}\nreviewed_by: ana\n";
        assert_eq!(stamped("oncall/postgres.yaml", before).as_deref(), Ok(after));
    }

    #[test]
    fn what_cannot_be_stamped_is_left_alone() {
        assert!(stamped("a.md", "---\ntitle: x\n\nbody").is_err());
        assert!(stamped("a.md", "---\n{title: x}\n---\nbody").is_err());
        assert!(stamped("a.md", "---\ntitle: [\n---\nbody").is_err());
    }
}
