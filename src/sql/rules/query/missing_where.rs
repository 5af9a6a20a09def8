//! `UPDATE` or `DELETE` has no `WHERE`.
//!
//! ## What it checks
//! Every `UPDATE` and `DELETE`, in `WITH` and in the bodies of functions too.
//!
//! ## Why
//! Such a statement writes every row of the table. Mostly the condition was forgotten, and nothing but a restore brings
//! the rows back.
//!
//! ## Example
//! ```sql bad
//! UPDATE orders SET status = 'archived';
//! ```
//!
//! ```sql bad
//! DELETE FROM order_events_staging;
//! ```
//!
//! ```sql bad
//! WITH gone AS (DELETE FROM carts RETURNING id) SELECT count(*) FROM gone;
//! ```
//!
//! ```sql good
//! UPDATE orders SET status = 'archived' WHERE created_at < now() - interval '2 years';
//! DELETE FROM order_events_staging WHERE true;
//! ```
//!
//! ## How to fix
//! Say which rows. If all of them are meant, write `WHERE true`: then the reader knows that it was meant.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Shape, Verb};

pub const RULE: Rule = Rule { name: "query/missing-where", manual: include_str!("missing_where.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::statements(|statement, hits| {
        for shape in &statement.shapes {
            let Shape::NoWhere { verb, table } = &shape.value else { continue };
            let table = &table.name.value;
            let message = match verb {
                Verb::Delete => format!("`DELETE FROM {table}` without `WHERE` deletes every row of it"),
                _ => format!("`UPDATE {table}` without `WHERE` writes every row of it"),
            };
            hits.push(
                Hit::new(shape.place.clone(), message).help("say which rows; write `WHERE true` if all are meant"),
            );
        }
    })
}
