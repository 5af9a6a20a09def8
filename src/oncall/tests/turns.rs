//! Who has which turn, and what overrides and time off do to it.

use super::*;
use crate::oncall::cover::Cause;
use crate::oncall::rotation::Member;
use crate::oncall::turns::Deal;
use crate::source::{FileId, Span, Spanned};

fn deal(shares: &[u32], turns: i64) -> String {
    let span = Span::top(FileId(0));
    let member = |(at, share): (usize, &u32)| Member {
        person: Spanned::new(["a", "b", "c", "d"][at].into(), span),
        capacity: *share,
    };
    let members: Vec<Member> = shares.iter().enumerate().map(member).collect();
    let deal = Deal::new(&members, turns as usize);
    (0..turns).map(|t| &*members[deal.member(t).expect("a member")].person.value).collect::<Vec<_>>().join(" ")
}

#[test]
fn turns_are_dealt_by_capacity() {
    assert_eq!(deal(&[100, 50, 100], 10), "a c b a c a c b a c");
    assert_eq!(deal(&[100, 100, 100], 7), "a b c a b c a");
    assert_eq!(deal(&[100], 3), "a a a");
    // Whatever the shares are, a whole period gives everyone their own.
    let dealt = deal(&[75, 30, 100, 7], 212);
    let count = |name: &str| dealt.split(' ').filter(|p| *p == name).count();
    assert_eq!(["a", "b", "c", "d"].map(count), [75, 30, 100, 7]);
    assert_eq!(Deal::new(&[], 5).member(0), None);
}

fn weekly(more: &str) -> String {
    format!(
        "owner: a\ntimezone: UTC\nlast_reviewed: 2026-11-01\ncoverage: [{{role: primary}}]\nversions:\n  - from: 2026-07-01\n    roles:\n      primary: {{handoff: {{every: 1w, on: mon, at: \"08:00\"}}, members: [a, b, c]}}\n{more}"
    )
}

#[test]
fn the_first_member_has_the_rest_of_the_week() {
    let schedule = book(&weekly("")).schedule("2026-06-20", "2026-07-20T08:00Z");
    let starts: Vec<String> = schedule.shifts.iter().map(|s| format!("{} {}", s.person, s.range.from)).collect();
    assert_eq!(starts, ["a 2026-07-01 00:00:00 UTC", "b 2026-07-06 08:00:00 UTC", "c 2026-07-13 08:00:00 UTC",]);
    // Nothing is asked for before the rotation begins.
    assert!(schedule.gaps.is_empty(), "{:?}", schedule.gaps);
}

#[test]
fn a_version_that_begins_on_the_day_of_a_handoff_gives_its_first_member_the_whole_turn() {
    let text = weekly("").replace("2026-07-01", "2026-07-06");
    let schedule = book(&text).schedule("2026-07-06", "2026-07-20T08:00Z");
    assert_eq!(people(&schedule), "a b");
    assert_eq!(schedule.shifts[0].range.to, at("2026-07-13T08:00Z"));
    // Turns of hours go by the instant.
    let text = text.replace("every: 1w, on: mon, at: \"08:00\"", "every: 12h, at: \"08:00\"");
    let schedule = book(&text).schedule("2026-07-06", "2026-07-07");
    let ends: Vec<Instant> = schedule.shifts.iter().map(|s| s.range.to).collect();
    assert_eq!(
        (people(&schedule), ends),
        ("a b c".to_owned(), vec![at("2026-07-06T08:00Z"), at("2026-07-06T20:00Z"), at("2026-07-07")])
    );
}

#[test]
fn months_are_handed_over_on_their_last_day_where_they_are_short() {
    let text = weekly("").replace("every: 1w, on: mon, at: \"08:00\"", "every: 1mo, on: 31, at: \"00:00\"");
    let schedule = book(&text).schedule("2026-12-31", "2027-05-01");
    let days: Vec<String> = schedule.shifts.iter().map(|s| s.range.from.date_naive().to_string()).collect();
    assert_eq!(days, ["2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]);
}

#[test]
fn each_version_begins_with_its_first_member() {
    let more = "  - from: 2026-07-08\n    roles:\n      primary: {handoff: {every: 1w, on: mon, at: \"08:00\"}, members: [d, e]}\n";
    let schedule = book(&weekly(more)).schedule("2026-07-01", "2026-07-20T08:00Z");
    assert_eq!(people(&schedule), "a b d e");
    assert_eq!(schedule.shifts[2].range.from, at("2026-07-08"));
}

#[test]
fn overrides_are_laid_over() {
    let more = "overrides:
  - {role: primary, start: 2026-07-02T09:00, end: 2026-07-02T17:00, person: d, replaces: a, kind: swap}
  - {role: primary, start: 2026-07-03T09:00, end: 2026-07-03T17:00, person: d, replaces: b}
  - {role: primary, start: 2026-07-06T07:00, end: 2026-07-06T09:00, person: e}
  - {role: primary, start: 2026-07-06T08:30, end: 2026-07-06T08:45, person: c}
";
    let schedule = book(&weekly(more)).schedule("2026-07-01", "2026-07-07");
    // What replaces somebody who is not on changes nothing; a later override lies over an earlier one.
    assert_eq!(people(&schedule), "a d a e c e b");
    assert_eq!(covered(&schedule), [Range { from: at("2026-07-01"), to: at("2026-07-07") }]);
    assert_eq!(schedule.shifts[1].by, Some(0));
    assert!(schedule.gaps.is_empty() && schedule.overlaps.is_empty());
}

#[test]
fn an_override_covers_beyond_the_hours_and_one_of_a_role_takes_all_its_sites() {
    let yaml = "owner: a
timezone: UTC
last_reviewed: 2026-11-01
coverage: [{role: primary, windows: [\"08:00-20:00\"]}]
versions:
  - from: 2026-07-01
    roles:
      primary:
        sites:
          - {name: early, timezone: UTC, hours: \"08:00-13:00\", members: [a]}
          - {name: late, timezone: UTC, hours: \"12:00-18:00\", members: [b]}
overrides:
  - {role: primary, site: late, start: 2026-07-02T16:00, end: 2026-07-02T20:00, person: c}
  - {role: primary, start: 2026-07-03T10:00, end: 2026-07-03T20:00, person: d}
  - {role: primary, start: 2026-07-04T10:00, end: 2026-07-04T20:00, person: e, replaces: a}
";
    let book = book(yaml);
    let day = |day: &str, next: &str| {
        let s = book.schedule(day, next);
        let gaps: Vec<Range> = s.gaps.iter().map(|g| g.range).collect();
        (people(&s), sum(&gaps), s.overlaps.len())
    };
    assert_eq!(day("2026-07-01", "2026-07-02"), ("a b".to_owned(), 2.0, 1));
    assert_eq!(day("2026-07-02", "2026-07-03"), ("a b c".to_owned(), 0.0, 1));
    assert_eq!(day("2026-07-03", "2026-07-04"), ("a d".to_owned(), 0.0, 0));
    assert_eq!(day("2026-07-04", "2026-07-05"), ("a e b".to_owned(), 2.0, 1));
}

#[test]
fn time_off_leaves_the_turn_and_opens_a_gap_that_an_override_closes() {
    let people_yaml = PEOPLE.replace(
        "{id: a, name: A}",
        "{id: a, name: A, timezone: Asia/Tokyo, time_off: [{from: 2026-07-03, to: 2026-07-03, kind: holiday}]}",
    );
    let open = book_with(&people_yaml, &weekly("")).schedule("2026-07-01", "2026-07-06");
    assert_eq!(people(&open), "a");
    // A day in Tokyo, not in UTC.
    let off = Range { from: at("2026-07-02T15:00Z"), to: at("2026-07-03T15:00Z") };
    assert_eq!(open.gaps.len(), 1);
    assert_eq!((open.gaps[0].range, open.gaps[0].cause), (off, Cause::TimeOff));
    assert_eq!((open.away[0].range, open.away[0].shift), (off, 0));
    let more =
        "overrides:\n  - {role: primary, start: 2026-07-02T15:00Z, end: 2026-07-03T18:00Z, person: b, replaces: a}\n";
    let closed = book_with(&people_yaml, &weekly(more)).schedule("2026-07-01", "2026-07-06");
    assert!(closed.gaps.is_empty() && closed.away.is_empty());
    assert_eq!(people(&closed), "a b a");
}
