//! What a rotation says wrong is said once, at its place, and never stops the rest.

use super::*;

/// The findings of a rotation, as `rule: message`.
fn findings(versions: &str, more: &str) -> Vec<String> {
    let yaml = format!("owner: a\nlast_reviewed: 2026-11-01\nversions:\n{versions}{more}");
    let book = book_with(PEOPLE, &yaml);
    let _ = book.schedule("2026-01-01", "2026-02-01");
    book.found.iter().map(|d| format!("{}: {}", d.rule, d.message)).collect()
}

fn of_role(role: &str) -> Vec<String> {
    findings(&format!("  - {{from: 2026-01-01, roles: {{primary: {role}}}}}\n"), "")
}

#[test]
fn every_value_has_its_finding() {
    for (role, want) in [
        ("{members: [a, x-ray]}", "oncall/unknown-person: no person `x-ray` in people.yaml"),
        ("{members: []}", "oncall/empty: the role `primary` has no members: nobody is ever on call there"),
        ("{}", "oncall/empty: the role `primary` has no members: nobody is ever on call there"),
        ("{members: [a], hours: 8-16}", "oncall/bad-time: `8-16` is not hours (`08:00-16:00`)"),
        ("{members: [a], days: [mo]}", "oncall/bad-time: `mo` is not days of the week (`mon`, `mon-fri`)"),
        (
            "{members: [a], handoff: {every: 0d}}",
            "oncall/bad-time: `0d` is not how long a turn is (`1w`, `4d`, `12h`, `1mo`)",
        ),
        ("{members: [a], handoff: {on: 31}}", "oncall/bad-time: `31` is not a day of the week (`mon`)"),
        (
            "{members: [a], handoff: {every: 1mo, on: mon}}",
            "oncall/bad-time: `mon` is not a day of the month, from 1 to 31, as a handoff by months has it",
        ),
        ("{members: [a], handoff: {every: 12h, on: mon}}", "oncall/bad-time: a handoff by hours falls on every day"),
        ("{members: [a], handoff: {at: \"25:00\"}}", "oncall/bad-time: `25:00` is not a time of the clock (`08:00`)"),
        (
            "{members: [a], hours: \"08:00-16:00\", handoff: {at: \"18:00\"}}",
            "oncall/bad-time: the handoff at 18:00 is outside of the site's hours",
        ),
        (
            "{members: [{person: a, capacity: 3}]}",
            "page/bad-value: `capacity` is a part of a full share, from 0.01 to 1",
        ),
        ("{member: [a]}", "page/unknown-key: unknown key `member`"),
        ("{sites: [{name: x, zone: UTC, members: [a]}]}", "page/unknown-key: unknown key `zone`"),
        ("{sites: []}", "oncall/empty: the role `primary` has no sites: nobody is ever on call there"),
        ("{sites: [{name: x, timezone: Mars, members: [a]}]}", "oncall/bad-zone: `Mars` is not an IANA time zone"),
        ("{sites: [{name: x, members: [a]}, {name: x, members: [b]}]}", "page/bad-value: the role has two sites `x`"),
    ] {
        assert!(of_role(role).contains(&want.to_owned()), "{role}: {:#?}", of_role(role));
        assert!(of_role(role).len() <= 2, "{role}: {:#?}", of_role(role));
    }
}

#[test]
fn overrides_are_held_against_their_version() {
    let version = "  - {from: 2026-01-01, roles: {primary: {sites: [{name: x, members: [a]}]}}}\n";
    for (fields, want) in [
        (
            "role: primary, site: x, start: 2026-03-29T01:30, end: 2026-03-29T03:00",
            "2026-03-29 01:30 does not exist in Europe/London",
        ),
        (
            "role: primary, site: x, start: 2026-03-02T03:00, end: 2026-03-02T03:00",
            "this override ends no later than it starts",
        ),
        (
            "role: primary, site: x, start: 2025-03-02, end: 2025-03-03",
            "there is no primary at x yet, or no longer, when this override starts",
        ),
        ("role: primray, start: 2026-03-02, end: 2026-03-03", "no version has a role `primray` with turns"),
        ("role: primary, site: y, start: 2026-03-02, end: 2026-03-03", "`primary` has no site `y`"),
        ("role: primary, start: soon, end: 2026-03-03", "`soon` is not a time (2026-11-10T09:00)"),
    ] {
        let more = format!("timezone: Europe/London\noverrides: [{{{fields}, person: a}}]\n");
        assert_eq!(findings(version, &more), [format!("oncall/bad-time: {want}")], "{fields}");
    }
}

#[test]
fn what_is_not_there_is_said() {
    let empty = |yaml: &str| {
        let book = book_with(PEOPLE, &format!("owner: a\nlast_reviewed: 2026-11-01\n{yaml}"));
        book.found.into_iter().map(|d| format!("{}: {}", d.rule, d.message)).collect::<Vec<_>>()
    };
    assert_eq!(empty(""), ["oncall/empty: this rotation has no versions: nobody is ever on call"]);
    assert_eq!(empty("versions: []\n"), ["oncall/empty: this rotation has no versions: nobody is ever on call"]);
    let version = "versions: [{from: 2026-01-01, roles: {primary: {members: [a]}}}]\n";
    assert_eq!(
        empty(&format!("{version}coverage: [{{role: primry}}]\n")),
        ["oncall/empty: no version has a role `primry` with turns: nobody ever covers it"]
    );
    assert_eq!(
        empty(&format!(
            "{version}escalation: [{{after: soon, notify: {{role: primary}}}}, {{after: 5m, notify: {{role: sme}}}}]\n"
        )),
        ["page/bad-value: `soon` is not a time to wait", "page/bad-value: no version has a role `sme`"]
    );
    assert_eq!(
        empty(&format!("{version}maintenance_windows: [{{site: x, days: [sun], hours: \"02:00-04:00\"}}]\n")),
        ["page/bad-value: no role has a site `x`"]
    );
}
