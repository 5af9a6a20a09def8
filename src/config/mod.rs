//! handbook.yaml: the raw shape is checked by its schema, then turned into a [`Config`] that later stages can
//! trust. Values that decide a verdict keep their place, so that a finding can name the line that caused it.

mod federation;
mod fields;
mod kinds;
mod lifecycle;
mod migrations;
mod shape;

pub use federation::Book;
pub use fields::is_key_of_another_form;
pub use kinds::{BUILT_IN, Kind, Past, Section};
pub use lifecycle::{Lifecycle, Preset, State};
pub use migrations::{LAYOUTS, Migrations};

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::dates::Period;
use crate::diag::{Diagnostic, Level, meant};
use crate::glob::Globs;
use crate::paths;
use crate::source::{FileId, SourceFile, Span, Spanned};
use crate::yaml::schema::{CONFIG_RULES, Checker, Unchecked};
use crate::yaml::{self, Node, Value};

/// The name of the file that makes a folder a handbook.
pub const FILE: &str = "handbook.yaml";

/// A handbook's configuration, whole and valid.
#[derive(Debug, Clone)]
pub struct Config {
    pub title: String,
    pub description: String,
    /// Empty, or an absolute URL that ends in `/`.
    pub base_url: String,
    pub language: String,
    /// A URL with `{path}` in it.
    pub edit_url: Option<String>,
    /// Pins the clock.
    pub today: Option<NaiveDate>,
    pub offline: bool,
    pub raw_html: RawHtml,
    pub freshness: Freshness,
    pub max_owned: Option<Spanned<usize>>,
    /// Declared kinds first, in the order of the file, then the built-in ones.
    pub kinds: Vec<Kind>,
    pub folders: Vec<Folder>,
    /// Other people's keys: for each of ours, what else it may be called.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// Levels by pattern, each at the line that sets it.
    pub levels: Vec<Spanned<(String, Level)>>,
    pub nav: Option<Vec<NavEntry>>,
    /// Folders of migrations that the standards hold.
    pub migrations: Vec<Migrations>,
    pub federation: Vec<Book>,
    pub extra: serde_json::Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    Sanitise,
    Allow,
    Escape,
}

/// How long reviews last where nothing nearer says so.
#[derive(Debug, Clone)]
pub struct Freshness {
    /// Without a span this is the default of the tool.
    pub review_every: Period,
    pub review_every_span: Option<Span>,
    pub warn_before: Period,
    /// What a drifted document weighs.
    pub watches: Level,
}

/// Defaults for the documents under a path pattern.
#[derive(Debug, Clone)]
pub struct Folder {
    pub pattern: String,
    pub globs: Globs,
    pub owner: Option<Spanned<String>>,
    pub review_every: Option<Spanned<Period>>,
    pub tags: Vec<String>,
    pub kind: Option<Spanned<String>>,
}

/// One entry of a given navigation: a document, or a folder, under a title of its own if it has one.
#[derive(Debug, Clone)]
pub struct NavEntry {
    pub title: Option<String>,
    pub path: Spanned<String>,
}

/// Whether handbook.yaml says anything: it is YAML, with keys or nothing in it.
pub fn is_readable(source: &SourceFile) -> bool {
    let node = yaml::parse(&source.text, FileId(0), 0, CONFIG_RULES.bad_value);
    !source.unread && node.is_ok_and(|node| node.is_null() || matches!(node.value, Value::Map(_)))
}

/// Reads handbook.yaml. Whatever cannot be read is a finding and leaves its default.
pub fn read(text: &str, file: FileId) -> (Config, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let node = match yaml::parse(text, file, 0, CONFIG_RULES.bad_value) {
        Ok(node) if node.is_null() => Node { value: Value::Map(Vec::new()), ..node },
        Ok(node) => node,
        Err(error) => {
            found.push(error);
            Node::null(Span::top(file))
        }
    };
    // A file that could not be parsed has one finding already; "title is missing" on top would be noise.
    if !node.is_null() {
        let mut checker = Checker { rules: CONFIG_RULES, known: &Unchecked, top: None, found: Vec::new() };
        checker.record(FILE, &node, &shape::handbook());
        found.append(&mut checker.found);
    }
    let config = validate(&node, &mut found);
    (config, found)
}

fn validate(node: &Node, found: &mut Vec<Diagnostic>) -> Config {
    let text = |key: &str| node.get(key).and_then(Node::text).map(|t| t.value);
    let kinds = read_kinds(node.get("kinds"), found);
    Config {
        title: text("title").unwrap_or_else(|| "Handbook".to_owned()),
        description: text("description").unwrap_or_default(),
        base_url: read_base_url(node.get("base_url"), found),
        language: text("language").unwrap_or_else(|| "en".to_owned()),
        edit_url: read_edit_url(node.get("edit_url"), found),
        today: node.get("today").and_then(Node::date).map(|d| d.value),
        offline: node.get("offline").and_then(Node::bool).unwrap_or(false),
        raw_html: match text("raw_html").as_deref() {
            Some("allow") => RawHtml::Allow,
            Some("escape") => RawHtml::Escape,
            _ => RawHtml::Sanitise,
        },
        freshness: read_freshness(node.get("freshness")),
        max_owned: node.get("owners").and_then(|o| o.get("max_owned")).and_then(|n| {
            let count = usize::try_from(n.int()?).ok()?;
            Some(Spanned::new(count, n.span))
        }),
        folders: read_folders(node.get("folders"), &kinds, found),
        kinds,
        aliases: read_aliases(node.get("aliases")),
        levels: read_levels(node.get("rules")),
        nav: node.get("nav").map(read_nav),
        migrations: migrations::read(node.get("migrations")),
        federation: federation::read(node.get("federation"), found),
        extra: node.get("extra").map_or(serde_json::Value::Null, Node::to_json),
    }
}

fn read_base_url(node: Option<&Node>, found: &mut Vec<Diagnostic>) -> String {
    let Some(url) = node.and_then(Node::text) else {
        return String::new();
    };
    if url.value.is_empty() {
        return String::new();
    }
    if !paths::is_web_url(&url.value) {
        found.push(
            Diagnostic::new("config/bad-value", url.span, format!("`{}` is not an absolute URL", url.value))
                .help("write it with its scheme, `https://handbook.example.com/`, or leave it empty"),
        );
        return String::new();
    }
    with_slash(&url.value)
}

/// The path of a URL, from its first slash to its last; `/` if it has none. Two slashes in front would be another host.
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let rest = rest.find(['?', '#']).map_or(rest, |end| &rest[..end]);
    let path = rest.find('/').zip(rest.rfind('/')).map_or("/", |(first, last)| &rest[first..=last]);
    &path[path.find(|c| c != '/').unwrap_or(path.len()) - 1..]
}

/// A base URL as everything after this reads it: empty, or with one `/` at its end.
pub fn with_slash(url: &str) -> String {
    if url.is_empty() { String::new() } else { format!("{}/", url.trim_end_matches('/')) }
}

fn read_edit_url(node: Option<&Node>, found: &mut Vec<Diagnostic>) -> Option<String> {
    let url = node.and_then(Node::text).filter(|url| !url.value.is_empty())?;
    if paths::is_web_url(&url.value) && url.value.contains("{path}") {
        return Some(url.value);
    }
    found.push(
        Diagnostic::new("config/bad-value", url.span, format!("`{}` is not the URL of an editor", url.value)).help(
            "write it with its scheme and with {path} in it: `https://git.example.com/handbook/edit/main/{path}`",
        ),
    );
    None
}

fn read_freshness(node: Option<&Node>) -> Freshness {
    let get = |key: &str| node.and_then(|n| n.get(key));
    let every = get("review_every").and_then(Node::period);
    Freshness {
        review_every: every.map_or(Period::months(6), |e| e.value),
        review_every_span: every.map(|e| e.span),
        warn_before: get("warn_before").and_then(Node::period).map_or(Period::days(14), |p| p.value),
        watches: get("watches").and_then(Node::scalar).and_then(Level::parse).unwrap_or(Level::Warning),
    }
}

fn read_kinds(node: Option<&Node>, found: &mut Vec<Diagnostic>) -> Vec<Kind> {
    let mut built_in = kinds::built_in();
    let mut declared = Vec::new();
    for (name, spec) in node.map(Node::entries).unwrap_or_default() {
        match built_in.iter_mut().find(|k| k.name == *name.value) {
            Some(kind) => kinds::adjust(kind, spec, found),
            None => {
                let mut kind = Kind {
                    name: name.value.to_string(),
                    title: capitalised(&name.value),
                    paths: Globs::of([]),
                    fields: fields::common(),
                    sections: Vec::new(),
                    review_every: None,
                    owner: None,
                    past: Past::Never,
                    lifecycle: Lifecycle::default(),
                    preset: None,
                };
                kinds::adjust(&mut kind, spec, found);
                declared.push(kind);
            }
        }
    }
    declared.append(&mut built_in);
    declared
}

fn capitalised(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

fn read_folders(node: Option<&Node>, kinds: &[Kind], found: &mut Vec<Diagnostic>) -> Vec<Folder> {
    let mut folders = Vec::new();
    for (pattern, spec) in node.map(Node::entries).unwrap_or_default() {
        let written = Node { span: pattern.span, value: Value::Text(pattern.value.clone()) };
        let kind = spec.get("kind").and_then(Node::text);
        if let Some(kind) = kind.as_ref().filter(|k| kinds.iter().all(|known| known.name != k.value)) {
            found.push(unknown_kind(kind, kinds, "config/bad-value"));
        }
        folders.push(Folder {
            pattern: pattern.value.to_string(),
            globs: Globs::read(&written, "config/bad-value", found),
            owner: spec.get("owner").and_then(Node::text),
            review_every: spec.get("review_every").and_then(Node::period),
            tags: spec.get("tags").map(Node::texts).unwrap_or_default().into_iter().map(|t| t.value).collect(),
            kind,
        });
    }
    // Nearest first: the pattern that names more of the path. The sort is stable, so equals keep their order.
    folders.sort_by_key(|f| std::cmp::Reverse(f.pattern.trim_end_matches(['*', '/']).len()));
    folders
}

/// A kind that nobody declared.
pub fn unknown_kind(name: &Spanned<String>, kinds: &[Kind], rule: &'static str) -> Diagnostic {
    let names = || kinds.iter().map(|k| k.name.as_str());
    let all = names().collect::<Vec<_>>().join(", ");
    let help = meant(&name.value, names(), format!("known: {all}; or declare it under `kinds:` in handbook.yaml"));
    Diagnostic::new(rule, name.span, format!("no kind `{}`", name.value)).help(help)
}

/// What else people call our keys, without editing anyone's files.
pub const DEFAULT_ALIASES: [(&str, &[&str]); 5] = [
    ("last_reviewed", &["last_reviewed_on", "lastReviewed", "lastReviewedAt", "reviewed", "ms.date", "Last Updated"]),
    ("review_every", &["review_in", "review_interval", "review_cadence"]),
    ("next_review", &["review_by", "expires"]),
    ("aliases", &["redirect_from", "redirects", "old_paths"]),
    ("owner", &["owners", "owner_slack", "ms.author", "Owner"]),
];

fn read_aliases(node: Option<&Node>) -> BTreeMap<String, Vec<String>> {
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, others) in node.map(Node::entries).unwrap_or_default() {
        let others = others.texts().into_iter().map(|t| t.value);
        aliases.entry(key.value.to_string()).or_default().extend(others);
    }
    for (key, others) in DEFAULT_ALIASES {
        aliases.entry(key.to_owned()).or_default().extend(others.iter().map(|o| (*o).to_owned()));
    }
    aliases
}

fn read_levels(node: Option<&Node>) -> Vec<Spanned<(String, Level)>> {
    node.map(Node::entries)
        .unwrap_or_default()
        .iter()
        .filter_map(|(pattern, level)| {
            let level = Level::parse(level.scalar()?)?;
            Some(Spanned::new((pattern.value.to_string(), level), pattern.span))
        })
        .collect()
}

fn read_nav(node: &Node) -> Vec<NavEntry> {
    let entry = |item: &Node| match item.text() {
        Some(path) => Some(NavEntry { title: None, path }),
        None => Some(NavEntry {
            title: item.get("title").and_then(Node::text).map(|t| t.value),
            path: item.get("path").and_then(Node::text)?,
        }),
    };
    node.items().iter().filter_map(entry).collect()
}

impl Config {
    /// Where the site lies on its host: the path of the base URL, else `/`. It ends in a slash.
    pub fn base_path(&self) -> &str {
        path_of(&self.base_url)
    }

    pub fn kind(&self, name: &str) -> Option<usize> {
        self.kinds.iter().position(|k| k.name == name)
    }

    /// Takes what lies in a folder for documents of a kind, beside what its paths say.
    pub fn take_for(&mut self, kind: &str, folder: &str) {
        let Some(at) = self.kind(kind) else { return };
        let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\');
        let mut pattern: String =
            folder.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect();
        if !pattern.is_empty() {
            pattern.push('/');
        }
        pattern.push_str("**");
        let kind = &mut self.kinds[at];
        kind.paths = Globs::of(kind.paths.patterns.iter().map(String::as_str).chain([pattern.as_str()]));
    }
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn a_path_starts_and_ends_with_one_slash() {
        for (url, path) in [
            ("", "/"),
            ("https://a.example/", "/"),
            ("https://a.example/b/c/", "/b/c/"),
            ("https://a.example//b.example/", "/b.example/"),
            ("https://a.example///", "/"),
            ("https://a.example/b/?c=d/", "/b/"),
            ("https://a.example?b/", "/"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }
}
