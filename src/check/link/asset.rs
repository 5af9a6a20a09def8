//! An image or a file that a page shows or links to is not there.
//!
//! ## What it checks
//! Images, and links to files that are not pages, against the files of the handbook.
//!
//! ## Why
//! A diagram that does not load is missed exactly when it is needed.
//!
//! ## Example
//! `![topology](img/topolgy.svg)`
//!
//! ## How to fix
//! Correct the path; upper and lower case count.

use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "link/asset", level: Level::Error, manual: include_str!("asset.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (_, d) in cx.documents() {
        for (link, target) in cx.links(d) {
            let Target::Missing(path) = target else { continue };
            if link.kind.is_image() || super::looks_like_asset(path) {
                let files = cx.loaded.tree.iter().map(|e| e.path.as_str());
                let near = links::nearest_path(path, files);
                found.push(Diagnostic::new(RULE.name, link.span, format!("no file `{}`", link.dest)).maybe_help(
                    cx.renamed_to(path).or_else(|| near.map(|n| format!("did you mean `{}`?", cx.link_to(d, n)))),
                ));
            }
        }
    }
}
