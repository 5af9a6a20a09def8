//! Which decision supersedes or amends which.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Decision, Reference};

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
pub(super) fn edges(decisions: &[Decision]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    for (at, d) in decisions.iter().enumerate() {
        let resolved = |list: &[Reference]| -> Vec<(usize, Option<String>)> {
            list.iter().filter_map(|r| Some((r.target?, r.section.clone()))).collect()
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
    let ends = |e: &Edge| (e.from, e.to, e.tie);
    let partial: BTreeSet<_> = edges.iter().filter(|e| e.part.is_some()).map(ends).collect();
    edges.retain(|e| e.part.is_some() || !partial.contains(&ends(e)));
    edges
}

/// The circles among the supersessions of whole decisions, each from its first decision on, in their order.
pub(super) fn cycles(edges: &[Edge], decisions: usize) -> Vec<Vec<usize>> {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); decisions];
    for e in edges.iter().filter(|e| e.tie == Tie::Supersedes && e.part.is_none()) {
        next[e.from].push(e.to);
    }
    let mut seen = vec![false; decisions];
    let mut cycles = Vec::new();
    for start in (0..decisions).filter(|at| !next[*at].is_empty()) {
        // A decision that is in a circle already found has been told of.
        if seen[start] {
            continue;
        }
        if let Some(circle) = way_back(start, &next) {
            circle.iter().for_each(|at| seen[*at] = true);
            cycles.push(circle);
        }
    }
    cycles
}

/// The shortest way from a decision back to itself.
fn way_back(start: usize, next: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut came: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in &next[at] {
            if to == start {
                let mut circle: Vec<usize> = std::iter::successors(Some(at), |at| came.get(at).copied()).collect();
                circle.reverse();
                return Some(circle);
            }
            if let Entry::Vacant(way) = came.entry(to) {
                way.insert(at);
                queue.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_once() {
        let edge = |from, to| Edge { from, to, tie: Tie::Supersedes, part: None };
        let edges = [edge(0, 1), edge(1, 2), edge(2, 0), edge(3, 3), edge(4, 5), edge(4, 2)];
        assert_eq!(cycles(&edges, 6), [vec![0, 1, 2], vec![3]]);
        let part = Edge { part: Some("retention".to_owned()), ..edge(1, 0) };
        assert_eq!(cycles(&[edge(0, 1), part], 2), Vec::<Vec<usize>>::new());
    }
}
