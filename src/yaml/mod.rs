//! The one reader of YAML: front matter, configuration and data alike.
//!
//! 1. [`parse`] turns text into a tree of [`Node`]s, each with its place in the file. Budgets stop alias bombs
//!    and absurd nesting; a syntax error is one finding at its place.
//! 2. [`schema`] says what a mapping may hold; everything that does not fit is a finding.
//! 3. The typed getters of [`Node`] read what is left. They stay silent about bad values, because the schema
//!    has reported them already.
//! 4. [`edit`] writes into what was read, and touches nothing else.

pub mod edit;
pub mod schema;
mod tree;

use chrono::NaiveDate;

use crate::dates::{Period, SlashOrder, parse_date};
use crate::diag::{Diagnostic, RuleName};
use crate::source::{FileId, Span, Spanned};

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

/// What YAML can say. Scalars keep the text they were written with: `id: 0012` is the text `0012`.
#[derive(Debug, Clone)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64, Box<str>),
    Float(f64, Box<str>),
    Text(Box<str>),
    List(Vec<Node>),
    Map(Vec<(Spanned<Box<str>>, Node)>),
}

/// Parses one YAML document. `base` is the byte offset of `text` in the file, so that places in front matter
/// are places in the whole document. An empty text is [`Value::Null`].
pub fn parse(text: &str, file: FileId, base: usize, rule: RuleName) -> Result<Node, Diagnostic> {
    tree::parse(text, file, base, rule)
}

impl Node {
    pub fn null(span: Span) -> Self {
        Self { span, value: Value::Null }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// What kind of value this is, for messages.
    pub fn describe(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(..) | Value::Float(..) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    pub fn entries(&self) -> &[(Spanned<Box<str>>, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a key, unless it is absent or null.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, v)| v).filter(|v| !v.is_null())
    }

    pub fn entry(&self, key: &str) -> Option<(&Spanned<Box<str>>, &Node)> {
        self.entries().iter().find(|(k, _)| &*k.value == key).map(|(k, v)| (k, v))
    }

    /// A scalar as it was written; nothing for null, lists and mappings.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Text(s) | Value::Int(_, s) | Value::Float(_, s) => Some(s),
            Value::Bool(true) => Some("true"),
            Value::Bool(false) => Some("false"),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    pub fn text(&self) -> Option<Spanned<String>> {
        self.scalar().map(|s| Spanned::new(s.to_owned(), self.span))
    }

    pub fn bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }

    pub fn int(&self) -> Option<i64> {
        match self.value {
            Value::Int(i, _) => Some(i),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Int(i, _) => Some(i as f64),
            Value::Float(f, _) => Some(f),
            _ => None,
        }
    }

    pub fn date(&self) -> Option<Spanned<NaiveDate>> {
        let date = parse_date(self.scalar()?, SlashOrder::DayFirst)?;
        Some(Spanned::new(date, self.span))
    }

    pub fn period(&self) -> Option<Spanned<Period>> {
        let period = Period::parse(self.scalar()?)?;
        Some(Spanned::new(period, self.span))
    }

    /// A list of scalars, or one scalar as a list of one.
    pub fn texts(&self) -> Vec<Spanned<String>> {
        match &self.value {
            Value::List(items) => items.iter().filter_map(Node::text).collect(),
            _ => self.text().into_iter().collect(),
        }
    }

    /// The same value for JSON: templates and exports see `extra:` this way.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value as Json;
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(b) => Json::Bool(*b),
            Value::Int(i, _) => Json::from(*i),
            Value::Float(f, _) => Json::from(*f),
            Value::Text(s) => Json::from(&**s),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Map(entries) => entries
                .iter()
                .map(|(k, v)| (k.value.to_string(), v.to_json()))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Node {
        parse(text, FileId(0), 0, "page/front-matter").expect("valid YAML")
    }

    #[test]
    fn scalars_keep_their_text_and_place() {
        let text = "id: 0012\nwhen: 2026-11-22\nlist: [a, \"b c\"]\nn: 1.50\nyes_: true\nempty:\n";
        let node = read(text);
        let at = |key: &str| {
            let n = node.get(key).expect("key");
            &text[n.span.range()]
        };
        assert_eq!(node.get("id").and_then(Node::scalar), Some("0012"));
        assert_eq!(at("id"), "0012");
        assert_eq!(at("when"), "2026-11-22");
        assert_eq!(node.get("n").and_then(Node::scalar), Some("1.50"));
        let list: Vec<&str> = node.get("list").expect("list").items().iter().map(|n| &text[n.span.range()]).collect();
        assert_eq!(list, ["a", "\"b c\""]);
        assert!(node.get("empty").is_none());
        assert!(node.entry("empty").is_some());
    }

    #[test]
    fn a_syntax_error_has_a_place() {
        let found = parse("a: 1\nb: [1, 2\nc: 3\n", FileId(0), 10, "page/front-matter").expect_err("invalid");
        assert_eq!(found.rule, "page/front-matter");
        assert!(found.span.start >= 10, "{found:?}");
    }

    #[test]
    fn alias_bombs_and_deep_nesting_stop() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let list = format!("*a{}, ", i - 1).repeat(10);
            bomb.push_str(&format!("a{i}: &a{i} [{}]\n", list.trim_end_matches(", ")));
        }
        assert!(parse(&bomb, FileId(0), 0, "config/bad-value").is_err());
        let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
        assert!(parse(&deep, FileId(0), 0, "config/bad-value").is_err());
    }

    #[test]
    fn places_after_multibyte_text_are_bytes() {
        let text = "title: Überfällig\nowner: dre\n";
        let node = read(text);
        assert_eq!(&text[node.get("owner").expect("owner").span.range()], "dre");
        assert_eq!(&text[node.get("title").expect("title").span.range()], "Überfällig");
    }
}
