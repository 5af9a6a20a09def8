//! The pages of on-call for a rotation that strains them: twenty people with all sorts of names, four sites, three
//! roles, gaps, overlaps, swaps, and beside it a rotation with nothing in it and one that cannot be read.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::html;
use crate::support::Room;

const ZONES: [(&str, &str); 4] = [
    ("apac", "Asia/Singapore"),
    ("emea", "Europe/London"),
    ("amer", "America/Los_Angeles"),
    ("a-site-with-a-rather-long-name", "Australia/Lord_Howe"),
];

const ROLES: [(&str, &str, &str); 3] =
    [("primary", "08:00-14:30", "1w, on: mon"), ("secondary", "09:00-16:00", "1d"), ("third 🚒", "22:00-06:00", "12h")];

fn people() -> String {
    let names =
        ["🔥🔥🔥", "O'Neil <b>Quote\\\" & Co", "Maximiliana Konstantinopolitanskaya-Wolfeschlegelstein", "李 小龙"];
    let mut out = String::new();
    for n in 0..20 {
        let name = names.get(n).map_or_else(|| format!("Ana Sousa {n}"), |name| (*name).to_owned());
        let off = if n == 5 { ", time_off: [{from: 2026-12-01, to: 2026-12-20}]" } else { "" };
        let _ = writeln!(out, "- {{id: p{n:02}, name: \"{name}\", timezone: {}{off}}}", ZONES[n % 4].1);
    }
    out
}

fn rotation() -> String {
    let mut out = "id: big\nname: Big\nowner: all\ntimezone: Asia/Kolkata\nlast_reviewed: 2026-11-02\ncoverage: [{role: primary}, {role: secondary}]\nversions:\n  - from: 2026-07-01\n    roles:\n".to_owned();
    for (role, hours, every) in ROLES {
        let _ = writeln!(out, "      \"{role}\":\n        sites:");
        for (at, (site, zone)) in ZONES.iter().enumerate() {
            let members: Vec<String> = (0..5).map(|n| format!("p{:02}", n * 4 + at)).collect();
            let _ = writeln!(
                out,
                "          - {{name: {site}, timezone: {zone}, hours: \"{hours}\", handoff: {{every: {every}, at: \"08:00\"}}, members: [{}]}}",
                members.join(", ")
            );
        }
    }
    out.push_str("overrides:\n");
    for day in 1..=28 {
        let _ = writeln!(
            out,
            "  - {{role: primary, site: emea, start: 2026-12-{day:02}T09:00, end: 2026-12-{day:02}T20:00, person: p{:02}, kind: cover, reason: \"🙃 <script>\"}}",
            day % 20
        );
    }
    out.push_str("escalation: [{after: 0m, notify: {role: primary}}, {after: 2h, notify: {team: all}}]\n");
    out
}

#[test]
fn a_rotation_that_strains_its_page() {
    let room = Room::bare();
    let everyone: Vec<String> = (0..20).map(|n| format!("p{n:02}")).collect();
    room.write("handbook.yaml", "title: Strained\ntoday: 2026-11-22\n");
    room.write("people.yaml", people());
    room.write("teams.yaml", format!("- {{id: all, name: All, members: [{}]}}\n", everyone.join(", ")));
    room.write("oncall/big.yaml", rotation());
    room.write("oncall/empty.yaml", "id: empty\nname: Empty\nowner: all\nlast_reviewed: 2026-11-02\n");
    room.write("oncall/broken.yaml", "id: broken\nname: [oops\n");
    room.build(&["--force"]).expect(1);

    let page = room.page("oncall/big/index.html");
    assert!(page.len() <= 300_000, "{} bytes of HTML", page.len());
    for file in ["oncall/big/index.html", "oncall/empty/index.html", "health/on-call/index.html"] {
        let text = room.page(file);
        let elements = html::elements(&text);
        assert!(elements.iter().all(|e| e.get("style").is_none()), "{file} has an inline style");
        assert!(!text.contains("<script>") && !text.contains("<b>Quote"), "{file}: what people wrote is markup");
    }
    // Everyone's mark is their own.
    let crew = &page[page.find("class=\"crew\"").expect("marks")..];
    let crew = &crew[..crew.find("</ul>").expect("its end")];
    let marks: Vec<&str> = crew.split("<li>").skip(1).filter_map(|li| li.split(['>', '<']).nth(2)).collect();
    assert_eq!((marks.len(), marks.iter().collect::<BTreeSet<_>>().len()), (20, 20), "{marks:?}");
    // Every drawing has its table.
    let after_charts = page.split("class=\"chart sun\"").skip(1);
    assert!(after_charts.clone().count() == 6 && after_charts.last().is_some_and(|rest| rest.contains("<table")));
    assert!(page.contains("class=\"gap\"") && page.contains("class=\"over\"") && page.contains("class=\"off\""));
    assert!(room.page("oncall/empty/index.html").contains("Nobody has turns in this rotation yet."));
    // One that cannot be read is a page with its source.
    assert!(room.page("oncall/broken/index.html").contains("oops"));
}
