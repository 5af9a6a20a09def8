//! A query has a limit and no order.
//!
//! ## What it checks
//! `LIMIT` and `FETCH FIRST` without `ORDER BY` in the same query, subqueries and bodies of functions included. Not inside
//! `EXISTS (...)`, and not where an aggregate gives one row at most.
//!
//! ## Why
//! Without `ORDER BY` any rows may come. They change with the plan, after a vacuum, or because a scan starts in the
//! middle of the table beside another one.
//!
//! ## Example
//! ```sql bad
//! SELECT id, total_minor FROM orders WHERE status = 'open' LIMIT 50;
//! ```
//!
//! ```sql bad
//! SELECT id FROM orders FETCH FIRST 10 ROWS ONLY;
//! ```
//!
//! ```sql good
//! SELECT id, total_minor FROM orders WHERE status = 'open' ORDER BY created_at, id LIMIT 50;
//! ```
//!
//! ## How to fix
//! Add `ORDER BY` with columns that together are unique.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::Shape;

pub const RULE: Rule =
    Rule { name: "query/limit-without-order", manual: include_str!("limit_without_order.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::statements(|statement, hits| {
        for shape in statement.shapes.iter().filter(|s| s.value == Shape::UnorderedLimit) {
            let message = "a limit without `ORDER BY` takes any rows, and others the next time";
            let help = "add `ORDER BY` with columns that together are unique";
            hits.push(Hit::new(shape.place.clone(), message).help(help));
        }
    })
}
