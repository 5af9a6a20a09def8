//! What is no SQL, in plain words.

use squawk_syntax::{Parse, SourceFile};

use crate::sql::Place;
use crate::sql::syntax::SyntaxError;
use crate::sql::syntax::lex::{self, Kind, Token};

/// The first error of each statement: a slip gives several in a row.
pub(super) fn of(parse: &Parse<SourceFile>, text: &str) -> Vec<SyntaxError> {
    let all = parse.errors();
    if all.is_empty() {
        return Vec::new();
    }
    let tokens: Vec<Token> = lex::tokens(text).filter(Token::is_code).collect();
    let open = tokens.last().filter(|t| t.kind == Kind::Open);
    let mut errors = Vec::new();
    // The end of the statement that has its error.
    let mut until = 0;
    for error in all {
        let range: Place = error.range().into();
        if !errors.is_empty() && range.start < until {
            continue;
        }
        let at = tokens.partition_point(|t| t.place.end <= range.start);
        let end = tokens[at..].iter().find(|t| &text[t.place.clone()] == ";");
        until = end.map_or(text.len() + 1, |t| t.place.end);
        // In the body of a function, which is one string, the token there is meant.
        let inside = tokens.get(at).filter(|t| t.place.start < range.start).and_then(|_| next(text, range.start));
        let found = inside.as_ref().or(tokens.get(at));
        let begins = at == 0 || tokens.get(at - 1).is_some_and(|t| &text[t.place.clone()] == ";");
        errors.push(match open.filter(|o| o.place.start <= range.end) {
            Some(open) => unclosed(text, open),
            None if begins && error.message().starts_with("expected command") => unknown(&tokens[at..], text),
            None => {
                let place = found.filter(|_| range.is_empty()).map_or(range, |t| t.place.clone());
                SyntaxError { message: message(error.message(), text, found), place }
            }
        });
    }
    errors
}

/// The token at a place, or after the spaces there.
fn next(text: &str, at: usize) -> Option<Token> {
    let first = lex::token(text, at)?;
    if first.is_code() { Some(first) } else { lex::token(text, first.place.end) }
}

/// What begins with no command that there is: its first words, since the second may be the wrong one.
fn unknown(tokens: &[Token], text: &str) -> SyntaxError {
    let is_word = |t: &&Token| t.kind == Kind::Word;
    let [first, ..] = tokens else {
        return SyntaxError { place: text.len()..text.len(), message: "a statement is missing".to_owned() };
    };
    let last = tokens.iter().take(2).take_while(is_word).last().unwrap_or(first);
    let place = first.place.start..last.place.end;
    SyntaxError { message: format!("no statement begins with `{}`", short(&text[place.clone()])), place }
}

fn unclosed(text: &str, open: &Token) -> SyntaxError {
    let rest = &text[open.place.clone()];
    let (what, len) = match rest.as_bytes() {
        [b'/', ..] => ("comment", 2),
        [b'$', ..] => ("dollar quote", rest[1..].find('$').map_or(1, |at| at + 2)),
        [b'"', ..] => ("quoted name", 1),
        _ => ("string", rest.find(['\'', '"']).map_or(1, |at| at + 1)),
    };
    SyntaxError { place: open.place.start..open.place.start + len, message: format!("this {what} is never closed") }
}

/// squawk names tokens by its own constants.
fn message(said: &str, text: &str, found: Option<&Token>) -> String {
    let found = match found {
        Some(token) => format!("`{}`", short(&text[token.place.clone()])),
        None => "the end of the text".to_owned(),
    };
    let (wanted, names_found) = match said.find(", got ").or_else(|| said.find(", found ")) {
        Some(at) => (&said[..at], true),
        None => (said, said.to_lowercase().starts_with("expected")),
    };
    match wanted {
        "expected command" => return format!("{found} is not expected here"),
        "missing comma" | "expected COMMA" if found == "`;`" => {
            return format!("{found} comes too early: a `)` may be missing before it");
        }
        "missing comma" | "expected COMMA" => {
            return format!("{found} is not expected here: a `,`, `)` or `;` may be missing before it");
        }
        _ => {}
    }
    let wanted = wanted.trim_end_matches('.').replace("from item", "a table");
    let mut message = wanted.split(' ').map(plain).collect::<Vec<String>>().join(" ");
    // A sentence of squawk's becomes a part of one; a keyword stays.
    let is_sentence = message.as_bytes().get(1).is_some_and(|b| b.is_ascii_lowercase() || *b == b' ');
    if let (true, Some(first)) = (is_sentence, message.get_mut(..1)) {
        first.make_ascii_lowercase();
    }
    if names_found { format!("{message}, found {found}") } else { message }
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}...", &line[..at]),
        None => line.to_owned(),
    }
}

fn plain(word: &str) -> String {
    let (word, tail) = word.strip_suffix(',').map_or((word, ""), |w| (w, ","));
    let said = match word {
        "SEMICOLON" => "`;`",
        "COMMA" => "`,`",
        "L_PAREN" => "`(`",
        "R_PAREN" => "`)`",
        "L_BRACK" => "`[`",
        "R_BRACK" => "`]`",
        "EQ" => "`=`",
        "DOT" => "`.`",
        "COLON" => "`:`",
        "IDENT" | "column_name" => "a name",
        "STRING" => "a string",
        "expr" => "expression",
        "from_item" => "a table",
        _ => match word.strip_suffix("_KW") {
            Some(keyword) => return format!("`{}`{tail}", keyword.to_uppercase()),
            None => word,
        },
    };
    format!("{said}{tail}")
}
