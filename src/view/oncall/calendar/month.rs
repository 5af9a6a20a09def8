//! A month, day by day.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use serde::Serialize;

use super::super::crew::Mark;
use super::super::day;
use super::{Draft, Entry, monday};
use crate::oncall::time::{days_after, local};

#[derive(Serialize)]
pub struct Month {
    pub title: String,
    pub weeks: Vec<MonthWeek>,
}

#[derive(Serialize)]
pub struct MonthWeek {
    pub days: Vec<Day>,
    pub rows: Vec<MonthRow>,
}

#[derive(Serialize)]
pub struct Day {
    pub iso: String,
    pub title: String,
    pub today: bool,
    /// Not of this month.
    pub other: bool,
    /// Holidays, and who has time off: `Natal (Portugal)`, `Ana Sousa off`.
    pub notes: Vec<String>,
}

#[derive(Serialize)]
pub struct MonthRow {
    pub title: String,
    /// Its place among the rows that entries name.
    pub row: usize,
    /// For each of seven days.
    pub cells: Vec<Vec<Piece>>,
}

/// What is to be seen of an entry on one day.
#[derive(Serialize, Clone)]
pub struct Piece {
    /// Empty for a shift.
    pub class: &'static str,
    pub who: Option<Mark>,
    /// `08:00–16:00`, `from 20:00`, `until 08:00`, `all day`.
    pub clock: String,
    pub word: Option<String>,
}

/// How many entries of one day are drawn; there is room for no more.
const PIECES: usize = 8;

impl Draft<'_> {
    pub(super) fn month(&self, first: NaiveDate) -> Month {
        let end = first.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        let mut by_day: BTreeMap<(usize, NaiveDate), Vec<Piece>> = BTreeMap::new();
        for entry in &self.entries {
            let (from, to) = (local(self.zone, entry.range.from), local(self.zone, entry.range.to));
            let last = local(self.zone, entry.range.to - TimeDelta::seconds(1)).date();
            let begins = from.date().max(days_after(first, -7));
            for n in 0..=(last.min(days_after(end, 7)) - begins).num_days() {
                let date = days_after(begins, n);
                by_day.entry((entry.row, date)).or_default().push(self.piece(entry, date, from, to));
            }
        }
        let start = monday(first);
        let mondays = (0..6).map(|n| days_after(start, 7 * n)).filter(|m| *m < end);
        let week = |monday: NaiveDate| {
            let dates: Vec<NaiveDate> = (0..7).map(|n| days_after(monday, n)).collect();
            let days = dates.iter().map(|date| Day {
                iso: date.to_string(),
                title: day(*date),
                today: *date == self.scope.handbook.today,
                other: date.month() != first.month(),
                notes: self.days.get(date).into_iter().flatten().cloned().collect(),
            });
            let rows = self.rows.iter().enumerate().map(|(row, title)| MonthRow {
                title: title.clone(),
                row,
                cells: dates.iter().map(|date| crowded(by_day.get(&(row, *date)))).collect(),
            });
            MonthWeek { days: days.collect(), rows: rows.collect() }
        };
        Month { title: first.format("%B %Y").to_string(), weeks: mondays.map(week).collect() }
    }

    fn piece(&self, entry: &Entry, date: NaiveDate, from: NaiveDateTime, to: NaiveDateTime) -> Piece {
        let clock = |t: NaiveDateTime| format!("{:02}:{:02}", t.hour(), t.minute());
        let begins = from.date() == date && (from.hour(), from.minute()) != (0, 0);
        let ends = to.date() == date;
        let clock = match (begins, ends) {
            (true, true) => format!("{}–{}", clock(from), clock(to)),
            (true, false) if to.date() == days_after(date, 1) && (to.hour(), to.minute()) == (0, 0) => {
                format!("{}–24:00", clock(from))
            }
            (true, false) => format!("from {}", clock(from)),
            (false, true) if from.date() == date => format!("00:00–{}", clock(to)),
            (false, true) => format!("until {}", clock(to)),
            (false, false) => "all day".to_owned(),
        };
        let word = entry.word.map(|at| self.words[at].clone());
        Piece { class: entry.sort.class(), who: entry.who.map(|at| self.people[at].clone()), clock, word }
    }
}

/// No more than there is room for; the rest is counted.
fn crowded(pieces: Option<&Vec<Piece>>) -> Vec<Piece> {
    let all = pieces.map(Vec::as_slice).unwrap_or_default();
    if all.len() <= PIECES {
        return all.to_vec();
    }
    let more = format!("and {} more", all.len() - PIECES + 1);
    let rest = Piece { class: "more", who: None, clock: more, word: None };
    all[..PIECES - 1].iter().cloned().chain([rest]).collect()
}
