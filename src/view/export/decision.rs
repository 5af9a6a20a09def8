//! A decision as JSON. Others are named by their paths: ids need not be unique.

use serde::Serialize;

use crate::adr::past::Step;
use crate::adr::{Decision, Decisions, Edge, Tie};
use crate::model::Handbook;
use crate::model::history::Change;

#[derive(Serialize)]
pub(super) struct DecisionExport<'a> {
    path: &'a str,
    id: &'a str,
    number: Option<u64>,
    title: &'a str,
    kind: &'a str,
    form: &'static str,
    /// By the name that the lifecycle of its kind has for it.
    status: Option<&'a str>,
    date: Option<String>,
    deciders: Vec<&'a str>,
    supersedes: Vec<TieExport<'a>>,
    superseded_by: Vec<TieExport<'a>>,
    amends: Vec<TieExport<'a>>,
    amended_by: Vec<TieExport<'a>>,
    options: Vec<OptionExport<'a>>,
    review_by: Option<String>,
    /// The states it went through, oldest first; empty where the whole history cannot be seen.
    states: Vec<StepExport<'a>>,
    /// Commits in which its text was changed while it was in force.
    edits: Vec<EditExport<'a>>,
}

#[derive(Serialize)]
struct TieExport<'a> {
    path: &'a str,
    /// The part that is meant, where it is not all of it.
    part: Option<&'a str>,
}

#[derive(Serialize)]
struct OptionExport<'a> {
    title: &'a str,
    chosen: Option<bool>,
}

#[derive(Serialize)]
struct StepExport<'a> {
    from: Option<&'a str>,
    to: &'a str,
    change: Option<ChangeExport<'a>>,
}

#[derive(Serialize)]
struct EditExport<'a> {
    sections: &'a [String],
    change: Option<ChangeExport<'a>>,
}

#[derive(Serialize)]
struct ChangeExport<'a> {
    date: String,
    author: &'a str,
    commit: &'a str,
}

/// The decisions that have a page, in the order of their paths.
pub(super) fn all<'a>(handbook: &'a Handbook, decisions: &'a Decisions) -> Vec<DecisionExport<'a>> {
    let list = decisions.list.iter().enumerate().filter(|(_, d)| handbook.is_published(d.doc));
    list.map(|(at, d)| one(handbook, decisions, at, d)).collect()
}

fn one<'a>(handbook: &'a Handbook, decisions: &'a Decisions, at: usize, d: &'a Decision) -> DecisionExport<'a> {
    let document = handbook.document(d.doc);
    let path = |at: usize| handbook.document(decisions.list[at].doc).path.as_str();
    let tie = |e: &'a Edge, other: usize| {
        let shown = handbook.is_published(decisions.list[other].doc);
        shown.then(|| TieExport { path: path(other), part: e.part.as_deref() })
    };
    let does = |kind: Tie| decisions.ties(at, kind).filter_map(|e| tie(e, e.to)).collect();
    let done = |kind: Tie| decisions.ties_to(at, kind).filter_map(|e| tie(e, e.from)).collect();
    let past = decisions.pasts.get(at);
    DecisionExport {
        path: &document.path,
        id: &d.id,
        number: d.number,
        title: &d.title,
        kind: &handbook.kind(document).name,
        form: d.form.name(),
        status: d.state.as_ref().map(|s| s.value.as_str()),
        date: d.date.as_ref().map(|date| date.value.to_string()),
        deciders: d.deciders.iter().map(|p| p.value.as_str()).collect(),
        supersedes: does(Tie::Supersedes),
        superseded_by: done(Tie::Supersedes),
        amends: does(Tie::Amends),
        amended_by: done(Tie::Amends),
        options: d.options.iter().map(|o| OptionExport { title: &o.title, chosen: o.chosen }).collect(),
        review_by: d.review_by.as_ref().map(|date| date.value.to_string()),
        states: past.map(|p| p.steps.iter().map(step).collect()).unwrap_or_default(),
        edits: past
            .map(|p| {
                p.edits.iter().map(|e| EditExport { sections: &e.sections, change: e.change.as_ref().map(change) })
            })
            .map(Iterator::collect)
            .unwrap_or_default(),
    }
}

fn step(step: &Step) -> StepExport<'_> {
    StepExport { from: step.from.as_deref(), to: &step.to, change: step.change.as_ref().map(change) }
}

fn change(change: &Change) -> ChangeExport<'_> {
    ChangeExport { date: change.date.to_string(), author: &change.author, commit: &change.commit }
}
