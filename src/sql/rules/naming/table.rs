//! A table's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names that `CREATE TABLE` and `ALTER TABLE ... RENAME TO` give.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `pattern` | the regular expression that a name must match, quotes taken off | `^[a-z][a-z0-9_]*$` |
//! | `number` | `plural` or `singular`: which of the two the last word of a name must be | not checked |
//! | `allow` | names that pass whatever they look like | none |
//! | `max_length` | how many bytes a name may have | 63, where PostgreSQL cuts it |
//!
//! `number` is a rule of thumb for English. It looks at the last word, digits left out, and speaks only where it is sure:
//! words that are the same in both numbers (`series`), that have none (`metadata`, `history`, `staging`), and short
//! technical words (`dns`, `inbox`) pass. It does not know other languages, names of people and products, or nouns
//! before an adjective (`orders_deleted`): list those under `allow`. Partitions are named after their parent; their
//! number is not looked at.
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
//! With a number and an exemption:
//!
//! ```yaml
//! with: {number: plural, allow: [schema_version], max_length: 30}
//! ```
//!
//! ```sql bad
//! CREATE TABLE customer (id bigint PRIMARY KEY);
//! ```
//!
//! ```sql bad
//! ALTER TABLE customers RENAME TO company;
//! ```
//!
//! ```sql bad
//! CREATE TABLE order_fulfilment_warehouse_events (id bigint PRIMARY KEY);
//! ```
//!
//! ```sql good
//! CREATE TABLE people (id bigint PRIMARY KEY);
//! CREATE TABLE order_metadata (id bigint PRIMARY KEY);
//! CREATE TABLE addresses (id bigint PRIMARY KEY);
//! CREATE TABLE schema_version (id bigint PRIMARY KEY);
//! ```
//!
//! ## How to fix
//! Choose a name that matches. A table that is in use keeps its name until everybody has moved to a view.

use super::number::{self, Number};
use super::{Common, SNAKE_CASE, advice, snake_case};
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Effect, Ident, Statement};

pub const RULE: Rule = Rule { name: "naming/table", manual: include_str!("table.rs"), configure };

fn configure(with: &mut With) -> Check {
    let pattern = with.pattern("pattern", SNAKE_CASE);
    let number = with.word("number", &["plural", "singular"]);
    let number = number.map(|n| if n == "plural" { Number::Plural } else { Number::Singular });
    let common = Common::read(with);
    Check::statements(move |statement, hits| {
        for (name, is_partition) in names(statement).into_iter().filter(|(n, _)| !common.allows(&n.value)) {
            common.length("the name of the table", name, hits);
            if !pattern.is_match(&name.value) {
                let better = Some(snake_case(&name.value)).filter(|b| pattern.is_match(b));
                let message = format!("the name of the table `{}` does not match `{pattern}`", name.value);
                hits.push(Hit::new(name.place.clone(), message).help(advice(better)));
            }
            if let Some(wanted) = number.filter(|_| !is_partition)
                && let Some(is) = number::of(&name.value).filter(|is| *is != wanted)
            {
                let message =
                    format!("the name of the table `{}` is {}, it should be {}", name.value, is.word(), wanted.word());
                let help = format!("name it in the {}, or list it under `allow:` of the rule", wanted.word());
                hits.push(Hit::new(name.place.clone(), message).help(help));
            }
        }
    })
}

/// The names that a statement gives tables, and whether it is a partition's.
fn names(statement: &Statement) -> Vec<(&Ident, bool)> {
    match &statement.effect {
        Effect::CreateTable(table) => vec![(&table.name.name, table.partition_of.is_some())],
        Effect::AlterTable { actions, .. } => actions
            .iter()
            .filter_map(|a| match &a.value {
                Alter::RenameTo(name) => Some((name, false)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
