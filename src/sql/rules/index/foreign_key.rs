//! A foreign key has no index on its own columns.
//!
//! ## What it checks
//! Each foreign key that is there at the end of the history. Its columns must be the first keys of an index of the same
//! table, in any order: a primary key, a unique constraint, or an index of its own. An index with a `WHERE` counts only
//! if that is `column IS NOT NULL` of a column of the key. Indexes of the table that a partition belongs to count for
//! the partition, BRIN indexes for nobody. An index that a later file makes is there.
//!
//! The finding stands where the foreign key is added. Tables and columns that no migration makes are left alone: what
//! indexes they have is not known. `with: {ignore_tables: [settings]}` names tables whose keys need no index, because
//! the table that they refer to never loses a row.
//!
//! ## Why
//! PostgreSQL makes an index for the side that is referred to, and none for this side. Without one each `DELETE` and
//! each change of a key over there reads the whole table here, once for each row, and holds its locks for as long.
//!
//! ## Example
//! ```sql bad
//! CREATE TABLE refunds (
//!     id uuid PRIMARY KEY,
//!     payment_id uuid NOT NULL REFERENCES payments (id)
//! );
//! ```
//!
//! ```sql bad
//! -- 1.sql
//! CREATE TABLE refunds (id uuid PRIMARY KEY, payment_id uuid REFERENCES payments (id), at date);
//! CREATE INDEX refunds_at_idx ON refunds (at, payment_id);
//! CREATE INDEX refunds_open_idx ON refunds (payment_id) WHERE at IS NULL;
//! -- 2.sql
//! CREATE INDEX refunds_payment_id_idx ON refunds (payment_id);
//! -- 3.sql
//! DROP INDEX refunds_payment_id_idx;
//! ```
//!
//! ```sql good
//! -- 1.sql
//! CREATE TABLE refunds (
//!     id uuid PRIMARY KEY,
//!     payment_id uuid NOT NULL REFERENCES payments (id)
//! );
//! -- 2.sql
//! CREATE INDEX CONCURRENTLY refunds_payment_id_idx ON refunds (payment_id) WHERE payment_id IS NOT NULL;
//! ```
//!
//! ```sql good
//! CREATE TABLE order_lines (
//!     order_id uuid REFERENCES orders (id),
//!     number int,
//!     PRIMARY KEY (order_id, number)
//! );
//! ALTER TABLE shipments ADD CONSTRAINT shipments_order_fkey FOREIGN KEY (order_id) REFERENCES orders (id);
//! ```
//!
//! ```yaml
//! with: {ignore_tables: [shops]}
//! ```
//!
//! ```sql good
//! CREATE TABLE shops (id int PRIMARY KEY, country text REFERENCES countries (code));
//! ```
//!
//! ## How to fix
//! Make the index in the file that makes the table, or with `CREATE INDEX CONCURRENTLY` in one of its own.

use crate::sql::catalogue::{Catalogue, Constraint, Index, Kind};
use crate::sql::history::History;
use crate::sql::names;
use crate::sql::rules::{Check, Hit, Rule, With};

pub const RULE: Rule = Rule { name: "index/foreign-key", manual: include_str!("foreign_key.rs"), configure };

fn configure(with: &mut With) -> Check {
    let ignored: Vec<String> = with.texts("ignore_tables").into_iter().map(|t| t.value).collect();
    Check::History(Box::new(move |history: &History, hits| {
        let catalogue = history.catalogue();
        for constraint in catalogue.constraints.iter().filter(|c| c.dropped.is_none()) {
            let Kind::ForeignKey { table: other, .. } = constraint.kind else { continue };
            let table = &catalogue.tables[constraint.table];
            let is_ignored = ignored.iter().any(|name| *name == table.name || *name == table.title());
            // An index on a column that was made here was made here too; of others nothing is known.
            let is_known = constraint.columns.iter().any(|c| table.columns[*c].made.is_some());
            if is_ignored || table.temporary || !is_known || is_indexed(catalogue, constraint) {
                continue;
            }
            let columns = catalogue.columns(constraint.table, &constraint.columns);
            let message = format!(
                "the foreign key `{}` of `{}` to `{}` has no index on ({columns})",
                constraint.name,
                table.title(),
                catalogue.tables[other].title()
            );
            let keys: Vec<String> =
                constraint.columns.iter().map(|c| names::written(catalogue.column(constraint.table, *c))).collect();
            let schema = table.schema.as_ref().map_or(String::new(), |s| format!("{}.", names::written(s)));
            let on = format!("{schema}{}", names::written(&table.name));
            let help = format!("add `CREATE INDEX CONCURRENTLY ON {on} ({})`", keys.join(", "));
            hits.push((constraint.made.file, Hit::new(constraint.made.place.clone(), message).help(help)));
        }
    }))
}

fn is_indexed(catalogue: &Catalogue, constraint: &Constraint) -> bool {
    let columns: Vec<&str> = constraint.columns.iter().map(|c| catalogue.column(constraint.table, *c)).collect();
    catalogue.indexes_of(constraint.table).any(|index| {
        // The columns of a partition have the names of its table's, and numbers of their own.
        let keys = index.keys.iter().map_while(|k| k.column).map(|c| catalogue.column(index.table, c));
        let keys: Vec<&str> = keys.take(columns.len()).collect();
        let leads = keys.len() == columns.len() && columns.iter().all(|c| keys.contains(c));
        leads && index.method != "brin" && holds_all(index, &columns)
    })
}

/// Whether an index has every row that a foreign key may refer with: one whose columns are all there.
fn holds_all(index: &Index, columns: &[&str]) -> bool {
    let Some(predicate) = &index.predicate else { return true };
    let predicate = predicate.replace(['(', ')', '"'], " ").to_lowercase();
    let terms: Vec<String> = predicate.split_whitespace().map(str::to_owned).collect();
    terms.split(|w| w == "and").all(|term| match term {
        [column, is, not, null] => {
            columns.iter().any(|c| c.eq_ignore_ascii_case(column)) && is == "is" && not == "not" && null == "null"
        }
        _ => false,
    })
}
