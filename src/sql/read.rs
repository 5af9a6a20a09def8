//! From front matter to [`Standard`]s.

use std::collections::HashMap;

use super::KIND;
use super::rules::{self, With};
use super::standard::{Enforce, Exception, Rule, Standard};
use crate::diag::{Diagnostic, Level, alternatives, meant};
use crate::glob::Globs;
use crate::model::{DocId, Document, Handbook};
use crate::source::{Span, Spanned};
use crate::yaml::{Node, Value};

/// What stands for a rule that people hold.
const REVIEW: &str = "review";

/// Every document of the kind, drafts too: a rule holds as soon as it is written.
pub(super) fn standards(handbook: &Handbook) -> (Vec<Standard>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let documents = handbook.documents.iter().enumerate().filter(|(_, d)| handbook.kind(d).name == KIND);
    let standards = documents.map(|(at, document)| standard(DocId(at), document, &mut found)).collect();
    (standards, found)
}

fn standard(doc: DocId, document: &Document, found: &mut Vec<Diagnostic>) -> Standard {
    // One mapping stands for a list of one, as everywhere.
    let list = |key| match document.front.get(key) {
        Some(one @ Node { value: Value::Map(_), .. }) => std::slice::from_ref(one),
        node => node.map(Node::items).unwrap_or_default(),
    };
    let rules = distinct(list("rules").iter().filter_map(|node| rule(node, found)).collect(), found);
    let exceptions: Vec<Exception> = list("exceptions").iter().filter_map(|node| exception(node, found)).collect();
    let standard = Standard { doc, rules, exceptions };
    for e in standard.exceptions.iter().filter(|e| standard.rule(&e.rule.value).is_none()) {
        found.push(unknown_rule(&standard, &e.rule));
    }
    standard
}

/// Of rules with one id only the first is kept: nobody could say which is meant.
fn distinct(rules: Vec<Rule>, found: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut kept = Vec::new();
    for rule in rules {
        match seen.get(&rule.id.value) {
            Some(&first) => {
                let message = format!("`{}` is the id of another rule", rule.id.value);
                let finding = Diagnostic::new("page/bad-value", rule.id.span, message);
                found.push(finding.help("give each rule an id of its own").related(first, "it is used here"));
            }
            None => {
                seen.insert(rule.id.value.clone(), rule.id.span);
                kept.push(rule);
            }
        }
    }
    kept
}

/// A name that none of a standard's rules has, where one of them is meant.
pub fn unknown_rule(standard: &Standard, written: &Spanned<String>) -> Diagnostic {
    let ids = || standard.rules.iter().map(|r| r.id.value.as_str());
    let known = || alternatives(&ids().map(|id| format!("`{id}`")).collect::<Vec<_>>());
    let otherwise = known().map_or_else(|| "its `rules:` are empty".to_owned(), |ids| format!("name {ids}"));
    let help = meant(&written.value, ids(), otherwise);
    Diagnostic::new("sql/unknown-rule", written.span, format!("this standard has no rule `{}`", written.value))
        .help(help)
}

fn rule(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Rule> {
    let id = node.get("id")?.text()?;
    if id.value.is_empty() || id.value.contains([' ', ',', '"', '\'']) {
        let message = format!("`{}` cannot be an id: examples name it as `rule=ID`", id.value);
        found.push(
            Diagnostic::new("page/bad-value", id.span, message).help("write it without spaces, commas and quotes"),
        );
    }
    Some(Rule {
        id,
        summary: node.get("summary").and_then(Node::text).map(|s| s.value).unwrap_or_default(),
        enforce: enforce(node, found),
        level: node.get("level").and_then(Node::scalar).and_then(Level::parse).unwrap_or(Level::Error),
        applies_to: node.get("applies_to").map(|paths| Globs::read(paths, "page/bad-value", found)),
        since: node.get("since").and_then(Node::date),
    })
}

fn enforce(node: &Node, found: &mut Vec<Diagnostic>) -> Enforce {
    let Some(written) = node.get("enforce").and_then(Node::text).filter(|e| e.value != REVIEW) else {
        if let Some((key, _)) = node.entry("with").filter(|(_, with)| !with.is_null()) {
            found.push(
                Diagnostic::new("page/bad-value", key.span, "`with` sets up a check, and this rule is held by people")
                    .help("name the check that holds it under `enforce:`; `rutter rules` lists them"),
            );
        }
        return Enforce::Review;
    };
    match rules::find(&written.value) {
        Some(rule) => {
            let mut with = With::new(node.get("with"), written.span);
            let check = (rule.configure)(&mut with);
            found.extend(with.finish(rule.name));
            Enforce::Machine { rule, check }
        }
        None => {
            found.push(
                Diagnostic::new("sql/unknown-rule", written.span, format!("nothing enforces `{}`", written.value))
                    .help(rules::suggest(&written.value)),
            );
            Enforce::Unknown
        }
    }
}

/// An exception, and what it lacks. Without a rule it is none.
fn exception(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Exception> {
    let (first, _) = node.entries().first()?;
    let is_said = |key: &str| node.get(key).is_some_and(|n| n.scalar().is_none_or(|text| !text.trim().is_empty()));
    let mut missing: Vec<String> = Vec::new();
    for key in ["rule", "path", "reason", "owner", "expires"] {
        if !(is_said(key) || key == "path" && is_said("statement")) {
            missing.push(format!("`{key}`"));
        }
    }
    if let Some(keys) = alternatives(&missing) {
        let place = node.get("rule").map_or(first.span, |rule| rule.span);
        found.push(
            Diagnostic::new("sql/exception-incomplete", place, format!("this exception has no {keys}"))
                .help("say which rule, which file or statement, why, who answers for it, and its last day"),
        );
    }
    let text = |key: &str| node.get(key).and_then(Node::text).filter(|t| !t.value.trim().is_empty());
    let path = text("path");
    let files = node.get("path").filter(|_| path.is_some()).map(|node| Globs::read(node, "page/bad-value", found));
    Some(Exception {
        rule: text("rule")?,
        files,
        path,
        statement: text("statement"),
        reason: text("reason"),
        owner: text("owner"),
        expires: node.get("expires").and_then(Node::date),
        span: node.span,
    })
}
