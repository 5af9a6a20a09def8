//! When decisions were made: a bar for each quarter, or for each year where quarters would be too many.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::super::document::StatusView;
use super::super::{LinkView, Scope};
use super::statuses;
use crate::adr::Status;
use crate::dates::{counted, human};

#[derive(Serialize)]
pub struct Timeline {
    /// "quarter" or "year".
    pub unit: &'static str,
    /// The statuses that occur.
    pub columns: Vec<StatusView>,
    /// The newest first; those in which nothing was decided have only their place in the drawing.
    pub rows: Vec<Period>,
    pub bars: Vec<Bar>,
    pub labels: Vec<Label>,
    pub width: usize,
    pub height: usize,
    /// The most decisions in one period.
    pub top: usize,
    /// The decisions made last.
    pub latest: Vec<Latest>,
    pub notes: Vec<String>,
}

#[derive(Serialize)]
pub struct Period {
    pub name: String,
    pub total: usize,
    /// In the order of the columns.
    pub counts: Vec<usize>,
}

/// A part of a period's bar: one status of it. In pixels of the drawing.
#[derive(Serialize)]
pub struct Bar {
    pub x: usize,
    pub y: usize,
    pub height: usize,
    /// Its name as the drawing's class has it.
    pub status: String,
    pub title: String,
}

#[derive(Serialize)]
pub struct Label {
    pub x: usize,
    pub text: String,
}

#[derive(Serialize)]
pub struct Latest {
    pub link: LinkView,
    pub status: Option<StatusView>,
    pub date: String,
}

/// More quarters than this are shown as years.
const QUARTERS: i32 = 24;

/// The last years that are drawn. A decision that is dated earlier is most likely mistyped.
const YEARS: i32 = 40;

/// The width of a bar with the room beside it, and the height of the highest, in pixels.
const STEP: usize = 40;
const HEIGHT: usize = 160;

/// How many of the latest decisions are listed.
const LATEST: usize = 8;

impl Scope<'_> {
    /// Nothing where no decision has a date.
    pub fn timeline(&self, newest: &[usize]) -> Option<Timeline> {
        let today = self.handbook.today;
        let dated: Vec<(NaiveDate, usize)> =
            newest.iter().filter_map(|&at| Some((self.decisions.date(at)?, at))).collect();
        let years = today.year() - YEARS + 1..today.year() + 1;
        let inside: Vec<(NaiveDate, usize)> =
            dated.iter().copied().filter(|(d, _)| *d <= today && years.contains(&d.year())).collect();
        let last = inside.first()?.0;
        let first = inside.last()?.0;
        let by_year = quarter(last) - quarter(first) >= QUARTERS;
        let place = |d: NaiveDate| if by_year { d.year() } else { quarter(d) };
        let periods = place(first)..place(today) + 1;
        let mut counts = vec![[0; Status::NAMES.len() + 1]; periods.len()];
        for (date, at) in &inside {
            let status = self.decisions.list[*at].status.as_ref();
            let period = usize::try_from(place(*date) - periods.start).ok().and_then(|i| counts.get_mut(i));
            if let Some(period) = period {
                period[status.map_or(Status::NAMES.len(), |s| s.value as usize)] += 1;
            }
        }
        let used: Vec<usize> = (0..=Status::NAMES.len()).filter(|s| counts.iter().any(|c| c[*s] > 0)).collect();
        let columns = statuses(&used);
        let rows: Vec<Period> = periods
            .clone()
            .zip(&counts)
            .map(|(period, counts)| Period {
                name: name(period, by_year),
                total: counts.iter().sum(),
                counts: used.iter().map(|s| counts[*s]).collect(),
            })
            .collect();
        let top = rows.iter().map(|r| r.total).max().unwrap_or(0).max(1);
        let timeline = Timeline {
            unit: if by_year { "year" } else { "quarter" },
            bars: bars(&rows, &columns, top),
            labels: labels(&periods, by_year),
            width: rows.len() * STEP,
            height: HEIGHT,
            top,
            columns,
            rows: rows.into_iter().rev().filter(|r| r.total > 0).collect(),
            latest: inside.iter().take(LATEST).map(|&(date, at)| self.latest(date, at)).collect(),
            notes: notes(newest.len() - dated.len(), dated.len() - inside.len(), &years),
        };
        Some(timeline)
    }

    fn latest(&self, date: NaiveDate, at: usize) -> Latest {
        Latest { link: LinkView::of_decision(self, at), status: self.decision_status(at), date: human(date) }
    }
}

/// Quarters since the year 0.
fn quarter(date: NaiveDate) -> i32 {
    date.year() * 4 + i32::try_from(date.month0() / 3).unwrap_or(0)
}

fn name(period: i32, by_year: bool) -> String {
    if by_year { period.to_string() } else { format!("{} Q{}", period.div_euclid(4), period.rem_euclid(4) + 1) }
}

/// The bars, each status on top of the one before.
fn bars(rows: &[Period], columns: &[StatusView], top: usize) -> Vec<Bar> {
    let mut bars = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let mut below = 0;
        for (count, column) in row.counts.iter().zip(columns).filter(|(count, _)| **count > 0) {
            let (from, to) = (below * HEIGHT / top, (below + count) * HEIGHT / top);
            below += count;
            bars.push(Bar {
                x: i * STEP,
                y: HEIGHT - to,
                height: to - from,
                status: column.text.clone(),
                title: format!("{}: {count} {}", row.name, column.text),
            });
        }
    }
    bars
}

/// Every year has its name below its first bar.
fn labels(periods: &Range<i32>, by_year: bool) -> Vec<Label> {
    let label = |(i, period): (usize, i32)| {
        let starts = by_year || i == 0 || period.rem_euclid(4) == 0;
        // The name of a year that ends at once would run into the next.
        let crowded = !by_year && i == 0 && period.rem_euclid(4) == 3;
        let year = if by_year { period } else { period.div_euclid(4) };
        (starts && !crowded).then(|| Label { x: i * STEP, text: year.to_string() })
    };
    periods.clone().enumerate().filter_map(label).collect()
}

fn notes(undated: usize, outside: usize, years: &Range<i32>) -> Vec<String> {
    let mut notes = Vec::new();
    if undated > 0 {
        notes.push(format!("{} without a date are not counted.", counted(undated, "decision")));
    }
    if outside > 0 {
        let years = format!("before {} or after today", years.start);
        notes.push(format!("{} dated {years} are not counted.", counted(outside, "decision")));
    }
    notes
}
