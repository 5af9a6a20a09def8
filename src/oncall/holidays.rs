//! Public holidays, by the calendar that a person keeps.
//!
//! A calendar is a file: `oncall/holidays/pt.yaml` or `pt.ics`, and whatever a rotation names under `holidays`. Its id
//! is the file's name without what comes after the first dot, and a person keeps it by that id: `holidays: pt`.

mod ics;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::rotation::Rotation;
use super::time::{Range, day_start, days_after, local};
use crate::diag::{Diagnostic, known_words};
use crate::model::register::Person;
use crate::model::{Handbook, Loaded, routes};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::schema::{Checker, PAGE_RULES, Type, Unchecked, field, list, required};
use crate::yaml::{self, Node};

/// Where calendars are found without being named.
const FOLDER: &str = "oncall/holidays/";

/// The holidays of one place.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// `Portugal`.
    pub name: String,
    pub days: BTreeMap<NaiveDate, Holiday>,
}

#[derive(Debug, Clone)]
pub struct Holiday {
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

impl Calendar {
    /// The holidays in a range, as days on the clocks of a zone, each with its part of the range.
    pub fn during(&self, zone: Tz, range: Range) -> impl Iterator<Item = (NaiveDate, &Holiday, Range)> {
        let (first, last) = (local(zone, range.from).date(), local(zone, range.to.max(range.from)).date());
        self.days.range(first..=last).filter_map(move |(day, holiday)| {
            let whole = Range { from: day_start(zone, *day), to: day_start(zone, days_after(*day, 1)) };
            Some((*day, holiday, whole.common(range)?))
        })
    }
}

/// All calendars, by id.
#[derive(Debug, Default)]
pub struct Holidays {
    calendars: BTreeMap<String, Calendar>,
}

impl Holidays {
    /// The calendar that a person keeps.
    pub fn of(&self, person: &Person) -> Option<&Calendar> {
        self.calendars.get(&person.holidays.as_ref()?.value)
    }
}

/// Reads every calendar, and says what cannot be read, what is not there, and who keeps one that nobody wrote.
pub fn read(handbook: &Handbook, loaded: &Loaded, rotations: &[Rotation]) -> (Holidays, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let in_folder = loaded.sources.iter().filter(|(_, f)| f.path.starts_with(FOLDER) && is_calendar(&f.path));
    let mut files: BTreeMap<FileId, String> = in_folder.map(|(id, f)| (id, f.path.clone())).collect();
    for named in rotations.iter().flat_map(|r| &r.holidays) {
        match loaded.sources.find(&named.value) {
            Some(file) => drop(files.insert(file, named.value.clone())),
            None => found.push(not_there(named)),
        }
    }
    let mut holidays = Holidays::default();
    // What cannot be read has its finding; who keeps it is not told so again.
    let mut known = BTreeSet::new();
    for (file, path) in files {
        let id = routes::stem(&path).to_owned();
        known.insert(id.clone());
        if loaded.sources.get(file).unread {
            continue;
        }
        let text = loaded.sources.text(file);
        let (calendar, more) =
            if path.ends_with(".ics") { ics::read(text, file, &id) } else { from_yaml(text, file, &id) };
        found.extend(more);
        holidays.calendars.extend(calendar.map(|calendar| (id, calendar)));
    }
    if !rotations.is_empty() {
        let kept = handbook.register.people.iter().filter_map(|p| Some((p, p.holidays.as_ref()?)));
        for (person, id) in kept.filter(|(_, id)| !known.contains(&id.value)) {
            let message = format!("there is no calendar `{}`: {} has no holidays", id.value, person.name);
            let help = match known.is_empty() {
                true => {
                    format!("write {FOLDER}{}.yaml, with `days: [{{date: 2026-12-25, name: Christmas}}]`", id.value)
                }
                false => known_words(&id.value, known.iter().map(String::as_str)),
            };
            found.push(Diagnostic::new("page/bad-value", id.span, message).help(help));
        }
    }
    (holidays, found)
}

fn is_calendar(path: &str) -> bool {
    crate::model::read::is_yaml(path) || path.ends_with(".ics")
}

fn not_there(named: &Spanned<String>) -> Diagnostic {
    Diagnostic::new("page/bad-value", named.span, format!("there is no file `{}`", named.value))
        .help(format!("holidays are files such as {FOLDER}pt.yaml; the path begins at the root of the handbook"))
}

fn from_yaml(text: &str, file: FileId, id: &str) -> (Option<Calendar>, Vec<Diagnostic>) {
    let node = match yaml::parse(text, file, 0, "page/front-matter") {
        Ok(node) => node,
        Err(finding) => return (None, vec![finding]),
    };
    let day = Type::Record(vec![required("date", Type::Date), field("name", Type::Text)]);
    let fields = [field("name", Type::Text), required("days", list(day))];
    let mut checker = Checker { rules: PAGE_RULES, known: &Unchecked, top: Some(Span::top(file)), found: Vec::new() };
    checker.record("", &node, &fields);
    let days = node.get("days").map(Node::items).unwrap_or_default().iter().filter_map(|day| {
        let date = day.get("date")?.date()?;
        let name = day.get("name").and_then(Node::text).map_or_else(|| "holiday".to_owned(), |n| n.value);
        Some((date.value, Holiday { name, span: day.span }))
    });
    let name = node.get("name").and_then(Node::text).map_or_else(|| id.to_owned(), |n| n.value);
    (Some(Calendar { name, days: days.collect() }), checker.found)
}
