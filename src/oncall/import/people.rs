//! Who somebody is here whom another tool calls by an id, a name, a handle or an address.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::id_of;
use super::json::{At, Notes};
use super::versions::unique;
use crate::model::{OwnerRef, Register, register};
use crate::yaml::edit::scalar;

/// Somebody, as a tool tells it. Any part may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct User {
    pub id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub handle: Option<String>,
}

impl User {
    pub fn of_id(id: impl Into<String>) -> Self {
        Self { id: Some(id.into()), ..Self::default() }
    }

    /// From an object, or from a text that is an id or an address. A name that is an address is one.
    pub fn read(at: &At) -> Option<Self> {
        if !at.is_object() {
            let text = at.own_text()?;
            return Some(if text.contains('@') {
                Self { email: Some(text), ..Self::default() }
            } else {
                Self::of_id(text)
            });
        }
        let name = at.text("name").or_else(|| at.text("fullName")).or_else(|| at.text("summary"));
        let handle = at.text("username").or_else(|| at.text("user_username"));
        let mut user = Self { id: at.text("id"), name, email: at.text("email"), handle };
        for part in [&mut user.name, &mut user.handle] {
            if user.email.is_none() && part.as_ref().is_some_and(|p| p.contains('@')) {
                user.email = part.take();
            }
        }
        (user != Self::default()).then_some(user)
    }
}

/// The people of an import: those of the register, and those that it lacks.
pub struct People<'a> {
    register: &'a Register,
    /// What the export says of somebody, by the tool's id.
    known: BTreeMap<String, User>,
    /// Those that people.yaml does not have: the id given to each.
    missing: RefCell<BTreeMap<User, String>>,
}

impl<'a> People<'a> {
    pub fn new(register: &'a Register) -> Self {
        Self { register, known: BTreeMap::new(), missing: RefCell::default() }
    }

    /// Keeps what a list of users says of one of them.
    pub fn learn(&mut self, user: User) {
        if let Some(id) = &user.id {
            self.known.insert(id.clone(), user);
        }
    }

    /// The id of somebody in people.yaml; one made up, with a note in the end, where they are not there.
    pub fn id(&self, user: &User) -> String {
        let user = user.id.as_ref().and_then(|id| self.known.get(id)).map_or_else(
            || user.clone(),
            |more| User {
                id: user.id.clone(),
                name: more.name.clone().or_else(|| user.name.clone()),
                email: more.email.clone().or_else(|| user.email.clone()),
                handle: more.handle.clone().or_else(|| user.handle.clone()),
            },
        );
        let owner = |name: &String| match self.register.owner(name) {
            Some(OwnerRef::Person(p)) => Some(p),
            _ => None,
        };
        let named = |name: &String| {
            let same = |p: &register::Person| p.name.to_lowercase() == name.to_lowercase();
            self.register.people.iter().position(same)
        };
        let found = user.email.as_ref().and_then(owner);
        let found = found.or_else(|| user.name.as_ref().and_then(named));
        let found = found.or_else(|| user.handle.as_ref().and_then(owner)).or_else(|| user.id.as_ref().and_then(owner));
        if let Some(person) = found {
            return self.register.people[person].id.value.clone();
        }
        let mut missing = self.missing.borrow_mut();
        let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        let known = |u: &&User| {
            let both = u.id.is_some() && user.id.is_some();
            same(&u.id, &user.id) || same(&u.email, &user.email) || !both && same(&u.name, &user.name)
        };
        if let Some(id) = missing.keys().find(known).and_then(|u| missing.get(u)) {
            return id.clone();
        }
        let local = user.email.as_ref().and_then(|e| e.split('@').next().map(str::to_owned));
        let wanted = [&user.name, &local, &user.handle, &user.id].into_iter().flatten().next();
        let people = self.register.people.iter().map(|p| p.id.value.clone());
        let teams = self.register.teams.iter().map(|t| t.id.value.clone());
        let mut taken: BTreeSet<String> = people.chain(teams).chain(missing.values().cloned()).collect();
        let id = unique(&id_of(wanted.map_or("", String::as_str), "person"), &mut taken);
        missing.insert(user, id.clone());
        id
    }

    /// A team of the register by its id or name.
    pub fn team(&self, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        let same = |t: &&register::Team| t.id.value.to_lowercase() == lower || t.name.to_lowercase() == lower;
        self.register.teams.iter().find(same).map(|t| t.id.value.clone())
    }

    /// A service of the register by its id or name.
    pub fn service(&self, name: &str) -> Option<String> {
        let lower = name.to_lowercase();
        let same = |s: &&register::Service| s.id.value.to_lowercase() == lower || s.name.to_lowercase() == lower;
        self.register.services.iter().find(same).map(|s| s.id.value.clone())
    }

    /// Says who is to be added to people.yaml.
    pub fn tell(&self, notes: &Notes) {
        for (user, id) in &*self.missing.borrow() {
            let named = [&user.name, &user.handle, &user.email, &user.id].into_iter().flatten().next();
            let who = named.map_or("somebody", String::as_str);
            let name = user.name.as_deref().unwrap_or(id);
            let email = user.email.as_ref().map_or(String::new(), |e| format!(", email: {}", scalar(e)));
            let entry = format!("- {{id: {}, name: {}{email}}}", scalar(id), scalar(name));
            notes.add(register::PEOPLE, format!("it has nobody for {who}; add `{entry}`"));
        }
    }
}
