//! A query takes all columns with `*`.
//!
//! ## What it checks
//! `SELECT *` and `SELECT t.*` in queries, views, `INSERT ... SELECT` and the bodies of functions. Not `count(*)`, and not
//! inside `EXISTS (...)`, where no column is fetched.
//!
//! ## Why
//! `*` breaks or mixes up values when a column is added or dropped in the middle of a rollout, fetches wide values that
//! nobody reads, and rules out an index-only scan. A view keeps the columns of the day on which it was made.
//!
//! ## Example
//! ```sql bad
//! SELECT * FROM orders WHERE id = 7;
//! ```
//!
//! ```sql bad
//! CREATE VIEW open_orders AS SELECT o.* FROM orders AS o WHERE o.status = 'open';
//! ```
//!
//! ```sql bad
//! INSERT INTO orders_archive SELECT * FROM orders WHERE created_at < '2020-01-01';
//! ```
//!
//! ```sql good
//! SELECT id, status FROM orders WHERE EXISTS (SELECT * FROM lines WHERE lines.order_id = orders.id);
//! SELECT count(*) FROM orders;
//! ```
//!
//! ## How to fix
//! Name the columns that are read.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Effect, Shape, Verb};

pub const RULE: Rule = Rule { name: "query/select-star", manual: include_str!("select_star.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::statements(|statement, hits| {
        for star in statement.shapes.iter().filter(|s| s.value == Shape::Star) {
            let message = match &statement.effect {
                Effect::Write { verb: Verb::Insert, table, .. } => {
                    format!("`*` puts whatever columns there are into `{}`", table.name.value)
                }
                _ if statement.command.ends_with("VIEW") => {
                    "`*` in a view is the columns of the day on which it is made".to_owned()
                }
                _ => "`*` takes whatever columns there are when it runs".to_owned(),
            };
            hits.push(Hit::new(star.place.clone(), message).help("name the columns that are read"));
        }
    })
}
