//! From text to [`Node`]s, by serde: the parser's own value with its place becomes ours.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned as Placed;

use super::{Node, Value};
use crate::diag::{Diagnostic, RuleName};
use crate::source::{FileId, Span, Spanned};

pub(super) fn parse(text: &str, file: FileId, base: usize, rule: RuleName) -> Result<Node, Diagnostic> {
    if text.trim().is_empty() {
        return Ok(Node::null(Span::new(file, base..base)));
    }
    let options = serde_yaml::options! {
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::PassThrough,
    };
    let place = Place { text, file, base };
    match serde_yaml::from_str_with_options::<Option<Raw>>(text, options) {
        Ok(Some(raw)) => {
            let node = place.node(raw);
            match duplicate(&node) {
                Some(found) => Err(found.into_diagnostic(rule)),
                None => Ok(node),
            }
        }
        Ok(None) => Ok(Node::null(Span::new(file, base..base))),
        Err(error) => {
            let span = error.location().map_or(Span::new(file, base..base), |l| {
                // A scanner's error counts in characters alone.
                let by_chars =
                    || text.char_indices().nth(l.span().offset() as usize).map_or(text.len(), |(at, _)| at) as u64;
                place.span(Some(l.span().byte_offset().unwrap_or_else(by_chars)), l.span().byte_len())
            });
            Err(Diagnostic::new(rule, span, format!("this YAML cannot be read: {}", brief(&error)))
                .help("values that hold `: `, ` #` or start with a special character need quotes"))
        }
    }
}

/// The parser's message without the place it repeats: a finding has one already.
fn brief(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or("not valid");
    let line = line.strip_prefix("error: ").unwrap_or(line);
    let line = match line.find(" at line ").or_else(|| line.find(", line ")) {
        Some(at) => &line[..at],
        None => line,
    };
    match line.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, message)) => message.to_owned(),
        None => line.to_owned(),
    }
}

struct Duplicate<'a> {
    first: &'a Spanned<Box<str>>,
    second: &'a Spanned<Box<str>>,
}

impl Duplicate<'_> {
    fn into_diagnostic(self, rule: RuleName) -> Diagnostic {
        Diagnostic::new(rule, self.second.span, format!("`{}` is given twice", self.second.value))
            .help("keep one of the two")
            .related(self.first.span, "given here first")
    }
}

/// The first key that one mapping gives twice. YAML forbids it, and whichever value won would surprise someone.
fn duplicate(node: &Node) -> Option<Duplicate<'_>> {
    match &node.value {
        Value::Map(entries) => entries.iter().enumerate().find_map(|(i, (key, value))| {
            entries[..i]
                .iter()
                .find(|(k, _)| k.value == key.value)
                .map(|(first, _)| Duplicate { first, second: key })
                .or_else(|| duplicate(value))
        }),
        Value::List(items) => items.iter().find_map(duplicate),
        _ => None,
    }
}

struct Place<'a> {
    text: &'a str,
    file: FileId,
    base: usize,
}

impl Place<'_> {
    fn span(&self, offset: Option<u64>, len: Option<u64>) -> Span {
        let clamp = |n: u64| {
            let mut at = usize::try_from(n).unwrap_or(usize::MAX).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = offset.map_or(0, clamp);
        let end = clamp(offset.unwrap_or(0).saturating_add(len.unwrap_or(0))).max(start);
        Span::new(self.file, self.base + start..self.base + end)
    }

    fn located(&self, at: &serde_yaml::Location) -> Span {
        self.span(at.span().byte_offset(), at.span().byte_len())
    }

    fn node(&self, raw: Raw) -> Node {
        let mut span = self.located(&raw.0.referenced);
        let written = || -> Box<str> {
            let range = span.range();
            self.text.get(range.start - self.base..range.end - self.base).unwrap_or_default().trim().into()
        };
        let value = match raw.0.value {
            RawValue::Null => Value::Null,
            RawValue::Bool(b) => Value::Bool(b),
            RawValue::Int(i) => Value::Int(i, written()),
            RawValue::Float(f) => Value::Float(f, written()),
            RawValue::Text(s) => Value::Text(s.into()),
            RawValue::List(items) => {
                let items: Vec<Node> = items.into_iter().map(|i| self.node(i)).collect();
                if let Some(last) = items.last() {
                    span.end = span.end.max(last.span.end);
                }
                Value::List(items)
            }
            RawValue::Map(entries) => {
                let entries: Vec<_> = entries
                    .into_iter()
                    .map(|(k, v)| {
                        let key = Spanned::new(k.value.into(), self.located(&k.referenced));
                        (key, self.node(v))
                    })
                    .collect();
                if let Some((_, last)) = entries.last() {
                    span.end = span.end.max(last.span.end);
                }
                Value::Map(entries)
            }
        };
        Node { span, value }
    }
}

struct Raw(Placed<RawValue>);

enum RawValue {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(Placed<String>, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Placed::deserialize(deserializer).map(Raw)
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, v: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<RawValue, E> {
        Ok(RawValue::Int(v))
    }

    fn visit_u64<E>(self, v: u64) -> Result<RawValue, E> {
        Ok(i64::try_from(v).map_or(RawValue::Float(v as f64), RawValue::Int))
    }

    fn visit_i128<E>(self, v: i128) -> Result<RawValue, E> {
        Ok(RawValue::Float(v as f64))
    }

    fn visit_u128<E>(self, v: u128) -> Result<RawValue, E> {
        Ok(RawValue::Float(v as f64))
    }

    fn visit_f64<E>(self, v: f64) -> Result<RawValue, E> {
        Ok(RawValue::Float(v))
    }

    fn visit_str<E>(self, v: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(v))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawValue, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(RawValue::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawValue, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(RawValue::Map(entries))
    }
}
