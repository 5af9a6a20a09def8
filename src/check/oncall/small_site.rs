//! A site has too few people on call.
//!
//! ## What it checks
//! `limits.min_people_per_site` of a rotation: how many people have turns at a site, in all roles with turns together, in the version that holds today and in those that begin within 13 weeks. People who have left, or are not here yet, do not count from then on. Roles without sites are one site. Where the limit is not set, nothing is checked. It is a warning, because only hiring mends it.
//!
//! ## Why
//! With few people, one who falls ill makes every second week a week on call for the others. Google's SRE book (chapter 11, "Being On-Call") asks for eight people at a single site, and six per site for two or more.
//!
//! ## Example
//! `members: [sam, maya]` at `amer`, and `min_people_per_site: 6`.
//!
//! ## How to fix
//! Add people, from other teams if need be, or close the site and let a larger one carry its hours. Lower the limit if the team has agreed to live with fewer.

use crate::check::prelude::*;
use crate::oncall::Range;
use crate::oncall::rotation::Version;
use crate::oncall::time::{days_after, local};

pub const RULE: Rule = Rule {
    name: "oncall/small-site",
    level: Level::Warning,
    manual: include_str!("small_site.rs"),
    check: Some(check),
};

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (rotation, schedule) in super::ahead(cx) {
        let Some(limit) = &rotation.limits.min_people_per_site else { continue };
        let least = usize::try_from(limit.value).unwrap_or(0);
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        for (at, version) in rotation.versions.iter().enumerate() {
            let Some(term) = rotation.term(at, zone).common(schedule.range) else { continue };
            for site in sites(version) {
                let Some((day, people)) = shortage(cx, &site, term, zone, least) else { continue };
                let names: Vec<&str> = people.iter().map(|id| cx.handbook.register.name(id)).collect();
                let named = match names.len() {
                    0 => String::new(),
                    _ => format!(" ({})", names.join(", ")),
                };
                let since = if day > cx.handbook.today { format!(" from {day} on") } else { String::new() };
                let place = site.name.map_or_else(|| rotation.id.clone(), str::to_owned);
                let count = if names.len() == 1 { "1 person".to_owned() } else { format!("{} people", names.len()) };
                let message = format!("{place} has {count} on call{since}{named}, and {least} is the least");
                found.push(
                    Diagnostic::new(RULE.name, site.span, message)
                        .help("add people, or let a larger site carry these hours")
                        .related(limit.span, "the limit"),
                );
            }
        }
    }
}

/// The people of one place in a version, over all its roles with turns.
struct Place<'a> {
    name: Option<&'a str>,
    /// Where it is named first.
    span: Span,
    people: BTreeSet<&'a str>,
}

fn sites(version: &Version) -> Vec<Place<'_>> {
    let mut all: Vec<Place> = Vec::new();
    for site in version.roles.iter().filter(|r| !r.on_demand).flat_map(|r| &r.sites) {
        let people = site.members.iter().map(|m| &*m.person.value);
        match all.iter_mut().find(|known| known.name == site.name.as_deref()) {
            Some(known) => known.people.extend(people),
            None => all.push(Place { name: site.name.as_deref(), span: site.span, people: people.collect() }),
        }
    }
    all
}

/// The first day of a term on which a place has fewer people than it needs, and who they are. The register says who is
/// there; somebody it does not know has a finding, and counts.
fn shortage<'a>(
    cx: &Context,
    place: &Place<'a>,
    term: Range,
    zone: chrono_tz::Tz,
    least: usize,
) -> Option<(chrono::NaiveDate, Vec<&'a str>)> {
    let register = &cx.handbook.register;
    let known = |id: &str| register.known(id);
    let (first, last) = (local(zone, term.from).date(), local(zone, term.to).date());
    let leave = place.people.iter().filter_map(|id| Some(days_after(known(id)?.active_to?.value, 1)));
    let mut days: BTreeSet<_> = leave.filter(|day| first < *day && *day < last).collect();
    days.insert(first);
    days.into_iter().find_map(|day| {
        let here = place.people.iter().copied().filter(|id| known(id).is_none_or(|p| p.is_here(day)));
        let here: Vec<&str> = here.collect();
        (here.len() < least).then_some((day, here))
    })
}
