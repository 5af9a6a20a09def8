//! What git knows of a decision: its way through the states, and what was edited after it was accepted.

use super::Decision;
use crate::model::history::Change;
use crate::model::{Handbook, Loaded};

/// Gives the contents of old versions of files by the names that git has for them, in the same order; nothing for
/// one that it does not have.
pub type Versions<'a> = &'a (dyn Fn(&[&str]) -> Result<Vec<Option<Vec<u8>>>, String> + Sync);

/// Oldest first. Empty where the whole history cannot be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    pub steps: Vec<Step>,
    pub edits: Vec<Edit>,
}

/// A commit in which a decision came to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// None where the decision begins, or said nothing that was understood.
    pub from: Option<String>,
    pub to: String,
    /// None for what is not committed yet.
    pub change: Option<Change>,
}

/// A commit in which the text of a decision in force was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The headings under which words changed.
    pub sections: Vec<String>,
    /// None for what is not committed yet.
    pub change: Option<Change>,
}

pub(super) fn read(_: &Handbook, _: &Loaded, decisions: &[Decision], _: Versions) -> Vec<Past> {
    decisions.iter().map(|_| Past::default()).collect()
}
