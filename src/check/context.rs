//! What a rule may look at, and the few things that several rules say alike.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::sections;
use crate::adr::{Decisions, Status};
use crate::config::Section;
use crate::diag::Diagnostic;
use crate::markdown;
use crate::model::document::Document;
use crate::model::freshness::{SetBy, State};
use crate::model::links::{self, Resolver, Target};
use crate::model::{DocId, Handbook, Loaded, OwnerRef};
use crate::oncall::OnCall;
use crate::paths;
use crate::source::{Span, Spanned};
use crate::sql::Sql;

/// A section that a document must have.
pub struct Required<'a> {
    pub document: &'a Document,
    pub section: &'a Section,
    /// The headings that are it, and whether nothing stands under each.
    pub places: Vec<(Span, bool)>,
}

pub struct Context<'a> {
    pub handbook: &'a Handbook,
    pub loaded: &'a Loaded,
    pub decisions: &'a Decisions,
    pub oncall: &'a OnCall,
    pub sql: &'a Sql,
    pub resolver: Resolver<'a>,
    owners: OnceLock<Vec<OwnerWritten<'a>>>,
    required: OnceLock<Vec<Required<'a>>>,
}

/// A name that stands for an owner, where it is written, and who that is.
type OwnerWritten<'a> = (&'a Spanned<String>, Option<OwnerRef>);

impl<'a> Context<'a> {
    pub fn new(
        handbook: &'a Handbook,
        loaded: &'a Loaded,
        decisions: &'a Decisions,
        oncall: &'a OnCall,
        sql: &'a Sql,
    ) -> Self {
        let resolver = handbook.resolver(loaded);
        let (owners, required) = (OnceLock::new(), OnceLock::new());
        Self { handbook, loaded, decisions, oncall, sql, resolver, owners, required }
    }

    pub fn documents(&self) -> impl Iterator<Item = (DocId, &'a Document)> {
        self.handbook.documents.iter().enumerate().map(|(i, d)| (DocId(i), d))
    }

    pub fn with_state(&self, state: State) -> impl Iterator<Item = &'a Document> {
        self.handbook.documents.iter().filter(move |d| d.review.state == state)
    }

    /// The links of a document with where they lead.
    pub fn links(&self, document: &'a Document) -> impl Iterator<Item = (&'a markdown::Link, &'a Target)> {
        document.outline.links.iter().zip(document.links.iter())
    }

    /// Every name that stands for an owner, each where it is written, once; and who that is, if anybody.
    pub fn owners_written(&self) -> &[OwnerWritten<'a>] {
        self.owners.get_or_init(|| {
            let register = &self.handbook.register;
            let services = register.services.iter().filter_map(|s| s.owner.as_ref());
            let documents = self.handbook.documents.iter().flat_map(|d| &d.owner_written);
            let exceptions = self.sql.standards.iter().flat_map(|s| &s.exceptions).filter_map(|e| e.owner.as_ref());
            let mut seen = HashSet::new();
            let mut owners: HashMap<&str, Option<OwnerRef>> = HashMap::new();
            let all = documents.chain(services).chain(exceptions).filter(|w| seen.insert((w.span, w.value.as_str())));
            all.map(|w| (w, *owners.entry(&w.value).or_insert_with(|| register.owner(&w.value)))).collect()
        })
    }

    /// The sections each document must have.
    pub fn required_sections(&self) -> &[Required<'a>] {
        self.required.get_or_init(|| {
            // One after the other: a thread that helped with this in parallel could take up a rule that waits for it.
            self.documents().filter(|(_, d)| !d.draft).flat_map(|(id, d)| self.required_of(id, d)).collect()
        })
    }

    fn required_of(&self, id: DocId, d: &'a Document) -> Vec<Required<'a>> {
        let kind = self.handbook.kind(d);
        let decision = self.decisions.of(id).map(|at| &self.decisions.list[at]);
        if kind.sections.is_empty() || decision.is_none() && crate::adr::is_kind(kind) {
            // What could not be read as a decision has its own finding.
            return Vec::new();
        }
        let headings = OnceCell::new();
        let named = |section: &Section| -> Vec<(Span, bool)> {
            let normal = |h: &'a markdown::Heading| (sections::normal(&h.text), h);
            let headings: &Vec<_> = headings.get_or_init(|| d.outline.headings.iter().map(normal).collect());
            headings.iter().filter(|(text, _)| sections::names(text, section)).map(|(_, h)| (h.span, h.empty)).collect()
        };
        let listed = |s: &&Section| decision.is_none_or(|d| s.name != "options" || d.form.lists_options());
        let required = kind.sections.iter().filter(listed).map(|section| {
            let places = match decision.and_then(|d| d.sections.part(&section.name)) {
                Some(part) => part.iter().map(|p| (p.name, p.empty)).collect(),
                None => named(section),
            };
            Required { document: d, section, places }
        });
        required.collect()
    }

    /// A proposal without a review of its own: that it is late is said by `adr/decision-overdue`.
    pub fn waits_for_decision(&self, d: &Document) -> bool {
        let at = self.handbook.of_file(d.file).and_then(|id| self.decisions.of(id));
        d.front.get("last_reviewed").is_none()
            && at.is_some_and(|at| self.decisions.list[at].has_status(Status::Proposed))
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
