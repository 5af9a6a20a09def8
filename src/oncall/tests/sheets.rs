//! What is printed sums to what is printed: sheets, their explanations, hours for pay, and what the ledger keeps.

use super::fairness::Office;
use super::*;
use crate::oncall::fairness::pay::classes;
use crate::oncall::fairness::sheet::{Hundredths, hundredths};
use crate::oncall::fairness::sites::by_role;
use crate::oncall::fairness::told::Told;
use crate::oncall::fairness::{Kind, Sheet};

/// A handbook with a rotation of two sites and a role without, odd hours, time off, swaps and a ledger.
pub(super) fn random(seed: u64, ledger: Option<&str>) -> Office {
    let mut random = fastrand::Rng::with_seed(seed);
    let zones = ["Asia/Kathmandu", "Europe/London", "America/Denver", "Australia/Lord_Howe"];
    let people = ["a", "b", "c", "d", "e"];
    let mut register = String::new();
    for id in people {
        let (month, day) = (random.u8(7..10), random.u8(1..20));
        register.push_str(&format!(
            "- {{id: {id}, name: {id}, timezone: {}, active: {{from: 2026-0{}-11}}, time_off: [{{from: 2026-0{month}-{day:02}, to: 2026-0{month}-{:02}}}], holidays: x}}\n",
            zones[random.usize(0..4)],
            random.u8(5..9),
            day + random.u8(0..9),
        ));
    }
    let members = |random: &mut fastrand::Rng| {
        let mut chosen: Vec<String> = Vec::new();
        for id in people {
            let capacity = ["1", "0.5", "0.3"][random.usize(0..3)];
            chosen.extend((random.u8(0..4) > 0).then(|| format!("{{person: {id}, capacity: {capacity}}}")));
        }
        if chosen.is_empty() { "a".to_owned() } else { chosen.join(", ") }
    };
    let mut yaml = "owner: a\nlast_reviewed: 2026-11-01\ntimezone: UTC\nfairness: {start: 2026-07-06, period: 5w, weights: {night: 2.0, weekend: 1.55, holiday: 2.0}, carry: oncall/ledger/r.yaml}\nversions:\n".to_owned();
    for from in ["2026-07-01", "2026-08-13"] {
        yaml.push_str(&format!("  - from: {from}\n    roles:\n      primary:\n        sites:\n"));
        for site in ["x", "y"] {
            yaml.push_str(&format!(
                "          - {{name: {site}, timezone: {}, hours: \"09:{:02}-2{}:07\", handoff: {{every: {}}}, members: [{}]}}\n",
                zones[random.usize(0..4)],
                random.u8(10..60),
                random.u8(0..4),
                ["1w", "3d"][random.usize(0..2)],
                members(&mut random),
            ));
        }
        yaml.push_str(&format!("      second: {{handoff: {{every: 7h}}, members: [{}]}}\n", members(&mut random)));
    }
    yaml.push_str("overrides:\n");
    for at in 0..8 {
        let (month, day) = (random.u8(7..10), random.u8(1..28));
        let replaces = if at % 2 == 0 { format!(", replaces: {}", people[random.usize(0..5)]) } else { String::new() };
        yaml.push_str(&format!(
            "  - {{role: {}, start: 2026-0{month}-{day:02}T0{}:20Z, end: 2026-0{month}-{:02}T11:40Z, person: {}{replaces}}}\n",
            ["primary, site: x", "primary, site: y", "second"][random.usize(0..3)],
            random.u8(0..9),
            day + 1,
            people[random.usize(0..5)],
        ));
    }
    let mut files = vec![
        ("people.yaml", register.as_str()),
        ("oncall/r.yaml", yaml.as_str()),
        ("oncall/holidays/x.yaml", "days: [{date: 2026-08-15}, {date: 2026-09-01}]\n"),
    ];
    files.extend(ledger.map(|text| ("oncall/ledger/r.yaml", text)));
    let office = Office::new(&files);
    let broken: Vec<&Diagnostic> = office.found.iter().filter(|d| d.rule.starts_with("page/")).collect();
    assert!(broken.is_empty(), "seed {seed}: {broken:?}\n{yaml}");
    office
}

fn sums(sheet: &Sheet, what: impl Fn(&crate::oncall::fairness::Line) -> Hundredths) -> Hundredths {
    sheet.lines.iter().map(what).sum()
}

#[test]
fn sheets_and_what_explains_them_sum_to_the_digit() {
    for seed in 0..20 {
        let office = random(seed, None);
        let fairness = office.fairness();
        let books = office.books(&fairness);
        let statement = office.statement("2026-08-20", &[]);
        let schedule = schedule(books.rotation, &office.handbook.register, statement.period.range);
        let sheets = statement.sheets();
        assert_eq!(sheets.len(), 3, "seed {seed}");
        assert!(sheets.iter().any(|s| sums(s, |l| l.balance(Kind::Total).abs()) > 0), "seed {seed}");
        for sheet in &sheets {
            for kind in Kind::ALL {
                let exact = sheet.tally.account.load().of(kind);
                assert_eq!(sums(sheet, |l| l.of(kind).carried), hundredths(exact), "seed {seed}");
                assert_eq!(sums(sheet, |l| l.of(kind).target), hundredths(exact), "seed {seed}");
                let waiting: Hundredths = sheet.left.iter().map(|l| l.balance(kind)).sum();
                assert_eq!(sums(sheet, |l| l.balance(kind)) + waiting, 0, "seed {seed}, {}", kind.name());
            }
            for (at, line) in sheet.lines.iter().enumerate() {
                let share = &sheet.tally.shares[at];
                let near = |kept: Hundredths, exact: f64| assert!((kept as f64 / 100.0 - exact).abs() < 0.011);
                near(line.of(Kind::Total).target, share.target.of(Kind::Total));
                near(line.of(Kind::Total).brought, share.brought.of(Kind::Total));
                let explained = books.explain(sheet, line, &schedule);
                let hours: Hundredths = explained.shifts.iter().map(|s| s.hours).sum();
                assert_eq!(hours, line.hours, "seed {seed}, {}", line.person);
                for kind in [Kind::Total, Kind::Night, Kind::Weekend, Kind::Holiday] {
                    let carried: Hundredths = explained.shifts.iter().map(|s| s.load[kind as usize]).sum();
                    assert_eq!(carried, line.of(kind).carried, "seed {seed}, {}", line.person);
                    let parts: Hundredths = explained.parts.iter().map(|p| p.share[kind as usize]).sum();
                    assert_eq!(parts, line.of(kind).target, "seed {seed}, {}, {}", line.person, kind.name());
                }
                // The fraction that is shown is the one that was reckoned with, and what is missing has a reason.
                for part in &explained.parts {
                    let share = part.load as f64 * part.capacity / part.heads;
                    let got = part.share[Kind::Total as usize] as f64;
                    assert!((share - got).abs() < 2.5, "seed {seed}, {}: {part:?}", line.person);
                    let is_missing = part.missing.iter().any(|(who, _)| *who == line.person);
                    assert_eq!(is_missing, part.capacity == 0.0, "seed {seed}, {}: {part:?}", line.person);
                }
                let paid = classes(&sheet.tally.account, at, line.hours, fairness.weights);
                assert_eq!(paid.iter().sum::<Hundredths>(), line.hours, "seed {seed}");
                // Ordinary hours weigh 1, nights and holidays 2, weekends 1.55.
                let [ordinary, night, weekend, holiday] = paid.map(|hours| hours as f64);
                let weighed = ordinary + 2.0 * night + 1.55 * weekend + 2.0 * holiday;
                let carried = line.of(Kind::Total).carried as f64;
                assert!((weighed - carried).abs() < 8.0, "seed {seed}: {paid:?} is {weighed}, not {carried}");
            }
        }
        for (_, sites) in by_role(&statement) {
            let mean = sites.iter().map(|s| s.load).sum::<f64>() / sites.iter().map(|s| s.heads).sum::<f64>();
            let back: f64 = sites.iter().map(|s| s.heads * mean * (1.0 + s.against_mean().unwrap_or(-1.0))).sum();
            assert!((back - sites.iter().map(|s| s.load).sum::<f64>()).abs() < 1e-6, "seed {seed}");
        }
    }
}

const TWO: &str = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-07-06, period: 3w, weights: {weekend: 1.5}, carry: oncall/ledger/r.yaml}\nversions:\n  - from: 2026-07-06\n    roles: {primary: {handoff: {every: 1w, on: mon, at: \"00:00\"}, members: [MEMBERS]}}\n";

fn told(members: &str, ledger: &str, day: &str) -> Vec<String> {
    let yaml = TWO.replace("MEMBERS", members);
    let office = Office::new(&[("people.yaml", PEOPLE), ("oncall/r.yaml", &yaml), ("oncall/ledger/r.yaml", ledger)]);
    let (fairness, statement) = (office.fairness(), office.statement(day, &[]));
    let name = |id: &str| id.to_uppercase();
    let told = Told::new(&fairness, &name);
    let mut all: Vec<String> = statement.sheets().iter().flat_map(|sheet| told.headline(sheet)).collect();
    all.extend(told.waiting(&statement));
    all
}

#[test]
fn sentences_are_true_to_the_figures() {
    let ledger = |balances: &str| {
        format!("rotation: r\nperiods:\n  - {{from: 2026-07-06, to: 2026-07-26, balances: [{balances}]}}\n")
    };
    let entry = |person: &str, total: i32| format!("{{role: primary, person: {person}, kinds: {{total: {total}}}}}");
    // A week weighs 168 + 24 hours, and a has two of the three: half a week more than half of them.
    assert_eq!(
        told("a, b", "", "2026-07-06"),
        [
            "Nobody is further from their share than one turn (192 weighted hours).",
            "A carries 96 weighted hours more than their share (28 h more at night, 24 h more on weekends).",
            "B carries 96 weighted hours less than their share (28 h less at night, 24 h less on weekends).",
        ]
    );
    assert_eq!(told("a, b, c", "", "2026-07-06"), ["Everyone carries their share exactly."]);
    assert_eq!(told("a", "", "2026-07-06"), ["A carries all of it: nobody is there to share it with."]);
    let far = ledger(&format!("{}, {}", entry("a", 300), entry("b", -300)));
    assert_eq!(
        told("a, b", &far, "2026-07-27")[0],
        "A carries 204 weighted hours more than their share: +300 carried over, -96 since then (28 h less at night, 24 h less on weekends). That is more than one turn (192 weighted hours)."
    );
    let carried = ledger(&format!("{}, {}, {}", entry("a", 150), entry("b", -140), entry("e", -10)));
    assert_eq!(
        told("a, b", &carried, "2026-07-27"),
        [
            "Nobody is further from their share than one turn (192 weighted hours).",
            "A carries 54 weighted hours more than their share: +150 carried over, -96 since then (28 h less at night, 24 h less on weekends).",
            "B carries 44 weighted hours less than their share: -140 carried over, +96 since then (28 h more at night, 24 h more on weekends).",
            "E has no part in this period; a balance of -10 weighted hours (primary) waits.",
        ]
    );
}
