//! The people of a rotation, each with a mark of their own: initials that nobody else has, in one of a few colours.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::oncall::{Roster, Rotation};
use crate::view::Scope;

/// Somebody who is on call.
#[derive(Serialize, Clone)]
pub struct Mark {
    pub name: String,
    /// None for somebody whom the register does not know.
    pub href: Option<String>,
    pub initials: String,
    /// The classes of the mark's colour and shape.
    pub class: String,
}

/// Everyone whom a rotation names.
pub(super) struct Crew<'a> {
    scope: Scope<'a>,
    marks: BTreeMap<String, (usize, Mark)>,
}

/// How many colours there are; past them the shape changes.
const COLOURS: usize = 8;

impl<'a> Crew<'a> {
    pub fn new(scope: &Scope<'a>, rotation: &Rotation, roster: &Roster) -> Self {
        let members = rotation.versions.iter().flat_map(|v| &v.roles).flat_map(|r| &r.sites).flat_map(|s| &s.members);
        let on = roster.shifts.iter().map(|s| &*s.person);
        let people: BTreeSet<&str> = members.map(|m| &*m.person.value).chain(on).collect();
        Self::of(scope, people)
    }

    /// In the order of their ids.
    pub fn of<'p>(scope: &Scope<'a>, people: impl IntoIterator<Item = &'p str>) -> Self {
        let mut taken = BTreeSet::new();
        let mut marks = BTreeMap::new();
        for (at, id) in people.into_iter().enumerate() {
            let mut mark = plain(scope, id);
            let first = mark.initials.clone();
            let numbered = (2..).map(|n: usize| format!("{first}{n}"));
            let free = std::iter::once(first.clone()).chain(numbered).find(|i| !taken.contains(i));
            mark.initials = free.unwrap_or_default();
            taken.insert(mark.initials.clone());
            // By the place in the register, so that somebody has the same colour on every page.
            let hue = scope.handbook.register.person(id).unwrap_or(at);
            let shape = ["", " s2", " s3"][hue / COLOURS % 3];
            mark.class = format!("m{}{shape}", hue % COLOURS + 1);
            marks.insert(id.to_owned(), (at, mark));
        }
        Self { scope: *scope, marks }
    }

    /// Somebody's mark; that of a stranger to the rotation has no colour.
    pub fn mark(&self, id: &str) -> Mark {
        self.marks.get(id).map_or_else(|| plain(&self.scope, id), |(_, mark)| mark.clone())
    }

    /// The place of somebody in [`Crew::all`].
    pub fn place(&self, id: &str) -> Option<usize> {
        self.marks.get(id).map(|(at, _)| *at)
    }

    pub fn all(&self) -> Vec<Mark> {
        self.marks.values().map(|(_, mark)| mark.clone()).collect()
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.marks.keys().map(String::as_str)
    }
}

/// A person's mark, before it is told apart from others'.
fn plain(scope: &Scope, id: &str) -> Mark {
    let link = scope.person_link(id);
    let name = link.as_ref().map_or(id, |l| l.title.as_str());
    Mark { initials: initials(name, id), name: name.to_owned(), href: link.map(|l| l.href), class: String::new() }
}

/// The first letters of the first and the last name; two of the id's where a name has no letters.
fn initials(name: &str, id: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let letters: Vec<char> = name.split_whitespace().filter_map(first).collect();
    let picked: String = match letters.as_slice() {
        [] => id.chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
        [_] => name.chars().filter(|c| c.is_alphanumeric()).take(2).collect(),
        [first, .., last] => [*first, *last].iter().collect(),
    };
    picked.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn every_name_has_initials() {
        let all =
            [("Ana Sousa", "AS"), ("Ana", "AN"), ("🦊 Fox", "FO"), ("Ana María de la Cruz", "AC"), ("李 伟", "李伟")];
        for (name, want) in all {
            assert_eq!(initials(name, "x"), want);
        }
        assert_eq!(initials("🦊", "fox"), "FO");
        assert_eq!(initials("", ""), "");
    }
}
