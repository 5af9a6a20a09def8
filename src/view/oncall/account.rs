//! One person's account: the shifts that they carried, and their part of every turn's load. Every column sums to the
//! figures of the fairness report.

use chrono_tz::Tz;
use serde::Serialize;

use super::{TimeView, time};
use crate::dates::human;
use crate::oncall::fairness::Kind;
use crate::oncall::fairness::explain::{Carried, Part};
use crate::oncall::fairness::sheet::{Line, Sheet, exact, plus};
use crate::oncall::fairness::told::Told;
use crate::oncall::policy::Fairness;
use crate::oncall::{Rotation, roster};
use crate::view::{LinkView, Scope};

/// What is somebody's in a role at a site.
#[derive(Serialize)]
pub struct AccountView {
    pub rotation: LinkView,
    /// `primary, emea`.
    pub name: String,
    pub days: String,
    /// The zone that times are written in.
    pub zone: &'static str,
    pub unit: &'static str,
    pub sentence: String,
    pub shifts: Vec<ShiftRow>,
    pub shifts_more: usize,
    pub parts: Vec<PartRow>,
    pub parts_more: usize,
    pub hours: String,
    pub carried: String,
    pub target: String,
    pub brought: String,
    pub balance: String,
}

#[derive(Serialize)]
pub struct ShiftRow {
    pub from: TimeView,
    pub to: TimeView,
    pub hours: String,
    pub night: String,
    pub weekend: String,
    pub holiday: String,
    pub weighted: String,
    pub why: String,
}

#[derive(Serialize)]
pub struct PartRow {
    pub from: TimeView,
    /// Who carried the load.
    pub people: String,
    pub load: String,
    /// `1 of 3`: of the full shares that were there.
    pub capacity: String,
    pub share: String,
    pub missing: String,
}

/// How many shifts and how many turns are listed.
const LISTED: usize = 150;

impl Scope<'_> {
    /// The accounts of a person in the open period of every rotation that they have a part in.
    pub fn accounts(&self, person: &str, zone: Tz) -> Vec<AccountView> {
        let mut accounts = Vec::new();
        for (rotation, judged, _) in self.judged() {
            let sheets = judged.statement.sheets();
            let own: Vec<(&Sheet, &Line)> = sheets.iter().filter_map(|s| Some((s, s.line(person)?))).collect();
            if own.is_empty() {
                continue;
            }
            let usual = Fairness::default();
            let books = self.books(rotation, rotation.fairness.as_ref().unwrap_or(&usual));
            let over = roster(rotation, &self.handbook.register, judged.statement.period.range);
            let name = |id: &str| self.handbook.register.name(id).to_owned();
            let told = Told::new(books.fairness, &name);
            for (sheet, line) in own {
                let explained = books.explain(sheet, line, &over);
                let total = line.of(Kind::Total);
                let period = judged.statement.period;
                accounts.push(AccountView {
                    rotation: self.link(rotation.doc),
                    name: sheet.tally.name(),
                    days: format!("{} to {}", human(period.from), human(period.to)),
                    zone: zone.name(),
                    unit: told.unit(),
                    sentence: told.about(line),
                    shifts_more: explained.shifts.len().saturating_sub(LISTED),
                    parts_more: explained.parts.len().saturating_sub(LISTED),
                    shifts: explained.shifts.iter().take(LISTED).map(|s| shift(s, rotation, zone, &name)).collect(),
                    parts: explained.parts.iter().take(LISTED).map(|p| part(p, zone, &name)).collect(),
                    hours: exact(line.hours),
                    carried: exact(total.carried),
                    target: exact(total.target),
                    brought: plus(total.brought),
                    balance: plus(total.balance()),
                });
            }
        }
        accounts
    }
}

fn shift(s: &Carried, rotation: &Rotation, zone: Tz, name: &dyn Fn(&str) -> String) -> ShiftRow {
    let of = |kind: Kind| if s.load[kind as usize] == 0 { String::new() } else { exact(s.load[kind as usize]) };
    ShiftRow {
        from: time(zone, s.range.from),
        to: time(zone, s.range.to),
        hours: exact(s.hours),
        night: of(Kind::Night),
        weekend: of(Kind::Weekend),
        holiday: of(Kind::Holiday),
        weighted: exact(s.load[Kind::Total as usize]),
        why: s.why(rotation, name),
    }
}

fn part(p: &Part, zone: Tz, name: &dyn Fn(&str) -> String) -> PartRow {
    let people: Vec<String> = p.people.iter().map(|id| name(id)).collect();
    let missing = p.missing.iter().map(|(who, reason)| format!("{}: {}", name(who), reason.told(human)));
    let outside = p.outside.then(|| "beyond all turns".to_owned());
    PartRow {
        from: time(zone, p.range.from),
        people: people.join(", "),
        load: exact(p.load),
        capacity: format!("{} of {}", p.capacity, (p.heads * 100.0).round() / 100.0),
        share: exact(p.share[Kind::Total as usize]),
        missing: outside.into_iter().chain(missing).collect::<Vec<_>>().join("; "),
    }
}
