//! Changes within the text that stays: lines that go, and links that lead to where their targets are now.

use std::collections::HashMap;
use std::ops::Range;

use super::Settings;
use super::carried::Carried;
use crate::adr::page::Page;
use crate::model::links::{is_external, split_anchor};
use crate::paths;

/// In order, and apart from each other.
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub fn new(
        page: &Page,
        carried: &Carried,
        anchors: &HashMap<&str, HashMap<String, String>>,
        settings: &Settings,
    ) -> Self {
        let mut edits: Vec<(Range<usize>, String)> =
            carried.cut.iter().map(|line| (line.clone(), String::new())).collect();
        for link in &page.document.outline.links {
            let range = link.span.range();
            if link.span.file != page.file() || page.text.get(range.clone()) != Some(link.dest.as_str()) {
                continue;
            }
            if let Some(dest) = moved(page, &link.dest, anchors, settings) {
                edits.push((range, dest));
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        edits.dedup_by(|b, a| b.0.start < a.0.end);
        Self(edits)
    }

    /// A part of the text as it is now.
    pub fn slice(&self, text: &str, range: Range<usize>) -> String {
        let mut out = String::new();
        let mut at = range.start;
        for (place, new) in self.0.iter().filter(|(r, _)| r.start >= range.start && r.end <= range.end) {
            out.push_str(&text[at..place.start]);
            out.push_str(new);
            at = place.end;
        }
        out.push_str(&text[at..range.end]);
        out
    }
}

fn moved(
    page: &Page,
    dest: &str,
    anchors: &HashMap<&str, HashMap<String, String>>,
    settings: &Settings,
) -> Option<String> {
    if is_external(dest) {
        return None;
    }
    let (path, anchor) = split_anchor(dest);
    let here = page.document.path.as_str();
    let target = if path.is_empty() { here.to_owned() } else { paths::join(paths::parent(here), &paths::decode(path)) };
    let renamed = anchor.and_then(|a| anchors.get(target.as_str())?.get(&a).cloned());
    let relinked = (settings.relink)(page.document, path).filter(|_| !path.is_empty() && !path.starts_with('/'));
    if renamed.is_none() && relinked.is_none() {
        return None;
    }
    let rest = match renamed {
        Some(anchor) => format!("#{anchor}"),
        None => dest[path.len()..].to_owned(),
    };
    Some(relinked.unwrap_or_else(|| path.to_owned()) + &rest)
}
