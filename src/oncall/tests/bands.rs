//! Nights, weekends and holidays in people's own zones.

use super::*;
use crate::oncall::bands::Bands;
use crate::oncall::holidays::Holidays;
use crate::oncall::policy::Fairness;
use crate::oncall::time::{day_start, days_after};

/// The hours of the night that begins on a day.
fn night(place: &str, day: &str) -> f64 {
    let holidays = Holidays::default();
    let bands = Bands::of(None, zone(place), &Fairness::default(), &holidays);
    let day = day.parse().expect("a date");
    let noon = |day| day_start(zone(place), day) + TimeDelta::hours(12);
    sum(&bands.nights(Range::new(noon(day), noon(days_after(day, 1)))))
}

/// Case 25.
#[test]
fn nights_are_as_long_as_they_are() {
    for (place, day, want) in [
        ("Europe/London", "2026-03-28", 7.0),
        ("Europe/London", "2026-10-24", 9.0),
        ("Europe/London", "2026-07-01", 8.0),
        ("America/New_York", "2026-03-07", 7.0),
        ("America/New_York", "2026-10-31", 9.0),
        ("Australia/Lord_Howe", "2026-10-03", 7.5),
        ("Australia/Lord_Howe", "2026-04-04", 8.5),
    ] {
        assert_eq!(night(place, day), want, "{place} {day}");
    }
}

const BOOK: [(&str, &str); 4] = [
    ("handbook.yaml", "title: T\n"),
    (
        "people.yaml",
        "- {id: a, name: A, timezone: Asia/Dubai, weekend: [fri-sat], holidays: ae}\n- {id: b, name: B, timezone: Europe/Lisbon, holidays: pt}\n- {id: c, name: C, holidays: px}\n",
    ),
    (
        "oncall/holidays/ae.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251202\r\nDTEND;VALUE=DATE:20251204\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:National\\, Day\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=MONTHLY\r\nSUMMARY:Odd\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    ("oncall/holidays/pt.yaml", "name: Portugal\ndays: [{date: 2026-12-25, name: Natal}, {date: soon}, {day: 1}]\n"),
];

const ROTATION: &str = "owner: a\nlast_reviewed: 2026-11-01\nholidays: [oncall/holidays/pt.yaml, elsewhere.yaml]\nversions:\n  - from: 2026-01-01\n    roles: {primary: {members: [a, b]}}\n";

#[test]
fn weekends_and_holidays_are_local_days() {
    let world = MemWorld::new(BOOK.into_iter().chain([("oncall/r.yaml", ROTATION)]));
    let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
    let (loaded, handbook, _) = pipeline::read(&world, &settings).expect("a handbook");
    let (written, found) = crate::oncall::read(&handbook, &loaded);
    let mut messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    messages.sort_unstable();
    assert_eq!(
        messages,
        [
            "`Odd` comes again by a rule that is not read: FREQ=MONTHLY",
            "`date` is missing",
            "`date` takes a date (YYYY-MM-DD), not `soon`",
            "there is no calendar `px`: C has no holidays",
            "there is no file `elsewhere.yaml`",
            "unknown key `day`",
        ]
    );
    let fairness = Fairness::default();
    let bands = |person: usize| Bands::of(handbook.register.people.get(person), Tz::UTC, &fairness, &written.holidays);
    let week = Range::new(at("2026-11-30"), at("2026-12-07"));
    assert_eq!(bands(0).weekends(week), [Range::new(at("2026-12-03T20:00"), at("2026-12-05T20:00"))]);
    // The second and the third of December, in Dubai.
    assert_eq!(bands(0).holidays(week), [Range::new(at("2026-12-01T20:00"), at("2026-12-03T20:00"))]);
    assert_eq!(bands(1).weekends(week), [Range::new(at("2026-12-05"), at("2026-12-07"))]);
    let split = bands(1).split(Range::new(at("2026-12-25T21:00"), at("2026-12-26T01:00")));
    let told: Vec<String> = split
        .iter()
        .map(|(range, kinds)| {
            let is = |name: &'static str, is: bool| if is { name } else { "" };
            let kinds = [is("n", kinds.night), is("w", kinds.weekend), is("h", kinds.holiday)].concat();
            format!("{} {kinds}", range.from.format("%H:%M"))
        })
        .collect();
    assert_eq!(told, ["21:00 h", "22:00 nh", "00:00 nw"]);
}

/// A calendar that is none of ours is no reason to fall over.
#[test]
fn damaged_calendars_are_findings() {
    let deep = format!("BEGIN:VEVENT\r\n{}END:VEVENT\r\n", "BEGIN:VALARM\r\n".repeat(100_000));
    for text in [
        "",
        "BEGIN:VEVENT",
        "BEGIN:VEVENT\nEND:VEVENT",
        "\u{feff}BEGIN:VEVENT\r\nDTSTART:é2026🎄\r\nEND:VEVENT\r\n",
        "BEGIN:é",
        deep.as_str(),
    ] {
        let world = MemWorld::new([
            ("handbook.yaml", "title: T\n"),
            ("oncall/holidays/x.ics", text),
            ("oncall/r.yaml", "holidays: [oncall/holidays/x.ics]\n"),
        ]);
        let (loaded, handbook, _) = pipeline::read(&world, &Settings::default()).expect("a handbook");
        let (_, found) = crate::oncall::read(&handbook, &loaded);
        let of_calendar = found.iter().filter(|d| loaded.sources.path(d.span.file).ends_with(".ics")).count();
        assert_eq!(of_calendar, 1, "{:.40}", text);
    }
}
