//! What holds for every rotation.

use super::*;
use crate::oncall::windows::windows;

const ZONES: [&str; 9] = [
    "UTC",
    "America/Chicago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
    "America/Havana",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Europe/Dublin",
];

fn clock(random: &mut fastrand::Rng) -> String {
    format!("{:02}:{:02}", random.u32(0..24), [0, 15, 30, 45][random.usize(0..4)])
}

/// One version of a role with one site, anywhere, with any hours and turns.
pub(super) fn version(random: &mut fastrand::Rng, from: &str) -> String {
    let place = ZONES[random.usize(0..ZONES.len())];
    let start = clock(random);
    let hours = match random.u32(0..3) {
        0 => "00:00-24:00".to_owned(),
        _ => format!("{start}-{}", clock(random)),
    };
    let days = ["[mon-sun]", "[mon-fri]", "[sat, sun]", "[mon, wed]"][random.usize(0..4)];
    let at = if hours == "00:00-24:00" { clock(random) } else { start };
    let every = [
        "every: 1w, on: mon",
        "every: 2w, on: fri",
        "every: 4d",
        "every: 1d",
        "every: 12h",
        "every: 7h",
        "every: 1mo",
        "every: 1mo, on: 31",
    ];
    let every = every[random.usize(0..every.len())];
    let members = ["a", "a, b, c", "{person: a, capacity: 0.5}, b", "d, {person: e, capacity: 0.07}, c"];
    let members = members[random.usize(0..members.len())];
    format!(
        "  - from: {from}\n    roles:\n      primary:\n        sites:\n          - {{name: x, timezone: {place}, hours: \"{hours}\", days: {days}, handoff: {{{every}, at: \"{at}\"}}, members: [{members}]}}\n"
    )
}

pub(super) fn rotation(versions: &str) -> String {
    format!("owner: a\nlast_reviewed: 2026-11-01\ncoverage: [{{role: primary}}]\nversions:\n{versions}")
}

pub(super) fn starts(random: &mut fastrand::Rng) -> Range {
    // Years with a day that does not exist, and with every change of clocks.
    let from = at(["2011-11-01", "2026-02-01", "2026-08-20", "2030-01-01"][random.usize(0..4)]);
    Range::new(from, from + TimeDelta::days(120))
}

#[test]
fn shifts_of_a_site_tile_its_windows() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let book = book(&rotation(&version(&mut random, "2011-01-05")));
        let range = starts(&mut random);
        let schedule = book.over(range);
        let site = &book.rotation.versions[0].roles[0].sites[0];
        let wanted = windows(site.zone, site.days, site.hours.value, range);
        let wanted = union(wanted.filter_map(|w| w.range.common(range)).collect());
        assert_eq!(covered(&schedule), wanted, "seed {seed}");
        // No overlap within a site, so hours sum to elapsed time.
        let own: Vec<Range> = schedule.shifts.iter().map(|s| s.range).collect();
        assert_eq!(sum(&own), sum(&wanted), "seed {seed}");
        assert!(schedule.overlaps.is_empty(), "seed {seed}");
        let gaps: Vec<Range> = schedule.gaps.iter().map(|g| g.range).collect();
        assert_eq!(sum(&own) + sum(&gaps), hours(range.elapsed()), "seed {seed}");
    }
}

#[test]
fn any_part_of_a_schedule_is_that_part_of_the_whole() {
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(1000 + seed);
        let book = book(&rotation(&version(&mut random, "2011-01-05")));
        let range = starts(&mut random);
        let whole = book.over(range);
        let from = range.from + TimeDelta::minutes(random.i64(0..120 * 24 * 60));
        let part =
            Range::new(from, from + TimeDelta::hours(random.i64(1..400))).common(range).expect("it begins in it");
        let clip = |s: &Schedule| -> Vec<(Range, String)> {
            s.shifts.iter().filter_map(|s| Some((s.range.common(part)?, s.person.to_string()))).collect()
        };
        assert_eq!(clip(&whole), clip(&book.over(part)), "seed {seed}");
        let gaps = |s: &Schedule| union(s.gaps.iter().filter_map(|g| g.range.common(part)).collect());
        assert_eq!(gaps(&whole), gaps(&book.over(part)), "seed {seed}");
    }
}

#[test]
fn a_later_version_changes_nothing_before_it() {
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(2000 + seed);
        let first = version(&mut random, "2011-01-05");
        let range = starts(&mut random);
        let middle = range.from + TimeDelta::days(random.i64(2..100));
        let second = version(&mut random, &middle.date_naive().to_string());
        let (before, after) = (book(&rotation(&first)), book(&rotation(&format!("{first}{second}"))));
        // Each begins at midnight in its own zone; further east that is earlier.
        let zone = |version: usize| after.rotation.versions[version].roles[0].sites[0].zone;
        let begins = after.rotation.term(0, zone(0)).to.min(after.rotation.term(1, zone(1)).from);
        let past = Range::new(range.from, begins);
        let show = |s: Schedule| -> Vec<(Range, String)> {
            let gaps: Vec<_> = s.gaps.iter().map(|g| (g.range, g.cause.name().to_owned())).collect();
            s.shifts.iter().map(|s| (s.range, s.person.to_string())).chain(gaps).collect()
        };
        assert_eq!(show(before.over(past)), show(after.over(past)), "seed {seed}");
    }
}

#[test]
fn nothing_is_too_much() {
    let mut yaml = rotation(
        "  - from: 0001-01-01\n    roles:\n      primary: {handoff: {every: 1h}, members: [a, {person: b, capacity: 0.01}]}\n",
    );
    yaml.push_str("overrides:\n");
    for n in 0..5000 {
        let (day, hour) = (1 + n / 24 % 28, n % 24);
        yaml.push_str(&format!(
            "  - {{role: primary, start: 2026-{:02}-{day:02}T{hour:02}:00, end: 2026-{:02}-{day:02}T{hour:02}:30, person: c}}\n",
            1 + n / 672,
            1 + n / 672
        ));
    }
    let book = book(&yaml);
    assert_eq!(book.rotation.overrides.len(), 5000);
    let ten = book.schedule("2020-01-01", "2030-01-01");
    assert_eq!(covered(&ten).len(), 1);
    assert_eq!(ten.shifts.iter().filter(|s| s.by.is_some()).count(), 5000);
    // The ends of the calendar, and beyond.
    for (from, to) in [(Instant::MIN_UTC, at("0002-01-01")), (at("9998-06-01"), Instant::MAX_UTC)] {
        assert!(!book.over(Range::new(from, to)).shifts.is_empty());
    }
    let weekly = self::book(&rotation("  - from: 2026-01-01\n    roles:\n      primary: {members: [a, b]}\n"));
    let two_hundred = weekly.schedule("2026-01-01", "2226-01-01");
    assert_eq!(covered(&two_hundred).len(), 1);
}

/// The example's rotation with some of its values changed for others: nothing in it makes reading or expanding fail.
#[test]
fn no_value_is_fatal() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/oncall/postgres.yaml"));
    let text = text.expect("the example");
    let words = [
        "0001-01-01",
        "9999-12-31",
        "0000-00-00",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "9999-12-31T23:59:60-23:59",
        "0d",
        "1h",
        "120mo",
        "3650d",
        "31",
        "-1",
        "1e308",
        ".nan",
        "24:00",
        "\"00:00-00:00\"",
        "\"23:59-23:58\"",
        "[]",
        "{}",
        "~",
        "Pacific/Apia",
        "Africa/Monrovia",
        "primary",
        "\"\"",
        "é",
    ];
    let is_word = |c: char| c.is_alphanumeric() || "-:/.\"".contains(c);
    for seed in 0..150 {
        let mut random = fastrand::Rng::with_seed(3000 + seed);
        let mut damaged = String::new();
        let mut rest = text.as_str();
        while let Some(first) = rest.find(is_word) {
            let len = rest[first..].find(|c| !is_word(c)).unwrap_or(rest.len() - first);
            let word = &rest[first..first + len];
            damaged.push_str(&rest[..first]);
            // Keys stay, mostly: what is not read is not tried.
            let keep = if word.ends_with(':') { random.u32(0..60) > 0 } else { random.u32(0..12) > 0 };
            damaged.push_str(if keep { word } else { words[random.usize(0..words.len())] });
            rest = &rest[first + len..];
        }
        let world =
            MemWorld::new([("handbook.yaml", "title: T\n"), ("people.yaml", PEOPLE), ("oncall/r.yaml", &damaged)]);
        for today in ["2026-11-22", "0001-01-01", "9999-12-31"] {
            let settings = Settings { machine_date: today.parse().expect("a date"), ..Settings::default() };
            let checked = pipeline::check(&world, &settings, &|_| {}).expect("a handbook");
            assert!(!checked.findings.list.is_empty(), "seed {seed}");
        }
    }
}
