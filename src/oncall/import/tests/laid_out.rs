//! Layers of random kinds, laid out twice: as the tools do it, minute for minute, and by the rotation that comes of them.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::super::outline::Layer;
use super::super::week::{Week, minute_of};
use super::*;
use crate::oncall::rotation::Length;
use crate::oncall::schedule;
use crate::oncall::time::{Edge, Range, resolve};

const ZONES: [Tz; 3] = [Tz::UTC, chrono_tz::Europe::Lisbon, chrono_tz::America::New_York];

fn layers(random: &mut fastrand::Rng, zone: Tz) -> Vec<Layer> {
    let count = random.usize(1..4);
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    let layer = |level: usize, random: &mut fastrand::Rng| {
        let from = first + Days::new(if level == 0 { 0 } else { random.u64(0..3) * 9 });
        let lengths = [
            Length::Hours(8),
            Length::Hours(12),
            Length::Hours(36),
            Length::Days(1),
            Length::Days(2),
            Length::Days(3),
            Length::Days(7),
            Length::Days(10),
            Length::Days(14),
            Length::Days(21),
        ];
        let mut hours = Week::all();
        if random.bool() {
            hours = Week::none();
            let (start, long) = (random.i64(6..20) * 60, random.i64(1..24) * 60);
            let days: Vec<i64> = (0..7).filter(|_| random.u8(0..3) > 0).collect();
            days.iter().for_each(|day| hours.add(day * 1440 + start, long));
        }
        let anchor = (from - Days::new(random.u64(0..40))).and_hms_opt(random.u32(5..22), 0, 0).expect("a time");
        let people = random.usize(1..5);
        Layer {
            place: "x".to_owned(),
            name: format!("layer {level}"),
            zone,
            from: resolve(zone, from.and_time(NaiveTime::MIN), Edge::Start),
            until: random.bool().then(|| resolve(zone, (from + Days::new(60)).and_time(NaiveTime::MIN), Edge::Start)),
            level: i64::try_from(level).expect("small"),
            hours,
            anchor,
            every: lengths[random.usize(0..lengths.len())],
            turns: (0..people).map(|p| vec![format!("l{level}p{p}")]).collect(),
        }
    };
    (0..count).map(|level| layer(level, random)).collect()
}

/// Who is on call at a wall time: whoever has the turn in the highest layer that has the time.
fn theirs(layers: &[Layer], at: Instant, wall: NaiveDateTime) -> Option<&str> {
    let has = |l: &&Layer| l.from <= at && l.until.is_none_or(|u| at < u) && l.hours.contains(minute_of(wall));
    let layer = layers.iter().filter(has).max_by_key(|l| l.level)?;
    let length = match layer.every {
        Length::Hours(n) => n * 60,
        Length::Days(n) => n * 1440,
        Length::Months(_) => unreachable!("none is made"),
    };
    let turn = (wall - layer.anchor).num_minutes().div_euclid(length);
    let turn = usize::try_from(turn.rem_euclid(layer.turns.len() as i64)).expect("not negative");
    Some(&layer.turns[turn][0])
}

/// Whether the clocks of a zone stay as they are from the day before to the day after.
fn is_quiet(zone: Tz, at: Instant) -> bool {
    let offset = |at: Instant| local(zone, at) - at.naive_utc();
    offset(at - Days::new(1)) == offset(at + Days::new(1))
}

#[test]
fn rotations_have_the_people_that_layers_have() {
    let register = Register::default();
    let mut compared = 0;
    for seed in 0..150 {
        let mut random = fastrand::Rng::with_seed(seed);
        let zone = ZONES[random.usize(0..ZONES.len())];
        let layers = layers(&mut random, zone);
        let notes = Notes::default();
        let outline = Outline {
            place: "x".to_owned(),
            source: "x".to_owned(),
            name: "X".to_owned(),
            zone,
            layers,
            covers: Vec::new(),
            rendered: Vec::new(),
        };
        let new = rotation(Tool::PagerDuty, &outline, &WRITE, &mut BTreeSet::new(), &notes);
        let Some(new) = new else { continue };
        let (read, _) = compare::reading(&new.id, &new.yaml);
        let read = read.expect("a rotation");
        let (from, to) = ("2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z").into();
        let parse = |text: &str| text.parse::<DateTime<chrono::Utc>>().expect("a time");
        let laid = schedule(&read, &register, Range::new(parse(from), parse(to)));
        // Where a version begins in the middle of a turn, the hours before its first handoff are that day's.
        let starts: BTreeSet<NaiveDate> = read.versions.iter().map(|v| v.from.value).collect();
        for step in 0..1500 {
            let at = parse(from) + chrono::TimeDelta::minutes(step * 144 + 7);
            let wall = local(zone, at);
            if !is_quiet(zone, at) || starts.contains(&wall.date()) || wall.year() < 2026 {
                continue;
            }
            let ours: Vec<&str> = laid.shifts.iter().filter(|s| s.range.contains(at)).map(|s| &*s.person).collect();
            let theirs: Vec<&str> = theirs(&outline.layers, at, wall).into_iter().collect();
            assert_eq!(
                ours,
                theirs,
                "{seed}: {wall} {zone}\n{}\n{:#?}",
                new.yaml,
                outline.layers.iter().map(|l| (l.anchor, l.every, &l.name, l.from)).collect::<Vec<_>>()
            );
            compared += 1;
        }
    }
    assert!(compared > 100_000, "{compared}");
}
