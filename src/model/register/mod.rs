//! The register: people, teams and services, and who an owner's name stands for.

mod names;
mod shape;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::zones;
use crate::diag::{Diagnostic, nearest};
use crate::source::{FileId, Span, Spanned};
use crate::yaml::schema::{CONFIG_RULES, Checker, Field, Known, Ref, Unchecked};
use crate::yaml::{self, Node};

pub const PEOPLE: &str = "people.yaml";
pub const TEAMS: &str = "teams.yaml";
pub const SERVICES: &str = "services.yaml";

#[derive(Debug, Clone)]
pub struct Person {
    pub id: Spanned<String>,
    pub name: String,
    pub email: Option<String>,
    /// Site and handle: `github`, `ana-s`.
    pub handles: Vec<(String, String)>,
    pub roles: Vec<String>,
    /// An IANA name.
    pub timezone: Option<Spanned<String>>,
    pub region: Option<String>,
    pub active_from: Option<Spanned<NaiveDate>>,
    pub active_to: Option<Spanned<NaiveDate>>,
    pub time_off: Vec<TimeOff>,
    /// The calendar of public holidays that the person keeps: `pt`.
    pub holidays: Option<Spanned<String>>,
    /// Local days, as they are written; empty where the weekend is the usual one.
    pub weekend: Vec<Spanned<String>>,
    pub expertise: Vec<String>,
    pub mentors: Vec<Spanned<String>>,
}

/// Days on which somebody is not there.
#[derive(Debug, Clone)]
pub struct TimeOff {
    pub from: NaiveDate,
    /// The last day, which is off too.
    pub to: NaiveDate,
    /// `holiday`, `parental`: whatever is written.
    pub kind: Option<String>,
    pub span: Span,
}

impl Person {
    /// The zone of the person's own days and nights, if it is given and there is such a zone.
    pub fn zone(&self) -> Option<chrono_tz::Tz> {
        zones::find(&self.timezone.as_ref()?.value)
    }

    /// Whether the person is on the team on a day; both the first day and the last count.
    pub fn is_here(&self, day: NaiveDate) -> bool {
        self.active_from.is_none_or(|from| from.value <= day) && !self.left(day)
    }

    /// Whether the person has left by a day; the last day still counts as here.
    pub fn left(&self, today: NaiveDate) -> bool {
        self.active_to.is_some_and(|to| to.value < today)
    }
}

#[derive(Debug, Clone)]
pub struct Team {
    pub id: Spanned<String>,
    pub name: String,
    pub lead: Option<Spanned<String>>,
    pub members: Vec<Spanned<String>>,
    pub slack: Option<String>,
    pub escalation: Option<Spanned<String>>,
}

#[derive(Debug, Clone)]
pub struct Service {
    pub id: Spanned<String>,
    pub name: String,
    pub tier: Option<i64>,
    pub owner: Option<Spanned<String>>,
    /// Everything else that was written, for pages and exports.
    pub node: Node,
}

impl Service {
    pub fn texts(&self, key: &str) -> Vec<Spanned<String>> {
        self.node.get(key).map(Node::texts).unwrap_or_default()
    }
}

/// Who owns something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OwnerRef {
    Team(usize),
    Person(usize),
}

#[derive(Debug, Clone, Default)]
pub struct Register {
    pub people: Vec<Person>,
    pub teams: Vec<Team>,
    pub services: Vec<Service>,
    /// A file of it could not be read: nobody can say who is not in it.
    pub incomplete: bool,
    /// Every name an owner may be called by, in lower case and without `@` or `#` in front.
    owners: HashMap<String, OwnerRef>,
}

fn plain(name: &str) -> String {
    name.trim().trim_start_matches(['@', '#']).to_lowercase()
}

impl Register {
    /// A team id, a person id, a handle, an email or a team's channel.
    pub fn owner(&self, name: &str) -> Option<OwnerRef> {
        self.owners.get(&plain(name)).copied()
    }

    pub fn person(&self, id: &str) -> Option<usize> {
        self.people.iter().position(|p| p.id.value == id)
    }

    /// The person who has an id.
    pub fn known(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|p| p.id.value == id)
    }

    /// What people call somebody; the id, where nobody knows it.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.known(id).map_or(id, |p| &p.name)
    }

    pub fn team(&self, id: &str) -> Option<usize> {
        self.teams.iter().position(|t| t.id.value == id)
    }

    pub fn service(&self, id: &str) -> Option<usize> {
        self.services.iter().position(|s| s.id.value == id)
    }

    pub fn owner_id(&self, owner: OwnerRef) -> &str {
        match owner {
            OwnerRef::Team(i) => &self.teams[i].id.value,
            OwnerRef::Person(i) => &self.people[i].id.value,
        }
    }

    /// The members of a team who are in the register and have not left.
    pub fn active_members(&self, team: usize, today: NaiveDate) -> Vec<usize> {
        self.teams[team]
            .members
            .iter()
            .filter_map(|m| self.person(&m.value))
            .filter(|&p| !self.people[p].left(today))
            .collect()
    }

    /// The nearest id of a team or a person to a name nobody has.
    pub fn nearest_owner(&self, name: &str) -> Option<&str> {
        let teams = self.teams.iter().map(|t| t.id.value.as_str());
        let people = self.people.iter().map(|p| p.id.value.as_str());
        nearest(&plain(name), teams.chain(people))
    }
}

impl Known for Register {
    fn lookup(&self, kind: Ref, name: &str) -> Result<(), Option<String>> {
        let (found, names): (bool, Vec<&str>) = match kind {
            Ref::Person => (
                matches!(self.owner(name), Some(OwnerRef::Person(_))),
                self.people.iter().map(|p| p.id.value.as_str()).collect(),
            ),
            Ref::Team => (self.team(name).is_some(), self.teams.iter().map(|t| t.id.value.as_str()).collect()),
            Ref::Service => (self.service(name).is_some(), self.services.iter().map(|s| s.id.value.as_str()).collect()),
        };
        if found { Ok(()) } else { Err(nearest(name, names).map(str::to_owned)) }
    }
}

/// The register's files: the id and text of each that exists.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files<'a> {
    pub people: Option<(FileId, &'a str)>,
    pub teams: Option<(FileId, &'a str)>,
    pub services: Option<(FileId, &'a str)>,
}

/// Reads the register. An entry that lacks its id is left out, with a finding; everything else is kept.
pub fn read(files: Files) -> (Register, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut incomplete = false;
    let mut read = |file, fields: &[Field]| {
        let nodes = entries(file, fields, &mut found);
        incomplete |= nodes.is_none();
        nodes.unwrap_or_default()
    };
    let people_nodes = read(files.people, &shape::people());
    let team_nodes = read(files.teams, &shape::team());
    let service_nodes = read(files.services, &shape::service());
    let mut register = Register {
        people: unique(people_nodes.iter().filter_map(person).collect(), |p| &p.id, &mut found),
        teams: unique(team_nodes.iter().filter_map(team).collect(), |t| &t.id, &mut found),
        services: unique(service_nodes.into_iter().filter_map(service).collect(), |s| &s.id, &mut found),
        incomplete,
        owners: HashMap::new(),
    };
    register.owners = owners(&register, &mut found);
    // Names inside the register are looked up once all of it is known.
    if !register.incomplete {
        found.extend(names::check(&register));
    }
    (register, found)
}

/// The entries of a file; nothing where it is there and cannot be read.
fn entries(file: Option<(FileId, &str)>, fields: &[Field], found: &mut Vec<Diagnostic>) -> Option<Vec<Node>> {
    let Some((file, text)) = file else {
        return Some(Vec::new());
    };
    let node = match yaml::parse(text, file, 0, CONFIG_RULES.bad_value) {
        Ok(node) => node,
        Err(error) => {
            found.push(error);
            return None;
        }
    };
    if !node.is_null() && !matches!(node.value, yaml::Value::List(_)) {
        found.push(
            Diagnostic::new(
                CONFIG_RULES.bad_value,
                Span::top(file),
                "this file is a list of entries, each with an `id`",
            )
            .help("start every entry with `- id: …`"),
        );
    }
    let mut checker = Checker { rules: CONFIG_RULES, known: &Unchecked, top: None, found: Vec::new() };
    for item in node.items() {
        checker.record("an entry", item, fields);
    }
    found.append(&mut checker.found);
    Some(node.items().to_vec())
}

/// Drops every second entry with an id that was given before.
fn unique<T>(items: Vec<T>, id: impl Fn(&T) -> &Spanned<String>, found: &mut Vec<Diagnostic>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    let mut seen: HashMap<String, Span> = HashMap::new();
    for item in items {
        let this = id(&item).clone();
        match seen.get(&this.value) {
            Some(first) => found.push(
                Diagnostic::new("page/duplicate-id", this.span, format!("`{}` is in the register twice", this.value))
                    .help("give one of the two another id")
                    .related(*first, "first given here"),
            ),
            None => {
                seen.insert(this.value, this.span);
                kept.push(item);
            }
        }
    }
    kept
}

fn owners(register: &Register, found: &mut Vec<Diagnostic>) -> HashMap<String, OwnerRef> {
    let mut owners = HashMap::new();
    // Ids first: no handle may take the place of an id.
    for (i, t) in register.teams.iter().enumerate() {
        owners.insert(plain(&t.id.value), OwnerRef::Team(i));
    }
    for (i, p) in register.people.iter().enumerate() {
        if let Some(OwnerRef::Team(t)) = owners.insert(plain(&p.id.value), OwnerRef::Person(i)) {
            found.push(
                Diagnostic::new("page/duplicate-id", p.id.span, format!("`{}` is a team and a person", p.id.value))
                    .help("an owner could be either: give one of the two another id")
                    .related(register.teams[t].id.span, "the team"),
            );
        }
    }
    for (i, p) in register.people.iter().enumerate() {
        let handles = p.handles.iter().map(|(_, h)| h).chain(p.email.as_ref());
        for name in handles {
            owners.entry(plain(name)).or_insert(OwnerRef::Person(i));
        }
    }
    for (i, t) in register.teams.iter().enumerate() {
        if let Some(slack) = &t.slack {
            owners.entry(plain(slack)).or_insert(OwnerRef::Team(i));
        }
    }
    owners
}

fn text(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(Node::text).map(|t| t.value)
}

fn texts(node: &Node, key: &str) -> Vec<String> {
    let written = node.get(key).map(Node::texts).unwrap_or_default();
    written.into_iter().map(|t| t.value).collect()
}

fn person(node: &Node) -> Option<Person> {
    let id = node.get("id")?.text()?;
    let active = |key: &str| node.get("active").and_then(|a| a.get(key)).and_then(Node::date);
    Some(Person {
        name: text(node, "name").unwrap_or_else(|| id.value.clone()),
        id,
        email: text(node, "email"),
        handles: node
            .get("handles")
            .map(Node::entries)
            .unwrap_or_default()
            .iter()
            .filter_map(|(site, handle)| Some((site.value.to_string(), handle.scalar()?.to_owned())))
            .collect(),
        roles: texts(node, "roles"),
        timezone: node.get("timezone").and_then(Node::text),
        region: text(node, "region"),
        active_from: active("from"),
        active_to: active("to"),
        time_off: node.get("time_off").map(Node::items).unwrap_or_default().iter().filter_map(time_off).collect(),
        holidays: node.get("holidays").and_then(Node::text),
        weekend: node.get("weekend").map(Node::texts).unwrap_or_default(),
        expertise: texts(node, "expertise"),
        mentors: node.get("mentors").map(Node::texts).unwrap_or_default(),
    })
}

fn time_off(node: &Node) -> Option<TimeOff> {
    let (from, to) = (node.get("from")?.date()?, node.get("to")?.date()?);
    Some(TimeOff { from: from.value, to: to.value, kind: text(node, "kind"), span: node.span })
}

fn team(node: &Node) -> Option<Team> {
    let id = node.get("id")?.text()?;
    Some(Team {
        name: text(node, "name").unwrap_or_else(|| id.value.clone()),
        id,
        lead: node.get("lead").and_then(Node::text),
        members: node.get("members").map(Node::texts).unwrap_or_default(),
        slack: text(node, "slack"),
        escalation: node.get("escalation").and_then(Node::text),
    })
}

fn service(node: Node) -> Option<Service> {
    let id = node.get("id")?.text()?;
    Some(Service {
        name: text(&node, "name").unwrap_or_else(|| id.value.clone()),
        id,
        tier: node.get("tier").and_then(Node::int),
        owner: node.get("owner").and_then(Node::text),
        node,
    })
}
