//! Exports that nobody ever wrote: cut off, nested without end, with values of every wrong type.

use std::sync::OnceLock;

use super::*;

/// Values that stand where others are meant.
fn others() -> Vec<Value> {
    let texts =
        ["", "🚒", "9999-12-31T23:59:59Z", "0000-00-00", "99:99:99", "-1", "RRULE:FREQ=DAILY;INTERVAL=0", "604800"];
    let mut all: Vec<Value> = texts.iter().map(|t| Value::from(*t)).collect();
    all.extend([
        Value::Null,
        Value::from(true),
        Value::from(-1),
        Value::from(0),
        Value::from(i64::MAX),
        Value::from(1.5),
    ]);
    all.extend([serde_json::json!([]), serde_json::json!({}), serde_json::json!([[[]]]), serde_json::json!([null, 1])]);
    all
}

/// How many values a document has, itself counted.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(entries) => entries.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// Puts something in the place of the value with a number.
fn replace(value: &mut Value, at: &mut usize, new: &Value) {
    if *at == 0 {
        *value = new.clone();
    }
    *at = at.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|v| replace(v, at, new)),
        Value::Object(entries) => entries.iter_mut().for_each(|(_, v)| replace(v, at, new)),
        _ => {}
    }
}

fn register() -> &'static Register {
    static REGISTER: OnceLock<Register> = OnceLock::new();
    REGISTER.get_or_init(people)
}

fn run(tool: Tool, files: &[File]) -> Imported {
    let first = import(tool, files, register(), &WRITE);
    for new in &first.rotations {
        let (rotation, wrong) = compare::reading(&new.id, &new.yaml);
        // What has ended elsewhere has ended here: that is a finding, and meant.
        let ended = |w: &String| w.starts_with("this version has no roles");
        assert!(rotation.is_some() && wrong.iter().all(ended), "{wrong:?}\n{}", new.yaml);
    }
    first
}

#[test]
fn any_value_may_be_another() {
    let others = others();
    for (_, tool, files) in cases() {
        for (which, file) in files.iter().enumerate() {
            let Ok(value) = serde_json::from_slice::<Value>(&file.bytes) else { continue };
            let values = count(&value);
            let mut random = fastrand::Rng::with_seed(values as u64);
            for _ in 0..15 {
                let mut changed = value.clone();
                for _ in 0..random.usize(1..3) {
                    let mut at = random.usize(0..values);
                    replace(&mut changed, &mut at, &others[random.usize(0..others.len())]);
                }
                let mut files = files.clone();
                files[which].bytes = changed.to_string().into_bytes();
                run(tool, &files);
            }
        }
    }
}

#[test]
fn a_file_that_is_cut_off_says_where() {
    for (folder, tool, files) in cases() {
        for (which, file) in files.iter().enumerate().filter(|(_, f)| f.name.ends_with(".json")) {
            for at in (0..file.bytes.len()).step_by(file.bytes.len() / 9 + 1) {
                let mut files = files.clone();
                files[which].bytes.truncate(at);
                let notes = run(tool, &files).notes;
                let place = format!("{}:", file.name);
                assert!(
                    notes.iter().any(|n| n.place.starts_with(&place) && n.text.contains("no JSON")),
                    "{}",
                    folder.display()
                );
            }
        }
    }
}

#[test]
fn what_is_no_export_is_said_so() {
    let deep = "[".repeat(10_000);
    let closed = format!("{deep}{}", "]".repeat(10_000));
    let objects = r#"{"a":"#.repeat(10_000);
    for text in
        ["", " ", "\u{feff}", "null", "[]", "{}", "1", "\"x\"", "{\"a\": {}}", &deep, &closed, &objects, "\u{0}"]
    {
        for (_, tool) in TOOLS {
            let file = File { name: "x.json".to_owned(), bytes: text.as_bytes().to_vec() };
            let got = run(tool, &[file]);
            assert!(got.rotations.is_empty() && !got.notes.is_empty(), "{text:.20}");
        }
    }
    let bytes = File { name: "x.json".to_owned(), bytes: vec![0xff, 0xfe, 0x00] };
    assert!(!run(Tool::PagerDuty, &[bytes]).notes.is_empty());
}

#[test]
fn a_mark_at_the_start_is_no_matter() {
    for (_, tool, files) in cases() {
        let mut marked = files.clone();
        marked.iter_mut().for_each(|f| f.bytes.splice(0..0, *b"\xef\xbb\xbf").for_each(drop));
        assert_eq!(run(tool, &files).rotations, run(tool, &marked).rotations);
    }
}
