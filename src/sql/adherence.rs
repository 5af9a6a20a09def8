//! How well rules are kept: files, findings and exceptions, rule by rule and quarter by quarter.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Excuse, Sql, Violation};

/// How well one rule, or a few, are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// The files that they hold for.
    pub files: usize,
    /// Those of them in which nothing breaks them.
    pub clean: usize,
    /// Violations that nothing excuses.
    pub open: usize,
    /// Violations that an exception excuses.
    pub excepted: usize,
    /// Violations that a comment hides, and no exception covers.
    pub hidden: usize,
}

/// The months of a review: a year and the number of the quarter, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    pub year: i32,
    pub number: u32,
}

impl Quarter {
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), number: date.month0() / 3 + 1 }
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.number * 3 - 2, 1).unwrap_or(NaiveDate::MIN)
    }

    pub fn next(self) -> Self {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 },
            n => Self { number: n + 1, ..self },
        }
    }

    /// The last day of it.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or(NaiveDate::MAX)
    }
}

impl std::fmt::Display for Quarter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} Q{}", self.year, self.number)
    }
}

/// Which rules are counted: a standard by its number, and one of its rules or all.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    All,
    Standard(usize),
    Rule(usize, usize),
}

impl Of {
    fn has(self, standard: usize, rule: usize) -> bool {
        match self {
            Self::All => true,
            Self::Standard(s) => s == standard,
            Self::Rule(s, r) => (s, r) == (standard, rule),
        }
    }
}

/// How well rules are kept in all files.
pub fn kept(sql: &Sql, of: Of) -> Kept {
    count(sql, of, &|_| true)
}

/// How well rules are kept in the files of one quarter, by the day that each file carries or came into git.
pub fn in_quarter(sql: &Sql, of: Of, quarter: Quarter) -> Kept {
    count(sql, of, &|date| date.map(Quarter::of) == Some(quarter))
}

/// The same of each quarter in which a file came. Files without a date are in none.
pub fn by_quarter(sql: &Sql, of: Of) -> Vec<(Quarter, Kept)> {
    let files = sql.histories.iter().flat_map(|h| &h.files);
    let quarters: BTreeSet<Quarter> = files.filter_map(|f| f.date).map(Quarter::of).collect();
    quarters.into_iter().map(|q| (q, in_quarter(sql, of, q))).filter(|(_, kept)| kept.files > 0).collect()
}

fn count(sql: &Sql, of: Of, when: &dyn Fn(Option<NaiveDate>) -> bool) -> Kept {
    let rules: Vec<_> = super::lint::placed(&sql.standards)
        .filter(|(s, r, rule)| of.has(*s, *r) && rule.machine().is_some())
        .map(|(_, _, rule)| rule)
        .collect();
    let mut broken: BTreeMap<(usize, usize), Kept> = BTreeMap::new();
    for v in sql.violations.iter().filter(|v| of.has(v.standard, v.rule)) {
        add(broken.entry((v.history, v.file)).or_default(), v);
    }
    let mut kept = Kept::default();
    for (h, history) in sql.histories.iter().enumerate() {
        for (f, file) in history.files.iter().enumerate() {
            let is_held = file.steps.iter().any(|s| s.part.is_held());
            if !is_held || !when(file.date) || !rules.iter().any(|r| r.holds_for(&file.path, file.date)) {
                continue;
            }
            let here = broken.get(&(h, f)).copied().unwrap_or_default();
            kept.files += 1;
            kept.clean += usize::from(here == Kept::default());
            kept.open += here.open;
            kept.excepted += here.excepted;
            kept.hidden += here.hidden;
        }
    }
    kept
}

fn add(kept: &mut Kept, violation: &Violation) {
    match violation.excuse {
        None => kept.open += 1,
        Some(Excuse::Exception(_)) => kept.excepted += 1,
        Some(Excuse::Ignore { .. }) => kept.hidden += 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_follow_each_other() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let q = Quarter::of(day("2026-11-22"));
        assert_eq!(
            (q.to_string(), q.first_day(), q.last_day()),
            ("2026 Q4".into(), day("2026-10-01"), day("2026-12-31"))
        );
        assert_eq!(q.next().to_string(), "2027 Q1");
        assert_eq!(Quarter::of(day("2026-01-01")).to_string(), "2026 Q1");
    }
}
