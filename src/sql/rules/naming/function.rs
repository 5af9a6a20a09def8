//! A function's or procedure's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names that `CREATE FUNCTION` and `CREATE PROCEDURE` give, without schema and arguments. Names that
//! `ALTER FUNCTION ... RENAME TO` gives are not looked at.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `pattern` | the regular expression that a name must match, quotes taken off | `^[a-z][a-z0-9_]*$` |
//! | `allow` | names that pass whatever they look like | none |
//! | `max_length` | how many bytes a name may have | 63, where PostgreSQL cuts it |
//!
//! ## Why
//! A function is called by its name from triggers, defaults and other functions. With capitals each of them needs
//! quotes, and the one that forgets them fails when it is called, not when it is made.
//!
//! ## Example
//! ```sql bad
//! CREATE FUNCTION "orderTotal"(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
//! ```
//!
//! ```sql good
//! CREATE FUNCTION order_total(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
//! ```
//!
//! ```yaml
//! with: {pattern: "^(fn|trg)_[a-z0-9_]+$"}
//! ```
//!
//! ```sql bad
//! CREATE OR REPLACE FUNCTION billing.total(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
//! ```
//!
//! ```sql good
//! CREATE OR REPLACE FUNCTION billing.fn_total(bigint) RETURNS bigint LANGUAGE sql AS 'SELECT $1';
//! ```
//!
//! ## How to fix
//! Choose a name that matches. A function that is in use gets a second one with the new name, which the old one calls.

use super::{Common, SNAKE_CASE, advice, snake_case};
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::Effect;

pub const RULE: Rule = Rule { name: "naming/function", manual: include_str!("function.rs"), configure };

fn configure(with: &mut With) -> Check {
    let pattern = with.pattern("pattern", SNAKE_CASE);
    let common = Common::read(with);
    Check::statements(move |statement, hits| {
        let Effect::CreateFunction(path) = &statement.effect else { return };
        let name = &path.name;
        if common.allows(&name.value) {
            return;
        }
        let what = if statement.command.ends_with("PROCEDURE") { "procedure" } else { "function" };
        let what = format!("the name of the {what}");
        common.length(&what, name, hits);
        if !pattern.is_match(&name.value) {
            let better = Some(snake_case(&name.value)).filter(|b| pattern.is_match(b));
            let message = format!("{what} `{}` does not match `{pattern}`", name.value);
            hits.push(Hit::new(name.place.clone(), message).help(advice(better)));
        }
    })
}
