//! A formula cannot be drawn.
//!
//! ## What it checks
//! Every `$…$` and `$$…$$`, with the same engine that draws it.
//!
//! ## Why
//! The page would show its source where the formula should be.
//!
//! ## Example
//! `$\\frac{1}{2$`
//!
//! ## How to fix
//! Correct the source; a dollar sign that is money is written `\\$`.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/math", level: Level::Error, manual: include_str!("math.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for d in &cx.handbook.documents {
        for formula in &d.outline.math {
            if let Err(problem) = markdown::math::validate(&formula.tex) {
                found.push(
                    Diagnostic::new(RULE.name, formula.span, format!("this formula cannot be drawn: {problem}"))
                        .help("a dollar sign that is money is written `\\$`"),
                );
            }
        }
    }
}
