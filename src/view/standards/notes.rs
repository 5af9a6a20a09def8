//! What examples break, as notes under the code that breaks it.

use std::collections::BTreeMap;

use crate::markdown::Note;
use crate::model::DocId;
use crate::view::Scope;

impl Scope<'_> {
    /// The notes of a document, by the number of the code block.
    pub fn notes(&self, id: DocId) -> BTreeMap<usize, Vec<Note>> {
        let mut notes: BTreeMap<usize, Vec<Note>> = BTreeMap::new();
        for example in self.sql.examples.iter().filter(|e| e.doc == id && !e.violations.is_empty()) {
            let list = notes.entry(example.code).or_default();
            for v in &example.violations {
                let standard = &self.sql.standards[v.standard];
                let rule = &standard.rules[v.rule].id.value;
                list.push(Note {
                    place: v.hit.place.clone(),
                    label: rule.clone(),
                    href: Some(self.rule_href(standard, rule)),
                    message: v.hit.message.clone(),
                });
            }
        }
        notes
    }
}
