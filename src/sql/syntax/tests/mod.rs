//! What is read of statements, as golden files: `tests/sql/NAME.sql`, and `NAME.txt` beside it. `RUTTER_BLESS=1` writes
//! them anew.

mod places;
mod told;

use std::path::PathBuf;

use super::*;

/// Everyday statements, odd forms of them, and those in bodies.
const FILES: [&str; 3] = ["statements", "harder", "bodies"];

fn path(file: &str, extension: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sql").join(file).with_extension(extension)
}

fn read(file: &str) -> String {
    std::fs::read_to_string(path(file, "sql")).expect("statements")
}

#[test]
fn statements_are_read() {
    for file in FILES {
        let text = read(file);
        let script = Script::read(&text);
        assert_eq!(script.errors, [], "{file}");
        let told: String = script.statements.iter().map(|s| told::statement(&text, s)).collect();
        let golden = path(file, "txt");
        if std::env::var_os("RUTTER_BLESS").is_some() {
            std::fs::write(&golden, &told).expect("a golden file");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        for (got, want) in told.lines().zip(wanted.lines()) {
            assert_eq!(got, want, "{file}");
        }
        assert_eq!(told.lines().count(), wanted.lines().count(), "{file}");
    }
}
