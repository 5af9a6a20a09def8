//! Nygard's form, which adr-tools writes, and the many ways people bend it.
//!
//! ```text
//! # 12. Use PostgreSQL
//! Date: 2016-02-12
//! ## Status
//! Superceded by [13. Use MySQL](0013-use-mysql.md)
//! ## Context
//! ## Decision
//! ## Consequences
//! ```
//!
//! It takes what no other form claims: there is no mark of its own. The status may be a section at any level,
//! the rest of its heading (`## Status - DEPRECATED by [000]`), or a line (`**Status**: Accepted`) anywhere.

use super::{Form, Reader};
use crate::adr::reading::Reading;
use crate::adr::status;

pub(super) const READER: Reader = Reader { form: Form::Nygard, is: |_| true, read };

fn read(reading: &mut Reading) {
    reading.front();
    reading.fields();
    status_in_heading(reading);
    status_anywhere(reading);
    reading.links();
    super::read_body(reading);
    reading.follow_up();
}

/// `## Status - DEPRECATED by [000]`, `## Status: Accepted`.
fn status_in_heading(reading: &mut Reading) {
    let page = reading.page;
    let rest = page.heads.iter().find_map(|head| {
        let written = &page.text[head.range.clone()];
        let at = written.to_ascii_lowercase().find("status")? + "status".len();
        let rest =
            written[at..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | ':' | '('));
        let begins = head.name.starts_with("status") && rest.len() < written[at..].len() && !rest.is_empty();
        begins.then(|| page.trimmed(head.range.end - rest.len()..head.range.end))
    });
    if let Some(place) = rest {
        reading.status(place.clone(), place);
    }
}

/// A line `Status: accepted` further down; taken only where it makes sense, since such a line may be anything.
fn status_anywhere(reading: &mut Reading) {
    let page = reading.page;
    let fields = page.fields(page.preamble.end..page.text.len());
    let known = |text: &str| status::read(text).status.is_some();
    if let Some(field) = fields.into_iter().find(|f| f.name == "status" && known(&page.shown[f.value.clone()])) {
        reading.status(field.value.clone(), field.value);
    }
}
