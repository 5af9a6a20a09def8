//! A statement is on the list of those that are forbidden.
//!
//! ## What it checks
//! Every statement, in the bodies of functions, procedures and `DO` blocks too. `with: {statements: [...]}` is the list:
//! each entry the first words of a command, as PostgreSQL's command tags have them, and an object if only that one is
//! meant. `TRUNCATE` is every `TRUNCATE TABLE`, `DROP` everything that is dropped, `ALTER TABLE orders` that table in any
//! schema, `DROP TABLE audit.log` that one alone; a name without a schema counts as one of `public`. A mapping says what
//! to do instead: `{TRUNCATE: delete in batches}`.
//!
//! Options are no part of a command: `VACUUM FULL` cannot be an entry (`ddl/blocking` knows it). psql's own commands are no
//! statements.
//!
//! ## Why
//! People keep asking for the same few statements that destroy data or stop a service. A list that answers with the
//! reason and with what to do instead is read when it is needed.
//!
//! ## Example
//! ```yaml
//! with: {statements: {TRUNCATE: delete in batches, DROP DATABASE: ask an operator, ALTER TABLE ledger: ask billing}}
//! ```
//!
//! ```sql bad
//! TRUNCATE order_events_staging;
//! ```
//!
//! ```sql bad
//! DROP DATABASE orders;
//! ```
//!
//! ```sql bad
//! ALTER TABLE billing.ledger ADD COLUMN note text;
//! ```
//!
//! ```sql good
//! DELETE FROM order_events_staging WHERE imported_at < now() - interval '7 days';
//! ALTER TABLE ledger_lines ADD COLUMN note text;
//! ```
//!
//! ## How to fix
//! Do what the help says. A single case is an exception with an end, not a shorter list.

use super::entry::{self, Entry};
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "statement/forbid", manual: include_str!("forbid.rs"), configure };

fn configure(with: &mut With) -> Check {
    let (entries, instead): (Vec<_>, Vec<_>) = with.advice("statements").into_iter().unzip();
    with.require("statements", "[TRUNCATE, DROP DATABASE]");
    let written: Vec<String> = entries.iter().map(|e| e.value.clone()).collect();
    let entries = entry::read(with, entries);
    Check::statements(move |statement, hits| {
        let matched = |entry: &Option<Entry>| entry.as_ref().and_then(|e| e.matches(statement));
        let Some((at, named)) = entries.iter().enumerate().find_map(|(at, e)| Some((at, matched(e)?))) else { return };
        let object = named.map(|path| format!(" {}", path.shown())).unwrap_or_default();
        let message = format!("`{}{object}` is not to be used: `{}` is on the list", statement.command, written[at]);
        let end = named.map_or(statement.head().end, |path| path.place().end);
        let help = instead[at].clone().unwrap_or_else(|| "take it out, or ask for an exception".to_owned());
        hits.push(Hit::new(statement.place.start..end, message).help(help));
    })
}
