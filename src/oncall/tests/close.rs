//! Closing: what the ledger keeps gives the same balances as what it was reckoned from, and its text is only added to.

use super::fairness::Office;
use super::sheets::random;
use super::*;
use crate::oncall::fairness::sheet::hundredths;
use crate::oncall::fairness::{Kind, Ledger, ledger_text};

/// The ledger's text after closing by a day.
fn close(office: &Office, text: Option<&str>, today: &str) -> Result<String, String> {
    let fairness = office.fairness();
    let books = office.books(&fairness);
    let ledger = &office.written.ledgers[0];
    let closing = books.close(today.parse().expect("a date"), ledger, &[]).expect("a version")?;
    let register = &office.handbook.register;
    ledger_text::add(text, "oncall/ledger/r.yaml", books.rotation, register, ledger, &closing.periods)
}

#[test]
fn the_open_period_has_the_same_balances_before_and_after() {
    for seed in 0..15 {
        let before = random(seed, None);
        // Two periods of five weeks are over, or one and then the other.
        let both = close(&before, None, "2026-09-20").expect("a ledger");
        let first = close(&before, None, "2026-08-20").expect("a ledger");
        let after = random(seed, Some(&first));
        let second = close(&after, Some(&first), "2026-09-20").expect("a ledger");
        assert_eq!(both, second, "seed {seed}");
        assert!(second.starts_with(&first), "seed {seed}");
        let closed = random(seed, Some(&both));
        let (old, new) = (before.statement("2026-09-20", &[]), closed.statement("2026-09-20", &[]));
        assert_eq!(old.unclosed.map(|(from, _)| from.to_string()), Some("2026-07-06".to_owned()));
        assert_eq!(new.unclosed, None);
        let balances = |s: &crate::oncall::fairness::Statement| {
            let shares = s.tallies.iter().flat_map(|t| {
                let own = |share: &crate::oncall::fairness::Share| {
                    (
                        (t.account.role.clone(), t.account.site.clone(), share.person.clone()),
                        Kind::ALL.map(|k| share.balance(k)),
                    )
                };
                t.shares.iter().map(own).collect::<Vec<_>>()
            });
            let left = s
                .left
                .iter()
                .map(|e| ((e.role.clone(), e.site.clone(), e.person.clone()), Kind::ALL.map(|k| e.balance.of(k))));
            shares.chain(left).collect::<std::collections::BTreeMap<_, _>>()
        };
        let (old, new) = (balances(&old), balances(&new));
        assert!(old.values().any(|b| b[0].abs() > 1.0), "seed {seed}");
        for (who, was) in &old {
            let is = new.get(who).copied().unwrap_or_default();
            for kind in Kind::ALL {
                let (was, is) = (was[kind as usize], is[kind as usize]);
                // A hundredth for each period that was rounded.
                assert!((was - is).abs() < 0.021, "seed {seed}, {who:?}, {}: {was} and {is}", kind.name());
            }
        }
        // What is kept sums to nothing, to the digit.
        for closed in &closed.written.ledgers[0].closed {
            for kind in Kind::ALL {
                let mut sums = std::collections::BTreeMap::new();
                for e in &closed.balances {
                    *sums.entry((&e.role, &e.site)).or_insert(0) += hundredths(e.balance.of(kind));
                }
                assert!(sums.values().all(|sum| *sum == 0), "seed {seed}: {sums:?}");
            }
        }
    }
}

const YAML: &str = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-07-06, period: 4w, carry: oncall/ledger/r.yaml}\nversions:\n  - from: 2026-07-06\n    roles: {primary: {handoff: {every: 1w, on: mon, at: \"00:00\"}, members: [a, b, c]}}\n";

fn office(ledger: Option<&str>) -> Office {
    let mut files = vec![("people.yaml", PEOPLE), ("oncall/r.yaml", YAML)];
    files.extend(ledger.map(|text| ("oncall/ledger/r.yaml", text)));
    Office::new(&files)
}

const BLOCK: &str = "  - from: 2026-07-06\n    to: 2026-08-02\n    balances:\n      - {role: primary, person: a, kinds: {total: 112, night: 37.34, weekend: 32, holiday: 0, pages: 0}, carried: 336, target: 224}\n      - {role: primary, person: b, kinds: {total: -56, night: -18.67, weekend: -16, holiday: 0, pages: 0}, carried: 168, target: 224}\n      - {role: primary, person: c, kinds: {total: -56, night: -18.67, weekend: -16, holiday: 0, pages: 0}, carried: 168, target: 224}";

#[test]
fn a_period_goes_behind_those_that_are_there_and_no_other_byte_changes() {
    let day = "2026-08-05";
    let new = close(&office(None), None, day).expect("a ledger");
    assert!(new.starts_with("# Written by"), "{new}");
    assert!(new.ends_with(&format!("rotation: r\nperiods:\n{BLOCK}\n")), "{new}");
    let crlf = BLOCK.replace('\n', "\r\n");
    for (before, after) in [
        ("".to_owned(), format!("rotation: r\nperiods:\n{BLOCK}\n")),
        ("# ours, é 🚒".to_owned(), format!("# ours, é 🚒\nrotation: r\nperiods:\n{BLOCK}\n")),
        ("periods: []\n".to_owned(), format!("periods:\n{BLOCK}\n")),
        ("periods: [ ]  # none yet\nrotation: r\n".to_owned(), format!("periods:  # none yet\n{BLOCK}\nrotation: r\n")),
        ("\u{feff}rotation: r\r\nperiods: []".to_owned(), format!("\u{feff}rotation: r\r\nperiods:\r\n{crlf}\r\n")),
    ] {
        assert_eq!(close(&office(Some(&before)), Some(&before), day), Ok(after), "{before:?}");
    }
    // One that is there, in the forms that people write.
    let old = "{from: 2026-06-08, to: 2026-07-05, balances: []}";
    let entry = "{role: primary, person: a, kinds: {total: 0}}";
    for (before, after) in [
        (
            format!("rotation: r # why\nperiods:\n- {old} # kept\n# the end\n"),
            format!(
                "rotation: r # why\nperiods:\n- {old} # kept\n{}\n# the end\n",
                BLOCK.replace("\n  ", "\n")[2..].to_owned()
            ),
        ),
        (
            format!(
                "periods:\n  - from: 2026-06-08\n    balances:\n      - {entry}  # kept\n    to: 2026-07-05 # kept\n\n# the end"
            ),
            format!(
                "periods:\n  - from: 2026-06-08\n    balances:\n      - {entry}  # kept\n    to: 2026-07-05 # kept\n{BLOCK}\n\n# the end"
            ),
        ),
        (
            format!(
                "periods:\r\n  - from: 2026-06-08\r\n    to: 2026-07-05\r\n    balances:\r\n      - {entry}\r\n\r\nrotation: r\r\n"
            ),
            format!(
                "periods:\r\n  - from: 2026-06-08\r\n    to: 2026-07-05\r\n    balances:\r\n      - {entry}\r\n{crlf}\r\n\r\nrotation: r\r\n"
            ),
        ),
    ] {
        assert_eq!(close(&office(Some(&before)), Some(&before), day), Ok(after), "{before:?}");
    }
    // What cannot be added to is left alone.
    for before in ["{periods: []}".to_owned(), format!("periods: [{old}]\n"), format!("{{periods: [\n  {old}]}}\n")] {
        let closed = close(&office(Some(&before)), Some(&before), day);
        assert!(closed.as_ref().is_err_and(|why| why.contains("dashes")), "{before:?}: {closed:?}");
    }
}

/// A ledger that ends within a period, and one whose periods had another length.
#[test]
fn what_is_not_closed_is_closed_from_where_the_ledger_ends() {
    let ranges = |ledger: &str, today: &str| {
        let office = office(Some(ledger));
        let fairness = office.fairness();
        let closing = office.books(&fairness).close(today.parse().expect("a date"), &office.written.ledgers[0], &[]);
        let closing = closing.expect("a version").expect("few periods");
        let mut ranges: Vec<String> = closing.periods.iter().map(|p| format!("{} {}", p.from, p.to)).collect();
        ranges.push(format!("{} {}", closing.open.from, closing.open.to));
        ranges
    };
    let to = |from: &str, to: &str| format!("periods: [{{from: {from}, to: {to}, balances: []}}]\n");
    assert_eq!(ranges("", "2026-07-05"), ["2026-07-06 2026-08-02"]);
    assert_eq!(ranges("", "2026-08-02"), ["2026-07-06 2026-08-02"]);
    assert_eq!(ranges("", "2026-08-03"), ["2026-07-06 2026-08-02", "2026-08-03 2026-08-30"]);
    let within = to("2026-07-01", "2026-07-20");
    assert_eq!(ranges(&within, "2026-08-03"), ["2026-07-21 2026-08-02", "2026-08-03 2026-08-30"]);
    let before = to("2026-06-01", "2026-06-30");
    assert_eq!(ranges(&before, "2026-08-02"), ["2026-07-01 2026-07-05", "2026-07-06 2026-08-02"]);
    let beyond = to("2026-06-01", "2030-06-30");
    assert_eq!(ranges(&beyond, "2026-08-02").len(), 1);
}

#[test]
fn who_has_no_part_any_more_keeps_their_balance() {
    let entry =
        |role: &str, person: &str, total: f64| format!("{{role: {role}, person: {person}, kinds: {{total: {total}}}}}");
    let text = format!(
        "periods:\n  - {{from: 2026-06-08, to: 2026-07-05, balances: [{}, {}, {}, {}, {}]}}\n",
        entry("primary", "a", 10.5),
        entry("primary", "e", -10.5),
        entry("gone", "d", 7.25),
        entry("gone", "e", -7.25),
        entry("gone", "a", 0.0)
    );
    let closed = close(&office(Some(&text)), Some(&text), "2026-08-05").expect("a ledger");
    let after = office(Some(&closed));
    let kept: &Ledger = &after.written.ledgers[0];
    let last = kept.closed.last().expect("a period");
    let of = |role: &str, person: &str| {
        let entry = last.balances.iter().find(|e| *e.role == *role && *e.person == *person);
        entry.map(|e| (e.balance.of(Kind::Total), e.load.is_some()))
    };
    assert_eq!(of("primary", "a"), Some((122.5, true)));
    assert_eq!(of("primary", "e"), Some((-10.5, false)));
    assert_eq!((of("gone", "d"), of("gone", "e"), of("gone", "a")), (Some((7.25, false)), Some((-7.25, false)), None));
}

/// A balance that is as large as is allowed stays so when the ledger rounds it.
#[test]
fn what_the_ledger_rounds_is_nobodys_finding() {
    let balances =
        "{role: primary, person: a, kinds: {total: 56.01}}, {role: primary, person: b, kinds: {total: -56.01}}";
    let text = format!("periods:\n  - {{from: 2026-06-08, to: 2026-07-05, balances: [{balances}]}}\n");
    // Of four weeks a has two: 112 hours more than a third of them; with these, one turn: 168.
    let found = |text: &str| {
        let office = office(Some(text));
        crate::oncall::fairness::verdict::unfair(&office.statement("2026-07-06", &[]), 0.0).len()
    };
    assert_eq!(found(&text), 0);
    assert_eq!(found(&text.replace("56.01", "56.5")), 1);
}

/// A slip in the year: what is older than any schedule that is shown is not reckoned turn by turn.
#[test]
fn a_start_of_two_thousand_years_ago_is_cut_off() {
    let people = "- {id: a, name: A}\n- {id: b, name: B}\n";
    let yaml = "owner: a\nlast_reviewed: 2026-11-01\nfairness: {period: 13w, carry: oncall/ledger/r.yaml}\nversions:\n  - from: 0026-07-06\n    roles: {primary: {members: [a, b]}}\n";
    let office = Office::new(&[("people.yaml", people), ("oncall/r.yaml", yaml)]);
    let statement = office.statement("2026-11-22", &[]);
    let (from, _) = statement.unclosed.expect("periods that were never closed");
    assert_eq!((statement.period.from - from).num_days(), 200 * 366);
}
