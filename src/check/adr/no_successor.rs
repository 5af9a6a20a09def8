//! A decision is superseded, and no decision in force supersedes it.
//!
//! ## What it checks
//! Every superseded decision names its successor, or is named by one; and not all of its successors are still open or rejected.
//!
//! ## Why
//! "Superseded" tells the reader not to follow the decision. Without a successor it does not tell what to follow instead.
//!
//! ## Example
//! `status: superseded` with no `superseded_by:`.
//!
//! ## How to fix
//! `rutter adr supersede OLD --by NEW`. If nothing took its place, it is deprecated: `rutter adr deprecate ID --reason TEXT`.

use super::status_place;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/no-successor", level: Level::Error, manual: include_str!("no_successor.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let list = &cx.decisions.list;
    let superseded = list.iter().enumerate().filter(|(_, d)| d.has_status(Status::Superseded));
    for (at, d) in superseded {
        let successors: Vec<&Decision> = cx.decisions.ties_to(at, Tie::Supersedes).map(|e| &list[e.from]).collect();
        let is_void = |s: &&Decision| s.is_open() || s.has_status(Status::Rejected);
        let (message, help) = match successors.as_slice() {
            // What is named and is not there, or is in another handbook, is no affair of this rule.
            [] if d.superseded_by.is_empty() => (
                "it is superseded, and nothing says by what".to_owned(),
                format!(
                    "`rutter adr supersede {0} --by NEW` names the successor; without one it is deprecated: `rutter adr deprecate {0} --reason TEXT`",
                    d.id
                ),
            ),
            [first, ..] if successors.iter().all(is_void) => (
                format!("it is superseded by `{}`, which is {}", first.id, first.state_word()),
                format!("accept the successor: `rutter adr accept {}`; until then this one holds", first.id),
            ),
            _ => continue,
        };
        found.push(Diagnostic::new(RULE.name, status_place(cx, d), message).help(help));
    }
}
