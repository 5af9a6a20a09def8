//! What is read of statements, as a golden file: `tests/sql/statements.sql`, and `.txt` beside it.

use std::fmt::Write;

use regex::Regex;

use super::*;

/// A statement on one line: what it is called and names, what it does, and its shapes.
fn told(text: &str, statement: &Statement) -> String {
    let names = |paths: &[Path]| paths.iter().map(told_path).collect::<Vec<_>>().join(" ");
    let effect = format!("{:?}", statement.effect);
    // Places would drown the rest; that they lie where they should is another test.
    let place = Regex::new(r",? ?place: \d+\.\.\d+").expect("a pattern");
    let at = Regex::new(r"At \{ value: ((?s).*?) \}").expect("a pattern");
    let effect = place.replace_all(&effect, "").into_owned();
    let effect = at.replace_all(&effect, "$1").into_owned();
    let effect = effect.replace(": None", ": -").replace("Some(", "(").replace(": false", ": no");
    let line = text[..statement.place.start].matches('\n').count() + 1;
    let mut out = format!("{line}: {} {} => {effect}\n", statement.command, names(&statement.objects));
    for shape in &statement.shapes {
        let what = at.replace_all(&place.replace_all(&format!("{:?}", shape.value), ""), "$1").into_owned();
        let _ = writeln!(out, "    {what} at `{}`", &text[shape.place.clone()]);
    }
    out
}

fn told_path(path: &Path) -> String {
    let schema = path.schema.as_ref().map_or(String::new(), |s| format!("{}.", s.value));
    format!("{schema}{}", path.name.value)
}

#[test]
fn statements_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    let text = std::fs::read_to_string(folder.join("statements.sql")).expect("statements");
    let script = Script::read(&text);
    assert_eq!(script.errors, []);
    let told: String = script.statements.iter().map(|s| told(&text, s)).collect();
    let golden = folder.join("statements.txt");
    if std::env::var_os("RUTTER_BLESS").is_some() {
        std::fs::write(&golden, &told).expect("a golden file");
    }
    let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
    for (got, want) in told.lines().zip(wanted.lines()) {
        assert_eq!(got, want);
    }
    assert_eq!(told.lines().count(), wanted.lines().count());
}
