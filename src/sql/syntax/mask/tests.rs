use super::{fence, mask};

/// Each text with what becomes of it; both have the same length.
fn all_are(masked: impl Fn(&str) -> String, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, expected)| {
            let found = masked(text);
            assert_eq!(found.len(), text.len(), "{text}");
            (found != *expected).then(|| format!("{text:?}\n is  {found:?}\n not {expected:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_no_sql_in_files() {
    all_are(
        |t| mask(t).into_owned(),
        &[
            ("SELECT 1;", "SELECT 1;"),
            ("\u{feff}SELECT 1;", "   SELECT 1;"),
            ("SELECT\0 1;", "SELECT  1;"),
            // psql's commands.
            ("\\set a 1\nSELECT 1;", "        \nSELECT 1;"),
            ("\\set a '1;\r\nSELECT 1;", "          \r\nSELECT 1;"),
            ("  \\i 'é.sql'\nSELECT 1;", "             \nSELECT 1;"),
            ("\\d+ t\n\\dt\n\\!\n\\?\nSELECT 1", "     \n   \n  \n  \nSELECT 1"),
            ("SELECT 1 AS a \\gset\nSELECT 2;", "SELECT 1 AS a ;    \nSELECT 2;"),
            ("SELECT 'DROP TABLE t'\n\\gexec\n", "SELECT 'DROP TABLE t'\n;     \n"),
            ("SELECT 1 \\watch 5\nSELECT 2", "SELECT 1 ;       \nSELECT 2"),
            ("\\if :a\n\\echo 'it''s'\n\\endif\nSELECT 1;", "      \n             \n      \nSELECT 1;"),
            ("\\set a 1 \\\\ SELECT 2;", "            SELECT 2;"),
            ("\\pset null '\\\\N' x\nSELECT 1;", "                  \nSELECT 1;"),
            ("SELECT 1\\; SELECT 2;", "SELECT 1 ; SELECT 2;"),
            ("SELECT 1 \\nothing\n;", "SELECT 1 \\nothing\n;"),
            ("SELECT '\\set', $$\\set$$; -- \\set\n", "SELECT '\\set', $$\\set$$; -- \\set\n"),
            ("\\copy t FROM stdin\n1\t2\n\\.\nSELECT 1;", "                  \n   \n  \nSELECT 1;"),
            ("COPY t FROM stdin;\na'b\t\\N\n\\.\nSELECT 1;", "COPY t FROM stdin;\n      \n  \nSELECT 1;"),
            (
                "COPY s.t (a, b) FROM STDIN WITH (FORMAT csv);\n1,é\n\\.\n",
                "COPY s.t (a, b) FROM STDIN WITH (FORMAT csv);\n    \n  \n",
            ),
            ("COPY t FROM stdin;\nSELECT :a;", "COPY t FROM stdin;\nSELECT _a;"),
            ("COPY t TO stdout;\nSELECT 1;\n\\.\n", "COPY t TO stdout;\nSELECT 1;\n\\.\n"),
            // psql's variables.
            ("SELECT * FROM :s.t WHERE a = :'a' AND b = :\"b\";", "SELECT * FROM _s.t WHERE a =  ' ' AND b =  \"b\";"),
            ("SELECT a::int, a[1:n], a[:n], b := :c, f(x => :y)", "SELECT a::int, a[1:n], a[:n], b := _c, f(x => _y)"),
            (
                "SELECT ':a', \":a\", $$:a$$, $x$ :a $x$ -- :a\n/* :a */",
                "SELECT ':a', \":a\", $$:a$$, $x$ :a $x$ -- :a\n/* :a */",
            ),
            ("SELECT json_object('a':b, 'c' : 1)", "SELECT json_object('a':b, 'c' : 1)"),
            (":sql;\n:go SELECT 1 LIMIT :n;", "    ;\n    SELECT 1 LIMIT _n;"),
            ("SELECT : 1, :1, :", "SELECT : 1, :1, :"),
            // Templates.
            ("CREATE TABLE ${schema}.t_${env} (a int);", "CREATE TABLE __schema_.t___env_ (a int);"),
            ("SELECT '${a}', \"${a}\"; -- ${a}", "SELECT '${a}', \"${a}\"; -- ${a}"),
            ("DO $$ BEGIN DROP TABLE ${t}; END $$;", "DO $$ BEGIN DROP TABLE __t_; END $$;"),
            (
                "SELECT * FROM {{ ref('a') }} {% if x %} WHERE a {% endif %};",
                "SELECT * FROM ___ref__a_____            WHERE a            ;",
            ),
            ("{{ config(a='b') }}\nSELECT 1;", "                   \nSELECT 1;"),
            ("{# a; b #} SELECT <%= a.b %> <% c %>;", "           SELECT ____a_b___        ;"),
            ("SELECT #{a}, :{b}, %(c)s, @d.e@ FROM @s@.t;", "SELECT __a_, __b_, __c_s, _d_e_ FROM _s_.t;"),
            ("SELECT a %(b + c), @-@ 1, $1, a @> b, '{}'::x[]", "SELECT a %(b + c), @-@ 1, $1, a @> b, '{}'::x[]"),
            ("SELECT ${a\n}, 1;", "SELECT __a\n , 1;"),
            ("SELECT ${a, {{b, <%= c", "SELECT ${a, {{b, <%= c"),
            // Comments of other tools stay.
            ("-- +goose Up\n--changeset a:1\n-- migrate:down\n", "-- +goose Up\n--changeset a:1\n-- migrate:down\n"),
            ("-- squawk-ignore a\n", "-- squawk_ignore a\n"),
        ],
    );
}

#[test]
fn what_is_no_sql_in_fences() {
    all_are(
        |t| fence(t).into_owned(),
        &[
            ("SELECT 1;", "SELECT 1;"),
            (
                "orders=# SELECT id,\norders-#   name FROM t;\n id | name\n----+------\n  1 | é\n(1 row)\n\norders=> \\q\n",
                "         SELECT id,\n           name FROM t;\n          \n           \n        \n       \n\n         \\q\n",
            ),
            ("a=# SELECT 1\na-# ;\nSELECT", "    SELECT 1\n    ;\n      "),
            ("SELECT f(\na=> 1);", "SELECT f(\na=> 1);"),
            ("SELECT ... FROM t WHERE ...;\n...\n", "SELECT ___ FROM t WHERE ___;\n   \n"),
            ("CREATE TABLE t (id int, ...);", "CREATE TABLE t (id int     );"),
            ("CREATE TABLE t (..., id int);", "CREATE TABLE t (     id int);"),
            ("CREATE TABLE t (a int, ..., b int);", "CREATE TABLE t (a int,      b int);"),
            ("UPDATE t SET ... WHERE a = …;", "UPDATE t SET a=1 WHERE a = ___;"),
            ("ALTER TABLE t DROP a ...;", "ALTER TABLE t DROP a    ;"),
            ("SELECT '...', \"...\", 1 -- ...", "SELECT '...', \"...\", 1 -- ..."),
            ("DROP TABLE <table-name>, <b>;", "DROP TABLE _table_name_, _b_;"),
            ("SELECT 1 WHERE a<b AND c>d AND e <> f", "SELECT 1 WHERE a<b AND c>d AND e <> f"),
        ],
    );
}
