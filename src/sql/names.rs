//! The names that PostgreSQL chooses where a statement gives none: rules of names judge them, and a later `DROP INDEX`
//! finds what it means.
//! Source: PostgreSQL's `makeObjectName`, `ChooseRelationName`, `ChooseIndexNameAddition` and `ChooseIndexColumnNames`
//! in src/backend/commands/indexcmds.c, and `FigureColname` in src/backend/parser/parse_target.c.

use super::syntax::{Constraint, ConstraintKind, Index};

/// The longest name, in bytes: `NAMEDATALEN - 1`.
pub(super) const LONGEST: usize = 63;

/// A name as PostgreSQL keeps it.
pub(super) fn cut(name: &str) -> String {
    clip(name, LONGEST).to_owned()
}

/// A text cut to at most so many bytes, between two characters.
pub(super) fn clip(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A name as it is written in SQL: in quotes where PostgreSQL would fold or refuse it without.
pub(super) fn written(name: &str) -> String {
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The name of an index that is created without one, `orders_customer_id_idx`, where nothing else has it.
pub(super) fn index(index: &Index) -> String {
    let key = |k: &super::syntax::Key| k.column.as_ref().map_or_else(|| expression(&k.text), |c| cut(&c.value));
    let included = index.include.iter().map(|c| cut(&c.value));
    object(&index.table.name.value, &keys(index.keys.iter().map(key).chain(included)), "idx")
}

/// The name of a constraint that is written without one, where nothing else has it. Nothing for `NOT NULL`, which has
/// names only since PostgreSQL 18, and where the columns are not known.
pub(super) fn constraint(table: &str, constraint: &Constraint) -> Option<String> {
    let columns: Vec<&str> = constraint.columns.iter().map(|c| c.value.as_str()).collect();
    let all = || self::columns(columns.iter().copied());
    match &constraint.kind {
        ConstraintKind::PrimaryKey { using_index: Some(index) }
        | ConstraintKind::Unique { using_index: Some(index) } => Some(index.value.clone()),
        ConstraintKind::PrimaryKey { .. } => Some(object(table, "", "pkey")),
        ConstraintKind::NotNull => None,
        _ if columns.is_empty() => None,
        ConstraintKind::Unique { .. } => Some(object(table, &all(), "key")),
        ConstraintKind::ForeignKey { .. } => Some(object(table, &all(), "fkey")),
        // PostgreSQL names the column of a check if there is one alone.
        ConstraintKind::Check if columns.len() > 1 => Some(object(table, "", "check")),
        ConstraintKind::Check => Some(object(table, &all(), "check")),
        ConstraintKind::Exclude => Some(object(table, &all(), "excl")),
    }
}

/// `orders_customer_id_fkey` of its parts: the longer of the first two gives way until all fit.
pub(super) fn object(table: &str, columns: &str, label: &str) -> String {
    let parts = usize::from(!columns.is_empty());
    let room = LONGEST.saturating_sub(parts + 1 + label.len());
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let (table, columns) = (clip(table, first), clip(columns, second));
    if parts == 0 { format!("{table}_{label}") } else { format!("{table}_{columns}_{label}") }
}

/// A name that nothing has: `label`, else `label1`, `label2`.
pub(super) fn free(table: &str, columns: &str, label: &str, taken: impl Fn(&str) -> bool) -> String {
    let numbered = (1..).map(|n| object(table, columns, &format!("{label}{n}")));
    let mut names = std::iter::once(object(table, columns, label)).chain(numbered);
    names.find(|name| !taken(name)).unwrap_or_default()
}

/// The names of an index's keys in its own name, each once.
pub(super) fn keys(names: impl Iterator<Item = String>) -> String {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let numbered = (1..).map(|n: usize| {
            let number = n.to_string();
            format!("{}{number}", clip(&name, LONGEST - number.len()))
        });
        let mut all = std::iter::once(name.clone()).chain(numbered);
        found.extend(all.find(|n| !found.contains(n)));
    }
    columns(found.iter().map(String::as_str))
}

/// Columns with `_` between them, as many as can be seen.
pub(super) fn columns<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut joined = String::new();
    for name in names {
        if !joined.is_empty() {
            joined.push('_');
        }
        joined.push_str(name);
        if joined.len() > LONGEST {
            break;
        }
    }
    joined
}

/// What an expression is called in the name of its index: the function that it calls, the column or the type of a cast.
pub(super) fn expression(text: &str) -> String {
    let mut text = text.trim();
    while let Some(inner) = text.strip_prefix('(') {
        match closing(inner) {
            // What follows is an operator class or an order, or a cast of the whole.
            Some(end) if inner[end + 1..].trim_start().starts_with("::") => break,
            Some(end) if !is_operator(&inner[end + 1..]) => text = inner[..end].trim(),
            _ => return "expr".to_owned(),
        }
    }
    let (value, cast) = match split_cast(text) {
        Some((value, cast)) => (value.trim(), Some(cast)),
        None => (text, None),
    };
    let word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
    if let Some((name, rest)) = value.split_once('(') {
        let name = name.trim().rsplit('.').next().unwrap_or_default();
        if word(name) && closing(rest).is_some_and(|end| rest[end + 1..].trim().is_empty() || cast.is_none()) {
            let whole = closing(rest).is_some_and(|end| !is_operator(&rest[end + 1..]));
            return if whole { name.to_lowercase() } else { "expr".to_owned() };
        }
    }
    if cast.is_some() && value.starts_with('(') {
        let inner = expression(value);
        if inner != "expr" {
            return inner;
        }
    }
    match cast {
        _ if word(value) && !value.starts_with(|c: char| c.is_ascii_digit()) => value.to_lowercase(),
        Some(cast) => of_type(cast),
        None => "expr".to_owned(),
    }
}

/// Whether something goes on with an operator.
fn is_operator(rest: &str) -> bool {
    rest.trim_start().starts_with(|c: char| "+-*/<>=~!@#%^&|`?:".contains(c))
}

/// The last cast at the top level of an expression.
fn split_cast(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    let mut last = None;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && bytes.get(at + 1) == Some(&b':') => last = Some(at),
            _ => {}
        }
    }
    last.map(|at| (&text[..at], &text[at + 2..]))
}

/// Where the parenthesis that is open at the start of a text is closed.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            b'(' if !quoted => depth += 1,
            b')' if !quoted && depth == 0 => return Some(at),
            b')' if !quoted => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The name of a type in PostgreSQL's own catalogue.
fn of_type(written: &str) -> String {
    let name = written.trim().to_lowercase();
    let name = name.split(['(', '[', ' ']).next().unwrap_or_default();
    let known = match name {
        "int" | "integer" => "int4",
        "bigint" => "int8",
        "smallint" => "int2",
        "boolean" => "bool",
        "real" => "float4",
        "double" | "float" => "float8",
        "decimal" => "numeric",
        other => other,
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_postgresqls() {
        let long = "a".repeat(60);
        for (name, is) in [
            (object("orders", "customer_id", "fkey"), "orders_customer_id_fkey".to_owned()),
            (object("orders", "", "pkey"), "orders_pkey".to_owned()),
            (object(&long, "", "pkey"), format!("{}_pkey", "a".repeat(58))),
            (object(&long, &"b".repeat(40), "idx"), format!("{}_{}_idx", "a".repeat(29), "b".repeat(29))),
            (object(&"é".repeat(40), "b", "idx"), format!("{}_b_idx", "é".repeat(28))),
            (free("t", "a", "idx", |n| n == "t_a_idx" || n == "t_a_idx1"), "t_a_idx2".to_owned()),
            (keys(["expr", "a", "expr"].into_iter().map(str::to_owned)), "expr_a_expr1".to_owned()),
        ] {
            assert_eq!(name, is);
            assert!(name.len() <= LONGEST);
        }
    }

    #[test]
    fn what_would_fold_is_quoted() {
        assert_eq!(["orders", "userId", "2fa", "a\"b"].map(written).join(" "), "orders \"userId\" \"2fa\" \"a\"\"b\"");
    }

    #[test]
    fn expressions_are_called_as_postgresql_calls_them() {
        for (text, name) in [
            ("lower(email)", "lower"),
            ("lower(email) DESC", "lower"),
            ("(lower(email)) text_pattern_ops", "lower"),
            ("((data ->> 'a'))", "expr"),
            ("((data ->> 'a')::int)", "int4"),
            ("(a + b)", "expr"),
            ("(a::text)", "a"),
            ("((a)::text)", "a"),
            ("((lower(a))::varchar)", "lower"),
            ("coalesce(a, b)", "coalesce"),
            ("(lower(a) || b)", "expr"),
            ("pg_catalog.lower(a)", "lower"),
        ] {
            assert_eq!(expression(text), name, "{text}");
        }
    }
}
