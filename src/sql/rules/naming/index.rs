//! An index's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names that `CREATE INDEX` and `ALTER INDEX ... RENAME TO` give. An index without a name gets one from PostgreSQL;
//! that one is judged.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `pattern` | the regular expression that a name must match, quotes taken off | `^{table}_[a-z0-9_]+_(idx\|key)$` |
//! | `allow` | names that pass whatever they look like | none |
//! | `max_length` | how many bytes a name may have | 63, where PostgreSQL cuts it |
//!
//! In the pattern `{table}` stands for the table's name without its schema, and `{columns}` for the columns of the index,
//! joined by `_`. An expression among the columns stands for anything. So do `{table}` and `{columns}` of an index that
//! is renamed in another file than the one that creates it.
//!
//! The indexes behind primary keys and unique constraints are named after these: `naming/constraint`.
//!
//! ## Why
//! A list of slow or blocked statements often shows the name of an index and nothing else. A name that holds the table
//! and the columns is the whole answer.
//!
//! ## Example
//! ```sql bad
//! CREATE INDEX CONCURRENTLY idx_orders_1 ON orders (customer_id, created_at);
//! ```
//!
//! ```sql bad
//! ALTER INDEX orders_customer_id_idx RENAME TO "byCustomer";
//! ```
//!
//! ```sql good
//! CREATE INDEX CONCURRENTLY orders_customer_id_created_at_idx ON sales.orders (customer_id, created_at);
//! CREATE INDEX ON orders (created_at);
//! ```
//!
//! With all columns in the name:
//!
//! ```yaml
//! with: {pattern: "^{table}_{columns}_idx$"}
//! ```
//!
//! ```sql bad
//! CREATE INDEX orders_customer_idx ON orders (customer_id, created_at);
//! ```
//!
//! ```sql bad
//! CREATE INDEX orders_a_idx ON orders (a);
//! ALTER INDEX orders_a_idx RENAME TO orders_b_idx;
//! ```
//!
//! ```sql good
//! CREATE INDEX orders_customer_id_created_at_idx ON orders (customer_id, created_at DESC);
//! CREATE INDEX orders_shop_id_lower_idx ON orders (shop_id, lower(email));
//! CREATE UNIQUE INDEX ON orders (number);
//! ALTER INDEX orders_2_idx RENAME TO orders_tax_idx;
//! ```
//!
//! ## How to fix
//! Choose a name that matches. `ALTER INDEX ... RENAME TO` changes a name without a rebuild; it takes a lock that blocks
//! neither reads nor writes.

use super::{Common, Filling, Template, advice};
use crate::sql::Step;
use crate::sql::names;
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Effect, Ident, Index, Path};

pub const RULE: Rule = Rule { name: "naming/index", manual: include_str!("index.rs"), configure };

const PATTERN: &str = "^{table}_[a-z0-9_]+_(idx|key)$";

fn configure(with: &mut With) -> Check {
    let pattern = with.template("pattern").unwrap_or_else(|| Template::own(PATTERN));
    let common = Common::read(with);
    Check::Step(Box::new(move |step, hits| {
        for statement in &step.script.statements {
            match &statement.effect {
                Effect::CreateIndex(index) => created(index, &pattern, &common, hits),
                Effect::RenameIndex { index, to } => renamed(step, index, to, &pattern, &common, hits),
                _ => {}
            }
        }
    }))
}

fn created(index: &Index, pattern: &Template, common: &Common, hits: &mut Vec<Hit>) {
    let own = names::index(index);
    let name = index.name.as_ref().map_or(&own, |n| &n.value);
    if common.allows(name) {
        return;
    }
    let table = &index.table.name.value;
    if let Some(name) = &index.name {
        common.length(&format!("on `{table}`, the name of the index"), name, hits);
    }
    let columns = columns(index);
    let filling = Filling { table: Some(table), columns: &columns };
    if pattern.matches(name, filling) {
        return;
    }
    let pattern_here = pattern.filled(filling);
    let as_key = index.is_unique.then(|| own.strip_suffix("idx").map(|head| format!("{head}key"))).flatten();
    let better = as_key.into_iter().chain([own.clone()]).find(|better| pattern.matches(better, filling));
    let better = better.or_else(|| pattern.only(filling));
    hits.push(match &index.name {
        Some(name) => {
            let message =
                format!("on `{table}`, the name of the index `{}` does not match `{pattern_here}`", name.value);
            Hit::new(name.place.clone(), message).help(advice(better))
        }
        None => {
            let message =
                format!("PostgreSQL will name this index on `{table}` `{own}`, which does not match `{pattern_here}`");
            Hit::new(index.table.place(), message).help(advice(better))
        }
    });
}

/// What is known of an index that gets another name is what the same file says where it creates it.
fn renamed(step: &Step, from: &Path, to: &Ident, pattern: &Template, common: &Common, hits: &mut Vec<Hit>) {
    if common.allows(&to.value) {
        return;
    }
    common.length("the name of the index", to, hits);
    let index = step.script.statements.iter().find_map(|s| match &s.effect {
        Effect::CreateIndex(index) if index.name.as_ref().is_some_and(|n| n.value == from.name.value) => Some(index),
        _ => None,
    });
    let columns = index.map(columns).unwrap_or_default();
    let filling = Filling { table: index.map(|i| i.table.name.value.as_str()), columns: &columns };
    if !pattern.matches(&to.value, filling) {
        let message = format!("the name of the index `{}` does not match `{}`", to.value, pattern.filled(filling));
        hits.push(Hit::new(to.place.clone(), message).help(advice(None)));
    }
}

fn columns(index: &Index) -> Vec<Option<&str>> {
    index.keys.iter().map(|k| k.column.as_ref().map(|c| c.value.as_str())).collect()
}
