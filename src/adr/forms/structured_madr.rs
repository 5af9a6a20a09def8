//! structured-madr: MADR with front matter that machines can rely on.
//!
//! ```text
//! ---
//! title: Use PostgreSQL
//! type: adr
//! category: storage
//! tags: [database]
//! status: accepted
//! created: 2025-01-10
//! updated: 2025-02-01
//! author: Platform team
//! related: [adr_0001.md]
//! ---
//! ```
//!
//! Known by `type: adr`. Its date is the day it was last updated, as in MADR; its author is not its decider.

use super::{Form, Reader};
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::adr::status::Relation;
use crate::yaml::Node;

pub(super) const READER: Reader = Reader { form: Form::StructuredMadr, is, read };

fn is(page: &Page) -> bool {
    page.key("type").and_then(Node::scalar).is_some_and(|t| t.eq_ignore_ascii_case("adr"))
}

fn read(reading: &mut Reading) {
    reading.front();
    reading.date_key("updated");
    reading.date_key("created");
    reading.references_key("related", Relation::Related);
    reading.fields();
    super::read_body(reading);
    reading.follow_up();
}
