//! What `rutter oncall close` refuses: then nothing is written, and it says what to do.

use std::collections::BTreeMap;

use crate::support::{CLEAN, Room, files_below};

const ROTATION: &str = "name: DB\nowner: dre\nlast_reviewed: 2026-11-01\nfairness: {start: 2026-10-05, period: 4w, carry: CARRY}\nversions:\n  - from: 2026-10-05\n    roles: {primary: {handoff: {every: 1w, on: mon}, members: [ana, bo]}}\n";

fn room(carry: &str) -> Room {
    let room = Room::new([("index.md", CLEAN)]);
    room.write("oncall/db.yaml", ROTATION.replace("CARRY", carry));
    room
}

/// Everything that lies beside and in the handbook.
fn files(room: &Room) -> BTreeMap<std::path::PathBuf, Vec<u8>> {
    let all = files_below(room.path()).into_iter();
    all.map(|path| (path.clone(), std::fs::read(room.path().join(path)).expect("a file"))).collect()
}

fn refused(room: &Room, args: &[&str], says: &str) {
    let before = files(room);
    let all: Vec<&str> = ["oncall", "close"].iter().chain(args).copied().collect();
    let run = room.rutter(&all);
    assert_eq!(run.code, 2, "{says}: {}", run.err);
    assert!(run.err.contains(says) && run.err.contains("help: "), "{says}: {}", run.err);
    assert_eq!(files(room), before, "{says}");
}

#[test]
fn a_ledger_lies_where_it_is_read_and_nowhere_else() {
    for (carry, says) in [
        ("/tmp/ledger.yaml", "no path to a YAML file"),
        ("../ledger.yaml", "no path to a YAML file"),
        ("oncall/../../x/ledger.yaml", "no path to a YAML file"),
        ("\"oncall\\\\ledger.yaml\"", "no path to a YAML file"),
        ("oncall/ledger/db.json", "no path to a YAML file"),
        ("ledger.yaml", "no ledger is read"),
        ("oncall/.ledger/db.yaml", "no ledger is read"),
        ("_ledger/db.yaml", "no ledger is read"),
        ("oncall/ledger.yaml", "read as a rotation"),
        ("oncall/db.yaml", "read as a rotation"),
    ] {
        refused(&room(carry), &[], says);
    }
    let ignored = room("kept/db.yaml");
    ignored.write(".gitignore", "kept/\n");
    ignored.write("kept/db.yaml", "rotation: db\n");
    refused(&ignored, &[], "the handbook does not read it");
    let two = room("oncall/ledger/db.yaml");
    two.write("oncall/web.yaml", ROTATION.replace("CARRY", "oncall/ledger/db.yaml"));
    refused(&two, &["--rotation", "db"], "the ledger of web too");
}

#[test]
fn nothing_is_settled_while_something_is_half_understood() {
    for (path, text, says) in [
        ("people.yaml", "- {id: ana, name: Ana, timezone: Europe/Lisboa}\n- {id: bo, name: Bo}\n", "people.yaml:1:"),
        ("people.yaml", "[\n", "people.yaml:"),
        ("oncall/holidays/pt.yaml", "days: [{date: soon}]\n", "oncall/holidays/pt.yaml:1:"),
        ("oncall/ledger/db.yaml", "rotation: web\nperiods: []\n", "this is the ledger of `web`"),
        ("oncall/ledger/db.yaml", "[\n", "oncall/ledger/db.yaml:"),
    ] {
        let room = room("oncall/ledger/db.yaml");
        room.write(path, text);
        refused(&room, &[], says);
    }
    let room = room("oncall/ledger/db.yaml");
    let yaml = ROTATION.replace("CARRY", "oncall/ledger/db.yaml");
    room.write("oncall/db.yaml", yaml.replace("start: 2026-10-05, period: 4w", "start: 1926-10-05, period: 1d"));
    let run = room.rutter(&["oncall", "close"]);
    assert!(run.code == 2 && run.err.contains("more than 500 periods"), "{}", run.err);
    // And what is whole is written, and found to be whole.
    room.write("oncall/db.yaml", yaml);
    room.rutter(&["oncall", "close"]).expect(0);
    assert!(room.read("oncall/ledger/db.yaml").contains("to: 2026-11-01"));
    assert_eq!(room.check().findings(), Vec::<String>::new());
}
