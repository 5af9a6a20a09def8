//! Names that PostgreSQL chooses where a statement gives none. A name that is taken gets a number behind it; that is
//! not seen here.
//!
//! Source: `makeObjectName` and `ChooseIndexName` in src/backend/commands/indexcmds.c, `FigureIndexColname` in
//! src/backend/parser/parse_target.c, PostgreSQL 17.

use super::syntax::{Constraint, ConstraintKind, Index, Key};

/// The most bytes that a name may have (`NAMEDATALEN` less one). What is longer is cut.
pub const LONGEST: usize = 63;

/// The name of an index that is created without one: `orders_customer_id_idx`, unique or not.
pub fn index(index: &Index) -> String {
    let included = index.include.iter().map(|c| c.value.clone());
    let columns: Vec<String> = index.keys.iter().map(key).chain(included).collect();
    object(&index.table.name.value, Some(&columns.join("_")), "idx")
}

/// The name of a constraint that is written without one. Nothing for a check of a table, which is named after the one
/// column that it reads, if it reads one; nothing for `NOT NULL`, which has names only since PostgreSQL 18.
pub fn constraint(table: &str, constraint: &Constraint) -> Option<String> {
    let columns: Vec<&str> = constraint.columns.iter().map(|c| c.value.as_str()).collect();
    let columns = columns.join("_");
    match &constraint.kind {
        ConstraintKind::PrimaryKey { using_index: Some(index) }
        | ConstraintKind::Unique { using_index: Some(index) } => Some(index.value.clone()),
        ConstraintKind::PrimaryKey { .. } => Some(object(table, None, "pkey")),
        ConstraintKind::NotNull => None,
        _ if columns.is_empty() => None,
        // Of a check that reads several columns none is named.
        ConstraintKind::Check if constraint.columns.len() > 1 => Some(object(table, None, "check")),
        ConstraintKind::Unique { .. } => Some(object(table, Some(&columns), "key")),
        ConstraintKind::ForeignKey { .. } => Some(object(table, Some(&columns), "fkey")),
        ConstraintKind::Check => Some(object(table, Some(&columns), "check")),
        ConstraintKind::Exclude => Some(object(table, Some(&columns), "excl")),
    }
}

/// The word by which a key of an index goes into its name: its column, its function, else `expr`.
fn key(key: &Key) -> String {
    if let Some(column) = &key.column {
        return column.value.clone();
    }
    let function = key.text.split_once('(').map_or("", |(head, _)| head.rsplit('.').next().unwrap_or(head).trim());
    let is_name = !function.is_empty() && function.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_name { function.to_lowercase() } else { "expr".to_owned() }
}

/// `table_columns_label`, the longer of the two shortened until it all fits.
fn object(table: &str, columns: Option<&str>, label: &str) -> String {
    let (mut first, mut second) = (table.len(), columns.map_or(0, str::len));
    let room = LONGEST - label.len() - 1 - usize::from(columns.is_some());
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let table = clip(table, first);
    match columns {
        Some(columns) => format!("{table}_{}_{label}", clip(columns, second)),
        None => format!("{table}_{label}"),
    }
}

/// A text cut to at most so many bytes, between two characters.
pub fn clip(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_part_is_cut() {
        let long = "a".repeat(50);
        assert_eq!(object(&long, Some("b"), "key"), format!("{long}_b_key"));
        let both = object(&long, Some(&"b".repeat(50)), "fkey");
        assert_eq!(both, format!("{}_{}_fkey", "a".repeat(29), "b".repeat(28)));
        assert_eq!(both.len(), LONGEST);
        assert_eq!(object(&"ü".repeat(40), None, "pkey"), format!("{}_pkey", "ü".repeat(29)));
    }
}
