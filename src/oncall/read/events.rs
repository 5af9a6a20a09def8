//! What happens beside the turns: overrides, maintenance, and the ladder of an alert nobody answers.

use std::sync::Arc;

use chrono_tz::Tz;

use super::{BAD_TIME, BAD_VALUE, Reader, each, shared};
use crate::diag::{Diagnostic, known_words};
use crate::oncall::rotation::{Maintenance, Notify, Override, Rotation, Site, Step};
use crate::oncall::time::{Edge, Instant, Range, exists, resolve};
use crate::oncall::words::{self, Moment};
use crate::source::{Span, Spanned};
use crate::yaml::Node;

impl Reader<'_> {
    pub(super) fn overrides(&mut self, node: &Node, rotation: &Rotation) -> Vec<Override> {
        each(node.get("overrides")).filter_map(|item| self.take_over(item, rotation)).collect()
    }

    fn take_over(&mut self, item: &Node, rotation: &Rotation) -> Option<Override> {
        let role = item.get("role")?.text().map(shared)?;
        let site = item.get("site").and_then(Node::text).map(shared);
        let person = self.person(item.get("person")?)?;
        let replaces = item.get("replaces").and_then(|r| self.person(r));
        let start = self.moment(item.get("start")?, Edge::Start);
        let end = self.moment(item.get("end")?, Edge::End);
        let (start, end) = (start?, end?);
        if end.value <= start.value {
            self.found.push(
                Diagnostic::new(BAD_TIME, end.span, "this override ends no later than it starts")
                    .help("give it an end after its start")
                    .related(start.span, "the start"),
            );
            return None;
        }
        let range = Range::new(start.value, end.value);
        self.is_there(&role, site.as_ref(), range, start.span, rotation)?;
        let text = |key: &str| item.get(key).and_then(Node::text).map(|t| t.value);
        Some(Override {
            role: role.value,
            site: site.map(|s| s.value),
            range,
            person,
            replaces,
            kind: text("kind"),
            reason: text("reason"),
        })
    }

    /// Whether the role and the site of an override are in the version of its time.
    fn is_there(
        &mut self,
        role: &Spanned<Arc<str>>,
        site: Option<&Spanned<Arc<str>>>,
        range: Range,
        start: Span,
        rotation: &Rotation,
    ) -> Option<()> {
        let named = |s: &&Site| site.is_none_or(|name| s.name.as_ref() == Some(&name.value));
        let in_force = rotation.sites(&role.value).filter(|(_, s)| named(s)).any(|(term, _)| term.contains(range.from));
        // What could not be read may have had it.
        if in_force || rotation.doubtful {
            return in_force.then_some(());
        }
        let roles = rotation.roles();
        let sites: Vec<&str> = rotation.sites(&role.value).filter_map(|(_, s)| s.name.as_deref()).collect();
        let finding = if !roles.iter().any(|r| r.value == role.value) {
            let known = known_words(&role.value, roles.iter().map(|r| &*r.value));
            Diagnostic::new(BAD_TIME, role.span, format!("no version has a role `{}` with turns", role.value))
                .help(known)
        } else if let Some(site) = site.filter(|s| !sites.contains(&&*s.value)) {
            let message = format!("`{}` has no site `{}`", role.value, site.value);
            Diagnostic::new(BAD_TIME, site.span, message).help(known_words(&site.value, sites.iter().copied()))
        } else {
            let what = site.map_or_else(|| role.value.to_string(), |s| format!("{} at {}", role.value, s.value));
            let zone = self.zone.unwrap_or(Tz::UTC);
            let finding = Diagnostic::new(
                BAD_TIME,
                start,
                format!("there is no {what} yet, or no longer, when this override starts"),
            );
            let version = rotation.version_at(zone, range.from).or(rotation.versions.first())?;
            finding.help("move it into a version that has it").related(version.from.span, "the version of that time")
        };
        self.found.push(finding);
        None
    }

    /// A moment; without an offset it is on the rotation's clocks, and they must show it.
    fn moment(&mut self, node: &Node, edge: Edge) -> Option<Spanned<Instant>> {
        let moment = self.word(Some(node), words::moment, "a time (2026-11-10T09:00)")?;
        let at = match moment.value {
            Moment::Instant(at) => at,
            Moment::Wall(wall) => {
                let zone = self.zone?;
                if !exists(zone, wall) {
                    let at = crate::oncall::time::local(zone, resolve(zone, wall, edge));
                    let message = format!("{} does not exist in {}", wall.format("%Y-%m-%d %H:%M"), zone.name());
                    let help = format!("the clocks go forward to {} there: write that", at.format("%Y-%m-%dT%H:%M"));
                    self.found.push(Diagnostic::new(BAD_TIME, moment.span, message).help(help));
                    return None;
                }
                resolve(zone, wall, edge)
            }
        };
        Some(Spanned::new(at, moment.span))
    }

    pub(super) fn maintenance(&mut self, node: &Node, rotation: &Rotation) -> Vec<Maintenance> {
        let all: Vec<&Site> = rotation
            .versions
            .iter()
            .flat_map(|v| &v.roles)
            .flat_map(|r| &r.sites)
            .filter(|s| s.name.is_some())
            .collect();
        let mut windows = Vec::new();
        for item in each(node.get("maintenance_windows")) {
            let days = self.days(item.get("days"));
            let hours = self.word(item.get("hours"), words::hours, "hours (`02:00-04:00`)");
            let site = item.get("site").and_then(Node::text).map(shared);
            // The last version's, if a site has moved.
            let known = site.as_ref().map(|name| all.iter().rfind(|s| s.name.as_ref() == Some(&name.value)));
            if let (Some(name), Some(None), false) = (&site, &known, rotation.doubtful) {
                let names = all.iter().filter_map(|s| s.name.as_deref());
                let finding = Diagnostic::new(BAD_VALUE, name.span, format!("no role has a site `{}`", name.value));
                self.found.push(finding.help(known_words(&name.value, names.clone().take(names.count()))));
            }
            let zone = known.map_or(self.zone, |site| site.map(|s| s.zone));
            let (Some(days), Some(hours), Some(zone)) = (days, hours, zone) else { continue };
            let note = item.get("note").and_then(Node::text).map(|n| n.value);
            windows.push(Maintenance { site: site.map(|s| s.value), zone, days, hours: hours.value, note });
        }
        windows
    }

    pub(super) fn escalation(&mut self, node: &Node, rotation: &Rotation) -> Vec<Step> {
        let mut roles: Vec<Arc<str>> = Vec::new();
        for role in rotation.versions.iter().flat_map(|v| &v.roles) {
            if !roles.contains(&role.name.value) {
                roles.push(role.name.value.clone());
            }
        }
        each(node.get("escalation")).filter_map(|item| self.step(item, &roles)).collect()
    }

    fn step(&mut self, item: &Node, roles: &[Arc<str>]) -> Option<Step> {
        let after = item.get("after")?.text()?;
        let Some(minutes) = words::wait(&after.value) else {
            let message = format!("`{}` is not a time to wait", after.value);
            self.found
                .push(Diagnostic::new(BAD_VALUE, after.span, message).help("write minutes or hours: `10m`, `1h`"));
            return None;
        };
        let whom = item.get("notify")?;
        let notify = if let Some(role) = whom.get("role").and_then(Node::text) {
            if !roles.iter().any(|r| **r == *role.value) {
                let finding = Diagnostic::new(BAD_VALUE, role.span, format!("no version has a role `{}`", role.value));
                self.found.push(finding.help(known_words(&role.value, roles.iter().map(|r| &**r))));
            }
            Notify::Role(Arc::from(role.value))
        } else if let Some(person) = whom.get("person") {
            Notify::Person(self.person(person)?.value.to_string())
        } else {
            Notify::Team(whom.get("team")?.text()?.value)
        };
        Some(Step { after: Spanned::new(minutes, after.span), notify: Spanned::new(notify, whom.span) })
    }
}
