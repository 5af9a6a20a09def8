//! adrs: adr-tools with front matter.
//!
//! ```text
//! ---
//! number: 3
//! title: Use PostgreSQL
//! date: 2024-03-01
//! status: accepted
//! links:
//!   - {target: 2, kind: supersedes}
//! ---
//! ```
//!
//! Known by `number`, or by `links` that have a `target`.

use super::{Form, Reader};
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::adr::status::Relation;
use crate::adr::text::trim;
use crate::yaml::Node;

pub(super) const READER: Reader = Reader { form: Form::Adrs, is, read };

fn is(page: &Page) -> bool {
    let targets = |n: &Node| n.items().iter().any(|l| l.get("target").is_some());
    page.key("number").is_some() || page.key("links").is_some_and(targets)
}

fn read(reading: &mut Reading) {
    reading.front();
    let page = reading.page;
    for link in page.key("links").map(Node::items).unwrap_or_default() {
        let kind: String = link.get("kind").and_then(Node::scalar).unwrap_or_default().to_lowercase();
        let relation = match kind.replace(['-', '_', ' '], "").as_str() {
            "supersedes" | "replaces" => Relation::Supersedes,
            "supersededby" | "replacedby" => Relation::SupersededBy,
            "amends" => Relation::Amends,
            "amendedby" => Relation::AmendedBy,
            _ => Relation::Related,
        };
        let Some(target) = link.get("target").and_then(Node::text) else { continue };
        let place = trim(page.text, target.span.range(), &['"', '\'']);
        if let Some(reference) = page.base().value(page.text, place) {
            reading.relate(relation, reference);
        }
    }
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
