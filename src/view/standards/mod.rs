//! A standard on its own page: its rules, how each is held, how well, and who may break it.

mod audit;
mod health;
mod notes;

use chrono::NaiveDate;
use serde::Serialize;

use super::document::StatusView;
use super::{LinkView, OwnerView, Scope};
use crate::dates::human;
use crate::diag::Level;
use crate::markdown::slug;
use crate::model::DocId;
use crate::sql::adherence::{Kept, Of, by_quarter, kept};
use crate::sql::standard::Rule;
use crate::sql::{Excuse, Standard};

#[derive(Serialize)]
pub struct StandardView {
    pub rules: Vec<RuleView>,
    pub exceptions: Vec<ExceptionView>,
    /// Nothing where no migration is held to it.
    pub kept: Option<KeptView>,
    pub trend: Option<TrendView>,
}

#[derive(Serialize)]
pub struct RuleView {
    pub id: String,
    /// Its place on the page.
    pub anchor: String,
    /// It stands at that place itself: no section of the text has its name.
    pub is_target: bool,
    pub summary: String,
    /// `error`, `warning` or `off`, and how bad that is.
    pub level: StatusView,
    /// The rule of the registry; nothing where people hold it.
    pub enforce: Option<String>,
    /// What the registry's rule is about.
    pub about: Option<String>,
    /// `with:`, as JSON.
    pub with: Option<String>,
    /// The patterns of the files that it holds for; none for all.
    pub applies_to: Vec<String>,
    pub since: Option<String>,
    /// Nothing where people hold it, or where there are no migrations.
    pub kept: Option<KeptView>,
}

#[derive(Serialize)]
pub struct KeptView {
    pub files: usize,
    pub clean: usize,
    pub open: usize,
    /// Excused, by an exception or a comment.
    pub excused: usize,
    /// Clean files, in per cent.
    pub share: u32,
}

#[derive(Serialize)]
pub struct ExceptionView {
    pub standard: LinkView,
    pub rule: String,
    /// The way to the rule.
    pub href: String,
    pub path: Option<String>,
    pub statement: Option<String>,
    pub reason: String,
    pub owner: Option<OwnerView>,
    pub expires: Option<String>,
    /// "38 days left", "expired 3 days ago", and how bad that is.
    pub left: StatusView,
    /// How many violations it excuses.
    pub uses: usize,
    /// The last day.
    #[serde(skip)]
    end: Option<NaiveDate>,
}

/// Files by the quarter they came in, and how many of them are clean.
#[derive(Serialize)]
pub struct TrendView {
    pub quarters: Vec<QuarterView>,
    /// In pixels.
    pub width: usize,
    pub height: u32,
}

#[derive(Serialize)]
pub struct QuarterView {
    pub name: String,
    pub kept: KeptView,
    /// In pixels, from the left.
    pub x: usize,
    /// Clean files and the rest, in pixels of [`HEIGHT`].
    pub clean: u32,
    pub broken: u32,
}

/// The height of a quarter in which the most files came.
const HEIGHT: u32 = 96;

/// From one quarter to the next, in pixels.
const STEP: usize = 56;

/// From how few days on an exception's end is near.
const NEAR: i64 = 30;

impl Scope<'_> {
    /// What is to be told of the standard that a document is.
    pub fn standard(&self, id: DocId, about: &dyn Fn(&str) -> String) -> Option<StandardView> {
        let at = self.sql.standards.iter().position(|s| s.doc == id)?;
        let standard = &self.sql.standards[at];
        let rules = standard.rules.iter().enumerate().map(|(r, rule)| self.rule(at, r, rule, about)).collect();
        let is_held = standard.rules.iter().any(|r| r.machine().is_some()) && !self.sql.histories.is_empty();
        Some(StandardView {
            rules,
            exceptions: self.exceptions(at),
            kept: is_held.then(|| kept(self.sql, Of::Standard(at)).into()),
            trend: self.trend(Of::Standard(at)),
        })
    }

    fn rule(&self, at: usize, r: usize, rule: &Rule, about: &dyn Fn(&str) -> String) -> RuleView {
        let machine = rule.machine().map(|(m, _)| m.name);
        let level = match rule.level {
            Level::Error => StatusView { text: "error".to_owned(), tone: "bad" },
            Level::Warning => StatusView { text: "warning".to_owned(), tone: "warn" },
            Level::Off => StatusView { text: "off".to_owned(), tone: "muted" },
        };
        let is_held = machine.is_some() && !self.sql.histories.is_empty();
        let anchor = slug(&rule.id.value);
        RuleView {
            id: rule.id.value.clone(),
            is_target: !self.has_anchor(self.sql.standards[at].doc, &anchor),
            anchor,
            summary: rule.summary.clone(),
            level,
            enforce: machine.map(str::to_owned),
            about: machine.map(about),
            with: self.with_of(self.sql.standards[at].doc, &rule.id.value),
            applies_to: rule.applies_to.as_ref().map(|g| g.patterns.clone()).unwrap_or_default(),
            since: rule.since.as_ref().map(|s| human(s.value)),
            kept: is_held.then(|| kept(self.sql, Of::Rule(at, r)).into()),
        }
    }

    /// Whether the text of a document has a place of this name.
    fn has_anchor(&self, doc: DocId, anchor: &str) -> bool {
        let outline = &self.handbook.document(doc).outline;
        outline.headings.iter().any(|h| h.id == anchor) || outline.ids.iter().any(|id| id == anchor)
    }

    /// The settings of a rule, as they are written in the front matter.
    fn with_of(&self, doc: DocId, id: &str) -> Option<String> {
        let rules = self.handbook.document(doc).front.get("rules")?;
        let node = rules.items().iter().find(|n| n.get("id").and_then(|i| i.scalar()) == Some(id))?;
        Some(node.get("with")?.to_json().to_string())
    }

    /// A standard's exceptions, the one that ends first in front.
    fn exceptions(&self, at: usize) -> Vec<ExceptionView> {
        let standard = &self.sql.standards[at];
        let mut all: Vec<_> = standard.exceptions.iter().enumerate().collect();
        all.sort_by_key(|(n, e)| (e.expires.as_ref().map(|e| e.value), *n));
        all.into_iter()
            .map(|(n, e)| {
                let is_use = |v: &&crate::sql::Violation| v.standard == at && v.excuse == Some(Excuse::Exception(n));
                ExceptionView {
                    standard: self.link(standard.doc),
                    rule: e.rule.value.clone(),
                    href: self.rule_href(standard, &e.rule.value),
                    path: e.path.as_ref().map(|p| p.value.clone()),
                    statement: e.statement.as_ref().map(|s| s.value.clone()),
                    reason: e.reason.as_ref().map(|r| r.value.clone()).unwrap_or_default(),
                    owner: e.owner.as_ref().map(|o| self.owner_named(&o.value)),
                    expires: e.expires.as_ref().map(|d| human(d.value)),
                    left: left(e.expires.as_ref().map(|d| d.value), self.handbook.today),
                    uses: self.sql.violations.iter().filter(is_use).count(),
                    end: e.expires.as_ref().map(|d| d.value),
                }
            })
            .collect()
    }

    /// The standards that have a page.
    fn shown_standards(&self) -> impl Iterator<Item = usize> {
        (0..self.sql.standards.len()).filter(|at| self.handbook.is_published(self.sql.standards[*at].doc))
    }

    /// The exceptions of all standards, the one that ends first in front.
    fn all_exceptions(&self) -> Vec<ExceptionView> {
        let mut all: Vec<ExceptionView> = self.shown_standards().flat_map(|at| self.exceptions(at)).collect();
        all.sort_by_key(|e| e.end);
        all
    }

    /// The way to a rule on the page of its standard.
    pub(super) fn rule_href(&self, standard: &Standard, id: &str) -> String {
        let route = &self.handbook.document(standard.doc).route;
        self.hrefs.with_anchor(route, Some(&slug(id)))
    }

    fn trend(&self, of: Of) -> Option<TrendView> {
        let quarters = by_quarter(self.sql, of);
        let most = quarters.iter().map(|(_, k)| k.files).max().filter(|_| quarters.len() > 1)?;
        let high = |files: usize| (files as f64 / most as f64 * f64::from(HEIGHT)).round() as u32;
        let quarters: Vec<QuarterView> = quarters
            .into_iter()
            .enumerate()
            .map(|(i, (quarter, k))| QuarterView {
                name: quarter.to_string(),
                x: i * STEP,
                clean: high(k.clean),
                broken: high(k.files) - high(k.clean),
                kept: k.into(),
            })
            .collect();
        Some(TrendView { width: quarters.len() * STEP, height: HEIGHT, quarters })
    }
}

impl From<Kept> for KeptView {
    fn from(kept: Kept) -> Self {
        Self {
            files: kept.files,
            clean: kept.clean,
            open: kept.open,
            excused: kept.excepted + kept.hidden,
            share: super::home::share(kept.clean, kept.files),
        }
    }
}

/// How long an exception still holds.
fn left(expires: Option<NaiveDate>, today: NaiveDate) -> StatusView {
    let Some(end) = expires else { return StatusView { text: "no end".to_owned(), tone: "bad" } };
    let days = (end - today).num_days();
    let counted = |days: i64| crate::dates::counted(usize::try_from(days).unwrap_or(usize::MAX), "day");
    let (text, tone) = match days {
        ..0 => (format!("expired {} ago", counted(-days)), "bad"),
        0 => ("the last day".to_owned(), "warn"),
        1..=NEAR => (format!("{} left", counted(days)), "warn"),
        _ => (format!("{} left", counted(days)), "muted"),
    };
    StatusView { text, tone }
}
