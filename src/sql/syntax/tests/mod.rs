//! What is read of statements, as golden files: `tests/sql/NAME.sql`, and `NAME.txt` beside it. `RUTTER_BLESS=1` writes
//! them anew.

mod told;

use super::*;

/// Everyday statements; the odd forms of them.
const FILES: [&str; 2] = ["statements", "harder"];

#[test]
fn statements_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sql");
    for name in FILES {
        let text = std::fs::read_to_string(folder.join(name).with_extension("sql")).expect("statements");
        let script = Script::read(&text);
        assert_eq!(script.errors, []);
        let told: String = script.statements.iter().map(|s| told::statement(&text, s)).collect();
        let golden = folder.join(name).with_extension("txt");
        if std::env::var_os("RUTTER_BLESS").is_some() {
            std::fs::write(&golden, &told).expect("a golden file");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        for (got, want) in told.lines().zip(wanted.lines()) {
            assert_eq!(got, want, "{name}");
        }
        assert_eq!(told.lines().count(), wanted.lines().count(), "{name}");
    }
}
