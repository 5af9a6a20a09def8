//! archgate: decisions that rules are attached to. They have no status: all that are there hold.
//!
//! ```text
//! ARCH-001-slug.md
//!
//! ---
//! id: ARCH-001
//! title: Use PostgreSQL
//! domain: backend
//! rules: true
//! files: ["src/**/*.ts"]
//! ---
//! ```
//!
//! Known by `domain` beside `rules` or `files`. No status is read into the lack of one.

use super::{Form, Reader};
use crate::adr::page::Page;
use crate::adr::reading::Reading;

pub(super) const READER: Reader = Reader { form: Form::Archgate, is, read };

fn is(page: &Page) -> bool {
    page.has("domain") && (page.has("rules") || page.has("files"))
}

fn read(reading: &mut Reading) {
    reading.front();
    super::read_body(reading);
}
