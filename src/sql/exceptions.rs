//! Which violations are excused: by an exception of the standard, or by a comment that no exception covers.

use chrono::NaiveDate;

use super::history::{History, Migration};
use super::lint::{Excuse, Violation};
use super::standard::{Exception, Rule, Standard};
use crate::glob::Globs;

/// Excuses what may be excused. An exception that has expired, or lacks what it must say, excuses nothing.
pub(super) fn excuse(violations: &mut [Violation], standards: &[Standard], histories: &[History], today: NaiveDate) {
    for violation in violations {
        let standard = &standards[violation.standard];
        let rule = &standard.rules[violation.rule];
        let file = &histories[violation.history].files[violation.file];
        let exception = standard
            .exceptions
            .iter()
            .position(|e| e.is_complete() && !e.is_expired(today) && covers(e, rule, file, violation));
        violation.excuse = exception.map(Excuse::Exception).or_else(|| ignored(rule, file, violation));
    }
}

/// Whether an exception speaks of a violation, expired or not.
pub fn covers(exception: &Exception, rule: &Rule, file: &Migration, violation: &Violation) -> bool {
    let path = |p: &str| p == file.path || Globs::of([p]).matches(&file.path);
    let of_path = exception.path.as_ref().is_none_or(|p| path(&p.value));
    let statement = || {
        let all = file.steps.iter().flat_map(|s| &s.script.statements);
        all.filter(|s| s.within.is_none())
            .find(|s| s.place.start <= violation.hit.place.start && violation.hit.place.start < s.place.end)
    };
    let of_statement = exception.statement.as_ref().is_none_or(|_| statement().is_some());
    exception.rule.value == rule.id.value && of_path && of_statement
}

/// The comment that tells the linter to look away from a violation.
fn ignored(_rule: &Rule, _file: &Migration, _violation: &Violation) -> Option<Excuse> {
    None
}
