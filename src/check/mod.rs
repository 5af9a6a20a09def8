//! The rules. [`RULES`] is the one registry: the checks, `rutter rules`, `rutter explain` and the levels of
//! handbook.yaml all walk it.
//!
//! A rule is a file, and its header is its manual. Rules that are found while reading (broken YAML, unknown
//! keys) have a manual here and no check of their own.
//!
//! Architecture invariant: rules see the handbook and know nothing of pages or templates.

mod adr;
pub mod codeowners;
mod config;
mod context;
mod freshness;
mod link;
mod oncall;
mod owner;
mod page;
pub mod sections;
mod service;
mod sql;

use std::sync::LazyLock;

use rayon::prelude::*;

pub use context::Context;

use crate::diag::{Diagnostic, Level, RuleName, meant, sink};

/// One thing that can be wrong.
#[derive(Clone, Copy)]
pub struct Rule {
    pub name: RuleName,
    /// What it weighs unless handbook.yaml says otherwise.
    pub level: Level,
    /// The source of the rule's file; its header is the manual.
    manual: &'static str,
    check: Option<fn(&Context, &mut Vec<Diagnostic>)>,
}

/// Every rule there is, in the order it is listed: our own, then what standards can enforce.
pub static RULES: LazyLock<Vec<Rule>> =
    LazyLock::new(|| OURS.iter().copied().chain(crate::sql::rules::all().map(enforced)).collect());

const OURS: &[Rule] = &[
    freshness::stale::RULE,
    freshness::due::RULE,
    freshness::undated::RULE,
    freshness::future::RULE,
    freshness::bad_duration::RULE,
    freshness::drifted::RULE,
    freshness::bulk_stamp::RULE,
    freshness::no_history::RULE,
    owner::missing::RULE,
    owner::unknown::RULE,
    owner::inactive::RULE,
    owner::empty_team::RULE,
    owner::overloaded::RULE,
    owner::codeowners::RULE,
    link::broken::RULE,
    link::anchor::RULE,
    link::asset::RULE,
    link::outside::RULE,
    link::external::RULE,
    page::front_matter::RULE,
    page::unknown_key::RULE,
    page::bad_value::RULE,
    page::no_title::RULE,
    page::required_section::RULE,
    page::empty_section::RULE,
    page::duplicate_route::RULE,
    page::duplicate_id::RULE,
    page::unreadable::RULE,
    page::nothing_read::RULE,
    page::diagram::RULE,
    page::math::RULE,
    page::include::RULE,
    page::unsafe_html::RULE,
    adr::missing_status::RULE,
    adr::unknown_status::RULE,
    adr::bad_move::RULE,
    adr::one_sided::RULE,
    adr::missing_target::RULE,
    adr::cycle::RULE,
    adr::no_successor::RULE,
    adr::duplicate_number::RULE,
    adr::number_gap::RULE,
    adr::number_mismatch::RULE,
    adr::undecided::RULE,
    adr::decision_overdue::RULE,
    adr::edited_after_acceptance::RULE,
    adr::unreasoned_rejection::RULE,
    adr::nothing_read::RULE,
    adr::unread::RULE,
    adr::front_matter::RULE,
    oncall::gap::RULE,
    oncall::overlap::RULE,
    oncall::bad_zone::RULE,
    oncall::bad_time::RULE,
    oncall::empty::RULE,
    oncall::unknown_person::RULE,
    oncall::inactive_person::RULE,
    oncall::time_off::RULE,
    oncall::two_roles::RULE,
    oncall::holiday::RULE,
    oncall::consecutive::RULE,
    oncall::rest::RULE,
    oncall::share::RULE,
    oncall::small_site::RULE,
    oncall::unfair::RULE,
    oncall::site_imbalance::RULE,
    oncall::pages::RULE,
    oncall::handover::RULE,
    oncall::ladder::RULE,
    service::no_rotation::RULE,
    sql::parse::RULE,
    sql::example_passes::RULE,
    sql::example_fails::RULE,
    sql::example_parse::RULE,
    sql::untested_rule::RULE,
    sql::unknown_rule::RULE,
    sql::exception_expired::RULE,
    sql::exception_unused::RULE,
    sql::exception_incomplete::RULE,
    sql::uncovered_ignore::RULE,
    config::bad_value::RULE,
    config::unknown_key::RULE,
    config::unknown_rule::RULE,
    config::missing::RULE,
    config::template::RULE,
];

/// A rule that is off until a standard enforces it; the standard says what it weighs. `sql::broken` reports it.
fn enforced(rule: &crate::sql::rules::Rule) -> Rule {
    Rule { name: rule.name, level: Level::Off, manual: rule.manual, check: None }
}

/// The groups that rules belong to. `group/*` may be set for each, whether or not it holds a rule in this
/// version: a handbook that turns a group off must not break when it meets an older binary.
pub const GROUPS: [&str; 20] = [
    "freshness",
    "owner",
    "link",
    "page",
    "adr",
    "oncall",
    "sql",
    "naming",
    "types",
    "index",
    "ddl",
    "query",
    "statement",
    "migration",
    "squawk",
    "service",
    "runbook",
    "incident",
    "slo",
    "waiver",
];

/// Whether a pattern, `group/name` or `group/*`, can speak of a rule.
pub fn is_known(pattern: &str) -> bool {
    let group = pattern.strip_suffix("/*");
    group.is_some_and(|g| GROUPS.contains(&g)) || RULES.iter().any(|r| sink::matches(pattern, r.name))
}

impl Rule {
    /// The manual, as Markdown.
    pub fn manual(&self) -> String {
        if !self.manual.starts_with("//!") {
            return self.manual.trim_end().to_owned();
        }
        let lines = self.manual.lines().take_while(|l| l.starts_with("//!"));
        let text: Vec<&str> = lines.map(|l| l.trim_start_matches("//!").strip_prefix(' ').unwrap_or("")).collect();
        text.join("\n")
    }

    /// The first line of the manual.
    pub fn summary(&self) -> &'static str {
        let line = self.manual.lines().next().unwrap_or_default();
        line.trim_start_matches("//!").trim()
    }
}

/// A rule by its name, or by another spelling of it that is understood.
pub fn rule(name: &str) -> Option<&'static Rule> {
    let name = crate::sql::rules::find(name).map_or(name, |r| r.name);
    RULES.iter().find(|r| r.name == name)
}

/// What to write instead of a rule that does not exist.
pub fn suggest(name: &str) -> String {
    meant(name, RULES.iter().map(|r| r.name), "`rutter rules` lists them")
}

/// Runs every rule. The order of what is found is the sink's business.
pub fn check(cx: &Context) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = RULES
        .par_iter()
        .flat_map_iter(|rule| {
            let mut found = Vec::new();
            if let Some(check) = rule.check {
                check(cx, &mut found);
            }
            found
        })
        .collect();
    sql::broken(cx, &mut found);
    found
}

/// What breaks the standards, and what is wrong with them and with SQL: all that is asked where migrations are linted.
pub fn check_sql(cx: &Context) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for check in RULES.iter().filter(|r| r.name.starts_with("sql/")).filter_map(|r| r.check) {
        check(cx, &mut found);
    }
    sql::broken(cx, &mut found);
    found
}

/// What every rule's file needs.
mod prelude {
    pub use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

    pub use rayon::prelude::*;

    pub use super::context::{Context, Required, first_line};
    pub use super::{Rule, codeowners, sections};
    pub use crate::adr::{Decision, Form, Reference, Status, Tie};
    pub use crate::dates::counted;
    pub use crate::diag::{Diagnostic, Level, alternatives, nearest, with_article};
    pub use crate::markdown;
    pub use crate::model::document::{self, TitleSource};
    pub use crate::model::freshness::State;
    pub use crate::model::links::{self, Target};
    pub use crate::model::{DocId, OwnerRef, routes};
    pub use crate::paths;
    pub use crate::source::Span;
    pub use crate::world::git::Reach;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_manual_says_what_why_and_how() {
        for rule in RULES.iter() {
            let manual = rule.manual();
            for heading in ["## What it checks", "## Why", "## Example", "## How to fix"] {
                assert!(manual.contains(heading), "{} has no {heading}", rule.name);
            }
            assert!(rule.summary().ends_with('.'), "{}", rule.name);
        }
    }

    #[test]
    fn names_are_unique_and_shaped_alike() {
        let mut names: Vec<&str> = RULES.iter().map(|r| r.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        for name in names {
            let (group, rest) = name.split_once('/').expect("group/name");
            assert!(group.chars().chain(rest.chars()).all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        }
    }
}
