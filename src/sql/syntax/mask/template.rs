//! Variables of the tools that fill in a file before the database sees it.

use crate::sql::Place;
use crate::sql::syntax::lex::{self, Kind, Token};

/// A piece of a template.
pub(super) struct Found {
    pub place: Place,
    /// It stands for text; else it is a comment or a statement of the template.
    pub is_value: bool,
}

/// How each begins and ends, and whether it stands for text. Those that begin alike stand longest first.
const FORMS: [(&str, &str, bool); 9] = [
    // Flyway.
    ("${", "}", true),
    // Jinja, dbt, mustache.
    ("{{", "}}", true),
    ("{%", "%}", false),
    ("{#", "#}", false),
    // ERB.
    ("<%=", "%>", true),
    ("<%", "%>", false),
    ("#{", "}", true),
    (":{", "}", true),
    // Python's drivers.
    ("%(", ")s", true),
];

/// The longest a variable may be, so that one that is never closed costs little.
const LONGEST: usize = 2_000;

/// What begins at a place.
pub(super) fn at(text: &str, part: Place) -> Option<Found> {
    let first = text.as_bytes()[part.start];
    if !matches!(first, b'$' | b'{' | b'<' | b'#' | b':' | b'%' | b'@') {
        return None;
    }
    let rest = &text.as_bytes()[part.clone()];
    if first == b'@' {
        // Liquibase and Ant: `@name@`, without spaces.
        let name = rest[1..].iter().take_while(|b| lex::is_word(**b) || matches!(b, b'.' | b'-')).count();
        let is_whole = name > 0 && rest[1].is_ascii_alphabetic() && rest.get(1 + name) == Some(&b'@');
        return is_whole.then(|| Found { place: part.start..part.start + name + 2, is_value: true });
    }
    let (open, close, is_value) = FORMS.iter().find(|(open, ..)| rest.starts_with(open.as_bytes()))?;
    let inside = &rest[open.len()..rest.len().min(LONGEST)];
    let len = memchr::memmem::find(inside, close.as_bytes())?;
    // What stands for a value says which.
    let is_named = !is_value || inside[..len].iter().any(|b| lex::is_word(*b));
    // `%(` is a remainder of something in parentheses, unless a name alone is in them.
    let is_word = *open != "%(" || inside[..len].iter().all(|b| lex::is_word(*b));
    let end = part.start + open.len() + len + close.len();
    (is_named && is_word).then_some(Found { place: part.start..end, is_value: *is_value })
}

/// The end of a token: a word stops where a template begins.
pub(super) fn cut(text: &str, token: &Token) -> usize {
    let end = token.place.end;
    let is_cut = token.kind == Kind::Word && text[..end].ends_with('$') && text[end..].starts_with('{');
    if is_cut { end - 1 } else { end }
}
