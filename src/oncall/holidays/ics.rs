//! Holidays out of an iCalendar file (RFC 5545), as public calendars and calendar programs write them.
//!
//! An event is a holiday on each of its days. One that comes again every year on its date is expanded; no other
//! recurrence is, because a feast that moves has no rule that a calendar file can say.

use chrono::{Datelike, NaiveDate, TimeDelta};
use icalendar::parser::{Component, read_components, unfold};

use super::{Calendar, Holiday};
use crate::diag::Diagnostic;
use crate::oncall::time::days_after;
use crate::source::{FileId, Span};

/// How far a yearly event is expanded, in years.
const YEARS: i32 = 50;

/// The most days that one event is taken for: more is no holiday.
const LONGEST: i64 = 31;

/// Components inside an event, such as alarms. The parser is recursive: what nests deeper is no calendar.
const DEEPEST: usize = 8;

pub(super) fn read(text: &str, file: FileId, id: &str) -> (Option<Calendar>, Vec<Diagnostic>) {
    let mut calendar = Calendar { name: id.to_owned(), days: Default::default() };
    let mut found = Vec::new();
    let bad = |place: Span, message: String| Diagnostic::new("page/bad-value", place, message);
    let mut event: Option<usize> = None;
    let mut begun = 0;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end().trim_start_matches('\u{feff}');
        let end = at + raw.trim_end().len();
        let is = |wanted: &str| line.eq_ignore_ascii_case(wanted);
        if is("BEGIN:VEVENT") {
            (event, begun) = (Some(at), 0);
        } else if line.len() > 6 && line.is_char_boundary(6) && line[..6].eq_ignore_ascii_case("BEGIN:") {
            begun += 1;
        } else if let Some(name) = line.strip_prefix("X-WR-CALNAME:").or(line.strip_prefix("NAME:"))
            && event.is_none()
        {
            calendar.name = name.replace('\\', "");
        } else if is("END:VEVENT")
            && let Some(start) = event.take()
        {
            let place = Span::new(file, start..end);
            let source = text[start..end].trim_start_matches('\u{feff}').to_owned() + "\r\n";
            let unfolded = unfold(&source);
            let read = if begun > DEEPEST { Err(String::new()) } else { read_components(&unfolded) };
            let event = read.ok().and_then(|events| events.into_iter().next());
            match event.ok_or_else(|| "this event is not iCalendar".to_owned()).and_then(|event| days(&event)) {
                Ok((name, days)) => {
                    let holiday = Holiday { name, span: place };
                    calendar.days.extend(days.into_iter().map(|day| (day, holiday.clone())));
                }
                Err(problem) => found.push(bad(place, problem).help("list its days, each with a date of its own")),
            }
        }
        at += raw.len();
    }
    if calendar.days.is_empty() && found.is_empty() {
        found.push(
            bad(Span::top(file), "there is no event in this calendar".to_owned())
                .help("a calendar of holidays has a VEVENT for each day off"),
        );
    }
    (Some(calendar), found)
}

/// The name of an event and the days it is on.
fn days(event: &Component) -> Result<(String, Vec<NaiveDate>), String> {
    let text = |key: &str| event.find_prop(key).map(|p| p.val.as_str());
    let date = |key: &str| {
        let value = text(key)?;
        NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()
    };
    let name = text("SUMMARY").unwrap_or("holiday").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
    let start = date("DTSTART").ok_or_else(|| format!("`{name}` has no DTSTART that is a day"))?;
    // The end is the day after the last one (RFC 5545, 3.6.1).
    let length = date("DTEND").map_or(1, |end| (end - start).num_days()).max(1);
    if length > LONGEST {
        return Err(format!("`{name}` is {length} days long"));
    }
    let starts = match text("RRULE") {
        None => vec![start],
        Some(rule) => {
            yearly(rule, start).ok_or_else(|| format!("`{name}` comes again by a rule that is not read: {rule}"))?
        }
    };
    Ok((name, starts.iter().flat_map(|first| (0..length).map(|n| days_after(*first, n))).collect()))
}

/// The dates of an event that comes every year on its own date.
fn yearly(rule: &str, start: NaiveDate) -> Option<Vec<NaiveDate>> {
    let mut last = start.checked_add_signed(TimeDelta::days(366 * i64::from(YEARS)))?;
    let mut count = usize::MAX;
    let mut every_year = false;
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        match (key, value) {
            ("FREQ", "YEARLY") => every_year = true,
            ("INTERVAL", "1") | ("WKST", _) => {}
            ("BYMONTH", month) if month.parse() == Ok(start.month()) => {}
            ("BYMONTHDAY", day) if day.parse() == Ok(start.day()) => {}
            ("COUNT", n) => count = n.parse().ok()?,
            ("UNTIL", until) => last = last.min(NaiveDate::parse_from_str(until.get(..8)?, "%Y%m%d").ok()?),
            _ => return None,
        }
    }
    let dates = (0..=YEARS).filter_map(|n| start.with_year(start.year().checked_add(n)?));
    every_year.then(|| dates.take_while(|date| *date <= last).take(count).collect())
}
