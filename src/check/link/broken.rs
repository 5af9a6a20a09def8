//! A link leads to a page that is not there.
//!
//! ## What it checks
//! Every relative link, wikilink and front matter reference to a document. What git saw renamed is said; otherwise the nearest existing page is suggested. A link to a draft is broken too, unless drafts are built. A link by which a decision says what it supersedes or amends, or the other way round, is left to `adr/missing-target`.
//!
//! ## Why
//! The reader who follows it has just been told that the answer is one click away.
//!
//! ## Example
//! `[failover](failovr.md)`
//!
//! ## How to fix
//! Correct the path, or take the link out. If the page moved, list its old path under `aliases:` in its front matter, so that old bookmarks keep working too.

use crate::check::adr::missing_target;
use crate::check::prelude::*;

pub const RULE: Rule =
    Rule { name: "link/broken", level: Level::Error, manual: include_str!("broken.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (id, d) in cx.documents() {
        for (link, target) in cx.links(d).filter(|(link, _)| !link.kind.is_image()) {
            match target {
                Target::Missing(path) if !super::looks_like_asset(path) && !missing_target::tells_of(cx, id, link) => {
                    found.push(
                        Diagnostic::new(RULE.name, link.span, format!("no page `{}`", link.dest))
                            .maybe_help(cx.suggest_page(d, path)),
                    );
                }
                Target::Document { id: to, .. }
                    if *to != id && !cx.handbook.is_published(*to) && cx.handbook.is_published(id) =>
                {
                    found.push(
                        Diagnostic::new(RULE.name, link.span, format!("`{}` is a draft and has no page", link.dest))
                            .help("publish the draft, or take the link out until then"),
                    );
                }
                _ => {}
            }
        }
        for key in ["related", "runbooks_used"] {
            for name in d.front.texts(key) {
                if !links::is_external(&name.value) && cx.resolver.reference(id, &name.value).is_none() {
                    found.push(
                        Diagnostic::new(RULE.name, name.span, format!("no page `{}`", name.value))
                            .maybe_help(cx.suggest_page(d, &name.value)),
                    );
                }
            }
        }
    }
    let folders = &cx.handbook.folders;
    for entry in cx.handbook.config.nav.iter().flatten() {
        let path = crate::paths::join("", &entry.path.value);
        if cx.resolver.path(&path).is_none() && !folders.iter().any(|f| f.path == path) {
            let near = nearest(&path, folders.iter().map(|f| f.path.as_str()).chain(cx.paths()));
            found.push(
                Diagnostic::new(RULE.name, entry.path.span, format!("no page or folder `{}`", entry.path.value))
                    .maybe_help(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
    }
    for service in &cx.handbook.register.services {
        for name in service.texts("runbooks").into_iter().filter(|n| cx.resolver.path(&n.value).is_none()) {
            let near = links::nearest_path(&name.value, cx.paths());
            found.push(
                Diagnostic::new(RULE.name, name.span, format!("no page `{}`", name.value))
                    .maybe_help(near.map(|n| format!("did you mean `{n}`?"))),
            );
        }
    }
}
