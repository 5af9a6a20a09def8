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

/// The files that every site has beside its pages.
const FILES: [&str; 7] = ["404.html", "_headers", "feed.xml", "handbook.json", "llms.txt", "robots.txt", "sitemap.xml"];

/// Who has a route already, and where that was said.
type Taken<'a> = BTreeMap<String, (Span, &'a str)>;

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    let mut taken = Taken::new();
    let made = made(cx);
    for (_, d) in cx.documents() {
        let key = d.route.to_lowercase();
        let place = Span::top(d.file);
        if made.contains(&key) || FILES.contains(&key.split('/').next().unwrap_or_default()) {
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
    aliases(cx, &made, &mut taken, found);
}

/// The pages that the site makes itself.
fn made(cx: &Context) -> HashSet<String> {
    let register = &cx.handbook.register;
    let fixed = links::GENERATED.iter().map(|g| (*g).to_owned());
    let tags = cx.handbook.tags.keys().map(|t| routes::of_tag(t));
    let teams = (0..register.teams.len()).map(|t| routes::of_owner(register, OwnerRef::Team(t)));
    let people = (0..register.people.len()).map(|p| routes::of_owner(register, OwnerRef::Person(p)));
    let services = register.services.iter().map(routes::of_service);
    fixed.chain(tags).chain(teams).chain(people).chain(services).map(|route| route.to_lowercase()).collect()
}

/// Old paths: each leads to one page, lies in the site, and takes nobody's place.
fn aliases<'a>(cx: &Context<'a>, made: &HashSet<String>, taken: &mut Taken<'a>, found: &mut Vec<Diagnostic>) {
    for (_, d) in cx.documents() {
        for alias in d.front.texts("aliases") {
            let route = document::alias_route(&alias.value);
            let key = route.to_lowercase();
            let mut say = |message: String| found.push(Diagnostic::new(RULE.name, alias.span, message));
            if links::is_external(&alias.value) || crate::paths::leaves(&route) {
                say(format!("`{}` is no path of this site", alias.value));
                continue;
            }
            if made.contains(&key) || FILES.contains(&key.split('/').next().unwrap_or_default()) {
                say(format!("the site has a page of its own at `{}`", alias.value));
                continue;
            }
            if let Some(other) = file_or_folder(&key, taken) {
                say(format!(
                    "`{}` and `/{other}` cannot both be there: one is a file, the other a folder",
                    alias.value
                ));
                continue;
            }
            match taken.get(&key) {
                // A redirect from a page to itself is an old habit of some tools, and does no harm.
                Some((_, path)) if *path == d.path && d.route == route => {}
                Some((first, path)) => found.push(
                    Diagnostic::new(RULE.name, alias.span, format!("`{}` is taken by {path}", alias.value))
                        .help("an old path can lead to one page only")
                        .related(*first, "taken here"),
                ),
                None => drop(taken.insert(key, (alias.span, &d.path))),
            }
        }
    }
}

/// A taken route that cannot be there beside another: one of the two is a file, the other lies in a folder of
/// that name.
fn file_or_folder<'t>(key: &str, taken: &'t Taken) -> Option<&'t String> {
    let is_file = |route: &str| route.ends_with(".html");
    let folder = format!("{key}/");
    let below = is_file(key).then(|| taken.range(folder.clone()..).next()).flatten();
    if let Some((other, _)) = below.filter(|(other, _)| other.starts_with(&folder)) {
        return Some(other);
    }
    let mut above = key.match_indices('/').map(|(at, _)| &key[..at]).filter(|route| is_file(route));
    above.find_map(|route| taken.get_key_value(route)).map(|(other, _)| other)
}
