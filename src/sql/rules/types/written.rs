//! Types as a standard writes them.

use crate::sql::syntax::Type;

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
    /// Reads a type. Nothing where its brackets do not close.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (text, is_array) = match text.trim().strip_suffix("[]") {
            Some(element) => (element.trim_end(), true),
            None => (text.trim(), false),
        };
        let (name, arguments) = match text.split_once('(') {
            // `timestamp(3) with time zone`: the arguments stand inside of the name.
            Some((head, rest)) => {
                let (inside, tail) = rest.split_once(')')?;
                (format!("{} {}", head.trim_end(), tail.trim()), Some(inside))
            }
            None => (text.to_owned(), None),
        };
        let name = canonical(&name);
        let is_name = name.chars().all(|c| c.is_alphanumeric() || " _.$\"".contains(c));
        let arguments = match arguments {
            None => Arguments::Any,
            Some(inside) if inside.chars().any(char::is_alphabetic) => Arguments::Some,
            Some(inside) => Arguments::These(without_spaces(inside)),
        };
        (is_name && !name.is_empty()).then_some(Self { name, arguments, is_array })
    }

    /// Whether a column's type is this one, or an array of it.
    pub(super) fn is(&self, ty: &Type) -> bool {
        let written = ty.arguments.as_deref();
        let arguments = match &self.arguments {
            Arguments::Any => true,
            Arguments::Some => written.is_some(),
            Arguments::These(these) => written.is_some_and(|w| without_spaces(w) == *these),
        };
        self.name == ty.name && arguments && (ty.is_array || !self.is_array)
    }
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A type's one name, as [`Type`] has it.
fn canonical(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let name = name.strip_prefix("pg_catalog.").map(str::to_owned).unwrap_or(name);
    match name.as_str() {
        "int" | "int4" => "integer",
        "int2" => "smallint",
        "int8" => "bigint",
        "serial2" => "smallserial",
        "serial4" => "serial",
        "serial8" => "bigserial",
        "float4" => "real",
        "float" | "float8" => "double precision",
        "decimal" | "dec" => "numeric",
        "bool" => "boolean",
        "character varying" | "char varying" | "national character varying" | "nchar varying" => "varchar",
        "character" | "national character" | "nchar" | "bpchar" => "char",
        "timestamp with time zone" => "timestamptz",
        "timestamp without time zone" => "timestamp",
        "time with time zone" => "timetz",
        "time without time zone" => "time",
        "bit varying" => "varbit",
        _ => return name,
    }
    .to_owned()
}
