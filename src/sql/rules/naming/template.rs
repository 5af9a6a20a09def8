//! A regular expression in which `{table}` and `{columns}` stand for names.

use regex::Regex;

const TABLE: &str = "{table}";
const COLUMNS: &str = "{columns}";

/// What stands for a name that cannot be known.
const ANYTHING: &str = ".+";

/// A pattern of names, some of which depend on what the named thing belongs to.
#[derive(Debug, Clone)]
pub struct Template {
    text: String,
    /// The expression itself, where no name goes in.
    fixed: Option<Regex>,
}

/// What the named thing belongs to. What is not known matches anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filling<'a> {
    pub table: Option<&'a str>,
    /// Nothing for all of them where they are not known, and for each that is an expression.
    pub columns: &'a [Option<&'a str>],
}

impl Template {
    /// # Errors
    /// Where it is no regular expression even with names for `{table}` and `{columns}`.
    pub fn new(text: &str) -> Result<Self, regex::Error> {
        let template = Self { text: text.to_owned(), fixed: None };
        let filled = Regex::new(&template.filled(Filling { table: Some("t"), columns: &[Some("c")] }))?;
        let is_fixed = !text.contains(TABLE) && !text.contains(COLUMNS);
        Ok(Self { fixed: is_fixed.then_some(filled), ..template })
    }

    /// A rule's own.
    pub(super) fn own(text: &str) -> Self {
        Self::new(text).expect("invariant: a rule's own pattern is valid")
    }

    /// The expression with the names in it.
    pub fn filled(&self, with: Filling) -> String {
        let escaped = |name: Option<&str>| name.map_or_else(|| ANYTHING.to_owned(), regex::escape);
        let columns: Vec<String> = with.columns.iter().map(|c| escaped(*c)).collect();
        let columns = if columns.is_empty() { ANYTHING.to_owned() } else { columns.join("_") };
        self.text.replace(TABLE, &escaped(with.table)).replace(COLUMNS, &columns)
    }

    /// The one name that matches, where there is but one.
    pub(super) fn only(&self, with: Filling) -> Option<String> {
        let filled = self.filled(with);
        let name = filled.strip_prefix('^')?.strip_suffix('$')?;
        (regex::escape(name) == name).then(|| name.to_owned())
    }

    /// Whether a name matches.
    pub fn matches(&self, name: &str, with: Filling) -> bool {
        match &self.fixed {
            Some(regex) => regex.is_match(name),
            None => Regex::new(&self.filled(with)).is_ok_and(|regex| regex.is_match(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_in_as_they_are() {
        let template = Template::new("^{table}_{columns}_idx$").unwrap();
        let of = |table, columns| Filling { table, columns };
        for (name, with, matches) in [
            ("orders_a_b_idx", of(Some("orders"), &[Some("a"), Some("b")][..]), true),
            ("orders_a_b_idx", of(Some("orders"), &[Some("b"), Some("a")]), false),
            ("orders_a_lower_idx", of(Some("orders"), &[Some("a"), None]), true),
            ("orders_a_idx", of(Some("ord.rs"), &[Some("a")]), false),
            ("ord.rs_a_idx", of(Some("ord.rs"), &[Some("a")]), true),
            ("anything_at_all_idx", of(None, &[]), true),
            ("anything_idx", of(Some("$^("), &[Some("[")]), false),
        ] {
            assert_eq!(template.matches(name, with), matches, "{name} {with:?}");
        }
        assert!(Template::new("^{tabel}_idx$").is_err());
        assert!(Template::new("^({table}$").is_err());
    }
}
