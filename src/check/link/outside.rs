//! A link climbs out of the handbook.
//!
//! ## What it checks
//! Relative links whose path leads above the folder that holds handbook.yaml.
//!
//! ## Why
//! The file may be there in the repository, but the site cannot serve it: the link works in an editor and nowhere else.
//!
//! ## Example
//! `[the module](../../infra/main.tf)`
//!
//! ## How to fix
//! Link to the file by the URL of the place that hosts the repository.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "link/outside", level: Level::Error, manual: include_str!("outside.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, d) in cx.documents() {
        for (link, target) in cx.links(d) {
            if let Target::Outside(_) = target {
                found.push(
                    Diagnostic::new(RULE.name, link.span, format!("`{}` leads out of the handbook", link.dest))
                        .help("the site cannot serve it: link to it by the URL of its repository"),
                );
            }
        }
    }
}
