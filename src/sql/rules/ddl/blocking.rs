//! A statement rewrites or rebuilds under a lock that blocks reads or writes.
//!
//! ## What it checks
//! `VACUUM FULL`, `CLUSTER`, `REFRESH MATERIALIZED VIEW` and `REINDEX` without `CONCURRENTLY`, and `ALTER TABLE` with
//! `SET TABLESPACE`, `SET LOGGED` or `SET UNLOGGED`; in the bodies of functions too. Not for a table or a view that the
//! same file creates.
//!
//! What else blocks has rules of its own: `squawk/require-concurrent-index-creation`, `squawk/changing-column-type`,
//! `squawk/constraint-missing-not-valid`; `LOCK TABLE` can be put on the list of `statement/forbid`.
//!
//! ## Why
//! All of these hold their lock for as long as the copy or the build takes: minutes to hours on a large table. Most of
//! them stop reads too.
//!
//! ## Example
//! ```sql bad
//! VACUUM FULL order_events;
//! ```
//!
//! ```sql bad
//! VACUUM (FULL, ANALYZE) order_events;
//! ```
//!
//! ```sql bad
//! CLUSTER order_events USING order_events_pkey;
//! ```
//!
//! ```sql bad
//! REFRESH MATERIALIZED VIEW daily_sales;
//! ```
//!
//! ```sql bad
//! REINDEX INDEX orders_created_at_idx;
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders SET TABLESPACE fast;
//! ```
//!
//! ```sql good
//! VACUUM (ANALYZE) order_events;
//! REFRESH MATERIALIZED VIEW CONCURRENTLY daily_sales;
//! REINDEX INDEX CONCURRENTLY orders_created_at_idx;
//! ```
//!
//! ```sql good
//! CREATE MATERIALIZED VIEW daily_sales AS SELECT 1 AS total WITH NO DATA;
//! REFRESH MATERIALIZED VIEW daily_sales;
//! ```
//!
//! ## How to fix
//! Write `CONCURRENTLY` where there is such a form. For bloat use `pg_repack`. Where none of it will do, plan a window and
//! ask for an exception.

use super::Made;
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Effect, Path, Statement};

pub const RULE: Rule = Rule { name: "ddl/blocking", manual: include_str!("blocking.rs"), configure };

fn configure(_: &mut With) -> Check {
    Check::Step(Box::new(|step, hits| {
        let mut made = Made::default();
        for statement in &step.script.statements {
            hits.extend(blocking(statement, &made));
            made.add(statement);
        }
    }))
}

fn blocking(statement: &Statement, made: &Made) -> Option<Hit> {
    let objects = &statement.objects;
    match &statement.effect {
        Effect::Vacuum { full: Some(full) } if !made.has_all(objects) => {
            let message =
                format!("`VACUUM FULL` copies {}; nothing can read or write meanwhile", named(objects, "table"));
            Some(Hit::new(full.clone(), message).help("use `pg_repack`, or `VACUUM` without `FULL`"))
        }
        Effect::Cluster if !made.has_all(objects) => {
            let message = format!("`CLUSTER` copies {}; nothing can read or write meanwhile", named(objects, "table"));
            Some(Hit::new(statement.head(), message).help("use `pg_repack`, which can order the rows too"))
        }
        Effect::RefreshView { view, concurrently: false } if !made.has(view) => {
            let message =
                format!("the refresh of `{}` blocks everybody who reads it until it is done", view.name.value);
            let help = "write `REFRESH MATERIALIZED VIEW CONCURRENTLY`; it needs a unique index on the view";
            Some(Hit::new(statement.head(), message).help(help))
        }
        Effect::Reindex { concurrently: false } if !made.has_all(objects) => {
            let message = format!("`REINDEX` of {} blocks all writes, and reads by the index", named(objects, "index"));
            Some(
                Hit::new(statement.head(), message).help("write `CONCURRENTLY` before the name, outside a transaction"),
            )
        }
        Effect::AlterTable { table, actions } if !made.has(table) => {
            let (place, words) = actions.iter().find_map(|a| match a.value {
                Alter::Rewrite(words) => Some((a.place.clone(), words)),
                _ => None,
            })?;
            let message = format!("`{words}` copies `{}`; nothing can read or write meanwhile", table.name.value);
            Some(Hit::new(place, message).help("copy it into a new table in batches, and swap the two"))
        }
        _ => None,
    }
}

/// "`orders`", "`orders` and `lines`", "every table".
fn named(objects: &[Path], noun: &str) -> String {
    let names: Vec<String> = objects.iter().map(|o| format!("`{}`", o.name.value)).collect();
    if names.is_empty() { format!("every {noun}") } else { names.join(" and ") }
}
