//! One person's statement of account: each shift, their part of each turn's load, and the balance that is left. Every
//! column sums to the figures of the report, to the digit.

use std::fmt::Write;

use chrono_tz::Tz;

use super::Shown;
use super::human::{WIDTH, cut, wrap};
use crate::cli::oncall::{Opened, clock};
use crate::dates::counted;
use crate::oncall::fairness::Kind;
use crate::oncall::fairness::explain::{Carried, Explained, Part};
use crate::oncall::fairness::sheet::{Hundredths, Line, Sheet, exact, percent};
use crate::oncall::time::local;
use crate::oncall::{Range, roster};

/// What a name may have in a table.
const NAME: usize = 16;

/// The kinds that are a part of a shift.
const OF_SHIFTS: [Kind; 3] = [Kind::Night, Kind::Weekend, Kind::Holiday];

pub(super) fn text(shown: &[Shown], person: &str, opened: &Opened) -> String {
    let mut cards: Vec<String> = Vec::new();
    for s in shown {
        let roster = roster(s.rotation, &opened.handbook.register, s.statement.period.range);
        for sheet in &s.sheets() {
            if let Some(line) = sheet.line(person) {
                let explained = s.books().explain(sheet, line, &roster);
                cards.push(Account { shown: s, sheet, line, zone: s.books().bands(person).zone }.card(&explained));
            }
        }
    }
    if cards.is_empty() { format!("{} has no part in any rotation\n", opened.name(person)) } else { cards.join("\n") }
}

struct Account<'a> {
    shown: &'a Shown<'a>,
    sheet: &'a Sheet<'a>,
    line: &'a Line,
    /// The person's own.
    zone: Tz,
}

impl Account<'_> {
    fn card(&self, explained: &Explained) -> String {
        let s = self.shown;
        let mut out = format!(
            "{}: {}, {}\n{}, on the clocks of {}\n",
            s.name(&self.line.person),
            self.sheet.tally.name(),
            s.opened.title(s.rotation),
            s.days(),
            self.zone.name()
        );
        for note in s.notes() {
            out.push_str(&wrap(&note, ""));
        }
        out.push_str(&self.carried(&explained.shifts));
        out.push_str(&self.share(&explained.parts));
        out.push_str(&self.balance());
        out
    }

    /// The kinds that have a column: where all of them are nothing there is none.
    fn kinds(&self, is: impl Fn(Kind) -> bool) -> Vec<Kind> {
        OF_SHIFTS.into_iter().filter(|kind| is(*kind)).collect()
    }

    /// `Mon 2026-10-05 08:00 to 18:00`.
    fn stretch(&self, range: Range) -> String {
        let (from, to) = (clock(range.from, self.zone), clock(range.to, self.zone));
        match (from.rsplit_once(' '), to.rsplit_once(' ')) {
            (Some((day, _)), Some((same, time))) if day == same => format!("{from} to {time}"),
            _ => format!("{from} to {to}"),
        }
    }

    fn carried(&self, shifts: &[Carried]) -> String {
        let kinds = self.kinds(|kind| self.line.of(kind).carried != 0);
        let columns =
            |cells: &dyn Fn(Kind) -> String| kinds.iter().map(|k| format!("{:>8}", cells(*k))).collect::<String>();
        let unit = if self.shown.told(|told| told.unit()) == "hours" { "counted" } else { "weighted" };
        let stretches: Vec<String> = shifts.iter().map(|s| self.stretch(s.range)).collect();
        let width = stretches.iter().map(String::len).max().unwrap_or(0).max(30);
        let mut out = format!(
            "\ncarried\n  {:<width$}{:>9}{}{:>8}{unit:>10}\n",
            "",
            "hours",
            columns(&|kind| kind.name().to_owned()),
            "weight"
        );
        for (shift, stretch) in shifts.iter().zip(stretches) {
            let total = shift.load[Kind::Total as usize];
            let weight = match shift.hours {
                0 => String::new(),
                hours => format!("{:.2}", total as f64 / hours as f64),
            };
            let cells = columns(&|kind| exact(shift.load[kind as usize]));
            let row = format!("  {stretch:<width$}{:>9}{cells}{weight:>8}{:>10}", exact(shift.hours), exact(total));
            let why = shift.why(self.shown.rotation, &|id| cut(&self.shown.name(id), NAME));
            let fits = row.len() + 2 + why.chars().count() <= WIDTH;
            let gap = if why.is_empty() {
                ""
            } else if fits {
                "  "
            } else {
                "\n      "
            };
            let _ = writeln!(out, "{row}{gap}{why}");
        }
        let cells = columns(&|kind| exact(self.line.of(kind).carried));
        let total = exact(self.line.of(Kind::Total).carried);
        let count = counted(shifts.iter().filter(|s| s.given.is_none()).count(), "shift");
        let _ = writeln!(out, "  {count:<width$}{:>9}{cells}{:>8}{total:>10}", exact(self.line.hours), "");
        out
    }

    fn share(&self, parts: &[Part]) -> String {
        let kinds = self.kinds(|kind| self.line.of(kind).target != 0);
        let columns =
            |cells: &dyn Fn(Kind) -> String| kinds.iter().map(|k| format!("{:>8}", cells(*k))).collect::<String>();
        let name = |id: &str| self.shown.name(id);
        let people = |part: &Part| {
            let first = part.people.first().map_or(String::new(), |p| name(p));
            if part.people.len() > 1 { format!("{first} +{}", part.people.len() - 1) } else { first }
        };
        let who = parts.iter().map(|p| people(p).chars().count()).max().unwrap_or(0).clamp(10, NAME) + 2;
        let mut out = format!(
            "\nshare: the load of each turn, divided by capacity among those who were there\n  \
             {:<18}{:<who$}{:>9}{:>12}{:>9}{:>9}{}\n",
            "turn from",
            "carried by",
            "load",
            "part",
            "",
            "share",
            columns(&|kind| kind.name().to_owned())
        );
        for part in parts {
            let fraction = format!("{} of {}", trimmed(part.capacity), trimmed(part.heads));
            let of = if part.heads > 0.0 { part.capacity / part.heads } else { 0.0 };
            let _ = writeln!(
                out,
                "  {:<18}{:<who$}{:>9}{fraction:>12}{:>9}{:>9}{}",
                local(self.zone, part.range.from).format("%Y-%m-%d %H:%M").to_string(),
                cut(&people(part), who - 2),
                exact(part.load),
                percent(of).trim_start_matches('+'),
                exact(part.share[Kind::Total as usize]),
                columns(&|kind| exact(part.share[kind as usize]))
            );
            if let Some(reasons) = self.reasons(part) {
                out.push_str(&wrap(&reasons, "      "));
            }
        }
        let cells = columns(&|kind| exact(self.line.of(kind).target));
        let load: Hundredths = parts.iter().map(|p| p.load).sum();
        let _ = writeln!(
            out,
            "  {:<18}{:<who$}{:>9}{:>12}{:>9}{:>9}{cells}",
            "sum",
            "",
            exact(load),
            "",
            "",
            exact(self.line.of(Kind::Total).target)
        );
        out
    }

    /// Why a part is not what the list of members makes it.
    fn reasons(&self, part: &Part) -> Option<String> {
        let mut told: Vec<String> = Vec::new();
        if part.people.len() > 1 {
            let people: Vec<String> = part.people.iter().map(|p| self.shown.name(p)).collect();
            told.push(format!("carried by {}", people.join(", ")));
        }
        if part.outside {
            told.push("beyond the turns of the site".to_owned());
        }
        for (who, reason) in &part.missing {
            let own = *who == self.line.person;
            let because = reason.told(|day| day.to_string());
            told.push(if own { because } else { format!("without {} ({because})", self.shown.name(who)) });
        }
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The figures of the report, and how the balance comes of them.
    fn balance(&self) -> String {
        let mut out =
            format!("\nbalance\n  {:<16}{:>11}{:>11}{:>13}{:>11}\n", "", "carried", "- share", "+ before", "= balance");
        let kinds = Kind::ALL.into_iter().filter(|k| *k == Kind::Total || !self.line.of(*k).is_nothing());
        for kind in kinds {
            let figures = self.line.of(kind);
            let label = if kind == Kind::Total { self.shown.told(|told| told.unit()) } else { kind.label() };
            let _ = writeln!(
                out,
                "  {label:<16}{:>11}{:>11}{:>13}{:>11}",
                exact(figures.carried),
                exact(figures.target),
                exact(figures.brought),
                exact(figures.balance())
            );
        }
        let _ = writeln!(out, "\n{}", wrap(&self.shown.told(|told| told.about(self.line)), "").trim_end());
        out
    }
}

/// `1`, `0.5`, `2.25`.
fn trimmed(shares: f64) -> String {
    let text = format!("{shares:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
