//! A Kubernetes enhancement proposal: `kep.yaml` holds the record, the README beside it the text.
//!
//! ```text
//! title: Node heartbeats
//! kep-number: 589
//! authors: ["@wangzhen127"]
//! status: implementable
//! creation-date: 2018-04-27
//! approvers: ["@dchen1107"]
//! replaces: ["/keps/sig-node/0009-node-heartbeat.md"]
//! superseded-by: []
//! ```
//!
//! Known by its kind: `preset: kep`. The document has the record for its front matter.

use super::{Form, Reader};
use crate::adr::name::FileName;
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::adr::reference::Reference;
use crate::adr::status::Relation;
use crate::paths;
use crate::source::Spanned;
use crate::yaml::Node;

pub(super) const READER: Reader = Reader { form: Form::Kep, is: |_| false, read };

fn read(reading: &mut Reading) {
    let page = reading.page;
    folder(reading);
    if let Some(number) = page.key("kep_number").and_then(Node::text)
        && let Ok(value) = number.value.trim().parse()
    {
        reading.number(Spanned::new(value, number.span));
    }
    if let Some(status) = page.key("status").and_then(Node::text) {
        reading.status_value(status);
    }
    let decision = &mut reading.decision;
    decision.date = page.key("creation_date").and_then(Node::date);
    decision.deciders = people(page, "approvers");
    decision.consulted = people(page, "reviewers");
    for (key, relation) in
        [("replaces", Relation::Supersedes), ("superseded_by", Relation::SupersededBy), ("see_also", Relation::Related)]
    {
        for written in page.key(key).map(Node::texts).unwrap_or_default() {
            reading.relate(relation, reference(written));
        }
    }
    super::read_body(reading);
}

/// The folder's name has the number: `0589-node-heartbeats`.
fn folder(reading: &mut Reading) {
    let name = FileName::of(paths::name(paths::parent(&reading.page.document.path)));
    if let Some(number) = name.number {
        reading.decision.number = Some(number);
        reading.decision.id = name.id;
    }
}

fn people(page: &Page, key: &str) -> Vec<Spanned<String>> {
    let names = page.key(key).map(Node::texts).unwrap_or_default();
    names.into_iter().filter(|n| !n.value.trim().is_empty() && !n.value.contains("TBD")).collect()
}

/// `/keps/sig-node/0009-node-heartbeat.md`, a URL of the same, `KEP-9` or `9`.
fn reference(written: Spanned<String>) -> Reference {
    let name = written.value.trim_end_matches('/').trim_end_matches("/README.md");
    let last = name.rsplit('/').next().unwrap_or(name);
    let named = FileName::of(last.strip_suffix(".md").unwrap_or(last));
    let number = named.number.or_else(|| last.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok());
    Reference { number, id: Some(named.id), path: None, section: None, text: written }
}
