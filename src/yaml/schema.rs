//! What a mapping may hold. One description serves to check a file and to explain what is wrong with it;
//! every kind of document, the register and the configuration are written in it.

use chrono::DateTime;

use super::{Node, Value};
use crate::dates::{Period, SlashOrder, parse_date};
use crate::diag::{Diagnostic, RuleName, known_words, nearest};
use crate::source::Span;

/// The type of a value.
#[derive(Debug, Clone)]
pub enum Type {
    /// Anything at all; what is inside is not looked at.
    Any,
    /// One scalar.
    Text,
    Bool,
    Int,
    Number,
    /// A calendar date.
    Date,
    /// An RFC 3339 time with its offset, or a date.
    Instant,
    /// `90d`, `6mo`, `1 year`.
    Period,
    /// One of a few words.
    OneOf(Vec<String>),
    /// The name of something in the register.
    Ref(Ref),
    /// A list; one value may stand for a list of one.
    List(Box<Type>),
    /// A mapping with free keys.
    Map(Box<Type>),
    /// A mapping with known keys.
    Record(Vec<Field>),
    /// A value of the first type that is not a mapping, else of the second.
    Either(Box<Type>, Box<Type>),
}

/// What a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ref {
    Person,
    Team,
    Service,
}

impl Ref {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Service => "service",
        }
    }

    pub fn register(self) -> &'static str {
        match self {
            Self::Person => "people.yaml",
            Self::Team => "teams.yaml",
            Self::Service => "services.yaml",
        }
    }
}

/// A key of a [`Type::Record`].
#[derive(Debug, Clone)]
pub struct Field {
    pub key: String,
    pub ty: Type,
    pub required: bool,
}

pub fn field(key: &str, ty: Type) -> Field {
    Field { key: key.to_owned(), ty, required: false }
}

pub fn required(key: &str, ty: Type) -> Field {
    Field { required: true, ..field(key, ty) }
}

pub fn list(ty: Type) -> Type {
    Type::List(Box::new(ty))
}

pub fn one_of(words: &[&str]) -> Type {
    Type::OneOf(words.iter().map(|w| (*w).to_owned()).collect())
}

/// Whether a name is in the register; if not, the nearest one that is.
pub trait Known {
    fn lookup(&self, kind: Ref, name: &str) -> Result<(), Option<String>>;
}

/// For files that are read before the register is: every name passes.
pub struct Unchecked;

impl Known for Unchecked {
    fn lookup(&self, _: Ref, _: &str) -> Result<(), Option<String>> {
        Ok(())
    }
}

/// The rules that the findings of one kind of file carry.
#[derive(Debug, Clone, Copy)]
pub struct RuleSet {
    pub unknown_key: RuleName,
    pub bad_value: RuleName,
    pub missing: RuleName,
}

pub const PAGE_RULES: RuleSet =
    RuleSet { unknown_key: "page/unknown-key", bad_value: "page/bad-value", missing: "page/bad-value" };

pub const CONFIG_RULES: RuleSet =
    RuleSet { unknown_key: "config/unknown-key", bad_value: "config/bad-value", missing: "config/missing" };

/// Holds a value against its type.
pub struct Checker<'a> {
    pub rules: RuleSet,
    pub known: &'a dyn Known,
    /// Where a missing key is reported; without it, at the mapping's first key.
    pub top: Option<Span>,
    pub found: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Checks `node`, which is the value of `key`. Null passes everywhere: a key without a value is an absent key.
    pub fn value(&mut self, key: &str, node: &Node, ty: &Type) {
        if node.is_null() {
            return;
        }
        match ty {
            Type::Any => {}
            Type::List(inner) => match &node.value {
                Value::List(items) => {
                    for item in items {
                        self.value(key, item, inner);
                    }
                }
                _ => self.value(key, node, inner),
            },
            Type::Map(inner) => match &node.value {
                Value::Map(entries) => {
                    for (name, value) in entries {
                        self.value(&name.value, value, inner);
                    }
                }
                _ => self.mismatch(key, node, "a mapping"),
            },
            Type::Record(fields) => self.record(key, node, fields),
            Type::Either(scalar, mapping) => match node.value {
                Value::Map(_) => self.value(key, node, mapping),
                _ => self.value(key, node, scalar),
            },
            scalar => self.scalar(key, node, scalar),
        }
    }

    /// Checks the keys and values of a mapping.
    pub fn record(&mut self, key: &str, node: &Node, fields: &[Field]) {
        let Value::Map(entries) = &node.value else {
            self.mismatch(key, node, "a mapping");
            return;
        };
        // Mappings inside this one have places of their own.
        let top = self.top.take();
        for (name, value) in entries {
            match fields.iter().find(|f| f.key == *name.value) {
                Some(f) => self.value(&f.key, value, &f.ty),
                None => {
                    let hint = nearest(&name.value, fields.iter().map(|f| f.key.as_str()));
                    let help = match hint {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!(
                            "known here: {}",
                            fields.iter().map(|f| f.key.as_str()).collect::<Vec<_>>().join(", ")
                        ),
                    };
                    self.found.push(
                        Diagnostic::new(self.rules.unknown_key, name.span, format!("unknown key `{}`", name.value))
                            .help(help),
                    );
                }
            }
        }
        for f in fields.iter().filter(|f| f.required && node.get(&f.key).is_none()) {
            let place = top.or(entries.first().map(|(k, _)| k.span)).unwrap_or(node.span);
            self.found.push(
                Diagnostic::new(self.rules.missing, place, format!("`{}` is missing", f.key)).help(format!(
                    "add `{}: {}`",
                    f.key,
                    example(&f.ty)
                )),
            );
        }
    }

    fn scalar(&mut self, key: &str, node: &Node, ty: &Type) {
        let Some(text) = node.scalar() else {
            self.mismatch(key, node, noun(ty));
            return;
        };
        let fits = match ty {
            Type::Bool => node.bool().is_some(),
            Type::Int => node.int().is_some(),
            Type::Number => node.number().is_some(),
            Type::Date => parse_date(text, SlashOrder::DayFirst).is_some(),
            Type::Instant => {
                DateTime::parse_from_rfc3339(text).is_ok()
                    || (!text.contains('T') && parse_date(text, SlashOrder::DayFirst).is_some())
            }
            Type::Period => Period::parse(text).is_some(),
            Type::OneOf(words) => return self.word(key, node, text, words),
            Type::Ref(kind) => return self.name(node, text, *kind),
            _ => true,
        };
        if !fits {
            self.mismatch(key, node, noun(ty));
        }
    }

    fn word(&mut self, key: &str, node: &Node, text: &str, words: &[String]) {
        if words.iter().any(|w| w == text) {
            return;
        }
        let help = known_words(text, words.iter().map(String::as_str));
        self.found.push(
            Diagnostic::new(self.rules.bad_value, node.span, format!("`{text}` is not a value of `{key}`")).help(help),
        );
    }

    fn name(&mut self, node: &Node, text: &str, kind: Ref) {
        let Err(near) = self.known.lookup(kind, text) else {
            return;
        };
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add it to {}", kind.register()),
        };
        self.found.push(
            Diagnostic::new(
                self.rules.bad_value,
                node.span,
                format!("no {} `{text}` in {}", kind.noun(), kind.register()),
            )
            .help(help),
        );
    }

    fn mismatch(&mut self, key: &str, node: &Node, wanted: &str) {
        let written = match node.scalar() {
            Some(text) if text.chars().count() <= 40 => format!("`{text}`"),
            _ => node.describe().to_owned(),
        };
        self.found.push(Diagnostic::new(
            self.rules.bad_value,
            node.span,
            format!("`{key}` takes {wanted}, not {written}"),
        ));
    }
}

fn noun(ty: &Type) -> &'static str {
    match ty {
        Type::Bool => "true or false",
        Type::Int => "a whole number",
        Type::Number => "a number",
        Type::Date => "a date (YYYY-MM-DD)",
        Type::Instant => "a time with its offset (2026-11-22T08:00:00Z)",
        Type::Period => "a duration (90d, 2w, 6mo, 1y)",
        _ => "text",
    }
}

fn example(ty: &Type) -> String {
    match ty {
        Type::Bool => "true".to_owned(),
        Type::Int | Type::Number => "1".to_owned(),
        Type::Date => "2026-11-22".to_owned(),
        Type::Instant => "2026-11-22T08:00:00Z".to_owned(),
        Type::Period => "6mo".to_owned(),
        Type::OneOf(words) => words.join(" | "),
        Type::List(inner) => format!("[{}]", example(inner)),
        Type::Map(_) | Type::Record(_) => "{…}".to_owned(),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn check(text: &str, fields: &[Field]) -> Vec<String> {
        let node = super::super::parse(text, FileId(0), 0, "config/bad-value").expect("valid YAML");
        let mut checker = Checker { rules: CONFIG_RULES, known: &Unchecked, top: None, found: Vec::new() };
        checker.record("", &node, fields);
        checker
            .found
            .into_iter()
            .map(|d| format!("{}: {} ({})", d.rule, d.message, d.help.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn findings_name_the_key_the_value_and_what_was_meant() {
        let fields = [
            required("title", Type::Text),
            field("review_every", Type::Period),
            field("level", one_of(&["intro", "working", "expert"])),
            field("tags", list(Type::Text)),
        ];
        assert_eq!(check("title: x\ntags: one\nlevel: intro\n", &fields), Vec::<String>::new());
        assert_eq!(
            check("titel: x\nreview_every: soon\nlevel: export\ntags: [{a: 1}]\n", &fields),
            [
                "config/unknown-key: unknown key `titel` (did you mean `title`?)",
                "config/bad-value: `review_every` takes a duration (90d, 2w, 6mo, 1y), not `soon` ()",
                "config/bad-value: `export` is not a value of `level` (did you mean `expert`? Known: intro, working, expert)",
                "config/bad-value: `tags` takes text, not a mapping ()",
                "config/missing: `title` is missing (add `title: …`)",
            ]
        );
    }
}
