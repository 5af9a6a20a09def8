//! A constraint's name breaks the pattern of the standard.
//!
//! ## What it checks
//! The names of primary keys, foreign keys, unique, check and exclusion constraints in `CREATE TABLE`, `ADD COLUMN`,
//! `ADD CONSTRAINT` and `RENAME CONSTRAINT`. A constraint without a name gets one from PostgreSQL; that one is judged. A
//! check of a table without a name is not judged, since its name depends on the columns that it reads; `NOT NULL` is
//! not, since it has a name only from PostgreSQL 18 on.
//!
//! | `with:` | Meaning | Unless written |
//! |---|---|---|
//! | `pattern` | the regular expression that a name must match, quotes taken off | `^{table}_([a-z0-9_]+_(fkey\|key\|check\|excl)\|pkey)$` |
//! | `primary_key`, `foreign_key`, `unique`, `check`, `exclude` | the pattern of this kind | `pattern`; where that is not written either, the kind is not judged |
//! | `allow` | names that pass whatever they look like | none |
//! | `max_length` | how many bytes a name may have | 63, where PostgreSQL cuts it |
//!
//! In a pattern `{table}` stands for the table's name without its schema, and `{columns}` for the columns of the
//! constraint, joined by `_`; where these are not known, for anything. The new name of a constraint that is renamed has to
//! match one of the patterns.
//!
//! ## Why
//! The name is what the application gets with SQLSTATE 23505 or 23514, and what support reads in a ticket.
//!
//! ## Example
//! ```sql bad
//! ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total_minor >= 0) NOT VALID;
//! ```
//!
//! ```sql bad
//! CREATE TABLE orders (id bigint CONSTRAINT pk_orders PRIMARY KEY);
//! ```
//!
//! ```sql bad
//! ALTER TABLE orders RENAME CONSTRAINT orders_total_check TO "totalCheck";
//! ```
//!
//! ```sql good
//! CREATE TABLE orders (
//!     id bigint PRIMARY KEY,
//!     number text UNIQUE,
//!     customer_id uuid REFERENCES customers (id),
//!     total_minor bigint CHECK (total_minor >= 0),
//!     UNIQUE (customer_id, number),
//!     CHECK (number <> '')
//! );
//! ALTER TABLE orders ADD CONSTRAINT orders_total_minor_check CHECK (total_minor >= 0) NOT VALID;
//! ```
//!
//! A pattern for each of some kinds:
//!
//! ```yaml
//! with: {foreign_key: "^fk_{table}_{columns}$", primary_key: "^pk_{table}$"}
//! ```
//!
//! ```sql bad
//! CREATE TABLE orders (id bigint PRIMARY KEY);
//! ```
//!
//! ```sql bad
//! ALTER TABLE lines ADD CONSTRAINT fk_lines_order FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
//! ```
//!
//! ```sql good
//! CREATE TABLE orders (id bigint CONSTRAINT pk_orders PRIMARY KEY, number text UNIQUE);
//! ALTER TABLE lines ADD CONSTRAINT fk_lines_order_id FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
//! ```
//!
//! ## How to fix
//! Choose a name that matches. `ALTER TABLE ... RENAME CONSTRAINT` changes it later; the application must know both
//! names for as long as both may come.

use super::{Common, Filling, Template, advice};
use crate::sql::names;
use crate::sql::rules::{Check, Hit, Rule, With};
use crate::sql::syntax::{Alter, Constraint, ConstraintKind, Effect, Ident, Statement};

pub const RULE: Rule = Rule { name: "naming/constraint", manual: include_str!("constraint.rs"), configure };

const PATTERN: &str = "^{table}_([a-z0-9_]+_(fkey|key|check|excl)|pkey)$";

/// The kinds that have names: the key of `with:`, and the word for it.
const KINDS: [(&str, &str); 5] = [
    ("primary_key", "primary key"),
    ("foreign_key", "foreign key"),
    ("unique", "unique constraint"),
    ("check", "check"),
    ("exclude", "exclusion constraint"),
];

/// The pattern of each of the [`KINDS`]; none where it is not judged.
type Patterns = [Option<Template>; KINDS.len()];

fn configure(with: &mut With) -> Check {
    let common = Common::read(with);
    let general = with.template("pattern");
    let patterns = KINDS.map(|(key, _)| with.template(key));
    let general = general.or_else(|| patterns.iter().all(Option::is_none).then(|| Template::own(PATTERN)));
    let patterns: Patterns = patterns.map(|own| own.or_else(|| general.clone()));
    Check::statements(move |statement, hits| {
        for (table, constraint) in constraints(statement) {
            judge(table, constraint, &patterns, &common, hits);
        }
        if let Effect::AlterTable { table, actions } = &statement.effect {
            for action in actions {
                if let Alter::RenameConstraint { to, .. } = &action.value {
                    renamed(&table.name.value, to, &patterns, &common, hits);
                }
            }
        }
    })
}

fn judge(table: &str, constraint: &Constraint, patterns: &Patterns, common: &Common, hits: &mut Vec<Hit>) {
    let Some((pattern, noun)) = kind(&constraint.kind).and_then(|k| Some((patterns[k].as_ref()?, KINDS[k].1))) else {
        return;
    };
    let own = names::constraint(table, constraint);
    let Some(name) = constraint.name.as_ref().map(|n| &n.value).or(own.as_ref()).filter(|n| !common.allows(n)) else {
        return;
    };
    let columns: Vec<Option<&str>> = constraint.columns.iter().map(|c| Some(c.value.as_str())).collect();
    let filling = Filling { table: Some(table), columns: &columns };
    if let Some(name) = &constraint.name {
        common.length(&format!("on `{table}`, the name of the {noun}"), name, hits);
    }
    if pattern.matches(name, filling) {
        return;
    }
    let wanted = pattern.filled(filling);
    let better = own.clone().filter(|own| pattern.matches(own, filling)).or_else(|| pattern.only(filling));
    let (place, message) = match &constraint.name {
        Some(name) => (
            name.place.clone(),
            format!("on `{table}`, the name of the {noun} `{}` does not match `{wanted}`", name.value),
        ),
        None => (
            constraint.place.clone(),
            format!("PostgreSQL will name this {noun} on `{table}` `{name}`, which does not match `{wanted}`"),
        ),
    };
    hits.push(Hit::new(place, message).help(advice(better)));
}

/// Of what kind it is cannot be told: any pattern will do.
fn renamed(table: &str, to: &Ident, patterns: &Patterns, common: &Common, hits: &mut Vec<Hit>) {
    if common.allows(&to.value) {
        return;
    }
    common.length(&format!("on `{table}`, the name of the constraint"), to, hits);
    let filling = Filling { table: Some(table), columns: &[] };
    let mut wanted: Vec<String> = Vec::new();
    for pattern in patterns.iter().flatten() {
        if pattern.matches(&to.value, filling) {
            return;
        }
        let filled = format!("`{}`", pattern.filled(filling));
        if !wanted.contains(&filled) {
            wanted.push(filled);
        }
    }
    let message =
        format!("on `{table}`, the name of the constraint `{}` does not match {}", to.value, wanted.join(" or "));
    hits.push(Hit::new(to.place.clone(), message).help(advice(None)));
}

/// The constraints that a statement makes, each with the name of its table.
fn constraints(statement: &Statement) -> Vec<(&str, &Constraint)> {
    match &statement.effect {
        Effect::CreateTable(table) => {
            let of_columns = table.columns.iter().flat_map(|c| &c.constraints);
            of_columns.chain(&table.constraints).map(|c| (&*table.name.name.value, c)).collect()
        }
        Effect::AlterTable { table, actions } => actions
            .iter()
            .flat_map(|a| match &a.value {
                Alter::AddColumn(column) => column.constraints.iter().collect(),
                Alter::AddConstraint(constraint) => vec![constraint],
                _ => Vec::new(),
            })
            .map(|c| (&*table.name.value, c))
            .collect(),
        _ => Vec::new(),
    }
}

/// The place among the [`KINDS`].
fn kind(kind: &ConstraintKind) -> Option<usize> {
    match kind {
        ConstraintKind::PrimaryKey { .. } => Some(0),
        ConstraintKind::ForeignKey { .. } => Some(1),
        ConstraintKind::Unique { .. } => Some(2),
        ConstraintKind::Check => Some(3),
        ConstraintKind::Exclude => Some(4),
        ConstraintKind::NotNull => None,
    }
}
