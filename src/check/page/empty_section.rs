//! A required section has a heading and nothing under it.
//!
//! ## What it checks
//! The sections that `page/required-section` asks for.
//!
//! ## Why
//! A heading without text is a promise; a template that was never filled in looks finished.
//!
//! ## Example
//! `## Rollback` followed by the next heading
//!
//! ## How to fix
//! Write the section, even if all it says is that there is no way back.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "page/empty-section",
    level: Level::Warning,
    manual: include_str!("empty_section.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for Required { section, places, .. } in cx.required_sections() {
        let Some((first, _)) = places.first() else { continue };
        if places.iter().all(|(_, empty)| *empty) {
            found.push(
                Diagnostic::new(RULE.name, *first, format!("the section `{}` is empty", section.name))
                    .help("write it, even if all it says is that there is nothing to do"),
            );
        }
    }
}
