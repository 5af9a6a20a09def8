//! Tables are joined by a comma.
//!
//! ## What it checks
//! `FROM a, b`. Not a comma before `LATERAL`, a function or `VALUES`, which belong to the row on their left.
//!
//! ## Why
//! The condition stands far away in `WHERE`. If it is forgotten, every row meets every row, and nothing complains.
//!
//! ## Example
//! ```sql bad
//! SELECT o.id, c.name FROM orders AS o, customers AS c WHERE c.id = o.customer_id;
//! ```
//!
//! ```sql good
//! SELECT o.id, c.name FROM orders AS o JOIN customers AS c ON c.id = o.customer_id;
//! SELECT o.id, t.tag FROM orders AS o, unnest(o.tags) AS t (tag);
//! ```
//!
//! ## How to fix
//! Write `JOIN ... ON`, or `CROSS JOIN` where every pair is meant.

use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::Shape;

pub const RULE: Rule = Rule { name: "query/implicit-join", manual: include_str!("implicit_join.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::statements(|statement, hits| {
        for shape in statement.shapes.iter().filter(|s| s.value == Shape::CommaJoin) {
            let message = "tables are joined by a comma, with no condition beside it";
            let help = "write `JOIN ... ON`, or `CROSS JOIN` where every pair is meant";
            hits.push(Hit::new(shape.place.clone(), message).help(help));
        }
    })
}
