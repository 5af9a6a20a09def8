//! One decision says that it supersedes another, and the other does not know.
//!
//! ## What it checks
//! Both ends of every supersession: what a decision supersedes says so, by its link and by its status, and what it is superseded by says so too. Exceptions: a successor that is not accepted yet has superseded nothing; a part (`supersedes: ["0007#retention"]`) leaves the rest in force; a deprecated decision may point to another without being superseded by it.
//!
//! ## Why
//! The reader of the old decision must learn that it no longer holds, and the reader of the new one what it replaced. With one end only, half of them are misled.
//!
//! ## Example
//! `0012` says `superseded_by: ["0013"]`, and `0013` has no `supersedes:`.
//!
//! ## How to fix
//! `rutter adr supersede 0012 --by 0013` writes both ends, in whatever form the files are.

use super::status_place;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/one-sided", level: Level::Error, manual: include_str!("one_sided.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let list = &cx.decisions.list;
    let names = |refs: &[Reference], other: usize| refs.iter().any(|r| r.target == Some(other));
    for (at, d) in list.iter().enumerate() {
        for r in d.superseded_by.iter().filter(|_| !d.has_status(Status::Deprecated)) {
            let Some(by) = r.target.filter(|by| *by != at) else { continue };
            let successor = &list[by];
            if !names(&successor.supersedes, at) {
                let message = format!("`{}` does not say that it supersedes `{}`", successor.id, d.id);
                found.push(
                    Diagnostic::new(RULE.name, r.text.span, message)
                        .help(both_ends(d, successor))
                        .related(status_place(cx, successor), "its other end"),
                );
            }
        }
        let holds = !d.is_open() && !d.has_status(Status::Rejected);
        for r in d.supersedes.iter().filter(|r| holds && r.section.is_none()) {
            let Some(old) = r.target.filter(|old| *old != at) else { continue };
            let old_one = &list[old];
            let place = status_place(cx, old_one);
            if !names(&old_one.superseded_by, at) {
                let message = format!("`{}` does not say that it is superseded by `{}`", old_one.id, d.id);
                found.push(
                    Diagnostic::new(RULE.name, r.text.span, message)
                        .help(both_ends(old_one, d))
                        .related(place, "its other end"),
                );
            } else if let Some(state) = old_one.state.as_ref().filter(|_| !old_one.has_status(Status::Superseded)) {
                let message = format!("`{}` supersedes it, and its status is still {}", d.id, state.value);
                found.push(
                    Diagnostic::new(RULE.name, place, message)
                        .help(both_ends(old_one, d))
                        .related(r.text.span, "said here"),
                );
            }
        }
    }
}

fn both_ends(old: &Decision, new: &Decision) -> String {
    format!("`rutter adr supersede {} --by {}` writes both ends", old.id, new.id)
}
