//! Decisions of other forms, turned into the house form.
//!
//! 1. `layout` says what becomes of each heading: one of the four parts, itself, or a line of the front matter.
//! 2. `carried` tells the lines that front matter says in full from those that say more, which stay.
//! 3. `edits` leads links to where their targets are now.
//! 4. `front` and `body` write the result.
//!
//! Architecture invariant: no word is lost. What has no place in the house form stays in the text under its own
//! heading or under `extra:`; the little that cannot be kept is a note.

mod body;
mod carried;
mod edits;
mod front;
mod layout;
mod options;

use std::collections::HashMap;

use super::links::Links;
use super::page::Page;
use super::{Decision, Decisions, Form};
use crate::config::Kind;
use crate::model::{Document, Handbook, Loaded};
use carried::Carried;
use edits::Edits;
use layout::Layout;

/// What a conversion is made with.
pub struct Settings<'a> {
    /// Who owns a decision that names no owner.
    pub owner: Option<&'a str>,
    /// What a relative link of a document becomes where its file moves; none for one that stays as it is.
    pub relink: &'a dyn Fn(&Document, &str) -> Option<String>,
    /// Whether a file at this path has to say its kind, since its folder does not.
    pub says_kind: &'a dyn Fn(&str) -> bool,
}

/// What became of one decision.
#[derive(Debug)]
pub enum Converted {
    /// It is in the house form, and stays as it is.
    House,
    /// Its form is not one of those that are converted.
    Foreign,
    /// The new text of its file, and what could not be carried over, in words.
    Text { text: String, notes: Vec<String> },
}

/// A decision on its way.
struct Draft<'a> {
    page: Page<'a>,
    decision: &'a Decision,
    kind: &'a Kind,
    layout: Layout,
}

/// Converts decisions, which are places in [`Decisions::list`]; the answers come in the same order.
pub fn convert(
    handbook: &Handbook,
    loaded: &Loaded,
    decisions: &Decisions,
    places: &[usize],
    settings: &Settings,
) -> Vec<Converted> {
    let mut drafts: Vec<(usize, Draft)> = Vec::new();
    for &at in places {
        let decision = &decisions.list[at];
        if !is_converted(decision.form) {
            continue;
        }
        let document = handbook.document(decision.doc);
        let page = Page::new(document, loaded.sources.text(document.file));
        let kind = handbook.kind(document);
        let layout = Layout::new(&page, decision, &kind.sections);
        drafts.push((at, Draft { page, decision, kind, layout }));
    }
    // Where a heading gets another name, the links to it follow.
    let mut anchors: HashMap<&str, HashMap<String, String>> = HashMap::new();
    for (_, draft) in &drafts {
        anchors.insert(&draft.page.document.path, draft.layout.anchors(&draft.page));
    }
    let links = Links::new(handbook, &decisions.list);
    let mut texts: HashMap<usize, Converted> = HashMap::new();
    for (at, draft) in &drafts {
        let carried = Carried::new(&draft.page, draft.decision);
        let edits = Edits::new(&draft.page, &carried, &anchors, settings);
        let mut notes = Vec::new();
        let mut text = front::write(draft, &carried, &links, *at, settings, &mut notes);
        text.push_str(&body::write(draft, &carried, &edits, &mut notes));
        if draft.page.text.contains("\r\n") {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        texts.insert(*at, Converted::Text { text, notes });
    }
    let answer = |at: &usize| match decisions.list[*at].form {
        Form::House => Converted::House,
        _ => texts.remove(at).unwrap_or(Converted::Foreign),
    };
    places.iter().map(answer).collect()
}

/// The forms of the tools that are imported.
fn is_converted(form: Form) -> bool {
    matches!(form, Form::Nygard | Form::Madr2 | Form::Madr3 | Form::Madr4 | Form::Log4brains)
}
