//! Comments that tell a linter to look away.

use super::squawk::Tree;
use super::{At, Place};

/// `-- squawk-ignore ban-drop-column, IDX-1` or `-- squawk-ignore-file`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// Of the comment.
    pub place: Place,
    /// squawk's names, ours, or ids of a standard's rules. None: all of them.
    pub rules: Vec<At<String>>,
    pub whole_file: bool,
}

/// The comments of a text that was masked.
pub(super) fn find(tree: &Tree) -> Vec<Ignore> {
    tree.comments().filter_map(|(place, text)| read(place, &text)).collect()
}

fn read(place: Place, text: &str) -> Option<Ignore> {
    let inner =
        text.strip_prefix("--").or_else(|| text.strip_prefix("/*").map(|t| t.strip_suffix("*/").unwrap_or(t)))?;
    let rest = inner.trim_start().strip_prefix("squawk_ignore")?;
    let (rest, whole_file) = rest.strip_prefix("-file").map_or((rest, false), |rest| (rest, true));
    // What follows a second `--` says why.
    let names = rest.split("--").next().unwrap_or_default();
    let base = place.start + (names.as_ptr() as usize - text.as_ptr() as usize);
    let rules = names
        .split(',')
        .filter(|name| !name.trim().is_empty())
        .map(|name| {
            let trimmed = name.trim();
            let start = base + (trimmed.as_ptr() as usize - names.as_ptr() as usize);
            At { value: trimmed.to_owned(), place: start..start + trimmed.len() }
        })
        .collect();
    Some(Ignore { place, rules, whole_file })
}
