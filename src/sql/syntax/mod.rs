//! SQL as rules see it.
//!
//! 1. `mask` blanks what is no SQL and may stand in a file all the same: psql's commands, a template's variables. Every
//!    byte keeps its place.
//! 2. squawk's parser gives a tree. `read` takes from it what rules ask for: for each statement what it does, and which
//!    shapes its queries have. The bodies of functions and DO blocks are statements too.
//! 3. `squawk` runs its rules on the same tree.
//! 4. With the feature `postgres-grammar`, PostgreSQL's own parser says what is SQL and what is not.
//!
//! Architecture invariant: no other room names the parser. Its tree changes with every release; what is here does not.

mod bodies;
mod ignores;
mod lex;
mod mask;
mod patchwork;
#[cfg(feature = "postgres-grammar")]
mod postgres;
mod read;
mod squawk;
#[cfg(test)]
mod tests;

pub use ignores::Ignore;
pub use mask::fence;
#[cfg(test)]
pub use squawk::names as squawk_names;
pub use squawk::{Breach, name as squawk_name};

use super::Place;

/// What a file is written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// PostgreSQL's version, as `17` or `17.2`: some statements are safe only from a version on.
    pub postgres: String,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { postgres: "17".to_owned() }
    }
}

/// A text that was read as SQL. All places are places in that text.
#[derive(Debug)]
pub struct Script {
    /// In the order of the text. What stands in a body follows the statement that the body is of.
    pub statements: Vec<Statement>,
    /// What is no SQL. A slip gives several errors in a row: only the first of each statement is here.
    pub errors: Vec<SyntaxError>,
    /// Comments that tell a linter to look away.
    pub ignores: Vec<Ignore>,
    tree: squawk::Tree,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct At<T> {
    pub value: T,
    pub place: Place,
}

/// An identifier: quotes taken off, or folded to lower case, as PostgreSQL does.
pub type Ident = At<String>;

/// A name that may say its schema.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    pub schema: Option<Ident>,
    pub name: Ident,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    pub place: Place,
    pub message: String,
}

/// One statement.
#[derive(Debug)]
pub struct Statement {
    /// From its first word to its end, without the semicolon and the comments before it.
    pub place: Place,
    /// Its kind as PostgreSQL's command tags have it: `CREATE TABLE`, `REFRESH MATERIALIZED VIEW`. Of `SET LOCAL` and
    /// the like the first words alone.
    pub command: String,
    /// The objects it names first: `orders` of `ALTER TABLE orders ...`.
    pub objects: Vec<Path>,
    /// The statement whose body it stands in, by its number.
    pub within: Option<usize>,
    pub effect: Effect,
    /// Shapes of queries that rules ask for, wherever in the statement they are.
    pub shapes: Vec<At<Shape>>,
}

/// What a statement does, as far as rules ask for it.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    CreateTable(Table),
    AlterTable {
        table: Path,
        actions: Vec<At<Alter>>,
    },
    DropTable(Vec<Path>),
    CreateIndex(Index),
    DropIndex {
        indexes: Vec<Path>,
        concurrently: bool,
    },
    RenameIndex {
        index: Path,
        to: Ident,
    },
    /// A function, or a procedure.
    CreateFunction(Path),
    /// `SET`, `SET LOCAL`, `SET SESSION`, `RESET` (`all` for all of them), and a call of `set_config` with text alone.
    Set(Setting),
    /// The word `FULL` where it is said.
    Vacuum {
        full: Option<Place>,
    },
    RefreshView {
        view: Path,
        concurrently: bool,
    },
    Reindex {
        concurrently: bool,
    },
    Cluster,
    /// Rows of a table are written.
    Write {
        verb: Verb,
        table: Path,
        /// The columns that it sets; none where it takes all of them.
        columns: Vec<Ident>,
    },
    Begin,
    Commit,
    Rollback,
    Other,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub name: Path,
    pub if_not_exists: bool,
    pub temporary: bool,
    pub columns: Vec<Column>,
    /// Those of the table. Those of a column stand with it.
    pub constraints: Vec<Constraint>,
    pub partition_of: Option<Path>,
    /// `CREATE TABLE ... AS`, `SELECT INTO`, `LIKE`: its columns are not all written here.
    pub is_open: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: Ident,
    /// Nothing where it is not written.
    pub ty: Option<Type>,
    pub not_null: bool,
    pub has_default: bool,
    /// Each has this one column.
    pub constraints: Vec<Constraint>,
    pub place: Place,
}

/// A type as it is written, with PostgreSQL's other spellings made one: `varchar` for `character varying`, `timestamptz`
/// for `timestamp with time zone`, `integer` for `int` and `int4`, `char` for `character` and `bpchar`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// In lower case, with its schema if it has one, without arguments and brackets.
    pub name: String,
    /// What stands in parentheses: `80`, `12, 2`.
    pub arguments: Option<String>,
    pub is_array: bool,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    pub name: Option<Ident>,
    pub kind: ConstraintKind,
    /// The columns it is on. Of a check that is written at a column, that column; of another, those that it names.
    pub columns: Vec<Ident>,
    pub not_valid: bool,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ConstraintKind {
    PrimaryKey {
        using_index: Option<Ident>,
    },
    Unique {
        using_index: Option<Ident>,
    },
    ForeignKey {
        table: Path,
        /// Empty where the other table's primary key is meant.
        columns: Vec<Ident>,
    },
    Check,
    Exclude,
    NotNull,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// Nothing where PostgreSQL chooses one.
    pub name: Option<Ident>,
    pub table: Path,
    pub is_unique: bool,
    pub concurrently: bool,
    pub if_not_exists: bool,
    /// `btree` where nothing is said.
    pub method: String,
    pub keys: Vec<Key>,
    pub include: Vec<Ident>,
    /// The text of `WHERE`, without the word.
    pub predicate: Option<String>,
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Nothing for an expression.
    pub column: Option<Ident>,
    /// The whole of it as written, spaces made one: with collation, operator class and order.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// In lower case.
    pub name: String,
    /// Without quotes; nothing for `DEFAULT` and `RESET`.
    pub value: Option<String>,
    pub local: bool,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verb {
    Insert,
    Update,
    Delete,
    Merge,
    Truncate,
}

/// One action of `ALTER TABLE`.
#[derive(Debug, Clone, PartialEq)]
pub enum Alter {
    AddColumn(Column),
    DropColumn(Ident),
    AlterType {
        column: Ident,
        ty: Option<Type>,
    },
    SetNotNull(Ident),
    DropNotNull(Ident),
    SetDefault(Ident),
    DropDefault(Ident),
    AddConstraint(Constraint),
    ValidateConstraint(Ident),
    DropConstraint(Ident),
    RenameColumn {
        from: Ident,
        to: Ident,
    },
    RenameConstraint {
        from: Ident,
        to: Ident,
    },
    RenameTo(Ident),
    SetSchema(Ident),
    AttachPartition(Path),
    DetachPartition(Path),
    /// The whole table is copied, by these words: `SET TABLESPACE`, `SET LOGGED`, `SET UNLOGGED`.
    Rewrite(&'static str),
    Other,
}

/// A shape of a query that some rule asks for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shape {
    /// `SELECT *` or `SELECT t.*`; not `count(*)`, and not in `EXISTS (...)`. At the star.
    Star,
    /// `NOT IN (SELECT ...)`, at the whole of it.
    NotInSubquery,
    /// `LIMIT` or `FETCH FIRST` without `ORDER BY`, at that clause. Not `LIMIT 1` in `EXISTS (...)`, and not where one
    /// row at most can come out of an aggregate.
    UnorderedLimit,
    /// `FROM a, b`, at the comma. Not before `LATERAL`, a function or `VALUES`.
    CommaJoin,
    /// `UPDATE` or `DELETE` without `WHERE`, at its first word.
    NoWhere { verb: Verb, table: Path },
}

impl Script {
    /// Reads a text as SQL. It never fails: what is no SQL is among the errors, and the rest is read.
    pub fn read(text: &str) -> Self {
        let masked = mask::mask(text);
        let tree = squawk::Tree::parse(&masked);
        let statements = read::statements(&tree);
        let errors = tree.errors();
        #[cfg(feature = "postgres-grammar")]
        let errors = postgres::judge(&masked, &statements, errors);
        let ignores = ignores::find(&tree);
        Self { statements, errors, ignores, tree }
    }

    /// Runs squawk's rules of these names, inside of bodies too. Comments that tell it to look away are not heeded.
    pub fn squawk(&self, rules: &[&'static str], dialect: &Dialect, in_transaction: bool) -> Vec<Breach> {
        self.tree.lint(rules, dialect, in_transaction)
    }
}

impl Statement {
    /// Where it begins, up to the first thing that it names; all of it where it names nothing.
    pub fn head(&self) -> Place {
        let end = self.objects.first().map_or(self.place.end, |o| o.place().end);
        self.place.start..end.clamp(self.place.start, self.place.end)
    }
}

impl Path {
    pub fn place(&self) -> Place {
        self.schema.as_ref().map_or(self.name.place.start, |s| s.place.start)..self.name.place.end
    }

    /// The name for a message, with its schema if it says one.
    pub fn shown(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", schema.value, self.name.value),
            None => self.name.value.clone(),
        }
    }
}
