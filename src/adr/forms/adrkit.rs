//! adrkit: keys in camel case, ids that may be ULIDs, references into other repositories.
//!
//! ```text
//! ---
//! id: "0042"
//! title: Use PostgreSQL
//! status: accepted
//! date: 2025-01-10
//! supersedes: ["0007"]
//! supersededBy: "payments:0012"
//! affects: [{type: path, pattern: "services/orders/**"}]
//! reviewBy: 2026-01-10
//! ---
//! ```
//!
//! Known by `supersededBy`, `reviewBy` or `affects`, or by an id that is a ULID.

use super::{Form, Reader};
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::yaml::Node;

pub(super) const READER: Reader = Reader { form: Form::Adrkit, is, read };

fn is(page: &Page) -> bool {
    let own = ["supersededBy", "reviewBy", "affects", "amendedBy"].iter().any(|k| page.has(k));
    own || page.key("id").and_then(Node::scalar).is_some_and(is_ulid)
}

/// 26 characters of Crockford's base 32, which has no I, L, O and U; the first is at most 7.
fn is_ulid(id: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() && !matches!(c, 'I' | 'L' | 'O' | 'U');
    id.len() == 26 && id.starts_with(|c: char| ('0'..='7').contains(&c)) && id.chars().all(digit)
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
