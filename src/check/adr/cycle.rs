//! Decisions supersede each other in a circle, or one supersedes itself.
//!
//! ## What it checks
//! The supersessions of whole decisions, whichever end says them. Two decisions may supersede a part of each other.
//!
//! ## Why
//! In a circle every decision is superseded and none holds.
//!
//! ## Example
//! `0012` supersedes `0013`, and `0013` supersedes `0012`.
//!
//! ## How to fix
//! Take out the link that points back in time. The newer decision supersedes the older one.

use super::status_place;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/cycle", level: Level::Error, manual: include_str!("cycle.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let list = &cx.decisions.list;
    for circle in cx.decisions.cycles() {
        let Some(&first) = circle.first() else { continue };
        let d = &list[first];
        let message = match circle.as_slice() {
            [_] => format!("`{}` supersedes itself", d.id),
            _ => {
                let names: Vec<String> =
                    circle.iter().chain([&first]).map(|at| format!("`{}`", list[*at].id)).collect();
                format!("these decisions supersede each other in a circle: {}", names.join(", "))
            }
        };
        let place = d.supersedes.iter().chain(&d.superseded_by).next().map(|r| r.text.span);
        found.push(
            Diagnostic::new(RULE.name, place.unwrap_or(status_place(cx, d)), message)
                .help("take out the link that points back in time: the newer decision supersedes the older one"),
        );
    }
}
