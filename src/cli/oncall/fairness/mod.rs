//! `rutter oncall fairness`: who carries how much, and what of it was theirs to carry.

mod csv;
mod explain;
mod human;
mod json;
mod markdown;

use chrono::{NaiveDate, TimeDelta};

use super::whom::Whom;
use super::{LONGEST, Opened};
use crate::cli::args::{OncallFairnessArgs, ReportForm};
use crate::cli::{Outcome, output, place};
use crate::diag::emit::{Read, Report};
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::sheet::{Line, Sheet};
use crate::oncall::fairness::told::Told;
use crate::oncall::fairness::{Ledger, Period, Statement};
use crate::oncall::pages::{self, Page};
use crate::oncall::policy::Fairness;
use crate::oncall::time::days_after;
use crate::oncall::{Rotation, words};
use crate::pipeline::{self, Checked};

/// The rules that judge what is shown here.
const RULES: [&str; 2] = ["oncall/unfair", "oncall/site-imbalance"];

pub(super) fn run(args: &OncallFairnessArgs) -> Outcome {
    if args.explain.is_some() && args.format != ReportForm::Human {
        return Err("--explain is told in words\nhelp: leave `--format` out, or show the figures of one person with \
                    `--person`"
            .to_owned());
    }
    let stretch = stretch(args)?;
    // Neither an account nor a table for pay says whether anything is too much.
    if args.explain.is_some() || args.format == ReportForm::Csv {
        let opened = Opened::at(&args.target, &args.common)?;
        let whom = asked(args, &opened)?;
        let shown = Shown::all(&opened, stretch, &whom);
        let text = match whom.person {
            Some(person) if args.explain.is_some() => explain::text(&shown, &person.id.value, &opened),
            _ => csv::text(&shown),
        };
        output::result(&text, args.common.output.as_deref())?;
        return Ok(0);
    }
    let mut settings = place::settings(&args.common, None)?;
    settings.select = RULES.map(str::to_owned).into();
    let (world, dir) = place::open(args.target.dir.as_deref())?;
    let checked = {
        let spinner = output::Spinner::new(&args.common);
        pipeline::check(&world, &settings, &|stage| spinner.say(stage)).map_err(|e| e.to_string())?
    };
    let Checked { loaded, handbook, oncall, mut findings, .. } = checked;
    let opened = Opened::new(handbook, oncall.written, settings.today.is_some(), args.target.rotation.as_deref())?;
    let whom = asked(args, &opened)?;
    let shown = Shown::all(&opened, stretch, &whom);
    // What is found is about the open period, and about the rotations that are shown.
    let is_shown = |file| shown.iter().any(|s| opened.handbook.document(s.rotation.doc).file == file);
    findings.list.retain(|f| stretch.is_none() && is_shown(f.diagnostic.span.file));
    let report = Report {
        findings: &findings,
        sources: &loaded.sources,
        today: opened.handbook.today,
        read: Read::Documents(opened.handbook.documents.len()),
        shown: &place::shown_prefix(&dir),
        repository: &loaded.history.prefix,
        color: false,
        width: human::WIDTH,
    };
    let text = match args.format {
        ReportForm::Json => json::text(&shown, &report),
        ReportForm::Markdown => markdown::text(&shown, &findings),
        ReportForm::Human | ReportForm::Csv => human::text(&shown, &report),
    };
    output::result(&text, args.common.output.as_deref())?;
    Ok(pipeline::exit_code(&findings))
}

fn asked<'a>(args: &OncallFairnessArgs, opened: &'a Opened) -> Result<Whom<'a>, String> {
    let person = args.explain.as_deref().or(args.person.as_deref());
    Whom::of(person, args.team.as_deref(), &opened.handbook.register)
}

/// The first and the last day of the stretch that is asked for.
fn stretch(args: &OncallFairnessArgs) -> Result<Option<(NaiveDate, NaiveDate)>, String> {
    let date = |option: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => words::date(text)
            .map(Some)
            .ok_or_else(|| format!("{option}: `{text}` is no date\nhelp: write it as 2026-11-22")),
    };
    let (Some(from), Some(to)) = (date("--from", &args.from)?, date("--to", &args.to)?) else { return Ok(None) };
    if to <= from {
        return Err(format!("--to: {to} is no later than {from}\nhelp: the end comes after the start"));
    }
    if to - from > TimeDelta::days(LONGEST) {
        return Err("--to: that is more than 200 years after the start".to_owned());
    }
    Ok(Some((from, days_after(to, -1))))
}

/// A rotation's statement, as much of it as is asked for.
struct Shown<'a> {
    opened: &'a Opened,
    rotation: &'a Rotation,
    ledger: &'a Ledger,
    fairness: Fairness,
    statement: Statement,
    /// Days of the asker's own choosing: nothing is carried over into them.
    is_stretch: bool,
    whom: &'a Whom<'a>,
}

impl<'a> Shown<'a> {
    fn all(opened: &'a Opened, stretch: Option<(NaiveDate, NaiveDate)>, whom: &'a Whom<'a>) -> Vec<Self> {
        let pages = pages::counted(&opened.written, &opened.handbook.register);
        opened.chosen.iter().filter_map(|at| Self::new(opened, *at, &pages, stretch, whom)).collect()
    }

    /// None where the rotation has no version: there is nothing to share.
    fn new(
        opened: &'a Opened,
        at: usize,
        pages: &[Page],
        stretch: Option<(NaiveDate, NaiveDate)>,
        whom: &'a Whom<'a>,
    ) -> Option<Self> {
        let (rotation, ledger) = (&opened.written.rotations[at], &opened.written.ledgers[at]);
        let fairness = rotation.fairness.clone().unwrap_or_default();
        let books = books(opened, rotation, &fairness);
        let statement = match stretch {
            Some((from, to)) => books.over(Period::new(from, to, rotation.zone.unwrap_or(chrono_tz::UTC)), pages),
            None => books.statement(opened.handbook.today, ledger, pages)?,
        };
        Some(Self { opened, rotation, ledger, fairness, statement, is_stretch: stretch.is_some(), whom })
    }

    fn books(&self) -> Books<'_> {
        books(self.opened, self.rotation, &self.fairness)
    }

    fn name(&self, id: &str) -> String {
        self.opened.name(id).to_owned()
    }

    fn told<T>(&self, tell: impl FnOnce(&Told) -> T) -> T {
        let name = |id: &str| self.name(id);
        tell(&Told::new(&self.fairness, &name))
    }

    /// The lines of a sheet that are asked for, each with the place of its person.
    fn lines<'s>(&'s self, sheet: &'s Sheet) -> impl Iterator<Item = (usize, &'s Line)> {
        sheet.lines.iter().enumerate().filter(|(_, line)| self.whom.has(&line.person))
    }

    /// The sheets with anyone that is asked for.
    fn sheets(&self) -> Vec<Sheet<'_>> {
        let mut sheets = self.statement.sheets();
        sheets.retain(|sheet| self.lines(sheet).next().is_some());
        sheets
    }

    /// What is said of a sheet: of everyone together, or of each person that is asked for.
    fn headline(&self, sheet: &Sheet) -> Vec<String> {
        self.told(|told| match self.whom.is_everyone() {
            true => told.headline(sheet),
            false => self.lines(sheet).map(|(_, line)| told.about(line)).collect(),
        })
    }

    /// What the figures leave out and why, and what is to be done about it.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let id = &self.rotation.id;
        if self.rotation.doubtful {
            notes.push("This rotation could not be read whole: `rutter check` says what is wrong with it.".to_owned());
        }
        let Some(written) = &self.rotation.fairness else {
            notes.push(
                "The rotation has no `fairness:`: a period is 13 weeks, every hour weighs the same, and nothing is \
                 carried over."
                    .to_owned(),
            );
            return notes;
        };
        if self.is_stretch {
            notes.push("These days stand alone: nothing is carried over into them.".to_owned());
            return notes;
        }
        match &written.carry {
            None => notes.push(
                "Nothing is carried over: `fairness.carry` names no ledger. With `carry: oncall/ledger/ID.yaml`, \
                 `rutter oncall close` keeps one."
                    .replace("ID", id),
            ),
            Some(carry) if self.ledger.doubtful => notes.push(format!(
                "Nothing is carried over: the ledger {} could not be read whole. `rutter check` says what is wrong \
                 with it.",
                carry.value
            )),
            Some(_) => {}
        }
        if let Some((from, to)) = self.statement.unclosed {
            notes.push(format!(
                "{from} to {to} is over and not closed: its balances are carried over as they come out today. To \
                 settle them, run `rutter oncall close --rotation {id}`."
            ));
        }
        notes.extend(self.told(|told| told.waiting(&self.statement)));
        notes
    }

    /// `2026-10-05 to 2027-01-03`.
    fn days(&self) -> String {
        format!("{} to {}", self.statement.period.from, self.statement.period.to)
    }
}

fn books<'a>(opened: &'a Opened, rotation: &'a Rotation, fairness: &'a Fairness) -> Books<'a> {
    Books { rotation, register: &opened.handbook.register, holidays: &opened.written.holidays, fairness }
}
