//! Ids with a prefix, and keys with hyphens that are there even when empty.
//!
//! ```text
//! ---
//! id: ADR-091
//! title: Use PostgreSQL
//! status: accepted
//! supersedes: []
//! superseded-by: null
//! implemented: false
//! ---
//! ```
//!
//! Known by `superseded-by` or `implemented`, or by an id `ADR-` with a number where it is not the house form.

use super::{Form, Reader, has_madr_head, house};
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::yaml::Node;

pub(super) const READER: Reader = Reader { form: Form::Adr073, is, read };

fn is(page: &Page) -> bool {
    let numbered = |id: &str| {
        let rest = id.strip_prefix("ADR-").or_else(|| id.strip_prefix("adr-"));
        rest.is_some_and(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit()))
    };
    let own = page.has("superseded-by") || page.has("implemented");
    let known_by_id = || page.key("id").and_then(Node::scalar).is_some_and(numbered) && !house::is(page);
    (own || known_by_id()) && !has_madr_head(page)
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
