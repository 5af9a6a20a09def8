//! Backstage: pages of a documentation site that are decisions.
//!
//! ```text
//! adr013-use-of-fetch.md
//!
//! ---
//! id: adrs-adr013
//! title: 'ADR013: Proper use of HTTP fetching libraries'
//! description: Architecture Decision Record (ADR) for …
//! ---
//! ## Context
//! ```
//!
//! Known by `id`, `title` and `description` without a `status` and without an H1. No status is read into the lack
//! of one; a line that states it counts.

use super::{Form, Reader, nygard};
use crate::adr::page::Page;

pub(super) const READER: Reader = Reader { form: Form::Backstage, is, read: nygard::READER.read };

fn is(page: &Page) -> bool {
    let described = ["id", "title", "description"].iter().all(|k| page.has(k));
    described && !page.has("status") && !page.has_h1()
}
