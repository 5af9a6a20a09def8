//! A statement is not on the list of those that are allowed.
//!
//! ## What it checks
//! Every statement of a file. `with: {statements: [...]}` is the list: each entry the first words of a command, as
//! PostgreSQL's command tags have them, and an object if only that one is meant. `CREATE TABLE` allows every new table;
//! `TRUNCATE staging` allows it for this table, and not where another one stands beside it.
//!
//! What stands in the body of a function, a procedure or a `DO` block is not held to the list: allow or refuse those with
//! `CREATE FUNCTION`, `CREATE PROCEDURE` and `DO`. psql's own commands are no statements.
//!
//! ## Why
//! A list of what is forbidden is never complete. With a list of what is allowed, a new kind of statement is looked at
//! once, by a person, before it runs.
//!
//! ## Example
//! ```yaml
//! with: {statements: [SET, CREATE TABLE, CREATE FUNCTION, SELECT, TRUNCATE staging]}
//! ```
//!
//! ```sql bad
//! COPY customers (id, email) FROM '/tmp/customers.csv' WITH (FORMAT csv);
//! ```
//!
//! ```sql bad
//! DO $$ BEGIN PERFORM 1; END $$;
//! ```
//!
//! ```sql bad
//! TRUNCATE staging, orders;
//! ```
//!
//! ```sql good
//! SET LOCAL lock_timeout = '2s';
//! CREATE TABLE import_customers (id uuid PRIMARY KEY);
//! CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM import_customers WHERE true $$;
//! TRUNCATE staging;
//! ```
//!
//! ## How to fix
//! Do it with a statement of the list. If that cannot be, have the list changed, with the reason; a single case is an
//! exception with an end.

use super::entry;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "statement/allow", manual: include_str!("allow.rs"), configure };

fn configure(with: &mut With) -> Check {
    let entries = with.texts("statements");
    with.require("statements", "[CREATE TABLE, ALTER TABLE]");
    let entries: Vec<_> = entry::read(with, entries).into_iter().flatten().collect();
    Check::statements(move |statement, hits| {
        // Without a list, or with none of its entries right, everything would be refused.
        if statement.within.is_some() || entries.is_empty() {
            return;
        }
        let kind: Vec<_> = entries.iter().filter(|e| e.is_kind(statement)).collect();
        let other = statement.objects.iter().find(|o| !kind.iter().any(|e| e.covers(o)));
        let message = match other {
            _ if kind.is_empty() => {
                format!("`{}` is not on the list of statements that are allowed", statement.command)
            }
            Some(other) => format!("`{}` is not allowed for `{}`", statement.command, other.shown()),
            // It names nothing, as far as can be told, and every entry asks for a name.
            None if statement.objects.is_empty() && kind.iter().all(|e| e.names_object()) => {
                format!("`{}` is allowed only for what the list names", statement.command)
            }
            None => return,
        };
        hits.push(
            Hit::new(statement.head(), message).help("use a statement of the list, or have this one added to it"),
        );
    })
}
