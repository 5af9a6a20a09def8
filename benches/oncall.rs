//! Schedules, balances and plans: `cargo bench --bench oncall`.
//!
//! Twenty people at six sites over ten years; the statement of 13 weeks; a plan of 26 weeks for twelve people at three
//! sites with two roles. Each is timed seven times, and the least and the middle are printed.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of its own, beside the library")]

use std::fmt::Write as _;
use std::time::Instant;

use chrono::{NaiveTime, TimeDelta};
use rutter::model::Handbook;
use rutter::oncall::fairness::account::Books;
use rutter::oncall::policy::Fairness;
use rutter::oncall::{self, Range, Written, plan, schedule};
use rutter::pipeline::{self, Settings};
use rutter::world::MemWorld;

const ZONES: [&str; 6] =
    ["Asia/Singapore", "Europe/Lisbon", "America/Denver", "Australia/Sydney", "America/Sao_Paulo", "Africa/Nairobi"];

fn main() {
    let (handbook, written) = book(20, 6, 1, "");
    let start = handbook.today.and_time(NaiveTime::MIN).and_utc();
    let decade = Range::new(start, start + TimeDelta::days(3652));
    let shifts = schedule(&written.rotations[0], &handbook.register, decade).shifts.len();
    time(&format!("20 people, 6 sites, 10 years: {shifts} shifts"), || {
        schedule(&written.rotations[0], &handbook.register, decade).shifts.len()
    });
    let limits = "limits: {max_consecutive: 2w, min_rest: 11h, max_share: 50%}\n";
    let (handbook, written) = book(12, 3, 2, limits);
    let usual = Fairness::default();
    let books = Books {
        rotation: &written.rotations[0],
        register: &handbook.register,
        holidays: &written.holidays,
        fairness: written.rotations[0].fairness.as_ref().unwrap_or(&usual),
    };
    let ledger = &written.ledgers[0];
    time("12 people, 3 sites, 2 roles: balances of 13 weeks", || {
        books.statement(handbook.today, ledger, &[]).map_or(0, |s| s.tallies.len())
    });
    time("the same: a plan of 26 weeks", || {
        plan::plan(&books, handbook.today, 26, ledger, &[], &|_| Vec::new()).map_or(0, |p| p.changes.len())
    });
}

/// People are dealt to sites in turn; every fifth has half a share and everyone a week off.
fn book(people: usize, sites: usize, roles: usize, limits: &str) -> (Handbook, Written) {
    let mut register = String::new();
    for at in 0..people {
        let zone = ZONES[at % sites];
        let day = at % 27 + 1;
        let _ = writeln!(
            register,
            "- {{id: p{at}, name: P{at}, timezone: {zone}, time_off: [{{from: 2027-01-{day:02}, to: 2027-02-{day:02}}}]}}"
        );
    }
    let mut yaml = format!(
        "owner: p0\nlast_reviewed: 2026-11-01\nfairness: {{start: 2026-10-05, weights: {{night: 2.0, weekend: 1.5}}, max_deviation: 10%}}\n{limits}versions:\n  - from: 2026-10-05\n    roles:\n"
    );
    for role in 0..roles {
        let _ = write!(yaml, "      role{role}:\n        sites:\n");
        for (site, zone) in ZONES.iter().enumerate().take(sites) {
            let member = |at: usize| format!("{{person: p{at}, capacity: {}}}", if at % 5 == 4 { 0.5 } else { 1.0 });
            let mut members: Vec<String> = (0..people).filter(|at| at % sites == site).map(member).collect();
            let first = role * 2 % members.len().max(1);
            members.rotate_left(first);
            let _ = writeln!(
                yaml,
                "          - {{name: s{site}, timezone: {zone}, hours: \"08:00-16:30\", members: [{}]}}",
                members.join(", ")
            );
        }
    }
    let world = MemWorld::new([
        ("handbook.yaml", "title: T\ntoday: 2026-11-22\n"),
        ("people.yaml", register.as_str()),
        ("oncall/r.yaml", yaml.as_str()),
    ]);
    let (loaded, handbook, _) = pipeline::read(&world, &Settings::default()).expect("a handbook");
    let (written, found) = oncall::read(&handbook, &loaded);
    assert!(found.is_empty(), "{found:?}");
    (handbook, written)
}

fn time(what: &str, mut run: impl FnMut() -> usize) {
    let mut times: Vec<f64> = (0..7)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{what}: {:.1} ms at least, {:.1} ms in the middle", times[0], times[3]);
}
