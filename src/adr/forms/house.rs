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
//! Known by front matter with a `title` and a `status`, and no heading that is MADR's alone. A decision that says no
//! status has an `id` beside its title, and no section for the status either.

use super::{Form, Reader};
use crate::adr::page::Page;
use crate::adr::reading::Reading;

pub(super) const READER: Reader = Reader { form: Form::House, is, read };

/// Keys that no other form spells this way.
const OWN: [&str; 6] = ["superseded_by", "review_by", "milestones", "evidence", "migration_notes", "reversibility"];

/// MADR's drivers are not among them: what is imported from MADR keeps its section of that name.
const MADR: [&str; 3] = ["context and problem statement", "considered options", "decision outcome"];

pub(super) fn is(page: &Page) -> bool {
    let stated = page.key("status").is_some() || page.key("id").is_some() && !page.has_head("status");
    let titled = page.has("title") && stated;
    (titled || OWN.iter().any(|k| page.has(k))) && page.head(&MADR).is_none()
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
