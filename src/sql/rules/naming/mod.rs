//! Names follow a pattern.

pub mod column;
pub mod constraint;
pub mod function;
pub mod index;
mod number;
pub mod table;
mod template;

use crate::sql::names::{LONGEST, clip};
use crate::sql::rules::{Hit, With};
use crate::sql::syntax::Ident;
pub use template::{Filling, Template};

/// What is asked of tables, columns and functions where a standard says nothing.
const SNAKE_CASE: &str = "^[a-z][a-z0-9_]*$";

/// What every rule of this group takes beside its pattern.
struct Common {
    /// Names that pass whatever they look like.
    allow: Vec<String>,
    /// In bytes.
    longest: usize,
}

impl Common {
    fn read(with: &mut With) -> Self {
        let allow = with.texts("allow").into_iter().map(|name| name.value).collect();
        Self { allow, longest: with.count("max_length").unwrap_or(LONGEST) }
    }

    fn allows(&self, name: &str) -> bool {
        self.allow.iter().any(|a| a == name)
    }

    /// Holds a name to its length. `what` is as in "the name of the table".
    fn length(&self, what: &str, name: &Ident, hits: &mut Vec<Hit>) {
        let len = name.value.len();
        if len <= self.longest {
            return;
        }
        let message = format!("{what} `{}` is {len} bytes long, {} at most", name.value, self.longest);
        let help = match len > LONGEST {
            true => format!("shorten it: PostgreSQL cuts it to `{}`", clip(&name.value, LONGEST)),
            false => "shorten it".to_owned(),
        };
        hits.push(Hit::new(name.place.clone(), message).help(help));
    }
}

/// A name in lower case, with `_` between its words, as near as can be told: `OrderLines` is `order_lines`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut last = '_';
    for c in name.chars() {
        if c.is_uppercase() && (last.is_lowercase() || last.is_ascii_digit()) {
            snake.push('_');
        }
        match c.is_alphanumeric() {
            true => snake.extend(c.to_lowercase()),
            false if !snake.ends_with('_') => snake.push('_'),
            false => {}
        }
        last = c;
    }
    snake.trim_matches('_').to_owned()
}

/// What to do about a name: a better one, if the pattern takes it.
fn advice(better: Option<String>) -> String {
    match better {
        Some(name) => format!("name it `{name}`"),
        None => "choose a name that matches; where it must stay, list it under `allow:` of the rule".to_owned(),
    }
}
