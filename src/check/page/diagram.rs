//! A diagram cannot be drawn.
//!
//! ## What it checks
//! Every `mermaid` block, with the same engine that draws it.
//!
//! ## Why
//! The page would show its source where the picture should be.
//!
//! ## Example
//! `flowchart TD` with an arrow that leads nowhere
//!
//! ## How to fix
//! Correct the source. Drawn are flowchart, sequence, state, class, entity relationship, gantt, pie, timeline and git graph.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "page/diagram", level: Level::Error, manual: include_str!("diagram.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    found.par_extend(cx.handbook.documents.par_iter().flat_map_iter(|d| {
        let diagrams = d.outline.code.iter().filter(|c| c.info.lang == markdown::diagram::LANGUAGE);
        diagrams.filter_map(|c| {
            let problem = c.drawing.light(&c.text).err()?;
            Some(Diagnostic::new(RULE.name, first_line(cx, c.span), format!("this diagram cannot be drawn: {problem}")))
        })
    }));
}
