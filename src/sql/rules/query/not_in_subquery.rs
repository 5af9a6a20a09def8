//! `NOT IN` has a subquery.
//!
//! ## What it checks
//! `NOT IN (SELECT ...)`. Not a list of values, and not `NOT (a IN (SELECT ...))`, which has the same flaw.
//!
//! ## Why
//! If the subquery returns one NULL, `NOT IN` is never true and the result is empty, without an error. Nor can the
//! planner turn it into an anti-join: a large subquery is compared row by row.
//!
//! ## Example
//! ```sql bad
//! SELECT id FROM customers WHERE id NOT IN (SELECT customer_id FROM orders);
//! ```
//!
//! ```sql good
//! SELECT c.id FROM customers AS c
//! WHERE NOT EXISTS (SELECT 1 FROM orders AS o WHERE o.customer_id = c.id) AND c.status NOT IN ('closed', 'new');
//! ```
//!
//! ## How to fix
//! Write `NOT EXISTS` with a condition that joins the two.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::Shape;

pub const RULE: Rule = Rule { name: "query/not-in-subquery", manual: include_str!("not_in_subquery.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::statements(|statement, hits| {
        for shape in statement.shapes.iter().filter(|s| s.value == Shape::NotInSubquery) {
            let message = "`NOT IN` finds nothing as soon as its subquery returns one NULL";
            hits.push(Hit::new(shape.place.clone(), message).help("write `NOT EXISTS (SELECT 1 FROM ... WHERE ...)`"));
        }
    })
}
