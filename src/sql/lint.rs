//! A history held to the rules of standards.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::history::{History, Migration};
use super::rules::{Check, Hit};
use super::standard::{Rule, Standard};
use super::{Step, exceptions};
use crate::source::Sources;

/// A rule of a standard is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The place of the history among all; that of the file in it.
    pub history: usize,
    pub file: usize,
    /// The place of the standard among all; that of the rule in it.
    pub standard: usize,
    pub rule: usize,
    pub hit: Hit,
    /// Why it is no finding.
    pub excuse: Option<Excuse>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excuse {
    /// The standard's exception, by its number.
    Exception(usize),
    /// A comment that no exception covers: the step of the file, and the comment in it.
    Ignore { step: usize, ignore: usize },
}

/// A rule with its place: that of its standard, and its own in there.
pub type Placed<'a> = (usize, usize, &'a Rule);

/// The rules of standards that a machine holds.
pub fn placed(standards: &[Standard]) -> impl Iterator<Item = Placed<'_>> {
    let all = standards.iter().enumerate();
    all.flat_map(|(s, standard)| standard.rules.iter().enumerate().map(move |(r, rule)| (s, r, rule)))
}

/// Holds a history to every standard, and excuses what exceptions and comments excuse. `at` is its place among all.
pub(super) fn one(
    at: usize,
    history: &History,
    standards: &[Standard],
    sources: &Sources,
    today: NaiveDate,
) -> Vec<Violation> {
    let rules: Vec<Placed> = placed(standards).collect();
    let mut violations = lint(history, &rules, &|rule, file| rule.holds_for(&file.path, file.date));
    violations.iter_mut().for_each(|v| v.history = at);
    exceptions::excuse(&mut violations, standards, history, sources, today);
    violations
}

/// Holds one history to rules, each to the files that it holds for. In the order of files, places and rules.
pub fn lint(history: &History, rules: &[Placed], holds: &(dyn Fn(&Rule, &Migration) -> bool + Sync)) -> Vec<Violation> {
    let steps: Vec<(usize, &Step)> = history.held().collect();
    let by_step = steps.par_iter().flat_map_iter(|&(at, step)| {
        let file = &history.files[at];
        let mine: Vec<&Placed> = rules.iter().filter(|(_, _, rule)| holds(rule, file)).collect();
        of_step(step, &mine, history).into_iter().map(move |(s, r, hit)| violation(at, s, r, hit)).collect::<Vec<_>>()
    });
    let mut violations: Vec<Violation> = by_step.collect();
    let whole = rules.par_iter().flat_map_iter(|&(s, r, rule)| {
        let mut hits = Vec::new();
        if let Some((_, Check::History(check))) = rule.machine() {
            check(history, &mut hits);
        }
        hits.retain(|(at, _)| holds(rule, &history.files[*at]));
        hits.into_iter().map(move |(at, hit)| violation(at, s, r, hit)).collect::<Vec<_>>()
    });
    violations.extend(whole.collect::<Vec<_>>());
    violations.sort_by(|a, b| {
        let key = |v: &Violation| (v.file, v.hit.place.start, v.hit.place.end, v.standard, v.rule);
        key(a).cmp(&key(b)).then_with(|| a.hit.message.cmp(&b.hit.message))
    });
    violations.dedup();
    violations
}

fn violation(file: usize, standard: usize, rule: usize, hit: Hit) -> Violation {
    Violation { history: 0, file, standard, rule, hit, excuse: None }
}

fn of_step(step: &Step, rules: &[&Placed], history: &History) -> Vec<(usize, usize, Hit)> {
    let mut found = Vec::new();
    let mut squawk: Vec<(&'static str, usize, usize)> = Vec::new();
    for (s, r, rule) in rules {
        match rule.machine() {
            Some((_, Check::Step(check))) => {
                let mut hits = Vec::new();
                check(step, &mut hits);
                found.extend(hits.into_iter().map(|hit| (*s, *r, hit)));
            }
            Some((_, Check::Squawk(name))) => squawk.push((*name, *s, *r)),
            Some((_, Check::History(_))) | None => {}
        }
    }
    if !squawk.is_empty() {
        let names: Vec<&'static str> = squawk.iter().map(|(name, ..)| *name).collect();
        for breach in step.script.squawk(&names, &history.dialect, step.in_transaction) {
            for (_, s, r) in squawk.iter().filter(|(name, ..)| *name == breach.rule) {
                let hit = Hit { help: breach.help.clone(), ..Hit::new(breach.place.clone(), &breach.message) };
                found.push((*s, *r, hit));
            }
        }
    }
    found
}
