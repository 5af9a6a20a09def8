//! squawk, held so that no text can make it end the program.

use std::panic::{AssertUnwindSafe, catch_unwind};

use squawk_linter::{Linter, Violation};
use squawk_syntax::{Parse, SourceFile};

use super::errors;
use crate::sql::syntax::SyntaxError;
use crate::sql::syntax::lex::{self, Kind, Token};

/// How heavy a text may be, by [`too_deep`]. squawk's parser, and all that walks its tree, call themselves for what is
/// within something else, and for each link of a chain like `1 + 1 + 1`. Measured with a debug build on a stack of 2 MB,
/// as threads have: every kind tried still ran at 1.6 times this weight or more. It leaves room for 750 parentheses in each other, and
/// for a condition of 1,500 comparisons.
const HEAVIEST: usize = 12_000;

/// Words that begin something within which there is something else.
const HEAVY: [(&str, usize); 13] = [
    ("not", 16),
    ("explain", 16),
    ("case", 16),
    ("between", 16),
    ("as", 16),
    ("do", 16),
    ("create", 16),
    ("join", 8),
    ("left", 8),
    ("right", 8),
    ("full", 8),
    ("operator", 8),
    ("union", 8),
];

/// Strings in strings deeper than this are not looked into.
const STRINGS: usize = 6;

/// The tree of a text with its errors. It is empty where squawk cannot be asked.
pub(super) fn parse(text: &str) -> (Parse<SourceFile>, Vec<SyntaxError>) {
    if let Some(at) = too_deep(text, 0) {
        let message = "this is nested too deep, or too long a chain: nothing in this file was read".to_owned();
        return given_up(SyntaxError { place: at..at, message });
    }
    // Unwinding leaves nothing behind: the parser has no state outside of its call.
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        let parse = SourceFile::parse(text);
        let errors = errors::of(&parse, text);
        (parse, errors)
    }));
    parsed.unwrap_or_else(|_| {
        let message = "the SQL parser gave up on this file: nothing in it was read".to_owned();
        given_up(SyntaxError { place: 0..text.lines().next().map_or(0, str::len), message })
    })
}

/// What a linter finds; nothing where it panics.
pub(super) fn lint(linter: &mut Linter, parse: &Parse<SourceFile>, text: &str) -> Vec<Violation> {
    catch_unwind(AssertUnwindSafe(|| linter.lint(parse, text))).unwrap_or_default()
}

fn given_up(error: SyntaxError) -> (Parse<SourceFile>, Vec<SyntaxError>) {
    (SourceFile::parse(""), vec![error])
}

/// Where a text gets too heavy. Commas and semicolons divide what stands side by side.
pub(super) fn too_deep(text: &str, strings: usize) -> Option<usize> {
    // For each open parenthesis the weight around it, and that of its own chain so far.
    let mut around: Vec<usize> = Vec::new();
    let (mut outer, mut chain) = (0, 0);
    // Signs in a row: prefix operators.
    let mut signs = 0;
    for token in lex::tokens(text).filter(Token::is_code) {
        let word = &text[token.place.clone()];
        let sign = if token.kind == Kind::Other { word.as_bytes()[0] } else { 0 };
        signs = if sign == 0 || matches!(sign, b'(' | b')' | b'[' | b']' | b',' | b';') { 0 } else { signs + 1 };
        match sign {
            b'(' | b'[' => {
                around.push(outer);
                around.push(chain);
                (outer, chain) = (outer + chain + 16, 0);
            }
            b')' | b']' => {
                let inside = chain;
                (chain, outer) = (around.pop().unwrap_or(0), around.pop().unwrap_or(0));
                chain += 3 + usize::from(inside == 0);
            }
            b',' => chain = 0,
            b';' if around.is_empty() => chain = 0,
            _ => {
                let heavy = HEAVY.iter().find(|(heavy, _)| word.eq_ignore_ascii_case(heavy)).map_or(1, |(_, w)| *w);
                chain += if signs > 2 {
                    16
                } else if signs > 1 {
                    4
                } else {
                    heavy
                };
            }
        }
        if outer + chain > HEAVIEST {
            return Some(token.place.start);
        }
        // The body of a function is a string, which squawk parses by itself.
        if token.is_text() && word.len() > 1_000 && strings < STRINGS {
            let inside = word.trim_start_matches(|c| c != '\'' && c != '$').trim_matches(['\'', '$']);
            if too_deep(inside, strings + 1).is_some() {
                return Some(token.place.start);
            }
        }
    }
    None
}
