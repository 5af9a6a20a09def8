//! Which decision a reference means.

use std::collections::HashMap;

use super::{Decision, Reference};
use crate::model::Handbook;

/// Finds decisions by what others call them.
pub struct Links<'a> {
    decisions: &'a [Decision],
    by_path: HashMap<&'a str, usize>,
    /// The first of several: that they share a name is a finding of its own.
    by_number: HashMap<u64, usize>,
    by_id: HashMap<String, usize>,
}

impl<'a> Links<'a> {
    pub fn new(handbook: &'a Handbook, decisions: &'a [Decision]) -> Self {
        let mut links = Self { decisions, by_path: HashMap::new(), by_number: HashMap::new(), by_id: HashMap::new() };
        for (i, decision) in decisions.iter().enumerate() {
            links.by_path.insert(handbook.document(decision.doc).path.as_str(), i);
            if let Some(number) = decision.number {
                links.by_number.entry(number).or_insert(i);
            }
            links.by_id.entry(decision.id.to_lowercase()).or_insert(i);
        }
        links
    }

    /// By its file, else by the name it goes by, else by its number; none if there is no such decision.
    pub fn resolve(&self, reference: &Reference) -> Option<&'a Decision> {
        let by_path = reference.path.as_deref().and_then(|path| self.by_path.get(path));
        let by_id = || reference.id.as_ref().and_then(|id| self.by_id.get(&id.to_lowercase()));
        let by_number = || reference.number.and_then(|number| self.by_number.get(&number));
        by_path.or_else(by_id).or_else(by_number).map(|&i| &self.decisions[i])
    }

    /// What a list of references names: ids where they are known, else the words that stand there.
    pub fn names(&self, references: &[Reference]) -> Vec<String> {
        let name = |r: &Reference| self.resolve(r).map_or_else(|| r.text.value.clone(), |d| d.id.clone());
        references.iter().map(name).collect()
    }
}
