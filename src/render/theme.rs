//! The theme: templates and assets, embedded in the binary and overridable file by file.

use std::borrow::Cow;
use std::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};
use tera::{Context, ErrorKind, Tera};

use crate::diag::Diagnostic;
use crate::source::{FileId, Sources, Span};

macro_rules! embedded {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../", $folder, "/", $name)))),*]
    };
}

/// Every template of the default theme. A test holds this list against the folder.
pub const TEMPLATES: &[(&str, &[u8])] = embedded!("templates":
    "404.html",
    "base.html",
    "directory.html",
    "health/audit.html",
    "health/decisions.html",
    "health/fairness.html",
    "health/findings.html",
    "health/freshness.html",
    "health/index.html",
    "health/oncall.html",
    "health/owners.html",
    "health/standards.html",
    "home.html",
    "page.html",
    "part/crumbs.html",
    "part/decision.html",
    "part/doc-foot.html",
    "part/doc-head.html",
    "part/head.html",
    "part/nav.html",
    "part/oncall.html",
    "part/standard-foot.html",
    "part/standard.html",
    "part/ui.html",
    "person.html",
    "redirect.html",
    "rotation.html",
    "search.html",
    "section.html",
    "service.html",
    "tag.html",
    "tags.html",
    "team.html",
);

/// Every asset of the default theme.
pub const ASSETS: &[(&str, &[u8])] =
    embedded!("assets": "favicon.svg", "oncall.css", "oncall.js", "rutter.css", "rutter.js", "theme.js");

/// The search script, in pieces that share one scope.
const SEARCH: &[(&str, &[u8])] = embedded!("assets":
    "search/10-analyse.js",
    "search/20-stem.js",
    "search/30-shards.js",
    "search/40-query.js",
    "search/50-rank.js",
    "search/60-answer.js",
    "search/70-dialog.js",
    "search/75-parts.js",
    "search/80-page.js",
    "search/90-marks.js",
    "search/99-start.js",
);
const SEARCH_SCRIPT: &str = "search.js";

/// The folders in which a handbook may override the theme.
pub const TEMPLATE_FOLDER: &str = "templates/";
pub const ASSET_FOLDER: &str = "assets/";

/// Templates ready to draw, and assets with the names they are published under.
pub struct Theme {
    tera: Tera,
    /// The name in the theme, the path in the site, the bytes.
    pub assets: Vec<(String, String, Cow<'static, [u8]>)>,
}

impl Theme {
    /// Loads the default theme with the handbook's own templates over it. A template that cannot be parsed is
    /// a finding, and the default one stays in its place.
    pub fn load(sources: &Sources, own_assets: Vec<(String, Vec<u8>)>) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let own: Vec<(FileId, &str, &str)> = sources
            .iter()
            .filter_map(|(id, f)| Some((id, f.path.strip_prefix(TEMPLATE_FOLDER)?, &*f.text)))
            .filter(|(_, name, _)| name.ends_with(".html"))
            .collect();
        let mut tera = default_templates();
        for (id, name, text) in own {
            let mut with = tera.clone();
            match with.add_raw_template(name, text) {
                Ok(()) => tera = with,
                Err(error) => found.push(diagnostic(&error, sources, Some(id))),
            }
        }
        let mut assets: Vec<(String, String, Cow<'static, [u8]>)> =
            ASSETS.iter().map(|(name, bytes)| ((*name).to_owned(), String::new(), Cow::Borrowed(*bytes))).collect();
        assets.push((SEARCH_SCRIPT.to_owned(), String::new(), Cow::Owned(search_script())));
        for (name, bytes) in own_assets {
            match assets.iter_mut().find(|(n, ..)| *n == name) {
                Some(asset) => asset.2 = Cow::Owned(bytes),
                // What the theme does not know of keeps its name: the handbook's own templates refer to it.
                None => assets.push((name.clone(), format!("{ASSET_FOLDER}{name}"), Cow::Owned(bytes))),
            }
        }
        for (name, path, bytes) in &mut assets {
            if path.is_empty() {
                *path = format!("{ASSET_FOLDER}{}", hashed(name, bytes));
            }
        }
        (Self { tera, assets }, found)
    }

    /// Where an asset of the theme is published.
    pub fn asset(&self, name: &str) -> &str {
        self.assets.iter().find(|(n, ..)| n == name).map_or("", |(_, path, _)| path)
    }

    /// Draws a template. A mistake in it is a finding at its place.
    pub fn draw(&self, name: &str, context: &Context, sources: &Sources) -> Result<String, Diagnostic> {
        self.tera.render(name, context).map_err(|error| diagnostic(&error, sources, None))
    }
}

/// The names of the theme's assets.
pub fn assets() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|(name, _)| *name).chain([SEARCH_SCRIPT])
}

/// Whether a handbook's own asset of this name takes the place of one of the theme's.
pub fn is_asset(name: &str) -> bool {
    assets().any(|ours| ours == name)
}

/// One script out of its pieces. Comments stay at home: every reader who searches loads this.
fn search_script() -> Vec<u8> {
    let mut script = b"(function () {\n'use strict';\n".to_vec();
    for line in SEARCH.iter().flat_map(|(_, bytes)| bytes.split(|b| *b == b'\n')) {
        let code = line.trim_ascii();
        if !code.is_empty() && !code.starts_with(b"//") {
            script.extend_from_slice(code);
            script.push(b'\n');
        }
    }
    script.extend_from_slice(b"})();\n");
    script
}

fn default_templates() -> Tera {
    let mut tera = Tera::default();
    let texts = TEMPLATES.iter().map(|(name, bytes)| {
        let text = std::str::from_utf8(bytes).expect("invariant: the theme's templates are UTF-8");
        (*name, text)
    });
    tera.add_raw_templates(texts).expect("invariant: the theme's templates are valid, a test says so");
    tera
}

/// `rutter.css` as `rutter.1a2b3c4d5e.css`: the name changes with the bytes, so a copy may be kept for ever.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    let hash = hasher.finish128().as_u128();
    let short = &format!("{hash:032x}")[..10];
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{short}.{extension}"),
        None => format!("{name}.{short}"),
    }
}

fn diagnostic(error: &tera::Error, sources: &Sources, file: Option<FileId>) -> Diagnostic {
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let own = sources.find(&format!("{TEMPLATE_FOLDER}{}", report.filename()));
            let place = file.or(own).map(|f| Span::new(f, report.span().range.clone()));
            (format!("{}: {}", report.filename(), report.message()), place)
        }
        other => (other.to_string(), file.map(Span::top)),
    };
    let top = sources.find(crate::config::FILE).unwrap_or(FileId(0));
    Diagnostic::new(
        "config/template",
        place.unwrap_or(Span::top(top)),
        format!("this template cannot be drawn: {message}"),
    )
    .help("`rutter explain config/template` says what templates may use")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists_hold_every_file() {
        let files = |folder: &str| -> Vec<String> {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let mut names: Vec<String> = ignore::WalkBuilder::new(&root)
                .build()
                .filter_map(Result::ok)
                .filter(|e| e.file_type().is_some_and(|t| t.is_file()))
                .filter_map(|e| Some(e.path().strip_prefix(&root).ok()?.to_string_lossy().into_owned()))
                .collect();
            names.sort();
            names
        };
        let listed = |list: &[(&str, &[u8])]| list.iter().map(|(n, _)| (*n).to_owned()).collect::<Vec<_>>();
        let templates: Vec<String> = files("templates").into_iter().filter(|n| n.ends_with(".html")).collect();
        assert_eq!(templates, listed(TEMPLATES));
        let mut assets = [listed(ASSETS), listed(SEARCH)].concat();
        assets.sort();
        // What the live server adds to pages is embedded there.
        let files: Vec<String> = files("assets").into_iter().filter(|n| !n.starts_with("live/")).collect();
        assert_eq!(files, assets);
    }

    #[test]
    fn a_broken_template_is_a_finding_and_the_default_stays() {
        let mut sources = Sources::default();
        sources.add("handbook.yaml", "title: x\n");
        let id = sources.add("templates/404.html", "<p>{{ oops\n");
        let (theme, found) = Theme::load(&sources, Vec::new());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].rule, "config/template");
        assert_eq!(found[0].span.file, id);
        assert!(!theme.asset("rutter.css").is_empty());
    }
}
