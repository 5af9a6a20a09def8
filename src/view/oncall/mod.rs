//! On-call as the site shows it: a rotation's page, the scorecard, and the turns of a person or a team.
//!
//! A rotation's page says who answers now and who takes over, and has the calendar and the hours around the clock.
//!
//! Times are written on the clocks of the rotation, each beside its instant, so that a script may move them to the
//! reader's. Who is on "now" is who was on at noon UTC of the day that the site is built for; the script asks again
//! with the reader's clock.

mod account;
mod calendar;
mod crew;
mod fairness;
mod load;
mod score;
mod sun;
#[cfg(test)]
mod tests;
mod turns;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use serde::Serialize;

pub use account::AccountView;
pub use calendar::Calendar;
pub use crew::Mark;
pub use fairness::FairnessView;
pub use load::LoadView;
pub use score::{Score, Unanswered};
pub use sun::Sun;
pub use turns::Turns;

use super::{LinkView, Scope};
use crate::model::DocId;
use crate::oncall::cover::asked;
use crate::oncall::now::{Now, noon, notified};
use crate::oncall::rotation::{Notify, Step};
use crate::oncall::time::local;
use crate::oncall::{Instant, Range, Rotation, Schedule, Shift};
use crew::Crew;

#[derive(Serialize)]
pub struct RotationView {
    /// The zone that times are written in.
    pub zone: &'static str,
    pub at: TimeView,
    pub now: Vec<RoleNow>,
    pub on_demand: Vec<OnDemand>,
    pub maintenance: Vec<String>,
    pub handoffs: Vec<Handoff>,
    /// How many of them are shown at once; the others are for whoever opens the page later.
    pub handoffs_shown: usize,
    pub handover: Option<LinkView>,
    pub ladder: Vec<Rung>,
    pub calendar: Option<Calendar>,
    pub suns: Vec<Sun>,
}

/// An instant, and what a clock showed then.
#[derive(Serialize, Clone)]
pub struct TimeView {
    /// In UTC, as `<time datetime>` wants it.
    pub iso: String,
    /// `Mon 23 Nov 08:30`.
    pub text: String,
}

#[derive(Serialize)]
pub struct RoleNow {
    pub role: String,
    pub on: Vec<OnNow>,
    /// Nobody is on, and somebody should be.
    pub open: bool,
    pub next: Option<OnNow>,
}

#[derive(Serialize)]
pub struct OnNow {
    pub who: Mark,
    pub site: Option<String>,
    pub away: bool,
    /// The end of a shift that runs, the start of one to come. None where no end is in sight.
    pub time: Option<TimeView>,
}

#[derive(Serialize)]
pub struct OnDemand {
    pub role: String,
    pub people: Vec<Mark>,
}

#[derive(Serialize)]
pub struct Handoff {
    pub time: TimeView,
    pub role: String,
    pub site: Option<String>,
    pub from: Vec<Mark>,
    pub to: Mark,
}

/// A step of the ladder.
#[derive(Serialize)]
pub struct Rung {
    /// `after 10 minutes`.
    pub after: String,
    pub whom: String,
    /// The place of the role among those that have turns.
    pub role: Option<usize>,
    pub people: Vec<Mark>,
}

/// How many handoffs are listed.
const HANDOFFS: usize = 6;

/// How many handoffs a page knows, so that it can list the next ones when it is opened days after it was made.
const HANDOFFS_KNOWN: usize = 24;

impl<'a> Scope<'a> {
    /// The rotations that have a page, with their weeks to come.
    fn rotations(&self) -> impl Iterator<Item = (&'a Rotation, &'a Schedule)> + use<'a> {
        let (handbook, oncall) = (self.handbook, self.oncall);
        oncall.written.rotations.iter().zip(&oncall.ahead).filter(|(r, _)| handbook.is_published(r.doc))
    }

    /// What is to be told of the rotation that a document is.
    pub fn rotation(&self, id: DocId) -> Option<RotationView> {
        let written = &self.oncall.written;
        let rotation = written.rotations.iter().find(|r| r.doc == id)?;
        let zone = rotation.zone.unwrap_or(chrono_tz::UTC);
        let now = Now::new(rotation, &self.handbook.register, noon(self.handbook.today));
        let range = calendar::reach(zone, self.handbook.today);
        let schedule = crate::oncall::schedule(rotation, &self.handbook.register, range);
        let crew = Crew::new(self, rotation, &schedule);
        let template = rotation.handover.template.as_ref().and_then(|t| self.resolver.path(&t.value));
        Some(RotationView {
            zone: zone.name(),
            at: time(zone, now.at),
            now: rotation.roles().iter().map(|r| role_now(&now, &crew, zone, &r.value)).collect(),
            on_demand: now
                .on_demand()
                .map(|(role, people)| OnDemand {
                    role: role.to_owned(),
                    people: people.into_iter().map(|p| crew.mark(p)).collect(),
                })
                .collect(),
            maintenance: now
                .maintenance()
                .into_iter()
                .map(|(window, note)| match note {
                    Some(note) => format!("until {} {}: {note}", time(zone, window.to).text, zone.name()),
                    None => format!("until {} {}", time(zone, window.to).text, zone.name()),
                })
                .collect(),
            handoffs: handoffs(&now, &crew, zone),
            handoffs_shown: HANDOFFS,
            handover: template.filter(|to| self.handbook.is_published(*to)).map(|to| self.link(to)),
            ladder: ladder(rotation, &now, &crew),
            calendar: self.calendar_of(rotation, &schedule, &crew),
            suns: sun::of(rotation, zone, self.handbook.today),
        })
    }
}

/// An instant on the clocks of a zone.
fn time(zone: Tz, at: Instant) -> TimeView {
    TimeView {
        iso: at.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        text: local(zone, at).format("%a %-d %b %H:%M").to_string(),
    }
}

/// `23 Nov`.
fn day(date: NaiveDate) -> String {
    date.format("%-d %b").to_string()
}

fn site(shift: &Shift) -> Option<String> {
    shift.site.as_deref().map(str::to_owned)
}

fn role_now(now: &Now, crew: &Crew, zone: Tz, role: &str) -> RoleNow {
    let on = now.on(role).into_iter().map(|(shift, away)| OnNow {
        who: crew.mark(&shift.person),
        site: site(shift),
        away,
        time: now.until(shift).map(|at| time(zone, at)),
    });
    let next = now.next(role).map(|shift| OnNow {
        who: crew.mark(&shift.person),
        site: site(shift),
        away: false,
        time: Some(time(zone, shift.range.from)),
    });
    let on: Vec<OnNow> = on.collect();
    let present = on.iter().any(|o| !o.away);
    let moment = Range { from: now.at, to: now.at + TimeDelta::seconds(1) };
    let open = !present && !asked(now.rotation, role, moment).is_empty();
    RoleNow { role: role.to_owned(), on, open, next }
}

fn handoffs(now: &Now, crew: &Crew, zone: Tz) -> Vec<Handoff> {
    let known = now.takeovers().take(HANDOFFS_KNOWN);
    known
        .map(|h| Handoff {
            time: time(zone, h.to.range.from),
            role: h.to.role.to_string(),
            site: site(h.to),
            from: h.from.iter().map(|s| crew.mark(&s.person)).collect(),
            to: crew.mark(&h.to.person),
        })
        .collect()
}

fn ladder(rotation: &Rotation, now: &Now, crew: &Crew) -> Vec<Rung> {
    let roles = rotation.roles();
    let rung = |step: &Step| {
        let role = match &step.notify.value {
            Notify::Role(role) => roles.iter().position(|r| *r.value == **role),
            Notify::Person(_) | Notify::Team(_) => None,
        };
        let people = now.called(step).into_iter().map(|p| crew.mark(p)).collect();
        Rung { after: step.when(), whom: notified(&step.notify.value), role, people }
    };
    rotation.escalation.iter().map(rung).collect()
}
