//! The facts of a document: what its kind's front matter says, as labelled values. Custom kinds get theirs the
//! same way, by the types of their fields.

use serde::Serialize;

use super::Scope;
use super::decision::OWN_KEYS;
use crate::model::links::{REFERENCES, is_external};
use crate::model::{DocId, Document, routes};
use crate::yaml::schema::{Ref, Type};
use crate::yaml::{Node, Value};

#[derive(Serialize)]
pub struct Fact {
    pub label: String,
    pub values: Vec<FactValue>,
}

#[derive(Serialize)]
pub struct FactValue {
    pub text: String,
    pub href: Option<String>,
    /// Drawn as code.
    pub code: bool,
    pub tone: Option<&'static str>,
}

/// Keys that the head of every page shows already, or that are no facts.
const ELSEWHERE: [&str; 18] = [
    "title",
    "name",
    "description",
    "kind",
    "owner",
    "last_reviewed",
    "reviewed_by",
    "review_every",
    "next_review",
    "tags",
    "level",
    "status",
    "watches",
    "aliases",
    "draft",
    "weight",
    "related",
    "extra",
];

/// What stands in the head of a rotation's page; the page itself tells the rest.
const ROTATION_FACTS: [&str; 4] = ["id", "services", "timezone", "limits"];

/// What the page of a standard tells itself.
const STANDARD: [&str; 2] = ["rules", "exceptions"];

/// Keys whose values are pasted from a terminal or into one.
const CODE: [&str; 4] = ["fingerprints", "alerts", "migration", "id"];

impl Scope<'_> {
    pub fn facts(&self, id: DocId) -> Vec<Fact> {
        let d = self.handbook.document(id);
        let fields = &self.handbook.kind(d).fields;
        let decision = self.decisions.of(id);
        let is_standard = self.sql.standards.iter().any(|s| s.doc == id);
        let is_rotation = self.oncall.written.rotations.iter().any(|r| r.doc == id);
        let told = |key: &str| {
            ELSEWHERE.contains(&key)
                || decision.is_some() && OWN_KEYS.contains(&key)
                || is_standard && STANDARD.contains(&key)
                || is_rotation && !ROTATION_FACTS.contains(&key)
        };
        let written = fields.iter().filter(|f| !told(&f.key) && !matches!(f.ty, Type::Any)).filter_map(|f| {
            let node = d.front.get(&f.key)?;
            let values = self.values(id, &f.key, node, &f.ty);
            let label = match f.key.as_str() {
                "id" if d.front.text("id").is_some_and(|id| id.value.chars().all(|c| c.is_ascii_digit())) => {
                    "Number".to_owned()
                }
                key => label(key),
            };
            (!values.is_empty()).then_some(Fact { label, values })
        });
        decision.map(|at| self.decision_facts(at)).into_iter().flatten().chain(written).collect()
    }

    fn values(&self, id: DocId, key: &str, node: &Node, ty: &Type) -> Vec<FactValue> {
        let inner = match ty {
            Type::List(inner) => inner.as_ref(),
            other => other,
        };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|n| self.value(id, key, n, inner)).collect(),
            Value::Map(entries)
                if !entries.is_empty() && matches!(inner, Type::Record(_)) && !matches!(ty, Type::List(_)) =>
            {
                entries
                    .iter()
                    .filter(|(_, v)| !v.is_null())
                    .flat_map(|(k, v)| {
                        let prefix = label(&k.value).to_lowercase();
                        let inner = field_type(inner, &k.value);
                        self.values(id, &k.value, v, inner)
                            .into_iter()
                            .map(move |value| FactValue { text: format!("{prefix}: {}", value.text), ..value })
                    })
                    .collect()
            }
            _ => self.value(id, key, node, inner).into_iter().collect(),
        }
    }

    fn value(&self, id: DocId, key: &str, node: &Node, ty: &Type) -> Option<FactValue> {
        let plain = |text: String| FactValue { text, href: None, code: CODE.contains(&key), tone: None };
        if let Some(set) = node.bool() {
            return Some(plain(if set { "yes" } else { "no" }.to_owned()));
        }
        let Some(text) = node.scalar() else {
            return record(node).map(|(text, href)| FactValue { href, ..plain(text) });
        };
        let register = &self.handbook.register;
        if let Type::Ref(Ref::Service) = ty
            && let Some(i) = register.service(text)
        {
            let service = &register.services[i];
            return Some(FactValue {
                href: Some(self.hrefs.to(&routes::of_service(service))),
                ..plain(service.name.clone())
            });
        }
        if REFERENCES.contains(&key) {
            let to = self.resolver.reference(id, text).filter(|to| self.handbook.is_published(*to));
            return Some(match to {
                Some(to) => {
                    let link = self.link(to);
                    FactValue { href: Some(link.href), ..plain(self.reference_title(text, self.handbook.document(to))) }
                }
                None => plain(text.to_owned()),
            });
        }
        if let Type::Period = ty
            && let Some(period) = node.period()
        {
            return Some(plain(period.value.to_string()));
        }
        let names_people =
            matches!(ty, Type::Ref(Ref::Person | Ref::Team)) || matches!(key, "deciders" | "consulted" | "informed");
        if names_people && let Some(owner) = register.owner(text) {
            let owner = self.owner(owner);
            return Some(FactValue { href: owner.href, ..plain(owner.name) });
        }
        if text.starts_with("https://") && is_external(text) {
            return Some(FactValue { href: Some(text.to_owned()), ..plain(text.to_owned()) });
        }
        Some(plain(instant(text)))
    }

    /// A number in front of the title where the reference is one: "0007 Patroni for failover".
    fn reference_title(&self, written: &str, d: &Document) -> String {
        let is_number = written.chars().all(|c| c.is_ascii_digit());
        if is_number { format!("{written} {}", d.title) } else { d.title.clone() }
    }
}

fn field_type<'t>(ty: &'t Type, key: &str) -> &'t Type {
    match ty {
        Type::Record(fields) => fields.iter().find(|f| f.key == key).map_or(&Type::Any, |f| &f.ty),
        _ => &Type::Any,
    }
}

/// A mapping in a list, as one line: its title first, then the rest.
fn record(node: &Node) -> Option<(String, Option<String>)> {
    let get = |key: &str| node.get(key).and_then(Node::scalar);
    let href = get("url").filter(|u| crate::paths::is_web_url(u));
    let head: Vec<&str> = ["id", "title", "summary", "rule"].iter().filter_map(|k| get(k)).collect();
    let rest: Vec<String> = node
        .entries()
        .iter()
        .filter(|(k, _)| !["id", "title", "summary", "rule", "url"].contains(&&*k.value))
        .filter_map(|(k, v)| Some(format!("{} {}", label(&k.value).to_lowercase(), v.scalar()?)))
        .collect();
    let mut text = head.join(" ");
    if !rest.is_empty() {
        text = if text.is_empty() { rest.join(", ") } else { format!("{text} ({})", rest.join(", ")) };
    }
    (!text.is_empty()).then(|| (text, href.map(str::to_owned)))
}

/// `started_at` as a label: "Started at".
fn label(key: &str) -> String {
    crate::model::document::words_of(key)
}

/// A time as a person reads it: `2026-08-03T02:14:00Z` is "2026-08-03 02:14 UTC".
fn instant(text: &str) -> String {
    match chrono::DateTime::parse_from_rfc3339(text) {
        Ok(time) => time.to_utc().format("%Y-%m-%d %H:%M UTC").to_string(),
        Err(_) => text.to_owned(),
    }
}
