//! MADR 3: the bullets of MADR 2 became front matter.
//!
//! ```text
//! ---
//! status: superseded by [ADR-0005](0005-example.md)
//! date: 2022-09-30
//! deciders: a, b
//! consulted: c
//! informed: d
//! ---
//! # Use Markdown
//! ```
//!
//! Known by MADR's headings below front matter with `deciders` (MADR 4 says `decision-makers`), or by a section
//! `Validation` (MADR 4 says `Confirmation`). Its template's front matter is often no YAML, and is read all the
//! same.

use super::{Form, Reader, has_madr_head};
use crate::adr::page::Page;
use crate::adr::reading::Reading;

pub(super) const READER: Reader = Reader { form: Form::Madr3, is, read };

fn is(page: &Page) -> bool {
    let newer = page.key("decision_makers").is_some() || page.has_head("confirmation");
    let older = page.key("deciders").is_some() || page.has_head("validation") || page.document.front.broken;
    page.has_front() && has_madr_head(page) && older && !newer
}

pub(super) fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    reading.links();
    super::read_body(reading);
    reading.follow_up();
}
