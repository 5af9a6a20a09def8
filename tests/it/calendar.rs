//! Calendars of a built site: opened by the library of a real client, and the same as the command line's.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::browser::{missing_for_node, skip, suite};
use crate::support::{Room, package};

/// From 30 days before the tests' day to 180 after it.
const RANGE: [&str; 4] = ["--from", "2026-10-23", "--to", "2027-05-21"];

/// Names and reasons that a calendar has to bear; hours that overlap, cross midnight and change with the clocks; overrides
/// over overrides, over whole shifts, beyond the range.
fn nasty() -> Room {
    let room = Room::new([]);
    room.write(
        "people.yaml",
        "- {id: ana, name: \"Ana; the \\\"first\\\", of\\\\all\"}\n\
         - {id: bo, name: \"王小明 👩‍🚒 whose name is longer than any line of a calendar may be, and then longer again\"}\n\
         - {id: c.d_e-1, name: \"=cmd|' /C calc'!A0\"}\n",
    );
    room.write(
        "oncall/nights.yaml",
        "owner: dre\nname: \"Nights, \\\\n; and\"\nlast_reviewed: 2026-11-01\ntimezone: Pacific/Chatham\n\
         maintenance_windows: [{days: [sat, sun], hours: \"22:00-04:00\", note: \"🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒 abc abc abc abc abc abc abc\"}]\n\
         versions:\n  - from: 2026-01-01\n    roles:\n      primary:\n        sites:\n\
         \x20         - {name: west, timezone: America/Santiago, hours: \"20:00-08:00\", handoff: {every: 1d, at: \"20:00\"}, members: [ana, bo, c.d_e-1]}\n\
         \x20         - {name: east, timezone: Australia/Lord_Howe, hours: \"07:00-19:30\", handoff: {every: 1w, on: wed, at: \"07:00\"}, members: [bo, ana]}\n\
         overrides:\n\
         \x20 - {role: primary, site: west, start: 2026-10-01T00:00Z, end: 2026-10-25T00:00Z, person: ana, kind: cover, reason: \"a,\\nb; c\\\\\"}\n\
         \x20 - {role: primary, site: west, start: 2026-11-20T00:00Z, end: 2026-11-28T00:00Z, person: bo, replaces: ana, kind: swap, reason: \"=1+1\"}\n\
         \x20 - {role: primary, start: 2026-11-22T00:00Z, end: 2026-11-23T02:00Z, person: c.d_e-1, reason: \"-2+3\"}\n\
         \x20 - {role: primary, site: east, start: 2027-05-20T00:00Z, end: 2027-06-01T00:00Z, person: c.d_e-1}\n",
    );
    room.write(
        "oncall/all.yaml",
        "owner: dre\nid: weekly\nname: Weekly\nlast_reviewed: 2026-11-01\n\
         versions: [{from: 2026-01-05, roles: {secondary: {handoff: {every: 4w, on: mon, at: \"09:00\"}, members: [ana, c.d_e-1]}}}]\n",
    );
    room
}

fn built(room: Room) -> Room {
    let run = room.build(&["--force"]);
    assert!(room.site().join("calendar/all.ics").is_file(), "{}{}", run.out, run.err);
    room
}

/// Lets ical.js open every calendar and compare it with the schedule.
fn open(room: &Room) -> Option<Value> {
    if let Some(missing) = missing_for_node(&["ical.js"]) {
        skip("no calendar was opened in a client's library", &missing);
        return None;
    }
    let schedule = schedule(room, "json", &[]);
    let schedule: Value = serde_json::from_str(&schedule).expect("JSON");
    let handbook = room.rutter(&["export", "json"]).expect(0).json();
    let names = |list: &Value, id: &str, name: &str| -> BTreeMap<String, Value> {
        let items = list.as_array().expect("a list");
        items.iter().map(|p| (p[id].as_str().expect("an id").to_owned(), p[name].clone())).collect()
    };
    let rotations: BTreeMap<&str, Value> = schedule
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| r["rotation"].as_str().expect("an id"))
        .map(|id| (id, title(room, id)))
        .collect();
    let question = json!({
        "folder": room.site().join("calendar"),
        "from": RANGE[1],
        "to": RANGE[3],
        "schedule": schedule,
        "people": names(&handbook["people"], "id", "name"),
        "rotations": rotations,
    });
    let mut node = Command::new("node")
        .arg(suite().join("calendar.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut input = node.stdin.take().expect("its input");
    input.write_all(question.to_string().as_bytes()).expect("node reads");
    drop(input);
    let output = node.wait_with_output().expect("node ends");
    let said = String::from_utf8_lossy(&output.stdout);
    let result: Value = serde_json::from_str(&said)
        .unwrap_or_else(|e| panic!("no result ({e}): {said}\n{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(result["problems"], json!([]), "{said}");
    assert!(output.status.success());
    Some(result)
}

fn schedule(room: &Room, form: &str, more: &[&str]) -> String {
    let args = [&["oncall", "schedule", "--format", form], &RANGE[..], more].concat();
    room.rutter(&args).expect(0).out
}

/// What a calendar is called.
fn title(room: &Room, rotation: &str) -> Value {
    let text = room.page(&format!("calendar/{rotation}.ics"));
    let calendar: icalendar::Calendar = text.parse().expect("a calendar");
    calendar.property_value("X-WR-CALNAME").expect("a name").into()
}

#[test]
fn a_client_opens_the_examples_calendars() {
    let room = built(Room::copy_of(&package().join("content")));
    let Some(result) = open(&room) else { return };
    assert!(result["cancelled"].as_u64() > Some(1), "{result}");
    assert!(result["shifts"].as_u64() > Some(800) && result["maintenance"].as_u64() > Some(100), "{result}");
}

#[test]
fn a_client_opens_calendars_full_of_traps() {
    let room = built(nasty());
    let Some(result) = open(&room) else { return };
    assert!(result["cancelled"].as_u64() > Some(5) && result["shifts"].as_u64() > Some(200), "{result}");
}

#[test]
fn the_command_line_writes_the_sites_calendars() {
    let room = built(nasty());
    for (file, args) in [
        ("all", vec![]),
        ("nights", vec!["--rotation", "nights"]),
        ("weekly", vec!["--rotation", "weekly"]),
        ("person-bo", vec!["--person", "bo"]),
        ("person-c.d_e-1", vec!["--person", "c.d_e-1"]),
        ("team-dre", vec!["--team", "dre"]),
    ] {
        assert_eq!(schedule(&room, "ics", &args), room.page(&format!("calendar/{file}.ics")), "{file}");
    }
    // Ana is in no team of this name but one; of another team's she has nothing.
    room.write("teams.yaml", "- {id: dre, name: Reliability, members: [bo]}\n");
    assert!(!schedule(&room, "ics", &["--person", "ana", "--team", "dre"]).contains("VEVENT"));
    assert!(schedule(&room, "ics", &["--person", "bo", "--team", "dre"]).contains("VEVENT"));
    // Other commands have not gained the forms.
    for command in [&["oncall", "now"][..], &["owners"], &["adr", "list"]] {
        for form in ["csv", "ics"] {
            room.rutter(&[command, &["--format", form]].concat()).expect(2);
        }
    }
}

#[test]
fn the_table_says_what_the_json_does() {
    let room = nasty();
    let csv = schedule(&room, "csv", &[]);
    assert!(csv.split_inclusive('\n').next().is_some_and(|l| l.ends_with(",override\r\n")), "{csv}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|r| r.expect("a row")).collect();
    let json: Value = serde_json::from_str(&schedule(&room, "json", &[])).expect("JSON");
    let shifts: Vec<Value> = json
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|r| {
            let with_id = |s: &Value| {
                let mut s = s.clone();
                s["rotation"] = r["rotation"].clone();
                s
            };
            r["shifts"].as_array().expect("a list").iter().map(with_id).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(rows.len(), shifts.len());
    for (row, shift) in rows.iter().zip(&shifts) {
        for key in ["rotation", "role", "site", "person", "start", "end"] {
            assert_eq!(row[key], shift[key].as_str().unwrap_or_default(), "{row:?}");
        }
        assert_eq!(row["override"].is_empty(), shift["override"].is_null(), "{row:?}");
        let formula = |text: &str| text.starts_with(['=', '+', '-', '@']);
        assert!(!row.values().any(|text| formula(text)), "{row:?}");
    }
    assert!(rows.iter().any(|r| r["name"] == "'=cmd|' /C calc'!A0"));
    assert!(rows.iter().any(|r| r["override"].ends_with(": =1+1") && r["hours"] == "12"));
}

#[test]
fn a_draft_has_no_calendar_until_drafts_are_built() {
    let room = nasty();
    let text = room.read("oncall/all.yaml");
    room.write("oncall/all.yaml", format!("draft: true\n{text}"));
    let room = built(room);
    let file: &Path = &room.site().join("calendar/weekly.ics");
    assert!(!file.exists());
    room.build(&["--force", "--drafts"]);
    assert!(file.exists());
}
