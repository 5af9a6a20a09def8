use super::super::{Dialect, Script};

/// What squawk finds: the rule, and the text at its place.
fn breaches(text: &str, rules: &[&'static str], in_transaction: bool) -> Vec<String> {
    let found = Script::read(text).squawk(rules, &Dialect::default(), in_transaction);
    let first_line = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    found.into_iter().map(|b| format!("{}: {}", b.rule, first_line(&text[b.place]))).collect()
}

#[test]
fn bodies_are_linted() {
    const INDEX: &str = "require-concurrent-index-creation";
    const TIMEOUTS: &str = "require-timeout-settings";
    const CONCURRENT: &str = "ban-concurrent-index-creation-in-transaction";
    let cases: [(&[&'static str], bool, &str, &[&str]); 15] = [
        (&["ban-drop-table"], true, "DO $$ BEGIN EXECUTE 'DROP TABLE é'; END $$;", &["ban-drop-table: DROP TABLE é"]),
        (
            &["ban-drop-table"],
            true,
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT 1; DROP TABLE a';",
            &["ban-drop-table: DROP TABLE a"],
        ),
        (
            &["ban-drop-table"],
            true,
            "DO $a$ BEGIN DO $b$ BEGIN DROP TABLE c; END $b$; END $a$; DROP TABLE d;",
            &["ban-drop-table: DROP TABLE c", "ban-drop-table: DROP TABLE d;"],
        ),
        // A DO block runs where it stands.
        (&[INDEX], true, "CREATE TABLE t (a int); DO $$ BEGIN CREATE INDEX i ON t (a); END $$;", &[]),
        (&[INDEX], true, "DO $$ BEGIN CREATE TABLE t (a int); END $$; CREATE INDEX i ON t (a);", &[]),
        (
            &[INDEX],
            true,
            "DO $$ BEGIN CREATE INDEX i ON t (a); END $$;",
            &["require-concurrent-index-creation: CREATE INDEX i ON t (a)"],
        ),
        (&[TIMEOUTS], true, "SET lock_timeout = 1; SET statement_timeout = 1; DO $$ BEGIN DROP TABLE t; END $$;", &[]),
        (
            &[TIMEOUTS],
            true,
            "DO $$ BEGIN DROP TABLE t; END $$;",
            &["require-timeout-settings: DROP TABLE t", "require-timeout-settings: DROP TABLE t"],
        ),
        (
            &[CONCURRENT],
            false,
            "DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON t (a); END $$;",
            &["ban-concurrent-index-creation-in-transaction: CONCURRENTLY"],
        ),
        (&[CONCURRENT], false, "DO $$ BEGIN NULL; END $$; CREATE INDEX CONCURRENTLY i ON t (a);", &[]),
        (&["transaction-nesting"], false, "BEGIN; DO $$ BEGIN DELETE FROM t; END $$; COMMIT;", &[]),
        // A function runs some other day.
        (
            &[INDEX],
            true,
            "CREATE TABLE t (a int);\nCREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN CREATE INDEX i ON t (a); END $$;",
            &["require-concurrent-index-creation: CREATE INDEX i ON t (a)"],
        ),
        (
            &[TIMEOUTS],
            true,
            "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN TRUNCATE t; END $$;",
            &[
                "require-timeout-settings: CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN TRUNCATE t; END $$;",
                "require-timeout-settings: CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN TRUNCATE t; END $$;",
            ],
        ),
        (
            &["require-lock-timeout", TIMEOUTS],
            true,
            "SET statement_timeout = 1; DROP TABLE t;",
            &["require-lock-timeout: DROP TABLE t;", "require-timeout-settings: DROP TABLE t;"],
        ),
        // A slip in a block does not hide what is around it.
        (
            &["ban-drop-table"],
            true,
            "DO $$ BEGIN SELECT (; DROP TABLE a; END $$; DROP TABLE b;",
            &["ban-drop-table: DROP TABLE a;", "ban-drop-table: DROP TABLE b;"],
        ),
    ];
    for (rules, in_transaction, text, expected) in cases {
        assert_eq!(breaches(text, rules, in_transaction), expected, "{text}");
    }
}

#[test]
fn squawks_own_settings() {
    let text = "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 1;";
    let found = |postgres: &str| {
        let dialect = Dialect { postgres: postgres.to_owned() };
        Script::read(text).squawk(&["adding-field-with-default"], &dialect, true).len()
    };
    assert_eq!((found("10"), found("17.2")), (1, 0));
    let text =
        "-- squawk-disable-assume-in-transaction\nCREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);";
    assert!(breaches(text, &["ban-concurrent-index-creation-in-transaction"], true).is_empty());
    // Exceptions decide what is excused, and not squawk.
    assert_eq!(breaches("-- squawk-ignore ban-drop-table\nDROP TABLE t;", &["ban-drop-table"], true).len(), 1);
    // Another spelling of a name is given back as it was asked for.
    let text = "CREATE TABLE t (a timestamp);";
    assert_eq!(breaches(text, &["prefer-timestamptz"], true), ["prefer-timestamptz: timestamp"]);
}

// PostgreSQL's own parser has words of its own.
#[cfg(not(feature = "postgres-grammar"))]
#[test]
fn errors_in_plain_words() {
    let cases: [(&str, &[&str]); 16] = [
        ("SELECT 1; -- fine", &[]),
        ("CREATE TABEL t (id int, b text); SELECT 1;", &["CREATE TABEL: no statement begins with `CREATE TABEL`"]),
        (
            "SELECT * FORM t; SELECT a, FROM t; SELECT 1;",
            &[
                "FORM: `FORM` is not expected here: a `,`, `)` or `;` may be missing before it",
                ",: unexpected trailing comma",
            ],
        ),
        ("SELECT (1;", &[";: `;` comes too early: a `)` may be missing before it"]),
        ("CREATE TABLE t (a int b int);", &["b: `b` is not expected here: a `,`, `)` or `;` may be missing before it"]),
        ("CREATE TABLE t (a int, );", &[",: unexpected trailing comma"]),
        ("ALTER TABLE t ADD COLUM a int;", &["int: `int` is not expected here"]),
        ("INSERT INTO t VALUES (1", &[": expected `)`, found the end of the text"]),
        ("SELECT 'é; SELECT 2;", &["': this string is never closed"]),
        ("SELECT 1; SELECT E'a", &["E': this string is never closed"]),
        ("DO $x$ BEGIN;", &["$x$: this dollar quote is never closed"]),
        ("SELECT 1 /* a", &["/*: this comment is never closed"]),
        ("SELECT \"a", &["\": this quoted name is never closed"]),
        (
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT FROM WHERE $$; SELECT 1 1;",
            &[
                "WHERE: expected a table, found `WHERE`",
                "1: `1` is not expected here: a `,`, `)` or `;` may be missing before it",
            ],
        ),
        (
            "DO $$ BEGIN DROP TABLE a b; END $$; SELCT 1;",
            &[
                "b: `b` is not expected here: a `,`, `)` or `;` may be missing before it",
                "SELCT: no statement begins with `SELCT`",
            ],
        ),
        ("SELECT 1\nSELECT 2;", &["2: `2` is not expected here: a `,`, `)` or `;` may be missing before it"]),
    ];
    let mut wrong = Vec::new();
    for (text, expected) in cases {
        let errors = Script::read(text).errors;
        let found: Vec<String> = errors.iter().map(|e| format!("{}: {}", &text[e.place.clone()], e.message)).collect();
        if found != expected {
            wrong.push(format!("{text}\n{found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_too_deep_for_the_stack() {
    let repeat = |part: &str, times| part.repeat(times);
    let deep = |times: usize| {
        [
            format!("SELECT {}1{};", repeat("(", times), repeat(")", times)),
            format!("SELECT {}1{};", repeat("(SELECT 1 WHERE 1 IN (", times), repeat("))", times)),
            format!("{}1{};", repeat("SELECT * FROM (", times), repeat(") a", times)),
            format!("SELECT {}1{};", repeat("CASE WHEN true THEN ", times), repeat(" END", times)),
            format!("SELECT {}1{};", repeat("ARRAY[", times), repeat("]", times)),
            format!("SELECT {}1;", repeat("NOT ", times)),
            format!("SELECT {}1;", repeat("- ", times)),
            format!("SELECT 1{};", repeat(" BETWEEN 1 AND 1", times)),
            format!("SELECT * FROM t {};", repeat("JOIN t ", times)),
            format!("SELECT 1{};", repeat("+1", times)),
            format!("SELECT 1{};", repeat(" UNION SELECT 1", times)),
            format!("SELECT a{};", repeat("[1]", times)),
            format!("SELECT a{};", repeat(".a", times)),
            format!("{}SELECT 1;", repeat("EXPLAIN ", times)),
            format!("{}SELECT 1;", repeat("PREPARE p AS ", times)),
            format!("DO $$ BEGIN PERFORM {}1{}; END $$;", repeat("(", times), repeat(")", times)),
            format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT {}1 $$;", repeat("(", times)),
            format!("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS ' SELECT {}1 ';", repeat("NOT ", times)),
            format!("SELECT 1 {} x;", repeat("OPERATOR(a.+) ", times)),
            format!("COPY {}", repeat("(COPY ", times)),
        ]
    };
    for text in deep(100_000) {
        let script = Script::read(&text);
        assert_eq!(script.errors.len(), 1, "{}", &text[..60]);
        assert!(script.errors[0].message.contains("nested too deep"), "{}", &text[..60]);
    }
    // What people write is read.
    let condition =
        format!("SELECT 1 WHERE {} a = 1; SELECT {}1;", repeat("a >= 'b' OR ", 1_000), repeat("f(1, 2) + ", 1_000));
    let rows = format!("INSERT INTO t VALUES {}(1);", repeat("(1, NOT true, (2 + 3), ARRAY[1, 2]),\n", 20_000));
    for text in [condition, rows].iter().chain(&deep(200)) {
        assert!(!Script::read(text).errors.iter().any(|e| e.message.contains("too deep")), "{}", &text[..60]);
    }
}

#[test]
fn the_heaviest_texts_that_are_read_fit_a_stack() {
    // Each part repeated as often as the guard lets it through.
    let parts = [
        ("SELECT ", "(", "1", ")"),
        ("SELECT ", "(SELECT 1 WHERE 1 IN (", "1", "))"),
        ("", "SELECT * FROM (", "1", ") a"),
        ("SELECT ", "CASE WHEN true THEN ", "1", " END"),
        ("SELECT ", "NOT ", "1", ""),
        ("SELECT ", "- ", "1", ""),
        ("SELECT 1", "", "", " BETWEEN 1 AND 1"),
        ("SELECT * FROM t", "", "", " JOIN t"),
        ("SELECT 1", "", "", "+1"),
        ("SELECT 1 WHERE a", "", "", " AND a"),
        ("SELECT a", "", "", "[1]"),
        ("SELECT a", "", "", ".a"),
        ("SELECT a", "", "", " -> a"),
        ("", "WITH a AS (", "SELECT 1", ") SELECT 1"),
        ("SELECT 1", "", "", " UNION SELECT 1"),
        ("", "PREPARE p AS ", "SELECT 1", ""),
        ("SELECT 1", "", "", " OPERATOR(a.+) 1"),
        ("SELECT ", "f(x => ", "1", ")"),
        ("SELECT * FROM ", "(", "t", " JOIN t ON true)"),
        ("", "EXPLAIN ", "SELECT 1", ""),
        ("SELECT a", "", "", " IS NULL"),
    ];
    let rules: Vec<&'static str> = super::names().into_iter().map(|n| &*n.leak()).collect();
    for (before, open, middle, close) in parts {
        let text = |times: usize| format!("{before}{}{middle}{};", open.repeat(times), close.repeat(times));
        let is_read = |times: usize| super::guard::too_deep(&text(times), 0).is_none();
        let most = (0..14).rev().fold(0, |most, bit| if is_read(most + (1 << bit)) { most + (1 << bit) } else { most });
        assert!(most >= 200, "{before}{open}{close}: {most}");
        let text = text(most);
        let rules = rules.clone();
        let small = std::thread::Builder::new().stack_size(2 << 20);
        let run = small.spawn(move || Script::read(&text).squawk(&rules, &Dialect::default(), true).len());
        run.expect("a thread").join().expect("no panic");
    }
}
