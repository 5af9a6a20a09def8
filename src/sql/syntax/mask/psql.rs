//! psql's own language.

use super::Masked;
use crate::sql::syntax::lex::{self, Kind, Token};

/// Commands that send the statement before them.
const SENDING: [&str; 11] =
    ["g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "bind", "bind_named", "parse", "sendpipeline"];

/// The others. `\d` and its kin are told by their first letter.
const OTHERS: &[&str] = &[
    "a",
    "C",
    "c",
    "cd",
    "close",
    "close_prepared",
    "connect",
    "conninfo",
    "copy",
    "copyright",
    "e",
    "echo",
    "ef",
    "elif",
    "else",
    "encoding",
    "endif",
    "endpipeline",
    "errverbose",
    "ev",
    "f",
    "flush",
    "flushrequest",
    "getresults",
    "getenv",
    "H",
    "h",
    "help",
    "html",
    "i",
    "if",
    "include",
    "include_relative",
    "ir",
    "l",
    "list",
    "lo_export",
    "lo_import",
    "lo_list",
    "lo_unlink",
    "o",
    "out",
    "p",
    "password",
    "print",
    "prompt",
    "pset",
    "q",
    "qecho",
    "quit",
    "r",
    "reset",
    "restrict",
    "s",
    "set",
    "setenv",
    "sf",
    "startpipeline",
    "sv",
    "syncpipeline",
    "t",
    "T",
    "timing",
    "unrestrict",
    "unset",
    "w",
    "warn",
    "write",
    "x",
    "z",
    "zS",
];

/// What the code before a place says.
#[derive(Default)]
pub(super) struct State {
    /// Tokens since the last semicolon.
    tokens: usize,
    /// Open `[`: what has a colon in there is a slice.
    brackets: usize,
    parens: usize,
    /// How far `COPY ... FROM stdin` is read: its words so far.
    copy: usize,
    /// Where the last token ended, if that was one which a value may follow only after an operator.
    value_end: Option<usize>,
}

impl State {
    pub fn begins_statement(&self) -> bool {
        self.tokens == 0
    }

    pub fn name(&mut self) {
        self.tokens += 1;
        self.value_end = None;
    }

    pub fn token(&mut self, text: &str, token: &Token) {
        let word = &text[token.place.clone()];
        let is = |w: &str| token.kind == Kind::Word && word.eq_ignore_ascii_case(w);
        if !token.is_code() {
            return;
        }
        self.copy = match self.copy {
            0 if self.tokens == 0 && is("copy") => 1,
            1 if is("from") => 2,
            2 if is("stdin") => 3,
            2 => 1,
            same => same,
        };
        self.tokens += 1;
        let is_value =
            matches!(token.kind, Kind::Word | Kind::Number | Kind::Text | Kind::Quoted) || word == ")" || word == "]";
        self.value_end = is_value.then_some(token.place.end);
        match word {
            "[" => self.brackets += 1,
            "]" => self.brackets = self.brackets.saturating_sub(1),
            "(" => self.parens += 1,
            ")" => self.parens = self.parens.saturating_sub(1),
            // In parentheses it divides the statements of a rule.
            ";" if self.parens == 0 => *self = Self { copy: self.copy, ..Self::default() },
            _ => {}
        }
    }
}

/// Masks what is psql's at a place, and tells where it ends.
pub(super) fn at(masked: &mut Masked, at: usize, code: &mut State) -> Option<usize> {
    let rest = &masked.text[at..];
    if code.tokens == 0 && code.copy > 0 {
        let is_data = std::mem::take(&mut code.copy) == 3;
        if let Some(end) = is_data.then(|| data_end(masked.text, at)).flatten() {
            masked.blank(at..end);
            return Some(end);
        }
    }
    match rest.as_bytes()[0] {
        b'\\' => command(masked, at, code),
        b':' => variable(masked, at, code),
        _ => None,
    }
}

/// A command, down to the end of its line or to `\\`.
fn command(masked: &mut Masked, at: usize, code: &mut State) -> Option<usize> {
    let rest = &masked.text[at + 1..];
    if rest.starts_with(';') {
        masked.blank(at..at + 1);
        return Some(at + 1);
    }
    let word = &rest[..rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()];
    let sends = SENDING.contains(&word);
    let is_other = OTHERS.contains(&word) || word.starts_with('d') && word.len() <= 4;
    let is_sign = word.is_empty() && rest.starts_with(['!', '?', '\\']);
    if !sends && !is_other && !is_sign {
        return None;
    }
    let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let mut end = at + 1 + divided(&rest[..line]).unwrap_or(line);
    if word == "copy" && ["from stdin", "from pstdin"].iter().any(|w| rest[..line].to_ascii_lowercase().contains(w)) {
        end = data_end(masked.text, end).unwrap_or(end);
    }
    masked.blank(at..end);
    if sends {
        masked.bytes[at] = b';';
        *code = State::default();
    } else if matches!(word, "r" | "reset") {
        code.tokens = 0;
    }
    Some(end)
}

/// Behind `\\`, where a line goes on after a command. In quotes it is text.
fn divided(line: &str) -> Option<usize> {
    let mut quote = None;
    let mut bytes = line.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match (byte, quote) {
            (b'\\', None) if line[at..].starts_with("\\\\") => return Some(at + 2),
            (b'\\', Some(_)) => drop(bytes.next()),
            (b'\'' | b'"' | b'`', None) => quote = Some(byte),
            (_, Some(open)) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The end of data that begins on the next line, if there is one: the line `\.` is a part of it.
fn data_end(text: &str, from: usize) -> Option<usize> {
    let mut at = from + text[from..].find('\n')? + 1;
    // A comment may follow the semicolon; another statement may not.
    for line in text[at..].split_inclusive('\n') {
        at += line.len();
        if line.trim_end() == "\\." {
            return Some(at);
        }
    }
    None
}

/// `:name`, `:'name'`, `:"name"`, `:{?name}`.
fn variable(masked: &mut Masked, at: usize, code: &mut State) -> Option<usize> {
    let (before, rest) = (&masked.text[..at], &masked.text[at + 1..]);
    // `a::type`, `a[1:b]`, and `'key':value` of JSON are SQL.
    if before.ends_with(':') || rest.starts_with([':', '=']) || code.brackets > 0 || code.value_end == Some(at) {
        return None;
    }
    let quoted = rest.starts_with(['\'', '"']);
    let end = if quoted {
        lex::token(masked.text, at + 1).filter(|t| t.kind != Kind::Open)?.place.end
    } else {
        let name = rest.bytes().take_while(|b| lex::is_word(*b) && *b != b'$').count();
        let is_name = name > 0 && !rest.as_bytes()[0].is_ascii_digit();
        is_name.then_some(at + 1 + name)?
    };
    if code.tokens == 0 {
        masked.blank(at..end);
    } else if quoted {
        // What is said is not known: the body of a DO block, for one.
        masked.blank(at..at + 1);
        if rest.starts_with('\'') {
            masked.blank(at + 2..end - 1);
        }
        code.name();
    } else {
        masked.bytes[at] = b'_';
        code.name();
    }
    Some(end)
}
