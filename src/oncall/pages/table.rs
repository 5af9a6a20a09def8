//! A CSV file (RFC 4180) as rows of fields, each with its place.

use std::ops::Range;

use csv::StringRecord;

use crate::source::{FileId, Span};

/// Reads a file row by row. Rows may differ in how many fields they have; empty lines are no rows.
pub(super) struct Table<'a> {
    file: FileId,
    text: &'a str,
    /// What stands before the first row: a byte order mark.
    base: usize,
    rows: csv::Reader<&'a [u8]>,
}

/// Where a row is; its fields are looked for only where there is something to say of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    file: FileId,
    start: usize,
    text: &'a str,
}

impl<'a> Table<'a> {
    pub fn new(file: FileId, text: &'a str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(body.as_bytes());
        Self { file, text, base: text.len() - body.len(), rows }
    }

    /// The next row. Its values have the blanks that are written around them.
    pub fn next(&mut self, record: &mut StringRecord) -> Option<Row<'a>> {
        // There is no file behind this to fail, and text that is UTF-8 is so in its parts.
        if !self.rows.read_record(record).unwrap_or(false) {
            return None;
        }
        let place = |byte: u64| usize::try_from(byte).map_or(self.text.len(), |byte| self.base + byte);
        let start = place(record.position().map_or(0, csv::Position::byte));
        let text = self.text.get(start..place(self.rows.position().byte())).unwrap_or_default();
        // The reader stops between the two characters of a line's end.
        let row = text.trim_start_matches(['\r', '\n']);
        let start = start + text.len() - row.len();
        Some(Row { file: self.file, start, text: row.trim_end_matches(['\r', '\n']) })
    }
}

impl Row<'_> {
    pub fn span(self) -> Span {
        Span::new(self.file, self.start..self.start + self.text.len())
    }

    /// The place of a field, with its quotes; of one that is not there, the row's.
    pub fn field(self, wanted: usize) -> Span {
        match fields(self.text).nth(wanted) {
            Some(field) => Span::new(self.file, self.start + field.start..self.start + field.end),
            None => self.span(),
        }
    }
}

/// The fields of a row as they are written.
fn fields(row: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = row.as_bytes();
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        // A quote opens a field only at its start; inside, two of them are one that is meant, and cancel out here.
        let quoted = bytes.get(start) == Some(&b'"');
        let mut open = false;
        let ends = |byte: &u8| {
            open ^= quoted && *byte == b'"';
            *byte == b',' && !open
        };
        let end = bytes[start..].iter().position(ends).map_or(row.len(), |length| start + length);
        next = (end < row.len()).then_some(end + 1);
        Some(start..end)
    })
}
