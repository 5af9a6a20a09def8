//! Names that entries of the register use for each other, and time zones: whether there is such a thing.

use super::{PEOPLE, Register, SERVICES};
use crate::diag::Diagnostic;
use crate::model::zones;
use crate::source::Spanned;
use crate::yaml::schema::{CONFIG_RULES, Known, Ref};

pub(super) fn check(register: &Register) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut person = |name: &Spanned<String>, what: &str| {
        if register.person(&name.value).is_none() {
            let near = register.lookup(Ref::Person, &name.value).err().flatten();
            found.push(
                Diagnostic::new(
                    CONFIG_RULES.bad_value,
                    name.span,
                    format!("{what} `{}` is not in {PEOPLE}", name.value),
                )
                .help(near.map_or(format!("add the person to {PEOPLE}"), |n| format!("did you mean `{n}`?"))),
            );
        }
    };
    for team in &register.teams {
        team.members.iter().for_each(|m| person(m, "member"));
        team.lead.iter().for_each(|l| person(l, "lead"));
    }
    for p in &register.people {
        p.mentors.iter().for_each(|m| person(m, "person"));
    }
    for p in &register.people {
        if let Some(zone) = p.timezone.as_ref().filter(|z| zones::find(&z.value).is_none()) {
            found.push(
                Diagnostic::new(
                    CONFIG_RULES.bad_value,
                    zone.span,
                    format!("`{}` is not an IANA time zone", zone.value),
                )
                .help(zones::suggest(&zone.value)),
            );
        }
    }
    for off in register.people.iter().flat_map(|p| &p.time_off).filter(|off| off.to < off.from) {
        let message = format!("this time off ends on {}, before it begins on {}", off.to, off.from);
        found.push(
            Diagnostic::new(CONFIG_RULES.bad_value, off.span, message).help("`from` is its first day, `to` its last"),
        );
    }
    for s in &register.services {
        for needed in s.texts("depends_on") {
            if let Err(near) = register.lookup(Ref::Service, &needed.value) {
                found.push(
                    Diagnostic::new(
                        CONFIG_RULES.bad_value,
                        needed.span,
                        format!("no service `{}` in {SERVICES}", needed.value),
                    )
                    .maybe_help(near.map(|n| format!("did you mean `{n}`?"))),
                );
            }
        }
    }
    found
}
