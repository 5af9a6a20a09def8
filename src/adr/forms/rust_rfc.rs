//! A request for comments of the Rust project. The file says no status: what is merged is in force.
//!
//! ```text
//! - Feature Name: `let_else`
//! - Start Date: 2021-05-31
//! - RFC PR: [rust-lang/rfcs#3137](https://github.com/rust-lang/rfcs/pull/3137)
//!
//! # Summary
//! # Motivation
//! ```
//!
//! Known by its kind: `preset: rust-rfc`. A `Status:` among the bullets is read where a team keeps one.

use super::{Form, Reader};
use crate::adr::reading::Reading;
use crate::model::document::words_of;
use crate::model::routes;

pub(super) const READER: Reader = Reader { form: Form::RustRfc, is: |_| false, read };

fn read(reading: &mut Reading) {
    let page = reading.page;
    // The first heading is that of a section.
    let stem = routes::stem(&page.document.path);
    let slug = if page.name.number.is_some() { &stem[page.name.id.len()..] } else { stem };
    reading.decision.title = words_of(slug);
    reading.decision.stated_number = None;
    reading.front();
    reading.fields();
    let start = page.fields(page.start()).into_iter().find(|f| f.name == "start date" && !f.value.is_empty());
    if let Some(field) = start {
        reading.date_field(field.value);
    }
    super::read_body(reading);
}
