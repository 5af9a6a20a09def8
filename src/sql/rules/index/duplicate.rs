//! An index says again what another one says.
//!
//! ## What it checks
//! Pairs of indexes of one table that are there at the end of the history, those of primary keys and unique constraints
//! among them. An index is too many if its keys are the first keys of another, or all of them, in the same order, with
//! the same operator classes and directions, the same method and the same `WHERE`. One that is unique is too many only
//! beside another unique one with the same keys. Of methods other than `btree` all keys must be the same. Columns of
//! `INCLUDE` must be in the other too.
//!
//! The finding stands at the later of the two and names the one that is not needed.
//!
//! ## Why
//! Each index is written with each row, kept in memory and cleaned by vacuum. Of two that answer the same questions one
//! costs all of that for nothing.
//!
//! ## Example
//! ```sql bad
//! CREATE INDEX orders_customer_id_idx ON orders (customer_id);
//! CREATE INDEX orders_customer_id_at_idx ON orders (customer_id, created_at);
//! ```
//!
//! ```sql bad
//! CREATE TABLE orders (id uuid PRIMARY KEY);
//! CREATE INDEX orders_id_idx ON orders (id);
//! ```
//!
//! ```sql bad
//! CREATE TABLE shops (code text UNIQUE);
//! CREATE UNIQUE INDEX shops_code_idx ON shops (code ASC);
//! ```
//!
//! ```sql good
//! -- 1.sql
//! CREATE INDEX orders_customer_id_idx ON orders (customer_id);
//! -- 2.sql
//! CREATE INDEX CONCURRENTLY orders_customer_id_at_idx ON orders (customer_id, created_at);
//! -- 3.sql
//! DROP INDEX CONCURRENTLY orders_customer_id_idx;
//! ```
//!
//! ```sql good
//! CREATE TABLE orders (id uuid PRIMARY KEY, shop text, at date, total int);
//! CREATE UNIQUE INDEX orders_shop_idx ON orders (shop);
//! CREATE INDEX orders_shop_at_idx ON orders (shop, at);
//! CREATE INDEX orders_at_idx ON orders (at) WHERE total > 0;
//! CREATE INDEX orders_at_desc_idx ON orders (at DESC, shop);
//! CREATE INDEX orders_at_brin_idx ON orders USING brin (at);
//! ```
//!
//! ## How to fix
//! Drop the one that is named, `CONCURRENTLY`, after a look at which of the two the replicas use.

use crate::sql::catalogue::{Catalogue, Index, Key};
use crate::sql::history::History;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "index/duplicate", manual: include_str!("duplicate.rs"), configure };

fn configure(_with: &mut With) -> Check {
    Check::History(Box::new(|history: &History, hits| {
        let catalogue = history.catalogue();
        for table in &catalogue.tables {
            let live: Vec<&Index> =
                table.indexes.iter().map(|i| &catalogue.indexes[*i]).filter(|i| i.dropped.is_none()).collect();
            for (at, later) in live.iter().enumerate() {
                // One finding for an index, however many it repeats.
                let first = live[..at].iter().find_map(|earlier| Some((earlier, needless(earlier, later)?)));
                if let Some((earlier, spare)) = first {
                    hits.push((later.made.file, hit(catalogue, earlier, later, spare)));
                }
            }
        }
    }))
}

fn hit(catalogue: &Catalogue, earlier: &Index, later: &Index, spare: &Index) -> Hit {
    let kept = if spare.name == later.name { earlier } else { later };
    let keys = |index: &Index| {
        let text = |k: &Key| match k.column {
            Some(column) => format!("{} {}", catalogue.column(index.table, column), k.text).trim_end().to_owned(),
            None => k.text.clone(),
        };
        index.keys.iter().map(text).collect::<Vec<_>>().join(", ")
    };
    let table = catalogue.tables[later.table].title();
    let message = if spare.keys.len() == kept.keys.len() {
        format!("the indexes `{}` and `{}` of `{table}` are both on ({})", earlier.name, later.name, keys(later))
    } else {
        let (spare_keys, kept_keys) = (keys(spare), keys(kept));
        format!(
            "`{}` of `{table}` on ({spare_keys}) only repeats the first keys of `{}` on ({kept_keys})",
            spare.name, kept.name
        )
    };
    let help = match spare.constraint {
        Some(_) => format!("keep one of them: `{}` is not needed", spare.name),
        None => format!("drop `{}`, or do not make it", spare.name),
    };
    let mut hit = Hit::new(later.made.place.clone(), message).help(help);
    hit.related.push((earlier.made.file, earlier.made.place.clone(), format!("`{}` is made here", earlier.name)));
    hit
}

/// The one of two indexes that is not needed beside the other; the later one where either would do.
fn needless<'i>(earlier: &'i Index, later: &'i Index) -> Option<&'i Index> {
    let by_constraint = later.constraint.is_some() && earlier.constraint.is_none();
    let (first, second) = if by_constraint { (earlier, later) } else { (later, earlier) };
    [(first, second), (second, first)].into_iter().find(|(spare, kept)| is_in(spare, kept)).map(|(spare, _)| spare)
}

fn is_in(spare: &Index, kept: &Index) -> bool {
    let same_kind = spare.method == kept.method && spare.predicate == kept.predicate;
    let whole = spare.is_unique || spare.method != "btree";
    let leads = if whole { spare.keys == kept.keys } else { kept.keys.starts_with(&spare.keys) };
    let has = |c: &usize| kept.include.contains(c) || kept.keys.iter().any(|k| k.column == Some(*c));
    same_kind && leads && (kept.is_unique || !spare.is_unique) && spare.include.iter().all(has)
}
