//! `rutter oncall load`: who was paged how often, when, and how long it took.

mod tables;

use chrono::{NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::{Opened, csv, instant, person, range, stamp};
use crate::cli::args::{OncallLoadArgs, ReportForm};
use crate::cli::{Outcome, output};
use crate::oncall::Range;
use crate::oncall::pages::{self, Answers, Asked, Load, Spread};

/// What is reported on when no start is given, in weeks.
const USUAL: i64 = 13;

pub(super) fn run(args: &OncallLoadArgs) -> Outcome {
    let opened = Opened::at(&args.target, &args.common)?;
    let rotation = args.target.rotation.as_ref().and_then(|_| opened.rotations().next()).map(|r| r.doc);
    let register = &opened.handbook.register;
    let only = args.person.as_deref().map(|name| person(register, name)).transpose()?;
    let asked = Asked { range: asked(args, &opened)?, rotation, person: only.map(|p| p.id.value.as_str()) };
    // Pages are told apart before any are left out: somebody who serves two rotations is woken once.
    let counted = pages::counted(&opened.written, register);
    let load = pages::load(&opened.written, register, &counted, asked);
    let shown = Shown { opened: &opened, load, asked };
    let text = match args.format {
        ReportForm::Human => shown.human(),
        ReportForm::Markdown => shown.markdown(),
        ReportForm::Json => format!("{:#}\n", shown.object()),
        ReportForm::Csv => csv::table(shown.rows().iter().map(|row| row.iter().map(|cell| csv::text(cell)))),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(0)
}

fn asked(args: &OncallLoadArgs, opened: &Opened) -> Result<Range, String> {
    let to = match &args.to {
        Some(text) => instant("--to", text, 0)?,
        None => opened.handbook.today.and_time(NaiveTime::MIN).and_utc(),
    };
    let from = match &args.from {
        Some(text) => instant("--from", text, 0)?,
        None => to.checked_sub_signed(TimeDelta::weeks(USUAL)).unwrap_or(to),
    };
    range(from, to)
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A report with what it was asked for.
struct Shown<'a> {
    opened: &'a Opened,
    load: Load,
    asked: Asked<'a>,
}

impl Shown<'_> {
    fn object(&self) -> Value {
        let Load { range, heat, actionable, .. } = &self.load;
        let people = self.load.people.iter().map(|p| {
            json!({
                "person": &*p.person,
                "name": self.opened.name(&p.person),
                "pages": p.pages,
                "share": p.pages as f64 / self.load.all as f64,
                "business": p.business,
                "off_hours": p.off,
                "sleep": p.sleep,
                "most_in_12h": p.worst,
                "most_in_12h_from": stamp(p.worst_from),
            })
        });
        let sites = self.load.sites.iter().map(|(site, a)| with("site", json!(site.as_deref()), answers(a)));
        let tiers = self.load.tiers.iter().map(|(tier, a)| with("tier", json!(tier), answers(a)));
        let urgencies = self.load.urgencies.iter().map(|(u, n)| json!({"urgency": u.as_deref(), "pages": n}));
        let weeks = self.load.weeks.iter().map(|week| {
            let mut object = with("from", json!(stamp(week.from)), answers(&week.answers));
            object["sleep"] = json!(week.sleep);
            object
        });
        let cells = heat.iter().zip(WEEKDAYS).flat_map(|(hours, day)| {
            let called = hours.iter().enumerate().filter(|(_, pages)| **pages > 0);
            called.map(move |(hour, pages)| json!({"weekday": day.to_lowercase(), "hour": hour, "pages": pages}))
        });
        let mut object = answers(&self.load.answers);
        for (key, value) in [
            ("from", json!(stamp(range.from))),
            ("to", json!(stamp(range.to))),
            ("rotation", json!(self.rotation().map(|r| r.id.as_str()))),
            ("person", json!(self.asked.person)),
            ("all_pages", json!(self.load.all)),
            ("duplicates", json!(self.load.duplicates)),
            ("nobody", json!(self.load.nobody)),
            ("concentration", json!(self.load.concentration())),
            ("actionable", json!({"yes": actionable.yes, "known": actionable.known})),
            ("people", people.collect()),
            ("heat", cells.collect()),
            ("sites", sites.collect()),
            ("tiers", tiers.collect()),
            ("urgencies", urgencies.collect()),
            ("weeks", weeks.collect()),
        ] {
            object[key] = value;
        }
        object
    }

    /// A row for each person, for a spreadsheet.
    fn rows(&self) -> Vec<Vec<String>> {
        let head =
            ["person", "name", "pages", "share", "business", "off_hours", "sleep", "most_in_12h", "most_in_12h_from"];
        let people = self.load.people.iter().map(|p| {
            let share = p.pages as f64 / self.load.all as f64;
            let name = self.opened.name(&p.person).to_owned();
            let counts = [p.business, p.off, p.sleep, p.worst].map(|n| n.to_string());
            [p.person.to_string(), name, p.pages.to_string(), format!("{share:.4}")]
                .into_iter()
                .chain(counts)
                .chain([stamp(p.worst_from)])
                .collect()
        });
        std::iter::once(head.map(str::to_owned).to_vec()).chain(people).collect()
    }
}

fn with(key: &str, value: Value, mut object: Value) -> Value {
    object[key] = value;
    object
}

fn answers(answers: &Answers) -> Value {
    let spread = |s: &Spread| json!({"count": s.count, "mean": s.mean, "median": s.median, "p90": s.p90});
    json!({
        "pages": answers.pages,
        "seconds_to_acknowledge": spread(&answers.acknowledge),
        "seconds_to_resolve": spread(&answers.resolve),
    })
}
