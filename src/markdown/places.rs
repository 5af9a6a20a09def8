//! Where each piece of a block's text was written: in a list its lines stand apart, and an include is another file.

use std::ops::Range;

use crate::source::Span;

/// From places in a text to places in files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Where in the text each piece starts, and where it was written; in order.
    pieces: Vec<(usize, Span)>,
    /// Of the text.
    len: usize,
}

impl Places {
    /// Adds what comes next of the text: `len` bytes that were written at `span`.
    pub(super) fn push(&mut self, len: usize, span: Span) {
        if len == 0 {
            return;
        }
        let at = self.len;
        self.len += len;
        if let Some((start, last)) = self.pieces.last_mut()
            && last.file == span.file
            && last.end == span.start
            && last.range().len() == at - *start
            && span.range().len() == len
        {
            last.end = span.end;
            return;
        }
        self.pieces.push((at, span));
    }

    /// Where a part of the text was written. Of a part that was written in several pieces, all from its start to its
    /// end; where they are of several files, what is in the first.
    pub fn span(&self, part: Range<usize>) -> Option<Span> {
        let first = self.pieces.partition_point(|(at, _)| *at <= part.start).checked_sub(1)?;
        let start = self.offset(first, part.start);
        let file = self.pieces[first].1.file;
        let last = self.pieces.partition_point(|(at, _)| *at < part.end).max(first + 1);
        let end = (first..last).rev().find(|&p| self.pieces[p].1.file == file).map(|p| {
            let stop = self.pieces.get(p + 1).map_or(self.len, |(at, _)| *at).min(part.end);
            self.offset(p, stop.max(part.start))
        });
        Some(Span::new(file, start..end.unwrap_or(start).max(start)))
    }

    /// The place in its file of a byte of a piece. What was not copied byte for byte stands for its whole.
    fn offset(&self, piece: usize, at: usize) -> usize {
        let (start, span) = self.pieces[piece];
        let len = self.pieces.get(piece + 1).map_or(self.len, |(next, _)| *next) - start;
        let within = at - start;
        if span.range().len() == len {
            span.start as usize + within
        } else if within == 0 {
            span.start as usize
        } else {
            // A line break of two bytes that became one ends at its line's end.
            (span.start as usize + within).min(span.end as usize)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Body, Options, scan};
    use crate::source::Sources;

    /// Where the words of the first code block were written, as the text there.
    fn found(text: &str, word: &str) -> (String, String) {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        sources.add("x.sql", "SELECT 1;\nSELECT ü;\n");
        let body = Body { sources: &sources, file, range: 0..text.len() };
        let (outline, _) = scan(&body, &Options::default());
        let code = &outline.code[0];
        let at = code.text.find(word).unwrap_or_else(|| panic!("no {word} in {:?}", code.text));
        let span = code.places.span(at..at + word.len()).expect("a place");
        (sources.path(span.file).to_owned(), sources.slice(span).to_owned())
    }

    #[test]
    fn every_fence_knows_where_its_words_stand() {
        for text in [
            "```sql\nSELECT é,\n  abc\n```\n",
            "```sql\r\nSELECT é,\r\n  abc\r\n```\r\n",
            "- a\n\n  ```sql\n  SELECT é,\n    abc\n  ```\n",
            "1. a\r\n\r\n   ```sql\r\n   SELECT é,\r\n\r\n     abc\r\n   ```\r\n",
            "> ```sql\n> SELECT é,\n>   abc\n> ```\n",
            "> - ~~~sql\n>   SELECT é,\n>\n>   abc",
            "   ```sql\n   SELECT é,\n abc\n   ```\n",
            "```sql\nSELECT 0;\n{{#include x.sql}}\nSELECT abc;\n```\n",
            "- ```sql\n  {{#include x.sql}}\n  SELECT abc;\n  ```\n",
        ] {
            assert_eq!(found(text, "abc"), ("a.md".to_owned(), "abc".to_owned()), "{text:?}");
        }
        for text in [
            "```sql\n{{#include x.sql}}\n```\n",
            "```sql\nSELECT 0;\n{{#include x.sql}}\n```\n",
            "> - ```sql\n>   {{#include x.sql}}\n>   ```\n",
        ] {
            assert_eq!(found(text, "SELECT ü;"), ("x.sql".to_owned(), "SELECT ü;".to_owned()), "{text:?}");
        }
    }

    #[test]
    fn what_stands_on_several_lines_is_all_of_them() {
        let (_, text) = found("- ```sql\n  SELECT é,\n    abc;\n  ```\n", "SELECT é,\n  abc");
        assert_eq!(text, "SELECT é,\n    abc");
        let (file, text) = found("```sql\nSELECT 0;\n{{#include x.sql}}\n```\n", "0;\nSELECT 1");
        assert_eq!((file.as_str(), text.trim_end()), ("a.md", "0;"));
    }
}
