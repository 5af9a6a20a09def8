//! Broken SQL: whatever stands in a file, it is read without a panic, and every place is a place in it.
//!
//! `RUTTER_SQL=FOLDER RUTTER_ROUNDS=1000000` takes the statements of that folder, and goes on for as many rounds.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;
use rutter::sql::syntax::{Dialect, Script, fence};

use crate::support::{files_below, package};

/// Where mutations begin.
const SEEDS: [&str; 16] = [
    "CREATE TABLE IF NOT EXISTS s.t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"ä\" text NOT NULL DEFAULT 'é', CHECK (id > 0));",
    "ALTER TABLE ONLY t ADD COLUMN a int, DROP COLUMN b, ALTER c TYPE jsonb USING c::jsonb, ADD CONSTRAINT x FOREIGN KEY (a) REFERENCES u (id) NOT VALID;",
    "CREATE UNIQUE INDEX CONCURRENTLY i ON t USING gin (a jsonb_path_ops, lower(b) DESC) INCLUDE (c) WHERE d IS NULL;",
    "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM t LOOP EXECUTE 'DROP TABLE ''x'''; END LOOP; EXCEPTION WHEN OTHERS THEN NULL; END $$;",
    "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN SELECT a INTO STRICT b FROM t; PERFORM g(); RETURN (SELECT 1); END $f$;",
    "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (1); UPDATE t SET a = 2; END;",
    "CREATE FUNCTION h() RETURNS text LANGUAGE sql AS E'SELECT \\'a\\\\n\\u00e9\\'; DELETE FROM t';",
    "WITH d AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT a.*, b FROM d AS a, LATERAL f(a.id) WHERE x NOT IN (SELECT y FROM z) LIMIT 5;",
    "-- squawk-ignore ban-drop-table, IDX-1 -- why\nDROP TABLE a, b; /* squawk-ignore-file */ SET LOCAL lock_timeout TO '2s';",
    "COPY t (a, b) FROM stdin;\n1\té\n\\.\nSELECT :a, :'b', :\"c\", ${d}, {{ e }}, %(f)s \\gset\n\\if :x\n\\endif\n",
    "orders=# SELECT id,\norders-# ... FROM <t>;\n id \n----\n  1\n(1 row)\n",
    "SELECT U&'d\\0061t' UESCAPE '!', B'01', X'1F', 1e10, 0x1F, $1, a[1:2], '{}'::jsonb -> 'x' #>> '{a}', INTERVAL '1' DAY;",
    "BEGIN; TRUNCATE t CASCADE; REFRESH MATERIALIZED VIEW v; VACUUM FULL t; COMMIT;",
    "CREATE VIEW v AS SELECT CASE WHEN a THEN 1 ELSE 2 END FROM t LEFT JOIN u USING (id) GROUP BY ROLLUP (a) HAVING count(*) > 1 WINDOW w AS (ORDER BY b);",
    "MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET a = s.a WHEN NOT MATCHED THEN DO NOTHING;",
    "\u{feff}CREATE TYPE 😀 AS ENUM ('a', 'b');\r\nALTER TYPE 😀 ADD VALUE 'c' BEFORE 'a';\r\n",
];

/// Pieces that open what may never be closed.
const PIECES: [&str; 30] = [
    "'", "\"", "$$", "$a$", "(", ")", "[", "]", ";", "/*", "*/", "--", "\\", "E'", "U&'", "\0", "é", "😀", "::", ":a",
    "${", "{{", "...", "<a>", "BEGIN", "END", "SELECT", "INTO", "AS", "\n",
];

#[test]
fn whatever_is_written_is_read() {
    let (seeds, rounds) = match std::env::var("RUTTER_SQL") {
        Ok(folder) => (
            suite(&PathBuf::from(folder)),
            std::env::var("RUTTER_ROUNDS").map_or(4_000, |r| r.parse().expect("a number")),
        ),
        Err(_) => (SEEDS.map(str::to_owned).into_iter().chain(golden()).collect(), 4_000),
    };
    let rules: Vec<&'static str> = rutter::sql::rules::all().filter_map(|r| r.name.strip_prefix("squawk/")).collect();
    let mut random = fastrand::Rng::with_seed(6);
    for round in 0..rounds {
        let text = mutated(&seeds, &mut random);
        let run = std::panic::catch_unwind(|| check(&text, &rules));
        assert!(run.is_ok(), "round {round}: {text:?}");
    }
}

/// The statements whose readings are golden files.
fn golden() -> Vec<String> {
    let files = ["statements", "harder", "bodies"].map(|f| package().join("tests/sql").join(f).with_extension("sql"));
    let texts = files.map(|f| fs::read_to_string(f).expect("statements"));
    texts.iter().flat_map(|t| t.split_inclusive(";\n")).map(str::to_owned).collect()
}

/// The statements of a folder's files, some lines at a time.
fn suite(folder: &Path) -> Vec<String> {
    let files = files_below(folder).into_iter().filter(|f| f.extension().is_some_and(|e| e == "sql"));
    files
        .flat_map(|f| {
            let text = String::from_utf8_lossy(&fs::read(folder.join(f)).expect("a file")).into_owned();
            text.split("\n\n").map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// Some of the seeds, cut, joined and filled with what does not belong there.
fn mutated(seeds: &[String], random: &mut fastrand::Rng) -> String {
    let mut text = String::new();
    for _ in 0..random.usize(1..4) {
        let seed = &seeds[random.usize(..seeds.len())];
        let (a, b) = (edge(seed, random), edge(seed, random));
        match random.u8(..4) {
            0 => text.push_str(&seed[a.min(b)..a.max(b)]),
            1 => text.push_str(&seed[..a]),
            _ => text.push_str(seed),
        }
    }
    for _ in 0..random.usize(..5) {
        let (a, b) = (edge(&text, random), edge(&text, random));
        let piece = PIECES[random.usize(..PIECES.len())];
        match random.u8(..3) {
            0 => text.insert_str(a, piece),
            1 => text.replace_range(a.min(b)..a.max(b), ""),
            _ => text.insert_str(a, &text[a.min(b)..a.max(b)].to_owned()),
        }
    }
    text
}

/// A place between two characters.
fn edge(text: &str, random: &mut fastrand::Rng) -> usize {
    let mut at = random.usize(..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn check(text: &str, rules: &[&'static str]) {
    assert_eq!(fence(text).len(), text.len());
    let script = Script::read(text);
    let top = script.statements.iter().filter(|s| s.within.is_none());
    let mut end = 0;
    for statement in top {
        assert!(statement.place.start >= end, "statements overlap");
        end = statement.place.end;
    }
    let breaches = [true, false].map(|in_transaction| script.squawk(rules, &Dialect::default(), in_transaction));
    let places = script.errors.iter().map(|e| &e.place);
    let places = places.chain(script.ignores.iter().flat_map(|i| i.rules.iter().map(|r| &r.place).chain([&i.place])));
    for place in places.chain(breaches.iter().flatten().map(|b| &b.place)) {
        assert!(text.get(place.clone()).is_some(), "{place:?} is no place in the text");
    }
    // Those in a statement, of its columns, names and shapes, and its own.
    for (at, statement) in script.statements.iter().enumerate() {
        assert!(statement.within.is_none_or(|holder| holder < at), "a body comes before what holds it");
        for found in PLACE.captures_iter(&format!("{statement:?}")) {
            let [start, end] = [1, 2].map(|n| found[n].parse::<usize>().expect("a number"));
            assert!(text.get(start..end).is_some(), "{start}..{end} is no place in the text");
        }
    }
}

static PLACE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:place: |full: Some\()(\d+)\.\.(\d+)").expect("a pattern"));
