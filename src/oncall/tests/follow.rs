//! Cases 26 and 27: what follow-the-sun leaks when clocks part.

use super::*;
use crate::oncall::cover::Cause;
use crate::oncall::overlap::Doubled;

fn sites(list: [(&str, &str, &str, &str); 3]) -> String {
    let site = |(name, zone, hours, person): &(&str, &str, &str, &str)| {
        format!("          - {{name: {name}, timezone: {zone}, hours: \"{hours}\", members: [{person}]}}\n")
    };
    format!(
        "owner: a\ntimezone: UTC\nlast_reviewed: 2026-11-01\ncoverage: [{{role: primary}}]\nversions:\n  - from: 2025-01-01\n    roles:\n      primary:\n        sites:\n{}",
        list.iter().map(site).collect::<String>()
    )
}

/// Hours of gap by their first local day at a site: the first day, the last, and the hours of each.
fn spells(ranges: impl Iterator<Item = Range>, place: &str) -> Vec<(String, String, f64)> {
    let mut out: Vec<(String, String, f64)> = Vec::new();
    for range in ranges {
        let day = range.from.with_timezone(&zone(place)).date_naive();
        let long = hours(range.elapsed());
        match out.last_mut() {
            Some((_, last, same)) if *same == long && day.pred_opt().is_some_and(|p| p.to_string() == *last) => {
                *last = day.to_string();
            }
            _ => out.push((day.to_string(), day.to_string(), long)),
        }
    }
    out
}

fn spell(from: &str, to: &str, hours: f64) -> (String, String, f64) {
    (from.to_owned(), to.to_owned(), hours)
}

#[test]
fn three_sites_of_eight_hours_leak_in_summer() {
    let book = book(&sites([
        ("apac", "Asia/Singapore", "08:00-16:00", "a"),
        ("emea", "Europe/London", "08:00-16:00", "b"),
        ("amer", "America/Los_Angeles", "08:00-16:00", "c"),
    ]));
    let year = book.schedule("2026-01-01", "2027-01-01");
    let gaps: Vec<Range> = year.gaps.iter().map(|g| g.range).collect();
    let overlaps: Vec<Range> = year.overlaps.iter().map(|o| o.range).collect();
    assert_eq!((sum(&gaps), sum(&overlaps)), (238.0, 238.0));
    assert!(year.gaps.iter().all(|g| g.cause == Cause::Dst), "{:?}", year.gaps);
    assert!(year.overlaps.iter().all(|o| o.cause == Doubled::Dst), "{:?}", year.overlaps);
    assert_eq!(spells(gaps.into_iter(), "America/Los_Angeles"), [spell("2026-03-08", "2026-10-31", 1.0)]);
    // The dates on which the clocks part, as the finding names them.
    let border = year.gaps[0].between.as_ref().expect("a border");
    assert_eq!((border.first.site.as_deref(), border.second.site.as_deref()), (Some("amer"), Some("apac")));
    let (from, to) = border.parted();
    assert_eq!((from.to_string(), to.to_string()), ("2026-03-08".to_owned(), "2026-10-31".to_owned()));
}

#[test]
fn hemispheres_part_twice() {
    let book = book(&sites([
        ("sydney", "Australia/Sydney", "09:00-17:00", "a"),
        ("london", "Europe/London", "06:00-14:00", "b"),
        ("york", "America/New_York", "09:00-17:00", "c"),
    ]));
    let year = book.schedule("2026-01-01", "2027-01-01");
    let gaps: Vec<Range> = year.gaps.iter().map(|g| g.range).collect();
    let overlaps: Vec<Range> = year.overlaps.iter().map(|o| o.range).collect();
    assert_eq!((sum(&gaps), sum(&overlaps)), (420.0, 420.0));
    let mut by_day: std::collections::BTreeMap<String, f64> = std::collections::BTreeMap::new();
    for gap in &gaps {
        *by_day.entry(gap.from.with_timezone(&zone("America/New_York")).date_naive().to_string()).or_default() +=
            hours(gap.elapsed());
    }
    let on = |day: &str| by_day.get(day).copied().unwrap_or(0.0);
    let days = ["2026-03-07", "2026-03-08", "2026-04-03", "2026-04-04", "2026-10-02", "2026-10-03", "2026-10-31"];
    assert_eq!(days.map(on), [0.0, 1.0, 1.0, 2.0, 2.0, 1.0, 1.0]);
    assert!(year.gaps.iter().all(|g| g.cause == Cause::Dst), "{:?}", year.gaps[0]);
}

#[test]
fn hours_that_meet_nowhere_are_unstaffed_and_handovers_are_none_of_the_clocks() {
    let book = book(&sites([
        ("apac", "Asia/Singapore", "08:00-16:30", "a"),
        ("emea", "Europe/London", "06:00-16:30", "b"),
        ("amer", "America/Los_Angeles", "08:00-15:00", "c"),
    ]));
    let year = book.schedule("2026-01-01", "2027-01-01");
    assert!(!year.gaps.is_empty() && year.gaps.iter().all(|g| g.cause == Cause::Unstaffed), "{:?}", year.gaps[0]);
    assert!(year.overlaps.iter().all(|o| o.cause == Doubled::Hours));
}
