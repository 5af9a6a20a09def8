//! `rutter oncall plan`.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Opened, clock, stamp};
use crate::cli::args::{OncallPlanArgs, PlanForm};
use crate::cli::{Outcome, output};
use crate::dates::counted;
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::{Amounts, Kind};
use crate::oncall::pages::{self, Page};
use crate::oncall::plan::{Proposal, Spread, plan};
use crate::oncall::policy::Fairness;
use crate::oncall::words::lane;
use crate::oncall::{Rotation, roster};

pub(super) fn run(args: &OncallPlanArgs) -> Outcome {
    let opened = Opened::at(&args.target, &args.common)?;
    let pages = pages::counted(&opened.written, &opened.handbook.register);
    let planned = |at: &usize| Planned::new(&opened, *at, args.weeks, &pages);
    let all: Vec<Planned> = opened.chosen.iter().filter_map(planned).collect();
    let text = match args.format {
        PlanForm::Human if all.is_empty() => "no rotations\n".to_owned(),
        PlanForm::Human => all.iter().map(Planned::told).collect::<Vec<_>>().join("\n"),
        PlanForm::Json => format!("{:#}\n", all.iter().map(Planned::object).collect::<Value>()),
        PlanForm::Yaml => all.iter().map(Planned::yaml).collect(),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

struct Planned<'a> {
    opened: &'a Opened,
    rotation: &'a Rotation,
    proposal: Proposal,
}

impl<'a> Planned<'a> {
    /// None where the rotation has no version.
    fn new(opened: &'a Opened, at: usize, weeks: u32, pages: &[Page]) -> Option<Self> {
        let (handbook, written) = (&opened.handbook, &opened.written);
        let rotation = &written.rotations[at];
        let usual = Fairness::default();
        let fairness = rotation.fairness.as_ref().unwrap_or(&usual);
        let books = Books { rotation, register: &handbook.register, holidays: &written.holidays, fairness };
        let elsewhere = |range| {
            let others = written.rotations.iter().enumerate().filter(|(other, _)| *other != at);
            others.map(|(_, r)| roster(r, &handbook.register, range)).collect()
        };
        let proposal = plan(&books, handbook.today, weeks, &written.ledgers[at], pages, &elsewhere)?;
        Some(Self { opened, rotation, proposal })
    }

    fn told(&self) -> String {
        let Proposal { range, changes, turns, .. } = &self.proposal;
        let zone = self.rotation.zone.unwrap_or(chrono_tz::UTC);
        let mut out = format!(
            "{}, {} to {} ({})\n\n",
            self.opened.title(self.rotation),
            clock(range.from, zone),
            clock(range.to, zone),
            zone.name()
        );
        let _ = match changes.len() {
            0 => writeln!(
                out,
                "all {} stay with those who have them: no exchange makes it better",
                counted(*turns, "turn")
            ),
            n => writeln!(out, "{n} of {} change hands:", counted(*turns, "turn")),
        };
        for change in changes {
            let place = lane(&change.role, change.site.as_deref());
            let name = |id| self.opened.name(id);
            let _ = writeln!(
                out,
                "  {} to {}  {place}: {} for {}",
                clock(change.turn.from, zone),
                clock(change.turn.to, zone),
                name(&change.to),
                name(&change.from)
            );
        }
        out.push_str(&self.spreads());
        out.push_str(&self.limits());
        if !changes.is_empty() {
            let path = &self.opened.handbook.document(self.rotation.doc).path;
            let _ = write!(out, "\nto commit, under `overrides:` in {path}:\n{}", self.proposal.overrides());
        }
        out
    }

    /// How far apart people are at the end of the weeks, as the turns are dealt and as they are proposed.
    fn spreads(&self) -> String {
        let mut out = format!(
            "\nbetween the one who carries most and the one who carries least, in hours, on {} (now -> planned):\n",
            self.proposal.period.to
        );
        let name = |s: &Spread| lane(&s.role, s.site.as_deref());
        let wide = self.proposal.spreads.iter().map(|s| name(s).chars().count()).max().unwrap_or(0);
        let _ = writeln!(
            out,
            "  {:wide$}  {:>16}  {:>16}  {:>16}  {:>16}",
            "", "weighted", "nights", "weekends", "holidays"
        );
        for spread in &self.proposal.spreads {
            let cells = Kind::TO_COME.map(|kind| {
                let cell = format!("{:.1} -> {:.1}", spread.before.of(kind), spread.after.of(kind));
                format!("  {cell:>16}")
            });
            let _ = writeln!(out, "  {:wide$}{}", name(spread), cells.concat());
        }
        out
    }

    fn limits(&self) -> String {
        let mut out = String::from("\n");
        let (before, after) = self.proposal.broken;
        let _ = match (before.times, after.times) {
            (0, 0) => writeln!(out, "no limit is broken"),
            (before, 0) => {
                writeln!(out, "no limit is broken; as the turns are dealt, limits are broken {}", times(before))
            }
            (before, after) => writeln!(out, "limits are still broken {} (before: {before}):", times(after)),
        };
        for (limit, broken) in &self.proposal.left {
            let _ = writeln!(out, "  {}: {}, {:.1} h", limit.name(), times(broken.times), broken.hours);
        }
        if let Some((limit, with, without)) = self.proposal.costly {
            let _ = writeln!(
                out,
                "{} costs most: without it the furthest from even would be {without:.1} turns away, and not {with:.1}",
                limit.name()
            );
        }
        out
    }

    fn yaml(&self) -> String {
        format!("# {}\n{}", self.opened.handbook.document(self.rotation.doc).path, self.proposal.overrides())
    }

    fn object(&self) -> Value {
        let Proposal { range, changes, spreads, broken, left, costly, turns, .. } = &self.proposal;
        let round = |hours: f64| (hours * 100.0).round() / 100.0 + 0.0;
        let amounts = |amounts: &Amounts| {
            Kind::TO_COME
                .iter()
                .map(|kind| (kind.name().to_owned(), json!(round(amounts.of(*kind)))))
                .collect::<serde_json::Map<_, _>>()
        };
        json!({
            "rotation": self.rotation.id,
            "from": stamp(range.from),
            "to": stamp(range.to),
            "turns": turns,
            "changes": changes.iter().map(|c| json!({
                "role": &*c.role,
                "site": c.site.as_deref(),
                "start": stamp(c.turn.from),
                "end": stamp(c.turn.to),
                "person": &*c.to,
                "replaces": &*c.from,
            })).collect::<Vec<_>>(),
            "spreads": spreads.iter().map(|s| json!({
                "role": &*s.role,
                "site": s.site.as_deref(),
                "before": amounts(&s.before),
                "after": amounts(&s.after),
                "people": s.people.iter().map(|(who, before, after)| json!({
                    "person": &**who,
                    "before": amounts(before),
                    "after": amounts(after),
                })).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "limits": {
                "broken_before": broken.0.times,
                "broken_after": broken.1.times,
                "left": left.iter().map(|(limit, b)| json!({"limit": limit.name(), "times": b.times, "hours": round(b.hours)})).collect::<Vec<_>>(),
                "costs_most": costly.map(|(limit, with, without)| json!({"limit": limit.name(), "turns": round(with), "turns_without": round(without)})),
            },
        })
    }
}

/// `once`, `3 times`.
fn times(count: u32) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
