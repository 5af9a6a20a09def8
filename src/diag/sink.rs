//! The one place that knows what a finding weighs. Stages make diagnostics; the policy of the run decides
//! which count, how much, and in which order they are shown.

use super::{Diagnostic, RuleName};
use crate::source::{FileId, Sources};

/// How much a shown finding weighs. An error fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// What a rule can be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Off,
    Warning,
    Error,
}

impl Level {
    pub const NAMES: [&'static str; 3] = ["off", "warning", "error"];

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "off" => Some(Self::Off),
            "warning" => Some(Self::Warning),
            "error" => Some(Self::Error),
            _ => None,
        }
    }
}

/// Whether a pattern, `group/name` or `group/*`, speaks of a rule.
pub fn matches(pattern: &str, rule: &str) -> bool {
    match pattern.strip_suffix("/*") {
        Some(group) => rule.split_once('/').is_some_and(|(g, _)| g == group),
        None => pattern == rule,
    }
}

/// Levels for one run.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The level each rule has by itself.
    pub defaults: Vec<(RuleName, Level)>,
    /// Levels by pattern, from the configuration. A rule's own name wins over its group.
    pub levels: Vec<(String, Level)>,
    /// If not empty, only these rules are shown.
    pub select: Vec<String>,
    /// These rules are not shown.
    pub ignore: Vec<String>,
    /// Warnings weigh as much as errors.
    pub strict: bool,
}

impl Policy {
    /// What a finding of this rule weighs, or nothing if it is not to be shown. `own` is a level of its own, which
    /// stands in for the rule's.
    pub fn severity(&self, rule: &str, own: Option<Level>) -> Option<Severity> {
        let listed = |list: &[String]| list.iter().any(|p| matches(p, rule));
        if listed(&self.ignore) || !self.select.is_empty() && !listed(&self.select) {
            return None;
        }
        let exact = self.levels.iter().rev().find(|(p, _)| p == rule);
        let group = || self.levels.iter().rev().find(|(p, _)| matches(p, rule));
        let level = match (exact.or_else(group), own) {
            (Some((_, level)), _) => *level,
            (None, Some(own)) => own,
            (None, None) => {
                self.defaults.iter().find(|(name, _)| *name == rule).map_or(Level::Error, |(_, level)| *level)
            }
        };
        match level {
            Level::Off => None,
            Level::Warning if !self.strict => Some(Severity::Warning),
            Level::Warning | Level::Error => Some(Severity::Error),
        }
    }
}

/// A diagnostic with its weight.
#[derive(Debug, Clone)]
pub struct Finding {
    pub severity: Severity,
    pub diagnostic: Diagnostic,
    /// Who owns the file it is in, or the document that it is about.
    pub owner: Option<String>,
}

/// What a run found, in the one order everything shows it: path, place, severity, rule.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    pub list: Vec<Finding>,
}

impl Findings {
    pub fn new(
        diagnostics: impl IntoIterator<Item = Diagnostic>,
        policy: &Policy,
        sources: &Sources,
        owner: impl Fn(FileId) -> Option<String>,
    ) -> Self {
        let mut list: Vec<Finding> = diagnostics
            .into_iter()
            .filter_map(|diagnostic| {
                Some(Finding {
                    severity: policy.severity(diagnostic.rule, diagnostic.level)?,
                    owner: owner(diagnostic.of.unwrap_or(diagnostic.span.file)),
                    diagnostic,
                })
            })
            .collect();
        list.sort_by(|a, b| {
            let key = |f: &Finding| (f.diagnostic.span.start, f.diagnostic.span.end, f.severity, f.diagnostic.rule);
            sources
                .path(a.diagnostic.span.file)
                .cmp(sources.path(b.diagnostic.span.file))
                .then_with(|| key(a).cmp(&key(b)))
                .then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
        });
        list.dedup_by(|a, b| a.diagnostic == b.diagnostic);
        Self { list }
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|f| f.severity == severity).count()
    }

    pub fn failed(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_own_name_wins_over_its_group() {
        let policy = Policy {
            defaults: vec![("link/broken", Level::Error), ("freshness/due", Level::Warning)],
            levels: vec![("link/broken".to_owned(), Level::Error), ("link/*".to_owned(), Level::Off)],
            ..Policy::default()
        };
        assert_eq!(policy.severity("link/broken", None), Some(Severity::Error));
        assert_eq!(policy.severity("link/anchor", None), None);
        assert_eq!(policy.severity("freshness/due", None), Some(Severity::Warning));
        let strict = Policy { strict: true, ..policy };
        assert_eq!(strict.severity("freshness/due", None), Some(Severity::Error));
    }

    #[test]
    fn select_and_ignore_take_groups() {
        let policy =
            Policy { select: vec!["link/*".to_owned()], ignore: vec!["link/anchor".to_owned()], ..Policy::default() };
        assert_eq!(policy.severity("link/broken", None), Some(Severity::Error));
        assert_eq!(policy.severity("link/anchor", None), None);
        assert_eq!(policy.severity("owner/missing", None), None);
    }
}
