//! A ladder of escalation ends nowhere, or has a step that does not hold.
//!
//! ## What it checks
//! `escalation` of a rotation: it has steps, the first one at once (`after: 0m`), none earlier than the one before it; two at the same time call two at once. Every step calls somebody in the 13 weeks from today: a role that has turns, or people on demand who are still here; a team with members; a person who stays. The last step calls somebody at every hour, beside the gaps that `oncall/gap` finds. A role with turns that no line of `coverage` asks for has no hour without anybody either, because nothing else would say so.
//!
//! A rotation without `escalation` is found if it answers for a service of tier 1. `escalation` of a team in teams.yaml names a rotation or a document.
//!
//! ## Why
//! The ladder is climbed when the first person does not answer. That is the worst moment to learn that the next step is somebody who left in spring.
//!
//! ## Example
//! `{after: 30m, notify: {role: secondary}}` is the last step, and secondary is there on working days.
//!
//! ## How to fix
//! End with a team, or with a role that is covered at all hours. Take out who has left.

use super::{ahead, series};
use crate::check::prelude::*;
use crate::oncall::rotation::{Notify, Step};
use crate::oncall::time::{days_after, minus, union};
use crate::oncall::{Range, Rotation, Schedule};

pub const RULE: Rule =
    Rule { name: "oncall/ladder", level: Level::Error, manual: include_str!("ladder.rs"), check: Some(check) };

fn check(cx: &Context, found: &mut Vec<Diagnostic>) {
    for (rotation, schedule) in ahead(cx) {
        match cx.handbook.document(rotation.doc).front.get("escalation") {
            None => found.extend(none(cx, rotation)),
            Some(node) if node.items().is_empty() && node.entries().is_empty() => found.push(
                Diagnostic::new(
                    RULE.name,
                    node.span,
                    "this ladder has no steps: nobody is called after the first page",
                )
                .help("name who is called next, as `- {after: 10m, notify: {role: secondary}}`"),
            ),
            Some(_) => {
                order(rotation, found);
                let last = rotation.escalation.len().saturating_sub(1);
                for (at, step) in rotation.escalation.iter().enumerate() {
                    found.extend(Climb { cx, rotation, schedule, step, last: at == last }.finding());
                }
            }
        }
    }
    found.extend(cx.handbook.register.teams.iter().filter_map(|t| team(cx, t.escalation.as_ref()?)));
}

/// No ladder at all, where a service of tier 1 needs one.
fn none(cx: &Context, rotation: &Rotation) -> Option<Diagnostic> {
    let tier_one: Vec<_> = cx.oncall.written.services(rotation, cx.handbook).filter(|s| s.tier == Some(1)).collect();
    let first = tier_one.first()?;
    let names: Vec<&str> = tier_one.iter().map(|s| s.id.value.as_str()).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} of tier 1, and this rotation has no `escalation`: nobody is called if the first one does not answer",
        names.join(", ")
    );
    let finding = Diagnostic::at_top(RULE.name, cx.handbook.document(rotation.doc).file, message);
    Some(finding.help("add `escalation`, with a step for each who is called next").related(first.id.span, "tier 1"))
}

fn order(rotation: &Rotation, found: &mut Vec<Diagnostic>) {
    let steps = &rotation.escalation;
    if let Some(first) = steps.first().filter(|s| s.after.value > 0) {
        let message = format!("nobody is called for the first {} min", first.after.value);
        found.push(Diagnostic::new(RULE.name, first.after.span, message).help("begin with `after: 0m`"));
    }
    for pair in steps.windows(2).filter(|pair| pair[1].after.value < pair[0].after.value) {
        let (before, step) = (&pair[0].after, &pair[1].after);
        let message =
            format!("this step is taken after {} min, and the one before it after {}", step.value, before.value);
        found.push(
            Diagnostic::new(RULE.name, step.span, message)
                .help("put the steps in the order of their times")
                .related(before.span, "the step before"),
        );
    }
}

/// A step of a rotation's ladder, in the weeks to come.
struct Climb<'a, 'b> {
    cx: &'a Context<'b>,
    rotation: &'a Rotation,
    schedule: &'a Schedule,
    step: &'a Step,
    last: bool,
}

impl Climb<'_, '_> {
    fn finding(&self) -> Option<Diagnostic> {
        let never = self.never();
        let at_times = if never.is_some() { None } else { Some((self.at_times()?, None)) };
        let what = match (self.last, at_times.is_some()) {
            (true, true) => "at times the ladder ends nowhere",
            (true, false) => "the ladder ends nowhere",
            (false, true) => "at times this step calls nobody",
            (false, false) => "this step calls nobody",
        };
        let help = match (self.last, at_times.is_some()) {
            (true, _) => "end with a team, or with a role that is covered at all hours",
            (false, true) => "staff these hours, or say in `coverage` which hours the role has",
            (false, false) => "call somebody else here, or leave the step out",
        };
        let (why, place) = never.or(at_times)?;
        let finding = Diagnostic::new(RULE.name, self.step.notify.span, format!("{what}: {why}")).help(help);
        Some(match place {
            Some((span, what)) => finding.related(span, what),
            None => finding,
        })
    }

    /// Why a step calls nobody, ever. Names that nobody has are found where they are read.
    fn never(&self) -> Option<(String, Option<(Span, &'static str)>)> {
        let register = &self.cx.handbook.register;
        let until = days_after(self.schedule.range.to.date_naive(), -1);
        match &self.step.notify.value {
            Notify::Person(id) => {
                let person = register.known(id).filter(|p| p.left(until))?;
                let day = person.active_to?;
                let verb = if person.left(self.cx.handbook.today) { "left" } else { "leaves" };
                Some((format!("{} {verb} on {}", person.name, day.value), Some((day.span, "the last day"))))
            }
            Notify::Team(id) => {
                let team = register.team(id)?;
                let nobody = register.active_members(team, until).is_empty();
                let why = format!("nobody of {} is still here on {until}", register.teams[team].name);
                nobody.then_some((why, Some((register.teams[team].id.span, "the team"))))
            }
            Notify::Role(role) if self.on_demand(role) => {
                let here = |id: &str| register.person(id).is_none_or(|p| !register.people[p].left(until));
                let nobody = !self.members(role).into_iter().any(here);
                nobody.then(|| (format!("nobody of {role}, which is on demand, is still here on {until}"), None))
            }
            Notify::Role(role) => {
                let known = self.rotation.versions.iter().any(|v| v.role(role).is_some());
                let nobody = !self.schedule.shifts.iter().any(|s| s.role == *role);
                (known && nobody).then(|| (format!("nobody is {role} from today to {until}"), None))
            }
        }
    }

    /// When a role with turns calls nobody, where that is nobody else's finding.
    fn at_times(&self) -> Option<String> {
        let Notify::Role(role) = &self.step.notify.value else { return None };
        let asked = self.rotation.coverage.iter().any(|c| c.role.value == *role);
        let known = self.rotation.versions.iter().any(|v| v.role(role).is_some());
        if self.on_demand(role) || !known || (asked && !self.last) {
            return None;
        }
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        // Nothing is asked before the first version begins.
        let begin = self.rotation.versions.first().map(|_| self.rotation.term(0, zone).from)?;
        let judged = Range { from: begin, to: self.schedule.range.to }.common(self.schedule.range)?;
        let on = self.schedule.shifts.iter().filter(|s| s.role == *role).map(|s| s.range);
        let gaps = self.schedule.gaps.iter().filter(|g| g.role == *role).map(|g| g.range);
        let open = minus(&[judged], &union(on.chain(gaps).collect()));
        let told = series(open.into_iter().map(|range| ((), range, ()))).into_iter().next()?.1.told();
        Some(format!("nobody is {role} {told}"))
    }

    fn on_demand(&self, role: &str) -> bool {
        self.in_force().any(|v| v.role(role).is_some_and(|r| r.on_demand))
    }

    fn members(&self, role: &str) -> BTreeSet<&str> {
        let sites = self.in_force().filter_map(|v| v.role(role)).flat_map(|r| &r.sites);
        sites.flat_map(|s| &s.members).map(|m| &*m.person.value).collect()
    }

    /// The versions that hold in the weeks to come.
    fn in_force(&self) -> impl Iterator<Item = &crate::oncall::rotation::Version> {
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let range: Range = self.schedule.range;
        let holds = move |at: usize| self.rotation.term(at, zone).common(range).is_some();
        self.rotation.versions.iter().enumerate().filter(move |(at, _)| holds(*at)).map(|(_, v)| v)
    }
}

fn team(cx: &Context, written: &crate::source::Spanned<String>) -> Option<Diagnostic> {
    let rotations = &cx.oncall.written;
    let name = &written.value;
    let known = rotations.find(cx.handbook, name).is_some() || cx.resolver.path(name).is_some();
    if known || links::is_external(name) || rotations.unread {
        return None;
    }
    let near = nearest(name, rotations.ids()).or_else(|| links::nearest_path(name, cx.paths()));
    let finding = Diagnostic::new(RULE.name, written.span, format!("there is no rotation or document `{name}`"));
    Some(finding.help(near.map_or_else(
        || "name a rotation by its id, or a document by its path from the root of the handbook".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )))
}
