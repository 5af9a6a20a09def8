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
//! Known by its kind: `preset: rust-rfc`. A `Status:` among the bullets is read where a team keeps one; else a heading
//! says that what was approved was withdrawn later. Some have a title above the bullets, the others their file's name.

use std::ops::Range;

use super::{Form, Reader};
use crate::adr::reading::Reading;
use crate::model::document::words_of;
use crate::model::routes;
use crate::source::Spanned;

pub(super) const READER: Reader = Reader { form: Form::RustRfc, is: |_| false, read };

fn read(reading: &mut Reading) {
    let page = reading.page;
    let start_date =
        |within: Range<usize>| page.fields(within).into_iter().find(|f| f.name == "start date" && !f.value.is_empty());
    let bullets = start_date(page.start());
    // The first heading is that of a section, unless the bullets stand below it.
    let below_title = page.heads.first().filter(|_| bullets.is_none());
    let titled = below_title.and_then(|head| Some((head, start_date(head.own.clone())?)));
    let stem = routes::stem(&page.document.path);
    let slug = if page.name.number.is_some() { &stem[page.name.id.len()..] } else { stem };
    reading.decision.title = words_of(slug);
    reading.decision.stated_number = None;
    reading.front();
    reading.fields();
    if let Some((head, field)) = &titled {
        reading.decision.title = head.text.strip_prefix("RFC:").unwrap_or(&head.text).trim().to_owned();
        reading.date_field(field.value.clone());
    }
    if let Some(field) = bullets {
        reading.date_field(field.value);
    }
    let withdrawn = page.heads.first().filter(|h| h.name.starts_with("this rfc was previously approved, but later"));
    if let Some(head) = withdrawn.filter(|_| reading.decision.status_text.is_none()) {
        reading.status_value(Spanned::new("inactive".to_owned(), page.span(head.range.clone())));
    }
    super::read_body(reading);
}
