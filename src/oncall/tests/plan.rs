//! Proposals: never worse than what is dealt, and what they promise is what their overrides give.

use chrono::NaiveDate;

use super::fairness::Office;
use super::*;
use crate::oncall::fairness::account::Books;
use crate::oncall::fairness::board::Board;
use crate::oncall::fairness::breaches::{Limit, Watch};
use crate::oncall::fairness::{Kind, open};
use crate::oncall::plan::search::{Score, repaired};
use crate::oncall::plan::{Proposal, choose, plan};

const TODAY: &str = "2026-03-01";

fn today() -> NaiveDate {
    TODAY.parse().expect("a date")
}

const ZONES: [&str; 4] = ["Asia/Singapore", "Europe/London", "America/Los_Angeles", "Australia/Lord_Howe"];

/// Two roles that share people, at two sites, with time off, limits and a balance from before.
fn some_team(random: &mut fastrand::Rng) -> (String, String) {
    let names = ["a", "b", "c", "d", "e"];
    let people: String = names
        .iter()
        .map(|id| {
            let from = today() + TimeDelta::days(random.i64(0..40));
            let off = if random.bool() {
                format!("{{from: {from}, to: {}}}", from + TimeDelta::days(random.i64(0..9)))
            } else {
                String::new()
            };
            format!("- {{id: {id}, name: {id}, timezone: {}, time_off: [{off}]}}\n", ZONES[random.usize(0..4)])
        })
        .collect();
    let mut yaml = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-01-05, period: 26w, weights: {night: 2.0, weekend: 1.5}}\nlimits: {max_consecutive: 2w, min_rest: 11h, max_share: 40%}\nversions:\n  - from: 2026-01-05\n    roles:\n".to_owned();
    for role in ["primary", "secondary"] {
        yaml.push_str(&format!("      {role}:\n        sites:\n"));
        for site in 0..2 {
            let start = random.usize(0..12);
            let mut members: Vec<String> = Vec::new();
            for id in names {
                let capacity = [1.0, 0.5][random.usize(0..2)];
                if random.u8(0..3) > 0 {
                    members.push(format!("{{person: {id}, capacity: {capacity}}}"));
                }
            }
            let members = if members.is_empty() { "a".to_owned() } else { members.join(", ") };
            yaml.push_str(&format!(
                "          - {{name: s{site}, timezone: {}, hours: \"{start:02}:00-{:02}:00\", handoff: {{every: {}, at: \"{start:02}:00\"}}, members: [{members}]}}\n",
                ZONES[random.usize(0..4)],
                start + random.usize(6..12),
                ["1w", "1w", "3d"][random.usize(0..3)],
            ));
        }
    }
    yaml.push_str("overrides:\n  - {role: primary, start: 2026-03-10T09:00Z, end: 2026-03-10T18:00Z, person: e}\n");
    (people, yaml)
}

fn proposal(office: &Office, weeks: u32) -> Proposal {
    let fairness = office.fairness();
    let books = office.books(&fairness);
    plan(&books, today(), weeks, &office.written.ledgers[0], &[], &|_| Vec::new()).expect("a proposal")
}

#[test]
fn a_plan_is_never_worse_than_what_is_dealt_and_keeps_its_promise() {
    let mut changes = 0;
    for seed in 0..12 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (people, yaml) = some_team(&mut random);
        let office = Office::new(&[("people.yaml", &people), ("oncall/r.yaml", &yaml)]);
        let weeks = random.u32(2..7);
        let proposed = proposal(&office, weeks);
        let fairness = office.fairness();
        let books: Books = office.books(&fairness);
        let statement = books.statement_over(proposed.period, &office.written.ledgers[0], &[]);
        let board = Board::new(&books, &statement, &[], open(today()), &[]);
        let watch = Watch::new(&board, &books.rotation.limits, Tz::UTC, proposed.range);
        let begun = Score::of(&board, &watch, &repaired(&board, &watch));
        let chosen = Score::of(&board, &watch, &choose(&board, &watch));
        assert!(!begun.better_than(&chosen), "seed {seed}: {begun:?} is better than {chosen:?}\n{people}{yaml}");
        assert_eq!(proposal(&office, weeks).changes, proposed.changes, "seed {seed}: the same again");
        // What it says of today is what the statement says; and with its overrides, what it says of then.
        promised(&statement.tallies, &proposed, false, seed);
        let applied =
            Office::new(&[("people.yaml", &people), ("oncall/r.yaml", &(yaml.clone() + &proposed.overrides()))]);
        let bad: Vec<&Diagnostic> = applied.found.iter().filter(|d| d.rule != "page/bad-value").collect();
        assert!(bad.is_empty(), "seed {seed}: {bad:?}");
        let fairness = applied.fairness();
        let after = applied.books(&fairness).over(proposed.period, &[]);
        promised(&after.tallies, &proposed, true, seed);
        changes += proposed.changes.len();
    }
    assert!(changes > 12, "plans that change nothing prove nothing: {changes}");
}

fn promised(tallies: &[crate::oncall::fairness::Tally], proposed: &Proposal, after: bool, seed: u64) {
    for spread in &proposed.spreads {
        let own = |t: &&crate::oncall::fairness::Tally| t.account.role == spread.role && t.account.site == spread.site;
        let tally = tallies.iter().find(own).expect("a tally");
        for (person, was, is) in &spread.people {
            for kind in [Kind::Total, Kind::Night, Kind::Weekend] {
                let said = if after { is } else { was }.of(kind);
                let got = tally.share(person).expect("a share").balance(kind);
                assert!(
                    (said - got).abs() < 1e-6,
                    "seed {seed}, {person}, {}: {said} was said, and it is {got}",
                    kind.name()
                );
            }
        }
    }
}

/// One of three is away for three weeks, and has given two turns away before.
#[test]
fn a_plan_evens_out_what_one_member_too_few_had_to_carry() {
    let people =
        "- {id: a, name: A}\n- {id: b, name: B}\n- {id: c, name: C, time_off: [{from: 2026-03-09, to: 2026-03-29}]}\n";
    let yaml = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-01-05, period: 26w, max_deviation: 5%}\nlimits: {max_consecutive: 1w}\nversions:\n  - from: 2026-01-05\n    roles: {primary: {handoff: {every: 1w, on: mon, at: \"00:00\"}, members: [a, b, c]}}\noverrides:\n  - {role: primary, start: 2026-01-19, end: 2026-01-26, person: a, replaces: c}\n  - {role: primary, start: 2026-02-09, end: 2026-02-16, person: a, replaces: c}\n";
    let office = Office::new(&[("people.yaml", people), ("oncall/r.yaml", yaml)]);
    let proposed = proposal(&office, 16);
    assert_eq!(proposed.broken.1.times, 0, "{:?}", proposed.left);
    assert!(proposed.broken.0.times > 0, "c has a turn in the time off");
    let spread = &proposed.spreads[0];
    assert!(spread.after.of(Kind::Total) < 0.5 * spread.before.of(Kind::Total), "{spread:?}");
    // Two turns in a row would even it out further, and one is the limit.
    assert!(
        matches!(proposed.costly, Some((Limit::Consecutive, with, without)) if without < with),
        "{:?}",
        proposed.costly
    );
}

/// For the clock of whoever runs the tests: without a bound on the search this one takes ten times as long.
#[test]
fn a_plan_of_daily_turns_for_half_a_year_ends() {
    let people = "- {id: a, name: A}\n- {id: b, name: B}\n- {id: c, name: C}\n";
    // Of three people nobody can have less than a quarter: there is always a limit to look at.
    let yaml = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-01-05, period: 26w}\nlimits: {max_consecutive: 2w, min_rest: 11h, max_share: 25%}\nversions:\n  - from: 2026-01-05\n    roles: {primary: {handoff: {every: 1d, at: \"08:00\"}, members: [a, b, c]}}\n";
    let office = Office::new(&[("people.yaml", people), ("oncall/r.yaml", yaml)]);
    let proposed = proposal(&office, 26);
    assert!(proposed.turns > 180, "{}", proposed.turns);
    assert!(!proposed.broken.0.less_than(proposed.broken.1), "{:?}", proposed.left);
}
