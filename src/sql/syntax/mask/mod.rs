//! What is no SQL and stands in files all the same, so replaced that every byte keeps its place.
//!
//! What is done is told by the text alone:
//!
//! - psql's commands are blanked to the end of their line; those that send the statement before them, like `\gset`, are
//!   its semicolon. Data after `COPY ... FROM stdin;` is blanked down to `\.`.
//! - psql's variables and the variables of templates become names of the same length, or literals where they are quoted.
//!   One that begins a statement is blanked: no statement begins with a name.
//! - Templates stand for text inside of dollar quotes too; psql leaves those alone. In strings nothing is replaced.

mod fence;
mod psql;
mod template;

use std::borrow::Cow;

use super::lex::{self, Kind};
use crate::sql::Place;
pub use fence::fence;

/// The word by which comments tell squawk to look away. Exceptions decide that, so it must not see them.
const IGNORE: &str = "squawk-ignore";

/// What it becomes.
pub(super) const IGNORE_MASKED: &str = "squawk_ignore";

/// A text of the same length without what the parser must not see.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let has_any = |bytes: &[u8]| bytes.iter().any(|b| matches!(b, b'\\' | b':' | b'{' | b'%' | b'@' | 0));
    let is_plain = !has_any(text.as_bytes()) && !text.starts_with('\u{feff}') && !text.contains(IGNORE);
    if is_plain {
        return Cow::Borrowed(text);
    }
    let mut masked = Masked::new(text);
    masked.scan(0..text.len(), true);
    Cow::Owned(masked.finish().replace(IGNORE, IGNORE_MASKED))
}

/// A text of which parts are replaced.
struct Masked<'a> {
    text: &'a str,
    /// What becomes of it.
    bytes: Vec<u8>,
}

impl<'a> Masked<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes().to_vec() }
    }

    fn finish(self) -> String {
        // Every part that is replaced begins and ends between two characters.
        String::from_utf8(self.bytes).unwrap_or_else(|_| self.text.to_owned())
    }

    /// Goes through code; `psql` where psql would read it.
    fn scan(&mut self, part: Place, psql: bool) {
        let mut code = psql::State::default();
        let mut at = part.start;
        if at == 0 && self.text.starts_with('\u{feff}') {
            self.blank(0..'\u{feff}'.len_utf8());
            at = '\u{feff}'.len_utf8();
        }
        while at < part.end {
            if let Some(found) = template::at(self.text, at..part.end) {
                at = found.place.end;
                self.replace(&found, code.begins_statement());
                code.name();
                continue;
            }
            if psql && let Some(end) = psql::at(self, at, &mut code) {
                at = end;
                continue;
            }
            let Some(token) = lex::token(&self.text[..part.end], at) else { break };
            let end = template::cut(self.text, &token);
            if token.kind == Kind::Dollar {
                let tag = self.text[at + 1..end].find('$').map_or(1, |tag| tag + 2);
                self.scan(at + tag..end - tag, false);
            }
            if self.text.as_bytes()[at] == 0 {
                self.blank(at..end);
            } else {
                code.token(self.text, &token);
            }
            at = end;
        }
    }

    /// A variable becomes a name; what is only a template's own is blanked.
    fn replace(&mut self, found: &template::Found, begins: bool) {
        if begins || !found.is_value { self.blank(found.place.clone()) } else { self.name(found.place.clone()) }
    }

    /// Spaces, with lines where they were.
    fn blank(&mut self, place: Place) {
        for byte in &mut self.bytes[place] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }

    /// A name as long as its first line; blanks after that.
    fn name(&mut self, place: Place) {
        let line = self.bytes[place.clone()].iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(place.len());
        for byte in &mut self.bytes[place.start..place.start + line] {
            if !byte.is_ascii_alphanumeric() {
                *byte = b'_';
            }
        }
        self.bytes[place.start] = b'_';
        self.blank(place.start + line..place.end);
    }
}

#[cfg(test)]
mod tests;
