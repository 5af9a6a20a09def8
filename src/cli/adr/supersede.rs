//! `rutter adr supersede`.

use super::Opened;
use super::accept::is_open;
use super::plan::{Plan, one_line};
use crate::adr::edit::{Change, Tied, moves};
use crate::adr::{Status, Tie};
use crate::cli::args::AdrSupersedeArgs;
use crate::cli::{Outcome, output};
use crate::diag::known_words;
use crate::markdown::slug;

pub(super) fn run(args: &AdrSupersedeArgs) -> Outcome {
    let opened = Opened::at(args.dir.as_deref(), &args.common)?;
    let old = opened.find(&args.old)?;
    let new = opened.find(&args.by)?;
    let list = &opened.decisions.list;
    let (old_id, new_id) = (&list[old].id, &list[new].id);
    if old == new {
        return Err(format!("{old_id} cannot supersede itself\nhelp: name the newer decision with `--by`"));
    }
    let part = args.part.as_deref().map(|name| section(&opened, old, name)).transpose()?;
    // A second one may take the place of what a first one took.
    let state = match list[old].has_status(Status::Superseded) {
        true => None,
        false => Some(moves::to(opened.handbook.kind_of(list[old].doc), &list[old], Status::Superseded)?),
    };
    if reaches(&opened, old, new) {
        return Err(format!(
            "{new_id} cannot supersede {old_id}, which supersedes it\nhelp: the older decision stands first: `rutter adr supersede OLD --by NEW`"
        ));
    }
    let supersedes = Change { supersedes: Some(Tied { at: old, part: part.clone() }), ..Change::default() };
    let mut plan = Plan::default();
    plan.add(new, supersedes, "linked");
    if is_open(&list[new]) {
        if args.migration_notes.is_some() {
            return Err(format!(
                "{new_id} is not accepted yet, so {old_id} stays as it is and needs no migration notes\nhelp: accept {new_id} first: `rutter adr accept {new_id}`"
            ));
        }
        let code = plan.carry_out(&opened, &args.common)?;
        if !args.common.quiet {
            let what = if part.is_some() { "a part of it is superseded" } else { "it becomes superseded" };
            output::note(&format!("{old_id} stays as it is; {what} with `rutter adr accept {new_id}`"));
        }
        return Ok(code);
    }
    if !list[new].has_status(Status::Accepted) {
        return Err(format!(
            "{new_id} is {}, and only a decision in force can supersede another\nhelp: name one that is accepted, or write one with `rutter new adr TITLE`",
            list[new].state_word()
        ));
    }
    let told = if part.is_some() { "superseded in part" } else { "superseded" };
    let migration_notes = one_line(args.migration_notes.as_ref()).map(|notes| (opened.handbook.today, notes));
    let state = state.filter(|_| part.is_none());
    let superseded_by = Some(Tied { at: new, part });
    plan.add(old, Change { state, superseded_by, migration_notes, ..Change::default() }, told);
    plan.carry_out(&opened, &args.common)
}

/// The anchor of a section of a decision, as its heading or its anchor is given.
fn section(opened: &Opened, at: usize, name: &str) -> Result<String, String> {
    let d = &opened.decisions.list[at];
    let headings = &opened.handbook.document(d.doc).outline.headings;
    let wanted = slug(name.trim_start_matches('#'));
    let found = headings.iter().find(|h| h.id == wanted || slug(&h.text) == wanted);
    found.map(|h| h.id.clone()).ok_or_else(|| {
        let known = headings.iter().filter(|h| h.level > 1).map(|h| h.id.as_str());
        format!("{} has no section `{name}`\nhelp: {}", d.id, known_words(&wanted, known))
    })
}

/// Whether one decision supersedes another, be it by way of others.
fn reaches(opened: &Opened, from: usize, to: usize) -> bool {
    let mut seen = vec![false; opened.decisions.list.len()];
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        open.extend(opened.decisions.ties(at, Tie::Supersedes).map(|e| e.to));
    }
    from != to && seen[to]
}
