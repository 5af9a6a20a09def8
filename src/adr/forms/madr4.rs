//! MADR 4: every key is optional, the title is the H1 and the number the file's.
//!
//! ```text
//! ---
//! status: "superseded by ADR-0123"
//! date: 2024-09-17
//! decision-makers: [ana, tomas]
//! ---
//! # Use Markdown
//! ## Context and Problem Statement
//! ## Considered Options
//! ## Decision Outcome
//! ### Consequences
//! ### Confirmation
//! ```
//!
//! Known by MADR's headings below front matter that is not MADR 3's, or, without front matter and without MADR 2's
//! bullets, by `Consequences` or `Confirmation` one level below the outcome.

use super::{Form, Reader, has_madr_head, madr3};
use crate::adr::name;
use crate::adr::page::Page;
use crate::model::routes;

pub(super) const READER: Reader = Reader { form: Form::Madr4, is, read: madr3::read };

fn is(page: &Page) -> bool {
    if page.has_front() {
        return has_madr_head(page) || page.key("decision_makers").is_some();
    }
    let bullets = page.fields(page.preamble.clone());
    let older =
        bullets.iter().any(|f| matches!(f.name.as_str(), "status" | "deciders" | "date" | "technical story" | "tags"));
    // log4brains writes MADR 2 into files named by their day.
    let dated = name::date(routes::stem(&page.document.path)).is_some();
    let below_outcome =
        page.heads.iter().any(|h| h.level == 3 && matches!(h.name.as_str(), "consequences" | "confirmation"));
    has_madr_head(page) && !older && !dated && below_outcome
}
