//! `CREATE TABLE`: columns, types and constraints.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::names::{self, Words, ident, idents, path_of};
use crate::sql::syntax::squawk::place_of;
use crate::sql::syntax::{Column, Constraint, ConstraintKind, Effect, Ident, Table, Type};

pub(super) fn create(create: &ast::CreateTable) -> Option<Effect> {
    let args = create.table_arg_list().map(|l| l.args().collect::<Vec<_>>()).unwrap_or_default();
    let mut table = Table {
        name: path_of(create.table_name()?.syntax())?,
        if_not_exists: create.if_not_exists().is_some(),
        temporary: matches!(create.persistence(), Some(ast::Persistence::Temp(_))),
        columns: Vec::new(),
        constraints: Vec::new(),
        partition_of: create.partition_of().and_then(|p| path_of(p.table_name_ref()?.syntax())),
        // Columns come from a type, or from the tables it inherits.
        is_open: create.of_type().is_some() || create.inherits().is_some(),
    };
    for arg in args {
        match arg {
            ast::TableArg::Column(column) => table.columns.extend(self::column(&column)),
            ast::TableArg::LikeClause(_) => table.is_open = true,
            ast::TableArg::TableConstraint(constraint) => {
                table.constraints.extend(self::constraint(constraint.syntax(), None));
            }
        }
    }
    Some(Effect::CreateTable(table))
}

/// `CREATE TABLE ... AS`: its columns are those of a query.
pub(super) fn create_as(name: Option<ast::TableName>, node: &SyntaxNode) -> Option<Effect> {
    Some(open(path_of(name?.syntax())?, node))
}

pub(super) fn select_into(select: &ast::SelectInto) -> Option<Effect> {
    let into = select.syntax().children().find(|n| n.kind() == SyntaxKind::INTO_CLAUSE)?;
    Some(open(path_of(&into)?, &into))
}

fn open(name: crate::sql::syntax::Path, node: &SyntaxNode) -> Effect {
    let temporary = node.words().take(4).any(|t| matches!(t.kind(), SyntaxKind::TEMP_KW | SyntaxKind::TEMPORARY_KW));
    let if_not_exists = node.children().any(|n| n.kind() == SyntaxKind::IF_NOT_EXISTS);
    Effect::CreateTable(Table {
        name,
        if_not_exists,
        temporary,
        columns: Vec::new(),
        constraints: Vec::new(),
        partition_of: None,
        is_open: true,
    })
}

fn column(column: &ast::Column) -> Option<Column> {
    let name = ident(column.name()?.syntax())?;
    let constraints = column.clauses().map(|c| c.syntax().clone());
    Some(of_parts(name, column.ty().map(|t| t.syntax().clone()), constraints, column.syntax()))
}

/// A column of a name, a type and the nodes that may be constraints of it.
pub(super) fn of_parts(
    name: Ident,
    ty: Option<SyntaxNode>,
    clauses: impl Iterator<Item = SyntaxNode>,
    node: &SyntaxNode,
) -> Column {
    let mut column = Column {
        ty: ty.as_ref().and_then(type_of),
        not_null: false,
        has_default: false,
        constraints: Vec::new(),
        place: place_of(node),
        name,
    };
    for clause in clauses {
        match clause.kind() {
            SyntaxKind::DEFAULT_CONSTRAINT | SyntaxKind::GENERATED_CONSTRAINT => column.has_default = true,
            _ => column.constraints.extend(constraint(&clause, Some(&column.name))),
        }
    }
    let fills = |c: &Constraint| matches!(c.kind, ConstraintKind::NotNull | ConstraintKind::PrimaryKey { .. });
    column.not_null = column.constraints.iter().any(fills);
    column
}

/// A constraint; of a column, if it is written at one. What is none - a default, a collation - gives nothing.
pub(super) fn constraint(node: &SyntaxNode, column: Option<&Ident>) -> Option<Constraint> {
    let child = |kind| node.children().find(|n| n.kind() == kind);
    let own = || column.cloned().into_iter().collect::<Vec<Ident>>();
    let using =
        || child(SyntaxKind::USING_INDEX_NAME).and_then(|u| path_of(&u).map(|p| p.name).or_else(|| last_word(&u)));
    let keys = || {
        let list = names::first(node, SyntaxKind::CONSTRAINT_COLUMN_REF_LIST);
        list.map_or_else(own, |l| columns_of(&l))
    };
    let (kind, columns) = match node.kind() {
        SyntaxKind::PRIMARY_KEY_CONSTRAINT => (ConstraintKind::PrimaryKey { using_index: using() }, keys()),
        SyntaxKind::UNIQUE_CONSTRAINT => (ConstraintKind::Unique { using_index: using() }, keys()),
        SyntaxKind::CHECK_CONSTRAINT if column.is_none() => (ConstraintKind::Check, checked(node)),
        SyntaxKind::CHECK_CONSTRAINT => (ConstraintKind::Check, own()),
        SyntaxKind::EXCLUDE_CONSTRAINT => {
            let parts = node.descendants().filter(|n| n.kind() == SyntaxKind::CONSTRAINT_EXCLUSION);
            (ConstraintKind::Exclude, parts.filter_map(|p| names::column(&p.children().next()?)).collect())
        }
        SyntaxKind::NOT_NULL_CONSTRAINT => {
            let named = child(SyntaxKind::COLUMN_NAME_REF).and_then(|n| ident(&n));
            (ConstraintKind::NotNull, named.map_or_else(own, |n| vec![n]))
        }
        SyntaxKind::REFERENCES_CONSTRAINT => {
            let columns = child(SyntaxKind::COLUMN_NAME_REF).and_then(|n| ident(&n)).into_iter().collect();
            let table = path_of(&child(SyntaxKind::TABLE_NAME_REF)?)?;
            (ConstraintKind::ForeignKey { table, columns }, own())
        }
        SyntaxKind::FOREIGN_KEY_CONSTRAINT => {
            let table = path_of(&child(SyntaxKind::TABLE_NAME_REF)?)?;
            let mut lists = node.children().filter(|n| n.kind() == SyntaxKind::FOREIGN_KEY_COLUMN_LIST);
            let from = lists.next().map(|l| columns_of(&l)).unwrap_or_default();
            let columns = lists.next().map(|l| columns_of(&l)).unwrap_or_default();
            (ConstraintKind::ForeignKey { table, columns }, from)
        }
        _ => return None,
    };
    let name = names::first(node, SyntaxKind::CONSTRAINT_NAME).and_then(|n| ident(&n));
    let not_valid = node.children().any(|n| n.kind() == SyntaxKind::NOT_VALID);
    Some(Constraint { name, kind, columns, not_valid, place: place_of(node) })
}

/// The columns that an expression names, each once. The name of a function is none.
fn checked(check: &SyntaxNode) -> Vec<Ident> {
    let is_call = |n: &SyntaxNode| n.parent().is_some_and(|p| p.kind() == SyntaxKind::CALL_EXPR);
    let names = check.descendants().filter(|n| n.kind() == SyntaxKind::NAME_REF && !is_call(n));
    let mut found: Vec<Ident> = Vec::new();
    for name in names.filter_map(|n| ident(&n)) {
        if found.iter().all(|f| f.value != name.value) {
            found.push(name);
        }
    }
    found
}

fn columns_of(list: &SyntaxNode) -> Vec<Ident> {
    let refs = list.children().filter(|n| n.kind() == SyntaxKind::COLUMN_NAME_REF);
    let columns: Vec<Ident> = refs.filter_map(|n| ident(&n)).collect();
    if columns.is_empty() { idents(list) } else { columns }
}

fn last_word(node: &SyntaxNode) -> Option<Ident> {
    node.words().last().map(|t| names::ident_of(&t))
}

/// A type as it is written, made one of its spellings.
pub(super) fn type_of(node: &SyntaxNode) -> Option<Type> {
    let (mut name, mut arguments, mut depth, mut is_array) = (String::new(), String::new(), 0usize, false);
    let mut glued = true;
    for token in node.words() {
        match token.text() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "[" => is_array = true,
            "]" => {}
            text if depth > 0 => {
                arguments.push_str(if text == "," { ", " } else { text });
            }
            _ if is_array => {}
            "." => {
                name.push('.');
                glued = true;
            }
            text if text.eq_ignore_ascii_case("array") => is_array = true,
            text => {
                if !glued {
                    name.push(' ');
                }
                // Quoted, it is a type of one byte, and another than `char`.
                if text == "\"char\"" {
                    name.push_str(text);
                } else {
                    name.push_str(&names::ident_of(&token).value);
                }
                glued = false;
            }
        }
    }
    let bare = name.strip_prefix("pg_catalog.").unwrap_or(&name);
    let mut arguments = Some(arguments).filter(|a| !a.is_empty());
    let name = match (bare, arguments.as_deref().map(str::parse::<u8>)) {
        // How many bits `float` has says which of two types it is.
        ("float", Some(bits)) => {
            arguments = None;
            if bits.is_ok_and(|bits| bits <= 24) { "real" } else { "double precision" }
        }
        _ => spelling(bare),
    };
    let name = name.to_owned();
    (!name.is_empty()).then(|| Type { name, arguments, is_array, place: place_of(node) })
}

/// PostgreSQL's other spellings of its own types, made the one that `types/forbid` and people use.
/// Source: the table of data types in PostgreSQL's documentation, chapter "Data Types".
fn spelling(name: &str) -> &str {
    match name {
        "character varying" | "char varying" | "national character varying" | "national char varying" => "varchar",
        "character" | "bpchar" | "national character" | "national char" | "nchar" => "char",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        "int" | "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "serial4" => "serial",
        "serial8" => "bigserial",
        "serial2" => "smallserial",
        "float4" => "real",
        "float8" | "float" => "double precision",
        "decimal" | "dec" => "numeric",
        "bool" => "boolean",
        "bit varying" => "varbit",
        other => other,
    }
}
