//! Which decision a reference means.

use std::collections::HashMap;

use super::{Decision, Reference};
use crate::model::Handbook;
use crate::paths;

/// Finds decisions by what others call them.
pub struct Links<'a> {
    handbook: &'a Handbook,
    decisions: &'a [Decision],
    by_path: HashMap<&'a str, usize>,
    /// That several share a name is a finding of its own.
    by_number: HashMap<u64, Vec<usize>>,
    by_id: HashMap<String, Vec<usize>>,
}

impl<'a> Links<'a> {
    pub fn new(handbook: &'a Handbook, decisions: &'a [Decision]) -> Self {
        let by_path = HashMap::new();
        let mut links = Self { handbook, decisions, by_path, by_number: HashMap::new(), by_id: HashMap::new() };
        for (i, decision) in decisions.iter().enumerate() {
            links.by_path.insert(handbook.document(decision.doc).path.as_str(), i);
            if let Some(number) = decision.number {
                links.by_number.entry(number).or_default().push(i);
            }
            links.by_id.entry(decision.id.to_lowercase()).or_default().push(i);
        }
        links
    }

    /// By its file, else by the name it goes by, else by its number; none if there is no such decision. `from` is
    /// the decision that names it: of several with one name, its own folder's is meant.
    pub fn resolve(&self, from: usize, reference: &Reference) -> Option<usize> {
        let by_path = reference.path.as_deref().and_then(|path| self.by_path.get(path)).copied();
        let by_id = || reference.id.as_ref().and_then(|id| self.nearest(from, self.by_id.get(&id.to_lowercase())?));
        let by_number = || self.nearest(from, self.by_number.get(&reference.number?)?);
        by_path.or_else(by_id).or_else(by_number)
    }

    fn nearest(&self, from: usize, list: &[usize]) -> Option<usize> {
        let folder = |at: usize| paths::parent(&self.handbook.document(self.decisions[at].doc).path);
        list.iter().find(|at| folder(**at) == folder(from)).or_else(|| list.first()).copied()
    }

    /// As others refer to a decision.
    pub fn id(&self, at: usize) -> &str {
        &self.decisions[at].id
    }

    /// The file of a decision, as a path of the handbook.
    pub fn path(&self, at: usize) -> &str {
        &self.handbook.document(self.decisions[at].doc).path
    }
}

/// Finds, for every reference of every decision, which one it means.
pub fn resolve(handbook: &Handbook, decisions: &mut [Decision]) {
    let links = Links::new(handbook, decisions);
    let targets_of = |(at, d): (usize, &Decision)| -> Vec<Option<usize>> {
        d.tied().chain(&d.related).map(|r| links.resolve(at, r)).collect()
    };
    let targets: Vec<Vec<Option<usize>>> = decisions.iter().enumerate().map(targets_of).collect();
    for (d, targets) in decisions.iter_mut().zip(targets) {
        let tied = [&mut d.supersedes, &mut d.superseded_by, &mut d.amends, &mut d.amended_by, &mut d.related];
        for (reference, target) in tied.into_iter().flatten().zip(targets) {
            reference.target = target;
        }
    }
}
