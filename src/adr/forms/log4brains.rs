//! log4brains: MADR 2 with hyphens, in files named by their day.
//!
//! ```text
//! 20201016-use-x.md
//!
//! # Use X
//! - Status: superseded by [20201017-use-y](20201017-use-y.md)
//! - Date: 16/10/2020
//! - Tags: a, b
//! ## Context and Problem Statement
//! ## Links
//! ```
//!
//! Known by the day in the file's name, or by a `Tags` bullet, and by having no front matter. The name is the id.
//! A decision without a date has that of its name. A decision without a status has none: it is not taken for
//! accepted.

use super::{Form, Reader, has_madr_head, madr2};
use crate::adr::name;
use crate::adr::page::Page;
use crate::adr::reading::Reading;
use crate::model::routes;
use crate::source::{Span, Spanned};

pub(super) const READER: Reader = Reader { form: Form::Log4brains, is, read };

fn is(page: &Page) -> bool {
    let fields = page.fields(page.preamble.clone());
    let has = |name: &str| fields.iter().any(|f| f.name == name);
    let dated = page.name.dated && (has("status") || has("date") || has("deciders") || has_madr_head(page));
    !page.has_front() && (dated || has("tags") && has_madr_head(page))
}

fn read(reading: &mut Reading) {
    madr2::read(reading);
    if reading.decision.date.is_none()
        && let Some(date) = name::date(routes::stem(&reading.page.document.path))
    {
        reading.decision.date = Some(Spanned::new(date, Span::top(reading.page.file())));
    }
}
