//! Which violations are excused: by an exception of the standard, or by a comment that no exception covers.
//!
//! An exception excuses whether or not a comment stands at the place; a comment excuses nothing by itself, it only
//! hides, and that is a finding of its own.

use chrono::NaiveDate;

use super::history::{History, Migration};
use super::lint::{Excuse, Violation};
use super::rules;
use super::standard::{Exception, Rule, Standard};
use super::syntax::Ignore;
use crate::source::{FileId, Sources};

/// Excuses what may be excused. An exception that has expired, or lacks what it must say, excuses nothing.
pub(super) fn excuse(
    violations: &mut [Violation],
    standards: &[Standard],
    history: &History,
    sources: &Sources,
    today: NaiveDate,
) {
    let ready: Vec<Vec<Ready>> = standards.iter().map(|s| s.exceptions.iter().map(Ready::new).collect()).collect();
    for violation in violations {
        let rule = &standards[violation.standard].rules[violation.rule];
        let file = &history.files[violation.file];
        let exception = ready[violation.standard].iter().position(|e| {
            e.exception.is_complete() && !e.exception.is_expired(today) && e.covers(rule, file, violation, sources)
        });
        violation.excuse = exception.map(Excuse::Exception).or_else(|| ignored(rule, file, violation, sources));
    }
}

/// Whether an exception speaks of a violation, expired or not.
pub fn covers(exception: &Exception, rule: &Rule, file: &Migration, violation: &Violation, sources: &Sources) -> bool {
    Ready::new(exception).covers(rule, file, violation, sources)
}

/// An exception whose words are ready to be looked for.
struct Ready<'a> {
    exception: &'a Exception,
    words: Option<String>,
}

impl<'a> Ready<'a> {
    fn new(exception: &'a Exception) -> Self {
        Self { exception, words: exception.statement.as_ref().map(|s| plain(&s.value)) }
    }

    fn covers(&self, rule: &Rule, file: &Migration, violation: &Violation, sources: &Sources) -> bool {
        self.exception.rule.value == rule.id.value
            && self.exception.is_of(&file.path)
            && self.words.as_ref().is_none_or(|words| statement(file, violation, sources).contains(words))
    }
}

/// Spaces made one, and no capitals.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The text of the statement that a violation stands in, bodies and all; nothing where it stands in none.
fn statement(file: &Migration, violation: &Violation, sources: &Sources) -> String {
    let at = violation.hit.place.start;
    let all = file.steps.iter().flat_map(|s| &s.script.statements).filter(|s| s.within.is_none());
    let place = all.map(|s| &s.place).find(|place| place.contains(&at));
    let text = place.zip(file.file).and_then(|(place, file)| sources.text(file).get(place.clone()));
    text.map(plain).unwrap_or_default()
}

/// The comment that tells the linter to look away from a violation.
fn ignored(rule: &Rule, file: &Migration, violation: &Violation, sources: &Sources) -> Option<Excuse> {
    let text = file.file?;
    file.steps.iter().enumerate().find_map(|(step, s)| {
        let ignore = s.script.ignores.iter().position(|i| names(i, rule) && reaches(i, file, text, violation, sources));
        ignore.map(|ignore| Excuse::Ignore { step, ignore })
    })
}

/// Whether a comment names a rule: as squawk does, as we do, or by its id. One that names nothing means all.
fn names(ignore: &Ignore, rule: &Rule) -> bool {
    let enforced = rule.machine().map(|(rule, _)| rule.name);
    let is_rule = |name: &str| {
        let known = || rules::find(name).or_else(|| rules::find(&format!("squawk/{name}")));
        name.eq_ignore_ascii_case(&rule.id.value) || known().is_some_and(|known| Some(known.name) == enforced)
    };
    ignore.rules.is_empty() || ignore.rules.iter().any(|name| is_rule(&name.value))
}

/// Whether a comment speaks of a place: of what begins on its line or the next, and of the whole of a statement that
/// begins there.
fn reaches(ignore: &Ignore, file: &Migration, text: FileId, violation: &Violation, sources: &Sources) -> bool {
    let line = |at: usize| sources.get(text).position(at).line;
    let lines = line(ignore.place.start)..=line(ignore.place.end) + 1;
    let at = violation.hit.place.start;
    let begins_there = || {
        let statements = file.steps.iter().flat_map(|s| &s.script.statements);
        let mut around = statements.filter(|s| s.place.contains(&at));
        around.any(|s| lines.contains(&line(s.place.start)))
    };
    ignore.whole_file || lines.contains(&line(at)) || begins_there()
}
