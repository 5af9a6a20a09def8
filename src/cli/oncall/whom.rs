//! Who is asked for.

use super::missing;
use crate::model::Register;
use crate::model::register::{Person, Team};

/// One person, the members of a team, those who are both, or everyone.
pub(super) struct Whom<'a> {
    pub person: Option<&'a Person>,
    pub team: Option<&'a Team>,
}

impl<'a> Whom<'a> {
    pub fn of(person: Option<&str>, team: Option<&str>, register: &'a Register) -> Result<Self, String> {
        let person = person.map(|name| super::person(register, name));
        let team = team.map(|name| match register.team(name) {
            Some(t) => Ok(&register.teams[t]),
            None => {
                let known: Vec<String> = register.teams.iter().map(|t| t.id.value.clone()).collect();
                Err(missing("team", name, &known))
            }
        });
        Ok(Self { person: person.transpose()?, team: team.transpose()? })
    }

    pub fn is_everyone(&self) -> bool {
        self.person.is_none() && self.team.is_none()
    }

    pub fn has(&self, person: &str) -> bool {
        self.person.is_none_or(|p| p.id.value == person)
            && self.team.is_none_or(|t| t.members.iter().any(|m| m.value == person))
    }
}
