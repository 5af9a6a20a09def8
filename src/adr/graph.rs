//! Which decision supersedes or amends which.

use super::links::Links;
use super::{Decision, Reference};
use crate::model::Handbook;

/// What one decision does to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    Supersedes,
    Amends,
}

impl Tie {
    /// As a sentence has it: `0013 supersedes 0012`.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Supersedes => "supersedes",
            Self::Amends => "amends",
        }
    }
}

/// One decision does something to another. Both are places in [`super::Decisions::list`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub tie: Tie,
    /// The part of the other that is meant, where it is not all of it.
    pub part: Option<String>,
}

/// Every edge that is said at one end or at both, once. References to nothing are left out.
pub(super) fn edges(handbook: &Handbook, decisions: &[Decision]) -> Vec<Edge> {
    let links = Links::new(handbook, decisions);
    let mut edges: Vec<Edge> = Vec::new();
    for (at, d) in decisions.iter().enumerate() {
        let resolved = |list: &[Reference]| -> Vec<(usize, Option<String>)> {
            list.iter().filter_map(|r| Some((links.resolve(at, r)?, r.section.clone()))).collect()
        };
        for (tie, does, done) in
            [(Tie::Supersedes, &d.supersedes, &d.superseded_by), (Tie::Amends, &d.amends, &d.amended_by)]
        {
            edges.extend(resolved(does).into_iter().map(|(to, part)| Edge { from: at, to, tie, part }));
            // At this end a heading that is named is the other's, where it says so; it is no part of this one.
            edges.extend(resolved(done).into_iter().map(|(from, _)| Edge { from, to: at, tie, part: None }));
        }
    }
    edges.sort();
    edges.dedup();
    // Said in part at one end, it is in part, whatever the other end leaves out.
    let partial: Vec<Edge> = edges.iter().filter(|e| e.part.is_some()).cloned().collect();
    edges.retain(|e| e.part.is_some() || !partial.iter().any(|p| (p.from, p.to, p.tie) == (e.from, e.to, e.tie)));
    edges
}
