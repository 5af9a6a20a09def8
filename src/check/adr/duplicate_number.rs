//! Two decisions have one number.
//!
//! ## What it checks
//! The numbers of decisions of one kind in one folder. Prefixes keep series apart: `ARCH-001` and `CI-001` are two, `0001` and `ADR-0001` are one.
//!
//! ## Why
//! "As decided in 12" must mean one decision. Two branches that each took the next number are merged without a conflict.
//!
//! ## Example
//! `0012-use-postgresql.md` and `0012-use-mysql.md`.
//!
//! ## How to fix
//! Give the younger one the next free number: rename the file, correct its title and what refers to it.

use super::number_place;
use super::series::Series;
use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/duplicate-number",
    level: Level::Error,
    manual: include_str!("duplicate_number.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for series in Series::all(cx) {
        let mut first: HashMap<u64, &Decision> = HashMap::new();
        for (number, d) in series.numbers {
            let Some(other) = first.get(&number) else {
                first.insert(number, d);
                continue;
            };
            let other_file = cx.handbook.document(other.doc);
            found.push(
                Diagnostic::new(RULE.name, number_place(cx, d), format!("`{}` has this number too", other_file.path))
                    .help(format!("give this one the next free number, {}", series.next))
                    .related(number_place(cx, other), "the other one"),
            );
        }
    }
}
