//! Calendar dates and periods as people write them. Dates are local to nobody: a review date is a day, and
//! `today` is one value for the whole run.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

/// How long a review lasts: months and days, because "six months" is not a number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    pub months: u32,
    pub days: u32,
}

impl Period {
    pub const fn months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    pub const fn days(days: u32) -> Self {
        Self { months: 0, days }
    }

    /// Reads `90d`, `6mo`, `1y`, `2w` and the long forms `6 months`, `191 days`, `6 month`. A single `m` is
    /// refused, because nobody can tell months from minutes. A period of nothing is refused too.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let split = text.find(|c: char| !c.is_ascii_digit())?;
        let count: u32 = text[..split].parse().ok()?;
        let period = match text[split..].trim().to_ascii_lowercase().as_str() {
            "d" | "day" | "days" => Self::days(count),
            "w" | "wk" | "week" | "weeks" => Self::days(count.checked_mul(7)?),
            "mo" | "month" | "months" => Self::months(count),
            "y" | "yr" | "year" | "years" => Self::months(count.checked_mul(12)?),
            _ => return None,
        };
        // A century is longer than any review; it also keeps date arithmetic in range.
        let sane = period.months <= 1200 && period.days <= 36_500 && count > 0;
        sane.then_some(period)
    }

    /// The day this period after `date`; a month that is too short gives its last day.
    pub fn after(self, date: NaiveDate) -> NaiveDate {
        date.checked_add_months(Months::new(self.months))
            .and_then(|d| d.checked_add_days(Days::new(self.days.into())))
            .unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match (self.months, self.days) {
            (m, _) if m > 0 && m % 12 == 0 => (m / 12, "year"),
            (m, _) if m > 0 => (m, "month"),
            (_, d) if d > 0 && d % 7 == 0 => (d / 7, "week"),
            (_, d) => (d, "day"),
        };
        write!(f, "{}", counted(count as usize, unit))
    }
}

/// "1 day", "3 days".
pub fn counted(count: usize, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// Which of two numbers comes first in a date with slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlashOrder {
    DayFirst,
    MonthFirst,
}

/// Reads a date: `2026-11-22`, `2026/11/22`, `2020-sep-21`, `22/11/2026` in the order given, or the date of an
/// RFC 3339 time.
pub fn parse_date(text: &str, order: SlashOrder) -> Option<NaiveDate> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [a, b, c] = parts.as_slice() else {
        return None;
    };
    let number = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<u32>().ok()).flatten();
    let (year, month, day) = if a.len() == 4 {
        (number(a)?, number(b).or_else(|| month_name(b))?, number(c)?)
    } else if c.len() == 4 {
        match order {
            SlashOrder::DayFirst => (number(c)?, number(b)?, number(a)?),
            SlashOrder::MonthFirst => (number(c)?, number(a)?, number(b)?),
        }
    } else {
        return None;
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn month_name(text: &str) -> Option<u32> {
    const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_ascii_lowercase();
    let at = NAMES.iter().position(|n| lower.starts_with(n))?;
    u32::try_from(at + 1).ok()
}

/// A date for people: `22 Nov 2026`.
pub fn human(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        parse_date(text, SlashOrder::DayFirst).expect("a date")
    }

    #[test]
    fn periods_as_people_write_them() {
        for (text, want) in [
            ("90d", Period::days(90)),
            ("6mo", Period::months(6)),
            ("1y", Period::months(12)),
            ("2w", Period::days(14)),
            ("6 months", Period::months(6)),
            ("191 days", Period::days(191)),
            ("6 month", Period::months(6)),
        ] {
            assert_eq!(Period::parse(text), Some(want), "{text}");
        }
        for text in ["", "6", "6m", "mo", "0d", "six months", "-3d", "99999999999y", "4000000000w"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_that_is_too_short_gives_its_last_day() {
        assert_eq!(Period::months(1).after(date("2026-01-31")), date("2026-02-28"));
        assert_eq!(Period::months(6).after(date("2026-05-22")), date("2026-11-22"));
        assert_eq!(Period::days(90).after(date("2026-05-01")), date("2026-07-30"));
    }

    #[test]
    fn dates_as_people_write_them() {
        let want = NaiveDate::from_ymd_opt(2020, 9, 21);
        for text in ["2020-09-21", "2020/09/21", "2020-sep-21", "21/09/2020", "2020-09-21T10:00:00Z"] {
            assert_eq!(parse_date(text, SlashOrder::DayFirst), want, "{text}");
        }
        assert_eq!(parse_date("09/21/2020", SlashOrder::MonthFirst), want);
        for text in ["", "soon", "2020-13-01", "2021-02-29", "2020-09", "20-09-21"] {
            assert_eq!(parse_date(text, SlashOrder::DayFirst), None, "{text}");
        }
    }
}
