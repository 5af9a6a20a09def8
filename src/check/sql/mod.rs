//! What standards hold, and what is said in SQL.

pub mod example_fails;
pub mod example_parse;
pub mod example_passes;
pub mod exception_expired;
pub mod exception_incomplete;
pub mod exception_unused;
pub mod parse;
pub mod uncovered_ignore;
pub mod unknown_rule;
pub mod untested_rule;

use super::prelude::*;
use crate::markdown::CodeBlock;
use crate::sql::examples::{Example, Verdict};
use crate::sql::{Exception, Migration, Place, Standard, Violation, standard};

/// What breaks the rules of standards in migrations, each under the name of the rule that enforces it.
pub(super) fn broken(cx: &Context, found: &mut Vec<Diagnostic>) {
    for v in cx.sql.violations.iter().filter(|v| v.excuse.is_none()) {
        let history = &cx.sql.histories[v.history];
        let (standard, rule) = of(cx, v);
        let Some(((name, _), span)) =
            rule.machine().map(|(r, c)| (r.name, c)).zip(span(&history.files[v.file], &v.hit.place))
        else {
            continue;
        };
        let place = place_of_rule(cx, standard, rule);
        let help = match &v.hit.help {
            Some(help) => format!("{}; {} is explained in {place}", help.trim_end_matches('.'), rule.id.value),
            None => format!("{} is explained in {place}", rule.id.value),
        };
        let finding = Diagnostic::new(name, span, format!("{}: {}", rule.id.value, v.hit.message))
            .help(help)
            .weighs(rule.level)
            .owned_as(cx.handbook.document(standard.doc).file);
        let related = v
            .hit
            .related
            .iter()
            .filter_map(|(file, place, what)| Some((self::span(&history.files[*file], place)?, what)));
        found.push(related.fold(finding, |finding, (span, what)| finding.related(span, what)));
    }
}

/// The standard and the rule that a violation is of.
fn of<'a>(cx: &Context<'a>, violation: &Violation) -> (&'a Standard, &'a standard::Rule) {
    let standard = &cx.sql.standards[violation.standard];
    (standard, &standard.rules[violation.rule])
}

/// Where a reader finds a rule: on the published site, or in the handbook.
fn place_of_rule(cx: &Context, standard: &Standard, rule: &standard::Rule) -> String {
    let document = cx.handbook.document(standard.doc);
    match cx.handbook.config.base_url.as_str() {
        "" => format!("`{}`", document.path),
        base => format!("{base}{}#{}", paths::encode(&document.route), markdown::slug(&rule.id.value)),
    }
}

fn span(file: &Migration, place: &Place) -> Option<Span> {
    Some(Span::new(file.file?, place.clone()))
}

/// An example of a standard that is read as SQL: what it breaks can be told.
struct Told<'a> {
    example: &'a Example,
    standard: &'a Standard,
    block: &'a CodeBlock,
}

impl Told<'_> {
    /// The ids of the rules that it breaks, in the order of the standard.
    fn broken(&self) -> Vec<&str> {
        let of_rule = |at: usize| self.example.violations.iter().any(|v| v.rule == at);
        let rules = self.standard.rules.iter().enumerate();
        rules.filter(|(at, _)| of_rule(*at)).map(|(_, rule)| rule.id.value.as_str()).collect()
    }

    /// The rules that it names as broken, where it is a bad one.
    fn named(&self) -> Option<&[crate::source::Spanned<String>]> {
        match &self.example.verdict {
            Verdict::Bad(named) => Some(named),
            Verdict::Good | Verdict::None => None,
        }
    }
}

fn block<'a>(cx: &Context<'a>, example: &Example) -> &'a CodeBlock {
    &cx.handbook.document(example.doc).outline.code[example.code]
}

/// The good and bad examples of standards, those that are no SQL left out.
fn told<'a>(cx: &'a Context) -> impl Iterator<Item = Told<'a>> {
    cx.sql.examples.iter().filter(|e| e.verdict != Verdict::None && e.errors().next().is_none()).filter_map(|example| {
        Some(Told { example, standard: &cx.sql.standards[example.standard?], block: block(cx, example) })
    })
}

/// Every exception with its standard, and their numbers.
fn exceptions<'a>(cx: &'a Context) -> impl Iterator<Item = (usize, usize, &'a Standard, &'a Exception)> {
    let standards = cx.sql.standards.iter().enumerate();
    standards.flat_map(|(s, standard)| standard.exceptions.iter().enumerate().map(move |(e, x)| (s, e, standard, x)))
}
