//! Reads a new text as the tool will, and holds it against what was meant.

use super::{Change, Desk, Written};
use crate::adr::forms::Form;
use crate::adr::page::Page;
use crate::adr::sections::{Part, Sections};
use crate::adr::{Decision, Reference, reading};
use crate::source::{FileId, Sources, Spanned};

/// Whether the files say what was meant, and nothing else that they said has changed.
pub(super) fn hold(desk: &Desk, files: &[Written]) -> Result<(), ()> {
    let Desk { handbook, decision: before, change, .. } = desk;
    let mut sources = Sources::default();
    let ids: Vec<FileId> = files.iter().map(|f| sources.add(f.path.as_str(), f.text.as_str())).collect();
    let path = &handbook.document(before.doc).path;
    let at = files.iter().position(|f| f.path == *path).ok_or(())?;
    let (document, _) = handbook.reader(&sources).read(ids[at]);
    if document.kind != handbook.document(before.doc).kind {
        return Err(());
    }
    let page = Page::new(&document, &files[at].text);
    let (after, _) = reading::read(&page, before.doc, handbook.kind(&document));
    let told = [
        same_values(before, &after),
        says_state(desk, &after),
        after.date.as_ref().map(|d| d.value) == date(desk),
        deciders(before, change) == values(&after.deciders),
        says_ties(desk, &after),
        says_sections(&before.sections, &after.sections, change),
        says_notes(&page, before.form, change),
    ];
    if told.iter().all(|t| *t) { Ok(()) } else { Err(()) }
}

/// All that no change touches.
fn same_values(a: &Decision, b: &Decision) -> bool {
    let number = |d: &Decision| (d.number, d.stated_number.as_ref().map(|n| n.value));
    let options = |d: &Decision| -> Vec<(String, Option<bool>, Option<Spanned<String>>)> {
        d.options.iter().map(|o| (o.title.clone(), o.chosen, o.reason.clone())).collect()
    };
    number(a) == number(b)
        && (&a.id, &a.title) == (&b.id, &b.title)
        && (&a.consulted, &a.informed) == (&b.consulted, &b.informed)
        && options(a) == options(b)
        && a.review_by == b.review_by
        && (&a.evidence, &a.milestones) == (&b.evidence, &b.milestones)
}

fn says_state(desk: &Desk, after: &Decision) -> bool {
    match &desk.change.state {
        Some(state) => after.state.as_ref().is_some_and(|s| s.value == *state),
        None => after.state_word() == desk.decision.state_word(),
    }
}

fn date(desk: &Desk) -> Option<chrono::NaiveDate> {
    let new = desk.change.date.filter(|_| !desk.has_other_date());
    new.or(desk.decision.date.as_ref().map(|d| d.value))
}

fn deciders<'a>(before: &'a Decision, change: &'a Change) -> Vec<&'a str> {
    match change.deciders.as_slice() {
        [] => values(&before.deciders),
        new => new.iter().map(String::as_str).collect(),
    }
}

fn values(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|v| v.value.as_str()).collect()
}

/// Which decision each reference means, or its words where that is none.
type Named = (Result<usize, String>, Option<String>);

fn says_ties(desk: &Desk, after: &Decision) -> bool {
    let named = |list: &[Reference]| -> Vec<Named> {
        let name =
            |r: &Reference| (desk.links.resolve(desk.at, r).ok_or_else(|| r.text.value.clone()), r.section.clone());
        let mut all: Vec<Named> = list.iter().map(name).collect();
        all.sort();
        all.dedup();
        all
    };
    let before = desk.decision;
    let with = |list: &[Reference], new: Option<Named>| {
        let mut all = named(list);
        // A part that is named at the other end says nothing here, so one that is there will do.
        all.extend(new.filter(|n| !all.iter().any(|a| a == n || n.1.is_none() && a.0 == n.0)));
        all.sort();
        all
    };
    let supersedes = desk.change.supersedes.as_ref().map(|t| (Ok(t.at), t.part.clone()));
    let superseded_by = desk.change.superseded_by.as_ref().map(|t| (Ok(t.at), None));
    with(&before.supersedes, supersedes) == named(&after.supersedes)
        && with(&before.superseded_by, superseded_by) == named(&after.superseded_by)
        && named(&before.amends) == named(&after.amends)
        && named(&before.amended_by) == named(&after.amended_by)
        && named(&before.related) == named(&after.related)
}

/// The sections that were there are there; what was said is said.
fn says_sections(before: &Sections, after: &Sections, change: &Change) -> bool {
    let state = |part: &Option<Part>| part.as_ref().map(|p| p.empty);
    let decision = state(&after.decision)
        == match (change.reason.is_some(), state(&before.decision)) {
            (true, _) => Some(false),
            (false, was) => was,
        };
    decision
        && state(&before.context) == state(&after.context)
        && state(&before.options) == state(&after.options)
        && state(&before.consequences) == state(&after.consequences)
}

/// Notes are shown text: no open comment or code has swallowed them.
fn says_notes(page: &Page, form: Form, change: &Change) -> bool {
    let has_key = |notes: &str| page.document.front.text("migration_notes").is_some_and(|n| n.value == notes);
    let migration = change.migration_notes.as_ref().map(|(_, notes)| notes);
    let kept = migration.is_none_or(|n| if form == Form::House { has_key(n) } else { page.shown.contains(n.as_str()) });
    let amended = change.amendments.is_empty() || page.has_head("amendments");
    let mut sentences = change.amendments.iter().map(|(_, text)| text).chain(&change.reason);
    kept && amended && sentences.all(|text| page.shown.contains(text.as_str()))
}
