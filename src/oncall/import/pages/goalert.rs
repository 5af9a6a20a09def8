//! GoAlert's alerts: the table that its alert metrics are downloaded as, and JSON.

use chrono::TimeDelta;
use chrono_tz::Tz;
use csv::StringRecord;

use super::Page;
use crate::model::{register, zones};
use crate::oncall::import::Reader;
use crate::oncall::import::json::{At, Notes, instant};
use crate::oncall::time::Instant;

/// A table as text, on its way to pages. Its header names the zone: `Created At (EST -5)`.
pub fn table(reader: &Reader, name: &str, text: &str, notes: &Notes) -> Vec<(String, Page)> {
    let text = text.trim_start_matches('\u{feff}');
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = match table.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            notes.add(name, format!("this is no table: {error}"));
            return Vec::new();
        }
    };
    let column = |start: &str| header.iter().position(|c| c.trim().starts_with(start));
    let (Some(id), Some(created)) = (column("Alert ID"), column("Created At")) else {
        notes.add(name, "its header has no `Alert ID` or no `Created At`: it is left out");
        return Vec::new();
    };
    let Some(clocks) = Clocks::of(&header[created], name, notes) else { return Vec::new() };
    let mut pages = Vec::new();
    for (at, row) in table.records().enumerate() {
        // The header is line 1.
        let place = format!("{name}: row {}", at + 2);
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                notes.add(&place, format!("this is no row: {error}"));
                continue;
            }
        };
        let get = |column: Option<usize>| cell(&row, column);
        let began = get(Some(created)).and_then(|text| clocks.read(text));
        let (Some(id), Some(began)) = (get(Some(id)), began) else {
            notes.add(&place, "it lacks an id, or a time that can be read, and is left out");
            continue;
        };
        let after = |start: &str| get(column(start)).and_then(duration).and_then(|d| began.checked_add_signed(d));
        let closed = get(column("Closed At")).and_then(|text| clocks.read(text));
        let service = get(column("Service Name")).map(str::to_owned);
        let called = service.as_ref().and_then(|s| reader.people.service(s));
        if let (Some(service), None) = (&service, &called) {
            notes.add(register::SERVICES, format!("it has no service `{service}`: the rows keep that name"));
        }
        let page = Page {
            id: id.to_owned(),
            service: called.or(service),
            created: Some(began),
            acknowledged: after("Time to Ack"),
            resolved: closed.or_else(|| after("Time to Close")),
            // Noise is what nobody could do anything about; where nothing is said, nobody said so.
            actionable: get(column("Noise Reason")).map(|_| false),
            ..Page::default()
        };
        pages.push((place, page));
    }
    pages
}

fn cell(row: &StringRecord, column: Option<usize>) -> Option<&str> {
    row.get(column?).map(str::trim).filter(|v| !v.is_empty() && !v.starts_with("Invalid"))
}

/// The clocks that the times of a table are read from.
struct Clocks {
    zone: Tz,
    /// Seconds east of UTC, where only an offset is told.
    offset: i64,
}

impl Clocks {
    fn of(header: &str, name: &str, notes: &Notes) -> Option<Self> {
        let told =
            header.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(told, _)| told.trim());
        if let Some(zone) = told.split(' ').find_map(zones::find).filter(|z| z.name().contains('/') || *z == Tz::UTC) {
            return Some(Self { zone, offset: 0 });
        }
        let offset = told.split(' ').rev().find_map(offset);
        match offset {
            Some(offset) => {
                if offset != 0 {
                    let text = format!(
                        "`{told}` is one offset of a zone that may have two: where its clocks were others, times are off by the difference"
                    );
                    notes.add(name, text);
                }
                Some(Self { zone: Tz::UTC, offset })
            }
            None => {
                notes.add(name, format!("`{header}` does not say on which clocks its times are: it is left out"));
                None
            }
        }
    }

    /// `2026-03-02 09:00:00.000`.
    fn read(&self, text: &str) -> Option<Instant> {
        let text = text.split_once('.').map_or(text, |(seconds, _)| seconds);
        instant(text, self.zone)?.checked_sub_signed(TimeDelta::try_seconds(self.offset)?)
    }
}

/// `-5`, `+5:30`, `-0500`, `UTC+2` as seconds east of UTC.
fn offset(text: &str) -> Option<i64> {
    let at = text.find(['+', '-', '−'])?;
    let sign = if text[at..].starts_with('+') { 1 } else { -1 };
    let digits: String = text[at..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let (hours, minutes) = (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok()?);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// `01:02:03`, or `PT1H2M3S`.
fn duration(text: &str) -> Option<TimeDelta> {
    if let Some(rest) = text.strip_prefix('P') {
        return period(rest);
    }
    let mut seconds: i64 = 0;
    for part in text.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(part.parse::<u32>().ok()?.into())?;
    }
    TimeDelta::try_seconds(seconds)
}

/// A period of ISO 8601 after its `P`; weeks, days, hours, minutes and seconds.
fn period(text: &str) -> Option<TimeDelta> {
    let mut seconds: i64 = 0;
    let mut number = String::new();
    for c in text.chars() {
        let each = match c {
            'T' => continue,
            'W' => 7 * 86_400,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            c => {
                number.push(c);
                continue;
            }
        };
        let whole: i64 = number.split(['.', ',']).next()?.parse().ok().filter(|n| *n >= 0)?;
        seconds = seconds.checked_add(whole.checked_mul(each)?)?;
        number.clear();
    }
    number.is_empty().then(|| TimeDelta::try_seconds(seconds))?
}

/// An alert of GoAlert's GraphQL interface.
pub fn alert(reader: &Reader, at: &At) -> Option<Page> {
    let Some(id) = at.text("alertID").or_else(|| at.text("id")) else {
        at.note("it has no id, and is left out");
        return None;
    };
    let created = at.instant("createdAt", Tz::UTC);
    let metrics = at.get("metrics");
    let after = |key: &str| {
        let text = metrics.as_ref()?.text(key)?;
        created?.checked_add_signed(duration(&text)?)
    };
    let closed = metrics.as_ref().and_then(|m| m.instant("closedAt", Tz::UTC));
    let service = at.get("service");
    let names = ["name", "id"].map(|key| service.as_ref().and_then(|s| s.text(key)));
    Some(Page {
        id,
        service: reader.service(at, &names),
        created,
        acknowledged: after("timeToAck"),
        resolved: closed.or_else(|| after("timeToClose")),
        actionable: at.text("noiseReason").map(|_| false),
        ..Page::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_durations() {
        for (text, seconds) in [("-5", -18_000), ("+5:30", 19_800), ("-0330", -12_600), ("UTC+2", 7_200), ("+0", 0)] {
            assert_eq!(offset(text), Some(seconds), "{text}");
        }
        for text in ["EST", "+99", "+", "5"] {
            assert_eq!(offset(text), None, "{text}");
        }
        for (text, seconds) in [("01:02:03", 3_723), ("PT1H2M3.5S", 3_723), ("P1DT1M", 86_460), ("75:00:00", 270_000)] {
            assert_eq!(duration(text), TimeDelta::try_seconds(seconds), "{text}");
        }
        for text in ["", "P", "PT", "P1X", "PT5", "1:-2:3", "99999999999:00", "P99999999999999999999D"] {
            assert!(duration(text).is_none_or(|d| d.is_zero()), "{text}");
        }
    }
}
