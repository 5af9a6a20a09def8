//! A decision is accepted, and nothing says when or by whom.
//!
//! ## What it checks
//! Accepted decisions have a date, in the text or else in git, and somebody who decided. Forms that have no place for deciders (Nygard's, archgate's, Backstage's) are asked for the date alone.
//!
//! ## Why
//! Whoever wants to change the decision must know whom to talk to, and whether it is from this year or from another age.
//!
//! ## Example
//! `status: accepted` with neither `date:` nor `deciders:`.
//!
//! ## How to fix
//! Write `date:` and `deciders:` (`decision-makers:` in MADR 4, `* Deciders:` in MADR 2). `rutter adr accept ID --by WHO` does that when a decision is made.

use super::status_place;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "adr/undecided", level: Level::Error, manual: include_str!("undecided.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let accepted = cx.decisions.list.iter().enumerate().filter(|(_, d)| d.has_status(Status::Accepted));
    for (at, d) in accepted.filter(|(_, d)| d.form != Form::RustRfc) {
        let no_date = cx.decisions.date(at).is_none();
        let nobody = d.deciders.is_empty() && d.form.names_deciders();
        let (message, help) = match (no_date, nobody) {
            (true, true) => ("it is accepted, and nothing says when or by whom", "write its date and its deciders"),
            (true, false) => ("it is accepted, and nothing says when", "write its date: `date: 2026-11-22`"),
            (false, true) => ("it is accepted, and nothing says by whom", "name who decided: `deciders: [ana]`"),
            (false, false) => continue,
        };
        found.push(Diagnostic::new(RULE.name, status_place(cx, d), message).help(help));
    }
}
