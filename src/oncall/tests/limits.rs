//! Turns in a row, stretches and rests, handovers, swaps that change nothing, holidays as local days.

use super::*;
use crate::dates::Period;
use crate::oncall::handover::handovers;
use crate::oncall::holidays::{Calendar, Holiday};
use crate::oncall::rows::{Row, held, rows};
use crate::oncall::stretches::{is_given_away, stretches};
use crate::oncall::turns::turns;
use crate::source::{FileId, Span};

/// `a 2026-07-06 to 2026-07-20 (2)`: each row with its days in UTC and how many turns it has.
fn told(rows: &[Row]) -> Vec<String> {
    let one = |row: &Row| {
        let (from, to) = (row.range.from.date_naive(), row.range.to.date_naive());
        format!("{} {from} to {to} ({})", row.turns[0].person, row.turns.len())
    };
    rows.iter().map(one).collect()
}

fn rows_of(book: &Book, from: &str, to: &str) -> Vec<String> {
    let schedule = book.schedule(from, to);
    told(&rows(held(&book.rotation, &schedule)))
}

/// A rotation from Monday, 2026-07-06, with weekly turns from 08:00.
fn weekly(roles: &str, overrides: &str) -> Book {
    book(&format!(
        "owner: a\nlast_reviewed: 2026-07-01\nversions:\n  - from: 2026-07-06\n    roles:\n{roles}{overrides}"
    ))
}

const ALTERNATING: &str = "      primary: {handoff: {every: 1w, on: mon, at: \"08:00\"}, members: [a, b]}\n";

#[test]
fn a_turn_is_of_whoever_has_half_of_it() {
    assert_eq!(
        rows_of(&weekly(ALTERNATING, ""), "2026-07-06", "2026-07-27"),
        ["a 2026-07-06 to 2026-07-13 (1)", "a 2026-07-20 to 2026-07-27 (1)", "b 2026-07-13 to 2026-07-20 (1)"]
            .map(str::to_owned)
    );
    // An afternoon is no turn; four days of seven are.
    let cover = |end: &str| {
        format!("overrides:\n  - {{role: primary, start: 2026-07-13T08:00, end: {end}, person: a, replaces: b}}\n")
    };
    let short = weekly(ALTERNATING, &cover("2026-07-16T08:00"));
    assert_eq!(rows_of(&short, "2026-07-06", "2026-07-27").len(), 3);
    let long = weekly(ALTERNATING, &cover("2026-07-17T08:00"));
    assert_eq!(rows_of(&long, "2026-07-06", "2026-07-27"), ["a 2026-07-06 to 2026-07-27 (3)"].map(str::to_owned));
    // Half each: both have it.
    let half = weekly(ALTERNATING, &cover("2026-07-16T20:00"));
    assert_eq!(
        rows_of(&half, "2026-07-06", "2026-07-27"),
        ["a 2026-07-06 to 2026-07-27 (3)", "b 2026-07-13 to 2026-07-20 (1)"].map(str::to_owned)
    );
}

/// What the range cuts off still counts: the turn is whole.
#[test]
fn a_row_is_as_long_as_it_is_and_not_as_the_range_shows_it() {
    let book = weekly(ALTERNATING, "");
    assert_eq!(rows_of(&book, "2026-07-09", "2026-07-10"), ["a 2026-07-06 to 2026-07-13 (1)"].map(str::to_owned));
}

#[test]
fn a_night_that_the_clocks_shorten_joins_nothing() {
    // Twelve hours each; on 29 March one of the turns off lasts eleven.
    let yaml = "owner: a\nlast_reviewed: 2026-03-01\ntimezone: Europe/Berlin\nversions:\n  - from: 2026-03-27\n    roles:\n      primary: {handoff: {every: 12h, at: \"08:00\"}, members: [a, b]}\n";
    let book = book(yaml);
    let schedule = book.schedule("2026-03-27", "2026-04-02");
    assert!(rows(held(&book.rotation, &schedule)).iter().all(|row| row.turns.len() == 1));
}

#[test]
fn other_roles_and_hours_are_the_same_row() {
    let roles = "      primary: {hours: \"08:00-16:00\", handoff: {every: 1w, on: mon, at: \"08:00\"}, members: [a, b]}\n      secondary: {hours: \"10:00-18:00\", handoff: {every: 1w, on: mon, at: \"10:00\"}, members: [b, a]}\n";
    let book = weekly(roles, "");
    let schedule = book.schedule("2026-07-06", "2026-07-20");
    let all = rows(held(&book.rotation, &schedule));
    assert_eq!(told(&all), ["a 2026-07-06 to 2026-07-20 (2)", "b 2026-07-06 to 2026-07-20 (2)"].map(str::to_owned));
    // Fourteen days and ten hours: the hours come from where the turns begin, and are let pass.
    let passes = |row: &Row, days| row.beyond(Period::days(days), chrono_tz::UTC).next().map(|t| t.role.to_string());
    assert_eq!(all[0].range, Range::new(at("2026-07-06"), at("2026-07-20T10:00")));
    assert_eq!(passes(&all[0], 14), None);
    assert_eq!(passes(&all[0], 13).as_deref(), Some("secondary"));
}

/// A limit of days is one of days on the clock, whatever the clocks do in them.
#[test]
fn a_limit_is_counted_on_the_clock() {
    let yaml = "owner: a\nlast_reviewed: 2026-10-01\ntimezone: Europe/Berlin\nversions:\n  - from: 2026-10-24\n    roles:\n      primary: {handoff: {every: 1d, at: \"00:00\"}, members: [a, a, b, b]}\n";
    let book = book(yaml);
    let schedule = book.schedule("2026-10-23T22:00", "2026-10-25T23:00");
    let all = rows(held(&book.rotation, &schedule));
    assert_eq!(all.len(), 1);
    // 24 and 25 October: 49 hours, which are two days.
    assert_eq!(hours(all[0].range.elapsed()), 49.0);
    let zone = zone("Europe/Berlin");
    assert!(all[0].beyond(Period::days(2), zone).next().is_none());
    assert!(all[0].beyond(Period::days(1), zone).next().is_some());
}

/// Turns follow each other without a seam, in every zone and for every length.
#[test]
fn turns_tile_their_term() {
    for zone in ["Australia/Lord_Howe", "Pacific/Apia", "America/Havana", "Antarctica/Troll", "UTC"] {
        for every in ["1h", "12h", "36h", "1d", "4d", "1w", "1mo"] {
            let yaml = format!(
                "owner: a\nlast_reviewed: 2026-01-01\nversions:\n  - from: 2011-10-01\n    roles:\n      primary: {{sites: [{{name: x, timezone: {zone}, handoff: {{every: {every}, at: \"02:30\"}}, members: [a, b]}}]}}\n  - from: 2012-04-10\n    roles: {{primary: {{sites: [{{name: x, timezone: {zone}, members: [b]}}]}}}}\n"
            );
            let book = book(&yaml);
            let range = Range::new(at("2011-12-01"), at("2012-06-01"));
            let mut end = None;
            for (term, site) in book.rotation.sites("primary") {
                for turn in turns(site, term, range) {
                    assert!(!turn.is_empty(), "{zone} {every}");
                    assert_eq!(end.unwrap_or(turn.from), turn.from, "{zone} {every}");
                    end = Some(turn.to);
                }
            }
            assert!(end.is_some_and(|end| end >= range.to), "{zone} {every}");
        }
    }
}

/// Stretches against a count minute by minute.
#[test]
fn stretches_are_what_a_minute_count_says() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..50 {
        let overrides: String = (0..6)
            .map(|_| {
                let start = at("2026-07-06") + TimeDelta::minutes(random.i64(0..10_000));
                let end = start + TimeDelta::minutes(random.i64(1..600));
                let written = |at: Instant| at.format("%Y-%m-%dT%H:%MZ").to_string();
                let (start, end) = (written(start), written(end));
                format!(
                    "  - {{role: primary, start: {start}, end: {end}, person: {}}}\n",
                    random.choice(["a", "c"]).expect("one")
                )
            })
            .collect();
        let roles = "      primary: {hours: \"08:00-16:00\", members: [a, b]}\n      secondary: {hours: \"15:00-20:00\", members: [c, a]}\n";
        let book = weekly(roles, &format!("overrides:\n{overrides}"));
        let schedule = book.schedule("2026-07-06", "2026-07-14");
        let all = stretches(schedule.shifts.iter().map(|s| (0, s)));
        for person in ["a", "b", "c"] {
            let on = |minute: i64| {
                let at = schedule.range.from + TimeDelta::minutes(minute);
                schedule.shifts.iter().any(|s| &*s.person == person && s.range.contains(at))
            };
            let minutes = schedule.range.elapsed().num_minutes();
            let mut counted: Vec<(i64, i64)> = Vec::new();
            for minute in (0..minutes).filter(|m| on(*m)) {
                match counted.last_mut() {
                    Some((_, end)) if *end == minute => *end += 1,
                    _ => counted.push((minute, minute + 1)),
                }
            }
            let place = |at: Instant| (at - schedule.range.from).num_minutes();
            let own = all.get(person).map(Vec::as_slice).unwrap_or_default();
            let got: Vec<(i64, i64)> = own.iter().map(|s| (place(s.range.from), place(s.range.to))).collect();
            assert_eq!(got, counted, "{person}\n{overrides}");
        }
    }
}

#[test]
fn what_is_given_away_is_no_rest() {
    let roles = "      primary: {hours: \"08:00-18:00\", members: [a, b]}\n";
    let swap = |end: &str, replaces: &str| {
        format!("overrides:\n  - {{role: primary, start: 2026-07-07T12:00, end: {end}, person: c{replaces}}}\n")
    };
    let rest = |overrides: &str| {
        let book = weekly(roles, overrides);
        let schedule = book.schedule("2026-07-07", "2026-07-08");
        let all = stretches(schedule.shifts.iter().map(|s| (0, s)));
        let own = &all["a"];
        let gap = Range { from: own[0].range.to, to: own[1].range.from };
        (hours(own[0].rest_before(&own[1])), is_given_away(&book.rotation, &schedule, "a", gap))
    };
    assert_eq!(rest(&swap("2026-07-07T14:00", ", replaces: a")), (2.0, true));
    // Somebody else was put on the schedule: that it was agreed with `a`, nobody says.
    assert_eq!(rest(&swap("2026-07-07T14:00", "")), (2.0, false));
}

#[test]
fn an_override_that_replaces_nobody_is_idle() {
    let overrides = "overrides:
  - {role: primary, start: 2026-07-07T08:00, end: 2026-07-07T18:00, person: c, replaces: a}
  - {role: primary, start: 2026-07-08T08:00, end: 2026-07-08T18:00, person: c, replaces: b}
  - {role: primary, start: 2026-07-07T08:00, end: 2026-07-07T18:00, person: d, replaces: c}
  - {role: primary, start: 2026-07-07T08:00, end: 2026-07-07T18:00, person: e, replaces: a}
  - {role: primary, start: 2026-07-12T08:00, end: 2026-07-16T18:00, person: c, replaces: b}
";
    let book = weekly(ALTERNATING, overrides);
    assert_eq!(book.schedule("2026-07-06", "2026-07-20").idle, [1, 3]);
    // The last one is cut off where `b` is not on yet: what it does later is not known here.
    assert_eq!(book.schedule("2026-07-08", "2026-07-13").idle, [1]);
}

#[test]
fn handovers_are_where_somebody_else_takes_over() {
    let roles = "      primary: {hours: \"08:00-16:00\", days: [mon-fri], handoff: {every: 1d, at: \"08:00\"}, members: [a, b]}\n      lone: {hours: \"08:00-16:00\", handoff: {every: 1d, at: \"08:00\"}, members: [c]}\n";
    let overrides =
        "overrides:\n  - {role: primary, start: 2026-07-07T08:00, end: 2026-07-07T16:00, person: a, replaces: b}\n";
    let book = weekly(roles, overrides);
    let schedule = book.schedule("2026-07-06", "2026-07-15");
    let told: Vec<String> = handovers(&book.rotation, &schedule)
        .iter()
        .map(|h| format!("{} {} {} to {}", h.day, h.role, h.from, h.to))
        .collect();
    // 6, 7 and 8 July are a's, by the swap; the weekend has turns and no hours, so that Monday follows on Friday.
    assert_eq!(
        told,
        [
            "2026-07-09 primary a to b",
            "2026-07-10 primary b to a",
            "2026-07-13 primary a to b",
            "2026-07-14 primary b to a"
        ]
        .map(str::to_owned)
    );
}

#[test]
fn a_holiday_is_a_local_day() {
    let day: chrono::NaiveDate = "2026-12-25".parse().expect("a date");
    let holiday = Holiday { name: "Natal".to_owned(), span: Span::top(FileId(0)) };
    let calendar = Calendar { name: "Portugal".to_owned(), days: [(day, holiday)].into() };
    let during = |place: &str, from: &str, to: &str| -> Vec<Range> {
        calendar.during(zone(place), Range::new(at(from), at(to))).map(|(_, _, part)| part).collect()
    };
    let part = |from: &str, to: &str| vec![Range::new(at(from), at(to))];
    assert_eq!(
        during("Pacific/Kiritimati", "2026-12-24T08:00", "2026-12-24T16:00"),
        part("2026-12-24T10:00", "2026-12-24T16:00")
    );
    // What ends at midnight is no part of the day that begins then.
    assert_eq!(during("UTC", "2026-12-24T20:00", "2026-12-25"), []);
    assert_eq!(during("UTC", "2026-12-26", "2026-12-27"), []);
    assert_eq!(during("America/Denver", "2026-12-26", "2026-12-27"), part("2026-12-26", "2026-12-26T07:00"));
}
