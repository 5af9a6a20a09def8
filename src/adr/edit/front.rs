//! The keys of front matter: the ones that a file has, as it spells them, else those of its form.

use std::ops::Range;

use super::names::With;
use super::{Desk, Edits, Tie};
use crate::adr::forms::Form;
use crate::adr::lenient;
use crate::adr::status::Relation;
use crate::model::document::KEP_RECORD;
use crate::model::front::{self, Split};
use crate::paths;
use crate::source::FileId;
use crate::yaml::edit::{Editor, Entry, line_ending, scalar};

/// Edits of a file's front matter; one that has none gets one.
pub(super) struct Front<'a> {
    file: FileId,
    editor: Editor<'a>,
    /// Where a new one goes, and how its lines end.
    new_at: Option<(usize, &'static str)>,
}

impl<'a> Front<'a> {
    pub fn of(desk: &Desk<'a>) -> Self {
        let (own, text) = (desk.page.file(), desk.page.text);
        let sources = &desk.loaded.sources;
        if desk.decision.form == Form::Kep
            && let Some(file) = sources.find(&paths::join(paths::parent(sources.path(own)), KEP_RECORD))
        {
            let text = sources.text(file);
            return Self { file, editor: Editor::new(text, text.len()), new_at: None };
        }
        match front::split(text) {
            Split::Found { yaml, .. } => Self { file: own, editor: Editor::new(text, yaml.end), new_at: None },
            Split::Unclosed => {
                let (_, end) = lenient::read(text, own);
                Self { file: own, editor: Editor::new(text, end), new_at: None }
            }
            Split::None => {
                let new_at = Some((front::after_mark(text), line_ending(text)));
                Self { file: own, editor: Editor::new("", 0), new_at }
            }
        }
    }

    /// Its file, and the edits.
    pub fn finish(self) -> (FileId, Vec<(Range<usize>, String)>) {
        let Some((at, newline)) = self.new_at else { return (self.file, self.editor.into_edits()) };
        let keys = self.editor.finish();
        if keys.is_empty() {
            return (self.file, Vec::new());
        }
        let new = format!("---\n{keys}---\n\n").replace('\n', newline);
        (self.file, vec![(at..at, new)])
    }
}

impl Desk<'_> {
    /// Gives a key one value. `name` is how the form spells it, where the file does not.
    pub(super) fn key(&self, key: &str, name: &str, value: &str, edits: &mut Edits) {
        edits.front.editor.set(self.page.entry(key), name, value);
    }

    pub(super) fn deciders_key(&self, edits: &mut Edits) {
        let name = match self.decision.form {
            Form::Madr4 => "decision-makers",
            Form::Kep => "approvers",
            _ => "deciders",
        };
        let by = &self.change.deciders;
        if self.decision.form == Form::Kep {
            return edits.front.editor.set_list(self.page.entry("approvers"), name, by);
        }
        let says = |found: &Option<Entry>| found.is_some_and(|(_, v)| !v.is_null());
        let makers = self.page.entry("decision_makers");
        let found = Some(makers).filter(says).unwrap_or_else(|| self.page.entry("deciders").or(makers));
        edits.front.editor.set_list(found, name, by);
    }

    pub(super) fn relation_key(&self, tie: &Tie, edits: &mut Edits) {
        if self.decision.form == Form::Adrs {
            return self.adrs_link(tie, edits);
        }
        let (key, name) = match (&tie.relation, self.decision.form) {
            (Relation::SupersededBy, Form::Adr073 | Form::Kep | Form::Madr4) => ("superseded_by", "superseded-by"),
            (Relation::SupersededBy, Form::Adrkit) => ("superseded_by", "supersededBy"),
            (Relation::SupersededBy, _) => ("superseded_by", "superseded_by"),
            (_, Form::Kep) => ("replaces", "replaces"),
            _ => ("supersedes", "supersedes"),
        };
        let with = if tie.relation == Relation::Supersedes { With::Part(&tie.other.part) } else { With::Whole };
        let value = self.value(tie.other, &with);
        let found = self.page.entry(key);
        // These have one value for the one successor that most have.
        let one = tie.relation == Relation::SupersededBy && matches!(self.decision.form, Form::Adr073 | Form::Adrkit);
        if one && found.is_none_or(|(_, v)| v.is_null()) {
            edits.front.editor.set(found, name, &value);
        } else {
            edits.front.editor.push(found, name, &scalar(&value));
        }
    }

    /// adrs keeps all relations in one list, by number.
    fn adrs_link(&self, tie: &Tie, edits: &mut Edits) {
        let kind = if tie.relation == Relation::Supersedes { "supersedes" } else { "supersededby" };
        let number = self.decisions.list[tie.other.at].number;
        let whole = number.filter(|_| tie.relation == Relation::SupersededBy || tie.other.part.is_none());
        let with = With::Part(&tie.other.part);
        let target = whole.map_or_else(|| scalar(&self.value(tie.other, &with)), |n| n.to_string());
        edits.front.editor.push(self.page.entry("links"), "links", &format!("{{target: {target}, kind: {kind}}}"));
    }
}
