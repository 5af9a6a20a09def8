//! A decision's title or front matter gives it another number than its file's name.
//!
//! ## What it checks
//! The number in the file's name against the one in the title (`# 12. Use x`, `ADR-0012: Use x`), in `id:` or in `number:`.
//!
//! ## Why
//! Others refer to a decision by what they see: the number in its title, or the one in its link. Two numbers are two decisions.
//!
//! ## Example
//! `0013-use-mysql.md` with the title `# 12. Use MySQL`.
//!
//! ## How to fix
//! Correct the one that is wrong. If the file was renamed to solve a clash, its title was forgotten.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "adr/number-mismatch",
    level: Level::Warning,
    manual: include_str!("number_mismatch.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in &cx.decisions.list {
        if let (Some(number), Some(stated)) = (d.number, &d.stated_number)
            && number != stated.value
        {
            let name = paths::name(&cx.handbook.document(d.doc).path);
            let message = format!("the number here is {}, and the file's name is `{name}`", stated.value);
            found.push(Diagnostic::new(RULE.name, stated.span, message).help("correct the one that is wrong"));
        }
    }
}
