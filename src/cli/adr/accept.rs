//! `rutter adr accept`.

use std::collections::BTreeMap;

use super::Opened;
use super::plan::Plan;
use crate::adr::edit::{Change, Tied, moves};
use crate::adr::{Decision, Status};
use crate::cli::args::AdrAcceptArgs;
use crate::cli::{Outcome, people};

pub(super) fn run(args: &AdrAcceptArgs) -> Outcome {
    let opened = Opened::at(args.target.dir.as_deref(), &args.common)?;
    let at = opened.find(&args.target.id)?;
    let decision = &opened.decisions.list[at];
    let state = moves::to(opened.handbook.kind_of(decision.doc), decision, Status::Accepted)?;
    let deciders = people::ids(&opened.handbook.register, &args.by, "--by")?;
    if deciders.is_empty() && decision.deciders.is_empty() && decision.form.names_deciders() {
        return Err(format!(
            "who decided {}?\nhelp: say `--by WHO`, once for each of them; its file names nobody",
            decision.id
        ));
    }
    let date = Some(args.date.unwrap_or(opened.handbook.today));
    let mut plan = Plan::default();
    plan.add(at, Change { state: Some(state), date, deciders, ..Change::default() }, "accepted");
    for (old, part) in superseded(&opened, at) {
        let mut change = Change { superseded_by: Some(Tied { at, part: part.clone() }), ..Change::default() };
        let told = if part.is_some() { "superseded in part" } else { "superseded" };
        if part.is_none() {
            change.state = superseding(&opened, at, old)?;
        }
        plan.add(old, change, told);
    }
    plan.carry_out(&opened, &args.common)
}

/// The state that an old decision comes to; none where it is superseded already, as by another.
fn superseding(opened: &Opened, at: usize, old: usize) -> Result<Option<String>, String> {
    let list = &opened.decisions.list;
    if old == at {
        return Err(format!("{} says that it supersedes itself\nhelp: take it out of what it supersedes", list[at].id));
    }
    if list[old].has_status(Status::Superseded) {
        return Ok(None);
    }
    let state = moves::to(opened.handbook.kind_of(list[old].doc), &list[old], Status::Superseded);
    state.map(Some).map_err(|e| format!("{} says that it supersedes {}, but {e}", list[at].id, list[old].id))
}

/// What a decision says it supersedes: all of another, or the first of the parts that it names.
fn superseded(opened: &Opened, at: usize) -> BTreeMap<usize, Option<String>> {
    let mut found: BTreeMap<usize, Option<String>> = BTreeMap::new();
    for reference in &opened.decisions.list[at].supersedes {
        let Some(old) = reference.target else { continue };
        let part = found.entry(old).or_insert_with(|| reference.section.clone());
        if reference.section.is_none() {
            *part = None;
        }
    }
    found
}

/// Whether a decision is open to be accepted: it says so, or says nothing.
pub(super) fn is_open(decision: &Decision) -> bool {
    decision.is_open() || decision.status_text.is_none()
}
