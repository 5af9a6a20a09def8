//! A column's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names that `CREATE TABLE`, `ADD COLUMN` and `RENAME COLUMN` give.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `pattern` | the regular expression that a name must match, quotes taken off | `^[a-z][a-z0-9_]*$` |
//! | `allow` | names that pass whatever they look like | none |
//! | `max_length` | how many bytes a name may have | 63, where PostgreSQL cuts it |
//!
//! The columns of `CREATE TABLE ... AS` and of views are not looked at.
//!
//! ## Why
//! PostgreSQL folds names without quotes to lower case. A column that was made with quotes and capitals needs both in
//! every query, console and dashboard, for ever.
//!
//! ## Example
//! ```sql bad
//! CREATE TABLE shipments (id bigint PRIMARY KEY, "shippedAt" timestamptz);
//! ```
//!
//! ```sql bad
//! ALTER TABLE shipments ADD COLUMN "weight (g)" bigint;
//! ```
//!
//! ```sql bad
//! ALTER TABLE shipments RENAME COLUMN weight TO "weightGrams";
//! ```
//!
//! ```sql good
//! CREATE TABLE shipments (id bigint PRIMARY KEY, ShippedAt timestamptz);
//! ALTER TABLE shipments ADD COLUMN weight_grams bigint;
//! ```
//!
//! ```yaml
//! with: {pattern: "^[a-z]+(_[a-z]+)*$", allow: ["__v"]}
//! ```
//!
//! ```sql bad
//! ALTER TABLE shipments ADD COLUMN line1 text;
//! ```
//!
//! ```sql good
//! ALTER TABLE shipments ADD COLUMN __v bigint;
//! ```
//!
//! ## How to fix
//! Choose a name that matches, before the column is in use. Afterwards it is a new column, filled and swapped.

use super::{Common, SNAKE_CASE, advice, snake_case};
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Effect, Ident, Statement};

pub const RULE: Rule = Rule { name: "naming/column", manual: include_str!("column.rs"), configure };

fn configure(with: &mut With) -> Check {
    let pattern = with.pattern("pattern", SNAKE_CASE);
    let common = Common::read(with);
    Check::statements(move |statement, hits| {
        for (table, name) in names(statement).into_iter().filter(|(_, n)| !common.allows(&n.value)) {
            let what = format!("in `{table}`, the name of the column");
            common.length(&what, name, hits);
            if !pattern.is_match(&name.value) {
                let better = Some(snake_case(&name.value)).filter(|b| pattern.is_match(b));
                let message = format!("{what} `{}` does not match `{pattern}`", name.value);
                hits.push(Hit::new(name.place.clone(), message).help(advice(better)));
            }
        }
    })
}

/// The names that a statement gives columns, each with the name of its table.
fn names(statement: &Statement) -> Vec<(&str, &Ident)> {
    match &statement.effect {
        Effect::CreateTable(table) => table.columns.iter().map(|c| (&*table.name.name.value, &c.name)).collect(),
        Effect::AlterTable { table, actions } => actions
            .iter()
            .filter_map(|a| match &a.value {
                Alter::AddColumn(column) => Some(&column.name),
                Alter::RenameColumn { to, .. } => Some(to),
                _ => None,
            })
            .map(|name| (&*table.name.value, name))
            .collect(),
        _ => Vec::new(),
    }
}
