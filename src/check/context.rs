//! What a rule may look at, and the few things that several rules say alike.

use crate::adr::Decisions;
use crate::config::Section;
use crate::diag::Diagnostic;
use crate::markdown;
use crate::model::document::Document;
use crate::model::freshness::{SetBy, State};
use crate::model::links::{self, Resolver, Target};
use crate::model::{DocId, Handbook, Loaded};
use crate::paths;
use crate::source::{Span, Spanned};

pub struct Context<'a> {
    pub handbook: &'a Handbook,
    pub loaded: &'a Loaded,
    pub decisions: &'a Decisions,
    pub resolver: Resolver<'a>,
}

impl<'a> Context<'a> {
    pub fn new(handbook: &'a Handbook, loaded: &'a Loaded, decisions: &'a Decisions) -> Self {
        Self { handbook, loaded, decisions, resolver: Resolver::new(&handbook.documents, &handbook.folders, loaded) }
    }

    pub fn documents(&self) -> impl Iterator<Item = (DocId, &'a Document)> {
        self.handbook.documents.iter().enumerate().map(|(i, d)| (DocId(i), d))
    }

    pub fn with_state(&self, state: State) -> impl Iterator<Item = &'a Document> {
        self.handbook.documents.iter().filter(move |d| d.review.state == state)
    }

    /// The links of a document with where they lead.
    pub fn links(&self, document: &'a Document) -> impl Iterator<Item = (&'a markdown::Link, &'a Target)> {
        document.outline.links.iter().zip(&document.links)
    }

    /// Every name that stands for an owner, each where it is written, once.
    pub fn owners_written(&self) -> impl Iterator<Item = &'a Spanned<String>> {
        let services = self.handbook.register.services.iter().filter_map(|s| s.owner.as_ref());
        let documents = self.handbook.documents.iter().flat_map(|d| &d.owner_written);
        let mut seen = std::collections::HashSet::new();
        documents.chain(services).filter(move |w| seen.insert((w.span, w.value.as_str())))
    }

    /// The sections each document must have.
    pub fn required_sections(&self) -> impl Iterator<Item = (&'a Document, &'a Section)> {
        let handbook = self.handbook;
        handbook.documents.iter().filter(|d| !d.draft).flat_map(move |d| {
            let kind = handbook.kind(d);
            // Nygard's form has no options; the forms with a status in their front matter do.
            let has_options = d.front.get("status").is_some();
            let needed = move |s: &&Section| kind.name != "adr" || s.name != "options" || has_options;
            kind.sections.iter().filter(needed).map(move |s| (d, s))
        })
    }

    /// A finding on a document's clock: it stands on the date, and names the line that sets the period.
    pub fn review_finding(&self, rule: &'static str, d: &Document, message: String) -> Diagnostic {
        let explicit = d.front.get("next_review").map(|n| n.span);
        let place = explicit.or(d.review.last.map(|l| l.span)).unwrap_or(Span::top(d.file));
        let finding =
            Diagnostic::new(rule, place, message).help(format!("review it and run `rutter review {}`", d.path));
        match d.review.every_set {
            (SetBy::Document | SetBy::Folder | SetBy::Kind | SetBy::Site, Some(span)) if explicit.is_none() => {
                finding.related(span, "review_every is set here")
            }
            _ => finding,
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        self.handbook.documents.iter().map(|d| d.path.as_str())
    }

    /// What to write instead of a path that leads nowhere.
    pub fn suggest_page(&self, from: &Document, missing: &str) -> Option<String> {
        let with_extension = if missing.ends_with(".md") { missing.to_owned() } else { format!("{missing}.md") };
        self.renamed_to(missing).or_else(|| self.renamed_to(&with_extension)).or_else(|| {
            let near = links::nearest_path(&with_extension, self.paths())?;
            Some(format!("did you mean `{}`?", self.link_to(from, near)))
        })
    }

    /// What git says became of a path of the handbook.
    pub fn renamed_to(&self, missing: &str) -> Option<String> {
        let history = &self.loaded.history;
        let now = history.renamed.get(&history.repository_path(missing))?;
        let now = now.strip_prefix(&history.prefix).unwrap_or(now);
        self.loaded.has_file(now).then(|| format!("it was renamed to `{now}`"))
    }

    /// A path of the handbook as a link from a document.
    pub fn link_to(&self, from: &Document, path: &str) -> String {
        let folder = paths::parent(&from.path);
        let base = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        paths::relative(&base, path)
    }
}

/// The first line of what a span covers: a finding about a block stands on its start.
pub fn first_line(cx: &Context, span: Span) -> Span {
    let text = cx.loaded.sources.slice(span);
    let len = text.lines().next().unwrap_or_default().len();
    Span::new(span.file, span.start as usize..span.start as usize + len)
}
