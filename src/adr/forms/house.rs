//! The house form, which `new adr` writes.
//!
//! ```text
//! ---
//! id: "0012"
//! title: Use PostgreSQL
//! status: accepted
//! date: 2026-02-12
//! deciders: [ana, tomas]
//! supersedes: ["0007#retention"]
//! review_by: 2026-12-01
//! ---
//! ## Context
//! ## Options
//! ### PostgreSQL
//! … Chosen because …
//! ### MySQL
//! … Rejected because …
//! ## Decision
//! ## Consequences
//! ## Amendments
//! ```
//!
//! Known by front matter with a `title` and a `status`, and no heading that is MADR's alone.

use super::{Form, Reader, has_madr_head};
use crate::adr::page::Page;
use crate::adr::reading::Reading;

pub(super) const READER: Reader = Reader { form: Form::House, is, read };

/// Keys that no other form spells this way.
const OWN: [&str; 6] = ["superseded_by", "review_by", "milestones", "evidence", "migration_notes", "reversibility"];

fn is(page: &Page) -> bool {
    let titled = page.has("title") && page.key("status").is_some();
    (titled || OWN.iter().any(|k| page.has(k))) && !has_madr_head(page)
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
