//! Tables for spreadsheets, by RFC 4180: commas, CR LF, quotes where they are needed.

use std::borrow::Cow;

use chrono::TimeDelta;
use csv::{Terminator, WriterBuilder};

/// Rows of a table, the first of them its head.
pub(super) fn table<'a, R>(rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = Cow<'a, str>>,
{
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        let cells: Vec<Cow<str>> = row.into_iter().collect();
        writer.write_record(cells.iter().map(|c| c.as_bytes())).expect("memory takes rows of one length");
    }
    let bytes = writer.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("made of strings")
}

/// A text that people wrote. A spreadsheet takes one that begins with a sign of this list for a formula, and runs it;
/// the apostrophe in front says that it is text (OWASP, CSV Injection; ASVS 1.2.10).
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Elapsed hours: `8.5`, `168`; to four decimals, which is less than a second.
pub(super) fn hours(elapsed: TimeDelta) -> String {
    let hours = format!("{:.4}", elapsed.num_seconds() as f64 / 3600.0);
    hours.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_quoted_where_need_be() {
        let rows = [["a", "b,c"], ["d\"e", "f\ng"], ["", "é 🚒"]];
        let written = table(rows.map(|r| r.map(Cow::Borrowed)));
        assert_eq!(written, "a,\"b,c\"\r\n\"d\"\"e\",\"f\ng\"\r\n,é 🚒\r\n");
    }

    #[test]
    fn no_text_is_a_formula() {
        for bad in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(text(bad), format!("'{bad}"));
        }
        for good in ["", "ana", "a=b", "'=1", "1-2"] {
            assert_eq!(text(good), good);
        }
    }

    #[test]
    fn hours_are_elapsed() {
        for (seconds, want) in [(0, "0"), (8 * 3600, "8"), (36_000, "10"), (30_600, "8.5"), (1200, "0.3333")] {
            assert_eq!(hours(TimeDelta::seconds(seconds)), want);
        }
    }
}
