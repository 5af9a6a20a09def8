//! PostgreSQL's tokens, as far as they tell code from text: it knows where strings, comments and quoted names end.
//!
//! squawk has a lexer of its own, but it takes only SQL; this one is for texts that are not SQL yet.

use crate::sql::Place;

/// A piece of a text. All of them in a row are the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Space,
    Comment,
    /// `'text'`, with the letter before it if there is one.
    Text,
    /// `$tag$text$tag$`.
    Dollar,
    /// `"name"`.
    Quoted,
    Word,
    Number,
    /// `$1`.
    Param,
    /// One character of anything else.
    Other,
    /// A string, comment or quoted name whose end is the end of the text.
    Open,
}

impl Token {
    /// Whether a parser would see it.
    pub fn is_code(&self) -> bool {
        !matches!(self.kind, Kind::Space | Kind::Comment)
    }

    pub fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Dollar)
    }
}

/// The tokens of a text, from a place on.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let token = token(text, at)?;
        at = token.place.end;
        Some(token)
    })
}

/// The token that begins at a place; nothing at the end.
pub(super) fn token(text: &str, at: usize) -> Option<Token> {
    let bytes = &text.as_bytes()[at..];
    let first = *bytes.first()?;
    let (kind, len) = match first {
        b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c => {
            (Kind::Space, run(bytes, |b| b.is_ascii_whitespace() || b == 0x0b))
        }
        b'-' if bytes.starts_with(b"--") => (Kind::Comment, run(bytes, |b| b != b'\n' && b != b'\r')),
        b'/' if bytes.starts_with(b"/*") => closed(Kind::Comment, block_comment(bytes), bytes),
        b'\'' => closed(Kind::Text, quoted(bytes, 0, false), bytes),
        b'"' => closed(Kind::Quoted, quoted(bytes, 0, false), bytes),
        b'$' => dollar(bytes),
        b'0'..=b'9' => (Kind::Number, number(bytes)),
        _ if is_word_start(first) => word(bytes),
        _ => (Kind::Other, 1),
    };
    Some(Token { kind, place: at..at + len })
}

fn run(bytes: &[u8], within: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&b| !within(b)).unwrap_or(bytes.len())
}

/// Letters beyond ASCII are letters of names.
fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

pub(super) fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn closed(kind: Kind, end: Option<usize>, bytes: &[u8]) -> (Kind, usize) {
    end.map_or((Kind::Open, bytes.len()), |end| (kind, end))
}

/// The end of what is quoted from `start` on; the quote doubled is one, and where `escapes`, so is one after `\`.
fn quoted(bytes: &[u8], start: usize, escapes: bool) -> Option<usize> {
    let quote = bytes[start];
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if escapes => at += 2,
            b if b == quote && bytes.get(at + 1) == Some(&quote) => at += 2,
            b if b == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

fn block_comment(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if bytes[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += 1;
        }
    }
    None
}

/// `$1`, `$tag$...$tag$`, or a dollar alone.
fn dollar(bytes: &[u8]) -> (Kind, usize) {
    let digits = run(&bytes[1..], |b| b.is_ascii_digit());
    if digits > 0 {
        return (Kind::Param, 1 + digits);
    }
    let name = run(&bytes[1..], |b| is_word(b) && b != b'$');
    if bytes.get(1 + name) != Some(&b'$') {
        return (Kind::Other, 1);
    }
    let tag = &bytes[..name + 2];
    let end = memchr::memmem::find(&bytes[tag.len()..], tag).map(|at| at + 2 * tag.len());
    closed(Kind::Dollar, end, bytes)
}

/// Digits with what is stuck to them; `1..9` is a range, and its dots are none of its numbers.
fn number(bytes: &[u8]) -> usize {
    let whole = run(bytes, |b| b.is_ascii_alphanumeric() || b == b'_');
    let is_range = bytes[whole..].starts_with(b"..");
    if bytes.get(whole) != Some(&b'.') || is_range {
        return whole;
    }
    whole + 1 + run(&bytes[whole + 1..], |b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A word, or a string with a letter before it: `E'\n'`, `U&"name"`.
fn word(bytes: &[u8]) -> (Kind, usize) {
    match (bytes[0] | 0x20, bytes.get(1), bytes.get(2)) {
        (b'e', Some(b'\''), _) => closed(Kind::Text, quoted(bytes, 1, true), bytes),
        (b'b' | b'x' | b'n', Some(b'\''), _) => closed(Kind::Text, quoted(bytes, 1, false), bytes),
        (b'u', Some(b'&'), Some(b'\'')) => closed(Kind::Text, quoted(bytes, 2, false), bytes),
        (b'u', Some(b'&'), Some(b'"')) => closed(Kind::Quoted, quoted(bytes, 2, false), bytes),
        _ => (Kind::Word, run(bytes, is_word)),
    }
}
