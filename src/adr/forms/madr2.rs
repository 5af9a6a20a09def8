//! MADR 2, and pyadr, which writes the same.
//!
//! ```text
//! # Use Markdown
//! * Status: superseded by [ADR-0005](0005-example.md) <!-- optional -->
//! * Deciders: Ana, Tomas
//! * Date: 2019-02-17
//! ## Context and Problem Statement
//! ## Considered Options
//! ## Decision Outcome
//! Chosen option: "…", because …
//! ### Positive Consequences
//! ## Links
//! ```
//!
//! Known by MADR's headings or by a `Deciders` or `Technical Story` bullet, and by having no front matter.

use super::{Form, Reader, has_madr_head};
use crate::adr::page::Page;
use crate::adr::reading::Reading;

pub(super) const READER: Reader = Reader { form: Form::Madr2, is, read };

fn is(page: &Page) -> bool {
    let own = |name: &str| matches!(name, "deciders" | "technical story");
    let has_bullets = || page.fields(page.preamble.clone()).iter().any(|f| f.bulleted && own(&f.name));
    !page.has_front() && (has_madr_head(page) || has_bullets())
}

pub(super) fn read(reading: &mut Reading) {
    reading.fields();
    reading.links();
    super::read_body(reading);
}
