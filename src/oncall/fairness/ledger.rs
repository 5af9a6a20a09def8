//! The ledger: what closed periods left on everyone's balance. It is a file in the handbook, so that what was settled
//! stays settled and anyone can look it up.

use std::sync::Arc;

use chrono::NaiveDate;

use super::account::{Amounts, Kind};
use crate::diag::{Diagnostic, known_words};
use crate::model::{Loaded, Register};
use crate::oncall::Rotation;
use crate::source::{FileId, Span, Spanned};
use crate::yaml::schema::{Checker, PAGE_RULES, Type, Unchecked, field, list, required};
use crate::yaml::{self, Node};

/// Hours: more than the 200 years of a schedule have, whatever they weigh.
const MOST: f64 = 1e9;

/// The closed periods of a rotation, in the order of time.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// None where nothing was closed yet.
    pub file: Option<FileId>,
    pub closed: Vec<Closed>,
    /// Something of the file could not be read: what it carries over nobody knows.
    pub doubtful: bool,
}

/// A period that is over.
#[derive(Debug, Clone)]
pub struct Closed {
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    pub span: Span,
    pub balances: Vec<Entry>,
}

/// What somebody's balance was at the end of a period, what had been carried over into it included.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub role: Arc<str>,
    pub site: Option<Arc<str>>,
    pub person: Arc<str>,
    pub balance: Amounts,
    /// Weighted hours carried in the period, and the share that would have been even; for the trend.
    pub load: Option<(f64, f64)>,
}

impl Ledger {
    /// The last period that was closed before a day.
    pub fn before(&self, day: NaiveDate) -> Option<&Closed> {
        self.closed.iter().rfind(|closed| closed.to < day)
    }
}

/// Reads the ledger that a rotation names. A file that is not there is one that nothing was written to yet.
pub fn read(rotation: &Rotation, register: &Register, loaded: &Loaded) -> (Ledger, Vec<Diagnostic>) {
    let path = rotation.fairness.as_ref().and_then(|f| f.carry.as_ref());
    let Some(file) = path.and_then(|path| loaded.sources.find(&path.value)) else {
        return (Ledger::default(), Vec::new());
    };
    let unread = Ledger { file: Some(file), closed: Vec::new(), doubtful: true };
    if loaded.sources.get(file).unread {
        return (unread, Vec::new());
    }
    match yaml::parse(loaded.sources.text(file), file, 0, "page/front-matter") {
        Ok(node) => of_node(&node, file, rotation, register),
        Err(finding) => (unread, vec![finding]),
    }
}

fn of_node(node: &Node, file: FileId, rotation: &Rotation, register: &Register) -> (Ledger, Vec<Diagnostic>) {
    let mut checker = Checker { rules: PAGE_RULES, known: &Unchecked, top: Some(Span::top(file)), found: Vec::new() };
    if !node.is_null() {
        checker.record("", node, &fields());
    }
    let mut found = checker.found;
    let mut ledger = Ledger { file: Some(file), closed: Vec::new(), doubtful: !found.is_empty() };
    let bad = |span, message: String| Diagnostic::new("page/bad-value", span, message);
    if let Some(written) = node.get("rotation").and_then(Node::text).filter(|id| id.value != rotation.id) {
        found.push(
            bad(
                written.span,
                format!("this is the ledger of `{}`, and `{}` carries it over", written.value, rotation.id),
            )
            .help("give every rotation a ledger of its own"),
        );
        ledger.doubtful = true;
    }
    for item in node.get("periods").map(Node::items).unwrap_or_default() {
        let day = |key: &str| item.get(key).and_then(Node::date);
        let (Some(from), Some(to)) = (day("from"), day("to")) else { continue };
        if to.value < from.value {
            found.push(bad(to.span, "this period ends before it begins".to_owned()).help("`to` is its last day"));
            ledger.doubtful = true;
            continue;
        }
        let balances = item.get("balances").map(Node::items).unwrap_or_default();
        let balances = balances.iter().filter_map(|e| entry(e, register, &mut found)).collect();
        ledger.doubtful |= found.iter().any(|d| d.rule == "page/bad-value");
        ledger.closed.push(Closed { from: from.value, to: to.value, span: from.span, balances });
    }
    ledger.closed.sort_by_key(|closed| closed.from);
    for pair in ledger.closed.windows(2).filter(|pair| pair[1].from <= pair[0].to) {
        let message = format!("this period begins on {}, before the one from {} is over", pair[1].from, pair[0].from);
        found.push(bad(pair[1].span, message).related(pair[0].span, "that one").help("take one of the two out"));
        ledger.doubtful = true;
    }
    (ledger, found)
}

fn fields() -> Vec<yaml::schema::Field> {
    let kinds = Kind::ALL.map(|kind| field(kind.name(), Type::Number));
    let entry = vec![
        required("role", Type::Text),
        field("site", Type::Text),
        required("person", Type::Text),
        required("kinds", Type::Record(kinds.into())),
        field("carried", Type::Number),
        field("target", Type::Number),
    ];
    let period =
        vec![required("from", Type::Date), required("to", Type::Date), required("balances", list(Type::Record(entry)))];
    vec![field("rotation", Type::Text), required("periods", list(Type::Record(period)))]
}

fn entry(node: &Node, register: &Register, found: &mut Vec<Diagnostic>) -> Option<Entry> {
    let text = |key: &str| node.get(key).and_then(Node::text);
    let shared = |text: Spanned<String>| Arc::<str>::from(text.value);
    let mut number = |node: Option<&Node>| {
        let (node, number) = node.and_then(|node| Some((node, node.number()?)))?;
        let is_sane = number.abs() <= MOST;
        if !is_sane {
            found.push(Diagnostic::new("page/bad-value", node.span, "nobody carries as many hours as that"));
        }
        is_sane.then_some(number)
    };
    let mut balance = Amounts::default();
    for kind in Kind::ALL {
        balance.set(kind, number(node.get("kinds")?.get(kind.name())).unwrap_or(0.0));
    }
    let (carried, target) = (number(node.get("carried")), number(node.get("target")));
    let person = text("person")?;
    if register.person(&person.value).is_none() && !register.incomplete {
        let known = known_words(&person.value, register.people.iter().map(|p| p.id.value.as_str()));
        let message = format!("no person `{}` in people.yaml", person.value);
        found.push(Diagnostic::new("oncall/unknown-person", person.span, message).help(known));
    }
    let load = carried.zip(target);
    Some(Entry { role: shared(text("role")?), site: text("site").map(shared), person: shared(person), balance, load })
}
