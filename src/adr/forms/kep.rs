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
use crate::adr::reference::{Reference, is_nothing};
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
    if let Some(date) = page.key("creation_date").and_then(Node::text) {
        reading.date_value(&date.value, date.span, false);
    }
    let decision = &mut reading.decision;
    decision.deciders = people(page, "approvers");
    decision.consulted = people(page, "reviewers");
    for (key, relation) in
        [("replaces", Relation::Supersedes), ("superseded_by", Relation::SupersededBy), ("see_also", Relation::Related)]
    {
        let names = page.key(key).map(Node::texts).unwrap_or_default();
        for written in names.into_iter().filter(|n| !is_nothing(&n.value)) {
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
    names.into_iter().filter(|n| !is_nothing(&n.value) && !n.value.contains("TBD")).collect()
}

/// `/keps/sig-node/0009-node-heartbeat.md`, a URL of the same, `KEP-9` or `9`.
fn reference(written: Spanned<String>) -> Reference {
    let name = written.value.trim().trim_end_matches("/README.md").trim_end_matches('/');
    let last = name.rsplit('/').next().unwrap_or(name);
    let named = FileName::of(last.strip_suffix(".md").unwrap_or(last));
    let number = named.number.or_else(|| last.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok());
    // From the root of the repository, which the handbook's is where KEPs are read.
    let file = name.contains('/') && !paths::is_web_url(name);
    let path = file.then(|| if name.ends_with(".md") { paths::join("", name) } else { paths::join(name, "README.md") });
    Reference { number, id: Some(named.id), path, section: None, target: None, text: written }
}
