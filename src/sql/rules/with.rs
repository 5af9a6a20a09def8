//! `with:`, the settings of a rule, read key by key.

use regex::Regex;

use super::naming::Template;
use super::time::{self, Limit};
use crate::dates::Period;
use crate::diag::{Diagnostic, meant};
use crate::source::{Span, Spanned};
use crate::yaml::Node;
use crate::yaml::schema::{Checker, PAGE_RULES, Type, Unchecked, list, one_of};

/// What a standard gives a rule to go by. Each getter names a key that the rule knows; in the end every other key is a
/// finding.
pub struct With<'a> {
    node: Option<&'a Node>,
    /// Where the rule is named, for what is missing.
    rule: Span,
    known: Vec<&'static str>,
    found: Vec<Diagnostic>,
}

/// A word and what is said of it.
pub type Advice = (Spanned<String>, Option<String>);

impl<'a> With<'a> {
    /// `rule` is the place that a missing key is reported at.
    pub fn new(node: Option<&'a Node>, rule: Span) -> Self {
        Self { node, rule, known: Vec::new(), found: Vec::new() }
    }

    /// The value of a key, whatever it is.
    pub fn get(&mut self, key: &'static str) -> Option<&'a Node> {
        self.known.push(key);
        self.node?.get(key)
    }

    /// The value of a key, held against a type. What does not fit is a finding, and nothing.
    pub fn typed(&mut self, key: &'static str, ty: &Type) -> Option<&'a Node> {
        let node = self.get(key)?;
        self.fits(key, node, ty).then_some(node)
    }

    /// Whether a value that was found by the rule itself is of a type; a finding if not.
    pub fn fits(&mut self, key: &str, node: &Node, ty: &Type) -> bool {
        let mut checker = Checker { rules: PAGE_RULES, known: &Unchecked, top: None, found: Vec::new() };
        checker.value(key, node, ty);
        let fits = checker.found.is_empty();
        self.found.extend(checker.found);
        fits
    }

    /// A value that cannot be, in the rule's own words.
    pub fn wrong(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::new("page/bad-value", span, message).help(help));
    }

    /// Says that a key must be there, unless it is.
    pub fn require(&mut self, key: &str, example: &str) {
        let is_there = |node: &Node| !node.items().is_empty() || !node.entries().is_empty() || node.scalar().is_some();
        if self.node.and_then(|n| n.get(key)).is_some_and(is_there) {
            return;
        }
        let span = self.node.map_or(self.rule, |n| n.span);
        self.wrong(span, format!("`{key}` is missing"), format!("add `{key}: {example}` to `with:`"));
    }

    /// A whole number above zero.
    pub fn count(&mut self, key: &'static str) -> Option<usize> {
        let node = self.typed(key, &Type::Int)?;
        let count = node.int().and_then(|i| usize::try_from(i).ok()).filter(|i| *i > 0);
        if count.is_none() {
            self.wrong(
                node.span,
                format!("`{key}` takes a number above 0"),
                "leave it out where nothing is to be held",
            );
        }
        count
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.typed(key, &Type::Bool).and_then(Node::bool).unwrap_or(default)
    }

    /// A length of time: `7d`, `2 weeks`. None where it is not given.
    pub fn period(&mut self, key: &'static str) -> Option<Period> {
        self.typed(key, &Type::Period)?.scalar().and_then(Period::parse)
    }

    /// One of a few words.
    pub fn word(&mut self, key: &'static str, words: &[&str]) -> Option<String> {
        self.typed(key, &one_of(words)).and_then(Node::scalar).map(str::to_owned)
    }

    /// A list of words; one word may stand for a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.typed(key, &list(Type::Text)).map(Node::texts).unwrap_or_default()
    }

    /// A list of words, or a mapping that says something of each.
    pub fn advice(&mut self, key: &'static str) -> Vec<Advice> {
        self.get(key).map(|node| self.advice_in(key, node)).unwrap_or_default()
    }

    /// The same, of a value that the rule found itself.
    pub fn advice_in(&mut self, key: &str, node: &Node) -> Vec<Advice> {
        let ty = Type::Either(Box::new(list(Type::Text)), Box::new(Type::Map(Box::new(Type::Text))));
        if !self.fits(key, node, &ty) {
            return Vec::new();
        }
        let said = node
            .entries()
            .iter()
            .map(|(word, said)| (Spanned::new(word.value.to_string(), word.span), said.scalar().map(str::to_owned)));
        said.chain(node.texts().into_iter().map(|word| (word, None))).collect()
    }

    /// A time as PostgreSQL writes it, with its unit: `5s`, `500ms`, `1h`.
    pub fn limit(&mut self, key: &'static str) -> Option<Limit> {
        let written = self.typed(key, &Type::Text)?.text()?;
        let has_unit = written.value.ends_with(char::is_alphabetic);
        let limit = Limit::parse(&written.value).filter(|l| has_unit && !l.is_off());
        if limit.is_none() {
            let message = format!("`{key}` takes a time with its unit ({}), not `{}`", time::UNITS, written.value);
            self.wrong(written.span, message, "write it as PostgreSQL does: `500ms`, `5s`, `30min`");
        }
        limit
    }

    /// A regular expression. One that cannot be read is a finding, and the default stands.
    pub fn pattern(&mut self, key: &'static str, default: &str) -> Regex {
        let written = self.typed(key, &Type::Text).and_then(|node| self.pattern_in(node, &|text| Regex::new(text)));
        written.unwrap_or_else(|| Regex::new(default).expect("invariant: a rule's own pattern is valid"))
    }

    /// A regular expression in which names in braces stand for what a thing belongs to.
    pub fn template(&mut self, key: &'static str) -> Option<Template> {
        let node = self.typed(key, &Type::Text)?;
        let bad = self.found.len();
        let template = self.pattern_in(node, &|text| Template::new(text));
        for found in &mut self.found[bad..] {
            found.help = Some("`{table}` and `{columns}` stand for names".to_owned());
        }
        template
    }

    /// Reads a regular expression of a value that the rule found itself.
    pub fn pattern_in<T>(&mut self, node: &Node, read: &dyn Fn(&str) -> Result<T, regex::Error>) -> Option<T> {
        let written = node.text()?;
        read(&written.value)
            .inspect_err(|error| {
                let reason = error.to_string();
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let message = format!("`{}` is not a regular expression: {reason}", written.value);
                self.found.push(Diagnostic::new("page/bad-value", written.span, message));
            })
            .ok()
    }

    /// What was wrong: values that could not be read, and keys that the rule does not know.
    pub fn finish(mut self, rule: &str) -> Vec<Diagnostic> {
        if let Some(node) = self.node.filter(|n| !n.is_null()) {
            self.fits("with", node, &Type::Map(Box::new(Type::Any)));
        }
        for (key, _) in self.node.map(Node::entries).unwrap_or_default() {
            if self.known.contains(&&*key.value) {
                continue;
            }
            let otherwise = match self.known.as_slice() {
                [] => format!("`{rule}` takes no settings"),
                known => format!("`{rule}` takes: {}", known.join(", ")),
            };
            let help = meant(&key.value, self.known.iter().copied(), otherwise);
            self.found
                .push(Diagnostic::new("page/unknown-key", key.span, format!("unknown key `{}`", key.value)).help(help));
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::sql::rules;
    use crate::yaml;

    /// What is said of the settings of a rule, with the text that each finding points at.
    fn found(rule: &str, text: &str) -> Vec<String> {
        let node = yaml::parse(text, FileId(0), 0, "page/bad-value").expect("YAML");
        let rule = rules::find(rule).expect("a rule");
        let mut with = With::new(node.get("with"), Span::top(FileId(0)));
        (rule.configure)(&mut with);
        let found = with.finish(rule.name).into_iter();
        let line = |d: Diagnostic| {
            let help = d.help.map(|h| format!(" ({h})")).unwrap_or_default();
            format!("[{}] {}{help}", text[d.span.range()].trim(), d.message)
        };
        found.map(line).collect()
    }

    #[test]
    fn what_cannot_be_read_is_found_where_it_is_written() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("naming/table", "with: {pattern: '^x$', number: plural, allow: tmp, max_length: 40}", &[]),
            (
                "naming/table",
                "with: {patern: x, number: many, max_length: 0, allow: {a: b}, pattern: '('}",
                &[
                    "['('] `(` is not a regular expression: unclosed group",
                    "[many] `many` is not a value of `number` (known: plural, singular)",
                    "[{a: b] `allow` takes text, not a mapping",
                    "[0] `max_length` takes a number above 0 (leave it out where nothing is to be held)",
                    "[patern] unknown key `patern` (did you mean `pattern`?)",
                ],
            ),
            (
                "naming/index",
                "with: {pattern: '^{tabel}_idx$'}",
                &[
                    "['^{tabel}_idx$'] `^{tabel}_idx$` is not a regular expression: repetition quantifier expects a valid decimal (`{table}` and `{columns}` stand for names)",
                ],
            ),
            ("naming/constraint", "with: {check: '^{table}_{columns}_ck$', exclude: '^x'}", &[]),
            ("ddl/timeouts", "with: {max_lock_timeout: 5s, runner: statement_timeout}", &[]),
            (
                "ddl/timeouts",
                "with: {max_lock_timeout: 5000, max_statement_timeout: 5m, runner: [lock_time]}",
                &[
                    "[5000] `max_lock_timeout` takes a time with its unit (us, ms, s, min, h, d), not `5000` (write it as \
                     PostgreSQL does: `500ms`, `5s`, `30min`)",
                    "[5m] `max_statement_timeout` takes a time with its unit (us, ms, s, min, h, d), not `5m` (write it as \
                     PostgreSQL does: `500ms`, `5s`, `30min`)",
                    "[lock_time] `lock_time` is not a value of `runner` (did you mean `lock_timeout`? Known: \
                     lock_timeout, statement_timeout)",
                ],
            ),
            ("types/forbid", "with: {types: [json, 'text[]', 'timestamp(3) with time zone']}", &[]),
            (
                "types/forbid",
                "with: {types: []}",
                &["[{types: [] `types` is missing (add `types: {json: jsonb}` to `with:`)"],
            ),
            (
                "types/forbid",
                "with: {types: {'varchar(': text}, columns: {pattern: x}}",
                &[
                    "['varchar('] `varchar(` is not the name of a type (write it as in SQL: `json`, `varchar(n)`, \
                     `numeric(12, 2)`, `text[]`)",
                    "[pattern] `types` is missing (add `types: …`)",
                ],
            ),
            (
                "statement/forbid",
                "with: {statements: {TRUNCTE: no}}",
                &["[TRUNCTE] PostgreSQL has no statement `TRUNCTE` (did you mean `TRUNCATE`?)"],
            ),
            (
                "statement/allow",
                "with: {statements: {SELECT: yes}}",
                &["[{SELECT: yes] `statements` takes text, not a mapping"],
            ),
            (
                "statement/allow",
                "",
                &["[] `statements` is missing (add `statements: [CREATE TABLE, ALTER TABLE]` to `with:`)"],
            ),
            ("query/select-star", "with: {a: 1}", &["[a] unknown key `a` (`query/select-star` takes no settings)"]),
            ("query/select-star", "with: [a]", &["[[a] `with` takes a mapping, not a list"]),
        ];
        for (rule, text, wanted) in cases {
            assert_eq!(found(rule, text), *wanted, "{rule} {text}");
        }
    }
}
