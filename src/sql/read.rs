//! From front matter to [`Standard`]s.

use super::KIND;
use super::rules::{self, With};
use super::standard::{Enforce, Exception, Rule, Standard};
use crate::diag::{Diagnostic, Level};
use crate::glob::Globs;
use crate::model::{DocId, Document, Handbook};
use crate::yaml::Node;

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
    let list = |key| document.front.get(key).map(Node::items).unwrap_or_default();
    Standard {
        doc,
        rules: list("rules").iter().filter_map(|node| rule(node, found)).collect(),
        exceptions: list("exceptions").iter().filter_map(exception).collect(),
    }
}

fn rule(node: &Node, found: &mut Vec<Diagnostic>) -> Option<Rule> {
    Some(Rule {
        id: node.get("id")?.text()?,
        summary: node.get("summary").and_then(Node::text).map(|s| s.value).unwrap_or_default(),
        enforce: enforce(node, found),
        level: node.get("level").and_then(Node::scalar).and_then(Level::parse).unwrap_or(Level::Error),
        applies_to: node.get("applies_to").map(|paths| Globs::read(paths, found)),
        since: node.get("since").and_then(Node::date),
    })
}

fn enforce(node: &Node, found: &mut Vec<Diagnostic>) -> Enforce {
    let Some(written) = node.get("enforce").and_then(Node::text).filter(|e| e.value != REVIEW) else {
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

fn exception(node: &Node) -> Option<Exception> {
    let text = |key: &str| node.get(key).and_then(Node::text).filter(|t| !t.value.trim().is_empty());
    Some(Exception {
        rule: text("rule")?,
        path: text("path"),
        statement: text("statement"),
        reason: text("reason"),
        owner: text("owner"),
        expires: node.get("expires").and_then(Node::date),
        span: node.span,
    })
}
