//! A table's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names that `CREATE TABLE` and `ALTER TABLE ... RENAME TO` give. `with: {pattern: "^[a-z][a-z0-9_]*$"}` is the
//! regular expression that a name must match, quotes taken off; that one is the default.
//!
//! ## Why
//! A name with capitals needs quotes for ever. A name that follows a rule can be guessed.
//!
//! ## Example
//! ```sql bad
//! CREATE TABLE "OrderLines" (id bigint PRIMARY KEY);
//! ```
//!
//! ```sql good
//! CREATE TABLE order_lines (id bigint PRIMARY KEY);
//! ```
//!
//! ## How to fix
//! Choose a name that matches. A table that is in use keeps its name until everybody has moved to a view.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Effect};

pub const RULE: Rule = Rule { name: "naming/table", manual: include_str!("table.rs"), configure };

fn configure(with: &mut With) -> Check {
    let pattern = with.pattern("pattern", "^[a-z][a-z0-9_]*$");
    Check::statements(move |statement, hits| {
        let names = match &statement.effect {
            Effect::CreateTable(table) => vec![&table.name.name],
            Effect::AlterTable { actions, .. } => actions
                .iter()
                .filter_map(|a| match &a.value {
                    Alter::RenameTo(name) => Some(name),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        };
        for name in names.into_iter().filter(|n| !pattern.is_match(&n.value)) {
            hits.push(
                Hit::new(name.place.clone(), format!("the table's name `{}` does not match `{pattern}`", name.value))
                    .help("choose a name that matches"),
            );
        }
    })
}
