//! What happens on the disk while somebody writes.

use std::collections::BTreeSet;

/// What may have changed on disk. Hints, not facts: whoever gets one looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Files of the handbook that were written and that were there before, relative to the handbook.
    pub written: BTreeSet<String>,
    /// Something came, went or was renamed, or nobody knows what happened: the tree has to be listed again.
    pub tree: bool,
    /// The repository's history may have changed.
    pub history: bool,
    /// The machine's date changed, or the machine slept.
    pub clock: bool,
}
