//! From CSV files to [`Incident`]s. What cannot be read is a finding at its field; the row is kept where it still says
//! what was wrong with which service when.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::Datelike;
use csv::StringRecord;

use super::Incident;
use super::table::{Row, Table};
use crate::dates::counted;
use crate::diag::{Diagnostic, known_words, meant, nearest};
use crate::model::{DocId, Handbook, Loaded, OwnerRef, Register};
use crate::oncall::words::{self, Moment};
use crate::oncall::{Instant, Rotation};
use crate::source::{FileId, Span};

/// Where pages are written down; more of them are in the folder of this name.
pub const FILE: &str = "oncall/pages.csv";
const FOLDER: &str = "oncall/pages/";

const BAD_VALUE: &str = "page/bad-value";
const BAD_TIME: &str = "oncall/bad-time";

/// Nobody reads more findings than these of one file, and a file whose dates are in another form has one in each row.
const MOST: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    Service,
    Created,
    Acknowledged,
    Resolved,
    Responder,
    Urgency,
    Actionable,
}

use Column::{Acknowledged, Actionable, Created, Id, Resolved, Responder, Service, Urgency};

const COLUMNS: [(Column, &str); 8] = [
    (Id, "id"),
    (Service, "service"),
    (Created, "created_at"),
    (Acknowledged, "acknowledged_at"),
    (Resolved, "resolved_at"),
    (Responder, "responder"),
    (Urgency, "urgency"),
    (Actionable, "actionable"),
];

/// Without these there is nothing to count.
const REQUIRED: [Column; 3] = [Id, Service, Created];

/// Whether the name of a file says that it holds pages.
pub fn is_pages(path: &str) -> bool {
    let inside = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".csv"));
    path == FILE || inside.is_some_and(|name| !name.contains('/'))
}

/// Reads every file of pages. The incidents are in the order of time, and of their ids where that is the same.
pub fn read(handbook: &Handbook, loaded: &Loaded, rotations: &[Rotation]) -> (Vec<Incident>, Vec<Diagnostic>) {
    let mut reader = Reader {
        register: &handbook.register,
        rotations,
        services: HashMap::new(),
        people: HashMap::new(),
        words: HashMap::new(),
        seen: HashMap::new(),
        found: Vec::new(),
    };
    let mut incidents = Vec::new();
    let mut found = Vec::new();
    for (file, source) in loaded.sources.iter().filter(|(_, f)| is_pages(&f.path) && !f.unread) {
        incidents.extend(reader.file(file, &source.text));
        let mut of_file = std::mem::take(&mut reader.found);
        if of_file.len() > MOST + 1 {
            let left = of_file.len() - MOST;
            let place = of_file[MOST].span;
            of_file.truncate(MOST);
            let message =
                format!("from here on, {} of this file cannot be taken as they are", counted(left, "more value"));
            of_file.push(Diagnostic::new(BAD_VALUE, place, message).help("mend the first ones and look again"));
        }
        found.extend(of_file);
    }
    incidents.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    (incidents, found)
}

/// Where each column stands, if it is there.
struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    fn place(&self, column: Column) -> Option<usize> {
        self.0[column as usize]
    }
}

/// One row with its columns.
#[derive(Clone, Copy)]
struct Fields<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    row: Row<'a>,
}

impl<'a> Fields<'a> {
    /// The value of a column; None where it is empty.
    fn get(self, column: Column) -> Option<&'a str> {
        let value = self.record.get(self.columns.place(column)?)?.trim();
        (!value.is_empty()).then_some(value)
    }

    fn span(self, column: Column) -> Span {
        self.columns.place(column).map_or(self.row.span(), |place| self.row.field(place))
    }
}

struct Reader<'a> {
    register: &'a Register,
    rotations: &'a [Rotation],
    services: HashMap<String, (Arc<str>, Option<DocId>)>,
    people: HashMap<String, Arc<str>>,
    words: HashMap<String, Arc<str>>,
    /// Ids, over all files.
    seen: HashMap<Arc<str>, Span>,
    /// Of the file that is read.
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, file: FileId, text: &str) -> Vec<Incident> {
        let mut table = Table::new(file, text);
        let mut record = StringRecord::new();
        let Some(header) = table.next(&mut record) else {
            let finding = Diagnostic::at_top(BAD_VALUE, file, "this file is empty").help(help_for_header());
            self.found.push(finding);
            return Vec::new();
        };
        let Some(columns) = self.columns(&record, header) else { return Vec::new() };
        let wanted = record.len();
        let mut incidents = Vec::new();
        while let Some(row) = table.next(&mut record) {
            // Spreadsheets leave rows of commas behind.
            if record.iter().all(|value| value.trim().is_empty()) {
                continue;
            }
            if record.len() != wanted {
                let message = format!("this row has {}, the header {wanted}", counted(record.len(), "field"));
                let help = "put a value with a comma in it between quotes; the row is left out";
                self.found.push(Diagnostic::new(BAD_VALUE, row.span(), message).help(help));
                continue;
            }
            incidents.extend(self.incident(Fields { columns: &columns, record: &record, row }));
        }
        incidents
    }

    /// None, where a column is missing that has to be there.
    fn columns(&mut self, header: &StringRecord, row: Row) -> Option<Columns> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        let place = |name: &str| names.iter().position(|written| written == name);
        let columns = Columns(COLUMNS.map(|(_, name)| place(name)));
        let absent = COLUMNS.iter().filter(|(column, _)| columns.place(*column).is_none());
        let (required, others): (Vec<_>, Vec<_>) = absent.partition(|(column, _)| REQUIRED.contains(column));
        if !required.is_empty() {
            let missing: Vec<String> = required.iter().map(|(_, name)| format!("`{name}`")).collect();
            let message = format!("this header has no {}", missing.join(" and no "));
            self.found.push(Diagnostic::new(BAD_VALUE, row.span(), message).help(help_for_header()));
            return None;
        }
        // Other columns are nobody's business, unless one is meant that is not there.
        let unknown = || names.iter().enumerate().filter(|(_, name)| COLUMNS.iter().all(|(_, known)| known != name));
        for (_, name) in others {
            let near = nearest(name, unknown().map(|(_, name)| name.as_str()));
            if let Some((at, _)) = near.and_then(|near| unknown().find(|(_, name)| *name == near)) {
                let message = format!("there is no column `{name}`, and one that is nearly called so");
                self.found.push(Diagnostic::new(BAD_VALUE, row.field(at), message).help(format!("call it `{name}`")));
            }
        }
        Some(columns)
    }

    fn incident(&mut self, fields: Fields) -> Option<Incident> {
        let needed = REQUIRED.map(|column| fields.get(column).ok_or(column));
        if let Some(empty) = needed.iter().find_map(|value| value.err()) {
            let message = format!("`{}` is empty", COLUMNS[empty as usize].1);
            let help = "every incident has an id, a service and a beginning; the row is left out";
            self.found.push(Diagnostic::new(BAD_VALUE, fields.span(empty), message).help(help));
            return None;
        }
        let created = self.time(fields, Created)?;
        let id: Arc<str> = fields.get(Id)?.into();
        if let Some(first) = self.seen.get(&id) {
            let finding = Diagnostic::new("page/duplicate-id", fields.span(Id), format!("`{id}` is here twice"))
                .help("take one of the two out: only the first is counted");
            self.found.push(finding.related(*first, "the first"));
            return None;
        }
        let span = fields.row.span();
        self.seen.insert(id.clone(), span);
        let (service, rotation) = self.service(fields)?;
        Some(Incident {
            id,
            service,
            rotation,
            created,
            acknowledged: self.end(fields, Acknowledged, created),
            resolved: self.end(fields, Resolved, created),
            responder: self.responder(fields),
            urgency: self.urgency(fields),
            actionable: self.actionable(fields),
            span,
        })
    }

    /// A moment in the years 1 to 9999, with its offset.
    fn time(&mut self, fields: Fields, column: Column) -> Option<Instant> {
        let text = fields.get(column)?;
        let within = |at: &Instant| (1..=9999).contains(&at.year());
        let (message, help) = match words::moment(text) {
            Some(Moment::Instant(at)) if within(&at) => return Some(at),
            Some(Moment::Wall(_)) => {
                (format!("`{text}` has no offset from UTC"), "write `2026-11-10T09:00:00Z`, or `…T10:00:00+01:00`")
            }
            _ => (format!("`{text}` is not a time"), "write it as RFC 3339 has it: `2026-11-10T09:00:00Z`"),
        };
        self.found.push(Diagnostic::new(BAD_TIME, fields.span(column), message).help(help));
        None
    }

    fn end(&mut self, fields: Fields, column: Column, created: Instant) -> Option<Instant> {
        let at = self.time(fields, column)?;
        if at >= created {
            return Some(at);
        }
        let did = if column == Acknowledged { "acknowledged" } else { "resolved" };
        let message = format!("{did} at {}, before it began at {}", clock(at), clock(created));
        let finding = Diagnostic::new(BAD_TIME, fields.span(column), message)
            .help("correct one of the two times; until then this one is left out");
        self.found.push(finding.related(fields.span(Created), "it began here"));
        None
    }

    /// The service and the rotation that answers for it: the one that the register names, else the first that lists
    /// the service.
    fn service(&mut self, fields: Fields) -> Option<(Arc<str>, Option<DocId>)> {
        let id = fields.get(Service)?;
        if let Some(known) = self.services.get(id) {
            return Some(known.clone());
        }
        let service = self.register.service(id).map(|at| &self.register.services[at]);
        let named = service.map(|s| s.texts("rotation")).unwrap_or_default();
        let of_register = self.rotations.iter().find(|r| named.iter().any(|name| name.value == r.id));
        let of_list = || self.rotations.iter().find(|r| r.services.iter().any(|s| s.value == id));
        let rotation = of_register.or_else(of_list).map(|r| r.doc);
        if service.is_none() && rotation.is_none() && !self.register.incomplete {
            let known = self.register.services.iter().map(|s| s.id.value.as_str());
            let help = match self.register.services.is_empty() {
                true => "list it in services.yaml, or under `services` of a rotation".to_owned(),
                false => known_words(id, known),
            };
            let message = format!("no service `{id}` in services.yaml: nobody knows which rotation answers for it");
            self.found.push(Diagnostic::new(BAD_VALUE, fields.span(Service), message).help(help));
        }
        let service = (Arc::from(id), rotation);
        self.services.insert(id.to_owned(), service.clone());
        Some(service)
    }

    /// A person's id. A name that the register does not have is kept: somebody was called.
    fn responder(&mut self, fields: Fields) -> Option<Arc<str>> {
        let name = fields.get(Responder)?;
        if let Some(known) = self.people.get(name) {
            return Some(known.clone());
        }
        let id: Arc<str> = match self.register.owner(name) {
            Some(OwnerRef::Person(at)) => self.register.people[at].id.value.as_str().into(),
            other => {
                if !self.register.incomplete {
                    let ids = self.register.people.iter().map(|p| p.id.value.as_str());
                    let add = "add the person to people.yaml; who has left stays there, with `active: {to: …}`";
                    let help = match other {
                        Some(_) => "that is a team: name who answered".to_owned(),
                        None => meant(name, ids, add),
                    };
                    let message =
                        format!("no person `{name}` in people.yaml: these pages count, in no known time zone");
                    let finding = Diagnostic::new("oncall/unknown-person", fields.span(Responder), message);
                    self.found.push(finding.help(help));
                }
                name.into()
            }
        };
        self.people.insert(name.to_owned(), id.clone());
        Some(id)
    }

    fn urgency(&mut self, fields: Fields) -> Option<Arc<str>> {
        let word = fields.get(Urgency)?;
        if let Some(known) = self.words.get(word) {
            return Some(known.clone());
        }
        let lower: Arc<str> = word.to_lowercase().into();
        self.words.insert(word.to_owned(), lower.clone());
        Some(lower)
    }

    fn actionable(&mut self, fields: Fields) -> Option<bool> {
        let word = fields.get(Actionable)?;
        match word.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => Some(true),
            "false" | "no" | "n" | "0" => Some(false),
            _ => {
                let message = format!("`actionable` is `true` or `false`, not `{word}`");
                let finding = Diagnostic::new(BAD_VALUE, fields.span(Actionable), message);
                self.found.push(finding.help("leave it empty where nobody knows"));
                None
            }
        }
    }
}

/// `2026-11-10 09:00:00 UTC`.
fn clock(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

fn help_for_header() -> String {
    let names: Vec<&str> = COLUMNS.iter().map(|(_, name)| *name).collect();
    format!("begin it with `{}`, with commas between them", names.join(","))
}
