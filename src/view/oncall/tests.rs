//! Views of rotations, drawn from small handbooks. The day is Sunday, 22 November 2026.

use chrono::NaiveDate;

use super::calendar::month::{MonthWeek, Piece};
use super::calendar::weeks::{Part, Week};
use super::*;
use crate::model::Handbook;
use crate::oncall::{self, OnCall};
use crate::pipeline::{self, Settings};
use crate::view::Hrefs;
use crate::world::MemWorld;

const PEOPLE: &str = "\
- {id: a, name: Ana Sousa}
- {id: b, name: Bo, timezone: Asia/Tokyo, holidays: xx, time_off: [{from: 2026-12-01, to: 2026-12-02, kind: leave}]}
- {id: c, name: Ada Stone}
";

/// Ana and Bo by turns of a week, from eight in the evening to eight in the morning.
const NIGHTS: &str = "\
id: r
name: Nights
owner: a
timezone: UTC
last_reviewed: 2026-11-01
coverage: [{role: primary, windows: [\"20:00-09:00\"]}]
versions:
  - from: 2026-11-02
    roles:
      primary: {sites: [{name: x, timezone: UTC, hours: \"20:00-08:00\", members: [a, b], handoff: {every: 1w, on: mon, at: \"20:00\"}}]}
      sme: {members: [c], on_demand: true}
overrides:
  - {role: primary, start: 2026-11-25T22:00, end: 2026-11-25T23:00, person: c, replaces: b, kind: swap, reason: a dentist}
escalation: [{after: 0m, notify: {role: primary}}, {after: 90m, notify: {role: sme}}, {after: 2h, notify: {person: b}}]
";

struct Book {
    handbook: Handbook,
    loaded: crate::model::Loaded,
    oncall: OnCall,
}

fn book(rotation: &str) -> Book {
    book_with_pages(rotation, "")
}

/// `rows` are those of `oncall/pages.csv`.
fn book_with_pages(rotation: &str, rows: &str) -> Book {
    let pages = format!("id,service,created_at,acknowledged_at,resolved_at,responder\n{rows}");
    let world = MemWorld::new([
        ("oncall/pages.csv", pages.as_str()),
        ("handbook.yaml", "title: T\n"),
        ("people.yaml", PEOPLE),
        ("oncall/r.yaml", rotation),
        ("oncall/holidays/xx.yaml", "name: Elbonia\ndays: [{date: 2026-11-26, name: Mud}]\n"),
    ]);
    let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
    let (loaded, handbook, _) = pipeline::read(&world, &settings).expect("a handbook");
    let (written, _) = oncall::read(&handbook, &loaded);
    let oncall = oncall::ahead(&handbook, written);
    Book { handbook, loaded, oncall }
}

impl Book {
    fn with<T>(&self, ask: impl FnOnce(&Scope) -> T) -> T {
        let resolver = self.handbook.resolver(&self.loaded);
        let hrefs = Hrefs { from: "", offline: false, absolute: None };
        let decisions = crate::adr::Decisions::default();
        let (handbook, oncall) = (&self.handbook, &self.oncall);
        ask(&Scope { handbook, decisions: &decisions, oncall, sql: &Default::default(), resolver: &resolver, hrefs })
    }

    fn rotation(&self) -> RotationView {
        let doc = self.oncall.written.rotations[0].doc;
        self.with(|s| s.rotation(doc)).expect("a rotation")
    }
}

fn names(marks: &[Mark]) -> String {
    marks.iter().map(|m| m.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// The pieces of a day, as `initials clock word`.
fn pieces(calendar: &Calendar, row: usize, date: &str) -> Vec<String> {
    let told = |p: &Piece| {
        let initials = p.who.as_ref().map_or("", |w| &w.initials);
        format!("{} {initials} {} {}", p.class, p.clock, p.word.as_deref().unwrap_or_default()).trim().to_owned()
    };
    let weeks = calendar.months.iter().flat_map(|m| &m.weeks);
    let at = |w: &MonthWeek| w.days.iter().position(|d| d.iso == date && !d.other);
    let found = weeks.filter_map(|w| Some(&w.rows[row].cells[at(w)?])).next();
    found.expect("a day").iter().map(told).collect()
}

#[test]
fn who_is_on_who_comes_next_and_whom_the_ladder_calls() {
    // At noon nobody of the night is on.
    let view = book(NIGHTS).rotation();
    let now = &view.now[0];
    assert!(now.on.is_empty() && !now.open, "noon is outside the coverage");
    let next = now.next.as_ref().expect("the evening");
    assert_eq!(
        (next.who.name.as_str(), next.time.as_ref().map(|t| t.text.as_str())),
        ("Ana Sousa", Some("Sun 22 Nov 20:00"))
    );
    let rungs: Vec<String> =
        view.ladder.iter().map(|r| format!("{}: {} {}", r.after, r.whom, names(&r.people))).collect();
    assert_eq!(rungs, ["at once: primary ", "after 90 minutes: sme Ada Stone", "after 2 hours: person Bo"]);
    assert_eq!(view.ladder.iter().map(|r| r.role).collect::<Vec<_>>(), [Some(0), None, None]);

    let around = book(&NIGHTS.replace("20:00-08:00", "00:00-24:00").replace("20:00-09:00", "00:00-24:00")).rotation();
    assert_eq!(around.now[0].on[0].time.as_ref().map(|t| t.iso.as_str()), Some("2026-11-23T20:00:00Z"));
    assert_eq!(names(&around.ladder[0].people), "Ana Sousa");
    let open = book(&NIGHTS.replace("\"20:00-09:00\"", "\"00:00-24:00\"")).rotation();
    assert!(open.now[0].open, "noon is asked for, and nobody is on");
}

#[test]
fn handoffs_are_from_one_to_another() {
    let view = book(NIGHTS).rotation();
    let told = |h: &Handoff| format!("{} {} > {}", h.time.text, names(&h.from), h.to.name);
    let handoffs: Vec<String> = view.handoffs.iter().take(5).map(told).collect();
    let want = [
        "Mon 23 Nov 20:00 Ana Sousa > Bo",
        // The swap of an hour, and back again.
        "Wed 25 Nov 22:00 Bo > Ada Stone",
        "Wed 25 Nov 23:00 Ada Stone > Bo",
        "Mon 30 Nov 20:00 Bo > Ana Sousa",
        "Mon 7 Dec 20:00 Ana Sousa > Bo",
    ];
    assert_eq!(handoffs, want);
}

#[test]
fn a_month_shows_shifts_gaps_swaps_and_time_off() {
    let calendar = book(NIGHTS).rotation().calendar.expect("a calendar");
    assert_eq!(pieces(&calendar, 0, "2026-11-24"), ["BO until 08:00", "gap  08:00–09:00 nobody", "BO from 20:00"]);
    let swap = ["BO until 08:00", "gap  08:00–09:00 nobody", "BO 20:00–22:00", "AS2 22:00–23:00 swap", "BO from 23:00"];
    assert_eq!(pieces(&calendar, 0, "2026-11-25"), swap);
    // Bo's turn begins on 14 December; the time off of 1 December is Ana's week, and nobody's shift.
    let day = calendar.months.iter().flat_map(|m| &m.weeks).flat_map(|w| &w.days).find(|d| d.iso == "2026-12-01");
    assert_eq!(day.expect("a day").notes, ["Bo off"]);
    let away = book(&NIGHTS.replace("members: [a, b]", "members: [b]")).rotation().calendar.expect("a calendar");
    // In Tokyo the second of December ends at 15:00 UTC.
    let want = [
        "BO until 08:00",
        "off BO until 08:00 leave",
        "gap  until 08:00 nobody: time off",
        "gap  08:00–09:00 nobody",
        "BO from 20:00",
    ];
    assert_eq!(pieces(&away, 0, "2026-12-02"), want);
    let holiday = calendar.months.iter().flat_map(|m| &m.weeks).flat_map(|w| &w.days).find(|d| d.iso == "2026-11-26");
    assert_eq!(holiday.expect("a day").notes, ["Mud (Elbonia)"]);
}

#[test]
fn the_script_has_the_same_entries() {
    let calendar = book(NIGHTS).rotation().calendar.expect("a calendar");
    let data: serde_json::Value = serde_json::from_str(&calendar.data).expect("JSON");
    let base = data["base"].as_i64().expect("a number");
    let entry = |e: &serde_json::Value| -> String {
        let n: Vec<i64> = e.as_array().expect("a list").iter().filter_map(serde_json::Value::as_i64).collect();
        let from = chrono::DateTime::from_timestamp((n[5] + base) * 60, 0).expect("an instant");
        let who = usize::try_from(n[2]).ok().map_or("", |p| data["people"][p][1].as_str().unwrap_or_default());
        format!("{} {who} {} {}", n[1], from.format("%m-%d %H:%M"), n[6])
    };
    let entries: Vec<String> = data["entries"].as_array().expect("a list").iter().map(entry).collect();
    let day: Vec<&String> = entries.iter().filter(|e| e.contains("11-25")).collect();
    assert_eq!(day, ["1  11-25 08:00 60", "0 BO 11-25 20:00 120", "0 AS2 11-25 22:00 60", "0 BO 11-25 23:00 540"]);
    assert_eq!((&data["zone"], &data["roles"]), (&"UTC".into(), &1.into()));
}

#[test]
fn thirteen_weeks_at_a_glance() {
    let calendar = book(NIGHTS).rotation().calendar.expect("a calendar");
    assert_eq!(calendar.weeks.len(), 13);
    let told = |w: &Week| {
        let part =
            |p: &Part| format!("{}{}", p.who.initials, p.hours.as_ref().map_or(String::new(), |h| format!(" {h}")));
        w.cells[0].iter().map(part).collect::<Vec<_>>().join(", ")
    };
    // A turn begins on Monday evening, so that a week has one person; the swap is a second.
    assert_eq!(calendar.weeks[..3].iter().map(told).collect::<Vec<_>>(), ["AS", "BO 83 h, AS2 1 h", "AS"]);
    let notes: Vec<String> = calendar.weeks[1].notes.iter().map(|n| format!("{}: {}", n.word, n.text)).collect();
    let want = [
        "gap: primary, 7 h in 7 stretches; nobody",
        "swap: primary, Ada Stone for Bo: a dentist",
        "holiday: Thu 26 Nov, Mud (Elbonia)",
    ];
    assert_eq!(notes, want);
}

#[test]
fn a_day_with_many_shifts_says_how_many_more() {
    let hourly = NIGHTS.replace("every: 1w, on: mon, at: \"20:00\"", "every: 1h, at: \"20:00\"");
    let calendar = book(&hourly).rotation().calendar.expect("a calendar");
    let day = pieces(&calendar, 0, "2026-11-24");
    assert_eq!((day.len(), day[7].as_str()), (8, "more  and 6 more"));
}

#[test]
fn winter_is_whole_and_summer_leaks() {
    let sites: String = [("apac", "Asia/Singapore"), ("emea", "Europe/London"), ("amer", "America/Los_Angeles")]
        .map(|(name, zone)| format!("{{name: {name}, timezone: {zone}, hours: \"08:00-16:00\", members: [a]}}"))
        .join(", ");
    let yaml = format!(
        "id: r\nname: R\nowner: a\ntimezone: UTC\ncoverage: [{{role: p}}]\nversions: [{{from: 2026-01-01, roles: {{p: {{sites: [{sites}]}}}}}}]\n"
    );
    let sun = &book(&yaml).rotation().suns[0];
    let titles: Vec<&str> = sun.charts.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles, ["Winter: Wed 25 Nov 2026", "Summer: Wed 31 Mar 2027"]);
    assert_eq!(sun.charts.iter().map(|c| c.gaps.len()).collect::<Vec<_>>(), [0, 1]);
    let rows: Vec<String> =
        sun.rows.iter().map(|r| format!("{} {} | {}", r.name, r.local, r.utc.join(" | "))).collect();
    let want = [
        "apac 08:00–16:00 | 00:00–08:00 | 00:00–08:00",
        "emea 08:00–16:00 | 08:00–16:00 | 07:00–15:00",
        "amer 08:00–16:00 | 16:00–24:00 | 15:00–23:00",
        "nobody  |  | 23:00–24:00",
    ];
    assert_eq!(rows, want);
}

#[test]
fn shifts_that_follow_each_other_are_one_turn() {
    let book = book(NIGHTS);
    let turns = book.with(|s| s.turns(&["b"], chrono_tz::Asia::Tokyo)).expect("turns");
    let told = |t: &turns::Turn| format!("{} to {}: {} shifts, {}", t.from.text, t.to.text, t.shifts, t.hours);
    let rows: Vec<String> = turns.rows.iter().take(2).map(told).collect();
    let want =
        ["Tue 24 Nov 05:00 to Mon 30 Nov 17:00: 8 shifts, 83 h", "Tue 8 Dec 05:00 to Mon 14 Dec 17:00: 7 shifts, 84 h"];
    assert_eq!(rows, want);
    assert!(book.with(|s| s.turns(&["nobody"], chrono_tz::UTC)).is_none());
}

#[test]
fn the_scorecard_adds_up() {
    let book = book(NIGHTS);
    let scores = book.with(|s| s.scores());
    let c = &scores[0].coverage[0];
    // 91 nights of 13 hours; the hour after each is open, and so is what is before the first.
    assert_eq!((c.asked.as_str(), c.covered.as_str(), c.unstaffed.as_str()), ("1183 h", "1092 h", "91 h"));
    assert_eq!((c.share, c.tone, c.clocks.as_str(), c.time_off.as_str()), (92, "stale", "", ""));
    let ana = scores[0].people.iter().find(|p| p.who.name == "Ana Sousa").expect("Ana");
    assert!(ana.run == 8 && !ana.nights.is_empty() && !ana.weekends.is_empty() && ana.holidays.is_empty());
    assert_eq!(scores[0].swaps.len(), 1);
    let days = ["2026-11-01", "2026-11-02", "2026-11-04"].map(|d| d.parse::<NaiveDate>().expect("a date"));
    assert_eq!(score::longest_run(days.into()), 2);
}

#[test]
fn a_rotation_without_turns_has_a_page() {
    let view = book("id: r\nname: R\nowner: a\nlast_reviewed: 2026-11-01\n").rotation();
    assert!(view.calendar.is_none() && view.suns.is_empty() && view.now.is_empty());
}

#[test]
fn page_load_by_person_hour_and_week() {
    // Bo sleeps in Tokyo when it is noon in UTC, nine hours behind.
    let rows = "1,db,2026-11-02T14:00:00Z,2026-11-02T14:02:00Z,2026-11-02T15:00:00Z,b\n\
                2,db,2026-11-03T14:00:00Z,2026-11-03T14:04:00Z,2026-11-03T15:00:00Z,b\n\
                3,db,2026-11-03T14:00:30Z,,,b\n\
                4,db,2026-11-04T09:00:00Z,,,a\n\
                5,db,2026-01-01T09:00:00Z,,,a\n";
    let load = book_with_pages(NIGHTS, rows).with(|s| s.page_load()).expect("pages");
    let people: Vec<String> = load
        .people
        .iter()
        .map(|p| format!("{} {} {} {} asleep, bar {}", p.who.name, p.pages, p.share, p.sleep, p.bar))
        .collect();
    assert_eq!(people, ["Bo 2 67 % 2 asleep, bar 100", "Ana Sousa 1 33 % 0 asleep, bar 50"]);
    // 23:00 on Monday and on Tuesday in Tokyo; 9:00 on Wednesday in UTC.
    assert_eq!([load.heat[0].cells[23].pages, load.heat[1].cells[23].pages, load.heat[2].cells[9].level], [1, 1, 4]);
    assert_eq!(load.heat.iter().map(|r| r.all).sum::<usize>(), 3);
    assert_eq!((load.answers[0].pages, load.answers[0].acknowledge[0].as_str()), (3, "3 min"));
    assert_eq!(load.weeks.len(), 13);
    assert!(book(NIGHTS).with(|s| s.page_load()).is_none(), "without pages there is nothing to say");
}
