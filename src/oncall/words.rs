//! Times, days and lengths as a rotation writes them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::rotation::{Days, Hours, Length};
use super::time::Instant;

/// Minutes of a whole day.
pub const DAY: i64 = 24 * 60;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// `08:00` as minutes after midnight; `24:00` is the midnight at the end.
pub fn minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number =
        |s: &str, len| (s.len() == len && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i64>().ok());
    let hours = number(hours, 2).or_else(|| number(hours, 1))??;
    let minutes = number(minutes, 2)??;
    (minutes < 60 && hours * 60 + minutes <= DAY).then_some(hours * 60 + minutes)
}

/// A time of the clock: `08:00`, and not `24:00`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let minutes = u32::try_from(minutes(text)?).ok()?;
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)
}

/// `08:00-16:00`. An end that is not after the start is on the next day.
pub fn hours(text: &str) -> Option<Hours> {
    let (start, end) = text.split_once(['-', '–'])?;
    let (start, end) = (minutes(start)?, minutes(end)?);
    let end = if end <= start { end + DAY } else { end };
    (start < DAY).then_some(Hours { start, end })
}

pub fn weekday(text: &str) -> Option<Weekday> {
    let text = text.trim().to_ascii_lowercase();
    let named = |name: &str| text.len() >= 3 && name.starts_with(&text);
    WEEKDAYS.iter().find(|(name, _)| named(name)).map(|(_, day)| *day)
}

/// `mon`, `mon-fri`, `sat,sun`; a span may go over the end of the week.
pub fn days(text: &str) -> Option<Days> {
    let mut days = Days::default();
    for part in text.split(',') {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (mut day, last) = (weekday(first)?, weekday(last)?);
        days.insert(day);
        while day != last {
            day = day.succ();
            days.insert(day);
        }
    }
    Some(days)
}

/// `mon-fri 01:00-24:00`, or hours for every day.
pub fn window(text: &str) -> Option<(Days, Hours)> {
    match text.trim().split_once(char::is_whitespace) {
        Some((when, rest)) => Some((days(when)?, hours(rest)?)),
        None => Some((Days::all(), hours(text)?)),
    }
}

/// A number and its unit: `90 min`, `1w`.
fn counted(text: &str) -> Option<(i64, String)> {
    let text = text.trim();
    let split = text.find(|c: char| !c.is_ascii_digit())?;
    let count = text[..split].parse().ok()?;
    Some((count, text[split..].trim().to_ascii_lowercase()))
}

/// How long a turn is: `1w`, `4d`, `12h`, `1mo`. Nothing is no length, and ten years are too much.
pub fn length(text: &str) -> Option<Length> {
    let (count, unit) = counted(text)?;
    let (length, most) = match unit.as_str() {
        "h" | "hour" | "hours" if count % 24 != 0 => (Length::Hours(count), 87_600),
        "h" | "hour" | "hours" => (Length::Days(count / 24), 3_650),
        "d" | "day" | "days" => (Length::Days(count), 3_650),
        "w" | "wk" | "week" | "weeks" => (Length::Days(count.checked_mul(7)?), 3_650),
        "mo" | "month" | "months" => (Length::Months(count), 120),
        _ => return None,
    };
    let (Length::Hours(n) | Length::Days(n) | Length::Months(n)) = length;
    (0 < n && n <= most).then_some(length)
}

/// How long to wait, in minutes: `0m`, `10m`, `1h`.
pub fn wait(text: &str) -> Option<i64> {
    let (count, unit) = counted(text)?;
    let minutes = match unit.as_str() {
        "m" | "min" | "minute" | "minutes" => count,
        "h" | "hour" | "hours" => count.checked_mul(60)?,
        _ => return None,
    };
    (minutes <= 7 * DAY).then_some(minutes)
}

/// A part of a whole, from 0 to 1: `25%`, `0.25`.
pub fn share(text: &str) -> Option<f64> {
    let text = text.trim();
    let (number, whole) = text.strip_suffix('%').map_or((text, 1.0), |number| (number.trim_end(), 100.0));
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let part = plain.then(|| number.parse::<f64>().ok()).flatten()? / whole;
    (part <= 1.0).then_some(part)
}

/// A moment as it is written: with its offset, or as a wall clock shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Instant(Instant),
    Wall(NaiveDateTime),
}

/// `2026-11-10T09:00`, with seconds and an offset if need be. A date alone is its midnight.
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(Moment::Instant(at.to_utc()));
    }
    // Offsets are often written without their seconds.
    if let Ok(at) = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z") {
        return Some(Moment::Instant(at.to_utc()));
    }
    if let Some(wall) = text.strip_suffix(['Z', 'z']).and_then(wall) {
        return Some(Moment::Instant(wall.and_utc()));
    }
    wall(text).or_else(|| Some(date(text)?.and_time(NaiveTime::MIN))).map(Moment::Wall)
}

fn wall(text: &str) -> Option<NaiveDateTime> {
    let (day, clock) = text.split_once(['T', ' '])?;
    let day = date(day)?;
    let formats = ["%H:%M", "%H:%M:%S"];
    formats.iter().find_map(|f| NaiveTime::parse_from_str(clock, f).ok()).map(|time| day.and_time(time))
}

/// `2026-11-10`, of the years 1 to 9999.
pub fn date(text: &str) -> Option<NaiveDate> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date = shaped.then(|| text.parse::<NaiveDate>().ok()).flatten()?;
    (date >= NaiveDate::from_ymd_opt(1, 1, 1)?).then_some(date)
}

/// A role at a site as people read it: `primary, emea`.
pub fn lane(role: &str, site: Option<&str>) -> String {
    site.map_or_else(|| role.to_owned(), |site| format!("{role}, {site}"))
}

/// Elapsed time as people read it: `1 h`, `1.5 h`, `45 min`.
pub fn elapsed(time: TimeDelta) -> String {
    let minutes = time.num_minutes();
    match minutes {
        _ if minutes < 60 => format!("{minutes} min"),
        _ if minutes % 60 == 0 => format!("{} h", minutes / 60),
        _ => format!("{:.1} h", minutes as f64 / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_days_and_hours() {
        assert_eq!(hours("20:00-08:00"), Some(Hours { start: 1200, end: 1920 }));
        assert_eq!(hours("00:00-24:00"), Some(Hours { start: 0, end: DAY }));
        assert_eq!(hours("08:00-08:00"), Some(Hours { start: 480, end: 480 + DAY }));
        for bad in ["24:00-08:00", "8-16", "08:60-09:00", "08:00", "25:00-26:00", "08:00-16:00-18:00", "-1:00-02:00"] {
            assert_eq!(hours(bad), None, "{bad}");
        }
        assert_eq!(days("sat-mon"), days("sat,sun,mon"));
        assert_eq!(days("mon-fri"), days("mon, Tuesday,wed,thu,fri"));
        assert_eq!(days("mon-mon"), days("mon"));
        assert_eq!(days("mo"), None);
        assert_eq!(window("mon-fri 01:00-24:00"), days("mon-fri").zip(hours("01:00-24:00")));
    }

    #[test]
    fn lengths() {
        assert_eq!(length("1w"), Some(Length::Days(7)));
        assert_eq!(length("48h"), Some(Length::Days(2)));
        assert_eq!(length("12 hours"), Some(Length::Hours(12)));
        for bad in ["0d", "0h", "1m", "1y", "w", "99999999999999999999w", "9999999999999999w", "1000mo"] {
            assert_eq!(length(bad), None, "{bad}");
        }
        assert_eq!(wait("0m"), Some(0));
        assert_eq!(wait("2h"), Some(120));
        assert_eq!(wait("9223372036854775807h"), None);
    }

    #[test]
    fn shares() {
        assert_eq!(
            [share("25%"), share("12.5 %"), share("0.25"), share("1")],
            [Some(0.25), Some(0.125), Some(0.25), Some(1.0)]
        );
        for bad in ["", "%", "-5%", "150%", "15", "1e-2", "nan", "inf"] {
            assert_eq!(share(bad), None, "{bad}");
        }
    }

    #[test]
    fn moments() {
        let wall = |text: &str| Some(Moment::Wall(text.parse().expect("a time")));
        assert_eq!(moment("2026-11-10T09:00"), wall("2026-11-10T09:00:00"));
        assert_eq!(moment("2026-11-10"), wall("2026-11-10T00:00:00"));
        let utc = "2026-11-10T09:00:00Z".parse().map(Moment::Instant).ok();
        for text in ["2026-11-10T09:00Z", "2026-11-10T10:00+01:00", "2026-11-10T09:00:00Z"] {
            assert_eq!(moment(text), utc, "{text}");
        }
        for bad in ["", "soon", "2026-11-10T25:00", "2026-02-30", "+12026-01-01", "0000-01-01"] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }
}
