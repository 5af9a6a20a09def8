//! A column has a type that the standard forbids.
//!
//! ## What it checks
//! The types of columns in `CREATE TABLE`, `ADD COLUMN` and `ALTER COLUMN ... TYPE`, and arrays of them. Casts, domains
//! and the arguments of functions are not looked at.
//!
//! | `with:` | Meaning |
//! |---|---|
//! | `types` | the types, each with what to write instead; a list where there is nothing to say |
//! | `columns` | types that only some columns must not have: `pattern`, a regular expression that a column's name matches somewhere, and `types` as above; one such mapping, or a list of them |
//!
//! One of the two must be there. All spellings of a type are one: `int4` is `integer`, `timestamp without time zone` is
//! `timestamp`, `float` is `double precision`. `varchar` is every varchar, `varchar(n)` one with any limit,
//! `varchar(80)` only that one. `text[]` is arrays alone.
//!
//! ## Why
//! To change a type later rewrites the table under a lock that blocks everything. Types that will have to be changed
//! are best not begun with.
//!
//! ## Example
//! ```yaml
//! with:
//!   types: {json: jsonb, money: bigint, char: text, "varchar(n)": text, timestamp: timestamptz}
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders ADD COLUMN attributes json;
//! ```
//!
//! ```sql bad
//! CREATE TABLE refunds (id bigint PRIMARY KEY, currency character(3)[], amount money);
//! ```
//!
//! ```sql bad
//! ALTER TABLE refunds ALTER COLUMN refunded_at TYPE timestamp(3) without time zone;
//! ```
//!
//! ```sql good
//! CREATE TABLE refunds (id bigint PRIMARY KEY, note varchar, refunded_at timestamptz, attributes jsonb);
//! ```
//!
//! No binary floats for money:
//!
//! ```yaml
//! with:
//!   columns:
//!     pattern: (amount|price|total)
//!     types: {real: "bigint, in minor units", double precision: "bigint, in minor units", numeric: "bigint, in minor units"}
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders ADD COLUMN total_net float8;
//! ```
//!
//! ```sql good
//! ALTER TABLE orders ADD COLUMN total_minor bigint, ADD COLUMN tax_rate numeric(5, 4);
//! ```
//!
//! ## How to fix
//! Write the type that the help names. A column that is in use becomes a new one of the right type, filled and swapped.

use regex::Regex;

use super::written::Written;
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Effect, Ident, Statement, Type};
use crate::yaml::schema;
use crate::yaml::{Node, Value};

pub const RULE: Rule = Rule { name: "types/forbid", manual: include_str!("forbid.rs"), configure };

/// Types that columns must not have.
struct Forbidden {
    /// The columns; all of them where nothing is said.
    columns: Option<Regex>,
    types: Vec<(Written, Option<String>)>,
}

fn configure(with: &mut With) -> Check {
    let mut forbidden = Vec::new();
    let everywhere = with.get("types");
    let some = with.get("columns");
    if let Some(node) = everywhere {
        forbidden.push(Forbidden { columns: None, types: types(with, node) });
    }
    let some = some.map(|node| match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    });
    forbidden.extend(some.iter().flatten().filter_map(|node| of_columns(with, node)));
    if some.is_none() {
        with.require("types", "{json: jsonb}");
    }
    Check::statements(move |statement, hits| {
        for (table, column, ty) in written(statement) {
            hits.extend(forbidden.iter().find_map(|f| f.hit(table, column, ty)));
        }
    })
}

fn of_columns(with: &mut With, node: &Node) -> Option<Forbidden> {
    let fields = vec![schema::required("pattern", schema::Type::Text), schema::required("types", schema::Type::Any)];
    if !with.fits("columns", node, &schema::Type::Record(fields)) {
        return None;
    }
    let columns = with.pattern_in(node.get("pattern")?, &|text| Regex::new(text))?;
    Some(Forbidden { columns: Some(columns), types: types(with, node.get("types")?) })
}

fn types(with: &mut With, node: &Node) -> Vec<(Written, Option<String>)> {
    let mut types = Vec::new();
    for (name, instead) in with.advice_in("types", node) {
        match Written::parse(&name.value) {
            Some(ty) => types.push((ty, instead)),
            None => with.wrong(
                name.span,
                format!("`{}` is not the name of a type", name.value),
                "write it as in SQL: `json`, `varchar(n)`, `numeric(12, 2)`, `text[]`",
            ),
        }
    }
    types
}

impl Forbidden {
    fn hit(&self, table: &str, column: &Ident, ty: &Type) -> Option<Hit> {
        if self.columns.as_ref().is_some_and(|columns| !columns.is_match(&column.value)) {
            return None;
        }
        let (_, instead) = self.types.iter().find(|(forbidden, _)| forbidden.is(ty))?;
        let brackets = if ty.is_array { "[]" } else { "" };
        let arguments = ty.arguments.as_ref().map(|a| format!("({a})")).unwrap_or_default();
        let message = format!(
            "the column `{}` of `{table}` is of the type `{}{arguments}{brackets}`, which is not used",
            column.value, ty.name
        );
        let hit = Hit::new(ty.place.clone(), message);
        Some(match instead {
            Some(instead) if ty.is_array && !instead.contains(char::is_whitespace) => {
                hit.help(format!("write `{instead}[]`"))
            }
            Some(instead) => hit.help(format!("write `{instead}`")),
            None => hit.help("choose another type"),
        })
    }
}

/// The types that a statement writes, with their table and column.
fn written(statement: &Statement) -> Vec<(&str, &Ident, &Type)> {
    match &statement.effect {
        Effect::CreateTable(table) => {
            let columns = table.columns.iter();
            columns.filter_map(|c| Some((&*table.name.name.value, &c.name, c.ty.as_ref()?))).collect()
        }
        Effect::AlterTable { table, actions } => actions
            .iter()
            .filter_map(|a| match &a.value {
                Alter::AddColumn(column) => Some((&*table.name.value, &column.name, column.ty.as_ref()?)),
                Alter::AlterType { column, ty } => Some((&*table.name.value, column, ty.as_ref()?)),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}
