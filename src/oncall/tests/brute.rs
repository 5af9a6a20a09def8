//! The same figures, counted minute by minute in the plainest way there is.

use std::collections::BTreeMap;

use chrono::{Datelike, Timelike, Weekday};

use super::*;

/// Zones with their clocks changed between midnight and four, if ever; hours never begin or end then.
const ZONES: [&str; 8] = [
    "Asia/Singapore",
    "Europe/London",
    "America/Los_Angeles",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Africa/Cairo",
    "America/St_Johns",
];

struct Plan {
    zone: Tz,
    start: u32,
    end: u32,
    days: Vec<Weekday>,
    person: &'static str,
}

const WEEK: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

impl Plan {
    /// Whether a wall clock inside the hours is on the wall at a minute.
    fn is_on(&self, minute: Instant) -> bool {
        let local = minute.with_timezone(&self.zone).naive_local();
        let now = local.hour() * 60 + local.minute();
        let today = self.days.contains(&local.weekday());
        let yesterday = self.days.contains(&local.weekday().pred());
        if self.start < self.end {
            today && self.start <= now && now < self.end
        } else {
            today && self.start <= now || yesterday && now < self.end
        }
    }
}

#[test]
fn gaps_and_overlaps_agree_with_a_count_of_minutes() {
    for seed in 0..25 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut yaml = "owner: a\nlast_reviewed: 2026-11-01\ncoverage: [{role: primary}]\nversions:\n  - from: 2020-01-01\n    roles:\n      primary:\n        sites:\n".to_owned();
        let mut plans = Vec::new();
        for person in ["a", "b", "c"].into_iter().take(random.usize(1..=3)) {
            let place = ZONES[random.usize(0..ZONES.len())];
            let clock = |random: &mut fastrand::Rng| random.u32(10..44) * 30;
            let (start, end) = (clock(&mut random), clock(&mut random));
            let mut days: Vec<(&str, Weekday)> = WEEK.into_iter().filter(|_| random.u32(0..4) > 0).collect();
            if days.is_empty() {
                days = WEEK.into();
            }
            let names: Vec<&str> = days.iter().map(|d| d.0).collect();
            yaml.push_str(&format!(
                "          - {{name: s{person}, timezone: {place}, hours: \"{:02}:{:02}-{:02}:{:02}\", days: [{}], members: [{person}]}}\n",
                start / 60,
                start % 60,
                end / 60,
                end % 60,
                names.join(", ")
            ));
            plans.push(Plan { zone: zone(place), start, end, days: days.into_iter().map(|d| d.1).collect(), person });
        }
        let book = book(&yaml);
        // Around a change of most clocks.
        let from = at(["2026-03-01", "2026-04-01", "2026-09-20", "2026-10-20"][random.usize(0..4)]);
        let range = Range::new(from, from + TimeDelta::days(16));
        let schedule = book.over(range);
        let (mut gap, mut double) = (0, 0);
        let mut carried: BTreeMap<&str, i64> = BTreeMap::new();
        let mut minute = range.from;
        while minute < range.to {
            let on: Vec<&Plan> = plans.iter().filter(|p| p.is_on(minute)).collect();
            gap += i64::from(on.is_empty());
            double += i64::from(on.len() > 1);
            for plan in on {
                *carried.entry(plan.person).or_default() += 1;
            }
            minute += TimeDelta::minutes(1);
        }
        let minutes = |ranges: Vec<Range>| ranges.iter().map(|r| r.elapsed().num_minutes()).sum::<i64>();
        assert_eq!(minutes(schedule.gaps.iter().map(|g| g.range).collect()), gap, "seed {seed}\n{yaml}");
        assert_eq!(minutes(schedule.overlaps.iter().map(|o| o.range).collect()), double, "seed {seed}\n{yaml}");
        for plan in &plans {
            let own = schedule.shifts.iter().filter(|s| &*s.person == plan.person).map(|s| s.range).collect();
            assert_eq!(minutes(own), carried.get(plan.person).copied().unwrap_or(0), "seed {seed}: {}", plan.person);
        }
    }
}
