//! Names that entries of the register use for each other, and time zones: whether there is such a thing.

use super::{PEOPLE, Register, SERVICES};
use crate::diag::{Diagnostic, nearest};
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
        if let Some(zone) = p.timezone.as_ref().filter(|z| z.value.parse::<chrono_tz::Tz>().is_err()) {
            let near = nearest(&zone.value, chrono_tz::TZ_VARIANTS.iter().map(|z| z.name()));
            found.push(
                Diagnostic::new(
                    CONFIG_RULES.bad_value,
                    zone.span,
                    format!("`{}` is not an IANA time zone", zone.value),
                )
                .help(near.map_or("write it as `Europe/Lisbon`".to_owned(), |n| format!("did you mean `{n}`?"))),
            );
        }
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
