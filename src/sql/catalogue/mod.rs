//! The schema that a history of migrations makes: what its ups create, change and drop, one after another.
//!
//! The world is open. A history may begin with a dump that is not in it, a function may build statements from text, and
//! `search_path` is not known. So a table that nothing here creates is in the catalogue too, as soon as something
//! changes it; what it had before is not known, and rules must not claim anything about that. [`Column::made`] tells
//! the two apart: an index or a constraint on a column that was made here was made here as well.

mod fold;
mod table;

use std::collections::HashMap;

use super::Place;
use super::history::History;
use super::syntax::Type;

/// What a history makes. Nothing is taken out: what was dropped says where.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub tables: Vec<Table>,
    pub indexes: Vec<Index>,
    pub constraints: Vec<Constraint>,
    /// Tables that are there, by their name without the schema.
    by_name: HashMap<String, Vec<usize>>,
    /// The same of indexes.
    indexes_by_name: HashMap<String, Vec<usize>>,
    /// The same of constraints.
    constraints_by_name: HashMap<String, Vec<usize>>,
}

/// Where something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The place of the file in the history, and of the step in it.
    pub file: usize,
    pub step: usize,
    pub place: Place,
}

#[derive(Debug)]
pub struct Table {
    /// Nothing for `public`, and where no schema is said.
    pub schema: Option<String>,
    pub name: String,
    pub columns: Vec<Column>,
    pub temporary: bool,
    /// The table that it is a partition of.
    pub parents: Vec<usize>,
    /// Nothing where it was there before.
    pub made: Option<Site>,
    pub dropped: Option<Site>,
    pub indexes: Vec<usize>,
    pub constraints: Vec<usize>,
}

#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub ty: Option<Type>,
    pub not_null: bool,
    pub has_default: bool,
    /// Nothing where it was there before.
    pub made: Option<Site>,
    pub dropped: Option<Site>,
    /// Where `UPDATE` sets it.
    pub filled: Vec<Site>,
    /// Where `SET NOT NULL` last asked for a value.
    pub required: Option<Site>,
}

#[derive(Debug)]
pub struct Index {
    /// The table's number.
    pub table: usize,
    pub name: String,
    pub is_unique: bool,
    pub method: String,
    pub keys: Vec<Key>,
    /// Columns by their number.
    pub include: Vec<usize>,
    pub predicate: Option<String>,
    /// The constraint that it is of, by its number.
    pub constraint: Option<usize>,
    pub made: Site,
    pub dropped: Option<Site>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The column's number; nothing for an expression.
    pub column: Option<usize>,
    /// What is said beside the column - collation, operator class, order - or the whole expression.
    pub text: String,
}

#[derive(Debug)]
pub struct Constraint {
    pub table: usize,
    pub name: String,
    pub kind: Kind,
    /// Columns by their number.
    pub columns: Vec<usize>,
    pub not_valid: bool,
    pub validated: Option<Site>,
    pub made: Site,
    pub dropped: Option<Site>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    PrimaryKey,
    Unique,
    /// The other table, and its columns by their number; none of them where its primary key is meant.
    ForeignKey {
        table: usize,
        columns: Vec<usize>,
    },
    Check,
    Exclude,
}

impl Catalogue {
    /// Folds a history: its ups in their order, each statement as if it ran. What stands in a function does not.
    pub fn of(history: &History) -> Self {
        fold::fold(history)
    }

    /// A table that is there. A name without a schema finds one of another schema, if there is only one.
    pub fn table(&self, schema: Option<&str>, name: &str) -> Option<usize> {
        let all = self.by_name.get(name)?;
        let schema = schema.filter(|s| *s != "public");
        let own = all.iter().find(|t| self.tables[**t].schema.as_deref() == schema);
        own.copied().or(match (all.as_slice(), schema) {
            ([one], None) => Some(*one),
            _ => None,
        })
    }

    /// The live indexes of a table, and of the tables that it is a partition of.
    pub fn indexes_of(&self, table: usize) -> impl Iterator<Item = &Index> {
        let mut tables = vec![table];
        let mut at = 0;
        while at < tables.len() {
            for parent in &self.tables[tables[at]].parents {
                if !tables.contains(parent) {
                    tables.push(*parent);
                }
            }
            at += 1;
        }
        let all = tables.into_iter().flat_map(|t| self.tables[t].indexes.iter());
        all.map(|i| &self.indexes[*i]).filter(|i| i.dropped.is_none())
    }

    /// The name of a column of a table.
    pub fn column(&self, table: usize, column: usize) -> &str {
        &self.tables[table].columns[column].name
    }

    /// Names of columns as one text: `a, b`.
    pub fn columns(&self, table: usize, columns: &[usize]) -> String {
        columns.iter().map(|c| self.column(table, *c)).collect::<Vec<_>>().join(", ")
    }
}

impl Table {
    /// As it is written: `orders`, `audit.orders`.
    pub fn title(&self) -> String {
        self.schema.iter().chain([&self.name]).map(String::as_str).collect::<Vec<_>>().join(".")
    }

    /// A column that is there, by its number.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().rposition(|c| c.dropped.is_none() && c.name == name)
    }
}

#[cfg(test)]
mod tests;
