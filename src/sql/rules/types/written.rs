//! Types as a standard writes them.

use crate::sql::syntax::{Column, Effect, Script, Statement, Type};

/// A type that a standard names: `json`, `varchar(n)`, `numeric(12, 2)`, `text[]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    name: String,
    arguments: Arguments,
    /// Arrays alone.
    is_array: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Arguments {
    /// With or without.
    Any,
    /// `(n)`: with some, whichever.
    Some,
    /// `(80)`: these.
    These(String),
}

impl Written {
    /// Reads a type as that of a column, so that all spellings of one are the same. Nothing where it is none.
    pub(super) fn parse(text: &str) -> Option<Self> {
        // A letter stands for any number.
        let (numbered, any) = match text.split_once('(') {
            Some((head, rest)) if rest.starts_with(|c: char| c.is_alphabetic()) => {
                let tail = rest.split_once(')')?.1;
                (format!("{head}(1){tail}"), true)
            }
            _ => (text.to_owned(), false),
        };
        let script = Script::read(&format!("CREATE TABLE t (c {numbered})"));
        let [Statement { effect: Effect::CreateTable(table), .. }] = script.statements.as_slice() else { return None };
        let [Column { ty: Some(ty), constraints, has_default: false, .. }] = table.columns.as_slice() else {
            return None;
        };
        if !script.errors.is_empty() || !constraints.is_empty() || !table.constraints.is_empty() {
            return None;
        }
        let arguments = match &ty.arguments {
            None => Arguments::Any,
            Some(_) if any => Arguments::Some,
            Some(these) => Arguments::These(these.clone()),
        };
        Some(Self { name: ty.name.clone(), arguments, is_array: ty.is_array })
    }

    /// Whether a column's type is this one, or an array of it.
    pub(super) fn is(&self, ty: &Type) -> bool {
        let written = ty.arguments.as_deref();
        let arguments = match &self.arguments {
            Arguments::Any => true,
            Arguments::Some => written.is_some(),
            Arguments::These(these) => written == Some(these),
        };
        self.name == ty.name && arguments && (ty.is_array || !self.is_array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_one_and_what_is_no_type_is_refused() {
        let type_of = |text: &str| {
            let script = Script::read(&format!("CREATE TABLE t (c {text})"));
            let Effect::CreateTable(table) = &script.statements[0].effect else { panic!("{text}") };
            table.columns[0].ty.clone().expect(text)
        };
        let cases = [
            ("int4", "integer", true),
            ("INT", "int4[]", true),
            ("text[]", "text", false),
            ("text[]", "text[]", true),
            ("varchar", "character varying(80)", true),
            ("varchar(n)", "varchar(80)", true),
            ("varchar(n)", "varchar", false),
            ("varchar(80)", "varchar(90)", false),
            ("numeric(12,2)", "decimal(12, 2)", true),
            ("numeric(p, s)", "numeric(12, 2)", true),
            ("timestamp", "timestamp(3) without time zone", true),
            ("timestamp", "timestamp with time zone", false),
            ("timestamp(n) with time zone", "timestamptz(3)", true),
            ("float", "double precision", true),
            ("pg_catalog.json", "json", true),
            ("json", "jsonb", false),
            ("serial", "serial4", true),
            ("billing.amount", "billing.amount", true),
            ("char", "character(3)", true),
        ];
        for (written, column, is) in cases {
            assert_eq!(Written::parse(written).expect(written).is(&type_of(column)), is, "{written} {column}");
        }
        for none in ["", "varchar(", "json)", "json, d text", "json DEFAULT 1", "json PRIMARY KEY", "ab cd ef", "''"] {
            assert_eq!(Written::parse(none), None, "{none}");
        }
    }
}
