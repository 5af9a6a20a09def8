//! Incidents in a file: what is read, and what is said of the rest.

mod brute;
mod counted;

use super::at;
use crate::diag::Diagnostic;
use crate::model::Handbook;
use crate::oncall::Written;
use crate::pipeline::{self, Settings};
use crate::source::Sources;
use crate::world::MemWorld;

const PEOPLE: &str = "\
- {id: ana, name: Ana, email: ana@example.com, timezone: Europe/Lisbon}
- {id: wei, name: Wei, timezone: Asia/Singapore}
- {id: maya, name: Maya, timezone: America/Denver}
";

const SERVICES: &str = "\
- {id: db, name: Database, tier: 1, rotation: r}
- {id: web, name: Web, tier: 2}
- {id: old, name: Old}
";

/// Two sites, half a day each in UTC, with an hour at noon in which both are on; a secondary behind them.
const ROTATION: &str = "\
owner: ana
services: [web]
versions:
  - from: 2026-01-01
    roles:
      secondary: {members: [maya]}
      primary:
        sites:
          - {name: west, timezone: UTC, hours: \"12:00-24:00\", members: [ana]}
          - {name: east, timezone: UTC, hours: \"00:00-13:00\", members: [wei]}
escalation:
  - {after: 0m, notify: {role: primary}}
  - {after: 5m, notify: {role: secondary}}
";

const HEADER: &str = "id,service,created_at,acknowledged_at,resolved_at,responder,urgency,actionable\n";

struct Book {
    handbook: Handbook,
    sources: Sources,
    written: Written,
    found: Vec<Diagnostic>,
}

fn book_of(files: &[(&str, &str)]) -> Book {
    let base = [
        ("handbook.yaml", "title: T\n"),
        ("people.yaml", PEOPLE),
        ("services.yaml", SERVICES),
        ("oncall/r.yaml", ROTATION),
    ];
    let world = MemWorld::new(base.into_iter().chain(files.iter().copied()));
    let settings = Settings { machine_date: "2026-11-22".parse().expect("a date"), ..Settings::default() };
    let (loaded, handbook, _) = pipeline::read(&world, &settings).expect("a handbook");
    let (written, found) = crate::oncall::read(&handbook, &loaded);
    Book { handbook, sources: loaded.sources, written, found }
}

fn book(pages: &str) -> Book {
    book_of(&[("oncall/pages.csv", pages)])
}

impl Book {
    /// `2:4 rule: message`.
    fn told(&self) -> Vec<String> {
        let told = |d: &Diagnostic| {
            let at = self.sources.start(d.span);
            format!("{}:{} {}: {}", at.line, at.column, d.rule, d.message)
        };
        self.found.iter().map(told).collect()
    }
}

#[test]
fn rows_in_any_dress_are_read() {
    let book = book(
        "\u{feff}Extra, responder ,created_at,\"service\",id,resolved_at,acknowledged_at,actionable,urgency\r\n\
         \"a, \"\"b\"\"\r\nc\",@ana@example.com,2026-11-10T09:00:00+01:00, db ,=1+1,2026-11-10T09:00Z,,YES,High\r\n\
         \r\n,,,,,,,,\r\n\
         🚒,,2026-11-09 09:00:00.5Z,web,é2,,2026-11-09T09:01:00Z,0,\r\n\
         x,Nobody,2026-11-09T09:00:00Z,web,a3,,,,",
    );
    let rows: Vec<_> = book
        .written
        .pages
        .iter()
        .map(|i| (&*i.id, &*i.service, i.responder.as_deref(), i.urgency.as_deref(), i.actionable))
        .collect();
    assert_eq!(
        rows,
        [
            ("a3", "web", Some("Nobody"), None, None),
            ("é2", "web", None, None, Some(false)),
            ("=1+1", "db", Some("ana"), Some("high"), Some(true)),
        ]
    );
    let last = &book.written.pages[2];
    assert_eq!((last.created, last.resolved), (at("2026-11-10T08:00"), Some(at("2026-11-10T09:00"))));
    assert_eq!((last.acknowledged, last.answered()), (None, last.resolved));
    assert_eq!(
        book.told(),
        ["7:3 oncall/unknown-person: no person `Nobody` in people.yaml: these pages count, in no known time zone"]
    );
    assert!(book.sources.slice(last.span).starts_with("\"a, ") && book.sources.slice(last.span).ends_with("High"));
}

#[test]
fn every_value_has_its_finding() {
    for (row, want) in [
        ("1,db,soon,,,,,", "2:6 oncall/bad-time: `soon` is not a time"),
        ("1,db,2026-11-10T09:00:00,,,,,", "2:6 oncall/bad-time: `2026-11-10T09:00:00` has no offset from UTC"),
        ("1,db,0000-01-01T00:00:00Z,,,,,", "2:6 oncall/bad-time: `0000-01-01T00:00:00Z` is not a time"),
        ("1,db,0001-01-01T00:00:00+01:00,,,,,", "2:6 oncall/bad-time: `0001-01-01T00:00:00+01:00` is not a time"),
        ("1,db,9999-12-31T23:59:59-01:00,,,,,", "2:6 oncall/bad-time: `9999-12-31T23:59:59-01:00` is not a time"),
        (
            "1,db,2026-11-10T09:00:00Z,2026-11-10T08:59:59Z,,,,",
            "2:27 oncall/bad-time: acknowledged at 2026-11-10 08:59:59 UTC, before it began at 2026-11-10 09:00:00 UTC",
        ),
        (
            "\"1\",\"d\"\"b\n\",2026-11-10T09:00:00Z,,\"2025-11-10T09:00:00Z\",,,",
            "3:25 oncall/bad-time: resolved at 2025-11-10 09:00:00 UTC, before it began at 2026-11-10 09:00:00 UTC",
        ),
        ("1,db,2026-11-10T09:00:00Z,,,,,maybe", "2:31 page/bad-value: `actionable` is `true` or `false`, not `maybe`"),
        (" ,db,2026-11-10T09:00:00Z,,,,,", "2:1 page/bad-value: `id` is empty"),
        ("1,,2026-11-10T09:00:00Z,,,,,", "2:3 page/bad-value: `service` is empty"),
        ("1,db,,,,,,", "2:6 page/bad-value: `created_at` is empty"),
        ("1,db,2026-11-10T09:00:00Z", "2:1 page/bad-value: this row has 3 fields, the header 8"),
        ("1,db,2026-11-10T09:00:00Z,,,a,b,,,", "2:1 page/bad-value: this row has 10 fields, the header 8"),
        ("\"1,db\n", "2:1 page/bad-value: this row has 1 field, the header 8"),
        (
            "1,dbx,2026-11-10T09:00:00Z,,,,,\n2,dbx,2026-11-10T09:00:00Z,,,,,",
            "2:3 page/bad-value: no service `dbx` in services.yaml: nobody knows which rotation answers for it",
        ),
        (
            "1,db,2026-11-10T09:00:00Z,,,oskar,,\n2,db,2026-11-10T09:00:00Z,,,oskar,,",
            "2:29 oncall/unknown-person: no person `oskar` in people.yaml: these pages count, in no known time zone",
        ),
        ("1,db,2026-11-10T09:00:00Z,,,,,\n1,db,2026-11-10T09:00:00Z,,,,,", "3:1 page/duplicate-id: `1` is here twice"),
    ] {
        let told = book(&format!("{HEADER}{row}")).told();
        assert!(told.contains(&want.to_owned()), "{row}: {told:#?}");
        assert!(told.len() <= 2, "{row}: {told:#?}");
    }
}

#[test]
fn a_header_says_what_it_lacks() {
    for (text, want) in [
        ("", "1:1 page/bad-value: this file is empty"),
        ("\u{feff}\r\n\r\n", "1:1 page/bad-value: this file is empty"),
        (
            "id;service;created_at\n1;db;x\n",
            "1:1 page/bad-value: this header has no `id` and no `service` and no `created_at`",
        ),
        ("\n\nservice,id,when\n", "3:1 page/bad-value: this header has no `created_at`"),
        (
            "id,service,created_at,acknowleged_at\n",
            "1:23 page/bad-value: there is no column `acknowledged_at`, and one that is nearly called so",
        ),
    ] {
        assert_eq!(book(text).told(), [want], "{text}");
    }
    assert_eq!(book("service,created_at,id,note\n").told(), Vec::<String>::new());
}

#[test]
fn a_thousand_like_findings_are_not_a_thousand_lines() {
    let rows: String = (0..1000).map(|n| format!("{n},db,10/11/2026,,,,,\n")).collect();
    let told = book(&format!("{HEADER}{rows}")).told();
    assert_eq!(told.len(), 51);
    assert_eq!(told[50], "52:7 page/bad-value: from here on, 950 more values of this file cannot be taken as they are");
}

#[test]
fn ids_are_one_over_all_files() {
    let row = format!("{HEADER}1,db,2026-11-10T09:00:00Z,,,,,\n");
    let book = book_of(&[
        ("oncall/pages.csv", &row),
        ("oncall/pages/2026.csv", &row),
        ("oncall/pages/deeper/2025.csv", "not,read\n"),
        ("oncall/other.csv", "not,read\n"),
    ]);
    assert_eq!(book.told(), ["2:1 page/duplicate-id: `1` is here twice"]);
    assert_eq!(book.written.pages.len(), 1);
}

/// Bytes that nobody meant are findings, or nothing.
#[test]
fn nothing_falls_over() {
    let good =
        format!("{HEADER}1,db,2026-11-10T09:00:00Z,2026-11-10T09:01:00Z,,ana,high,true\n\"2\",\"é\n🚒\",x,,,,,\n");
    let parts = ["\"", "\r", "\n", ",", "🚒", "\u{feff}", "\0", "'=cmd|x", "9999-12-31T23:59:60Z", "é"];
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..300 {
        let mut text = good.clone();
        for _ in 0..random.usize(1..6) {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let place = places[random.usize(..places.len())];
            if random.bool() {
                text.insert_str(place, parts[random.usize(..parts.len())]);
            } else {
                text.remove(place);
            }
        }
        let book = book(&text);
        for d in &book.found {
            assert!(text.is_char_boundary(d.span.start as usize) && text.is_char_boundary(d.span.end as usize));
        }
        crate::oncall::pages::counted(&book.written, &book.handbook.register);
    }
}
