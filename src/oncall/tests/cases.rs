//! Cases 1 to 24 of the design: local times, handoffs and windows where clocks change.

use chrono::NaiveTime;

use super::*;
use crate::oncall::rotation::{Days, Handoff, Hours};
use crate::oncall::time::{day_start, resolve};
use crate::oncall::turns::Handoffs;
use crate::oncall::windows::windows;
use crate::oncall::words;

/// The handoffs of `every` at a time, from a day on, as local times.
fn handoffs(place: &str, every: &str, time: &str, from: &str, count: i64) -> (Vec<String>, Vec<f64>) {
    let zone = zone(place);
    let every = words::length(every).expect("a length");
    let handoff = Handoff { every, on: None, at: words::time(time).expect("a time") };
    let handoffs = Handoffs::new(zone, handoff, from.parse().expect("a date"));
    // By hours, the first is the last one before the day.
    let first = i64::from(handoffs.wall(0).date() < from.parse().expect("a date"));
    let all: Vec<Instant> = (first..first + count).map(|i| handoffs.at(i)).collect();
    let long = all.windows(2).map(|w| hours(w[1] - w[0])).collect();
    (all.into_iter().map(|at| shown(zone, at)).collect(), long)
}

#[test]
fn handoffs_stay_on_the_wall_clock() {
    let chicago = "America/Chicago";
    let howe = "Australia/Lord_Howe";
    type Case = (u8, &'static str, &'static str, &'static str, &'static str, &'static [&'static str], &'static [f64]);
    let cases: [Case; 10] = [
        (1, chicago, "1d", "01:30", "2020-11-01", &["2020-11-01 01:30 -05", "2020-11-02 01:30 -06"], &[25.0]),
        (
            2,
            chicago,
            "1d",
            "02:30",
            "2020-03-07",
            &["2020-03-07 02:30 -06", "2020-03-08 03:00 -05", "2020-03-09 02:30 -05"],
            &[23.5, 23.5],
        ),
        (
            3,
            chicago,
            "1h",
            "00:30",
            "2020-03-08",
            &[
                "2020-03-08 00:30 -06",
                "2020-03-08 01:30 -06",
                "2020-03-08 03:00 -05",
                "2020-03-08 03:30 -05",
                "2020-03-08 04:30 -05",
            ],
            &[1.0, 0.5, 0.5, 1.0],
        ),
        (
            4,
            chicago,
            "1h",
            "00:00",
            "2020-03-08",
            &[
                "2020-03-08 00:00 -06",
                "2020-03-08 01:00 -06",
                "2020-03-08 03:00 -05",
                // 02:00 and 03:00 are the same instant: a turn of no length.
                "2020-03-08 03:00 -05",
                "2020-03-08 04:00 -05",
                "2020-03-08 05:00 -05",
            ],
            &[1.0, 1.0, 0.0, 1.0, 1.0],
        ),
        (
            5,
            chicago,
            "1h",
            "00:30",
            "2020-11-01",
            &["2020-11-01 00:30 -05", "2020-11-01 01:30 -05", "2020-11-01 02:30 -06", "2020-11-01 03:30 -06"],
            &[1.0, 2.0, 1.0],
        ),
        (
            6,
            chicago,
            "1h",
            "00:00",
            "2020-11-01",
            &["2020-11-01 00:00 -05", "2020-11-01 01:00 -05", "2020-11-01 02:00 -06", "2020-11-01 03:00 -06"],
            &[1.0, 2.0, 1.0],
        ),
        (
            7,
            howe,
            "1d",
            "02:15",
            "2020-10-03",
            &["2020-10-03 02:15 +10:30", "2020-10-04 02:30 +11", "2020-10-05 02:15 +11"],
            &[23.75, 23.75],
        ),
        (8, howe, "1d", "01:30", "2020-10-04", &["2020-10-04 01:30 +10:30", "2020-10-05 01:30 +11"], &[23.5]),
        (9, howe, "1d", "02:00", "2021-04-03", &["2021-04-03 02:00 +11", "2021-04-04 02:00 +10:30"], &[24.5]),
        (
            10,
            howe,
            "1h",
            "00:30",
            "2021-04-04",
            &["2021-04-04 00:30 +11", "2021-04-04 01:30 +11", "2021-04-04 02:30 +10:30", "2021-04-04 03:30 +10:30"],
            &[1.0, 1.5, 1.0],
        ),
    ];
    for (case, place, every, time, from, want, long) in cases {
        let (got, elapsed) = handoffs(place, every, time, from, want.len() as i64);
        assert_eq!(got, want, "case {case}");
        assert_eq!(elapsed, long, "case {case}");
    }
}

#[test]
fn turns_are_as_long_as_the_clocks_make_them() {
    let chicago = "America/Chicago";
    for (case, every, time, from, want) in [
        (11, "1d", "08:00", "2017-03-11", 23.0),
        (11, "1d", "08:00", "2017-11-04", 25.0),
        (12, "1w", "08:00", "2017-03-10", 167.0),
        (12, "1w", "08:00", "2017-11-04", 169.0),
        (13, "1mo", "00:00", "2017-03-01", 743.0),
        (13, "2mo", "00:00", "2017-11-01", 1465.0),
        (14, "3h", "00:00", "2017-03-12", 2.0),
        (14, "3h", "00:00", "2017-11-05", 4.0),
        (17, "168h", "00:00", "2024-10-29", 169.0),
        (24, "2d", "09:00", "2011-12-29", 24.0),
    ] {
        let place = if case == 24 { "Pacific/Apia" } else { chicago };
        assert_eq!(handoffs(place, every, time, from, 2).1, [want], "case {case}: {every} from {from}");
    }
    // Case 17, to the instant.
    let weekly = |from: &str| {
        let handoff = Handoff { every: words::length("168h").expect("a week"), on: None, at: NaiveTime::MIN };
        let all = Handoffs::new(zone(chicago), handoff, from.parse().expect("a date"));
        [all.at(0), all.at(1)]
    };
    assert_eq!(weekly("2024-10-29"), [at("2024-10-29T05:00Z"), at("2024-11-05T06:00Z")]);
    assert_eq!(weekly("2025-03-04"), [at("2025-03-04T06:00Z"), at("2025-03-11T05:00Z")]);
}

/// The hours of one day, or of some days of the week, around a date.
fn window(place: &str, hours: &str, days: &str, from: &str, to: &str) -> Vec<Range> {
    let (days, hours): (Days, Hours) = (words::days(days).expect("days"), words::hours(hours).expect("hours"));
    union(windows(zone(place), days, hours, Range::new(at(from), at(to))).map(|w| w.range).collect())
}

#[test]
fn windows_keep_their_local_hours() {
    // Case 15.
    let two = window("Europe/Lisbon", "08:00-08:00", "mon,tue", "2026-06-01", "2026-06-05");
    assert_eq!(two, [Range { from: at("2026-06-01T07:00Z"), to: at("2026-06-03T07:00Z") }]);
    // Case 16: Monday 20:00 to Tuesday 08:00.
    let night = window("UTC", "20:00-08:00", "mon", "2026-06-01", "2026-06-05");
    let inside = |text: &str| night.iter().any(|r| r.contains(at(text)));
    assert!(inside("2026-06-02T07:00Z") && !inside("2026-06-02T08:00Z") && !inside("2026-06-01T07:00Z"));
    // Cases 20 to 22: one night, over the change of the clocks.
    for (case, place, date, elapsed, instants) in [
        (20, "Pacific/Chatham", "2026-04-04", 13.0, Some(("2026-04-04T06:15Z", "2026-04-04T19:15Z"))),
        (20, "Pacific/Chatham", "2025-09-27", 11.0, None),
        (21, "Australia/Adelaide", "2026-04-04", 13.0, Some(("2026-04-04T09:30Z", "2026-04-04T22:30Z"))),
        (22, "Australia/Lord_Howe", "2026-04-04", 12.5, None),
        (22, "Australia/Lord_Howe", "2026-10-03", 11.5, None),
    ] {
        let noon = Range::new(at(date), at(&format!("{date}T12:00Z")));
        let all: Vec<_> = windows(zone(place), Days::all(), words::hours("20:00-08:00").expect("hours"), noon)
            .filter(|w| w.start.time.date().to_string() == date)
            .collect();
        assert_eq!(all.len(), 1, "case {case}");
        assert_eq!(hours(all[0].range.elapsed()), elapsed, "case {case}: {date}");
        if let Some((from, to)) = instants {
            assert_eq!(all[0].range, Range { from: at(from), to: at(to) }, "case {case}");
        }
    }
}

#[test]
fn days_whose_midnight_does_not_exist() {
    for (case, place, date, want) in [
        (18, "Africa/Cairo", "2026-04-24", 23.0),
        (18, "Asia/Beirut", "2026-03-29", 23.0),
        (18, "America/Havana", "2026-03-08", 23.0),
        (18, "America/Santiago", "2026-09-06", 23.0),
        (23, "Antarctica/Troll", "2026-03-29", 22.0),
        (24, "Pacific/Apia", "2011-12-30", 0.0),
    ] {
        let day: chrono::NaiveDate = date.parse().expect("a date");
        let next = day.succ_opt().expect("a day");
        assert_eq!(hours(day_start(zone(place), next) - day_start(zone(place), day)), want, "case {case}: {place}");
        // A window of the whole day is as long as the day; of a day that is not there is no window.
        let noon = day.and_time(NaiveTime::from_hms_opt(12, 0, 0).expect("noon")).and_utc();
        let around = Range { from: noon, to: noon }.widened(2);
        let all: f64 = windows(zone(place), Days::all(), Hours::ALL_DAY, around)
            .filter(|w| w.start.time.date() == day)
            .map(|w| hours(w.range.elapsed()))
            .sum();
        assert_eq!(all, want, "case {case}: {place}");
    }
}

#[test]
fn offsets_of_less_than_an_hour() {
    for (place, want) in [("Asia/Kolkata", "03:30"), ("Asia/Kathmandu", "03:15")] {
        let wall = NaiveDateTime::parse_from_str("2026-03-08 09:00", "%Y-%m-%d %H:%M").expect("a time");
        let got = resolve(zone(place), wall, crate::oncall::time::Edge::Start);
        assert_eq!(got, at(&format!("2026-03-08T{want}Z")), "case 19: {place}");
    }
}
