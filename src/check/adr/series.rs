//! Decisions that are numbered together.

use std::collections::BTreeMap;

use crate::adr::{Decision, KIND, number_of};
use crate::check::prelude::*;
use crate::paths;

type Numbers<'a> = Vec<(u64, &'a Decision)>;

/// The decisions of one kind in one folder whose ids have one prefix.
pub(super) struct Series<'a> {
    pub folder: &'a str,
    /// In the order of paths.
    pub numbers: Numbers<'a>,
    /// Numbers of files that could not be read.
    pub unread: Vec<u64>,
    /// They are numbered one by one, and not by something else such as pull requests.
    pub counts: bool,
    /// The next number that is free.
    pub next: u64,
}

impl<'a> Series<'a> {
    pub fn all(cx: &Context<'a>) -> Vec<Self> {
        let mut all: BTreeMap<(&str, &str, String), Numbers> = BTreeMap::new();
        for d in &cx.decisions.list {
            let document = cx.handbook.document(d.doc);
            if let Some(number) = d.number {
                let kind = cx.handbook.kind(document).name.as_str();
                all.entry((kind, paths::parent(&document.path), prefix(&d.id))).or_default().push((number, d));
            }
        }
        all.into_iter()
            .map(|((kind, folder, _), numbers)| Series {
                folder,
                unread: unread(cx, folder),
                counts: kind == KIND,
                next: numbers.iter().map(|(n, _)| n.saturating_add(1)).max().unwrap_or(1),
                numbers,
            })
            .collect()
    }
}

/// What stands before the number: `ARCH-`. A prefix that only says that it is a decision is none.
fn prefix(id: &str) -> String {
    let letters = id.trim_end_matches(|c: char| !c.is_alphabetic());
    let letters = letters.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let prefix: String = letters.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    if matches!(prefix.as_str(), "adr" | "adrs" | "madr") { String::new() } else { prefix }
}

fn unread(cx: &Context, folder: &str) -> Vec<u64> {
    let paths = cx.decisions.unread.iter().map(|u| cx.loaded.sources.path(u.file));
    paths.filter(|p| paths::parent(p) == folder).filter_map(number_of).collect()
}

/// Decisions that git knows and that are gone, by folder and number.
pub(super) fn deleted<'a>(cx: &Context<'a>) -> BTreeMap<(&'a str, u64), &'a str> {
    let history = &cx.loaded.history;
    let folders: HashSet<&str> =
        cx.decisions.list.iter().map(|d| paths::parent(&cx.handbook.document(d.doc).path)).collect();
    let here = history.touched.keys().filter_map(|path| path.strip_prefix(&history.prefix));
    here.filter(|path| {
        document::is_markdown(path) && folders.contains(paths::parent(path)) && !cx.loaded.has_file(path)
    })
    .filter_map(|path| Some(((paths::parent(path), number_of(path)?), path)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_keep_series_apart() {
        for (id, want) in [("0012", ""), ("ADR-091", ""), ("adr013", ""), ("ARCH-001", "arch"), ("CI-001", "ci")] {
            assert_eq!(prefix(id), want, "{id}");
        }
    }
}
