//! Two documents would become the same page.
//!
//! ## What it checks
//! The URL of every document, and of every old path under `aliases:`, against all others and against the pages that the site makes itself. Upper and lower case do not tell two apart, because some disks do not.
//!
//! ## Why
//! One of the two would overwrite the other, and which one would depend on the order of the files.
//!
//! ## Example
//! `runbooks.md` beside `runbooks/README.md`
//!
//! ## How to fix
//! Rename one of them.

use crate::check::prelude::*;

pub const RULE: Rule = Rule {
    name: "page/duplicate-route",
    level: Level::Error,
    manual: include_str!("duplicate_route.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut taken: HashMap<String, (Span, &str)> = HashMap::new();
    for (_, d) in cx.documents() {
        let key = d.route.to_lowercase();
        let place = Span::top(d.file);
        if links::GENERATED.contains(&key.as_str()) {
            found.push(
                Diagnostic::new(RULE.name, place, format!("the site has a page of its own at `{}`", d.route))
                    .help("rename the file or its folder"),
            );
        }
        match taken.get(&key) {
            Some((first, path)) => found.push(
                Diagnostic::new(RULE.name, place, format!("this and {path} would both be the page `/{}`", d.route))
                    .help("rename one of them")
                    .related(*first, "the other one"),
            ),
            None => drop(taken.insert(key, (place, &d.path))),
        }
    }
    for folder in &cx.handbook.folders {
        let index = folder.index.map(|id| cx.handbook.document(id));
        let place = index.map_or(Span::top(cx.handbook.config_file), |d| Span::top(d.file));
        let path = index.map_or(folder.path.as_str(), |d| d.path.as_str());
        taken.entry(folder.route.to_lowercase()).or_insert((place, path));
    }
    for (_, d) in cx.documents() {
        for alias in d.front.texts("aliases") {
            let route = document::alias_route(&alias.value);
            match taken.get(&route.to_lowercase()) {
                // A redirect from a page to itself is an old habit of some tools, and does no harm.
                Some((_, path)) if *path == d.path && d.route == route => {}
                Some((first, path)) => found.push(
                    Diagnostic::new(RULE.name, alias.span, format!("`{}` is taken by {path}", alias.value))
                        .help("an old path can lead to one page only")
                        .related(*first, "taken here"),
                ),
                None => drop(taken.insert(route.to_lowercase(), (alias.span, &d.path))),
            }
        }
    }
}
