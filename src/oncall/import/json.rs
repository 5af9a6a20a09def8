//! JSON as another tool exports it: read leniently, with a place for everything that is said of it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use chrono_tz::Tz;
use serde_json::Value;

use crate::model::zones;
use crate::oncall::time::{Edge, Instant, resolve};
use crate::oncall::words::{self, Moment};

/// What could not be carried over, and where it stands in the export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// `pagerduty.json: schedule.schedule_layers[0]`.
    pub place: String,
    pub text: String,
}

/// Notes in the order they are made, each once.
#[derive(Debug, Default)]
pub struct Notes(RefCell<(Vec<Note>, BTreeSet<Note>)>);

impl Notes {
    pub fn add(&self, place: &str, text: impl Into<String>) {
        let note = Note { place: place.to_owned(), text: text.into() };
        let (list, known) = &mut *self.0.borrow_mut();
        if known.insert(note.clone()) {
            list.push(note);
        }
    }

    pub fn into_list(self) -> Vec<Note> {
        self.0.into_inner().0
    }
}

/// A value of an export. Reading one of the wrong type is a note, and gives nothing.
#[derive(Debug, Clone)]
pub struct At<'a> {
    value: &'a Value,
    pub place: String,
    notes: &'a Notes,
}

impl<'a> At<'a> {
    pub fn new(value: &'a Value, place: String, notes: &'a Notes) -> Self {
        Self { value, place, notes }
    }

    pub fn note(&self, text: impl Into<String>) {
        self.notes.add(&self.place, text);
    }

    /// A note about something else than this value.
    pub fn say(&self, place: &str, text: impl Into<String>) {
        self.notes.add(place, text);
    }

    /// A text as it is, if it is one: for telling what an object is.
    pub fn word(&self, key: &str) -> Option<&'a str> {
        self.value.get(key).and_then(Value::as_str)
    }

    pub fn is_object(&self) -> bool {
        self.value.is_object()
    }

    pub fn is_list(&self) -> bool {
        self.value.is_array()
    }

    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some_and(|v| !v.is_null())
    }

    /// The value of a key, unless it is absent or null.
    pub fn get(&self, key: &str) -> Option<At<'a>> {
        let value = self.value.get(key).filter(|v| !v.is_null())?;
        let dot = if self.place.ends_with(": ") { "" } else { "." };
        Some(At { value, place: format!("{}{dot}{key}", self.place), notes: self.notes })
    }

    /// A value some keys below.
    pub fn path(&self, keys: &[&str]) -> Option<At<'a>> {
        keys.iter().try_fold(self.clone(), |at, key| at.get(key))
    }

    pub fn keys(&self) -> Vec<&'a str> {
        self.value.as_object().map(|o| o.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// The items of a list.
    pub fn items(&self) -> Vec<At<'a>> {
        let Some(items) = self.value.as_array() else {
            self.note("this is no list and is left out");
            return Vec::new();
        };
        let item = |(at, value)| At { value, place: format!("{}[{at}]", self.place), notes: self.notes };
        items.iter().enumerate().map(item).collect()
    }

    /// The items of the list under a key; none where there is none.
    pub fn list(&self, key: &str) -> Vec<At<'a>> {
        self.get(key).map(|l| l.items()).unwrap_or_default()
    }

    /// A text; a number is as good as its digits.
    pub fn own_text(&self) -> Option<String> {
        match self.value {
            Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => {
                self.note("this is no text and is left out");
                None
            }
        }
    }

    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key)?.own_text()
    }

    /// A whole number, which may be written as text.
    pub fn own_int(&self) -> Option<i64> {
        let number = match self.value {
            Value::Number(n) => n.as_i64().or_else(|| n.as_f64().filter(|f| f.fract() == 0.0).map(|f| f as i64)),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.note("this is no whole number and is left out");
        }
        number
    }

    pub fn int(&self, key: &str) -> Option<i64> {
        self.get(key)?.own_int()
    }

    pub fn own_bool(&self) -> Option<bool> {
        let value = match self.value {
            Value::Bool(value) => Some(*value),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        if value.is_none() {
            self.note("this is neither true nor false and is left out");
        }
        value
    }

    pub fn bool(&self, key: &str) -> Option<bool> {
        self.get(key)?.own_bool()
    }

    /// A moment; one without an offset is on the clocks of `zone`.
    pub fn own_instant(&self, zone: Tz) -> Option<Instant> {
        let text = self.own_text()?;
        let at = instant(&text, zone);
        if at.is_none() {
            self.note(format!("`{text}` is no time and is left out"));
        }
        at
    }

    pub fn instant(&self, key: &str, zone: Tz) -> Option<Instant> {
        self.get(key)?.own_instant(zone)
    }

    /// A zone by the name it has here or elsewhere.
    pub fn zone(&self, key: &str) -> Option<Tz> {
        let at = self.get(key)?;
        let name = at.own_text()?;
        let zone = zones::find(&name).or_else(|| zones::meant(&name));
        match zone {
            Some(zone) if zone.name() != name => at.note(format!("`{name}` is taken to be {}", zone.name())),
            Some(_) => {}
            None => at.note(format!("`{name}` is no zone that is known here ({})", zones::suggest(&name))),
        }
        zone
    }

    /// Says what else an object has: everything that has a value, beside the keys that are read or say nothing of who is
    /// on call.
    pub fn rest(&self, known: &[&str]) {
        for key in self.keys().into_iter().filter(|k| !known.contains(k)) {
            let Some(at) = self.get(key) else { continue };
            let says_nothing = match at.value {
                Value::String(text) => text.trim().is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(entries) => entries.is_empty(),
                Value::Bool(value) => !value,
                _ => false,
            };
            if !says_nothing {
                at.note("this has no place in a rotation and stays behind");
            }
        }
    }
}

/// An object of an export that a tool's reader knows.
pub struct Known<'a, K> {
    pub kind: K,
    pub at: At<'a>,
    /// What the answer it is part of says that it belongs to: the id or the name under `_parent`.
    pub parent: Option<String>,
}

/// Every object that is known, wherever in a document it stands. `kind` is asked with the key that an object, or the list
/// it is in, has; what it knows is not searched any further.
pub fn known<'a, K>(document: &At<'a>, kind: &dyn Fn(&str, &At) -> Option<K>) -> Vec<Known<'a, K>> {
    let mut found = Vec::new();
    search(document, "", None, kind, &mut found);
    if found.is_empty() {
        document.note("nothing in it is known here");
    }
    found
}

fn search<'a, K>(
    at: &At<'a>,
    key: &str,
    parent: Option<&String>,
    kind: &dyn Fn(&str, &At) -> Option<K>,
    found: &mut Vec<Known<'a, K>>,
) {
    if at.is_list() {
        at.items().iter().for_each(|item| search(item, key, parent, kind, found));
        return;
    }
    let named = at.get("_parent").filter(At::is_object).and_then(|p| p.text("id").or_else(|| p.text("name")));
    let parent = named.as_ref().or(parent);
    if let Some(kind) = kind(key, at).filter(|_| at.is_object()) {
        found.push(Known { kind, at: at.clone(), parent: parent.cloned() });
        return;
    }
    for key in at.keys().into_iter().filter(|k| *k != "_parent") {
        if let Some(below) = at.get(key).filter(|b| b.is_object() || b.is_list()) {
            search(&below, key, parent, kind, found);
        }
    }
}

/// A moment of the years 1 to 9999; a date alone is none.
pub fn instant(text: &str, zone: Tz) -> Option<Instant> {
    let at = match words::moment(text)? {
        Moment::Instant(at) => at,
        Moment::Wall(wall) => resolve(zone, wall, Edge::Start),
    };
    let whole = at.timestamp();
    (-62_135_596_800..253_402_300_800).contains(&whole).then_some(at)
}
