//! What documents write in place of SQL, where the SQL is to be read and not run.

use std::borrow::Cow;

use super::Masked;
use crate::sql::syntax::lex::{self, Token};

/// The text of a fence that is no example of a standard. Of a session with psql only the statements are left; `...` and
/// `<name>` are taken for what may stand in their place.
pub fn fence(text: &str) -> Cow<'_, str> {
    let is_session = text.lines().find(|l| !l.trim().is_empty()).is_some_and(|l| prompt(l).is_some());
    if !is_session && !text.contains("...") && !text.contains('…') && !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let mut masked = Masked::new(text);
    if is_session {
        session(&mut masked);
    }
    let sql = masked.finish();
    let mut masked = Masked::new(&sql);
    placeholders(&mut masked);
    Cow::Owned(masked.finish())
}

/// The length of a prompt, and whether it goes on with a statement: `orders=# `, `orders-> `.
fn prompt(line: &str) -> Option<(usize, bool)> {
    let name = line.bytes().take_while(|b| lex::is_word(*b)).count();
    let rest = &line.as_bytes()[name..];
    let is_prompt = name > 0 && matches!(rest.get(1), Some(b'#' | b'>')) && matches!(rest.get(2), None | Some(b' '));
    match rest.first() {
        Some(b'=' | b'!' | b'^') if is_prompt => Some((name + 2, false)),
        Some(b'-' | b'*' | b'\'' | b'"' | b'(' | b'$') if is_prompt => Some((name + 2, true)),
        _ => None,
    }
}

/// A line with a prompt is a part of a statement, and so are lines without one until the statement ends.
fn session(masked: &mut Masked) {
    let mut is_open = false;
    let mut at = 0;
    for line in masked.text.split_inclusive('\n') {
        let end = at + line.len();
        match prompt(line) {
            Some((len, _)) => masked.blank(at..at + len),
            None if !is_open => masked.blank(at..end),
            None => {}
        }
        if prompt(line).is_some() || is_open {
            let code = prompt(line).map_or(line, |(len, _)| &line[len..]);
            let last = lex::tokens(code).filter(Token::is_code).last();
            let ends = last.as_ref().is_some_and(|t| &code[t.place.clone()] == ";") || code.contains('\\');
            is_open = !ends && (last.is_some() || is_open);
        }
        at = end;
    }
}

/// Words after which something has to stand.
const WANTING: [&str; 40] = [
    "select",
    "where",
    "and",
    "or",
    "not",
    "on",
    "from",
    "join",
    "table",
    "into",
    "update",
    "by",
    "as",
    "using",
    "then",
    "else",
    "when",
    "returning",
    "in",
    "having",
    "only",
    "column",
    "constraint",
    "index",
    "view",
    "function",
    "=",
    "<",
    ">",
    "+",
    "-",
    "*",
    "/",
    "(",
    ",",
    "between",
    "like",
    "limit",
    "is",
    "exists",
];

fn placeholders(masked: &mut Masked) {
    let text = masked.text;
    let tokens: Vec<Token> = lex::tokens(text).filter(Token::is_code).collect();
    let word = |t: &Token| text[t.place.clone()].to_ascii_lowercase();
    let mut statement = 0;
    let mut past = 0;
    for (number, token) in tokens.iter().enumerate() {
        let start = token.place.start;
        let rest = &text[start..];
        if start < past || token.is_text() {
            continue;
        }
        if rest.starts_with(';') {
            statement = number + 1;
        } else if let Some(len) = angled(rest) {
            past = start + len;
            masked.name(start..past);
        } else if rest.starts_with("...") || rest.starts_with('…') {
            past = start + 3;
            let before = number.checked_sub(1).filter(|b| *b >= statement).map(|b| &tokens[b]);
            let after = tokens[number..].iter().find(|t| t.place.start >= past).map(word);
            let of_table = tokens.get(statement).is_some_and(|t| word(t) == "create")
                && tokens[statement..number].iter().take(4).any(|t| word(t) == "table");
            let before_word = before.map(word).unwrap_or_default();
            match before {
                Some(comma) if of_table && matches!(before_word.as_str(), "(" | ",") => {
                    if before_word == "," && after.as_deref() == Some(")") {
                        masked.blank(comma.place.clone());
                    }
                    masked.blank(start..past);
                    if after.as_deref() == Some(",") {
                        let comma = tokens[number..].iter().find(|t| t.place.start >= past);
                        masked.blank(comma.map_or(past..past, |t| t.place.clone()));
                    }
                }
                Some(_) if before_word == "set" => masked.bytes[start..past].copy_from_slice(b"a=1"),
                Some(_) if WANTING.contains(&before_word.as_str()) => masked.name(start..past),
                _ => masked.blank(start..past),
            }
        }
    }
}

/// `<table_name>`: how long it is.
fn angled(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let len = inside.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
    let is_named = inside.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
    (is_named && inside[len..].starts_with('>')).then_some(len + 2)
}
