//! Balances, held against a count minute by minute in the plainest way there is.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

use super::*;
use crate::oncall::Page;
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::{Kind, Period, Statement};
use crate::oncall::policy::Fairness;
use crate::oncall::{Written, fairness};

/// A handbook of one rotation, with everything around it.
pub(super) struct Office {
    pub handbook: Handbook,
    pub written: Written,
    pub found: Vec<Diagnostic>,
}

impl Office {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let world = MemWorld::new([("handbook.yaml", "title: T\n")].into_iter().chain(files.iter().copied()));
        let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
        let (loaded, handbook, mut found) = pipeline::read(&world, &settings).expect("a handbook");
        let (written, more) = crate::oncall::read(&handbook, &loaded);
        found.extend(more);
        Self { handbook, written, found }
    }

    pub fn books<'a>(&'a self, fairness: &'a Fairness) -> Books<'a> {
        Books {
            rotation: &self.written.rotations[0],
            register: &self.handbook.register,
            holidays: &self.written.holidays,
            fairness,
        }
    }

    pub fn fairness(&self) -> Fairness {
        self.written.rotations[0].fairness.clone().unwrap_or_default()
    }

    /// The statement of the period that a day is in.
    pub fn statement(&self, day: &str, pages: &[Page]) -> Statement {
        let fairness = self.fairness();
        let day = day.parse().expect("a date");
        self.books(&fairness).statement(day, &self.written.ledgers[0], pages).expect("a statement")
    }
}

const ZONES: [&str; 6] =
    ["Asia/Singapore", "Europe/London", "America/Los_Angeles", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"];

/// Somebody as the test knows them: zone, days off, first and last day, weekend.
struct Mate {
    id: String,
    zone: Tz,
    off: Vec<(NaiveDate, NaiveDate)>,
    from: NaiveDate,
    to: NaiveDate,
    friday: bool,
    holidays: bool,
}

const HOLIDAYS: [&str; 4] = ["2026-03-09", "2026-03-28", "2026-04-01", "2026-10-26"];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn some_day(random: &mut fastrand::Rng, first: &str, days: i64) -> NaiveDate {
    day(first) + TimeDelta::days(random.i64(0..days))
}

impl Mate {
    fn new(id: &str, random: &mut fastrand::Rng) -> Self {
        let off = (0..random.usize(0..3)).map(|_| {
            let from = some_day(random, "2026-03-01", 60);
            (from, from + TimeDelta::days(random.i64(0..9)))
        });
        Self {
            id: id.to_owned(),
            off: off.collect(),
            zone: zone(ZONES[random.usize(0..ZONES.len())]),
            from: if random.bool() { day("2020-01-01") } else { some_day(random, "2026-03-01", 30) },
            to: if random.bool() { day("2030-01-01") } else { some_day(random, "2026-03-20", 30) },
            friday: random.u8(0..4) == 0,
            holidays: random.bool(),
        }
    }

    fn yaml(&self) -> String {
        let off: Vec<String> = self.off.iter().map(|(from, to)| format!("{{from: {from}, to: {to}}}")).collect();
        format!(
            "- {{id: {0}, name: {0}, timezone: {1}, active: {{from: {2}, to: {3}}}, time_off: [{4}]{5}{6}}}\n",
            self.id,
            self.zone.name(),
            self.from,
            self.to,
            off.join(", "),
            if self.friday { ", weekend: [fri, sat]" } else { "" },
            if self.holidays { ", holidays: x" } else { "" },
        )
    }

    fn date(&self, at: Instant) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn away(&self, at: Instant) -> bool {
        let date = self.date(at);
        self.off.iter().any(|(from, to)| *from <= date && date <= *to)
    }

    fn there(&self, at: Instant) -> bool {
        let date = self.date(at);
        self.from <= date && date <= self.to && !self.away(at)
    }

    /// Night, weekend, holiday.
    fn kinds(&self, at: Instant) -> [bool; 3] {
        let local = at.with_timezone(&self.zone).naive_local();
        let minutes = local.hour() * 60 + local.minute();
        let weekend = match self.friday {
            true => [Weekday::Fri, Weekday::Sat],
            false => [Weekday::Sat, Weekday::Sun],
        };
        let holiday = self.holidays && HOLIDAYS.iter().any(|h| day(h) == local.date());
        [!(360..1320).contains(&minutes), weekend.contains(&local.weekday()), holiday]
    }
}

/// Who is among whom: site, capacity in hundredths.
struct Seat {
    site: usize,
    mate: usize,
    capacity: i64,
    version: usize,
}

const SECOND: &str = "2026-03-16";

#[test]
fn every_figure_agrees_with_a_count_of_minutes() {
    for seed in 0..5 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mates: Vec<Mate> = ["a", "b", "c", "d", "e"].iter().map(|id| Mate::new(id, &mut random)).collect();
        let people: String = mates.iter().map(Mate::yaml).collect();
        let mut yaml = "owner: a\nlast_reviewed: 2026-11-01\ntimezone: UTC\nfairness: {start: 2026-03-02, period: 5w, weights: {night: 2.0, weekend: 1.5, holiday: 2.5}}\nversions:\n".to_owned();
        let mut seats = Vec::new();
        let zones: Vec<&str> = (0..2).map(|_| ZONES[random.usize(0..ZONES.len())]).collect();
        for (version, from) in ["2026-01-05", SECOND].into_iter().enumerate() {
            yaml.push_str(&format!("  - from: {from}\n    roles:\n      primary:\n        sites:\n"));
            for (site, place) in zones.iter().enumerate() {
                let start = random.usize(8..12);
                yaml.push_str(&format!(
                    "          - {{name: s{site}, timezone: {place}, hours: \"{start:02}:30-{:02}:00\", handoff: {{every: {}, at: \"{start:02}:30\"}}, members: [",
                    random.usize(13..28) % 24,
                    ["1w", "3d", "1d"][random.usize(0..3)],
                ));
                for (mate, known) in mates.iter().enumerate().filter(|_| random.bool()).collect::<Vec<_>>() {
                    let capacity = [100, 50, 25][random.usize(0..3)];
                    seats.push(Seat { site, mate, capacity, version });
                    yaml.push_str(&format!("{{person: {}, capacity: {}}}, ", known.id, capacity as f64 / 100.0));
                }
                yaml.push_str("]}\n");
            }
        }
        yaml.push_str("overrides:\n");
        for _ in 0..random.usize(0..6) {
            let start = some_day(&mut random, "2026-03-02", 30).and_time(NaiveTime::MIN)
                + TimeDelta::minutes(30 * random.i64(0..48));
            let end = start + TimeDelta::minutes(30 * random.i64(1..60));
            yaml.push_str(&format!(
                "  - {{role: primary, site: s{}, start: {}, end: {}, person: {}}}\n",
                random.usize(0..2),
                start.format("%Y-%m-%dT%H:%MZ"),
                end.format("%Y-%m-%dT%H:%MZ"),
                mates[random.usize(0..mates.len())].id
            ));
        }
        let holidays: String = HOLIDAYS.iter().map(|h| format!("{{date: {h}}}, ")).collect();
        let office = Office::new(&[
            ("people.yaml", &people),
            ("oncall/r.yaml", &yaml),
            ("oncall/holidays/x.yaml", &format!("days: [{holidays}]\n")),
        ]);
        let statement = office.statement("2026-03-20", &[]);
        assert_eq!(statement.period.range, Range::new(at("2026-03-02"), at("2026-04-06")), "seed {seed}");
        let shifts = office.written.rotations[0].clone_schedule(&office, statement.period.range);
        // site, person: hours; weighted, night, weekend, holiday; and the same of the target.
        let mut want: BTreeMap<(usize, usize), ([f64; 5], [f64; 4])> = BTreeMap::new();
        let mut minute = statement.period.range.from;
        while minute < statement.period.range.to {
            for site in 0..2 {
                let name = format!("s{site}");
                for shift in shifts.iter().filter(|s| s.site.as_deref() == Some(&name) && s.range.contains(minute)) {
                    let mate = mates.iter().position(|m| *m.id == *shift.person).expect("a mate");
                    if mates[mate].away(minute) {
                        continue;
                    }
                    let kinds = mates[mate].kinds(minute);
                    let weight = [(kinds[0], 2.0), (kinds[1], 1.5), (kinds[2], 2.5)];
                    let weight = weight.iter().filter(|w| w.0).map(|w| w.1).fold(1.0, f64::max);
                    let plain = kinds.map(|is| if is { 1.0 } else { 0.0 });
                    let load = [weight, plain[0], plain[1], plain[2]];
                    let own = &mut want.entry((site, mate)).or_default().0;
                    own[0] += 1.0 / 60.0;
                    (0..4).for_each(|k| own[k + 1] += load[k] / 60.0);
                    let version = usize::from(minute >= crate::oncall::time::day_start(zone(zones[site]), day(SECOND)));
                    let there: Vec<&Seat> = seats
                        .iter()
                        .filter(|s| s.site == site && s.version == version && mates[s.mate].there(minute))
                        .collect();
                    let sum: i64 = there.iter().map(|s| s.capacity).sum();
                    for seat in &there {
                        let part = seat.capacity as f64 / sum as f64 / 60.0;
                        let target = &mut want.entry((site, seat.mate)).or_default().1;
                        (0..4).for_each(|k| target[k] += load[k] * part);
                    }
                    if there.is_empty() {
                        let target = &mut want.entry((site, mate)).or_default().1;
                        (0..4).for_each(|k| target[k] += load[k] / 60.0);
                    }
                }
            }
            minute += TimeDelta::minutes(1);
        }
        for tally in &statement.tallies {
            let site = usize::from(tally.account.site.as_deref() == Some("s1"));
            for share in &tally.shares {
                let mate = mates.iter().position(|m| *m.id == *share.person).expect("a mate");
                let (own, target) = want.remove(&(site, mate)).unwrap_or_default();
                let close = |got: f64, want: f64, what: &str| {
                    assert!(
                        (got - want).abs() < 1e-6,
                        "seed {seed}, {} at s{site}, {what}: {got}, not {want}\n{people}{yaml}",
                        share.person
                    );
                };
                close(share.hours, own[0], "hours");
                for (at, kind) in Kind::ALL.into_iter().take(4).enumerate() {
                    close(share.carried.of(kind), own[at + 1], kind.name());
                    close(share.target.of(kind), target[at], &format!("target of {}", kind.name()));
                }
            }
            for kind in Kind::ALL {
                let sum: f64 = tally.shares.iter().map(|s| s.balance(kind)).sum();
                assert!(sum.abs() < 1e-6, "seed {seed}: {} sums to {sum}", kind.name());
            }
        }
        want.retain(|_, (own, target)| own[0] + target[0] > 0.0);
        assert!(want.is_empty(), "seed {seed}: {want:?}");
    }
}

impl Rotation {
    fn clone_schedule(&self, office: &Office, range: Range) -> Vec<crate::oncall::Shift> {
        schedule(self, &office.handbook.register, range).roster.shifts
    }
}

const EVEN: &str = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-07-06, period: 4w, carry: oncall/ledger/r.yaml}\nversions:\n  - from: 2026-07-06\n    roles: {primary: {handoff: {every: 1w, on: mon, at: \"00:00\"}, members: [a, b, c]}}\n";

/// What the ledger says comes first; what has passed since is reckoned.
#[test]
fn balances_are_carried_over() {
    let ledger = "rotation: r\nperiods:\n  - {from: 2026-07-06, to: 2026-08-02, balances: [{role: primary, person: a, kinds: {total: 100}}, {role: primary, person: b, kinds: {total: -100}}]}\n";
    let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", EVEN), ("oncall/ledger/r.yaml", ledger)]);
    assert_eq!(office.found.len(), 0, "{:?}", office.found);
    let balances = |day: &str| {
        let statement = office.statement(day, &[]);
        let shares = &statement.tallies[0].shares;
        (
            statement.period.from.to_string(),
            statement.unclosed.is_some(),
            shares.iter().map(|s| s.balance(Kind::Total)).collect::<Vec<f64>>(),
        )
    };
    // Of four weeks a has two, and everyone's share is a week and a third: 56 h.
    assert_eq!(balances("2026-07-20"), ("2026-07-06".into(), false, vec![112.0, -56.0, -56.0]));
    let (from, unclosed, got) = balances("2026-08-10");
    assert_eq!((from.as_str(), unclosed), ("2026-08-03", false));
    // The second period begins with b.
    let close = |got: &[f64], want: [f64; 3]| got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(close(&got, [100.0 - 56.0, -100.0 + 112.0, -56.0]), "{got:?}");
    let (from, unclosed, got) = balances("2026-09-01");
    assert_eq!((from.as_str(), unclosed), ("2026-08-31", true));
    assert!(close(&got, [44.0 - 56.0, 12.0 - 56.0, -56.0 + 112.0]), "{got:?}");
}

#[test]
fn a_damaged_ledger_is_found_and_carries_nothing_over() {
    for (ledger, want) in [
        ("rotation: other\nperiods: []\n", "this is the ledger of `other`"),
        (
            "rotation: r\nperiods: [{from: 2026-07-06, to: 2026-07-05, balances: []}]\n",
            "this period ends before it begins",
        ),
        (
            "rotation: r\nperiods: [{from: 2026-07-06, to: 2026-08-02, balances: []}, {from: 2026-08-02, to: 2026-08-30, balances: []}]\n",
            "this period begins on 2026-08-02",
        ),
        (
            "rotation: r\nperiods: [{from: 2026-07-06, to: 2026-08-02, balances: [{role: primary, person: zed, kinds: {}}]}]\n",
            "no person `zed`",
        ),
        (
            "periods: [{from: 2026-07-06, to: 2026-08-02, balances: [{role: primary, person: a, kinds: {total: 1e300}}]}]\n",
            "nobody carries as many hours",
        ),
        ("rotation: r\nperiods: [{from: soon}]\n", "`from` takes a date"),
        ("[", ""),
        ("", ""),
    ] {
        let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", EVEN), ("oncall/ledger/r.yaml", ledger)]);
        assert_eq!(office.found.is_empty(), ledger.is_empty(), "{ledger}");
        assert!(
            office.found.iter().any(|d| d.message.starts_with(want)) || ledger.is_empty(),
            "{ledger}: {:?}",
            office.found
        );
        office.statement("2026-09-01", &[]);
    }
}

#[test]
fn periods_run_end_to_end() {
    let period = |yaml: &str, day: &str| {
        let yaml = format!(
            "owner: a\nversions:\n  - from: 2026-01-31\n    roles: {{primary: {{members: [a]}}}}\nfairness: {{{yaml}}}\n"
        );
        let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", &yaml)]);
        let fairness = office.fairness();
        let day = day.parse().expect("a date");
        let Period { from, to, .. } =
            fairness::period::containing(&office.written.rotations[0], &fairness, day).expect("a period");
        format!("{from} {to}")
    };
    assert_eq!(period("start: 2026-07-06, period: 13w", "2026-11-22"), "2026-10-05 2027-01-03");
    assert_eq!(period("start: 2026-07-06, period: 13w", "2026-10-04"), "2026-07-06 2026-10-04");
    assert_eq!(period("start: 2026-07-06", "2020-01-01"), "2026-07-06 2026-10-04");
    assert_eq!(period("period: 1mo", "2026-02-28"), "2026-02-28 2026-03-30");
    assert_eq!(period("period: 1mo", "2026-03-30"), "2026-02-28 2026-03-30");
    assert_eq!(period("period: 1d", "9999-12-31"), "9999-12-31 10000-01-01".replace("10000-01-01", "9999-12-31"));
}

/// A page is shared among those who were there; pages of nobody's site are nobody's.
#[test]
fn pages_are_a_kind_of_load() {
    let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", EVEN)]);
    let rotation = Some(office.written.rotations[0].doc);
    let page = |when: &str, role: &str| Page {
        at: at(when),
        person: Some("b".into()),
        rotation,
        role: Some(role.into()),
        site: None,
        incident: 0,
        duplicates: 0,
    };
    let pages =
        [page("2026-07-07T03:00", "primary"), page("2026-07-08T03:00", "primary"), page("2026-07-08T04:00", "none")];
    let statement = office.statement("2026-07-20", &pages);
    let tally = &statement.tallies[0];
    let balance = |person: &str| tally.share(person).expect("a share").balance(Kind::Pages);
    assert!((balance("b") - 4.0 / 3.0).abs() < 1e-9 && (balance("a") + 2.0 / 3.0).abs() < 1e-9);
    assert_eq!(tally.one_turn.of(Kind::Pages), 2.0);
    assert_eq!(tally.one_turn.of(Kind::Total), 168.0);
}

/// The exchange that a finding names mends what it is said to mend.
#[test]
fn a_named_exchange_mends_the_balance() {
    const YAML: &str = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-10-05, period: 13w, max_deviation: 5%, weights: {weekend: 2.0}}\nversions:\n  - from: 2026-10-05\n    roles: {primary: {handoff: {every: 1w, on: mon, at: \"00:00\"}, members: [a, b, c]}}\noverrides:\n  - {role: primary, start: 2026-10-12, end: 2026-10-19, person: a}\n  - {role: primary, start: 2026-11-02, end: 2026-11-09, person: a}\n";
    let judged = |yaml: &str| {
        let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", yaml)]);
        fairness::judge(&office.handbook, &office.written, 0, &[]).expect("a judgement").unfair
    };
    let mut yaml = YAML.to_owned();
    let found = judged(&yaml);
    let kinds: Vec<(usize, &str)> = found.iter().map(|u| (u.share, u.kind.name())).collect();
    assert_eq!(kinds, [(0, "total"), (0, "night"), (0, "weekend"), (1, "total"), (1, "night"), (1, "weekend")]);
    // Two turns too many need two turns given.
    for whole in [false, true] {
        let exchange = judged(&yaml)[0].mend.clone().expect("an exchange");
        assert_eq!((&*exchange.gives, &*exchange.takes, exchange.back, exchange.whole), ("a", "b", None, whole));
        let instant = |at: Instant| at.format("%Y-%m-%dT%H:%MZ").to_string();
        let (from, to) = (instant(exchange.turn.from), instant(exchange.turn.to));
        yaml.push_str(&format!("  - {{role: primary, start: {from}, end: {to}, person: b, replaces: a}}\n"));
    }
    let left = judged(&yaml);
    assert!(left.is_empty(), "{left:?}");
    // With all turns behind them, nothing can be exchanged any more.
    let gone = YAML.replace("start: 2026-10-05, period: 13w", "start: 2026-10-05, period: 7w");
    let found = judged(&gone);
    assert!(!found.is_empty() && found.iter().all(|u| u.mend.is_none()), "{found:?}");
}
