//! When one person hands over to another.

use std::sync::Arc;

use chrono::NaiveDate;

use super::rotation::Rotation;
use super::schedule::Roster;
use super::time::{Instant, local};
use super::turns::turns;
use crate::source::Span;

/// A handoff at which somebody else takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover<'a> {
    pub at: Instant,
    /// On the calendar of the site.
    pub day: NaiveDate,
    pub role: &'a Arc<str>,
    pub site: Option<&'a Arc<str>>,
    /// Who was on last, and who is on first after it; overrides count.
    pub from: &'a Arc<str>,
    pub to: &'a Arc<str>,
    /// Where the site is written.
    pub span: Span,
}

/// The handovers that a roster shows, role by role, then in order of time. A handoff after which the same person goes
/// on is none, nor is one that begins a turn without hours.
pub fn handovers<'a>(rotation: &'a Rotation, roster: &'a Roster) -> Vec<Handover<'a>> {
    let mut all = Vec::new();
    for role in rotation.roles() {
        for (term, site) in rotation.sites(&role.value) {
            let own = roster.of_site(&role.value, site.name.as_deref());
            for turn in turns(site, term, roster.range) {
                let first = own.partition_point(|s| s.range.from < turn.from);
                let (Some(after), Some(before)) = (own.get(first), first.checked_sub(1).and_then(|at| own.get(at)))
                else {
                    continue;
                };
                if after.range.from < turn.to && after.person != before.person {
                    all.push(Handover {
                        at: turn.from,
                        day: local(site.zone, turn.from).date(),
                        role: &role.value,
                        site: site.name.as_ref(),
                        from: &before.person,
                        to: &after.person,
                        span: site.span,
                    });
                }
            }
        }
    }
    all
}
