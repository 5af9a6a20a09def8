//! Calendars: what is in them, and under which names.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::oncall::calendar::{Calendar, Event, What, events, files};
use crate::oncall::tests::properties::{rotation, starts, version};

/// `2026-11-25 09:00 to 2026-11-25 17:00 b: uid` with what the event is, in the order of time; UIDs by their first use.
fn listed<'a>(events: &'a [Event], uids: &mut Vec<&'a str>) -> String {
    let line = |e: &'a Event| {
        let at = uids.iter().position(|u| *u == e.name).unwrap_or_else(|| {
            uids.push(&e.name);
            uids.len() - 1
        });
        let what = match &e.what {
            What::Shift(s) => format!("{} {}", s.role, s.person),
            What::Taken(s, by) => format!("{} {} cancelled by {}", s.role, s.person, by.person.value),
            What::Maintenance(_) => "maintenance".to_owned(),
        };
        let show = |at: Instant| at.format("%d %H:%M").to_string();
        format!("{} to {} {what}, uid {at}, sequence {}\n", show(e.range.from), show(e.range.to), e.sequence)
    };
    events.iter().map(line).collect()
}

const WEEK: &str = "\
owner: a
last_reviewed: 2026-11-01
versions:
  - from: 2026-11-02
    roles:
      primary: {handoff: {every: 1w, on: mon, at: \"09:00\"}, members: [a, b]}
overrides:
";

fn week() -> Range {
    Range::new(at("2026-11-09"), at("2026-11-16"))
}

fn with(overrides: &[&str]) -> Book {
    book(&format!("{WEEK}{}", overrides.iter().map(|o| format!("  - {{role: primary, {o}}}\n")).collect::<String>()))
}

#[test]
fn an_override_cuts_a_shift_and_its_name_stays() {
    let plain = with(&[]);
    let plain = events([&plain.rotation], week());
    let mut uids = Vec::new();
    assert_eq!(
        listed(&plain, &mut uids),
        "02 00:00 to 09 09:00 primary a, uid 0, sequence 0\n09 09:00 to 16 09:00 primary b, uid 1, sequence 0\n"
    );
    let middle = "start: 2026-11-11T09:00Z, end: 2026-11-11T17:00Z, person: c, replaces: b";
    let longer = "start: 2026-11-11T09:00Z, end: 2026-11-12T08:00Z, person: c, replaces: b";
    let (first, second) = (with(&[middle]), with(&[longer]));
    let (first, second) = (events([&first.rotation], week()), events([&second.rotation], week()));
    assert_eq!(
        listed(&first, &mut uids),
        "02 00:00 to 09 09:00 primary a, uid 0, sequence 0\n\
         09 09:00 to 11 09:00 primary b, uid 1, sequence 1\n\
         11 09:00 to 11 17:00 primary b cancelled by c, uid 2, sequence 1\n\
         11 09:00 to 11 17:00 primary c, uid 3, sequence 0\n\
         11 17:00 to 16 09:00 primary b, uid 4, sequence 1\n"
    );
    // Its end moves, and nobody's UID does.
    let names = |events: &[Event]| events.iter().map(|e| e.name.clone()).collect::<BTreeSet<String>>();
    assert_eq!(names(&first), names(&second));
}

#[test]
fn a_shift_that_is_taken_whole_is_cancelled_under_its_own_name() {
    let plain = with(&[]);
    let plain = events([&plain.rotation], week());
    let mut uids = Vec::new();
    listed(&plain, &mut uids);
    let whole = with(&["start: 2026-11-09T09:00Z, end: 2026-11-16T09:00Z, person: c"]);
    let whole = events([&whole.rotation], week());
    let want = "02 00:00 to 09 09:00 primary a, uid 0, sequence 0\n\
                09 09:00 to 16 09:00 primary c, uid 2, sequence 0\n\
                09 09:00 to 16 09:00 primary b cancelled by c, uid 1, sequence 1\n";
    assert_eq!(sorted(&listed(&whole, &mut uids)), sorted(want));
}

fn sorted(lines: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = lines.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn what_comes_back_to_its_person_is_not_cancelled() {
    let book = with(&[
        "start: 2026-11-11T00:00Z, end: 2026-11-13T00:00Z, person: c, replaces: b",
        "start: 2026-11-12T00:00Z, end: 2026-11-14T00:00Z, person: b",
    ]);
    let events = events([&book.rotation], week());
    let cancelled: Vec<String> = events
        .iter()
        .filter(|e| e.is_taken())
        .map(|e| format!("{} {} {}", e.person().expect("whose"), e.range.from.format("%d"), e.range.to.format("%d")))
        .collect();
    assert_eq!(cancelled, ["b 11 12", "c 12 13"]);
}

/// One version and some overrides of any kind.
fn any(random: &mut fastrand::Rng, range: Range) -> (String, Vec<(Range, String)>) {
    let first = version(random, "2011-01-05");
    let mut overrides = Vec::new();
    for _ in 0..random.usize(0..9) {
        let from = range.from + TimeDelta::minutes(random.i64(0..120 * 24 * 4) * 15);
        let longest = [20, 400, 3000][random.usize(0..3)];
        let to = from + TimeDelta::minutes(random.i64(1..longest) * 15);
        let site = ["", ", site: x"][random.usize(0..2)];
        let person = ["a", "b", "c", "d"][random.usize(0..4)];
        let replaces = ["", "", ", replaces: a", ", replaces: b", ", replaces: d"][random.usize(0..5)];
        overrides.push((Range::new(from, to), format!("{site}, person: {person}{replaces}")));
    }
    (first, overrides)
}

fn yaml(versions: &str, overrides: &[(Range, String)]) -> String {
    let time = |at: Instant| at.format("%Y-%m-%dT%H:%MZ").to_string();
    let line = |(r, rest): &(Range, String)| {
        format!("  - {{role: primary, start: {}, end: {}{rest}}}\n", time(r.from), time(r.to))
    };
    format!("{}overrides:\n{}", rotation(versions), overrides.iter().map(line).collect::<String>())
}

/// What an event is, by its UID. No UID is there twice.
fn by_uid(events: &[Event]) -> BTreeMap<String, (Range, String, bool)> {
    let all: BTreeMap<_, _> = events
        .iter()
        .map(|e| (e.name.clone(), (e.range, e.person().expect("no maintenance").to_string(), e.is_taken())))
        .collect();
    assert_eq!(all.len(), events.len(), "a UID twice");
    all
}

#[test]
fn calendars_show_the_schedule() {
    for seed in 0..80 {
        let mut random = fastrand::Rng::with_seed(seed);
        let range = starts(&mut random);
        let (versions, overrides) = any(&mut random, range);
        let book = book(&yaml(&versions, &overrides));
        let range = Range::new(range.from + TimeDelta::days(9), range.to - TimeDelta::days(13));
        let mut want: Vec<(Range, String)> =
            book.over(range).shifts.iter().map(|s| (s.range, s.person.to_string())).collect();
        let all = events([&book.rotation], range);
        by_uid(&all);
        let shown = |taken| {
            let mut shown: Vec<(Range, String)> = all
                .iter()
                .filter(|e| e.is_taken() == taken)
                .filter_map(|e| Some((e.range.common(range)?, e.person()?.to_string())))
                .collect();
            shown.sort();
            shown
        };
        want.sort();
        assert_eq!(shown(false), want, "seed {seed}");
        // Nobody has a shift and reads that it is cancelled.
        for (taken, person) in shown(true) {
            let own = shown(false).into_iter().filter(|(_, p)| *p == person);
            assert!(own.into_iter().all(|(r, _)| r.common(taken).is_none()), "seed {seed}");
        }
    }
}

#[test]
fn names_outlast_changes() {
    for seed in 0..80 {
        let mut random = fastrand::Rng::with_seed(5000 + seed);
        let range = starts(&mut random);
        let (versions, mut overrides) = any(&mut random, range);
        let before = book(&yaml(&versions, &overrides));
        let before = by_uid(&events([&before.rotation], range));

        // A day later the same events have the same names, whole as they were.
        let later = Range::new(range.from + TimeDelta::days(1), range.to);
        let same = book(&yaml(&versions, &overrides));
        let same = by_uid(&events([&same.rotation], later));
        let still: BTreeMap<_, _> = before.clone().into_iter().filter(|(_, e)| e.0.common(later).is_some()).collect();
        assert_eq!(same, still, "seed {seed}");

        // A later version: what is over by then is as it was.
        let middle = range.from + TimeDelta::days(random.i64(20..100));
        let more = version(&mut random, &middle.date_naive().to_string());
        let after = book(&yaml(&format!("{versions}{more}"), &overrides));
        let after = by_uid(&events([&after.rotation], range));
        let over = |e: &(Range, String, bool)| e.0.to <= middle - TimeDelta::days(2);
        let past = |all: &BTreeMap<String, (Range, String, bool)>| -> Vec<_> {
            all.iter().filter(|(_, e)| over(e)).map(|(uid, e)| (uid.clone(), e.clone())).collect()
        };
        // An override may lose what it had of a shift that the new version has not.
        let gone = past(&before).into_iter().filter(|p| !past(&after).contains(p)).count();
        assert_eq!(gone, 0, "seed {seed}");

        // An override's end moves: what it touches neither before nor after is as it was.
        let Some(at) = (!overrides.is_empty()).then(|| random.usize(0..overrides.len())) else { continue };
        let old = overrides[at].0;
        let new = Range::new(old.from, old.from + TimeDelta::minutes(random.i64(1..3000) * 15));
        overrides[at].0 = new;
        let moved = book(&yaml(&versions, &overrides));
        let moved = by_uid(&events([&moved.rotation], range));
        let both = Range::new(old.from, old.to.max(new.to));
        let apart = |e: &(Range, String, bool)| e.0.common(both).is_none() && e.0.from != old.to && e.0.from != new.to;
        for (uid, event) in before.iter().filter(|(_, e)| apart(e)) {
            let now = moved.get(uid);
            // The end of a shift moves where the override begins to cut it, not its start or its name.
            assert_eq!(now.map(|n| (n.0.from, &n.1, n.2)), Some((event.0.from, &event.1, event.2)), "seed {seed}");
        }
    }
}

#[test]
fn every_calendar_has_a_file_of_its_own() {
    let ids = [
        "ana",
        "Ana",
        "ANA",
        "a b",
        "a-b",
        "a/b",
        "../b",
        "josé",
        "jose\u{301}",
        "王",
        "🚒",
        "all",
        "person-ana",
        "team-ana",
        "ana.",
        ".ana",
        "-",
        "",
        " ",
        "a\nb",
        "con",
        "x".repeat(300).leak(),
    ];
    let of: [fn(&'static str) -> Calendar<'static>; 3] = [Calendar::Rotation, Calendar::Person, Calendar::Team];
    let mut seen = BTreeSet::from([Calendar::Everything.path()]);
    for id in ids {
        for calendar in of {
            let path = calendar(id).path();
            let name = path.strip_prefix("calendar/").expect("its folder").to_owned();
            assert!(!name.contains(['/', '\n', ' ']) && name.ends_with(".ics") && name.len() < 250, "{name}");
            assert!(seen.insert(path.to_lowercase()), "{id:?}: {path} is another's");
        }
    }
    assert_eq!(Calendar::Rotation("postgres").path(), "calendar/postgres.ics");
    assert_eq!(Calendar::Person("ana").path(), "calendar/person-ana.ics");
    assert_eq!(Calendar::Team("dre").path(), "calendar/team-dre.ics");
}

#[test]
fn files_are_read_back_by_another() {
    use icalendar::{CalendarDateTime, Component, DatePerhapsTime, EventLike, EventStatus};
    let people = "\
- {id: a, name: \"A, the \\\"first\\\"; 🚒\"}
- {id: b, name: B}
- {id: c, name: \"王小明 with a name that is far too long for one line of a calendar, and then some more\"}
";
    let yaml = format!(
        "{}  - {{role: primary, start: 2026-11-25T09:00Z, end: 2026-11-25T17:00Z, person: c, replaces: b, kind: swap, reason: \"a\\\\b; c,\\nd\"}}\n",
        WEEK.replace(
            "overrides:",
            "maintenance_windows: [{days: [sun], hours: \"02:00-04:00\", note: \"quiet; mostly\"}]\noverrides:"
        )
    );
    let book = book_with(people, &yaml);
    let files = files(&book.handbook, std::slice::from_ref(&book.rotation));
    let names: Vec<&String> = files.keys().collect();
    let want = ["all", "person-a", "person-b", "person-c", "r"].map(|n| format!("calendar/{n}.ics"));
    assert_eq!(names, want.iter().collect::<Vec<_>>());
    let read = |name: &str| files[&format!("calendar/{name}.ics")].parse::<icalendar::Calendar>().expect("a calendar");
    let instant = |at: Option<DatePerhapsTime>| match at {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Utc(at))) => at,
        other => panic!("no instant in UTC: {other:?}"),
    };
    let from = at("2026-10-23");
    let shifts = book.over(Range::new(from, from + TimeDelta::days(210))).roster.shifts;
    let own = |person: &str| shifts.iter().filter(|s| &*s.person == person).count();
    for person in ["a", "b", "c"] {
        let calendar = read(&format!("person-{person}"));
        let (cancelled, confirmed): (Vec<_>, Vec<_>) =
            calendar.events().partition(|e| e.get_status() == Some(EventStatus::Cancelled));
        assert_eq!(confirmed.len(), own(person), "{person}");
        assert_eq!(cancelled.len(), usize::from(person == "b"));
    }
    let calendar = read("person-c");
    let event = calendar.events().next().expect("the override");
    assert_eq!(instant(event.get_start()), at("2026-11-25T09:00Z"));
    assert_eq!(instant(event.get_end()), at("2026-11-25T17:00Z"));
    assert_eq!(event.get_timestamp(), Some(at("2026-11-22")));
    let summary = event.get_summary().expect("a summary");
    assert!(summary.starts_with("Primary on-call: 王小明 with") && summary.ends_with("more"), "{summary}");
    assert!(event.get_description().expect("one").contains("Swap for B: a\\b; c,\nd"), "{event:?}");
    let all = read("all");
    let maintenance: Vec<_> =
        all.events().filter(|e| e.get_categories().is_some_and(|c| c[0] == "Maintenance")).collect();
    assert_eq!(maintenance.len(), 30);
    assert!(maintenance[0].get_description().expect("one").starts_with("quiet; mostly"));
    assert!(all.events().all(|e| e.get_status() == Some(EventStatus::Confirmed)));
}
