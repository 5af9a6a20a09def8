//! Roles and their sites: who takes turns, in which hours, and when they hand over.

use std::sync::Arc;

use chrono::{NaiveTime, Timelike, Weekday};
use chrono_tz::Tz;

use super::{BAD_TIME, BAD_VALUE, EMPTY, Reader, each};
use crate::diag::Diagnostic;
use crate::oncall::rotation::{Days, Handoff, Hours, Length, Member, On, Role, Site};
use crate::oncall::words;
use crate::source::{Span, Spanned};
use crate::yaml::Node;

/// Hundredths of a full share.
const FULL: u32 = 100;

impl Reader<'_> {
    pub(super) fn roles(&mut self, node: &Node) -> Vec<Role> {
        let mut roles = Vec::new();
        for (key, node) in node.entries() {
            let name = Spanned::new(Arc::from(&*key.value), key.span);
            let on_demand = node.get("on_demand").and_then(Node::bool).unwrap_or(false);
            let sites = match node.get("sites") {
                Some(sites) => {
                    let mut read: Vec<Site> = Vec::new();
                    for site in each(Some(sites)) {
                        read.extend(self.named_site(site, &read));
                    }
                    if each(Some(sites)).next().is_none() {
                        self.nobody(sites.span, &format!("the role `{}` has no sites", key.value));
                    }
                    read
                }
                None => {
                    let what = format!("the role `{}` has no members", key.value);
                    self.site(node, None, key.span, self.zone, &what).into_iter().collect()
                }
            };
            roles.push(Role { name, on_demand, sites });
        }
        roles
    }

    fn nobody(&mut self, place: Span, what: &str) {
        self.found.push(
            Diagnostic::new(EMPTY, place, format!("{what}: nobody is ever on call there"))
                .help("name the people who take turns, as `members: [ana, tomas]`"),
        );
    }

    fn named_site(&mut self, node: &Node, before: &[Site]) -> Option<Site> {
        let name = node.get("name")?.text()?;
        if let Some(first) = before.iter().find(|s| s.name.as_deref() == Some(name.value.as_str())) {
            let finding = Diagnostic::new(BAD_VALUE, name.span, format!("the role has two sites `{}`", name.value));
            self.doubt(finding.help("call one of them something else").related(first.span, "the first of them"));
            return None;
        }
        let zone = self.zone_of(node);
        let what = format!("the site `{}` has no members", name.value);
        self.site(node, Some(Arc::from(name.value)), name.span, zone, &what)
    }

    /// A site, or a role that is one. Where something of it cannot be read, it is left out.
    fn site(&mut self, node: &Node, name: Option<Arc<str>>, span: Span, zone: Option<Tz>, what: &str) -> Option<Site> {
        let members: Vec<Member> = each(node.get("members")).filter_map(|m| self.member(m)).collect();
        if each(node.get("members")).next().is_none() {
            self.nobody(node.get("members").map_or(span, |m| m.span), what);
        }
        let hours = match node.get("hours") {
            None => Spanned::new(Hours::ALL_DAY, span),
            written => self.word(written, words::hours, "hours (`08:00-16:00`)")?,
        };
        let days = self.days(node.get("days"))?;
        let handoff = self.handoff(node.get("handoff"), &hours)?;
        Some(Site { name, span, zone: zone?, hours, days, handoff, members })
    }

    /// All days where none are given.
    pub(super) fn days(&mut self, node: Option<&Node>) -> Option<Days> {
        let mut all = Days::default();
        for written in each(node) {
            all.extend(self.word(Some(written), words::days, "days of the week (`mon`, `mon-fri`)")?.value);
        }
        Some(if all.is_empty() { Days::all() } else { all })
    }

    fn member(&mut self, node: &Node) -> Option<Member> {
        let person = self.person(node.get("person").unwrap_or(node))?;
        let mut capacity = FULL;
        if let Some(written) = node.get("capacity") {
            let share = written.number().filter(|share| *share >= 0.01 && *share <= 1.0);
            match share {
                // Rounded and in bounds, so nothing is lost.
                Some(share) => capacity = (share * f64::from(FULL)).round() as u32,
                None if written.number().is_some() => self.found.push(
                    Diagnostic::new(BAD_VALUE, written.span, "`capacity` is a part of a full share, from 0.01 to 1")
                        .help("half of everyone else's turns is `0.5`"),
                ),
                None => {}
            }
        }
        Some(Member { person, capacity })
    }

    /// Every week, on Monday, when the hours begin, unless said otherwise.
    fn handoff(&mut self, node: Option<&Node>, hours: &Spanned<Hours>) -> Option<Handoff> {
        let start = u32::try_from(hours.value.start).unwrap_or(0);
        let begin = NaiveTime::from_hms_opt(start / 60, start % 60, 0).unwrap_or(NaiveTime::MIN);
        let weekly = Handoff { every: Length::Days(7), on: Some(On::Weekday(Weekday::Mon)), at: begin };
        let Some(node) = node else { return Some(weekly) };
        let every = match node.get("every") {
            None => Length::Days(7),
            written => self.word(written, words::length, "how long a turn is (`1w`, `4d`, `12h`, `1mo`)")?.value,
        };
        let on = match (node.get("on"), every) {
            (None, Length::Days(7)) => weekly.on,
            (None, Length::Months(_)) => Some(On::DayOfMonth(1)),
            (None, _) => None,
            (written, Length::Days(_)) => {
                let day = self.word(written, words::weekday, "a day of the week (`mon`)")?;
                Some(On::Weekday(day.value))
            }
            (written, Length::Months(_)) => {
                let day = |text: &str| text.parse().ok().filter(|day| (1..=31).contains(day));
                let day = self.word(written, day, "a day of the month, from 1 to 31, as a handoff by months has it")?;
                Some(On::DayOfMonth(day.value))
            }
            (Some(written), Length::Hours(_)) => {
                let finding = Diagnostic::new(BAD_TIME, written.span, "a handoff by hours falls on every day");
                self.doubt(finding.help("leave `on` out"));
                return None;
            }
        };
        let at = match node.get("at") {
            None => Spanned::new(begin, hours.span),
            written => self.word(written, words::time, "a time of the clock (`08:00`)")?,
        };
        let minutes = i64::from(at.value.hour() * 60 + at.value.minute());
        if !hours.value.touches(minutes) {
            let message = format!("the handoff at {} is outside of the site's hours", at.value.format("%H:%M"));
            self.found.push(
                Diagnostic::new(BAD_TIME, at.span, message)
                    .help("hand over when both are at work: within the hours, or at one of their ends")
                    .related(hours.span, "the hours"),
            );
        }
        Some(Handoff { every, on, at: at.value })
    }
}
