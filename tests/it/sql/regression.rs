//! PostgreSQL's own regression suite, read. The suite is not in this repository: `test/sql/postgres_regress` of
//! libpg_query is a copy of it. `RUTTER_SQL=FOLDER cargo test --release --test it sql::regression -- --ignored`.
//!
//! `tests/golden/postgres-regress.txt` has every statement that is refused, and who is right: `invalid`, since
//! PostgreSQL's parser refuses it too, or `valid` with the cause. The verdicts are those of PostgreSQL 17's parser, asked
//! through pglast 7, one statement at a time. Twelve were set by hand, as pglast sees neither psql nor a session: the
//! places where it was given a neighbour of what is refused are `invalid`, and those where a variable, data or a setting
//! of the session is in the way are `valid`. What stands in a branch of `\if` that is not run counts as `invalid`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use rutter::sql::syntax::Script;

use crate::support::{files_below, package};

/// Of the valid statements, the share that must be read: 99.9 %.
const ENOUGH: f64 = 0.999;

/// A statement that is refused: the file, and the text from the start of its line on.
type Refused = (String, String);

#[test]
#[ignore = "wants PostgreSQL's regression suite in RUTTER_SQL"]
fn almost_every_valid_statement_is_read() {
    let folder = PathBuf::from(std::env::var("RUTTER_SQL").expect("RUTTER_SQL names the suite's folder"));
    let (mut statements, mut refused): (usize, Vec<Refused>) = (0, Vec::new());
    for file in files_below(&folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "sql")) {
        let text = String::from_utf8_lossy(&fs::read(folder.join(&file)).expect("a file")).into_owned();
        let script = Script::read(&text);
        statements += script.statements.iter().filter(|s| s.within.is_none()).count();
        for error in &script.errors {
            let line = text[..error.place.start].lines().count().max(1);
            let words: String = text[..error.place.end].lines().last().unwrap_or_default().chars().take(80).collect();
            refused.push((
                format!("{}:{line}", file.file_name().unwrap_or_default().display()),
                format!("{words} | {}", error.message),
            ));
        }
    }
    let golden = package().join("tests/golden/postgres-regress.txt");
    let known = fs::read_to_string(&golden).unwrap_or_default();
    let known: BTreeMap<&str, &str> = known.lines().filter_map(|l| l.split_once(' ')).collect();
    let verdict = |place: &str| known.get(place).copied().unwrap_or("unknown");
    let unknown: Vec<&Refused> = refused.iter().filter(|(place, _)| verdict(place) == "unknown").collect();
    let invalid = refused.iter().filter(|(place, _)| verdict(place) == "invalid").count();
    let valid = refused.len() - invalid;
    let share = 1.0 - valid as f64 / (statements - invalid) as f64;
    println!(
        "{statements} statements, {} refused, {valid} of them valid: {:.2} % are read",
        refused.len(),
        share * 100.0
    );
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    refused.iter().for_each(|(place, _)| *causes.entry(verdict(place)).or_default() += 1);
    causes.iter().for_each(|(cause, count)| println!("{count:5} {cause}"));
    unknown.iter().for_each(|(place, words)| println!("{place} {words}"));
    assert!(statements > 40_000, "{statements} statements are not the suite");
    assert!(share >= ENOUGH, "{share}");
    assert!(unknown.is_empty(), "{} are refused that were read before", unknown.len());
}
